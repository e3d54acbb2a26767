"""What a world is made from: the same options give the same bytes, whatever the order of the requests."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime

# The order matters: with equal options, a feed's class is drawn from this list by its place.
FAULTS = (
    "500", "503-retry", "429", "404", "410", "301", "308", "302", "redirect-loop", "redirect-ssrf", "redirect-private",
    "slow", "drip", "hang", "hang-body", "reset", "truncated", "empty", "html-login", "invalid-xml",
    "undeclared-entity", "bad-utf8", "latin1-undeclared", "cp1251-header", "utf16", "lying-charset", "gzip-bad",
    "gzip-bomb", "xml-bomb", "xxe", "huge", "xss", "no-guid", "guid-churn", "etag-churn", "no-dates", "future-dates",
    "relative-links", "dup-entries", "long-title", "flap",
)  # fmt: skip

PAGE_FAULTS = ("404", "410", "500", "slow", "consent", "paywall", "soft404", "refresh")

MAX_HOSTS = 250
DEFAULT_PORT = 8700


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a world, named as on the command line.

    `port` 0 takes any free port. `latency` is in milliseconds; `retry_after`, `min_gap` and `tick_seconds` in seconds;
    `days` says how far back the first entries reach; `epoch` is the ISO date of tick 0, empty for today.
    With `tick_clock` each tick moves the clock on by `tick_minutes` too, by which waits, gaps and headers go.
    """

    port: int = 0
    hosts: int = 1
    feeds: int = 1000
    entries: int = 30
    seed: int = 7
    faults: float = 0.0
    classes: tuple[str, ...] = FAULTS
    page_faults: float = 0.0
    latency: float = 0.0
    retry_after: int = 30
    min_gap: float = 1.0
    days: float = 10.0
    epoch: str = ""
    tick_minutes: float = 30.0
    tick_seconds: float = 0.0
    tick_clock: bool = False
    bomb_mb: int = 200
    huge_mb: int = 20
    page_gzip: bool = False
    warm: bool = False
    cache_mb: int = 600

    def __post_init__(self) -> None:
        """Raise `ValueError` for what no world can be made from."""
        if unknown := [name for name in self.classes if name not in FAULTS]:
            raise ValueError(f"unknown fault class: {', '.join(unknown)}; known are {', '.join(FAULTS)}")
        if not 1 <= self.hosts <= MAX_HOSTS:
            raise ValueError(f"hosts must be 1 to {MAX_HOSTS}, not {self.hosts}")
        if self.feeds < 1 or self.entries < 1:
            raise ValueError("feeds and entries must be at least 1")
        if self.epoch:
            datetime.fromisoformat(self.epoch)

    def epoch_s(self, now: datetime) -> int:
        """Give the second of tick 0: midnight UTC of the epoch, or of today."""
        if self.epoch:
            return int(datetime.fromisoformat(self.epoch).replace(tzinfo=UTC).timestamp())
        return int(now.timestamp()) // 86400 * 86400

    def to_arguments(self) -> list[str]:
        """Write the options as arguments that `parse_options` reads back to an equal value."""
        arguments: list[str] = []
        for field in fields(self):
            value = getattr(self, field.name)
            flag = "--" + field.name.replace("_", "-")
            if isinstance(value, bool):
                arguments += [flag] if value else []
            else:
                arguments += [flag, ",".join(value) if isinstance(value, tuple) else str(value)]
        return arguments


def parse_options(arguments: Sequence[str] | None = None) -> tuple[Options, str]:
    """Read the command line; give the options and the path of the ready file ("" for none). Exits on a wrong one."""
    parser = _parser()
    given = vars(parser.parse_args(arguments))
    ready_file = str(given.pop("ready_file"))
    given["classes"] = tuple(name for name in given["classes"].split(",") if name) or FAULTS
    try:
        return Options(**given), ready_file
    except ValueError as error:
        parser.error(str(error))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m newsgrid.bench.feedworld",
        description="A small world of news publishers on loopback, for load, fault, politeness and quality tests.",
        epilog="Fault classes: " + " ".join(FAULTS),
    )
    add = parser.add_argument
    add("--port", type=int, default=DEFAULT_PORT, help="0 takes any free port")
    add("--hosts", type=int, default=1, help="listen on 127.0.0.1 .. 127.0.0.K")
    add("--feeds", type=int, default=1000)
    add("--entries", type=int, default=30, help="entries that a feed shows")
    add("--seed", type=int, default=7)
    add("--faults", type=float, default=0.0, help="share of feeds with a fault")
    add("--classes", default="", help="only these fault classes (comma list)")
    add("--page-faults", type=float, default=0.0, help="share of article pages with a fault")
    add("--latency", type=float, default=0.0, help="median latency in ms (lognormal per feed)")
    add("--retry-after", type=int, default=30, help="seconds that 429 and 503 ask for")
    add("--min-gap", type=float, default=1.0, help="seconds; closer requests for one feed count as `fast`")
    add("--days", type=float, default=10.0, help="how far back the first entries reach")
    add(
        "--epoch", default="", help="ISO date of tick 0 (default: today 00:00 UTC; give one for the same bytes any day)"
    )
    add("--tick-minutes", type=float, default=30.0, help="world time that passes in one tick")
    add("--tick-seconds", type=float, default=0.0, help="move time on by one tick every so many seconds")
    add("--tick-clock", action="store_true", help="a tick moves the clock too: waits, gaps and headers go by it")
    add("--bomb-mb", type=int, default=200, help="size of the gzip bomb, unpacked")
    add("--huge-mb", type=int, default=20, help="size of the huge feed")
    add("--page-gzip", action="store_true", help="compress article pages")
    add("--warm", action="store_true", help="make every feed before serving")
    add("--cache-mb", type=int, default=600)
    add("--ready-file", default="", help="written (with the base address) once the server listens")
    return parser
