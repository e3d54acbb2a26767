"""Pages of a site teach the newsroom what is its furniture: kept with the articles, used for the next pages, forgotten on demand."""

from __future__ import annotations

import logging
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsgrid.engines import LoopEngine
from newsgrid.errors import StoreBusy
from newsgrid.extract import Template
from newsgrid.model import Article, Entry, Feed, Page
from newsgrid.pipeline.drafts import Draft
from newsgrid.pipeline.newsroom import Newsroom
from newsgrid.pipeline.sites import MOST_AT_HAND, SiteTemplates
from newsgrid.ports import MadeArticle
from newsgrid.settings import ExtractSettings, Settings
from newsgrid.stores import MemoryStore

NOW = datetime(2026, 3, 12, 12, tzinfo=UTC)
HOST = "lantern.example"
DISCLAIMER = "The Lantern is owned by its readers, takes no money from the harbour, and answers to a council of twelve."
PEOPLE = "the mayor,the baker,the pilot,the teacher,the judge,the porter,the nurse,the fisher".split(",")
DEEDS = "mended the quay,closed the mill,counted the boats,sold the orchard,opened the library,lost the keys".split(",")
PLACES = "Holm,Velsen,Osterby,Marrow,Fenwick,Dunmere,Tarnmouth,Brackwater".split(",")


def article_page(number: int) -> str:
    chance = random.Random(number)

    def sentence() -> str:
        return (
            f"On the {chance.randrange(2, 29)}th {chance.choice(PEOPLE)} of {chance.choice(PLACES)} {chance.choice(DEEDS)}, "
            f"while {chance.choice(PEOPLE)} of {chance.choice(PLACES)} {chance.choice(DEEDS)} without being asked to."
        )

    body = "".join(f"<p>{sentence()} {sentence()}</p>" for _ in range(6))
    title = f"{chance.choice(PLACES)} hears of {chance.choice(DEEDS)}, report {number}"
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title></head><body><div class="c1"><h1>{title}</h1>'
        f'<div class="c2">{body}<p>{DISCLAIMER}</p></div></div></body></html>'
    )


class Desk:
    """A store with one feed, whose entries' pages are at hand."""

    def __init__(self, store: MemoryStore | None = None, settings: Settings | None = None) -> None:
        self.store = store or MemoryStore(clock=lambda: NOW)
        self.room = Newsroom(self.store, settings or Settings(), LoopEngine(), lambda: NOW)
        self.feed = self.store.add_feed(Feed(0, f"https://{HOST}/feed", title="The Lantern", language="en"))

    def read(self, numbers: Sequence[int]) -> list[Article]:
        """Bring these pages, read them together, and give their articles."""
        links = {f"https://{HOST}/{number}": article_page(number) for number in numbers}
        entries = [
            Entry(guid=link, identity=link, link=link, raw_link=link, title=link, published=NOW - timedelta(hours=1))
            for link in links
        ]
        self.store.save_feed(self.feed, entries, NOW)
        pending = self.store.pending_entries(NOW)
        pages = [Page(p.entry.link, p.entry.link, 200, {}, links[p.entry.link].encode(), NOW) for p in pending]
        self.room.process([Draft(p, page) for p, page in zip(pending, pages, strict=True)])
        return [self.store.article(p.id).article for p in pending]

    def template(self) -> Template:
        return Template.unpack(self.store.templates([HOST])[HOST])


def tells_the_disclaimer(article: Article) -> bool:
    return DISCLAIMER in article.text


def test_pages_teach_and_the_next_are_read_by_it() -> None:
    desk = Desk()
    assert all(tells_the_disclaimer(article) for article in desk.read(range(4)))
    assert len(desk.template().lessons) == 4
    late = desk.read([9])[0]
    assert not tells_the_disclaimer(late)
    assert "template" in dict(late.evidence)
    assert len(desk.template().lessons) == 5


def test_a_page_that_is_read_again_teaches_nothing() -> None:
    desk = Desk()
    desk.read(range(3))
    before = desk.template()
    pending = desk.store.add_entry(Entry(guid="x", identity="x", link=f"https://{HOST}/1", title="x"), NOW)
    page = Page(f"https://{HOST}/1", f"https://{HOST}/1", 200, {}, article_page(1).encode(), NOW)
    desk.room.process([Draft(pending, page)])
    assert desk.template() == before


def test_another_newsroom_goes_on_where_one_ended() -> None:
    desk = Desk()
    desk.read(range(4))
    assert not tells_the_disclaimer(Desk(desk.store).read([9])[0])


def test_a_forgotten_site_is_learnt_anew_while_the_newsroom_works() -> None:
    desk = Desk()
    desk.read(range(4))
    desk.store.forget_site(HOST)
    assert tells_the_disclaimer(desk.read([9])[0])
    assert len(desk.template().lessons) == 1


def test_what_a_store_refuses_is_not_known() -> None:
    class Busy(MemoryStore):
        busy = False

        def save_articles(self, made: Sequence[MadeArticle], *rest: object, **more: object) -> None:
            if self.busy:
                raise StoreBusy("Busy.")
            super().save_articles(made, *rest, **more)  # type: ignore[arg-type]

    store = Busy(clock=lambda: NOW)
    desk = Desk(store)
    store.busy = True
    with pytest.raises(StoreBusy):
        desk.read(range(4))
    assert store.taught_sites() == []
    store.busy = False
    assert all(tells_the_disclaimer(article) for article in desk.read(range(4)))


def test_a_template_that_cannot_be_read_is_begun_anew(caplog: pytest.LogCaptureFixture) -> None:
    store = MemoryStore(clock=lambda: NOW)
    store.save_articles([], templates={HOST: b"of another version"})
    with caplog.at_level(logging.WARNING):
        Desk(store).read(range(3))
    assert "begun anew" in caplog.text
    assert HOST in caplog.text
    assert len(Template.unpack(store.templates([HOST])[HOST]).lessons) == 3


def test_the_operators_file_is_used_and_a_wrong_one_left_aside(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(settings=Settings(extract=ExtractSettings(publisher_files=tmp_path)))
    path = tmp_path / f"{HOST}.toml"
    path.write_text("[[layout]]\nbody = '.c2 p'\nauthor = 'h1'\n")
    assert dict(desk.read([1])[0].evidence)["body"] == f"publisher file {path}"
    path.write_text("[[layout]]\n\nbody = 'p::before'\n")
    with caplog.at_level(logging.WARNING):
        for article in desk.read([2, 3]):
            assert article.blocks
            assert dict(article.evidence)["body"] == "block classifier"
    assert caplog.text.count("left aside") == 1
    assert f"{path}, line 3" in caplog.text


def test_few_templates_stay_at_hand() -> None:
    store = MemoryStore(clock=lambda: NOW)
    packed = Template().pack()
    hosts = [f"s{number}.example" for number in range(MOST_AT_HAND + 50)]
    store.save_articles([], templates=dict.fromkeys(hosts, packed))
    sites = SiteTemplates(store)
    assert set(sites.of(hosts)) == set(hosts)
    assert len(sites._at_hand) == MOST_AT_HAND
    assert sites.of([]) == {}
