"""Every fault feedworld knows, asked twice as the worker would: what the operator reads, and what is kept of the entries."""

from __future__ import annotations

import asyncio
import dataclasses
import time
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from bench.fault_table import (
    ACCENTED,
    ALL,
    BARE,
    CUT,
    ENCODINGS,
    MARKED,
    MAX_BYTES,
    NONE,
    PRIVATE_VIEWS,
    TIMEOUT_S,
    VIEWS,
    view_of,
)

from newsgrid.bench.feedworld import FAULTS, Feedworld, Options, running, violations
from newsgrid.feeds import operator_line
from newsgrid.model import Entry, Feed
from newsgrid.pipeline.clock import utc_now
from newsgrid.pipeline.progress import Quiet
from newsgrid.pipeline.visiting import check_feeds
from newsgrid.settings import FetchSettings, Settings
from newsgrid.stores import MemoryStore

SETTINGS = Settings(
    fetch=FetchSettings(allow_private=("127.0.0.0/8",), timeout_s=TIMEOUT_S, max_bytes=MAX_BYTES, private_parallel=32)
)
OPTIONS = Options(
    feeds=420, entries=4, faults=1.0, epoch="2026-01-05", retry_after=1, bomb_mb=12, huge_mb=2, cache_mb=100
)
MARKS = ("AT&T", "é…")
"""What feedworld puts before titles, as it is read."""


@dataclasses.dataclass(frozen=True, slots=True)
class Visit:
    """What is kept of a feed after a visit."""

    feed: Feed
    entries: list[Entry]


@dataclasses.dataclass(frozen=True, slots=True)
class Subscription:
    """A feed of the world that is subscribed to."""

    fault: str
    number: int
    url: str
    bytes: int


@dataclasses.dataclass(frozen=True, slots=True)
class Story:
    """Two visits to feeds of every class."""

    base: str
    visits: dict[Subscription, tuple[Visit, Visit]]
    truth: dict[int, list[dict[str, Any]]]
    impolite: dict[str, int]

    def of(self, fault: str) -> list[tuple[Subscription, Visit, Visit]]:
        return [(asked, *both) for asked, both in self.visits.items() if asked.fault == fault]


def subscriptions(world: Feedworld) -> list[Subscription]:
    """Choose two feeds of each class, and six others, of which each is led to another private place."""
    rows, found = world.feeds(), []
    for fault in VIEWS:
        mine = [row for row in rows if row["fault"] == fault and (fault not in ENCODINGS or row["lang"] in ACCENTED)]
        for row in mine[:2]:
            size = len(world.ask(f"/f/{row['id']}?fault=etag-churn")) if fault == "truncated" else 0
            found.append(Subscription(fault, row["id"], row["url"], size))
    taken, places = {one.number for one in found}, len(PRIVATE_VIEWS)
    for place in range(places):
        row = next(row for row in rows if row["id"] % places == place and row["id"] not in taken)
        found.append(Subscription("redirect-private", row["id"], f"{row['url']}?fault=redirect-private", 0))
    return found


@pytest.fixture(scope="module")
def story() -> Story:
    with running(OPTIONS) as world:
        asked = subscriptions(world)
        world.reset()
        store = MemoryStore(clock=utc_now)
        ids = {store.add_feed(Feed(0, one.url)).id: one for one in asked}
        first = visit(store, ids, utc_now)
        time.sleep(1.2)  # the world's own waits are over
        second = visit(store, ids, lambda: utc_now() + timedelta(hours=30))
        rows: dict[int, list[dict[str, Any]]] = {}
        for row in world.truth():
            rows.setdefault(row["feed"], []).append(row)
        both = {one: (first[one], second[one]) for one in asked}
        return Story(world.base, both, rows, violations(world.stats()))


def visit(store: MemoryStore, ids: dict[int, Subscription], now: Any) -> dict[Subscription, Visit]:
    """Ask what is due, and give what is kept of each feed then."""
    asyncio.run(check_feeds(store.due_feeds(now(), 1000), store, SETTINGS, now, Quiet()))
    entries: dict[int, list[Entry]] = {}
    for pending in store.pending_entries(datetime.max.replace(tzinfo=utc_now().tzinfo), 10_000):
        assert pending.feed
        entries.setdefault(pending.feed.id, []).append(pending.entry)
    return {ids[feed.id]: Visit(feed, entries.get(feed.id, [])) for feed in store.feeds()}


def test_the_table_is_of_every_class() -> None:
    assert {*VIEWS, "redirect-private"} == set(FAULTS)


def test_every_class_was_asked(story: Story) -> None:
    assert {asked.fault for asked in story.visits} == set(FAULTS)


@pytest.mark.parametrize("fault", FAULTS)
def test_the_operator_reads_what_is_wrong(fault: str, story: Story) -> None:
    for asked, first, _ in story.of(fault):
        view = view_of(fault, asked.number)
        line = written(view.line, asked, first.feed, story.base)
        assert (first.feed.state.health, operator_line(first.feed.state)) == (view.health, line)


def written(line: str, asked: Subscription, feed: Feed, base: str) -> str:
    """Give a line of the table as it stands beside this feed."""
    assert feed.state.checked
    sizes = {"bytes": asked.bytes, "half": asked.bytes // 2}
    return line.format(base=base, host=urlsplit(base).netloc, id=asked.number, day=feed.state.checked.date(), **sizes)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_day_later_it_is_as_before_or_well_again(fault: str, story: Story) -> None:
    for asked, first, second in story.of(fault):
        view = view_of(fault, asked.number)
        assert second.feed.state.health == (view.later or view.health)
        line = "" if view.later else written(view.later_line or view.line, asked, second.feed, story.base)
        assert operator_line(second.feed.state) == line
        assert bool(second.feed.state.failures) is (second.feed.state.health != "ok")
        assert first.feed.state.next_check
        assert second.feed.state.next_check


@pytest.mark.parametrize("fault", FAULTS)
def test_of_its_entries_this_is_kept(fault: str, story: Story) -> None:
    for asked, first, second in story.of(fault):
        view = view_of(fault, asked.number)
        check_entries(view.entries, first.entries, story.truth[asked.number])
        check_entries(view.kept_later, second.entries, story.truth[asked.number])


def check_entries(what: str, entries: list[Entry], truth: list[dict[str, Any]]) -> None:
    wanted = sorted(row["title"] for row in truth)
    titles = sorted(entry.title for entry in entries)
    links = {entry.link for entry in entries} - {""}
    assert links <= {row["url"] for row in truth}
    if what == NONE:
        assert titles == []
    elif what == BARE:
        assert titles == [""]
        assert len(links) == 1
    elif what == ALL:
        assert titles == wanted
        assert len(links) == len(wanted)
    elif what == CUT:
        assert all(900 < len(title) <= 1000 for title in titles)
        assert len(titles) == len(wanted)
        assert all(title.startswith(known) for title, known in zip(titles, wanted, strict=True))
    else:
        assert what == MARKED
        bare = sorted(unmarked(entry.title) for entry in entries)
        assert len(bare) == len(wanted)
        assert all(title.startswith(known) for title, known in zip(bare, wanted, strict=True))
        assert "<" not in "".join(titles)


def unmarked(title: str) -> str:
    for mark in MARKS:
        title = title.removeprefix(mark).strip()
    return title


def test_nobody_was_treated_rudely(story: Story) -> None:
    assert set(story.impolite.values()) == {0}
    assert "canary" in story.impolite
