"""The command line's root: one module a family of commands."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

import newsgrid
from newsgrid.cli import archive, article, bench, edition, feeds, house, run, setup, stories
from newsgrid.cli.output import BUSY, USAGE, complain
from newsgrid.errors import NewsgridError, SettingsError, StoreBusy

app = typer.Typer(
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
    house.use_config(config)


setup.add_to(app)
run.add_to(app)
archive.add_to(app)
app.add_typer(feeds.app, name="feeds")
app.add_typer(feeds.parse_app, name="feed")
app.add_typer(feeds.catalogue_app, name="catalogue")
app.add_typer(edition.app, name="edition")
app.add_typer(article.app, name="article")
app.add_typer(stories.app, name="stories")
app.add_typer(bench.app, name="bench")


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
