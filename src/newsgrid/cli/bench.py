"""`newsgrid bench`: figures, ours beside a peer's from the same run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from newsgrid.cli.output import NOTHING, SOME_FAILED, as_json, complain, print_json, print_table, say
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


@app.command(epilog="Example: newsgrid bench fetch --feeds 300 --ticks 10 --faults 0.12")
def fetch(
    feeds: Annotated[int, typer.Option(min=1, max=5000)] = 1000,
    entries: Annotated[int, typer.Option(help="Entries that a feed shows.", min=1, max=200)] = 30,
    ticks: Annotated[
        int, typer.Option(help="Polls of a faulty world after the first; 0 leaves it out.", min=0, max=100)
    ] = 10,
    faults: Annotated[float, typer.Option(help="Share of feeds that are broken there.", min=0, max=1)] = 0.12,
    seed: Annotated[int, typer.Option()] = 7,
    peers: Annotated[bool, typer.Option("--peers/--no-peers", help="Measure other readers that are installed.")] = True,
    json: JsonFlag = False,
) -> None:
    """Cost of asking feeds and keeping their entries, beside other feed readers; manners towards broken feeds."""
    from newsgrid.bench.fetch.run import run

    found = run(feeds=feeds, entries=entries, ticks=ticks, faults=faults, seed=seed, with_peers=peers, say=say)
    if as_json(json):
        print_json(found)
    else:
        _print_readers(found)
        _print_ticks(found.get("ticks", {}))


def _print_readers(found: dict[str, Any]) -> None:
    title = f"{found['feeds']} feeds of {found['entries']} entries"
    columns = (
        "reader",
        "version",
        "poll",
        "CPU-seconds",
        "theirs/ours",
        "seconds",
        "peak MB",
        "answers 200",
        "304",
        "entries",
    )
    rows = []
    for row in found["readers"]:
        for phase in ("first", "again"):
            if (took := row.get(phase)) is not None:
                ratio = found["ratios"].get(row["reader"], {}).get(phase, "")
                numbers = (f"{took['cpu_s']:.1f}", ratio, f"{took['wall_s']:.1f}", f"{took['peak_mb']:.0f}")
                rows.append(
                    (row["reader"], row["version"], phase, *numbers, took["s200"], took["s304"], row["entries"])
                )
    notes = found["missing"] + [f"{row['reader']}: {row['failed']}" for row in found["readers"] if "failed" in row]
    print_table(title, columns, rows, note="\n".join(f"not measured: {note}" for note in notes))


def _print_ticks(found: dict[str, Any]) -> None:
    if not found:
        return
    rows = [
        (n, p["feeds"], f"{p['cpu_s']:.1f}", f"{p['wall_s']:.1f}", f"{p['peak_mb']:.0f}")
        for n, p in enumerate(found["polls"])
    ]
    print_table("Ticks of a faulty world", ("tick", "feeds asked", "CPU-seconds", "seconds", "peak MB"), rows)
    print_table("Impoliteness counted", ("what", "times"), list(found["violations"].items()))
    print_table("Feeds by health", ("health", "feeds"), list(found["health"].items()))


@app.command(epilog="Example: newsgrid bench extract --sample 4 --no-peers")
def extract(
    sample: Annotated[int, typer.Option(help="Take every so many-th page of each source.", min=1, max=100)] = 1,
    peers: Annotated[
        bool, typer.Option("--peers/--no-peers", help="Measure other extractors that are installed.")
    ] = True,
    memory: Annotated[bool, typer.Option("--memory/--no-memory", help="Measure memory, in a run of its own.")] = True,
    json: JsonFlag = False,
) -> None:
    """Extraction on annotated pages: body, metadata, spurious and lost lines by kind, speed and memory, beside peers."""
    from newsgrid.bench import extract as bench

    found = bench.run(_corpora(), sample=sample, peer=peers, memory=memory, say=say)
    if as_json(json):
        print_json(found)
    else:
        _print_extraction(found)


def _print_extraction(found: dict[str, Any]) -> None:
    reports = {name: report for name, report in found.items() if isinstance(report, dict) and "sources" in report}
    ours = next(iter(reports.values()))
    fields = [name for name in next(iter(ours["sources"].values())) if name != "pages"]
    for group, title in (("sources", "By source"), ("languages", "By language")):
        rows = [
            (key, f"{report[group][key]['pages']}", name, *(_share(report[group][key].get(field)) for field in fields))
            for key in ours[group]
            for name, report in reports.items()
        ]
        print_table(title, (group[:-1], "pages", "extractor", *fields), rows)
    for group, title in (("spurious", "Pages with spurious lines, in %"), ("lost", "Pages with lost lines, in %")):
        kinds = [kind for kind in ours[group].get("all", {}) if kind != "pages"]
        rows = [
            (source, name, *(f"{report[group][source][kind]:.1f}" for kind in kinds))
            for source in ours[group]
            for name, report in reports.items()
        ]
        print_table(title, ("source", "extractor", *kinds), rows)
    rows = [
        (name, report["version"], report["pages_per_cpu_s"], found["ratios"].get(name, ""), report.get("peak_mb", ""))
        for name, report in reports.items()
    ]
    notes = "\n".join(f"not measured: {note}" for note in found["missing"])
    print_table(
        "Speed and memory", ("extractor", "version", "pages per CPU-second", "theirs/ours", "peak MB"), rows, note=notes
    )


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


@app.command(epilog="Example: newsgrid bench stories --scale --plot rates.svg")
def stories(
    scale: Annotated[
        bool, typer.Option("--scale", help="Grow a generated stream instead; needs no corpus, takes minutes.")
    ] = False,
    most: Annotated[int, typer.Option(help="With --scale: active stories at the end.", min=10, max=1_000_000)] = 50_000,
    plot: Annotated[Path | None, typer.Option(help="With --scale: write the rates as SVG to this file.")] = None,
    json: JsonFlag = False,
) -> None:
    """Story finding on annotated streams, beside peers; with `--scale`, speed and memory as stories grow in number."""
    if scale:
        _scale(most, plot, json)
        return
    from newsgrid.bench import stories as bench

    found = bench.run(_corpora())
    if as_json(json):
        print_json(found)
    else:
        say(bench.pretty(found))


def _scale(most: int, picture: Path | None, json: bool) -> None:
    from newsgrid.bench import storyscale as bench

    marks = sorted({mark for mark in bench.MARKS if mark < most} | {most})
    found = bench.run(marks)
    if picture is not None:
        try:
            bench.plot(found, picture)
        except OSError as error:
            complain(f"The picture could not be written: {error}")
            raise typer.Exit(SOME_FAILED) from error
    if as_json(json):
        print_json(found)
        return
    rows = [
        (f"{r['stories']:,}", f"{r['articles']:,}", f"{r['per_second']:,}", f"{r['mb']:.0f}") for r in found["marks"]
    ]
    note = f"Rate at the end over that at the beginning: {found['flatness']:.2f}. {found['mb_per_10000']:.0f} MB for 10,000 stories more."
    print_table("A generated stream", ("active stories", "articles", "articles per CPU-second", "MB"), rows, note=note)


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
