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
        # Most terms are one story's: a pair takes a quarter of the memory of a dictionary.
        self._lists: dict[str, dict[int, float] | tuple[int, float]] = {}

    def put(self, story: int, weights: Mapping[str, float], terms: Iterable[str]) -> None:
        """Keep a story's present weight of some terms."""
        lists = self._lists
        for term in terms:
            found = lists.get(term)
            if isinstance(found, dict):
                found[story] = weights[term]
            elif found is None or found[0] == story:
                lists[term] = (story, weights[term])
            else:
                lists[term] = {found[0]: found[1], story: weights[term]}

    def drop(self, story: int, terms: Iterable[str]) -> None:
        """Forget a story under these terms."""
        lists = self._lists
        for term in terms:
            found = lists.get(term)
            if isinstance(found, dict):
                if found.pop(story, None) is not None and not found:
                    del lists[term]
            elif found is not None and found[0] == story:
                del lists[term]

    def score(self, terms: Iterable[tuple[str, float]], scores: dict[int, float]) -> None:
        """Add to `scores` what each story has of the terms: inner products over lists that are not too long."""
        lists = self._lists
        known = scores.get
        for term, weight in terms:
            found = lists.get(term)
            if isinstance(found, dict):
                if len(found) <= MOST_STORIES:
                    for story, other in found.items():
                        scores[story] = known(story, 0.0) + weight * other
            elif found is not None:
                story = found[0]
                scores[story] = known(story, 0.0) + weight * found[1]

    def held_by(self, term: str) -> int:
        """Give how many stories have a term."""
        found = self._lists.get(term)
        return 0 if found is None else len(found) if isinstance(found, dict) else 1

    def __len__(self) -> int:
        return len(self._lists)
