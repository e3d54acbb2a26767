"""Short pieces that belong to the body are put back; what only stands near stays out."""

from __future__ import annotations

import numpy as np
import pytest
from lxml import html

from newsgrid.extract.features import Matrix
from newsgrid.extract.mending import mend
from newsgrid.extract.outline import Outline, outline

PAGE = """<html><body><h1>Ferry strike enters third day</h1><p class="standfirst">Crews and the harbour board are far apart as ever.</p>
<div class="article-body"><p>first</p><h3>What the crews want</h3><p>second</p><ul><li>Eight posts restored</li><li><a href="/x">A whole list of links</a></li></ul><p>third</p>
<h3>Article content</h3><p>fourth</p><h3>Article content</h3><p>fifth</p><h3>Sign up to our newsletter</h3><p>sixth</p><div class="related"><h3>Lighthouse sold</h3></div><p>seventh</p></div></body></html>"""
SURE = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")


def page(chance: float) -> tuple[Outline, list[int], Matrix]:
    """Give a page whose paragraphs are chosen, all else being body with some probability."""
    cut = outline(html.document_fromstring(PAGE))
    kept = [i for i, piece in enumerate(cut.pieces) if piece.text in SURE]
    chances = np.full(len(cut.pieces), chance, np.float32)
    chances[kept] = 0.9
    return cut, kept, chances


def mended(chance: float) -> list[str]:
    cut, kept, chances = page(chance)
    title = "Ferry strike enters third day"
    found = mend(cut, kept, chances, title, [title])
    assert found == sorted(found)
    return [cut.pieces[i].text for i in found if i not in kept]


@pytest.mark.parametrize(
    ("chance", "texts"),
    [
        (0.02, []),
        (0.15, ["Crews and the harbour board are far apart as ever.", "What the crews want"]),
        (0.4, ["Crews and the harbour board are far apart as ever.", "What the crews want", "Eight posts restored"]),
    ],
)
def test_what_belongs_between_sure_pieces_is_put_back(chance: float, texts: list[str]) -> None:
    assert mended(chance) == texts


def test_nothing_is_put_where_nothing_was_chosen() -> None:
    cut, _, chances = page(0.4)
    assert mend(cut, [], chances, "", []) == []


def test_what_was_left_out_on_purpose_stays_out() -> None:
    assert mended(0.7) == []
