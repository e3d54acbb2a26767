"""Visiting feeds: ask them, keep what they answer. Articles are made of it afterwards, by `polling`."""

from __future__ import annotations

import dataclasses
import functools
import logging
from collections.abc import AsyncGenerator, Sequence
from datetime import datetime

import newsgrid
from newsgrid import feeds as feeds_room
from newsgrid import fetch
from newsgrid.errors import NotFound
from newsgrid.model import Feed, Page, ParsedFeed
from newsgrid.pipeline.clock import Clock
from newsgrid.pipeline.meter import step
from newsgrid.pipeline.progress import Progress
from newsgrid.ports import Store
from newsgrid.settings import Settings

log = logging.getLogger(__name__)

MOST_DUE = 100_000
"""Feeds asked in one round; the others have been due for less long, and come next."""


@dataclasses.dataclass(frozen=True, slots=True)
class Visited:
    """A feed that was asked and kept."""

    feed: Feed
    """As it is then."""
    before: Feed
    """As it was when it was asked."""
    new_entries: int


def due_feeds(store: Store, now: datetime) -> list[Feed]:
    """Give the feeds to be asked now: those whose time has come, unless they ask to be left alone at this hour.

    A visit that was planned for a good hour may be late: the program was not running, or the round before took long.
    """
    return [feed for feed in store.due_feeds(now, limit=MOST_DUE) if not fetch.schedule.is_skipped(feed.state, now)]


async def visit_feeds(
    wanted: Sequence[Feed], store: Store, client: fetch.Client, settings: Settings, now: Clock, progress: Progress
) -> AsyncGenerator[Visited, None]:
    """Ask these feeds once each and give each as soon as what it answered is kept.

    Close the generator (or read it to its end) to leave nothing running.
    """
    asked = {feed.id: feed for feed in wanted}
    progress.stage("feeds", len(asked))
    visits = fetch.poll(wanted, client, _parse, settings=settings.fetch, now=now)
    try:
        async for visit in visits:
            with step("store"):
                new_entries = _save(store, visit, asked[visit.feed.id], now)
            progress.advance("feeds")
            yield Visited(visit.feed, asked[visit.feed.id], new_entries)
    finally:
        await visits.aclose()


async def check_feeds(
    wanted: Sequence[Feed], store: Store, settings: Settings, now: Clock, progress: Progress
) -> list[Feed]:
    """Ask these feeds now, keep what they answer, and give them as they are then, by id."""
    async with client_for(store, settings, now) as client:
        visited = [v.feed async for v in visit_feeds(wanted, store, client, settings, now, progress)]
    return sorted(visited, key=lambda feed: feed.id)


async def fetch_page(url: str, settings: Settings, now: Clock) -> Page:
    """Fetch one page, robots.txt obeyed. Raises FetchError."""
    async with client_for(None, settings, now) as client:
        return await client.fetch(url, robots=True)


def client_for(store: Store | None, settings: Settings, now: Clock) -> fetch.Client:
    """Give a client that keeps to the waits servers asked for, across restarts."""
    return fetch.Client(
        settings.fetch,
        contact=settings.site.contact or settings.site.base_url,
        version=newsgrid.__version__,
        waits=store.host_waits() if store else {},
        now=now,
        on_wait=store.save_host_wait if store else lambda host, until: None,
    )


def _save(store: Store, visit: fetch.FeedVisit, before: Feed, now: Clock) -> int:
    """Keep what a visit brought and give how many entries were new; a feed that was removed meanwhile brings nothing."""
    try:
        return store.save_feed(visit.feed, visit.parsed.entries if visit.parsed else (), now(), before)
    except NotFound:
        log.info("feed %s was removed while it was asked", visit.feed.id)
        return 0


# Under its own name, so that a process of its own finds the parser itself.
@functools.wraps(feeds_room.parse)
def _parse(data: bytes, url: str = "", content_type: str = "") -> ParsedFeed:
    with step("feeds"):
        return feeds_room.parse(data, url, content_type)
