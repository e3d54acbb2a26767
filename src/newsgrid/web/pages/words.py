"""Times, numbers and names of languages and countries in the interface language (CLDR, through Babel)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_timedelta
from babel.lists import format_list
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

RELATIVE_S = 7 * 86400
"""Older times are shown as dates."""
_STEPS = ((3600, 60), (86400, 3600), (RELATIVE_S, 86400))
"""(up to this age, rounded to so many seconds): nobody needs to know the minute of yesterday."""
_MONTH = re.compile(r"(\d{4})-(\d\d)")


def stamp(value: datetime | None, zone: str = "UTC") -> str:
    """Give day and time of day in a time zone: `12 October 2023, 14:05`."""
    return format_datetime(value, "d MMMM y, HH:mm", zone_of(zone), _locale()) if value else ""


def long_day(value: datetime, zone: str = "UTC") -> str:
    """Give weekday and day in a time zone."""
    return format_datetime(value, "EEEE, d MMMM y", zone_of(zone), _locale())


def ago(value: datetime | None, zone: str = "UTC") -> SafeString:
    """Give a `<time>` that says how long ago it was, or the day when that is long; the whole time as its title."""
    if value is None:
        return SafeString("")
    age = max(0, int((timezone.now() - value).total_seconds()))
    local = value.astimezone(zone_of(zone))
    code = get_language() or "en"
    step = next((step for limit, step in _STEPS if age < limit), 0)
    words = _relative(max(60, age // step * step), code) if step else _short_day(local.date(), code)
    return mark_safe(  # noqa: S308 - nothing here came from outside but numbers
        f'<time datetime="{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" title="{local:%Y-%m-%d %H:%M} {escape(local.tzname())}">'
        f"{escape(words)}</time>"
    )


@functools.lru_cache(maxsize=2048)
def _relative(age_s: int, code: str) -> str:
    return str(format_timedelta(timedelta(seconds=-age_s), add_direction=True, locale=locale_of(code)))


@functools.lru_cache(maxsize=2048)
def _short_day(day: date, code: str) -> str:
    return str(format_date(day, "d MMM y", locale_of(code)))


def when(value: str) -> str:
    """Put an ISO 8601 day, month, year or instant into words; anything else stays as it is."""
    try:
        if len(value) > 10 and "/" not in value:
            return format_datetime(datetime.fromisoformat(value), "d MMMM y, HH:mm", locale=_locale())
        if len(value) == 10:
            return format_date(date.fromisoformat(value), "d MMMM y", _locale())
        month = _MONTH.fullmatch(value)
        if month:
            return format_date(date(int(month[1]), int(month[2]), 1), "MMMM y", _locale())
    except ValueError:
        return value
    return " – ".join(when(part) for part in value.split("/", 1)) if "/" in value and len(value) < 60 else value


def language_name(tag: str) -> str:
    """Name a BCP 47 language in the interface language; the tag itself when it has no name."""
    return _language_name(tag, get_language() or "en")


@functools.lru_cache(maxsize=2048)
def _language_name(tag: str, interface: str) -> str:
    locale = locale_of(interface)
    try:
        return Locale.parse(tag, sep="-").get_display_name(locale) or tag
    except (UnknownLocaleError, ValueError, TypeError):
        return str(locale.languages.get(tag.split("-", maxsplit=1)[0], tag))


def country_name(code: str) -> str:
    """Name a country in the interface language."""
    return str(_locale().territories.get(code.upper(), code))


def signed(value: float) -> str:
    """Write a term of a score with its sign and two decimals."""
    return f"{value:+.2f}".replace("-", "−")


def listed(names: Iterable[str]) -> SafeString:
    """Join names as the interface language does, each escaped and isolated."""
    parts = [f"<bdi>{escape(name)}</bdi>" for name in names]
    return mark_safe(format_list(parts, locale=_locale()))  # noqa: S308 - each part is escaped above


def language_list(tags: Iterable[str]) -> str:
    """Name languages, joined as the interface language does."""
    return format_list([language_name(tag) for tag in tags], locale=_locale())


def _locale() -> Locale:
    return locale_of(get_language() or "en")


@functools.lru_cache(maxsize=16)
def locale_of(code: str) -> Locale:
    """Give Babel's locale of an interface language."""
    return Locale.parse(code, sep="-")


@functools.lru_cache(maxsize=64)
def zone_of(name: str) -> ZoneInfo:
    """Give a time zone; UTC for a name that is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
