"""Every fault that feedworld knows: what the operator sees of it, and that nobody was treated rudely on the way."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from typing import Any

import pytest

from fetch.loopback import Clock, make_client
from newsgrid.bench.feedworld import FAULTS, Feedworld, Options, running
from newsgrid.fetch import poll
from newsgrid.model import Feed, ParsedFeed
from newsgrid.settings import FetchSettings

SEEN = {
    "500": "server-error",
    "503-retry": "unavailable",
    "429": "rate-limited",
    "404": "not-found",
    "410": "gone",
    "redirect-loop": "redirect-loop",
    "redirect-ssrf": "private-address",
    "drip": "timeout",
    "hang": "timeout",
    "hang-body": "timeout",
    "slow": "timeout",
    "reset": "interrupted",
    "truncated": "interrupted",
    "gzip-bad": "bad-encoding",
    "gzip-bomb": "too-large",
    "huge": "too-large",
    "flap": "server-error",
}
"""Health after the first visit. What is in the documents of the other classes is for `feeds` to judge."""
OUTSIDE = ("private-address", "bad-address")
"""redirect-private leads to inner addresses or to schemes that are not fetched."""
SETTINGS = FetchSettings(allow_private=("127.0.0.0/8",), timeout_s=1.0, max_bytes=1_000_000)
NEVER_ANSWER = frozenset(["drip", "hang", "hang-body", "slow"])
SHORT_S, AMPLE_S = 0.7, 30.0
"""How long is waited for these, the soonest of which answers after two seconds, and for all others, however busy the machine."""
HOST_DELAY_S = 1.05
ROUNDS = 2
RUDE = ("early", "gone", "moved", "unconditional", "fast", "canary", "robots_denied")


@pytest.fixture(scope="module")
def feedworld() -> Iterator[Feedworld]:
    options = Options(feeds=420, entries=2, faults=0.9, epoch="2026-01-05", retry_after=1, bomb_mb=20, huge_mb=2)
    with running(options) as world:
        yield world


def chosen(feedworld: Feedworld, each: int = 2) -> dict[int, tuple[str, Feed]]:
    """Give some feeds of each fault class, and as many without one: fault and feed by number."""
    found: dict[int, tuple[str, Feed]] = {}
    counts: dict[str, int] = {}
    for row in feedworld.feeds():
        fault = row["fault"] or ""
        counts[fault] = counts.get(fault, 0) + 1
        if counts[fault] <= (each if fault else 30):
            found[row["id"] + 1] = (fault, Feed(row["id"] + 1, row["url"]))
    return found


def parse(data: bytes, url: str, content_type: str) -> ParsedFeed:
    return ParsedFeed("anything")


async def visit(feeds: list[Feed], clock: Clock, timeout_s: float) -> list[Feed]:
    async with make_client(clock=clock, timeout_s=timeout_s, max_bytes=1_000_000, host_delay_s=HOST_DELAY_S) as client:
        return [one.feed async for one in poll(feeds, client, parse, settings=SETTINGS, now=clock)]


async def visit_all(feeds: list[tuple[str, Feed]], clock: Clock) -> list[Feed]:
    """Visit feeds, each beside its fault, all at the same time."""
    silent = [feed for fault, feed in feeds if fault in NEVER_ANSWER]
    others = [feed for fault, feed in feeds if fault not in NEVER_ANSWER]
    first, second = await asyncio.gather(visit(silent, clock, SHORT_S), visit(others, clock, AMPLE_S))
    return first + second


@pytest.fixture(scope="module")
def rounds(feedworld: Feedworld) -> tuple[list[dict[str, set[str]]], dict[str, Any], float]:
    """Visit every feed, and again; give the healths by fault class after each round, the world's counts, the longest round."""
    feedworld.reset()
    clock, known = Clock(), chosen(feedworld)
    feeds = [feed for _, feed in known.values()]
    healths: list[dict[str, set[str]]] = []
    longest = 0.0
    for number in range(ROUNDS):
        if number:
            # Real time passes too, for the world's own clock.
            time.sleep(1.1)
        due = [
            (known[feed.id][0], feed)
            for feed in feeds
            if feed.state.next_check is None or feed.state.next_check <= clock.time
        ]
        began = time.perf_counter()
        visited = {feed.id: feed for feed in asyncio.run(visit_all(due, clock))}
        longest = max(longest, time.perf_counter() - began)
        feeds = [visited.get(feed.id, feed) for feed in feeds]
        healths.append({})
        for feed in feeds:
            healths[-1].setdefault(known[feed.id][0], set()).add(feed.state.health)
        clock.move(hours=30)
    return healths, feedworld.stats(), longest


def test_every_fault_class_is_there(rounds: Any) -> None:
    assert set(rounds[0][0]) == {"", *FAULTS}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_operator_sees_what_is_wrong(fault: str, rounds: Any) -> None:
    seen = rounds[0][0][fault]
    if fault == "redirect-private":
        assert seen <= set(OUTSIDE)
    else:
        assert seen == {SEEN.get(fault, "ok")}


def test_healthy_feeds_are_all_in(rounds: Any) -> None:
    assert [healths[""] for healths in rounds[0]] == [{"ok"}] * ROUNDS


def test_what_was_a_passing_fault_has_passed(rounds: Any) -> None:
    for fault in ("flap", "429", "503-retry"):
        assert any("ok" in healths[fault] for healths in rounds[0][1:]), (fault, [h[fault] for h in rounds[0]])


@pytest.mark.parametrize("counter", RUDE)
def test_nobody_was_treated_rudely(counter: str, rounds: Any) -> None:
    assert rounds[1][counter] == 0


def test_later_visits_were_conditional(rounds: Any) -> None:
    assert rounds[1]["s304"] > 20


def test_faults_overlap_and_cost_little_time_together(feedworld: Feedworld, rounds: Any) -> None:
    assert rounds[2] < len(chosen(feedworld)) * HOST_DELAY_S / 4
