"""What the catalogue owes beyond the contract: few queries, whole transactions, rows that pages can list."""

from __future__ import annotations

import dataclasses
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connections
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from store_kinds import CATALOGUES, make_store
from store_values import EDITION, HOUR, NOW, a_digest, a_feed, a_made, an_article, an_entry, keep_entries, keep_stories

from newsgrid.errors import NotFound, StoreBusy, StoreError
from newsgrid.model import EditionMatch, Image, Merge, Signals, StoryName, Topic
from newsgrid.ports import EntryFailure
from newsgrid.web.catalog import articles, digests, models, search
from newsgrid.web.catalog.guard import as_store_error
from newsgrid.web.catalog.keys import hash64, tag_key
from newsgrid.web.catalog.lease import lease
from newsgrid.web.catalog.publishers import Outlet, publisher_ids
from newsgrid.web.catalog.store import CatalogStore


@pytest.fixture(params=CATALOGUES)
def using(request: pytest.FixtureRequest) -> str:
    """Give each database."""
    name: str = request.param
    return name


@pytest.fixture
def store(using: str) -> CatalogStore:
    """Give a store on it."""
    made = make_store(using)
    assert isinstance(made, CatalogStore)
    return made


def queries(using: str) -> CaptureQueriesContext:
    return CaptureQueriesContext(connections[using])


def statements(captured: CaptureQueriesContext) -> int:
    return sum("SAVEPOINT" not in query["sql"] for query in captured.captured_queries)


class TestQueries:
    def test_a_batch_of_articles_takes_the_same_few_queries_whatever_its_size(
        self, store: CatalogStore, using: str
    ) -> None:
        ids = keep_entries(store, 80)
        store.save_articles([a_made(ids[0])])
        with queries(using) as small:
            store.save_articles([a_made(i) for i in ids[1:9]])
        with queries(using) as large:
            store.save_articles([a_made(i) for i in ids[9:73]])
        assert statements(small) <= 16
        assert statements(large) == statements(small)

    def test_a_feed_that_brings_nothing_new_takes_few_queries(self, store: CatalogStore, using: str) -> None:
        feed, entries = store.add_feed(a_feed()), [an_entry(n) for n in range(100)]
        with queries(using) as first:
            store.save_feed(feed, entries, NOW)
        with queries(using) as second:
            store.save_feed(feed, entries, NOW)
        assert (statements(first), statements(second)) == (5, 3)

    def test_a_storys_articles_take_one_query(self, store: CatalogStore, using: str) -> None:
        [story] = keep_stories(store, 12)
        with queries(using) as captured:
            store.story_articles(story[0])
        assert len(captured) == 1

    def test_story_rows_take_one_query(self, store: CatalogStore, using: str) -> None:
        keep_stories(store, 2, 1, 1)
        with queries(using) as captured:
            assert len(store.story_rows(NOW - 9 * HOUR)) == 3
        assert len(captured) == 1

    def test_pending_entries_come_with_their_feeds_in_one_query(self, store: CatalogStore, using: str) -> None:
        keep_entries(store, 5)
        with queries(using) as elsewhere:
            store.pending_entries(NOW)
        own = a_feed(2, site="https://paper.example/", publisher="Paper")
        store.save_feed(store.add_feed(own), [], NOW)
        store.edit_feed(dataclasses.replace(store.feeds()[0], site="https://paper.example/"))
        with queries(using) as captured:
            store.pending_entries(NOW)
        # Whose the site is that entries from elsewhere link to takes one more.
        assert (len(elsewhere), len(captured)) == (2, 1)

    def test_digests_take_the_same_few_queries_whatever_their_number(self, store: CatalogStore, using: str) -> None:
        store.add_edition(EDITION)
        stories = [story[0] for story in keep_stories(store, *[1] * 40)]
        with queries(using) as few:
            store.save_digests({story: a_digest(story) for story in stories[:3]})
        with queries(using) as many:
            store.save_digests({story: a_digest(story) for story in stories})
        assert statements(few) == statements(many) <= 12


class TestTransactions:
    @pytest.fixture
    def broken(self, monkeypatch: pytest.MonkeyPatch) -> Callable[[object, str], None]:
        def fail(*_: object, **__: object) -> None:
            raise RuntimeError("killed")

        return lambda owner, name: monkeypatch.setattr(owner, name, fail)

    @pytest.mark.parametrize(
        ("owner", "name"),
        [(search, "add_versions"), (articles, "recount"), (articles, "apply_moves"), (digests, "new_fronts")],
    )
    def test_a_batch_that_breaks_midway_leaves_nothing(
        self, store: CatalogStore, broken: Callable[[object, str], None], owner: object, name: str
    ) -> None:
        ids = keep_entries(store, 3)
        before = store.counts()
        broken(owner, name)
        with pytest.raises(RuntimeError):
            store.save_articles([a_made(i) for i in ids])
        assert store.counts() == before
        assert [p.id for p in store.pending_entries(NOW)] == ids

    def test_a_feed_whose_entries_break_keeps_its_old_state(
        self, store: CatalogStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from newsgrid.web.catalog import entries

        feed = store.add_feed(a_feed())
        monkeypatch.setattr(entries, "insert_rows", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            store.save_feed(a_feed(title="New").__class__(id=feed.id, url=feed.url, title="New"), [an_entry(1)], NOW)
        assert store.feeds() == [feed]

    def test_digests_that_break_leave_the_old_ones(
        self, store: CatalogStore, broken: Callable[[object, str], None]
    ) -> None:
        [story] = keep_stories(store, 1)
        store.save_digests({story[0]: a_digest(story[0])})
        broken(digests, "insert_rows")
        with pytest.raises(RuntimeError):
            store.save_digests({story[0]: a_digest(story[0], headline="Newer")})
        assert store.story_digest(story[0]) == a_digest(story[0])

    def test_a_merge_that_breaks_moves_nothing(
        self, store: CatalogStore, broken: Callable[[object, str], None]
    ) -> None:
        [one, two] = keep_stories(store, 1, 1)
        broken(articles, "recount")
        with pytest.raises(RuntimeError):
            store.save_repair([Merge(one[0], two[0], "")], [])
        assert [known.id for known in store.story_articles(two[0])] == two

    def test_database_errors_come_out_in_our_words(self) -> None:
        assert isinstance(as_store_error(OperationalError("database is locked")), StoreBusy)
        assert type(as_store_error(DatabaseError("no such table"))) is StoreError
        error = OperationalError("deadlock detected")
        error.__cause__ = type("Deadlock", (Exception,), {"sqlstate": "40P01"})()
        assert isinstance(as_store_error(error), StoreBusy)


class TestRows:
    def test_a_publisher_is_made_from_the_feed_else_its_host(self, store: CatalogStore, using: str) -> None:
        store.add_feed(a_feed(1, publisher="Daily River"))
        store.add_feed(a_feed(2, publisher="", site="https://www.hill.example/"))
        store.add_feed(a_feed(3, publisher=" daily  RIVER "))
        rows = models.Publisher.objects.using(using).order_by("id")
        assert [(row.name, row.slug, row.host) for row in rows] == [
            ("Daily River", "daily-river", "paper1.example"),
            ("hill.example", "hillexample", "hill.example"),
        ]

    def test_a_publisher_that_was_only_a_host_goes_when_the_feed_says_its_name(
        self, store: CatalogStore, using: str
    ) -> None:
        feed = store.add_feed(a_feed(1, publisher=""))
        store.save_feed(dataclasses.replace(feed, publisher="Daily River"), [], NOW)
        assert [row.name for row in models.Publisher.objects.using(using).all()] == ["Daily River"]

    def test_an_edit_corrects_what_the_publisher_had_from_the_feed_and_nothing_else(
        self, store: CatalogStore, using: str
    ) -> None:
        feed = store.add_feed(a_feed(1, publisher="Daily River", language="en", city="Durban"))
        rows = models.Publisher.objects.using(using)
        rows.update(language="zu")  # the operator's own word, in the admin
        store.edit_feed(dataclasses.replace(feed, language="af", city="Pretoria", country="ZA"))
        row = rows.get()
        assert (row.city, row.country, row.language) == ("Pretoria", "ZA", "zu")

    def test_a_feeds_report_counts_its_entries_and_shows_the_newest(self, store: CatalogStore, using: str) -> None:
        first, second, third, fourth = keep_entries(store, 4)
        store.save_articles([a_made(first)])
        store.fail_entries([EntryFailure(second, "empty", "There was no text.", None)])
        other = store.add_feed(a_feed(2))
        store.save_feed(other, [an_entry(9)], NOW + HOUR)
        feed = store.feeds()[0]
        with queries(using) as captured:
            report = store.feed_report(feed.id, 3)
        assert statements(captured) == 3
        assert report.counts == {"pending": 2, "done": 1, "failed": 1}
        assert [line.id for line in report.recent] == [fourth, third, second]
        line = report.recent[2]
        assert (line.state, line.reason, line.message) == ("failed", "empty", "There was no text.")
        assert (line.title, line.link, line.first_seen) == ("Title 2", "https://paper.example/news/2", NOW)
        assert report.pages == {}
        assert store.feed_report(10**6).recent == ()

    def test_a_feeds_report_names_the_pages_that_gave_no_text(self, store: CatalogStore, using: str) -> None:
        ids = keep_entries(store, 3)
        walled = an_article(1, evidence=(("headline", "feed entry"), ("page", "consent-wall")))
        store.save_articles([a_made(ids[0], article=walled), a_made(ids[1], article=walled), a_made(ids[2])])
        report = store.feed_report(store.feeds()[0].id, 3)
        assert report.pages == {"consent-wall": 2}
        assert sorted((line.state, line.reason) for line in report.recent) == [
            ("done", ""),
            ("done", "consent-wall"),
            ("done", "consent-wall"),
        ]
        store.save_articles([a_made(ids[0], article=an_article(1))])
        assert store.feed_report(store.feeds()[0].id, 3).pages == {"consent-wall": 1}

    def test_many_feeds_take_few_queries(self, store: CatalogStore, using: str) -> None:
        with queries(using) as captured:
            store.add_feeds([a_feed(number) for number in range(300)])
        # bulk writes run one small statement for each row
        reads = [query["sql"] for query in captured.captured_queries if query["sql"].startswith("SELECT")]
        assert len(reads) <= 8

    def test_publishers_of_one_slug_are_told_apart(self, using: str) -> None:
        ids = publisher_ids([Outlet("The River"), Outlet("The-River"), Outlet("The River!"), Outlet("河")], using=using)
        slugs = dict(models.Publisher.objects.using(using).values_list("id", "slug"))
        assert len(set(ids.values())) == len(set(slugs.values())) == 4
        assert all(slug.isascii() and slug for slug in slugs.values())

    def test_an_ingested_page_has_the_publisher_it_names(self, store: CatalogStore, using: str) -> None:
        ids = [store.add_entry(an_entry(n), NOW).id for n in range(3)]
        named = [
            an_article(0), an_article(1, publisher="", canonical="https://www.hill.example/a"), an_article(2, publisher="", canonical=""),
        ]  # fmt: skip
        store.save_articles([a_made(i, article=article) for i, article in zip(ids, named, strict=True)])
        rows = models.Article.objects.using(using).select_related("publisher").order_by("id")
        assert [row.publisher.name for row in rows] == ["Paper 1", "hill.example", ""]
        assert all(row.publisher.slug for row in rows)

    def test_an_article_has_the_columns_that_lists_need(self, store: CatalogStore, using: str) -> None:
        [entry] = keep_entries(store, 1)
        article = an_article(
            1, authors=("A. One", "B. Two"), agency="AFP", image=Image("https://paper.example/i.jpg", "A river"), correction="Sorry.",
            paywalled=True, signals=Signals(noindex=True),
        )  # fmt: skip
        store.save_articles([a_made(entry, article=article)])
        row = models.Article.objects.using(using).get()
        assert (row.byline, row.agency, row.image, row.image_alt) == (
            "A. One, B. Two",
            "AFP",
            "https://paper.example/i.jpg",
            "A river",
        )
        assert (row.corrected, row.paywalled, row.noindex) == (True, True, True)
        assert (row.excerpt, row.url, row.dated) == (
            "The river rose in the night.", "https://paper.example/news/1", NOW - HOUR,
        )  # fmt: skip
        assert row.feed is not None

    @pytest.mark.parametrize(
        ("signals", "most"),
        [(Signals(), 250), (Signals(nosnippet=True), 0), (Signals(max_snippet=20), 20), (Signals(max_snippet=0), 0), (Signals(max_snippet=-1), 250)],
    )  # fmt: skip
    def test_an_excerpt_is_no_longer_than_the_page_allows(self, signals: Signals, most: int) -> None:
        excerpt = articles.excerpt(an_article(1, "word " * 200, signals=signals))
        assert len(excerpt) <= most
        assert bool(excerpt) == bool(most)

    def test_an_excerpt_passes_over_what_the_page_withholds(self) -> None:
        withheld = Signals(withheld=("The river rose",))
        assert articles.excerpt(an_article(1, signals=withheld)) == "Paragraph of article 1."

    def test_a_picture_that_may_not_be_shown_is_not_kept(self, store: CatalogStore, using: str) -> None:
        image = Image("https://paper.example/river.jpg")
        given = zip(keep_entries(store, 2), ("none", "large"), strict=True)
        store.save_articles(
            [a_made(n, article=an_article(n, image=image, signals=Signals(image_preview=size))) for n, size in given]
        )
        shown = models.Article.objects.using(using).order_by("id").values_list("image", flat=True)
        assert list(shown) == ["", image.url]

    def test_a_story_lists_its_editions_topics_names_and_places(self, store: CatalogStore, using: str) -> None:
        store.add_edition(EDITION)
        [story] = keep_stories(store, 2)
        matches = (
            EditionMatch("johannesburg", "country", 0.2, "South Africa"), EditionMatch("johannesburg", "event", 0.9, "Here", story[1], "Joburg"),
        )  # fmt: skip
        names = (
            StoryName("k" * 500, "Long", "person", tuple(story)),
            StoryName("un", "UN", "organisation", (story[0],)),
        )
        topics = (Topic("water", "Water"), Topic("water", "Water again"), Topic("", "Nothing"))
        store.save_digests({story[0]: a_digest(story[0], editions=matches, names=names, topics=topics)})
        [match] = models.StoryEdition.objects.using(using).all()
        assert (match.role, match.grade, match.article, match.place_name) == ("event", 0.9, story[1], "Joburg")
        tags = models.StoryTag.objects.using(using).order_by("id")
        assert [(tag.kind, tag.key, tag.label) for tag in tags] == [
            ("topic", "water", "Water"), ("person", tag_key("k" * 500), "Long"), ("organisation", "un", "UN"),
        ]  # fmt: skip
        [place] = models.StoryPlace.objects.using(using).select_related("place")
        assert (place.place.name, place.count, place.last) == ("Johannesburg", 3, NOW - HOUR)

    def test_a_merged_story_is_listed_no_more(self, store: CatalogStore, using: str) -> None:
        store.add_edition(EDITION)
        [one, two] = keep_stories(store, 1, 1)
        store.save_digests({story[0]: a_digest(story[0]) for story in (one, two)})
        store.save_repair([Merge(one[0], two[0], "")], [])
        for kind in (models.StoryEdition, models.StoryTag, models.StoryPlace):
            assert set(kind.objects.using(using).values_list("story_id", flat=True)) == {one[0]}
        assert store.live_story(two[0]) == store.live_story(one[0]) == one[0]
        with pytest.raises(NotFound):
            store.live_story(77)

    def test_fronts_get_a_new_version_whenever_stories_change(self, store: CatalogStore) -> None:
        [one, two] = keep_stories(store, 1, 1)
        store.add_edition(EDITION)
        late = store.add_entry(an_entry(50), NOW).id
        seen = [store.front_version("johannesburg")]
        for change in (
            lambda: store.save_articles([a_made(late, one[0])]),
            lambda: store.save_repair([Merge(one[0], two[0], "")], []),
            lambda: store.save_digests({one[0]: a_digest(one[0])}),
            lambda: store.add_edition(EDITION),
        ):
            change()
            seen.append(store.front_version("johannesburg"))
        assert seen == sorted(set(seen))
        with pytest.raises(NotFound):
            store.front_version("nowhere")

    def test_tellings_can_be_read_one_by_one(self, store: CatalogStore) -> None:
        keep_stories(store, 2, 1)
        since = NOW - timedelta(days=1)
        assert list(store.iter_tellings(since)) == store.tellings(since)

    def test_every_table_says_what_a_row_is(self, store: CatalogStore, using: str) -> None:
        store.add_edition(EDITION)
        keep_stories(store, 1)
        for kind in (
            models.Publisher,
            models.Feed,
            models.Entry,
            models.Place,
            models.Edition,
            models.Story,
            models.Article,
            models.ArticleVersion,
        ):
            assert str(kind.objects.using(using).first()).strip()  # type: ignore[attr-defined]

    def test_keys_fit_their_columns_and_differ(self) -> None:
        assert -(2**63) <= hash64("a") < 2**63
        assert len({hash64("ab", "c"), hash64("a", "bc"), hash64("abc")}) == 3
        assert tag_key("short") == "short"
        assert len(tag_key("x" * 999)) <= 200
        assert tag_key("x" * 999) != tag_key("x" * 998)


class TestPlans:
    @pytest.fixture
    def plan(self, db: None) -> Callable[[str], str]:
        connection = connections["default"]
        if connection.vendor != "sqlite":
            pytest.skip("reads SQLite's plans")

        def explain(sql: str) -> str:
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
                return "\n".join(row[3] for row in cursor.fetchall())

        return explain

    @pytest.mark.parametrize(
        ("name", "index"),
        [
            ("story_rows", "story_last"), ("pending", "entry_state"), ("stale", "story_stale"), ("due", "feed_due"),
            ("story_articles", "article_story"), ("publisher", "article_publisher"), ("tag", "tag_key"), ("place", "place_last"),
            ("edition", "match_edition"), ("link", "entry_link"), ("known", "entry_once"),
        ],
    )  # fmt: skip
    def test_each_query_finds_its_index(self, plan: Callable[[str], str], name: str, index: str) -> None:
        live = models.Story.objects.filter(redirect_to__isnull=True)
        found: dict[str, Any] = {
            "story_rows": live.filter(last__gte=NOW).order_by("-last", "-id"),
            "pending": models.Entry.objects.filter(state="p").order_by("id")[:10],
            "stale": models.Story.objects.filter(stale=True).order_by("-last", "-id")[:10],
            "due": models.Feed.objects.filter(Q(next_check=None) | Q(next_check__lte=NOW)).order_by("next_check")[:10],
            "story_articles": models.Article.objects.filter(story_id=5).order_by("dated"),
            "publisher": models.Article.objects.filter(publisher_id=5).order_by("-dated")[:30],
            "tag": models.StoryTag.objects.filter(kind="topic", key="water").order_by("-last")[:30],
            "place": models.StoryPlace.objects.filter(place_id=5).order_by("-last")[:30],
            "edition": models.StoryEdition.objects.filter(edition_id="x").order_by("-last")[:30],
            "link": models.Entry.objects.filter(site_key=5, link_key__in=[1, 2]).exclude(link_key=0),
            "known": models.Entry.objects.filter(feed_id=5, key__in=[1, 2]),
        }
        sql, parameters = found[name].query.sql_with_params()
        quoted = tuple(f"'{p}'" if not isinstance(p, int) else p for p in parameters)
        assert index in plan(sql % quoted)

    @pytest.mark.parametrize("known", [False, True])
    def test_what_every_visit_to_a_feed_asks_finds_its_index(self, plan: Callable[[str], str], known: bool) -> None:
        store = CatalogStore()
        feed = store.add_feed(a_feed())
        if known:
            store.save_feed(feed, [an_entry(1)], NOW)
        with queries("default") as captured:
            store.save_feed(feed, [an_entry(2)], NOW)
        asked = [
            q["sql"] for q in captured.captured_queries if q["sql"].startswith("SELECT") and "catalog_entry" in q["sql"]
        ]
        plans = [plan(sql) for sql in asked]
        assert len(plans) == 2 + 2 * known
        assert not any("SCAN" in text for text in plans)
        assert sum("entry_link" in text for text in plans) == 1
        assert all("INDEX entry_" in text or "PRIMARY KEY" in text for text in plans)


class TestLease:
    def test_one_process_at_a_time_holds_the_lease(self, store: CatalogStore, using: str, tmp_path: Path) -> None:
        with lease(tmp_path, using=using), pytest.raises(StoreBusy), lease(tmp_path, using=using):
            pass
        with lease(tmp_path, using=using):
            pass


class TestProcesses:
    """On a file of its own, as newsgrid runs."""

    SET_UP = """
import sys
from pathlib import Path
from newsgrid.settings import Settings, StoreSettings
from newsgrid.web import config
config.setup(Settings(store=StoreSettings(data_dir=Path(sys.argv[1]))))
config.migrate()
sys.path.insert(0, sys.argv[2])
from store_values import *
from newsgrid.web.catalog.store import CatalogStore
store = CatalogStore()
"""

    def run(self, folder: Path, code: str) -> subprocess.CompletedProcess[str]:
        words = [sys.executable, "-c", self.SET_UP + code, str(folder), str(Path(__file__).parent)]
        return subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)

    def test_a_process_killed_within_a_batch_leaves_the_store_as_it_was(self, tmp_path: Path) -> None:
        killed = self.run(
            tmp_path,
            """
ids = keep_entries(store, 5)
store.save_articles([a_made(ids[0])])
import os, signal
from newsgrid.web.catalog import digests
digests.new_fronts = lambda **_: os.kill(os.getpid(), signal.SIGKILL)
store.save_articles([a_made(i) for i in ids[1:]])
""",
        )
        assert killed.returncode == -9, killed.stderr
        after = self.run(
            tmp_path,
            """
print(store.counts()["articles"], store.counts()["stories"], store.pending_count())
store.save_articles([a_made(p.id) for p in store.pending_entries(NOW)])
print(store.counts()["articles"], store.pending_count())
""",
        )
        assert after.stdout.split() == ["1", "1", "4", "5", "0"], after.stderr

    def test_a_store_that_another_process_holds_for_too_long_is_busy(self, tmp_path: Path) -> None:
        self.run(tmp_path, "")
        other = sqlite3.connect(tmp_path / "newsgrid.sqlite3", isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(20, other.close)
        timer.start()
        outcome = self.run(
            tmp_path,
            """
from django.db import connection
connection.cursor().execute("PRAGMA busy_timeout=50")
print(store.counts()["feeds"])
try:
    store.add_feed(a_feed())
except Exception as error:
    print(type(error).__name__)
""",
        )
        timer.cancel()
        other.close()
        assert outcome.stdout.split() == ["0", "StoreBusy"], outcome.stderr

    def test_the_store_may_be_used_from_an_event_loop(self, tmp_path: Path) -> None:
        outcome = self.run(
            tmp_path,
            """
import asyncio
async def poll():
    feed = store.add_feed(a_feed())
    return store.save_feed(feed, [an_entry(1)], NOW), await asyncio.to_thread(store.pending_count)
print(asyncio.run(poll()))
""",
        )
        assert outcome.stdout.strip() == "(1, 1)", outcome.stderr


def test_a_number_no_id_can_be_is_not_found(store: CatalogStore) -> None:
    for ask in (store.article, store.versions, store.story_articles, store.story_digest):
        with pytest.raises(NotFound):
            ask(10**30)
