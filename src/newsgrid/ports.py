"""The ports: what newsgrid asks of the outside, in its own words.

What every `Store` owes: all times aware and UTC; ids positive and below 2**53; every method is one transaction, either
wholly done or not at all, also under kill -9; NotFound for an id that is not there; StoreBusy when another process
writes for too long. One thread writes at a time; reading is allowed from several.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

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
    Page,
    Split,
    StoryDigest,
    Subscription,
    Telling,
)

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclasses.dataclass(frozen=True, slots=True)
class PendingEntry:
    """A stored entry whose article is still to be made."""

    id: int
    entry: Entry
    feed: Feed | None
    """None for a page that was ingested by hand."""
    first_seen: datetime
    attempts: int = 0
    home: Feed | None = None
    """Where the entry links to another site than its feed's: a feed of that site, if one is subscribed to."""


@dataclasses.dataclass(frozen=True, slots=True)
class EntryFailure:
    """Why an entry gave no article this time."""

    entry: int
    reason: str
    message: str
    retry_at: datetime | None
    """None: never again."""


@dataclasses.dataclass(frozen=True, slots=True)
class MadeArticle:
    """An article, ready to be stored; its id is its entry's."""

    id: int
    article: Article
    annotations: Annotations
    first_seen: datetime
    assignment: Assignment
    feed: int | None = None
    text_hash: str = ""
    """Of the headline and body: an equal hash is no new version."""


@dataclasses.dataclass(frozen=True, slots=True)
class StoredTelling:
    """What the story engine needs to rebuild its state."""

    telling: Telling
    first_seen: datetime
    story: int
    origin: int
    kind: str


@dataclasses.dataclass(frozen=True, slots=True)
class StoryRow:
    """What ranking needs to know of a story, without its articles."""

    id: int
    first: datetime
    last: datetime
    articles: int
    origins: int
    publishers: int
    languages: tuple[str, ...]
    section: str
    editions: Mapping[str, float]
    """Grade by edition slug."""
    headline: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class TaughtSite:
    """A site of which a template is kept."""

    host: str
    saved: datetime
    size_bytes: int


class Store(Protocol):
    """Where newsgrid keeps what it knows."""

    # Feeds
    def add_feed(self, feed: Feed) -> Feed:
        """Keep a feed (its `id` is ignored) and give it with its id; the feed that has this address already, when there is one."""

    def add_feeds(self, wanted: Sequence[Feed]) -> list[Feed]:
        """Keep many feeds in one transaction and give each as `add_feed` does, in their order."""

    def edit_feed(self, feed: Feed) -> Feed:
        """Keep what the operator says of a feed, all but its state, and give it as it is then.

        A new address begins a new state, due now; the entries stay known. Raises NotFound; Taken when another feed has the
        address. Its subscriptions at hubs are due at once.
        """

    def remove_feed(self, feed_id: int) -> None:
        """Stop a subscription; its articles stay. Its subscriptions at hubs are due at once, to be ended."""

    def feed(self, feed_id: int) -> Feed:
        """Give one feed. Raises NotFound, also for one that was removed."""

    def feeds(self) -> list[Feed]:
        """Give all feeds, by id."""

    def due_feeds(self, now: datetime, limit: int = 1000) -> list[Feed]:
        """Give feeds whose next check has come, longest due first; feeds that are `gone` or paused never are."""

    def save_feed(self, feed: Feed, entries: Sequence[Entry], now: datetime, before: Feed | None = None) -> int:
        """Keep a feed's new state together with the entries of its answer, and give how many were new.

        With `before`, the feed as it was when it was asked, what the operator changed meanwhile (`edit_feed`) stands; an
        answer of an address that he replaced is dropped whole.

        An entry is known by (feed, identity), the identity being that of `settling`: what feeds do to their ids doubles
        nothing. A known one whose title, text or `updated` changed becomes pending again (a new version of its article).
        One whose canonical link another feed brought already is kept as a duplicate and never becomes an article; but the
        site's own entry takes the place of one by a feed from elsewhere, unless its page was read already (`twins`).

        A feed that moved to the address of another becomes one with it: its entries and articles are the other's, it is no
        longer there, and the other has a notice.
        """

    # Subscriptions at hubs, and what hubs delivered
    def add_subscription(self, one: Subscription) -> None:
        """Keep a subscription; its feed must be there. NotFound when it is not, or was removed."""

    def subscription(self, subscription_id: str) -> Subscription:
        """Give one subscription. Raises NotFound."""

    def subscriptions(self, feeds: Sequence[int] | None = None) -> list[Subscription]:
        """Give the subscriptions of these feeds, of all when None, by feed and id."""

    def due_subscriptions(self, now: datetime, limit: int = 1000) -> list[Subscription]:
        """Give subscriptions whose `look_at` has come, longest due first."""

    def change_subscription(
        self, subscription_id: str, change: Callable[[Subscription], Subscription | None]
    ) -> Subscription | None:
        """Read a subscription, change it and keep it, in one transaction, and give it as it is then; None drops it.

        Hubs and the worker change one at the same time: `change` must be a pure function of what it is given, and may be
        called more than once. What waits of a dropped one is still read. Raises NotFound.
        """

    def add_delivery(self, delivery: Delivery) -> bool:
        """Keep what a hub delivered (its `id` is ignored); False when the same was delivered for this subscription before.

        Before means among the last `rules.DELIVERIES_REMEMBERED`. Raises NotFound for a subscription that is not there,
        StoreBusy when `rules.MOST_WAITING` of it wait already.
        """

    def deliveries(self, limit: int = 100) -> list[Delivery]:
        """Give what was delivered and waits, oldest first."""

    def deliveries_wait(self) -> bool:
        """Say whether any delivery waits; cheap enough to be asked every second."""

    def drop_delivery(self, delivery_id: int) -> None:
        """Forget the content of a delivery that was read; nothing happens when it was forgotten already."""

    # Politeness that outlives the process
    def host_waits(self) -> dict[str, datetime]:
        """Give, by host group, until when it asked to be left alone."""

    def save_host_wait(self, host: str, until: datetime) -> None:
        """Remember that a host group asked to be left alone."""

    # Entries
    def add_entry(self, entry: Entry, now: datetime) -> PendingEntry:
        """Keep an entry that came from no feed (a saved page); the same identity gives the same entry, pending again."""

    def pending_entries(self, now: datetime, limit: int = 1000) -> list[PendingEntry]:
        """Give entries whose article is to be made now, oldest first."""

    def pending_count(self) -> int:
        """Give how many entries wait, retries in the future included."""

    def fail_entries(self, failures: Sequence[EntryFailure]) -> None:
        """Record that these entries gave no article this time."""

    # Articles and stories
    def save_articles(
        self,
        made: Sequence[MadeArticle],
        merges: Sequence[Merge] = (),
        splits: Sequence[Split] = (),
        *,
        templates: Mapping[str, bytes] | None = None,
    ) -> None:
        """Keep articles with their places in stories; mark their entries done and the touched stories stale. Idempotent.

        `templates`, by host, is what these articles' pages taught of their sites: kept with the articles or not at all. It
        is forgotten when nothing was learnt of a site for `rules.TEMPLATE_KEPT`; beyond `rules.MOST_TEMPLATES` sites, those
        that were silent longest are.
        """

    def save_repair(self, merges: Sequence[Merge], splits: Sequence[Split]) -> None:
        """Move articles between stories; leave redirects; mark the stories stale."""

    def article(self, article_id: int) -> Known:
        """Give the newest version of an article."""

    def versions(self, article_id: int) -> list[tuple[datetime, Article]]:
        """Give every version of an article with the time it was first seen, oldest first."""

    def tellings(self, since: datetime) -> list[StoredTelling]:
        """Give the articles of stories that are active since then, in the order they were stored."""

    def stale_stories(self, limit: int = 200) -> list[int]:
        """Give stories whose digest is older than their articles."""

    def story_articles(self, story_id: int) -> list[Known]:
        """Give a story's articles by time published (first seen, where unknown); follows redirects."""

    def story_digest(self, story_id: int) -> StoryDigest:
        """Give a story's digest; follows redirects. NotFound when it was never made."""

    def save_digests(self, digests: Mapping[int, StoryDigest]) -> None:
        """Keep digests; their stories are stale no more. Fronts that show them get a new version."""

    def story_rows(self, since: datetime) -> list[StoryRow]:
        """Give what ranking needs of every story with an article since then."""

    def story_ids(self, limit: int = 100, since: datetime | None = None) -> list[int]:
        """Give stories, newest first."""

    # What sites' pages taught of them
    def templates(self, hosts: Collection[str]) -> dict[str, bytes]:
        """Give, by host, what was learnt of these sites; sites of which nothing is known are absent."""

    def taught_sites(self, limit: int = 1000) -> list[TaughtSite]:
        """Give the sites of which something was learnt, the last taught first, ties by host."""

    def forget_site(self, host: str) -> bool:
        """Forget what was learnt of a site; False when that was nothing."""

    # Editions
    def add_edition(self, edition: Edition) -> None:
        """Keep an edition; the one with this slug is replaced, and all stories active in the last 30 days become stale."""

    def editions(self) -> list[Edition]:
        """Give all editions, by slug."""

    # State of the learned kind, and numbers
    def load_state(self, key: str) -> bytes | None:
        """Give a piece of state (document frequencies, a lexicon) kept under a key."""

    def save_state(self, key: str, data: bytes) -> None:
        """Keep a piece of state under a key."""

    def counts(self) -> dict[str, int]:
        """Give how many feeds, entries (by state), articles, stories and publishers there are."""


class Fetcher(Protocol):
    """What fetches addresses; the only thing that opens sockets."""

    async def fetch(self, url: str, *, headers: Mapping[str, str] | None = None, robots: bool = False) -> Page:
        """Give the answer of an address, politely. With `robots`, robots.txt is obeyed. Raises FetchError.

        An answer 304 is a Page with status 304 and an empty body; other answers outside 200-299 raise.
        """


class Engine(Protocol):
    """What runs stateless steps."""

    def map(self, step: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Give the step's results in the order of the items."""
