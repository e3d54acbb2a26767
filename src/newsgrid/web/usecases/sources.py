"""The publishers that are read: who they are, where they are at home, when they last had news."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from newsgrid.errors import NotFound
from newsgrid.web.catalog.models import Article, Feed, Publisher
from newsgrid.web.usecases.excerpts import web_address

PAGE_SIZE = 120
LAST_PAGE = 500
UNHEARD_AFTER = timedelta(days=1)
"""Readers are told that a publisher is not heard of when all its feeds have failed for so long: an hour's outage is nobody's business."""


@dataclasses.dataclass(frozen=True, slots=True)
class SourceCard:
    """A publisher in the list of sources."""

    name: str
    slug: str
    host: str
    site: str
    """An http or https address, or empty."""
    city: str
    country: str
    language: str
    last: datetime | None
    """When its newest article is dated; None when there is none."""
    unheard_since: datetime | None
    """Since when none of its feeds has answered; None while one does."""


@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    """A language or a country that the list can be cut down to."""

    code: str
    count: int
    chosen: bool


@dataclasses.dataclass(frozen=True, slots=True)
class SourcesPage:
    """One page of the list, by name."""

    sources: tuple[SourceCard, ...]
    total: int
    """Publishers that are read, whatever was chosen."""
    languages: tuple[Choice, ...]
    countries: tuple[Choice, ...]
    language: str
    country: str
    number: int
    more: bool


def sources_page(now: datetime, *, language: str = "", country: str = "", number: int = 1) -> SourcesPage:
    """Give a page of the publishers that have a feed or an article. Five queries. Raises NotFound past the last page."""
    if number > LAST_PAGE:
        raise NotFound(f"There is no page {number}.")
    known = Publisher.objects.filter(
        Exists(Feed.objects.filter(publisher=OuterRef("pk"), removed__isnull=True))
        | Exists(Article.objects.filter(publisher=OuterRef("pk")))
    ).exclude(name="")
    wanted = known.filter(_chosen(language, country))
    newest = Article.objects.filter(publisher=OuterRef("pk")).order_by("-dated").values("dated")[:1]
    start = (number - 1) * PAGE_SIZE
    rows = list(wanted.annotate(last=Subquery(newest)).order_by("key")[start : start + PAGE_SIZE + 1])
    if number > 1 and not rows:
        raise NotFound(f"There is no page {number}.")
    unheard = _unheard(rows[:PAGE_SIZE], now)
    return SourcesPage(
        sources=tuple(_card(row, unheard.get(row.pk)) for row in rows[:PAGE_SIZE]),
        total=known.count(),
        languages=_choices(known, "language", language),
        countries=_choices(known, "country", country),
        language=language,
        country=country,
        number=number,
        more=len(rows) > PAGE_SIZE and number < LAST_PAGE,
    )


def _chosen(language: str, country: str) -> Q:
    chosen = Q()
    if language:
        chosen &= Q(language=language) | Q(language__startswith=f"{language}-")
    if country:
        chosen &= Q(country=country)
    return chosen


def _choices(known: QuerySet[Publisher], column: str, chosen: str) -> tuple[Choice, ...]:
    """Count publishers by the values of a column, the commonest first; regions of a language count for the language."""
    counts: dict[str, int] = defaultdict(int)
    rows = known.exclude(**{column: ""}).order_by().values_list(F(column)).annotate(number=Count("id"))
    for value, number in rows:
        counts[value.partition("-")[0] if column == "language" else value] += number
    return tuple(
        Choice(code, count, code == chosen) for code, count in sorted(counts.items(), key=lambda i: (-i[1], i[0]))
    )


def _unheard(publishers: Iterable[Publisher], now: datetime) -> dict[int, datetime]:
    """Give since when publishers were not heard of: of those whose feeds (paused ones aside) have all failed for a day."""
    states: dict[int, list[datetime | None]] = defaultdict(list)
    feeds = Feed.objects.filter(publisher__in=[row.pk for row in publishers], removed__isnull=True, paused=False)
    for publisher, since in feeds.values_list("publisher_id", "failing_since"):
        states[publisher].append(since)
    found = {publisher: _last_to_fail(since) for publisher, since in states.items()}
    return {publisher: since for publisher, since in found.items() if since is not None and now - since > UNHEARD_AFTER}


def _last_to_fail(since: Sequence[datetime | None]) -> datetime | None:
    failing = [moment for moment in since if moment is not None]
    return max(failing) if len(failing) == len(since) else None


def _card(row: Publisher, unheard_since: datetime | None) -> SourceCard:
    return SourceCard(
        name=row.name,
        slug=row.slug,
        host=row.host,
        site=web_address(row.site) or web_address(f"https://{row.host}" if row.host else ""),
        city=row.city,
        country=row.country,
        language=row.language,
        last=getattr(row, "last", None),
        unheard_since=unheard_since,
    )
