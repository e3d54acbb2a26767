"""Boosted trees in numpy against a plain walk of the same trees."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from newsgrid.extract.features import Context, look
from newsgrid.extract.markup import parse
from newsgrid.extract.outline import outline
from newsgrid.extract.trees import build, load_trees

MODEL: dict[str, Any] = {
    "features": 3,
    "trees": [
        {"nodes": [[0, 0.5, 1, -1], [1, -0.25, -2, 2], [2, 0.0, -3, -4]], "leaves": [0.4, -0.3, 0.2, -0.1]},
        {"nodes": [], "leaves": [0.05]},
        {"nodes": [[2, 1.0, -1, -2]], "leaves": [-0.6, 0.7]},
    ],
}


def walk(tree: dict[str, Any], row: np.ndarray) -> float:
    node = 0 if tree["nodes"] else -1
    while node >= 0:
        feature, limit, left, right = tree["nodes"][node]
        node = left if row[feature] <= np.float32(limit) else right
    return float(tree["leaves"][~node])


def test_sum_of_leaves_equals_a_plain_walk() -> None:
    rows = np.random.default_rng(3).normal(size=(700, 3)).astype(np.float32)
    rows[0] = (0.5, -0.25, 0.0)
    expected = [1 / (1 + math.exp(-sum(walk(tree, row) for tree in MODEL["trees"]))) for row in rows]
    np.testing.assert_allclose(build(MODEL).probability(rows), expected, rtol=1e-5)


def test_rows_of_another_width_are_refused() -> None:
    with pytest.raises(ValueError, match="features"):
        build(MODEL).probability(np.zeros((1, 4), np.float32))


def test_tree_with_too_many_leaves_is_refused() -> None:
    chain = {"nodes": [[0, float(i), -(i + 1), i + 1 if i < 39 else -41] for i in range(40)], "leaves": [0.0] * 41}
    with pytest.raises(ValueError, match="leaves"):
        build({"features": 1, "trees": [chain]})


def test_shipped_trees_fit_the_features_of_today() -> None:
    sight = look(outline(parse("<html><body><p>Some words of a page, enough of them.</p></body></html>")), Context())
    assert load_trees().features == sight.rows.shape[1]
    assert load_trees().probability(sight.rows).shape == (1,)
