"""Dates of feeds: in the two forms that are right at once, in their common variants, and written by hand."""

from __future__ import annotations

import functools
import re
from datetime import UTC, datetime, timedelta

from newsgrid.feeds.loose_dates import ZONES, read_loose_date

_ZONE = r"(Z|z|[A-Za-z]{1,5}|(?:GMT|UTC|UT)?\s*[+-]\d{1,2}(?::?\d{2})?)?"
_CLOCK = r"(\d{1,2})[:.]?(\d\d)(?:[:.]?(\d{1,2})(?:[.,](\d{1,9}))?)?"
_ISO = re.compile(
    rf"([1-9]\d{{3}})(?:-?(\d\d)(?:(?:-?(\d\d)|-(\d))(?:[Tt\s,_]+{_CLOCK}|(?<=\d{{8}}){_CLOCK})?)?)?\s*{_ZONE}"
)
_ISO_OTHER = re.compile(rf"([1-9]\d{{3}}-?(?:W\d\d-?[1-7]|\d{{3}}))(?:[Tt\s]+{_CLOCK}\s*{_ZONE})?")
_MAIL = re.compile(
    r"(?:[^\W\d_]{1,12}\.?\s*,?\s*)?(\d{1,2})[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4}|\d\d)(?:[,\s]+(\d{1,2}):(\d\d)(?::(\d{1,2})(?:\.\d{1,9})?)?)?\s*([AaPp][Mm])?\s*"
    + _ZONE
    + r"(?:\s*\([^)]*\))?"
)
_DAY = timedelta(days=1)
_EPOCH = re.compile(r"(?:@|/Date\()?(1\d{9})(?:\d{3})?(?:\.\d{1,9})?(?:[+-]\d{4})?(?:\)/)?")
"""Seconds or milliseconds since 1970, as JavaScript and Microsoft's JSON write them."""
_FULL_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_ENGLISH = {form: number for number, name in enumerate(_FULL_NAMES, 1) for form in (name, name[:3])} | {"sept": 9}
# Of what `datetime.fromisoformat` reads, that which means the same to `_iso` and `_mail`.
_USUAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)", re.ASCII)
_USUAL_MONTHS = {name[:3].title(): f"{number:02}" for number, name in enumerate(_FULL_NAMES, 1)}
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
    if epoch := _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(epoch.group(1)), UTC)
    found = (_iso(text) if text[:4].isdigit() else _mail(text)) or read_loose_date(text)
    return found if found and found.year >= 1970 else None


def _iso(text: str) -> datetime | None:
    if (match := _ISO.fullmatch(text)) and (not match.groups()[-1] or match.group(3) or match.group(4)):
        year, month, day, digit, *clock, zone = match.groups()
        hour, minute, second, fraction = clock[:4] if clock[0] else clock[4:]
        day = day or digit
        return _made(year, month or 1, day or 1, (hour, minute, second), zone, fraction)
    if match := _ISO_OTHER.fullmatch(text):
        stated, hour, minute, second, fraction, zone = match.groups()
        try:
            form = "%G-W%V-%u" if "W" in stated else "%Y-%j"
            stated = stated if "-" in stated else f"{stated[:4]}-{stated[4:7]}-{stated[7:]}".rstrip("-")
            moment = datetime.strptime(stated, form)  # noqa: DTZ007
        except ValueError:
            return None
        return _made(moment.year, moment.month, moment.day, (hour, minute, second), zone, fraction)
    return None


def _mail(text: str) -> datetime | None:
    match = _MAIL.fullmatch(text)
    if match:
        day, name, year, hour, minute, second, half, zone = match.groups()
        month = _ENGLISH.get(name.lower())
        if month is not None:
            return _made(_century(year), month, day, (_of_day(hour, half), minute, second), zone)
    return None


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
def _offset(zone: str | None) -> timedelta | None:
    """Give how far a zone is ahead of UTC; None for a name that is not known and for more than a day."""
    if not zone:
        return timedelta(0)
    sign = max(zone.find("+"), zone.find("-"))
    if sign < 0:
        hours = ZONES.get(zone.upper())
        return None if hours is None else timedelta(hours=hours)
    digits = zone[sign + 1 :].replace(":", "")
    size = (
        timedelta(hours=int(digits[:-2] or 0), minutes=int(digits[-2:]))
        if len(digits) > 2
        else timedelta(hours=int(digits))
    )
    return None if size >= _DAY else -size if zone[sign] == "-" else size


def _made(
    year: str | int,
    month: str | int,
    day: str | int,
    clock: tuple[str | int | None, ...],
    zone: str | None,
    fraction: str | None = None,
) -> datetime | None:
    hour, minute, second = (int(part or 0) for part in clock)
    ahead = _offset(zone)
    if ahead is None:
        return None
    try:
        # 24:00 is the next day's midnight; a leap second is the second before it.
        is_next = hour == 24 and not minute and not second
        micro = int((fraction or "0")[:6].ljust(6, "0"))
        moment = datetime(
            int(year), int(month), int(day), 0 if is_next else hour, minute, min(second, 59), micro, tzinfo=UTC
        )
        moment = moment - ahead if ahead else moment
        return moment + _DAY if is_next else moment
    except (ValueError, OverflowError):
        return None
