"""The words around numbers of a language: scales, hedges, units, currencies, measures. CLDR's names and a table of ours."""

from __future__ import annotations

import dataclasses
import functools
import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib import resources
from typing import Any

from babel import Locale, UnknownLocaleError

from newsgrid.annotate.timewords import first_word
from newsgrid.text import SPACELESS

CLDR_UNITS = {
    "concentr-percent": "percent", "length-kilometer": "km", "length-meter": "m", "length-centimeter": "cm", "length-mile": "mi",
    "area-hectare": "ha", "area-square-kilometer": "km2", "area-square-meter": "m2", "mass-kilogram": "kg", "mass-tonne": "t",
    "mass-metric-ton": "t", "volume-liter": "l", "temperature-celsius": "°C", "duration-hour": "hours", "duration-minute": "minutes",
    "duration-day": "days", "duration-week": "weeks", "duration-month": "months", "duration-year": "years",
    "speed-kilometer-per-hour": "km/h", "power-megawatt": "MW", "area-acre": "ac", "length-foot": "ft",
}  # fmt: skip
CURRENCIES = (
    "USD", "EUR", "GBP", "JPY", "CNY", "RUB", "ZAR", "KES", "THB", "EGP", "CHF", "INR", "NGN", "BRL", "MXN", "TRY", "UAH", "KRW", "SAR", "AED",
)  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases with their values, found where they begin."""

    by_first: dict[str, tuple[tuple[str, Any], ...]]
    spaceless: bool

    def at(self, low: str, position: int) -> tuple[int, Any] | None:
        """Give (end, value) of the longest phrase that begins here, as a whole word where words are divided."""
        if position >= len(low):
            return None
        key = low[position] if self.spaceless else first_word(low[position : position + 40])
        for phrase, value in self.by_first.get(key, ()):
            stop = position + len(phrase)
            if low.startswith(phrase, position) and (
                self.spaceless or not phrase[-1].isalnum() or not low[stop : stop + 1].isalnum()
            ):
                return stop, value
        return None


@dataclasses.dataclass(frozen=True, slots=True)
class FigureWords:
    """All words around numbers of a language."""

    language: str
    decimal: str
    noun: str
    spaceless: bool
    glue: bool
    numbers: Phrases
    scales: Phrases
    units: Phrases
    """Value: canonical unit, `percent`, or a currency's code."""
    measures: Phrases
    hedges: tuple[tuple[str, str], ...]
    """(phrase, sign), longest first."""
    before: tuple[tuple[str, str], ...]
    """Units that stand before the number."""
    skip: tuple[str, ...]
    stops: frozenset[str]


@functools.cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(resources.files("newsgrid.annotate").joinpath("data/figurewords.toml").read_text("utf-8"))


@functools.cache
def figure_words(language: str) -> FigureWords:
    """Give the words around numbers of a language (its base code); CLDR alone where the table has none."""
    base = language.split("-", maxsplit=1)[0].lower()
    table = _table().get(base, {})
    spaceless = base in SPACELESS
    common = _table()["und"]
    units = [
        *_cldr(base),
        *_pairs(common["money"]),
        *_pairs(common["units"]),
        *_pairs(table.get("money", "")),
        *_pairs(table.get("units", "")),
    ]
    units += [(p, "percent") for p in (*_list(table.get("percent", "")), "%", "٪", "％")]
    before = [
        *_pairs(common["money"]),
        ("r", "ZAR"),
        ("r$", "BRL"),
        ("hk$", "HKD"),
        ("a$", "AUD"),
        ("c$", "CAD"),
        *_pairs(table.get("before_money", "")),
    ]
    before += _pairs(table.get("before_units", "")) + [(p, "percent") for p in _list(table.get("before_percent", ""))]
    hedges = [
        (p, sign) for key, sign in (("more", ">"), ("less", "<"), ("about", "~")) for p in _list(table.get(key, ""))
    ]
    return FigureWords(
        base, table.get("decimal", ","), table.get("noun", "after"), spaceless, bool(table.get("glue")),
        _phrases(((p, float(v)) for key in ("crowds", "numbers") for p, v in _pairs(table.get(key, ""))), spaceless),
        _phrases(((p, float(v)) for p, v in _pairs(table.get("scales", ""))), spaceless),
        _phrases(units, spaceless),
        _phrases(((p, p) for p in _list(table.get("measures", ""))), spaceless),
        tuple(sorted(dict(hedges).items(), key=lambda h: -len(h[0]))),
        tuple(sorted(dict(before).items(), key=lambda h: -len(h[0]))),
        tuple(sorted(_list(table.get("skip", "")), key=len, reverse=True)),
        frozenset(_list(table.get("stops", ""))),
    )  # fmt: skip


def crowds(language: str) -> frozenset[str]:
    """Give the phrases of a language that tell a number only roughly ("dozens")."""
    base = language.split("-", maxsplit=1)[0].lower()
    return frozenset(phrase for phrase, _ in _pairs(_table().get(base, {}).get("crowds", "")))


def _list(text: str) -> list[str]:
    return [piece.strip() for piece in text.split(",") if piece.strip()]


def _pairs(text: str) -> list[tuple[str, str]]:
    return [(p.rpartition("=")[0].strip(), p.rpartition("=")[2].strip()) for p in _list(text)]


def _phrases(pairs: Iterable[tuple[str, Any]], spaceless: bool) -> Phrases:
    found: dict[str, dict[str, Any]] = {}
    for phrase, value in pairs:
        found.setdefault(phrase[0] if spaceless else first_word(phrase), {})[phrase] = value
    return Phrases({k: tuple(sorted(v.items(), key=lambda p: -len(p[0]))) for k, v in found.items()}, spaceless)


_HOLE = re.compile(r"\{0\}")


def _cldr(base: str) -> Iterator[tuple[str, str]]:
    """Give the names of units and currencies that CLDR has for a language."""
    try:
        locale = Locale.parse(base)
    except (UnknownLocaleError, ValueError):
        return
    for key, unit in CLDR_UNITS.items():
        patterns = locale._data["unit_patterns"].get(key, {})
        for pattern in dict(patterns.get("long", {})).values():
            phrase = _HOLE.sub("", str(pattern)).strip().lower()
            if isinstance(pattern, str) and phrase and "{" not in phrase:
                yield phrase, unit
    plurals = locale._data.get("currency_names_plural", {})
    for code in CURRENCIES:
        for name in {locale.currencies.get(code, ""), *dict(plurals.get(code, {})).values()}:
            if name and len(name) > 2:
                yield str(name).lower(), code
