"""Ten ticks of a world where every kind of feed is broken: nobody is asked rudely, whatever was kept in between."""

from __future__ import annotations

import asyncio
import dataclasses
from datetime import datetime, timedelta
from typing import Any

import pytest

from newsgrid.bench.feedworld import FAULTS, Feedworld, Options, running, violations
from newsgrid.bench.fetch.run import INTERVAL_S, TICK_MINUTES, faulty
from newsgrid.model import Feed
from newsgrid.pipeline.clock import utc_now
from newsgrid.pipeline.progress import Quiet
from newsgrid.pipeline.visiting import check_feeds, due_feeds
from newsgrid.settings import FetchSettings, Settings
from newsgrid.stores import MemoryStore

TICKS = 10
HEALTHY = 20
SETTINGS = Settings(
    fetch=FetchSettings(
        allow_private=("127.0.0.0/8",),
        timeout_s=0.7,
        max_bytes=1_000_000,
        private_parallel=32,
        min_interval_s=INTERVAL_S,
        plain_interval_s=INTERVAL_S,
        max_interval_s=INTERVAL_S,
    )
)


def chosen(world: Feedworld) -> list[dict[str, Any]]:
    """Give one feed of each class, and some without a fault."""
    rows = world.feeds()
    first: dict[str, dict[str, Any]] = {}
    for row in rows:
        first.setdefault(row["fault"], row)
    healthy = [row for row in rows if not row["fault"]][:HEALTHY]
    return [*(row for fault, row in first.items() if fault), *healthy]


@pytest.fixture(scope="module")
def seen() -> tuple[set[str], list[int], dict[str, Any]]:
    """Poll ten ticks; give the classes asked, how many feeds were asked each time, and what the world counted."""
    options = Options(feeds=420, entries=2, epoch="2026-01-05", bomb_mb=12, huge_mb=2, cache_mb=100)
    with running(dataclasses.replace(faulty(options, 0.9), warm=False)) as world:
        rows = chosen(world)
        store = MemoryStore(clock=utc_now)
        for row in rows:
            store.add_feed(Feed(0, row["url"]))
        asked = []
        for tick in range(TICKS + 1):
            if tick:
                world.tick()

            def now(tick: int = tick) -> datetime:
                return utc_now() + timedelta(minutes=tick * TICK_MINUTES)

            due = due_feeds(store, now())
            asyncio.run(check_feeds(due, store, SETTINGS, now, Quiet()))
            asked.append(len(due))
        return {row["fault"] for row in rows}, asked, world.stats()


def test_every_class_and_healthy_feeds_were_asked_at_each_tick(seen: Any) -> None:
    faults, asked, stats = seen
    assert faults == {"", *FAULTS}
    assert asked[0] == len(FAULTS) + HEALTHY
    assert min(asked) > HEALTHY
    assert stats["s304"] > HEALTHY


@pytest.mark.parametrize("counter", ["early", "gone", "moved", "unconditional", "fast", "canary", "robots_denied"])
def test_nobody_was_asked_rudely(counter: str, seen: Any) -> None:
    assert violations(seen[2])[counter] == 0
