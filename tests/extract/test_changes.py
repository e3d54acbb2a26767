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


def article(text: str, language: str, headline: str = "") -> Article:
    return Article(headline, (Block("paragraph", text),), language=language)


def test_figure_written_otherwise_is_no_correction() -> None:
    (found,) = article_diff(
        article("بقي نحو ١٤٬٠٠٠ راكب على الرصيف.", "ar"), article("بقي نحو 14000 راكب على الرصيف.", "ar")
    ).changes
    assert found.marks == ()
    (found,) = article_diff(
        article("Il a coûté 3,5 millions.", "fr"), article("Il a coûté 3,6 millions.", "fr")
    ).changes
    assert found.marks == ("figure",)


def test_names_of_scripts_without_capitals_are_those_known() -> None:
    old, new = (
        article(f"وقال رئيس البلدية {name} إن المحادثات تستأنف يوم الأربعاء.", "ar")
        for name in ("أحمد الخطيب", "محمد الخطيب")
    )
    assert article_diff(old, new).changes[0].marks == ()
    assert article_diff(old, new, ["أحمد الخطيب", "محمد الخطيب"]).changes[0].marks == ("name",)


def test_reworded_sentence_without_spaces_is_told_by_syllables() -> None:
    old, new = (
        article(f"นายสมชาย ใจดี นายกเทศมนตรีกล่าวว่า “เราจะไม่ออกเรือถ้า{end}” ต่อหน้าผู้โดยสาร {number} คน", "th")
        for end, number in (("คนไม่พอ", "14,000"), ("หมอกลง", "40,000"))
    )
    changes = article_diff(old, new).changes
    assert {change.kind for change in changes} == {"reworded"}
    assert {mark for change in changes for mark in change.marks} == {"figure", "quote"}
    assert ("14,000", "40,000") in [run for change in changes for run in change.words]


def test_quotation_over_several_sentences_is_one() -> None:
    said = "“We will not sail. The fog is {}. Ask the board,” said Dermot Quill."
    (found,) = article_diff(article(said.format("too thick"), "en"), article(said.format("too thin"), "en")).silent
    assert found.marks == ("quote",)
    assert found.words == (("thick.", "thin."),)
