"""A small server on loopback that answers whatever a test tells it to, byte for byte, and remembers what it was asked."""

from __future__ import annotations

import asyncio
import dataclasses
import itertools
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from newsgrid.fetch import Client
from newsgrid.fetch.guard import Address, Guard
from newsgrid.settings import FetchSettings

LOOPBACK = ("127.0.0.0/8",)


@dataclasses.dataclass
class Asked:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    at: float
    host: str
    method: str = "GET"
    body: bytes = b""


Tell = Callable[[Asked, asyncio.StreamWriter], Awaitable[bytes | None]]


def answer(status: int = 200, body: bytes = b"", /, length: int | None = None, more: str = "", **headers: str) -> bytes:
    """Write an answer down; `last_modified=...` gives a header, `more` whole header lines."""
    lines = [f"HTTP/1.1 {status} Some Words", f"Content-Length: {len(body) if length is None else length}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + f"\r\n{more}\r\n").encode() + body


class Loopback:
    """The server: `says` maps a path to an answer, to several that are given one after another, or to a coroutine."""

    def __init__(self) -> None:
        self.says: dict[str, bytes | list[bytes] | Tell] = {}
        self.asked: list[Asked] = []
        self.busy = 0
        self.busiest = 0
        self.port = 0

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [one.path for one in self.asked]

    def gaps(self) -> list[float]:
        times = [one.at for one in self.asked]
        return [after - before for before, after in itertools.pairwise(times)]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                first, *lines = head.strip().split("\r\n")
                headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
                body = await reader.readexactly(int(headers.get("content-length", "0")))
                method, path, _ = first.split(" ")
                at = asyncio.get_running_loop().time()
                asked = Asked(path, headers, at, headers.get("host", ""), method, body)
                self.asked.append(asked)
                self.busy += 1
                self.busiest = max(self.busiest, self.busy)
                try:
                    data = await self._answer(asked, writer)
                finally:
                    self.busy -= 1
                if data is None:
                    return
                writer.write(data)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, asked: Asked, writer: asyncio.StreamWriter) -> bytes | None:
        found: Any = self.says.get(asked.path.partition("?")[0], answer(404))
        if isinstance(found, list):
            return bytes(found.pop(0) if len(found) > 1 else found[0])
        return found if isinstance(found, bytes) else await found(asked, writer)


@asynccontextmanager
async def loopback(secured: str = "") -> AsyncIterator[Loopback]:
    """Serve on a free port of 127.0.0.1; `secured` names a file with a key and a certificate."""
    world = Loopback()
    context = None
    if secured:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(secured)
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        with suppress(asyncio.CancelledError):
            await world.serve(reader, writer)

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context, backlog=512)
    world.port = server.sockets[0].getsockname()[1]
    try:
        yield world
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def move(self, **by: float) -> None:
        self.time += timedelta(**by)


class PublicLoopback(Guard):
    """Takes loopback for a public address, so that the manners towards strangers can be seen here."""

    def is_own(self, address: Address) -> bool:
        return False

    def may_connect(self, address: Address) -> bool:
        return address.is_loopback or super().may_connect(address)


async def everything_is_here(host: str) -> list[str]:
    """A resolver for which every name is this machine."""
    return ["127.0.0.1"]


def make_client(
    *,
    public: bool = False,
    clock: Clock | None = None,
    waits: Mapping[str, datetime] | None = None,
    booked: list[tuple[str, datetime]] | None = None,
    lookup: Any = None,
    contact: str = "ops@example.org",
    **settings: Any,
) -> Client:
    """Make a client that may fetch from loopback, as from its own host or (`public`) as from a stranger's."""
    base: dict[str, Any] = {"timeout_s": 5.0, "host_delay_s": 0.0} | settings
    if not public:
        base.setdefault("allow_private", LOOPBACK)
    return Client(
        FetchSettings(**base),
        contact=contact,
        version="1.2",
        waits=waits or {},
        now=clock or Clock(),
        on_wait=lambda group, until: None if booked is None else booked.append((group, until)),
        guard=PublicLoopback() if public else None,
        lookup=lookup or (everything_is_here if public else None),
    )
