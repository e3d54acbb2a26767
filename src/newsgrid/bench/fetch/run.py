"""Measuring: a first poll and one where nothing changed, then ten ticks of a world where much is broken."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from newsgrid.bench.feedworld import Feedworld, Options, running, violations
from newsgrid.bench.fetch.cost import Cost, measure
from newsgrid.bench.fetch.readers import Reader, environment, newsgrid_reader, peers

TICK_MINUTES = 30.0
INTERVAL_S = 1500
"""How often every feed is visited while ticks are counted: with up to a tenth of delay, due at each tick."""
RETRY_AFTER_S = 5400
"""What servers ask for there: three ticks."""
TIMEOUT_S = 5.0
"""What a request may take there: a world on loopback that hangs would not answer later."""
_LONGEST_S = 1800.0
_WARM_S = 300.0

Say = Callable[[str], None]


def run(
    *, feeds: int, entries: int, ticks: int, faults: float, seed: int, with_peers: bool, say: Say
) -> dict[str, Any]:
    """Measure newsgrid, and the peers that are installed, on generated worlds served on loopback; `say` is told the progress.

    Keys: `readers`, rows of `reader`, `version` and, for `first` (all is new) and `again` (nothing is), the `cpu_s`,
    `wall_s` and `peak_mb` of the whole process and what the world answered (`s200`, `s304`, `bytes`), besides `entries`;
    `ratios`, CPU-seconds of each peer over ours; `missing`, readers that were not measured; and `ticks` as `politeness`
    gives it. With `ticks` 0 the last is left out.
    """
    options = Options(feeds=feeds, entries=entries, seed=seed, warm=True)
    found: dict[str, Any] = {"feeds": feeds, "entries": entries}
    with tempfile.TemporaryDirectory(prefix="newsgrid-bench-") as name:
        folder = Path(name)
        with running(options, timeout_s=_WARM_S) as world:
            ours, urls = _prepared(world, folder)
            others, missing = peers(folder, urls) if with_peers else ([], [])
            rows = [_row(reader, world, folder, say) for reader in (ours, *others)]
        found |= {"readers": rows, "ratios": _ratios(rows), "missing": missing}
        if ticks:
            with running(faulty(options, faults), timeout_s=_WARM_S) as world:
                found["ticks"] = politeness(world, folder / "ticks", ticks, say)
    return found


def faulty(options: Options, faults: float) -> Options:
    """Give the options of a world for `politeness`: a share of its feeds is broken, and its clock moves with its ticks."""
    return replace(options, faults=faults, tick_clock=True, tick_minutes=TICK_MINUTES, retry_after=RETRY_AFTER_S)


def politeness(world: Feedworld, folder: Path, ticks: int, say: Say = lambda text: None) -> dict[str, Any]:
    """Poll a world once, and again after each tick; a process each time, so that all that is known is what was kept.

    Keys: `polls` (rows of `feeds` asked, `cpu_s`, `wall_s`, `peak_mb`), `health` (feeds by health at the end),
    `entries`, `asked` (requests for feeds), `s200`, `s304`, and `violations`: counters of impoliteness, all zero at best.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ours, _ = _prepared(world, folder)
    _measured(ours.subscribe, folder)
    polls, last = [], {}
    for tick in range(ticks + 1):
        if tick:
            world.tick()
        say(f"tick {tick} of {ticks}")
        ahead_s = tick * TICK_MINUTES * 60
        more = ["--ahead-s", str(ahead_s), "--interval-s", str(INTERVAL_S), "--timeout-s", str(TIMEOUT_S)]
        cost = _measured([*ours.poll, *more], folder)
        last = json.loads(cost.output)
        polls.append({"feeds": last["feeds"], **_figures(cost)})
    stats = world.stats()
    return {
        "polls": polls,
        "health": dict(sorted(last["health"].items())),
        "entries": last["entries"],
        "asked": sum(row["n"] for row in stats["by_fault"].values()),
        "s200": stats["s200"],
        "s304": stats["s304"],
        "violations": violations(stats),
    }


def _prepared(world: Feedworld, folder: Path) -> tuple[Reader, Path]:
    """Write a world's subscriptions as every reader wants them."""
    opml, urls = folder / "world.opml", folder / "urls"
    opml.write_bytes(world.opml())
    urls.write_text("".join(f"{row['url']}\n" for row in world.feeds()), "utf-8")
    return newsgrid_reader(folder, opml), urls


def _row(reader: Reader, world: Feedworld, folder: Path, say: Say) -> dict[str, Any]:
    row: dict[str, Any] = {"reader": reader.name, "version": reader.version}
    try:
        if reader.subscribe:
            say(f"{reader.name}: subscribing")
            row["subscribe"] = _figures(_measured(reader.subscribe, folder))
        for phase, command in (("first", reader.poll), ("again", reader.again)):
            say(f"{reader.name}: {phase}")
            world.reset()
            cost = _measured(command, folder)
            stats = world.stats()
            row[phase] = _figures(cost) | {name: stats[name] for name in ("s200", "s304", "bytes")}
            row["entries"] = reader.entries(cost.output)
    except RuntimeError as error:
        # A peer that fails is a row that says so; the others are still worth having.
        if reader.name == "newsgrid":
            raise
        row["failed"] = str(error)
    return row


def _measured(command: Any, folder: Path) -> Cost:
    return measure(command, environment(folder), timeout_s=_LONGEST_S)


def _figures(cost: Cost) -> dict[str, float]:
    return {name: round(value, 2) for name, value in asdict(cost).items() if name != "output"}


def _ratios(rows: list[dict[str, Any]]) -> dict[str, dict[str, float]]:
    ours, *others = rows
    return {
        row["reader"]: {
            phase: round(row[phase]["cpu_s"] / ours[phase]["cpu_s"], 1) for phase in ("first", "again") if phase in row
        }
        for row in others
    }
