"""How a feed does, in one word, and what the operator has to look at first: pure functions over values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from newsgrid.model import Feed

SILENT_AFTER = timedelta(days=60)
"""A feed that answers and has had nothing new for so long is called silent."""

CONDITIONS = ("gone", "failing", "waiting", "ill", "silent", "paused", "new", "well")
"""In the order in which the operator wants to see them.

`gone`: the server says it is gone for good (410), it is asked no more; `failing`: the last visit failed; `waiting`: its host asked to
be left alone; `ill`: it answers, and its document was damaged (DAMAGE); `silent`: nothing new for SILENT_AFTER; `paused` by the operator; `new`: never asked; `well`.
"""
PROBLEMS = frozenset({"gone", "failing", "waiting", "ill", "silent"})
"""Conditions an operator may want to do something about."""
DAMAGE = frozenset({"ill-formed", "truncated", "encoding"})
"""Problems of a document by which news may be lost; the others cost nothing."""
HEALTHY = frozenset({"ok", "new"})
"""Words of `FeedState.health` for a feed whose last visit did not fail."""


def condition(feed: Feed, now: datetime) -> str:
    """Give one of CONDITIONS."""
    state = feed.state
    if feed.paused:
        return "paused"
    if state.health == "gone":
        return "gone"
    if state.health not in HEALTHY:
        return "failing" if state.failures else "waiting"
    if state.checked is None:
        return "new"
    if any(problem.kind in DAMAGE for problem in state.problems):
        return "ill"
    return "silent" if state.changed is not None and now - state.changed > SILENT_AFTER else "well"


def worst_first(feeds: Iterable[Feed], now: datetime) -> list[Feed]:
    """Give feeds in the order of CONDITIONS; of one condition those that fail longest first, then by id."""

    def key(feed: Feed) -> tuple[int, float, int]:
        since = feed.state.failing_since
        return CONDITIONS.index(condition(feed, now)), since.timestamp() if since else now.timestamp(), feed.id

    return sorted(feeds, key=key)


def counted(feeds: Iterable[Feed], now: datetime) -> dict[str, int]:
    """Count feeds by condition, in the order of CONDITIONS; without those that no feed is in."""
    counts = dict.fromkeys(CONDITIONS, 0)
    for feed in feeds:
        counts[condition(feed, now)] += 1
    return {word: number for word, number in counts.items() if number}
