"""Entries, as the store keeps them. Each function is called within the store's transaction."""

from __future__ import annotations

import base64
import dataclasses
import sys
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from newsgrid.errors import NotFound
from newsgrid.model import Article, Entry, Feed
from newsgrid.model.identity import telling_link
from newsgrid.ports import EntryFailure, PendingEntry
from newsgrid.stores import rules
from newsgrid.stores.settling import MOST_REKEYED, Kept, Settled, rekeyed, spare
from newsgrid.stores.twins import DONE, PENDING, Twin, Verdict, judge
from newsgrid.text import registrable_host
from newsgrid.web.catalog import codec, models
from newsgrid.web.catalog.bulk import insert_rows, insert_values, select_in, update_rows
from newsgrid.web.catalog.keys import hash64
from newsgrid.web.catalog.rows import column, feed_value

_TWIN_STATES = {models.Entry.PENDING: PENDING, models.Entry.DONE: DONE}
_CONTENT = ("key", "link_key", "title", "content_hash", "data")
"""Columns that an entry's content decides."""
_NEW = ("feed_id", "site_key", "state", "first_seen", "changed", "attempts", "retry_at", "reason", "message", *_CONTENT)


class EntryShelf:
    """The entries of one feed, for `newsgrid.stores.settling`."""

    def __init__(self, feed: models.Feed, using: str) -> None:
        self._feed = feed
        self._using = using
        self._keys: dict[int, int] = {}
        self._contents: dict[int, int] = {}
        self.twins: dict[int, list[tuple[int, int, int, str]]] = {}
        """After `left`, (id, feed, site, state) of other feeds' entries that are or wait to be articles, by the key of their link."""

    def known(self, wanted: Collection[str]) -> dict[str, int]:
        """Give the ids of the feed's entries that have these identities."""
        named = {hash64(identity): identity for identity in wanted}
        found: dict[str, int] = {}
        for entry_id, key, content in self._select(("id", "key", "content_hash"), named):
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
        self.twins = {}
        still = {self._keys[entry_id] for entry_id in present}
        gone = [key for key in unpack_keys(self._feed.shown) if key not in still]
        wanted = {entry_id for (entry_id,) in self._select(("id",), gone)}
        wanted.update(self._linked({hash64(link) for link in links}))
        return self._read(sorted(wanted - set(present)))

    def rekey(self, policy: str) -> None:
        """Give the feed's newest entries the identities of a policy."""
        newest = self._entries.order_by("-id").values_list("id", "data", "state")[:MOST_REKEYED]
        kept = [Kept(key, codec.unpack(Entry, data), state == models.Entry.DUPLICATE) for key, data, state in newest]
        # Twice, so that no key is met on its way to another entry.
        _name({one.id: spare(one.id) for one in kept}, using=self._using)
        _name(rekeyed(kept, policy), using=self._using)

    def take_over(self, gone: int) -> None:
        """Let the entries and articles of another feed be this one's; none is found by its identity before `rekey`."""
        theirs = models.Entry.objects.using(self._using).filter(feed_id=gone)
        _name({entry_id: spare(entry_id) for entry_id in theirs.values_list("id", flat=True)}, using=self._using)
        theirs.update(feed_id=self._feed.pk, site_key=self._feed.site_key)
        models.Article.objects.using(self._using).filter(feed_id=gone).update(feed_id=self._feed.pk)

    @property
    def _entries(self) -> QuerySet[models.Entry]:
        return models.Entry.objects.using(self._using).filter(feed_id=self._feed.pk)

    def _read(self, ids: Sequence[int]) -> list[Kept]:
        found = []
        names = ("id", "content_hash", "data")
        for entry_id, content, data in select_in(models.Entry, names, "id", ids, using=self._using):
            self._contents[entry_id] = content
            found.append(Kept(entry_id, codec.unpack(Entry, data)))
        return found

    def _select(self, names: Sequence[str], keys: Iterable[int]) -> Iterator[tuple[Any, ...]]:
        """Give columns of the feed's entries that have these keys."""
        own = f"feed_id = {self._feed.pk:d}"
        return select_in(models.Entry, names, "key", keys, also=own, using=self._using)

    def _linked(self, links: Collection[int]) -> Iterator[int]:
        """Give the feed's entries with these links, and note those of other feeds that are articles, or wait to be."""
        names = ("id", "feed_id", "site_key", "link_key", "state")
        # The condition of the partial index, letter for letter: it is used for no other way to say the same.
        of_feeds = "NOT (link_key = 0) AND feed_id IS NOT NULL"
        for entry_id, feed, site, link, state in select_in(
            models.Entry, names, "link_key", links, also=of_feeds, using=self._using
        ):
            if feed == self._feed.pk:
                yield entry_id
            elif state in _TWIN_STATES:
                self.twins.setdefault(link, []).append((entry_id, feed, site, state))


def keep(feed: models.Feed, settled: Settled, shelf: EntryShelf, now: datetime, *, using: str) -> int:
    """Keep the entries of a document and give how many are new. One query for each that changed."""
    for entry_id, entry in settled.known.items():
        if shelf.differs(entry_id, entry) or entry_id in settled.adopted:
            _change(entry_id, entry, now, using=using)
    judged = _judged(feed, settled.new, shelf, using=using)
    rows, replaced = [], []
    for entry, verdict in zip(settled.new, judged, strict=True):
        if verdict.replaces is not None:
            replaced.append(_replaced(verdict.replaces, feed, entry, now, using=using))
            continue
        state = models.Entry.DUPLICATE if verdict.is_duplicate else models.Entry.PENDING
        rows.append((feed.pk, feed.site_key, state, now, now, 0, None, "", "", *_content(entry)))
    insert_values(models.Entry, _NEW, rows, using=using)
    insert_rows(replaced, using=using)
    return len(rows) + len(replaced)


def _judged(feed: models.Feed, new: Sequence[Entry], shelf: EntryShelf, *, using: str) -> list[Verdict]:
    """Say of each new entry whether other feeds brought its page already."""
    if not shelf.twins:
        return [Verdict()] * len(new)
    others = {feed_id for rows in shelf.twins.values() for _, feed_id, _, _ in rows}
    feeds = {row.pk: feed_value(row) for row in models.Feed.objects.using(using).filter(id__in=others).defer("shown")}
    own, times = feed_value(feed), Counter(_link_key(entry) for entry in new)

    def told(entry: Entry) -> Verdict:
        rows = shelf.twins.get(_link_key(entry), [])
        twins = [Twin(key, feeds[of], _TWIN_STATES[state], site == feed.site_key) for key, of, site, state in rows]
        return judge(own, entry.link, times[_link_key(entry)], twins, lambda key: _is_from_feed(key, using=using))

    return [told(entry) for entry in new]


def _is_from_feed(article_id: int, *, using: str) -> bool:
    versions = models.ArticleVersion.objects.using(using).filter(article_id=article_id).order_by("-number")
    data = versions.values_list("data", flat=True).first()
    return data is not None and rules.is_from_feed(codec.unpack(Article, data))


def _replaced(entry_id: int, feed: models.Feed, entry: Entry, now: datetime, *, using: str) -> models.Entry:
    """Let an entry take the place, and the article, of another feed's; give that one as the duplicate it is now."""
    row = models.Entry.objects.using(using).get(id=entry_id)
    gone = models.Entry(
        feed_id=row.feed_id, key=row.key, site_key=row.site_key, link_key=row.link_key, state=models.Entry.DUPLICATE,
        first_seen=row.first_seen, changed=row.changed, title=row.title, content_hash=row.content_hash, data=row.data,
    )  # fmt: skip
    row.feed_id, row.site_key, row.changed = feed.pk, feed.site_key, now
    _fill(row, entry)
    _wait(row)
    row.save(using=using)
    return gone


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


def homes(pending: Sequence[PendingEntry], *, using: str) -> list[PendingEntry]:
    """Give the entries with their homes: a query more, where any links elsewhere."""
    keys = {
        one.id: hash64(registrable_host(one.entry.link))
        for one in pending
        if one.feed is not None and not rules.standing(one.feed, one.entry.link)
    }
    if not keys:
        return list(pending)
    live = models.Feed.objects.using(using).filter(site_key__in=set(keys.values()), removed__isnull=True)
    found: dict[int, list[Feed]] = {}
    for row in live.defer("shown"):
        found.setdefault(row.site_key, []).append(feed_value(row))
    return [
        dataclasses.replace(one, home=rules.home_of(found.get(keys[one.id], ()))) if one.id in keys else one
        for one in pending
    ]


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


def _name(names: Mapping[int, str], *, using: str) -> None:
    update_rows([models.Entry(id=key, key=hash64(name)) for key, name in names.items()], ["key"], using=using)


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
    for name, value in zip(_CONTENT, _content(entry), strict=True):
        setattr(row, name, value)


def _content(entry: Entry) -> tuple[int, int, str, int, bytes]:
    """Give the columns `_CONTENT` of an entry."""
    return (
        hash64(entry.identity),
        _link_key(entry),
        column(entry.title),
        _content_hash(entry),
        codec.pack(entry),
    )


def _link_key(entry: Entry) -> int:
    link = telling_link(entry.link)
    return hash64(link) if link else 0


def _wait(row: models.Entry) -> None:
    row.state, row.attempts, row.retry_at = models.Entry.PENDING, 0, None


def _content_hash(entry: Entry) -> int:
    return hash64(*rules.content_parts(entry))
