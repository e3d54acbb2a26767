"""Bytes of a feed -> ParsedFeed: RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0, CDF, JSON Feed, sitemaps, h-feed."""

from __future__ import annotations

import dataclasses

from newsgrid.errors import FeedError
from newsgrid.feeds.decoding import decode
from newsgrid.feeds.document import MAX_BYTES, read_tree
from newsgrid.feeds.hfeed import has_entries, read_h_feed
from newsgrid.feeds.jsonfeed import read_json_feed
from newsgrid.feeds.xmlfeed import MAX_ENTRIES, read_xml_feed
from newsgrid.model import Entry, ParsedFeed, Problem
from newsgrid.model.identity import identities


def parse(data: bytes, url: str = "", content_type: str = "") -> ParsedFeed:
    """Read a feed document: `data` as it came (after HTTP's own encoding), `url` for relative links.

    Ill-formed documents are mended, the entries that are whole kept, and the feed marked in `problems`. Raises FeedError
    with a reason (`empty`, `html`, `not-a-feed`, `too-large`, `too-deep`, `too-many-elements`, `dtd`) for what is no feed
    or is refused; a page that holds an h-feed or h-entries is one. No document type is read, nothing is fetched. Linear in the size of the document.
    """
    if len(data) > MAX_BYTES:
        raise FeedError(f"The feed is longer than {MAX_BYTES} bytes.", item=url, reason="too-large")
    text, trouble = decode(data, content_type)
    problems = [Problem("encoding", trouble)] if trouble else []
    if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        feed = read_json_feed(text, url)
    else:
        feed = _read_markup(text, url, problems)
    return _finished(feed, problems)


def _read_markup(text: str, url: str, problems: list[Problem]) -> ParsedFeed:
    try:
        root, found = read_tree(text, url)
    except FeedError as error:
        if error.reason == "html" and has_entries(text) and (page := read_h_feed(text, url, MAX_ENTRIES)):
            return page
        raise
    problems += found
    feed = read_xml_feed(root, url, has_bases="xml:base" in text)
    return _without_hollow(feed) if any(problem.kind == "dtd" for problem in found) else feed


def _without_hollow(feed: ParsedFeed) -> ParsedFeed:
    """Leave out items of which nothing is left without the entities that were refused."""
    full = tuple(entry for entry in feed.entries if any(map(entry.__getattribute__, _HELD)))
    return feed if len(full) == len(feed.entries) else dataclasses.replace(feed, entries=full)


_NOT_ITS_OWN = ("identity", "language", "authors", "author_email")
"""What an entry has of the feed around it."""
_HELD = tuple(field.name for field in dataclasses.fields(Entry) if field.name not in _NOT_ITS_OWN)


def _finished(feed: ParsedFeed, problems: list[Problem]) -> ParsedFeed:
    problems += feed.problems
    if feed.entries and not any(e.published or e.updated for e in feed.entries):
        problems.append(Problem("no-dates"))
    for entry, identity in zip(feed.entries, identities(feed.entries), strict=True):
        # The one field that was left open; a copy of a value of 27 fields costs more than reading a short entry.
        object.__setattr__(entry, "identity", identity)
    if doubled := len(feed.entries) - len({e.identity for e in feed.entries}):
        problems.append(Problem("doubled-entries", str(doubled)))
    return dataclasses.replace(feed, problems=tuple(problems))
