"""`newsgrid catalogue`: the bundled table of news feeds."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from newsgrid import feeds as feeds_room
from newsgrid.cli.output import NOTHING, SOME_FAILED, as_json, print_json, print_table
from newsgrid.errors import FetchError, NewsgridError
from newsgrid.model import Feed
from newsgrid.settings import load

app = typer.Typer(help="The bundled catalogue of news feeds.", no_args_is_help=True)

JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON (the default when piped).")]


@app.command(epilog="Example: newsgrid catalogue search --city Johannesburg --lang en")
def search(
    text: Annotated[str, typer.Argument(help="Words of a publisher's name.")] = "",
    city: Annotated[str, typer.Option(help="City the publisher is at home in.")] = "",
    country: Annotated[str, typer.Option(help="Country (ISO 3166).")] = "",
    lang: Annotated[str, typer.Option(help="Language (BCP 47).")] = "",
    limit: Annotated[int, typer.Option(min=1, max=5000)] = 30,
    json: JsonFlag = False,
) -> None:
    """Search the catalogue of news feeds."""
    found = feeds_room.search_catalogue(text=text, city=city, country=country.upper(), language=lang, limit=limit)
    if as_json(json):
        print_json(found)
    else:
        rows = [
            (c.name, c.language, c.city or c.country, c.category, c.url, "" if c.verified else "unverified")
            for c in found
        ]
        print_table("Catalogue", ("name", "lang", "home", "category", "feed", ""), rows)
    if not found:
        raise typer.Exit(NOTHING)


@app.command("check")
def check(
    city: Annotated[str, typer.Option(help="City.")] = "",
    country: Annotated[str, typer.Option(help="Country (ISO 3166).")] = "",
    lang: Annotated[str, typer.Option(help="Language (BCP 47).")] = "",
    limit: Annotated[int, typer.Option(min=1, max=5000)] = 30,
    json: JsonFlag = False,
) -> None:
    """Ask the catalogue's addresses once each and say which answer with a feed. Needs the network."""
    from newsgrid.pipeline.clock import utc_now
    from newsgrid.pipeline.visiting import find_feed

    found = feeds_room.search_catalogue(text="", city=city, country=country.upper(), language=lang, limit=limit)
    rows = []
    for item in found:
        try:
            asyncio.run(find_feed(Feed(0, item.url), None, load(), utc_now))
            rows.append({"url": item.url, "health": "ok", "message": ""})
        except FetchError as error:
            rows.append({"url": item.url, "health": error.reason, "message": str(error)})
        except NewsgridError as error:
            rows.append({"url": item.url, "health": getattr(error, "reason", "error"), "message": str(error)})
    if as_json(json):
        print_json(rows)
    else:
        print_table("Catalogue", ("feed", "health", "message"), [(r["url"], r["health"], r["message"]) for r in rows])
    if any(r["health"] != "ok" for r in rows):
        raise typer.Exit(SOME_FAILED)
