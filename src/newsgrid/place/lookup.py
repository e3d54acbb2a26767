"""Asking the gazetteer by name, by point, and for names to show."""

from __future__ import annotations

import functools
import math
from pathlib import Path

import numpy as np
from babel import Locale, UnknownLocaleError

from newsgrid.model import Place
from newsgrid.place.gazetteer import BARE, DATA, MAIN, Entry, gazetteer
from newsgrid.place.keys import key_of

EARTH_KM = 6371.0088
SHOWN = frozenset({"ar", "ru", "th", "zh"})
"""Languages in which towns have names of their own to show; countries have them in all of CLDR's."""
_KIND_WEIGHT = {"country": 3.0, "region": 1.0, "city": 1.0, "area": 0.0}


def lookup(query: str, *, country: str = "") -> list[Place]:
    """Give the places a query can mean, the likeliest first; empty when there is none.

    A query is a name in any language and script, alone or followed by a country or region after a comma: `Johannesburg`,
    `Johannesburg, ZA`, `Springfield, Illinois, US`. `country` (ISO 3166-1 alpha-2, or a name) limits the answer.
    """
    if len(query) > 300:
        return []
    parts = [part.strip() for part in query.split(",") if part.strip()]
    if not parts:
        return []
    limits = [*parts[1:], *([country] if country else [])]
    table = gazetteer()
    found = [e for e in table.holders([key_of(parts[0])])[0] if e.standing != BARE]
    for limit in limits:
        # A city's name limits only where no country or region has it: Wyoming is also a town in Michigan.
        found = [e for e in found if _within(e, limit)] or [e for e in found if _beside(e, limit)]
    found.sort(key=_weight, reverse=True)
    return [table.place(e.index) for e in found]


def suggest(query: str, *, limit: int = 3) -> list[Place]:
    """Give the cities whose name differs from a query's by one letter (left out, added, changed, or two in the wrong order).

    The likeliest first. For queries of 4 to 40 letters, what stands after a comma limits as in `lookup`.
    """
    name, _, rest = query.partition(",")
    key = key_of(name)
    if not 4 <= len(key) <= 40:
        return []
    limits = [part for part in (piece.strip() for piece in rest.split(",")) if part]
    table = gazetteer()
    found = {
        entry.id: entry
        for entries in table.holders(sorted(_one_off(key)))
        for entry in entries
        if entry.kind == "city" and entry.standing != BARE and all(_within(entry, limit) for limit in limits)
    }
    return [table.place(e.index) for e in sorted(found.values(), key=_weight, reverse=True)[:limit]]


def _one_off(key: str) -> set[str]:
    letters = sorted({*"abcdefghijklmnopqrstuvwxyz ", *key})
    cuts = [(key[:at], key[at:]) for at in range(len(key) + 1)]
    made = {left + right[1:] for left, right in cuts if right}
    made |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    made |= {left + letter + right for left, right in cuts for letter in letters}
    made |= {left + letter + right[1:] for left, right in cuts if right for letter in letters}
    return made - {key}


def full_name(place: Place) -> str:
    """Give a city's English name with its country, and its region where its country has another of that name: `lookup` finds it."""
    region = _region_name(place)
    namesakes = [found for found in lookup(place.name, country=place.country) if found.kind == "city"]
    is_alone = all(found.region == place.region or found.name != place.name for found in namesakes)
    if not region or (is_alone and namesakes and namesakes[0].geonameid == place.geonameid):
        return f"{place.name}, {place.country}"
    return f"{place.name}, {region}, {place.country}"


def _region_name(place: Place) -> str:
    """Give the English name of the first-level region a place lies in; its code where that has no name, empty without a region."""
    table = gazetteer()
    code = f"{place.country}.{place.region}"
    if not place.region or code not in table.regions:
        return ""
    row = table.region_rows.get(table.regions.index(code))
    return place.region if row is None else table.name(row)


def _weight(entry: Entry) -> float:
    return _KIND_WEIGHT[entry.kind] + math.log10(entry.population + 10) + (0.5 if entry.standing == MAIN else 0.0)


def _within(entry: Entry, limit: str) -> bool:
    """Say whether an entry lies in what a limit names: a country's code or name, a region's code or name."""
    table = gazetteer()
    code = limit.strip().upper()
    if entry.country == code:
        return True
    region = table.regions[entry.region]
    if region and region == f"{entry.country}.{code}":
        return True
    for holder in table.holders([key_of(limit)])[0]:
        if holder.kind == "country" and holder.country == entry.country:
            return True
        if holder.kind == "region" and holder.region and holder.region == entry.region:
            return True
    return False


def _beside(entry: Entry, limit: str) -> bool:
    """Say whether an entry lies in the same region as a city of that name."""
    cities = (h for h in gazetteer().holders([key_of(limit)])[0] if h.kind == "city")
    return any(city.region and city.region == entry.region for city in cities)


def nearest(latitude: float, longitude: float) -> Place | None:
    """Give the town nearest to a point, in degrees; None for a point that is none. Some 3 ms."""
    if not (math.isfinite(latitude) and math.isfinite(longitude)) or abs(latitude) > 90:
        return None
    table = gazetteer()
    lat, lon = math.radians(latitude), math.radians(longitude)
    point = np.array([math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)], dtype=np.float32)
    close = table.points() @ point
    close[table.kinds() != 3] = -2
    return table.place(int(close.argmax()))


def timezone_of(place: Place) -> str:
    """Give the IANA time zone of a place (`Africa/Johannesburg`); empty when it is not known (a sea)."""
    table = gazetteer()
    row = table.row_of(place.geonameid)
    if row is not None and table.entry(row).timezone:
        return table.timezones[table.entry(row).timezone]
    if place.country in table.country_rows:
        return table.timezones[table.entry(table.country_rows[place.country]).timezone]
    return ""


def name_in(place: Place, language: str) -> str:
    """Give a place's name in a language, in English where we know no other."""
    if place.kind == "country":
        return country_name(place.country, language) or place.name
    base = language.partition("-")[0]
    return _shown(base).get(place.geonameid, place.name) if base in SHOWN else place.name


def country_name(code: str, language: str) -> str:
    """Give a country's name in a language (CLDR), in English when CLDR lacks the language; empty for an unknown code."""
    locale = _locale(language) or _locale("en")
    english = _locale("en")
    if locale is None or english is None:
        return ""
    name: str = locale.territories.get(code.upper()) or english.territories.get(code.upper()) or ""
    return name


@functools.lru_cache(maxsize=128)
def _locale(language: str) -> Locale | None:
    for tag in (language, language.partition("-")[0]):
        try:
            return Locale.parse(tag, sep="-")
        except (ValueError, TypeError, UnknownLocaleError):
            continue
    return None


@functools.cache
def _shown(language: str) -> dict[int, str]:
    lines = Path(DATA / f"names.{language}.tsv").read_text("utf-8").splitlines()
    return {int(number): name for number, _, name in (line.partition("\t") for line in lines)}


def distance_km(left: Place | Entry, right: Place | Entry) -> float:
    """Give the great-circle distance of two places in km (haversine)."""
    lat1, lon1, lat2, lon2 = map(math.radians, (left.latitude, left.longitude, right.latitude, right.longitude))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))
