from __future__ import annotations

import pickle
from datetime import UTC, datetime
from pathlib import Path

import pytest

from demo.worlds import CHOIR, CRANE, PUBLISHERS, TODAY, write_world
from newsgrid.demo import Telling, World, choose_today, load_world
from newsgrid.demo.furniture import load_furniture
from newsgrid.errors import WorldError


def find(world: World, telling_id: str) -> Telling:
    return next(telling for telling in world.tellings() if telling.id == telling_id)


def test_the_tenth_day_is_today(world: World) -> None:
    assert find(world, "crane-gazette").published == datetime(2026, 2, 25, 8, 15, tzinfo=UTC)


def test_tokens_are_filled_from_the_day_of_the_article(world: World) -> None:
    telling = find(world, "crane-gazette")
    assert telling.headline == "Crane falls into dock on Wednesday"
    assert "before 27 February" in telling.before.paragraphs[1]


def test_a_wire_copy_has_the_body_the_agency_and_the_days_of_its_source(world: World) -> None:
    source, copy = find(world, "crane-gazette"), find(world, "crane-quay")
    assert copy.before.paragraphs == source.before.paragraphs[:2]
    assert copy.agency == source.agency
    assert copy.kind == "wire copy"


def test_a_wire_copy_may_begin_with_a_paragraph_of_its_own(tmp_path: Path) -> None:
    crane = CRANE.replace("cut = 2", 'cut = 1\nlead = "Our docks are safe, the city says on {weekday}."')
    copy = find(load_world(TODAY, write_world(tmp_path, crane=crane)), "crane-quay")
    assert copy.before.paragraphs[0] == "Our docks are safe, the city says on Thursday."
    assert len(copy.before.paragraphs) == 2
    assert copy.dateline == ""


def test_a_corrected_article_has_two_states(world: World) -> None:
    telling = find(world, "crane-hafen")
    assert telling.text(0).paragraphs[1] == "Verletzt wurde niemand."
    assert telling.text(0).notice == ""
    assert telling.text(1).paragraphs[1] == "Eine Person wurde leicht verletzt."
    assert telling.text(1).notice
    assert telling.text(1).modified > telling.published


def test_truth_names_story_kind_publisher_language_and_city(world: World) -> None:
    truth = world.truth("http://here")["http://here/quay-news/2026/02/choir-quay-won.html"]
    assert (truth.story, truth.kind, truth.publisher) == ("choir-prize", "update", "quay-news")
    assert (truth.language, truth.city) == ("en", "Cape Town")


def test_a_publisher_lists_its_articles_newest_first(world: World) -> None:
    assert [t.id for t in world.told_by("quay-news")] == ["choir-quay-won", "choir-quay", "crane-quay"]


def test_a_world_is_pickled_whole(world: World) -> None:
    again = pickle.loads(pickle.dumps(world))
    assert again == world
    assert again.told_by("hafenblatt") == world.told_by("hafenblatt")


def test_today_is_chosen_so_that_nothing_lies_in_the_future(tmp_path: Path) -> None:
    folder = write_world(tmp_path, choir=CHOIR.replace("d7 05:30", "d10 05:30"))
    assert choose_today(datetime(2026, 3, 4, 5, 29, tzinfo=UTC), folder).isoformat() == "2026-03-03"
    assert choose_today(datetime(2026, 3, 4, 5, 30, tzinfo=UTC), folder).isoformat() == "2026-03-04"


WRONG_STORIES = {
    "slug": ('slug = "crane-falls"', 'slug = "other"'),
    "section": ('section = "disaster, accident', 'section = "gossip, accident'),
    "city": ('city = "London"', ""),
    "mood": ('city = "London"', 'city = "London"\nmood = "grim"'),
    "publisher": ('publisher = "quay-news"', 'publisher = "nobody"'),
    "at": ('at = "d3 08:15"', 'at = "d11 08:15"'),
    "topics": ('topics = ["docks", "cranes"]', 'topics = ["docks", 3]'),
    "headline": ("on {weekday}", "on {wekday}"),
    "agency": ('agency = "HPA"', 'agency = "XYZ"'),
    "copy_of": ('copy_of = "crane-gazette"', 'copy_of = "crane-hafen"'),
    "cut": ("cut = 2", "cut = 0"),
    "body": ("body = ", "#"),
    "body_after": ("body_after = ", 'caption = "x"\nlead = '),
    "update_of": ("cut = 2", 'cut = 2\nupdate_of = "crane-gazette"'),
    "corrected_at": ('correction = "In', 'corrected_at = "d4 07:00"\ncorrection = "In'),
    "id": ('id = "crane-quay"', 'id = "crane-gazette"'),
    "url_slug": ('id = "crane-quay"', 'id = "crane-quay"\nurl_slug = "A B"'),
}


@pytest.mark.parametrize("key", WRONG_STORIES)
def test_a_wrong_story_file_is_named_with_its_key(key: str, tmp_path: Path) -> None:
    old, new = WRONG_STORIES[key]
    assert old in CRANE
    crane = CRANE.replace(old, new, 1)
    if key == "body":
        crane = crane.replace('#"""A crane', 'section = """A crane').replace('section = "Local"\n', "")
    if key == "body_after":
        crane = crane.replace("lead = ", "standfirst = ")
    folder = write_world(tmp_path, crane=crane)
    with pytest.raises(WorldError, match=rf"^crane-falls\.toml: .*{'id' if key == 'url_slug' else key}: "):
        load_world(TODAY, folder)


@pytest.mark.parametrize(
    ("key", "old", "new"),
    [
        ("template", 'template = "portal"', 'template = "poster"'),
        ("feed", 'feed = "atom"', 'feed = "gopher"'),
        ("language", 'language = "de"', 'language = "tlh"'),
        ("timezone", 'timezone = "Europe/Berlin"', 'timezone = "Europe/Atlantis"'),
        ("full_text", "full_text = true", 'full_text = "yes"'),
        ("id", 'id = "quay-news"', 'id = "mole-gazette"'),
    ],
)
def test_a_wrong_publisher_is_named_with_its_key(key: str, old: str, new: str, tmp_path: Path) -> None:
    folder = write_world(tmp_path, publishers=PUBLISHERS.replace(old, new, 1))
    with pytest.raises(WorldError, match=rf"^publishers\.toml: .*{key}: "):
        load_world(TODAY, folder)


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    with pytest.raises(WorldError, match=r"^choir-prize\.toml: cannot be read"):
        load_world(TODAY, write_world(tmp_path, choir="slug = "))


def test_every_language_has_all_the_furniture() -> None:
    words = load_furniture()
    assert len(words) >= 12
    for language, furniture in words.items():
        assert "{name}" in furniture.byline, language
        assert "{date}" in furniture.published, language
        assert "{credit}" in furniture.photo, language
        assert "{agency}" in furniture.source, language
        assert len(furniture.nav) == len(words["en"].nav), language
