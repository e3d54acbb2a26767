"""Feed documents in four formats: RSS 2.0, Atom 1.0, RSS 1.0 and JSON Feed 1.1."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.utils import formatdate
from html import escape

from newsgrid.bench.feedworld.values import Entry, Feed, Publisher
from newsgrid.bench.feedworld.words import Words


@dataclass(frozen=True, slots=True)
class Quirks:
    """How a feed departs from a good one: what it declares itself to be, and what its entries say of themselves."""

    declared: str = "UTF-8"  # the encoding of the XML declaration; empty for no declaration
    guid: Callable[[Entry], str | None] = lambda entry: entry.guid
    published: Callable[[Entry], int | None] = lambda entry: entry.published
    link: Callable[[Entry], str] = lambda entry: entry.url


GOOD = Quirks()


@dataclass(frozen=True, slots=True)
class _View:
    """What a renderer needs."""

    feed: Feed
    title: str
    home: str
    entries: Sequence[Entry]
    quirks: Quirks


def render_feed(
    words: Words, feed: Feed, publisher: Publisher, entries: Sequence[Entry], quirks: Quirks = GOOD
) -> tuple[bytes, str]:
    """Write a feed in its format; give the bytes and the content type."""
    section = "" if feed.section == "all" else " - " + words.language(feed.language).sections[feed.section]
    view = _View(feed, publisher.name + section, f"{publisher.base}/p/{publisher.id}/", entries, quirks)
    if feed.format == "json":
        return _json(view).encode(), "application/feed+json"
    declaration = f'<?xml version="1.0" encoding="{quirks.declared}"?>\n' if quirks.declared else ""
    if feed.format == "rss":
        return (declaration + _rss(view)).encode(), "application/rss+xml; charset=utf-8"
    if feed.format == "rdf":
        return (declaration + _rdf(view)).encode(), "application/xml"
    return (declaration + _atom(view)).encode(), "application/atom+xml; charset=utf-8"


def write_body(entry: Entry) -> str:
    """Write an entry's full text as HTML."""
    picture = f'<p><img src="{entry.image}" alt="" width="640" height="360"/></p>'
    return picture + "".join(f"<p>{escape(paragraph)}</p>" for paragraph in entry.paragraphs)


def write_iso(seconds: float) -> str:
    """Write a time as RFC 3339 has it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


_EDITED_AFTER_S = 1800


def _json(view: _View) -> str:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": view.title,
        "home_page_url": view.home,
        "feed_url": view.feed.url,
        "language": view.feed.language,
        "items": [_json_item(view, entry) for entry in view.entries],
    }
    return json.dumps(document, ensure_ascii=False)


def _json_item(view: _View, entry: Entry) -> dict[str, object]:
    published = view.quirks.published(entry)
    item: dict[str, object] = {
        "id": view.quirks.guid(entry),
        "url": view.quirks.link(entry),
        "title": entry.title,
        "date_published": None if published is None else write_iso(published),
        "authors": [{"name": entry.author}],
        "tags": list(entry.tags),
        "image": entry.image,
        "language": view.feed.language,
        "summary": entry.paragraphs[0],
    }
    if view.feed.full_text:
        item["content_html"] = write_body(entry)
    else:
        item["content_text"] = entry.paragraphs[0]
    if entry.edited and published is not None:
        item["date_modified"] = write_iso(published + _EDITED_AFTER_S)
    return {key: value for key, value in item.items() if value is not None}


def _rss(view: _View) -> str:
    title = escape(view.title)
    head = (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"'
        ' xmlns:atom="http://www.w3.org/2005/Atom">\n<channel>\n'
        f"<title>{title}</title><link>{view.home}</link><description>{title}</description>"
        f"<language>{view.feed.language}</language>"
        f'<atom:link href="{view.feed.url}" rel="self" type="application/rss+xml"/><ttl>30</ttl>\n'
    )
    return head + "".join(_rss_item(view, entry) for entry in view.entries) + "</channel></rss>\n"


def _rss_item(view: _View, entry: Entry) -> str:
    guid, published = view.quirks.guid(entry), view.quirks.published(entry)
    permanent = "true" if guid is not None and guid.startswith("http") else "false"
    summary = escape(entry.paragraphs[0])
    parts = [
        f"<item><title>{escape(entry.title)}</title><link>{escape(view.quirks.link(entry))}</link>",
        "" if guid is None else f'<guid isPermaLink="{permanent}">{escape(guid)}</guid>',
        "" if published is None else f"<pubDate>{formatdate(published, usegmt=True)}</pubDate>",
        f"<dc:creator>{escape(entry.author)}</dc:creator>",
        "".join(f"<category>{escape(tag)}</category>" for tag in entry.tags),
        # Half of the world puts markup into its descriptions, the other half plain text.
        f"<description>{escape(f'<p>{summary}</p>') if entry.index % 2 else summary}</description>",
        f'<media:content url="{entry.image}" medium="image"/>',
    ]
    if view.feed.full_text:
        body = write_body(entry).replace("]]>", "]]&gt;")
        parts.append(f"<content:encoded><![CDATA[{body}]]></content:encoded>")
    return "".join([*parts, "</item>\n"])


def _rdf(view: _View) -> str:
    title = escape(view.title)
    head = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="{view.feed.url}"><title>{title}</title>'
        f"<link>{view.home}</link><description>{title}</description></channel>\n"
    )
    return head + "".join(_rdf_item(view, entry) for entry in view.entries) + "</rdf:RDF>\n"


def _rdf_item(view: _View, entry: Entry) -> str:
    guid, published, link = view.quirks.guid(entry), view.quirks.published(entry), view.quirks.link(entry)
    date = "" if published is None else f"<dc:date>{write_iso(published)}</dc:date>"
    return (
        f'<item rdf:about="{escape(guid or link)}"><title>{escape(entry.title)}</title><link>{escape(link)}</link>'
        f"<description>{escape(entry.paragraphs[0])}</description>{date}"
        f"<dc:creator>{escape(entry.author)}</dc:creator></item>\n"
    )


def _atom(view: _View) -> str:
    updated = max([view.quirks.published(entry) or 0 for entry in view.entries] or [0])
    head = (
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{view.feed.language}"><title>{escape(view.title)}</title>'
        f'<link href="{view.home}"/><link rel="self" href="{view.feed.url}"/><id>{view.feed.url}</id>'
        f"<updated>{write_iso(updated)}</updated>\n"
    )
    return head + "".join(_atom_entry(view, entry) for entry in view.entries) + "</feed>\n"


def _atom_entry(view: _View, entry: Entry) -> str:
    guid, published = view.quirks.guid(entry), view.quirks.published(entry)
    parts = [
        f'<entry><title>{escape(entry.title)}</title><link href="{escape(view.quirks.link(entry))}"/>',
        "" if guid is None else f"<id>{escape(guid)}</id>",
    ]
    if published is not None:
        updated = published + (_EDITED_AFTER_S if entry.edited else 0)
        parts.append(f"<published>{write_iso(published)}</published><updated>{write_iso(updated)}</updated>")
    parts += [
        f"<author><name>{escape(entry.author)}</name></author>",
        "".join(f'<category term="{escape(tag)}"/>' for tag in entry.tags),
        f"<summary>{escape(entry.paragraphs[0])}</summary>",
        f'<content type="html">{escape(write_body(entry))}</content>' if view.feed.full_text else "",
        "</entry>\n",
    ]
    return "".join(parts)
