"""Postings: from a term to the stories that have it, capped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

MOST_STORIES = 400
"""A term in more stories than this finds none: it says too little for what reading its list costs."""


class Postings:
    """An inverted index over active stories."""

    __slots__ = ("_lists",)

    def __init__(self) -> None:
        """Begin empty."""
        self._lists: dict[str, dict[int, float]] = {}

    def put(self, story: int, weights: Mapping[str, float], terms: Iterable[str]) -> None:
        """Keep a story's present weight of some terms."""
        lists = self._lists
        for term in terms:
            found = lists.get(term)
            if found is None:
                lists[term] = {story: weights[term]}
            else:
                found[story] = weights[term]

    def drop(self, story: int, terms: Iterable[str]) -> None:
        """Forget a story under these terms."""
        for term in terms:
            found = self._lists.get(term)
            if found is not None and found.pop(story, None) is not None and not found:
                del self._lists[term]

    def score(self, terms: Iterable[tuple[str, float]], scores: dict[int, float]) -> None:
        """Add to `scores` what each story has of the terms: inner products over lists that are not too long."""
        lists = self._lists
        for term, weight in terms:
            found = lists.get(term)
            if found is not None and len(found) <= MOST_STORIES:
                for story, other in found.items():
                    scores[story] = scores.get(story, 0.0) + weight * other

    def held_by(self, term: str) -> int:
        """Give how many stories have a term."""
        return len(self._lists.get(term, ()))

    def __len__(self) -> int:
        return len(self._lists)
