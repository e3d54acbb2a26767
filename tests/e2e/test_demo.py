"""The demo: an invented world is read over HTTP and comes out as it was written."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from e2e.house import House
from newsgrid.bench.ingest import bcubed
from newsgrid.demo import DemoServer, choose_today, load_world
from newsgrid.text import canonical_address


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    made = House(tmp_path_factory.mktemp("demo"))
    made.run("demo", "--no-serve", "--world-port", "0", "--dir", "kept")
    (made.folder / "newsgrid.toml").write_text(
        (made.folder / "kept" / "newsgrid.toml").read_text("utf-8").replace('data_dir = "."', 'data_dir = "kept"'),
        "utf-8",
    )
    return made


@pytest.fixture(scope="module")
def stories(house: House) -> list[dict[str, Any]]:
    return house.json("stories", "show", "--limit", "1000")


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    with DemoServer(load_world(choose_today(datetime.now(UTC)))) as server:
        return {address.split("/", 3)[3]: row for address, row in server.truth().items()}


def by_path(stories: list[dict[str, Any]]) -> dict[str, tuple[int, dict[str, Any]]]:
    return {canonical_address(a["canonical"]).split("/", 3)[3]: (s["id"], a) for s in stories for a in s["articles"]}


def test_every_article_of_the_world_is_there_once(stories: list[dict[str, Any]], truth: dict[str, Any]) -> None:
    found = [path for s in stories for path in [a["canonical"].split("/", 3)[3] for a in s["articles"]]]
    assert len(found) == len(set(found))
    assert set(found) == set(truth)


def test_stories_are_those_the_world_tells(stories: list[dict[str, Any]], truth: dict[str, Any]) -> None:
    score = bcubed(
        {path: row.story for path, row in truth.items()}, {path: story for path, (story, _) in by_path(stories).items()}
    )
    assert score["f1"] >= 0.95, score
    assert score["precision"] >= 0.97, score


def test_languages_are_those_written(stories: list[dict[str, Any]], truth: dict[str, Any]) -> None:
    wrong = [
        (path, a["language"], truth[path].language)
        for path, (_, a) in by_path(stories).items()
        if a["language"] != truth[path].language
    ]
    assert not wrong


def test_wire_copies_are_told_from_independent_tellings(stories: list[dict[str, Any]], truth: dict[str, Any]) -> None:
    copies = {path for path, row in truth.items() if row.kind == "wire copy"}
    assert len(copies) >= 15
    known = {path for path, (_, a) in by_path(stories).items() if a["origin"] != a["id"]}
    assert len(copies & known) >= 0.9 * len(copies), copies - known
    assert len(known - copies) <= 3, known - copies


def test_a_correction_is_a_new_version_of_the_same_article(
    house: House, truth: dict[str, Any], stories: list[dict[str, Any]]
) -> None:
    corrected = [path for path, row in truth.items() if row.kind == "correction"]
    assert corrected
    found = by_path(stories)
    assert any(found[path][1]["correction"] for path in corrected)


def test_each_city_has_a_grid(stories: list[dict[str, Any]], truth: dict[str, Any]) -> None:
    for city in ("Johannesburg", "Nairobi", "Bangkok"):
        there = {s["id"] for s in stories for m in s["editions"] if m["edition"] == city.lower() and m["grade"] >= 0.35}
        happened = {story for path, (story, _) in by_path(stories).items() if truth[path].city == city}
        assert len(happened & there) >= 0.8 * len(happened), (city, happened - there)


def test_a_second_demo_starts_where_the_first_was(house: House) -> None:
    before = house.json("status")["counts"]
    assert before["articles"] >= 200


def test_settings_of_the_demo_allow_only_loopback(house: House) -> None:
    assert 'allow_private = ["127.0.0.0/8"]' in (Path(house.folder) / "kept" / "newsgrid.toml").read_text("utf-8")
