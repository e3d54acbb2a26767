"""Visits over HTTP, day by day: manners that hold over restarts, moves, ids that rotate."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fetch.loopback import Asked, Clock, Loopback, answer, loopback

from newsgrid.model import Feed
from newsgrid.pipeline.finding import find_feed
from newsgrid.pipeline.progress import Quiet
from newsgrid.pipeline.visiting import check_feeds, client_for, due_feeds, visit_feeds
from newsgrid.settings import FetchSettings, Settings
from newsgrid.stores import MemoryStore

OPEN = Settings(fetch=FetchSettings(allow_private=("127.0.0.0/8",), timeout_s=5))


class Site:
    """A store, a clock, and a server whose feeds say what the test wants."""

    def __init__(self, world: Loopback) -> None:
        self.world = world
        self.clock = Clock()
        self.store = MemoryStore(clock=self.clock)
        self.numbers = list(range(5))
        self.guid: Callable[[int], str] = lambda number: f"id-{number}"
        world.says["/feed"] = self._feed

    async def _feed(self, asked: Asked, _: Any) -> bytes:
        items = "".join(
            f"<item><guid isPermaLink='false'>{self.guid(n)}</guid><title>Headline {n}</title>"
            f"<link>{self.world.url(f'/news/{n}')}</link><description>Report {n} of the harbour.</description></item>"
            for n in self.numbers
        )
        body = f"<rss version='2.0'><channel><title>The Paper</title>{items}</channel></rss>".encode()
        return answer(200, body, ETag='"1"', Content_Type="application/rss+xml")

    async def round(self) -> int:
        """Ask what is due, as a worker that was started anew, and give how many entries are new."""
        new = 0
        async with client_for(self.store, OPEN, self.clock) as client:
            due = due_feeds(self.store, self.clock())
            async for visited in visit_feeds(due, self.store, client, OPEN, self.clock, Quiet()):
                new += visited.new_entries
        return new

    def asked(self, path: str = "/feed") -> int:
        return self.world.paths().count(path)


def on_site(test: Callable[[Site], Awaitable[None]]) -> Callable[[], None]:
    """Run a test with a site of its own."""

    def run() -> None:
        async def within() -> None:
            async with loopback() as world:
                await test(Site(world))

        asyncio.run(within())

    run.__name__, run.__doc__ = test.__name__, test.__doc__  # type: ignore[attr-defined]
    return run


@on_site
async def test_adding_a_feed_is_one_request_and_the_next_poll_none(site: Site) -> None:
    feed, entries = await find_feed(Feed(0, site.world.url("/feed")), site.store, OPEN, site.clock)
    kept = site.store.add_feed(feed)
    site.store.save_feed(dataclasses.replace(feed, id=kept.id), entries, site.clock())
    await site.round()
    assert site.asked() == 1


@on_site
async def test_no_restart_makes_a_visit_come_sooner(site: Site) -> None:
    site.store.add_feed(Feed(0, site.world.url("/feed")))
    for _ in range(24 * 4):
        await site.round()
        site.clock.move(minutes=15)
    # Every hour at first, then later and later: nothing new came.
    assert 5 <= site.asked() <= 10


@on_site
async def test_ids_that_rotate_bring_each_entry_once(site: Site) -> None:
    site.store.add_feed(Feed(0, site.world.url("/feed")))
    visits = 0

    def churned(number: int) -> str:
        return f"{visits}-{number}"

    site.guid = churned
    found = []
    for visits in range(6):  # noqa: B007
        found.append(await site.round())
        site.numbers = [number + 1 for number in site.numbers]
        site.clock.move(days=2)
    assert found == [5, 1, 1, 1, 1, 1]
    [feed] = site.store.feeds()
    assert feed.state.identity == "link"
    assert feed.state.notice


@on_site
async def test_a_feed_that_moves_to_one_we_read_becomes_one_with_it(site: Site) -> None:
    site.world.says["/old"] = answer(301, Location=site.world.url("/feed"))
    old = site.store.add_feed(Feed(0, site.world.url("/old"), city="Durban"))
    new = site.store.add_feed(Feed(0, site.world.url("/feed")))
    for _ in range(9):
        await site.round()
        assert site.store.counts()["entries"] - site.store.counts()["entries_duplicate"] == 5
        site.clock.move(days=1, hours=3)
    [kept] = site.store.feeds()
    assert (kept.id, kept.city) == (new.id, "Durban")
    assert f"feed {old.id}" in kept.state.notice
    assert site.asked("/old") == 2
    before = len(site.world.asked)
    site.clock.move(days=3)
    await site.round()
    assert len(site.world.asked) == before + 1


@on_site
async def test_a_feed_that_is_gone_says_so_and_is_never_asked_again(site: Site) -> None:
    site.world.says["/feed"] = answer(410)
    feed = site.store.add_feed(Feed(0, site.world.url("/feed")))
    for _ in range(5):
        await site.round()
        site.clock.move(days=400)
    assert site.asked() == 1
    assert "gone for good" in site.store.feeds()[0].state.message
    [checked] = await check_feeds([feed], site.store, OPEN, site.clock, Quiet())
    assert checked.state.health == "gone"


@on_site
async def test_a_server_that_is_stuck_at_304_is_asked_in_full_once_a_week(site: Site) -> None:
    told = site._feed

    async def stuck(asked: Asked, writer: Any) -> bytes:
        return answer(304) if "if-none-match" in asked.headers else await told(asked, writer)

    site.world.says["/feed"] = stuck
    site.store.add_feed(Feed(0, site.world.url("/feed")))
    assert await site.round() == 5
    site.numbers = list(range(1, 7))
    found = []
    for _ in range(9):
        site.clock.move(days=1, hours=3)
        found.append(await site.round())
    assert sum(found) == 2
    assert found.index(2) in (5, 6)


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_a_server_that_fails_is_asked_less_and_less(status: int) -> None:
    async def test(site: Site) -> None:
        site.world.says["/feed"] = answer(status)
        site.store.add_feed(Feed(0, site.world.url("/feed")))
        for _ in range(24 * 30):
            await site.round()
            site.clock.move(hours=1)
        # 1, 2, 4, 8 ... hours, then a week.
        assert 8 <= site.asked() <= 13
        [feed] = site.store.feeds()
        assert feed.state.failures == site.asked()
        assert str(status) in feed.state.message

    on_site(test)()
