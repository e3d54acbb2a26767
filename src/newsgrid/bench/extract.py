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
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from newsgrid import extract as extraction
from newsgrid.errors import PageError

SOURCES = ("fundus", "scrapinghub", "naeb", "newspaper4k")
UNDATED = frozenset({"naeb"})
"""Sources whose expected dates are not to be trusted (one in six is wrong, says their README)."""

_TOKEN = re.compile(r"\w+")
_SPACELESS = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f\u1000-\u109f\u1780-\u17ff\u0e80-\u0eff]"
)
_SPACELESS_LANGUAGES = frozenset({"zh", "ja", "th", "my", "km", "lo"})
Page = dict[str, Any]
Extractor = Callable[[str, str], dict[str, Any]]


def run(corpora: Path | str, *, sample: int = 1, peer: bool = True) -> dict[str, Any]:
    """Extract every `sample`-th page of each source and give the scores by source, and pages per CPU-second.

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
        name: {"sources": scores(pages, found[name]), "pages_per_cpu_s": round(len(pages) / max(1e-9, spent[name]), 1)}
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
    """Score what was found (by page id: text, title, published, authors, topics, image) by source."""
    report: dict[str, dict[str, float]] = {}
    for source in dict.fromkeys(page["source"] for page in pages):
        mine = [(page, found[page["id"]]) for page in pages if page["source"] == source]
        rows = [
            (source, page["expected"]["body"], got.get("text") or "", page["language"])
            for page, got in mine
            if page["expected"].get("body")
        ]
        report[source] = {"pages": len(mine), "body_f1": body_scores(rows)[source]["f1"]} | dict(
            _metadata(mine, source)
        )
    return report


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


def _metadata(mine: list[tuple[Page, dict[str, Any]]], source: str) -> Iterator[tuple[str, float]]:
    titles = [
        _key(page["expected"]["title"]) == _key(got.get("title")) for page, got in mine if page["expected"].get("title")
    ]
    if titles:
        yield "title", round(sum(titles) / len(titles), 4)
    dates = [
        (page["expected"]["date_published"], got.get("published"))
        for page, got in mine
        if page["expected"].get("date_published")
    ]
    if dates and source not in UNDATED:
        yield "minute", round(sum(same_minute(a, b) for a, b in dates) / len(dates), 4)
    for name in ("authors", "topics"):
        pairs = [
            (page["expected"][name], got.get(name) or [])
            for page, got in mine
            if page["expected"].get(name) or (name == "authors" and name in page["expected"])
        ]
        if pairs:
            yield name, round(_sets_f1(pairs), 4)
    covers = [
        (page["expected"]["images"], got.get("image"))
        for page, got in mine
        if any(i.get("is_cover") for i in page["expected"].get("images") or ())
    ]
    if covers:
        yield "image", round(sum(_same_image(images, got) for images, got in covers) / len(covers), 4)


def same_minute(expected: str, found: str | None) -> bool:
    """Say whether two times are one to the minute; without a zone on the expected side, as the clock shows them."""
    if not found:
        return False
    try:
        left, right = datetime.fromisoformat(expected), datetime.fromisoformat(found)
    except ValueError:
        return False
    if left.tzinfo is None or right.tzinfo is None:
        left, right = left.replace(tzinfo=None), right.replace(tzinfo=None)
    return abs((left - right).total_seconds()) < 60


def _sets_f1(pairs: list[tuple[list[str], list[str]]]) -> float:
    hit = extra = missed = 0
    for expected, got in pairs:
        wanted, found = {_key(x) for x in expected if _key(x)}, {_key(x) for x in got if _key(x)}
        hit, extra, missed = hit + len(wanted & found), extra + len(found - wanted), missed + len(wanted - found)
    return 2 * hit / (2 * hit + extra + missed) if hit else 0.0


def _same_image(images: list[dict[str, Any]], got: Any) -> bool:
    address = got.get("url") if isinstance(got, dict) else got
    return bool(address) and _image_key(str(address)) in {_image_key(url) for image in images for url in image["urls"]}


def _image_key(url: str) -> str:
    name = url.split("?", maxsplit=1)[0].rstrip("/").rsplit("/", 1)[-1].lower()
    return re.sub(r"\.(jpe?g|png|webp|gif|avif)$", "", name)


def _key(text: str | None) -> str:
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text or "").lower()).strip()


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
            "published": got.date,
            "authors": authors,
            "topics": list(got.tags or ()),
            "image": got.image,
        }

    return theirs
