"""The things of the world: publishers, feeds, stories and the entries that tell them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from newsgrid.bench.feedworld.words import Syllable

FeedFormat = Literal["rss", "atom", "rdf", "json"]
Validators = Literal["both", "etag", "modified", "none"]
Kind = Literal["original", "paraphrase", "wire", "update", "single"]
Name = tuple[Syllable, ...]


@dataclass(frozen=True, slots=True)
class Publisher:
    """An outlet. `city` counts rows of `Words.cities`; `template` is 0 to 4; `denied`: robots.txt forbids its articles."""

    id: int
    language: str
    name: str
    slug: str
    city: int
    template: int
    base: str
    denied: bool
    authors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed. `fault` is its fault class or empty; `compressed` says whether it is compressed for those who accept it."""

    id: int
    publisher: int
    language: str
    section: str
    format: FeedFormat
    full_text: bool
    fault: str
    hours_between: float
    validators: Validators
    latency_s: float
    slow_s: float
    compressed: bool
    url: str


@dataclass(frozen=True, slots=True)
class Story:
    """An event with its invented people, organisations, place and numbers.

    `n`, `m`, `k` and `j` are the figures its sentences quote; `themes` count rows of `Words.themes`; `birth_h` is in
    hours since the beginning of the world.
    """

    id: int
    type: str
    section: str
    city: int
    people: tuple[tuple[Name, Name], ...]
    organisations: tuple[tuple[Name, int], ...]
    district: Name
    n: int
    m: int
    k: int
    j: int
    themes: tuple[int, ...]
    popularity: float
    agency: int
    birth_h: float


@dataclass(frozen=True, slots=True)
class Entry:
    """One telling of a story in a feed. `published` is in seconds since 1970."""

    feed: int
    index: int
    publisher: int
    language: str
    story: int
    kind: Kind
    section: str
    city: str
    type: str
    published: int
    edited: bool
    title: str
    paragraphs: tuple[str, ...]
    path: str
    url: str
    guid: str
    author: str
    tags: tuple[str, ...]
    image: str
