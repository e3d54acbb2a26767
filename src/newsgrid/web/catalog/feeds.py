"""Feeds and their entries, as the store keeps them. Each function is called within the store's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import F, Q

from newsgrid.errors import NotFound, Taken
from newsgrid.model import Entry, Feed
from newsgrid.ports import EntryFailure, PendingEntry
from newsgrid.stores import rules
from newsgrid.text import site_host
from newsgrid.web.catalog import codec, models
from newsgrid.web.catalog.bulk import insert_rows, update_rows
from newsgrid.web.catalog.keys import hash64
from newsgrid.web.catalog.publishers import drop_unused, outlet_of, publisher_ids
from newsgrid.web.catalog.rows import column, feed_columns, feed_value

_CHUNK = 5000
"""Keys asked for at a time: SQLite takes some 32,000 in one query."""


def add_feed(feed: Feed, *, using: str) -> Feed:
    """Keep a feed, or give the one that has this address; one that was removed starts anew under its old id."""
    row = models.Feed.objects.using(using).filter(key=hash64(feed.url)).first()
    if row is not None and row.removed is None:
        return feed_value(row)
    row = row or models.Feed(url=column(feed.url), key=hash64(feed.url))
    row.removed = None
    _fill(row, feed, using=using)
    row.save(using=using)
    return feed_value(row)


def edit_feed(feed: Feed, *, using: str) -> Feed:
    """Keep what the operator says of a feed. An address that a removed feed had passes on to this one."""
    row = _live(feed.id, using=using)
    edited = rules.after_edit(feed_value(row), feed)
    if not _move(row, edited, using=using):
        raise Taken(f"Another feed has this address already: {feed.url}")
    _store(row, edited, using=using)
    return feed_value(row)


def remove_feed(feed_id: int, now: datetime, *, using: str) -> None:
    """Stop a subscription; the row stays for its entries' sake."""
    if not models.Feed.objects.using(using).filter(id=feed_id, removed__isnull=True).update(removed=now):
        raise NotFound(f"There is no feed {feed_id}.")


def feeds(*, using: str) -> list[Feed]:
    """Give all feeds, by id."""
    return [feed_value(row) for row in models.Feed.objects.using(using).filter(removed__isnull=True).order_by("id")]


def due_feeds(now: datetime, limit: int, *, using: str) -> list[Feed]:
    """Give due feeds, those without a time first, then longest due first."""
    due = (
        models.Feed.objects.using(using)
        .filter(Q(next_check__isnull=True) | Q(next_check__lte=now), removed__isnull=True, paused=False)
        .exclude(health="gone")
        .order_by(F("next_check").asc(nulls_first=True), "id")
    )
    return [feed_value(row) for row in due[:limit]]


def save_feed(feed: Feed, entries: Sequence[Entry], now: datetime, before: Feed | None, *, using: str) -> int:
    """Keep a feed's state and its entries; give how many were new. Some five queries, and one for each changed entry."""
    row = _live(feed.id, using=using)
    visited = rules.after_visit(feed_value(row), before, feed)
    if visited is None:
        return 0
    _move(row, visited, using=using)
    _store(row, visited, using=using)
    once: dict[int, Entry] = {}
    for entry in entries:
        once.setdefault(hash64(entry.identity), entry)
    known = _known(row.pk, list(once), using=using)
    for key, (entry_id, content) in known.items():
        if content != _content_hash(once[key]):
            _change(entry_id, once[key], now, using=using)
    return _keep_new(row, {key: entry for key, entry in once.items() if key not in known}, now, using=using)


def add_entry(entry: Entry, now: datetime, *, using: str) -> PendingEntry:
    """Keep an entry without feed, pending; one that is known is pending again."""
    key = hash64(entry.identity)
    pages = models.Entry.objects.using(using).filter(feed__isnull=True, key=key)
    row = pages.select_for_update().first()
    if row is None:
        row = _entry_row(entry, key, now)
    elif row.content_hash != _content_hash(entry):
        row.changed = now
    _refill(row, entry)
    row.save(using=using)
    return PendingEntry(row.pk, entry, None, row.first_seen, row.attempts)


def pending_entries(now: datetime, limit: int, *, using: str) -> list[models.Entry]:
    """Give the rows of pending entries whose time has come, by id, with their feeds."""
    ready = models.Entry.objects.using(using).filter(
        Q(retry_at__isnull=True) | Q(retry_at__lte=now), state=models.Entry.PENDING
    )
    return list(ready.select_related("feed").order_by("id")[:limit])


def fail_entries(failures: Sequence[EntryFailure], handed: Mapping[int, int], *, using: str) -> None:
    """Record failures. `handed` has the content hash of entries when they were handed out: one that changed stays pending."""
    rows = entries_by_id([failure.entry for failure in failures], using=using)
    for failure in failures:
        row = rows[failure.entry]
        row.attempts += 1
        if handed.get(row.pk, row.content_hash) == row.content_hash:
            row.reason, row.message = column(failure.reason, 80), column(failure.message, 2000)
            row.retry_at = failure.retry_at
            row.state = models.Entry.FAILED if rules.gives_up(failure, row.attempts) else models.Entry.PENDING
    columns = ["attempts", "reason", "message", "retry_at", "state"]
    update_rows(rows.values(), columns, using=using)


def entries_by_id(ids: Sequence[int], *, using: str) -> dict[int, models.Entry]:
    """Give entries without their content, with their feeds. Raises NotFound when one is missing."""
    rows = models.Entry.objects.using(using).filter(id__in=ids).select_related("feed__publisher").defer("data")
    found = {row.pk: row for row in rows.select_for_update(of=("self",))}
    for entry in ids:
        if entry not in found:
            raise NotFound(f"There is no entry {entry}.")
    return found


def _live(feed_id: int, *, using: str) -> models.Feed:
    """Give a feed's row with its publisher, locked. Raises NotFound."""
    live = models.Feed.objects.using(using).filter(id=feed_id, removed__isnull=True).select_related("publisher")
    row = live.select_for_update(of=("self",)).first()
    if row is None:
        raise NotFound(f"There is no feed {feed_id}.")
    return row


def _store(row: models.Feed, feed: Feed, *, using: str) -> None:
    """Save a live row as the value says; a publisher that nothing needs any more is forgotten."""
    before = row.publisher_id
    _fill(row, feed, using=using)
    row.save(using=using)
    if row.publisher_id != before:
        drop_unused(before, using=using)


def _fill(row: models.Feed, feed: Feed, *, using: str) -> None:
    for name, value in feed_columns(feed).items():
        setattr(row, name, value)
    row.site_key = hash64(rules.feed_site(feed))
    name = rules.feed_publisher(feed)
    if row.publisher_id is None or row.publisher.name != column(name):
        outlet = outlet_of(row, name, site_host(feed.site) or site_host(feed.url))
        row.publisher_id = publisher_ids([outlet], using=using)[name]


def _move(row: models.Feed, feed: Feed, *, using: str) -> bool:
    """Take over a new address, also from a feed that was removed; give False when another feed has it."""
    key = hash64(feed.url)
    if key == row.key:
        return True
    holder = models.Feed.objects.using(using).filter(key=key).only("removed").first()
    if holder is not None:
        if holder.removed is None:
            return False
        # It stays for its entries' sake, and is found by its address no more.
        models.Feed.objects.using(using).filter(pk=holder.pk).update(key=hash64("removed", str(holder.pk)))
    row.url, row.key = column(feed.url), key
    return True


def _known(feed: int, keys: Sequence[int], *, using: str) -> dict[int, tuple[int, int]]:
    """Give (id, content hash) of a feed's known entries by key."""
    found: dict[int, tuple[int, int]] = {}
    rows = models.Entry.objects.using(using).filter(feed_id=feed)
    for start in range(0, len(keys), _CHUNK):
        chunk = rows.filter(key__in=keys[start : start + _CHUNK]).values_list("key", "id", "content_hash")
        found |= {key: (entry, content) for key, entry, content in chunk}
    return found


def _keep_new(feed: models.Feed, new: Mapping[int, Entry], now: datetime, *, using: str) -> int:
    rows = [_entry_row(entry, key, now) for key, entry in new.items()]
    for row in rows:
        row.feed_id, row.site_key = feed.pk, feed.site_key
    links = {row.link_key for row in rows if row.link_key}
    taken = _links_of_others(feed, list(links), using=using) if links and rules.feed_site(feed_value(feed)) else set()
    for row in rows:
        if row.link_key in taken:
            row.state = models.Entry.DUPLICATE
    insert_rows(rows, using=using)
    return len(rows)


def _links_of_others(feed: models.Feed, links: Sequence[int], *, using: str) -> set[int]:
    """Give which of these links other feeds of the site brought, entries that failed for good aside."""
    found: set[int] = set()
    rows = (
        models.Entry.objects.using(using)
        .filter(site_key=feed.site_key, feed__isnull=False)
        .exclude(feed_id=feed.pk)
        .exclude(state=models.Entry.FAILED)
    )
    for start in range(0, len(links), _CHUNK):
        # Saying `link_key <> 0` lets the partial index be used.
        chunk = rows.filter(link_key__in=links[start : start + _CHUNK]).exclude(link_key=0)
        found.update(chunk.values_list("link_key", flat=True))
    return found


def _change(entry_id: int, entry: Entry, now: datetime, *, using: str) -> None:
    """Give an entry its new content; unless it is a duplicate, it becomes pending again."""
    row = models.Entry.objects.using(using).get(id=entry_id)
    row.changed = now
    duplicate = row.state == models.Entry.DUPLICATE
    _refill(row, entry)
    if duplicate:
        row.state = models.Entry.DUPLICATE
    row.save(using=using)


def _refill(row: models.Entry, entry: Entry) -> None:
    row.title, row.data = column(entry.title), codec.pack(entry)
    row.content_hash = _content_hash(entry)
    row.state, row.attempts, row.retry_at = models.Entry.PENDING, 0, None


def _entry_row(entry: Entry, key: int, now: datetime) -> models.Entry:
    link = rules.telling_link(entry.link)
    return models.Entry(
        key=key,
        link_key=hash64(link) if link else 0,
        first_seen=now,
        changed=now,
        title=column(entry.title),
        content_hash=_content_hash(entry),
        data=codec.pack(entry),
    )


def _content_hash(entry: Entry) -> int:
    return hash64(*rules.content_parts(entry))
