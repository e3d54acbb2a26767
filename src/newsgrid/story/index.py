"""Postings: from a term to the stories that have it, capped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

MOST_READ = 800
"""Entries read for one query: where the terms have more, those in most stories are left out, so that a query costs the same
among fifty thousand stories as among a thousand. On the dev corpora no story changes by it."""
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
        long: list[tuple[dict[int, float], float]] = []
        for term, weight in terms:
            found = lists.get(term)
            if isinstance(found, dict):
                if len(found) <= MOST_STORIES:
                    long.append((found, weight))
            elif found is not None:
                story = found[0]
                scores[story] = known(story, 0.0) + weight * found[1]
        for stories, weight in _affordable(long):
            for story, other in stories.items():
                scores[story] = known(story, 0.0) + weight * other

    def held_by(self, term: str) -> int:
        """Give how many stories have a term."""
        found = self._lists.get(term)
        return 0 if found is None else len(found) if isinstance(found, dict) else 1

    def __len__(self) -> int:
        return len(self._lists)


def _affordable(lists: list[tuple[dict[int, float], float]]) -> list[tuple[dict[int, float], float]]:
    """Leave out the longest lists until no more than MOST_READ entries remain."""
    left = sum(len(stories) for stories, _ in lists)
    if left <= MOST_READ:
        return lists
    for place in sorted(range(len(lists)), key=lambda place: len(lists[place][0]), reverse=True):
        left -= len(lists[place][0])
        lists[place] = {}, 0.0
        if left <= MOST_READ:
            break
    return lists
