"""By what a feed's entries are known, in every store: ids that rotate or repeat, links with sessions, edits that are no news."""

from __future__ import annotations

import dataclasses
import io
import itertools
import os
import tarfile
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_values import HOUR, NOW, a_feed

from newsgrid import feeds
from newsgrid.model import Entry, Feed, FeedState
from newsgrid.model.identity import identities
from newsgrid.ports import EntryFailure, Store
from newsgrid.stores import MemoryStore, rules

SITE = "https://paper.example"
TEXTS = ["The river rose in the night and fell by noon.", "A bridge was opened with music and cake.", "The council met and agreed on nothing.",
         "Trams stood still for an hour.", "The library lends ladders now.", "A choir sang on the roof of the mill."]  # fmt: skip


def entry(number: int, **given: Any) -> Entry:
    """Give an entry as a parser leaves it, its identity still open."""
    fields: dict[str, Any] = {
        "guid": f"id-{number}",
        "link": f"{SITE}/news/{number}",
        "title": f"Headline {number}",
        "summary": f"<p>{TEXTS[number % len(TEXTS)]} Report {number}.</p>",
        "published": NOW - timedelta(hours=100 - number),
    }
    return Entry(**{"identity": "", **fields, **given})


def document(*entries: Entry) -> list[Entry]:
    """Give a document's entries as `feeds.parse` does."""
    return [dataclasses.replace(one, identity=key) for one, key in zip(entries, identities(entries), strict=True)]


class Reader:
    """A feed that is visited; every entry that waits is worked off before the next visit."""

    def __init__(self, store: Store, feed: Feed | None = None) -> None:
        self.store = store
        self.id = store.add_feed(feed or a_feed()).id
        self.visits = itertools.count()

    def visit(self, *entries: Entry) -> tuple[int, list[str]]:
        """Give how many entries were new, and the titles of all that became articles, or new versions of them."""
        now = NOW + next(self.visits) * HOUR
        feed = dataclasses.replace(self.feed, state=FeedState(etag=f'"{now}"'))
        new = self.store.save_feed(feed, document(*entries), now)
        waiting = self.store.pending_entries(now, 10_000)
        self.store.fail_entries([EntryFailure(one.id, "empty", "", None) for one in waiting])
        return new, sorted(one.entry.title for one in waiting)

    @property
    def feed(self) -> Feed:
        return next(feed for feed in self.store.feeds() if feed.id == self.id)

    @property
    def entries(self) -> int:
        return self.store.counts()["entries"]


@pytest.fixture
def reader(store: Store) -> Reader:
    return Reader(store)


def titles(*numbers: int) -> list[str]:
    return sorted(f"Headline {number}" for number in numbers)


class TestWellKeptFeeds:
    @pytest.mark.parametrize(
        "change",
        [
            {"title": "Another headline"},
            {"summary": "<p>Another text, all of it.</p>"},
            {"title": "Another", "published": NOW, "updated": NOW},
            {"title": "Another", "link": f"{SITE}/news/another", "published": NOW},
        ],
    )
    def test_an_edit_is_an_update(self, reader: Reader, change: dict[str, Any]) -> None:
        reader.visit(*map(entry, range(6)))
        assert reader.visit(entry(0, **change), *map(entry, range(1, 6))) == (0, [change.get("title", "Headline 0")])
        assert (reader.entries, reader.feed.state.identity, reader.feed.state.notice) == (6, "guid", "")

    @pytest.mark.parametrize(
        "change",
        [
            {"title": "Another headline", "published": NOW},
            {"link": f"{SITE}/news/another-slug", "title": "Another headline"},
            {"link": f"{SITE}/news/another-slug", "summary": "<p>Another text, all of it.</p>"},
        ],
    )
    def test_an_edit_is_an_update_also_without_ids(self, reader: Reader, change: dict[str, Any]) -> None:
        plain = [entry(number, guid="") for number in range(6)]
        reader.visit(*plain)
        new, _ = reader.visit(entry(0, guid="", **change), *plain[1:])
        assert (new, reader.entries, reader.feed.state.identity) == (0, 6, "guid")

    def test_what_was_edited_stays_itself_at_the_next_visit(self, reader: Reader) -> None:
        plain = [entry(number, guid="") for number in range(6)]
        reader.visit(*plain)
        edited = [entry(0, guid="", link=f"{SITE}/news/another-slug", title="Another"), *plain[1:]]
        assert reader.visit(*edited) == (0, ["Another"])
        assert reader.visit(*edited) == (0, [])

    def test_one_entry_under_another_id_is_that_entry_and_the_feed_is_trusted_still(self, reader: Reader) -> None:
        reader.visit(*map(entry, range(6)))
        again = [entry(0, guid="id-0-again"), *map(entry, range(1, 6))]
        assert reader.visit(*again) == (0, [])
        assert reader.visit(*again) == (0, [])
        assert (reader.entries, reader.feed.state.identity) == (6, "guid")

    def test_an_id_that_counts_versions_is_one_entry(self, reader: Reader) -> None:
        def told(number: int, version: int, **given: Any) -> Entry:
            return entry(number, guid=f"{SITE}/news/{number}#{version}", **given)

        reader.visit(*(told(n, 0) for n in range(6)))
        changed = told(0, 1, title="Quite another headline", summary="<p>And a text to go with it.</p>", published=NOW)
        assert reader.visit(changed, *(told(n, 0) for n in range(1, 6))) == (0, ["Quite another headline"])
        assert (reader.entries, reader.feed.state.identity) == (6, "guid")

    def test_news_under_the_same_title_is_news(self, reader: Reader) -> None:
        def weather(day: int, **given: Any) -> Entry:
            return entry(day, title="Weather", **given)

        for day in range(4):
            assert reader.visit(weather(day)) == (1, ["Weather"])
        for day in range(4, 8):
            assert reader.visit(weather(day, guid="")) == (1, ["Weather"])
        for day in range(8, 12):
            assert reader.visit(weather(day, summary="<p>Today's weather, hour by hour, on one page.</p>")) == (
                1,
                ["Weather"],
            )

    def test_a_page_that_several_entries_link_to_keeps_them_apart(self, reader: Reader) -> None:
        def minute(number: int) -> Entry:
            return entry(number, link=f"{SITE}/live")

        reader.visit(*map(minute, range(3)))
        assert reader.visit(*map(minute, range(1, 6))) == (3, titles(3, 4, 5))
        assert reader.feed.state.identity == "guid"

    def test_a_sliding_document_brings_what_is_new_alone(self, reader: Reader) -> None:
        for first in range(0, 40, 4):
            new, told = reader.visit(*map(entry, range(first, first + 12)))
            assert new == len(told) == (12 if first == 0 else 4)

    def test_what_left_and_comes_back_is_known(self, reader: Reader) -> None:
        reader.visit(*map(entry, range(12)))
        reader.visit(*map(entry, range(6, 18)))
        reader.visit()
        assert reader.visit(*map(entry, range(12))) == (0, [])

    def test_links_that_move_to_https_are_the_same_links(self, reader: Reader) -> None:
        def at(scheme: str, number: int) -> Entry:
            return entry(number, guid="", link=f"{scheme}://paper.example/news/{number}")

        reader.visit(*(at("http", n) for n in range(6)))
        assert reader.visit(*(at("https", n) for n in range(7))) == (1, titles(6))
        assert reader.visit(*(at("https", n) for n in range(1, 7))) == (0, [])
        assert reader.feed.state.identity == "link"


class TestIdsThatRotate:
    @staticmethod
    def churned(number: int, visit: int, **given: Any) -> Entry:
        return entry(number, guid=f"{visit}-{number * 7919 + visit * 104729}", **given)

    def test_they_are_noticed_and_nothing_is_doubled(self, reader: Reader) -> None:
        for visit in range(5):
            new, told = reader.visit(*(self.churned(n, visit) for n in range(visit, visit + 8)))
            assert (new, told) == ((8, titles(*range(8))) if visit == 0 else (1, titles(visit + 7)))
        assert reader.feed.state.identity == "link"
        assert "ids change or repeat" in reader.feed.state.notice

    def test_an_edit_is_an_update_also_at_the_visit_that_shows_it(self, reader: Reader) -> None:
        reader.visit(*(self.churned(n, 0) for n in range(8)))
        for visit in (1, 2):
            edited = self.churned(0, visit, title=f"Edited {visit}", summary=f"<p>Edited, the {visit}. time.</p>")
            new, told = reader.visit(edited, *(self.churned(n, visit) for n in range(1, 8)))
            assert (new, told) == (0, [f"Edited {visit}"])

    def test_entries_of_older_documents_are_known_too(self, reader: Reader) -> None:
        reader.visit(*map(entry, range(8)))
        reader.visit(*map(entry, range(8, 16)))
        reader.visit(*(self.churned(n, 1) for n in range(8, 16)))
        assert reader.visit(*(self.churned(n, 2) for n in range(8))) == (0, [])

    def test_a_feed_of_one_entry_doubles_nothing(self, reader: Reader) -> None:
        for visit in range(4):
            assert reader.visit(self.churned(1, visit)) == ((1, titles(1)) if visit == 0 else (0, []))

    def test_what_the_caller_says_of_identity_is_of_no_account(self, reader: Reader) -> None:
        for visit in range(3):
            reader.visit(*(self.churned(n, visit) for n in range(4)))
        forgetful = dataclasses.replace(reader.feed, state=FeedState(etag="x", identity="guid"))
        assert reader.store.save_feed(forgetful, document(*(self.churned(n, 9) for n in range(4))), NOW) == 0
        assert reader.feed.state.identity == "link"
        assert reader.feed.state.notice

    def test_a_feed_that_is_removed_and_added_again_is_known_as_before(self, reader: Reader) -> None:
        for visit in range(3):
            reader.visit(*(self.churned(n, visit) for n in range(4)))
        reader.store.remove_feed(reader.id)
        assert reader.store.add_feed(a_feed()).state.identity == "link"
        assert reader.visit(*(self.churned(n, 5) for n in range(4))) == (0, [])

    def test_links_that_carry_a_session_are_noticed_too(self, reader: Reader) -> None:
        def told(number: int, visit: int, **given: Any) -> Entry:
            return self.churned(number, visit, link=f"{SITE}/news/{number}?visitor={visit}{number}", **given)

        for visit in range(4):
            new, titles_told = reader.visit(*(told(n, visit) for n in range(visit, visit + 8)))
            assert (new, titles_told) == ((8, titles(*range(8))) if visit == 0 else (1, titles(visit + 7)))
        assert reader.feed.state.identity == "hash"
        assert reader.visit(told(4, 9, title="Edited"), *(told(n, 9) for n in range(5, 11))) == (0, ["Edited"])
        assert reader.visit(
            *(told(n, 10, published=NOW if n == 6 else told(n, 0).published) for n in range(5, 11))
        ) == (0, [])

    def test_sessions_without_ids_are_noticed_too(self, reader: Reader) -> None:
        def told(number: int, visit: int) -> Entry:
            return entry(number, guid="", link=f"{SITE}/news/{number}?visitor={visit}{number}")

        for visit in range(4):
            new, _ = reader.visit(*(told(n, visit) for n in range(visit, visit + 8)))
            assert new == (8 if visit == 0 else 1)
        assert reader.feed.state.identity == "hash"


class TestIdsThatRepeat:
    def test_one_id_for_all_is_noticed_at_once(self, reader: Reader) -> None:
        assert reader.visit(*(entry(n, guid="news") for n in range(4))) == (4, titles(0, 1, 2, 3))
        assert reader.feed.state.identity == "link"
        assert reader.visit(*(entry(n, guid="news") for n in range(2, 6))) == (2, titles(4, 5))
        assert reader.visit(entry(5, guid="news")) == (0, [])

    def test_one_id_for_whatever_is_the_news_of_the_day_loses_none(self, reader: Reader) -> None:
        for number in range(4):
            assert reader.visit(entry(number, guid="news")) == (1, titles(number))
        assert reader.visit(entry(3, guid="news", title="Edited")) == (0, ["Edited"])
        assert reader.entries == 4

    def test_one_mistake_in_a_good_feed_is_lived_with(self, reader: Reader) -> None:
        good = list(map(entry, range(8)))
        assert reader.visit(*good, entry(8, guid="id-3")) == (9, titles(*range(9)))
        assert reader.visit(*good, entry(8, guid="id-3")) == (0, [])
        assert reader.visit(*good) == (0, [])
        assert reader.visit(*good, entry(8, guid="id-3"), entry(9)) == (1, titles(9))
        assert reader.feed.state.identity == "guid"

    def test_an_id_that_is_given_to_something_else_later_brings_it(self, reader: Reader) -> None:
        reader.visit(*map(entry, range(8)))
        other = entry(20, guid="id-3")
        assert reader.visit(*map(entry, [0, 1, 2, 4, 5, 6, 7]), other) == (1, titles(20))
        assert reader.visit(*map(entry, [0, 1, 2, 4, 5, 6, 7]), other) == (0, [])
        assert reader.entries == 9


class TestNotices:
    def test_they_are_dated_and_few(self) -> None:
        notice = ""
        for number in range(9):
            notice = rules.noted(notice, f"line {number}", NOW)
        assert notice.splitlines() == [f"2026-03-10: line {number}" for number in range(4, 9)]


@given(st.data())
def test_no_history_of_visits_doubles_or_loses_an_entry(data: st.DataObject) -> None:
    """Whatever a feed does to its ids, an article that it shows is one entry, and each is there."""
    rotate = data.draw(st.sampled_from(["keep", "churn", "none", "session"]))
    reader = Reader(MemoryStore(clock=lambda: NOW))
    seen: set[int] = set()
    first = 0
    for visit in range(data.draw(st.integers(1, 5))):
        first += data.draw(st.integers(0, 4))
        shown = data.draw(st.permutations(range(first, first + 8)))
        guid = {"keep": "id-{n}", "churn": "{v}/{n}", "none": "", "session": ""}[rotate]
        link = SITE + ("/news/{n}?visitor={v}{n}" if rotate == "session" else "/news/{n}")
        told = [entry(n, guid=guid.format(n=n, v=visit), link=link.format(n=n, v=visit)) for n in shown]
        new, _ = reader.visit(*told)
        assert new == len(set(shown) - seen)
        seen |= set(shown)
    assert reader.entries == len(seen)


# Two real feeds, visit by visit. What is right is told by their links, which are sound; the other ways spoil them.

CORPUS = Path(os.environ.get("NEWSGRID_CORPORA", "")) / "feeds" / "feeds_dev.tar.xz"

WAYS: dict[str, Callable[[Entry, int], Entry]] = {
    "as they are": lambda entry, visit: entry,
    "no ids": lambda entry, visit: dataclasses.replace(entry, guid=""),
    "rotating ids": lambda entry, visit: dataclasses.replace(entry, guid=f"{entry.guid}{hash(entry.link)}?r={visit}"),
    "random ids": lambda entry, visit: dataclasses.replace(entry, guid=str(hash((entry.link, visit)))),
    "one id for all": lambda entry, visit: dataclasses.replace(entry, guid="news"),
    "sessions": lambda entry, visit: dataclasses.replace(entry, guid="", link=f"{entry.link}?visitor={visit}"),
}


@pytest.fixture(scope="module")
def replays() -> dict[str, list[list[Entry]]]:
    if not CORPUS.is_file():
        pytest.skip("NEWSGRID_CORPORA names no folder with feeds/feeds_dev.tar.xz")
    found: dict[str, list[list[Entry]]] = {}
    with tarfile.open(CORPUS) as archive:
        files = {
            member.name: archive.extractfile(member)
            for member in archive
            if "replay/" in member.name and member.isfile()
        }
        for name in sorted(files):
            data = files[name]
            assert isinstance(data, io.BufferedReader | tarfile.ExFileObject)
            found.setdefault(name.split("/")[-2], []).append(list(feeds.parse(data.read(), f"{SITE}/feed").entries))
    return found


def edited(visits: Sequence[Sequence[Entry]]) -> list[list[Entry]]:
    """Give the visits with edits: from some visit on, some entries have another title, text or date."""
    changes: dict[str, Callable[[Entry], Entry]] = {}
    ways: list[Callable[[Entry], Entry]] = [
        lambda one: dataclasses.replace(one, title=f"Corrected: {one.title}"),
        lambda one: dataclasses.replace(one, summary=f"{one.summary} Corrected."),
        # With a title alone, links that change and another date, nothing tells an edit from tomorrow's entry of that title.
        lambda one: dataclasses.replace(one, published=(one.published or NOW) + HOUR) if one.summary else one,
    ]
    found = []
    for number, visit in enumerate(visits):
        if number % 4 == 3:
            for place in range(3):
                changes.setdefault(visit[(number * 7 + place * 31) % len(visit)].link, ways[(number // 4 + place) % 3])
        found.append([changes.get(one.link, lambda one: one)(one) for one in visit])
    return found


def truth(visits: Iterable[Sequence[Entry]]) -> tuple[int, int]:
    """Give how many articles there are by their links, and how often one that was known had another content."""
    last: dict[str, tuple[str, ...]] = {}
    updates = 0
    for visit in visits:
        for one in visit:
            updates += last.get(one.link, rules.content_parts(one)) != rules.content_parts(one)
            last[one.link] = rules.content_parts(one)
    return len(last), updates


@pytest.mark.parametrize("way", sorted(WAYS))
@pytest.mark.parametrize("name", ["dossier", "reuters"])
def test_a_replay_of_real_visits_gives_each_article_once(
    replays: dict[str, list[list[Entry]]], name: str, way: str
) -> None:
    visits = edited(next(found for folder, found in replays.items() if name in folder))
    entries, updates = truth(visits)
    assert (entries, updates, len(visits)) == {"dossier": (133, 20, 40), "reuters": (672, 30, 60)}[name]
    reader = Reader(MemoryStore(clock=lambda: NOW))
    new = told = 0
    for number, visit in enumerate(visits):
        more, waiting = reader.visit(*(WAYS[way](one, number) for one in visit))
        new, told = new + more, told + len(waiting)
    assert (new, reader.entries, told - new) == (entries, entries, updates)
