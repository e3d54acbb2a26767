"""Engines of one machine."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from types import TracebackType
from typing import Self, TypeVar

from newsgrid.ports import Engine

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNK = 4
"""Items handed to a process at a time: an article costs some 30 ms, handing over one costs under a millisecond."""


class LoopEngine:
    """Runs steps one after another, here."""

    def map(self, step: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Give the step's results in the order of the items."""
        return map(step, items)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None


class PoolEngine:
    """Runs steps in so many processes; steps, items and results must pickle.

    Processes are spawned, not forked: the caller may have threads and open databases.
    """

    def __init__(self, processes: int, warm: Callable[[], object] | None = None) -> None:
        """Start the processes; each calls `warm` first, while the caller goes on (tables and models are loaded then)."""
        self._pool = ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn"), initializer=warm)
        for _ in range(processes):
            # A pool starts a process when something is submitted and none is idle: this starts them all now.
            self._pool.submit(_nothing)

    def map(self, step: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Give the step's results in the order of the items."""
        return self._pool.map(step, items, chunksize=CHUNK)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)


def engine_for(processes: int, warm: Callable[[], object] | None = None) -> LoopEngine | PoolEngine:
    """Give the engine for so many processes; those of a pool call `warm` first."""
    return LoopEngine() if processes <= 1 else PoolEngine(processes, warm)


def _nothing() -> None:
    """Be done at once: what a process is started with."""


_check: type[Engine] = LoopEngine
