from __future__ import annotations

import re

import pytest
from django.test import Client
from factory import NAIROBI, Newsroom
from pytest_django import DjangoAssertNumQueries
from reading import Page

from newsgrid.errors import NotFound
from newsgrid.model import Claim, EditionMatch, LinkedQuote, Merge, Signals, SummarySentence
from newsgrid.web.usecases.listings import tag_listing
from newsgrid.web.usecases.searching import search_page

HOSTILE = "<script>alert(1)</script>\"'><img src=https://evil.example/x onerror=alert(1)>\u202e&amp;"


def read(client: Client, address: str, status: int = 200) -> Page:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    page = Page(answer.content.decode())
    assert page.errors == []
    return page


def every_address(ids: list[int]) -> list[str]:
    return [
        "/johannesburg/", "/johannesburg/section/politics/", "/johannesburg/?lang=af&lang=en", "/world/",
        f"/story/{ids[0]}/", f"/article/{ids[0]}/", "/publisher/the-jozi-ledger/", "/place/993800/", "/topic/water%20supply/",
        "/name/person/amina%20dlamini/", "/name/organisation/johannesburg%20waterworks/", "/search/", "/search/?q=water",
        "/search/?q=nothinglikethis", "/about/", "/preferences/", "/sources/",
    ]  # fmt: skip


@pytest.mark.parametrize("prefix", ["", "/en", "/th", "/ar"])
def test_every_page_nests_loads_only_from_here_and_sets_no_cookie(client: Client, room: Newsroom, prefix: str) -> None:
    ids = room.small_world(4)
    for address in every_address(ids):
        answer = client.get(prefix + address)
        assert answer.status_code == 200, address
        page = Page(answer.content.decode())
        assert page.errors == [], address
        assert page.loads, address
        assert [url for url in page.loads if not re.match(r"/(?!/)", url)] == [], address
        assert not answer.cookies, address
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert not [a for _tag, attributes in page.elements for a in attributes if a.startswith("on") or a == "style"]
        assert not page.all("style")
        assert not page.all("script")
        assert len(page.all("h1")) == 1, address
        assert page.all("html")[0]["lang"] == (prefix.strip("/") or "en")


def test_hostile_words_are_shown_as_words_everywhere(client: Client, room: Newsroom) -> None:
    told = room.tell(HOSTILE, publisher=HOSTILE, authors=(HOSTILE,), agency=HOSTILE, standfirst=HOSTILE, language="en")
    other = room.tell(HOSTILE + "2", publisher="Other", story=told.id, url="javascript:alert(1)")
    room.digest(
        told.id,
        summary=(SummarySentence(HOSTILE, told.id, 0), SummarySentence(HOSTILE, other.id, 0)),
        quotes=(LinkedQuote(HOSTILE, (Claim(told.id, "en", HOSTILE),)),),
        editions=(EditionMatch("johannesburg", "named", 0.5, HOSTILE, told.id, HOSTILE),),
    )
    for address in [
        "/johannesburg/",
        f"/story/{told.id}/",
        f"/article/{told.id}/",
        f"/search/?q={HOSTILE}",
        "/search/?q=alert",
    ]:
        page = read(client, address)
        assert not page.all("script"), address
        assert [image for image in page.all("img") if "evil" in image["src"]] == []
        assert [link for link in page.all("a") if link["href"].startswith("javascript")] == []
        assert [a for _tag, attributes in page.elements for a in attributes if a.startswith("on")] == []
        assert "alert(1)" in page.words


def test_a_front_says_how_many_tell_a_story_and_why_it_is_there(client: Client, room: Newsroom) -> None:
    room.small_world(3)
    page = read(client, "/johannesburg/")
    assert "The Johannesburg Grid" in page.words
    assert "4 sources · 2 languages" in page.words
    assert "Why is this here?" in page.words
    assert "It names Johannesburg." in page.words
    assert "3 independent sources tell it" in page.words


def test_the_terms_of_a_position_add_up_to_its_score(room: Newsroom) -> None:
    from newsgrid.web.usecases.fronts import front_page

    room.small_world(5)
    for card in front_page("johannesburg", now=room.now).stories:
        assert sum(reason.value for reason in card.reasons) == pytest.approx(card.score)


def test_a_front_of_thirty_stories_takes_eight_queries(
    client: Client, room: Newsroom, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    room.small_world(31)
    with django_assert_max_num_queries(8):
        page = read(client, "/johannesburg/")
    assert len(page.all("article")) == 30
    assert "Older stories" in page.words
    assert len(read(client, "/johannesburg/?page=2").all("article")) == 1


def test_a_story_page_takes_five_queries_and_one_for_the_caches_version(
    client: Client, room: Newsroom, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    story = room.small_world(1)[0]
    with django_assert_max_num_queries(6):
        read(client, f"/story/{story}/")


def test_content_languages_choose_the_stories_of_a_front(client: Client, room: Newsroom) -> None:
    english = room.tell("Only in English")
    zulu = room.tell("Ngesizulu kuphela", language="zu")
    for told in (english, zulu):
        room.digest(told.id)
    page = read(client, "/johannesburg/?lang=zu")
    assert "Ngesizulu kuphela" in page.words
    assert "Only in English" not in page.words
    assert "Told in Zulu" in page.words
    assert "No stories yet" in read(client, "/johannesburg/?lang=is").words


def test_a_story_stands_under_a_headline_in_a_language_the_reader_chose(client: Client, room: Newsroom) -> None:
    first = room.tell("Горняки подняты", language="ru", publisher="Невский листок")
    room.tell("Miners are out", standfirst="All are well.", story=first.id)
    room.tell("Mynwerkers is uit", language="af", publisher="Hoogland-blad", story=first.id)
    room.digest(first.id, headline="Горняки подняты", language="ru")
    assert "Горняки подняты" in read(client, "/johannesburg/").words
    words = read(client, "/johannesburg/?lang=en").words
    assert "Miners are out" in words
    assert "All are well. The Jozi Ledger" in words
    assert "Mynwerkers is uit" in read(client, "/johannesburg/?lang=af&lang=en").words
    assert "Горняки подняты" in read(client, "/johannesburg/?lang=ru&lang=en").words


def test_a_section_shows_its_stories_alone(client: Client, room: Newsroom) -> None:
    politics, sport = room.tell("A vote"), room.tell("A match")
    room.digest(politics.id)
    room.digest(sport.id, section="medtop:15000000")
    assert "A vote" not in read(client, "/johannesburg/section/sport/").words
    assert "A match" in read(client, "/johannesburg/section/sport/").words
    read(client, "/johannesburg/section/nonsense/", status=404)


def test_home_leads_to_the_only_grid_and_lists_several(client: Client, room: Newsroom) -> None:
    assert client.get("/").headers["Location"] == "/johannesburg/"
    assert client.get("/th/").headers["Location"] == "/th/johannesburg/"
    room.edition("nairobi", NAIROBI)
    page = read(client, "/?x")
    assert "The Johannesburg Grid" in page.words
    assert "The Nairobi Grid" in page.words
    assert "The Johannesburg Grid" not in read(client, "/?city=nairo").words
    assert "No grid for that city yet" in read(client, "/?city=Atlantis").words


def test_an_empty_store_has_a_world_front(client: Client, db: None) -> None:
    assert client.get("/").headers["Location"] == "/world/"
    assert "No stories yet" in read(client, "/world/").words


def test_a_story_page_tells_everything_with_its_source(client: Client, room: Newsroom) -> None:
    story = room.small_world(1)[0]
    page = read(client, f"/story/{story}/")
    for words in (
        "Told by 3 independent sources", "SNA, carried by 2 publishers", "The main burst at dawn. The Jozi Ledger",
        "Sources differ households", "Sources agree date", "You cannot sew a patch on wet paper", "Amina Dlamini",
        "Johannesburg Waterworks", "3 March 2026", "It names Johannesburg.", "The council of Johannesburg met at noon.",
        "-26.20, 28.04", "By Pieter Nkuna", "Read at original source", "water supply",
    ):  # fmt: skip
        assert words in page.words, words
    originals = [link for link in page.all("a") if "original" in link.get("class", "")]
    assert len(originals) == 4
    assert all("noopener" in link["rel"] and "nofollow" in link["rel"] for link in originals)
    assert all(link["referrerpolicy"] == "no-referrer" for link in originals)


def test_every_named_source_of_a_sentence_stands_on_the_page(client: Client, room: Newsroom) -> None:
    page = read(client, f"/story/{room.small_world(1)[0]}/")
    ids = {attributes["id"] for _tag, attributes in page.elements if "id" in attributes}
    targets = [link["href"][1:] for link in page.all("a") if link["href"].startswith("#")]
    assert targets
    assert set(targets) <= ids


def test_a_story_of_one_origin_shows_the_publishers_own_description(client: Client, room: Newsroom) -> None:
    told = room.tell("A vote", standfirst="The council voted at noon.")
    room.digest(told.id)
    page = read(client, f"/story/{told.id}/")
    assert "As the publisher describes it The council voted at noon. The Jozi Ledger" in page.words


def test_a_story_without_a_digest_is_shown_from_its_articles(client: Client, room: Newsroom) -> None:
    told = room.tell("Just in")
    assert "Just in" in read(client, f"/story/{told.id}/").words


def test_a_merged_story_leads_to_the_one_that_was_kept(client: Client, room: Newsroom) -> None:
    kept, gone = room.tell("One"), room.tell("The same")
    room.store.save_repair([Merge(kept.id, gone.id, "same event")], [])
    answer = client.get(f"/ar/story/{gone.id}/")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/ar/story/{kept.id}/")


def test_every_article_of_a_big_story_is_reachable(client: Client, room: Newsroom) -> None:
    first = room.tell("Told by many")
    for number in range(64):
        room.tell(f"Telling {number}", publisher=f"Paper {number}", story=first.id, hours_ago=1.5)
    room.digest(first.id)
    page, rest = read(client, f"/story/{first.id}/"), read(client, f"/story/{first.id}/?page=2")
    assert "5 more articles" in page.words
    assert len(page.all("article")) + len(rest.all("article")) == 65
    read(client, f"/story/{first.id}/?page=3", status=404)


@pytest.mark.parametrize(
    ("signals", "shown"),
    [
        (Signals(), 250),
        (Signals(max_snippet=40), 40),
        (Signals(nosnippet=True), 0),
        (Signals(noindex=True), 0),
        (Signals(max_snippet=0), 0),
    ],
)
def test_no_page_shows_more_of_an_article_than_it_allows(
    client: Client, room: Newsroom, signals: Signals, shown: int
) -> None:
    long = "secretword " * 200
    told = room.tell("A vote", text=long, standfirst="", signals=signals)
    other = room.tell("A vote too", publisher="Other", story=told.id)
    room.digest(
        told.id,
        standfirst=long,
        summary=(SummarySentence(long, told.id, 0), SummarySentence("Short.", other.id, 0)),
        quotes=(LinkedQuote("X", (Claim(told.id, "en", long),)),),
        timeline=(),
        agreements=(),
        editions=(EditionMatch("johannesburg", "named", 0.9, long, told.id, "Johannesburg"),),
    )
    addresses = [
        "/johannesburg/",
        f"/story/{told.id}/",
        f"/article/{told.id}/",
        "/search/?q=vote",
        "/johannesburg/feed.atom",
        f"/story/{told.id}/feed.json",
    ]
    for address in addresses:
        body = client.get(address).content.decode()
        longest = max((len(run) for run in re.findall(r"secretword(?: secretword)*…?", body)), default=0)
        assert longest <= shown, (address, longest)


def test_a_publisher_may_be_shown_without_excerpts(client: Client, room: Newsroom) -> None:
    from newsgrid.web.catalog.models import Publisher

    told = room.tell("A vote", standfirst="The council voted at noon.")
    room.digest(told.id, standfirst="The council voted at noon.")
    Publisher.objects.update(excerpt_chars=0)
    for address in [
        "/johannesburg/",
        f"/story/{told.id}/",
        f"/article/{told.id}/",
        "/search/?q=voted",
        "/johannesburg/feed.rss",
    ]:
        assert "voted at noon" not in client.get(address).content.decode(), address


def test_an_article_that_asks_not_to_be_indexed_has_a_stub_that_asks_the_same(client: Client, room: Newsroom) -> None:
    told = room.tell("Hidden", signals=Signals(noindex=True))
    page = read(client, f"/article/{told.id}/")
    assert {"name": "robots", "content": "noindex"} in page.all("meta")
    assert {"name": "robots", "content": "noindex"} in read(client, f"/story/{told.id}/").all("meta")


def test_an_article_stub_gives_facts_and_the_way_to_the_source(client: Client, room: Newsroom) -> None:
    told = room.tell(
        "A vote",
        url="https://news.example/vote",
        section=("medtop:11000000"),
        topics=("Water", "Council"),
        correction="It was Tuesday, not Monday.",
    )
    page = read(client, f"/article/{told.id}/")
    for words in (
        "The Jozi Ledger",
        "Water and Council",
        "It was Tuesday, not Monday.",
        "First seen here",
        "The story it is part of",
    ):
        assert words in page.words, words
    assert "https://news.example/vote" in [link["href"] for link in page.all("a")]


def test_lists_page_through_what_they_have_and_end(client: Client, room: Newsroom) -> None:
    for number in range(23):
        room.digest(room.tell(f"Story {number}", hours_ago=number + 1).id)
    for address in [
        "/publisher/the-jozi-ledger/",
        "/place/993800/",
        "/topic/water%20supply/",
        "/name/person/amina%20dlamini/",
    ]:
        first, second = read(client, address), read(client, f"{address}?page=2")
        assert len(first.all("article")) == 20, address
        assert len(second.all("article")) == 3, address
        assert "Older stories" in first.words
        read(client, f"{address}?page=3", status=404)


def test_search_finds_newest_first_and_pages_on(client: Client, room: Newsroom) -> None:
    for number in range(30):
        room.tell(f"Bridge number {number:02} opens", hours_ago=number + 1)
    page = read(client, "/search/?q=bridge")
    assert page.words.index("number 00") < page.words.index("number 01")
    assert len(page.all("article")) == 25
    older = next(link["href"] for link in page.all("a") if link.get("rel") == "next")
    assert len(read(client, f"/search/{older}").all("article")) == 5
    assert "Nothing found" in read(client, "/search/?q=zeppelin").words
    read(client, "/search/?q=bridge&before=nonsense")


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere/", "/story/999/", "/article/999/", "/story/99999999999999999999999/", "/publisher/nobody/", "/place/1/",
        "/topic/nothing/", "/name/person/nobody/", "/name/robot/x/", "/johannesburg/?page=0", "/johannesburg/?page=x",
        "/johannesburg/?page=999", "/nowhere/feed.atom", "/story/999/feed.json", "/pattern/none/1.svg", "/name/topic/x/feed.rss",
    ],
)  # fmt: skip
def test_what_is_not_there_is_a_404_in_style(client: Client, room: Newsroom, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "Not here" in Page(answer.content.decode()).words


def test_an_error_of_ours_is_answered_in_style(client: Client, room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("newsgrid.web.pages.views.front_page", fail)
    client.raise_request_exception = False
    answer = client.get("/johannesburg/")
    assert answer.status_code == 500
    assert "Something went wrong" in Page(answer.content.decode()).words


def test_patterns_are_pictures_that_may_be_kept(client: Client, db: None) -> None:
    answer = client.get("/pattern/sport/7.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.content == client.get("/pattern/sport/7.svg").content
    assert answer.content != client.get("/pattern/sport/8.svg").content


def test_pages_refuse_what_changes_things(client: Client, room: Newsroom) -> None:
    assert client.post("/johannesburg/").status_code == 405
    assert client.delete("/search/").status_code == 405


def test_about_names_the_fetcher_the_contact_and_the_data(client: Client, db: None) -> None:
    page = read(client, "/about/")
    for words in ("newsgrid/", "GeoNames", "Unicode CLDR", "IPTC Media Topics", "given no contact yet"):
        assert words in page.words


def test_a_key_with_nul_is_not_found_before_the_database_is_asked(
    room: Newsroom, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0), pytest.raises(NotFound):
        tag_listing("topic", "wa\0ter")


def test_a_search_in_what_is_no_language_is_in_all(room: Newsroom) -> None:
    room.small_world(2)
    assert search_page("water", language="\0").articles == search_page("water").articles != ()
