"""Every word for a page that is no article is in the reference, and no other is there."""

from __future__ import annotations

import re
from pathlib import Path

from newsgrid.extract.kinds import REASONS

DOC = Path(__file__).parents[2] / "docs/reference/article-pages.md"


def test_every_reason_is_explained() -> None:
    table = DOC.read_text("utf-8").partition("## The page came")[2].partition("## The page did not come")[0]
    explained = set(re.findall(r"^\| `([a-z0-9-]+)` \|", table, re.MULTILINE))
    assert explained == REASONS.keys() | {"not-html", "too-large", "too-slow", "parser-failed", "internal"}
