"""Addresses nobody subscribed to are asked once each, and each has its own answer."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from fetch.loopback import LOOPBACK, Clock, Loopback, answer, loopback

from newsgrid.pipeline.asking import Answered, ask_addresses
from newsgrid.settings import FetchSettings, Settings

OPEN = Settings(fetch=FetchSettings(allow_private=LOOPBACK, timeout_s=5))
ITEM = "<item><title>Ferry</title><link>https://a.example/{0}</link><pubDate>Mon, {0:02} Mar 2026 08:00:00 +0000</pubDate></item>"


def feed(*days: int, extra: str = "") -> bytes:
    items = "".join(ITEM.format(day) for day in days)
    return f"<rss version='2.0'><channel><title>T</title><language>en</language>{items}{extra}</channel></rss>".encode()


async def ask(world: Loopback, clock: Clock, *paths: str) -> dict[str, Answered]:
    urls = {world.url(path): path for path in paths}
    return {urls[found.url]: found async for found in ask_addresses(urls, OPEN, clock)}


def test_every_address_has_its_own_answer() -> None:
    async def run() -> None:
        clock = Clock()
        async with loopback() as world:
            world.says["/ok"] = answer(200, feed(1, 2))
            world.says["/new"] = answer(200, feed(1))
            world.says["/moved"] = answer(301, location="/new")
            world.says["/page"] = answer(
                200, b"<!doctype html><title>Log in</title><p>Please.", content_type="text/html"
            )
            world.says["/ill"] = answer(200, feed(2) + b"&bad")
            world.says["/gone"] = answer(410)
            found = await ask(world, clock, "/ok", "/moved", "/page", "/ill", "/gone", "/missing")
            assert (found["/ok"].health, found["/ok"].format, found["/ok"].entries) == ("ok", "rss20", 2)
            assert found["/ok"].newest == clock.time
            assert (found["/ok"].age_days, found["/ok"].language, found["/ok"].problems) == (0.0, "en", ())
            assert found["/moved"].moved_to == world.url("/new")
            assert (found["/moved"].health, found["/moved"].age_days) == ("ok", 1.0)
            assert found["/page"].health == "html"
            assert found["/page"].message
            assert (found["/gone"].health, found["/missing"].health) == ("gone", "not-found")
            assert found["/ill"].health == "ok"
            assert "ill-formed" in found["/ill"].problems
            assert sorted(world.paths()) == ["/gone", "/ill", "/missing", "/moved", "/new", "/ok", "/page"]

    asyncio.run(run())


def test_an_entry_of_the_future_makes_no_feed_young() -> None:
    async def run() -> None:
        clock = Clock()
        clock.move(days=-1)
        async with loopback() as world:
            world.says["/ok"] = answer(200, feed(1, 30))
            found = await ask(world, clock, "/ok")
            assert found["/ok"].newest == clock.time
            assert found["/ok"].age_days == 0

    asyncio.run(run())


def test_an_address_given_twice_is_asked_once() -> None:
    async def run() -> None:
        async with loopback() as world:
            world.says["/ok"] = answer(200, feed(1))
            urls = [world.url("/ok")] * 3
            assert len([found async for found in ask_addresses(urls, OPEN, Clock())]) == 1
            assert world.paths() == ["/ok"]

    asyncio.run(run())


def test_a_private_address_is_not_asked_unless_it_is_allowed() -> None:
    async def run() -> None:
        async with loopback() as world:
            world.says["/ok"] = answer(200, feed(1))
            [found] = [found async for found in ask_addresses([world.url("/ok")], Settings(), Clock())]
            assert found.health == "private-address"
            assert world.asked == []

    asyncio.run(run())


@pytest.mark.parametrize("read", [1, 2])
def test_who_stops_listening_leaves_nothing_running(read: int) -> None:
    async def run() -> None:
        async with loopback() as world:
            for number in range(8):
                world.says[f"/{number}"] = answer(200, feed(1))
            answers = ask_addresses([world.url(f"/{number}") for number in range(8)], OPEN, Clock())
            for _ in range(read):
                await anext(answers)
            await answers.aclose()
            before = len(asyncio.all_tasks())
            await asyncio.sleep(timedelta(milliseconds=50).total_seconds())
            assert len(asyncio.all_tasks()) <= before

    asyncio.run(run())
