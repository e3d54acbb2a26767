"""An element tree -> ParsedFeed: RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0, CDF."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator

from lxml import etree

from newsgrid.errors import FeedError
from newsgrid.feeds.addresses import joined, resolve
from newsgrid.feeds.dates import read_date
from newsgrid.feeds.item import Around, language_of, link_of, read_item
from newsgrid.feeds.markup import plain_text
from newsgrid.feeds.media import categories, image, with_groups
from newsgrid.feeds.people import people
from newsgrid.feeds.reader import LANG, RDF, Reader, first
from newsgrid.feeds.shape import AUTHORS, PUBLISHERS
from newsgrid.feeds.sitemap import read_sitemap
from newsgrid.feeds.vocabulary import Fields, Vocabulary, local_name
from newsgrid.model import ParsedFeed, Problem

MAX_ENTRIES = 2000
"""A longer feed is cut: its first entries are kept, and the feed is marked."""
MAX_HUBS = 10

_DESCRIPTIONS = (
    "description",
    "atom:subtitle",
    "atom:tagline",
    "subtitle",
    "tagline",
    "abstract",
    "itunes:summary",
    "itunes:subtitle",
    "dc:description",
    "atom:info",
    "info",
    "feedburner:browserfriendly",
    "atom:summary",
    "summary",
    "media:description",
)
_HOLDERS = frozenset(["channel", "rss", "rdf", "feed", "items", "item", "entry", "entries"])
_PERIOD_S = {"hourly": 3600, "daily": 86400, "weekly": 604800, "monthly": 2592000, "yearly": 31536000}
_DAYS = {
    name: number
    for number, name in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
}
_DIGITS = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,2}")


def read_xml_feed(root: etree._Element, url: str, *, has_bases: bool = True) -> ParsedFeed:
    """Read the tree of a feed document. Raises FeedError (`not-a-feed`) when it is another document's."""
    kind = local_name(root).lower()
    reader = Reader(Vocabulary(root), url, has_bases)
    if kind in ("urlset", "sitemapindex"):
        return read_sitemap(root, kind, reader, MAX_ENTRIES)
    if kind not in ("rss", "feed", "rdf", "channel", "entry"):
        raise FeedError(f"The document is a <{local_name(root)[:80]}>, no feed.", item=url, reason="not-a-feed")
    items, problems = _items(root, kind)
    head = root if kind in ("feed", "channel") else next((c for c in root if local_name(c).lower() == "channel"), root)
    fields = {} if kind == "entry" else _head_fields(head, root, reader.vocabulary)
    link, authors, mail, language = _basics(fields, head, root, reader)
    is_atom = kind in ("feed", "entry")
    around = Around("" if is_atom else link, language, authors if is_atom else (), mail if is_atom else "")
    base, shape = reader.base(head), reader.shape(fields)
    subtitle = reader.html(fields, base, *_DESCRIPTIONS)
    hubs = tuple(dict.fromkeys(itertools.islice(_links(fields, "hub", base), MAX_HUBS)))
    rights = reader.html(fields, base, "copyright", "atom:rights", "atom:copyright", "dc:rights", "rights")
    entries = tuple(read_item(item, reader, around) for item in items)
    return ParsedFeed(
        version=_version(kind, root),
        title=reader.title(fields, "title", "atom:title", "dc:title", "itunes:title", "media:title"),
        link=link,
        description=plain_text(subtitle, 2000),
        language=language,
        image=image(fields, shape.pictures, reader.vocabulary, base if is_atom else joined(base, link)),
        hub=next(iter(hubs), ""),
        hubs=hubs,
        self_link=next(_links(fields, "self", base), "") or resolve(base, head.get("self", "")),
        ttl_s=_ttl(fields),
        updated=read_date(
            first(fields, "atom:updated", "atom:modified", "lastbuilddate", "dcterms:modified", "updated", "modified", "pubdate", "dc:date", "date")
            or head.get("lastmod", "")
        ),
        published=read_date(first(fields, "atom:published", "pubdate", "dc:date", "dcterms:issued", "dcterms:created", "published", "atom:created", "atom:issued", "issued")),
        entries=entries,
        problems=problems + reader.sanitiser.problems(),
        id=_id(fields, head, base),
        subtitle=subtitle,
        rights=rights,
        generator=plain_text(first(fields, "generator", "atom:generator") or _resource(fields, "admin:generatoragent")),
        publisher=next(iter(people(fields, reader.vocabulary, *PUBLISHERS)[0]), ""),
        authors=authors,
        author_email=mail,
        categories=categories(fields, shape, reader.vocabulary),
        skip_hours=_skipped(fields, "skiphours", reader.vocabulary),
        skip_days=_skipped(fields, "skipdays", reader.vocabulary),
    )  # fmt: skip


def _items(root: etree._Element, kind: str) -> tuple[list[etree._Element], tuple[Problem, ...]]:
    """Give the items: those of the feed itself, not what an extension nests inside one."""
    if kind == "entry":
        return [root], ()
    name = "entry" if kind == "feed" else "item"
    found = itertools.islice(
        root.iter(f"{{*}}{name}", f"{{*}}{name.title()}", f"{{*}}{name.upper()}"), 10 * MAX_ENTRIES
    )
    items = _own(found)
    if not items:
        other = "item" if name == "entry" else "entry"
        items = _own(itertools.islice(root.iter(f"{{*}}{other}"), 10 * MAX_ENTRIES))
    if len(items) > MAX_ENTRIES:
        return items[:MAX_ENTRIES], (Problem("too-many-entries", f"{len(items)}, the first {MAX_ENTRIES} are kept"),)
    return items, ()


def _own(found: Iterable[etree._Element]) -> list[etree._Element]:
    """Keep what stands in the feed itself, or wrongly in another item, and is not empty."""
    items, parent, is_own = [], None, False
    for item in found:
        above = item.getparent()
        if above is not parent:
            parent = above
            is_own = above is not None and local_name(above).lower() in _HOLDERS
        if is_own and (len(item) or item.text or len(item.attrib)):
            items.append(item)
    return items


def _head_fields(head: etree._Element, root: etree._Element, vocabulary: Vocabulary) -> Fields:
    fields = with_groups(vocabulary.fields(head), vocabulary)
    if head is not root and local_name(root).lower() == "rdf":
        for key, elements in vocabulary.fields(root).items():
            if key in ("image", "textinput"):
                fields.setdefault(key, []).extend(elements)
    return fields


def _basics(
    fields: Fields, head: etree._Element, root: etree._Element, reader: Reader
) -> tuple[str, tuple[str, ...], str, str]:
    base = reader.base(head)
    authors, mail = people(
        fields, reader.vocabulary, *AUTHORS[:4], "managingeditor", "itunes:author", "itunes:owner", "webmaster"
    )
    stated = first(fields, "language", "dc:language", "atom:language") or head.get(LANG) or root.get(LANG) or ""
    return link_of(fields, reader, base) or resolve(base, head.get("href", "")), authors, mail, language_of(stated)


def _links(fields: Fields, rel: str, base: str) -> Iterator[str]:
    for name in ("atom:link", "link"):
        for element in fields.get(name, ()):
            if element.get("rel", "").lower() == rel and element.get("href"):
                yield resolve(base, element.get("href", ""))


def _id(fields: Fields, head: etree._Element, base: str) -> str:
    text = first(fields, "atom:id", "id", "guid")
    if not text:
        return str(head.get(RDF + "about", ""))
    return resolve(base, text) if text.startswith("/") and base else text


def _resource(fields: Fields, name: str) -> str:
    return next((found for element in fields.get(name, ()) if (found := element.get(RDF + "resource"))), "")


def _ttl(fields: Fields) -> int | None:
    ttl = first(fields, "ttl")
    if ttl.isascii() and ttl.isdigit() and len(ttl) < 7:
        return int(ttl) * 60
    period = _PERIOD_S.get(first(fields, "sy:updateperiod").lower())
    if period is None:
        return None
    often = first(fields, "sy:updatefrequency")
    return period // max(1, int(often)) if often.isascii() and often.isdigit() and len(often) < 6 else period


def _skipped(fields: Fields, name: str, vocabulary: Vocabulary) -> tuple[int, ...]:
    """Give the hours or days of RSS's skipHours and skipDays as numbers."""
    found = set()
    for holder in fields.get(name, ()):
        for element in itertools.islice(holder, 50):
            text = (element.text or "").strip().lower()
            if vocabulary.key(element).endswith("hour") and text.isascii() and text.isdigit() and len(text) < 3:
                # RSS 0.91 counts hours from 1 to 24, RSS 2.0 from 0 to 23.
                if int(text) <= 24:
                    found.add(int(text) % 24)
            elif text in _DAYS:
                found.add(_DAYS[text])
    return tuple(sorted(found))


def _version(kind: str, root: etree._Element) -> str:
    if kind in ("feed", "entry"):
        is_old = root.get("version", "").startswith("0.") or "purl.org/atom" in str(root.tag)
        return "atom03" if is_old else "atom10"
    if kind == "rdf":
        return "rss10" if any("purl.org/rss/1.0" in str(child.tag) for child in root) else "rss090"
    if kind == "channel":
        return "cdf"
    stated = _DIGITS.search(root.get("version", ""))
    return "rss" + (stated.group().replace(".", "")[:3] if stated else "")
