from __future__ import annotations

import asyncio
from datetime import timedelta

from fetch.loopback import Clock
from newsgrid.fetch import pacing
from newsgrid.fetch.flights import Flights
from newsgrid.fetch.pacing import Gate, Gates, Waits


def test_a_wait_is_never_made_shorter_and_each_longer_one_is_told() -> None:
    clock, told = Clock(), []
    waits = Waits({}, clock, lambda group, until: told.append((group, until)))
    for seconds in (60, 30, 90):
        waits.book("a.org", seconds)
    assert waits.left_s("a.org") == 90
    assert [until - clock.time for _, until in told] == [timedelta(seconds=60), timedelta(seconds=90)]
    assert waits.left_s("b.org") == 0
    clock.move(seconds=90)
    assert waits.left_s("a.org") == 0


def test_waits_of_the_past_are_not_kept() -> None:
    clock = Clock()
    waits = Waits(
        {"a.org": clock.time - timedelta(seconds=1), "b.org": clock.time + timedelta(seconds=9)}, clock, lambda *_: None
    )
    assert (waits.left_s("a.org"), waits.left_s("b.org")) == (0, 9)


def test_a_turn_that_sends_nothing_costs_no_pause() -> None:
    async def run() -> float:
        gate, clock = Gate(1), asyncio.get_running_loop().time
        began = clock()
        for _ in range(50):
            async with gate.turn():
                pass
        async with gate.turn() as turn:
            await turn.pause(10)
        return clock() - began

    assert asyncio.run(run()) < 1


def test_a_gate_somebody_needs_is_not_forgotten() -> None:
    async def run() -> None:
        gates = Gates()
        kept = gates.at("kept.org", 1)
        async with kept.turn() as turn:
            await turn.pause(0)
            for number in range(pacing._MAX_GATES + 10):
                gates.at(f"n{number}.org", 1)
            assert gates.at("kept.org", 1) is kept
            assert len(gates._gates) < pacing._MAX_GATES

    asyncio.run(run())


def test_shared_work_is_cancelled_with_the_last_who_waits_for_it() -> None:
    async def run() -> list[str]:
        flights: Flights[str, int] = Flights()
        seen = []

        async def work() -> int:
            try:
                await asyncio.sleep(30)
            except asyncio.CancelledError:
                seen.append("cancelled")
                raise
            return 1

        waiting = [asyncio.ensure_future(flights.share("key", work)) for _ in range(2)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        await asyncio.sleep(0.01)
        seen.append("one left")
        waiting[1].cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        await asyncio.sleep(0.01)
        return seen

    assert asyncio.run(run()) == ["one left", "cancelled"]
