"""The measures of metadata count what they say they count."""

from __future__ import annotations

from typing import Any

import pytest

from newsgrid.bench.metadata import half_of, metadata_by, metadata_scores, own_titles, same_minute

HTML = """<html><head><title>Ferry strike goes on | Harbour Post</title><meta property="og:title" content="Strike: third day">
<script type="application/ld+json">{"headline": "Crews \\u201cwill not sail\\u201d"}</script></head><body><h1>Ferry  crews strike</h1></body></html>"""


def page(source: str = "fundus", language: str = "en", **expected: Any) -> dict[str, Any]:
    return {"source": source, "language": language, "url": "https://post.example/a", "expected": expected, "html": HTML}


@pytest.mark.parametrize(
    ("title", "own"),
    [("Ferry crews strike", 1), ("STRIKE: third day!", 1), ("Crews “will not sail”", 1), ("Ferry strike goes on", 1), ("Harbour Post", 1), ("Ferry", 0), ("", 0)],
)  # fmt: skip
def test_title_is_the_pages_own_or_not(title: str, own: int) -> None:
    assert metadata_scores([(page(), {"title": title})]) == {"title_own": own}


def test_titles_of_nothing_are_none() -> None:
    assert own_titles("") == set()


@pytest.mark.parametrize(
    ("expected", "found", "same"),
    [
        ("2024-03-05 06:30:00+01:00", "2024-03-05T05:30:59+00:00", True),
        ("2024-03-05 06:30:00+01:00", "2024-03-05T06:30:00+00:00", False),
        ("2024-03-05 06:30:00", "2024-03-05T06:30:00+01:00", True),
        ("2024-03-05 06:30:00", "2024-03-05T05:30:00+00:00", False),
        ("2024-03-05 06:30:00", None, False),
        ("soon", "2024-03-05T05:30:00+00:00", False),
    ],
)
def test_times_are_compared_to_the_minute(expected: str, found: str | None, same: bool) -> None:
    assert same_minute(expected, found) is same


def test_sets_are_counted_over_all_pages() -> None:
    pairs = [
        (page(authors=["Jane Roe"], topics=["Ferries", "Fares"]), {"people": ["jane roe"], "authors": ["Jane Roe", "AFP"], "topics": ["ferries"]}),
        (page(authors=[]), {"people": ["Joe Poe"], "authors": [], "topics": ["never annotated"]}),
    ]  # fmt: skip
    scores = metadata_scores(pairs)
    assert (scores["people"], scores["authors"], scores["topics"]) == (0.6667, 0.6667, 0.6667)


def test_any_annotated_rendition_counts_where_there_is_a_cover() -> None:
    images = [
        {"is_cover": True, "urls": ["https://a.example/s/quay.jpg?w=1"]},
        {"is_cover": False, "urls": ["https://a.example/b.jpg"]},
    ]
    found = {"image": {"url": "https://b.example/large/QUAY.webp"}}
    assert metadata_scores([(page(images=images), found)])["image"] == 1
    assert "image" not in metadata_scores([(page(images=images[1:]), found)])


def test_untrusted_dates_are_not_scored() -> None:
    pairs = [(page("naeb", date_published="2024-03-05"), {"date": "2024-03-05"})]
    assert "minute" not in metadata_scores(pairs)


def test_groups_are_scored_apart_and_small_ones_left_out() -> None:
    pairs: list[tuple[dict[str, Any], dict[str, Any]]] = [(page(language="de"), {"title": "Ferry crews strike"})] * 3
    assert metadata_by([*pairs, (page(), {})], lambda row: row["language"]) == {"de": {"pages": 3, "title_own": 1}}


def test_a_site_is_in_one_half() -> None:
    assert half_of("https://www.post.example/a") == half_of("http://news.post.example/b") in ("a", "b")
