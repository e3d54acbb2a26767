"""Many visits at a time, so that a slow host costs its own place and nothing else."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

J = TypeVar("J")
R = TypeVar("R")

_ASK_AGAIN_S = 0.5


class Crowd(Generic[J, R]):
    """Runs jobs that stand in one queue per host, `hands` at a time over all, and gives results as they come.

    Each host has its own queue and as many workers as it takes requests at a time. A worker needs one of the hands only
    while it works. No result is made in advance of who takes them by more than the hands there are.
    """

    def __init__(
        self,
        visit: Callable[[J], Awaitable[R]],
        lanes: Callable[[J], Awaitable[int]],
        hands: int,
    ) -> None:
        """Take how a job is done and how many jobs its host takes at a time. `visit` handles its own failures."""
        self._visit = visit
        self._lanes = lanes
        self._hands = asyncio.Semaphore(hands)
        self._results: asyncio.Queue[R | BaseException] = asyncio.Queue(maxsize=max(1, hands))
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self, queues: Mapping[str, Iterable[J]]) -> AsyncGenerator[R, None]:
        """Do all jobs and give each result once, in the order they are done.

        What `visit` raises in spite of its promise is raised here, and the other jobs are cancelled.
        """
        jobs = [deque(queue) for queue in queues.values()]
        left = sum(map(len, jobs))
        try:
            for queue in jobs:
                self._start(self._host(queue))
            while left:
                result = await self._results.get()
                if isinstance(result, BaseException):
                    raise result
                left -= 1
                yield result
        finally:
            await self._stop()

    def _start(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(self._guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, work: Awaitable[None]) -> None:
        try:
            await work
        except Exception as error:
            await self._results.put(error)

    async def _host(self, queue: deque[J]) -> None:
        if len(queue) > 1:
            async with self._hands:
                more = min(await self._lanes(queue[0]), len(queue)) - 1
            for _ in range(more):
                self._start(self._work(queue))
        await self._work(queue)

    async def _work(self, queue: deque[J]) -> None:
        while queue:
            async with self._hands:
                if not queue:
                    return
                await self._results.put(await self._visit(queue.popleft()))

    async def _stop(self) -> None:
        """End all that is under way. Who lets a cancellation pass is asked again, and finds room for what it brings."""
        while tasks := [task for task in self._tasks if not task.done()]:
            for task in tasks:
                task.cancel()
            while not self._results.empty():
                self._results.get_nowait()
            await asyncio.wait(tasks, timeout=_ASK_AGAIN_S)


def queues_by(key: Callable[[J], str], jobs: Sequence[J]) -> dict[str, list[J]]:
    """Give the jobs of each host, in their order."""
    found: dict[str, list[J]] = {}
    for job in jobs:
        found.setdefault(key(job), []).append(job)
    return found
