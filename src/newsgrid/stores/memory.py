"""A store in memory: for tests, and for batches whose result goes elsewhere."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from newsgrid.errors import NotFound, StoreBusy, Taken
from newsgrid.model import (
    Annotations,
    Article,
    Assignment,
    Delivery,
    Edition,
    Entry,
    Feed,
    Known,
    Merge,
    Split,
    StoryDigest,
    Subscription,
)
from newsgrid.model.identity import telling_link
from newsgrid.ports import EntryFailure, MadeArticle, PendingEntry, Store, StoredTelling, StoryRow, TaughtSite
from newsgrid.stores import rules
from newsgrid.stores.moves import apply_moves
from newsgrid.stores.settling import MOST_REKEYED, Kept, rekeyed, settle, spare
from newsgrid.stores.twins import DONE, PENDING, Twin, Verdict, judge
from newsgrid.text import registrable_host

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclasses.dataclass(slots=True)
class _EntryRow:
    """An entry and where it stands."""

    id: int
    feed: int | None
    entry: Entry
    first_seen: datetime
    changed: datetime
    site: str = ""
    key: str = ""
    """The identity it is found by."""
    state: str = "pending"
    attempts: int = 0
    retry_at: datetime | None = None


@dataclasses.dataclass(slots=True)
class _ArticleRow:
    """An article with all its versions, oldest first."""

    id: int
    story: int
    assignment: Assignment
    feed: int | None
    publisher: str
    first_seen: datetime
    text_hash: str
    annotations: Annotations
    versions: list[tuple[datetime, Article]]

    @property
    def newest(self) -> Article:
        return self.versions[-1][1]

    @property
    def dated(self) -> datetime:
        return rules.dated(self.newest.published, self.first_seen)

    def known(self) -> Known:
        return Known(
            self.id, self.newest, self.annotations, self.first_seen, self.assignment.origin, self.assignment.kind
        )

    def part(self) -> rules.Part:
        return rules.Part(
            self.id, self.dated, self.first_seen, self.assignment.origin, self.publisher, self.newest.language
        )


@dataclasses.dataclass(slots=True)
class _StoryRow:
    """A story: its articles in the order they came, or where they went."""

    articles: set[int] = dataclasses.field(default_factory=set)
    redirect: int | None = None
    stale: bool = False
    version: int = 0
    digest: StoryDigest | None = None
    tally: rules.Tally | None = None


class MemoryStore:
    """The whole `Store` port in dictionaries. Values go in and out as they are: they are frozen.

    Methods check what they are given before they change anything. `clock` is asked for the time where the port gives
    none (`add_edition`). For one thread.
    """

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._clock = clock
        self._feeds: dict[int, Feed] = {}
        self._removed: set[int] = set()
        self._feed_ids: dict[str, int] = {}
        self._waits: dict[str, datetime] = {}
        self._subscriptions: dict[str, Subscription] = {}
        self._deliveries: dict[int, Delivery] = {}
        self._delivered: dict[str, list[tuple[int, str]]] = {}
        self._delivery_count = 0
        self._entries: dict[int, _EntryRow] = {}
        self._identities: dict[tuple[int | None, str], int] = {}
        self._linked: dict[str, set[int]] = {}
        self._shown: dict[int, set[int]] = {}
        self._articles: dict[int, _ArticleRow] = {}
        self._stories: dict[int, _StoryRow] = {}
        self._editions: dict[str, Edition] = {}
        self._templates: dict[str, tuple[datetime, bytes]] = {}
        self._state: dict[str, bytes] = {}
        self._handed: dict[int, tuple[str, ...]] = {}
        self._versions_handed: dict[int, int] = {}

    # Feeds

    def add_feed(self, feed: Feed) -> Feed:
        """Keep a feed, or give the one that has this address; one that was removed starts anew under its old id."""
        known = self._feed_ids.get(feed.url)
        if known is not None and known not in self._removed:
            return self._feeds[known]
        state = rules.own_state(self._feeds[known].state, feed.state) if known else feed.state
        kept = dataclasses.replace(feed, id=known or len(self._feeds) + 1, state=state)
        self._feeds[kept.id] = kept
        self._feed_ids[kept.url] = kept.id
        self._removed.discard(kept.id)
        return kept

    def add_feeds(self, wanted: Sequence[Feed]) -> list[Feed]:
        """Keep many feeds."""
        return [self.add_feed(feed) for feed in wanted]

    def edit_feed(self, feed: Feed) -> Feed:
        """Keep what the operator says of a feed. An address that a removed feed had passes on to this one."""
        kept = self._live_feed(feed.id)
        if not self._is_free(feed):
            raise Taken(f"Feed {self._feed_ids[feed.url]} has this address already: {feed.url}")
        self._nudge(feed.id)
        return self._put_feed(kept, rules.after_edit(kept, feed))

    def remove_feed(self, feed_id: int) -> None:
        """Stop a subscription."""
        self._live_feed(feed_id)
        self._removed.add(feed_id)
        self._nudge(feed_id)

    def feed(self, feed_id: int) -> Feed:
        """Give one feed."""
        return self._live_feed(feed_id)

    def feeds(self) -> list[Feed]:
        """Give all feeds, by id."""
        return [feed for key, feed in sorted(self._feeds.items()) if key not in self._removed]

    def due_feeds(self, now: datetime, limit: int = 1000) -> list[Feed]:
        """Give due feeds, those without a time first, then longest due first."""
        due = [
            feed
            for feed in self.feeds()
            if feed.state.health != "gone"
            and not feed.paused
            and (feed.state.next_check is None or feed.state.next_check <= now)
        ]
        return sorted(due, key=lambda feed: (feed.state.next_check or _LONG_AGO, feed.id))[:limit]

    def save_feed(self, feed: Feed, entries: Sequence[Entry], now: datetime, before: Feed | None = None) -> int:
        """Keep a feed's state and entries. One that moved to another's address becomes one with that feed."""
        kept = self._live_feed(feed.id)
        visited = rules.after_visit(kept, before, feed)
        if visited is None:
            return 0
        feed = visited
        if not self._is_free(visited):
            kept, feed = self._join(kept, visited, now)
        shelf = _Shelf(self, feed.id)
        settled = settle(shelf, feed.state.identity, entries, feed.url)
        state = rules.after_settling(feed.state, settled.policy, now)
        feed = self._put_feed(kept, dataclasses.replace(feed, state=state))
        for entry_id, entry in settled.known.items():
            self._rename(self._entries[entry_id], entry, now)
        new = self._keep_new(feed, settled.new, now)
        if entries:
            self._shown[feed.id] = {*settled.known, *new}
        return len(new)

    # Subscriptions at hubs

    def add_subscription(self, one: Subscription) -> None:
        """Keep a subscription."""
        self._live_feed(one.feed)
        self._subscriptions[one.id] = one

    def subscription(self, subscription_id: str) -> Subscription:
        """Give one subscription."""
        if subscription_id not in self._subscriptions:
            raise NotFound("There is no such subscription at a hub.")
        return self._subscriptions[subscription_id]

    def subscriptions(self, feeds: Sequence[int] | None = None) -> list[Subscription]:
        """Give subscriptions, by feed and id."""
        found = [one for one in self._subscriptions.values() if feeds is None or one.feed in feeds]
        return sorted(found, key=lambda one: (one.feed, one.id))

    def due_subscriptions(self, now: datetime, limit: int = 1000) -> list[Subscription]:
        """Give due subscriptions, those without a time first, then longest due first."""
        due = [one for one in self._subscriptions.values() if one.look_at is None or one.look_at <= now]
        return sorted(due, key=lambda one: (one.look_at or _LONG_AGO, one.id))[:limit]

    def change_subscription(
        self, subscription_id: str, change: Callable[[Subscription], Subscription | None]
    ) -> Subscription | None:
        """Change a subscription; one that is dropped takes the memory of its deliveries along."""
        changed = change(self.subscription(subscription_id))
        if changed is None:
            del self._subscriptions[subscription_id]
            self._delivered.pop(subscription_id, None)
        else:
            self._subscriptions[subscription_id] = changed
        return changed

    def add_delivery(self, delivery: Delivery) -> bool:
        """Keep a delivery, unless it is known."""
        self.subscription(delivery.subscription)
        seen = self._delivered.setdefault(delivery.subscription, [])
        key = rules.delivery_key(delivery.body)
        if any(known == key for _, known in seen):
            return False
        if (
            sum(waiting.subscription == delivery.subscription for waiting in self._deliveries.values())
            >= rules.MOST_WAITING
        ):
            raise StoreBusy("Too many deliveries of this subscription wait to be read.")
        self._delivery_count += 1
        self._deliveries[self._delivery_count] = dataclasses.replace(delivery, id=self._delivery_count)
        seen.append((self._delivery_count, key))
        return True

    def deliveries(self, limit: int = 100) -> list[Delivery]:
        """Give waiting deliveries, oldest first."""
        return list(self._deliveries.values())[:limit]

    def deliveries_wait(self) -> bool:
        """Say whether any delivery waits."""
        return bool(self._deliveries)

    def drop_delivery(self, delivery_id: int) -> None:
        """Forget a delivery's content, and the oldest that are remembered."""
        dropped = self._deliveries.pop(delivery_id, None)
        if dropped is not None and dropped.subscription in self._delivered:
            seen = self._delivered[dropped.subscription]
            read = [row for row in seen if row[0] not in self._deliveries]
            for row in read[: -rules.DELIVERIES_REMEMBERED]:
                seen.remove(row)

    # Politeness

    def host_waits(self) -> dict[str, datetime]:
        """Give until when each host group asked to be left alone."""
        return dict(self._waits)

    def save_host_wait(self, host: str, until: datetime) -> None:
        """Remember a host group's wish, and forget those whose time is over."""
        self._waits = {group: time for group, time in self._waits.items() if time >= self._clock()} | {host: until}

    # Entries

    def add_entry(self, entry: Entry, now: datetime) -> PendingEntry:
        """Keep an entry without feed, pending."""
        known = self._identities.get((None, entry.identity))
        if known is None:
            row = self._keep_entry(entry, None, now)
        else:
            row = self._entries[known]
            self._change_entry(row, entry, now)
            row.state = "pending"
        return self._pending(row)

    def pending_entries(self, now: datetime, limit: int = 1000) -> list[PendingEntry]:
        """Give pending entries whose time has come, by id."""
        ready = [
            row
            for _, row in sorted(self._entries.items())
            if row.state == "pending" and (row.retry_at is None or row.retry_at <= now)
        ]
        return [self._pending(row) for row in ready[:limit]]

    def pending_count(self) -> int:
        """Give how many entries wait."""
        return sum(row.state == "pending" for row in self._entries.values())

    def fail_entries(self, failures: Sequence[EntryFailure]) -> None:
        """Record failures; an entry that changed since it was handed out stays pending."""
        rows = [self._entry(failure.entry) for failure in failures]
        for row, failure in zip(rows, failures, strict=True):
            row.attempts += 1
            if self._is_other_than_handed(row):
                continue
            row.retry_at = failure.retry_at
            row.state = "failed" if rules.gives_up(failure, row.attempts) else "pending"

    # Articles and stories

    def save_articles(
        self,
        made: Sequence[MadeArticle],
        merges: Sequence[Merge] = (),
        splits: Sequence[Split] = (),
        *,
        templates: Mapping[str, bytes] | None = None,
    ) -> None:
        """Keep articles in their stories; one that is known stays in its story."""
        for item in made:
            self._entry(item.id)
        opened = {split.new for split in splits}
        touched = {self._keep_article(item, opened) for item in made}
        touched |= apply_moves(self, merges, splits)
        self._recount(touched)
        for item in made:
            row = self._entries[item.id]
            if not self._is_other_than_handed(row):
                row.state, row.retry_at = "done", None
        if templates:
            self._keep_templates(templates)

    def save_repair(self, merges: Sequence[Merge], splits: Sequence[Split]) -> None:
        """Move articles between stories."""
        self._recount(apply_moves(self, merges, splits))

    def article(self, article_id: int) -> Known:
        """Give the newest version of an article."""
        return self._article(article_id).known()

    def versions(self, article_id: int) -> list[tuple[datetime, Article]]:
        """Give every version, oldest first."""
        return list(self._article(article_id).versions)

    def tellings(self, since: datetime) -> list[StoredTelling]:
        """Give the articles of active stories, in the order they were first stored."""
        found = []
        for row in self._articles.values():
            story = self._stories[row.story]
            if story.tally is not None and story.tally.last >= since:
                told = rules.telling(row.id, row.newest, row.publisher)
                kind, origin = row.assignment.kind, row.assignment.origin
                found.append(StoredTelling(told, row.first_seen, row.story, origin, kind))
        return found

    def stale_stories(self, limit: int = 200) -> list[int]:
        """Give stale stories, newest first."""
        stale = [story for story in self._newest_first() if self._stories[story].stale][:limit]
        self._versions_handed.update((story, self._stories[story].version) for story in stale)
        return stale

    def story_articles(self, story_id: int) -> list[Known]:
        """Give a story's articles by the time they are dated."""
        rows = [self._articles[key] for key in self._live_story(story_id).articles]
        return [row.known() for row in sorted(rows, key=lambda row: (row.dated, row.id))]

    def story_digest(self, story_id: int) -> StoryDigest:
        """Give a story's digest."""
        digest = self._live_story(story_id).digest
        if digest is None:
            raise NotFound(f"Story {story_id} has no digest yet.")
        return digest

    def save_digests(self, digests: Mapping[int, StoryDigest]) -> None:
        """Keep digests. One for a story that was merged meanwhile is dropped; one that is late leaves its story stale."""
        for story in digests:
            if story not in self._stories:
                raise NotFound(f"There is no story {story}.")
        for story, digest in digests.items():
            row = self._stories[story]
            if row.redirect is None:
                row.digest = digest
                row.stale = self._versions_handed.pop(story, row.version) != row.version

    def story_rows(self, since: datetime) -> list[StoryRow]:
        """Give active stories, newest first."""
        return [self._story_row(story) for story in self._newest_first(since)]

    def story_ids(self, limit: int = 100, since: datetime | None = None) -> list[int]:
        """Give stories, newest first."""
        return self._newest_first(since)[:limit]

    # Editions

    def add_edition(self, edition: Edition) -> None:
        """Keep an edition; recent stories become stale."""
        self._editions[edition.slug] = edition
        since = self._clock() - rules.EDITION_RECALL
        for story in self._newest_first():
            row = self._stories[story]
            if row.tally is not None and max(row.tally.last, row.tally.seen) >= since:
                row.stale = True
                row.version += 1

    def editions(self) -> list[Edition]:
        """Give all editions, by slug."""
        return [self._editions[slug] for slug in sorted(self._editions)]

    # What sites' pages taught of them

    def templates(self, hosts: Collection[str]) -> dict[str, bytes]:
        """Give what was learnt of these sites."""
        return {host: self._templates[host][1] for host in set(hosts) if host in self._templates}

    def taught_sites(self, limit: int = 1000) -> list[TaughtSite]:
        """Give sites, the last taught first."""
        found = [TaughtSite(host, saved, len(data)) for host, (saved, data) in self._templates.items()]
        return sorted(found, key=lambda site: (-site.saved.timestamp(), site.host))[:limit]

    def forget_site(self, host: str) -> bool:
        """Forget what was learnt of a site."""
        return self._templates.pop(host, None) is not None

    def _keep_templates(self, templates: Mapping[str, bytes]) -> None:
        now = self._clock()
        self._templates |= {host: (now, bytes(data)) for host, data in templates.items()}
        for site in self.taught_sites(len(self._templates))[::-1]:
            if site.saved >= now - rules.TEMPLATE_KEPT and len(self._templates) <= rules.MOST_TEMPLATES:
                break
            del self._templates[site.host]

    # State and numbers

    def load_state(self, key: str) -> bytes | None:
        """Give a piece of state."""
        return self._state.get(key)

    def save_state(self, key: str, data: bytes) -> None:
        """Keep a piece of state."""
        self._state[key] = bytes(data)

    def counts(self) -> dict[str, int]:
        """Give the numbers that `rules.COUNTS` names."""
        states = [row.state for row in self._entries.values()]
        publishers = {rules.feed_publisher(feed) for feed in self._feeds.values()}
        found = {
            "feeds": len(self.feeds()),
            "entries": len(self._entries),
            "entries_pending": states.count("pending"),
            "entries_done": states.count("done"),
            "entries_failed": states.count("failed"),
            "entries_duplicate": states.count("duplicate"),
            "articles": len(self._articles),
            "stories": len(self._newest_first()),
            "publishers": len(publishers | {row.publisher for row in self._articles.values()}),
        }
        return {name: found[name] for name in rules.COUNTS}

    # The shelf that `moves` works on

    def resolve(self, story: int) -> int:
        """Give the story that has this one's articles now."""
        row = self._stories.get(story)
        return story if row is None or row.redirect is None else row.redirect

    def is_gone(self, story: int) -> bool:
        """Say whether a story redirects to another."""
        return self.resolve(story) != story

    def is_empty(self, story: int) -> bool:
        """Say whether no article belongs to a story."""
        return story not in self._stories or not self._stories[story].articles

    def stored(self, articles: Sequence[int]) -> list[int]:
        """Give those of these articles that exist."""
        return [article for article in articles if article in self._articles]

    def open(self, story: int) -> None:
        """Make a story live."""
        self._stories.setdefault(story, _StoryRow()).redirect = None

    def move_all(self, gone: int, kept: int) -> None:
        """Move all articles of one story to another."""
        self.move(tuple(self._stories[gone].articles), kept)

    def move(self, articles: Sequence[int], story: int) -> set[int]:
        """Move articles to a story; give the stories they left."""
        left = set()
        for key in articles:
            row = self._articles[key]
            if row.story != story:
                left.add(row.story)
                self._stories[row.story].articles.discard(key)
                self._stories[story].articles.add(key)
                row.story = story
        return left

    def redirect(self, gone: int, kept: int) -> None:
        """Let a story, and all that redirect to it, redirect to another."""
        for row in self._stories.values():
            if row.redirect == gone:
                row.redirect = kept
        row = self._stories[gone]
        row.redirect, row.digest, row.stale, row.tally = kept, None, False, None

    # Rows

    def _nudge(self, feed_id: int) -> None:
        """Make a feed's subscriptions at hubs due."""
        for one in self.subscriptions([feed_id]):
            self._subscriptions[one.id] = dataclasses.replace(one, look_at=None)

    def _put_feed(self, kept: Feed, feed: Feed) -> Feed:
        self._feeds[feed.id] = feed
        self._feed_ids.pop(kept.url)
        self._feed_ids[feed.url] = feed.id
        return feed

    def _join(self, gone: Feed, visited: Feed, now: datetime) -> tuple[Feed, Feed]:
        """Let a feed become one with the one whose address it moved to; give that as it was and as it is."""
        kept = self._feeds[self._feed_ids[visited.url]]
        self._removed.add(gone.id)
        self._shown.pop(gone.id, None)
        self._nudge(gone.id)
        moving = [row for row in self._entries.values() if row.feed == gone.id]
        for row in moving:
            self._name(row, spare(row.id), kept.id)
            row.site = rules.feed_site(kept)
        for article in self._articles.values():
            if article.feed == gone.id:
                article.feed = kept.id
        joined = rules.joined(kept, gone, visited, now)
        _Shelf(self, kept.id).rekey(joined.state.identity)
        return kept, joined

    def _is_free(self, feed: Feed) -> bool:
        holder = self._feed_ids.get(feed.url, feed.id)
        return holder == feed.id or holder in self._removed

    def _live_feed(self, feed_id: int) -> Feed:
        if feed_id not in self._feeds or feed_id in self._removed:
            raise NotFound(f"There is no feed {feed_id}.")
        return self._feeds[feed_id]

    def _entry(self, entry_id: int) -> _EntryRow:
        if entry_id not in self._entries:
            raise NotFound(f"There is no entry {entry_id}.")
        return self._entries[entry_id]

    def _article(self, article_id: int) -> _ArticleRow:
        if article_id not in self._articles:
            raise NotFound(f"There is no article {article_id}.")
        return self._articles[article_id]

    def _live_story(self, story_id: int) -> _StoryRow:
        row = self._stories.get(self.resolve(story_id))
        if row is None or not row.articles:
            raise NotFound(f"There is no story {story_id}.")
        return row

    def _newest_first(self, since: datetime | None = None) -> list[int]:
        rows = [(row.tally.last, story) for story, row in self._stories.items() if row.tally is not None]
        return [story for last, story in sorted(rows, reverse=True) if since is None or last >= since]

    def _pending(self, row: _EntryRow) -> PendingEntry:
        self._handed[row.id] = rules.content_parts(row.entry)
        feed = None if row.feed is None else self._feeds[row.feed]
        return PendingEntry(row.id, row.entry, feed, row.first_seen, row.attempts, self._home(row.entry.link, feed))

    def _home(self, link: str, feed: Feed | None) -> Feed | None:
        """Give the feed that speaks for the site of a link, when its own feed does not."""
        if feed is None or rules.standing(feed, link):
            return None
        site = registrable_host(link)
        return rules.home_of(one for one in self.feeds() if rules.feed_site(one) == site)

    def _keep_entry(self, entry: Entry, feed: int | None, now: datetime) -> _EntryRow:
        row = _EntryRow(
            len(self._entries) + 1, feed, entry, now, now, rules.feed_site(self._feeds[feed]) if feed else ""
        )
        self._entries[row.id] = row
        self._name(row, entry.identity, feed)
        self._index_link(row)
        return row

    def _keep_new(self, feed: Feed, new: Sequence[Entry], now: datetime) -> list[int]:
        """Keep new entries of a feed and give their ids."""
        links = Counter(telling_link(entry.link) for entry in new)
        judged = [self._judged(feed, entry, links[telling_link(entry.link)]) for entry in new]
        kept = []
        for entry, verdict in zip(new, judged, strict=True):
            if verdict.replaces is not None:
                self._replace(self._entries[verdict.replaces], feed, entry, now)
                kept.append(verdict.replaces)
                continue
            row = self._keep_entry(entry, feed.id, now)
            if verdict.is_duplicate:
                row.state = "duplicate"
            kept.append(row.id)
        return kept

    def _judged(self, feed: Feed, entry: Entry, times: int) -> Verdict:
        link, site = telling_link(entry.link), rules.feed_site(feed)
        twins = [
            Twin(row.id, self._feeds[row.feed], row.state, row.site == site)
            for row in self._with_link(link)
            if row.feed is not None and row.feed != feed.id and row.state in (PENDING, DONE)
        ]
        return judge(feed, link, times, twins, self._is_from_feed)

    def _is_from_feed(self, article: int) -> bool:
        return article in self._articles and rules.is_from_feed(self._articles[article].newest)

    def _replace(self, row: _EntryRow, feed: Feed, entry: Entry, now: datetime) -> None:
        """Let an entry take the place, and the article, of another feed's; that one stays as a duplicate."""
        gone = self._keep_entry(row.entry, row.feed, now)
        self._name(gone, row.key, row.feed)
        gone.first_seen, gone.changed, gone.site, gone.state = row.first_seen, row.changed, row.site, "duplicate"
        shown = self._shown.get(row.feed or 0, set())
        if row.id in shown:
            shown.remove(row.id)
            shown.add(gone.id)
        self._name(row, entry.identity, feed.id)
        row.site, row.state = rules.feed_site(feed), "pending"
        row.entry, row.changed, row.attempts, row.retry_at = entry, now, 0, None
        self._index_link(row)

    def _rename(self, row: _EntryRow, entry: Entry, now: datetime) -> None:
        """Let an entry be what it is now, under its identity of now."""
        is_renamed = row.key != entry.identity
        self._name(row, entry.identity, row.feed)
        if rules.content_parts(row.entry) != rules.content_parts(entry):
            self._change_entry(row, entry, now)
        elif is_renamed:
            row.entry = entry
        self._index_link(row)

    def _name(self, row: _EntryRow, key: str, feed: int | None) -> None:
        """Let an entry be found by an identity, among those of a feed."""
        if self._identities.get((row.feed, row.key)) == row.id:
            del self._identities[row.feed, row.key]
        row.feed, row.key = feed, key
        self._identities[feed, key] = row.id

    def _index_link(self, row: _EntryRow) -> None:
        if row.feed is not None and (link := telling_link(row.entry.link)):
            self._linked.setdefault(link, set()).add(row.id)

    def _with_link(self, link: str) -> list[_EntryRow]:
        """Give the entries of feeds that have a link, by id."""
        rows = (self._entries[key] for key in sorted(self._linked.get(link, ())))
        return [row for row in rows if row.entry.link == link]

    def _is_other_than_handed(self, row: _EntryRow) -> bool:
        """Say whether an entry changed since it was handed out, and forget that it was."""
        now = rules.content_parts(row.entry)
        return self._handed.pop(row.id, now) != now

    def _change_entry(self, row: _EntryRow, entry: Entry, now: datetime) -> None:
        if rules.content_parts(row.entry) != rules.content_parts(entry):
            row.changed = now
        row.entry, row.attempts, row.retry_at = entry, 0, None
        if row.state != "duplicate":
            row.state = "pending"

    def _keep_article(self, made: MadeArticle, opened: Iterable[int]) -> int:
        """Keep one article and give its story."""
        text_hash = rules.text_hash(made)
        row = self._articles.get(made.id)
        wanted = made.assignment.story if made.assignment.story in opened else self.resolve(made.assignment.story)
        if row is None:
            feed = made.feed if made.feed is not None else self._entries[made.id].feed
            name = rules.article_publisher(made.article, None if feed is None else self._feeds.get(feed))
            row = _ArticleRow(
                made.id, wanted, made.assignment, feed, name, made.first_seen, text_hash, made.annotations, []
            )
            self._articles[made.id] = row
            self._stories.setdefault(wanted, _StoryRow()).articles.add(made.id)
            row.versions.append((made.first_seen, made.article))
        else:
            seen = row.versions[-1][0]
            if row.text_hash != text_hash:
                row.versions.append((max(self._entries[made.id].changed, made.first_seen), made.article))
            else:
                row.versions[-1] = (seen, made.article)
            row.text_hash, row.annotations = text_hash, made.annotations
            if made.feed is not None and made.feed != row.feed:
                row.feed = made.feed
                row.publisher = rules.article_publisher(made.article, self._feeds.get(made.feed))
            if wanted == row.story:
                row.assignment = made.assignment
        return row.story

    def _recount(self, touched: Iterable[int]) -> None:
        for story in touched:
            row = self._stories[story]
            if row.articles:
                row.tally = rules.tally([self._articles[key].part() for key in row.articles])
                row.stale = True
                row.version += 1

    def _story_row(self, story: int) -> StoryRow:
        row = self._stories[story]
        assert row.tally is not None
        digest = row.digest
        opening = self._articles.get(story) or self._articles[min(row.articles)]
        matches = rules.best_matches(digest.editions) if digest else {}
        return StoryRow(
            id=story,
            first=row.tally.first,
            last=row.tally.last,
            articles=row.tally.articles,
            origins=row.tally.origins,
            publishers=row.tally.publishers,
            languages=row.tally.languages,
            section=digest.section if digest else opening.annotations.section,
            editions={slug: match.grade for slug, match in matches.items() if slug in self._editions},
            headline=digest.headline if digest else opening.newest.headline,
        )


class _Shelf:
    """The entries of one feed, for `newsgrid.stores.settling`."""

    def __init__(self, store: MemoryStore, feed: int) -> None:
        self._store = store
        self._feed = feed

    def known(self, wanted: Collection[str]) -> dict[str, int]:
        """Give the ids of the feed's entries that have these identities."""
        ids = self._store._identities
        return {identity: ids[self._feed, identity] for identity in wanted if (self._feed, identity) in ids}

    def changed(self, found: Mapping[int, Entry]) -> list[Kept]:
        """Give those of these stored entries whose content is another now."""
        rows = {entry_id: self._store._entries[entry_id].entry for entry_id in found}
        return [
            Kept(entry_id, entry)
            for entry_id, entry in rows.items()
            if rules.content_parts(entry) != rules.content_parts(found[entry_id])
        ]

    def left(self, present: Collection[int], links: Collection[str]) -> list[Kept]:
        """Give the feed's entries that were in its last document, or have one of these links, but for those present."""
        linked = {row.id for link in links for row in self._store._with_link(link) if row.feed == self._feed}
        wanted = self._store._shown.get(self._feed, set()) | linked
        return [Kept(entry_id, self._store._entries[entry_id].entry) for entry_id in sorted(wanted - set(present))]

    def rekey(self, policy: str) -> None:
        """Give the feed's newest entries the identities of a policy."""
        rows = [row for row in self._store._entries.values() if row.feed == self._feed][-MOST_REKEYED:]
        names = rekeyed([Kept(row.id, row.entry, row.state == "duplicate") for row in rows], policy)
        # Twice, so that no identity is met on its way to another entry.
        for row in rows:
            self._store._name(row, spare(row.id), self._feed)
        for row in rows:
            self._store._name(row, names[row.id], self._feed)


_check: type[Store] = MemoryStore
