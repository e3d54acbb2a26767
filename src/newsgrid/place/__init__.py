"""Places: names in running text resolved to the gazetteer, and the editions a story concerns."""

from newsgrid.place.editions import editions_for
from newsgrid.place.finding import find, resolve
from newsgrid.place.lookup import country_name, distance_km, lookup, name_in, nearest, timezone_of

__all__ = [
    "country_name",
    "distance_km",
    "editions_for",
    "find",
    "lookup",
    "name_in",
    "nearest",
    "resolve",
    "timezone_of",
]
