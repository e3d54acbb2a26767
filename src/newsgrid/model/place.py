"""Places, and the editions that live in them."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """An entry of the gazetteer."""

    geonameid: int
    name: str
    """In English."""
    kind: str
    """`city`, `region` (admin-1) or `country`, `area` for others."""
    latitude: float
    longitude: float
    country: str = ""
    """ISO 3166-1 alpha-2."""
    region: str = ""
    """Admin-1 code."""
    population: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Edition:
    """One city's grid."""

    slug: str
    """Its place in addresses, for example `johannesburg`."""
    title: str
    """For example `The Johannesburg Grid`."""
    place: Place
    languages: tuple[str, ...] = ()
    """Languages of content shown first; empty for all."""
    timezone: str = "UTC"
    keywords: tuple[str, ...] = ()
    """Names of districts, streets and institutions the operator adds: a text that has one concerns the city."""


@dataclasses.dataclass(frozen=True, slots=True)
class EditionMatch:
    """Why, and how much, an article or story concerns an edition."""

    edition: str
    """The edition's slug."""
    role: str
    """The strongest of `event`, `actor`, `named`, `region`, `country`, `publisher`."""
    grade: float
    """In (0, 1]."""
    evidence: str
    """The sentence that shows it, verbatim; for `publisher` the outlet's name."""
    article_id: int = 0
    place: str = ""
    """The name as found."""
