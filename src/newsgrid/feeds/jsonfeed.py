"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from newsgrid.errors import FeedError
from newsgrid.feeds.dates import read_date
from newsgrid.feeds.markup import clean_html, plain_text
from newsgrid.model import Enclosure, Entry, ParsedFeed, Problem


def read_json_feed(text: str, url: str) -> ParsedFeed:
    """Read a JSON Feed. Raises FeedError for JSON that is none."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FeedError(f"The answer is no JSON that can be read: {error}.", item=url, reason="not-a-feed") from error
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise FeedError("The answer is JSON, but no JSON Feed.", item=url, reason="not-a-feed")
    base = urljoin(url, _text(feed, "home_page_url")) or url
    language = _text(feed, "language")
    authors = _authors(feed)
    items = [item for item in feed["items"] if isinstance(item, dict)]
    problems = (Problem("ill-formed", "items that are no objects"),) if len(items) < len(feed["items"]) else ()
    hubs = feed.get("hubs")
    hub = next((_text(h, "url") for h in hubs if isinstance(h, dict)), "") if isinstance(hubs, list) else ""
    return ParsedFeed(
        version="json11" if _text(feed, "version").endswith("1.1") else "json10",
        title=plain_text(_text(feed, "title")),
        link=base,
        description=plain_text(_text(feed, "description")),
        language=language,
        image=urljoin(base, _text(feed, "icon") or _text(feed, "favicon"))
        if feed.get("icon") or feed.get("favicon")
        else "",
        hub=hub,
        self_link=_text(feed, "feed_url"),
        entries=tuple(_entry(item, base, language, authors) for item in items),
        problems=problems,
    )


def _entry(item: Mapping[str, Any], base: str, language: str, authors: tuple[str, ...]) -> Entry:
    link = _text(item, "url") or _text(item, "external_url")
    content = _text(item, "content_html")
    if not content and item.get("content_text"):
        content = "".join(
            f"<p>{html.escape(part, quote=False)}</p>"
            for part in _text(item, "content_text").split("\n\n")
            if part.strip()
        )
    here = urljoin(base, link)
    published = _text(item, "date_published")
    return Entry(
        guid=_text(item, "id"),
        identity="",
        link="",
        raw_link=here if link else "",
        title=plain_text(_text(item, "title")),
        summary=clean_html(html.escape(_text(item, "summary"), quote=False), here),
        content=clean_html(content, here),
        published=read_date(published),
        updated=read_date(_text(item, "date_modified")),
        raw_published=published,
        authors=_authors(item) or authors,
        categories=tuple(plain_text(t) for t in item.get("tags") or () if isinstance(t, str))
        if isinstance(item.get("tags"), list)
        else (),
        enclosures=_attachments(item, here),
        image=urljoin(here, _text(item, "image") or _text(item, "banner_image"))
        if item.get("image") or item.get("banner_image")
        else "",
        language=_text(item, "language") or language,
    )


def _attachments(item: Mapping[str, Any], base: str) -> tuple[Enclosure, ...]:
    rows = item.get("attachments")
    if not isinstance(rows, list):
        return ()
    found = []
    for row in rows:
        if isinstance(row, dict) and _text(row, "url"):
            size = row.get("size_in_bytes")
            found.append(
                Enclosure(
                    urljoin(base, _text(row, "url")), _text(row, "mime_type"), size if isinstance(size, int) else None
                )
            )
    return tuple(found)


def _authors(row: Mapping[str, Any]) -> tuple[str, ...]:
    stated = row.get("authors")
    people = stated if isinstance(stated, list) else [row.get("author")]
    return tuple(plain_text(_text(p, "name")) for p in people if isinstance(p, dict) and _text(p, "name"))


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""
