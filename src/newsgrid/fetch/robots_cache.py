"""robots.txt of each host, asked for once a day."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from newsgrid.errors import FetchError
from newsgrid.fetch.failures import Failure
from newsgrid.fetch.flights import Flights
from newsgrid.fetch.robots import EVERYTHING, NOTHING, Robots, read_robots
from newsgrid.fetch.targets import Target

_KEEP = timedelta(days=1)
"""RFC 9309, 2.4: not longer than a day."""
_KEEP_UNREACHABLE = timedelta(hours=1)
"""How long nothing is read after robots.txt could not be had."""
_MAX_HOSTS = 4096

_CLOSED = frozenset(["private-address", "bad-address"])


class RobotsCache:
    """What each host asks of us. `fetch` gives the bytes of an address or raises FetchError."""

    def __init__(self, now: Callable[[], datetime], fetch: Callable[[str], Awaitable[bytes]]) -> None:
        self._now = now
        self._fetch = fetch
        self._known: dict[str, tuple[datetime, Robots]] = {}
        self._flights: Flights[str, Robots] = Flights()

    async def of(self, target: Target) -> Robots:
        """Give what the host of an address asks of us; raise Failure when it may not be connected to at all."""
        origin = str(target.url.origin())
        until, known = self._known.get(origin, (None, EVERYTHING))
        if until is not None and until > self._now():
            return known
        return await self._flights.share(origin, lambda: self._ask(origin))

    async def _ask(self, origin: str) -> Robots:
        found, keep = await self._read(origin)
        self._known.pop(origin, None)
        self._known[origin] = (self._now() + keep, found)
        while len(self._known) > _MAX_HOSTS:
            del self._known[next(iter(self._known))]
        return found

    async def _read(self, origin: str) -> tuple[Robots, timedelta]:
        """Read robots.txt: refused with 4xx means all may be read, out of reach means nothing for now (RFC 9309, 2.3.1).

        429 is the exception among 4xx: it speaks of how often we ask, not of robots.txt.
        """
        try:
            return read_robots(await self._fetch(origin + "/robots.txt")), _KEEP
        except FetchError as error:
            if error.reason in _CLOSED:
                raise Failure(error.reason, str(error)) from error
            if 400 <= error.status < 500 and error.status != 429:
                return EVERYTHING, _KEEP
            return NOTHING, _KEEP_UNREACHABLE
