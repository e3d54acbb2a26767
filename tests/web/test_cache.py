from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
from django.test import Client
from factory import Newsroom
from pytest_django import DjangoAssertNumQueries

from newsgrid.web.pages import cache


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    clock = Clock()
    monkeypatch.setattr(cache, "answers", cache.AnswerCache(clock))
    return clock


def test_a_second_reader_is_answered_without_a_query(
    client: Client, room: Newsroom, clock: Clock, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    room.small_world(2)
    first = client.get("/johannesburg/")
    with django_assert_num_queries(0):
        second = client.get("/johannesburg/")
    assert first.content == second.content
    assert first.headers["ETag"] == second.headers["ETag"]
    assert second.headers["Content-Security-Policy"]


def test_a_new_story_is_seen_within_a_second(client: Client, room: Newsroom, clock: Clock) -> None:
    assert b"Breaking" not in client.get("/johannesburg/").content
    room.digest(room.tell("Breaking").id)
    assert b"Breaking" not in client.get("/johannesburg/").content
    clock.now += 1.1
    assert b"Breaking" in client.get("/johannesburg/").content


def test_ages_move_on_when_nothing_new_comes(
    client: Client, room: Newsroom, clock: Clock, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/about/")
    clock.now += 59
    with django_assert_num_queries(1):
        client.get("/about/")
    clock.now += 2
    key = next(iter(cache.answers._answers))
    assert cache.answers.get(key) is None


def test_an_answer_that_the_browser_has_is_not_sent_again(client: Client, room: Newsroom, clock: Clock) -> None:
    first = client.get("/johannesburg/")
    again = client.get("/johannesburg/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert client.get("/johannesburg/", headers={"If-None-Match": '"another"'}).status_code == 200


def test_pages_are_packed_for_those_who_ask(client: Client, room: Newsroom, clock: Clock) -> None:
    plain = client.get("/johannesburg/")
    packed = client.get("/johannesburg/", headers={"Accept-Encoding": "br, gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert int(packed.headers["Content-Length"]) == len(packed.content)


def test_each_language_host_and_query_has_its_own_answer(client: Client, room: Newsroom, clock: Clock) -> None:
    room.small_world(1)
    bodies = [
        client.get("/johannesburg/").content,
        client.get("/johannesburg/", headers={"Accept-Language": "th"}).content,
        client.get("/ar/johannesburg/").content,
        client.get("/johannesburg/?lang=af").content,
        client.get("/johannesburg/feed.json").content,
        client.get("/johannesburg/feed.json", headers={"Host": "localhost"}).content,
    ]
    assert len(set(bodies)) == len(bodies)


def test_a_session_is_never_answered_from_what_others_saw(client: Client, room: Newsroom, clock: Clock) -> None:
    client.get("/johannesburg/")
    client.cookies["sessionid"] = "x"
    assert "ETag" not in client.get("/johannesburg/").headers


@pytest.mark.parametrize(
    "address", ["/healthz", "/metrics", "/preferences/", "/th/preferences/", "/nowhere/", "/admin/login/"]
)
def test_some_answers_are_never_kept(client: Client, room: Newsroom, clock: Clock, address: str) -> None:
    client.get(address)
    assert len(cache.answers._answers) == 0


def test_what_is_kept_is_bounded(client: Client, room: Newsroom, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_BYTES", 30_000)
    for number in range(12):
        client.get(f"/search/?q={number}")
    assert cache.answers._bytes <= 30_000
    assert 0 < len(cache.answers._answers) < 12
    client.get(f"/search/?q={'x' * 500}")
    assert all("xxx" not in str(key) for key in cache.answers._answers)


def test_a_host_that_is_not_ours_is_refused(client: Client, room: Newsroom, clock: Clock) -> None:
    assert client.get("/johannesburg/", headers={"Host": "evil.example"}).status_code == 400
