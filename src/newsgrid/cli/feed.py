"""`newsgrid feed`: a feed document by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from newsgrid import feeds as feeds_room
from newsgrid.cli.output import SOME_FAILED, as_json, complain, out, print_json, print_table
from newsgrid.errors import FeedError
from newsgrid.feeds.document import MAX_BYTES

app = typer.Typer(help="A feed document by itself.", no_args_is_help=True)

JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON (the default when piped).")]


@app.callback()
def _family() -> None:
    """Keep `parse` a command of its own, although it is the only one."""


@app.command(epilog="Example: newsgrid feed parse saved.xml --url https://news.example/feed.xml --json")
def parse(
    file: Annotated[Path, typer.Argument(help="A saved feed.", exists=True, dir_okay=False)],
    url: Annotated[str, typer.Option(help="Its address, for relative links.")] = "",
    content_type: Annotated[str, typer.Option(help="The Content-Type it was served with.")] = "",
    json: JsonFlag = False,
) -> None:
    """Read a feed document and print what it says. Exit code 1 when it is none, or is refused."""
    try:
        with file.open("rb") as stream:
            parsed = feeds_room.parse(stream.read(MAX_BYTES + 1), url, content_type)
    except FeedError as error:
        complain(f"{file.name}: {error} ({error.reason})")
        raise typer.Exit(SOME_FAILED) from error
    if as_json(json):
        print_json(parsed.as_dict())
        return
    rows = [(e.published.strftime("%Y-%m-%d %H:%M") if e.published else "", e.title, e.link) for e in parsed.entries]
    print_table(f"{parsed.title} ({parsed.version})", ("published", "title", "link"), rows)
    for problem in parsed.problems:
        out.print(f"problem: {problem.kind} {problem.detail}", style="yellow", markup=False)
