"""Boosted trees, evaluated with numpy alone.

Every tree has at most 32 leaves. All tests of all trees are made at once; a test that fails clears the bits of the
leaves it cuts off, and the lowest bit left is the leaf reached (QuickScorer: Lucchese et al., SIGIR 2015).
"""

from __future__ import annotations

import dataclasses
import functools
import json
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

_BATCH = 512
"""Pieces evaluated at a time: bounds memory to some ten megabytes."""
_BITS = 32


@dataclasses.dataclass(frozen=True, slots=True)
class Trees:
    """An ensemble; its sum through the logistic function is a probability."""

    features: int
    feature: NDArray[np.intp]
    """(trees * tests,): the feature each test reads; tests of one tree stand together, padded."""
    threshold: NDArray[np.float32]
    """(trees * tests, 1): a test holds when the value is at most this."""
    clears: NDArray[np.uint32]
    """(trees * tests, 1): bits of the leaves on the holding side, lost when the test fails."""
    leaves: NDArray[np.float32]
    """(trees, 32)."""

    def probability(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give each row's probability, (n,) float32. Raises ValueError for rows of another width."""
        if rows.shape[0] == 0:
            return np.zeros(0, np.float32)
        if rows.shape[1] != self.features:
            raise ValueError(f"the classifier reads {self.features} features, not {rows.shape[1]}")
        parts = [self._score(rows[start : start + _BATCH]) for start in range(0, len(rows), _BATCH)]
        return np.asarray(1.0 / (1.0 + np.exp(-np.concatenate(parts))), np.float32)

    def _score(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        columns = np.ascontiguousarray(rows.T)
        failed = columns[self.feature] > self.threshold
        trees = len(self.leaves)
        cleared = np.bitwise_or.reduce((failed * self.clears).reshape(trees, -1, len(rows)), axis=1)
        left = ~cleared
        lowest = left & (~left + np.uint32(1))
        # The exponent of a power of two is its bit's number.
        leaf = (lowest.astype(np.float32).view(np.uint32) >> np.uint32(23)).astype(np.intp) - 127
        return np.asarray(np.take_along_axis(self.leaves, leaf, axis=1).sum(axis=0), np.float32)


def build(model: dict[str, Any]) -> Trees:
    """Build the ensemble from its JSON form: trees as lists of [feature, threshold, left, right], leaves as ~number."""
    trees = model["trees"]
    tests = max(1, *(len(tree["nodes"]) for tree in trees))
    feature = np.zeros((len(trees), tests), np.intp)
    threshold = np.full((len(trees), tests), np.inf, np.float32)
    clears = np.zeros((len(trees), tests), np.uint32)
    leaves = np.zeros((len(trees), _BITS), np.float32)
    for number, tree in enumerate(trees):
        nodes = tree["nodes"]
        ordered = _leaf_order(nodes)
        if len(ordered) > _BITS:
            raise ValueError(f"a tree has {len(ordered)} leaves, more than {_BITS}")
        position = {leaf: index for index, leaf in enumerate(ordered)}
        for leaf, index in position.items():
            leaves[number, index] = tree["leaves"][leaf]
        for index, (name, limit, left, _) in enumerate(nodes):
            feature[number, index], threshold[number, index] = name, limit
            clears[number, index] = sum(1 << position[leaf] for leaf in _leaves_below(nodes, left))
    return Trees(int(model["features"]), feature.ravel(), threshold.reshape(-1, 1), clears.reshape(-1, 1), leaves)


@functools.cache
def load_trees() -> Trees:
    """Read the classifier that comes with the package."""
    return build(json.loads(resources.files("newsgrid.extract").joinpath("blocks.json").read_text(encoding="utf-8")))


def _leaves_below(nodes: list[list[Any]], node: int) -> list[int]:
    """Give the leaves under a node (or the leaf itself, given as ~number) from left to right."""
    found: list[int] = []
    stack = [node]
    while stack:
        item = stack.pop()
        if item < 0:
            found.append(~item)
        else:
            stack += [nodes[item][3], nodes[item][2]]
    return found


def _leaf_order(nodes: list[list[Any]]) -> list[int]:
    return _leaves_below(nodes, 0 if nodes else ~0)
