"""How well places are found and resolved on articles whose places people marked, and how fast.

Reads `enrich/geo_dev.jsonl.gz` of the corpora folder: LGL (local papers of the United States), TR-News, GeoWebNews, GeoVirus. Finding is
measured by exact span; resolving by the share within 161 km (100 miles) of the marked point, with the names given, as
Gritta et al. (2018, "What's missing in geographical parsing?") do.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from newsgrid import place

NEAR_KM = 161.0
FILE = Path("enrich") / "geo_dev.jsonl.gz"


def read(corpora: Path | str) -> list[dict[str, Any]]:
    """Give the corpus's rows: `corpus`, `id`, `title`, `domain`, `text`, `toponyms`."""
    with gzip.open(Path(corpora) / FILE, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def run(corpora: Path | str, *, limit: int | None = None) -> dict[str, Any]:
    """Measure on the development articles and give the figures.

    Keys: `fingerprint` of the corpus, `load_s`, `ms_per_400_words` (CPU), and by corpus `articles`, `precision`, `recall`, `f1`
    (finding, exact spans, every kind of mark), `names` (marked ones with a point), `within_161_km` and `median_km` (resolving, with
    the names given).
    """
    rows = read(corpora)[:limit]
    begun = time.perf_counter()
    place.find("Johannesburg", "en")
    load_s = time.perf_counter() - begun
    found: dict[str, Any] = {
        "fingerprint": fingerprint(rows),
        "load_s": round(load_s, 3),
        "ms_per_400_words": round(_speed(rows), 3),
    }
    by_corpus = defaultdict(list)
    for row in rows:
        by_corpus[row["corpus"]].append(row)
    for corpus in sorted(by_corpus):
        found[corpus] = {
            "articles": len(by_corpus[corpus]),
            **finding(by_corpus[corpus]),
            **resolving(by_corpus[corpus]),
        }
    return found


def fingerprint(rows: list[dict[str, Any]]) -> str:
    """Give a short hash of the rows that were measured on."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(json.dumps(row, sort_keys=True, ensure_ascii=False).encode())
    return digest.hexdigest()[:16]


def finding(rows: list[dict[str, Any]]) -> dict[str, float]:
    """Give precision, recall and F1 (percent) of exact spans."""
    right = wrong = missed = 0
    for row in rows:
        gold = {(t["start"], t["end"]) for t in row["toponyms"]}
        ours = {(m.span.start, m.span.end) for m in place.find(row["text"], "en", title=row["title"] or "")}
        right, wrong, missed = right + len(gold & ours), wrong + len(ours - gold), missed + len(gold - ours)
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    return {
        "precision": round(100 * precision, 1),
        "recall": round(100 * recall, 1),
        "f1": round(200 * precision * recall / max(1e-9, precision + recall), 1),
    }


def resolving(rows: list[dict[str, Any]]) -> dict[str, float]:
    """Give how near the places chosen for the marked names lie (percent within 161 km, median km)."""
    away = sorted(_errors(rows))
    return {
        "names": len(away),
        "within_161_km": round(100 * sum(km <= NEAR_KM for km in away) / max(1, len(away)), 1),
        "median_km": round(away[len(away) // 2], 1) if away else 0.0,
    }


def _errors(rows: list[dict[str, Any]]) -> Iterator[float]:
    for row in rows:
        marked = row["toponyms"]
        chosen = place.resolve(row["text"], [(t["start"], t["end"]) for t in marked], "en", title=row["title"] or "")
        for name, mention in zip(marked, chosen, strict=True):
            if name["lat"] is None:
                continue
            if mention is None:
                yield 20039.0
            else:
                yield _km(name["lat"], name["lon"], mention.place.latitude, mention.place.longitude)


def _km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    one, two = math.radians(lat1), math.radians(lat2)
    half = math.sin((two - one) / 2) ** 2 + math.cos(one) * math.cos(two) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(half)))


def _speed(rows: list[dict[str, Any]]) -> float:
    """Give milliseconds of CPU per 400 words, over every article once, with warm tables."""
    sample = rows[: max(1, len(rows) // 3)]
    for row in sample[:20]:
        place.find(row["text"], "en")
    begun = time.process_time()
    words = 0
    for row in sample:
        place.find(row["text"], "en", title=row["title"] or "")
        words += len(row["text"].split())
    return 400_000 * (time.process_time() - begun) / max(1, words)
