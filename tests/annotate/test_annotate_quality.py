"""Floors on the development corpora; a floor is lowered only by an explicit act."""

from __future__ import annotations

import functools
import gzip
import json
import os
import re
from collections import Counter
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from annotate.stories import NOON
from newsgrid.annotate import classify, dates, figures, summarise
from newsgrid.annotate.sections import section_codes
from newsgrid.model import Annotations, Article, Block, Known

CORPORA = Path(os.environ.get("NEWSGRID_CORPORA", "")) / "enrich"
pytestmark = pytest.mark.skipif(
    not os.environ.get("NEWSGRID_CORPORA"), reason="NEWSGRID_CORPORA names no folder of corpora"
)

CODES = {
    "English": "en",
    "French": "fr",
    "German": "de",
    "Spanish": "es",
    "Chinese": "zh",
    "Japanese": "ja",
    "Italian": "it",
    "Dutch": "nl",
}


def rows(name: str) -> list[dict[str, Any]]:
    with gzip.open(CORPORA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def begins(value: str) -> str:
    return {4: value + "-01-01", 7: value + "-01"}.get(len(value), value[:10])


def timex(value: str) -> str:
    if "/" not in value:
        return value
    first, last = (date.fromisoformat(day) for day in value.split("/"))
    if (last - first).days == 6 and first.weekday() == 0:
        return "{}-W{:02d}".format(*first.isocalendar()[:2])
    return value[:7] if first.month == last.month and first.day == 1 else value[:4]


def f1(hit: int, found: int, gold: int) -> float:
    return 200 * hit / (found + gold) if found + gold else 0.0


def test_short_sentences_in_eight_languages_are_resolved() -> None:
    tally: dict[str, Counter[str]] = {}
    for row in rows("dates_dev"):
        gold = [r for r in row["results"] if r["type"] in ("date", "datetime", "daterange")]
        if row["lang"] not in CODES or row["set"] != "recognizers" or not gold:
            continue
        count = tally.setdefault(row["lang"], Counter())
        reference = datetime.fromisoformat(row["ref"]).replace(tzinfo=UTC) if row["ref"] else None
        found = dates(row["text"], CODES[row["lang"]], reference)
        count["found"] += len(found)
        count["gold"] += len(gold)
        for one in gold:
            wanted = {str(v.get(k, ""))[:10] for v in one["values"] or () for k in ("value", "start", "timex")}
            near = next((m for m in found if m.span.start < one["end"] and one["start"] < m.span.end), None)
            count["hit"] += near is not None and begins(near.value) in wanted
    scores = {language: f1(c["hit"], c["found"], c["gold"]) for language, c in tally.items()}
    assert sum(scores.values()) / len(scores) >= 45, scores


def test_news_articles_in_english_are_resolved() -> None:
    count: Counter[str] = Counter()
    for row in rows("dates_dev"):
        if not row["set"].startswith("tempeval3"):
            continue
        gold = [r for r in row["results"] if r["type"] in ("DATE", "TIME", "DURATION", "SET")]
        found = dates(row["text"], "en", datetime.fromisoformat(row["ref"]).replace(tzinfo=UTC), durations=True)
        count["found"] += len(found)
        count["gold"] += len(gold)
        for one in gold:
            near = next((m for m in found if m.span.start < one["end"] and one["start"] < m.span.end), None)
            count["hit"] += near is not None and timex(near.value) == one["value"]
    assert f1(count["hit"], count["found"], count["gold"]) >= 60


def test_vietnamese_clusters_are_summarised_better_than_by_lexrank() -> None:
    total = 0.0
    clusters = rows("summ_vi_dev")[:50]
    for cluster in clusters:
        story = [
            bare(i + 1, d["title"], [p for p in (d.get("standfirst"), d["body"]) if p])
            for i, d in enumerate(cluster["docs"])
        ]
        said = pairs(" ".join(s.text for s in summarise(story, words=160)))
        for reference in cluster["refs"]:
            wanted = pairs(reference)
            total += f1(sum((said & wanted).values()), sum(said.values()), sum(wanted.values())) / len(cluster["refs"])
    assert total / len(clusters) >= 31


@functools.cache
def topics() -> list[dict[str, Any]]:
    return rows("topics_dev")


def bare(ident: int, title: str, paragraphs: list[str]) -> Known:
    article = Article(title, tuple(Block("paragraph", text) for text in paragraphs), language="vi", published=NOON)
    return Known(ident, article, Annotations(), NOON, ident)


def pairs(text: str) -> Counter[tuple[str, str]]:
    words = re.findall(r"\w+", text.lower())[:160]
    return Counter(pairwise(words))


@pytest.mark.parametrize(("language", "code", "floor"), [("eng", "en", 70), ("fra", "fr", 62), ("swa", "sw", 62)])
def test_sections_of_news_never_trained_on_are_told(language: str, code: str, floor: float) -> None:
    names = {
        "politics": "politics",
        "sports": "sport",
        "health": "health",
        "entertainment": "arts",
        "business": "economy",
        "religion": "religion",
        "technology": "science",
    }
    found = [r for r in topics() if r["set"] == "masakhanews" and r["lang"] == language][:300]
    labels = {section_codes()[names[r["label"]]] for r in found}
    right = sum(
        classify(r["headline"], r["text"], code, allowed=tuple(labels))[0] == section_codes()[names[r["label"]]]
        for r in found
    )
    assert 100 * right / len(found) >= floor


def test_the_seeds_give_their_dates_figures_and_section() -> None:
    texts = [path.read_text("utf-8") for path in sorted((CORPORA.parent.parent / "seeds").glob("*.txt"))]
    if len(texts) < 2:
        pytest.skip("the seeds are not there")
    assert "2023-10-12" in {d.value for d in dates(texts[0], "en", None) if d.text.startswith("Thursday")}
    counted = {(f.value, f.what, f.hedge) for f in figures(texts[1], "en")}
    assert {(123.0, "countries", ""), (100_000.0, "refugees", ">")} <= counted
    assert (100.0, "~") in {(value, hedge) for value, _, hedge in counted}
    section, _ = classify("", texts[1], "en", page_section=("World", "General"))
    assert section in (section_codes()["politics"], section_codes()["conflict"])
