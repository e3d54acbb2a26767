"""Sketches of texts: small samples of their shingles, from which the share of common text is told.

Word shingles and their resemblance and containment: Broder 1997, "On the resemblance and containment of documents",
sections 2 and 4; the sample is the shingles of smallest hash (bottom-k), so that two texts sample the same places whatever
their order of paragraphs.
"""

from __future__ import annotations

import dataclasses
import functools
import re

import numpy as np
from numpy.typing import NDArray

from newsgrid.text import words

SHINGLE = 3
KEPT = 160
MOST_WORDS = 1200
MOST_CHARS = 9000
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_MASK = np.uint32(0xFFFFFFFF)
_TRUE = np.ones(1, dtype=bool)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """A text's smallest shingle hashes, ascending."""

    hashes: NDArray[np.uint32]
    shingles: int
    """How many different ones the text has."""
    words: int


def sketch(text: str) -> Sketch:
    """Give a text's sketch; it depends on the words alone, not on case, punctuation, white space or order of paragraphs."""
    codes = _codes(text[:MOST_CHARS])[:MOST_WORDS]
    if not len(codes):
        return Sketch(np.empty(0, dtype=np.uint32), 0, 0)
    size = min(SHINGLE, len(codes))
    mixed = codes[: len(codes) - size + 1]
    for offset in range(1, size):
        mixed = mixed * _PLACE + codes[offset : len(codes) - size + 1 + offset]
    # The upper half of a hash is enough: of a text's thousand shingles two fall together once in ten thousand texts.
    halves = (_mix(mixed) >> _32).astype(np.uint32)
    halves.sort()
    distinct = halves[np.concatenate((_TRUE, halves[1:] != halves[:-1]))]
    return Sketch(distinct[:KEPT].copy(), len(distinct), len(codes))


def _codes(text: str) -> NDArray[np.uint64]:
    """Give a hash of each word, in order, all at once.

    A word's code is its signs as the digits of a number in base `_BASE`, modulo 2**64: the difference of two sums over the
    whole text, moved down by the inverse of the base (Karp and Rabin 1987, "Efficient randomized pattern-matching
    algorithms", section 2).
    """
    if _SPACELESS.search(text):
        text = " ".join(words(text))
    signs = np.frombuffer(text.casefold().encode("utf-32-le", "replace"), dtype="<u4")
    lettered = np.zeros(len(signs) + 2, dtype=bool)
    lettered[1:-1] = _letters().take(signs, mode="clip")
    edges = np.flatnonzero(lettered[1:] != lettered[:-1])
    sums = np.zeros(len(signs) + 1, dtype=np.uint64)
    up, down = _powers(len(signs))
    np.cumsum(signs * up[: len(signs)], out=sums[1:])
    begins, ends = edges[::2], edges[1::2]
    return (sums[ends] - sums[begins]) * down[begins]


@functools.cache
def _letters() -> NDArray[np.bool_]:
    """Say of each sign of the two planes that living scripts are in whether it is part of words; of those beyond, that it is not."""
    return np.array([chr(code).isalnum() for code in range(0x20000)] + [False])


def _powers(count: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Give the powers of the base and of its inverse, at least `count` of each."""
    size = 2 * MOST_CHARS
    while size < count:
        size *= 2
    return _table(size)


@functools.lru_cache(maxsize=4)
def _table(size: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    up = np.full(size, _BASE, dtype=np.uint64)
    down = np.full(size, pow(int(_BASE), -1, 1 << 64), dtype=np.uint64)
    up[0] = down[0] = 1
    return np.cumprod(up), np.cumprod(down)


# Odd numbers without a pattern, from the digits of the golden ratio and of pi.
_BASE, _PLACE = np.uint64(0x9E3779B97F4A7C15), np.uint64(0x243F6A8885A308D3)


def alike(left: Sketch, right: Sketch) -> tuple[float, float]:
    """Give how much two texts share: (resemblance, containment of the shorter in the longer), each from 0 to 1; symmetric."""
    if not left.shingles or not right.shingles:
        return 0.0, 0.0
    # Below this bound both samples hold all the hashes their texts have.
    bound = min(_bound(left), _bound(right))
    ours = left.hashes[: left.hashes.searchsorted(bound, "right")]
    theirs = right.hashes[: right.hashes.searchsorted(bound, "right")]
    if not len(ours) or not len(theirs):
        return 0.0, 0.0
    both = np.concatenate((ours, theirs))
    both.sort()
    common = int(np.count_nonzero(both[1:] == both[:-1]))
    return common / (len(ours) + len(theirs) - common), common / min(len(ours), len(theirs))


def _bound(found: Sketch) -> np.uint32:
    return np.uint32(found.hashes[-1]) if found.shingles > KEPT else _MASK


_GOLDEN, _FIRST, _SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_27, _30, _31, _32 = np.uint64(27), np.uint64(30), np.uint64(31), np.uint64(32)


def _mix(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Scatter 64-bit values (the finaliser of SplitMix64: Steele, Lea and Flood 2014)."""
    values = values + _GOLDEN
    values = (values ^ (values >> _30)) * _FIRST
    values = (values ^ (values >> _27)) * _SECOND
    return values ^ (values >> _31)
