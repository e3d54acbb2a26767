"""`newsgrid edition`: the cities that have a grid."""

from __future__ import annotations

import shlex
import sys
from typing import Annotated

import typer

from newsgrid import place
from newsgrid.cli import house, proposing
from newsgrid.cli.house import open_store
from newsgrid.cli.output import NOTHING, as_json, print_json, print_table, say
from newsgrid.place import full_name
from newsgrid.settings import EditionSettings

PROPOSED = 20
"""Sources that are proposed for a new edition."""

app = typer.Typer(help="Editions: one city's grid each.", no_args_is_help=True)

JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON (the default when piped).")]


@app.command(epilog='Example: newsgrid edition add "Johannesburg" --language en --language zu --keyword Soweto')
def add(
    city: Annotated[
        str, typer.Argument(help='The city, with its country where needed: "Johannesburg", "Cambridge, GB".')
    ],
    slug: Annotated[str, typer.Option(help="Its place in addresses; made from the name when missing.")] = "",
    title: Annotated[str, typer.Option(help='Its title; "The Johannesburg Grid" when missing.')] = "",
    language: Annotated[list[str] | None, typer.Option(help="A language of content to show first; repeatable.")] = None,
    keyword: Annotated[
        list[str] | None, typer.Option(help="A district, street or institution of the city; repeatable.")
    ] = None,
    sources: Annotated[
        int | None, typer.Option(help="Subscribe to so many feeds of the catalogue without asking.", min=0, max=500)
    ] = None,
) -> None:
    """Add a city's grid, or replace the one with the same slug; in a terminal, its sources are proposed."""
    languages = proposing.checked_languages(language or ())
    found = house.cities_of(city)
    house.tell_namesakes(city, found)
    edition = house.edition_at(found[0], EditionSettings(city, slug, title, languages, tuple(keyword or ())))
    store = house.open_store()
    store.add_edition(edition)
    where = edition.place
    say(f"Added {edition.title} (/{edition.slug}/): {full_name(where)}, {where.latitude:.2f} {where.longitude:.2f}.")
    asking = sources is None and sys.stdin.isatty() and sys.stdout.isatty()
    if sources is None and not asking:
        say(f"`newsgrid edition add {shlex.quote(city)} --sources 20` subscribes to sources of the catalogue as well.")
        return
    hits = proposing.propose(where, languages, PROPOSED if sources is None else sources, store.feeds())
    if hits and (not asking or typer.confirm(f"Subscribe to these {len(hits)} feeds?", default=True)):
        proposing.subscribe(store, [proposing.feed_of(hit) for hit in hits])


@app.command("list")
def list_(json: JsonFlag = False) -> None:
    """List the editions."""
    editions = open_store().editions()
    if as_json(json):
        print_json(editions)
    else:
        rows = [(e.slug, e.title, e.place.name, e.place.country, ", ".join(e.languages)) for e in editions]
        print_table("Editions", ("slug", "title", "city", "country", "languages"), rows)


@app.command(epilog="Example: newsgrid edition find Springfield")
def find(city: Annotated[str, typer.Argument(help="A city's name, in any language.")], json: JsonFlag = False) -> None:
    """Look a city up in the gazetteer."""
    found = [p for p in place.lookup(city) if p.kind == "city"]
    if as_json(json):
        print_json(found)
    else:
        rows = [
            (p.geonameid, p.name, p.region, p.country, f"{p.population:,}", f"{p.latitude:.2f} {p.longitude:.2f}")
            for p in found
        ]
        print_table("", ("GeoNames id", "name", "region", "country", "people", "where"), rows)
    if not found:
        raise typer.Exit(NOTHING)
