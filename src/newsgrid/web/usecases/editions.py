"""The editions, as cards, and the version of what they show."""

from __future__ import annotations

from newsgrid.web.catalog.models import Edition
from newsgrid.web.usecases.cards import EditionCard


def all_editions() -> tuple[EditionCard, ...]:
    """Give every edition, by title. One query."""
    return tuple(sorted((edition_card(row) for row in Edition.objects.select_related("place")), key=lambda e: e.title))


def edition_card(row: Edition) -> EditionCard:
    """Make an edition's card; its place must have been read with it."""
    return EditionCard(
        slug=row.slug,
        title=row.title,
        city=row.place.name,
        country=row.place.country,
        timezone=row.timezone,
        languages=tuple(str(tag) for tag in row.languages),
        version=row.version,
        place=row.place_id,
    )


def shown_version() -> str:
    """Give a word that changes whenever a front may look different. One query."""
    rows = Edition.objects.order_by("slug").values_list("slug", "version")
    return ",".join(f"{slug}:{version}" for slug, version in rows)
