"""What was written down by hand beside the source lists: `facts/*.txt` and `facts/local.toml`, each headed by what it says."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Iterator
from pathlib import Path

from newsgrid import place
from newsgrid.model import Place

FOLDER = Path(__file__).parent / "facts"


@dataclasses.dataclass(frozen=True, slots=True)
class Home:
    """Where a publisher is at home, and whether that is also what it tells of."""

    place: Place
    is_local: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Facts:
    """All of it, by registered host."""

    homes: dict[str, Home]
    countries: dict[str, str]
    languages: dict[str, str]
    names: dict[str, str]
    feeds: dict[str, str]
    refused: frozenset[str]
    platforms: frozenset[str]
    subjects: dict[str, str]
    """Hosts that tell of one subject alone, with it."""
    many: dict[str, str]
    """Hosts of outlets that publish in many languages, with their category."""


def read_facts() -> Facts:
    """Read the folder. Raises SystemExit for a city that the gazetteer does not know and for a host that is told twice."""
    return Facts(
        homes=dict(_once(_homes())),
        countries=dict(_once(_keyed("countries.txt"))),
        languages=dict(_once(_keyed("languages.txt"))),
        names=dict(_once(_pairs("names.txt"))),
        feeds=dict(_once(_pairs("feeds.txt"))),
        refused=frozenset(_words("refused.txt")),
        platforms=frozenset(_words("platforms.txt")),
        subjects=dict(_once(_keyed("subjects.txt"))),
        many=dict(_once(_keyed("many.txt"))),
    )


def by_hand() -> list[list[str]]:
    """Give the rows of `local.toml`: name, feed, site, country, city, language, category."""
    return list(tomllib.loads((FOLDER / "local.toml").read_text("utf-8"))["feeds"])


def city(name: str, country: str) -> Place:
    """Give the city of that name, with its region after a comma where two share one. Raises SystemExit when there is none."""
    found = [p for p in place.lookup(name, country=country) if p.kind == "city"]
    if not found:
        raise SystemExit(f"The gazetteer knows no city {name!r} in {country}.")
    return found[0]


def _homes() -> Iterator[tuple[str, Home]]:
    for line in _lines("cities.txt"):
        head, _, hosts = line.partition(":")
        where = city(head[3:], head[:2])
        wide, _, local = hosts.partition("+")
        yield from ((host, Home(where, is_local=False)) for host in wide.split())
        yield from ((host, Home(where, is_local=True)) for host in local.split())


def _keyed(file: str) -> Iterator[tuple[str, str]]:
    for line in _lines(file):
        key, _, hosts = line.partition(":")
        yield from ((host, key) for host in hosts.split())


def _pairs(file: str) -> Iterator[tuple[str, str]]:
    for line in _lines(file):
        host, _, value = line.partition(" ")
        yield host, value.strip()


def _words(file: str) -> Iterator[str]:
    for line in _lines(file):
        yield from line.split()


def _lines(file: str) -> list[str]:
    return [line for line in (FOLDER / file).read_text("utf-8").splitlines() if line and not line.startswith("#")]


def _once(pairs: Iterator[tuple[str, object]]) -> Iterator[tuple[str, object]]:
    seen: dict[str, object] = {}
    for host, value in pairs:
        if seen.setdefault(host, value) != value:
            raise SystemExit(f"{host} is told twice: {seen[host]} and {value}.")
        yield host, value
