"""How well articles are drawn from pages: our extractor beside trafilatura, on the development pages, in one run.

Body: the scrapinghub protocol. Tokens are runs of word characters (in scripts without spaces, characters); 4-token
shingles are compared as multisets; per page, hits and misses are divided by their sum; precision and recall are averaged
over pages and F1 is taken of the averages.
"""

from __future__ import annotations

import importlib
import json
import lzma
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from newsgrid import extract as extraction
from newsgrid.bench.metadata import half_of, metadata_by, metadata_scores
from newsgrid.errors import PageError

SOURCES = ("fundus", "scrapinghub", "naeb", "newspaper4k")

_TOKEN = re.compile(r"\w+")
_SPACELESS = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f\u1000-\u109f\u1780-\u17ff\u0e80-\u0eff]"
)
_SPACELESS_LANGUAGES = frozenset({"zh", "ja", "th", "my", "km", "lo"})
Page = dict[str, Any]
Extractor = Callable[[str, str], dict[str, Any]]


def run(corpora: Path | str, *, sample: int = 1, peer: bool = True) -> dict[str, Any]:
    """Extract every `sample`-th page of each source and give the scores by source, the metadata's also by half of
    the sites and by language, and pages per CPU-second.

    With `peer`, trafilatura runs on the same pages, page by page in turn, when it is installed.
    """
    pages = [page for source in SOURCES for page in read_pages(Path(corpora), source)[::sample]]
    extractors: dict[str, Extractor] = {"newsgrid": _ours}
    if peer and (theirs := _trafilatura()) is not None:
        extractors["trafilatura"] = theirs
    found: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in extractors}
    spent = dict.fromkeys(extractors, 0.0)
    for name, extractor in extractors.items():
        extractor(
            "<html><body><article><p>" + "Warm up the caches. " * 40 + "</p></article></body></html>",
            "https://example.org/" + name,
        )
    for page in pages:
        for name, extractor in extractors.items():
            start = time.process_time()
            found[name][page["id"]] = extractor(page["html"], page["url"] or "")
            spent[name] += time.process_time() - start
    return {
        name: {
            "sources": scores(pages, found[name]),
            "halves": _metadata(pages, found[name], lambda page: f"{page['source']}/{half_of(page['url'] or '')}"),
            "languages": _metadata(pages, found[name], lambda page: page["language"]),
            "pages_per_cpu_s": round(len(pages) / max(1e-9, spent[name]), 1),
        }
        for name in extractors
    }


def corpus_files(corpora: Path) -> list[Path]:
    """Give the files of pages there are, in the order of SOURCES."""
    return [path for source in SOURCES if (path := corpora / "extraction" / f"{source}.jsonl.xz").exists()]


def read_pages(corpora: Path, source: str) -> list[Page]:
    """Read one source's pages; none when its file is not there."""
    path = corpora / "extraction" / f"{source}.jsonl.xz"
    if not path.exists():
        return []
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def scores(pages: Sequence[Page], found: dict[str, dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Score what was found (by page id: text, title, date, authors, byline, topics, image) by source."""
    report: dict[str, dict[str, float]] = {}
    for source in dict.fromkeys(page["source"] for page in pages):
        mine = [(page, found[page["id"]]) for page in pages if page["source"] == source]
        rows = [
            (source, page["expected"]["body"], got.get("text") or "", page["language"])
            for page, got in mine
            if page["expected"].get("body")
        ]
        report[source] = {"pages": len(mine), "body_f1": body_scores(rows)[source]["f1"], **metadata_scores(mine)}
    return report


def _metadata(
    pages: Sequence[Page], found: dict[str, dict[str, Any]], group: Callable[[Page], str]
) -> dict[str, dict[str, float]]:
    return metadata_by([(page, found[page["id"]]) for page in pages], group)


def body_scores(rows: Iterable[tuple[str, str, str, str]]) -> dict[str, dict[str, float]]:
    """Score bodies given as (group, expected, found, language): precision, recall and F1 by group."""
    grouped: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for group, expected, got, language in rows:
        grouped[group].append(_page_score(expected, got, language))
    report = {}
    for group, pairs in grouped.items():
        precision, recall = (sum(column) / len(pairs) for column in zip(*pairs, strict=True))
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        report[group] = {"f1": round(f1, 4), "precision": round(precision, 4), "recall": round(recall, 4)}
    return report


def page_f1(expected: str, found: str, language: str = "") -> float:
    """Give one page's body F1."""
    precision, recall = _page_score(expected, found, language)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _page_score(expected: str, found: str, language: str) -> tuple[float, float]:
    wanted, got = _shingles(expected, language), _shingles(found, language)
    both = sum((wanted & got).values())
    return (both / sum(got.values()) if got else float(not wanted)), (
        both / sum(wanted.values()) if wanted else float(not got)
    )


def _shingles(text: str, language: str) -> Counter[tuple[str, ...]]:
    if language in _SPACELESS_LANGUAGES:
        text = _SPACELESS.sub(r" \g<0> ", text)
    cut = _TOKEN.findall(text)
    return Counter(tuple(cut[i : i + 4]) for i in range(max(1, len(cut) - 3))) if cut else Counter()


def _ours(html: str, url: str) -> dict[str, Any]:
    try:
        return extraction.extract(html, url).as_dict()
    except PageError as error:
        return {"error": error.reason}


def _trafilatura() -> Extractor | None:
    """Give the peer, when it is installed; it is never needed."""
    try:
        library = importlib.import_module("trafilatura")
    except ImportError:
        return None

    def theirs(html: str, url: str) -> dict[str, Any]:
        got = library.bare_extraction(html, url=url or None, include_comments=False, with_metadata=True)
        if got is None:
            return {}
        authors = [name.strip() for name in (got.author or "").split(";") if name.strip()]
        return {
            "text": got.text,
            "title": got.title,
            "date": got.date,
            "authors": authors,
            "byline": authors,
            "topics": list(got.tags or ()),
            "image": got.image,
        }

    return theirs
