"""`newsgrid edition`: the cities that have a grid."""

from __future__ import annotations

from typing import Annotated

import typer

from newsgrid import place
from newsgrid.cli.house import edition_of, open_store
from newsgrid.cli.output import NOTHING, as_json, print_json, print_table, say
from newsgrid.settings import EditionSettings

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
) -> None:
    """Add a city's grid, or replace the one with the same slug."""
    edition = edition_of(EditionSettings(city, slug, title, tuple(language or ()), tuple(keyword or ())))
    open_store().add_edition(edition)
    where = edition.place
    say(
        f"Added {edition.title} (/{edition.slug}/): {where.name}, {where.country}, {where.latitude:.2f} {where.longitude:.2f}."
    )


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
