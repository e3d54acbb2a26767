"""Feedworld's faults of documents: what is read from each."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator

import pytest

from newsgrid.bench.feedworld import Feedworld, Options, running
from newsgrid.errors import FeedError
from newsgrid.feeds import parse
from newsgrid.model import ParsedFeed

ENTRIES = 6
DOCUMENT_FAULTS = (
    "invalid-xml", "undeclared-entity", "bad-utf8", "latin1-undeclared", "cp1251-header", "utf16", "lying-charset", "xml-bomb", "xxe", "huge", "xss",
    "no-guid", "guid-churn", "no-dates", "future-dates", "relative-links", "dup-entries", "long-title", "empty", "html-login",
)  # fmt: skip
PROBLEMS = {
    "invalid-xml": {"ill-formed"}, "undeclared-entity": {"ill-formed"}, "bad-utf8": {"encoding"}, "xml-bomb": {"dtd"},
    "xxe": {"dtd"}, "no-dates": {"no-dates"}, "dup-entries": {"doubled-entries"},
}  # fmt: skip
REASONS = {"empty": "empty", "html-login": "html", "huge": "too-large"}


@pytest.fixture(scope="module")
def world() -> Iterator[Feedworld]:
    options = Options(feeds=140, entries=ENTRIES, faults=1.0, classes=DOCUMENT_FAULTS, seed=5, huge_mb=11)
    with running(options) as made:
        yield made


@pytest.fixture(scope="module")
def found(world: Feedworld) -> dict[str, list[ParsedFeed | FeedError]]:
    rows: dict[str, list[ParsedFeed | FeedError]] = {}
    for row in world.feeds():
        with urllib.request.urlopen(row["url"], timeout=20) as answer:
            data, kind = answer.read(), answer.headers.get("content-type", "")
        try:
            rows.setdefault(row["fault"], []).append(parse(data, row["url"], kind))
        except FeedError as error:
            rows.setdefault(row["fault"], []).append(error)
    assert set(rows) == set(DOCUMENT_FAULTS)
    return rows


@pytest.mark.parametrize("fault", DOCUMENT_FAULTS)
def test_a_fault_is_lived_with_or_named(found: dict[str, list[ParsedFeed | FeedError]], fault: str) -> None:
    for feed in found[fault]:
        if fault in REASONS:
            assert isinstance(feed, FeedError)
            assert feed.reason == REASONS[fault]
            continue
        assert isinstance(feed, ParsedFeed)
        assert {problem.kind for problem in feed.problems} >= PROBLEMS.get(fault, set())
        if fault not in ("xml-bomb", "xxe"):
            assert len({entry.identity for entry in feed.entries}) == ENTRIES
            assert all(entry.title and entry.raw_link for entry in feed.entries) or fault == "xss"


def test_nothing_of_a_file_or_a_canary_gets_in(found: dict[str, list[ParsedFeed | FeedError]]) -> None:
    for feed in (*found["xxe"], *found["xss"], *found["xml-bomb"]):
        assert isinstance(feed, ParsedFeed)
        shown = " ".join(f"{e.title} {e.summary} {e.content} {e.raw_link} {e.authors}" for e in feed.entries).lower()
        assert not any(
            mark in shown
            for mark in (
                "root:",
                "<script",
                "javascript:",
                "onerror",
                "<iframe",
                "<base",
                "<meta",
                "<object",
                "<style",
                "<svg",
                "boom",
            )
        )


def test_titles_are_never_garbled(found: dict[str, list[ParsedFeed | FeedError]]) -> None:
    for fault in ("latin1-undeclared", "cp1251-header", "utf16", "lying-charset", "undeclared-entity"):
        for feed in found[fault]:
            assert isinstance(feed, ParsedFeed)
            assert not any(
                "\ufffd" in entry.title or "Ã" in entry.title or "Ð" in entry.title for entry in feed.entries
            )


def test_relative_links_become_absolute(found: dict[str, list[ParsedFeed | FeedError]]) -> None:
    for feed in found["relative-links"]:
        assert isinstance(feed, ParsedFeed)
        assert all(entry.link.startswith("http://127.0.0.1") for entry in feed.entries)


def test_long_titles_are_cut(found: dict[str, list[ParsedFeed | FeedError]]) -> None:
    for feed in found["long-title"]:
        assert isinstance(feed, ParsedFeed)
        assert all(len(entry.title) <= 1000 for entry in feed.entries)
