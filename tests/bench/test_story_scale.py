from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from newsgrid.bench.plot import line_plot
from newsgrid.bench.stories import bcubed
from newsgrid.bench.storyscale import plot, run
from newsgrid.bench.storyworld import StoryWorld
from newsgrid.dedupe import Deduper
from newsgrid.model import Telling
from newsgrid.story import Ledger, StoryEngine

SVG = "{http://www.w3.org/2000/svg}"


Rows = list[tuple[Telling, int]]


@pytest.fixture(scope="module")
def rows() -> Rows:
    return list(itertools.islice(StoryWorld(3).articles(), 400))


def test_the_same_seed_tells_the_same_articles_and_another_others(rows: Rows) -> None:
    assert list(itertools.islice(StoryWorld(3).articles(), 40)) == rows[:40]
    assert list(itertools.islice(StoryWorld(4).articles(), 40)) != rows[:40]


def test_the_world_has_births_growth_copies_and_echoes_in_other_languages(rows: Rows) -> None:
    languages: dict[int, set[str]] = {}
    for telling, story in rows:
        languages.setdefault(story, set()).add(telling.language)
    articles = Counter(story for _, story in rows)
    assert 100 < len(articles) < 380
    assert max(articles.values()) >= 4
    assert any(len(found) > 1 for found in languages.values())
    assert max(Counter(telling.text for telling, _ in rows).values()) > 1


def test_the_stories_of_the_world_can_be_found(rows: Rows) -> None:
    engine, deduper, ledger = StoryEngine(), Deduper(), Ledger()
    for telling, _ in rows:
        assert telling.published is not None
        origin, kind = deduper.add(telling, telling.published)
        ledger.note(engine.assign(telling, telling.published, origin=origin, kind=kind))
    assert telling.published is not None
    ledger.follow(engine.repair(telling.published))
    _, _, f1 = bcubed([story for _, story in rows], [ledger.story(telling.id) for telling, _ in rows])
    assert f1 > 0.85


def test_the_rate_falls_little_as_stories_grow_in_number() -> None:
    found = run((60, 700), measured=400)
    assert [row["stories"] >= mark for row, mark in zip(found["marks"], (60, 700), strict=True)] == [True, True]
    # Ten times as many and more stories; a cost in proportion would give a tenth or less.
    assert found["flatness"] > 0.4
    assert found["mb_per_10000"] > 0


def test_a_picture_holds_every_point(tmp_path: Path) -> None:
    path = tmp_path / "rates.svg"
    plot({"marks": [{"stories": 1000, "per_second": 900}, {"stories": 50_000, "per_second": 800}]}, path)
    picture = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    assert len(picture.findall(f"{SVG}circle")) == 2
    labels = [text.text for text in picture.findall(f"{SVG}text")]
    assert {"1,000", "50,000", "900", "800", "active stories"} <= set(labels)


def test_one_point_is_a_picture_and_none_is_refused() -> None:
    assert "<circle" in line_plot([(5, 0)], "x & y", "z")
    with pytest.raises(ValueError, match="above 0"):
        line_plot([], "x", "y")
    with pytest.raises(ValueError, match="above 0"):
        line_plot([(0, 1)], "x", "y")
