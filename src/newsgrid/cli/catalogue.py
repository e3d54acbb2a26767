"""`newsgrid catalogue`: the bundled table of news feeds."""

from __future__ import annotations

import asyncio
import json as json_module
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newsgrid import feeds as feeds_room
from newsgrid.cli.output import NOTHING, SOME_FAILED, Bars, as_json, json_line, print_json, print_table, say
from newsgrid.errors import InputError
from newsgrid.feeds import CATEGORIES, CatalogueHit
from newsgrid.feeds.catalogue import NEAR_KM
from newsgrid.model import Place, plain
from newsgrid.settings import load
from newsgrid.text import site_host

if TYPE_CHECKING:
    from newsgrid.pipeline.asking import Answered

app = typer.Typer(help="The bundled catalogue of news feeds.", no_args_is_help=True)

JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON (the default when piped).")]
Text = Annotated[str, typer.Argument(help="Words of a publisher's name, address or city.")]
City = Annotated[
    str, typer.Option(help='City the news is for, in any language: "Johannesburg", "Le Cap", "Jackson, Wyoming".')
]
Country = Annotated[str, typer.Option(help='Country: its code or its name ("ZA", "South Africa", "Südafrika").')]
Lang = Annotated[list[str] | None, typer.Option(help="Language (BCP 47); repeatable.")]
Category = Annotated[str, typer.Option(help="One of: " + ", ".join(CATEGORIES) + ".")]

OLD_DAYS = 180.0
"""A feed whose newest entry is older is called silent."""


@app.command(epilog="Example: newsgrid catalogue search --city Johannesburg --lang en")
def search(
    text: Text = "",
    city: City = "",
    country: Country = "",
    lang: Lang = None,
    category: Category = "",
    limit: Annotated[int, typer.Option(min=1, max=5000, help="Most feeds to list.")] = 30,
    json: JsonFlag = False,
) -> None:
    """Search the catalogue of news feeds. With a city: its own first, then those near it, then those of its country."""
    place, found = _found(text, city, country, lang, category)
    shown = found[:limit]
    if as_json(json):
        print_json([_row(hit) for hit in shown])
    elif shown:
        print_sources("Catalogue", shown)
    if place is not None and shown:
        say(said_of(place, found))
    if len(found) > limit:
        say(f"{limit} of {len(found)} feeds are listed; --limit {len(found)} lists all.")
    if not found:
        say(_nothing(place, lang))
        raise typer.Exit(NOTHING)


@app.command(epilog="Example: newsgrid catalogue check --country ZA --report checked.jsonl")
def check(
    text: Text = "",
    city: City = "",
    country: Country = "",
    lang: Lang = None,
    category: Category = "",
    limit: Annotated[int, typer.Option(min=1, max=5000, help="Most addresses to ask.")] = 30,
    report: Annotated[
        Path | None,
        typer.Option(
            help="File that gets a JSON line for each address; those in it already are not asked again.", dir_okay=False
        ),
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Ask addresses of the catalogue, once each, and say which give a feed and how new it is. Needs the network."""
    _, found = _found(text, city, country, lang, category)
    known = _asked_before(report)
    wanted = [url for url in dict.fromkeys(hit.feed.url for hit in found) if url not in known][:limit]
    if not wanted:
        say(
            "Every one of these addresses is in the report already."
            if found
            else "The catalogue has nothing like that."
        )
        raise typer.Exit(NOTHING if not found else 0)
    with Bars() as bars:
        answers = asyncio.run(_ask(wanted, report, bars))
    if as_json(json):
        print_json(answers)
    else:
        _print_answers(answers)
    bad = sum(answer.health != "ok" for answer in answers)
    silent = sum(answer.health == "ok" and (answer.age_days or 0) > OLD_DAYS for answer in answers)
    say(
        f"{len(answers)} addresses asked: {len(answers) - bad} feeds ({silent} of them silent for half a year), {bad} none."
    )
    if answers and all(answer.health == "dns" for answer in answers):
        say("No name could be resolved: is this machine online?")
    if bad:
        raise typer.Exit(SOME_FAILED)


def print_sources(title: str, hits: Sequence[CatalogueHit], *, with_feeds: bool = True) -> None:
    """Print feeds of the catalogue as a table, with their addresses or, shorter, their hosts."""
    rows = [
        (
            hit.feed.name,
            hit.feed.language,
            ", ".join(part for part in (hit.feed.city, hit.feed.country) if part),
            "" if not hit.distance_km or hit.nearness == "country" else f"{hit.distance_km:.0f} km",
            hit.feed.category,
            hit.feed.url if with_feeds else site_host(hit.feed.url),
            "" if hit.feed.verified else "unverified",
        )
        for hit in hits
    ]
    print_table(title, ("name", "lang", "home", "", "category", "feed" if with_feeds else "from", ""), rows)


def said_of(place: Place, hits: Sequence[CatalogueHit]) -> str:
    """Say in a sentence where the sources of a city are at home."""
    from newsgrid.place import country_name

    counts = Counter(hit.nearness for hit in hits)
    land = country_name(place.country, "en") or place.country
    parts = [
        f"{counts['city']} at home in {place.name}" if counts["city"] else f"none at home in {place.name}",
        f"{counts['near']} within {NEAR_KM:.0f} km" if counts["near"] else "",
        f"{counts['country']} elsewhere in {land}" if counts["country"] else "",
        f"{counts['world']} for readers anywhere" if counts["world"] else "",
    ]
    return f"{place.name}, {land}: " + ", ".join(part for part in parts if part) + "."


def _found(
    text: str, city: str, country: str, lang: list[str] | None, category: str
) -> tuple[Place | None, list[CatalogueHit]]:
    """Search as the options say. Raises SettingsError for a city nobody knows, BadParameter for other words."""
    if category and category not in CATEGORIES:
        raise typer.BadParameter(f"There is no category {category!r}; there are {', '.join(CATEGORIES)}.")
    place = None
    if city:
        from newsgrid.cli.house import cities_of

        place = cities_of(f"{city}, {country}" if country else city)[0]
    code = place.country if place else _country_code(country)
    languages = tuple(lang or ())
    found = feeds_room.search_catalogue(text=text, place=place, country=code, languages=languages, category=category)
    return place, found


def _country_code(country: str) -> str:
    """Give the code of a country named by code or name. Raises BadParameter for one that nobody knows."""
    if not country or (len(country) == 2 and country.isascii() and country.isalpha()):
        return country.upper()
    from newsgrid.place import lookup

    found = [place for place in lookup(country) if place.kind == "country"]
    if not found:
        raise typer.BadParameter(f"The gazetteer knows no country {country!r}; give its code (ISO 3166), as in ZA.")
    return found[0].country


def _nothing(place: Place | None, lang: list[str] | None) -> str:
    if place is None:
        return "The catalogue has nothing like that; try fewer words, or another language."
    spoken = ", ".join(feeds_room.languages_of(place.country))
    if lang and spoken:
        return f"The catalogue has nothing like that for {place.name}; of its country it has feeds in {spoken}."
    return f"The catalogue has nothing for {place.name} and its country; `newsgrid feeds add` takes any site's address."


def _row(hit: CatalogueHit) -> dict[str, Any]:
    return {
        **plain(hit.feed),
        "nearness": hit.nearness,
        "distance_km": None if hit.distance_km is None else round(hit.distance_km, 1),
    }


async def _ask(urls: Sequence[str], report: Path | None, bars: Bars) -> list[Answered]:
    """Ask and note each answer at once, so that an interrupted check goes on where it was."""
    from newsgrid.pipeline.asking import ask_addresses
    from newsgrid.pipeline.clock import utc_now

    answers = []
    bars.stage("addresses", len(urls))
    async for answer in ask_addresses(urls, load(), utc_now):
        answers.append(answer)
        bars.advance("addresses")
        if report is not None:
            _note(report, answer)
    order = {url: number for number, url in enumerate(urls)}
    return sorted(answers, key=lambda answer: order[answer.url])


def _note(report: Path, answer: Answered) -> None:
    try:
        with report.open("a", encoding="utf-8") as file:
            file.write(json_line(answer) + "\n")
    except OSError as error:
        raise InputError(f"The report {report} cannot be written: {error.strerror}.", item=str(report)) from error


def _asked_before(report: Path | None) -> set[str]:
    """Give the addresses a report has; a last line that was cut off by a kill does not count, any other damage is an error."""
    if report is None or not report.exists():
        return set()
    try:
        text = report.read_text("utf-8")
        whole = text[: text.rfind("\n") + 1]
        if whole != text:
            report.write_text(whole, "utf-8")
        return {json_module.loads(line)["url"] for line in whole.splitlines()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{report} is no report of `newsgrid catalogue check`: {error}.", item=str(report)) from error


def _print_answers(answers: Sequence[Answered]) -> None:
    rows = []
    for answer in answers:
        age = "" if answer.age_days is None else f"{answer.age_days:.0f} d"
        notes = [
            answer.message,
            f"moved to {answer.moved_to}" if answer.moved_to else "",
            "silent" if (answer.age_days or 0) > OLD_DAYS else "",
            ", ".join(answer.problems),
        ]
        rows.append(
            (answer.url, answer.health, answer.format, answer.entries or "", age, "; ".join(n for n in notes if n))
        )
    print_table("Catalogue", ("feed", "health", "format", "entries", "newest", "notes"), rows)
