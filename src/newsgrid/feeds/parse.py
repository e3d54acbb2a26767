"""Bytes of a feed -> ParsedFeed: RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0, CDF, JSON Feed, sitemaps."""

from __future__ import annotations

import dataclasses
import hashlib

from newsgrid.errors import FeedError
from newsgrid.feeds.decoding import decode
from newsgrid.feeds.document import MAX_BYTES, read_tree
from newsgrid.feeds.jsonfeed import read_json_feed
from newsgrid.feeds.xmlfeed import read_xml_feed
from newsgrid.model import Entry, ParsedFeed, Problem


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
        feed = read_xml_feed(root, url, has_bases="xml:base" in text)
    return _finished(feed, problems)


def _finished(feed: ParsedFeed, problems: list[Problem]) -> ParsedFeed:
    problems += feed.problems
    if feed.entries and not any(e.published or e.updated for e in feed.entries):
        problems.append(Problem("no-dates"))
    entries = _identified(feed.entries)
    if doubled := len(entries) - len({e.identity for e in entries}):
        problems.append(Problem("doubled-entries", str(doubled)))
    return dataclasses.replace(feed, entries=entries, problems=tuple(problems))


def _identified(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Give each entry its identity: its guid, else its link, unless the feed gives it to several; else a hash of its text."""
    by_guid: dict[str, set[tuple[str, str]]] = {}
    by_link: dict[str, set[str]] = {}
    for entry in entries:
        if entry.guid:
            by_guid.setdefault(entry.guid, set()).add((entry.link, entry.title))
        if entry.link:
            by_link.setdefault(entry.link, set()).add(entry.title)
    found = []
    for entry in entries:
        if entry.guid and len(by_guid[entry.guid]) == 1:
            identity = entry.guid
        elif entry.link and len(by_link[entry.link]) == 1:
            identity = entry.link
        else:
            told = "\x1f".join((entry.link, entry.title, entry.summary, entry.content))
            identity = "hash:" + hashlib.blake2b(told.encode("utf-8", "replace"), digest_size=16).hexdigest()
        # The one field that was left open; a copy of a value of 27 fields costs more than reading a short entry.
        object.__setattr__(entry, "identity", identity)
        found.append(entry)
    return tuple(found)
