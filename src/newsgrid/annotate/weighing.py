"""Sentences and headlines as weighted terms, to see what a story's articles say in common."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from newsgrid.text import stem, words

Vector = dict[str, float]


def terms(text: str, language: str) -> list[str]:
    """Give a text's stems, in order, without the shortest words."""
    return [stem(word, language) for word in words(text, language) if len(word) > 1 or not word.isascii()]


def vectors(texts: Sequence[str], language: str) -> list[Vector]:
    """Give each text as a unit vector of (1 + ln tf) * ln((n + 1) / (df + 0.5)); words of nearly every text weigh nothing."""
    counted = [Counter(terms(text, language)) for text in texts]
    spread = Counter(term for counts in counted for term in counts)
    size = len(texts)
    found: list[Vector] = []
    for counts in counted:
        raw = {t: (1 + math.log(n)) * max(0.0, math.log((size + 1) / (spread[t] + 0.5))) for t, n in counts.items()}
        found.append(unit(raw))
    return found


def unit(vector: Vector) -> Vector:
    """Give a vector at length 1; an empty one stays empty."""
    norm = math.sqrt(sum(v * v for v in vector.values()))
    return {t: v / norm for t, v in vector.items() if v} if norm else {}


def cosine(left: Vector, right: Vector) -> float:
    """Give the cosine of two unit vectors."""
    if len(left) > len(right):
        left, right = right, left
    return sum(v * right[t] for t, v in left.items() if t in right)


def total(parts: Sequence[Vector]) -> Vector:
    """Give the unit vector of a sum."""
    found: Vector = {}
    for part in parts:
        for term, value in part.items():
            found[term] = found.get(term, 0.0) + value
    return unit(found)
