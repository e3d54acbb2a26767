"""Train the block classifier and write `src/newsgrid/extract/blocks.json`.

    python benchmarks/extraction/train_blocks.py CORPORA [--rounds N]

CORPORA is the corpora folder (`extraction/` lies in it). Needs LightGBM, which newsgrid itself does not: trees are
shipped as JSON and read by `newsgrid.extract.trees`. What to expect of unseen sites is told by `folds.py`.

A piece's label is 1 when at least 60 % of its 3-word shingles stand in the expected body (for pieces under six words:
when a whole expected line equals it). Its weight grows with its words, and every page weighs about the same. Each page
is used in three forms (`forms.py`), so that the classifier also knows old and bare pages.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from forms import FORMS

from newsgrid.bench.extract import corpus_files
from newsgrid.errors import PageError
from newsgrid.extract import declared, features, headline, jsonld, markup
from newsgrid.extract.outline import Outline, outline
from newsgrid.extract.vocabulary import tokens
from newsgrid.text import registrable_host

PARAMETERS: dict[str, Any] = {
    "objective": "binary", "learning_rate": 0.07, "num_leaves": 20, "min_data_in_leaf": 40, "feature_fraction": 0.5, "bagging_fraction": 0.8,
    "bagging_freq": 1, "lambda_l2": 5, "verbose": -1, "num_threads": 1, "max_bin": 127, "deterministic": True,
}  # fmt: skip
FOLDS = 5
ROUNDS = 140
"""Trees of each of the two boosters."""
SHARES = (2 / 3, 1 / 3)
"""How much each of the two counts. By halves, old forms lose .005 of body F1 and pages as they are win nothing (folds)."""
TARGET = Path(__file__).parents[2] / "src/newsgrid/extract/blocks.json"


@dataclass
class Sample:
    """One page in one of its forms."""

    id: str
    source: str
    language: str
    domain: str
    form: str
    cut: Outline
    rows: np.ndarray
    labels: np.ndarray
    counts: np.ndarray
    expected: str

    @property
    def poorer(self) -> bool:
        return self.form != "as is"


def pages(corpora: Path) -> Iterator[dict[str, Any]]:
    """Read the annotated pages that have a body."""
    for path in corpus_files(corpora):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            yield from (page for page in map(json.loads, lines) if page["expected"].get("body"))


def domain_of(page: dict[str, Any]) -> str:
    return registrable_host(page["url"] or "") or page["id"]


def samples(corpora: Path) -> list[Sample]:
    found = []
    for page in pages(corpora):
        for form, change in FORMS.items():
            try:
                root = markup.parse(change(page["html"], page["id"]))
            except PageError:
                continue
            found.append(sample(page, form, root))
    return [item for item in found if len(item.rows)]


def sample(page: dict[str, Any], form: str, root: markup.Element) -> Sample:
    said = declared.gather(root, page["url"] or "")
    site, _ = headline.site_name(said)
    title, _ = headline.headline(said, site, headline.declared_titles(said, site))
    told, _ = headline.description(said)
    cut = outline(root)
    sight = features.look(cut, features.Context(title, said.h1s, told, jsonld.body_of(said.article)))
    expected = page["expected"]["body"]
    counts = np.array([len(words) for words in sight.words], np.float32)
    return Sample(
        page["id"], page["source"], page["language"], domain_of(page), form, cut, sight.rows, labels(sight.words, expected), counts, expected
    )  # fmt: skip


def labels(pieces: list[list[str]], expected: str) -> np.ndarray:
    said = tokens(expected)
    triples = set(zip(said, said[1:], said[2:]))
    lines = {" ".join(tokens(line)) for line in expected.split("\n")}
    found = []
    for words in pieces:
        if len(words) < 6:
            found.append(float(" ".join(words) in lines and bool(words)))
        else:
            found.append(float(sum(t in triples for t in zip(words, words[1:], words[2:])) / (len(words) - 2) >= 0.6))
    return np.array(found, np.float32)


def weights(item: Sample) -> np.ndarray:
    page = np.clip(400.0 / max(60, len(tokens(item.expected))), 0.3, 2.5)
    return (0.4 + np.minimum(item.counts, 80) / 15.0) * page * (0.5 if item.poorer else 1.0)


def train(items: list[Sample], rounds: int, seed: int) -> lightgbm.Booster:
    data = lightgbm.Dataset(
        np.concatenate([i.rows for i in items]),
        np.concatenate([i.labels for i in items]),
        weight=np.concatenate([weights(i) for i in items]),
    )
    return lightgbm.train(PARAMETERS | {"seed": seed}, data, rounds)


def ensemble(items: list[Sample], rounds: int) -> list[lightgbm.Booster]:
    """Two boosters: one that also saw the poorer forms, one that did not."""
    return [train(items, rounds, 7), train([i for i in items if not i.poorer], rounds, 11)]


def fold(domain: str) -> int:
    return int(hashlib.sha256(domain.encode()).hexdigest(), 16) % FOLDS


def as_json(models: list[lightgbm.Booster], items: list[Sample]) -> dict[str, Any]:
    trees = []
    for model, share in zip(models, SHARES, strict=True):
        for info in model.dump_model()["tree_info"]:
            nodes: list[list[Any]] = []
            leaves: list[float] = []
            flatten(info["tree_structure"], nodes, leaves, share)
            trees.append({"nodes": nodes, "leaves": leaves})
    return {
        "about": "Body or not: boosted trees over newsgrid.extract.features, made by benchmarks/extraction/train_blocks.py",
        "pages": {
            source: sum(i.source == source and not i.poorer for i in items)
            for source in sorted({i.source for i in items})
        },
        "provenance": "fundus, scrapinghub, newspaper4k test pages (MIT); NAEB pages (Apache-2.0). The model holds thresholds, no text.",
        "features": int(items[0].rows.shape[1]),
        "trees": trees,
    }


def flatten(node: dict[str, Any], nodes: list[list[Any]], leaves: list[float], scale: float) -> int:
    """Write a tree as [feature, threshold, left, right] rows; a leaf is ~its number."""
    if "leaf_value" in node:
        leaves.append(float(f"{node['leaf_value'] * scale:.5g}"))
        return ~(len(leaves) - 1)
    index = len(nodes)
    limit = np.float32(node["threshold"])
    nodes.append([node["split_feature"], float(f"{limit:.7g}"), 0, 0])
    nodes[index][2] = flatten(node["left_child"], nodes, leaves, scale)
    nodes[index][3] = flatten(node["right_child"], nodes, leaves, scale)
    return index


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="trees of each of the two boosters")
    options = parser.parse_args()
    items = samples(options.corpora)
    print(
        f"{len(items)} samples, {sum(len(i.rows) for i in items)} pieces, {items[0].rows.shape[1]} features",
        file=sys.stderr,
    )
    model = as_json(ensemble(items, options.rounds), items)
    TARGET.write_text(json.dumps(model, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
