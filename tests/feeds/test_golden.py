"""Golden pairs: a document of each dialect beside what is read from it. Everything in them is invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newsgrid.feeds import parse

DOCUMENTS = sorted(path for path in (Path(__file__).parent / "golden").iterdir() if "expected" not in path.name)


def shown(value: Any) -> Any:
    """Leave out what is empty."""
    if isinstance(value, dict):
        return {key: shown(inner) for key, inner in value.items() if inner not in (None, "", [], ())}
    return [shown(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_is_read_as_expected(path: Path) -> None:
    found = shown(parse(path.read_bytes(), "https://feeds.example/a/feed").as_dict())
    assert found == json.loads(path.with_name(path.name + ".expected.json").read_text("utf-8"))


def test_every_dialect_has_a_pair() -> None:
    formats = {parse(path.read_bytes(), "https://feeds.example/").version for path in DOCUMENTS}
    assert formats >= {"rss20", "rss10", "atom10", "atom03", "json11", "sitemap", "cdf"}
