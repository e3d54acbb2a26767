"""How the installation is: for health checks and for Prometheus."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from django.db import DatabaseError
from django.db.models import Count, Max

from newsgrid.web.catalog.models import Article, Delivery, Entry, Feed, Publisher, State, Story, Subscription

BEAT = "worker.beat"
"""The state that a worker saves at least every two minutes."""
BEAT_LATE_S = 600


@dataclasses.dataclass(frozen=True, slots=True)
class Health:
    """Whether pages can be served, and since when no worker was heard of."""

    database: bool
    worker: str
    """`ok`, `late`, or `none` when none was ever heard of."""
    beat: datetime | None = None


def health(now: datetime) -> Health:
    """Look. Never raises for a database that is away."""
    try:
        beat = _last_beat()
    except DatabaseError:
        return Health(database=False, worker="none")
    if beat is None:
        return Health(database=True, worker="none")
    late = (now - beat).total_seconds() > BEAT_LATE_S
    return Health(database=True, worker="late" if late else "ok", beat=beat)


def _last_beat() -> datetime | None:
    saved: datetime | None = State.objects.filter(key=BEAT).values_list("saved", flat=True).first()
    checked: datetime | None = Feed.objects.aggregate(last=Max("checked"))["last"]
    return max((moment for moment in (saved, checked) if moment), default=None)


@dataclasses.dataclass(frozen=True, slots=True)
class Measure:
    """One measured family, as Prometheus has it."""

    name: str
    what: str
    samples: tuple[tuple[tuple[tuple[str, str], ...], float], ...]
    """(labels, value) pairs."""
    kind: str = "gauge"


def measures(now: datetime) -> tuple[Measure, ...]:
    """Count what is stored. Nine queries over indexes."""
    found = health(now)
    feeds = Feed.objects.filter(removed__isnull=True).values("health").annotate(n=Count("id")).order_by("health")
    entries = Entry.objects.values("state").annotate(n=Count("id")).order_by("state")
    hubs = Subscription.objects.values("state").annotate(n=Count("id")).order_by("state")
    states = {"p": "pending", "d": "done", "f": "failed", "x": "duplicate"}
    beat = found.beat.timestamp() if found.beat else 0.0
    return (
        Measure("newsgrid_feeds", "Subscriptions by health.", _by("health", dict(feeds.values_list("health", "n")))),
        Measure(
            "newsgrid_entries",
            "Entries by state.",
            _by("state", {states[state]: n for state, n in entries.values_list("state", "n")}),
        ),
        Measure("newsgrid_articles", "Articles stored.", (((), Article.objects.count()),)),
        Measure(
            "newsgrid_stories", "Stories that live.", (((), Story.objects.filter(redirect_to__isnull=True).count()),)
        ),
        Measure(
            "newsgrid_stale_stories",
            "Stories to be described again.",
            (((), Story.objects.filter(stale=True).count()),),
        ),
        Measure("newsgrid_publishers", "Publishers known.", (((), Publisher.objects.count()),)),
        Measure(
            "newsgrid_subscriptions",
            "Subscriptions at hubs (WebSub) by state.",
            _by("state", dict(hubs.values_list("state", "n"))),
        ),
        Measure(
            "newsgrid_deliveries_waiting",
            "What hubs delivered and the worker has not read yet.",
            (((), Delivery.objects.filter(body__isnull=False).count()),),
        ),
        Measure("newsgrid_worker_beat_seconds", "When a worker was last heard of, seconds since 1970.", (((), beat),)),
    )


def _by(label: str, counts: dict[str, int]) -> tuple[tuple[tuple[tuple[str, str], ...], float], ...]:
    return tuple((((label, value),), float(count)) for value, count in sorted(counts.items()))
