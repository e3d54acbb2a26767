"""Places: names in running text resolved to the gazetteer, and the editions a story concerns."""

from newsgrid.place.editions import editions_for
from newsgrid.place.finding import find, resolve
from newsgrid.place.lookup import (
    country_name,
    distance_km,
    full_name,
    lookup,
    name_in,
    nearest,
    suggest,
    timezone_of,
)

__all__ = [
    "country_name",
    "distance_km",
    "editions_for",
    "find",
    "full_name",
    "lookup",
    "name_in",
    "nearest",
    "resolve",
    "suggest",
    "timezone_of",
]
