"""Publishers: made when they are first named."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from django.utils.text import slugify

from newsgrid.model import Feed as FeedValue
from newsgrid.text import fold, romanise, squeeze
from newsgrid.web.catalog.keys import tag_key
from newsgrid.web.catalog.models import Feed, Publisher
from newsgrid.web.catalog.rows import column

_SLUG_CHARS = 60


@dataclasses.dataclass(frozen=True, slots=True)
class Outlet:
    """What is known of a publisher when it is first named."""

    name: str
    host: str = ""
    site: str = ""
    language: str = ""
    country: str = ""
    city: str = ""


def publisher_ids(outlets: Iterable[Outlet], *, using: str) -> dict[str, int]:
    """Give the ids of publishers by name, making those that are not there. Two queries for any number, one when all are known."""
    named = {publisher_key(outlet.name): outlet for outlet in reversed(list(outlets))}
    rows = Publisher.objects.using(using)
    found = dict(rows.filter(key__in=named).values_list("key", "id"))
    missing = [key for key in named if key not in found]
    if missing:
        _make({key: named[key] for key in missing}, using=using)
        found |= dict(rows.filter(key__in=missing).values_list("key", "id"))
    return {outlet.name: found[key] for key, outlet in named.items()} | _spellings(outlets, found)


def drop_unused(publisher: int, *, using: str) -> None:
    """Forget a publisher that no feed, article or wish of the operator needs."""
    idle = Publisher.objects.using(using).filter(
        id=publisher, feeds__isnull=True, articles__isnull=True, full_text=False, excerpt_chars__isnull=True
    )
    for row in idle:
        row.delete()


def publisher_key(name: str) -> str:
    """Give the key of a publisher's name: equal for names that differ by case, accents and spaces."""
    return tag_key(column(fold(squeeze(name))))


def correct_facts(publisher: int, before: FeedValue, feed: FeedValue, *, using: str) -> None:
    """Take over what the operator now says of a feed where the publisher has what it said before, or nothing."""
    row = Publisher.objects.using(using).get(id=publisher)
    changed = []
    for name, chars in (("site", None), ("language", 35), ("country", 2), ("city", None)):
        old, new = column(getattr(before, name), chars), column(getattr(feed, name), chars)
        if new != getattr(row, name) and getattr(row, name) in (old, ""):
            setattr(row, name, new)
            changed.append(name)
    if changed:
        row.save(using=using, update_fields=changed)


def outlet_of(feed: FeedValue | Feed, name: str, host: str) -> Outlet:
    """Give what a feed says of its publisher."""
    return Outlet(name, host, feed.site, feed.language, feed.country, feed.city)


def _spellings(outlets: Iterable[Outlet], found: dict[str, int]) -> dict[str, int]:
    return {outlet.name: found[publisher_key(outlet.name)] for outlet in outlets}


def _make(named: dict[str, Outlet], *, using: str) -> None:
    wanted = {
        key: slugify(romanise(outlet.name))[:_SLUG_CHARS].strip("-") or "unknown" for key, outlet in named.items()
    }
    rows = Publisher.objects.using(using)
    taken = set(rows.filter(slug__in=wanted.values()).values_list("slug", flat=True))
    made = []
    for key, outlet in named.items():
        slug = _free(wanted[key], taken, using=using)
        taken.add(slug)
        made.append(
            Publisher(
                name=column(squeeze(outlet.name)),
                key=key,
                slug=slug,
                host=column(outlet.host),
                site=column(outlet.site),
                language=column(outlet.language, 35),
                country=column(outlet.country, 2),
                city=column(outlet.city),
            )
        )
    # Another process may have made one of them meanwhile: then its row stands.
    rows.bulk_create(made, ignore_conflicts=True)


def _free(slug: str, taken: set[str], *, using: str) -> str:
    if slug not in taken:
        return slug
    used = set(Publisher.objects.using(using).filter(slug__startswith=f"{slug}-").values_list("slug", flat=True))
    number = 2
    while f"{slug}-{number}" in used | taken:
        number += 1
    return f"{slug}-{number}"
