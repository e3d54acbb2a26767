from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import get_args
from xml.etree import ElementTree

import pytest

from newsgrid.demo import World
from newsgrid.demo.feeds import FeedView, excerpt, render_feed
from newsgrid.demo.values import FeedFormat

BASE = "http://127.0.0.1:1"
ATOM = "{http://www.w3.org/2005/Atom}"
RSS1 = "{http://purl.org/rss/1.0/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


def view_of(world: World, publisher_id: str, *, revision: int = 0, **changes: object) -> FeedView:
    publisher = world.publisher(publisher_id)
    assert publisher is not None
    return FeedView(BASE, replace(publisher, **changes), world.told_by(publisher_id), revision)  # type: ignore[arg-type]


def test_an_rss_item_carries_what_the_article_states(world: World) -> None:
    rss = ElementTree.fromstring(render_feed(view_of(world, "mole-gazette")))
    item = rss.findall("channel/item")[1]
    assert item.findtext("title") == "Crane falls into dock on Wednesday"
    assert item.findtext("link") == f"{BASE}/mole-gazette/2026/02/crane-gazette.html"
    assert item.findtext("guid") == "mole-gazette:crane-gazette"
    assert item.findtext("description") == "Nobody was hurt"
    assert item.findtext("{http://purl.org/dc/elements/1.1/}creator") == "Ada Quill"
    assert parsedate_to_datetime(item.findtext("pubDate") or "").isoformat() == "2026-02-25T08:15:00+00:00"
    assert [category.text for category in item.findall("category")] == ["Local", "docks", "cranes"]
    assert item.find(CONTENT) is None


def test_a_full_text_feed_carries_every_paragraph(world: World) -> None:
    rss = ElementTree.fromstring(render_feed(view_of(world, "mole-gazette", full_text=True)))
    content = rss.findall("channel/item")[1].findtext(CONTENT) or ""
    assert content.count("<p>") == 4  # the picture and three paragraphs
    assert "LONDON, 25 February (HPA) — A crane fell" in content
    assert "broke &amp; sank &lt;at once&gt;" in content


def test_an_atom_entry_is_updated_when_corrected(world: World) -> None:
    old, new = (view_of(world, "hafenblatt", revision=revision, feed="atom") for revision in (0, 1))
    before, after = (ElementTree.fromstring(render_feed(view)).find(f"{ATOM}entry") for view in (old, new))
    assert before is not None
    assert after is not None
    assert before.findtext(f"{ATOM}id") == after.findtext(f"{ATOM}id")
    assert before.findtext(f"{ATOM}published") == after.findtext(f"{ATOM}published")
    assert before.findtext(f"{ATOM}updated", "") < after.findtext(f"{ATOM}updated", "")
    assert "leicht verletzt" in after.findtext(f"{ATOM}content", "")


def test_an_rdf_feed_lists_its_items_in_order(world: World) -> None:
    rdf = ElementTree.fromstring(render_feed(view_of(world, "quay-news", feed="rdf")))
    links = [item.findtext(f"{RSS1}link") for item in rdf.findall(f"{RSS1}item")]
    assert links == [BASE + telling.path for telling in world.told_by("quay-news")]


def test_a_json_feed_gives_the_local_time_and_the_tags(world: World) -> None:
    feed = json.loads(render_feed(view_of(world, "quay-news", feed="json")))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    item = feed["items"][0]
    assert datetime.fromisoformat(item["date_published"]).isoformat() == "2026-02-28T23:30:00+02:00"
    assert item["content_html"].startswith("<p><img")


@pytest.mark.parametrize("feed", get_args(FeedFormat))
def test_a_publisher_without_articles_has_an_empty_feed(feed: FeedFormat, world: World) -> None:
    view = replace(view_of(world, "mole-gazette", feed=feed), tellings=())
    text = render_feed(view)
    assert "crane" not in text
    if feed != "json":
        ElementTree.fromstring(text)


def test_a_long_description_is_cut_between_words(world: World) -> None:
    telling = replace(world.told_by("mole-gazette")[0], standfirst="harbour, " * 60)
    short = excerpt(telling, 0)
    assert len(short) <= 241
    assert short.endswith("harbour…")


def test_a_description_without_spaces_is_cut_anywhere(world: World) -> None:
    telling = replace(world.told_by("mole-gazette")[0], standfirst="新" * 300)
    assert excerpt(telling, 0) == "新" * 240 + "…"
