"""Sitemaps for news, and indexes of sitemaps (sitemaps.org; Google's news, image and video extensions)."""

from __future__ import annotations

from lxml import etree

from newsgrid.feeds.addresses import resolve
from newsgrid.feeds.dates import read_date
from newsgrid.feeds.item import language_of
from newsgrid.feeds.markup import plain_text
from newsgrid.feeds.media import image
from newsgrid.feeds.reader import Reader, first
from newsgrid.feeds.shape import PICTURES
from newsgrid.feeds.vocabulary import Fields
from newsgrid.model import Entry, ParsedFeed, Problem
from newsgrid.text import canonical_address


def read_sitemap(root: etree._Element, kind: str, reader: Reader, limit: int) -> ParsedFeed:
    """Read a sitemap's pages as entries, at most `limit`; an index of sitemaps has the sitemaps as its entries."""
    elements = [e for e in root if reader.vocabulary.key(e) in ("url", "sitemap")]
    problems = (
        (Problem("too-many-entries", f"{len(elements)}, the first {limit} are kept"),) if len(elements) > limit else ()
    )
    read = (_entry(reader.vocabulary.fields(element), reader) for element in elements[:limit])
    entries = tuple(entry for entry in read if entry.raw_link)
    version = "sitemap" if kind == "urlset" else "sitemap-index"
    return ParsedFeed(version=version, entries=entries, problems=problems + reader.sanitiser.problems())


def _entry(fields: Fields, reader: Reader) -> Entry:
    vocabulary = reader.vocabulary
    link = resolve(reader.url, first(fields, "loc"))
    news = vocabulary.fields(fields["news:news"][0]) if fields.get("news:news") else {}
    about = vocabulary.fields(news["news:publication"][0]) if news.get("news:publication") else {}
    film = vocabulary.fields(fields["video:video"][0]) if fields.get("video:video") else {}
    changed = first(fields, "lastmod")
    raw = first(news, "news:publication_date") or first(film, "video:publication_date") or changed
    topics = (plain_text(part) for part in first(news, "news:keywords").split(","))
    return Entry(
        guid="",
        identity="",
        link=canonical_address(link),
        raw_link=link,
        title=plain_text(first(news, "news:title") or first(film, "video:title")),
        summary=reader.sanitiser.clean(first(film, "video:description"), link),
        published=read_date(raw),
        updated=read_date(changed),
        raw_published=raw,
        raw_updated=changed,
        categories=tuple(dict.fromkeys(topic for topic in topics if topic)),
        image=image(fields, PICTURES, vocabulary, link),
        language=language_of(first(about, "news:language")),
        publisher=plain_text(first(about, "news:name")),
    )
