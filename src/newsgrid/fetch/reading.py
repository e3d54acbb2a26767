"""Documents read off the event loop, each within its time."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable

from newsgrid.errors import FeedError
from newsgrid.model import Page, ParsedFeed

Parse = Callable[[bytes, str, str], ParsedFeed]
"""Reads a document, given its bytes, address and Content-Type; raises FeedError."""

_log = logging.getLogger(__name__)
_AT_A_TIME = 2
"""Reading is work for the processor and threads share one: more of them only make each other late."""


class Reading:
    """Runs a parser in threads. One that takes too long is left behind, and its place given to the next.

    A thread cannot be stopped: the parser itself must bound its work. This bounds only how long anyone waits for it.
    """

    def __init__(self, parse: Parse, limit_s: float) -> None:
        """Take the parser and the seconds one document may take."""
        self._parse = parse
        self._limit_s = limit_s
        self._places = asyncio.Semaphore(_AT_A_TIME)

    async def read(self, page: Page) -> ParsedFeed:
        """Give the document as a feed; raise FeedError, `too-slow` or `parser-failed` where the parser gave no answer."""
        async with self._places:
            outcome: asyncio.Future[ParsedFeed] = asyncio.get_running_loop().create_future()
            # A thread of its own, not one of a pool: whoever hangs must not hold up the end of the program.
            threading.Thread(target=self._run, args=(page, outcome), name="newsgrid-parse", daemon=True).start()
            try:
                return await asyncio.wait_for(outcome, self._limit_s)
            except TimeoutError as error:
                text = f"The document could not be read within {self._limit_s:g} seconds."
                raise FeedError(text, item=page.url, reason="too-slow") from error
            except FeedError:
                raise
            except Exception as error:
                _log.exception("The parser failed on %s.", page.url)
                text = f"The parser failed: {type(error).__name__}."
                raise FeedError(text, item=page.url, reason="parser-failed") from error

    def _run(self, page: Page, outcome: asyncio.Future[ParsedFeed]) -> None:
        try:
            parsed = self._parse(page.body, page.final_url, page.headers.get("content-type", ""))
        except Exception as error:
            _settle(outcome, error)
        else:
            _settle(outcome, parsed)


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
