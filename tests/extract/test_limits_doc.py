"""The limits of pages that the reference states are those of the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgrid.extract import declared, dump, jsonld, markup, outline

DOC = Path(__file__).parents[2] / "docs/reference/article-pages.md"
LIMITS = DOC.read_text("utf-8").partition("## Limits")[2].partition("\n## ")[0]


@pytest.mark.parametrize(
    ("row", "limits"),
    [
        ("| bytes |", [markup.MAX_BYTES]),
        ("| tags, opening", [markup.MAX_TAGS]),
        ("| attributes |", [markup.MAX_ATTRIBUTES, markup.MAX_TAG_ATTRIBUTES]),
        ("| ampersands |", [markup.MAX_REFERENCES]),
        ("| pieces of text |", [outline.MAX_PIECES, outline.MAX_PIECE, outline.MAX_TEXT]),
        ("| JSON-LD |", [jsonld._MAX_CHARS, jsonld._MAX_NODES, jsonld._MAX_BODY]),
        ("| elements below", [declared._MAX_NODES]),
        ("| tags `meta`", [declared._MAX_METAS, declared._MAX_ANCHORS, declared._MAX_PICTURES, declared._MAX_FRAMES]),
        ("A dump", [dump.MAX_CHARS]),
    ],
)
def test_stated_limit_is_the_codes(row: str, limits: list[int]) -> None:
    line = next(line for line in LIMITS.splitlines() if line.startswith(row))
    assert all(f"{limit:,}" in line for limit in limits)
