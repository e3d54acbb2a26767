"""Train the two models of the story engine and write them to src/newsgrid/story/data.

    NEWSGRID_CORPORA=... python benchmarks/stories/train.py            # by held-out stories: train on the first 58 %, score on the later
    NEWSGRID_CORPORA=... python benchmarks/stories/train.py --write    # on all dev stories; writes article.json and story.json

Needs lightgbm, which newsgrid itself does not. Rows are similarities, gaps and counts; no word of a corpus is kept.
The article model learns from replays in which articles go where they belong, then from replays of itself, so that it
sees its own mistakes. The story model learns from the pairs met at repair. Besides whole corpora there are short cold
streams and texts made of headlines, so that both hold for a new store and for articles with text in any language.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import math
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
import corpus
import lightgbm

from newsgrid.bench.stories import bcubed, cross_pairs
from newsgrid.story.cluster import Cluster
from newsgrid.story.compare import ARTICLE_FEATURES, STORY_FEATURES, Drawn
from newsgrid.story.engine import EngineSettings, StoryEngine
from newsgrid.story.features import Features, features
from newsgrid.story.ledger import Ledger
from newsgrid.story.trees import Trees

DATA = Path(__file__).parents[2] / "src" / "newsgrid" / "story" / "data"
MORE = {
    "cosine",
    "headline_cosine",
    "best_member",
    "mean_member",
    "best_headline",
    "covered",
    "numbers_shared",
    "names",
    "ages",
    "margin",
    "anchors",
    "mean_pair",
    "best_pair",
    "anchor_overlap",
    "anchors_shared",
    "lexicon",
    "lexicon_covered",
    "numbers",
    "names_shared",
    "places_shared",
    "skeletons",
    "places",
    "numbers_cosine",
    "days",
    "cognates",
    "skeletons_covered",
    "skeletons_shared",
    "skeletons_least",
    "anchors_covered",
    "echoes",
    "exclusive_anchors",
    "exclusive_words",
    "words_rival",
    "anchors_rival",
    "lexicon_rival",
}
LESS = {"gap", "numbers_missing", "round_ups"}
EVERY = 300
_CACHE: dict[tuple[int, str, str, float], Features] = {}


class Never:
    """A model that always says no."""

    def probabilities(self, rows: Sequence[Sequence[float]]) -> list[float]:
        return [0.0] * len(rows)


class Teacher(StoryEngine):
    """An engine that knows the gold stories and writes down every question it was asked, with the right answer."""

    def __init__(self, gold: dict[int, str], *, oracle: bool, doubtful: bool = True, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.gold, self.oracle, self.ask_doubtful = gold, oracle, doubtful
        self.article_rows: list[tuple[list[float], float]] = []
        self.story_rows: list[tuple[list[float], float, float]] = []

    def _read(self, telling: Any, time: float) -> Features:
        key = (telling.id, telling.title, telling.text[:20], time)
        if key not in _CACHE:
            _CACHE[key] = features(telling, time)
        known = _CACHE[key]
        # The engine adds the names it recognises to the anchors of the article it was given.
        return dataclasses.replace(known, anchors=dict(known.anchors))

    def _labels(self, story: Cluster) -> Counter[str]:
        return Counter(self.gold[a] for a in story.articles[:40])

    def _choose(self, drawn: Drawn, clock: float) -> Any:
        near = self._shelf.near_article(drawn, self.settings.candidates + 2)
        truth = self.gold[drawn.found.article]
        home = None
        for row, (_, story) in zip(self._article_rows(drawn, near), near):
            labels = self._labels(story)
            right = labels[truth] > 0.5 * sum(labels.values())
            self.article_rows.append((row, float(right)))
            home = home or (story if right else None)
        if self.oracle:
            return home, "", 1.0
        return super()._choose(drawn, clock)

    def _doubtful(self, drawn: Drawn, clock: float, chance: float) -> Any:
        if not self.ask_doubtful:
            return None, "", 0.0
        return super()._doubtful(drawn, clock, chance)

    def _pairs(self, story: Cluster, *, seen: Any = None, foreign: bool = False) -> Any:
        pairs = super()._pairs(story, seen=seen, foreign=foreign)
        ours = self._labels(story) if story.articles else Counter([self.gold[story.id]])
        for row, other in pairs:
            theirs = self._labels(other)
            same = sum(n * theirs[g] for g, n in ours.items()) / (sum(ours.values()) * sum(theirs.values()))
            self.story_rows.append((row, float(same > 0.5), math.sqrt(max(1, min(story.glue, other.glue)))))
        return pairs


def replay(rows: list[corpus.Gold], engine: StoryEngine, every: int = EVERY) -> tuple[list[int], float]:
    """Stream a corpus through an engine; give the stories at the end and the CPU seconds."""
    ledger = Ledger()
    start = time.process_time()
    now = None
    for number, row in enumerate(rows, 1):
        now = max(now, row.telling.published) if now else row.telling.published
        ledger.note(engine.assign(row.telling, now))
        if number % every == 0:
            ledger.follow(engine.repair(now))
    if now:
        ledger.follow(engine.repair(now))
        ledger.follow(engine.repair(now + timedelta(minutes=5)))
    seconds = time.process_time() - start
    return [ledger.story(row.telling.id) for row in rows], seconds


def fit(
    table: list[tuple[list[float], float, float]],
    names: Sequence[str],
    *,
    rounds: int,
    least: int,
    extra: bool,
    seed: int = 3,
) -> Any:
    """Fit boosted trees; weights are the third column."""
    rows = np.array([r for r, _, _ in table])
    monotone = [1 if n in MORE else -1 if n in LESS else 0 for n in names]
    settings = {
        "objective": "binary", "learning_rate": 0.08, "num_leaves": 8, "min_data_in_leaf": least, "lambda_l2": 5.0, "feature_fraction": 0.7,
        "bagging_fraction": 0.8, "bagging_freq": 1, "verbose": -1, "num_threads": 1, "seed": seed, "monotone_constraints": monotone, "extra_trees": extra,
        "deterministic": True,
    }  # fmt: skip
    data = lightgbm.Dataset(rows, label=np.array([y for _, y, _ in table]), weight=np.array([w for _, _, w in table]))
    return lightgbm.train(settings, data, num_boost_round=rounds)


def as_json(boosters: list[Any], names: Sequence[str], provenance: dict[str, Any]) -> dict[str, Any]:
    """Give the file's form of one model, or of several averaged in their log odds."""
    trees = []
    for booster in boosters:
        for info in booster.dump_model()["tree_info"]:
            nodes: list[list[float]] = []
            leaves: list[float] = []
            _lay(info["tree_structure"], nodes, leaves, 1 / len(boosters))
            if not nodes:
                nodes, leaves = [[0, 0.0, -1, -1]], leaves[:1]
            trees.append({"nodes": nodes, "leaves": leaves})
    return {"provenance": provenance, "features": list(names), "bias": 0.0, "trees": trees}


def _lay(node: dict[str, Any], nodes: list[list[float]], leaves: list[float], share: float) -> int:
    if "leaf_value" in node:
        leaves.append(round(node["leaf_value"] * share, 5))
        return -len(leaves)
    place = len(nodes)
    nodes.append([node["split_feature"], float(f"{node['threshold']:.6g}"), 0, 0])
    nodes[place][2] = _lay(node["left_child"], nodes, leaves, share)
    nodes[place][3] = _lay(node["right_child"], nodes, leaves, share)
    return place


Streams = dict[str, list[list[corpus.Gold]]]


def streams(parts: dict[str, list[corpus.Gold]], seed: int = 5) -> Streams:
    rng = random.Random(seed)
    found: Streams = {}
    for name, rows in parts.items():
        found[name] = [rows]
        found[f"{name}-cold"] = list(corpus.cold_streams(rows, 60, rng))
    texts = corpus.long_texts(parts["og2021"], rng)
    found["og2021-texts"] = [texts]
    found["og2021-texts-cold"] = list(corpus.cold_streams(texts, 80, rng))
    found["mixed-cold"] = list(corpus.mixed_streams({**parts, "og2021-texts": texts}, 80, rng))
    return found


SHARE = {"og2021": 1.0, "gunviolence_en": 1.0, "uci_news_en": 0.8, "og2021-texts": 0.6}


def weighed(rows: dict[str, list[Any]], scale: float) -> list[tuple[list[float], float, float]]:
    """Give every corpus its share of the weight, whatever its number of rows."""
    table = []
    for name, found in rows.items():
        total = sum(r[2] if len(r) > 2 else 1.0 for r in found) or 1.0
        share = SHARE.get(name, 0.35) * scale / total
        table += [(r[0], r[1], (r[2] if len(r) > 2 else 1.0) * share) for r in found]
    return table


def train(parts: dict[str, list[corpus.Gold]], verbose: bool = True) -> tuple[Trees, Trees, Any, Any]:
    all_streams = streams(parts)
    never = Never()
    article: Any = never
    collected: dict[str, list[Any]] = {name: [] for name in all_streams}
    for step in range(3):
        for name, several in all_streams.items():
            for rows in several:
                gold = {r.telling.id: r.story for r in rows}
                teacher = Teacher(gold, oracle=step == 0, doubtful=False, article=article, story=never)
                replay(rows, teacher, every=10**9)
                collected[name] += teacher.article_rows
        booster = fit(weighed(collected, 10000), ARTICLE_FEATURES, rounds=100, least=60, extra=False)
        first = [booster]
        article = Trees(as_json(first, ARTICLE_FEATURES, {}))
        if verbose:
            print("article model", step, sum(map(len, collected.values())), flush=True)
    story: Any = never
    pairs: dict[str, list[Any]] = {name: [] for name in all_streams}
    second: list[Any] = []
    for step in range(2):
        for name, several in all_streams.items():
            for strict in (0.85, 0.7) if step == 0 else (0.8,):
                for rows in several:
                    gold = {r.telling.id: r.story for r in rows}
                    settings = EngineSettings(accept_headline=strict, accept_text=strict - 0.25)
                    teacher = Teacher(gold, oracle=False, settings=settings, article=article, story=story)
                    replay(rows, teacher, every=EVERY if len(rows) > 2 * EVERY else 40)
                    pairs[name] += teacher.story_rows
        table = weighed(pairs, 8000)
        second = [fit(table, STORY_FEATURES, rounds=110, least=80, extra=True, seed=s) for s in (3, 5)]
        story = Trees(as_json(second, STORY_FEATURES, {}))
        if verbose:
            print("story model", step, sum(map(len, pairs.values())), flush=True)
    return article, story, first, second


def score(name: str, rows: list[corpus.Gold], article: Trees, story: Trees, note: str = "", **settings: Any) -> None:
    engine = StoryEngine(EngineSettings(**settings), article=article, story=story)
    found, seconds = replay(rows, engine)
    gold = [r.story for r in rows]
    languages = [r.telling.language for r in rows]
    p, r, f = bcubed(gold, found)
    print(
        f"{name:16s} {note:14s} P {p:.3f} R {r:.3f} F1 {f:.3f}  cross-language pairs F1 {cross_pairs(gold, found, languages):.3f} "
        f"stories {len(set(found))}/{len(set(gold))}  {len(rows) / seconds:.0f} articles/CPU-s",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--out", type=Path, default=DATA)
    options = parser.parse_args()
    folder = Path(os.environ["NEWSGRID_CORPORA"])
    whole = {name: corpus.load(folder, name) for name in corpus.NAMES}
    parts = {name: corpus.split(rows) for name, rows in whole.items()}
    article, story, first, second = train(whole if options.write else {n: early for n, (early, _) in parts.items()})
    for name in corpus.NAMES:
        score(name, parts[name][1], article, story, "all seen" if options.write else "held out")
    options.out.mkdir(parents=True, exist_ok=True)
    provenance = {
        "made_by": "benchmarks/stories/train.py",
        "learnt_from": "similarities, gaps and counts of pairs in og2021.dev, gunviolence_en.dev, uci_news_en.dev"
        + ("" if options.write else " (first 58 %)"),
        "method": f"gradient-boosted trees with monotone constraints (LightGBM {lightgbm.__version__})",
    }
    for name, boosters, names in (("article", first, ARTICLE_FEATURES), ("story", second, STORY_FEATURES)):
        model = as_json(boosters, names, provenance)
        head = {k: v for k, v in model.items() if k != "trees"}
        trees = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in model["trees"])
        text = json.dumps(head, indent=1)[:-2] + ',\n "trees": [\n' + trees + "\n]}\n"
        (options.out / f"{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
