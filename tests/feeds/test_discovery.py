"""From a page to its feeds."""

from __future__ import annotations

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
        ("https://old.reddit.com/r/capetown/top", "https://www.reddit.com/r/capetown/.rss"),
        ("https://social.example/@desk", "https://social.example/@desk.rss"),
        ("https://plain.example/news/", "https://plain.example/feed"),
    ],
)
def test_a_page_without_links_is_known_by_its_address(url: str, feed: str) -> None:
    assert discover(b"", url)[0].url == feed


@given(st.binary(max_size=300), st.text(max_size=40))
def test_any_page_gives_candidates_of_the_web_alone(page: bytes, url: str) -> None:
    for candidate in discover(page, url):
        assert candidate.url.startswith(("http://", "https://"))
