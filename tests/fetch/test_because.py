from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from newsgrid.fetch.because import moving, next_visit_because, told
from newsgrid.model import Feed, FeedState
from newsgrid.settings import FetchSettings

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
HOUR = 3600
SETTINGS = FetchSettings(min_interval_s=HOUR, plain_interval_s=24 * HOUR, max_interval_s=24 * HOUR)
STATE = FeedState(health="ok", checked=NOW, next_check=NOW + timedelta(hours=1), interval_s=HOUR, etag='"1"')


def feed(paused: bool = False, **state: object) -> Feed:
    return Feed(1, "https://a.example/feed", paused=paused, state=dataclasses.replace(STATE, **state))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"paused": True}, "paused"),
        ({"health": "gone"}, "gone for good"),
        ({"checked": None, "next_check": None}, "never asked"),
        ({"failures": 1, "health": "dns"}, "failed once"),
        ({"failures": 4, "health": "dns"}, "failed 4 times in a row"),
        ({"health": "rate-limited"}, "left alone"),
        ({"ttl_s": 3 * HOUR}, "The feed asks for a wait for 3 h."),
        ({"fresh_s": 3 * HOUR}, "Its server calls the answer fresh for 3 h."),
        ({"fresh_s": 72 * HOUR}, "3 days (kept to as far as fetch.max_interval_s)"),
        ({"interval_s": 24 * HOUR}, "longest interval"),
        ({"etag": "", "interval_s": 20 * HOUR}, "no validators"),
        ({}, "shortest interval"),
        ({"pushed_until": NOW + timedelta(days=1)}, "hub delivers"),
        ({"pushed_until": NOW - timedelta(days=1), "interval_s": 3 * HOUR}, "halves"),
        ({"interval_s": 3 * HOUR}, "halves the interval"),
        ({"skip_hours": (0, 1), "skip_days": (5, 6)}, "in the hours 0, 1 UTC and on Saturday, Sunday"),
    ],
)
def test_the_reason_is_the_rule_that_applies(given: dict[str, object], words: str) -> None:
    assert words in next_visit_because(feed(**given), SETTINGS, NOW)  # type: ignore[arg-type]


def test_a_move_is_told_with_when_it_is_kept() -> None:
    moved = feed(moved_to="https://b.example/", moved_since=NOW)
    assert (
        moving(moved, NOW)
        == "to https://b.example/, asked there since 2026-03-02; kept from 2026-03-09 on if it still says so"
    )
    assert "once more" in moving(moved, NOW + timedelta(days=8))
    assert moving(feed(), NOW) == ""


@pytest.mark.parametrize(
    ("seconds", "words"), [(45, "45 s"), (600, "10 min"), (HOUR, "60 min"), (6 * HOUR, "6 h"), (3 * 86400, "3 days")]
)
def test_spans_are_told_in_the_largest_unit_that_says_them(seconds: float, words: str) -> None:
    assert told(seconds) == words
