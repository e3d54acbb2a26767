"""`newsgrid backup` and `newsgrid restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from newsgrid.cli.house import open_store, settings
from newsgrid.cli.output import say
from newsgrid.errors import InputError


def add_to(app: typer.Typer) -> None:
    """Add the commands to the root."""
    app.command(epilog="Example: newsgrid backup newsgrid-2026-03-01.tar")(backup)
    app.command(epilog="Example: newsgrid restore newsgrid-2026-03-01.tar")(restore)


def backup(target: Annotated[Path, typer.Argument(help="File to write.")]) -> None:
    """Write all that is kept into one file, while newsgrid runs; it restores into SQLite and PostgreSQL alike."""
    open_store()
    from newsgrid.web.catalog.archive import backup as write

    write(target)
    say(f"Wrote {target} ({target.stat().st_size / 1e6:.1f} MB).")


def restore(
    source: Annotated[Path, typer.Argument(help="A file that `newsgrid backup` wrote.")],
    force: Annotated[bool, typer.Option("--force", help="Replace what the store holds.")] = False,
) -> None:
    """Fill the store from a backup; refused when it holds something already, unless forced."""
    if not source.is_file():
        raise InputError(f"There is no file {source}.", item=str(source), reason="missing")
    found = settings()
    open_store(found)
    from newsgrid.web.catalog.archive import restore as read
    from newsgrid.web.catalog.lease import lease

    with lease(found.store.data_dir):
        read(source, force=force)
    say(f"Restored {source}.")
