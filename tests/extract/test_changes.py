"""What changed between two versions."""

from __future__ import annotations

import dataclasses

from newsgrid.extract import article_diff
from newsgrid.model import Article, Block

OLD = Article(
    headline="Ferry strike enters third day",
    blocks=(
        Block("paragraph", "Some 14,000 passengers were stranded. “We will not sail,” said Dermot Quill."),
        Block("paragraph", "Talks resume soon."),
    ),
    language="en",
)


def change(article: Article, old: str, new: str) -> Article:
    return dataclasses.replace(
        article, blocks=tuple(dataclasses.replace(b, text=b.text.replace(old, new)) for b in article.blocks)
    )


def test_equal_versions_differ_in_nothing() -> None:
    assert article_diff(OLD, OLD).changes == ()


def test_changed_figure_without_notice_is_silent() -> None:
    difference = article_diff(OLD, change(OLD, "14,000", "40,000"))
    (found,) = difference.silent
    assert (found.kind, found.words, found.marks) == ("reworded", (("14,000", "40,000"),), ("figure",))


def test_notice_of_correction_breaks_the_silence() -> None:
    new = dataclasses.replace(change(OLD, "14,000", "40,000"), correction="Correction: the figure was wrong.")
    difference = article_diff(OLD, new)
    assert difference.noticed
    assert difference.silent == ()
    assert len(difference.changes) == 1


def test_changed_quote_name_and_headline_are_marked() -> None:
    new = dataclasses.replace(change(change(OLD, "not sail", "sail"), "Quill", "Quilley"), headline="Ferry strike ends")
    headline, reworded = article_diff(OLD, new).changes
    assert headline.marks[0] == "headline"
    assert reworded.marks == ("quote", "name")


def test_added_and_removed_sentences_are_told_apart() -> None:
    difference = article_diff(OLD, change(OLD, "Talks resume soon.", "The mayor offered a boat of her own instead."))
    assert [c.kind for c in difference.changes] == ["removed", "added"]
    assert difference.as_dict()["silent"] == []
