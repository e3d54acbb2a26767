"""A poll over HTTP: the invented world comes in whole, and asking again brings nothing twice."""

from __future__ import annotations

import asyncio
import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from newsgrid.demo import DemoServer, choose_today, load_world
from newsgrid.engines import LoopEngine
from newsgrid.errors import FeedError, FetchError
from newsgrid.model import Entry, Feed, FeedState
from newsgrid.pipeline.clock import utc_now
from newsgrid.pipeline.finding import find_feed
from newsgrid.pipeline.newsroom import Newsroom
from newsgrid.pipeline.polling import poll
from newsgrid.pipeline.progress import Quiet
from newsgrid.pipeline.visiting import check_feeds, fetch_page
from newsgrid.settings import FetchSettings, Settings
from newsgrid.stores import MemoryStore

OPEN = Settings(fetch=FetchSettings(allow_private=("127.0.0.0/8",), timeout_s=10))


@pytest.fixture(scope="module")
def world() -> DemoServer:
    with DemoServer(load_world(choose_today(datetime.now(UTC)))) as server:
        yield server  # type: ignore[misc]


def two_feeds(world: DemoServer, store: MemoryStore) -> None:
    for publisher, url in list(zip(world.world.publishers, world.feed_addresses(), strict=True))[:2]:
        store.add_feed(
            Feed(
                0,
                url,
                title=publisher.name,
                publisher=publisher.name,
                language=publisher.language,
                country=publisher.country,
                city=publisher.city,
            )
        )


def test_a_poll_makes_articles_of_every_entry_once(world: DemoServer) -> None:
    store = MemoryStore(clock=utc_now)
    two_feeds(world, store)
    room = Newsroom(store, OPEN, LoopEngine(), utc_now)
    first = asyncio.run(poll(store, room, OPEN, utc_now))
    assert first.feeds == 2
    assert first.articles == first.new_entries > 10
    assert set(first.health) == {"ok"}
    assert not first.failures
    second = asyncio.run(poll(store, room, OPEN, utc_now))
    assert (second.feeds, second.articles, second.new_entries) == (0, 0, 0)
    asyncio.run(check_feeds(store.feeds(), store, OPEN, utc_now, Quiet()))
    assert store.pending_count() == 0
    assert all(store.story_digest(s).headline for s in store.story_ids(1000))


def test_adding_a_feed_asks_exactly_once(world: DemoServer) -> None:
    before = world.requests
    feed, entries = asyncio.run(find_feed(Feed(0, world.feed_addresses()[0]), None, OPEN, utc_now))
    assert world.requests == before + 1
    assert feed.state.health == "ok"
    assert feed.title
    assert entries


def test_a_sites_address_leads_to_its_feed_and_each_is_asked_once(world: DemoServer) -> None:
    before = world.requests
    publisher = world.world.publishers[0]
    feed, _ = asyncio.run(find_feed(Feed(0, f"{world.base}/{publisher.id}/"), None, OPEN, utc_now))
    assert feed.url == world.feed_addresses()[0]
    assert world.requests == before + 2


def test_what_is_no_feed_and_leads_to_none_is_said(world: DemoServer) -> None:
    with pytest.raises(FeedError, match="Neither"):
        asyncio.run(find_feed(Feed(0, f"{world.base}/site.css"), None, OPEN, utc_now))


def test_private_addresses_are_refused_unless_allowed(world: DemoServer) -> None:
    shut = dataclasses.replace(OPEN, fetch=FetchSettings())
    with pytest.raises(FetchError) as caught:
        asyncio.run(fetch_page(world.base + "/", shut, utc_now))
    assert caught.value.reason == "private-address"
    assert "allow_private" in str(caught.value)


def test_a_feed_removed_while_it_is_asked_does_not_end_the_poll(world: DemoServer) -> None:
    class Removing(MemoryStore):
        def due_feeds(self, now: datetime, limit: int = 1000) -> list[Feed]:
            """Remove a feed after the due ones were handed out, as another process would."""
            due = super().due_feeds(now, limit)
            self.remove_feed(due[0].id)
            return due

    store = Removing(clock=utc_now)
    two_feeds(world, store)
    report = asyncio.run(poll(store, Newsroom(store, OPEN, LoopEngine(), utc_now), OPEN, utc_now))
    assert report.feeds == 2
    assert report.articles == report.new_entries > 0


def test_a_feed_is_not_asked_at_an_hour_it_asks_to_be_left_alone(world: DemoServer) -> None:
    store = MemoryStore(clock=utc_now)
    two_feeds(world, store)
    first, _ = store.feeds()
    state = FeedState(next_check=utc_now() - timedelta(hours=5), skip_days=(utc_now().weekday(),))
    store.save_feed(dataclasses.replace(first, state=state), [], utc_now())
    report = asyncio.run(poll(store, Newsroom(store, OPEN, LoopEngine(), utc_now), OPEN, utc_now))
    assert report.feeds == 1
    assert store.feeds()[0].state == state
    # The operator may ask all the same.
    [asked] = asyncio.run(check_feeds([store.feeds()[0]], store, OPEN, utc_now, Quiet()))
    assert asked.state.health == "ok"


def test_a_poll_makes_nothing_of_what_an_interrupted_ingest_left() -> None:
    store = MemoryStore(clock=utc_now)
    store.add_entry(Entry(guid="", identity="text:1", link="", title="River floods Lindenau"), utc_now())
    report = asyncio.run(poll(store, Newsroom(store, OPEN, LoopEngine(), utc_now), OPEN, utc_now))
    assert (report.articles, report.failures) == (0, {"interrupted": 1})
    assert store.story_ids() == []
    assert store.pending_count() == 0
