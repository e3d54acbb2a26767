"""What every store decides in the same way: pure functions of values."""

from __future__ import annotations

import dataclasses
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from newsgrid.model import Article, EditionMatch, Entry, Feed, FeedState, Telling
from newsgrid.model.identity import last_resort
from newsgrid.ports import EntryFailure, MadeArticle
from newsgrid.stores.settling import NOTICES
from newsgrid.text import registrable_host, site_host, squeeze

MOST_ATTEMPTS = 50
"""An entry is given up after so many failures, whatever its failures say: nothing is tried for ever."""

MOST_NOTICES = 5

DELIVERIES_REMEMBERED = 64
"""Of each subscription, the last deliveries by which the same one is known when it comes again."""

MOST_WAITING = 50
"""Deliveries of one subscription that may wait to be read: a hub that sends more is told to come back later."""

EDITION_RECALL = timedelta(days=30)
"""A new edition makes the stories stale that were active, or came to us, in this time."""

TEMPLATE_KEPT = timedelta(days=120)
"""What was learnt of a site is forgotten when nothing was added for so long: it may look different by then."""

MOST_TEMPLATES = 20_000
"""Sites of which something is kept, of some 10 kB each."""

COUNTS = (
    "feeds",
    "entries",
    "entries_pending",
    "entries_done",
    "entries_failed",
    "entries_duplicate",
    "articles",
    "stories",
    "publishers",
)
"""What `Store.counts` gives, in this order."""


def content_parts(entry: Entry) -> tuple[str, ...]:
    """Give what makes an entry's version: title, texts, and the time it says it was updated."""
    return (entry.title, entry.summary, entry.content, entry.updated.isoformat() if entry.updated else "")


def feed_site(feed: Feed) -> str:
    """Give the registrable host a feed belongs to: that of its site, else of its address."""
    return registrable_host(feed.site) or registrable_host(feed.url)


def feed_publisher(feed: Feed) -> str:
    """Give the name of a feed's publisher: as stated, else its host."""
    return squeeze(feed.publisher) or site_host(feed.site) or site_host(feed.url)


_STATED = tuple(field.name for field in dataclasses.fields(Feed) if field.name not in ("id", "url", "state"))
"""What the operator says of a feed, and what it says of itself where he said nothing."""


def after_visit(kept: Feed, before: Feed | None, feed: Feed) -> Feed | None:
    """Give the feed to keep after a visit that began with `before`; None when the address it asked is no longer the feed's.

    What the visit did not change stays as it is kept: the operator may have edited it meanwhile.
    """
    feed = dataclasses.replace(feed, state=own_state(kept.state, feed.state))
    if before is None:
        return feed
    if kept.url != before.url:
        return None
    same = {name: getattr(kept, name) for name in _STATED if getattr(feed, name) == getattr(before, name)}
    return dataclasses.replace(feed, **same)


def after_edit(kept: Feed, feed: Feed) -> Feed:
    """Give the feed to keep after the operator's edit: with the state it has, or a new one for a new address."""
    if feed.url == kept.url:
        return dataclasses.replace(feed, state=kept.state)
    return dataclasses.replace(feed, state=own_state(kept.state, FeedState()))


def own_state(kept: FeedState, state: FeedState) -> FeedState:
    """Give a state with what is the store's own in it as it is kept: how entries are known, and what was noticed."""
    return dataclasses.replace(state, identity=kept.identity, notice=kept.notice)


def after_settling(state: FeedState, policy: str, now: datetime) -> FeedState:
    """Give a feed's state after its entries were settled by a policy: a change of it is noted for the operator."""
    if policy == state.identity:
        return state
    return dataclasses.replace(state, identity=policy, notice=noted(state.notice, NOTICES[policy], now))


def noted(notice: str, line: str, now: datetime) -> str:
    """Give a feed's notice with another line, dated; the oldest give way when there are too many."""
    lines = [*notice.splitlines(), f"{now:%Y-%m-%d}: {line}"]
    return "\n".join(lines[-MOST_NOTICES:])


def joined(kept: Feed, gone: Feed, visited: Feed, now: datetime) -> Feed:
    """Give the feed that another one moved to and is one with now: what is said of neither is taken from the other.

    The state is that of the visit, which asked this address.
    """
    said = {name: getattr(kept, name) or getattr(gone, name) for name in _STATED if name != "paused"}
    line = f"feed {gone.id} ({gone.url}) moved here and became one with this feed"
    state = dataclasses.replace(
        visited.state,
        identity=last_resort(kept.state.identity, gone.state.identity),
        notice=noted(kept.state.notice, line, now),
    )
    return dataclasses.replace(kept, **said, paused=kept.paused and gone.paused, state=state)


def article_publisher(article: Article, feed: Feed | None) -> str:
    """Give the name of an article's publisher: as its feed states it, else as the article does, else a host; else empty.

    What a feed states is said of its own site: an article of another is its own publisher's.
    """
    link = article.canonical or article.url
    own, stated = squeeze(article.publisher), squeeze(feed.publisher) if feed else ""
    name = stated or own if feed is None or standing(feed, link) else own
    return name or site_host(article.canonical) or site_host(article.url) or (feed_publisher(feed) if feed else "")


def standing(feed: Feed, link: str) -> int:
    """Say by what right a feed speaks for a link: 2, it comes from the link's site; 1, it says it is that site's; 0, neither."""
    host = registrable_host(link)
    if not host or host == registrable_host(feed.url):
        return 2
    return int(host == registrable_host(feed.site))


def home_of(feeds: Iterable[Feed]) -> Feed | None:
    """Give which of the feeds of a site speaks for it: the first that has a publisher's name, else the first."""
    return min(feeds, key=lambda feed: (not feed.publisher, feed.id), default=None)


def is_from_feed(article: Article) -> bool:
    """Say whether an article was made from what its feed says, its page never having been read."""
    return ("headline", "feed entry") in article.evidence


def dated(published: datetime | None, first_seen: datetime) -> datetime:
    """Give the time an article sorts by: as stated, but never after we saw it; first seen, where nothing was stated."""
    return first_seen if published is None or published > first_seen else published


def delivery_key(body: bytes) -> str:
    """Give what tells one delivery from another: a hash of its body."""
    return hashlib.blake2b(body, digest_size=16).hexdigest()


def text_hash(made: MadeArticle) -> str:
    """Give the hash that tells versions apart: the one that came with the article, else of headline and body."""
    if made.text_hash:
        return made.text_hash[:64]
    whole = f"{made.article.headline}\n\n{made.article.text}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(whole, digest_size=16).hexdigest()


def gives_up(failure: EntryFailure, attempts: int) -> bool:
    """Say whether an entry that has now failed so many times is tried no more."""
    return failure.retry_at is None or attempts >= MOST_ATTEMPTS


def telling(article_id: int, article: Article, publisher: str) -> Telling:
    """Give what the story engine needs of an article; `publisher` stands in where the article names none."""
    return Telling(
        id=article_id,
        title=article.headline,
        text=article.text,
        published=article.published,
        language=article.language,
        publisher=article.publisher or publisher,
        agency=article.agency,
        url=article.url,
        canonical=article.canonical,
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """What counting a story needs of one of its articles."""

    id: int
    dated: datetime
    first_seen: datetime
    origin: int
    publisher: object
    """Anything that is equal for equal publishers."""
    language: str


@dataclasses.dataclass(frozen=True, slots=True)
class Tally:
    """A story, counted."""

    first: datetime
    last: datetime
    seen: datetime
    articles: int
    origins: int
    publishers: int
    languages: tuple[str, ...]
    """Most frequent first, then by name."""


def tally(parts: Sequence[Part]) -> Tally:
    """Count a story's articles; there must be one at least."""
    spoken = Counter(part.language for part in parts if part.language)
    return Tally(
        first=min(part.dated for part in parts),
        last=max(part.dated for part in parts),
        seen=max(part.first_seen for part in parts),
        articles=len(parts),
        origins=len({part.origin for part in parts}),
        publishers=len({part.publisher for part in parts}),
        languages=tuple(sorted(spoken, key=lambda language: (-spoken[language], language))),
    )


def best_matches(matches: Iterable[EditionMatch]) -> dict[str, EditionMatch]:
    """Give the strongest match of each edition; the first, where two are equally strong."""
    best: dict[str, EditionMatch] = {}
    for match in matches:
        if match.edition not in best or match.grade > best[match.edition].grade:
            best[match.edition] = match
    return best
