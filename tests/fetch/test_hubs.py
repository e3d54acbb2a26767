"""Forms posted to hubs, with the same manners and guards as everything else; and whether hubs can call us."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

import pytest

from fetch.loopback import LOOPBACK, Clock, Loopback, answer, loopback, make_client
from newsgrid.errors import FetchError
from newsgrid.fetch import Client, HubRequest, HubVisit, ask_hubs, public_address
from newsgrid.model import Subscription
from newsgrid.settings import FetchSettings, Settings, SiteSettings


def request(hub: str, state: str = "asked", origin: str = "", number: int = 1) -> HubRequest:
    topic, callback = "https://paper.example/feed?a=1&b=ü", "https://news.example/websub/x/"
    return HubRequest(Subscription(f"x{number}", 1, hub, topic, callback, "key", state=state), 864_000, origin or hub)


async def asked(client: Client, *requests: HubRequest) -> list[HubVisit]:
    return [visit async for visit in ask_hubs(requests, client)]


def one(world_says: Any, **more: Any) -> tuple[Loopback, HubVisit]:
    async def run() -> tuple[Loopback, HubVisit]:
        async with loopback() as world, make_client() as client:
            world.says["/hub"] = world_says
            [visit] = await asked(client, request(world.url("/hub"), **more))
            return world, visit

    return asyncio.run(run())


def test_a_subscription_is_asked_for_with_a_form() -> None:
    world, visit = one(answer(202))
    assert visit.error is None
    [got] = world.asked
    assert (got.method, got.headers["content-type"]) == ("POST", "application/x-www-form-urlencoded")
    assert got.headers["user-agent"].startswith("newsgrid/")
    assert parse_qs(got.body.decode("ascii"), strict_parsing=True) == {
        "hub.mode": ["subscribe"],
        "hub.topic": ["https://paper.example/feed?a=1&b=ü"],
        "hub.callback": ["https://news.example/websub/x/"],
        "hub.verify": ["async"],
        "hub.lease_seconds": ["864000"],
        "hub.secret": ["key"],
    }


def test_an_end_is_asked_for_without_secret_and_lease() -> None:
    world, _ = one(answer(202), state="leaving")
    form = parse_qs(world.asked[0].body.decode("ascii"))
    assert form["hub.mode"] == ["unsubscribe"]
    assert not {"hub.secret", "hub.lease_seconds"} & set(form)


@pytest.mark.parametrize("status", [307, 308])
def test_a_hub_may_send_us_to_another_with_the_form(status: int) -> None:
    async def run() -> Loopback:
        async with loopback() as world, make_client(public=True) as client:
            world.says |= {"/hub": answer(status, Location="/new"), "/new": answer(202)}
            [visit] = await asked(client, request(world.url("/hub")))
            assert visit.error is None
            return world

    world = asyncio.run(run())
    assert [(got.method, got.path) for got in world.asked] == [("POST", "/hub"), ("POST", "/new")]
    assert world.asked[0].body == world.asked[1].body


@pytest.mark.parametrize("status", [301, 302, 303])
def test_redirects_that_would_lose_the_form_are_failures(status: int) -> None:
    world, visit = one(answer(status, Location="/new"))
    assert visit.error is not None
    assert (visit.error.reason, visit.error.status) == ("bad-status", status)
    assert len(world.asked) == 1


def test_a_refusal_is_told_in_the_hubs_own_words() -> None:
    _, visit = one(answer(400, b"No such\n topic\x1b[31m " + b"x" * 900_000, Content_Type="text/plain; charset=utf-8"))
    assert visit.error is not None
    assert "It says: No such topic [31m x" in str(visit.error)
    assert len(str(visit.error)) < 350
    _, visit = one(answer(400, b"<h1>No</h1>", Content_Type="text/html"))
    assert visit.error is not None
    assert "It says" not in str(visit.error)


def test_a_long_answer_is_not_read_to_its_end() -> None:
    _, visit = one(answer(200, b"x" * 5_000_000))
    assert visit.error is None


def test_a_hub_that_asks_for_time_is_left_alone() -> None:
    booked: list[tuple[str, datetime]] = []

    async def run() -> HubVisit:
        async with loopback() as world, make_client(public=True, clock=Clock(), booked=booked) as client:
            world.says["/hub"] = answer(429, Retry_After="600")
            hub = world.url("/hub", "hub.example.org")
            first, second = await asked(client, request(hub, number=1), request(hub, number=2))
            assert len(world.asked) == 1
            assert second.error is not None
            assert second.error.reason == "rate-limited"
            return first

    visit = asyncio.run(run())
    assert visit.error is not None
    assert visit.error.retry_after_s == 600
    assert [group for group, _ in booked] == ["example.org"]


def test_requests_to_one_hub_go_one_after_another_each_for_itself() -> None:
    async def run() -> None:
        async with loopback() as world, make_client(public=True, host_delay_s=0.05) as client:
            world.says["/hub"] = answer(202)
            hub = world.url("/hub", "hub.example.org")
            visits = await asked(client, *(request(hub, number=n) for n in range(4)))
            assert {visit.request.subscription.id for visit in visits} == {"x0", "x1", "x2", "x3"}
            assert len(world.asked) == 4
            assert world.busiest == 1
            assert min(world.gaps()) >= 0.045

    asyncio.run(run())


def test_a_hub_inside_is_asked_only_for_a_feed_on_the_same_host() -> None:
    async def run() -> None:
        async with loopback() as world, make_client() as client:
            world.says["/hub"] = answer(202)
            [visit] = await asked(client, request(world.url("/hub"), origin="https://stranger.example/feed"))
            assert visit.error is not None
            assert visit.error.reason == "private-address"
            assert world.asked == []
        async with make_client(allow_private=()) as client:
            with pytest.raises(FetchError) as caught:
                await client.post("http://127.0.0.1:9/hub", {"a": "b"})
            assert caught.value.reason == "private-address"

    asyncio.run(run())


@pytest.mark.parametrize(
    ("base", "allowed", "on", "why"),
    [
        ("https://news.example.org", (), True, ""),
        ("https://news.example.org/paper/", (), True, ""),
        ("http://8.8.8.8:8080", (), True, ""),
        ("http://127.0.0.1:8080", LOOPBACK, True, ""),
        ("http://localhost:8080", LOOPBACK, True, ""),
        ("http://[::1]:8080", ("::1/128",), True, ""),
        ("http://10.1.2.3", ("10.0.0.0/8",), True, ""),
        ("", (), True, "site.base_url is empty"),
        ("https://news.example.org", (), False, "fetch.websub is off"),
        ("http://127.0.0.1:8080", (), True, "127.0.0.1 is on a private"),
        ("http://localhost", (), True, "127.0.0.1 is on a private"),
        ("http://localhost", ("10.0.0.0/8",), True, "127.0.0.1 is on a private"),
        ("http://192.168.1.5", LOOPBACK, True, "192.168.1.5 is on a private"),
        ("http://[fe80::1]", (), True, "private"),
        ("http://2130706433/", LOOPBACK, True, "odd spelling"),
        ("https://news", (), True, "news is a name of a private network"),
        ("https://news.local", (), True, "private network"),
        ("https://NEWS.LAN.", (), True, "private network"),
        ("https://a.home.arpa", (), True, "private network"),
    ],
)
def test_hubs_can_call_a_public_address_alone(base: str, allowed: tuple[str, ...], on: bool, why: str) -> None:
    settings = Settings(site=SiteSettings(base_url=base), fetch=FetchSettings(allow_private=allowed, websub=on))
    found, reason = public_address(settings)
    assert found == ("" if why else base.rstrip("/"))
    assert why in reason if why else not reason
