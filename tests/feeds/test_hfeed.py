"""Web pages that are feeds themselves."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from newsgrid.errors import FeedError
from newsgrid.feeds import parse
from newsgrid.model import Entry, ParsedFeed

URL = "https://paper.example/news/"
PAGE = """<!doctype html><html lang="en-ZA"><head><title>The Paper</title><base href="https://paper.example/base/">
<link rel="hub" href="https://hub.example/"></head><body>
<div class="h-card"><a class="p-name u-url" href="/">The Paper</a></div>
<main class="h-feed"><h1 class="p-name">Port news</h1><p class="p-summary">From the harbour.</p><a class="u-url" href="/port/">all</a>
<span class="p-author h-card"><img class="u-photo" src="/d.png" alt=""><span class="p-name">The Desk</span></span>
<article class="h-entry">
  <h2 class="p-name"><a class="u-url" href="/2026/bridge?utm_source=x">Bridge &amp; tunnel open</a></h2>
  <p class="p-author h-card">Jane Doe</p> <time class="dt-published" datetime="2026-11-03T08:00:00+02:00">3 Nov</time>
  <time class="dt-updated" datetime="2026-11-03 10:00">later</time>
  <p class="p-summary">The mayor opened the bridge.</p>
  <div class="e-content"><p onclick="x()">The <b>mayor</b> opened it.<script>bad()</script></p><img src="i.jpg" alt="Bridge"></div>
  <a class="p-category" href="/t/ports">Ports</a> <span class="p-category">Ships</span>
  <audio class="u-audio" src="/a.mp3" type="audio/mpeg"></audio>
  <div class="p-comment h-cite"><a class="u-url" href="/c/1"><span class="p-name">A comment</span></a></div>
</article>
<article class="h-entry" lang="fr"><p class="e-content p-name">Une note sans titre.</p>
  <abbr class="dt-published"><span class="value">2026-11-02</span> at <span class="value">09:30</span></abbr><data class="u-uid" value="tag:paper.example,2026:2"></data></article>
</main></body></html>"""


def entries(html: str) -> tuple[Entry, ...]:
    return parse(html.encode(), URL).entries


@pytest.fixture
def feed() -> ParsedFeed:
    return parse(PAGE.encode(), URL, "text/html; charset=utf-8")


def test_a_page_with_an_h_feed_is_a_feed(feed: ParsedFeed) -> None:
    assert (feed.version, feed.title, feed.link) == ("hfeed", "Port news", "https://paper.example/port/")
    assert (feed.description, feed.language, feed.hub) == ("From the harbour.", "en-ZA", "https://hub.example/")
    assert feed.as_dict()["format"] == "hfeed"


def test_an_entry_has_its_properties(feed: ParsedFeed) -> None:
    bridge = feed.entries[0]
    assert (bridge.title, bridge.link) == ("Bridge & tunnel open", "https://paper.example/2026/bridge")
    assert bridge.raw_link == "https://paper.example/2026/bridge?utm_source=x"
    assert bridge.published == datetime(2026, 11, 3, 6, tzinfo=UTC)
    assert bridge.updated == datetime(2026, 11, 3, 10, tzinfo=UTC)
    assert (bridge.raw_published, bridge.raw_updated) == ("2026-11-03T08:00:00+02:00", "2026-11-03 10:00")
    assert (bridge.authors, bridge.categories) == (("Jane Doe",), ("Ports", "Ships"))
    assert bridge.summary == "The mayor opened the bridge."
    assert (
        bridge.content == '<p>The <b>mayor</b> opened it.</p><img src="https://paper.example/base/i.jpg" alt="Bridge">'
    )
    assert bridge.image == "https://paper.example/base/i.jpg"
    assert [file.url for file in bridge.enclosures] == ["https://paper.example/a.mp3"]
    assert bridge.identity == bridge.link


def test_a_note_has_no_title_and_takes_over_the_feed_s_author(feed: ParsedFeed) -> None:
    note = feed.entries[1]
    assert (note.title, note.content, note.authors) == ("", "Une note sans titre.", ("The Desk",))
    assert note.published == datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
    assert (note.guid, note.identity, note.language) == ("tag:paper.example,2026:2", "tag:paper.example,2026:2", "fr")


def test_entries_without_a_feed_are_one_and_those_inside_other_things_are_none() -> None:
    page = """<html><title>Blog</title><body><div class="h-entry"><a class="u-url p-name" href="1">One</a></div>
    <div class="h-card"><div class="h-entry"><a class="u-url p-name" href="no">No</a></div></div>
    <ul><li class="h-entry"><a href="2">Two</a></li></ul></body></html>"""
    feed = parse(page.encode(), URL)
    assert feed.title == "Blog"
    assert [(entry.title, entry.link) for entry in feed.entries] == [
        ("One", "https://paper.example/news/1"),
        ("Two", "https://paper.example/news/2"),
    ]


@pytest.mark.parametrize(
    ("inside", "title"),
    [
        ('<abbr class="p-name" title="Full name">short</abbr>', "Full name"),
        ('<data class="p-name" value="Stated">shown</data>', "Stated"),
        ('<img class="p-name" alt="A picture" src="x">', "A picture"),
        ('<p class="p-name">a <img alt="b" src="x"> c<script>d</script></p>', "a b c"),
        ('<p class="p-name"><span class="value">a</span><i>no</i><span class="value">b</span></p>', "ab"),
        ('<p class="p-name">1 &lt; 2</p>', "1 < 2"),
    ],
)  # fmt: skip
def test_a_value_is_read_by_its_element(inside: str, title: str) -> None:
    assert [
        e.title for e in entries(f'<html><div class="h-entry">{inside}<p class="p-summary">s</p></div></html>')
    ] == [title]


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><p>h-entry and h-feed are words here</p></body></html>",
        '<html><body><div class="hentry"><h1 class="entry-title">Old</h1></div></body></html>',
        '<html><body><div class="h-feed"><p class="p-name">Empty</p></div></body></html>',
        '<html><body class="myh-entry">x</body></html>',
    ],
)
def test_a_page_without_entries_is_no_feed(page: str) -> None:
    with pytest.raises(FeedError) as caught:
        parse(page.encode(), URL)
    assert caught.value.reason == "html"


@pytest.mark.parametrize(
    "page",
    [
        '<html><div class="h-entry">' * 20_000,
        '<html><div class="h-feed">' + '<div class="h-entry"><p class="p-name">x</p></div>' * 20_000,
        '<html><div class="h-entry">' + '<b class="p-name p-category p-author">' * 20_000,
        '<html><div class="h-entry"><b class="' + "p-category " * 100_000 + '">x</b></div>',
        '<html><div class="h-entry ' + "h-feed" * 100_000 + '">',
        "<html><i class='" * 40_000 + "h-entry",
    ],
    ids=len,
)
def test_a_page_made_to_hurt_is_bounded(page: str) -> None:
    start = time.process_time()
    try:
        assert len(parse(page.encode(), URL).entries) <= 2000
    except FeedError as error:
        assert error.reason
    assert time.process_time() - start < 2
