"""Whole parts of a page that read like news and are not the article."""

from __future__ import annotations

import pytest

from newsgrid.extract.features import Context, look
from newsgrid.extract.markup import parse
from newsgrid.extract.outline import outline
from newsgrid.extract.segments import article_only

FIRST = (
    "The harbour board has voted to keep the old crane on the east quay after three years of quarrels over its cost and its future. "
    * 3
)
SECOND = (
    "A football club from the valley has signed two players from abroad and hopes that both can play in the match of next Saturday evening. "
    * 3
)
COOKIES = "We store cookies on your device. You may opt out of cookies that are not needed, or give consent to all cookies, at any time."
COMMENT = "I worked on that crane for eleven years and nobody ever asked us what we thought of it, so I am glad that somebody does at last."


def chosen(html: str, kept: str = "p", title: str = "The crane stays") -> list[str]:
    """Give the texts left of all pieces in elements of one tag."""
    cut = outline(parse(f"<html><body>{html}</body></html>"))
    sight = look(cut, Context(title))
    picked = [index for index, piece in enumerate(cut.pieces) if cut.tag[piece.container] == kept]
    return [cut.pieces[index].text.split()[1] for index in article_only(cut, sight.words, picked, sight.title_at)]


def test_comments_are_dropped() -> None:
    thread = f"<div class='comments-area'><ul class='comment-list'><li><p>{COMMENT}</p></li><li><p>{COMMENT}</p></li></ul></div>"
    assert chosen(f"<main><h1>The crane stays</h1><div><p>{FIRST}</p></div>{thread}</main>") == ["harbour"]


def test_an_article_inside_a_container_named_for_comments_stays() -> None:
    assert chosen(f"<div class='with comments'><h1>The crane stays</h1><p>{FIRST}</p><p>{SECOND}</p></div>") == ["harbour", "football"]  # fmt: skip


def test_comments_stay_where_there_is_nothing_else() -> None:
    assert chosen(f"<h1>The crane stays</h1><div class='comments-area'><p>{COMMENT}</p></div>") == ["worked"]


@pytest.mark.parametrize("tag", ["article", "div"])
def test_the_next_article_below_the_first_is_dropped(tag: str) -> None:
    html = f"<{tag}><h1>The crane stays</h1><div><p>{FIRST}</p></div></{tag}><div><{tag}><h1>Two new players</h1><div><p>{SECOND}</p></div></{tag}></div>"
    assert chosen(html) == ["harbour"]


def test_headings_of_the_first_level_inside_the_text_part_nothing() -> None:
    html = f"<article><h1>The crane stays</h1><p>{FIRST}</p><h1>What it costs</h1><p>{SECOND}</p></article>"
    assert chosen(html) == ["harbour", "football"]


def test_an_article_inside_the_article_stays() -> None:
    html = f"<article><h1>The crane stays</h1><p>{FIRST}</p><article><p>{SECOND}</p></article></article>"
    assert chosen(html) == ["harbour", "football"]


def test_comments_of_bare_pages_are_dropped_after_their_heading() -> None:
    thread = f"<p>{COMMENT}</p><div>Tom on 12 May 2011 at 10:40</div><p>{COMMENT}</p>"
    assert chosen(f"<h1>The crane stays</h1><p>{FIRST}</p><div>2 Comments</div>{thread}") == ["harbour"]


def test_text_after_a_word_on_comments_stays_where_nothing_is_dated() -> None:
    assert chosen(f"<h1>The crane stays</h1><p>{FIRST}</p><div>2 Comments</div><p>{SECOND}</p>") == [
        "harbour",
        "football",
    ]


def test_a_dialogue_on_cookies_is_dropped() -> None:
    dialogue = f"<div><h2>Cookies</h2><section><p>{COOKIES}</p></section><section><p>{COOKIES}</p></section></div>"
    assert chosen(f"<main><h1>The crane stays</h1><div><p>{FIRST}</p></div></main>{dialogue}") == ["harbour"]


def test_a_report_on_cookies_stays() -> None:
    report = f"<p>{FIRST}</p><p>{COOKIES}</p><p>{COOKIES}</p>"
    assert chosen(f"<main><h1>The crane stays</h1><div>{report}</div></main>") == ["harbour", "store", "store"]
    assert chosen(f"<main><h1>Cookies</h1><p>{FIRST}</p></main><div><p>{COOKIES}</p><p>{COOKIES}</p></div>", title="Cookies") == ["harbour", "store", "store"]  # fmt: skip


def test_nothing_chosen_is_nothing() -> None:
    assert chosen("<h1>The crane stays</h1>") == []
