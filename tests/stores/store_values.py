"""Invented feeds, entries and articles, for the contract of stores."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from newsgrid.model import (
    Annotations,
    Article,
    Assignment,
    Block,
    Delivery,
    Edition,
    EditionMatch,
    Entry,
    Feed,
    Name,
    Place,
    StoryDigest,
    StoryName,
    StoryPlace,
    Subscription,
    SummarySentence,
    Topic,
)
from newsgrid.ports import MadeArticle, Store

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

JOHANNESBURG = Place(993800, "Johannesburg", "city", -26.2, 28.04, "ZA", "06", 2_026_469)
EDITION = Edition(
    "johannesburg", "The Johannesburg Grid", JOHANNESBURG, ("en", "zu"), "Africa/Johannesburg", ("Soweto",)
)


def a_feed(number: int = 1, **given: Any) -> Feed:
    fields = {"title": f"Feed {number}", "site": f"https://paper{number}.example/", "publisher": f"Paper {number}"}
    return Feed(id=0, url=f"https://paper{number}.example/feed", **{**fields, **given})


def an_entry(number: int = 1, **given: Any) -> Entry:
    link = f"https://paper.example/news/{number}"
    fields = {"guid": f"guid-{number}", "identity": f"guid-{number}", "link": link, "title": f"Title {number}"}
    return Entry(**{**fields, "summary": "<p>Short.</p>", "published": NOW - HOUR, **given})


def an_article(number: int = 1, text: str = "The river rose in the night.", **given: Any) -> Article:
    fields = {
        "headline": f"Headline {number}",
        "blocks": (Block("paragraph", text), Block("paragraph", f"Paragraph of article {number}.")),
        "publisher": "Paper 1",
        "published": NOW - HOUR,
        "canonical": f"https://paper.example/news/{number}",
        "language": "en",
    }
    return Article(**{**fields, **given})


def a_made(
    entry: int, story: int | None = None, origin: int | None = None, article: Article | None = None, **given: Any
) -> MadeArticle:
    story, origin = entry if story is None else story, entry if origin is None else origin
    kind = "original" if origin == entry else "copy"
    return MadeArticle(
        id=entry,
        article=article or an_article(entry),
        annotations=given.pop("annotations", Annotations(section="medtop:11000000")),
        first_seen=given.pop("first_seen", NOW),
        assignment=Assignment(entry, story, origin, kind, "The same river.", 0.8),
        **given,
    )


def a_digest(article: int, edition: str = "johannesburg", grade: float = 0.7, **given: Any) -> StoryDigest:
    fields = {
        "headline": f"Digest of {article}",
        "headline_article": article,
        "language": "en",
        "section": "medtop:06000000",
        "standfirst": "Water in the streets.",
        "summary": (SummarySentence("The river rose in the night.", article, 0),),
        "topics": (Topic("medtop:06000000", "environment", 0.9),),
        "names": (StoryName("jmsn", "Jo Mason", "person", (article,), ("Mason",)),),
        "places": (StoryPlace(JOHANNESBURG, (article,), 3),),
        "editions": (
            EditionMatch(edition, "named", grade, "Johannesburg is named.", article, "Johannesburg"),
            EditionMatch("nowhere", "named", 0.5, "Not an edition.", article),
        ),
    }
    return StoryDigest(**{**fields, **given})


def keep_entries(store: Store, count: int, feed: Feed | None = None, start: int = 1) -> list[int]:
    """Store new entries of a feed and give their ids, in order."""
    known = store.add_feed(feed or a_feed())
    before = {pending.id for pending in store.pending_entries(NOW, 100_000)}
    store.save_feed(known, [an_entry(number) for number in range(start, start + count)], NOW)
    return [pending.id for pending in store.pending_entries(NOW, 100_000) if pending.id not in before]


def keep_stories(store: Store, *sizes: int) -> list[list[int]]:
    """Store stories of so many articles and give their articles' ids."""
    ids = iter(keep_entries(store, sum(sizes)))
    stories = [[next(ids) for _ in range(size)] for size in sizes]
    store.save_articles([a_made(article, story[0]) for story in stories for article in story])
    return stories


def names_of(*names: str) -> Annotations:
    return Annotations(names=tuple(Name(name.lower(), name, "person") for name in names))


def a_subscription(feed: int, name: str = "one", **given: Any) -> Subscription:
    fields = {"hub": "https://hub.example/", "topic": "https://paper1.example/feed", "secret": f"secret-{name}"}
    callback = f"https://news.example/websub/{name}/"
    return Subscription(id=name, feed=feed, callback=callback, **{**fields, **given})


def a_delivery(subscription: Subscription, body: bytes = b"<rss/>") -> Delivery:
    return Delivery(0, subscription.id, subscription.feed, NOW, "application/rss+xml", body)
