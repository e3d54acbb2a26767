"""How well articles are drawn from pages: our extractor beside peers, on the development pages, in one run.

Body: the scrapinghub protocol. Tokens are runs of word characters (in scripts without spaces, characters); 4-token
shingles are compared as multisets; per page, hits and misses are divided by their sum; precision and recall are averaged
over pages and F1 is taken of the averages. Lines that the body has too many or lost are told by kind (`lines`).
"""

from __future__ import annotations

import dataclasses
import itertools
import json
import lzma
import os
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from newsgrid.bench.extractors import OURS, PEERS, extractor, version
from newsgrid.bench.fetch.cost import measure
from newsgrid.bench.lines import LOST, SPURIOUS, Places, lost, places, plain_words, spurious
from newsgrid.bench.metadata import half_of, metadata_by, metadata_scores

SOURCES = ("fundus", "scrapinghub", "naeb", "newspaper4k")
UNJUDGED = frozenset({"newspaper4k"})
"""Sources whose expected bodies an extractor made."""
_WARM = "<html><body><article><p>" + "Warm up the caches. " * 40 + "</p></article></body></html>"
_LONGEST_S = 1800.0

_TOKEN = re.compile(r"\w+")
_SPACELESS = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f\u1000-\u109f\u1780-\u17ff\u0e80-\u0eff]"
)
_SPACELESS_LANGUAGES = frozenset({"zh", "ja", "th", "my", "km", "lo"})
Page = dict[str, Any]
Say = Callable[[str], None]


def run(
    corpora: Path | str, *, sample: int = 1, peer: bool = True, memory: bool = False, say: Say = lambda text: None
) -> dict[str, Any]:
    """Extract every `sample`-th page of each source; `say` is told the progress.

    Keys: one for each extractor, as `report` gives it; `ratios`, a peer's CPU-seconds over ours on the same pages, taken
    page by page in turn; `missing`, a line for each peer that is not installed. With `memory`, a process of its own for
    each extractor reads the pages once more, and its most memory is told as `peak_mb`.
    """
    corpora = Path(corpora)
    names = [OURS, *(PEERS if peer else ())]
    extractors = {name: made for name in names if (made := extractor(name)) is not None}
    found: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in extractors}
    spent = dict.fromkeys(extractors, 0.0)
    for name, extract in extractors.items():
        extract(_WARM, "https://example.org/" + name)
    pages = [page for source in SOURCES for page in read_pages(corpora, source)[::sample]]
    for number, page in enumerate(pages):
        if not number % 50:
            say(f"page {number} of {len(pages)}")
        for name, extract in extractors.items():
            start = time.process_time()
            found[name][page["id"]] = extract(page["html"], page["url"] or "")
            spent[name] += time.process_time() - start
    say("sorting the lines")
    shown = {page["id"]: places(page["html"], [page["expected"].get("title") or ""]) for page in pages}
    reports: dict[str, Any] = {
        name: {"version": version(name), **report(pages, found[name], shown), "pages_per_cpu_s": round(len(pages) / max(1e-9, spent[name]), 1)}
        for name in extractors
    }  # fmt: skip
    if memory:
        for name in extractors:
            say(f"{name}: memory")
            reports[name]["peak_mb"] = _peak_mb(name, corpora, sample)
    ratios = {name: round(spent[name] / max(1e-9, spent[OURS]), 2) for name in extractors if name != OURS}
    missing = [f"{name}: not installed" for name in names if name not in extractors]
    return {**reports, "ratios": ratios, "missing": missing}


def report(pages: Sequence[Page], found: dict[str, dict[str, Any]], shown: dict[str, Places]) -> dict[str, Any]:
    """Score what an extractor found (by page id), with what the pages show where.

    Keys: `sources` and `languages` (those of three pages or more), `pages`, `body_f1`, `body_precision`, `body_recall`
    and the metadata's figures in each; `halves`, the metadata's by half of the sites; `spurious` and `lost`, for each
    source and `all`, the share of pages in per cent with a line of each kind.
    """
    return {
        "sources": scores(pages, found),
        "halves": _metadata(pages, found, lambda page: f"{page['source']}/{half_of(page['url'] or '')}"),
        "languages": scores(pages, found, lambda page: page["language"], least=3),
        "spurious": _by_kind(pages, found, shown, spurious, SPURIOUS),
        "lost": _by_kind(pages, found, shown, lost, LOST),
    }


def _by_kind(
    pages: Sequence[Page], found: dict[str, dict[str, Any]], shown: dict[str, Places],
    sort_lines: Callable[[str, str, Places], list[tuple[str, str]]], kinds: Sequence[str],
) -> dict[str, dict[str, float]]:  # fmt: skip
    """Give the share of pages with a line of each kind. newspaper4k's pages are left out: their bodies were made with it."""
    counts: dict[str, Counter[str]] = {}
    for page in pages:
        if not page["expected"].get("body") or page["source"] in UNJUDGED:
            continue
        got = found[page["id"]]
        on_page = dataclasses.replace(
            shown[page["id"]], titles=shown[page["id"]].titles | {plain_words(got.get("title") or "")} - {""}
        )
        kinds_here = {kind for kind, _ in sort_lines(got.get("text") or "", page["expected"]["body"], on_page)}
        for group in ("all", page["source"]):
            counts.setdefault(group, Counter()).update([*kinds_here, "pages"])
    return {
        group: {"pages": count["pages"]} | {kind: round(100 * count[kind] / count["pages"], 1) for kind in kinds}
        for group, count in counts.items()
    }


def _peak_mb(name: str, corpora: Path, sample: int) -> float:
    command = [sys.executable, "-m", "newsgrid.bench.extract", name, str(corpora), str(sample)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    return round(measure(command, environment, timeout_s=_LONGEST_S).peak_mb, 1)


def corpus_files(corpora: Path) -> list[Path]:
    """Give the files of pages there are, in the order of SOURCES."""
    return [path for source in SOURCES if (path := corpora / "extraction" / f"{source}.jsonl.xz").exists()]


def read_pages(corpora: Path, source: str) -> list[Page]:
    """Read one source's pages; none when its file is not there."""
    return list(_pages(corpora, source))


def _pages(corpora: Path, source: str) -> Iterator[Page]:
    path = corpora / "extraction" / f"{source}.jsonl.xz"
    if path.exists():
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def scores(
    pages: Sequence[Page],
    found: dict[str, dict[str, Any]],
    group: Callable[[Page], str] = lambda page: page["source"],
    *,
    least: int = 1,
) -> dict[str, dict[str, float]]:
    """Score what was found (by page id: text, title, date, authors, people, topics, image) by group, the largest first.

    Groups of fewer than `least` pages are left out.
    """
    grouped: dict[str, list[tuple[Page, dict[str, Any]]]] = defaultdict(list)
    for page in pages:
        grouped[group(page)].append((page, found[page["id"]]))
    report: dict[str, dict[str, float]] = {}
    for name, mine in sorted(grouped.items(), key=lambda item: -len(item[1])):
        if len(mine) < least:
            continue
        rows = [
            (name, page["expected"]["body"], got.get("text") or "", page["language"])
            for page, got in mine
            if page["expected"].get("body")
        ]
        body = {f"body_{measure}": value for measure, value in body_scores(rows).get(name, {}).items()}
        report[name] = {"pages": len(mine), **body, **metadata_scores(mine)}
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


def main(name: str, corpora: str, sample: str) -> None:
    """Extract the pages with one extractor and keep nothing, for its memory to be measured."""
    extract = extractor(name)
    for source in SOURCES:
        for page in itertools.islice(_pages(Path(corpora), source), 0, None, int(sample)):
            if extract is not None:
                extract(page["html"], page["url"] or "")


if __name__ == "__main__":
    main(*sys.argv[1:])
