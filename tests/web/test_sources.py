"""The list of sources: publishers that are read, with what is a reader's business."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from django.test import Client
from factory import Newsroom
from pytest_django import DjangoAssertNumQueries
from reading import Page

from newsgrid.errors import NotFound
from newsgrid.model import Feed, FeedState
from newsgrid.web.usecases.sources import PAGE_SIZE, sources_page

HOSTILE = "<script>alert(1)</script>\u202e&amp;"


def subscribe(room: Newsroom, name: str, number: int = 1, **given: object) -> Feed:
    fields = {"publisher": name, "site": f"https://{name.lower().replace(' ', '')}.example/", **given}
    url = f"https://feeds.example/{name}/{number}"
    return room.store.add_feed(dataclasses.replace(Feed(0, url), **fields))  # type: ignore[arg-type]


def fail(room: Newsroom, feed: Feed, days: float) -> None:
    since = room.now - timedelta(days=days)
    state = FeedState(health="dns", failures=3, failing_since=since, checked=room.now, message="secret detail")
    room.store.save_feed(dataclasses.replace(feed, state=state), [], room.now)


def names(room: Newsroom, **asked: object) -> list[str]:
    return [card.name for card in sources_page(room.now, **asked).sources]  # type: ignore[arg-type]


def test_publishers_with_a_feed_or_an_article_are_listed_by_name(room: Newsroom) -> None:
    subscribe(room, "Zebra Times", country="ZA", city="Durban", language="en")
    room.tell("Water is back", publisher="Apex News")
    gone = subscribe(room, "Gone Gazette")
    room.store.remove_feed(gone.id)
    assert names(room) == ["Apex News", "Zebra Times"]
    zebra = sources_page(room.now).sources[1]
    assert (zebra.city, zebra.country, zebra.language) == ("Durban", "ZA", "en")
    assert (zebra.site, zebra.last, zebra.unheard_since) == ("https://zebratimes.example/", None, None)


def test_the_last_news_is_that_of_the_newest_article(room: Newsroom) -> None:
    room.tell("Old", publisher="Apex News", hours_ago=50)
    room.tell("New", publisher="Apex News", hours_ago=3)
    assert sources_page(room.now).sources[0].last == room.now - timedelta(hours=3)


def test_a_language_counts_its_regions_and_a_country_cuts_the_list(room: Newsroom) -> None:
    subscribe(room, "A", language="pt-BR", country="BR")
    subscribe(room, "B", language="pt", country="PT")
    subscribe(room, "C", language="en", country="ZA")
    page = sources_page(room.now, language="pt")
    assert [card.name for card in page.sources] == ["A", "B"]
    assert [(c.code, c.count, c.chosen) for c in page.languages] == [("pt", 2, True), ("en", 1, False)]
    assert page.total == 3
    assert names(room, country="ZA") == ["C"]
    assert names(room, country="ZA", language="pt") == []


class TestNotBeingHeardOf:
    def test_it_is_said_when_all_feeds_have_failed_for_a_day(self, room: Newsroom) -> None:
        one, two = subscribe(room, "Apex News", 1), subscribe(room, "Apex News", 2)
        fail(room, one, 5)
        assert sources_page(room.now).sources[0].unheard_since is None
        fail(room, two, 3)
        assert sources_page(room.now).sources[0].unheard_since == room.now - timedelta(days=3)

    def test_an_outage_of_hours_and_a_paused_feed_are_nobodys_business(self, room: Newsroom) -> None:
        fail(room, subscribe(room, "Apex News"), 0.5)
        paused = subscribe(room, "Bay Post", paused=True)
        fail(room, paused, 9)
        assert [card.unheard_since for card in sources_page(room.now).sources] == [None, None]

    def test_no_detail_of_the_failure_is_shown(self, room: Newsroom, client: Client) -> None:
        fail(room, subscribe(room, "Apex News"), 5)
        text = client.get("/sources/").content.decode()
        assert "Has not answered since" in text
        assert "secret detail" not in text
        assert "feeds.example" not in text


def test_the_list_is_paged(room: Newsroom) -> None:
    room.store.add_feeds([Feed(0, f"https://a.example/{n}", publisher=f"Paper {n:03}") for n in range(PAGE_SIZE + 5)])
    first = sources_page(room.now)
    assert (len(first.sources), first.more, first.total) == (PAGE_SIZE, True, PAGE_SIZE + 5)
    second = sources_page(room.now, number=2)
    assert ([card.name for card in second.sources][-1], second.more) == (f"Paper {PAGE_SIZE + 4:03}", False)
    with pytest.raises(NotFound):
        sources_page(room.now, number=3)


def test_a_page_takes_five_queries_however_many_sources(
    room: Newsroom, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    room.store.add_feeds([Feed(0, f"https://a.example/{n}", publisher=f"Paper {n}", language="en") for n in range(60)])
    with django_assert_num_queries(5):
        assert len(sources_page(room.now).sources) == 60


@pytest.mark.parametrize("prefix", ["", "/th", "/ar"])
def test_the_page_is_whole_in_every_language(room: Newsroom, client: Client, prefix: str) -> None:
    subscribe(room, "جريدة النيل", language="ar", country="EG", city="Cairo", site="https://nile.example/")
    subscribe(room, HOSTILE, site="javascript:alert(1)")
    answer = client.get(f"{prefix}/sources/")
    page = Page(answer.content.decode())
    assert answer.status_code == 200
    assert page.errors == []
    assert "<script>alert" not in answer.content.decode()
    assert "javascript:" not in answer.content.decode()
    assert len(page.all("h1")) == 1


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?lang=xx", 200),
        ("?country=zz", 200),
        ("?country=%00", 200),
        ("?lang=" + "x" * 500, 200),
        ("?page=0", 404),
        ("?page=9999", 404),
    ],
)
def test_what_is_asked_out_of_bounds_is_no_error(room: Newsroom, client: Client, query: str, status: int) -> None:
    subscribe(room, "Apex News", language="en")
    assert client.get(f"/sources/{query}").status_code == status


def test_every_page_leads_to_the_sources(room: Newsroom, client: Client) -> None:
    assert b'href="/sources/"' in client.get("/johannesburg/").content
    assert b'href="/ar/sources/"' in client.get("/ar/johannesburg/").content
