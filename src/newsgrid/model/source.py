"""What comes from outside: feeds, their entries, pages."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from typing import Any


@dataclasses.dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that an entry offers."""

    url: str
    type: str = ""
    size_bytes: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a document that could be lived with."""

    kind: str
    """A stable word: `ill-formed`, `encoding`, `truncated`, `no-dates`, `too-many-entries`, ..."""
    detail: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """An item as it came in a feed: what it states, beside what we concluded from it."""

    guid: str
    """The id the feed gives, verbatim; empty when it gives none."""
    identity: str
    """What tells this entry from the others of its feed: the guid, else the canonical link, else a hash of the content."""
    link: str
    """Absolute and canonical (no tracking parameters, no fragment); empty when there is none."""
    raw_link: str = ""
    title: str = ""
    """Plain text."""
    summary: str = ""
    """Sanitised HTML."""
    content: str = ""
    """Sanitised HTML of the full text, when the feed carries it."""
    published: datetime | None = None
    updated: datetime | None = None
    raw_published: str = ""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    image: str = ""
    language: str = ""
    rights: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed document, read."""

    version: str
    """`rss20`, `rss10`, `atom10`, `json11`, `sitemap`, ..."""
    title: str = ""
    link: str = ""
    description: str = ""
    language: str = ""
    image: str = ""
    hub: str = ""
    self_link: str = ""
    ttl_s: int | None = None
    """How long the publisher asks us to wait between two visits (ttl, sy:updatePeriod, ...), in seconds."""
    updated: datetime | None = None
    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Give what `newsgrid feed parse` prints: `feed`, `entries` and `problems`, with dates as ISO 8601."""
        head = {key: plain(getattr(self, key)) for key in _FEED_KEYS}
        return {
            "feed": head,
            "entries": [_entry_dict(e) for e in self.entries],
            "problems": [plain(p) for p in self.problems],
        }


_FEED_KEYS = ("version", "title", "link", "description", "language", "image", "hub", "self_link", "ttl_s", "updated")


def _entry_dict(entry: Entry) -> dict[str, Any]:
    row: dict[str, Any] = plain(entry)
    row["id"] = row.pop("guid") or entry.identity
    return row


@dataclasses.dataclass(frozen=True, slots=True)
class FeedState:
    """Our relation to a feed: validators, timing, failures. Kept across restarts."""

    etag: str = ""
    last_modified: str = ""
    """Both validators byte for byte as the server gave them."""
    checked: datetime | None = None
    changed: datetime | None = None
    next_check: datetime | None = None
    """None: due now."""
    failures: int = 0
    health: str = "new"
    """A stable word: `new`, `ok`, `gone`, or the `reason` of the FetchError or FeedError that happened last."""
    message: str = ""
    """One line for the operator."""
    moved_to: str = ""
    moved_since: datetime | None = None
    unconditional: datetime | None = None
    """When a full answer was last asked for without validators."""
    interval_s: int = 0
    body_hash: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Feed:
    """A document we subscribe to."""

    id: int
    url: str
    title: str = ""
    site: str = ""
    publisher: str = ""
    """The outlet's name; several feeds may share one."""
    language: str = ""
    country: str = ""
    city: str = ""
    folder: str = ""
    state: FeedState = FeedState()


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """The bytes an address gave."""

    url: str
    """The address that was asked for."""
    final_url: str
    """The address that answered, after redirects."""
    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes
    fetched: datetime


def plain(value: Any) -> Any:
    """Turn a value into what JSON can hold: dataclasses to dicts, tuples to lists, times to ISO 8601."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(v) for v in value]
    return value
