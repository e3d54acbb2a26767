"""A world with faults: one poll ends, healthy feeds are in, every fault has a name, nobody was treated rudely."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bench.fault_table import view_of

from e2e.house import House
from newsgrid.bench.feedworld import FAULTS, Feedworld, Options, running, violations
from newsgrid.bench.ingest import bcubed
from newsgrid.text import canonical_address

SETTINGS = """
[fetch]
allow_private = ["127.0.0.0/8"]
timeout_s = 6
max_bytes = 2_000_000
[work]
batch = 16
[[edition]]
city = "Johannesburg"
"""


def read(house: House, world: Feedworld) -> None:
    opml = house.folder / "world.opml"
    opml.write_bytes(world.opml())
    house.run("feeds", "import", str(opml))


@pytest.fixture(scope="module")
def world() -> Iterator[Feedworld]:
    with running(Options(feeds=164, entries=3, faults=0.5, seed=11, bomb_mb=50, huge_mb=3)) as made:
        yield made


@pytest.fixture(scope="module")
def house(world: Feedworld, tmp_path_factory: pytest.TempPathFactory) -> House:
    made = House(tmp_path_factory.mktemp("feedworld"), SETTINGS)
    read(made, world)
    made.run("poll", timeout_s=240)
    return made


@pytest.fixture(scope="module")
def health(house: House, world: Feedworld) -> dict[str, dict[int, str]]:
    """Health words by fault class ("" for healthy feeds) and number of the feed."""
    known = {feed["url"].rstrip("/").rsplit("/", 1)[1]: feed["state"]["health"] for feed in house.json("feeds", "list")}
    found: dict[str, dict[int, str]] = {}
    for row in world.feeds():
        found.setdefault(row["fault"], {})[row["id"]] = known[str(row["id"])]
    return found


def test_the_world_shows_nearly_every_fault(health: dict[str, dict[int, str]]) -> None:
    assert len(set(health) & set(FAULTS)) >= 30


@pytest.mark.parametrize("fault", ["", *FAULTS])
def test_a_feed_has_the_health_that_its_fault_means(health: dict[str, dict[int, str]], fault: str) -> None:
    found = health.get(fault, {})
    wanted = {number: view_of(fault, number).health for number in found}
    if fault == "slow":
        # Some of these answer within the time that is given here.
        wanted = {number: "ok" if found[number] == "ok" else word for number, word in wanted.items()}
    assert found == wanted


def test_nobody_was_treated_rudely(world: Feedworld, house: House) -> None:
    counted = violations(world.stats())
    assert counted
    assert not any(counted.values()), counted


def test_every_entry_of_a_healthy_feed_is_an_article_once(world: Feedworld, house: House) -> None:
    healthy = {row["id"] for row in world.feeds() if not row["fault"]}
    wanted = {canonical_address(row["url"]) for row in world.truth() if row["feed"] in healthy}
    found = addresses(house)
    assert len(found) == len(set(found))
    missing = wanted - set(found)
    assert not missing, sorted(missing)[:5]


def test_its_stories_are_found(world: Feedworld, house: House) -> None:
    gold = {canonical_address(row["url"]): row["story"] for row in world.truth()}
    found = {a["canonical"]: s["id"] for s in stories_of(house) for a in s["articles"]}
    assert bcubed(gold, found)["f1"] >= 0.9


def stories_of(house: House) -> list[dict[str, Any]]:
    return house.json("stories", "show", "--limit", "1000")


def addresses(house: House) -> list[str]:
    return [a["canonical"] for s in stories_of(house) for a in s["articles"] if a["canonical"]]


@pytest.mark.slow
def test_twenty_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    rng = random.Random(5)
    with running(Options(feeds=30, entries=8, seed=3)) as world:
        house = House(tmp_path, SETTINGS)
        read(house, world)
        for _ in range(20):
            process = house.start("poll")
            time.sleep(rng.uniform(0.4, 3.5))
            process.send_signal(signal.SIGKILL)
            process.wait()
        house.run("poll")
        stories = stories_of(house)
        paths = addresses(house)
        assert len(paths) == len(set(paths))
        assert set(paths) == {canonical_address(row["url"]) for row in world.truth()}
        for story in stories:
            assert story["headline"]
            assert story["origins"] == len({a["origin"] for a in story["articles"]})
        counts = house.json("status")["counts"]
        assert counts["articles"] == len(paths)
        assert counts.get("entries_pending", 0) == 0
