"""From an address somebody gave to a feed: the address itself, or the best its page leads to, with few requests."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import random
from collections.abc import AsyncGenerator, Iterable
from datetime import datetime

from newsgrid import feeds as feeds_room
from newsgrid import fetch
from newsgrid.errors import FeedError, FetchError
from newsgrid.feeds import Candidate
from newsgrid.model import Entry, Feed, ParsedFeed
from newsgrid.pipeline.clock import Clock
from newsgrid.pipeline.visiting import client_for
from newsgrid.ports import Store
from newsgrid.settings import Settings

log = logging.getLogger(__name__)

MOST_CANDIDATES = 5
"""Addresses that are tried when the one that was given is no feed itself."""
MOST_SITEMAPS = 2
"""Sitemaps that are tried, of those robots.txt names, when none of these was a feed."""
FULL_TEXT_CHARS = 1000
"""Characters of HTML from which on a text is taken for a whole one."""
NO_FEED = frozenset(["html", "not-a-feed", "empty"])
"""Reasons for which an address may be a page that leads to feeds; any other speaks of a feed that is refused."""
SURE = 5.0
"""The score from which on a candidate was not merely guessed."""


@dataclasses.dataclass(frozen=True, slots=True)
class Offer:
    """A feed that was found: where, why there, and what it holds."""

    candidate: Candidate
    answer: fetch.Answer
    parsed: ParsedFeed

    @property
    def url(self) -> str:
        """The address to subscribe to."""
        return self.candidate.url

    @property
    def newest(self) -> datetime | None:
        """When its newest entry was published."""
        return max((e.published for e in self.parsed.entries if e.published), default=None)

    @property
    def full_text(self) -> bool:
        """Whether most of its entries hold their whole text, as far as its length tells."""
        entries = self.parsed.entries
        return 2 * sum(len(entry.content) >= FULL_TEXT_CHARS for entry in entries) > len(entries)


async def find_feed(asked: Feed, store: Store | None, settings: Settings, now: Clock) -> tuple[Feed, tuple[Entry, ...]]:
    """Ask an address once: give its feed with entries; of a site's page, the best feed it leads to (asked once as well).

    Raises FetchError, or FeedError when neither the address nor anything it leads to is a feed.
    """
    async with client_for(store, settings, now) as client:
        offers = look(asked.url, client)
        empty = None
        try:
            async for offer in offers:
                if offer.parsed.entries:
                    return _subscribed(asked, offer, settings, now), offer.parsed.entries
                empty = empty or offer
        finally:
            await offers.aclose()
    if empty is not None:
        return _subscribed(asked, empty, settings, now), ()
    raise FeedError(f"Neither {asked.url} nor what it points to is a feed.", item=asked.url, reason="not-a-feed")


async def find_all(url: str, settings: Settings, now: Clock) -> list[Offer]:
    """Give every feed found for an address, the best first, with as many requests as `look` makes. Raises FetchError."""
    async with client_for(None, settings, now) as client:
        return [offer async for offer in look(url, client)]


async def look(url: str, client: fetch.Client) -> AsyncGenerator[Offer, None]:
    """Ask an address, and when it is no feed the best candidates of its page, one after another, at most MOST_CANDIDATES;
    only when none of them is a feed, robots.txt for news sitemaps, at most MOST_SITEMAPS of them.

    Gives what is a feed as it is found. A page that holds an h-feed is asked for nothing more when it declares no other
    feed; else it comes after those. Raises FetchError when the address itself cannot be had, FeedError when it is a feed
    that is refused. Close the generator (or read
    it to its end) to leave nothing running.
    """
    reading = fetch.Reading(feeds_room.parse, fetch.PARSE_S)
    try:
        answer = await client.fetch_with_hops(url)
        itself = await _read_itself(url, answer, reading)
        if itself is not None and itself.parsed.version != "hfeed":
            yield itself
            return
        page = answer.page
        candidates = await asyncio.to_thread(feeds_room.discover, page.body, page.final_url)
        others = [c for c in candidates if c.kind != "hfeed" or c.url not in (url, page.final_url)]
        if itself is not None:
            others = [candidate for candidate in others if candidate.score >= SURE]
        count = 0
        async for offer in _tried(others[:MOST_CANDIDATES], url, client, reading):
            count += 1
            yield offer
        if itself is not None:
            yield itself
        elif not count:
            sitemaps = feeds_room.discover(b"", page.final_url, await client.sitemaps(page.final_url))
            news = [candidate for candidate in sitemaps if candidate.kind == "sitemap"]
            async for offer in _tried(news[:MOST_SITEMAPS], url, client, reading):
                yield offer
    finally:
        reading.close()


async def _read_itself(url: str, answer: fetch.Answer, reading: fetch.Reading) -> Offer | None:
    """Read what the address itself answered; None when that is no feed. Raises FeedError for one that is refused."""
    try:
        return Offer(Candidate(url, why="the address itself"), answer, await reading.read(answer.page))
    except FeedError as error:
        if error.reason not in NO_FEED:
            raise
        return None


async def _tried(
    candidates: Iterable[Candidate], origin: str, client: fetch.Client, reading: fetch.Reading
) -> AsyncGenerator[Offer, None]:
    for candidate in candidates:
        try:
            answer = await client.fetch_with_hops(candidate.url, origin=origin)
        except FetchError as error:
            log.info("%s offers %s, which cannot be had: %s", origin, candidate.url, error)
            continue
        offer = await _read(candidate, answer, reading)
        # A page in the place of a feed is the site's way of saying that there is none.
        if offer is not None and (offer.parsed.version != "hfeed" or candidate.kind == "hfeed"):
            yield offer


async def _read(candidate: Candidate, answer: fetch.Answer, reading: fetch.Reading) -> Offer | None:
    try:
        parsed = await reading.read(answer.page)
    except FeedError as error:
        log.info("%s is no feed: %s", candidate.url, error)
        return None
    # An index of sitemaps, or a sitemap without titles, says nothing of news.
    is_plain = parsed.version.startswith("sitemap") and not any(entry.title for entry in parsed.entries)
    return None if is_plain and candidate.kind == "sitemap" else Offer(candidate, answer, parsed)


def _subscribed(asked: Feed, offer: Offer, settings: Settings, now: Clock) -> Feed:
    """Give the feed to keep, its next visit planned."""
    parsed = offer.parsed
    found = dataclasses.replace(asked, url=offer.url)
    feed = fetch.schedule.after_success(found, offer.answer, parsed, now(), settings.fetch, random.Random())
    return dataclasses.replace(
        feed,
        title=feed.title or parsed.title or offer.candidate.title,
        site=feed.site or parsed.link,
        language=feed.language or parsed.language,
    )
