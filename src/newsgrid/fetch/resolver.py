"""Names to numbers, each number checked before anything connects to it."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

from aiohttp.abc import AbstractResolver, ResolveResult

from newsgrid.fetch.failures import Failure
from newsgrid.fetch.flights import Flights
from newsgrid.fetch.guard import Address, Guard, private

Lookup = Callable[[str], Awaitable[list[str]]]
"""Gives the numbers of a name; raises OSError."""

_KEEP_S = 60.0
"""How long an answer is used again; the system's resolver does not tell for how long it may be."""
_KEEP_NAMES = 4096
_THREADS = 32


class Resolver:
    """Resolves names through the system, in threads of its own so that slow names hold up only each other."""

    def __init__(self, guard: Guard, lookup: Lookup | None = None) -> None:
        self._guard = guard
        self._lookup = lookup or self._system
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="newsgrid-dns")
        self._known: dict[str, tuple[float, tuple[Address, ...]]] = {}
        self._flights: Flights[str, tuple[Address, ...]] = Flights()

    async def addresses(self, host: str) -> tuple[Address, ...]:
        """Give the addresses of a host that may be connected to, at least one; raise Failure `dns` or `private-address`."""
        literal = self._guard.check_host(host)
        if literal is not None:
            return (literal,)
        found = await self._numbers(host.lower())
        open_ones = tuple(address for address in found if self._guard.may_connect(address))
        if not open_ones:
            raise private(host, found[0])
        return open_ones

    def close(self) -> None:
        """Let the threads go; those in the middle of a question end by themselves."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _numbers(self, host: str) -> tuple[Address, ...]:
        now = asyncio.get_running_loop().time()
        until, found = self._known.get(host, (0.0, ()))
        if until > now:
            return found
        found = await self._flights.share(host, lambda: self._ask(host))
        self._known.pop(host, None)
        self._known[host] = (now + _KEEP_S, found)
        while len(self._known) > _KEEP_NAMES:
            del self._known[next(iter(self._known))]
        return found

    async def _ask(self, host: str) -> tuple[Address, ...]:
        try:
            texts = await self._lookup(host)
        except (OSError, UnicodeError) as error:
            detail = getattr(error, "strerror", None) or str(error)
            raise Failure("dns", f"The name {host} cannot be resolved: {detail}.") from error
        found = tuple(dict.fromkeys(ipaddress.ip_address(text) for text in texts))
        if not found:
            raise Failure("dns", f"The name {host} has no address.")
        return found

    async def _system(self, host: str) -> list[str]:
        loop = asyncio.get_running_loop()
        rows = await loop.run_in_executor(self._pool, lambda: socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
        return [str(row[4][0]) for row in rows]


class CheckedNames(AbstractResolver):
    """Lets aiohttp connect to the checked addresses only."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Give the checked addresses of a host; raise OSError when there are none."""
        try:
            found = await self._resolver.addresses(host)
        except Failure as error:
            raise OSError(None, str(error)) from error
        return [
            ResolveResult(
                hostname=host,
                host=str(address),
                port=port,
                family=socket.AF_INET if address.version == 4 else socket.AF_INET6,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in found
        ]

    async def close(self) -> None:
        """Nothing to close: the resolver behind is closed by who made it."""


def checked_socket(
    guard: Guard,
) -> Callable[[tuple[int, int, int, str, tuple[object, ...]]], socket.socket]:
    """Make the function through which every socket is opened: the last check, on the very number connected to."""

    def open_socket(info: tuple[int, int, int, str, tuple[object, ...]]) -> socket.socket:
        family, kind, proto, _, where = info
        address = ipaddress.ip_address(str(where[0]))
        if not guard.may_connect(address):
            raise PermissionError(None, str(private(str(address), address)))
        return socket.socket(family, kind, proto)

    return open_socket
