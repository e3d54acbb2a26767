"""`newsgrid site`: what the pages of sites taught newsgrid of them."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from newsgrid.cli.house import open_store
from newsgrid.cli.output import NOTHING, as_json, out, print_json, printable, say
from newsgrid.extract import Template
from newsgrid.text import site_host

app = typer.Typer(help="Sites: what their pages taught newsgrid of them.", no_args_is_help=True)

JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON (the default when piped).")]


@app.command("list", epilog="Example: newsgrid site list --limit 20")
def list_sites(
    limit: Annotated[int, typer.Option(help="Most sites listed.", min=1)] = 1000, json: JsonFlag = False
) -> None:
    """List the sites of which something is known, the last taught first."""
    found = open_store().taught_sites(limit)
    if as_json(json):
        print_json(found)
        return
    if not found:
        say("No page has taught anything yet.")
        raise typer.Exit(NOTHING)
    table = Table("Site", "Last taught", "Bytes")
    for site in found:
        table.add_row(printable(site.host), f"{site.saved:%Y-%m-%d %H:%M}", str(site.size_bytes))
    out.print(table)


@app.command(epilog="Examples: newsgrid site template www.paper.example; newsgrid site template paper.example --forget")
def template(
    host: Annotated[str, typer.Argument(help="The site's host, or the address of any of its pages.")],
    forget: Annotated[bool, typer.Option("--forget", help="Forget it; the next pages teach it anew.")] = False,
    json: JsonFlag = False,
) -> None:
    """Tell what was learnt of a site: which share of its texts and places is furniture. Or forget it."""
    store = open_store()
    name = site_host(host if "//" in host else f"//{host}")
    packed = store.templates([name]).get(name)
    if packed is None:
        say(f"Nothing is known of {name or host}.")
        raise typer.Exit(NOTHING)
    if forget:
        store.forget_site(name)
        say(f"Forgot what {name} looks like.")
        return
    row = {"host": name, "size_bytes": len(packed), **_facts(Template.unpack(packed))}
    if as_json(json):
        print_json(row)
        return
    for key, value in row.items():
        out.print(f"{key.replace('_', ' '):>20}  {value}", markup=False)


def _facts(known: Template) -> dict[str, int]:
    places = known.places.values()
    return {
        "pages": len(known.lessons),
        "texts": len({text.key for lesson in known.lessons for text in lesson.texts}),
        "furniture_texts": len(known.furniture),
        "places": len(places),
        "places_of_body": sum(count.body * 2 > count.pages for count in places),
        "places_that_repeat": sum(count.is_repeating for count in places),
    }
