from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from newsgrid.model import Feed, FeedState, Problem
from newsgrid.pipeline.condition import CONDITIONS, PROBLEMS, SILENT_AFTER, condition, counted, worst_first

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)
WELL = FeedState(health="ok", checked=NOW, changed=NOW)


def feed(number: int = 1, paused: bool = False, **state: object) -> Feed:
    return Feed(number, f"https://a.example/{number}", paused=paused, state=dataclasses.replace(WELL, **state))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({}, "well"),
        ({"health": "new", "checked": None}, "new"),
        ({"health": "timeout", "failures": 2, "failing_since": NOW}, "failing"),
        ({"health": "rate-limited"}, "waiting"),
        ({"health": "gone", "failures": 1}, "gone"),
        ({"problems": (Problem("ill-formed", "line 3"),)}, "ill"),
        ({"problems": (Problem("no-dates"), Problem("dtd"))}, "well"),
        ({"changed": NOW - SILENT_AFTER - DAY}, "silent"),
        ({"paused": True, "health": "gone"}, "paused"),
        ({"health": "timeout", "failures": 1, "problems": (Problem("truncated"),)}, "failing"),
    ],
)
def test_a_feed_is_in_one_condition(given: dict[str, object], word: str) -> None:
    assert condition(feed(**given), NOW) == word  # type: ignore[arg-type]
    assert word in CONDITIONS


def test_problems_come_first_and_those_that_fail_longest_at_the_head() -> None:
    feeds = [
        feed(1),
        feed(2, health="timeout", failures=1, failing_since=NOW),
        feed(3, health="dns", failures=9, failing_since=NOW - DAY),
        feed(4, paused=True),
        feed(5, health="gone", failing_since=NOW),
        feed(6, problems=(Problem("encoding"),)),
        feed(7),
    ]
    assert [f.id for f in worst_first(reversed(feeds), NOW)] == [5, 3, 2, 6, 4, 1, 7]
    assert counted(feeds, NOW) == {"gone": 1, "failing": 2, "ill": 1, "paused": 1, "well": 2}
    assert list(counted(feeds, NOW)) == [word for word in CONDITIONS if word in counted(feeds, NOW)]
    assert {condition(f, NOW) for f in worst_first(feeds, NOW)[:4]} <= PROBLEMS
