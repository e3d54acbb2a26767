"""Readers for the process of `newsgrid.pipeline.apart` that do what no page should make ours do."""

from __future__ import annotations

import os
import signal
import time
from typing import Any

from newsgrid.errors import PageError
from newsgrid.model import Article


def hang(html: bytes, url: str, **known: Any) -> Any:
    """Wait for what never comes."""
    time.sleep(600)


def spin(html: bytes, url: str, **known: Any) -> Any:
    """Count for ever."""
    while True:
        pass


def die(html: bytes, url: str, **known: Any) -> Any:
    """End as by `kill -9`, which is how a system short of memory ends processes."""
    os.kill(os.getpid(), signal.SIGKILL)


def crash(html: bytes, url: str, **known: Any) -> Any:
    """End as by an error in C."""
    os.kill(os.getpid(), signal.SIGSEGV)


def eat(html: bytes, url: str, **known: Any) -> Any:
    """Take more memory than there may be."""
    return bytearray(10**12)


def fail(html: bytes, url: str, **known: Any) -> Any:
    """Break."""
    raise KeyError("lost")


def refuse(html: bytes, url: str, **known: Any) -> Any:
    """Refuse the page."""
    raise PageError("It says nothing.", item=url, reason="empty")


def trick(html: bytes, url: str, **known: Any) -> Any:
    """Answer with what would run something where it is read."""
    return Trick(), None


class Trick:
    """Runs a command when it is unpickled."""

    def __reduce__(self) -> Any:
        return os.system, ("true",)


def print_much(html: bytes, url: str, **known: Any) -> Any:
    """Print where the answer goes, then read."""
    os.write(1, b"x" * 100_000)
    return Article("Bridge opens", ()), None
