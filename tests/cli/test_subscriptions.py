"""What the commands say of subscriptions at hubs."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from e2e.house import House

from newsgrid.cli import hubs
from newsgrid.model import Subscription

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
ASKED = Subscription(
    "t0ken", 1, "https://hub.example/", "https://p.example/feed", "https://n.example/t0ken/", "s3cret", state="asked"
)
ACTIVE = dataclasses.replace(ASKED, state="active", since=NOW, lease_until=NOW + timedelta(days=10))
DELIVERS = dataclasses.replace(ACTIVE, delivered=NOW + timedelta(hours=1), deliveries=4, streak=4)


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        ([], ""),
        ([ASKED], "asked"),
        ([dataclasses.replace(ASKED, state="failing", message="No such topic.")], "failing: No such topic."),
        ([ACTIVE], "active until 20 Mar 12:00, no delivery yet"),
        ([ASKED, DELIVERS], "active until 20 Mar 12:00, last delivery 10 Mar 13:00"),
        ([dataclasses.replace(ACTIVE, misses=2)], "active until 20 Mar 12:00, no delivery yet, missed 2"),
        (
            [dataclasses.replace(DELIVERS, refused=3, misses=1)],
            "active until 20 Mar 12:00, last delivery 10 Mar 13:00, 3 refused",
        ),
    ],
)
def test_a_subscription_is_said_in_a_few_words(kept: list[Subscription], words: str) -> None:
    assert hubs.words(kept) == words


def test_json_has_the_facts_and_no_secrets() -> None:
    facts = hubs.facts([DELIVERS])
    assert facts is not None
    assert (facts["state"], facts["delivers"], facts["lease_until"]) == ("active", True, "2026-03-20T12:00:00+00:00")
    assert not {"id", "callback", "secret"} & set(facts)
    assert hubs.facts([]) is None


def test_active_ones_are_counted_by_whether_they_deliver() -> None:
    assert hubs.by_state([ASKED, ACTIVE, DELIVERS, DELIVERS]) == {"asked": 1, "active": 1, "active, delivers": 2}


def test_status_says_whether_hubs_can_call(tmp_path: Path) -> None:
    house = House(tmp_path, "[site]\nbase_url = 'https://news.example.org/'\n")
    found = house.json("status")["websub"]
    assert found == {"callback_base": "https://news.example.org", "why_not": "", "subscriptions": {}}
    (tmp_path / "newsgrid.toml").write_text("[site]\nbase_url = 'http://192.168.1.4'\n", "utf-8")
    found = house.json("status")["websub"]
    assert found["callback_base"] is None
    assert "192.168.1.4 is on a private" in found["why_not"]
