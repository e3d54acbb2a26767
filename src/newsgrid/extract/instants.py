"""Instants as machines write them: ISO 8601, RFC 5322, epochs, and the common deviations."""

from __future__ import annotations

import dataclasses
import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from newsgrid.extract.vocabulary import word_list

FIRST_YEAR, LAST_YEAR = 1985, 2100

_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ,]{1,3}(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s?([AaPp]\.?[Mm]\.?)?\s?(.{0,40}))?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?\s?(.{0,8}))?$")
_NUMERIC = re.compile(
    r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:[T ,|–-]{1,4}(?:[^\d\s]{1,4} )?(\d{1,2})[:.h](\d{2})(?::(\d{2}))?\s?([AaPp]\.?[Mm]\.?)?\s?(.{0,12}))?"
)
_JAVA = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d{2}):(\d{2}):(\d{2}) (\S{1,12}) (\d{4})")
# "Tue Mar 05 2024 06:30:00 GMT+0100", "March 5, 2024, 6:30 am ET", "Tuesday, 5 March 2024 - 06:30"
_ENGLISH = re.compile(
    r"(?:[A-Z][a-z]{2,8},?\s)?(?:([A-Z][a-z]{2,8})\.?\s(\d{1,2})(?:st|nd|rd|th)?|(\d{1,2})\s([A-Z][a-z]{2,8})\.?),?\s(\d{4})"
    r"(?:[\s,T-]{1,4}(?:at\s)?(\d{1,2}):(\d{2})(?::(\d{2}))?\s?([AaPp]\.?[Mm]\.?)?\s?(.{0,40}))?"
)
_MICROSOFT = re.compile(r"/Date\((\d{10,13})\)/")
_OFFSET = re.compile(r"(?:UTC|GMT|Z)?\s?([+-])(\d{1,2}):?(\d{2})?")
_ZONE_WORD = re.compile(r"([A-Za-z]{1,5})\b")
_ZONE_NAME = re.compile(r"\[?([A-Z][A-Za-z]{2,12}/[A-Z][A-Za-z_]{2,20}(?:/[A-Z][A-Za-z_]{2,20})?)")
_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 60, "cet": 60, "mez": 60, "wat": 60, "cest": 120, "mesz": 120, "sast": 120, "cat": 120, "eet": 120, "eest": 180,
    "eat": 180, "msk": 180, "trt": 180, "ist": 330, "wib": 420, "ict": 420, "sgt": 480, "hkt": 480, "cst": -360, "cdt": -300, "est": -300, "edt": -240,
    "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "jst": 540, "kst": 540, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780, "brt": -180, "art": -180,
}  # fmt: skip
# What people write all the year round stands for the summer's clock as well.
_ZONE_NAMES = {"et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles"}
_BUDDHIST = 543
_ENGLISH_MONTHS = {
    name: index + 1 for index, name in enumerate(word_list("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"))
}


@dataclasses.dataclass(frozen=True, slots=True)
class Instant:
    """A time as it was stated."""

    at: datetime
    """Aware, UTC. Without a stated zone, the clock's reading taken as UTC."""
    zoned: bool
    timed: bool
    """False: only a day was stated."""
    offset: timedelta | None = None


def parse_instant(text: object, *, month_first: bool = False) -> Instant | None:
    """Read a time written for machines, or a numeric date for people; None when it is none.

    `month_first` decides 4/5/2024; a number over 12 decides by itself. Years outside 1985 to 2100 are refused.
    """
    if isinstance(text, bool):
        return None
    stated = str(text).strip()[:80] if isinstance(text, (str, int, float)) else ""
    if not any(char.isdigit() for char in stated):
        return None
    for read in (_iso, _compact, _epoch, _numeric_month_first if month_first else _numeric, _java, _english, _mail):
        try:
            found = read(stated)
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
        if found is not None and FIRST_YEAR <= found.at.year <= LAST_YEAR:
            return found
    return None


def zone_of(text: str, at: datetime | None = None) -> timedelta | None:
    """Read an offset, a zone's abbreviation or its name (`Europe/Berlin`) at the start of a text; None when there is none.

    `at` is the clock's reading (its own zone does not count): a name has another offset in summer.
    """
    text = text.strip()
    if match := _OFFSET.match(text):
        sign = -1 if match.group(1) == "-" else 1
        offset = timedelta(hours=int(match.group(2)), minutes=int(match.group(3) or 0))
        return sign * offset if offset <= timedelta(hours=14) else None
    if match := _ZONE_NAME.match(text):
        return offset_in(match.group(1), at)
    if match := _ZONE_WORD.match(text):
        word = match.group(1).lower()
        minutes = _ZONES.get(word)
        return timedelta(minutes=minutes) if minutes is not None else offset_in(_ZONE_NAMES.get(word, ""), at)
    return None


def offset_in(zone: str, at: datetime | None) -> timedelta | None:
    """Give how far a zone's clock is ahead of UTC when it reads `at`; None for an unknown zone or without a reading."""
    if not zone or at is None:
        return None
    try:
        return at.replace(tzinfo=ZoneInfo(zone)).utcoffset()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def build_instant(
    year: int, month: int, day: int, clock: tuple[int, int, int] | None, zone: timedelta | None
) -> Instant:
    """Build an instant from its parts. Raises ValueError when there is no such day."""
    hour, minute, second = clock or (0, 0, 0)
    extra = timedelta(days=1) if hour == 24 else timedelta()
    at = (
        datetime(
            year, month, day, hour % 24, minute, min(second, 59), tzinfo=timezone(zone) if zone is not None else UTC
        )
        + extra
    )
    return Instant(at.astimezone(UTC), zone is not None, clock is not None, zone)


def _clock(hour: str | None, minute: str | None, second: str | None, half: str | None) -> tuple[int, int, int] | None:
    if hour is None or minute is None:
        return None
    number = int(hour)
    if half and half[0] in "pP" and number < 12:
        number += 12
    elif half and half[0] in "aA" and number == 12:
        number = 0
    return number, int(minute), int(second or 0)


def _iso(text: str) -> Instant | None:
    match = _ISO.match(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, half, rest = match.groups()
    return _built(year, month, day, _clock(hour, minute, second, half), rest)


def _compact(text: str) -> Instant | None:
    match = _COMPACT.match(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, rest = match.groups()
    return _built(year, month, day, _clock(hour, minute, second, None), rest)


def _built(year: str, month: str | int, day: str, clock: tuple[int, int, int] | None, rest: str | None) -> Instant:
    """Build an instant from its parts as they were written; years of the Buddhist era are counted as ours."""
    number = int(year) - _BUDDHIST if 2500 <= int(year) <= 2650 else int(year)
    reading = datetime(number, int(month), int(day), clock[0] % 24, clock[1], tzinfo=UTC) if clock else None
    return build_instant(number, int(month), int(day), clock, zone_of(rest or "", reading) if clock else None)


def _epoch(text: str) -> Instant | None:
    microsoft = _MICROSOFT.match(text)
    number = microsoft.group(1) if microsoft else text.split(".", maxsplit=1)[0]
    if not number.isdigit() or len(number) not in (10, 13):
        return None
    seconds = int(number) / (1000 if len(number) == 13 else 1)
    return Instant(datetime.fromtimestamp(seconds, UTC), True, True, timedelta())


def _numeric_month_first(text: str) -> Instant | None:
    return _numeric(text, month_first=True)


def _numeric(text: str, *, month_first: bool = False) -> Instant | None:
    match = _NUMERIC.search(text)
    if match is None:
        return None
    first, second, year = int(match.group(1)), int(match.group(2)), int(match.group(3))
    swap = second > 12 or (month_first and first <= 12 and "." not in match.group()[:6])
    day, month = (second, first) if swap else (first, second)
    return build_instant(year, month, day, _clock(*match.groups()[3:7]), zone_of(match.group(8) or ""))


def _java(text: str) -> Instant | None:
    match = _JAVA.match(text)
    if match is None:
        return None
    month, day, hour, minute, second, zone, year = match.groups()
    return build_instant(
        int(year), _ENGLISH_MONTHS[month], int(day), (int(hour), int(minute), int(second)), zone_of(zone)
    )


def _english(text: str) -> Instant | None:
    match = _ENGLISH.match(text)
    if match is None:
        return None
    before, day_after, day_before, after, year, hour, minute, second, half, rest = match.groups()
    month = _ENGLISH_MONTHS.get((before or after)[:3])
    if month is None:
        return None
    return _built(year, month, day_after or day_before, _clock(hour, minute, second, half), rest)


def _mail(text: str) -> Instant | None:
    at = parsedate_to_datetime(text)
    zoned = at.tzinfo is not None
    offset = at.utcoffset() if zoned else None
    return Instant((at if zoned else at.replace(tzinfo=UTC)).astimezone(UTC), zoned, ":" in text, offset)
