"""`newsgrid bench`: figures, ours beside a peer's from the same run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from newsgrid.cli.output import NOTHING, as_json, complain, print_json, print_table
from newsgrid.model import plain

app = typer.Typer(help="Measure quality and speed, beside peers in the same run.", no_args_is_help=True)

JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON (the default when piped).")]


def _corpora() -> Path:
    named = os.environ.get("NEWSGRID_CORPORA", "")
    if not named or not Path(named).is_dir():
        complain("Set NEWSGRID_CORPORA to the folder of the corpora; without it this benchmark has nothing to read.")
        raise typer.Exit(NOTHING)
    return Path(named)


def _print(found: dict[str, Any], json: bool) -> None:
    """Print figures: JSON as they are, a person gets one row a figure."""
    if as_json(json):
        print_json(found)
    else:
        print_table("", ("what", "figure"), _flat(plain(found)))


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, f"{path} {key}".strip())
    elif isinstance(value, float):
        yield path, f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"
    else:
        yield path, ", ".join(map(str, value)) if isinstance(value, list) else str(value)


@app.command(epilog="Example: newsgrid bench ingest --feeds 300 --entries 20 --faults 0.12")
def ingest(
    feeds: Annotated[int, typer.Option(min=1, max=5000)] = 60,
    entries: Annotated[int, typer.Option(min=1, max=200)] = 20,
    faults: Annotated[float, typer.Option(min=0, max=1)] = 0.0,
    seed: Annotated[int, typer.Option()] = 7,
    processes: Annotated[int, typer.Option(help="Processes for the stateless steps.", min=1, max=64)] = 1,
    json: JsonFlag = False,
) -> None:
    """Read a generated world of publishers on loopback: articles per second, CPU-seconds per step."""
    from newsgrid.bench.ingest import run

    found = run(feeds=feeds, entries=entries, faults=faults, seed=seed, processes=processes)
    if as_json(json):
        print_json(found)
        return
    total = sum(row["cpu_s"] for row in found["steps"])
    rows = [
        (
            r["step"],
            f"{r['cpu_s']:.2f}",
            f"{100 * r['cpu_s'] / total:.0f} %",
            f"{1000 * r['cpu_s'] / max(1, found['articles']):.2f}",
        )
        for r in found["steps"]
    ]
    print_table("Where the time goes", ("step", "CPU-seconds", "share", "ms per article"), rows)
    print_table("", ("", ""), [(k, v) for k, v in found.items() if k != "steps"])


@app.command()
def extract(json: JsonFlag = False) -> None:
    """Extraction on annotated pages."""
    from newsgrid.bench import extract as bench

    _print(bench.run(_corpora()), json)


@app.command()
def stories(json: JsonFlag = False) -> None:
    """Story finding on annotated streams."""
    from newsgrid.bench import stories as bench

    _print(bench.run(_corpora()), json)


@app.command()
def feeds(json: JsonFlag = False) -> None:
    """Feed parsing on conformance cases and stored feeds."""
    from newsgrid.bench import feeds as bench

    _print(bench.run(_corpora()), json)


@app.command()
def place(json: JsonFlag = False) -> None:
    """Finding and resolving places on annotated articles."""
    from newsgrid.bench import place as bench

    _print(bench.run(_corpora()), json)
