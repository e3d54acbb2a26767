"""Arithmetic of days, weeks, months and years, and how a moment or a stretch of time is written."""

from __future__ import annotations

import calendar
from datetime import date

PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
"""Days of a month that "early", "mid" and "late" mean: thirds."""
FUTURE_FARTHER = 1.6
"""News tells of the past: a day ahead counts as this much farther than one behind, on TempEval-3's development articles."""
YEAR_PARTS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}


def safe_date(year: int, month: int, day: int) -> date | None:
    """Give the date, or None when the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def interval(first: date, last: date) -> str:
    """Write a stretch of days, both ends included."""
    return f"{first.isoformat()}/{last.isoformat()}"


def month_value(year: int, month: int, part: str = "") -> str:
    """Write a month, or a third of it."""
    last = calendar.monthrange(year, month)[1]
    if not part:
        return f"{year:04d}-{month:02d}"
    begin, end = PARTS[part]
    return interval(date(year, month, begin), date(year, month, min(end, last)))


def year_value(year: int, part: str = "") -> str:
    """Write a year, or a third of it."""
    if not part:
        return f"{year:04d}"
    first, last = YEAR_PARTS[part]
    return interval(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))


def add_months(day: date, months: int) -> date:
    """Give the same day so many months on, or the month's last when it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    year = min(max(year, 1), 9998)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_days(day: date, days: int) -> date:
    """Give the day so many days on, held inside what a date can be."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def unit_value(anchor: date, unit: str, offset: int, part: str = "") -> str:
    """Write the day, week, weekend, month, quarter, year or decade that lies `offset` units from the anchor's own."""
    if unit == "day":
        return add_days(anchor, offset).isoformat()
    if unit in ("week", "fortnight", "weekend"):
        monday = add_days(anchor, -anchor.weekday() + 7 * offset)
        first, last = {"weekend": (5, 6)}.get(unit, (0, 6))
        if part:
            first, last = {"early": (0, 1), "mid": (2, 3), "late": (4, 6)}[part]
        return interval(add_days(monday, first), add_days(monday, last))
    if unit == "month":
        moved = add_months(anchor.replace(day=1), offset)
        return month_value(moved.year, moved.month, part)
    if unit == "quarter":
        moved = add_months(anchor.replace(month=(anchor.month - 1) // 3 * 3 + 1, day=1), 3 * offset)
        return quarter_value(moved.year, (moved.month - 1) // 3 + 1)
    if unit == "decade":
        begin = anchor.year // 10 * 10 + 10 * offset
        return decade_value(begin)
    return year_value(min(max(anchor.year + offset, 1), 9998), part)


def decade_value(begin: int) -> str:
    """Write the ten years from `begin`."""
    return interval(date(begin, 1, 1), date(begin + 9, 12, 31))


def quarter_value(year: int, quarter: int) -> str:
    """Write a quarter of a year."""
    last = 3 * quarter
    return interval(date(year, last - 2, 1), date(year, last, calendar.monthrange(year, last)[1]))


def shifted_value(anchor: date, unit: str, count: int) -> str:
    """Write the moment `count` units from the anchor, as exactly as the unit is: "two days ago" a day, "two years ago" a year."""
    if unit in ("minute", "hour"):
        return add_days(anchor, count // 24 if unit == "hour" and abs(count) >= 24 else 0).isoformat()
    if unit == "day":
        return add_days(anchor, count).isoformat()
    if unit == "fortnight":
        return add_days(anchor, 14 * count).isoformat()
    if unit in ("week", "weekend"):
        return add_days(anchor, 7 * count).isoformat()
    if unit == "month":
        moved = add_months(anchor, count)
        return month_value(moved.year, moved.month)
    if unit == "quarter":
        moved = add_months(anchor, 3 * count)
        return month_value(moved.year, moved.month)
    return year_value(min(max(anchor.year + count * (10 if unit == "decade" else 1), 1), 9998))


def span_value(anchor: date, unit: str, count: int) -> str:
    """Write the stretch of the last (`count` below 0) or next units: "the past two weeks"."""
    days = {"day": 1, "week": 7, "fortnight": 14, "weekend": 7}.get(unit)
    if days:
        other = add_days(anchor, days * count)
    else:
        other = add_months(anchor, {"month": 1, "quarter": 3, "decade": 120}.get(unit, 12) * count)
    return interval(min(anchor, other), max(anchor, other))


def weekday_value(anchor: date, weekday: int, direction: int) -> date:
    """Give the weekday (1 Monday to 7) nearest the anchor, the anchor itself included: before it for -1, after it for 1."""
    ahead = (weekday - 1 - anchor.weekday()) % 7
    if ahead == 0:
        return anchor
    return add_days(anchor, ahead if direction > 0 else ahead - 7)


def weekday_in_week(anchor: date, weekday: int, weeks: int) -> date:
    """Give the weekday of the week that lies so many weeks from the anchor's."""
    return add_days(anchor, -anchor.weekday() + 7 * weeks + weekday - 1)


def year_of(month: int, day: int, anchor: date, direction: int, weekday: int = 0) -> date | None:
    """Give the day and month in the year nearest the anchor (days ahead count as farther unless the words point forward).

    On that weekday, when one is given and a year within 400 days has it.
    """
    years = range(max(1, anchor.year - 5), min(9998, anchor.year + 5) + 1)
    dates = [d for d in (safe_date(y, month, day) for y in years) if d]
    if weekday:
        dates = [d for d in dates if d.isoweekday() == weekday and abs((d - anchor).days) < 400] or dates
    farther = 1.0 if direction > 0 else FUTURE_FARTHER
    return min(dates, key=lambda d: abs((d - anchor).days) * (farther if d > anchor else 1.0)) if dates else None
