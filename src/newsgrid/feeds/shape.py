"""Which elements each part of an entry is read from, the best first; worked out once for all items that are alike."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

TITLES = ("title", "atom:title", "dc:title", "media:title", "itunes:title", "xhtml:title")
CONTENTS = (
    "content:encoded",
    "atom:content",
    "xhtml:body",
    "body",
    "fullitem",
    "content",
    "content:items",
    "xhtml:div",
)
SUMMARIES = (
    "description", "atom:summary", "summary", "abstract", "dc:description", "dcterms:abstract", "itunes:summary", "media:description", "itunes:subtitle",
    "subtitle", "tagline", "atom:subtitle", "atom:tagline",
)  # fmt: skip
PUBLISHED = (
    "pubdate", "atom:published", "atom:issued", "published", "issued", "dc:date", "dcterms:issued", "dcterms:created", "atom:created", "created",
    "dcterms:date", "date", "a:date", "prism:publicationdate", "prism:coverdate",
)  # fmt: skip
UPDATED = ("atom:updated", "atom:modified", "dcterms:modified", "updated", "modified", "lastmod", "lastbuilddate")
AUTHORS = ("atom:author", "dc:creator", "dc:author", "author", "itunes:author", "managingeditor", "creator")
CONTRIBUTORS = ("atom:contributor", "dc:contributor", "contributor", "podcast:person")
PUBLISHERS = ("dc:publisher", "publisher", "itunes:owner", "webmaster")
RIGHTS = ("dc:rights", "atom:rights", "atom:copyright", "copyright", "rights", "media:copyright")
KEYWORDS = ("itunes:keywords", "media:keywords", "tags", "news:keywords", "keywords")
"""Lists of topics, parted by commas."""
CATEGORIES = ("itunes:category", "category", "atom:category", "dc:subject", "media:category")
FILES = ("enclosure", "atom:link", "link", "media:content")
PICTURES = (
    "media:content", "enclosure", "media:thumbnail", "itunes:image", "podcast:image", "image:image", "image", "atom:logo", "webfeeds:cover",
    "webfeeds:logo", "webfeeds:icon", "atom:icon", "video:video",
)  # fmt: skip
LANGUAGES = ("dc:language", "language")
IDS = ("atom:id", "id")
POINTS = (
    "georss:point", "georss:circle", "georss:box", "georss:polygon", "georss:line", "georss:where", "geo:lat", "geo:point", "podcast:location",
    "media:location",
)  # fmt: skip
_RARE = (*RIGHTS, *CONTRIBUTORS, *PUBLISHERS, "source", "atom:source", "dc:source", "comments", *POINTS)


@dataclasses.dataclass(frozen=True, slots=True)
class Shape:
    """What an item has of the names above."""

    titles: tuple[str, ...]
    contents: tuple[str, ...]
    summaries: tuple[str, ...]
    published: tuple[str, ...]
    updated: tuple[str, ...]
    authors: tuple[str, ...]
    keywords: tuple[str, ...]
    categories: tuple[str, ...]
    files: tuple[str, ...]
    pictures: tuple[str, ...]
    languages: tuple[str, ...]
    ids: tuple[str, ...]
    rare: tuple[str, ...]


_PARTS = (
    TITLES, CONTENTS, SUMMARIES, PUBLISHED, UPDATED, AUTHORS, KEYWORDS, CATEGORIES, FILES, PICTURES, LANGUAGES, IDS, _RARE,
)  # fmt: skip
_PLACES: dict[str, list[tuple[int, int]]] = {}
"""Of each name, for which parts it stands and at which place among their names."""
for _part, _names in enumerate(_PARTS):
    for _place, _name in enumerate(_names):
        _PLACES.setdefault(_name, []).append((_part, _place))


def shape_of(names: Iterable[str]) -> Shape:
    """Give the shape of an item with fields of these names."""
    parts: list[tuple[str, ...]] = [()] * len(_PARTS)
    for part, place in sorted(stand for name in frozenset(names) for stand in _PLACES.get(name, ())):
        parts[part] += (_PARTS[part][place],)
    return Shape(*parts)
