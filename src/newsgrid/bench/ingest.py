"""Reading a generated world end to end: how fast, where the time goes, and how right the stories are."""

from __future__ import annotations

import asyncio
import resource
import tempfile
import time
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

from newsgrid import feeds as feeds_room
from newsgrid.bench.feedworld import Feedworld, Options, running, violations
from newsgrid.bench.stories import bcubed as of_lists
from newsgrid.engines import engine_for
from newsgrid.model import Feed
from newsgrid.pipeline.clock import utc_now
from newsgrid.pipeline.drafts import warm
from newsgrid.pipeline.meter import Meter, measuring
from newsgrid.pipeline.newsroom import Newsroom
from newsgrid.pipeline.polling import PollReport, poll
from newsgrid.settings import FetchSettings, Settings, StoreSettings, WorkSettings
from newsgrid.text import canonical_address
from newsgrid.web.config.opening import open_store


def run(*, feeds: int, entries: int, faults: float, seed: int, processes: int = 1) -> dict[str, Any]:
    """Serve a world, poll it once into a fresh store, and give what was measured.

    Keys: `feeds`, `articles`, `stories`, `seconds` (wall), `cpu_s` (this process), `articles_per_s`, `peak_mb`, `bcubed`
    (precision, recall, F1 against the world's truth), `health`, `violations` (politeness counters that are not zero) and
    `steps`: rows of `step`, `cpu_s`, `calls`, dearest first, the rest of the CPU time as `fetch and the rest`.
    """
    options = Options(feeds=feeds, entries=entries, seed=seed, faults=faults, warm=True)
    with tempfile.TemporaryDirectory(prefix="newsgrid-bench-") as folder, running(options, timeout_s=180) as world:
        settings = Settings(
            store=StoreSettings(data_dir=Path(folder)),
            fetch=FetchSettings(allow_private=("127.0.0.0/8",), max_page_age_days=0 if feeds > 1000 else 30),
            work=WorkSettings(processes=processes),
        )
        return _measured(settings, world)


def _measured(settings: Settings, world: Feedworld) -> dict[str, Any]:
    store = open_store(settings)
    for item in feeds_room.read_opml(world.opml()):
        store.add_feed(Feed(0, item.url, title=item.title, language=item.language))
    wall, cpu = time.perf_counter(), time.process_time()
    with measuring() as meter, engine_for(settings.work.processes, warm) as engine:
        newsroom = Newsroom(store, settings, engine, utc_now)
        report = asyncio.run(poll(store, newsroom, settings, utc_now))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    placed = {row.telling.id: (row.telling.url, row.telling.canonical, row.story) for row in store.tellings(_LONG_AGO)}
    predicted = {canonical_address(canonical or url): story for url, canonical, story in placed.values()}
    return _row(report, meter, wall, cpu, world, predicted)


_LONG_AGO = utc_now().replace(year=1970)


def _row(
    report: PollReport, meter: Meter, wall: float, cpu: float, world: Feedworld, predicted: dict[str, int]
) -> dict[str, Any]:
    gold = {canonical_address(row["url"]): row["story"] for row in world.truth()}
    stats = world.stats()
    steps = [{"step": name, "cpu_s": seconds, "calls": meter.calls[name]} for name, seconds in meter.seconds.items()]
    steps.append({"step": "fetch and the rest", "cpu_s": max(0.0, cpu - sum(meter.seconds.values())), "calls": 1})
    return {
        "feeds": report.feeds,
        "articles": report.articles,
        "stories": len(set(predicted.values())),
        "seconds": round(wall, 2),
        "cpu_s": round(cpu, 2),
        "articles_per_s": round(report.articles / wall, 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "bcubed": {k: round(v, 4) for k, v in bcubed(gold, predicted).items()},
        "health": report.health,
        "violations": {k: v for k, v in violations(stats).items() if v},
        "steps": sorted(steps, key=lambda r: -float(str(r["cpu_s"]))),
    }


def bcubed(gold: Mapping[str, Hashable], predicted: Mapping[str, Hashable]) -> dict[str, float]:
    """Give BCubed precision, recall and F1 (Bagga and Baldwin 1998) over the items both have."""
    shared = sorted(gold.keys() & predicted.keys())
    precision, recall, f1 = (
        of_lists([gold[i] for i in shared], [predicted[i] for i in shared]) if shared else (0.0, 0.0, 0.0)
    )
    return {"precision": precision, "recall": recall, "f1": f1, "items": len(shared)}
