"""A small world to ask without a socket, for the tests of feedworld."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from newsgrid.bench.feedworld.application import Application
from newsgrid.bench.feedworld.options import Options
from newsgrid.bench.feedworld.replies import Answer, Reply, Request
from newsgrid.bench.feedworld.world import World

NOW = 1_767_600_000.0
EPOCH = "2026-01-05"


def make_application(**changes: object) -> Application:
    """Make a world of a few feeds that is the same on every day."""
    settings: dict[str, object] = {"feeds": 12, "entries": 4, "epoch": EPOCH, "bomb_mb": 2, "huge_mb": 1}
    options = Options(**(settings | changes))  # type: ignore[arg-type]
    world = World(options, port=8700, epoch_s=options.epoch_s(datetime.fromtimestamp(NOW, UTC)))
    return Application(world, now=NOW)


def ask(application: Application, address: str, *, after_s: float = 0.0, method: str = "GET", **headers: str) -> Reply:
    """Ask for an address some seconds after the beginning; `if_none_match=...` gives a header."""
    path, _, query = address.partition("?")
    names: Mapping[str, str] = {name.replace("_", "-"): value for name, value in headers.items()}
    return application.answer(Request(method, path, dict(parse_qsl(query)), names), NOW + after_s)


def answer(
    application: Application, address: str, *, after_s: float = 0.0, method: str = "GET", **headers: str
) -> Answer:
    """Ask, and expect a proper answer."""
    reply = ask(application, address, after_s=after_s, method=method, **headers)
    assert isinstance(reply, Answer)
    return reply
