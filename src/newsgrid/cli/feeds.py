"""`newsgrid feeds`: what is subscribed to."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsgrid import feeds as feeds_room
from newsgrid.cli import feed_views, hubs
from newsgrid.cli.house import open_store, settings
from newsgrid.cli.output import NOTHING, SOME_FAILED, Bars, as_json, complain, print_json, print_table, say
from newsgrid.cli.proposing import address_key, checked_languages
from newsgrid.errors import NotFound, StoreError
from newsgrid.model import Feed, plain
from newsgrid.pipeline.clock import utc_now
from newsgrid.pipeline.condition import HEALTHY, PROBLEMS, condition, worst_first
from newsgrid.pipeline.finding import Offer, find_all, find_feed
from newsgrid.pipeline.visiting import check_feeds, due_feeds
from newsgrid.text import canonical_address
from newsgrid.web.catalog.loops import run_with_store

if TYPE_CHECKING:
    from newsgrid.ports import Store

app = typer.Typer(help="Feeds: what newsgrid reads.", no_args_is_help=True)

JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON (the default when piped).")]
FeedIds = Annotated[list[int], typer.Argument(help="Ids of feeds, as `newsgrid feeds list` shows them.")]
FeedId = Annotated[int, typer.Argument(help="The feed's id, as `newsgrid feeds list` shows it.")]

AT_ONCE = 500
"""Feeds added in one transaction."""
MOST_NAMED = 10
"""Feeds that are named one by one where an import leaves them out."""


@app.command(epilog="Example: newsgrid feeds add https://news.example/feed.xml --city Johannesburg --country ZA")
def add(
    url: Annotated[str, typer.Argument(help="Address of a feed, or of a site whose feed is to be found.")],
    publisher: Annotated[str, typer.Option(help="The outlet's name; else the site says it.")] = "",
    language: Annotated[str, typer.Option(help="Language of its articles (BCP 47); else as the feed says.")] = "",
    country: Annotated[str, typer.Option(help="Country it is at home in (ISO 3166).")] = "",
    city: Annotated[str, typer.Option(help="City it is at home in.")] = "",
    folder: Annotated[str, typer.Option(help="Folder to keep it in.")] = "",
    offline: Annotated[bool, typer.Option("--offline", help="Add it without looking at it.")] = False,
) -> None:
    """Subscribe to a feed. It is asked for exactly once; a site's address is searched for its feeds."""
    _check_address(url)
    checked_languages([language] if language else [])
    _check_country(country)
    store = open_store()
    known = _by_address(store.feeds())
    _refuse_known(known, url)
    asked = Feed(0, url, publisher=publisher, language=language, country=country.upper(), city=city, folder=folder)
    if offline:
        kept = store.add_feed(asked)
        say(f"Added {kept.url} as feed {kept.id}; it is asked at the next poll.")
        return
    feed, entries = run_with_store(find_feed(asked, store, settings(), utc_now))
    _refuse_known(known, feed.url)
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
def import_(
    path: Annotated[Path, typer.Argument(help="An OPML file.", exists=True, dir_okay=False)],
    folder: Annotated[str, typer.Option(help="Folder for those that are in none.")] = "",
) -> None:
    """Subscribe to every feed of an OPML file; nothing is fetched before the next poll."""
    store = open_store()
    wanted = feeds_room.read_opml(path.read_bytes())
    known = _by_address(store.feeds())
    there: list[str] = []
    refused: list[str] = []
    new: dict[str, Feed] = {}
    for item in wanted:
        key = address_key(item.url)
        if not canonical_address(item.url):
            refused.append(item.url)
        elif key in known:
            there.append(f"{item.url} is feed {known[key].id}, {feed_views.name_of(known[key])}")
        elif key in new:
            there.append(f"{item.url} is in the file as {new[key].url} as well")
        else:
            kept_in = item.folder or folder
            new[key] = Feed(0, item.url, title=item.title, site=item.site, folder=kept_in, language=item.language)
    _add_all(store, list(new.values()))
    _name_some(there)
    for url in refused[:MOST_NAMED]:
        complain(f"{url!r} is no http(s) address; skipped")
    say(f"{len(new)} feeds added, {len(there)} were there already, {len(refused)} refused.")
    if not wanted:
        say(f"{path} has no feeds in it.")
    if refused:
        raise typer.Exit(SOME_FAILED)


@app.command()
def export(
    path: Annotated[Path | None, typer.Argument(help="Where to write; standard output when missing.")] = None,
) -> None:
    """Write the subscriptions as OPML."""
    feeds = open_store().feeds()
    data = feeds_room.write_opml(feeds, settings().site.title)
    if path is None:
        typer.echo(data.decode("utf-8"))
        return
    try:
        path.write_bytes(data)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror}.") from error
    say(f"Wrote {len(feeds)} feeds to {path}.")


@app.command("list")
def list_(
    json: JsonFlag = False,
    problems: Annotated[
        bool,
        typer.Option("--problems", help="Only those that fail, are gone, wait, are silent or send damaged documents."),
    ] = False,
    failing: Annotated[bool, typer.Option("--failing", help="Only those that do not answer as they should.")] = False,
) -> None:
    """List the feeds with how they do, problems first, those that fail longest at the head."""
    store, now = open_store(), utc_now()
    pushed = hubs.by_feed(store.subscriptions())
    found = worst_first(store.feeds(), now)
    if problems:
        found = [feed for feed in found if condition(feed, now) in PROBLEMS]
    if failing:
        found = [feed for feed in found if feed.state.health not in HEALTHY]
    if as_json(json):
        print_json([{**plain(feed), "websub": hubs.facts(pushed.get(feed.id, []))} for feed in found])
    elif found:
        feed_views.print_feeds(found, pushed, now)
        if not problems:
            say("`newsgrid feeds show ID` tells all of one.")
    else:
        say(
            "No feed has a problem."
            if problems or failing
            else "There are no feeds yet: `newsgrid feeds add`, `newsgrid feeds import` or `newsgrid edition add CITY --sources 20`."
        )


@app.command(epilog="Example: newsgrid feeds show 3")
def show(
    feed: FeedId,
    entries: Annotated[int, typer.Option(min=0, max=1000, help="How many of its newest entries to list.")] = 10,
    json: JsonFlag = False,
) -> None:
    """Show all of one feed: how it does and since when, when it is visited next and why, what became of its entries."""
    store, now = open_store(), utc_now()
    found, report, pushed = store.feed(feed), store.feed_report(feed, entries), store.subscriptions([feed])
    if as_json(json):
        print_json(feed_views.feed_facts(found, report, pushed, settings(), now))
    else:
        feed_views.print_feed(found, report, pushed, settings(), now)


@app.command(epilog="Example: newsgrid feeds edit 3 --url https://news.example/new.xml --city Durban")
def edit(
    feed: FeedId,
    url: Annotated[
        str | None, typer.Option(help="Its new address: asked at the next poll, the entries stay known.")
    ] = None,
    title: Annotated[str | None, typer.Option(help='Its title; "" takes the feed\'s own at the next visit.')] = None,
    publisher: Annotated[str | None, typer.Option(help="The outlet's name.")] = None,
    site: Annotated[str | None, typer.Option(help="Address of the outlet's site.")] = None,
    language: Annotated[str | None, typer.Option(help="Language of its articles (BCP 47).")] = None,
    country: Annotated[str | None, typer.Option(help="Country it is at home in (ISO 3166).")] = None,
    city: Annotated[str | None, typer.Option(help="City it is at home in.")] = None,
    folder: Annotated[str | None, typer.Option(help="Folder it is in.")] = None,
) -> None:
    """Change what is said of a feed. What is not named stays; "" empties."""
    if url is not None:
        _check_address(url)
    checked_languages([language] if language else [])
    _check_country(country or "")
    said = {
        "url": url, "title": title, "publisher": publisher, "site": site, "language": language, "city": city, "folder": folder,
        "country": None if country is None else country.upper(),
    }  # fmt: skip
    changes = {name: value for name, value in said.items() if value is not None}
    if not changes:
        raise typer.BadParameter("Name at least one thing to change, as in --city Durban.")
    store = open_store()
    kept = store.feed(feed)
    edited = store.edit_feed(dataclasses.replace(kept, **changes))  # type: ignore[arg-type]
    if edited.url != kept.url:
        say(f"Feed {feed} is at {edited.url} now; `newsgrid feeds check {feed}` asks it at once.")
    others = [name for name in changes if name != "url" and getattr(kept, name) != getattr(edited, name)]
    if others:
        say(f"Feed {feed}: " + ", ".join(f"{name} is {getattr(edited, name)!r}" for name in others) + ".")
    if edited == kept:
        say(f"Feed {feed} says that already.")


@app.command(epilog="Example: newsgrid feeds pause 3 17")
def pause(feed: FeedIds) -> None:
    """Leave feeds alone until they are resumed; their articles stay."""
    _set_paused(feed, paused=True)


@app.command(epilog="Example: newsgrid feeds resume 3 17")
def resume(feed: FeedIds) -> None:
    """Visit paused feeds again."""
    _set_paused(feed, paused=False)


@app.command()
def remove(feed: FeedIds) -> None:
    """End subscriptions; their articles stay."""
    store = open_store()
    missing = 0
    for number in feed:
        try:
            store.remove_feed(number)
            say(f"Removed feed {number}.")
        except NotFound as error:
            complain(error)
            missing += 1
    if missing:
        raise typer.Exit(SOME_FAILED)


@app.command(epilog="Example: newsgrid feeds check 3 17")
def check(
    feed: Annotated[list[int] | None, typer.Argument(help="Ids of feeds; all that are due when missing.")] = None,
    failing: Annotated[
        bool, typer.Option("--failing", help="All that fail or are gone, though they are not due.")
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Ask feeds now, keep what they answer, and say how they are. Those that are named are asked even if paused or gone."""
    store, found = open_store(), settings()
    wanted, missing = _wanted(store, feed or [], failing)
    with Bars() as bars:
        checked = run_with_store(check_feeds(wanted, store, found, utc_now, bars))
    bad = [f for f in checked if f.state.health not in HEALTHY]
    if as_json(json):
        print_json(checked)
    elif checked:
        rows = [(f.id, feed_views.name_of(f), f.state.health, f.state.message) for f in checked]
        print_table("Asked", ("id", "publisher", "answer", "message"), rows)
    for f in bad:
        complain(f"feed {f.id}, {f.url}: {f.state.health}: {f.state.message}")
    say(
        f"{len(checked) - len(bad)} of {len(checked)} feeds are well."
        if checked
        else "No feed was asked: none is due."
        if not missing
        else "No feed was asked."
    )
    if bad or missing:
        raise typer.Exit(SOME_FAILED)


def _add_all(store: Store, feeds: Sequence[Feed]) -> None:
    """Add feeds some hundreds at a time, each time wholly or not at all."""
    with Bars() as bars:
        bars.stage("importing", len(feeds))
        for start in range(0, len(feeds), AT_ONCE):
            store.add_feeds(feeds[start : start + AT_ONCE])
            bars.advance("importing", len(feeds[start : start + AT_ONCE]))


def _wanted(store: Store, ids: Sequence[int], failing: bool) -> tuple[list[Feed], int]:
    """Give the feeds to ask, and how many of the ids name none."""
    if not ids and not failing:
        return due_feeds(store, utc_now()), 0
    feeds = {feed.id: feed for feed in store.feeds()}
    missing = [number for number in dict.fromkeys(ids) if number not in feeds]
    for number in missing:
        complain(f"There is no feed {number}.")
    chosen = {number: feeds[number] for number in ids if number in feeds}
    if failing:
        chosen |= {f.id: f for f in feeds.values() if f.state.health not in HEALTHY and not f.paused}
    return list(chosen.values()), len(missing)


def _set_paused(ids: Sequence[int], *, paused: bool) -> None:
    store = open_store()
    feeds = {feed.id: feed for feed in store.feeds()}
    word = "paused" if paused else "resumed"
    missing = 0
    for number in dict.fromkeys(ids):
        if number not in feeds:
            complain(f"There is no feed {number}.")
            missing += 1
        elif feeds[number].paused == paused:
            say(f"Feed {number} is {'paused' if paused else 'not paused'} already.")
        else:
            store.edit_feed(dataclasses.replace(feeds[number], paused=paused))
            say(f"Feed {number}, {feed_views.name_of(feeds[number])}, is {word}.")
    if missing:
        raise typer.Exit(SOME_FAILED)


def _by_address(feeds: Sequence[Feed]) -> dict[str, Feed]:
    return {address_key(feed.url): feed for feed in feeds}


def _refuse_known(known: dict[str, Feed], url: str) -> None:
    feed = known.get(address_key(url))
    if feed is not None:
        raise StoreError(f"{url} is subscribed to already: feed {feed.id}, {feed_views.name_of(feed)}.")


def _name_some(lines: Sequence[str]) -> None:
    for line in lines[:MOST_NAMED]:
        say(f"  {line}")
    if len(lines) > MOST_NAMED:
        say(f"  and {len(lines) - MOST_NAMED} others")


def _check_address(url: str) -> None:
    if not canonical_address(url):
        raise typer.BadParameter(f"{url} is no http(s) address.")


def _check_country(country: str) -> None:
    if not country:
        return
    from newsgrid.place import country_name

    if len(country) != 2 or not country_name(country, "en"):
        raise typer.BadParameter(f"{country!r} is no country's code (ISO 3166), as in ZA.")
