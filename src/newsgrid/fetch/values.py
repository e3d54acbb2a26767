"""The values of this room: answers with their redirects, requests for pages, and what visits gave."""

from __future__ import annotations

import dataclasses
from typing import NamedTuple

from newsgrid.errors import FeedError, FetchError
from newsgrid.model import Feed, Page, ParsedFeed


@dataclasses.dataclass(frozen=True, slots=True)
class Hop:
    """One redirect that was followed."""

    url: str
    """Who redirected."""
    status: int
    """301, 302, 303, 307 or 308."""
    location: str
    """Where to, absolute."""

    @property
    def is_permanent(self) -> bool:
        """Whether the server says that the new address replaces the old one (RFC 9110, 15.4.2 and 15.4.9)."""
        return self.status in (301, 308)


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """A page, and the redirects that led to it in the order they were followed."""

    page: Page
    hops: tuple[Hop, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class PageRequest:
    """A page that is wanted."""

    key: int
    """Whatever the caller knows the page by; comes back with the answer."""
    url: str
    origin: str = ""
    """The address of the feed that named this page. A page on one of the operator's own hosts is fetched only for a
    feed on the same host; empty: the operator named the page himself."""


class FeedVisit(NamedTuple):
    """What a visit to a feed gave; unpacks as (feed, parsed, error)."""

    feed: Feed
    """With its new state."""
    parsed: ParsedFeed | None
    """None when nothing changed (304) or when the visit failed."""
    error: FetchError | FeedError | None


class PageVisit(NamedTuple):
    """What a visit to a page gave; unpacks as (request, page, error)."""

    request: PageRequest
    page: Page | None
    error: FetchError | None
