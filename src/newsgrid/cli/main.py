"""The command line's root: one module a family of commands."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

import newsgrid
from newsgrid.cli.output import BUSY, USAGE, complain
from newsgrid.errors import NewsgridError, SettingsError, StoreBusy

_MODULES = {
    "demo": "setup",
    "init": "setup",
    "poll": "run",
    "ingest": "run",
    "serve": "run",
    "worker": "run",
    "status": "run",
    "backup": "archive",
    "restore": "archive",
    "feeds": "feeds",
    "feed": "feed",
    "catalogue": "catalogue",
    "edition": "edition",
    "article": "article",
    "site": "site",
    "stories": "stories",
    "bench": "bench",
}
"""Which module has a command, in the order of the help. A module with `add_to` gives several, one with `app` a family."""


class _Commands(TyperGroup):
    """Imports a command when it is asked for: reading one feed document needs neither database nor gazetteer.

    `Any`: the classes of Typer's own copy of click have no public name.
    """

    def list_commands(self, ctx: Any) -> list[str]:
        return list(_MODULES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in _MODULES:
            return None
        module = importlib.import_module(f"newsgrid.cli.{_MODULES[cmd_name]}")
        if not hasattr(module, "add_to"):
            command = typer.main.get_command(module.app)
            command.name = cmd_name
            return command
        family = typer.Typer()
        module.add_to(family)
        return typer.main.get_group(family).commands[cmd_name]


app = typer.Typer(
    cls=_Commands,
    name="newsgrid",
    help="A self-hosted news network: every story once, from every publisher, in every language, for your city.",
    epilog="Begin with `newsgrid demo`, or `newsgrid init` for your own. Exit codes: 0 done, 1 done but some items failed, "
    "2 wrong usage or settings, 3 another process is at work, 4 nothing found.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"newsgrid {newsgrid.__version__}")
        raise typer.Exit


@app.callback()
def _root(
    config: Annotated[
        Path | None,
        typer.Option(
            "--config", "-c", help="Settings file; else NEWSGRID_CONFIG, else ./newsgrid.toml.", dir_okay=False
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    if config is not None:
        # By the environment, so that child processes read the same.
        os.environ["NEWSGRID_CONFIG"] = str(config.absolute())


def main() -> None:
    """Run the command line; every error of ours is one line on standard error and an exit code."""
    try:
        app()
    except SettingsError as error:
        complain(error)
        sys.exit(USAGE)
    except StoreBusy as error:
        complain(error)
        sys.exit(BUSY)
    except NewsgridError as error:
        complain(error)
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output went away (`newsgrid stories list | head`): nothing was lost.
        sys.stderr.close()
        sys.exit(0)
