"""Sketches of texts: small samples of their shingles, from which the share of common text is told.

Word shingles and their resemblance and containment: Broder 1997, "On the resemblance and containment of documents",
sections 2 and 4; the sample is the shingles of smallest hash (bottom-k), so that two texts sample the same places whatever
their order of paragraphs.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import zlib

import numpy as np
from numpy.typing import NDArray

from newsgrid.text import words

SHINGLE = 3
KEPT = 160
MOST_WORDS = 1200
MOST_CHARS = 9000
_WORD = re.compile(r"[^\W_]+")
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_MASK = np.uint64(0xFFFFFFFFFFFFFFFF)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """A text's smallest shingle hashes, ascending."""

    hashes: NDArray[np.uint64]
    shingles: int
    """How many different ones the text has."""
    words: int


def sketch(text: str) -> Sketch:
    """Give a text's sketch; it depends on the words alone, not on case, punctuation, white space or order of paragraphs."""
    cut = _words(text[:MOST_CHARS])[:MOST_WORDS]
    if not cut:
        return Sketch(np.empty(0, dtype=np.uint64), 0, 0)
    codes = np.array([_code(word) for word in cut], dtype=np.uint64)
    size = min(SHINGLE, len(codes))
    mixed = np.zeros(len(codes) - size + 1, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for offset in range(size):
            mixed = _mix(mixed + codes[offset : len(codes) - size + 1 + offset])
    distinct = np.unique(mixed)
    return Sketch(distinct[:KEPT].copy(), len(distinct), len(cut))


def _words(text: str) -> list[str]:
    # Texts in scripts with spaces, which most are, need none of the care the others do.
    return words(text) if _SPACELESS.search(text) else _WORD.findall(text.casefold())


def alike(left: Sketch, right: Sketch) -> tuple[float, float]:
    """Give how much two texts share: (resemblance, containment of the shorter in the longer), each from 0 to 1; symmetric."""
    if not left.shingles or not right.shingles:
        return 0.0, 0.0
    # Below this bound both samples hold all the hashes their texts have.
    bound = min(_bound(left), _bound(right))
    ours = left.hashes[left.hashes <= bound]
    theirs = right.hashes[right.hashes <= bound]
    if not len(ours) or not len(theirs):
        return 0.0, 0.0
    common = len(np.intersect1d(ours, theirs, assume_unique=True))
    return common / (len(ours) + len(theirs) - common), common / min(len(ours), len(theirs))


def _bound(found: Sketch) -> np.uint64:
    return found.hashes[-1] if found.shingles > KEPT else _MASK


@functools.lru_cache(maxsize=200_000)
def _code(word: str) -> int:
    return zlib.crc32(word.encode())


def _mix(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Scatter 64-bit values (the finaliser of SplitMix64: Steele, Lea and Flood 2014)."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
