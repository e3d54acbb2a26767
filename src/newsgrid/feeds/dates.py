"""Dates of feeds, in the formats that are right and the ones that are merely common."""

from __future__ import annotations

import functools
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_tz

_ZONE = r"(Z|z|[A-Za-z]{1,5}|(?:GMT|UTC|UT)?\s*[+-]\d{1,2}(?::?\d{2})?)?"
_ISO = re.compile(
    r"([1-9]\d{3})(?:-?(\d\d)(?:-?(\d\d)(?:[Tt\s,_]+(\d{1,2})[:.]?(\d\d)(?:[:.]?(\d{1,2})(?:[.,](\d{1,9}))?)?)?)?)?\s*"
    + _ZONE
)
_YEAR_FIRST = re.compile(
    r"([1-9]\d{3})[./-](\d{1,2})[./-](\d{1,2})(?:[T,\s]+(\d{1,2}):(\d\d)(?::(\d{1,2})(?:[.,](\d{1,9}))?)?)?\s*" + _ZONE
)
_MAIL = re.compile(
    r"(?:[^\W\d_]{1,12}\.?\s*,?\s*)?(\d{1,2})[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4}|\d\d)(?:[,\s]+(\d{1,2}):(\d\d)(?::(\d{1,2})(?:\.\d{1,9})?)?)?\s*([AaPp][Mm])?\s*"
    + _ZONE
    + r"(?:\s*\([^)]*\))?"
)
_MONTH_FIRST = re.compile(
    r"(?:[A-Za-z]{3,9}\.?,?\s+)?([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:[,\s]+(?:at\s+)?(\d{1,2}):(\d\d)(?::(\d{1,2}))?)?\s*([AaPp][Mm])?\s*"
    + _ZONE
)
_NUMERIC = re.compile(
    r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:[T,\s]+(\d{1,2}):(\d\d)(?::(\d{1,2}))?)?\s*([AaPp][Mm])?\s*" + _ZONE
)
_EAST_ASIAN = re.compile(
    r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?(?:.{0,6}?(\d{1,2})\s*[:時时시]\s*(\d{1,2}))?"
)
_DAY = timedelta(days=1)
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_ZONES = {"EDT": -4, "EST": -5, "CDT": -5, "CST": -6, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8, "AKST": -9, "AKDT": -8, "HST": -10, "AST": -4, "ADT": -3,
          "NST": -3.5, "NDT": -2.5, "BRT": -3, "ART": -3, "CLT": -4, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3,
          "MSK": 3, "MSD": 4, "TRT": 3, "BST": 1, "IST": 5.5, "PKT": 5, "NPT": 5.75, "SAST": 2, "EAT": 3, "WAT": 1, "CAT": 2, "JST": 9, "KST": 9, "HKT": 8,
          "SGT": 8, "PHT": 8, "MYT": 8, "ICT": 7, "WIB": 7, "WITA": 8, "WIT": 9, "AWST": 8, "ACST": 9.5, "AEST": 10, "AET": 10, "AEDT": 11, "NZST": 12,
          "NZDT": 13, "ET": -5, "CT": -6, "MT": -7, "PT": -8}  # fmt: skip
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH = {name: number for number, name in enumerate(_NAMES, 1)}
# Month names publishers write in their own language into RFC 822 dates, by their first letters.
_MONTHS = {
    "janv": 1, "févr": 2, "fevr": 2, "fév": 2, "mars": 3, "avr": 4, "mai": 5, "juin": 6, "juil": 7, "août": 8, "aout": 8, "sept": 9, "déc": 12, "jän": 1, "mär": 3,
    "mrz": 3, "maa": 3, "mrt": 3, "mei": 5, "maj": 5, "okt": 10, "dez": 12, "ene": 1, "abr": 4, "ago": 8, "dic": 12, "fev": 2, "set": 9, "out": 10, "gen": 1,
    "mag": 5, "giu": 6, "lug": 7, "ott": 10, "янв": 1, "фев": 2, "мар": 3, "апр": 4, "мая": 5, "май": 5, "июн": 6, "июл": 7, "авг": 8, "сен": 9, "окт": 10,
    "ноя": 11, "дек": 12, "oca": 1, "şub": 2, "nis": 4, "haz": 6, "tem": 7, "ağu": 8, "eyl": 9, "eki": 10, "kas": 11, "ara": 12, "sty": 1, "lut": 2, "kwi": 4,
    "cze": 6, "lip": 7, "sie": 8, "wrz": 9, "paź": 10, "lis": 11, "gru": 12, "ian": 1, "iun": 6, "iul": 7, "noi": 11, "jui": 7, "des": 12, "mag.": 5,
    "ม.ค": 1, "ก.พ": 2, "มี.ค": 3, "เม.ย": 4, "พ.ค": 5, "มิ.ย": 6, "ก.ค": 7, "ส.ค": 8, "ก.ย": 9, "ต.ค": 10, "พ.ย": 11, "ธ.ค": 12,
    "يناير": 1, "فبراير": 2, "مارس": 3, "أبريل": 4, "ابريل": 4, "مايو": 5, "يونيو": 6, "يوليو": 7, "أغسطس": 8, "اغسطس": 8, "سبتمبر": 9, "أكتوبر": 10, "اكتوبر": 10,
    "نوفمبر": 11, "ديسمبر": 12,
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_][\w.\u0300-\u036f\u0e30-\u0e4e]{2,}")

# Of what `datetime.fromisoformat` reads, that which means the same to `_iso` and `_mail`.
_USUAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)", re.ASCII)
_USUAL_MONTHS = {name.title(): f"{number:02}" for name, number in _ENGLISH.items()}
_USUAL_ZONES = {"GMT": "Z", "UTC": "Z"}


def read_date(text: str) -> datetime | None:
    """Read a date as UTC; without a zone it is taken as UTC; None for what is no date or lies outside 1970 to 9999.

    ISO 8601 (RFC 3339) with its parts left out, RFC 822/2822 with right or wrong weekdays, zone names and months in other
    languages, month-day-year in words, seconds since 1970, and numeric dates, which are read day first where both are
    possible.
    """
    words = text[:200].split()
    if not words:
        return None
    return _usual(words) or _any(" ".join(words)[:80])


def _usual(words: list[str]) -> datetime | None:
    """Read the two forms that nearly all feeds write, where they are exactly as they should be."""
    if len(words) == 1:
        stated = words[0]
    elif len(words) == 6 and len(words[4]) == 8 and words[0][-1] == "," and words[0][:-1].isalpha():
        _, day, name, year, clock, zone = words
        stated = f"{year}-{_USUAL_MONTHS.get(name)}-{day:>02}T{clock}{_USUAL_ZONES.get(zone, zone)}"
    else:
        return None
    if not _USUAL.fullmatch(stated):
        return None
    try:
        moment = datetime.fromisoformat(stated)
        moment = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment.year >= 1970 else None


@functools.lru_cache(maxsize=4096)
def _any(text: str) -> datetime | None:
    is_iso = text[:4].isdigit()
    found = (
        (_iso(text) if is_iso else _mail(text))
        or _month_first(text)
        or _numeric(text)
        or _others(text)
        or _lenient(text)
    )
    if found is None and (english := _in_english(text)) != text:
        found = _mail(english) or _month_first(english)
    return found if found and found.year >= 1970 else None


def _iso(text: str) -> datetime | None:
    match = _ISO.fullmatch(text) or _YEAR_FIRST.fullmatch(text)
    if not match:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    if not month and zone:
        return None
    micro = int((fraction or "0")[:6].ljust(6, "0"))
    return _made(year, month or 1, day or 1, (hour, minute, second), zone, micro=micro)


def _mail(text: str) -> datetime | None:
    match = _MAIL.fullmatch(text)
    if match:
        day, name, year, hour, minute, second, half, zone = match.groups()
        month = _ENGLISH.get(name[:3].lower())
        if month is not None:
            return _made(_century(year), month, day, (_of_day(hour, half), minute, second), zone)
    return None


def _lenient(text: str) -> datetime | None:
    """Read what the standard library makes of a date in RFC 2822's manner."""
    if not text.isascii():
        return None
    try:
        parts = parsedate_tz(text)
    except (ValueError, IndexError, TypeError):
        return None
    if parts is None or parts[9] is None:
        return None
    return _made(parts[0], parts[1], parts[2], parts[3:6], None, offset=timedelta(seconds=parts[9]))


def _month_first(text: str) -> datetime | None:
    match = _MONTH_FIRST.fullmatch(text)
    if not match:
        return None
    name, day, year, hour, minute, second, half, zone = match.groups()
    month = _ENGLISH.get(name[:3].lower())
    return None if month is None else _made(year, month, day, (_of_day(hour, half), minute, second), zone)


def _numeric(text: str) -> datetime | None:
    match = _NUMERIC.fullmatch(text)
    if not match:
        return None
    day, month, year, hour, minute, second, half, zone = match.groups()
    # Only America writes the month first, and a clock of twice twelve hours.
    if (int(month) > 12 and int(day) <= 12) or (half and int(day) <= 12):
        day, month = month, day
    return _made(year, month, day, (_of_day(hour, half), minute, second), zone)


def _others(text: str) -> datetime | None:
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    match = _EAST_ASIAN.search(text)
    if not match:
        return None
    year, month, day, hour, minute = match.groups()
    return _made(year, month, day, (hour, minute, 0), None)


def _in_english(text: str) -> str:
    return _WORD.sub(lambda m: _month(m.group()), text)


def _month(word: str) -> str:
    low = word.casefold()
    number = next((number for start, number in _MONTHS.items() if low.startswith(start)), 0)
    return _NAMES[number - 1] if number else word


def _century(year: str) -> int:
    """Two digits as RFC 2822, 4.3 reads them."""
    number = int(year)
    return number if len(year) > 2 else number + (2000 if number < 50 else 1900)


def _of_day(hour: str | None, half: str | None) -> int:
    number = int(hour or 0)
    if not half or not 1 <= number <= 12:
        return number
    return number % 12 + (12 if half.lower() == "pm" else 0)


@functools.lru_cache(maxsize=256)
def _offset(zone: str | None) -> timedelta:
    if not zone:
        return timedelta(0)
    sign = max(zone.find("+"), zone.find("-"))
    if sign < 0:
        return timedelta(hours=_ZONES.get(zone.upper(), 0))
    digits = zone[sign + 1 :].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    size = timedelta(hours=int(hours), minutes=int(minutes))
    return -size if zone[sign] == "-" else size


def _made(
    year: str | int,
    month: str | int,
    day: str | int,
    clock: tuple[str | int | None, ...],
    zone: str | None,
    *,
    micro: int = 0,
    offset: timedelta | None = None,
) -> datetime | None:
    hour, minute, second = (int(part or 0) for part in clock)
    try:
        # 24:00 is the next day's midnight; a leap second is the second before it.
        is_next = hour == 24 and not minute and not second
        moment = datetime(
            int(year), int(month), int(day), 0 if is_next else hour, minute, min(second, 59), micro, tzinfo=UTC
        )
        ahead = _offset(zone) if offset is None else offset
        if not -_DAY < ahead < _DAY:
            return None
        moment = moment - ahead if ahead else moment
        return moment + _DAY if is_next else moment
    except (ValueError, OverflowError):
        return None
