"""Measure near-duplicates: edited copies made of gunviolence_en texts against articles of the same incident.

    NEWSGRID_CORPORA=... python benchmarks/stories/copies.py

Prints, for each way of editing, the share found again as copies, and the share of independent articles taken for copies.
"""

from __future__ import annotations

import os
import random
import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import corpus

from newsgrid.dedupe import Deduper
from newsgrid.model import Telling

FILLERS = ("said", "new", "people", "city", "later")


def edited(text: str, way: str, rng: random.Random) -> str:
    paragraphs = [p for p in text.split("\n") if p.strip()]
    if way == "cut":
        paragraphs = paragraphs[: max(2, int(len(paragraphs) * rng.uniform(0.4, 0.9)))]
    if way == "reordered":
        rng.shuffle(paragraphs)
    if way == "agency line removed":
        paragraphs = paragraphs[1:] or paragraphs
    text = "\n".join(paragraphs)
    if way == "a tenth of the words changed":
        text = " ".join(word if rng.random() > 0.1 else rng.choice(FILLERS) for word in text.split(" "))
    return text


def main() -> None:
    rng = random.Random(3)
    rows = [r for r in corpus.load(Path(os.environ["NEWSGRID_CORPORA"]), "gunviolence_en") if len(r.telling.text) > 600]
    deduper = Deduper()
    answers = {row.telling.id: deduper.add(row.telling)[0] for row in rows}
    others = defaultdict(list)
    for row in rows:
        if answers[row.telling.id] != row.telling.id:
            others[row.story].append(row.telling.id)
    print(f"{len(rows)} articles, {sum(map(len, others.values()))} taken for copies of another")
    number = 10**6
    for way in ("as it was", "cut", "reordered", "agency line removed", "a tenth of the words changed"):
        found = 0
        sample = rng.sample(rows, 300)
        for row in sample:
            number += 1
            copy = Telling(number, "Another headline", edited(row.telling.text, way, rng))
            origin, _ = deduper.add(copy)
            found += origin == answers[row.telling.id]
        print(f"{way:32s} recall {found / len(sample):.3f}")


if __name__ == "__main__":
    main()
