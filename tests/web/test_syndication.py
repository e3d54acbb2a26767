from __future__ import annotations

import json
from datetime import datetime

import pytest
from django.test import Client
from factory import Newsroom
from lxml import etree

HOSTILE = "<b>&amp; ]]> \u0001\ufffe \u202e 'quoted' \"twice\""
ATOM = "{http://www.w3.org/2005/Atom}"


def addresses(story: int) -> list[str]:
    return [
        "/johannesburg/feed", "/johannesburg/section/politics/feed", "/world/feed", "/world/section/politics/feed",
        f"/story/{story}/feed", "/publisher/the-jozi-ledger/feed", "/place/993800/feed", "/topic/water%20supply/feed",
        "/topic/medtop:20000574/feed", "/name/person/amina%20dlamini/feed",
    ]  # fmt: skip


@pytest.mark.parametrize("prefix", ["", "/th", "/ar"])
def test_every_page_of_stories_has_three_feeds(client: Client, room: Newsroom, prefix: str) -> None:
    story = room.small_world(3)[0]
    for address in addresses(story):
        atom = etree.fromstring(client.get(f"{prefix}{address}.atom").content)
        rss = etree.fromstring(client.get(f"{prefix}{address}.rss").content)
        feed = json.loads(client.get(f"{prefix}{address}.json").content)
        count = len(atom.findall(f"{ATOM}entry"))
        assert count >= 1, address
        assert count == len(rss.findall("channel/item")) == len(feed["items"]), address
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["feed_url"].endswith(f"{prefix}{address}.json")
        assert feed["home_page_url"] == f"http://testserver{prefix}{address.removesuffix('feed')}"
        assert atom.findtext(f"{ATOM}updated")
        assert {i.findtext("guid") for i in rss.findall("channel/item")} == {item["id"] for item in feed["items"]}


def test_a_search_is_a_feed_that_keeps_its_words(client: Client, room: Newsroom) -> None:
    room.small_world(2)
    feed = json.loads(client.get("/search/feed.json?q=taps&lang=en").content)
    assert len(feed["items"]) == 4
    assert feed["home_page_url"].endswith("/search/?q=taps&lang=en")
    assert json.loads(client.get("/search/feed.json").content)["items"] == []


def test_hostile_words_stay_words_in_every_format(client: Client, room: Newsroom) -> None:
    room.digest(room.tell(HOSTILE, standfirst=HOSTILE, publisher=HOSTILE).id)
    feed = json.loads(client.get("/johannesburg/feed.json").content)
    assert feed["items"][0]["title"] == HOSTILE
    atom = etree.fromstring(client.get("/johannesburg/feed.atom").content)
    assert atom.findtext(f"{ATOM}entry/{ATOM}title", "").startswith("<b>&amp; ]]> \ufffd\ufffd \u202e")
    rss = etree.fromstring(client.get("/johannesburg/feed.rss").content)
    assert "&lt;b&gt;&amp;amp;" in rss.findtext("channel/item/description", "")


def test_entries_keep_their_ids_and_times(client: Client, room: Newsroom) -> None:
    told = room.tell("A vote")
    room.digest(told.id)
    item = json.loads(client.get("/th/johannesburg/feed.json").content)["items"][0]
    assert item["id"] == f"tag:testserver,2026:story:{told.id}"
    assert item["url"] == f"http://testserver/th/story/{told.id}/"
    assert told.article.published
    assert datetime.fromisoformat(item["date_published"]) == told.article.published.replace(microsecond=0)
    articles = json.loads(client.get(f"/story/{told.id}/feed.json").content)["items"]
    assert articles[0]["id"] == f"tag:testserver,2026:article:{told.id}"
    assert articles[0]["external_url"] == "https://news.example/1"


def test_feeds_filter_by_language_as_their_page_does(client: Client, room: Newsroom) -> None:
    for language in ("en", "zu"):
        room.digest(room.tell(f"In {language}", language=language).id)
    items = json.loads(client.get("/johannesburg/feed.json?lang=zu").content)["items"]
    assert [item["title"] for item in items] == ["In zu"]


def test_feeds_may_be_read_by_programs_of_other_sites(client: Client, room: Newsroom) -> None:
    answer = client.get("/johannesburg/feed.atom")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert not answer.cookies
