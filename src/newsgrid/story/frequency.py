"""How many documents have a term: what makes rare words heavy and common ones light."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from newsgrid.story.vectors import Vector, heaviest, unit

# Short words are frequent ones (Zipf 1935, "The Psycho-Biology of Language", law of abbreviation): the share of documents
# a word of 1, 2, 3, ... letters is expected in before anything was counted, worth PRIOR documents. It keeps a cold start
# from weighing "the" like a name. A rule of thumb, drawn from no corpus.
_SHARE = (0.3, 0.3, 0.3, 0.15, 0.06, 0.03, 0.02, 0.012, 0.01)
_RARE = 0.01
PRIOR = 20.0
SEEN = 200
"""Documents after which terms that most have are dropped: before, a share means little."""
MOST_TERMS = 400_000
MOST_DOCUMENTS = 60_000


class Frequencies:
    """Document frequencies of one language, or of anchors; bounded, and forgetting slowly.

    Past MOST_DOCUMENTS all counts are halved, so that they follow the times; past MOST_TERMS terms seen once are dropped.
    """

    __slots__ = ("counts", "documents")

    def __init__(self, documents: float = 0.0, counts: Mapping[str, float] | None = None) -> None:
        """Begin with counts kept from before, if any."""
        self.documents = documents
        self.counts: dict[str, float] = dict(counts or {})

    def learn(self, terms: Iterable[str]) -> None:
        """Count one document with these terms, each named once."""
        counts = self.counts
        self.documents += 1
        for term in terms:
            counts[term] = counts.get(term, 0) + 1
        if self.documents > MOST_DOCUMENTS:
            self.documents /= 2
            self.counts = {term: count / 2 for term, count in counts.items() if count >= 2}
        elif len(counts) > MOST_TERMS:
            self.counts = {term: count for term, count in counts.items() if count > 1}

    def rarity(self, term: str) -> float:
        """Give a term's inverse document frequency, ln((n + prior) / (df + prior share)) (Sparck Jones 1972)."""
        return math.log((self.documents + PRIOR + 0.5) / (self.counts.get(term, 0) + PRIOR * _SHARES[term]))

    def weigh(self, found: Mapping[str, float], *, top: int, common: float) -> Vector:
        """Give the unit vector of a document's `top` heaviest terms, (1 + ln tf) * idf.

        Terms in more than the share `common` of at least SEEN documents are left out: they are the period's one topic.
        """
        counts, scale = self.counts, math.log(self.documents + PRIOR + 0.5)
        most = common * self.documents if self.documents > SEEN else math.inf
        vector: Vector = {}
        seen, shares, log = counts.get, _SHARES, math.log
        for term, times in found.items():
            count = seen(term, 0)
            if count <= most:
                weight = scale - log(count + PRIOR * shares[term])
                if weight > 0:
                    vector[term] = ((1 + log(times)) if times > 1 else times) * weight
        return unit(dict(heaviest(vector, top)) if len(vector) > top else vector)


class _Shares(dict[str, float]):
    """The expected shares of the terms seen lately; bounded."""

    def __missing__(self, term: str) -> float:
        if len(self) >= _MOST_SHARES:
            self.clear()
        share = self[term] = _share(term)
        return share


_MOST_SHARES = 60_000
_SHARES = _Shares()


def _share(term: str) -> float:
    # Anchors (a mark first), pairs of words, and scripts whose signs are syllables or words say little by their length.
    first = term[0]
    if not first.isalpha() or first >= "\u0e00" or " " in term:
        return _RARE
    return _SHARE[len(term)] if len(term) < 9 else _RARE
