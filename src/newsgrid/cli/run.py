"""`newsgrid poll`, `ingest`, `serve`, `worker`, `status`: the daily work."""

from __future__ import annotations

import logging
import os
import signal
import threading
from pathlib import Path
from typing import Annotated

import typer
from rich.logging import RichHandler
from rich.text import Text

from newsgrid.cli import hubs, serving
from newsgrid.cli.article import instant
from newsgrid.cli.feed_views import COLOURS, day, name_of
from newsgrid.cli.house import open_newsroom, open_store, settings
from newsgrid.cli.output import NOTHING, SOME_FAILED, Bars, as_json, complain, err, print_json, print_table, say
from newsgrid.pipeline.clock import utc_now
from newsgrid.pipeline.condition import HEALTHY, condition, counted, worst_first
from newsgrid.pipeline.ingesting import ingest as ingest_files
from newsgrid.pipeline.polling import PollReport
from newsgrid.pipeline.polling import poll as poll_feeds
from newsgrid.pipeline.saved import Stated
from newsgrid.web.catalog.loops import run_with_store

JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON (the default when piped).")]
INTERRUPTED = 130
WORST = 5
"""Feeds that `status` names."""


def add_to(app: typer.Typer) -> None:
    """Add the commands to the root."""
    app.command(epilog="Example: newsgrid poll --json")(poll)
    app.command(epilog="Example: newsgrid ingest page.html archive.warc.gz articles.jsonl saved/")(ingest)
    app.command(epilog="Example: newsgrid serve --listen 0.0.0.0:8080")(serve)
    app.command()(worker)
    app.command()(status)


def poll(json: JsonFlag = False) -> None:
    """Ask every feed that is due, once, and make articles and stories of what is new."""
    found = settings()
    with open_newsroom(found) as (store, newsroom), Bars() as bars:
        report = run_with_store(poll_feeds(store, newsroom, found, utc_now, bars))
    _report(report, json)


def _report(report: PollReport, json: bool) -> None:
    if as_json(json):
        print_json(report)
    else:
        ill = {health: count for health, count in report.health.items() if health not in HEALTHY}
        say(f"{report.feeds} feeds asked, {report.new_entries} entries new, {report.articles} articles made.")
        for reason, count in sorted(ill.items()):
            say(f"  {count} feeds: {reason}", style="yellow")
        for reason, count in sorted(report.failures.items()):
            say(f"  {count} pages: {reason}", style="yellow")
        for reason, count in sorted(report.pages.items()):
            say(f"  {count} articles without their page: {reason}", style="yellow")
    if not report.feeds and not report.articles and not as_json(json):
        say("No feed was due. `newsgrid feeds list` says when each is; `newsgrid feeds check ID` asks one now.")


def ingest(
    paths: Annotated[
        list[Path],
        typer.Argument(help="Saved HTML, text dumps, JSONL, WARC (also compressed), or folders of them.", exists=True),
    ],
    url: Annotated[str, typer.Option(help="Address of the page, when one page is given that cannot say it.")] = "",
    published: Annotated[str, typer.Option(help="When it was published (ISO 8601), likewise.")] = "",
    publisher: Annotated[str, typer.Option(help="The outlet, likewise.")] = "",
    lang: Annotated[str, typer.Option(help="Language of the content (BCP 47), likewise.")] = "",
    json: JsonFlag = False,
) -> None:
    """Take in pages that exist already, and find their stories."""
    if url and (len(paths) > 1 or paths[0].is_dir()):
        raise typer.BadParameter("--url is one page's address; give one file with it.")
    found = settings()
    stated = Stated(url, instant(published), publisher, lang)
    with open_newsroom(found) as (store, newsroom), Bars() as bars:
        report = ingest_files(
            paths, store, newsroom, stated=stated, now=utc_now, batch=found.work.batch, on_error=complain, progress=bars
        )
    if as_json(json):
        print_json(report)
    else:
        say(f"{report.articles} articles from {report.files} files; `newsgrid stories list` shows their stories.")
    if report.failures:
        raise typer.Exit(SOME_FAILED)
    if not report.articles:
        raise typer.Exit(NOTHING)


def serve(
    listen: Annotated[str, typer.Option(help="host:port; else site.listen of the settings.")] = "",
    no_worker: Annotated[
        bool, typer.Option("--no-worker", help="Serve pages only; run `newsgrid worker` elsewhere.")
    ] = False,
) -> None:
    """Serve the site and poll feeds, until Ctrl-C."""
    if listen:
        serving.use_listen(listen)
    found = settings()
    open_store(found)
    serving.serve(found, with_worker=not no_worker)


def worker(
    with_parent: Annotated[
        bool, typer.Option("--with-parent", hidden=True, help="End when the process that started this one is gone.")
    ] = False,
) -> None:
    """Poll feeds and make stories, until Ctrl-C or SIGTERM; a second one does not wait for the round to end."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", handlers=[RichHandler(console=err, show_path=False)])
    stop = threading.Event()

    def end(*_: object) -> None:
        if stop.is_set():
            # Nothing is lost by it: every step is one transaction.
            os._exit(INTERRUPTED)
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    if with_parent:
        threading.Thread(target=serving.end_with_parent, args=(os.getppid(), end), daemon=True).start()
    found = settings()
    with open_newsroom(found) as (store, newsroom):
        from newsgrid.web.jobs import work

        work(store, newsroom, found, utc_now, stop)


def status(json: JsonFlag = False) -> None:
    """Say how much there is, how the feeds do and which fail longest, and when the worker last worked."""
    found = settings()
    store = open_store(found)
    from newsgrid.fetch import public_address
    from newsgrid.web.jobs import last_beat

    address, why_not = public_address(found)
    pushed = hubs.by_state(store.subscriptions())
    now, feeds = utc_now(), store.feeds()
    health: dict[str, int] = {}
    for feed in feeds:
        health[feed.state.health] = health.get(feed.state.health, 0) + 1
    conditions = counted(feeds, now)
    worst = [feed for feed in worst_first(feeds, now) if condition(feed, now) in ("gone", "failing")]
    beat = last_beat(store)
    database = "postgresql" if found.store.database else str(found.store.data_dir)
    editions = [edition.slug for edition in store.editions()]
    if as_json(json):
        print_json(
            {
                "database": database,
                "settings": found.source or "defaults",
                "counts": store.counts(),
                "feeds": conditions,
                "feed_health": health,
                "failing_longest": [
                    {
                        "id": f.id,
                        "url": f.url,
                        "health": f.state.health,
                        "since": f.state.failing_since,
                        "message": f.state.message,
                    }
                    for f in worst[:WORST]
                ],
                "editions": editions,
                "worker_last_round": beat,
                "websub": {"callback_base": address or None, "why_not": why_not, "subscriptions": pushed},
            }
        )
        return
    facts = [("database", database), ("settings", found.source or "defaults"), ("editions", ", ".join(editions))]
    websub = ("websub", f"hubs call {address}/websub/" if address else f"off: {why_not}")
    print_table("newsgrid", ("", ""), [*facts, ("worker's last round", beat or "never"), websub])
    print_table("Kept", ("what", "how many"), sorted(store.counts().items()))
    print_table("Feeds", ("are", "how many"), [(Text(word, style=COLOURS[word]), n) for word, n in conditions.items()])
    if worst:
        rows = [(f.id, name_of(f), f.state.health, day(f.state.failing_since), f.state.message) for f in worst[:WORST]]
        print_table("Failing longest", ("id", "publisher", "answer", "since", "message"), rows)
        say("`newsgrid feeds list --problems` lists all; `newsgrid feeds show ID` tells all of one.")
    if pushed:
        print_table("Subscriptions at hubs", ("state", "how many"), sorted(pushed.items()))
