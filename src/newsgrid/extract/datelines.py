"""Dates as people write them, in any of some forty languages: names of months and weekdays, relative times.

The words come from CLDR (through babel), read for a language when it is first needed.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_timedelta, get_day_names, get_month_names

from newsgrid.extract.instants import FIRST_YEAR, Instant, build_instant, parse_instant, zone_of
from newsgrid.extract.vocabulary import word_list
from newsgrid.text import fold

LANGUAGES = word_list(
    """en de fr es it pt nl sv nb da fi pl cs sk ru uk bg sr hr sl tr az id ms vi tl af zu sw am th ar fa ur he hi bn ta te mr zh ja ko el hu ro ca et lv lt sq mk ka hy kk uz"""
)
_BY_SCRIPT = {
    "Thai": ("th",), "Arab": ("ar", "fa", "ur"), "Hebr": ("he",), "Deva": ("hi", "mr"), "Beng": ("bn",), "Taml": ("ta",), "Telu": ("te",), "Hani": ("zh", "ja"),
    "Hira": ("ja",), "Kana": ("ja",), "Hang": ("ko",), "Grek": ("el",), "Cyrl": ("ru", "uk", "bg", "sr", "mk", "kk"), "Ethi": ("am",), "Geor": ("ka",), "Armn": ("hy",),
}  # fmt: skip
_OTHER_SCRIPTS = frozenset(code for codes in _BY_SCRIPT.values() for code in codes)
_EAST = re.compile(r"(\d{4})\s{0,2}[年년]\s{0,2}(\d{1,2})\s{0,2}[月월]\s{0,2}(\d{1,2})\s{0,2}[日일]")
_CLOCK = re.compile(
    r"(?:\b|(?<=[日일]))(?P<before>오전|오후|上午|下午|晚上|午前|午後)?\s?(?P<hour>\d{1,2})\s?(?:[:.h：]|\s?[時时点點시]\s?)\s?(?P<minute>\d{2})(?::\d{2})?(?:[分분])?(?![./-]?\d)"
    r"\s?(?P<half>[ap]\.?\s?m\b|[صم]\b(?!\w)|ч\b)?\s?(?P<zone>.{0,12})",
    re.IGNORECASE,
)
_AFTERNOON = ("p", "م", "오후", "下午", "晚上", "午後")
_MORNING = ("a", "ص", "오전", "上午", "午前")
_NUMBERS = re.compile(r"(?<!\d)\d{1,4}(?:[./-]|\.\s)\d{1,2}(?:[./-]|\.\s)\d{1,4}(?!\d)")
_SPACED = re.compile(r"(?<=\d)\.\s(?=\d)")
_SPLIT = re.compile(r"[^\s,;()\[\]|·•/–—،'’\"“”]+")
_ORDINAL = re.compile(r"^(\d{1,2})(?:st|nd|rd|th|er|º|ª|\.|de|-го|:e)?$", re.IGNORECASE)
_DIGITS = {
    ord(char): str(index % 10) for index, char in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹๐๑๒๓๔๕๖๗๘๙०१२३४५६७८९০১২৩৪৫৬৭৮৯")
}
_FILLERS = frozenset({"de", "del", "of", "the", "le", "den", "di", "a", "ngày", "tháng", "წლის", "mwezi"})
_BUDDHIST = 543
_STYLES: tuple[Literal["long", "short"], ...] = ("long", "short")
_ARABIC_MONTHS = (
    "يناير كانون-الثاني",
    "فبراير شباط",
    "مارس آذار",
    "أبريل نيسان إبريل",
    "مايو أيار",
    "يونيو حزيران",
    "يوليو تموز",
    "أغسطس آب",
    "سبتمبر أيلول",
    "أكتوبر تشرين-الأول",
    "نوفمبر تشرين-الثاني",
    "ديسمبر كانون-الأول",
)
_Unit = Literal["year", "month", "week", "day", "hour", "minute"]
_UNITS: tuple[tuple[_Unit, float], ...] = (
    ("year", 365.25),
    ("month", 30.4),
    ("week", 7.0),
    ("day", 1.0),
    ("hour", 1 / 24),
    ("minute", 1 / 1440),
)


@dataclasses.dataclass(frozen=True, slots=True)
class WrittenDate:
    """A day as it stands in a text."""

    month: int
    day: int
    year: int | None
    weekday: int | None
    """Monday is 0."""
    start: int
    end: int


@dataclasses.dataclass(frozen=True, slots=True)
class Words:
    """A language's names of months and weekdays, folded."""

    months: dict[str, int]
    weekdays: dict[str, int]


def languages_for(language: str, script: str = "") -> tuple[str, ...]:
    """Give the languages whose date words to try on a text: its own, those of its script, English."""
    base = language.split("-", maxsplit=1)[0].lower()
    base = {"no": "nb", "nn": "nb"}.get(base, base)
    own = (base,) if base in LANGUAGES else ()
    return tuple(dict.fromkeys((*own, *_BY_SCRIPT.get(script, ()), "en")))


def latin_languages() -> tuple[str, ...]:
    """Give all languages of the Latin script whose words are known."""
    return tuple(code for code in LANGUAGES if code not in _OTHER_SCRIPTS)


def written_dates(text: str, languages: Iterable[str]) -> list[WrittenDate]:
    """Find days written with a month's name, with or without year and weekday; in order, at most 50."""
    text = text.translate(_DIGITS)
    found = [
        WrittenDate(int(m.group(2)), int(m.group(3)), int(m.group(1)), None, m.start(), m.end())
        for m in _EAST.finditer(text) if _possible(int(m.group(2)), int(m.group(3)))
    ]  # fmt: skip
    known = [words_of(language) for language in languages]
    pieces = [(match.group(), match.start(), match.end()) for match in _SPLIT.finditer(text)]
    for index, (piece, _, _) in enumerate(pieces):
        month = _lookup(piece, known)
        if month is not None and (hit := _around(pieces, index, month, known)) is not None:
            found.append(hit)
            if len(found) >= 50:
                break
    return sorted(found, key=lambda hit: hit.start)


def written_instant(text: str, languages: Iterable[str], *, month_first: bool = False) -> Instant | None:
    """Read the first full date of a line for people, with its clock and zone when they follow."""
    text = text.translate(_DIGITS)
    hit = next((d for d in written_dates(text, languages) if d.year is not None), None)
    if hit is None:
        return _numbers(text, month_first)
    clock, zone = (
        _clock_in(text[hit.end : hit.end + 40]) or _clock_in(text[max(0, hit.start - 24) : hit.start]) or (None, None)
    )
    try:
        return build_instant(hit.year or 0, hit.month, hit.day, clock, zone)
    except ValueError:
        return None


def choose_year(hit: WrittenDate, today: date, named_years: Iterable[int] = ()) -> int | None:
    """Give the year a weekday and a day without year mean.

    The nearest year at or before today in which that day falls on that weekday; but when the text names a year and a
    fitting one is that year or the next, it is that one (news names this year and the last far more often than others).
    Without a weekday: the nearest year in which the day is not after today. None when nothing fits in 30 years.
    """
    fitting = [year for year in range(today.year, today.year - 30, -1) if _fits(hit, year, today)]
    if hit.weekday is not None:
        for named in sorted({y for y in named_years if y <= today.year}, reverse=True):
            close = [year for year in fitting if named <= year <= named + 1]
            if close:
                return close[-1]
    return fitting[0] if fitting else None


def relative_age(text: str, languages: Iterable[str]) -> timedelta | None:
    """Read a relative time ("2 years ago", "vor 3 Stunden", "2 ปีที่แล้ว") out of a short text; None when there is none."""
    text = " ".join(text.translate(_DIGITS).casefold().split())
    for language in languages:
        for before, after, days, fixed in _relative_words(language):
            if fixed is not None:
                if before in text:
                    return timedelta(days=days * fixed)
            elif before in text and after in text and (number := _number_between(text, before, after)) is not None:
                return timedelta(days=days * number)
    return None


@functools.cache
def words_of(language: str) -> Words:
    """Give a language's names of months and weekdays; empty for one babel does not know."""
    months: dict[str, int] = {}
    weekdays: dict[str, int] = {}
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Words(months, weekdays)
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            months |= {_name(n): i for i, n in get_month_names(width, context, locale).items() if not n[:1].isdigit()}
            weekdays |= {_name(n): i for i, n in get_day_names(width, context, locale).items()}
    if language == "ar":
        months |= {
            _name(name.replace("-", " ")): i + 1 for i, names in enumerate(_ARABIC_MONTHS) for name in names.split()
        }
    if language == "en":
        months |= {"sept": 9}
    return Words({k: v for k, v in months.items() if len(k) > 1}, {k: v for k, v in weekdays.items() if len(k) > 1})


def _name(name: str) -> str:
    return fold(name).strip(".")


def _lookup(piece: str, known: list[Words]) -> int | None:
    if piece.isdigit():
        return None
    key = _name(piece)
    return next((words.months[key] for words in known if key in words.months), None)


def _around(pieces: list[tuple[str, int, int]], index: int, month: int, known: list[Words]) -> WrittenDate | None:
    """Read day, year and weekday beside a month's name: "12 October 2023", "October 12, 2023", "le 12 octobre"."""
    left = _skip(pieces, index, -1)
    right = _skip(pieces, index, 1)
    day = _day(pieces[left][0]) if left is not None else None
    first, last = (left, index) if day is not None and left is not None else (index, index)
    if day is None and right is not None:
        day = _day(pieces[right][0])
        last = right
    if day is None or not _possible(month, day):
        return None
    after = _skip(pieces, last, 1)
    year = _year(pieces[after][0]) if after is not None else None
    if year is not None and after is not None:
        last = after
    return WrittenDate(month, day, year, _weekday(pieces, first, known), pieces[first][1], pieces[last][2])


def _skip(pieces: list[tuple[str, int, int]], index: int, step: int) -> int | None:
    at = index + step
    if 0 <= at < len(pieces) and pieces[at][0].casefold() in _FILLERS:
        at += step
    return at if 0 <= at < len(pieces) else None


def _day(piece: str) -> int | None:
    match = _ORDINAL.match(piece)
    return int(match.group(1)) if match else None


def _year(piece: str) -> int | None:
    digits = piece.strip(".:")
    if len(digits) != 4 or not digits.isdigit():
        return None
    year = int(digits)
    year = year - _BUDDHIST if 2500 <= year <= 2650 else year
    return year if FIRST_YEAR <= year <= 2100 else None


def _weekday(pieces: list[tuple[str, int, int]], first: int, known: list[Words]) -> int | None:
    for at in range(first - 1, max(-1, first - 4), -1):
        key = _name(pieces[at][0])
        for words in known:
            if key in words.weekdays:
                return words.weekdays[key]
        if key not in _FILLERS and not key.startswith(("ที่", "วัน")):
            break
        stripped = key.removeprefix("วัน").removesuffix("ที่")
        for words in known:
            if stripped in words.weekdays:
                return words.weekdays[stripped]
    return None


def _possible(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31


def _fits(hit: WrittenDate, year: int, today: date) -> bool:
    try:
        day = date(year, hit.month, hit.day)
    except ValueError:
        return False
    return day <= today and hit.weekday in (None, day.weekday())


def _numbers(text: str, month_first: bool) -> Instant | None:
    """Read a date of numbers anywhere in a line."""
    for match in _NUMBERS.finditer(text):
        found = parse_instant(
            _SPACED.sub(".", text[match.start() : match.start() + 60], count=2), month_first=month_first
        )
        if found is not None:
            if not found.timed and (clock := _clock_in(text[match.end() : match.end() + 40])) is not None:
                return build_instant(found.at.year, found.at.month, found.at.day, *clock)
            return found
    return None


def _clock_in(text: str) -> tuple[tuple[int, int, int], timedelta | None] | None:
    match = _CLOCK.search(text)
    if match is None or int(match.group("hour")) > 23 or int(match.group("minute")) > 59:
        return None
    hour = int(match.group("hour"))
    half = (match.group("before") or match.group("half") or "").lower()
    if half.startswith(_AFTERNOON) and hour < 12:
        hour += 12
    elif half.startswith(_MORNING) and hour == 12:
        hour = 0
    return (hour, int(match.group("minute")), 0), zone_of(match.group("zone"))


@functools.cache
def _relative_words(language: str) -> tuple[tuple[str, str, float, int | None], ...]:
    """Give (text before the number, text after it, days of the unit, number when it is in the words) of a language."""
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return ()
    found: dict[tuple[str, str, float, int | None], None] = {}
    for unit, days in _UNITS:
        for number in (1, 2, 3, 7, 21):
            delta = timedelta(days=-days * number * 1.0001)
            for style in _STYLES:
                said = _say_ago(delta, unit, locale, style)
                before, digit, after = said.partition(str(number))
                if digit:
                    found[(before.strip(), after.strip(), days, None)] = None
                elif len(said) > 5:
                    found[(said, "", days, number)] = None
    if language == "th":
        # Sites write all units with either of the two words CLDR shares out among them.
        found |= {
            (b, a.replace(x, y), d, n): None
            for b, a, d, n in list(found)
            for x, y in (("ที่แล้ว", "ที่ผ่านมา"), ("ที่ผ่านมา", "ที่แล้ว"))
        }
    return tuple(sorted(found, key=lambda item: -len(item[0]) - len(item[1])))


def _say_ago(delta: timedelta, unit: _Unit, locale: Locale, style: Literal["long", "short"]) -> str:
    """Say a time ago as CLDR does, folded; empty where a locale has no such words."""
    try:
        said = format_timedelta(delta, granularity=unit, threshold=1e9, add_direction=True, locale=locale, format=style)
    except KeyError:
        return ""
    return " ".join(said.translate(_DIGITS).casefold().split())


def _number_between(text: str, before: str, after: str) -> int | None:
    """Find "before NUMBER after" in a text; at least one side has words."""
    for match in re.finditer(r"\d{1,3}", text):
        head, tail = text[: match.start()].rstrip(), text[match.end() :].lstrip()
        if head.endswith(before) and tail.startswith(after) and len(before) + len(after) > 2:
            return int(match.group())
    return None


def utc_day(day: date) -> datetime:
    """Give the first instant of a day in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
