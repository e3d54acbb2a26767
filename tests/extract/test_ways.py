"""Where an article goes on, by the look of the addresses; and pages made one."""

from __future__ import annotations

import dataclasses

import pytest

from newsgrid.extract import extract, join, new_blocks, same_story, ways_on
from newsgrid.model import Article, Block, Signals

OWN = "https://gullcoast.example/news/ferries-lost-81234"


def ways(body: str, url: str = OWN, head: str = "") -> dict[str, str]:
    found = ways_on(f"<html><head>{head}</head><body><p>Text</p>{body}</body></html>", url)
    names = ("next", "whole", "amp", "print", "moved")
    return {name: value for name in names if (value := getattr(found, name)) and name != "moved"}


@pytest.mark.parametrize(
    ("own", "following"),
    [
        (OWN, f"{OWN}?page=2"),
        (OWN, f"{OWN}?page=1"),
        (OWN, f"{OWN}/2"),
        (OWN, f"{OWN}/page-2"),
        (f"{OWN}?page=2", f"{OWN}?page=3"),
        (f"{OWN}/page/9/", f"{OWN}/page/10/"),
        (f"{OWN}.html", f"{OWN}-2.html"),
        (f"{OWN}.html", f"{OWN}/2"),
        (f"{OWN}_4.html", f"{OWN}_5.html"),
        ("https://gullcoast.example/a?id=5&page=2", "https://gullcoast.example/a?page=3&id=5"),
    ],
)
def test_next_page_is_known_by_its_address(own: str, following: str) -> None:
    assert ways(f'<a href="{following}">Next</a>', own) == {"next": following}


@pytest.mark.parametrize(
    "other",
    [
        f"{OWN}?page=3",
        f"{OWN}?cpage=2",
        f"{OWN}/7",
        "https://gullcoast.example/news/ferries-lost-81235",
        "https://gullcoast.example/news?page=2",
        "https://other.example/news/ferries-lost-81234?page=2",
        "https://gullcoast.example/2",
        "/",
        "javascript:void(2)",
        "http://[broken",
    ],
)
def test_other_addresses_are_no_next_page(other: str) -> None:
    assert ways(f'<a rel="next" href="{other}">Next</a>', head=f'<link rel="next" href="{other}">') == {}


def test_a_number_is_no_next_page_unless_the_link_says_it() -> None:
    assert ways(f'<a href="{OWN}/2">Ferries, a chronicle</a>') == {}


def test_versions_are_found_on_the_same_site_alone() -> None:
    head = '<link rel="amphtml" href="https://amp.gullcoast.example/ferries"><link rel="alternate" media="print" href="/print/81234">'
    assert ways("", head=head) == {
        "amp": "https://amp.gullcoast.example/ferries",
        "print": "https://gullcoast.example/print/81234",
    }
    elsewhere = '<link rel="amphtml" href="https://cache.example/gullcoast/ferries">'
    assert ways('<a href="https://shop.example/print/81234">Print</a>', head=elsewhere) == {}
    assert ways('<a href="/print-edition">Print edition</a>') == {}


def test_whole_is_found_by_word_or_address() -> None:
    assert ways(f'<a href="{OWN}/komplettansicht">Auf einer Seite lesen</a>') == {"whole": f"{OWN}/komplettansicht"}
    assert ways('<a href="?page=all">Tampilkan semua</a>') == {"whole": f"{OWN}?page=all"}
    assert ways('<a href="/news/all">View all</a>') == {}


def test_article_tells_where_it_goes_on() -> None:
    text = "The harbour board voted on Monday for a toll of 9 euros on every ferry that berths at the north quay. " * 4
    html = f'<html><body><h1>Board votes for toll</h1><p>{text}</p><a href="?page=2">2</a></body></html>'
    assert extract(html, OWN).ways.next == f"{OWN}?page=2"


def page(*texts: str, headline: str = "Board votes for toll", **given: object) -> Article:
    article = Article(headline, tuple(Block("paragraph", text) for text in texts))
    return dataclasses.replace(article, **given)  # type: ignore[arg-type]


def test_pages_are_joined_without_what_is_said_again() -> None:
    first = page("Intro to all of the pages of this.", "One.", "The end of the first page was")
    second = page("Intro to all of the pages of this.", "a sentence on the second.", "Two.")
    third = page("Two.", "Three.")
    assert join([first, second, third]).text.split("\n\n") == [
        "Intro to all of the pages of this.",
        "One.",
        "The end of the first page was a sentence on the second.",
        "Two.",
        "Three.",
    ]
    assert join([first]) == first
    assert new_blocks([first, second], second) == ()


def test_the_stricter_signals_hold() -> None:
    loose, strict = (
        Signals(max_snippet=-1, image_preview="large"),
        Signals(noai=True, max_snippet=80, image_preview="none"),
    )
    found = join([page("One.", signals=loose), page("Two.", signals=strict)]).signals
    assert (found.noai, found.max_snippet, found.image_preview) == (True, 80, "none")


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Board votes for toll", "Board votes for toll - page 2", True),
        ("Board votes for toll", "Board votes for toll (2/3)", True),
        ("Board votes for toll", "", True),
        ("Board votes for toll", "Bakery burns down in the night", False),
        ("港の通行料で対立", "港の通行料で対立 2ページ", True),
    ],
)
def test_one_story_is_told_by_its_headline(left: str, right: str, same: bool) -> None:
    assert same_story(page("x", headline=left), page("y", headline=right)) is same
