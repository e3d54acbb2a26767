"""`newsgrid init` and `newsgrid demo`: the first minute."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from newsgrid import feeds as feeds_room
from newsgrid import place
from newsgrid.cli import house, proposing, serving
from newsgrid.cli.output import Bars, complain, say
from newsgrid.demo import DemoServer, World, choose_today, load_world
from newsgrid.errors import NewsgridError, SettingsError
from newsgrid.model import Feed, Place
from newsgrid.pipeline.clock import utc_now
from newsgrid.pipeline.polling import poll
from newsgrid.pipeline.progress import Quiet
from newsgrid.pipeline.visiting import check_feeds
from newsgrid.settings import EditionSettings, Settings
from newsgrid.text import canonical_address
from newsgrid.web.catalog.loops import run_with_store

DEMO_EDITIONS = (
    EditionSettings(
        "Johannesburg, ZA",
        languages=("en", "af", "zu"),
        keywords=("Soweto", "Sandton", "Braamfontein", "Yeoville", "Lenasia"),
    ),
    EditionSettings("Nairobi, KE", languages=("en", "sw")),
    EditionSettings("Bangkok, TH", languages=("en", "th")),
)
MARKER = "world.txt"
MOST_NAMESAKES = 9
NAMESAKE = 20
"""A city of the same name with fewer than one in so many of the people is not asked about."""


def add_to(app: typer.Typer) -> None:
    """Add the commands to the root."""
    app.command(epilog="Example: newsgrid demo --listen 127.0.0.1:9000")(demo)
    app.command(epilog='Example: newsgrid init --city "Johannesburg" --language en --language zu --sources 20 --yes')(
        init
    )


def demo(
    listen: Annotated[str, typer.Option(help="host:port of the site.")] = "127.0.0.1:8080",
    world_port: Annotated[
        int, typer.Option(help="Port of the invented world; 0 takes any free one.", min=0, max=65535)
    ] = 8800,
    folder: Annotated[Path, typer.Option("--dir", help="Where the demo keeps its data.")] = Path("data/demo"),
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget an earlier demo first.")] = False,
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help="Poll the world and stop, without serving the site.")
    ] = False,
) -> None:
    """Serve an invented news world on this machine, read it like any other, and show the site."""
    today = choose_today(utc_now())
    world = load_world(today)
    with _world_server(world, world_port) as server:
        found = _demo_house(folder, listen, server.base, str(today), fresh=fresh)
        say(
            f"The invented world is at {server.base}/: {len(world.publishers)} publishers, {len(world.stories)} stories, {len(world.tellings())} articles."
        )
        _read_world(found, server)
        if not no_serve:
            serving.serve(found, with_worker=True)


def init(
    city: Annotated[str, typer.Option(help='The city of the first edition: "Johannesburg", "Cambridge, GB".')] = "",
    language: Annotated[list[str] | None, typer.Option(help="A language of content (BCP 47); repeatable.")] = None,
    opml: Annotated[
        Path | None, typer.Option(help="Subscribe to the feeds of this OPML file.", exists=True, dir_okay=False)
    ] = None,
    sources: Annotated[int, typer.Option(help="Most feeds to take from the catalogue.", min=0, max=500)] = 20,
    contact: Annotated[str, typer.Option(help="Your address or e-mail; publishers see it in the User-Agent.")] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing newsgrid.toml.")] = False,
) -> None:
    """Set newsgrid up in this folder: an edition, its languages, its sources."""
    file = Path(os.environ.get("NEWSGRID_CONFIG") or "newsgrid.toml")
    if file.exists() and not force:
        raise SettingsError(f"{file} is there already; edit it, or use --force to replace it.")
    asking = not yes and sys.stdin.isatty()
    wanted = _from_opml(opml) if opml else None
    home = _ask_city(city) if asking else _only_city(city)
    languages = proposing.checked_languages(language or ())
    if language is None and asking:
        languages = _ask_languages(home)
    if not contact and asking:
        contact = typer.prompt(
            "Your address or e-mail, which publishers see when their feeds are asked", default="", show_default=False
        )
    edition = EditionSettings(place.full_name(home), languages=languages)
    try:
        file.write_text(settings_text(contact, [edition]), "utf-8")
    except OSError as error:
        raise SettingsError(f"{file} cannot be written: {error.strerror}.") from error
    say(f"Wrote {file}: {house.edition_at(home, edition).title}, {edition.city}.")
    house.use_config(file)
    store = house.open_store()
    if wanted is None:
        hits = proposing.propose(home, languages, sources, store.feeds())
        wanted = [proposing.feed_of(hit) for hit in hits]
    if wanted and (not asking or typer.confirm(f"Subscribe to these {len(wanted)} feeds?", default=True)):
        proposing.subscribe(store, wanted)
    if not contact:
        say(f"Publishers like to know who asks: set site.contact in {file}.")
    say("Next: `newsgrid poll` reads the feeds once, `newsgrid serve` keeps reading and shows the site.")


def _only_city(query: str) -> Place:
    """Give the likeliest city of that name, and say so where there are others. Raises BadParameter without one."""
    if not query:
        raise typer.BadParameter("Name the edition's city with --city.")
    found = house.cities_of(query)
    house.tell_namesakes(query, found)
    return found[0]


def _ask_city(query: str) -> Place:
    """Ask until the gazetteer knows the city, and which it is where several have the name."""
    while True:
        query = query or typer.prompt("Which city")
        try:
            found = house.cities_of(query)
        except SettingsError as error:
            complain(error)
            query = ""
            continue
        likely = [city for city in found if city.population * NAMESAKE >= found[0].population][:MOST_NAMESAKES]
        if len(likely) == 1:
            house.tell_namesakes(query, found)
            return found[0]
        for number, city in enumerate(likely, 1):
            say(f"  {number}  {place.full_name(city)}, {city.population:,} people")
        chosen: int = typer.prompt("Which of these", type=int, default=1)
        if 1 <= chosen <= len(likely):
            return likely[chosen - 1]
        complain(f"There are {len(likely)}.")


def _ask_languages(home: Place) -> tuple[str, ...]:
    spoken = " ".join(feeds_room.languages_of(home.country)[:8])
    hint = f" (the catalogue's sources of the country write {spoken})" if spoken else ""
    while True:
        answer = typer.prompt(
            f"Languages of content, separated by spaces{hint}; empty: all", default="", show_default=False
        )
        try:
            return proposing.checked_languages(answer.replace(",", " ").split())
        except typer.BadParameter as error:
            complain(error.message)


def settings_text(contact: str, editions: list[EditionSettings], extra: str = "") -> str:
    """Write a settings file."""
    lines = [
        "# All settings are described in docs/reference/settings.md.",
        "[site]",
        f"contact = {_quoted(contact)}",
        "",
        "[store]",
        'data_dir = "data"',
        "",
    ]
    for row in editions:
        lines += [
            "[[edition]]",
            f"city = {_quoted(row.city)}",
            f"languages = {_listed(row.languages)}",
            f"keywords = {_listed(row.keywords)}",
            "",
        ]
    return "\n".join(lines) + extra


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def _listed(values: tuple[str, ...]) -> str:
    return "[" + ", ".join(_quoted(value) for value in values) + "]"


def _from_opml(path: Path) -> list[Feed]:
    """Give the feeds of an OPML file; what is no http(s) address is named and left out."""
    found = []
    for item in feeds_room.read_opml(path.read_bytes()):
        if canonical_address(item.url):
            found.append(
                Feed(0, item.url, title=item.title, site=item.site, folder=item.folder, language=item.language)
            )
        else:
            complain(f"{item.url!r} is no http(s) address; skipped")
    return found


def _world_server(world: World, port: int) -> DemoServer:
    try:
        return DemoServer(world, port=port)
    except OSError:
        return DemoServer(world)


def _demo_house(folder: Path, listen: str, base: str, today: str, *, fresh: bool) -> Settings:
    """Prepare the demo's folder; one from another day or another port is begun anew, since its addresses are gone."""
    marker = folder / MARKER
    now_served = f"{base} {today}"
    kept = marker.read_text("utf-8") if marker.exists() else ""
    if folder.exists() and (fresh or kept != now_served):
        if not kept and any(folder.iterdir()):
            raise SettingsError(f"{folder} holds something that is no demo; name another folder with --dir.")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    marker.write_text(now_served, "utf-8")
    file = folder / "newsgrid.toml"
    demo_rules = f"[fetch]\nallow_private = [{_quoted('127.0.0.0/8')}]\nmin_interval_s = 60\nplain_interval_s = 60\nmax_interval_s = 120\n\n[work]\nprocesses = 2\n"
    text = settings_text("", list(DEMO_EDITIONS), demo_rules)
    text = text.replace("[site]\n", f'[site]\ntitle = "newsgrid demo"\nlisten = {_quoted(listen)}\n').replace(
        'data_dir = "data"', 'data_dir = "."'
    )
    file.write_text(text, "utf-8")
    house.use_config(file)
    return house.settings()


def _read_world(found: Settings, server: DemoServer) -> None:
    started = utc_now()
    with house.open_newsroom(found) as (store, newsroom), Bars() as bars:
        known = {feed.url for feed in store.feeds()}
        for publisher, address in zip(server.world.publishers, server.feed_addresses(), strict=True):
            if address not in known:
                store.add_feed(
                    Feed(
                        0,
                        address,
                        title=publisher.name,
                        publisher=publisher.name,
                        language=publisher.language,
                        country=publisher.country,
                        city=publisher.city,
                    )
                )
        try:
            report = run_with_store(poll(store, newsroom, found, utc_now, bars))
            if not known:
                # The world goes on: one publisher corrects an article, and the next poll finds the new version.
                server.advance()
                run_with_store(check_feeds(store.feeds(), store, found, utc_now, Quiet()))
                run_with_store(poll(store, newsroom, found, utc_now))
        except NewsgridError as error:
            complain(error)
            raise typer.Exit(1) from error
        counts = store.counts()
    say(
        f"{report.feeds} feeds polled: {counts.get('articles', 0)} articles in {counts.get('stories', 0)} stories, {_seconds(started)} s."
    )


def _seconds(since: datetime) -> str:
    return f"{(utc_now() - since).total_seconds():.1f}"
