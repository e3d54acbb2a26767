"""The door: which grids there are."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from newsgrid.rank import make_front
from newsgrid.text import fold
from newsgrid.web.usecases.cards import EditionCard
from newsgrid.web.usecases.editions import all_editions
from newsgrid.web.usecases.story_rows import recent_rows

MOST_WITH_HEADLINES = 12
HEADLINES = 3


@dataclasses.dataclass(frozen=True, slots=True)
class Headline:
    """A headline that leads to its story."""

    story: int
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class EditionEntry:
    """An edition with the first lines of its front."""

    edition: EditionCard
    headlines: tuple[Headline, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class HomePage:
    """The editions that match a city's name, all of them when none was asked for."""

    city: str
    entries: tuple[EditionEntry, ...]
    editions: int
    """How many there are in all."""


def home_page(now: datetime, city: str = "") -> HomePage:
    """Give the editions. Three queries."""
    editions = all_editions()
    wanted = fold(city[:80].strip())
    found = [e for e in editions if not wanted or wanted in fold(f"{e.city} {e.title} {e.country}")]
    rows = recent_rows() if found else []
    texts = {row.id: row.headline for row in rows}
    entries = []
    for place, edition in enumerate(found):
        positions = (
            make_front(rows, edition=edition.slug, now=now, languages=edition.languages, limit=HEADLINES).positions
            if place < MOST_WITH_HEADLINES
            else ()
        )
        entries.append(EditionEntry(edition, tuple(Headline(p.story, texts[p.story]) for p in positions)))
    return HomePage(city.strip(), tuple(entries), len(editions))
