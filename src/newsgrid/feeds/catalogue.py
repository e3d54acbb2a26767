"""The bundled catalogue of news feeds: facts about publishers (name, address, home, language), searchable offline.

One file, `catalogue.jsonl.xz`, made by benchmarks/catalogue/build.py from public lists and from what was written down by hand; a row a
feed. Nothing was asked when it was bundled: `newsgrid catalogue check` asks the addresses.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import lzma
import math
from importlib.resources import files

from newsgrid.errors import NewsgridError
from newsgrid.model import Place
from newsgrid.text import fold

EARTH_KM = 6371.0088
AT_HOME_KM = 12.0
"""A publisher this near to the middle of a city is at home in it: its suburbs are towns of their own in the gazetteer."""
NEAR_KM = 120.0
"""As far as a city's people go for news of their surroundings."""

FEW = 6
"""A place with fewer sources than this is given the world's beside them."""


@dataclasses.dataclass(frozen=True, slots=True)
class CatalogueFeed:
    """A feed somebody could subscribe to."""

    name: str
    """The outlet's; its host where no list names it."""
    url: str
    site: str
    country: str
    """ISO 3166-1 alpha-2; empty when unknown."""
    city: str
    """Where the outlet is at home, in English; empty when unknown."""
    geonameid: int
    """Of the city; 0 when unknown."""
    point: tuple[float, float] | None
    """Latitude and longitude of the city, degrees."""
    language: str
    """BCP 47; empty when unknown."""
    category: str
    """One of CATEGORIES."""
    lists: int
    """How many public lists know the outlet."""
    verified: bool
    """Whether a public list has this address; False for those written down by hand or derived."""

    @property
    def is_general(self) -> bool:
        """Whether it tells the news, and not of one subject alone."""
        return self.category in GENERAL


GENERAL = frozenset({"local", "national", "world"})
CATEGORIES = (
    "local",
    "national",
    "world",
    "business",
    "culture",
    "environment",
    "health",
    "science",
    "sport",
    "technology",
)
"""`local`: of a city or region; `national`: of a country; `world`: for readers anywhere; the others are about one subject."""


@dataclasses.dataclass(frozen=True, slots=True)
class CatalogueHit:
    """A feed that was found, and how it belongs to the place that was asked for."""

    feed: CatalogueFeed
    nearness: str
    """`city`: at home there; `near`: within NEAR_KM; `country`: of its country; `world`: for readers anywhere; empty when no place was
    asked for."""
    distance_km: float | None = None
    """From the place to the outlet's home, where both are known."""


@functools.cache
def catalogue() -> tuple[CatalogueFeed, ...]:
    """Give the whole catalogue, by country and name; read once. Raises NewsgridError when the file is damaged."""
    data = (files("newsgrid.feeds") / "data" / "catalogue.jsonl.xz").read_bytes()
    try:
        return tuple(_feed(*json.loads(line)) for line in lzma.decompress(data).decode("utf-8").splitlines())
    except (lzma.LZMAError, ValueError, TypeError) as error:
        raise NewsgridError(f"The bundled catalogue of feeds cannot be read: {error}.") from error


def _feed(
    name: str,
    url: str,
    site: str,
    country: str,
    city: str,
    geonameid: int,
    point: list[float] | None,
    language: str,
    category: str,
    lists: int,
    verified: bool,
) -> CatalogueFeed:
    where = (point[0], point[1]) if point else None
    return CatalogueFeed(name, url, site, country, city, geonameid, where, language, category, lists, verified)


def search_catalogue(
    *,
    text: str = "",
    place: Place | None = None,
    country: str = "",
    languages: tuple[str, ...] = (),
    category: str = "",
    limit: int | None = None,
) -> list[CatalogueHit]:
    """Find feeds, all or the first `limit`; empty arguments do not restrict.

    `text`: every word stands in the outlet's name, address or city. `place`: first the outlets at home there, those of the city
    itself before those of the country, then those around it by their distance, then the rest of its country, news of other cities
    last. `country`: ISO 3166-1 alpha-2. `languages`: BCP 47; feeds of any of them (by the main part: `zh` finds `zh-Hant`).
    `category`: one of CATEGORIES; without one, feeds about a subject come last, and not at all where a place is asked for.
    Then by how many lists know the outlet, name and address.
    """
    words, land = fold(text).split(), (country or (place.country if place else "")).upper()
    spoken = {_main_part(language) for language in languages}
    found = []
    for feed in catalogue():
        if (category and feed.category != category) or (spoken and _main_part(feed.language) not in spoken):
            continue
        if words and not _has(feed, words):
            continue
        if land and feed.country != land:
            continue
        if place and not category and not feed.is_general:
            continue
        hit = _hit(feed, place)
        found.append((_rank(hit), -feed.lists, fold(feed.name), feed.url, hit))
    found.sort(key=lambda row: row[:4])
    return [row[4] for row in found[:limit]]


def propose_sources(place: Place, languages: tuple[str, ...] = (), limit: int = 20) -> list[CatalogueHit]:
    """Give what an edition of a city could begin with: its own publishers, those around it and those of its country.

    Local news of other cities is left out. A place with fewer than FEW gets the world's feeds beside them, in `languages`, else in
    those of its country's feeds, else in English.
    """
    found = search_catalogue(place=place, languages=languages)
    own = [hit for hit in found if hit.nearness != "country" or hit.feed.category != "local"][:limit]
    if len(own) < FEW:
        known = {hit.feed.url for hit in own}
        more = world_feeds(languages or languages_of(place.country) or ("en",))
        own += [hit for hit in more if hit.feed.url not in known][: min(limit, FEW) - len(own)]
    return own


def world_feeds(languages: tuple[str, ...], limit: int = 10) -> list[CatalogueHit]:
    """Give feeds for readers anywhere, in these languages, in their order: for places that have few of their own."""
    found: list[CatalogueHit] = []
    for language in languages:
        hits = search_catalogue(languages=(language,), category="world", limit=limit)
        found += [dataclasses.replace(hit, nearness="world") for hit in hits]
    return found[:limit]


def languages_of(country: str) -> tuple[str, ...]:
    """Give the languages of a country's own news in the catalogue (main parts), the commonest first."""
    counts: dict[str, int] = {}
    for feed in catalogue():
        if feed.country == country and feed.language and feed.category != "world":
            counts[_main_part(feed.language)] = counts.get(_main_part(feed.language), 0) + 1
    return tuple(sorted(counts, key=lambda code: (-counts[code], code)))


def _hit(feed: CatalogueFeed, place: Place | None) -> CatalogueHit:
    if place is None:
        return CatalogueHit(feed, "")
    if place.kind == "country" or feed.point is None:
        return CatalogueHit(feed, "country")
    if feed.geonameid == place.geonameid:
        return CatalogueHit(feed, "city", 0.0)
    away = _distance_km(feed.point, (place.latitude, place.longitude))
    if away <= AT_HOME_KM and feed.category == "local":
        return CatalogueHit(feed, "city", away)
    return CatalogueHit(feed, "near" if away <= NEAR_KM else "country", away)


_ORDER = {"city": 0, "near": 1, "country": 2, "": 2}


def _rank(hit: CatalogueHit) -> tuple[int, int, int]:
    """The nearer the better; in a city its own news first, in its country that for the whole of it, elsewhere the general first."""
    away = round((hit.distance_km or 0.0) / 10)
    if hit.feed.category == "local":
        return (
            (1, 0, away) if hit.nearness == "near" else (_ORDER[hit.nearness], 0 if hit.nearness == "city" else 1, away)
        )
    where = "country" if hit.nearness == "near" else hit.nearness
    if hit.feed.category == "national":
        return (_ORDER[where], 1 if where == "city" else 0, 0)
    return (_ORDER[where], 2 if hit.feed.is_general else 3, 0)


def _has(feed: CatalogueFeed, words: list[str]) -> bool:
    text = fold(f"{feed.name} {feed.url} {feed.site} {feed.city}")
    return all(word in text for word in words)


def _main_part(language: str) -> str:
    return language.partition("-")[0].lower()


def _distance_km(left: tuple[float, float], right: tuple[float, float]) -> float:
    """Great-circle distance (haversine)."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*left, *right))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))
