"""One page that several feeds link to, and feeds that become one, in every store."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from store_values import HOUR, NOW, a_made, a_subscription, an_article, an_entry

from newsgrid.errors import NotFound
from newsgrid.model import Entry, Feed, FeedState
from newsgrid.ports import EntryFailure, PendingEntry, Store

PAGE = "https://paper.example/news/1"


def the_paper(**given: Any) -> Feed:
    return Feed(0, "https://feeds.paper.example/all", title="The Paper: all", publisher="The Paper", **given)


def the_hub(number: int = 1, **given: Any) -> Feed:
    return Feed(0, f"https://hub{number}.example/best", title="The Hub", site=f"https://hub{number}.example/", **given)


def posted(number: int = 1, **given: Any) -> Entry:
    """Give an aggregator's entry of the page that `an_entry(number)` is about."""
    fields = {"guid": f"post-{number}", "identity": f"post-{number}", "title": f"Look at this: {number}"}
    return an_entry(number, **{**fields, "summary": "<p>41 comments</p>", **given})


def save(store: Store, feed: Feed, *entries: Entry) -> int:
    return store.save_feed(store.add_feed(feed), entries, NOW)


def waiting(store: Store) -> list[PendingEntry]:
    return store.pending_entries(NOW + 999 * HOUR, 1000)


class TestAggregators:
    def test_the_paper_first(self, store: Store) -> None:
        save(store, the_paper(), an_entry(1))
        assert save(store, the_hub(), posted(1), posted(2)) == 2
        first, second = waiting(store)
        assert [one.entry.title for one in (first, second)] == ["Title 1", "Look at this: 2"]
        assert store.counts()["entries_duplicate"] == 1

    def test_the_aggregator_first_gives_way_to_the_paper_before_the_page_is_read(self, store: Store) -> None:
        save(store, the_hub(), posted(1))
        [before] = waiting(store)
        assert save(store, the_paper(), an_entry(1)) == 1
        [pending] = waiting(store)
        assert (pending.id, pending.entry.title, pending.home) == (before.id, "Title 1", None)
        assert pending.feed is not None
        assert pending.feed.publisher == "The Paper"
        assert store.counts()["entries_duplicate"] == 1
        # Both feeds know their entries still.
        assert save(store, the_paper(), an_entry(1)) == save(store, the_hub(), posted(1)) == 0
        save(store, the_hub(), posted(1, title="Look again", summary="<p>97 comments</p>"))
        assert [one.entry.title for one in waiting(store)] == ["Title 1"]
        save(store, the_paper(), an_entry(1, title="Title 1, corrected"))
        assert [one.entry.title for one in waiting(store)] == ["Title 1, corrected"]

    def test_an_article_of_the_page_stays_and_the_page_is_not_read_twice(self, store: Store) -> None:
        save(store, the_hub(), posted(1))
        [pending] = waiting(store)
        store.save_articles([a_made(pending.id)])
        assert save(store, the_paper(), an_entry(1)) == 1
        assert waiting(store) == []
        assert store.counts()["articles"] == 1

    def test_an_article_of_what_the_aggregator_said_becomes_the_papers(self, store: Store) -> None:
        save(store, the_hub(publisher="The Hub"), posted(1))
        [pending] = waiting(store)
        blurb = an_article(1, "41 comments", publisher="The Hub", evidence=(("headline", "feed entry"),))
        store.save_articles([a_made(pending.id, article=blurb, feed=pending.feed.id if pending.feed else None)])
        save(store, the_paper(), an_entry(1))
        [again] = waiting(store)
        assert (again.id, again.entry.title) == (pending.id, "Title 1")
        whole = an_article(1, publisher="The Paper")
        store.save_articles([a_made(again.id, article=whole, feed=again.feed.id if again.feed else None)])
        assert store.article(again.id).article == whole
        assert len(store.versions(again.id)) == 2
        [row] = store.story_rows(NOW - 9 * HOUR)
        assert (row.articles, row.publishers, store.counts()["articles"]) == (1, 1, 1)

    def test_what_was_in_hand_when_the_paper_came_is_made_again(self, store: Store) -> None:
        save(store, the_hub(), posted(1))
        [pending] = waiting(store)
        save(store, the_paper(), an_entry(1))
        store.save_articles([a_made(pending.id, feed=pending.feed.id if pending.feed else None)])
        assert [one.entry.title for one in waiting(store)] == ["Title 1"]

    def test_two_aggregators_share_a_page(self, store: Store) -> None:
        save(store, the_hub(1), posted(1))
        save(store, the_hub(2), posted(1))
        assert [one.entry.title for one in waiting(store)] == ["Look at this: 1"]

    def test_a_page_whose_first_entry_was_given_up_is_tried_again(self, store: Store) -> None:
        save(store, the_hub(1), posted(1))
        save(store, the_hub(2), posted(1))
        store.fail_entries([EntryFailure(waiting(store)[0].id, "empty", "", None)])
        save(store, the_hub(3), posted(1))
        assert len(waiting(store)) == 1

    def test_a_page_to_which_one_feed_links_again_and_again_tells_nothing(self, store: Store) -> None:
        live = "https://paper.example/live"
        save(store, the_paper(), *(an_entry(n, link=live) for n in (1, 2)))
        save(store, the_hub(1), *(posted(n, link=live) for n in (3, 4)))
        save(store, the_hub(2), posted(5, link=live))
        assert len(waiting(store)) == 5

    def test_an_aggregator_that_says_it_is_the_papers_gives_way_to_the_papers_own_host(self, store: Store) -> None:
        save(store, the_hub(), posted(1))
        save(store, dataclasses.replace(the_hub(2), site="https://www.paper.example/"), posted(1, title="Claimed"))
        assert [one.entry.title for one in waiting(store)] == ["Claimed"]
        save(store, the_paper(), an_entry(1))
        assert [one.entry.title for one in waiting(store)] == ["Title 1"]


class TestHomes:
    def test_an_entry_from_elsewhere_has_the_feed_of_its_site_for_a_home(self, store: Store) -> None:
        paper = store.add_feed(dataclasses.replace(the_paper(), city="Durban"))
        store.add_feed(Feed(0, "https://paper.example/sport"))
        save(store, the_hub(), posted(1), posted(2, link="https://unknown.example/2"))
        save(store, the_paper(), an_entry(3))
        homes = {one.entry.title: one.home for one in waiting(store)}
        assert homes == {"Look at this: 1": paper, "Look at this: 2": None, "Title 3": None}

    def test_a_feed_that_was_removed_is_no_home(self, store: Store) -> None:
        store.remove_feed(store.add_feed(the_paper()).id)
        save(store, the_hub(), posted(1))
        assert waiting(store)[0].home is None


class TestMovesToTheAddressOfAnother:
    @staticmethod
    def two(store: Store) -> tuple[Feed, Feed]:
        old = store.add_feed(the_paper(city="Durban", folder="News"))
        new = store.add_feed(
            dataclasses.replace(the_paper(), url="https://paper.example/feed.xml", title="", publisher="")
        )
        return old, new

    @staticmethod
    def move(store: Store, old: Feed, new: Feed, *entries: Entry, at: int = 1) -> int:
        moved = dataclasses.replace(old, url=new.url, state=FeedState(etag='"7"', health="ok", checked=NOW))
        return store.save_feed(moved, entries, NOW + at * HOUR, old)

    def test_the_two_become_one_and_the_operator_is_told(self, store: Store) -> None:
        old, new = self.two(store)
        assert self.move(store, old, new) == 0
        [kept] = store.feeds()
        assert (kept.id, kept.url) == (new.id, new.url)
        assert (kept.title, kept.publisher, kept.city, kept.folder) == ("The Paper: all", "The Paper", "Durban", "News")
        assert (kept.state.etag, kept.state.health, kept.state.checked) == ('"7"', "ok", NOW)
        assert kept.state.notice == f"2026-03-10: feed {old.id} ({old.url}) moved here and became one with this feed"
        assert [feed.id for feed in store.due_feeds(NOW + 9 * HOUR)] == [new.id]
        with pytest.raises(NotFound):
            store.save_feed(old, [], NOW)

    def test_entries_of_both_are_kept_and_known(self, store: Store) -> None:
        old, new = self.two(store)
        store.save_feed(old, [an_entry(1), an_entry(2)], NOW)
        store.save_feed(new, [an_entry(2), an_entry(3)], NOW)
        assert (len(waiting(store)), store.counts()["entries"]) == (3, 4)
        assert self.move(store, old, new, an_entry(2), an_entry(3), an_entry(4)) == 1
        [kept] = store.feeds()
        assert [one.entry.title for one in waiting(store)] == ["Title 1", "Title 2", "Title 3", "Title 4"]
        assert {one.feed.id for one in waiting(store) if one.feed} == {new.id}
        assert store.save_feed(kept, [an_entry(n) for n in (1, 2, 3, 4)], NOW + 2 * HOUR) == 0
        assert store.save_feed(kept, [an_entry(2, title="Edited")], NOW + 3 * HOUR) == 0
        assert sorted(one.entry.title for one in waiting(store)) == ["Edited", "Title 1", "Title 3", "Title 4"]

    def test_articles_stay_and_none_is_doubled(self, store: Store) -> None:
        old, new = self.two(store)
        store.save_feed(old, [an_entry(1), an_entry(2)], NOW)
        store.save_feed(new, [an_entry(2), an_entry(3)], NOW)
        made = [one.id for one in waiting(store)]
        store.save_articles([a_made(one, feed=old.id) for one in made])
        assert self.move(store, old, new, *(an_entry(n) for n in (1, 2, 3))) == 0
        assert (store.counts()["articles"], waiting(store)) == (3, [])
        [kept] = store.feeds()
        store.save_feed(kept, [an_entry(1, title="Edited"), an_entry(2, title="Edited too")], NOW + 2 * HOUR)
        assert [one.id for one in waiting(store)] == made[:2]

    def test_ids_that_are_of_no_use_to_one_are_of_none_to_both(self, store: Store) -> None:
        old, new = self.two(store)

        def churned(number: int, visit: int) -> Entry:
            return an_entry(number, guid=f"{visit}/{number}", identity=f"{visit}/{number}")

        for visit in range(3):
            store.save_feed(old, [churned(n, visit) for n in range(4)], NOW)
        store.save_feed(new, [churned(n, 9) for n in range(2, 6)], NOW)
        assert self.move(store, old, new, *(churned(n, 10) for n in range(6))) == 0
        [kept] = store.feeds()
        assert kept.state.identity == "link"
        assert len(waiting(store)) == 6
        assert len(kept.state.notice.splitlines()) == 1

    def test_the_old_address_may_be_subscribed_to_again(self, store: Store) -> None:
        old, new = self.two(store)
        store.save_feed(old, [an_entry(1)], NOW)
        self.move(store, old, new)
        again = store.add_feed(Feed(0, old.url))
        assert len(store.feeds()) == 2
        assert store.save_feed(again, [an_entry(1)], NOW) == 1
        assert len(waiting(store)) == 1
        assert self.move(store, again, new, an_entry(1)) == 0
        assert len(waiting(store)) == 1

    def test_the_subscriptions_of_the_one_that_is_gone_are_due_to_be_ended(self, store: Store) -> None:
        old, new = self.two(store)
        for feed in (old, new):
            store.add_subscription(a_subscription(feed.id, str(feed.id), look_at=NOW + HOUR))
        self.move(store, old, new)
        assert [one.feed for one in store.due_subscriptions(NOW)] == [old.id]

    def test_a_paused_feed_is_paused_no_more_when_a_wanted_one_becomes_one_with_it(self, store: Store) -> None:
        old, new = self.two(store)
        store.edit_feed(dataclasses.replace(new, paused=True))
        self.move(store, old, new)
        assert not store.feeds()[0].paused
