"""Bytes of a feed -> ParsedFeed: RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0, JSON Feed, news sitemaps."""

from __future__ import annotations

import dataclasses
import hashlib
from collections import Counter
from urllib.parse import urljoin

from newsgrid.errors import FeedError
from newsgrid.feeds.decoding import decode
from newsgrid.feeds.document import MAX_BYTES, read_tree
from newsgrid.feeds.jsonfeed import read_json_feed
from newsgrid.feeds.xmlfeed import read_xml_feed
from newsgrid.model import Entry, ParsedFeed, Problem
from newsgrid.text import canonical_address

MAX_ENTRIES = 2000
"""A longer feed is cut: its first entries are kept, and the feed is marked."""


def parse(data: bytes, url: str = "", content_type: str = "") -> ParsedFeed:
    """Read a feed document: `data` as it came (after HTTP's own encoding), `url` for relative links.

    Ill-formed documents are mended, the entries that are whole kept, and the feed marked in `problems`. Raises FeedError
    with a reason (`empty`, `html`, `not-a-feed`, `too-large`, `too-deep`, `too-many-elements`, `dtd`) for what is no feed
    or is refused. No document type is read, nothing is fetched. Linear in the size of the document.
    """
    if len(data) > MAX_BYTES:
        raise FeedError(f"The feed is longer than {MAX_BYTES} bytes.", item=url, reason="too-large")
    text, trouble = decode(data, content_type)
    problems = [Problem("encoding", trouble)] if trouble else []
    if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        feed = read_json_feed(text, url)
    else:
        root, found = read_tree(text, url)
        problems += found
        feed = read_xml_feed(root, text, url)
    return _finished(feed, url, problems)


def _finished(feed: ParsedFeed, url: str, problems: list[Problem]) -> ParsedFeed:
    problems += feed.problems
    entries = feed.entries
    if len(entries) > MAX_ENTRIES:
        problems.append(Problem("too-many-entries", f"{len(entries)}, the first {MAX_ENTRIES} are kept"))
        entries = entries[:MAX_ENTRIES]
    if entries and not any(e.published or e.updated for e in entries):
        problems.append(Problem("no-dates"))
    base = feed.link or url
    linked = [
        dataclasses.replace(e, link=canonical_address(urljoin(base, e.raw_link)) if e.raw_link else "") for e in entries
    ]
    named, doubled = _identified(linked)
    if doubled:
        problems.append(Problem("doubled-entries", str(doubled)))
    return dataclasses.replace(feed, entries=named, problems=tuple(problems))


def _identified(entries: list[Entry]) -> tuple[tuple[Entry, ...], int]:
    """Give each entry its identity, each once: its guid, unless the feed gives one guid to different links."""
    links_of: dict[str, set[str]] = {}
    for entry in entries:
        if entry.guid:
            links_of.setdefault(entry.guid, set()).add(entry.link)
    shared_links = Counter(link for link in {(e.link, e.title) for e in entries} for link in [link[0]])
    kept: dict[str, Entry] = {}
    for entry in entries:
        if entry.guid and len(links_of[entry.guid]) == 1:
            identity = entry.guid
        elif entry.link and shared_links[entry.link] == 1:
            identity = entry.link
        else:
            told = "\x1f".join((entry.link, entry.title, entry.summary, entry.content))
            identity = "hash:" + hashlib.blake2b(told.encode("utf-8", "replace"), digest_size=16).hexdigest()
        kept.setdefault(identity, dataclasses.replace(entry, identity=identity))
    return tuple(kept.values()), len(entries) - len(kept)
