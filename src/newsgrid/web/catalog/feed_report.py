"""What came of a feed's entries, for the operator."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from django.db.models import Count

from newsgrid.model import Entry
from newsgrid.web.catalog import codec, models

STATES = {
    models.Entry.PENDING: "pending",
    models.Entry.DONE: "done",
    models.Entry.FAILED: "failed",
    models.Entry.DUPLICATE: "duplicate",
}


@dataclasses.dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry and what became of it."""

    id: int
    """Also its article's, when it has one."""
    title: str
    link: str
    published: datetime | None
    first_seen: datetime
    state: str
    """`pending`, `done`, `failed` or `duplicate`."""
    reason: str
    """Of the last failure, a stable word; of a done one, why its page gave no text, where it did not."""
    message: str


@dataclasses.dataclass(frozen=True, slots=True)
class FeedReport:
    """A feed's entries: how many in each state, and the newest."""

    counts: dict[str, int]
    recent: tuple[EntryLine, ...]
    """Last seen first."""
    pages: dict[str, int] = dataclasses.field(default_factory=dict)
    """Articles whose pages gave no text, by reason, the most frequent first."""


def feed_report(feed_id: int, limit: int, *, using: str) -> FeedReport:
    """Look at a feed's entries. Three queries."""
    entries = models.Entry.objects.using(using).filter(feed_id=feed_id)
    counts = dict(entries.values_list("state").annotate(number=Count("id")).order_by())
    ill = entries.filter(state=models.Entry.DONE).exclude(reason="")
    pages = ill.values_list("reason").annotate(number=Count("id")).order_by("-number", "reason")
    newest = entries.order_by("-first_seen", "-id")[:limit]
    return FeedReport(
        counts={word: counts[state] for state, word in STATES.items() if state in counts},
        recent=tuple(_line(row) for row in newest),
        pages=dict(pages),
    )


def _line(row: models.Entry) -> EntryLine:
    entry = codec.unpack(Entry, row.data)
    return EntryLine(
        id=row.pk,
        title=row.title,
        link=entry.raw_link or entry.link,
        published=entry.published,
        first_seen=row.first_seen,
        state=STATES[row.state],
        reason=row.reason,
        message=row.message,
    )
