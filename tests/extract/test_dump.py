"""Dumps of pages to articles: invented pages with the dirt real ones have, in several languages and layouts."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgrid.errors import PageError
from newsgrid.extract import extract_dump
from newsgrid.model import Article

FOLDER = Path(__file__).parent / "dumps"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))


def read(name: str) -> tuple[Article, dict[str, Any]]:
    expected = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    now = datetime.fromisoformat(expected["now"]).replace(tzinfo=UTC)
    return extract_dump(text, name=name, detect=lambda _: expected["language"], now=now), expected


@pytest.mark.parametrize("name", NAMES)
class TestGoldenDumps:
    def test_headline_is_found_once_and_is_not_in_the_body(self, name: str) -> None:
        article, expected = read(name)
        assert article.headline == expected["headline"]
        assert all(block.text != article.headline for block in article.blocks)

    def test_credits_are_read_off_the_lines_that_carry_them(self, name: str) -> None:
        article, expected = read(name)
        assert list(article.authors) == expected["authors"]
        assert article.agency == expected["agency"]
        assert article.publisher == expected["publisher"]
        assert list(article.section) == expected["section"]
        assert list(article.topics) == expected["topics"]

    def test_day_of_publication_is_resolved(self, name: str) -> None:
        article, expected = read(name)
        assert (article.published.date().isoformat() if article.published else "") == expected["published"]

    def test_body_holds_the_text_and_none_of_the_dirt(self, name: str) -> None:
        article, expected = read(name)
        assert article.text.startswith(expected["starts"])
        assert article.text.endswith(expected["ends"])
        assert all(piece in article.text for piece in expected["holds"])
        assert [piece for piece in expected["lacks"] if piece in article.text] == []

    def test_captions_and_subheadings_are_kept_apart(self, name: str) -> None:
        article, expected = read(name)
        assert [[caption.text, caption.credit] for caption in article.captions] == expected["captions"]
        assert [block.text for block in article.blocks if block.kind == "subheading"] == expected["subheadings"]


def test_stated_time_wins_over_the_text() -> None:
    text = (FOLDER / "en-ferry.txt").read_text(encoding="utf-8")
    stated = datetime(2023, 1, 2, 3, 4, tzinfo=UTC)
    assert extract_dump(text, published=stated).published == stated


def test_weekday_and_day_choose_the_nearest_year_before_now() -> None:
    text = (
        "A town and its bridge\n\n"
        + "The bridge over the Wend opened on Monday, September 1, to cheers and a brass band. " * 2
    )
    for now, year in ((datetime(2026, 1, 1, tzinfo=UTC), 2025), (datetime(2022, 1, 1, tzinfo=UTC), 2014)):
        article = extract_dump(text, detect=lambda _: "en", now=now)
        assert article.published == datetime(year, 9, 1, tzinfo=UTC)


def test_year_named_in_the_text_outweighs_nearness() -> None:
    text = "A town and its bridge\n\nThe bridge opened on Monday, September 1, after works that began in May 2013 and cost nine million. The town paid."
    article = extract_dump(text, detect=lambda _: "en", now=datetime(2026, 1, 1, tzinfo=UTC))
    assert article.published == datetime(2014, 9, 1, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "\n\n\n", "Menu\nHome\nSign in", "\x00\x00"])
def test_dump_without_prose_is_named_empty(text: str) -> None:
    with pytest.raises(PageError) as caught:
        extract_dump(text, name="x.txt")
    assert (caught.value.reason, caught.value.item) == ("empty", "x.txt")


def test_dump_that_is_too_large_is_refused() -> None:
    with pytest.raises(PageError, match="larger"):
        extract_dump("word " * 500_000)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Photo: ",
                "‘A’: b ",
                "AFP",
                "By Jane Doe",
                "12 October 2023",
                "\n",
                "\n\n",
                "word ",
                "Word ",
                ". ",
                "“",
                "（",
                "ภาพ",
                "发",
                "5",
                " ",
            ]
        ),
        max_size=60,
    ).map("".join)
)
def test_any_dump_gives_an_article_or_a_typed_error(text: str) -> None:
    try:
        article = extract_dump(text, now=datetime(2026, 1, 1, tzinfo=UTC))
    except PageError as error:
        assert error.reason in ("empty", "too-large")
    else:
        assert article.text.strip()


def test_comments_and_a_box_about_the_author_end_a_dump() -> None:
    prose = [
        f"The crew of ferry number {n} stayed at the quay all day long, and went home at noon to see their families."
        for n in range(4)
    ]
    text = "\n\n".join(
        ["Ferry crew stays at the quay all day", "By Orla Fennimore", *prose, "Orla Fennimore is the Courier's reporter on the coast.", "Comments (1)", "They should pay them more, I think, and be done with it."]
    )  # fmt: skip
    article = extract_dump(text)
    assert article.authors == ("Orla Fennimore",)
    assert [block.text for block in article.blocks] == prose
