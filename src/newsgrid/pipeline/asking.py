"""Asking addresses that nobody has subscribed to: is there a feed, and does it live? Nothing is kept."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncGenerator, Iterable
from datetime import datetime

from newsgrid import feeds as feeds_room
from newsgrid import fetch
from newsgrid.model import Feed, ParsedFeed
from newsgrid.pipeline.clock import Clock
from newsgrid.pipeline.visiting import client_for
from newsgrid.settings import Settings


@dataclasses.dataclass(frozen=True, slots=True)
class Answered:
    """What came of asking an address once."""

    url: str
    health: str
    """`ok`, or the reason of the FetchError or FeedError."""
    message: str = ""
    moved_to: str = ""
    """Where the address leads for good (301, 308); empty when it does not."""
    format: str = ""
    """`rss20`, `atom10`, ...; empty when there was no feed."""
    entries: int = 0
    newest: datetime | None = None
    """The latest time an entry states."""
    age_days: float | None = None
    """Of the newest entry."""
    language: str = ""
    """As the document states it."""
    problems: tuple[str, ...] = ()
    """Kinds of what was wrong with the document that could be read all the same."""


async def ask_addresses(urls: Iterable[str], settings: Settings, now: Clock) -> AsyncGenerator[Answered, None]:
    """Ask each address once, politely and within the settings' bounds, and give each answer as soon as it is there.

    Close the generator (or read it to its end) to leave nothing running.
    """
    wanted = [Feed(number, url) for number, url in enumerate(dict.fromkeys(urls), 1)]
    addresses = {feed.id: feed.url for feed in wanted}
    async with client_for(None, settings, now) as client:
        visits = fetch.poll(wanted, client, feeds_room.parse, settings=settings.fetch, now=now)
        try:
            async for visit in visits:
                yield _answered(addresses[visit.feed.id], visit, now())
        finally:
            await visits.aclose()


def _answered(url: str, visit: fetch.FeedVisit, now: datetime) -> Answered:
    state = visit.feed.state
    # A move to https alone is kept at once, any other is on trial; both mean the address has changed.
    moved = visit.feed.url if visit.feed.url != url else state.moved_to
    if visit.parsed is None:
        return Answered(url, state.health, state.message, moved)
    return _read(Answered(url, state.health, "", moved), visit.parsed, now)


def _read(answer: Answered, parsed: ParsedFeed, now: datetime) -> Answered:
    times = [time for entry in parsed.entries for time in (entry.published, entry.updated) if time and time <= now]
    newest = max(times, default=None)
    return dataclasses.replace(
        answer,
        format=parsed.version,
        entries=len(parsed.entries),
        newest=newest,
        age_days=round((now - newest).total_seconds() / 86_400, 1) if newest else None,
        language=parsed.language,
        problems=tuple(dict.fromkeys(problem.kind for problem in parsed.problems)),
    )
