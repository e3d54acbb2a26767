"""Entries, as the store keeps them. Each function is called within the store's transaction."""

from __future__ import annotations

import base64
import sys
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from newsgrid.errors import NotFound
from newsgrid.model import Entry
from newsgrid.model.identity import telling_link
from newsgrid.ports import EntryFailure, PendingEntry
from newsgrid.stores import rules
from newsgrid.stores.settling import MOST_REKEYED, Kept, Settled, rekeyed
from newsgrid.web.catalog import codec, models
from newsgrid.web.catalog.bulk import insert_rows, update_rows
from newsgrid.web.catalog.keys import hash64
from newsgrid.web.catalog.rows import column, feed_value

_CHUNK = 5000
"""Keys asked for at a time: SQLite takes some 32,000 in one query."""


class EntryShelf:
    """The entries of one feed, for `newsgrid.stores.settling`."""

    def __init__(self, feed: models.Feed, using: str) -> None:
        self._feed = feed
        self._using = using
        self._keys: dict[int, int] = {}
        self._contents: dict[int, int] = {}
        self.taken: set[int] = set()
        """Keys of links that other feeds brought already, after `left`."""

    def known(self, wanted: Collection[str]) -> dict[str, int]:
        """Give the ids of the feed's entries that have these identities."""
        named = {hash64(identity): identity for identity in wanted}
        found: dict[str, int] = {}
        for rows in _by("key", named, self._entries):
            for entry_id, key, content in rows.values_list("id", "key", "content_hash"):
                found[named[key]] = entry_id
                self._keys[entry_id], self._contents[entry_id] = key, content
        return found

    def changed(self, found: Mapping[int, Entry]) -> list[Kept]:
        """Give those of these stored entries whose content is another now."""
        return self._read([entry_id for entry_id, entry in found.items() if self.differs(entry_id, entry)])

    def differs(self, entry_id: int, entry: Entry) -> bool:
        """Say whether a stored entry's content is another now."""
        return self._contents[entry_id] != _content_hash(entry)

    def left(self, present: Collection[int], links: Collection[str]) -> list[Kept]:
        """Give the feed's entries that were in its last document, or have one of these links, but for those present."""
        still = {self._keys[entry_id] for entry_id in present}
        wanted: set[int] = set()
        for rows in _by("key", [key for key in unpack_keys(self._feed.shown) if key not in still], self._entries):
            wanted.update(rows.values_list("id", flat=True))
        wanted.update(self._linked({hash64(link) for link in links}))
        return self._read(sorted(wanted - set(present)))

    def rekey(self, policy: str) -> None:
        """Give the feed's newest entries the identities of a policy."""
        newest = self._entries.order_by("-id").values_list("id", "data")[:MOST_REKEYED]
        names = rekeyed([Kept(entry_id, codec.unpack(Entry, data)) for entry_id, data in newest], policy)
        # Twice, so that no key is met on its way to another entry.
        for named in ({entry_id: f"entry:{entry_id}" for entry_id in names}, names):
            rows = [models.Entry(id=entry_id, key=hash64(name)) for entry_id, name in named.items()]
            update_rows(rows, ["key"], using=self._using)

    @property
    def _entries(self) -> QuerySet[models.Entry]:
        return models.Entry.objects.using(self._using).filter(feed_id=self._feed.pk)

    def _read(self, ids: Sequence[int]) -> list[Kept]:
        found = []
        for rows in _by("id", ids, models.Entry.objects.using(self._using)):
            for entry_id, content, data in rows.values_list("id", "content_hash", "data"):
                self._contents[entry_id] = content
                found.append(Kept(entry_id, codec.unpack(Entry, data)))
        return found

    def _linked(self, links: Collection[int]) -> Iterator[int]:
        """Give the feed's entries with these links, and note which links other feeds of the site brought."""
        everywhere = models.Entry.objects.using(self._using).filter(feed__isnull=False)
        # Saying `link_key <> 0` lets the partial index be used.
        for rows in _by("link_key", links, everywhere.exclude(link_key=0)):
            for entry_id, feed, site, link, state in rows.values_list("id", "feed_id", "site_key", "link_key", "state"):
                if feed == self._feed.pk:
                    yield entry_id
                elif site == self._feed.site_key and state != models.Entry.FAILED:
                    self.taken.add(link)


def keep(feed: models.Feed, settled: Settled, shelf: EntryShelf, now: datetime, *, using: str) -> int:
    """Keep the entries of a document and give how many are new. One query for each that changed."""
    for entry_id, entry in settled.known.items():
        if shelf.differs(entry_id, entry) or entry_id in settled.adopted:
            _change(entry_id, entry, now, using=using)
    rows = [_entry_row(entry, now) for entry in settled.new]
    has_site = bool(rules.feed_site(feed_value(feed)))
    for row in rows:
        row.feed_id, row.site_key = feed.pk, feed.site_key
        if has_site and row.link_key in shelf.taken:
            row.state = models.Entry.DUPLICATE
    insert_rows(rows, using=using)
    return len(rows)


def shown(settled: Settled) -> str:
    """Give what `Feed.shown` keeps of a document."""
    return pack_keys(hash64(entry.identity) for entry in (*settled.known.values(), *settled.new))


def add_entry(entry: Entry, now: datetime, *, using: str) -> PendingEntry:
    """Keep an entry without feed, pending; one that is known is pending again."""
    pages = models.Entry.objects.using(using).filter(feed__isnull=True, key=hash64(entry.identity))
    row = pages.select_for_update().first()
    if row is None:
        row = _entry_row(entry, now)
    elif row.content_hash != _content_hash(entry):
        row.changed = now
    _fill(row, entry)
    _wait(row)
    row.save(using=using)
    return PendingEntry(row.pk, entry, None, row.first_seen, row.attempts)


def pending_entries(now: datetime, limit: int, *, using: str) -> list[models.Entry]:
    """Give the rows of pending entries whose time has come, by id, with their feeds."""
    ready = models.Entry.objects.using(using).filter(
        Q(retry_at__isnull=True) | Q(retry_at__lte=now), state=models.Entry.PENDING
    )
    return list(ready.select_related("feed").defer("feed__shown").order_by("id")[:limit])


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
    rows = (
        models.Entry.objects.using(using)
        .filter(id__in=ids)
        .select_related("feed__publisher")
        .defer("data", "feed__shown")
    )
    found = {row.pk: row for row in rows.select_for_update(of=("self",))}
    for entry in ids:
        if entry not in found:
            raise NotFound(f"There is no entry {entry}.")
    return found


def pack_keys(keys: Iterable[int]) -> str:
    """Write keys as text: 64 bits each, the lowest first, in base 64."""
    packed = array("q", keys)
    if sys.byteorder == "big":
        packed.byteswap()
    return base64.b64encode(packed.tobytes()).decode("ascii")


def unpack_keys(text: str) -> list[int]:
    """Read what `pack_keys` wrote."""
    packed = array("q", base64.b64decode(text))
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tolist()


def _by(name: str, values: Iterable[int], rows: QuerySet[models.Entry]) -> Iterator[QuerySet[models.Entry]]:
    """Give those rows that have one of these values, as many at a time as a query takes."""
    wanted = list(values)
    for start in range(0, len(wanted), _CHUNK):
        yield rows.filter(**{f"{name}__in": wanted[start : start + _CHUNK]})


def _change(entry_id: int, entry: Entry, now: datetime, *, using: str) -> None:
    """Let an entry be what it is now; with another content it becomes pending again, unless it is a duplicate."""
    row = models.Entry.objects.using(using).get(id=entry_id)
    if row.content_hash != _content_hash(entry):
        row.changed = now
        if row.state != models.Entry.DUPLICATE:
            _wait(row)
    _fill(row, entry)
    row.save(using=using)


def _entry_row(entry: Entry, now: datetime) -> models.Entry:
    row = models.Entry(first_seen=now, changed=now)
    _fill(row, entry)
    return row


def _fill(row: models.Entry, entry: Entry) -> None:
    link = telling_link(entry.link)
    row.key, row.link_key = hash64(entry.identity), hash64(link) if link else 0
    row.title, row.data, row.content_hash = column(entry.title), codec.pack(entry), _content_hash(entry)


def _wait(row: models.Entry) -> None:
    row.state, row.attempts, row.retry_at = models.Entry.PENDING, 0, None


def _content_hash(entry: Entry) -> int:
    return hash64(*rules.content_parts(entry))
