"""What commands print: tables and bars for a person, JSON for a program."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from newsgrid.errors import NewsgridError
from newsgrid.model import plain

out = Console(soft_wrap=True)
err = Console(stderr=True)

FINE, SOME_FAILED, USAGE, BUSY, NOTHING = 0, 1, 2, 3, 4
"""Exit codes: all done; done but some items failed; wrong usage or settings; the store is busy; nothing found."""


def as_json(asked: bool) -> bool:
    """Say whether to print JSON: when asked, and when standard output is no terminal."""
    return asked or not sys.stdout.isatty()


def print_json(value: Any) -> None:
    """Print a value as JSON with its own scripts, one object, indented."""
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=False, indent=2, default=str) + "\n")


def print_rows(rows: Iterable[Mapping[str, Any]]) -> None:
    """Print rows as JSON lines."""
    for row in rows:
        sys.stdout.write(json.dumps(plain(row), ensure_ascii=False, default=str) + "\n")


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, note: str = "") -> None:
    """Print a table for a person."""
    table = Table(title=title, title_justify="left", title_style="bold", header_style="dim", box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    out.print(table)
    if note:
        out.print(note, style="dim")


def say(text: str, *, style: str = "") -> None:
    """Tell the person at the terminal something that is no result (on standard error)."""
    err.print(text, style=style or None, highlight=False)


def complain(error: NewsgridError | str) -> None:
    """Say what went wrong, on standard error."""
    err.print(f"[bold red]error[/]: {_escaped(str(error))}", highlight=False)


def _escaped(text: str) -> str:
    return text.replace("[", "\\[")


class Bars:
    """Progress bars on standard error; silent where that is no terminal. Implements the pipeline's Progress."""

    def __init__(self) -> None:
        """Begin without any bar."""
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=err,
            disable=not sys.stderr.isatty(),
        )
        self._tasks: dict[str, TaskID] = {}

    def stage(self, name: str, total: int | None) -> None:
        """Show a bar for a stage, or set its total anew."""
        if name in self._tasks:
            self._progress.update(self._tasks[name], total=total)
        else:
            self._tasks[name] = self._progress.add_task(name, total=total)

    def advance(self, name: str, count: int = 1) -> None:
        """Move a stage's bar on."""
        if name not in self._tasks:
            self.stage(name, None)
        self._progress.advance(self._tasks[name], count)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()
