"""The page on the health of feeds names every word there is, and the lists of words are whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsgrid import feeds, fetch
from newsgrid.feeds import operator_line
from newsgrid.model import FeedState, Problem

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "feed-health.md").read_text("utf-8")
FEEDS = ROOT / "src" / "newsgrid" / "feeds"
NO_FEED_HEALTH = ("opml.py",)
"""Whose errors are of subscription lists."""


def rows(heading: str) -> set[str]:
    """Give the words in the first column of the table under a heading."""
    section = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return set(re.findall(r"^\| `([\w-]+)` \|", section, re.MULTILINE))


def test_every_reason_of_fetching_is_on_the_page_and_no_other() -> None:
    assert rows("When it cannot be fetched") == set(fetch.REASONS)


def test_every_reason_of_reading_is_on_the_page_and_no_other() -> None:
    assert rows("When the answer is no feed") == {*feeds.REASONS, *fetch.DOCUMENT_REASONS}


def test_every_problem_is_on_the_page_with_its_sentence() -> None:
    assert rows("When it is well, but") == set(feeds.PROBLEMS)
    for sentence in feeds.PROBLEMS.values():
        assert sentence in PAGE


def test_the_states_without_an_error_are_on_the_page() -> None:
    assert rows("When it is well") == {"new", "ok"}


def test_what_the_sources_raise_and_mark_is_in_the_lists() -> None:
    sources = [path.read_text("utf-8") for path in FEEDS.glob("*.py") if path.name not in NO_FEED_HEALTH]
    raised = {word for source in sources for word in re.findall(r'reason="([\w-]+)"', source)}
    marked = {word for source in sources for word in re.findall(r'Problem\(\s*"([\w-]+)"', source)}
    assert raised == set(feeds.REASONS)
    assert marked == set(feeds.PROBLEMS)
    reading = "".join(path.read_text("utf-8") for path in (ROOT / "src" / "newsgrid" / "fetch").glob("reading*.py"))
    assert set(re.findall(r'reason="([\w-]+)"', reading)) == set(fetch.DOCUMENT_REASONS)


@pytest.mark.parametrize(
    ("state", "line"),
    [
        (FeedState(), ""),
        (FeedState(message="The server failed.", problems=(Problem("no-dates"),)), "The server failed."),
        (FeedState(problems=(Problem("no-dates"),)), "The document gives no dates."),
        (
            FeedState(problems=(Problem("encoding", "taken for cp1252"), Problem("no-dates"))),
            "The document is not encoded as it says (taken for cp1252); it gives no dates.",
        ),
        (
            FeedState(moved_to="https://a.example/f", notice="its ids change\nits links too"),
            "It has moved to https://a.example/f, which is taken over after a week. Noticed: its ids change; its links too.",
        ),
        (FeedState(problems=(Problem("of-later-versions", "x"),)), "The document of-later-versions (x)."),
    ],
)
def test_the_line_says_what_is_to_be_known(state: FeedState, line: str) -> None:
    assert operator_line(state) == line
