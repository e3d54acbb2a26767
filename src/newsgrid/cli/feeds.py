"""`newsgrid feeds`, `newsgrid feed`, `newsgrid catalogue`: what is subscribed to, and what could be."""

from __future__ import annotations

import asyncio
import dataclasses
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from newsgrid import feeds as feeds_room
from newsgrid.cli import hubs
from newsgrid.cli.house import open_store, settings
from newsgrid.cli.output import NOTHING, SOME_FAILED, Bars, as_json, complain, print_json, print_table, say
from newsgrid.model import Feed, plain
from newsgrid.pipeline.clock import utc_now
from newsgrid.pipeline.finding import Offer, find_all, find_feed
from newsgrid.pipeline.visiting import check_feeds, due_feeds
from newsgrid.text import canonical_address

app = typer.Typer(help="Feeds: what newsgrid reads.", no_args_is_help=True)

JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON (the default when piped).")]
HEALTHY = frozenset({"ok", "new"})


@app.command(epilog="Example: newsgrid feeds add https://news.example/feed.xml --city Johannesburg --country ZA")
def add(
    url: Annotated[str, typer.Argument(help="Address of a feed, or of a site whose feed is to be found.")],
    publisher: Annotated[str, typer.Option(help="The outlet's name; else the feed's own title.")] = "",
    language: Annotated[str, typer.Option(help="Language of its articles (BCP 47).")] = "",
    country: Annotated[str, typer.Option(help="Country it is at home in (ISO 3166).")] = "",
    city: Annotated[str, typer.Option(help="City it is at home in.")] = "",
    offline: Annotated[bool, typer.Option("--offline", help="Add it without looking at it.")] = False,
) -> None:
    """Subscribe to a feed. It is asked for exactly once; a site's address is searched for its feeds."""
    if not canonical_address(url):
        raise typer.BadParameter(f"{url} is no http(s) address.")
    store = open_store()
    asked = Feed(0, url, publisher=publisher, language=language, country=country.upper(), city=city)
    if offline:
        kept = store.add_feed(asked)
        say(f"Added {kept.url} as feed {kept.id}.")
        return
    feed, entries = asyncio.run(find_feed(asked, store, settings(), utc_now))
    kept = store.add_feed(feed)
    new = store.save_feed(dataclasses.replace(feed, id=kept.id), entries, utc_now())
    say(
        f"Added {kept.title or kept.url} ({kept.url}) as feed {kept.id}: {new} new entries; `newsgrid poll` makes articles of them."
    )


@app.command(epilog="Example: newsgrid feeds find https://news.example/")
def find(
    url: Annotated[str, typer.Argument(help="Address of a site.")],
    json: JsonFlag = False,
) -> None:
    """List the feeds of a site, the best first, and what each offers; subscribe to none."""
    if not canonical_address(url):
        raise typer.BadParameter(f"{url} is no http(s) address.")
    found = asyncio.run(find_all(url, settings(), utc_now))
    if as_json(json):
        print_json([_offered(offer) for offer in found])
    else:
        rows = [
            (
                offer.parsed.title or offer.candidate.title,
                offer.parsed.version,
                len(offer.parsed.entries),
                "full" if offer.full_text else "",
                offer.newest.strftime("%Y-%m-%d %H:%M") if offer.newest else "",
                offer.candidate.why,
                offer.url,
            )
            for offer in found
        ]
        print_table("Feeds", ("title", "format", "entries", "text", "newest", "found", "feed"), rows)
    if not found:
        raise typer.Exit(NOTHING)


def _offered(offer: Offer) -> dict[str, object]:
    return {
        "url": offer.url,
        "title": offer.parsed.title or offer.candidate.title,
        "format": offer.parsed.version,
        "language": offer.parsed.language,
        "entries": len(offer.parsed.entries),
        "full_text": offer.full_text,
        "newest": offer.newest.isoformat() if offer.newest else None,
        "why": offer.candidate.why,
    }


@app.command("import", epilog="Example: newsgrid feeds import subscriptions.opml")
def import_(path: Annotated[Path, typer.Argument(help="An OPML file.", exists=True, dir_okay=False)]) -> None:
    """Subscribe to every feed of an OPML file; nothing is fetched before the next poll."""
    store = open_store()
    wanted = feeds_room.read_opml(path.read_bytes())
    before = len(store.feeds())
    refused = 0
    with Bars() as bars:
        bars.stage("importing", len(wanted))
        for item in wanted:
            bars.advance("importing")
            if not canonical_address(item.url):
                complain(f"{item.url!r} is no http(s) address; skipped")
                refused += 1
                continue
            store.add_feed(
                Feed(0, item.url, title=item.title, site=item.site, folder=item.folder, language=item.language)
            )
    added = len(store.feeds()) - before
    say(f"{added} feeds added, {len(wanted) - refused - added} were there already, {refused} refused.")
    if refused:
        raise typer.Exit(SOME_FAILED)


@app.command()
def export(
    path: Annotated[Path | None, typer.Argument(help="Where to write; standard output when missing.")] = None,
) -> None:
    """Write the subscriptions as OPML."""
    data = feeds_room.write_opml(open_store().feeds(), settings().site.title)
    if path is None:
        typer.echo(data.decode("utf-8"))
    else:
        path.write_bytes(data)
        say(f"Wrote {path}.")


@app.command("list")
def list_(
    json: JsonFlag = False,
    failing: Annotated[bool, typer.Option("--failing", help="Only feeds that do not answer as they should.")] = False,
) -> None:
    """List the feeds with their health."""
    store = open_store()
    kept = hubs.by_feed(store.subscriptions())
    found = [f for f in store.feeds() if not failing or f.state.health not in HEALTHY]
    if as_json(json):
        print_json([{**plain(f), "websub": hubs.facts(kept.get(f.id, []))} for f in found])
        return
    rows = []
    for f in found:
        colour = "green" if f.state.health in HEALTHY else "red"
        is_left_alone = f.paused or f.state.health == "gone"
        due = "never" if is_left_alone else f.state.next_check.strftime("%d %b %H:%M") if f.state.next_check else ""
        rows.append(
            (
                f.id,
                f.publisher or f.title,
                f.language,
                Text(f.state.health, style=colour),
                f.state.failures or "",
                due,
                hubs.words(kept.get(f.id, [])),
                feeds_room.operator_line(f.state) or f.url,
            )
        )
    print_table(
        "Feeds",
        ("id", "publisher", "lang", "health", "failures", "next", "websub", "message"),
        rows,
        note=f"{len(found)} feeds",
    )


@app.command()
def remove(feed: Annotated[int, typer.Argument(help="The feed's id, as listed.")]) -> None:
    """End a subscription; its articles stay."""
    open_store().remove_feed(feed)
    say(f"Removed feed {feed}.")


@app.command(epilog="Example: newsgrid feeds check 3 17")
def check(
    feed: Annotated[list[int] | None, typer.Argument(help="Ids of feeds; all that are due when missing.")] = None,
    json: JsonFlag = False,
) -> None:
    """Ask feeds now, keep what they answer, and say how they are."""
    store, found = open_store(), settings()
    wanted = [f for f in store.feeds() if f.id in feed] if feed else due_feeds(store, utc_now())
    with Bars() as bars:
        checked = asyncio.run(check_feeds(wanted, store, found, utc_now, bars))
    bad = [f for f in checked if f.state.health not in HEALTHY]
    if as_json(json):
        print_json(checked)
    else:
        for f in bad:
            complain(f"{f.url}: {f.state.health}: {f.state.message}")
        say(f"{len(checked) - len(bad)} of {len(checked)} feeds are well.")
    if bad:
        raise typer.Exit(SOME_FAILED)
