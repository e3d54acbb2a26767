"""The bundled catalogue of news feeds: facts about publishers (name, address, home, language), searchable offline.

Two files: `catalogue.jsonl.xz`, chosen by benchmarks/catalogue/build.py from public lists, and `local.toml`, written by hand for cities the
lists leave thin. Nothing was checked when it was bundled; `newsgrid catalogue check` asks the addresses.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import lzma
import tomllib
from importlib.resources import files

from newsgrid.text import canonical_address, fold


@dataclasses.dataclass(frozen=True, slots=True)
class CatalogueFeed:
    """A feed somebody could subscribe to."""

    name: str
    url: str
    site: str
    country: str
    """ISO 3166-1 alpha-2; empty when unknown."""
    city: str
    language: str
    """BCP 47; empty when unknown."""
    category: str
    verified: bool
    """Whether a public list stated it; False for those written down from memory."""


@functools.cache
def catalogue() -> tuple[CatalogueFeed, ...]:
    """Give the whole catalogue, by country and name; read once. An address that both files have is the hand-written one's."""
    data = files("newsgrid.feeds") / "data"
    by_hand = [_feed(row, verified=False) for row in tomllib.loads((data / "local.toml").read_text("utf-8"))["feeds"]]
    listed = [
        _feed(json.loads(line), verified=True)
        for line in lzma.decompress((data / "catalogue.jsonl.xz").read_bytes()).decode("utf-8").splitlines()
    ]
    stated = {_key(feed.url) for feed in listed}
    kept = {_key(f.url): dataclasses.replace(f, verified=_key(f.url) in stated) for f in by_hand}
    return tuple(kept.values()) + tuple(f for f in listed if _key(f.url) not in kept)


def _feed(row: list[str], *, verified: bool) -> CatalogueFeed:
    name, url, site, country, city, language, category = row
    return CatalogueFeed(name, url, site, country, city, language, category, verified)


def search_catalogue(
    *, text: str = "", city: str = "", country: str = "", language: str = "", limit: int = 50
) -> list[CatalogueFeed]:
    """Find feeds: those of the city first, then general news of its country, then the rest of the country.

    Empty arguments do not restrict. With a city alone its country is taken from the catalogue's own feeds of that city.
    `language` keeps feeds of that language and those that state none, which come later. Ties by name.
    """
    place, words = fold(city.strip()), fold(text).split()
    land = country.upper() or _country_of(place)
    found = []
    for feed in catalogue():
        if words and not all(word in fold(f"{feed.name} {feed.url}") for word in words):
            continue
        if language and feed.language and feed.language.split("-")[0] != language.split("-", maxsplit=1)[0]:
            continue
        at_home = bool(place) and fold(feed.city) == place
        if (place or land) and not at_home and feed.country != land:
            continue
        elsewhere = bool(place and feed.city and not at_home)
        rank = (not at_home, elsewhere, bool(language) and not feed.language, feed.category not in _GENERAL)
        found.append((rank, fold(feed.name), feed.url, feed))
    found.sort(key=lambda row: row[:3])
    return [row[3] for row in found[:limit]]


_GENERAL = frozenset({"national", "news", "local"})


def _country_of(place: str) -> str:
    if not place:
        return ""
    counts: dict[str, int] = {}
    for feed in catalogue():
        if fold(feed.city) == place:
            counts[feed.country] = counts.get(feed.country, 0) + 1
    return max(counts, key=lambda code: (counts[code], code)) if counts else ""


def _key(url: str) -> str:
    """Addresses that differ in scheme, `www.` or a last slash are one."""
    return canonical_address(url).partition("://")[2].removeprefix("www.").rstrip("/")
