"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from typing import Any

from newsgrid.errors import FeedError
from newsgrid.feeds.addresses import joined, on_web, resolve
from newsgrid.feeds.dates import read_date
from newsgrid.feeds.item import language_of
from newsgrid.feeds.markup import Sanitiser, folded, plain_text, shortened
from newsgrid.feeds.media import MAX_CATEGORIES, MAX_ENCLOSURES
from newsgrid.feeds.people import MAX_PEOPLE
from newsgrid.feeds.xmlfeed import MAX_ENTRIES, MAX_HUBS
from newsgrid.model import Enclosure, Entry, ParsedFeed, Problem
from newsgrid.text import canonical_address

MAX_VALUES = 400_000
"""Objects and lists of a document."""


def read_json_feed(text: str, url: str) -> ParsedFeed:
    """Read a JSON Feed. Raises FeedError for JSON that is none."""
    if text.count("{") + text.count("[") > MAX_VALUES:
        raise FeedError(f"The feed has more than {MAX_VALUES} values.", item=url, reason="too-many-elements")
    try:
        feed = json.loads(text)
    except RecursionError as error:
        raise FeedError("The document nests too deep.", item=url, reason="too-deep") from error
    except ValueError as error:
        raise FeedError(f"The answer is no JSON that can be read: {error}.", item=url, reason="not-a-feed") from error
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise FeedError("The answer is JSON, but no JSON Feed.", item=url, reason="not-a-feed")
    link = resolve(url, _text(feed, "home_page_url"))
    items = [item for item in feed["items"] if isinstance(item, dict)]
    problems = [Problem("ill-formed", "items that are no objects")] if len(items) < len(feed["items"]) else []
    if len(items) > MAX_ENTRIES:
        problems.append(Problem("too-many-entries", f"{len(items)}, the first {MAX_ENTRIES} are kept"))
    sanitiser = Sanitiser()
    authors, language = _authors(feed), language_of(_text(feed, "language"))
    description = _text(feed, "description")
    entries = tuple(_entry(item, link or url, language, authors, sanitiser) for item in items[:MAX_ENTRIES])
    return ParsedFeed(
        version="json11" if _text(feed, "version").endswith("1.1") else "json10",
        title=plain_text(_text(feed, "title")),
        link=link,
        description=shortened(folded(description), 2000),
        language=language,
        image=on_web(link or url, _text(feed, "icon") or _text(feed, "favicon")),
        hub=next((on_web(url, _text(hub, "url")) for hub in _rows(feed, "hubs")), ""),
        hubs=_hubs(feed, url),
        self_link=on_web(url, _text(feed, "feed_url")),
        entries=entries,
        problems=(*problems, *sanitiser.problems()),
        id=_text(feed, "feed_url"),
        subtitle=html.escape(description, quote=False),
        authors=authors,
    )


def _entry(item: Mapping[str, Any], site: str, language: str, authors: tuple[str, ...], sanitiser: Sanitiser) -> Entry:
    link = resolve(site, _text(item, "url") or _text(item, "external_url"))
    here = joined(site, link)
    content = sanitiser.clean(_text(item, "content_html") or _paragraphs(_text(item, "content_text")), here)
    published, modified = _text(item, "date_published"), _text(item, "date_modified")
    updated = read_date(modified)
    return Entry(
        guid=_text(item, "id").strip(),
        identity="",
        link=canonical_address(link),
        raw_link=link,
        title=plain_text(_text(item, "title")),
        summary=html.escape(_text(item, "summary"), quote=False),
        content=content,
        published=read_date(published) or updated,
        updated=updated,
        raw_published=published or modified,
        raw_updated=modified,
        authors=_authors(item) or authors,
        categories=_topics(item),
        enclosures=_attachments(item, here),
        image=next((u for key in ("image", "banner_image") if (u := on_web(here, _text(item, key)))), ""),
        language=language_of(_text(item, "language")) or language,
    )


def _paragraphs(text: str) -> str:
    """Write plain text as HTML: an empty line parts paragraphs."""
    return "".join(f"<p>{html.escape(part, quote=False)}</p>" for part in text.split("\n\n") if part.strip())


def _hubs(feed: Mapping[str, Any], base: str) -> tuple[str, ...]:
    """Give the hubs that speak WebSub: a JSON Feed may name others beside them, such as rssCloud's."""
    rows = [hub for hub in _rows(feed, "hubs")[:MAX_HUBS] if _text(hub, "type").strip().lower() == "websub"]
    return tuple(dict.fromkeys(url for hub in rows if (url := on_web(base, _text(hub, "url")))))


def _topics(item: Mapping[str, Any]) -> tuple[str, ...]:
    tags = item.get("tags")
    names = [plain_text(tag) for tag in tags[:MAX_CATEGORIES] if isinstance(tag, str)] if isinstance(tags, list) else []
    return tuple(dict.fromkeys(name for name in names if name))


def _attachments(item: Mapping[str, Any], base: str) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    for row in _rows(item, "attachments")[:MAX_ENCLOSURES]:
        url, size = on_web(base, _text(row, "url")), row.get("size_in_bytes")
        if url:
            is_size = isinstance(size, int) and not isinstance(size, bool) and 0 <= size < 10**15
            found.setdefault(url, Enclosure(url, _text(row, "mime_type"), size if is_size else None))
    return tuple(found.values())


def _authors(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Give names: `authors` of version 1.1, or `author` of 1.0."""
    single = row.get("author")
    people = _rows(row, "authors") or ([single] if isinstance(single, dict) else [])
    names = [plain_text(_text(person, "name")) for person in people[:MAX_PEOPLE]]
    return tuple(dict.fromkeys(name for name in names if name))


def _rows(row: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    value = row.get(key)
    return [inner for inner in value if isinstance(inner, dict)] if isinstance(value, list) else []


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""
