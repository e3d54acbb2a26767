"""The newsroom makes, places and keeps articles; one bad item never stops the rest; opening it again goes on."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newsgrid import annotate
from newsgrid.engines import LoopEngine
from newsgrid.errors import StoreBusy
from newsgrid.model import Article, Assignment, Block, Entry, Feed, Known, Page, StoryDigest, Telling
from newsgrid.pipeline import newsroom
from newsgrid.pipeline.drafts import Draft, carries_full_text, home_of, make
from newsgrid.pipeline.newsroom import Newsroom, in_batches, retry_at
from newsgrid.pipeline.polling import needs_page
from newsgrid.ports import EntryFailure, PendingEntry
from newsgrid.settings import FetchSettings, Settings
from newsgrid.stores import MemoryStore
from newsgrid.story import StoryEngine

NOW = datetime(2026, 3, 12, 12, tzinfo=UTC)

FLOOD = [
    "The river Warre burst its banks in Lindenau on Wednesday night, and 340 people had to leave their homes, the mayor Clara Voss said.",
    "“We have never seen the water rise so fast,” Voss told reporters at the town hall of Lindenau on Thursday morning.",
    "Firefighters from four towns pumped water out of the hospital of Saint Brigid, where 22 patients were moved to the upper floors.",
    "The weather service expects the Warre to fall by 60 centimetres before Friday evening, and the bridge at Altmarkt stays closed.",
]
FLOOD_TOLD_AGAIN = [
    "Some 340 residents of Lindenau left their houses after the Warre flooded its banks late on Wednesday, mayor Clara Voss reported.",
    "“Never before has the water risen this quickly,” said Voss, who spoke in front of the Lindenau town hall.",
    "At Saint Brigid hospital, 22 patients spent the night on upper floors while fire brigades of four towns pumped out the cellar.",
    "Forecasters say the Warre will drop 60 centimetres by Friday; until then the Altmarkt bridge remains shut.",
]
CHESS = [
    "The chess club of Port Amsel won the league for the third year in a row after a draw in the last game against Hollfeld.",
    "Its youngest player, Ines Okoro, who is 15, offered the draw after 71 moves, and her opponent shook hands at once.",
    "The trophy will be handed over on 2 April in the old theatre of Port Amsel, the club's chairman Piet Lammers said.",
    "Port Amsel had led the table since November, when it beat Hollfeld on all eight boards.",
]


def entry(name: str, title: str, paragraphs: Sequence[str], hours_ago: float | None = 5) -> Entry:
    content = "".join(f"<p>{p}</p>" for p in paragraphs)
    link = f"https://{name}.example/news"
    published = None if hours_ago is None else NOW - timedelta(hours=hours_ago)
    return Entry(guid=name, identity=name, link=link, raw_link=link, title=title, content=content, published=published)


class Desk:
    """A store with feeds in it, and a newsroom opened on it."""

    def __init__(self) -> None:
        self.store = MemoryStore(clock=lambda: NOW)
        self.open()

    def open(self) -> None:
        self.room = Newsroom(self.store, Settings(), LoopEngine(), lambda: NOW)

    def bring(self, publisher: str, *entries: Entry) -> None:
        feed = self.store.add_feed(
            Feed(0, f"https://{publisher}.example/feed", title=publisher, publisher=publisher, language="en")
        )
        self.store.save_feed(feed, entries, NOW)

    def work(self) -> None:
        self.room.process([Draft(pending) for pending in self.store.pending_entries(NOW)])
        self.room.finish()

    def stories(self) -> list[set[str]]:
        return sorted(
            ({k.article.headline for k in self.store.story_articles(s)} for s in self.store.story_ids()), key=sorted
        )


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_two_tellings_become_one_story_and_another_event_its_own(desk: Desk) -> None:
    desk.bring("a", entry("a1", "River floods Lindenau", FLOOD), entry("a2", "Port Amsel wins league", CHESS))
    desk.bring("b", entry("b1", "Lindenau flood: hundreds leave homes", FLOOD_TOLD_AGAIN, 3))
    desk.work()
    assert desk.stories() == [
        {"Lindenau flood: hundreds leave homes", "River floods Lindenau"},
        {"Port Amsel wins league"},
    ]


def test_a_story_told_twice_has_a_summary_whose_sentences_stand_in_their_articles(desk: Desk) -> None:
    desk.bring("a", entry("a1", "River floods Lindenau", FLOOD))
    desk.bring("b", entry("b1", "Lindenau flood: hundreds leave homes", FLOOD_TOLD_AGAIN, 3))
    desk.work()
    (story,) = desk.store.story_ids()
    digest = desk.store.story_digest(story)
    texts = {k.id: k.article.text for k in desk.store.story_articles(story)}
    assert digest.origins == 2
    assert digest.summary
    assert all(texts[s.article][s.start :].startswith(s.text) for s in digest.summary)
    assert any(n.name == "Clara Voss" for n in digest.names)


def test_one_bad_entry_is_recorded_and_the_others_go_on(desk: Desk) -> None:
    desk.bring("a", Entry(guid="x", identity="x", link="", title=""), entry("a2", "Port Amsel wins league", CHESS))
    desk.work()
    assert desk.stories() == [{"Port Amsel wins league"}]
    assert desk.store.pending_entries(NOW) == []


def test_opening_the_newsroom_again_goes_on_with_the_same_stories(desk: Desk) -> None:
    desk.bring("a", entry("a1", "River floods Lindenau", FLOOD))
    desk.work()
    desk.open()
    desk.bring("b", entry("b1", "Lindenau flood: hundreds leave homes", FLOOD_TOLD_AGAIN, 3))
    desk.work()
    assert len(desk.stories()) == 1


def test_a_changed_entry_is_a_new_version_of_the_same_article_in_the_same_story(desk: Desk) -> None:
    desk.bring("a", entry("a1", "River floods Lindenau", FLOOD))
    desk.work()
    (story,) = desk.store.story_ids()
    desk.bring(
        "a",
        entry(
            "a1",
            "River floods Lindenau, bridge closed",
            [*FLOOD, "Schools stay closed on Friday, the town said on its page."],
        ),
    )
    desk.work()
    assert desk.store.story_ids() == [story]
    (known,) = desk.store.story_articles(story)
    assert known.article.headline == "River floods Lindenau, bridge closed"
    assert len(desk.store.versions(known.id)) == 2


def test_the_same_entry_again_is_no_new_version(desk: Desk) -> None:
    for _ in range(2):
        desk.bring("a", entry("a1", "River floods Lindenau", FLOOD))
        desk.work()
    (story,) = desk.store.story_ids()
    (known,) = desk.store.story_articles(story)
    assert len(desk.store.versions(known.id)) == 1


def test_an_undated_telling_takes_its_days_from_the_others(desk: Desk) -> None:
    desk.bring("a", entry("a1", "River floods Lindenau", FLOOD))
    desk.bring("b", entry("b1", "Lindenau flood: hundreds leave homes", FLOOD_TOLD_AGAIN, None))
    desk.work()
    (story,) = desk.store.story_ids()
    undated = next(k for k in desk.store.story_articles(story) if k.article.published is None)
    assert {d.value for d in undated.annotations.dates} >= {"2026-03-11"}


def test_a_page_that_is_no_article_leaves_what_the_feed_says() -> None:
    told = entry("a1", "River floods Lindenau", [FLOOD[0]])
    page = Page(
        told.link,
        told.link,
        200,
        {"content-type": "text/html"},
        b"<html><body><form>Please log in <input type=password></form></body></html>",
        NOW,
    )
    made = make(Draft(PendingEntry(1, told, None, NOW), page))
    assert made.article is not None
    assert made.article.headline == "River floods Lindenau"
    assert dict(made.article.evidence)["page"]


def test_a_headline_alone_is_news_too() -> None:
    made = make(
        Draft(
            PendingEntry(1, Entry(guid="x", identity="x", link="https://a.example/x", title="Bridge closed"), None, NOW)
        )
    )
    assert made.article is not None
    assert made.article.headline == "Bridge closed"
    assert made.article.blocks == ()


def test_pages_are_fetched_only_where_the_feed_lacks_the_text() -> None:
    whole, short = (PendingEntry(1, entry("a", "T", text), None, NOW) for text in (FLOOD * 2, ["Read on."]))
    rules = FetchSettings()
    assert carries_full_text(whole)
    assert not needs_page(whole, rules, NOW)
    assert needs_page(short, rules, NOW)
    assert not needs_page(short, FetchSettings(pages="never"), NOW)
    assert needs_page(whole, FetchSettings(pages="always"), NOW)
    assert not needs_page(PendingEntry(1, entry("a", "T", ["Read on."], 24 * 40), None, NOW), rules, NOW)


def test_tries_of_a_page_are_spaced_and_end() -> None:
    waits = [retry_at(n, 3, NOW) for n in (1, 2, 3)]
    assert waits[0] is not None
    assert waits[1] is not None
    assert NOW < waits[0] < waits[1]
    assert waits[2] is None


def test_batches_keep_order_and_lose_nothing() -> None:
    drafts = [Draft(PendingEntry(i, Entry("", str(i), ""), None, NOW)) for i in range(1, 8)]
    batches = list(in_batches(drafts, 3))
    assert [len(b) for b in batches] == [3, 3, 1]
    assert [d for b in batches for d in b] == drafts


def test_an_article_can_always_be_written() -> None:
    article = Article(headline="Bridge \ud800 opens", blocks=(Block("paragraph", "A \0 text."),), topics=("\udfff",))
    made = make(Draft(PendingEntry(1, entry("post", "Bridge", []), None, NOW), article=article))
    assert made.article is not None
    assert made.article.headline == "Bridge \ufffd opens"
    assert made.article.blocks[0].text == "A \ufffd text."
    assert made.article.topics == ("\ufffd",)


def test_one_article_that_cannot_be_placed_costs_itself_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.bring("a", entry("a1", "River floods Lindenau", FLOOD), entry("a2", "Port Amsel wins league", CHESS))
    assign = StoryEngine.assign

    def stumble(engine: StoryEngine, telling: Telling, *rest: Any, **named: Any) -> Assignment:
        if telling.title.startswith("River"):
            raise ZeroDivisionError
        return assign(engine, telling, *rest, **named)

    monkeypatch.setattr(StoryEngine, "assign", stumble)
    desk.work()
    assert desk.stories() == [{"Port Amsel wins league"}]
    assert desk.store.counts()["entries_failed"] == 1


def test_one_story_that_cannot_be_digested_is_shown_by_its_headline(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.bring("a", entry("a1", "River floods Lindenau", FLOOD), entry("a2", "Port Amsel wins league", CHESS))
    digest = annotate.digest

    def stumble(known: Sequence[Known], **named: Any) -> StoryDigest:
        if known[0].article.headline.startswith("River"):
            raise ZeroDivisionError
        return digest(known, **named)

    monkeypatch.setattr(annotate, "digest", stumble)
    desk.work()
    assert {desk.store.story_digest(s).headline for s in desk.store.story_ids()} == {
        "River floods Lindenau",
        "Port Amsel wins league",
    }
    assert desk.store.stale_stories() == []


def test_what_could_not_be_stored_is_forgotten_and_decided_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.bring("a", entry("a1", "River floods Lindenau", FLOOD))
    first = desk.store.pending_entries(NOW)
    with monkeypatch.context() as busy:
        busy.setattr(desk.store, "save_articles", _busy)
        with pytest.raises(StoreBusy):
            desk.room.process([Draft(pending) for pending in first])
    # The first is given up, so that nothing but the engines' memory could say that the second is its copy.
    desk.store.fail_entries([EntryFailure(first[0].id, "gone", "", None)])
    desk.bring("b", entry("b1", "River floods Lindenau", FLOOD, 3))
    desk.work()
    (story,) = desk.store.story_ids()
    (known,) = desk.store.story_articles(story)
    assert (known.origin, known.kind) == (known.id, "original")


def test_a_state_of_another_version_does_not_keep_the_newsroom_shut(desk: Desk) -> None:
    desk.bring("a", entry("a1", "River floods Lindenau", FLOOD))
    desk.work()
    desk.store.save_state(newsroom.STATE_KEY, b'{"version": "of long ago"}')
    desk.open()
    desk.bring("b", entry("b1", "Lindenau flood: hundreds leave homes", FLOOD_TOLD_AGAIN, 3))
    desk.work()
    assert desk.stories() == [{"Lindenau flood: hundreds leave homes", "River floods Lindenau"}]


def _busy(*_: object, **__: object) -> None:
    raise StoreBusy("Another process writes.")


def test_an_aggregators_entry_is_not_by_the_aggregator() -> None:
    aggregator = Feed(1, "https://hub.example/feed", title="The Hub", site="https://hub.example/")
    elsewhere = make(Draft(PendingEntry(1, entry("post", "River floods Lindenau", FLOOD), aggregator, NOW)))
    own = make(Draft(PendingEntry(2, entry("hub", "River floods Lindenau", FLOOD), aggregator, NOW)))
    stated = make(
        Draft(
            PendingEntry(
                3,
                entry("post", "River floods Lindenau", FLOOD),
                dataclasses.replace(aggregator, publisher="Hub Daily"),
                NOW,
            )
        )
    )
    assert [m.article.publisher for m in (elsewhere, own, stated) if m.article] == [
        "post.example",
        "The Hub",
        "Hub Daily",
    ]


PAGE = """<html lang="en"><head><title>River floods Lindenau</title><meta property="og:site_name" content="Post Online">
<link rel="canonical" href="{}"></head><body><article><h1>River floods Lindenau</h1>{}</article></body></html>"""


def page_of(link: str) -> Page:
    body = PAGE.format(link, "".join(f"<p>{text}</p>" for text in FLOOD)).encode()
    return Page(link, link, 200, {"content-type": "text/html; charset=utf-8"}, body, NOW)


def linked(name: str, link: str = "https://post.example/news", **given: Any) -> Entry:
    return Entry(guid=name, identity=name, link=link, title="Look at this", summary="41 comments", **given)


def test_an_article_that_an_aggregator_links_to_is_its_publishers(desk: Desk) -> None:
    desk.store.add_feed(
        Feed(0, "https://post.example/feed", title="The Post: all", publisher="The Post", city="Durban")
    )
    hub = desk.store.add_feed(Feed(0, "https://hub.example/feed", title="The Hub", publisher="Hub Daily", city="Cairo"))
    desk.store.save_feed(hub, [linked("1"), linked("2", "https://unknown.example/news")], NOW)
    drafts = [Draft(pending, page_of(pending.entry.link)) for pending in desk.store.pending_entries(NOW)]
    desk.room.process(drafts)
    assert [desk.store.article(one.pending.id).article.publisher for one in drafts] == ["The Post", "Post Online"]
    # The publisher's own feed brings nothing to read any more.
    own = dataclasses.replace(desk.store.feeds()[0])
    assert desk.store.save_feed(own, [linked("own")], NOW) == 1
    assert desk.store.pending_entries(NOW) == []
    assert [home_of(one.pending).name for one in drafts if home_of(one.pending)] == ["Durban"]  # type: ignore[union-attr]


def test_an_aggregators_word_stands_for_a_page_that_cannot_be_read_and_names_its_source() -> None:
    hub = Feed(1, "https://hub.example/feed", title="The Hub")
    made = make(Draft(PendingEntry(1, linked("1", source="Post Online"), hub, NOW)))
    assert made.article is not None
    assert made.article.publisher == "Post Online"


def test_a_page_elsewhere_is_read_even_where_the_aggregator_has_its_text() -> None:
    hub = Feed(1, "https://hub.example/feed", title="The Hub")
    told = entry("post", "River floods Lindenau", FLOOD * 2)
    rules = FetchSettings(pages="when-needed")
    assert needs_page(PendingEntry(1, told, hub, NOW), rules, NOW)
    assert not needs_page(
        PendingEntry(1, dataclasses.replace(told, link="https://hub.example/1"), hub, NOW), rules, NOW
    )
    longer = dataclasses.replace(told, content=told.content + "<p>Not a word of this stands on the page.</p>" * 200)
    made = make(Draft(PendingEntry(1, longer, hub, NOW), page_of(told.link)))
    assert made.article is not None
    assert "Not a word" not in made.article.text


def test_what_a_page_asks_of_us_in_headers_reaches_its_article(desk: Desk) -> None:
    headers = {
        "content-type": "text/html; charset=utf-8",
        "x-robots-tag": "noindex, max-snippet:40",
        "tdm-reservation": "1",
        "tdm-policy": "https://post.example/tdm.json",
    }
    desk.bring("post", linked("1"))
    [pending] = desk.store.pending_entries(NOW)
    desk.room.process([Draft(pending, dataclasses.replace(page_of(pending.entry.link), headers=headers))])
    signals = desk.store.article(pending.id).article.signals
    assert (signals.noindex, signals.max_snippet, signals.tdm_reserved) == (True, 40, True)
    assert signals.tdm_policy == "https://post.example/tdm.json"
