"""Documents are read within their time and memory, whatever the parser does."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from fetch.loopback import Clock, answer, loopback, make_client
from fetch.stand_in import parse
from newsgrid.errors import FeedError
from newsgrid.feeds import parse as parse_feed
from newsgrid.fetch import poll
from newsgrid.fetch.reading import BROKEN_BYTES, LARGE_BYTES, Reading, is_hard
from newsgrid.fetch.reading_helper import name_of
from newsgrid.model import Feed, Page, ParsedFeed
from newsgrid.settings import FetchSettings

URL = "https://paper.example/feed"


def page(word: str, size: int = LARGE_BYTES) -> Page:
    return Page(URL, URL, 200, {"content-type": "text/x"}, f"{word} ".encode().ljust(size), datetime.now(UTC))


async def reason(reading: Reading, word: str, size: int = LARGE_BYTES) -> str:
    try:
        await reading.read(page(word, size))
    except FeedError as error:
        assert error.item == URL
        return error.reason
    return "read"


def in_reading(work: Any, limit_s: float = 20, **more: Any) -> Any:
    async def run() -> Any:
        reading = Reading(parse, limit_s, **more)
        try:
            return await work(reading)
        finally:
            reading.close()

    return asyncio.run(run())


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until(is_so: Any, limit_s: float = 10) -> bool:
    until = time.monotonic() + limit_s
    while not is_so() and time.monotonic() < until:
        time.sleep(0.02)
    return bool(is_so())


def test_small_documents_are_read_here_and_large_ones_in_one_process_apart() -> None:
    async def work(reading: Reading) -> list[int]:
        pages = [page("ok", 10), page("ok"), page("print"), page("ok")]
        return [int((await reading.read(one)).title) for one in pages]

    here, *apart = in_reading(work)
    assert here == os.getpid()
    assert len(set(apart)) == 1
    assert os.getpid() not in apart


def test_a_document_comes_back_whole() -> None:
    async def work(reading: Reading) -> ParsedFeed:
        return await reading.read(page("ok"))

    found = in_reading(work)
    assert found == dataclasses.replace(parse(b"ok", URL, "text/x"), title=found.title)


@pytest.mark.parametrize("word", ["spin", "spin-in-c"])
def test_a_document_that_is_never_done_is_given_up_and_its_process_ended(word: str) -> None:
    async def work(reading: Reading) -> None:
        pid = int((await reading.read(page("ok"))).title)
        reading._limit_s = 0.5
        begun = time.monotonic()
        assert await reason(reading, word) == "too-slow"
        assert time.monotonic() - begun < 3
        assert wait_until(lambda: not is_running(pid))
        reading._limit_s = 20
        assert await reason(reading, "ok") == "read"

    in_reading(work)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="this system cannot bound a process's memory")
def test_a_document_that_takes_all_memory_is_refused_alone() -> None:
    async def work(reading: Reading) -> list[str]:
        return [await reason(reading, word) for word in ("allocate", "ok")]

    assert in_reading(work, memory_bytes=2**28) == ["too-much-memory", "read"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [("abort", "too-much-memory"), ("crash", "parser-failed"), ("bug", "parser-failed"), ("refuse", "no-feed"), ("evil", "parser-failed")],
)  # fmt: skip
def test_a_document_that_breaks_the_parser_costs_itself_alone(
    word: str, expected: str, caplog: pytest.LogCaptureFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work(reading: Reading) -> list[str]:
        return [await reason(reading, word), await reason(reading, "ok")]

    monkeypatch.chdir(tmp_path)
    with caplog.at_level(logging.ERROR):
        assert in_reading(work) == [expected, "read"]
    assert ("ZeroDivisionError" in caplog.text) == (word == "bug")
    assert not list(tmp_path.iterdir())


def test_the_process_ends_when_idle_and_when_closed() -> None:
    async def work(reading: Reading) -> list[int]:
        pids = [int((await reading.read(page("ok"))).title)]
        await asyncio.sleep(0.5)
        assert not is_running(pids[0])
        return [*pids, int((await reading.read(page("ok"))).title)]

    first, second = in_reading(work, idle_s=0.1)
    assert first != second
    assert wait_until(lambda: not is_running(second))


def test_who_stops_waiting_ends_the_work() -> None:
    async def work(reading: Reading) -> int:
        pid = int((await reading.read(page("ok"))).title)
        waiting = asyncio.create_task(reading.read(page("spin")))
        await asyncio.sleep(0.2)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        return pid

    pid = in_reading(work)
    assert wait_until(lambda: not is_running(pid))


def test_hard_documents_do_not_keep_small_ones_waiting() -> None:
    async def work(reading: Reading) -> None:
        await reading.read(page("ok"))
        hard = [asyncio.create_task(reason(reading, "spin")) for _ in range(2)]
        await asyncio.sleep(0)
        begun = time.monotonic()
        assert {await reason(reading, "ok", 10) for _ in range(20)} == {"read"}
        assert time.monotonic() - begun < 1
        assert await asyncio.gather(*hard) == ["too-slow", "too-slow"]

    in_reading(work, limit_s=2)


def test_a_parser_that_no_process_finds_reads_here(caplog: pytest.LogCaptureFixture) -> None:
    async def work() -> list[int]:
        here = os.getpid()
        local, lost = Reading(lambda *_: ParsedFeed(str(here)), 5), Reading(parse, 5)
        lost._helper._parser = "newsgrid.nowhere:parse"  # type: ignore[union-attr]
        found = [await local.read(page("ok")), *[await lost.read(page("ok")) for _ in range(2)]]
        return [int(found[0].version), *(int(one.title) for one in found[1:])]

    assert asyncio.run(work()) == [os.getpid()] * 3
    assert caplog.text.count("read in threads from now on") == 1


def test_the_process_is_given_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSGRID_DATABASE_URL", "postgresql://secret")

    async def work(reading: Reading) -> bytes:
        pid = int((await reading.read(page("ok"))).title)
        environment = Path(f"/proc/{pid}/environ")
        return environment.read_bytes() if environment.exists() else b""

    assert b"secret" not in in_reading(work)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"<rss></rss>", False),
        (b"<rss>", False),
        (b"<rss>".ljust(BROKEN_BYTES) + b"</rss>\n", False),
        (b"{".ljust(BROKEN_BYTES) + b"}", False),
        (b"<rss>".ljust(BROKEN_BYTES) + b"<item><title>cut o", True),
        (b"<!DOCTYPE r [<!ENTITY a 'b'>]><rss>".ljust(BROKEN_BYTES) + b"</rss>", True),
        (b"<rss>".ljust(LARGE_BYTES) + b"</rss>", True),
    ],
)
def test_a_document_is_hard_when_large_or_broken(data: bytes, expected: bool) -> None:
    assert is_hard(data) is expected


def test_the_feed_parser_is_found_by_its_name() -> None:
    assert name_of(parse_feed) == "newsgrid.feeds.parse:parse"


def test_a_large_real_feed_is_the_same_here_and_apart() -> None:
    items = "".join(
        f"<item><title>Report {n}</title><link>https://paper.example/{n}</link><description>{'ü' * 900}</description></item>"
        for n in range(600)
    )
    data = f"<rss version='2.0'><channel><title>Big</title>{items}</channel></rss>".encode()
    assert is_hard(data)

    async def run() -> None:
        async with loopback() as world, make_client(clock=Clock()) as client:
            world.says["/f"] = answer(200, data)
            visits = poll([Feed(1, world.url("/f"))], client, parse_feed, settings=FetchSettings(), now=Clock())
            (visit,) = [visit async for visit in visits]
            assert visit.parsed == parse_feed(data, world.url("/f"), "")

    asyncio.run(run())
