"""Instants as machines write them: ISO 8601, RFC 5322, epochs, and the common deviations."""

from __future__ import annotations

import dataclasses
import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from newsgrid.extract.vocabulary import word_list

FIRST_YEAR, LAST_YEAR = 1985, 2100

_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ,]{1,3}(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s?([AaPp]\.?[Mm]\.?)?\s?(.{0,12}))?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?\s?(.{0,8}))?$")
_NUMERIC = re.compile(
    r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:[T ,|–-]{1,4}(?:[^\d\s]{1,4} )?(\d{1,2})[:.h](\d{2})(?::(\d{2}))?\s?([AaPp]\.?[Mm]\.?)?\s?(.{0,12}))?"
)
_JAVA = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d{2}):(\d{2}):(\d{2}) (\S{1,12}) (\d{4})")
_OFFSET = re.compile(r"(?:UTC|GMT|Z)?\s?([+-])(\d{1,2}):?(\d{2})?")
_ZONE_WORD = re.compile(r"([A-Za-z]{1,5})\b")
_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 60, "cet": 60, "mez": 60, "wat": 60, "cest": 120, "mesz": 120, "sast": 120, "cat": 120, "eet": 120, "eest": 180,
    "eat": 180, "msk": 180, "trt": 180, "ist": 330, "wib": 420, "ict": 420, "sgt": 480, "hkt": 480, "cst": -360, "cdt": -300, "est": -300, "edt": -240, "et": -300,
    "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "jst": 540, "kst": 540, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780, "brt": -180, "art": -180,
}  # fmt: skip
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
    for read in (_iso, _compact, _epoch, _numeric_month_first if month_first else _numeric, _java, _mail):
        try:
            found = read(stated)
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
        if found is not None and FIRST_YEAR <= found.at.year <= LAST_YEAR:
            return found
    return None


def zone_of(text: str) -> timedelta | None:
    """Read an offset or a zone's abbreviation at the start of a text; None when there is none."""
    text = text.strip()
    if match := _OFFSET.match(text):
        sign = -1 if match.group(1) == "-" else 1
        offset = timedelta(hours=int(match.group(2)), minutes=int(match.group(3) or 0))
        return sign * offset if offset <= timedelta(hours=14) else None
    if match := _ZONE_WORD.match(text):
        minutes = _ZONES.get(match.group(1).lower())
        return timedelta(minutes=minutes) if minutes is not None else None
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
    return build_instant(int(year), int(month), int(day), _clock(hour, minute, second, half), zone_of(rest or ""))


def _compact(text: str) -> Instant | None:
    match = _COMPACT.match(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, rest = match.groups()
    return build_instant(int(year), int(month), int(day), _clock(hour, minute, second, None), zone_of(rest or ""))


def _epoch(text: str) -> Instant | None:
    number = text.split(".", maxsplit=1)[0]
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


def _mail(text: str) -> Instant | None:
    at = parsedate_to_datetime(text)
    zoned = at.tzinfo is not None
    offset = at.utcoffset() if zoned else None
    return Instant((at if zoned else at.replace(tzinfo=UTC)).astimezone(UTC), zoned, ":" in text, offset)
