"""Dates of feeds, in the formats that are right and the ones that are merely common."""

from __future__ import annotations

import functools
import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

_ISO = re.compile(
    r"^(\d{4})-?(\d\d)-?(\d\d)(?:[Tt\s]+(\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?$"
)
_NUMERIC = re.compile(
    r"^(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:[,\s]+(\d{1,2}):(\d\d)(?::(\d\d))?)?\s*([+-]\d\d:?\d\d|GMT|UTC|Z)?$"
)
_ZONES = {"EDT": -4, "EST": -5, "CDT": -5, "CST": -6, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3,
          "BST": 1, "IST": 5.5, "SAST": 2, "EAT": 3, "WAT": 1, "CAT": 2, "JST": 9, "KST": 9, "HKT": 8, "SGT": 8, "ICT": 7, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13}  # fmt: skip
_ZONE_AT_END = re.compile(r"\b([A-Z]{3,4})$")
# Month names publishers write in their own language into RFC 822 dates, by their first letters.
_MONTHS = {
    "janv": "Jan", "févr": "Feb", "fevr": "Feb", "fév": "Feb", "mars": "Mar", "avr": "Apr", "mai": "May", "juin": "Jun", "juil": "Jul", "août": "Aug", "aout": "Aug",
    "sept": "Sep", "déc": "Dec", "mär": "Mar", "mrz": "Mar", "okt": "Oct", "dez": "Dec", "ene": "Jan", "abr": "Apr", "ago": "Aug", "dic": "Dec", "fev": "Feb",
    "set": "Sep", "out": "Oct", "gen": "Jan", "mag": "May", "giu": "Jun", "lug": "Jul", "ott": "Oct", "янв": "Jan", "фев": "Feb", "мар": "Mar", "апр": "Apr",
    "мая": "May", "май": "May", "июн": "Jun", "июл": "Jul", "авг": "Aug", "сен": "Sep", "окт": "Oct", "ноя": "Nov", "дек": "Dec",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]{3,}\.?")


@functools.lru_cache(maxsize=4096)
def read_date(text: str) -> datetime | None:
    """Read a date as UTC; without a zone it is taken as UTC; None for what is no date or lies outside 1970 to 9999.

    ISO 8601 (RFC 3339), RFC 822/2822 with right or wrong weekdays, zone names and months in other languages, and
    day.month.year. Ambiguous numeric dates are read day first.
    """
    text = " ".join(text.split())[:80]
    if not text:
        return None
    found = _iso(text) or _mail(text) or _mail(_english(text)) or _numeric(text)
    return found if found and found.year >= 1970 else None


def _iso(text: str) -> datetime | None:
    match = _ISO.match(text)
    if not match:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    micro = int((fraction or "0")[:6].ljust(6, "0"))
    return _made(
        int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), micro, _offset(zone)
    )


def _mail(text: str) -> datetime | None:
    zone = _ZONE_AT_END.search(text)
    if zone and zone.group(1) in _ZONES:
        hours = _ZONES[zone.group(1)]
        sign = "-" if hours < 0 else "+"
        text = f"{text[: zone.start()]}{sign}{int(abs(hours)):02d}{int(abs(hours) % 1 * 60):02d}"
    try:
        parts = parsedate_tz(text)
    except (ValueError, IndexError, TypeError):
        return None
    if parts is None:
        return None
    return _made(*parts[:6], 0, timedelta(seconds=parts[9] or 0))


def _english(text: str) -> str:
    return _WORD.sub(lambda m: _month(m.group()), text)


def _month(word: str) -> str:
    low = word.casefold().rstrip(".")
    return next((english for start, english in _MONTHS.items() if low.startswith(start)), word)


def _numeric(text: str) -> datetime | None:
    match = _NUMERIC.match(text)
    if not match:
        return None
    day, month, year, hour, minute, second, zone = match.groups()
    if int(month) > 12 and int(day) <= 12:
        day, month = month, day
    return _made(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), 0, _offset(zone))


def _offset(zone: str | None) -> timedelta:
    if not zone or zone[0] not in "+-":
        return timedelta(0)
    digits = zone[1:].replace(":", "")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4] or 0))
    return -size if zone[0] == "-" else size


def _made(
    year: int, month: int, day: int, hour: int, minute: int, second: int, micro: int, offset: timedelta
) -> datetime | None:
    try:
        # 24:00 is the next day's midnight; a leap second is the second before it.
        extra = timedelta(days=1) if hour == 24 and not minute and not second else timedelta(0)
        zone = timezone(offset)
        moment = datetime(year, month, day, 0 if extra else hour, minute, min(second, 59), micro, tzinfo=zone)
        return (moment + extra).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
