"""Opens the house for a command: settings, store, lease, newsroom."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from newsgrid.cli.output import say
from newsgrid.engines import engine_for
from newsgrid.errors import SettingsError
from newsgrid.model import Edition, Place
from newsgrid.pipeline.clock import utc_now
from newsgrid.settings import EditionSettings, Settings, load
from newsgrid.text import fold
from newsgrid.web.config import opening

if TYPE_CHECKING:
    from newsgrid.pipeline.newsroom import Newsroom
    from newsgrid.web.catalog.store import CatalogStore


def use_config(path: Path | None) -> None:
    """Use the settings file the command line named; child processes read the same."""
    if path is not None:
        os.environ["NEWSGRID_CONFIG"] = str(path.absolute())


def settings() -> Settings:
    """Read the settings. Raises SettingsError."""
    return load()


def open_store(found: Settings | None = None) -> CatalogStore:
    """Open the store the settings name: made at first use, brought to the newest tables, with the file's editions."""
    found = found or settings()
    store = opening.open_store(found)
    _keep_editions(store, found)
    return store


@contextlib.contextmanager
def open_newsroom(found: Settings | None = None) -> Iterator[tuple[CatalogStore, Newsroom]]:
    """Open the store for writing articles: alone, with state rebuilt. Raises StoreBusy when another process has it."""
    found = found or settings()
    store = open_store(found)
    from newsgrid.pipeline.drafts import warm
    from newsgrid.pipeline.newsroom import Newsroom
    from newsgrid.web.catalog.lease import lease

    with lease(found.store.data_dir), engine_for(found.work.processes, warm) as engine:
        yield store, Newsroom(store, found, engine, utc_now)


def edition_of(row: EditionSettings) -> Edition:
    """Make an edition from a city's name. Raises SettingsError when the gazetteer does not know the city."""
    return edition_at(cities_of(row.city)[0], row)


def edition_at(home: Place, row: EditionSettings) -> Edition:
    """Make the edition of a city."""
    from newsgrid import place

    return Edition(
        slug=row.slug or slug_of(home.name),
        title=row.title or f"The {home.name} Grid",
        place=home,
        languages=row.languages,
        timezone=place.timezone_of(home) or "UTC",
        keywords=row.keywords,
    )


def cities_of(query: str) -> list[Place]:
    """Give the cities a name can mean (in any language; its region and country after commas), the likeliest first; one at least.

    Raises SettingsError when the gazetteer knows none.
    """
    from newsgrid import place

    found = [p for p in place.lookup(query) if p.kind == "city"]
    if not found:
        near = [place.full_name(p) for p in place.suggest(query)]
        advice = f" Did you mean {' or '.join(near)}?" if near else ' Write it with its country: "Cambridge, GB".'
        raise SettingsError(f'The gazetteer knows no city "{query}".{advice}')
    return found


def tell_namesakes(query: str, found: Sequence[Place]) -> None:
    """Say which city was taken where others have the name as well."""
    from newsgrid import place

    if len(found) > 1:
        others = ", ".join(place.full_name(city) for city in found[1:4]) + (", ..." if len(found) > 4 else "")
        say(f"{query}: {place.full_name(found[0])} (not {others}; name the region and country for another).")


def slug_of(name: str) -> str:
    """Make a name fit for an address: `São Paulo` -> `sao-paulo`."""
    return "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in fold(name)).split()) or "edition"


def _keep_editions(store: CatalogStore, found: Settings) -> None:
    """Add the file's editions to the store, where they are missing or were changed in the file."""
    if not found.editions:
        return
    kept = {edition.slug: edition for edition in store.editions()}
    for row in found.editions:
        edition = edition_of(row)
        if kept.get(edition.slug) != edition:
            store.add_edition(edition)
