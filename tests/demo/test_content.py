"""The world that is shipped: every file loads, every page is served, and there is as much of it as was promised."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from newsgrid.demo import World, load_world
from newsgrid.demo.site import Site
from newsgrid.demo.world import WORLD_FOLDER

TODAY = date(2026, 10, 12)
BRACES = re.compile(r"\{\w*[+-]?\d*\}")
WANTED_LANGUAGES = {"en", "af", "zu", "fr", "de", "es", "ru", "ar", "th", "zh"}


@pytest.fixture(scope="module")
def shipped() -> World:
    return load_world(TODAY)


def test_every_file_is_a_story(shipped: World) -> None:
    files = {path.stem for path in Path(WORLD_FOLDER, "stories").glob("*.toml")}
    assert {story.slug for story in shipped.stories} == files


def test_every_page_is_served_without_tokens(shipped: World) -> None:
    site = Site(shipped, "http://127.0.0.1:1")
    site.advance()
    for telling in shipped.tellings():
        document = site.document(telling.path)
        assert document is not None, telling.id
        article = "\n".join([telling.headline, telling.standfirst, telling.caption, *telling.after.paragraphs])
        assert not BRACES.search(article), telling.id


def test_every_feed_is_served(shipped: World) -> None:
    site = Site(shipped, "http://127.0.0.1:1")
    for publisher in shipped.publishers:
        document = site.document(f"/{publisher.id}/feed.xml")
        assert document is not None, publisher.id
        assert len(document.body) > 300, publisher.id


def test_the_world_is_as_large_as_promised(shipped: World) -> None:
    languages = {publisher.language for publisher in shipped.publishers if shipped.told_by(publisher.id)}
    assert sum(bool(shipped.told_by(publisher.id)) for publisher in shipped.publishers) >= 15
    assert len(languages) >= 10
    assert languages >= WANTED_LANGUAGES
    assert len(shipped.stories) >= 40
    assert len(shipped.tellings()) >= 200


def test_the_world_has_every_kind_of_article_and_three_cities(shipped: World) -> None:
    kinds = Counter(telling.kind for telling in shipped.tellings())
    assert set(kinds) == {"original", "wire copy", "update", "correction"}
    cities = Counter(story.city for story in shipped.stories)
    assert cities.most_common(1)[0][0] == "Johannesburg"
    assert sum(count >= 3 for count in cities.values()) >= 3
