"""How well stories are found: our engine beside a TF-IDF single pass and agglomerative clustering, on the development corpora."""

from __future__ import annotations

import gzip
import json
import math
import re
import time
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from newsgrid.bench import agglomerative
from newsgrid.dedupe import Deduper
from newsgrid.errors import InputError
from newsgrid.model import Telling
from newsgrid.story import Ledger, StoryEngine

CORPORA = ("og2021", "gunviolence_en", "uci_news_en")
FLOORS = {"og2021": 0.62, "gunviolence_en": 0.90, "uci_news_en": 0.80}
"""BCubed F1 below which a whole run has become worse; lowered only by an explicit act."""
REPAIR_EVERY = 400
METHODS = ("newsgrid", "tf-idf single pass", "agglomerative")

Row = tuple[Telling, str]


def read(corpora: Path, name: str, limit: int | None = None) -> list[Row]:
    """Read a corpus as (article, gold story) in the order of time; raises InputError when it is not there."""
    path = corpora / "clustering" / f"{name}.dev.jsonl.gz"
    rows: list[Row] = []
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if limit is not None and number > limit:
                    break
                record = json.loads(line)
                telling = Telling(
                    id=number,
                    title=record["title"] or "",
                    text=record.get("text") or "",
                    published=datetime.fromisoformat(record["published"]),
                    language=record["lang"] or "",
                    publisher=record.get("source") or "",
                    url=record.get("url") or "",
                )
                rows.append((telling, record["story"]))
    except (OSError, ValueError, KeyError) as error:
        raise InputError(f"no corpus {name} at {path}: {error}", item=str(path), reason="no-corpus") from error
    return rows


def run(corpora: Path, *, limit: int | None = None) -> dict[str, Any]:
    """Measure on every corpus (its first `limit` articles); takes a minute or two for all.

    Gives, by corpus, one table of figures each for `newsgrid`, `tf-idf single pass` and, where scikit-learn is there,
    `agglomerative` (else a note under `not_measured`): precision, recall and f1 are BCubed, `cross_pairs` is F1 over pairs of
    articles in different languages, `per_second` counts CPU-seconds.
    """
    without = agglomerative.missing()
    found: dict[str, Any] = {}
    for name in CORPORA:
        rows = read(corpora, name, limit)
        found[name] = {
            "articles": len(rows),
            "floor": FLOORS[name],
            "newsgrid": _measured(rows, *_ours(rows)),
            "tf-idf single pass": _measured(rows, *_single_pass(rows)),
        }
        if without:
            found[name]["not_measured"] = without
        else:
            tellings = [telling for telling, _ in rows]
            peer = agglomerative.cluster(tellings, agglomerative.THRESHOLDS[name])
            found[name]["agglomerative"] = _measured(rows, *peer)
    return found


def pretty(found: dict[str, Any]) -> str:
    """Give what `run` found as lines of text."""
    lines = [
        f"{'corpus':16} {'method':20} {'P':>6} {'R':>6} {'F1':>6} {'cross':>6} {'stories':>8} {'articles/CPU-s':>15}"
    ]
    for name, figures in found.items():
        for method in METHODS:
            if method not in figures:
                continue
            f = figures[method]
            lines.append(
                f"{name:16} {method:20} {f['precision']:6.3f} {f['recall']:6.3f} {f['f1']:6.3f} {f['cross_pairs']:6.3f} "
                f"{f['stories']:8} {f['per_second']:15.0f}"
            )
    notes = dict.fromkeys(figures["not_measured"] for figures in found.values() if "not_measured" in figures)
    return "\n".join([*lines, *(f"not measured: {note}" for note in notes)])


def _measured(rows: Sequence[Row], stories: Sequence[Hashable], seconds: float) -> dict[str, float]:
    gold = [story for _, story in rows]
    precision, recall, f1 = bcubed(gold, stories)
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(f1, 4),
        "cross_pairs": round(cross_pairs(gold, stories, [telling.language for telling, _ in rows]), 4),
        "stories": len(set(stories)),
        "per_second": round(len(rows) / seconds) if seconds else 0,
    }


def _ours(rows: Sequence[Row]) -> tuple[list[int], float]:
    start = time.process_time()
    engine, deduper, ledger = StoryEngine(), Deduper(), Ledger()
    now = rows[0][0].published
    for number, (telling, _) in enumerate(rows, 1):
        assert telling.published is not None
        now = max(now or telling.published, telling.published)
        origin, kind = deduper.add(telling, now)
        ledger.note(engine.assign(telling, now, origin=origin, kind=kind))
        if number % REPAIR_EVERY == 0:
            ledger.follow(engine.repair(now))
    for _ in range(2):
        assert now is not None
        ledger.follow(engine.repair(now))
    return [ledger.story(telling.id) for telling, _ in rows], time.process_time() - start


_PEER_THRESHOLD, _PEER_DECAY_DAYS, _PEER_WINDOW_DAYS = 0.26, 3.0, 7.0
"""The peer's best settings on the same corpora."""


def _single_pass(rows: Sequence[Row]) -> tuple[list[tuple[str, int]], float]:
    start = time.process_time()
    passes: dict[str, _SinglePass] = defaultdict(_SinglePass)
    stories = []
    for telling, _ in rows:
        assert telling.published is not None
        day = telling.published.timestamp() / 86400
        stories.append((telling.language, passes[telling.language].add(_counts(telling), day)))
    return stories, time.process_time() - start


def _counts(telling: Telling) -> Counter[str]:
    found = Counter(re.findall(r"\w+", telling.text.lower()[:3000]))
    for word in re.findall(r"\w+", telling.title.lower()):
        found[word] += 2
    return found


class _SinglePass:
    """The usual peer: nearest centroid by TF-IDF cosine with Gaussian time decay, one language at a time."""

    def __init__(self) -> None:
        self.documents = 0
        self.frequencies: Counter[str] = Counter()
        self.centroids: dict[int, dict[str, float]] = {}
        self.last: dict[int, float] = {}
        self.postings: dict[str, dict[int, float]] = defaultdict(dict)
        self.opened = 0

    def add(self, counts: Counter[str], day: float) -> int:
        vector = self._vector(counts)
        self._expire(day)
        scores: dict[int, float] = defaultdict(float)
        for term, weight in vector.items():
            for story, other in self.postings[term].items():
                scores[story] += weight * other
        best, most = 0, _PEER_THRESHOLD
        for story, score in scores.items():
            norm = math.sqrt(sum(x * x for x in self.centroids[story].values())) or 1.0
            score *= math.exp(-((day - self.last[story]) ** 2) / (2 * _PEER_DECAY_DAYS**2)) / norm  # noqa: PLW2901
            if score > most:
                best, most = story, score
        if not best:
            self.opened += 1
            best = self.opened
            self.centroids[best] = {}
        centroid = self.centroids[best]
        for term, weight in vector.items():
            centroid[term] = self.postings[term][best] = centroid.get(term, 0.0) + weight
        self.last[best] = day
        return best

    def _vector(self, counts: Counter[str]) -> dict[str, float]:
        self.documents += 1
        self.frequencies.update(counts.keys())
        raw = {
            term: (1 + math.log(count)) * math.log((self.documents + 1) / self.frequencies[term])
            for term, count in counts.items()
        }
        norm = math.sqrt(sum(x * x for x in raw.values())) or 1.0
        return {term: x / norm for term, x in raw.items() if x > 0}

    def _expire(self, day: float) -> None:
        for story in [story for story, last in self.last.items() if last < day - _PEER_WINDOW_DAYS]:
            for term in self.centroids.pop(story):
                self.postings[term].pop(story, None)
            del self.last[story]


def bcubed(gold: Sequence[Hashable], found: Sequence[Hashable]) -> tuple[float, float, float]:
    """Give BCubed precision, recall and F1 (Bagga and Baldwin 1998); each article counts once. Empty input gives ones."""
    if not gold:
        return 1.0, 1.0, 1.0
    sizes, truths = Counter(found), Counter(gold)
    both = Counter(zip(gold, found, strict=True))
    precision = sum(n * n / sizes[f] for (_, f), n in both.items()) / len(gold)
    recall = sum(n * n / truths[g] for (g, _), n in both.items()) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def cross_pairs(gold: Sequence[Hashable], found: Sequence[Hashable], languages: Sequence[str]) -> float:
    """Give F1 over the pairs of articles in different languages that are of one story; 0 without such pairs."""
    right = _cross(list(zip(gold, found, strict=True)), languages)
    total = _cross(gold, languages) + _cross(found, languages)
    return 2 * right / total if total else 0.0


def _cross(stories: Sequence[Hashable], languages: Sequence[str]) -> int:
    counts: dict[Hashable, Counter[str]] = defaultdict(Counter)
    for story, language in zip(stories, languages, strict=True):
        counts[story][language] += 1
    return sum((sum(c.values()) ** 2 - sum(n * n for n in c.values())) // 2 for c in counts.values())
