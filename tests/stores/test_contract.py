"""What every store owes, run against each."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from store_values import (
    EDITION,
    HOUR,
    NOW,
    a_delivery,
    a_digest,
    a_feed,
    a_made,
    a_subscription,
    an_article,
    an_entry,
    keep_entries,
    keep_stories,
)

from newsgrid.errors import NotFound, StoreBusy, Taken
from newsgrid.model import Edition, Enclosure, FeedState, Merge, Problem, Split
from newsgrid.ports import EntryFailure, Store
from newsgrid.stores import rules

LONG_AGO = NOW - timedelta(days=3650)


class TestFeeds:
    def test_a_feed_comes_back_whole(self, store: Store) -> None:
        state = FeedState(
            etag='W/"a"', last_modified="Tue, 10 Mar 2026 10:00:00 GMT", checked=NOW, next_check=NOW + HOUR, failures=2,
            health="timeout", message="Too slow.", moved_to="https://new.example/", moved_since=NOW, unconditional=NOW,
            interval_s=3600, body_hash="ab", changed=NOW - HOUR, failing_since=NOW - HOUR,
            problems=(Problem("ill-formed", "line 3"), Problem("no-dates")),
            hubs=("https://hub.example/", "https://hub2.example/"), topic="https://paper1.example/feed", pushed_until=NOW,
        )  # fmt: skip
        feed = a_feed(language="zu", country="ZA", city="Durban", folder="News", paused=True, state=state)
        kept = store.add_feed(feed)
        assert kept == dataclasses.replace(feed, id=kept.id)
        assert store.feeds() == [kept]
        assert store.feed(kept.id) == kept

    def test_an_address_is_subscribed_to_once(self, store: Store) -> None:
        kept = store.add_feed(a_feed())
        assert store.add_feed(a_feed(title="Another title")) == kept
        assert 0 < kept.id < 2**53

    def test_many_feeds_are_kept_as_one_by_one(self, store: Store) -> None:
        known = store.add_feed(a_feed(1, title="Kept"))
        gone = store.add_feed(a_feed(2, state=FeedState(etag="old")))
        store.remove_feed(gone.id)
        wanted = [a_feed(3), a_feed(1), a_feed(2), a_feed(4, publisher="Paper 3"), a_feed(3, title="Again")]
        added = store.add_feeds(wanted)
        assert [feed.url for feed in added] == [feed.url for feed in wanted]
        assert added[0] == added[4]
        assert added[1] == known
        assert (added[2].id, added[2].state.etag) == (gone.id, "")
        assert dataclasses.replace(added[0], id=0) == a_feed(3)
        assert sorted(store.feeds(), key=lambda feed: feed.url) == sorted(
            {feed.url: feed for feed in added}.values(), key=lambda feed: feed.url
        )
        assert store.counts()["publishers"] == 3
        assert store.add_feeds([]) == []

    def test_a_removed_feed_is_gone_and_its_articles_stay(self, store: Store) -> None:
        [[article]] = keep_stories(store, 1)
        [feed] = store.feeds()
        store.remove_feed(feed.id)
        assert store.feeds() == store.due_feeds(NOW) == []
        assert store.article(article).article == an_article(article)
        with pytest.raises(NotFound):
            store.feed(feed.id)
        with pytest.raises(NotFound):
            store.remove_feed(feed.id)
        with pytest.raises(NotFound):
            store.save_feed(feed, [an_entry(9)], NOW)

    def test_a_removed_feed_that_is_added_again_knows_its_entries(self, store: Store) -> None:
        feed = store.add_feed(a_feed())
        store.save_feed(dataclasses.replace(feed, state=FeedState(etag="x", health="gone")), [an_entry(1)], NOW)
        store.remove_feed(feed.id)
        again = store.add_feed(a_feed())
        assert again == feed
        assert store.save_feed(again, [an_entry(1)], NOW) == 0

    def test_due_feeds_come_longest_due_first_and_gone_ones_never(self, store: Store) -> None:
        def state(**given: object) -> FeedState:
            return dataclasses.replace(FeedState(), **given)  # type: ignore[arg-type]

        states = [
            state(next_check=NOW), state(next_check=NOW + HOUR), state(next_check=NOW - HOUR), state(), state(health="gone"),
        ]  # fmt: skip
        ids = [store.add_feed(a_feed(n, state=s)).id for n, s in enumerate(states)]
        assert [feed.id for feed in store.due_feeds(NOW)] == [ids[3], ids[2], ids[0]]
        assert [feed.id for feed in store.due_feeds(NOW, limit=1)] == [ids[3]]

    def test_saving_a_feed_keeps_state_title_and_new_address(self, store: Store) -> None:
        feed = store.add_feed(a_feed())
        moved = dataclasses.replace(
            feed,
            url="https://new.example/feed",
            title="New title",
            publisher="New name",
            state=FeedState(etag="e", health="ok"),
        )
        store.save_feed(moved, [], NOW)
        assert store.feeds() == [moved]
        assert store.add_feed(moved) == moved

    def test_a_paused_feed_is_never_due(self, store: Store) -> None:
        store.add_feed(a_feed(paused=True))
        assert store.due_feeds(NOW) == []
        [feed] = store.feeds()
        store.edit_feed(dataclasses.replace(feed, paused=False))
        assert store.due_feeds(NOW) == store.feeds()

    def test_an_edit_changes_what_the_operator_says_and_no_state(self, store: Store) -> None:
        feed = store.add_feed(a_feed(state=FeedState(etag="e", health="timeout", failures=2)))
        wanted = dataclasses.replace(
            feed, title="Mine", publisher="Other", language="af", country="ZA", city="Durban", folder="F", paused=True
        )
        assert store.edit_feed(dataclasses.replace(wanted, state=FeedState())) == wanted
        assert store.feeds() == [wanted]
        with pytest.raises(NotFound):
            store.edit_feed(dataclasses.replace(feed, id=10**9))

    def test_a_new_address_begins_a_new_state_and_knows_the_entries(self, store: Store) -> None:
        feed = store.add_feed(a_feed())
        gone = dataclasses.replace(feed, state=FeedState(health="gone", etag="e", next_check=NOW + HOUR))
        store.save_feed(gone, [an_entry(1)], NOW)
        new = store.edit_feed(dataclasses.replace(feed, url="https://new.example/feed"))
        assert new == dataclasses.replace(feed, url="https://new.example/feed")
        assert store.due_feeds(NOW) == [new]
        assert store.save_feed(new, [an_entry(1)], NOW) == 0
        assert store.add_feed(dataclasses.replace(a_feed(), url=new.url)) == new

    def test_an_address_of_another_feed_is_refused_one_of_a_removed_feed_is_not(self, store: Store) -> None:
        one, two = store.add_feed(a_feed(1)), store.add_feed(a_feed(2))
        with pytest.raises(Taken):
            store.edit_feed(dataclasses.replace(one, url=two.url))
        assert store.feeds() == [one, two]
        store.remove_feed(two.id)
        moved = store.edit_feed(dataclasses.replace(one, url=two.url))
        assert store.feeds() == [moved]
        assert store.add_feed(a_feed(2)) == moved
        assert store.add_feed(a_feed(1)).id != moved.id

    def test_what_was_edited_during_a_visit_stands(self, store: Store) -> None:
        asked = store.add_feed(a_feed(title="", publisher=""))
        store.edit_feed(dataclasses.replace(asked, publisher="Mine", folder="F", paused=True))
        visited = dataclasses.replace(asked, title="Its own", state=FeedState(etag="e", health="ok"))
        assert store.save_feed(visited, [an_entry(1)], NOW, asked) == 1
        assert store.feeds() == [dataclasses.replace(visited, publisher="Mine", folder="F", paused=True)]

    def test_the_answer_of_an_address_that_was_replaced_is_dropped(self, store: Store) -> None:
        asked = store.add_feed(a_feed())
        new = store.edit_feed(dataclasses.replace(asked, url="https://new.example/feed"))
        visited = dataclasses.replace(asked, state=FeedState(etag="old", health="gone"))
        assert store.save_feed(visited, [an_entry(1)], NOW, asked) == 0
        assert store.feeds() == [new]
        assert store.pending_count() == 0

    def test_addresses_and_titles_may_be_long_and_strange(self, store: Store) -> None:
        long = "https://paper.example/" + "ü" * 5000
        feed = store.add_feed(dataclasses.replace(a_feed(), url=long))
        entry = an_entry(1, identity="x" * 9000, link=long, title="a\0b\ud800c", categories=("k\0\udfff",))
        assert store.save_feed(feed, [entry], NOW) == 1
        assert store.save_feed(feed, [entry], NOW) == 0
        assert store.pending_entries(NOW)[0].entry == entry


class TestSubscriptions:
    def test_a_subscription_comes_back_whole(self, store: Store) -> None:
        feed = store.add_feed(a_feed())
        one = a_subscription(
            feed.id, state="active", asked=NOW, since=NOW, lease_until=NOW + HOUR, not_before=NOW, look_at=NOW, failures=1,
            message="Why.", delivered=NOW, deliveries=4, streak=2, misses=1, refused=3,
        )  # fmt: skip
        store.add_subscription(one)
        assert store.subscription("one") == one
        assert store.subscriptions() == store.subscriptions([feed.id]) == [one]
        assert store.subscriptions([]) == store.subscriptions([feed.id + 1]) == []
        with pytest.raises(NotFound):
            store.subscription("two")
        with pytest.raises(NotFound):
            store.add_subscription(a_subscription(10**9, "two"))

    def test_subscriptions_come_by_feed_and_id(self, store: Store) -> None:
        first, second = store.add_feed(a_feed(1)), store.add_feed(a_feed(2))
        for feed, name in ((second, "a"), (first, "c"), (first, "b")):
            store.add_subscription(a_subscription(feed.id, name))
        assert [one.id for one in store.subscriptions()] == ["b", "c", "a"]
        assert [one.id for one in store.subscriptions([second.id])] == ["a"]

    def test_due_subscriptions_come_longest_due_first(self, store: Store) -> None:
        feed = store.add_feed(a_feed())
        times = {"a": NOW, "b": NOW - HOUR, "c": None, "d": NOW + HOUR}
        for name, time in times.items():
            store.add_subscription(a_subscription(feed.id, name, look_at=time))
        assert [one.id for one in store.due_subscriptions(NOW)] == ["c", "b", "a"]
        assert [one.id for one in store.due_subscriptions(NOW, limit=1)] == ["c"]

    def test_a_change_is_made_on_what_is_kept_and_none_drops_it(self, store: Store) -> None:
        feed = store.add_feed(a_feed())
        store.add_subscription(a_subscription(feed.id))
        for _ in range(3):
            store.change_subscription("one", lambda one: dataclasses.replace(one, failures=one.failures + 1))
        assert store.subscription("one").failures == 3
        assert store.change_subscription("one", lambda one: None) is None
        assert store.subscriptions() == []
        with pytest.raises(NotFound):
            store.change_subscription("one", lambda one: one)

    def test_a_change_that_fails_changes_nothing(self, store: Store) -> None:
        feed = store.add_feed(a_feed())
        store.add_subscription(a_subscription(feed.id))
        with pytest.raises(ZeroDivisionError):
            store.change_subscription("one", lambda one: dataclasses.replace(one, failures=1 // 0))
        assert store.subscription("one") == a_subscription(feed.id)

    def test_a_feed_that_is_removed_or_edited_makes_its_subscriptions_due(self, store: Store) -> None:
        one, two = store.add_feed(a_feed(1)), store.add_feed(a_feed(2))
        store.add_subscription(a_subscription(one.id, "a", look_at=NOW + HOUR))
        store.add_subscription(a_subscription(two.id, "b", look_at=NOW + HOUR))
        store.edit_feed(dataclasses.replace(two, paused=True))
        assert [found.id for found in store.due_subscriptions(NOW)] == ["b"]
        store.remove_feed(one.id)
        assert [found.id for found in store.due_subscriptions(NOW)] == ["a", "b"]


class TestDeliveries:
    def test_a_delivery_waits_whole_until_it_is_dropped(self, store: Store) -> None:
        one = a_subscription(store.add_feed(a_feed()).id)
        store.add_subscription(one)
        assert not store.deliveries_wait()
        assert store.add_delivery(a_delivery(one, b"\0<rss>\xff"))
        assert store.deliveries_wait()
        [kept] = store.deliveries()
        assert kept == dataclasses.replace(a_delivery(one, b"\0<rss>\xff"), id=kept.id)
        store.drop_delivery(kept.id)
        store.drop_delivery(kept.id)
        assert store.deliveries() == []
        assert not store.deliveries_wait()

    def test_deliveries_come_oldest_first(self, store: Store) -> None:
        one = a_subscription(store.add_feed(a_feed()).id)
        store.add_subscription(one)
        for body in (b"b", b"a", b"c", b""):
            store.add_delivery(a_delivery(one, body))
        assert [delivery.body for delivery in store.deliveries()] == [b"b", b"a", b"c", b""]
        assert [delivery.body for delivery in store.deliveries(2)] == [b"b", b"a"]

    def test_the_same_delivery_is_taken_once_for_each_subscription(self, store: Store) -> None:
        feed = store.add_feed(a_feed())
        one, two = a_subscription(feed.id, "one"), a_subscription(feed.id, "two")
        store.add_subscription(one)
        store.add_subscription(two)
        assert store.add_delivery(a_delivery(one))
        assert not store.add_delivery(a_delivery(one))
        store.drop_delivery(store.deliveries()[0].id)
        assert not store.add_delivery(a_delivery(one))
        assert store.add_delivery(a_delivery(two))

    def test_only_the_last_deliveries_are_remembered(self, store: Store) -> None:
        one = a_subscription(store.add_feed(a_feed()).id)
        store.add_subscription(one)
        for number in range(rules.DELIVERIES_REMEMBERED + 1):
            store.add_delivery(a_delivery(one, b"%d" % number))
            store.drop_delivery(store.deliveries()[0].id)
        assert not store.add_delivery(a_delivery(one, b"1"))
        assert store.add_delivery(a_delivery(one, b"0"))

    def test_no_more_than_some_wait(self, store: Store) -> None:
        one = a_subscription(store.add_feed(a_feed()).id)
        store.add_subscription(one)
        for number in range(rules.MOST_WAITING):
            store.add_delivery(a_delivery(one, b"%d" % number))
        with pytest.raises(StoreBusy):
            store.add_delivery(a_delivery(one, b"one more"))
        assert not store.add_delivery(a_delivery(one, b"0"))
        store.drop_delivery(store.deliveries()[0].id)
        assert store.add_delivery(a_delivery(one, b"one more"))

    def test_what_waits_outlives_its_subscription(self, store: Store) -> None:
        one = a_subscription(store.add_feed(a_feed()).id)
        store.add_subscription(one)
        store.add_delivery(a_delivery(one, b"a"))
        store.change_subscription("one", lambda _: None)
        [kept] = store.deliveries()
        store.drop_delivery(kept.id)
        assert not store.deliveries_wait()
        with pytest.raises(NotFound):
            store.add_delivery(a_delivery(one, b"b"))


class TestEntries:
    def test_an_entry_comes_back_whole_with_its_feed(self, store: Store) -> None:
        feed = store.add_feed(a_feed())
        entry = an_entry(
            content="<p>Text</p>", updated=NOW, raw_published="yesterday", authors=("A", "B"), categories=("c",),
            enclosures=(Enclosure("https://paper.example/a.mp3", "audio/mpeg", 5),), image="https://paper.example/i.jpg",
            language="en", rights="(c)", raw_link="https://paper.example/news/1?utm=1",
        )  # fmt: skip
        assert store.save_feed(feed, [entry], NOW) == 1
        [pending] = store.pending_entries(NOW)
        assert (pending.entry, pending.feed, pending.first_seen, pending.attempts) == (entry, feed, NOW, 0)
        assert 0 < pending.id < 2**53

    def test_entries_are_kept_once(self, store: Store) -> None:
        feed = store.add_feed(a_feed())
        assert store.save_feed(feed, [an_entry(1), an_entry(2), an_entry(1, title="Twice in one feed")], NOW) == 2
        assert store.save_feed(feed, [an_entry(1), an_entry(2), an_entry(3)], NOW + HOUR) == 1
        assert [p.entry.title for p in store.pending_entries(NOW)] == ["Title 1", "Title 2", "Title 3"]
        assert store.pending_count() == 3

    @pytest.mark.parametrize("change", [{"title": "New"}, {"summary": "New"}, {"content": "New"}, {"updated": NOW}])
    def test_a_changed_entry_is_pending_again_under_its_id(self, store: Store, change: dict[str, object]) -> None:
        [entry] = keep_entries(store, 1)
        [feed] = store.feeds()
        store.save_articles([a_made(entry)])
        assert store.pending_entries(NOW) == []
        changed = an_entry(1, **change)
        assert store.save_feed(feed, [changed], NOW + HOUR) == 0
        [pending] = store.pending_entries(NOW)
        assert (pending.id, pending.entry, pending.first_seen) == (entry, changed, NOW)

    def test_an_entry_that_differs_in_nothing_that_counts_stays_done(self, store: Store) -> None:
        [entry] = keep_entries(store, 1)
        store.save_articles([a_made(entry)])
        store.save_feed(store.feeds()[0], [an_entry(1, categories=("new",), published=NOW)], NOW)
        assert store.pending_count() == 0

    def test_a_link_that_another_feed_of_the_site_brought_is_a_duplicate(self, store: Store) -> None:
        site = "https://paper.example/"
        world, sport = (store.add_feed(a_feed(n, site=site)) for n in (1, 2))
        store.save_feed(world, [an_entry(1)], NOW)
        assert store.save_feed(sport, [an_entry(1, identity="other", guid="other"), an_entry(2)], NOW) == 2
        assert [p.entry.title for p in store.pending_entries(NOW)] == ["Title 1", "Title 2"]
        store.save_feed(sport, [an_entry(1, identity="other", guid="other", title="Changed")], NOW)
        assert store.pending_count() == 2
        assert store.counts()["entries_duplicate"] == 1

    def test_entries_that_all_link_to_the_front_page_are_all_kept(self, store: Store) -> None:
        site = "https://paper.example/"
        for number in (1, 2):
            feed = store.add_feed(a_feed(number, site=site))
            store.save_feed(feed, [an_entry(n, link=site) for n in range(3)], NOW)
        assert store.pending_count() == 6

    def test_a_link_whose_first_entry_was_given_up_is_no_duplicate(self, store: Store) -> None:
        site = "https://paper.example/"
        first, second = (store.add_feed(a_feed(n, site=site)) for n in (1, 2))
        store.save_feed(first, [an_entry(1)], NOW)
        store.fail_entries([EntryFailure(store.pending_entries(NOW)[0].id, "empty", "", None)])
        store.save_feed(second, [an_entry(1)], NOW)
        assert store.pending_count() == 1

    def test_an_ingested_page_is_kept_once_and_pending_again(self, store: Store) -> None:
        first = store.add_entry(an_entry(1), NOW)
        assert first.feed is None
        store.save_articles([a_made(first.id)])
        again = store.add_entry(an_entry(1), NOW + HOUR)
        assert (again.id, again.first_seen) == (first.id, NOW)
        assert [p.id for p in store.pending_entries(NOW)] == [first.id]

    def test_a_page_and_an_entry_of_a_feed_are_two(self, store: Store) -> None:
        [entry] = keep_entries(store, 1)
        assert store.add_entry(an_entry(1), NOW).id != entry

    def test_a_failure_waits_for_its_time(self, store: Store) -> None:
        first, second = keep_entries(store, 2)
        store.fail_entries(
            [EntryFailure(first, "timeout", "Too slow.", NOW + HOUR), EntryFailure(second, "empty", "", None)]
        )
        assert store.pending_entries(NOW) == []
        assert store.pending_count() == 1
        [pending] = store.pending_entries(NOW + HOUR)
        assert (pending.id, pending.attempts) == (first, 1)
        assert store.counts()["entries_failed"] == 1

    def test_nothing_is_tried_for_ever(self, store: Store) -> None:
        [entry] = keep_entries(store, 1)
        for _ in range(rules.MOST_ATTEMPTS):
            assert [p.id for p in store.pending_entries(NOW)] == [entry]
            store.fail_entries([EntryFailure(entry, "timeout", "", NOW)])
        assert store.pending_entries(NOW) == []
        assert store.pending_count() == 0

    def test_a_failed_entry_that_changes_gets_another_chance(self, store: Store) -> None:
        [entry] = keep_entries(store, 1)
        store.fail_entries([EntryFailure(entry, "empty", "", None)])
        store.save_feed(store.feeds()[0], [an_entry(1, content="<p>Now there is a text.</p>")], NOW)
        assert [(p.id, p.attempts) for p in store.pending_entries(NOW)] == [(entry, 0)]

    @pytest.mark.parametrize("result", ["article", "failure"])
    def test_an_entry_that_changes_while_its_article_is_made_stays_pending(self, store: Store, result: str) -> None:
        [entry] = keep_entries(store, 1)
        store.save_feed(store.feeds()[0], [an_entry(1, title="Corrected")], NOW)
        if result == "article":
            store.save_articles([a_made(entry)])
        else:
            store.fail_entries([EntryFailure(entry, "empty", "", None)])
        assert [p.entry.title for p in store.pending_entries(NOW)] == ["Corrected"]

    def test_pending_entries_come_oldest_first_and_bounded(self, store: Store) -> None:
        ids = keep_entries(store, 5)
        assert [p.id for p in store.pending_entries(NOW, limit=3)] == ids[:3] == sorted(ids)[:3]

    def test_a_feed_of_a_thousand_entries_is_kept(self, store: Store) -> None:
        feed = store.add_feed(a_feed())
        entries = [an_entry(n) for n in range(1000)]
        assert store.save_feed(feed, entries, NOW) == 1000
        assert store.save_feed(feed, entries, NOW) == 0

    def test_failing_an_unknown_entry_changes_nothing(self, store: Store) -> None:
        [entry] = keep_entries(store, 1)
        with pytest.raises(NotFound):
            store.fail_entries([EntryFailure(entry, "empty", "", None), EntryFailure(10**9, "empty", "", None)])
        assert store.pending_count() == 1


class TestArticles:
    def test_an_article_comes_back_whole(self, store: Store) -> None:
        [entry] = keep_entries(store, 1)
        made = a_made(entry)
        store.save_articles([made])
        known = store.article(entry)
        assert (known.id, known.article, known.annotations) == (entry, made.article, made.annotations)
        assert (known.first_seen, known.origin, known.kind) == (NOW, entry, "original")
        assert store.versions(entry) == [(NOW, made.article)]

    def test_saving_again_changes_nothing(self, store: Store) -> None:
        [story] = keep_stories(store, 3)
        before = store.counts(), store.story_rows(LONG_AGO), store.story_articles(story[0])
        store.save_articles([a_made(article, story[0]) for article in story])
        assert (store.counts(), store.story_rows(LONG_AGO), store.story_articles(story[0])) == before
        assert len(store.versions(story[0])) == 1

    def test_a_new_text_is_a_new_version_in_the_same_story(self, store: Store) -> None:
        [story, _] = keep_stories(store, 2, 1)
        changed = an_article(story[1], "The river fell again.")
        store.save_feed(store.feeds()[0], [an_entry(2, title="Changed")], NOW + HOUR)
        store.save_articles([a_made(story[1], story[1], article=changed, first_seen=NOW)])
        assert store.versions(story[1]) == [(NOW, an_article(story[1])), (NOW + HOUR, changed)]
        assert store.article(story[1]).article == changed
        assert store.article(story[1]).first_seen == NOW
        assert [known.id for known in store.story_articles(story[0])] == story

    def test_an_equal_hash_is_no_new_version_but_keeps_what_else_was_learnt(self, store: Store) -> None:
        [entry] = keep_entries(store, 1)
        store.save_articles([a_made(entry, text_hash="same")])
        learnt = an_article(entry, agency="AFP")
        store.save_articles([a_made(entry, article=learnt, text_hash="same")])
        assert store.versions(entry) == [(NOW, learnt)]

    def test_an_article_of_no_entry_stores_nothing_of_its_batch(self, store: Store) -> None:
        [entry] = keep_entries(store, 1)
        with pytest.raises(NotFound):
            store.save_articles([a_made(entry), a_made(10**9)])
        with pytest.raises(NotFound):
            store.article(entry)
        assert store.counts()["stories"] == 0
        assert store.pending_count() == 1

    def test_what_is_not_there_is_not_found(self, store: Store) -> None:
        for call in (store.article, store.versions, store.story_articles, store.story_digest):
            with pytest.raises(NotFound):
                call(77)
        with pytest.raises(NotFound):
            store.save_digests({77: a_digest(77)})

    def test_a_storys_articles_come_by_time(self, store: Store) -> None:
        ids = keep_entries(store, 4)
        times = [NOW - HOUR, None, NOW - 3 * HOUR, NOW + 99 * HOUR]
        store.save_articles(
            [a_made(i, ids[0], article=an_article(i, published=t)) for i, t in zip(ids, times, strict=True)]
        )
        # Without a time, or with one that lies ahead, it is dated when it was seen.
        assert [known.id for known in store.story_articles(ids[0])] == [ids[2], ids[0], ids[1], ids[3]]

    def test_a_large_batch_is_kept(self, store: Store) -> None:
        [story] = keep_stories(store, 300)
        assert len(store.story_articles(story[0])) == 300

    def test_empty_batches_are_nothing(self, store: Store) -> None:
        store.save_articles([])
        store.save_repair([], [])
        store.save_digests({})
        store.fail_entries([])
        assert store.counts()["entries"] == 0

    def test_a_strange_article_is_kept(self, store: Store) -> None:
        [entry] = keep_entries(store, 1)
        strange = an_article(
            1, "a\0b\ud800c " + " ".join(f"word{n}" for n in range(60_000)), headline="x\0" * 9000, publisher="\0",
            language="x" * 99, agency="\udfff", topics=("",), canonical="https://paper.example/" + "é" * 9000,
        )  # fmt: skip
        store.save_articles([a_made(entry, article=strange)])
        assert store.article(entry).article == strange


class TestStories:
    def test_rows_count_articles_origins_publishers_and_languages(self, store: Store) -> None:
        ids = keep_entries(store, 3)
        ids.append(store.add_entry(an_entry(99), NOW).id)
        articles = [
            an_article(1, language="en", published=NOW - 5 * HOUR), an_article(2, language="de"), an_article(3, language="de"),
            an_article(4, language="", publisher="Other paper", published=NOW - 2 * HOUR),
        ]  # fmt: skip
        origins = [ids[0], ids[1], ids[1], ids[3]]
        store.save_articles([a_made(i, ids[0], o, article=a) for i, o, a in zip(ids, origins, articles, strict=True)])
        [row] = store.story_rows(LONG_AGO)
        assert (row.id, row.articles, row.origins, row.publishers) == (ids[0], 4, 3, 2)
        assert (row.first, row.last) == (NOW - 5 * HOUR, NOW - HOUR)
        assert (row.languages, row.section, row.headline) == (("de", "en"), "medtop:11000000", "Headline 1")
        assert row.editions == {}

    def test_rows_and_ids_are_of_active_stories_newest_first(self, store: Store) -> None:
        ids = keep_entries(store, 3)
        times = [NOW - 9 * HOUR, NOW - HOUR, NOW - 5 * HOUR]
        store.save_articles([a_made(i, article=an_article(i, published=t)) for i, t in zip(ids, times, strict=True)])
        assert [row.id for row in store.story_rows(NOW - 5 * HOUR)] == [ids[1], ids[2]]
        assert store.story_ids() == [ids[1], ids[2], ids[0]]
        assert store.story_ids(limit=1) == store.story_ids(since=NOW - 2 * HOUR) == [ids[1]]

    def test_a_merge_moves_articles_and_leaves_a_redirect(self, store: Store) -> None:
        [kept, gone] = keep_stories(store, 2, 2)
        store.save_digests({kept[0]: a_digest(kept[0]), gone[0]: a_digest(gone[0])})
        store.save_repair([Merge(kept[0], gone[0], "One flood.")], [])
        assert {known.id for known in store.story_articles(gone[0])} == {*kept, *gone}
        assert store.story_articles(gone[0]) == store.story_articles(kept[0])
        assert store.story_ids() == store.stale_stories() == [kept[0]]
        assert store.story_digest(gone[0]) == a_digest(kept[0])
        assert [(row.id, row.articles) for row in store.story_rows(LONG_AGO)] == [(kept[0], 4)]

    def test_redirects_lead_straight_to_the_last(self, store: Store) -> None:
        [one, two, three] = keep_stories(store, 1, 1, 1)
        store.save_repair([Merge(two[0], one[0], ""), Merge(three[0], two[0], "")], [])
        for story in (one, two, three):
            assert len(store.story_articles(story[0])) == 3
        assert store.story_ids() == three

    def test_a_merge_into_a_story_that_is_gone_goes_where_it_went(self, store: Store) -> None:
        [one, two, three] = keep_stories(store, 1, 1, 1)
        store.save_repair([Merge(two[0], one[0], ""), Merge(one[0], three[0], "")], [])
        assert store.story_ids() == two
        assert len(store.story_articles(three[0])) == 3

    def test_merging_twice_or_in_a_circle_changes_nothing_more(self, store: Store) -> None:
        [one, two] = keep_stories(store, 1, 1)
        for merge in (
            Merge(one[0], two[0], ""),
            Merge(one[0], two[0], ""),
            Merge(two[0], one[0], ""),
            Merge(one[0], one[0], ""),
        ):
            store.save_repair([merge], [])
        assert store.story_ids() == one
        assert len(store.story_articles(two[0])) == 2

    def test_merges_and_splits_of_what_is_unknown_leave_no_empty_story(self, store: Store) -> None:
        [story] = keep_stories(store, 1)
        store.save_digests({story[0]: a_digest(story[0])})
        store.save_repair([Merge(777, 888, ""), Merge(story[0], 888, "")], [Split(story[0], 999, (999,), "")])
        assert store.story_ids() == story
        assert store.stale_stories() == []
        store.save_repair([Merge(777, story[0], "")], [])
        assert store.story_ids() == [777]
        assert [known.id for known in store.story_articles(story[0])] == story

    def test_a_split_makes_a_new_story(self, store: Store) -> None:
        [story] = keep_stories(store, 4)
        store.save_digests({story[0]: a_digest(story[0])})
        store.save_repair([], [Split(story[0], story[2], tuple(story[2:]), "Another river.")])
        assert [known.id for known in store.story_articles(story[0])] == story[:2]
        assert [known.id for known in store.story_articles(story[2])] == story[2:]
        assert set(store.stale_stories()) == {story[0], story[2]}
        store.save_repair([], [Split(story[0], story[2], tuple(story[2:]), "Again.")])
        assert [row.articles for row in store.story_rows(LONG_AGO)] == [2, 2]

    def test_a_split_brings_a_merged_story_back(self, store: Store) -> None:
        [one, two] = keep_stories(store, 2, 2)
        store.save_repair([Merge(one[0], two[0], "")], [])
        store.save_repair([], [Split(one[0], two[0], tuple(two), "")])
        assert [known.id for known in store.story_articles(two[0])] == two
        assert len(store.story_ids()) == 2

    def test_a_story_that_a_split_empties_redirects(self, store: Store) -> None:
        [story] = keep_stories(store, 2)
        store.save_repair([], [Split(story[0], story[1], tuple(story), "")])
        assert store.story_ids() == [story[1]]
        assert [known.id for known in store.story_articles(story[0])] == story

    def test_articles_merges_and_splits_can_come_together(self, store: Store) -> None:
        ids = keep_entries(store, 5)
        made = [a_made(ids[0]), a_made(ids[1]), a_made(ids[2], ids[1]), a_made(ids[3], ids[0]), a_made(ids[4], ids[3])]
        store.save_articles(made, [Merge(ids[0], ids[1], "")], [Split(ids[0], ids[3], (ids[3],), "")])
        assert [known.id for known in store.story_articles(ids[1])] == ids[:3]
        assert [known.id for known in store.story_articles(ids[3])] == ids[3:]

    def test_an_article_for_a_story_that_is_gone_joins_the_one_that_was_kept(self, store: Store) -> None:
        [one, two] = keep_stories(store, 1, 1)
        store.save_repair([Merge(one[0], two[0], "")], [])
        late = store.add_entry(an_entry(50), NOW).id
        store.save_articles([a_made(late, two[0])])
        assert [known.id for known in store.story_articles(one[0])] == [*one, *two, late]

    def test_tellings_come_in_the_order_they_were_stored(self, store: Store) -> None:
        ids = keep_entries(store, 4)
        old = an_article(ids[3], published=NOW - 99 * HOUR)
        store.save_articles([a_made(ids[2]), a_made(ids[0], ids[2], ids[2])])
        store.save_articles([a_made(ids[1]), a_made(ids[3], article=old)])
        store.save_articles([a_made(ids[2], article=an_article(ids[2], "Changed."))])
        found = store.tellings(NOW - 2 * HOUR)
        assert [(t.telling.id, t.story, t.origin, t.kind, t.first_seen) for t in found] == [
            (ids[2], ids[2], ids[2], "original", NOW), (ids[0], ids[2], ids[2], "copy", NOW), (ids[1], ids[1], ids[1], "original", NOW),
        ]  # fmt: skip
        telling = found[0].telling
        assert telling.text.startswith("Changed.")
        assert (telling.title, telling.publisher, telling.language) == (f"Headline {ids[2]}", "Paper 1", "en")
        assert (telling.published, telling.canonical) == (NOW - HOUR, f"https://paper.example/news/{ids[2]}")


class TestDigests:
    def test_a_digest_comes_back_whole_and_makes_its_story_fresh(self, store: Store) -> None:
        store.add_edition(EDITION)
        [story] = keep_stories(store, 2)
        assert store.stale_stories() == [story[0]]
        with pytest.raises(NotFound):
            store.story_digest(story[0])
        store.save_digests({story[0]: a_digest(story[0])})
        assert store.stale_stories() == []
        assert store.story_digest(story[0]) == a_digest(story[0])
        [row] = store.story_rows(LONG_AGO)
        assert (row.headline, row.section, dict(row.editions)) == (
            f"Digest of {story[0]}", "medtop:06000000", {"johannesburg": 0.7},
        )  # fmt: skip

    def test_a_digest_replaces_the_one_before(self, store: Store) -> None:
        store.add_edition(EDITION)
        [story] = keep_stories(store, 1)
        store.save_digests({story[0]: a_digest(story[0])})
        other = a_digest(story[0], grade=0.25, headline="Newer", topics=(), names=(), places=())
        store.save_digests({story[0]: other})
        assert store.story_digest(story[0]) == other
        assert dict(store.story_rows(LONG_AGO)[0].editions) == {"johannesburg": 0.25}

    def test_a_new_article_makes_its_story_stale_again(self, store: Store) -> None:
        [one, two] = keep_stories(store, 1, 1)
        store.save_digests({story[0]: a_digest(story[0]) for story in (one, two)})
        late = store.add_entry(an_entry(50), NOW).id
        store.save_articles([a_made(late, one[0])])
        assert store.stale_stories() == one
        assert store.story_digest(one[0]) == a_digest(one[0])

    def test_a_digest_that_is_late_leaves_its_story_stale(self, store: Store) -> None:
        [story] = keep_stories(store, 1)
        assert store.stale_stories() == story
        late = store.add_entry(an_entry(50), NOW).id
        store.save_articles([a_made(late, story[0])])
        store.save_digests({story[0]: a_digest(story[0])})
        assert store.stale_stories() == story
        store.save_digests({story[0]: a_digest(story[0])})
        assert store.stale_stories() == []

    def test_a_digest_of_a_story_that_was_merged_is_dropped(self, store: Store) -> None:
        [one, two] = keep_stories(store, 1, 1)
        store.save_repair([Merge(one[0], two[0], "")], [])
        store.save_digests({two[0]: a_digest(two[0])})
        with pytest.raises(NotFound):
            store.story_digest(two[0])
        assert store.stale_stories() == one

    def test_stale_stories_are_bounded(self, store: Store) -> None:
        keep_stories(store, 1, 1, 1)
        assert len(store.stale_stories(limit=2)) == 2

    def test_one_unknown_story_stores_no_digest(self, store: Store) -> None:
        [story] = keep_stories(store, 1)
        with pytest.raises(NotFound):
            store.save_digests({story[0]: a_digest(story[0]), 10**9: a_digest(1)})
        assert store.stale_stories() == story


class TestEditionsAndState:
    def test_editions_come_by_slug_and_are_replaced(self, store: Store) -> None:
        other = Edition("cairo", "The Cairo Grid", dataclasses.replace(EDITION.place, geonameid=360630, name="Cairo"))
        store.add_edition(EDITION)
        store.add_edition(other)
        changed = dataclasses.replace(EDITION, title="Joburg", keywords=("Melville",))
        store.add_edition(changed)
        assert store.editions() == [other, changed]

    def test_a_new_edition_makes_recent_stories_stale(self, store: Store) -> None:
        ids = keep_entries(store, 2)
        long_ago = NOW - timedelta(days=60)
        store.save_articles(
            [a_made(ids[0]), a_made(ids[1], article=an_article(ids[1], published=long_ago), first_seen=long_ago)]
        )
        store.save_digests({story: a_digest(story) for story in ids})
        store.add_edition(EDITION)
        assert store.stale_stories() == [ids[0]]

    def test_state_is_kept_by_key(self, store: Store) -> None:
        assert store.load_state("words") is None
        store.save_state("words", b"\0one")
        store.save_state("words", b"\0two")
        assert store.load_state("words") == b"\0two"

    def test_what_pages_taught_is_kept_with_their_articles(self, store: Store) -> None:
        one, two = keep_entries(store, 2)
        store.save_articles([a_made(one)], templates={"a.example": b"\0one", "b.example": b"b"})
        store.save_articles([a_made(two)], templates={"a.example": b"two"})
        assert store.templates(["a.example", "c.example", "b.example", "x\0" * 300]) == {
            "a.example": b"two",
            "b.example": b"b",
        }
        assert store.templates([]) == {}
        assert [(site.host, site.size_bytes, site.saved) for site in store.taught_sites()] == [
            ("a.example", 3, NOW),
            ("b.example", 1, NOW),
        ]
        assert [site.host for site in store.taught_sites(1)] == ["a.example"]

    def test_what_pages_taught_is_lost_with_their_articles(self, store: Store) -> None:
        with pytest.raises(NotFound):
            store.save_articles([a_made(4711)], templates={"a.example": b"x"})
        assert store.taught_sites() == []

    def test_a_site_is_forgotten_on_demand(self, store: Store) -> None:
        store.save_articles([], templates={"a.example": b"x"})
        assert store.forget_site("a.example")
        assert not store.forget_site("a.example")
        assert store.templates(["a.example"]) == {}

    def test_sites_that_teach_no_more_are_forgotten(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        store.save_articles([], templates={"old.example": b"x"})
        monkeypatch.setattr(store, "_clock", lambda: NOW + rules.TEMPLATE_KEPT)
        store.save_articles([], templates={"late.example": b"x"})
        assert [site.host for site in store.taught_sites()] == ["late.example", "old.example"]
        monkeypatch.setattr(store, "_clock", lambda: NOW + rules.TEMPLATE_KEPT + HOUR)
        store.save_articles([], templates={"new.example": b"x"})
        assert [site.host for site in store.taught_sites()] == ["new.example", "late.example"]

    def test_of_too_many_sites_the_longest_silent_are_forgotten(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rules, "MOST_TEMPLATES", 3)
        for hours, host in enumerate("abcd"):
            monkeypatch.setattr(store, "_clock", lambda hours=hours: NOW + hours * HOUR)
            store.save_articles([], templates={f"{host}.example": b"x"})
        store.save_articles([], templates={"b.example": b"y"})
        store.save_articles([], templates={"e.example": b"x"})
        assert [site.host for site in store.taught_sites()] == ["b.example", "d.example", "e.example"]

    def test_host_waits_are_kept(self, store: Store) -> None:
        store.save_host_wait("paper.example", NOW)
        store.save_host_wait("paper.example", NOW + HOUR)
        store.save_host_wait("over.example", NOW - HOUR)
        store.save_host_wait("hub.example", NOW + HOUR)
        assert store.host_waits() == {"paper.example": NOW + HOUR, "hub.example": NOW + HOUR}

    def test_counts_name_everything(self, store: Store) -> None:
        assert tuple(store.counts()) == rules.COUNTS
        keep_stories(store, 2, 1)
        keep_entries(store, 2, a_feed(2), start=50)
        found = store.counts()
        assert found == {
            "feeds": 2, "entries": 5, "entries_pending": 2, "entries_done": 3, "entries_failed": 0, "entries_duplicate": 0,
            "articles": 3, "stories": 2, "publishers": 2,
        }  # fmt: skip
