"""Where an entry happened, as the feed states it: GeoRSS (simple and GML), W3C's Basic Geo, Podcasting 2.0."""

from __future__ import annotations

import re

from lxml import etree

from newsgrid.feeds.reader import first, inner_text
from newsgrid.feeds.vocabulary import Fields, Vocabulary

MAX_NUMBERS = 2000
_NUMBER = re.compile(r"[+-]?\d{1,3}(?:\.\d{1,15})?")


def point(fields: Fields, vocabulary: Vocabulary) -> tuple[float, float] | None:
    """Give latitude and longitude, degrees: of a line or an area the middle of the box around it; None for what is no place."""
    numbers = _numbers(fields, vocabulary)
    latitudes, longitudes = numbers[0::2], numbers[1::2]
    if not longitudes or max(map(abs, latitudes)) > 90 or max(map(abs, longitudes)) > 180:
        return None
    return (min(latitudes) + max(latitudes)) / 2, (min(longitudes) + max(longitudes)) / 2


def _numbers(fields: Fields, vocabulary: Vocabulary) -> list[float]:
    """Give the numbers of the first statement: latitude and longitude in turn."""
    for name in ("georss:point", "georss:circle"):
        if found := _read(first(fields, name)):
            return found[:2]
    for name in ("georss:box", "georss:polygon", "georss:line"):
        if found := _read(first(fields, name)):
            return found
    for name in ("georss:where", "media:location"):
        for element in fields.get(name, ())[:1]:
            if found := _read(inner_text(element)):
                return found
    for element in fields.get("geo:point", ())[:1]:
        fields = vocabulary.fields(element)
    if "geo:lat" in fields:
        return _read(f"{first(fields, 'geo:lat')} {first(fields, 'geo:long', 'geo:lon')}")
    return [number for element in fields.get("podcast:location", ())[:1] for number in _stated(element)]


def _stated(element: etree._Element) -> list[float]:
    """Read a `geo` URI: `geo:-26.2,28.04;u=100` (RFC 5870, 3.3)."""
    return _read(element.get("geo", "").partition(";")[0])[:2]


def _read(text: str) -> list[float]:
    return [float(number) for number in _NUMBER.findall(text[: 20 * MAX_NUMBERS])[:MAX_NUMBERS]]
