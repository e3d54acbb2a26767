"""The catalogue as a `Store`: what newsgrid keeps, in a database."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from django.db.models import Count, F, Q

from newsgrid.errors import NotFound
from newsgrid.model import Article, Delivery, Edition, Entry, Feed, Known, Merge, Split, StoryDigest, Subscription
from newsgrid.ports import EntryFailure, MadeArticle, PendingEntry, Store, StoredTelling, StoryRow, TaughtSite
from newsgrid.stores import rules
from newsgrid.web.catalog import articles, codec, digests, entries, feeds, hubs, models, sites
from newsgrid.web.catalog.feed_report import FeedReport, feed_report
from newsgrid.web.catalog.guard import reads, writes
from newsgrid.web.catalog.rows import column, edition_value, known_value, pending_value, place_row

_STATES = {
    "entries_pending": models.Entry.PENDING,
    "entries_done": models.Entry.DONE,
    "entries_failed": models.Entry.FAILED,
    "entries_duplicate": models.Entry.DUPLICATE,
}


class CatalogStore:
    """The whole `Store` port over Django's models, on SQLite or PostgreSQL.

    Every writing method is one transaction. `using` is the database's name in Django's settings; `clock` is asked for the
    time where the port gives none. A store remembers what it handed out (entries, stale stories), so that what changed
    meanwhile is not taken for done; it may be used by one writing thread and several reading ones.
    """

    def __init__(self, using: str = "default", clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.using = using
        self._clock = clock
        self._entries_handed: dict[int, int] = {}
        self._stories_handed: dict[int, int] = {}

    # Feeds

    @writes
    def add_feed(self, feed: Feed) -> Feed:
        """Keep a feed, or give the one that has this address; one that was removed starts anew under its old id."""
        return feeds.add_feed(feed, using=self.using)

    @writes
    def add_feeds(self, wanted: Sequence[Feed]) -> list[Feed]:
        """Keep many feeds."""
        return feeds.add_feeds(wanted, using=self.using)

    @writes
    def edit_feed(self, feed: Feed) -> Feed:
        """Keep what the operator says of a feed. An address that a removed feed had passes on to this one."""
        return feeds.edit_feed(feed, using=self.using)

    @writes
    def remove_feed(self, feed_id: int) -> None:
        """Stop a subscription."""
        feeds.remove_feed(feed_id, self._clock(), using=self.using)

    @reads
    def feed(self, feed_id: int) -> Feed:
        """Give one feed."""
        return feeds.feed(feed_id, using=self.using)

    @reads
    def feeds(self) -> list[Feed]:
        """Give all feeds, by id."""
        return feeds.feeds(using=self.using)

    @reads
    def due_feeds(self, now: datetime, limit: int = 1000) -> list[Feed]:
        """Give due feeds, those without a time first, then longest due first."""
        return feeds.due_feeds(now, limit, using=self.using)

    @writes
    def save_feed(self, feed: Feed, entries: Sequence[Entry], now: datetime, before: Feed | None = None) -> int:
        """Keep a feed's state and entries. An address that another feed has already is not taken over."""
        return feeds.save_feed(feed, entries, now, before, using=self.using)

    @reads
    def feed_report(self, feed_id: int, limit: int = 10) -> FeedReport:
        """Give what came of a feed's entries, the newest of them one by one."""
        return feed_report(feed_id, limit, using=self.using)

    # Subscriptions at hubs

    @writes
    def add_subscription(self, one: Subscription) -> None:
        """Keep a subscription."""
        feeds.feed(one.feed, using=self.using)
        hubs.add_subscription(one, using=self.using)

    @reads
    def subscription(self, subscription_id: str) -> Subscription:
        """Give one subscription."""
        return hubs.subscription(subscription_id, using=self.using)

    @reads
    def subscriptions(self, feeds: Sequence[int] | None = None) -> list[Subscription]:
        """Give subscriptions, by feed and id."""
        return hubs.subscriptions(feeds, using=self.using)

    @reads
    def due_subscriptions(self, now: datetime, limit: int = 1000) -> list[Subscription]:
        """Give due subscriptions, those without a time first, then longest due first."""
        return hubs.due_subscriptions(now, limit, using=self.using)

    @writes
    def change_subscription(
        self, subscription_id: str, change: Callable[[Subscription], Subscription | None]
    ) -> Subscription | None:
        """Change a subscription; one that is dropped takes the memory of its deliveries along."""
        return hubs.change_subscription(subscription_id, change, using=self.using)

    @writes
    def add_delivery(self, delivery: Delivery) -> bool:
        """Keep a delivery, unless it is known."""
        return hubs.add_delivery(delivery, using=self.using)

    @reads
    def deliveries(self, limit: int = 100) -> list[Delivery]:
        """Give waiting deliveries, oldest first."""
        return hubs.deliveries(limit, using=self.using)

    @reads
    def deliveries_wait(self) -> bool:
        """Say whether any delivery waits."""
        return hubs.waiting(using=self.using).exists()

    @writes
    def drop_delivery(self, delivery_id: int) -> None:
        """Forget a delivery's content, and the oldest that are remembered."""
        hubs.drop_delivery(delivery_id, using=self.using)

    # Politeness

    @reads
    def host_waits(self) -> dict[str, datetime]:
        """Give until when each host group asked to be left alone."""
        return dict(models.HostWait.objects.using(self.using).values_list("host", "until"))

    @writes
    def save_host_wait(self, host: str, until: datetime) -> None:
        """Remember a host group's wish, and forget those whose time is over."""
        waits = models.HostWait.objects.using(self.using)
        waits.filter(until__lt=self._clock()).delete()
        waits.update_or_create(host=column(host, 255), defaults={"until": until})

    # Entries

    @writes
    def add_entry(self, entry: Entry, now: datetime) -> PendingEntry:
        """Keep an entry without feed, pending."""
        pending = entries.add_entry(entry, now, using=self.using)
        self._entries_handed.pop(pending.id, None)
        return pending

    @reads
    def pending_entries(self, now: datetime, limit: int = 1000) -> list[PendingEntry]:
        """Give pending entries whose time has come, by id."""
        rows = entries.pending_entries(now, limit, using=self.using)
        self._entries_handed.update((row.pk, row.content_hash) for row in rows)
        return entries.homes([pending_value(row) for row in rows], using=self.using)

    @reads
    def pending_count(self) -> int:
        """Give how many entries wait."""
        return models.Entry.objects.using(self.using).filter(state=models.Entry.PENDING).count()

    def fail_entries(self, failures: Sequence[EntryFailure]) -> None:
        """Record failures; an entry that changed since it was handed out stays pending."""
        self._fail_entries(failures)
        self._forget_entries([failure.entry for failure in failures])

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
        self._save_articles(made, merges, splits, templates or {})
        self._forget_entries([item.id for item in made])

    @writes
    def save_repair(self, merges: Sequence[Merge], splits: Sequence[Split]) -> None:
        """Move articles between stories."""
        articles.save_repair(merges, splits, using=self.using)
        digests.new_fronts(using=self.using)

    @reads
    def article(self, article_id: int) -> Known:
        """Give the newest version of an article."""
        versions = models.ArticleVersion.objects.using(self.using).select_related("article")
        row = versions.filter(article_id=article_id, number=F("article__version")).first()
        if row is None:
            raise NotFound(f"There is no article {article_id}.")
        return known_value(row)

    @reads
    def versions(self, article_id: int) -> list[tuple[datetime, Article]]:
        """Give every version, oldest first."""
        rows = models.ArticleVersion.objects.using(self.using).filter(article_id=article_id).order_by("number")
        found = [(seen, codec.unpack(Article, data)) for seen, data in rows.values_list("first_seen", "data")]
        if not found:
            raise NotFound(f"There is no article {article_id}.")
        return found

    @reads
    def tellings(self, since: datetime) -> list[StoredTelling]:
        """Give the articles of active stories, in the order they were first stored."""
        return list(articles.tellings(since, using=self.using))

    def iter_tellings(self, since: datetime) -> Iterator[StoredTelling]:
        """Give the same one by one, without holding all in memory."""
        return articles.tellings(since, using=self.using)

    @reads
    def stale_stories(self, limit: int = 200) -> list[int]:
        """Give stale stories, newest first."""
        stale = models.Story.objects.using(self.using).filter(stale=True)
        found = dict(stale.order_by("-last", "-id").values_list("id", "version")[:limit])
        self._stories_handed.update(found)
        return list(found)

    @reads
    def story_articles(self, story_id: int) -> list[Known]:
        """Give a story's articles by the time they are dated; one query, three when the story redirects."""
        rows = self._story_versions(story_id) or self._story_versions(self.live_story(story_id))
        if not rows:
            raise NotFound(f"There is no story {story_id}.")
        return [known_value(row) for row in rows]

    @reads
    def story_digest(self, story_id: int) -> StoryDigest:
        """Give a story's digest."""
        data = self._digest(story_id) or self._digest(self.live_story(story_id))
        if data is None:
            raise NotFound(f"Story {story_id} has no digest yet.")
        return codec.unpack(StoryDigest, data)

    def save_digests(self, digests: Mapping[int, StoryDigest]) -> None:
        """Keep digests. One for a story that was merged meanwhile is dropped; one that is late leaves its story stale."""
        self._save_digests(digests)
        for story in digests:
            self._stories_handed.pop(story, None)

    @reads
    def story_rows(self, since: datetime) -> list[StoryRow]:
        """Give active stories, newest first."""
        return digests.story_rows(since, using=self.using)

    @reads
    def story_ids(self, limit: int = 100, since: datetime | None = None) -> list[int]:
        """Give stories, newest first."""
        live = models.Story.objects.using(self.using).filter(redirect_to__isnull=True)
        live = live if since is None else live.filter(last__gte=since)
        return list(live.order_by("-last", "-id").values_list("id", flat=True)[:limit])

    @reads
    def live_story(self, story_id: int) -> int:
        """Give a story's id, or that of the one it redirects to. Raises NotFound."""
        row = models.Story.objects.using(self.using).filter(id=story_id).values_list("id", "redirect_to_id").first()
        if row is None:
            raise NotFound(f"There is no story {story_id}.")
        return row[1] or row[0]

    # Editions

    @writes
    def add_edition(self, edition: Edition) -> None:
        """Keep an edition; recent stories become stale."""
        place = place_row(edition.place)
        place.save(using=self.using)
        columns = {
            "title": column(edition.title),
            "place": place,
            "languages": list(edition.languages),
            "timezone": edition.timezone,
            "keywords": list(edition.keywords),
        }
        models.Edition.objects.using(self.using).update_or_create(slug=edition.slug, defaults=columns)
        since = self._clock() - rules.EDITION_RECALL
        recent = Q(last__gte=since) | Q(seen__gte=since)
        live = models.Story.objects.using(self.using).filter(recent, redirect_to__isnull=True)
        live.update(stale=True, version=F("version") + 1)
        digests.new_fronts(using=self.using)

    @reads
    def editions(self) -> list[Edition]:
        """Give all editions, by slug."""
        rows = models.Edition.objects.using(self.using).select_related("place").order_by("slug")
        return [edition_value(row) for row in rows]

    @reads
    def front_version(self, slug: str) -> int:
        """Give the version of an edition's front: it grows whenever what the front may show has changed. Raises NotFound."""
        version = models.Edition.objects.using(self.using).filter(slug=slug).values_list("version", flat=True).first()
        if version is None:
            raise NotFound(f"There is no edition {slug}.")
        return version

    # What sites' pages taught of them

    @reads
    def templates(self, hosts: Collection[str]) -> dict[str, bytes]:
        """Give what was learnt of these sites."""
        return sites.templates(hosts, using=self.using)

    @reads
    def taught_sites(self, limit: int = 1000) -> list[TaughtSite]:
        """Give sites, the last taught first."""
        return sites.taught_sites(limit, using=self.using)

    @writes
    def forget_site(self, host: str) -> bool:
        """Forget what was learnt of a site."""
        return sites.forget_site(host, using=self.using)

    # State and numbers

    @reads
    def load_state(self, key: str) -> bytes | None:
        """Give a piece of state."""
        data = models.State.objects.using(self.using).filter(key=key).values_list("data", flat=True).first()
        return None if data is None else bytes(data)

    @writes
    def save_state(self, key: str, data: bytes) -> None:
        """Keep a piece of state."""
        columns = {"data": data, "saved": self._clock()}
        models.State.objects.using(self.using).update_or_create(key=key, defaults=columns)

    @reads
    def counts(self) -> dict[str, int]:
        """Give the numbers that `rules.COUNTS` names."""
        states = models.Entry.objects.using(self.using).values_list("state").annotate(number=Count("id")).order_by()
        by_state = dict(states)
        found = {name: by_state.get(state, 0) for name, state in _STATES.items()}
        found |= {
            "feeds": models.Feed.objects.using(self.using).filter(removed__isnull=True).count(),
            "entries": sum(by_state.values()),
            "articles": models.Article.objects.using(self.using).count(),
            "stories": models.Story.objects.using(self.using).filter(redirect_to__isnull=True).count(),
            "publishers": models.Publisher.objects.using(self.using).count(),
        }
        return {name: found[name] for name in rules.COUNTS}

    # Transactions whose memory is cleared only once they are done

    @writes
    def _save_articles(
        self,
        made: Sequence[MadeArticle],
        merges: Sequence[Merge],
        splits: Sequence[Split],
        templates: Mapping[str, bytes],
    ) -> None:
        articles.save_articles(made, merges, splits, self._entries_handed, using=self.using)
        if templates:
            sites.save_templates(templates, self._clock(), using=self.using)
        digests.new_fronts(using=self.using)

    @writes
    def _fail_entries(self, failures: Sequence[EntryFailure]) -> None:
        entries.fail_entries(failures, self._entries_handed, using=self.using)

    @writes
    def _save_digests(self, made: Mapping[int, StoryDigest]) -> None:
        digests.save_digests(made, self._stories_handed, self._clock(), using=self.using)
        digests.new_fronts(using=self.using)

    def _forget_entries(self, entries: Sequence[int]) -> None:
        for entry in entries:
            self._entries_handed.pop(entry, None)

    def _story_versions(self, story: int) -> list[models.ArticleVersion]:
        versions = models.ArticleVersion.objects.using(self.using).select_related("article")
        rows = versions.filter(article__story_id=story, number=F("article__version"))
        return list(rows.order_by("article__dated", "article_id"))

    def _digest(self, story: int) -> bytes | None:
        rows = models.Story.objects.using(self.using).filter(id=story)
        data = rows.values_list("digest", flat=True).first()
        return None if data is None else bytes(data)


_check: type[Store] = CatalogStore
