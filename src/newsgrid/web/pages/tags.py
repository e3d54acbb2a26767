"""Template filters: times, numbers and names of languages and countries in the interface language (CLDR, through Babel)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_timedelta
from babel.lists import format_list
from babel.numbers import format_decimal
from django import template
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

RELATIVE = timedelta(days=7)
"""Older times are shown as dates."""
_MONTH = re.compile(r"(\d{4})-(\d\d)")


def _locale() -> Locale:
    return _locale_of(get_language() or "en")


@functools.lru_cache(maxsize=16)
def _locale_of(code: str) -> Locale:
    return Locale.parse(code, sep="-")


@functools.lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


@register.filter
def stamp(value: datetime | None, zone: str = "UTC") -> str:
    """Give day and time of day in a time zone: `12 October 2023, 14:05`."""
    return format_datetime(value, "d MMMM y, HH:mm", _zone(zone), _locale()) if value else ""


@register.filter
def long_day(value: datetime, zone: str = "UTC") -> str:
    """Give weekday and day in a time zone."""
    return format_datetime(value, "EEEE, d MMMM y", _zone(zone), _locale())


@register.simple_tag
def ago(value: datetime | None, zone: str = "UTC") -> SafeString:
    """Give a `<time>` that says how long ago it was, or the day when that is long; the whole time as its title."""
    if value is None:
        return SafeString("")
    age = timezone.now() - value
    if age < RELATIVE:
        seconds = -max(60, int(age.total_seconds()))
        words = format_timedelta(timedelta(seconds=seconds), add_direction=True, locale=_locale())
    else:
        words = format_datetime(value, "d MMM y", _zone(zone), _locale())
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', value.astimezone(UTC).isoformat(), stamp(value, zone), words
    )


@register.filter
def when(value: str) -> str:
    """Put an ISO 8601 day, month, year or instant into words; anything else stays as it is."""
    try:
        if len(value) > 10:
            return format_datetime(datetime.fromisoformat(value), "d MMMM y, HH:mm", locale=_locale())
        if len(value) == 10:
            return format_date(date.fromisoformat(value), "d MMMM y", _locale())
        month = _MONTH.fullmatch(value)
        if month:
            return format_date(date(int(month[1]), int(month[2]), 1), "MMMM y", _locale())
    except ValueError:
        return value
    return value


@register.filter
def language_name(tag: str) -> str:
    """Name a BCP 47 language in the interface language; the tag itself when it has no name."""
    return _language_name(tag, get_language() or "en")


@functools.lru_cache(maxsize=2048)
def _language_name(tag: str, interface: str) -> str:
    locale = _locale_of(interface)
    try:
        return Locale.parse(tag, sep="-").get_display_name(locale) or tag
    except (UnknownLocaleError, ValueError, TypeError):
        return str(locale.languages.get(tag.split("-")[0], tag))


@register.filter
def country_name(code: str) -> str:
    """Name a country in the interface language."""
    return str(_locale().territories.get(code.upper(), code))


@register.filter
def number(value: float) -> str:
    """Write a whole number."""
    return format_decimal(value, locale=_locale())


@register.filter
def signed(value: float) -> str:
    """Write a term of a score with its sign and two decimals."""
    return format_decimal(value, "+0.00;-0.00", locale=_locale())


@register.filter
def listed(names: Iterable[str]) -> SafeString:
    """Join names as the interface language does, each escaped and isolated."""
    parts = [f"<bdi>{conditional_escape(name)}</bdi>" for name in names]
    return mark_safe(format_list(parts, locale=_locale()))  # noqa: S308 - each part is escaped above


@register.filter
def language_list(tags: Iterable[str]) -> str:
    """Name languages, joined as the interface language does."""
    return format_list([language_name(tag) for tag in tags], locale=_locale())
