"""Where the time goes: CPU-seconds by step, counted only while somebody measures."""

from __future__ import annotations

import contextlib
import time
from collections import defaultdict
from collections.abc import Iterator


class Meter:
    """CPU-seconds and calls by step, of the threads of this process."""

    def __init__(self) -> None:
        """Begin with nothing counted."""
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.calls: defaultdict[str, int] = defaultdict(int)


_active: Meter | None = None


@contextlib.contextmanager
def measuring() -> Iterator[Meter]:
    """Count steps in all threads of this process until the block ends; one at a time."""
    global _active  # noqa: PLW0603  (one switch for the process: steps are deep inside, and must cost nothing when off)
    _active = Meter()
    try:
        yield _active
    finally:
        _active = None


@contextlib.contextmanager
def step(name: str) -> Iterator[None]:
    """Count the block under a name. Blocks of different names must not be nested."""
    meter = _active
    if meter is None:
        yield
        return
    begun = time.thread_time()
    try:
        yield
    finally:
        meter.seconds[name] += time.thread_time() - begun
        meter.calls[name] += 1
