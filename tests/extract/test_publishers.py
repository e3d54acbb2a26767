"""Publisher files: read strictly, found cheaply, applied to the page; and the pages that showed the need for those that ship."""

from __future__ import annotations

import os
import pickle
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from newsgrid.bench.extract import SOURCES, page_f1, read_pages
from newsgrid.errors import PublisherFileError
from newsgrid.extract import extract
from newsgrid.extract.markup import parse as parse_page
from newsgrid.extract.publishers import PublisherFile, find, parse, shipped_hosts
from newsgrid.extract.publishers.selectors import read_selector, select

CORPORA = os.environ.get("NEWSGRID_CORPORA", "")
needs_corpora = pytest.mark.skipif(
    not CORPORA or not (Path(CORPORA) / "extraction").is_dir(),
    reason="NEWSGRID_CORPORA names no folder with extraction/",
)

PARAGRAPHS = (
    "The ferry to Holm was late for the ninth day, and the harbour board said that fog alone was to blame for it.",
    "Passengers who had waited since six in the morning were given soup, and a promise that the engine would be looked at.",
    "A second boat is to come from Velsen on Friday, if the weather lets it pass the sandbank at the mouth of the river.",
)
BOX = "The king spoke for an hour about the price of rope, the state of the roads, and the duty of every harbour to be kind."
PAGE = f"""<html lang="en"><head><title>Ferry late again</title></head><body><h1>Ferry late again</h1>
<div class="who"><span class="pen">Ottoline Varga</span> and <span class="pen">Benedikt Oduya</span></div>
<p class="when">Printed on <time datetime="2024-05-06T07:08:00+02:00">Monday</time></p><p class="dek">Nine days of fog.</p>
<div class="x1"><p>{PARAGRAPHS[0]}</p><div class="box"><p>{BOX}</p></div>after the box<p>{PARAGRAPHS[1]}</p></div>
<div class="x1"><p>{PARAGRAPHS[2]}</p></div><div class="y2"><p>{BOX}</p></div></body></html>"""
FILE = """
[[layout]]
since = 2024-01-01
body = [".x1 > p"]
drop = ".box"
author = ".who .pen"
date = ".when time"
standfirst = ".dek"
"""


def texts(page: str, file: PublisherFile) -> list[str]:
    return [block.text for block in extract(page, "https://a.example/1", publisher=file).blocks]


class TestReading:
    def test_layouts_come_newest_first(self) -> None:
        found = parse("[[layout]]\nbody='p'\n[[layout]]\nsince=2024-05-31\nbody=['.a', '.b']\n", "x")
        assert [layout.since for layout in found.layouts] == [date(2024, 5, 31), date(1990, 1, 1)]
        assert found.layouts[0].body == (".a", ".b")
        assert pickle.loads(pickle.dumps(found)) == found

    @pytest.mark.parametrize(
        ("text", "line", "said"),
        [
            ("[[layout]]\nbody = 'p\n", 2, "line 2"),
            ("[[layout]]\nbody = 'p'\nbodi = 'p'\n", 3, "bodi"),
            ("[[layout]]\nbody = 'p'\n\n[[layout]]\ndrop = ['.a', 'p:nth-child(2)']\n", 5, "nth-child"),
            ("[[layout]]\nbody = 3\n", 2, "quotes"),
            ("[[layout]]\nbody = 'p'\nsince = '2024-05-31'\n", 3, "without quotes"),
            ("[[layout]]\nsince = 2024-05-31\n", 1, "selector"),
            ("[layout]\nbody = 'p'\n", 1, "[[layout]]"),
            ("layouts = 1\n", 1, "no such key"),
            ("same_as = '../etc'\n", 1, "host"),
            ("", 0, "either"),
            ("same_as = 'a.example'\n[[layout]]\nbody = 'p'\n", 0, "either"),
            ("a = " + "[" * 50_000, 0, "paper"),
        ],
        ids=range(12),
    )
    def test_what_is_wrong_is_said_with_file_and_line(self, text: str, line: int, said: str) -> None:
        with pytest.raises(PublisherFileError, match=r"paper\.toml") as caught:
            parse(text, "paper.toml")
        assert caught.value.line == line
        assert caught.value.item == "paper.toml"
        assert said in str(caught.value)
        assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)

    def test_all_files_that_ship_are_right(self) -> None:
        for host in shipped_hosts():
            found = find(f"https://www.{host}/a")
            assert found is not None
            assert found.layouts
            assert not found.same_as

    def test_a_host_without_a_file_has_none(self) -> None:
        assert find("https://paper.example/a") is None
        assert find("") is None
        assert find("not an address") is None


class TestOwnFiles:
    def test_they_stand_in_a_folder_by_host_or_domain(self, tmp_path: Path) -> None:
        (tmp_path / "paper.example.toml").write_text(FILE)
        (tmp_path / "sport.paper.example.toml").write_text("[[layout]]\nbody='.sport'")
        (tmp_path / "twin.example.toml").write_text("same_as = 'paper.example'")
        for url, selector in (
            ("https://www.paper.example/a", ".x1 > p"),
            ("https://news.paper.example/a", ".x1 > p"),
            ("https://sport.paper.example/a", ".sport"),
            ("https://twin.example/", ".x1 > p"),
        ):
            found = find(url, tmp_path)
            assert found is not None
            assert found.layouts[0].body == (selector,)
        assert find("https://other.example/", tmp_path) is None
        assert find("https://reuters.com/", tmp_path) is None

    def test_a_changed_file_is_read_again(self, tmp_path: Path) -> None:
        path = tmp_path / "paper.example.toml"
        path.write_text("[[layout]]\nbody='.a'")
        assert find("https://paper.example/", tmp_path) is not None
        path.write_text("[[layout]]\nbody='.longer'")
        found = find("https://paper.example/", tmp_path)
        assert found is not None
        assert found.layouts[0].body == (".longer",)

    def test_a_wrong_one_is_named(self, tmp_path: Path) -> None:
        path = tmp_path / "paper.example.toml"
        path.write_bytes(b"\xff\xfe")
        with pytest.raises(PublisherFileError, match=r"paper\.example\.toml"):
            find("https://paper.example/", tmp_path)
        path.write_text("#" * 60_000)
        with pytest.raises(PublisherFileError, match="more than"):
            find("https://paper.example/", tmp_path)


class TestSelectors:
    @pytest.mark.parametrize(
        ("selector", "found"),
        [
            ("p", "a b c d e"),
            ("P.k", "b"),
            (".k.l", "b"),
            ("#two p", "c d e"),
            ("#two > p", "c e"),
            ("div  >  div > p", "d"),
            ("[data-x]", "c"),
            ("[data-x=one]", "c"),
            ('[data-x="one"]', "c"),
            ("p[class^=k]", "b"),
            ("p[class$=' l']", "b"),
            ('p[class*="y z"]', "e"),
            ("p[class~=yy]", "e"),
            ("p[class*='']", ""),
            ("p:not(.k)", "a c d e"),
            ("#two > *:not(div)", "c e"),
            ("p:not([data-x='one']):not(.k)", "a d e"),
            ("p.k, #two > p", "b c e"),
            ("[title='a, b']", "a"),
            ('[title="it\'s"]', "d"),
        ],
    )
    def test_css_finds_its_elements(self, selector: str, found: str) -> None:
        root = parse_page(
            "<div><p title='a, b'>a</p><p class='k l'>b</p></div><div id=two><p data-x=one>c</p>"
            "<div><p title=\"it's\">d</p></div><p class='yy zz'>e</p></div>"
        )
        assert " ".join(element.text for element in select(root, [selector])) == found

    @pytest.mark.parametrize(
        "selector",
        [
            "",
            " , p",
            "p >",
            "> p",
            "p::before",
            "p:hover",
            "p[",
            "p + a",
            "p ~ a",
            "a:not(b c)",
            "p[a='\"''b']",
            "é",
            "p" * 401,
        ],
    )
    def test_other_css_is_refused(self, selector: str) -> None:
        with pytest.raises(ValueError, match=r"\w"):
            read_selector(selector)

    def test_a_hostile_page_costs_linear_time(self) -> None:
        selectors = [".a .b", "div:not(.c) .a .b .a > .b", "[class*=a] [class*=b]"]
        for html in ("<div class='a b'>x</div>" * 20_000, ("<div class='a b'>" * 200 + "x" + "</div>" * 200) * 100):
            start = time.process_time()
            select(parse_page(html), selectors)
            assert time.process_time() - start < 5


class TestPages:
    def test_the_file_says_where_the_article_stands(self) -> None:
        found = extract(PAGE, "https://a.example/1", publisher=parse(FILE, "zz/a.example"))
        assert tuple(block.text for block in found.blocks) == PARAGRAPHS
        assert found.authors == ("Ottoline Varga", "Benedikt Oduya")
        assert found.published == datetime(2024, 5, 6, 5, 8, tzinfo=UTC)
        assert found.standfirst == "Nine days of fog."
        evidence = dict(found.evidence)
        assert evidence["publisher file"] == "zz/a.example"
        for field in ("body", "authors", "byline", "published", "standfirst"):
            assert evidence[field] == "publisher file zz/a.example"

    def test_what_is_dropped_takes_nothing_else_along(self) -> None:
        file = parse("[[layout]]\nbody = '.x1'\ndrop = ['.box', '.y2', 'body']\n", "x")
        assert texts(PAGE, file) == [PARAGRAPHS[0], "after the box", PARAGRAPHS[1], PARAGRAPHS[2]]

    def test_of_two_layouts_that_fit_the_newest_counts(self) -> None:
        both = "[[layout]]\nsince=2020-01-01\nbody='.y2'\n[[layout]]\nsince=2023-01-01\nbody='{}'\n"
        assert texts(PAGE, parse(both.format(".x1 > p"), "x")) == list(PARAGRAPHS)
        assert texts(PAGE, parse(both.format(".not-here"), "x")) == [BOX]

    def test_a_file_that_fits_no_more_changes_nothing(self) -> None:
        plain = extract(PAGE, "https://a.example/1")
        file = parse("[[layout]]\nbody = '.gone'\ndrop = 'p'\nauthor = 'h1'\n", "x")
        assert extract(PAGE, "https://a.example/1", publisher=file) == plain

    def test_a_container_without_text_leaves_the_body_to_the_classifier(self) -> None:
        page = PAGE.replace("<h1>", "<div class='empty'></div><h1>")
        found = extract(page, "https://a.example/1", publisher=parse("[[layout]]\nbody = '.empty'\n", "x"))
        assert found.blocks == extract(PAGE, "https://a.example/1").blocks
        assert dict(found.evidence)["body"] == "block classifier"

    def test_a_body_of_a_few_words_is_not_believed_over_the_page(self) -> None:
        page = PAGE.replace("<body>", "<body><p class='late'>Listen to this</p>")
        found = extract(page, "https://a.example/1", publisher=parse("[[layout]]\nbody = '.late'\n", "x"))
        assert len(found.text) > 200
        assert dict(found.evidence)["body"] == "block classifier"


NEEDED = {
    "asahi.com": ("fu_jp_AsahiShimbun_V1", 0.99), "cleveland.com": ("sh_35b158918c676ff2", 0.99),
    "dagbladet.no": ("fu_no_Dagbladet_V1", 0.99), "kicker.de": ("fu_de_Kicker_V1", 0.97), "metro.co.uk": ("fu_uk_Metro_V1", 0.99),
    "mlssoccer.com": ("na_ca1cf35652932caf", 0.99), "nj.com": ("na_94acef247c7ab234", 0.99),
    "reuters.com": ("fu_us_Reuters_V1", 0.98), "srf.ch": ("fu_ch_SRF_V1", 0.99),
}  # fmt: skip
"""For each file that ships, the development page that it is for, and what is read of it at least."""


def test_every_file_that_ships_has_a_page() -> None:
    assert set(NEEDED) == set(shipped_hosts())


@pytest.fixture(scope="module")
def development_pages() -> list[dict[str, Any]]:
    """Give all pages of the hosts for which files ship."""
    pages = (page for source in SOURCES for page in read_pages(Path(CORPORA), source))
    return [page for page in pages if page["expected"].get("body") and find(page["url"] or "")]


@needs_corpora
@pytest.mark.parametrize("host", NEEDED)
def test_the_page_that_needed_a_file_is_read_by_it(host: str, development_pages: list[dict[str, Any]]) -> None:
    name, floor = NEEDED[host]
    page = next(page for page in development_pages if page["id"] == name)
    found = extract(page["html"], page["url"])
    assert page_f1(page["expected"]["body"], found.text, page["language"]) >= floor
    assert dict(found.evidence)["publisher file"]


@needs_corpora
def test_files_spoil_no_other_page_of_their_sites(development_pages: list[dict[str, Any]]) -> None:
    nothing = PublisherFile("none")
    spoilt = {}
    for page in development_pages:
        with_file, without = (
            page_f1(page["expected"]["body"], extract(page["html"], page["url"], publisher=file).text, page["language"])
            for file in (None, nothing)
        )
        if with_file < without - 0.03:  # the classifier has seen these pages: it knows some of them by heart
            spoilt[page["id"]] = (with_file, without)
    assert len(development_pages) >= 18
    assert spoilt == {}
