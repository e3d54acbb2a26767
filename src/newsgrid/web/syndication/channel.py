"""A feed as a value, and its three formats.

Atom is RFC 4287, RSS 2.0 that of rssboard.org with atom:link (its best-practices profile), JSON Feed version 1.1.
"""

from __future__ import annotations

import dataclasses
import json
import re
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

CONTENT_TYPES = {
    "atom": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}

# XML 1.0, 2.2 Characters: what is not in the production Char.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed. Texts are plain."""

    id: str
    """The same for ever."""
    link: str
    title: str
    text: str
    published: datetime
    updated: datetime
    language: str = ""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    source: str = ""
    """The address of the original, where the entry is an article."""


@dataclasses.dataclass(frozen=True, slots=True)
class Channel:
    """A feed."""

    title: str
    subtitle: str
    page: str
    address: str
    """Its own."""
    language: str
    generator: str
    items: tuple[Item, ...]
    made: datetime


def write(channel: Channel, kind: str) -> bytes:
    """Write the feed as `atom`, `rss` or `json`, in UTF-8."""
    return {"atom": _atom, "rss": _rss, "json": _json}[kind](channel).encode("utf-8", "replace")


def _atom(channel: Channel) -> str:
    entries = "".join(_atom_entry(item) for item in channel.items)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_quoted(channel.language)}>'
        f"<id>{_text(channel.address)}</id><title>{_text(channel.title)}</title>"
        f"<subtitle>{_text(channel.subtitle)}</subtitle>"
        f'<link rel="self" type="application/atom+xml" href={_quoted(channel.address)}/>'
        f'<link rel="alternate" type="text/html" href={_quoted(channel.page)}/>'
        f"<updated>{_rfc3339(_updated(channel))}</updated><generator>{_text(channel.generator)}</generator>"
        f"<author><name>{_text(channel.title)}</name></author>{entries}</feed>\n"
    )


def _atom_entry(item: Item) -> str:
    authors = "".join(f"<author><name>{_text(name)}</name></author>" for name in item.authors)
    categories = "".join(f"<category term={_quoted(term)}/>" for term in item.categories)
    source = f'<link rel="via" href={_quoted(item.source)}/>' if item.source else ""
    language = f" xml:lang={_quoted(item.language)}" if item.language else ""
    return (
        f"<entry{language}><id>{_text(item.id)}</id><title>{_text(item.title)}</title>"
        f'<link rel="alternate" type="text/html" href={_quoted(item.link)}/>{source}'
        f"<published>{_rfc3339(item.published)}</published><updated>{_rfc3339(item.updated)}</updated>"
        f"{authors}{categories}<summary>{_text(item.text)}</summary></entry>"
    )


def _rss(channel: Channel) -> str:
    items = "".join(_rss_item(item) for item in channel.items)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>{_text(channel.title)}</title><link>{_text(channel.page)}</link>"
        f"<description>{_text(channel.subtitle)}</description><language>{_text(channel.language)}</language>"
        f'<atom:link rel="self" type="application/rss+xml" href={_quoted(channel.address)}/>'
        f"<lastBuildDate>{format_datetime(_updated(channel).astimezone(UTC), usegmt=True)}</lastBuildDate>"
        f"<generator>{_text(channel.generator)}</generator>{items}</channel></rss>\n"
    )


def _rss_item(item: Item) -> str:
    authors = "".join(f"<dc:creator>{_text(name)}</dc:creator>" for name in item.authors)
    categories = "".join(f"<category>{_text(term)}</category>" for term in item.categories)
    # RSS descriptions are read as HTML: plain text is escaped once for HTML and once more for XML.
    description = _text(escape(item.text))
    return (
        f"<item><title>{_text(item.title)}</title><link>{_text(item.link)}</link>"
        f'<guid isPermaLink="false">{_text(item.id)}</guid>'
        f"<pubDate>{format_datetime(item.published.astimezone(UTC), usegmt=True)}</pubDate>"
        f"{authors}{categories}<description>{description}</description></item>"
    )


def _json(channel: Channel) -> str:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "description": channel.subtitle,
        "home_page_url": channel.page,
        "feed_url": channel.address,
        "language": channel.language,
        "items": [_json_item(item) for item in channel.items],
    }
    return json.dumps(feed, ensure_ascii=False)


def _json_item(item: Item) -> dict[str, object]:
    found: dict[str, object] = {
        "id": item.id,
        "url": item.link,
        "title": item.title,
        "content_text": item.text or item.title,
        "date_published": _rfc3339(item.published),
        "date_modified": _rfc3339(item.updated),
        "authors": [{"name": name} for name in item.authors],
        "tags": list(item.categories),
    }
    if item.language:
        found["language"] = item.language
    if item.source:
        found["external_url"] = item.source
    return found


def _updated(channel: Channel) -> datetime:
    return max((item.updated for item in channel.items), default=channel.made)


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(value: str) -> str:
    return escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", value))


def _quoted(value: str) -> str:
    return quoteattr(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", value))
