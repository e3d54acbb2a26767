"""Listening on 127.0.0.1 .. 127.0.0.K and moving time on."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime

from newsgrid.bench.feedworld.application import Application
from newsgrid.bench.feedworld.connection import Connection, Listeners
from newsgrid.bench.feedworld.options import Options
from newsgrid.bench.feedworld.world import World

_BACKLOG = 4096
_WARM_AT_ONCE = 20
_IDLE_S = 3600.0

_log = logging.getLogger(__name__)


async def serve(options: Options, ready: Callable[[str], None]) -> None:
    """Serve a world until cancelled; `ready` is called with its base address once everything listens.

    Raises `OSError` when a port is taken. Only loopback is ever bound.
    """
    loop = asyncio.get_running_loop()
    made: list[Listeners] = []

    def connect() -> Connection:
        return Connection(made[0])

    first = await loop.create_server(connect, "127.0.0.1", options.port, backlog=_BACKLOG, start_serving=False)
    port = int(first.sockets[0].getsockname()[1])
    now = time.time()
    world = World(options, port=port, epoch_s=options.epoch_s(datetime.fromtimestamp(now, UTC)))
    application = Application(world, now=now)
    made.append(Listeners(application))
    others = [
        await loop.create_server(connect, f"127.0.0.{host}", port, backlog=_BACKLOG)
        for host in range(2, options.hosts + 1)
    ]
    try:
        await first.start_serving()
        if options.warm:
            await _warm(application)
        base = f"http://127.0.0.1:{port}"
        _log.info("%d feeds, %d publishers at %s", len(world.feeds), len(world.publishers), base)
        ready(base)
        await _move_time(world)
    finally:
        for server in (first, *others):
            server.close()


async def _warm(application: Application) -> None:
    for feed in application.world.feeds:
        application.warm(feed.id)
        if feed.id % _WARM_AT_ONCE == 0:
            await asyncio.sleep(0)


async def _move_time(world: World) -> None:
    while True:
        await asyncio.sleep(world.options.tick_seconds or _IDLE_S)
        if world.options.tick_seconds:
            world.tick += 1
