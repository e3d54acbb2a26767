"""From a page to its feeds."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrid.feeds import discover

PAGE = """<!doctype html><html><head><base href="https://paper.example/en/">
<link rel="alternate" type="application/rss+xml" title="Comments" href="comments.xml">
<link rel="alternate" type="application/rss+xml; charset=utf-8" title="News" href="news.xml">
<link rel="alternate" type="application/feed+json" href="/feed.json">
<link rel="alternate" type="application/json" href="/wp-json/v2/posts/1">
<link rel="stylesheet" href="x.css"></head><body><a href="/sport/rss">Sport</a><a href="/about">About</a></body></html>"""


def test_declared_feeds_come_first_and_comments_after_links() -> None:
    found = [candidate.url for candidate in discover(PAGE.encode(), "https://paper.example/en/front")]
    assert found[:4] == [
        "https://paper.example/en/news.xml",
        "https://paper.example/feed.json",
        "https://paper.example/sport/rss",
        "https://paper.example/en/comments.xml",
    ]
    assert "https://paper.example/wp-json/v2/posts/1" not in found


def test_a_candidate_says_what_it_is_and_why() -> None:
    news = discover(PAGE.encode(), "https://paper.example/")[0]
    assert (news.title, news.kind, news.why) == ("News", "rss", "declared by the page")


@pytest.mark.parametrize(
    ("url", "feed"),
    [
        ("https://www.youtube.com/channel/UC123", "https://www.youtube.com/feeds/videos.xml?channel_id=UC123"),
        ("https://www.youtube.com/playlist?list=PL9&x=1", "https://www.youtube.com/feeds/videos.xml?playlist_id=PL9"),
        ("https://m.youtube.com/user/paper", "https://www.youtube.com/feeds/videos.xml?user=paper"),
        ("https://old.reddit.com/r/capetown/top", "https://www.reddit.com/r/capetown/.rss"),
        ("https://www.reddit.com/user/desk/m/ports/", "https://www.reddit.com/user/desk/m/ports/.rss"),
        ("https://social.example/@desk", "https://social.example/@desk.rss"),
        ("https://social.example/@desk/1234", "https://social.example/@desk.rss"),
        ("https://social.example/users/desk", "https://social.example/users/desk.rss"),
        ("https://medium.com/@desk/a-story-1", "https://medium.com/feed/@desk"),
        ("https://medium.com/the-paper", "https://medium.com/feed/the-paper"),
        ("https://desk.medium.com/", "https://desk.medium.com/feed"),
        ("https://desk.substack.com/p/a-story", "https://desk.substack.com/feed"),
        ("https://substack.com/@desk", "https://desk.substack.com/feed"),
        ("https://desk.blogspot.com/2026/11/x.html", "https://desk.blogspot.com/feeds/posts/default"),
        ("https://desk.blogspot.co.za/search/label/Ports", "https://desk.blogspot.co.za/feeds/posts/default/-/Ports"),
        ("https://github.com/paper/press", "https://github.com/paper/press/releases.atom"),
        ("https://github.com/paper/press/commits/main", "https://github.com/paper/press/commits.atom"),
        ("https://gitlab.com/paper/press/-/tree/main", "https://gitlab.com/paper/press/-/tags?format=atom"),
        ("https://desk.tumblr.com/tagged/ports", "https://desk.tumblr.com/tagged/ports/rss"),
        ("https://www.tumblr.com/desk/123/x", "https://desk.tumblr.com/rss"),
        ("https://desk.wordpress.com/category/ports/", "https://desk.wordpress.com/category/ports/feed/"),
        ("https://vimeo.com/desk", "https://vimeo.com/desk/videos/rss"),
        ("https://bsky.app/profile/desk.example", "https://bsky.app/profile/desk.example/rss"),
        ("https://news.google.com/search?q=ports&hl=en-ZA&x=1", "https://news.google.com/rss/search?q=ports&hl=en-ZA"),
        ("https://plain.example/news/", "https://plain.example/feed"),
    ],
)
def test_a_page_without_links_is_known_by_its_address(url: str, feed: str) -> None:
    assert discover(b"", url)[0].url == feed


@pytest.mark.parametrize(
    ("head", "url", "feed", "kind"),
    [
        ('<script>{"externalId":"UC0123456789abcdefghijkl"}</script>', "https://www.youtube.com/@paper",
         "https://www.youtube.com/feeds/videos.xml?channel_id=UC0123456789abcdefghijkl", "atom"),
        ('<link rel="stylesheet" href="/wp-content/x.css">', "https://paper.example/ports/", "https://paper.example/ports/feed/", "rss"),
        ('<meta name="generator" content="Ghost 5.8">', "https://paper.example/ports/", "https://paper.example/rss/", "rss"),
        ('<meta name="generator" content="Hugo 0.1">', "https://paper.example/ports", "https://paper.example/ports/index.xml", "rss"),
        ('<script src="/pf/resources/x.js"></script>', "https://paper.example/", "https://paper.example/arc/outboundfeeds/rss/?outputType=xml", "rss"),
        ('<link rel="feed" href="/notes">', "https://paper.example/", "https://paper.example/notes", "hfeed"),
        ('<a href="feed://paper.example/all">RSS</a>', "https://paper.example/", "https://paper.example/all", ""),
        ('<a href="feed:https://paper.example/all">RSS</a>', "https://paper.example/", "https://paper.example/all", ""),
        ('<a type="application/atom+xml" href="/x">Atom</a>', "https://paper.example/", "https://paper.example/x", "atom"),
        ('<div class="h-entry"><p class="e-content">x</p></div>', "https://paper.example/", "https://paper.example/", "hfeed"),
    ],
)  # fmt: skip
def test_a_page_is_known_by_what_it_holds(head: str, url: str, feed: str, kind: str) -> None:
    best = discover(f"<html>{head}</html>".encode(), url)[0]
    assert (best.url, best.kind) == (feed, kind)


def test_what_is_offered_is_told_as_far_as_it_is_known() -> None:
    assert discover(b"", "https://desk.substack.com/")[0].full_text is True
    assert discover(b"", "https://www.youtube.com/channel/UC1")[0].full_text is False
    assert discover(b"", "https://paper.example/")[0].full_text is None


def test_news_sitemaps_come_before_guesses() -> None:
    sitemaps = ["https://paper.example/sitemap.xml", "https://paper.example/news-sitemap.xml"]
    found = discover(b"", "https://paper.example/", sitemaps)
    assert (found[0].url, found[0].kind) == (sitemaps[1], "sitemap")
    assert sitemaps[0] not in [candidate.url for candidate in found]


def test_a_page_of_links_is_bounded() -> None:
    page = b"".join(b'<a href="/rss/%d">x</a>' % n for n in range(50_000))
    start = time.process_time()
    assert len(discover(page, "https://paper.example/")) == 100
    assert time.process_time() - start < 3


@given(st.binary(max_size=300), st.text(max_size=40))
def test_any_page_gives_candidates_of_the_web_alone(page: bytes, url: str) -> None:
    for candidate in discover(page, url):
        assert candidate.url.startswith(("http://", "https://"))
