"""Many jobs at a time: each result once, and an end that comes whatever the jobs are doing."""

from __future__ import annotations

import asyncio

import pytest

from newsgrid.fetch.crowd import Crowd
from newsgrid.fetch.reading import Reading
from newsgrid.model import Page, ParsedFeed
from newsgrid.pipeline.clock import utc_now

SOON_S = 5.0


async def three(job: int) -> int:
    return 3


def test_each_job_is_done_once_and_its_result_given() -> None:
    async def run() -> list[int]:
        async def visit(job: int) -> int:
            await asyncio.sleep(0)
            return job

        return [n async for n in Crowd(visit, three, 4).run({"a": range(10), "b": range(10, 15), "c": []})]

    assert sorted(asyncio.run(run())) == list(range(15))


def test_who_takes_results_may_fail_while_more_are_waiting_than_there_is_room_for() -> None:
    """As when the store fails in the middle of a poll: the poll must end, not wait for room that nobody makes."""

    async def run() -> None:
        async def visit(job: int) -> int:
            # One result is taken and two fill the queue; by then two jobs are under way that take long.
            try:
                await asyncio.sleep(0 if job < 3 else 60)
            except asyncio.CancelledError:
                return job  # lets the cancellation pass, as wait_for does before Python 3.12
            return job

        results = Crowd(visit, three, 2).run({str(job): [job] for job in range(20)})
        try:
            async for _ in results:
                await asyncio.sleep(0.1)
                raise OSError("the disk is full")
        finally:
            await results.aclose()

    with pytest.raises(OSError, match="the disk is full"):
        asyncio.run(asyncio.wait_for(run(), SOON_S))


def test_a_cancellation_is_not_lost_when_the_document_is_read_at_the_same_moment() -> None:
    async def run() -> bool:
        reading = Reading(lambda data, url, kind: ParsedFeed("rss20"), 5.0)
        task = asyncio.ensure_future(reading.read(Page("u", "u", 200, {}, b"<rss/>", utc_now())))
        await asyncio.sleep(0)
        outcome = await settled_future(task)
        if not outcome.done():
            outcome.set_result(ParsedFeed("rss20"))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return True

    assert asyncio.run(run())


async def settled_future(task: asyncio.Task[ParsedFeed]) -> asyncio.Future[ParsedFeed]:
    """Give what a task that reads waits for."""
    while (waiting := getattr(task, "_fut_waiter", None)) is None:
        await asyncio.sleep(0)
    return waiting  # type: ignore[no-any-return]
