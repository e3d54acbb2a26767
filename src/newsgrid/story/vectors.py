"""Sparse vectors: dictionaries from a term to its weight."""

from __future__ import annotations

import math
from collections.abc import Mapping

Vector = dict[str, float]


def dot(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    """Give the inner product; costs the length of the shorter vector."""
    if len(left) > len(right):
        left, right = right, left
    total = 0.0
    for term in filter(right.__contains__, left):
        total += left[term] * right[term]
    return total


def part(vector: Vector, other: Mapping[str, float]) -> Vector:
    """Give what of a vector another one has as well: enough for inner products with any part of that one."""
    return {term: vector[term] for term in filter(other.__contains__, vector)}


def add(total: Vector, norm: float, other: Mapping[str, float], sign: float = 1.0) -> float:
    """Add a vector to a sum in place and give the sum's new squared norm."""
    get = total.get
    for term, weight in other.items():
        old = get(term, 0.0)
        more = weight * sign
        total[term] = old + more
        norm += 2 * old * more + more * more
    return max(norm, 0.0)


def added(total: Vector, norm: float, other: Vector, sign: float = 1.0) -> tuple[Vector, float]:
    """Give a sum with a vector added, and its squared norm; `total` is used up, unless the sum is the other vector itself."""
    if not total and sign > 0:
        for weight in other.values():
            norm += weight * weight
        return other, norm
    return total, add(total, norm, other, sign)


def heaviest(vector: Mapping[str, float], limit: int) -> list[tuple[str, float]]:
    """Give the heaviest terms with their weights, heaviest first; ties by term, so that the result is one."""
    if len(vector) > limit:
        least = sorted(vector.values(), reverse=True)[limit - 1]
        found = [(-weight, term) for term, weight in vector.items() if weight >= least]
    else:
        found = [(-weight, term) for term, weight in vector.items()]
    found.sort()
    return [(term, -weight) for weight, term in found[:limit]]


def unit(vector: Mapping[str, float]) -> Vector:
    """Give a vector of length one in the same direction; an empty one for length nought."""
    norm = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {term: weight / norm for term, weight in vector.items()} if norm > 0 else {}


def cosine(inner: float, left_norm: float, right_norm: float) -> float:
    """Give the cosine from an inner product and two squared norms; 0 when one of them is nought."""
    product = left_norm * right_norm
    return inner / math.sqrt(product) if product > 0 else 0.0
