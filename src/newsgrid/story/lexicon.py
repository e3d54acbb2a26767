"""A lexicon between languages, grown from the stories that several of them tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

from newsgrid.story.cluster import Cluster
from newsgrid.story.vectors import heaviest

WORDS = 10
LEAST_STORIES = 2
LEAST_CONFIDENCE = 0.25
TRANSLATIONS = 3
MOST_STORIES = 3000
"""Stories remembered: the newest; two words must have met in two of them."""

Tops = dict[str, tuple[str, ...]]


class Lexicon:
    """Which words of two languages stand in the headlines of the same stories.

    Confidence is Dice's coefficient (Dice 1945) of the stories that have either word, times c / (c + 1) for c stories
    with both. It is state: kept in the store, and inspectable with `entries`.
    """

    def __init__(self, stories: Mapping[int, Tops] | None = None) -> None:
        """Begin with the top words, per language, of the stories known from before, if any."""
        self.stories: dict[int, Tops] = dict(stories or {})
        self._found: dict[tuple[str, str], list[tuple[str, str, float]]] = {}
        self._pairs: set[tuple[str, str]] = set()
        self.version = 0
        self._recount()

    def of(self, language: str, word: str) -> list[tuple[str, str, float]]:
        """Give a word's translations as (language, word, confidence), surest first."""
        return self._found.get((language, word), [])

    def knows(self, language: str, other: str) -> bool:
        """Say whether there is any translation between two languages."""
        return (language, other) in self._pairs

    def entries(self) -> list[tuple[str, str, str, str, float]]:
        """Give all it holds as (language, word, language, word, confidence), in order."""
        return sorted((a, w, b, v, c) for (a, w), found in self._found.items() for b, v, c in found)

    def __len__(self) -> int:
        return sum(map(len, self._found.values()))

    def learn(self, stories: Iterable[Cluster]) -> None:
        """Take in the stories told in several languages, each counted once, and count anew."""
        before = len(self)
        for story in stories:
            if len(story.sides) > 1 and story.round_ups * 2 <= story.glue:
                tops = {
                    language: tuple(
                        word
                        for word, _ in heaviest(side.headline, 2 * WORDS)
                        if " " not in word and len(word) > 1 and not word[0].isdecimal()
                    )[:WORDS]
                    for language, side in story.sides.items()
                }
                self.stories.pop(story.id, None)
                self.stories[story.id] = tops
        for gone in list(self.stories)[: max(0, len(self.stories) - MOST_STORIES)]:
            del self.stories[gone]
        self._recount()
        if len(self) > 1.1 * before:
            self.version += 1

    def _recount(self) -> None:
        alone: dict[tuple[str, str, str], int] = {}
        both: dict[tuple[str, str, str, str], int] = {}
        for tops in self.stories.values():
            for one, other in combinations(sorted(tops), 2):
                for word in tops[one]:
                    alone[one, other, word] = alone.get((one, other, word), 0) + 1
                    for translation in tops[other]:
                        key = (one, word, other, translation)
                        both[key] = both.get(key, 0) + 1
                for translation in tops[other]:
                    alone[other, one, translation] = alone.get((other, one, translation), 0) + 1
        found: dict[tuple[str, str], list[tuple[str, str, float]]] = {}
        for (one, word, other, translation), count in both.items():
            if count >= LEAST_STORIES:
                dice = 2 * count / (alone[one, other, word] + alone[other, one, translation])
                confidence = dice * count / (count + 1)
                if confidence >= LEAST_CONFIDENCE:
                    found.setdefault((one, word), []).append((other, translation, confidence))
                    found.setdefault((other, translation), []).append((one, word, confidence))
        self._found = {key: _surest(options) for key, options in found.items()}
        self._pairs = {(key[0], option[0]) for key, options in self._found.items() for option in options}


def _surest(options: list[tuple[str, str, float]]) -> list[tuple[str, str, float]]:
    kept: list[tuple[str, str, float]] = []
    per: dict[str, int] = {}
    for option in sorted(options, key=lambda option: (-option[2], option[0], option[1])):
        per[option[0]] = per.get(option[0], 0) + 1
        if per[option[0]] <= TRANSLATIONS:
            kept.append(option)
    return kept
