"""Boosted decision trees, read from a small JSON file and evaluated for many rows at once."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from importlib import resources
from typing import Any

import numpy as np

MOST_LEAVES = 8


class Trees:
    """The logistic of a sum of decision trees (gradient boosting: Friedman 2001).

    A node is [feature, threshold, left, right]: go left when the row's value is at most the threshold; a child below
    nought names a leaf, -1 the first. A tree has at most MOST_LEAVES leaves.

    No tree is walked: every node is asked at once, a node that says "right" crosses out the leaves on its left, and the
    first leaf that is left is the one that walking would have reached (QuickScorer: Lucchese et al. 2015, "QuickScorer: a
    fast algorithm to rank documents with additive ensembles of regression trees", section 3).
    """

    def __init__(self, model: dict[str, Any]) -> None:
        """Lay out a parsed model file. Raises KeyError or ValueError when it is no such model."""
        self.names: tuple[str, ...] = tuple(model["features"])
        self.bias = float(model.get("bias", 0.0))
        trees = [_laid(tree["nodes"], tree["leaves"]) for tree in model["trees"]]
        depth = max((len(nodes) for nodes, _ in trees), default=0)
        # The nodes of a tree stand below one another, so that the trees of all rows are crossed out in one sweep.
        self._feature = np.zeros((depth, len(trees)), dtype=np.intp)
        self._threshold = np.full((depth, len(trees)), np.inf)
        self._left = np.zeros((depth, len(trees)), dtype=np.uint8)
        self._value = np.zeros((len(trees), MOST_LEAVES))
        for number, (nodes, leaves) in enumerate(trees):
            for row, (feature, threshold, left) in enumerate(nodes):
                self._feature[row, number], self._threshold[row, number], self._left[row, number] = (
                    feature,
                    threshold,
                    left,
                )
            self._value[number, : len(leaves)] = leaves
        self._flat = self._value.ravel()
        self._base = np.arange(len(trees), dtype=np.intp) * MOST_LEAVES

    def probabilities(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """Give, for each row of features in the order of `names`, the probability that the answer is yes."""
        found: list[float] = []
        for start in range(0, len(rows), _AT_ONCE):
            table = np.array(rows[start : start + _AT_ONCE], dtype=np.float64)
            # (rows, nodes, trees): what every node crosses out.
            gone = (table.take(self._feature, axis=1) > self._threshold) * self._left
            leaf = _FIRST_FREE.take(np.bitwise_or.reduce(gone, axis=1))
            score = self._flat.take(leaf + self._base).sum(axis=1) + self.bias
            found += (1.0 / (1.0 + np.exp(-np.clip(score, -60, 60)))).tolist()
        return found


_AT_ONCE = 256
"""Rows answered in one sweep: what they need stays in the processor's cache."""
_FIRST_FREE = np.array(
    [next(bit for bit in range(9) if not taken >> bit & 1) % 8 for taken in range(256)], dtype=np.intp
)
"""For each set of crossed-out leaves, as bits, the first that is not."""


def _laid(
    nodes: Sequence[Sequence[float]], leaves: Sequence[float]
) -> tuple[list[tuple[int, float, int]], list[float]]:
    """Give each node's (feature, threshold, leaves on its left as bits), and the leaves in order from left to right."""
    if not 0 < len(leaves) <= MOST_LEAVES:
        raise ValueError(f"a tree of {len(leaves)} leaves; 1 to {MOST_LEAVES} can be asked")
    found: list[tuple[int, float, int]] = []
    ordered: list[float] = []

    def walk(at: int) -> int:
        """Give the leaves under a child, as bits."""
        if at < 0:
            ordered.append(leaves[-1 - at])
            return 1 << (len(ordered) - 1)
        feature, threshold, left, right = nodes[at]
        place = len(found)
        found.append((0, 0.0, 0))
        below = walk(int(left))
        found[place] = (int(feature), threshold, below)
        return below | walk(int(right))

    walk(0 if nodes else -1)
    return found, ordered


@functools.cache
def shipped(name: str) -> Trees:
    """Give a model that comes with newsgrid, by the name of its file in `newsgrid/story/data`."""
    text = resources.files("newsgrid.story").joinpath("data", f"{name}.json").read_text(encoding="utf-8")
    return Trees(json.loads(text))
