"""Dates as publishers write them by hand: in their own language and order, with a clock before or after."""

from __future__ import annotations

import functools
import re
import zoneinfo
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from newsgrid.feeds.calendars import (
    common_year,
    fold,
    from_persian,
    is_persian_year,
    month_of,
    persian_month_of,
    year_of_era,
)

ZONES = {"EDT": -4, "EST": -5, "CDT": -5, "CST": -6, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8, "AKST": -9, "AKDT": -8, "HST": -10, "AST": -4, "ADT": -3,
         "NST": -3.5, "NDT": -2.5, "BRT": -3, "ART": -3, "CLT": -4, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3,
         "MSK": 3, "MSD": 4, "TRT": 3, "BST": 1, "IST": 5.5, "PKT": 5, "NPT": 5.75, "SAST": 2, "EAT": 3, "WAT": 1, "CAT": 2, "JST": 9, "KST": 9, "HKT": 8,
         "SGT": 8, "PHT": 8, "MYT": 8, "ICT": 7, "WIB": 7, "WITA": 8, "WIT": 9, "AWST": 8, "ACST": 9.5, "AEST": 10, "AET": 10, "AEDT": 11, "NZST": 12,
         "NZDT": 13, "ET": -5, "CT": -6, "MT": -7, "PT": -8, "GMT": 0, "UTC": 0, "UT": 0, "Z": 0}  # fmt: skip
"""Hours before UTC; of a name that several countries use, those of the one with most feeds."""

_BEFORE_NOON = "am|a\\.m\\.?|上午|午前|凌晨|早上|오전|πμ|π\\.μ\\.?|ص|sa"
_AFTER_NOON = "pm|p\\.m\\.?|下午|午後|晚上|오후|μμ|μ\\.μ\\.?|م|ch"
_HALF = rf"(?:{_BEFORE_NOON}|{_AFTER_NOON})(?![^\W\d_])"
_CLOCK = re.compile(
    rf"(?<![\d.,])({_HALF})?\s*(\d{{1,2}})\s*(?::|h|時|时|點|点|시)\s*(?:(\d{{1,2}})\s*(?:[:分분]\s*(?:(\d{{1,2}})(?:[.,]\d{{1,9}})?\s*(?:秒|초)?)?)?)?(?!\d)\s*({_HALF})?"
)
_HOUR = re.compile(rf"(?<!\d)()(\d{{1,2}})()()\s*({_HALF})")
_DOTTED = re.compile(rf"(?<![\d.])()(\d{{1,2}})\.(\d\d)(?:\.(\d\d))?(?![\d.])\s*({_HALF})?")
_OFFSET = re.compile(r"(?:gmt|utc|ut|z)?\s*(?<!\d)([+-])(\d{1,2})(?::?(\d\d))?(?!\d)")
_REGION = re.compile(r"\[?\b([a-z]{2,20}/[a-z_-]{2,30}(?:/[a-z_-]{2,30})?)\]?")
_ZONE_NAME = re.compile(r"(?<![^\W\d_])[A-Z]{1,5}(?![^\W_])")
_ERA = re.compile(r"(令和|平成|昭和|民國|民国)\s*(\d{1,3}|元)\s*年")
_TRIPLE = re.compile(r"(?<!\d)(\d{1,4})\s*([./年년-])\s*(\d{1,2})\s*[./月월-]\s*(\d{1,4})(?!\d)")
_MONTH_NUMBER = re.compile(r"(?:tháng|thg\.?|th\.?)\s*(\d{1,2})(?!\d)")
_TWO_WORDS = re.compile(r"(تشرين|كانون)\s+(ال)")
_TOKEN = re.compile(r"\d+|[^\s\d,;:/()\[\]|،-]+")
_DASHES = str.maketrans("–—−‐‑", "-----")
FARTHEST_ZONE = timedelta(hours=14)
MAX_CHARACTERS = 100
MOST_TOKENS = 16


def read_loose_date(text: str) -> datetime | None:
    """Read a date written by hand as UTC, without a zone taken as UTC; None when there is no whole date in the text.

    The year may be a Buddhist one, a Solar Hijri one or one of an era. Of numbers alone the day comes first, save where
    only a month can or where the clock has twelve hours, as only America writes both.
    """
    text = " ".join(text[:MAX_CHARACTERS].replace("&nbsp;", " ").translate(_DASHES).split())
    low = _TWO_WORDS.sub(r"\1\2", fold(text))
    clock, half, zone, low = _clock(low, (_CLOCK, _HOUR))
    day, rest = _date(low, is_american=bool(half) and half.isascii())
    if clock is None:
        clock, half, zone, low = _clock(rest, (_DOTTED,))
        day = day or _date(low, is_american=False)[0]
    if day is None:
        return None
    hour, minute, second = clock or (0, 0, 0)
    try:
        moment = datetime(
            day.year, day.month, day.day, hour % 24, minute, min(second, 59), tzinfo=zone or _named_zone(text, low)
        )
        return moment.astimezone(UTC) + timedelta(days=hour == 24)
    except (ValueError, OverflowError):
        return None


def _clock(
    text: str, patterns: tuple[re.Pattern[str], ...]
) -> tuple[tuple[int, int, int] | None, str, tzinfo | None, str]:
    """Give the time of day, the mark of its half, the offset after it, and the text without them."""
    for pattern in patterns:
        if match := pattern.search(text):
            before, hour, minute, second, after = match.groups()
            half, number = before or after or "", int(hour)
            if half and 1 <= number <= 12:
                number = number % 12 + (12 if re.fullmatch(_AFTER_NOON, half) else 0)
            if number > 24 or int(minute or 0) > 59:
                continue
            zone, rest = _offset(text[match.end() :])
            return (number, int(minute or 0), int(second or 0)), half, zone, f"{text[: match.start()]} {rest}"
    return None, "", None, text


def _offset(after: str) -> tuple[tzinfo | None, str]:
    """Give the offset from UTC in the text after a clock, and that text without it."""
    match = _OFFSET.search(after)
    if not match:
        return None, after
    sign, hours, minutes = match.groups()
    size = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if size > FARTHEST_ZONE:
        return None, after
    rest = _OFFSET.sub(" ", after)
    return timezone(-size if sign == "-" else size), rest


def _date(text: str, *, is_american: bool) -> tuple[date | None, str]:
    """Give the date in a text and the text without its numbers."""
    text = _ERA.sub(lambda m: f"{year_of_era(m.group(1), 1 if m.group(2) == '元' else int(m.group(2)))}年", text)
    try:
        if match := _TRIPLE.search(text):
            return _of_numbers(*match.groups(), is_american=is_american), text[: match.start()] + " " + text[
                match.end() :
            ]
        return _of_words(text)
    except ValueError:
        return None, text


def _of_numbers(first: str, mark: str, second: str, third: str, *, is_american: bool) -> date:
    if len(first) >= 3 or (mark == "-" and len(first) == 2 and len(third) <= 2 and int(third) <= 31):
        # Years of two digits before a month are ISO 8601's of 1988.
        return _made(int(first), len(first), int(second), int(third))
    day, month = int(first), int(second)
    if (month > 12 >= day) or (is_american and day <= 12):
        day, month = month, day
    return _made(int(third), len(third), month, day)


def _of_words(text: str) -> tuple[date | None, str]:
    month, is_persian = None, False
    if match := _MONTH_NUMBER.search(text):
        month, text = int(match.group(1)), text[: match.start()] + " " + text[match.end() :]
    numbers: list[str] = []
    for token in _TOKEN.findall(text)[:MOST_TOKENS]:
        if token.isdigit():
            numbers.append(token)
        elif persian := persian_month_of(token):
            month, is_persian = persian, True
        elif found := month_of(token):
            # The last one: what stands before may be a weekday's name.
            month, is_persian = found, False
    years = [number for number in numbers if len(number) == 4]
    others = [number for number in numbers if len(number) <= 2]
    if month is None or len(years) > 1 or not numbers:
        return None, text
    if not years and len(others) >= 2:
        years, others = others[1:2], others[:1]
    if not years or len(others) > 1:
        return None, text
    year, day = int(years[0]), int(others[0]) if others else 1
    return from_persian(year, month, day) if is_persian else _made(year, len(years[0]), month, day), text


def _made(year: int, digits: int, month: int, day: int) -> date:
    if digits == 4 and is_persian_year(year):
        return from_persian(year, month, day)
    return date(common_year(year, digits), month, day)


def _named_zone(text: str, low: str) -> tzinfo:
    """Give the zone a text names, by its region (`Europe/Berlin`) or its letters; UTC when it names none."""
    region = _REGION.search(low)
    if region and (name := _regions().get(region.group(1))):
        return zoneinfo.ZoneInfo(name)
    return timezone(timedelta(hours=next((ZONES[name] for name in _ZONE_NAME.findall(text) if name in ZONES), 0)))


@functools.cache
def _regions() -> dict[str, str]:
    return {name.lower(): name for name in zoneinfo.available_timezones()}
