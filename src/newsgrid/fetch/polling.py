"""Visits to many feeds."""

from __future__ import annotations

import random
from collections.abc import AsyncGenerator, Callable, Iterable
from datetime import datetime

from newsgrid.errors import FeedError, FetchError
from newsgrid.fetch import schedule
from newsgrid.fetch.client import Client
from newsgrid.fetch.crowd import Crowd, queues_by
from newsgrid.fetch.failures import lightened
from newsgrid.fetch.reading import Parse, Reading
from newsgrid.fetch.targets import host_key
from newsgrid.fetch.values import Answer, FeedVisit
from newsgrid.model import Feed, ParsedFeed
from newsgrid.settings import FetchSettings

_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, */*;q=0.5"
)
PARSE_S = 10.0
"""Seconds that reading one document may take; a real feed of 10 MB takes under two."""


async def poll(
    feeds: Iterable[Feed],
    client: Client,
    parse: Parse,
    *,
    settings: FetchSettings,
    now: Callable[[], datetime],
    rng: random.Random | None = None,
    parse_s: float = PARSE_S,
) -> AsyncGenerator[FeedVisit, None]:
    """Visit feeds, within the client's limits, and give each with its new state as soon as it is done.

    `parse(data, url, content_type)` reads a document and raises FeedError; it runs in a thread, on hard documents in a
    process that is killed when need be, for at most `parse_s` seconds. Feeds that share an address (and what we hold of it) are visited once. A failure belongs to its feed alone; the order of results
    is the order in which they come. Close the generator (or read it to its end) to leave nothing running.
    """
    reading = Reading(parse, parse_s)
    visitor = _Visitor(client, reading, settings, now, rng or random.Random())
    begun = now()
    shared = queues_by(lambda feed: _question(feed, begun), list(feeds))
    crowd = Crowd(visitor.visit, visitor.lanes, client.hands)
    results = crowd.run(queues_by(lambda group: host_key(schedule.address(group[0], begun)), list(shared.values())))
    try:
        async for visits in results:
            for visit in visits:
                yield visit
    finally:
        await results.aclose()
        reading.close()


def _question(feed: Feed, now: datetime) -> str:
    """Give what would be asked: feeds with the same address and validators can share the answer."""
    return "\n".join((schedule.address(feed, now), *schedule.request_headers(feed, now).values()))


class _Visitor:
    def __init__(
        self,
        client: Client,
        reading: Reading,
        settings: FetchSettings,
        now: Callable[[], datetime],
        rng: random.Random,
    ) -> None:
        self._client = client
        self._reading = reading
        self._settings = settings
        self._now = now
        self._rng = rng

    async def lanes(self, feeds: list[Feed]) -> int:
        return await self._client.lanes(schedule.address(feeds[0], self._now()))

    async def visit(self, feeds: list[Feed]) -> list[FeedVisit]:
        """Visit the address that these feeds share."""
        begun = self._now()
        url = schedule.address(feeds[0], begun)
        headers = {"Accept": _ACCEPT} | schedule.request_headers(feeds[0], begun)
        try:
            answer = await self._client.fetch_with_hops(url, headers=headers)
            if answer.page.status == 304:
                return [self._unchanged(feed, answer) for feed in feeds]
            parsed = await self._reading.read(answer.page)
        except (FetchError, FeedError) as error:
            return [self._failed(feed, lightened(error)) for feed in feeds]
        return [self._succeeded(feed, answer, parsed) for feed in feeds]

    def _succeeded(self, feed: Feed, answer: Answer, parsed: ParsedFeed) -> FeedVisit:
        new = schedule.after_success(feed, answer, parsed, self._now(), self._settings, self._rng)
        return FeedVisit(new, parsed, None)

    def _unchanged(self, feed: Feed, answer: Answer) -> FeedVisit:
        return FeedVisit(schedule.after_unchanged(feed, answer, self._now(), self._settings, self._rng), None, None)

    def _failed(self, feed: Feed, error: FetchError | FeedError) -> FeedVisit:
        return FeedVisit(schedule.after_failure(feed, error, self._now(), self._settings, self._rng), None, error)
