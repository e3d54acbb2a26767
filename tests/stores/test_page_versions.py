"""A page that is read again: changed, it is a new version with its difference; unchanged, none; behind a wall, the good one stands."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from store_values import NOW

from newsgrid.engines import LoopEngine
from newsgrid.extract import article_diff
from newsgrid.model import Article, Entry, Feed, Page
from newsgrid.pipeline.drafts import Draft
from newsgrid.pipeline.newsroom import Newsroom
from newsgrid.ports import Store
from newsgrid.settings import Settings

LINK = "https://gullcoast.example/2024/harbour-toll-81234"
TEXT = (
    "The harbour board of Port Ellery voted on Monday for a toll of 9 euros on every ferry that berths at the north quay.",
    "Three of its eleven members walked out before the vote, and a fourth said that she had been told of it an hour before.",
    "“Nobody has shown us what the money is for,” said Dermot Quill, who sails the ferry to Saltmarsh four times a day.",
    "The toll is to be paid from the first of June, and the board expects that it will bring in some 400,000 euros a year.",
)
SUMMARY = "The harbour board voted for a toll on ferries."
ENTRY = Entry("toll", "toll", LINK, LINK, "Harbour board votes for toll", summary=SUMMARY, published=NOW)
WALLS = {
    "soft-404": "<html><head><title>Page not found</title></head><body><h1>Page not found</h1><p>The story was removed.</p></body></html>",
    "consent-wall": "<html><head><title>Your privacy</title></head><body><h1>Your privacy</h1><p>We and our partners use cookies. Accept all?</p></body></html>",
    "paywall": "<html><head><title>Harbour board votes for toll</title><meta property='og:type' content='article'><meta name='description' content='The harbour board of Port Ellery voted on Monday for a toll on ferries.'></head><body><h1>Harbour board votes for toll</h1><p>Subscribe to continue reading.</p></body></html>",
    "shell": "<html><head><title>Courier</title><script src='/a.js'></script></head><body><div id='root'></div></body></html>",
}


def page(*paragraphs: str, head: str = "") -> Page:
    shown = "".join(f"<p>{text}</p>" for text in paragraphs)
    html = f"<html><head><title>Harbour board votes for toll</title>{head}</head><body><article><h1>Harbour board votes for toll</h1>{shown}</article></body></html>"
    return answer(html)


def answer(html: str) -> Page:
    return Page(LINK, LINK, 200, {"content-type": "text/html; charset=utf-8"}, html.encode(), NOW)


class Desk:
    """A feed of one entry, whose page is read again whenever the feed says that it was updated."""

    def __init__(self, store: Store) -> None:
        self.store, self.times = store, 0
        self.room = Newsroom(store, Settings(), LoopEngine(), lambda: NOW)
        self.feed = store.add_feed(Feed(0, "https://gullcoast.example/feed", title="Courier", language="en"))

    def visit(self, page: Page | None, problem: str = "") -> Article:
        """Let the feed tell of a change, and give what the article is after its page was read."""
        self.times += 1
        told = dataclasses.replace(ENTRY, updated=NOW + timedelta(minutes=self.times))
        self.store.save_feed(self.feed, [told], NOW + timedelta(minutes=self.times))
        [pending] = self.store.pending_entries(NOW + timedelta(days=1))
        assert self.room.process([Draft(pending, page, problem=problem)]).articles == 1
        assert self.store.pending_count() == 0
        self.id = pending.id
        return self.store.article(pending.id).article

    @property
    def versions(self) -> list[Article]:
        return [article for _, article in self.store.versions(self.id)]


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


def test_a_changed_page_is_a_new_version_and_its_silent_correction_is_seen(desk: Desk) -> None:
    desk.visit(page(*TEXT))
    desk.visit(page(TEXT[0].replace("9 euros", "12 euros"), *TEXT[1:]))
    old, new = desk.versions
    [change] = article_diff(old, new).silent
    assert (change.kind, change.words, change.marks) == ("reworded", (("9", "12"),), ("figure",))
    assert "12 euros" in desk.store.article(desk.id).article.text


def test_an_unchanged_page_is_no_new_version(desk: Desk) -> None:
    desk.visit(page(*TEXT))
    desk.visit(page(*TEXT, head="<meta name='generator' content='another'>"))
    assert len(desk.versions) == 1


@pytest.mark.parametrize("reason", WALLS)
def test_a_page_that_turns_into_a_wall_leaves_the_good_version(desk: Desk, reason: str) -> None:
    whole = desk.visit(page(*TEXT))
    after = desk.visit(answer(WALLS[reason]))
    assert (after.text, after.headline) == (whole.text, whole.headline)
    assert after.page_problem == reason
    assert len(desk.versions) == 1
    # And when the page is there again, nothing is left of it.
    again = desk.visit(page(*TEXT))
    assert (again.page_problem, len(desk.versions)) == ("", 1)


@pytest.mark.parametrize("reason", ["not-found", "gone", "robots", "server-error"])
def test_a_page_that_no_longer_comes_leaves_the_good_version(desk: Desk, reason: str) -> None:
    whole = desk.visit(page(*TEXT))
    after = desk.visit(None, reason)
    assert (after.text, after.page_problem, len(desk.versions)) == (whole.text, reason, 1)


def test_a_page_that_is_paid_for_by_now_leaves_the_good_version(desk: Desk) -> None:
    whole = desk.visit(page(*TEXT))
    paid = '<script type=\'application/ld+json\'>{"@type": "NewsArticle", "headline": "Harbour board votes for toll", "isAccessibleForFree": false}</script>'
    after = desk.visit(page(TEXT[0], head=paid))
    assert (after.text, after.page_problem, len(desk.versions)) == (whole.text, "paywall", 1)


def test_what_the_feed_says_gives_way_to_the_page_once_it_comes(desk: Desk) -> None:
    told = desk.visit(answer(WALLS["consent-wall"]))
    assert (told.text, told.page_problem) == (SUMMARY, "consent-wall")
    read = desk.visit(page(*TEXT))
    assert read.text == "\n\n".join(TEXT)
    assert read.page_problem == ""
    assert len(desk.versions) == 2


@pytest.mark.parametrize("reason", ["soft-404", "consent-wall", "shell"])
def test_a_wall_is_never_stored_as_an_article(desk: Desk, reason: str) -> None:
    stored = desk.visit(answer(WALLS[reason]))
    assert (stored.headline, stored.text, stored.page_problem) == (ENTRY.title, SUMMARY, reason)
