"""What keeping a visit to a feed may cost: statements for each feed, and processor time beside reading the documents."""

from __future__ import annotations

import asyncio
import time
import urllib.request
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from newsgrid import feeds as feeds_room
from newsgrid.bench.feedworld import Feedworld, Options, running
from newsgrid.model import Feed
from newsgrid.pipeline.clock import utc_now
from newsgrid.pipeline.progress import Quiet
from newsgrid.pipeline.visiting import check_feeds
from newsgrid.settings import FetchSettings, Settings
from newsgrid.web.catalog.store import CatalogStore

pytestmark = pytest.mark.django_db(transaction=True)

FEEDS, ENTRIES = 100, 10
MOST_FIRST, MOST_AGAIN = 5, 2
"""Statements a feed: its row, what is known, what has the same links, the feed, the entries; of one that has not changed, its
row and the feed. What the transaction itself takes is left out."""
MOST_TIMES_PARSING = 5.0
"""CPU-seconds of asking, reading and keeping over those of reading alone: 3.2 to 3.7 on two busy cores, 5.8 to 6.2 there when
Django put each of these statements together anew."""
SETTINGS = Settings(fetch=FetchSettings(allow_private=("127.0.0.0/8",)))


@pytest.fixture(scope="module")
def world() -> Iterator[Feedworld]:
    with running(Options(feeds=FEEDS, entries=ENTRIES, epoch="2026-01-05", warm=True)) as made:
        yield made


@pytest.fixture(autouse=True)
def write_from_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Allow what a program's own set-up allows: the poll writes from its event loop."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture
def store(world: Feedworld) -> CatalogStore:
    made = CatalogStore()
    for row in world.feeds():
        made.add_feed(Feed(0, row["url"]))
    return made


def ask(store: CatalogStore, *, days: int = 0) -> list[Feed]:
    def now() -> datetime:
        return utc_now() + timedelta(days=days)

    return asyncio.run(check_feeds(store.due_feeds(now(), 1000), store, SETTINGS, now, Quiet()))


def statements(captured: CaptureQueriesContext) -> int:
    ours = (query["sql"].split(" ", 1)[0] for query in captured.captured_queries)
    return sum(word not in ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE") for word in ours)


def test_a_feed_takes_few_statements_whatever_it_brings(world: Feedworld, store: CatalogStore) -> None:
    with CaptureQueriesContext(connections["default"]) as first:
        assert len(ask(store)) == FEEDS
    assert store.counts()["entries"] == FEEDS * ENTRIES
    world.reset()
    with CaptureQueriesContext(connections["default"]) as again:
        assert len(ask(store, days=2)) == FEEDS
    full = world.stats()["s200"]
    assert full < FEEDS / 10
    # One feed in each poll names its outlet and so on: a handful of statements for all.
    assert statements(first) <= MOST_FIRST * FEEDS + 12
    assert statements(again) <= MOST_AGAIN * FEEDS + (MOST_FIRST - MOST_AGAIN) * full + 12


def test_keeping_costs_little_beside_reading(world: Feedworld, store: CatalogStore) -> None:
    documents = []
    for row in world.feeds():
        with urllib.request.urlopen(row["url"], timeout=20) as answer:
            documents.append((answer.read(), row["url"], answer.headers.get("content-type", "")))
    feeds_room.parse(*documents[0])
    parsing = min(cpu(lambda: [feeds_room.parse(*document) for document in documents]) for _ in range(2))
    whole = cpu(lambda: ask(store))
    assert whole <= MOST_TIMES_PARSING * parsing, (whole, parsing)


def cpu(work: object) -> float:
    begun = time.process_time()
    work()  # type: ignore[operator]
    return time.process_time() - begun
