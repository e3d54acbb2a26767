"""How fast stories are found, and in how much memory, as the number of active stories grows."""

from __future__ import annotations

import gc
import itertools
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from newsgrid.bench.plot import line_plot
from newsgrid.bench.storyworld import StoryWorld
from newsgrid.dedupe import Deduper
from newsgrid.model import Telling
from newsgrid.story import StoryEngine

MARKS = (1_000, 10_000, 50_000)
MEASURED = 2_000
"""Articles whose CPU time is taken at each mark."""
REPAIR_EVERY = 400


def run(
    marks: Sequence[int] = MARKS,
    *,
    measured: int = MEASURED,
    seed: int = 7,
    say: Callable[[str], None] = lambda line: None,
) -> dict[str, Any]:
    """Grow a generated stream to each number of active stories and measure there; minutes for the default marks.

    Gives `marks`: `stories`, `articles` so far, `per_second` (articles per CPU-second over the last `measured` ones:
    deduplication, assignment and repair) and `mb` (resident memory of the process over what it was before the first article);
    `flatness`, the rate at the last mark over that at the first; and `mb_per_10000`, what ten thousand stories more cost.
    """
    world = iter(StoryWorld(seed).articles())
    engine, deduper = StoryEngine(), Deduper()
    before = _resident_mb()
    done = 0
    found: list[dict[str, float]] = []
    for mark in marks:
        while len(engine) < mark:
            done += _take(engine, deduper, _next(world, REPAIR_EVERY))[0]
        seconds = 0.0
        count = 0
        while count < measured:
            articles, spent = _take(engine, deduper, _next(world, REPAIR_EVERY))
            count += articles
            seconds += spent
        done += count
        gc.collect()
        row = {
            "stories": len(engine),
            "articles": done,
            "per_second": round(count / seconds) if seconds else 0,
            "mb": round(_resident_mb() - before, 1),
        }
        found.append(row)
        say(f"{row['stories']:,} stories: {row['per_second']} articles per CPU-second, {row['mb']} MB")
    first, last = found[0], found[-1]
    more = last["stories"] - first["stories"]
    return {
        "marks": found,
        "flatness": round(last["per_second"] / first["per_second"], 3) if first["per_second"] else 0.0,
        "mb_per_10000": round((last["mb"] - first["mb"]) / more * 10_000, 1) if more else 0.0,
    }


def plot(found: dict[str, Any], path: Path) -> None:
    """Write the rates over the numbers of stories as an SVG picture. Raises OSError when it cannot be written."""
    points = [(row["stories"], row["per_second"]) for row in found["marks"]]
    path.write_text(line_plot(points, "active stories", "articles per CPU-second"), encoding="utf-8")


def _next(world: Iterator[tuple[Telling, int]], count: int) -> list[Telling]:
    return [telling for telling, _ in itertools.islice(world, count)]


def _take(engine: StoryEngine, deduper: Deduper, tellings: Sequence[Telling]) -> tuple[int, float]:
    """Let articles come, and repair after them; give how many and the CPU-seconds, those of making them up left out."""
    start = time.process_time()
    for telling in tellings:
        now = telling.published
        assert now is not None
        origin, kind = deduper.add(telling, now)
        engine.assign(telling, now, origin=origin, kind=kind)
    assert now is not None
    engine.repair(now)
    return len(tellings), time.process_time() - start


def _resident_mb() -> float:
    """Give the memory this process holds; where the system does not tell, the most it ever held."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most / 2**20 if sys.platform == "darwin" else most / 2**10
    return pages * resource.getpagesize() / 2**20
