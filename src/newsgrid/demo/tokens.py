"""Days written out in the language of an article, so that the demo world is always fresh."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time

# Every brace of a text must be part of a token; a misspelt one must not reach a page.
_BRACES = re.compile(r"\{([^{}]{0,40})\}|[{}]")
_TOKEN = re.compile(r"(weekday|date)(?:([+-])(\d{1,2}))?")

# In these languages the bare code means a press that writes dates otherwise than ours does (en: "October 12").
_LOCALES = {"en": "en_GB", "pt": "pt_PT", "ar": "ar_EG", "zh": "zh_Hans_CN"}

_THAI_ERA_OFFSET = 543  # Thai papers count years from the Buddhist era.


class TokenError(ValueError):
    """A text holds a brace that is no token."""


def fill_tokens(text: str, day: date, language: str) -> str:
    """Replace `{weekday}`, `{weekday-1}`, `{date}`, `{date+3}` by days counted from `day`, in that language.

    Raises `TokenError` for any other use of braces.
    """

    def written(match: re.Match[str]) -> str:
        token = _TOKEN.fullmatch(match.group(1) or "")
        if token is None:
            raise TokenError(
                f"{match.group(0)!r} is no token; allowed are {{weekday}}, {{weekday-1}}, {{date}}, {{date+3}}"
            )
        what, sign, days = token.groups()
        shift = timedelta(days=int(days or 0) * (-1 if sign == "-" else 1))
        return name_weekday(day + shift, language) if what == "weekday" else name_day(day + shift, language)

    return _BRACES.sub(written, text)


def name_weekday(day: date, language: str) -> str:
    """Write the full weekday of a day, as it stands inside a sentence."""
    return format_date(day, "EEEE", locale=_locale(language))


def name_day(day: date, language: str) -> str:
    """Write the day and the month of a day, without the year."""
    if language == "fr" and day.day == 1:
        return "1er " + format_date(day, "MMMM", locale=_locale(language))
    if language == "zu":
        # CLDR puts the month first, as no isiZulu paper does.
        return format_date(day, "d MMMM", locale=_locale(language))
    return format_skeleton("MMMMd", day, locale=_locale(language))


def write_moment(moment: datetime, zone: tzinfo, language: str) -> str:
    """Write day, month, year and time of day on the clock of a zone, as a page prints them."""
    local = moment.astimezone(zone)
    locale = _locale(language)
    if language == "th":
        return f"{name_day(local.date(), language)} {local.year + _THAI_ERA_OFFSET} {local:%H:%M} น."
    long = format_date(local.date(), "long", locale=locale)
    return f"{long} {format_time(local.time(), 'HH:mm', locale=locale)}"


@lru_cache(maxsize=32)
def _locale(language: str) -> Locale:
    return Locale.parse(_LOCALES.get(language, language))
