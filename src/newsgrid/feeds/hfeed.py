"""A web page that is a feed itself: its h-feed, or the h-entries it holds (microformats.org/wiki/h-feed, h-entry)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from lxml import etree

from newsgrid.feeds.addresses import joined, on_web
from newsgrid.feeds.dates import read_date
from newsgrid.feeds.item import language_of
from newsgrid.feeds.markup import Sanitiser, plain_text
from newsgrid.feeds.media import picture_in
from newsgrid.feeds.microformats import Item, address_of, html_of, is_root, item_of, text_of, time_of, within
from newsgrid.model import Enclosure, Entry, ParsedFeed, Problem
from newsgrid.text import canonical_address

MAX_PAGE = 2_000_000
"""Characters of a page that are read."""
MAX_TOPICS = 60
_MARKED = re.compile(r"""\bclass\s*=\s*["']?[^"'<>]{0,400}?\bh-(?:feed|entry)\b""", re.IGNORECASE)


def has_entries(text: str) -> bool:
    """Say whether a page may hold an h-feed or h-entries; quickly."""
    return ("h-entry" in text or "h-feed" in text) and _MARKED.search(text) is not None


def read_h_feed(text: str, url: str, limit: int) -> ParsedFeed | None:
    """Read a page's h-feed, else its outermost h-entries, at most `limit`; None when it holds none."""
    parser = etree.HTMLParser(recover=True, no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(text[:MAX_PAGE].encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None:
        return None
    base = next((joined(url, found) for e in root.iter("base") if (found := e.get("href", ""))), url)
    head, elements = _found(root)
    if not elements:
        return None
    feed = item_of(head) if head is not None else Item(root, {})
    language = language_of(_language(head if head is not None else root, root))
    authors = _people(feed, "author")
    sanitiser = Sanitiser()
    entries = tuple(_entry(element, base, language, authors, sanitiser) for element in elements[:limit])
    problems = (
        (Problem("too-many-entries", f"{len(elements)}, the first {limit} are kept"),) if len(elements) > limit else ()
    )
    return ParsedFeed(
        version="hfeed",
        title=text_of(feed.first("name")) or plain_text(_page_title(root)),
        link=address_of(feed.first("url"), base) or url,
        description=text_of(feed.first("summary"))[:2000],
        language=language,
        image=on_web(base, address_of(feed.first("photo"), base)),
        hub=_linked(root, "hub", base),
        self_link=_linked(root, "self", base),
        entries=entries,
        problems=problems + sanitiser.problems(),
        authors=authors,
    )


def _found(root: etree._Element) -> tuple[etree._Element | None, list[etree._Element]]:
    """Give the h-feed with the most entries and its entries, else the h-entries that stand in nothing else."""
    feeds = [e for e in itertools.islice(root.iter(etree.Element), 400_000) if is_root(e, "h-feed")][:20]
    held = [(feed, [e for e in within(feed) if is_root(e, "h-entry")]) for feed in feeds]
    head, entries = max(held, key=lambda pair: len(pair[1]), default=(root, []))
    if entries:
        return head, entries
    # A thing that is no h-entry (a card, an event) keeps its entries to itself.
    return None, [e for e in within(root) if is_root(e, "h-entry")]


def _entry(element: etree._Element, base: str, language: str, authors: tuple[str, ...], sanitiser: Sanitiser) -> Entry:
    item = item_of(element)
    link = address_of(item.first("url"), base) or _implied_address(item, base)
    content, summary = (html_of(item.first(name), base, sanitiser) for name in ("content", "summary"))
    published, updated = time_of(item.first("published")), time_of(item.first("updated"))
    read_updated = read_date(updated)
    pictures = (on_web(base, address_of(item.first(name), base)) for name in ("featured", "photo"))
    uid = item.first("uid")
    return Entry(
        guid=address_of(uid, base) or text_of(uid),
        identity="",
        link=canonical_address(link),
        raw_link=link,
        title=plain_text(_title(item, has_text=bool(content or summary))),
        summary=summary,
        content=content,
        published=read_date(published) or read_updated,
        updated=read_updated,
        raw_published=published or updated,
        raw_updated=updated,
        authors=_people(item, "author") or authors,
        categories=tuple(dict.fromkeys(filter(None, map(text_of, item.properties.get("category", [])[:MAX_TOPICS])))),
        enclosures=_files(item, base),
        image=next(filter(None, pictures), "") or picture_in(content, summary),
        language=language_of(_language(element)) or language,
        comments=address_of(item.first("comments"), base),
        source_link=address_of(item.first("repost-of"), base),
    )


def _title(item: Item, *, has_text: bool) -> str:
    """Give the name; one that merely repeats the text is none, as notes have none of their own."""
    name = text_of(item.first("name"))
    if name and item.first("name") is item.first("content"):
        return ""
    return name or ("" if has_text or item.properties else text_of(item.element))


def _implied_address(item: Item, base: str) -> str:
    """Give the address of the only link of a thing that names none."""
    if item.element.tag == "a":
        return address_of(item.element, base)
    links = list(itertools.islice(item.element.iter("a"), 2))
    return address_of(links[0], base) if len(links) == 1 else ""


def _people(item: Item, name: str) -> tuple[str, ...]:
    """Give the names of people: of a card its own name, else its text."""
    names = []
    for element in item.properties.get(name, [])[:50]:
        card = item_of(element) if is_root(element, "h-card") else None
        names.append(plain_text(text_of(card.first("name") if card and card.first("name") is not None else element)))
    return tuple(dict.fromkeys(filter(None, names)))


def _files(item: Item, base: str) -> tuple[Enclosure, ...]:
    found = (
        (on_web(base, address_of(element, base)), element.get("type", ""))
        for name in ("audio", "video")
        for element in item.properties.get(name, [])[:50]
    )
    return tuple(Enclosure(url, kind) for url, kind in dict(pair for pair in found if pair[0]).items())


def _language(element: etree._Element, *around: etree._Element) -> str:
    return next((stated for e in (element, *around) if (stated := e.get("lang") or "")), "")


def _page_title(root: etree._Element) -> str:
    return next(("".join(map(str, e.itertext())) for e in root.iter("title")), "")


def _linked(root: etree._Element, rel: str, base: str) -> str:
    links: Iterable[etree._Element] = itertools.islice(root.iter("link"), 500)
    return next((on_web(base, e.get("href", "")) for e in links if rel in (e.get("rel") or "").lower().split()), "")
