"""Boosted trees, evaluated with numpy alone.

A piece of the page is one bit. Each distinct test is made once for all pieces and packed into words; from the roots down,
level by level for all trees together, the pieces that reach a node are split in two by its test.
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
_MAX_LEAVES = 32
_WORD = 64

Indexes = NDArray[np.intp]


@dataclasses.dataclass(frozen=True, slots=True)
class Level:
    """The nodes of one depth, of all trees. What they give is the left children of all of them, then the right ones."""

    places: Indexes
    """(nodes,): where each node stands in what the level above gives."""
    tests: Indexes
    """(nodes,): which test each makes."""


@dataclasses.dataclass(frozen=True, slots=True)
class Trees:
    """An ensemble; its sum through the logistic function is a probability."""

    features: int
    feature: Indexes
    """(tests,): the feature that each of the distinct tests reads."""
    threshold: NDArray[np.float32]
    """(tests, 1): a test holds when the value is at most this."""
    levels: tuple[Level, ...]
    ends: Indexes
    """(most leaves of a tree, trees): where each leaf stands in what all levels give, one under another, the first being
    a row of zeros (for leaves that a tree does not have) and a row of ones (for trees that are one leaf)."""
    leaves: NDArray[np.float32]
    """(trees, most leaves of a tree)."""

    def probability(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give each row's probability, (n,) float32. Raises ValueError for rows of another width."""
        if rows.shape[0] == 0:
            return np.zeros(0, np.float32)
        if rows.shape[1] != self.features:
            raise ValueError(f"the classifier reads {self.features} features, not {rows.shape[1]}")
        parts = [self._score(rows[start : start + _BATCH]) for start in range(0, len(rows), _BATCH)]
        return np.asarray(1.0 / (1.0 + np.exp(-np.concatenate(parts))), np.float32)

    def _score(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        columns = np.zeros((rows.shape[1], -(-len(rows) // _WORD) * _WORD), np.float32)
        columns[:, : len(rows)] = rows.T
        tests = columns[self.feature] > self.threshold
        failed = np.packbits(tests, axis=1, bitorder="little").view(np.uint64)
        words = failed.shape[1]
        given = [np.zeros((1, words), np.uint64), np.full((1, words), ~np.uint64(0))]
        for level in self.levels:
            reached = given[-1][level.places]
            right = reached & failed[level.tests]
            given.append(np.concatenate([reached ^ right, right]))
        leaf = _leaves_reached(np.concatenate(given)[self.ends])[:, : len(rows)]
        first = np.arange(0, self.leaves.size, self.leaves.shape[1], dtype=np.intp)
        return np.asarray(self.leaves.ravel().take(leaf + first[:, None]).sum(axis=0), np.float32)


def build(model: dict[str, Any]) -> Trees:
    """Build the ensemble from its JSON form: trees as lists of [feature, threshold, left, right], leaves as ~number.

    Raises ValueError for a tree of more than 32 leaves.
    """
    trees = model["trees"]
    most = max(len(tree["leaves"]) for tree in trees)
    if most > _MAX_LEAVES:
        raise ValueError(f"a tree has {most} leaves, more than {_MAX_LEAVES}")
    tests: dict[tuple[int, float], int] = {}
    levels: list[Level] = []
    ends = np.zeros((most, len(trees)), np.intp)
    leaves = np.zeros((len(trees), most), np.float32)
    for number, tree in enumerate(trees):
        leaves[number, : len(tree["leaves"])] = tree["leaves"]
        if not tree["nodes"]:
            ends[0, number] = 1
    # Nodes of a level as (tree, node, place in what the level above gives).
    nodes = [(number, 0, 0) for number, tree in enumerate(trees) if tree["nodes"]]
    start = 2
    while nodes:
        below: list[tuple[int, int, int]] = []
        made = []
        for index, (number, node, _) in enumerate(nodes):
            feature, limit, *children = trees[number]["nodes"][node]
            made.append(tests.setdefault((feature, limit), len(tests)))
            for child, place in zip(children, (index, len(nodes) + index), strict=True):
                if child < 0:
                    ends[~child, number] = start + place
                else:
                    below.append((number, child, place))
        levels.append(Level(np.array([place for _, _, place in nodes], np.intp), np.array(made, np.intp)))
        start += 2 * len(nodes)
        nodes = below
    return Trees(
        int(model["features"]),
        np.array([feature for feature, _ in tests], np.intp),
        np.array([limit for _, limit in tests], np.float32).reshape(-1, 1),
        tuple(levels),
        ends,
        leaves,
    )


@functools.cache
def load_trees() -> Trees:
    """Read the classifier that comes with the package."""
    return build(json.loads(resources.files("newsgrid.extract").joinpath("blocks.json").read_text(encoding="utf-8")))


def _leaves_reached(ends: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """Give the number of the leaf that each piece ends in, (trees, n), from the packed pieces that end in each leaf.

    The number is put together from its binary digits: a digit is set where the piece ends in any leaf that has it set.
    """
    numbers = np.arange(len(ends))
    found = np.zeros((ends.shape[1], ends.shape[2] * _WORD), np.uint8)
    for digit in range((len(ends) - 1).bit_length()):
        set_ = np.bitwise_or.reduce(ends[numbers >> digit & 1 == 1], axis=0)
        bits = np.unpackbits(set_.view(np.uint8), axis=1, bitorder="little")
        bits <<= digit
        found |= bits
    return found
