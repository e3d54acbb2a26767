"""Opens the house for a command: settings, store, lease, newsroom."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from newsgrid.engines import engine_for
from newsgrid.errors import SettingsError
from newsgrid.model import Edition
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
    from newsgrid import place

    city, _, country = (part.strip() for part in row.city.partition(","))
    found = [p for p in place.lookup(city, country=country) if p.kind == "city"]
    if not found:
        where = f" in {country}" if country else ""
        raise SettingsError(
            f'The gazetteer knows no city {city!r}{where}; write it as in English, with its country: "Cambridge, GB".'
        )
    home = found[0]
    return Edition(
        slug=row.slug or slug_of(home.name),
        title=row.title or f"The {home.name} Grid",
        place=home,
        languages=row.languages,
        timezone=place.timezone_of(home) or "UTC",
        keywords=row.keywords,
    )


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
