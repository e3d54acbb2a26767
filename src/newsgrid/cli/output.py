"""What commands print: tables and bars for a person, JSON for a program."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from newsgrid.errors import NewsgridError
from newsgrid.model import plain


class _SafeConsole(Console):
    """A console on which no text that came from outside does anything but stand there."""

    def print(self, *objects: Any, **options: Any) -> None:
        """Print as rich does, texts made printable first."""
        super().print(*(printable(item) if isinstance(item, str) else item for item in objects), **options)


out = _SafeConsole(soft_wrap=True)
err = _SafeConsole(stderr=True, soft_wrap=True)

FINE, SOME_FAILED, USAGE, BUSY, NOTHING = 0, 1, 2, 3, 4
"""Exit codes: all done; done but some items failed; wrong usage or settings; the store is busy; nothing found."""


_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a terminal would obey or cannot print: control characters, turns of the writing direction, lone surrogates."""
_RAW_IN_JSON = re.compile("[\x7f-\x9f\ud800-\udfff]")
"""Of these, those that the json module lets through."""


def printable(text: str) -> str:
    """Give a text that a terminal shows and does not obey: what publishers wrote is shown here."""
    return _COMMANDS.sub("\N{REPLACEMENT CHARACTER}", text)


def as_json(asked: bool) -> bool:
    """Say whether to print JSON: when asked, and when standard output is no terminal."""
    return asked or not sys.stdout.isatty()


def print_json(value: Any) -> None:
    """Print a value as JSON with its own scripts, one object, indented."""
    sys.stdout.write(_dumped(value, indent=2) + "\n")


def print_rows(rows: Iterable[Mapping[str, Any]]) -> None:
    """Print rows as JSON lines."""
    for row in rows:
        sys.stdout.write(_dumped(row) + "\n")


def json_line(value: Any) -> str:
    """Give a value as JSON on one line."""
    return _dumped(value)


def _dumped(value: Any, indent: int | None = None) -> str:
    text = json.dumps(plain(value), ensure_ascii=False, indent=indent, default=str)
    return _RAW_IN_JSON.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, note: str = "") -> None:
    """Print a table for a person. Cells are shown as they are; one that is to have a style is a rich Text."""
    table = Table(
        title=Text(printable(title)),
        title_justify="left",
        title_style="bold",
        header_style="dim",
        box=None,
        pad_edge=False,
    )
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(_cell(cell) for cell in row))
    out.print(table)
    if note:
        out.print(note, markup=False, style="dim")


def _cell(value: object) -> Text:
    # Never a plain string: rich would take "[red]" in a headline for a command, and fail on "[/red]".
    return value if isinstance(value, Text) else Text("" if value is None else printable(str(value)))


def say(text: str, *, style: str = "") -> None:
    """Tell the person at the terminal something that is no result (on standard error)."""
    err.print(text, markup=False, style=style or None, highlight=False)


def complain(error: NewsgridError | str) -> None:
    """Say what went wrong, on standard error."""
    err.print(Text.assemble(("error", "bold red"), ": ", printable(str(error))), highlight=False)


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
