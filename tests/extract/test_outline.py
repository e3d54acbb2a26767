"""A page cut into pieces and containers."""

from __future__ import annotations

import re

from newsgrid.extract.marks import _PATTERNS, BIT, read_marks
from newsgrid.extract.markup import parse
from newsgrid.extract.outline import Outline, Piece, outline

PAGE = """<html><body><header><a href="/">Harbour Herald</a></header>
<article class="article-body"><h1>Ferry returns</h1>
<p>The <b>ferry</b> is <a href="/back">back</a>.<br><br>It sails <i>twice</i> a day.</p>
<figure><img src="/a.jpg"><figcaption>At the quay</figcaption></figure>
<p style="display:none">Never seen</p></article>
<div> <a href="/x"><img src="/b.jpg"></a> </div>
<p><time>9 May</time> Last <script>var a = "no text";</script>line</p>
<iframe src="/map"></iframe></body></html>"""


def cut(html: str = PAGE) -> Outline:
    return outline(parse(html))


def piece(page: Outline, start: str) -> Piece:
    return next(one for one in page.pieces if one.text.startswith(start))


def test_pieces_stand_in_reading_order_cut_at_blocks_and_double_breaks() -> None:
    assert [one.text for one in cut().pieces] == [
        "Harbour Herald", "Ferry returns", "The ferry is back.", "It sails twice a day.", "At the quay", "Never seen", "9 May Last line",
    ]  # fmt: skip


def test_pieces_know_their_links_type_times_and_pictures() -> None:
    page = cut()
    assert piece(page, "Harbour").linked == 1
    ferry = piece(page, "The ferry")
    assert (ferry.links, ferry.linked, ferry.bold) == (1, 4 / 18, 5 / 18)
    assert piece(page, "It sails").italic == 5 / 21
    assert (piece(page, "At the quay").images, piece(page, "Never").images) == (1, 0)
    last = piece(page, "9 May")
    assert (last.stamps, last.links, last.images) == (1, 0, 1)


def test_containers_know_what_lies_within_and_around_them() -> None:
    page = cut()
    for number in range(1, len(page.parent)):
        parent = page.parent[number]
        assert parent < number < page.ends[number] <= page.ends[parent] <= len(page.parent)
        assert page.depth[number] == page.depth[parent] + 1
    article = page.tag.index("article")
    assert {page.tag[n] for n in range(article, page.ends[article])} == {"article", "h1", "p", "figure", "figcaption"}
    assert page.images[page.tag.index("figure")] == 1
    assert page.own[article] & BIT["body"]
    assert page.within[piece(page, "Ferry").container] & BIT["body"]
    assert page.own[piece(page, "Never").container] & BIT["hidden"]
    assert page.embeds == [("/map", 1)]


def test_names_are_read_as_one_with_a_bound() -> None:
    assert read_marks("relatedItems story-body") == read_marks("related-items") | read_marks("story-body")
    assert read_marks("x " * 400 + "newsletter") == read_marks("x " * 400) == 0


def test_a_page_of_too_many_parts_is_cut_short() -> None:
    page = cut("<html><body>" + "<p>One more line.</p>" * 7_000)
    assert page.truncated
    assert len(page.pieces) == 6_000
    assert page.ends[0] == page.ends[1] == len(page.parent)


def test_marks_of_a_word_are_those_whose_patterns_are_found_in_it() -> None:
    compiled = {name: re.compile(pattern) for name, pattern in _PATTERNS}
    words = {word for _, pattern in _PATTERNS for word in re.findall("[a-z]{2,17}", pattern)}
    words |= {cut for word in words for cut in (word[1:], word[:-1], f"x{word}", f"{word}s") if 1 < len(cut) < 18}
    for word in sorted(words):
        expected = sum(BIT[name] for name, pattern in compiled.items() if pattern.search(word))
        assert read_marks(word) == expected, word
        pair = sum(BIT[name] for name, pattern in compiled.items() if pattern.search(f"story-{word}"))
        assert read_marks(f"story-{word}") == read_marks("story") | expected | pair, word
