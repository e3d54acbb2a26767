"""Pages whose text is only in the data for their scripts."""

from __future__ import annotations

import json

import pytest

from newsgrid.extract import extract
from newsgrid.extract.carried import carried_body
from newsgrid.extract.markup import parse

TITLE = "Old crane on the east quay is to stay"
LINES = [
    "The harbour board has voted to keep the old crane on the east quay, after three years of quarrels over its cost.",
    "Repairs begin in spring and will take two years. The board has set half a million aside for them.",
    "“We could not let it go,” said Nora Tandy, who leads the board. The crane was built in 1911 and last lifted a boat in 1987.",
    "Those who live beside the quay had asked for a playground instead. They will be heard again in the autumn, the board said.",
]
MARKUP = "".join(f"<p>{line}</p>" for line in LINES)
OTHER = {
    "id": 7,
    "html": "<p>Nothing of that kind was ever seen in the valley. It rained all day. Nobody came. " * 40 + "</p>",
}


def shell(script: str) -> str:
    return f"""<html><head><title>{TITLE}</title><meta property="og:type" content="article"><meta property="og:title" content="{TITLE}">
    <meta name="description" content="The board wants the crane repaired in two years."></head><body><div id="__next"></div>{script}</body></html>"""


STATE = json.dumps({"a": OTHER, "article": {"title": TITLE, "contentHtml": MARKUP * 2}})


@pytest.mark.parametrize(
    "script",
    [
        f'<script id="__NEXT_DATA__" type="application/json">{STATE}</script>',
        f"<script>window.__STATE__ = {STATE.replace('<', chr(92) + 'u003c')};</script>",
        f"<script>self.__next_f.push([1,{json.dumps('5:' + STATE).replace('<', chr(92) + 'u003c')}])</script>",
    ],
    ids=["json", "javascript", "json in json"],
)
def test_text_is_read_from_the_data_of_scripts(script: str) -> None:
    article = extract(shell(script), "https://crane.example/2026/crane")
    assert [block.text for block in article.blocks] == LINES
    assert ("body", "data of the page's scripts") in article.evidence


def test_plain_text_with_line_ends_is_read() -> None:
    root = parse(shell(f"<script>x = {json.dumps({'text': chr(10).join(LINES * 2)})}</script>"))
    assert carried_body(root, TITLE, "").count("<p>") == len(LINES) * 2


@pytest.mark.parametrize(
    "script",
    [
        f"<script>x = {json.dumps(OTHER)}</script>",
        "<script>" + 'x = "function(){ var crane = east.quay; if (a) { b = 2; } } " + y; ' * 60 + "</script>",
        "<script>x = \"" + "\\" * 100_000 + "</script>",
        "<script>" + '"' * 100_000 + "</script>",
    ],
    ids=["of something else", "code", "backslashes", "quotes"],
)  # fmt: skip
def test_other_data_is_no_text(script: str) -> None:
    assert carried_body(parse(shell(script)), TITLE, "") == ""


def test_text_behind_a_wall_is_left_there() -> None:
    locked = shell(f"<script>x = {STATE}</script>").replace("<title>", '<meta property="article:content_tier" content="locked"><title>')  # fmt: skip
    sources = dict(extract(locked, "https://crane.example/2026/crane").evidence)
    assert sources["body"] == "description alone"
