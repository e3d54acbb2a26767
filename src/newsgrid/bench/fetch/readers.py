"""The feed readers that are measured: how each is told what to do, and how many entries it kept."""

from __future__ import annotations

import importlib.metadata
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import newsgrid

LEFT_OUT = ("FreshRSS: needs PHP and a web server",)
"""Readers that are not measured here, and why."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A feed reader with a folder of its own."""

    name: str
    version: str
    subscribe: Sequence[str]
    """The command that makes its store with all feeds; empty: a file of addresses does."""
    poll: Sequence[str]
    again: Sequence[str]
    """The command that asks all feeds a second time."""
    entries: Callable[[str], int]
    """Gives how many entries it has kept, from what it printed."""


def newsgrid_reader(folder: Path, opml: Path) -> Reader:
    """Give newsgrid. The second poll is two days later by its own clock, when every feed is due and conditional."""
    command = [sys.executable, "-m", "newsgrid.bench.fetch.ours", str(folder / "newsgrid")]
    return Reader(
        "newsgrid",
        newsgrid.__version__,
        subscribe=[*command, "--opml", str(opml)],
        poll=command,
        again=[*command, "--ahead-s", str(2 * 86400)],
        entries=lambda printed: int(json.loads(printed)["entries"]),
    )


def peers(folder: Path, urls: Path) -> tuple[list[Reader], list[str]]:
    """Give the peers that are installed, and a line for each that is not. `urls` has an address on each line."""
    found, missing = [], list(LEFT_OUT)
    for name, make, hint in (
        ("lemon24/reader", _lemon24, "the package `reader` cannot be imported"),
        ("newsboat", _newsboat, "no newsboat on PATH"),
    ):
        peer = make(name, folder, urls)
        if peer is None:
            missing.append(f"{name}: {hint}")
        else:
            found.append(peer)
    return found, missing


def environment(folder: Path) -> Mapping[str, str]:
    """Give the environment for all of them: without settings of newsgrid, and with a home of their own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSGRID_", "DJANGO_"))}
    return kept | {"HOME": str(folder), "LC_ALL": "C.UTF-8"}


def _lemon24(name: str, folder: Path, urls: Path) -> Reader | None:
    try:
        version = importlib.metadata.version("reader")
    except importlib.metadata.PackageNotFoundError:
        return None
    command = [sys.executable, str(Path(__file__).with_name("lemon24.py")), str(folder / "lemon24.sqlite")]
    poll = [*command, "poll"]
    return Reader(name, version, [*command, "subscribe", str(urls)], poll, poll, int)


def _newsboat(name: str, folder: Path, urls: Path) -> Reader | None:
    program = shutil.which("newsboat")
    if program is None:
        return None
    printed = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout.split()
    version = printed[1] if len(printed) > 1 else ""
    cache, config = folder / "newsboat.db", folder / "newsboat.config"
    config.write_text("", "utf-8")
    poll = [program, "-u", str(urls), "-c", str(cache), "-C", str(config), "-x", "reload"]
    return Reader(name, version, [], poll, poll, lambda printed: _rows(cache))


def _rows(cache: Path) -> int:
    with closing(sqlite3.connect(cache)) as database:
        return int(database.execute("SELECT count(*) FROM rss_item").fetchone()[0])
