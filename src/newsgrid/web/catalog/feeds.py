"""Feeds, as the store keeps them. Each function is called within the store's transaction."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import F, Q

from newsgrid.errors import NotFound, Taken
from newsgrid.model import Entry, Feed
from newsgrid.stores import rules
from newsgrid.stores.settling import settle
from newsgrid.text import site_host
from newsgrid.web.catalog import entries as entry_rows
from newsgrid.web.catalog import models
from newsgrid.web.catalog.bulk import insert_rows, lock_rows, update_rows
from newsgrid.web.catalog.hubs import nudge
from newsgrid.web.catalog.keys import hash64
from newsgrid.web.catalog.publishers import correct_facts, drop_unused, outlet_of, publisher_ids
from newsgrid.web.catalog.rows import column, feed_columns, feed_value

log = logging.getLogger(__name__)
_CHUNK = 5000
"""Keys asked for at a time: SQLite takes some 32,000 in one query."""

_COLUMNS = tuple(field.name for field in models.Feed._meta.concrete_fields if not field.primary_key)


def add_feed(feed: Feed, *, using: str) -> Feed:
    """Keep a feed, or give the one that has this address; one that was removed starts anew under its old id."""
    row = models.Feed.objects.using(using).filter(key=hash64(feed.url)).first()
    if row is not None and row.removed is None:
        return feed_value(row)
    row = row or models.Feed(url=column(feed.url), key=hash64(feed.url))
    if row.removed is not None:
        # What is kept of its entries is known as it was.
        feed = dataclasses.replace(feed, state=rules.own_state(feed_value(row).state, feed.state))
    row.removed = None
    _fill(row, feed, using=using)
    row.save(using=using)
    return feed_value(row)


def add_feeds(feeds: Sequence[Feed], *, using: str) -> list[Feed]:
    """Keep feeds; those that are new by a handful of queries for any number."""
    known = _by_key({hash64(feed.url) for feed in feeds}, using=using)
    new: dict[int, models.Feed] = {}
    named = {id(feed): rules.feed_publisher(feed) for feed in feeds}
    outlets = [outlet_of(feed, named[id(feed)], _host(feed)) for feed in feeds if hash64(feed.url) not in known]
    publishers = publisher_ids(outlets, using=using) if outlets else {}
    for feed in feeds:
        key = hash64(feed.url)
        if key not in known and key not in new:
            row = models.Feed(url=column(feed.url), key=key, publisher_id=publishers[named[id(feed)]])
            _fill_columns(row, feed)
            new[key] = row
    insert_rows(new.values(), using=using)
    known |= _by_key(new, using=using)
    return [
        feed_value(row) if (row := known[hash64(feed.url)]).removed is None else add_feed(feed, using=using)
        for feed in feeds
    ]


def _by_key(keys: Collection[int], *, using: str) -> dict[int, models.Feed]:
    wanted = list(keys)
    found: dict[int, models.Feed] = {}
    for start in range(0, len(wanted), _CHUNK):
        chunk = models.Feed.objects.using(using).filter(key__in=wanted[start : start + _CHUNK])
        found |= {row.key: row for row in chunk}
    return found


def edit_feed(feed: Feed, *, using: str) -> Feed:
    """Keep what the operator says of a feed. An address that a removed feed had passes on to this one."""
    row = _locked(feed.id, using=using)
    before = feed_value(row)
    edited = rules.after_edit(before, feed)
    if not _move(row, edited, using=using):
        raise Taken(f"Another feed has this address already: {feed.url}")
    _store(row, edited, using=using)
    correct_facts(row.publisher_id, before, edited, using=using)
    nudge(row.pk, using=using)
    return feed_value(row)


def remove_feed(feed_id: int, now: datetime, *, using: str) -> None:
    """Stop a subscription; the row stays for its entries' sake."""
    if not models.Feed.objects.using(using).filter(id=feed_id, removed__isnull=True).update(removed=now):
        raise NotFound(f"There is no feed {feed_id}.")
    nudge(feed_id, using=using)


def feed(feed_id: int, *, using: str) -> Feed:
    """Give one feed. Raises NotFound."""
    row = models.Feed.objects.using(using).filter(id=feed_id, removed__isnull=True).first()
    if row is None:
        raise NotFound(f"There is no feed {feed_id}.")
    return feed_value(row)


def feeds(*, using: str) -> list[Feed]:
    """Give all feeds, by id."""
    live = models.Feed.objects.using(using).filter(removed__isnull=True).defer("shown")
    return [feed_value(row) for row in live.order_by("id")]


def due_feeds(now: datetime, limit: int, *, using: str) -> list[Feed]:
    """Give due feeds, those without a time first, then longest due first."""
    due = (
        models.Feed.objects.using(using)
        .filter(Q(next_check__isnull=True) | Q(next_check__lte=now), removed__isnull=True, paused=False)
        .exclude(health="gone")
        .defer("shown")
        .order_by(F("next_check").asc(nulls_first=True), "id")
    )
    return [feed_value(row) for row in due[:limit]]


def save_feed(feed: Feed, entries: Sequence[Entry], now: datetime, before: Feed | None, *, using: str) -> int:
    """Keep a feed's state and its entries; give how many were new. Some five queries, and one for each changed entry."""
    row = _locked(feed.id, using=using)
    visited = rules.after_visit(feed_value(row), before, feed)
    if visited is None:
        return 0
    if not _move(row, visited, using=using):
        row, visited = _join(row, visited, now, using=using)
    shelf = entry_rows.EntryShelf(row, using)
    settled = settle(shelf, row.identity, entries, row.url)
    if entries:
        row.shown = entry_rows.shown(settled)
    state = rules.after_settling(visited.state, settled.policy, now)
    _store(row, dataclasses.replace(visited, state=state), using=using)
    return entry_rows.keep(row, settled, shelf, now, using=using)


def _locked(feed_id: int, *, using: str) -> models.Feed:
    """Give a feed's row, locked. Raises NotFound."""
    row = lock_rows(models.Feed, [feed_id], using=using).get(feed_id)
    if row is None or row.removed is not None:
        raise NotFound(f"There is no feed {feed_id}.")
    return row


def _store(row: models.Feed, feed: Feed, *, using: str) -> None:
    """Save a live row as the value says; a publisher that nothing needs any more is forgotten."""
    before = row.publisher_id
    _fill(row, feed, using=using)
    update_rows([row], _COLUMNS, using=using)
    if row.publisher_id != before:
        drop_unused(before, using=using)


def _fill(row: models.Feed, feed: Feed, *, using: str) -> None:
    before = None if row.publisher_id is None else rules.feed_publisher(feed_value(row))
    _fill_columns(row, feed)
    name = rules.feed_publisher(feed)
    if name != before:
        row.publisher_id = publisher_ids([outlet_of(feed, name, _host(feed))], using=using)[name]


def _fill_columns(row: models.Feed, feed: Feed) -> None:
    for name, value in feed_columns(feed).items():
        setattr(row, name, value)
    row.site_key = hash64(rules.feed_site(feed))


def _host(feed: Feed) -> str:
    return site_host(feed.site) or site_host(feed.url)


def _join(row: models.Feed, visited: Feed, now: datetime, *, using: str) -> tuple[models.Feed, Feed]:
    """Let a feed become one with the one whose address it moved to; give that one, and what it is from now on."""
    gone = feed_value(row)
    row.removed, row.shown = now, ""
    row.save(using=using)
    nudge(row.pk, using=using)
    kept = _locked(models.Feed.objects.using(using).get(key=hash64(visited.url)).pk, using=using)
    joined = rules.joined(feed_value(kept), gone, visited, now)
    log.warning("feed %s (%s) moved to %s and became one with feed %s", gone.id, gone.url, kept.url, kept.pk)
    kept.identity = joined.state.identity
    shelf = entry_rows.EntryShelf(kept, using)
    shelf.take_over(gone.id)
    shelf.rekey(kept.identity)
    return kept, joined


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
