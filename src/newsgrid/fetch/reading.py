"""Documents read off the event loop, each within its time: small ones in threads, hard ones in a process that can be killed."""

from __future__ import annotations

import asyncio
import logging
import re
import threading
from collections.abc import Callable

from newsgrid.errors import FeedError
from newsgrid.fetch.reading_helper import MEMORY_BYTES, Helper, NoHelper, ParserFailed, name_of
from newsgrid.model import Page, ParsedFeed

Parse = Callable[[bytes, str, str], ParsedFeed]
"""Reads a document, given its bytes, address and Content-Type; raises FeedError."""

REASONS = ("too-slow", "too-much-memory", "parser-failed")
"""Every `reason` of a FeedError of this room."""

LARGE_BYTES = 500_000
"""A document from which on the process reads it. What lies below is read in under a tenth of a second even where it was
made to be slow, and handing it over would cost more than a tenth of reading it (measured on the feeds of the corpora)."""
BROKEN_BYTES = 50_000
"""The same for one that does not end as documents do, or brings entities of its own: those cost most for their size."""
IDLE_S = 30.0

_log = logging.getLogger(__name__)
_AT_A_TIME = 2
"""Reading is work for the processor and threads share one: more of them only make each other late."""
_END = re.compile(rb"(?:</[A-Za-z][\w:.-]{0,40}\s{0,20}>|-->|[}\]])\s*\Z")


class Reading:
    """Runs a parser on documents. The parser must be a module's own function for the process to find it; any other runs in threads.

    A thread cannot be stopped: what takes too long there is left behind, and its place given to the next; the parser itself
    must bound its work. The process is begun for the first hard document, kept for the next, and ended when none has come
    for a while or by `close`. What a hard document costs is its own: when it takes too long or too much memory, the process
    is killed, and others that wait begin a new one.
    """

    def __init__(self, parse: Parse, limit_s: float, memory_bytes: int = MEMORY_BYTES, idle_s: float = IDLE_S) -> None:
        """Take the parser, the seconds and bytes of memory one document may take, and the seconds the process may be idle."""
        self._parse = parse
        self._limit_s = limit_s
        self._idle_s = idle_s
        self._places = asyncio.Semaphore(_AT_A_TIME)
        self._hard_place = asyncio.Semaphore(1)
        name = name_of(parse)
        self._helper = Helper(name, memory_bytes) if name else None
        self._idle: asyncio.TimerHandle | None = None

    async def read(self, page: Page) -> ParsedFeed:
        """Give the document as a feed; raise FeedError, `too-slow`, `too-much-memory` or `parser-failed` where the parser gave no answer."""
        if self._helper is not None and is_hard(page.body):
            async with self._hard_place:
                try:
                    return await self._read_apart(self._helper, page)
                except NoHelper as error:
                    _log.warning("Large documents are read in threads from now on: %s", error)
                    self._helper = None
        async with self._places:
            return await self._within_time(page, lambda: self._read_here(page))

    def close(self) -> None:
        """End the process."""
        if self._idle is not None:
            self._idle.cancel()
        if self._helper is not None:
            self._helper.kill()

    def _read_here(self, page: Page) -> ParsedFeed:
        return self._parse(page.body, page.final_url, page.headers.get("content-type", ""))

    async def _read_apart(self, helper: Helper, page: Page) -> ParsedFeed:
        if self._idle is not None:
            self._idle.cancel()
        is_done = False
        try:
            parsed = await self._within_time(page, lambda: helper.read(page, self._limit_s))
            is_done = True
            return parsed
        except FeedError as error:
            is_done = error.reason != "too-slow"
            raise
        finally:
            if is_done:
                self._idle = asyncio.get_running_loop().call_later(self._idle_s, helper.kill)
            else:
                # Too slow, or nobody waits any more.
                helper.kill()

    async def _within_time(self, page: Page, work: Callable[[], ParsedFeed]) -> ParsedFeed:
        outcome: asyncio.Future[ParsedFeed] = asyncio.get_running_loop().create_future()
        # A thread of its own, not one of a pool: whoever hangs must not hold up the end of the program.
        threading.Thread(target=_run, args=(work, outcome), name="newsgrid-parse", daemon=True).start()
        try:
            # Not wait_for: before Python 3.12 it lets a cancellation pass that comes together with the outcome.
            async with asyncio.timeout(self._limit_s):
                return await outcome
        except TimeoutError as error:
            text = f"The document could not be read within {self._limit_s:g} seconds."
            raise FeedError(text, item=page.url, reason="too-slow") from error
        except (FeedError, NoHelper):
            raise
        except Exception as error:
            _log.exception("The parser failed on %s.", page.url)
            text = f"The parser failed: {error.kind if isinstance(error, ParserFailed) else type(error).__name__}."
            raise FeedError(text, item=page.url, reason="parser-failed") from error


def is_hard(data: bytes) -> bool:
    """Say whether a document may take long to read: a large one, or a smaller one that breaks off or has entities of its own."""
    if len(data) >= LARGE_BYTES:
        return True
    return len(data) >= BROKEN_BYTES and (b"<!ENTITY" in data[:BROKEN_BYTES] or not _END.search(data[-200:]))


def _run(work: Callable[[], ParsedFeed], outcome: asyncio.Future[ParsedFeed]) -> None:
    try:
        found = work()
    except Exception as error:
        _settle(outcome, error)
    else:
        _settle(outcome, found)


def _settle(outcome: asyncio.Future[ParsedFeed], result: ParsedFeed | Exception) -> None:
    def settle() -> None:
        if outcome.done():
            return
        if isinstance(result, Exception):
            outcome.set_exception(result)
        else:
            outcome.set_result(result)

    try:
        outcome.get_loop().call_soon_threadsafe(settle)
    except RuntimeError:
        # The loop is closed: nobody waits any more.
        return
