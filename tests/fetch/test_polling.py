from __future__ import annotations

import asyncio
import dataclasses
import logging
import pickle
import time
from typing import Any

import pytest

from fetch.loopback import Asked, Clock, Loopback, answer, loopback, make_client
from newsgrid.errors import FeedError
from newsgrid.fetch import Client, FeedVisit, PageRequest, fetch_pages, poll
from newsgrid.model import Entry, Feed, ParsedFeed
from newsgrid.settings import FetchSettings

SETTINGS = FetchSettings()


def parse(data: bytes, url: str, content_type: str) -> ParsedFeed:
    """Read our own kind of feed: one title on each line."""
    if data == b"hang":
        time.sleep(3)
    if data == b"bug":
        raise ZeroDivisionError
    if not data.startswith(b"feed"):
        raise FeedError("This is no feed.", item=url, reason="no-feed")
    titles = data.decode().split("\n")[1:]
    return ParsedFeed(content_type or url, entries=tuple(Entry(guid=t, identity=t, link="", title=t) for t in titles))


async def visits(client: Client, feeds: list[Feed], clock: Clock, **more: Any) -> dict[int, FeedVisit]:
    found = poll(feeds, client, parse, settings=SETTINGS, now=clock, **more)
    return {visit.feed.id: visit async for visit in found}


async def never(asked: Asked, writer: asyncio.StreamWriter) -> bytes | None:
    await asyncio.sleep(60)
    return None


def feeds_of(world: Loopback, *paths: str, host: str = "127.0.0.1") -> list[Feed]:
    return [Feed(number, world.url(path, host)) for number, path in enumerate(paths, 1)]


def test_each_feed_comes_back_with_its_state_its_document_or_its_error() -> None:
    async def run() -> None:
        clock = Clock()
        async with loopback() as world, make_client(clock=clock) as client:
            world.says |= {
                "/ok": answer(200, b"feed\none\ntwo", ETag='"1"', Content_Type="text/x"),
                "/bad": answer(200, b"<html>"),
                "/gone": answer(410),
            }
            found = await visits(client, feeds_of(world, "/ok", "/bad", "/gone", "/none"), clock)
            assert {number: visit.feed.state.health for number, visit in found.items()} == {
                1: "ok",
                2: "no-feed",
                3: "gone",
                4: "not-found",
            }
            feed, document, error = found[1]
            assert document is not None
            assert [entry.title for entry in document.entries] == ["one", "two"]
            assert (document.version, error, feed.state.etag) == ("text/x", None, '"1"')
            assert isinstance(found[2].error, FeedError)
            for visit in found.values():
                again = pickle.loads(pickle.dumps(visit))
                assert (again.feed, again.parsed, str(again.error)) == (visit.feed, visit.parsed, str(visit.error))

    asyncio.run(run())


def test_a_second_visit_is_conditional_and_a_304_has_no_document() -> None:
    async def run() -> None:
        clock = Clock()
        async with loopback() as world, make_client(clock=clock) as client:
            world.says["/f"] = [answer(200, b"feed\none", ETag='W/"1"', Last_Modified="x y"), answer(304)]
            first = (await visits(client, feeds_of(world, "/f"), clock))[1]
            clock.move(hours=2)
            second = (await visits(client, [first.feed], clock))[1]
            assert second.parsed is None
            assert second.error is None
            assert second.feed.state.checked == clock.time
            headers = world.asked[1].headers
            assert (headers["if-none-match"], headers["if-modified-since"]) == ('W/"1"', "x y")
            assert "application/rss+xml" in headers["accept"]

    asyncio.run(run())


def test_adding_a_feed_asks_for_it_exactly_once() -> None:
    async def run() -> None:
        clock = Clock()
        async with loopback() as world, make_client(clock=clock) as client:
            world.says["/f"] = answer(200, b"feed\none", ETag='"1"')
            await visits(client, feeds_of(world, "/f"), clock)
            assert world.paths() == ["/f"]

    asyncio.run(run())


def test_feeds_with_one_address_share_one_request() -> None:
    async def run() -> None:
        clock = Clock()
        async with loopback() as world, make_client(clock=clock) as client:
            world.says["/f"] = answer(200, b"feed\none")
            found = await visits(client, feeds_of(world, "/f", "/f", "/f"), clock)
            assert [visit.feed.state.health for visit in found.values()] == ["ok"] * 3
            assert len(world.asked) == 1

    asyncio.run(run())


def test_hanging_feeds_cost_their_own_places_only() -> None:
    async def run() -> None:
        clock = Clock()
        names = [f"/{n}" for n in range(40)]
        async with loopback() as world, make_client(clock=clock, timeout_s=1.0, private_parallel=4) as client:
            world.says |= {name: answer(200, b"feed\n" + name.encode()) for name in names}
            world.says |= {"/0": never, "/1": never, "/2": never}
            began, done = time.perf_counter(), {}
            async for visit in poll(feeds_of(world, *names), client, parse, settings=SETTINGS, now=clock):
                done[visit.feed.id] = time.perf_counter() - began
            assert len(done) == 40
            assert max(done[number] for number in range(4, 41)) < 0.8
            assert max(done.values()) < 1.8

    asyncio.run(run())


def test_a_hanging_stranger_does_not_hold_up_other_strangers() -> None:
    async def run() -> None:
        clock = Clock()
        async with loopback() as world, make_client(public=True, clock=clock, timeout_s=0.7) as client:
            world.says |= {"/hang": never, "/f": answer(200, b"feed\none")}
            feeds = [Feed(1, world.url("/hang", "slow.org")), Feed(2, world.url("/f", "slow.org"))]
            feeds += [Feed(n, world.url("/f", f"n{n}.org")) for n in range(3, 30)]
            order = [visit.feed.id async for visit in poll(feeds, client, parse, settings=SETTINGS, now=clock)]
            assert set(order[-2:]) == {1, 2}
            assert len(order) == 29

    asyncio.run(run())


def test_a_parser_that_hangs_is_left_behind_and_one_that_breaks_is_reported(caplog: pytest.LogCaptureFixture) -> None:
    async def run() -> None:
        clock = Clock()
        async with loopback() as world, make_client(clock=clock) as client:
            world.says |= {"/hang": answer(200, b"hang"), "/bug": answer(200, b"bug"), "/f": answer(200, b"feed\none")}
            began = time.perf_counter()
            found = await visits(client, feeds_of(world, "/hang", "/bug", "/f"), clock, parse_s=0.3)
            assert time.perf_counter() - began < 2
            assert [found[n].feed.state.health for n in (1, 2, 3)] == ["too-slow", "parser-failed", "ok"]

    with caplog.at_level(logging.ERROR):
        asyncio.run(run())
    assert "ZeroDivisionError" in caplog.text


def test_a_poll_that_is_left_early_stops_asking() -> None:
    async def run() -> None:
        clock = Clock()
        async with loopback() as world, make_client(clock=clock, private_parallel=1) as client:
            world.says |= {f"/{n}": answer(200, b"feed\none") for n in range(200)}
            found = poll(feeds_of(world, *world.says), client, parse, settings=SETTINGS, now=clock)
            async for _ in found:
                break
            await found.aclose()
            asked = len(world.asked)
            await asyncio.sleep(0.1)
            assert len(world.asked) == asked < 200

    asyncio.run(run())


def test_who_takes_the_results_may_use_the_client_meanwhile() -> None:
    async def run() -> None:
        clock = Clock()
        async with loopback() as world, make_client(clock=clock, parallel=1, private_parallel=1) as client:
            world.says |= {f"/{n}": answer(200, b"feed\none") for n in range(12)}
            feeds = feeds_of(world, *world.says)
            world.says["/page"] = answer(200, b"page")
            async for _ in poll(feeds, client, parse, settings=SETTINGS, now=clock):
                assert (await client.fetch(world.url("/page"))).body == b"page"
            assert len(world.asked) == 24

    asyncio.run(asyncio.wait_for(run(), 5))


def test_a_feed_that_moved_is_asked_at_its_new_address_while_the_move_is_tried() -> None:
    async def run() -> None:
        clock = Clock()
        async with loopback() as world, make_client(clock=clock) as client:
            world.says |= {"/old": answer(301, Location="/new"), "/new": answer(200, b"feed\none", ETag='"1"')}
            feed = feeds_of(world, "/old")[0]
            for _ in range(20):
                feed = (await visits(client, [feed], clock))[1].feed
                clock.move(hours=12)
            assert feed.url == world.url("/new")
            assert world.paths().count("/old") == 2

    asyncio.run(run())


def test_feeds_put_off_for_their_host_come_back_when_it_may_be_asked_again() -> None:
    async def run() -> None:
        clock = Clock()
        async with loopback() as world, make_client(public=True, clock=clock) as client:
            world.says |= {"/a": answer(429, Retry_After="600"), "/b": answer(200, b"feed\none")}
            found = await visits(client, feeds_of(world, "/a", "/b", host="news.example.org"), clock)
            assert world.paths() == ["/a"]
            state = found[2].feed.state
            assert (state.health, state.failures) == ("rate-limited", 0)
            assert state.next_check is not None
            clock.time = state.next_check
            assert (await visits(client, [found[2].feed], clock))[2].feed.state.health == "ok"

    asyncio.run(run())


def test_an_error_of_our_own_is_raised_and_not_hidden() -> None:
    async def run() -> None:
        async with loopback() as world, make_client() as client:
            broken = dataclasses.replace(SETTINGS, plain_interval_s="soon")  # type: ignore[arg-type]
            world.says["/f"] = answer(200, b"feed\none")
            with pytest.raises(ValueError, match="soon"):
                async for _ in poll(feeds_of(world, "/f"), client, parse, settings=broken, now=Clock()):
                    pass

    asyncio.run(run())


def test_no_feeds_are_no_work() -> None:
    async def run() -> None:
        async with make_client() as client:
            assert await visits(client, [], Clock()) == {}

    asyncio.run(run())


def test_pages_are_fetched_as_robots_txt_allows() -> None:
    async def run() -> None:
        async with loopback() as world, make_client() as client:
            world.says |= {
                "/robots.txt": answer(200, b"User-agent: *\nDisallow: /closed"),
                "/open": answer(200, b"<p>"),
                "/closed": answer(200, b"<p>"),
            }
            requests = [
                PageRequest(1, world.url("/open"), world.url("/feed")),
                PageRequest(2, world.url("/closed")),
                PageRequest(3, world.url("/none")),
                PageRequest(4, world.url("/open?x=1"), "https://elsewhere.org/feed"),
                PageRequest(5, "mailto:me@example.org"),
            ]
            found = {visit.request.key: visit async for visit in fetch_pages(requests, client)}
            assert found[1].page is not None
            assert found[1].page.body == b"<p>"
            reasons = {key: visit.error.reason for key, visit in found.items() if visit.error}
            assert reasons == {2: "robots", 3: "not-found", 4: "private-address", 5: "bad-address"}
            assert world.paths().count("/robots.txt") == 1
            assert "/closed" not in world.paths()
            assert all("text/html" in asked.headers["accept"] for asked in world.asked if asked.path == "/open")

    asyncio.run(run())
