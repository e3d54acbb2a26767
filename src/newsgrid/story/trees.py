"""Boosted decision trees, read from a small JSON file and evaluated for many rows at once."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Trees:
    """The logistic of a sum of decision trees (gradient boosting: Friedman 2001).

    A node is [feature, threshold, left, right]: go left when the row's value is at most the threshold; a child below
    nought names a leaf, -1 the first. All trees walk in step, so that cost grows with depth, not with their number.
    """

    def __init__(self, model: dict[str, Any]) -> None:
        """Lay out a parsed model file. Raises KeyError or ValueError when it is no such model."""
        self.names: tuple[str, ...] = tuple(model["features"])
        self.bias = float(model.get("bias", 0.0))
        feature: list[int] = []
        threshold: list[float] = []
        child: list[int] = []
        value: list[float] = []
        roots: list[int] = []
        for tree in model["trees"]:
            base, nodes, leaves = len(feature), tree["nodes"], tree["leaves"]
            first_leaf = base + len(nodes)
            roots.append(base)
            for index, cut, left, right in nodes:
                feature.append(index)
                threshold.append(cut)
                child += [first_leaf - 1 - c if c < 0 else base + c for c in (left, right)]
                value.append(0.0)
            for number, leaf in enumerate(leaves):
                feature.append(0)
                threshold.append(np.inf)
                child += [first_leaf + number] * 2
                value.append(leaf)
        self._feature = np.array(feature, dtype=np.intp)
        self._threshold = np.array(threshold)
        self._child = np.array(child, dtype=np.intp)
        self._value = np.array(value)
        self._roots = np.array(roots, dtype=np.intp)
        self._depth = max((_depth(tree["nodes"]) for tree in model["trees"]), default=0)

    def probabilities(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """Give, for each row of features in the order of `names`, the probability that the answer is yes."""
        if not rows:
            return []
        table = np.asarray(rows, dtype=np.float64)
        offset = (np.arange(len(table)) * table.shape[1])[:, None]
        flat = table.ravel()
        node: NDArray[np.intp] = np.broadcast_to(self._roots, (len(table), len(self._roots)))
        for _ in range(self._depth):
            right = flat[offset + self._feature[node]] > self._threshold[node]
            node = self._child[2 * node + right]
        score = self._value[node].sum(axis=1) + self.bias
        return [float(p) for p in 1.0 / (1.0 + np.exp(-np.clip(score, -60, 60)))]


def _depth(nodes: Sequence[Sequence[float]], at: int = 0) -> int:
    if not nodes or at < 0:
        return 0
    return 1 + max(_depth(nodes, int(nodes[at][2])), _depth(nodes, int(nodes[at][3])))


@functools.cache
def shipped(name: str) -> Trees:
    """Give a model that comes with newsgrid, by the name of its file in `newsgrid/story/data`."""
    text = resources.files("newsgrid.story").joinpath("data", f"{name}.json").read_text(encoding="utf-8")
    return Trees(json.loads(text))
