"""Floors of quote attribution on PolNeAR (development part)."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest

from newsgrid.annotate.names_find import names
from newsgrid.annotate.quotes_find import quotes

FOUND = 90.0
RIGHT_SPEAKER = 80.0
"""Percent of the gold quotes; measured 93.2 and 84.6 on all 334 articles. Lower only on purpose."""


@pytest.fixture
def articles() -> list[dict[str, Any]]:
    folder = os.environ.get("NEWSGRID_CORPORA")
    if not folder:
        pytest.skip("NEWSGRID_CORPORA names no corpora")
    path = Path(folder) / "enrich" / "quotes_dev.jsonl.gz"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines][:120]


def gold(article: dict[str, Any]) -> list[tuple[int, int, list[list[int]]]]:
    text = article["text"]
    return [
        (start, end, said.get("source", []))
        for said in article["attributions"]
        for start, end in said["content"]
        if end - start > 8 and text[start:end].lstrip()[:1] in '"“'
    ]


def test_quotes_and_their_speakers_are_found(articles: list[dict[str, Any]]) -> None:
    wanted = found = right = 0
    for article in articles:
        text = article["text"]
        ours = quotes(text, "en", names(text, "en"))
        for start, end, source in gold(article):
            wanted += 1
            for quote in ours:
                shared = min(end, quote.span.end + 1) - max(start, quote.span.start - 1)
                if shared >= 0.8 * (end - start) and quote.span.end - quote.span.start <= 1.5 * (end - start) + 2:
                    found += 1
                    who = quote.speaker_span
                    right += who is not None and any(who.start < b and a < who.end for a, b in source)
                    break
    assert 100 * found / wanted >= FOUND
    assert 100 * right / wanted >= RIGHT_SPEAKER
