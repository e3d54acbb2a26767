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
    """As the feed gives it, made absolute where it says or we know against what."""
    title: str = ""
    """Plain text."""
    summary: str = ""
    """Sanitised HTML."""
    content: str = ""
    """Sanitised HTML of the full text, when the feed carries it."""
    published: datetime | None = None
    updated: datetime | None = None
    raw_published: str = ""
    """The date as the feed writes it; where it states a change alone, that."""
    raw_updated: str = ""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    image: str = ""
    language: str = ""
    rights: str = ""
    """Sanitised HTML."""
    contributors: tuple[str, ...] = ()
    author_email: str = ""
    """The first address given with an author."""
    publisher: str = ""
    """Who published it, where the entry says so itself."""
    source: str = ""
    """The title of the feed it was taken over from."""
    source_link: str = ""
    comments: str = ""
    """Where it is commented on."""
    point: tuple[float, float] | None = None
    """Latitude and longitude, degrees, as the feed states them (GeoRSS, W3C geo)."""


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
    hubs: tuple[str, ...] = ()
    """All hubs (WebSub) that it names, in its order; `hub` is the first."""
    self_link: str = ""
    ttl_s: int | None = None
    """How long the publisher asks us to wait between two visits (ttl, sy:updatePeriod, ...), in seconds."""
    updated: datetime | None = None
    entries: tuple[Entry, ...] = ()
    """In the document's order. The same entry given twice is there twice, with one identity."""
    problems: tuple[Problem, ...] = ()
    id: str = ""
    subtitle: str = ""
    """The description as sanitised HTML."""
    rights: str = ""
    """Sanitised HTML."""
    generator: str = ""
    publisher: str = ""
    authors: tuple[str, ...] = ()
    author_email: str = ""
    categories: tuple[str, ...] = ()
    published: datetime | None = None
    skip_hours: tuple[int, ...] = ()
    """Hours of the day, UTC, in which the publisher asks not to be visited."""
    skip_days: tuple[int, ...] = ()
    """Days of the week, Monday is 0, on which the publisher asks not to be visited."""

    def as_dict(self) -> dict[str, Any]:
        """Give what `newsgrid feed parse` prints: `format`, `feed`, `entries` and `problems`, with dates as ISO 8601.

        An entry's `link` is the one the feed states, `canonical_link` the one we go by; its `id` is its identity where it
        states none. `tags` repeats the categories, `length` an enclosure's size, `ttl` the feed's wait in minutes, as the
        formats themselves call them.
        """
        head = {f.name: plain(getattr(self, f.name)) for f in dataclasses.fields(self) if f.name not in _NOT_HEAD}
        head["tags"] = head["categories"]
        head["ttl"] = None if self.ttl_s is None else self.ttl_s // 60
        return {
            "format": "rdf" if self.version in ("rss10", "rss090") else self.version.rstrip("0123456789"),
            "feed": head,
            "entries": [_entry_dict(e) for e in self.entries],
            "problems": [plain(p) for p in self.problems],
        }


_NOT_HEAD = frozenset(["entries", "problems"])


def _entry_dict(entry: Entry) -> dict[str, Any]:
    """Write an entry as `plain` does, without asking each value what it is: entries are many."""
    categories = list(entry.categories)
    return {
        "id": entry.guid or entry.identity,
        "identity": entry.identity,
        "link": entry.raw_link or entry.link,
        "raw_link": entry.raw_link,
        "canonical_link": entry.link,
        "title": entry.title,
        "summary": entry.summary,
        "content": entry.content,
        "published": entry.published.isoformat() if entry.published else None,
        "updated": entry.updated.isoformat() if entry.updated else None,
        "raw_published": entry.raw_published,
        "raw_updated": entry.raw_updated,
        "authors": list(entry.authors),
        "author_email": entry.author_email,
        "contributors": list(entry.contributors),
        "categories": categories,
        "tags": categories,
        "enclosures": [
            {"url": file.url, "type": file.type, "size_bytes": file.size_bytes, "length": file.size_bytes}
            for file in entry.enclosures
        ],
        "image": entry.image,
        "language": entry.language,
        "rights": entry.rights,
        "publisher": entry.publisher,
        "source": entry.source,
        "source_title": entry.source,
        "source_link": entry.source_link,
        "comments": entry.comments,
        "point": list(entry.point) if entry.point else None,
    }


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
    failing_since: datetime | None = None
    """When the first of these failures happened."""
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
    problems: tuple[Problem, ...] = ()
    """What was wrong with the last document that could be read all the same."""
    ttl_s: int = 0
    """How long the document asked us to wait between two visits, when it was last read."""
    fresh_s: int = 0
    """How long the server called its answer fresh, when it last said anything of it."""
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    """As in ParsedFeed, when the document was last read."""
    identity: str = "guid"
    """By what its entries are known: `guid`, `link` or `hash`. The store's own: what is given with `save_feed` is not taken."""
    notice: str = ""
    """What the store noticed of this feed and did about it, for the operator; likewise the store's own."""
    hubs: tuple[str, ...] = ()
    """Hubs (WebSub) that the last full answer offered, in its order."""
    topic: str = ""
    """What it calls itself (`rel=self`): what is subscribed to at a hub."""
    pushed_until: datetime | None = None
    """Until when a hub that was seen to deliver is relied upon: it is visited less often."""


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
    paused: bool = False
    """The operator wants it left alone: it is never due."""
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


_PLAIN = frozenset([str, int, float, bool, type(None)])


def plain(value: Any) -> Any:
    """Turn a value into what JSON can hold: dataclasses to dicts, tuples to lists, times to ISO 8601."""
    if type(value) in _PLAIN:
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(v) for v in value]
    return value
