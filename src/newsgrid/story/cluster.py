"""A story as the engine holds it: sums over its articles, enough to compare, bounded in size."""

from __future__ import annotations

from collections.abc import Iterable

from newsgrid.story.features import Features
from newsgrid.story.vectors import Vector, add, added, heaviest

MEMBERS = 8
"""Articles kept one by one, per language: the first half for ever, the other half the newest."""
TERMS = 150
"""Terms of a centroid that are kept when it has grown to twice as many."""
COUNTED = 60
MOST_ECHOES = 1000
"""Past so many no further article adds its own: the first ones named everybody."""
PARTS = 6
"""Merges that can still be undone."""


class Side:
    """What a story's articles of one language say."""

    __slots__ = ("articles", "centroid", "headline", "headline_norm", "members", "norm", "trimmed")

    def __init__(self) -> None:
        """Begin empty."""
        self.centroid: Vector = {}
        self.norm = 0.0
        self.headline: Vector = {}
        self.headline_norm = 0.0
        self.articles = 0
        self.members: list[tuple[Vector, Vector]] = []
        self.trimmed = False
        """Whether terms of members have gone from the sums."""

    def take(self, vector: Vector, headline: Vector) -> None:
        """Add one article's unit vectors."""
        self._own()
        self.centroid, self.norm = added(self.centroid, self.norm, vector)
        self.headline, self.headline_norm = added(self.headline, self.headline_norm, headline)
        self.articles += 1
        self.members.append((vector, headline))
        if len(self.members) > MEMBERS:
            del self.members[MEMBERS // 2]

    def _own(self) -> None:
        """Copy sums that are an article's own vectors before they are added to: most stories stay with one article."""
        if self.articles == 1:
            self.centroid, self.headline = dict(self.centroid), dict(self.headline)

    def join(self, other: Side, sign: float = 1.0) -> None:
        """Add (or with `sign` -1, take away) another side's sums."""
        self._own()
        self.norm = add(self.centroid, self.norm, other.centroid, sign)
        self.headline_norm = add(self.headline, self.headline_norm, other.headline, sign)
        self.articles += int(sign) * other.articles
        self.trimmed = self.trimmed or other.trimmed
        if sign > 0:
            half = MEMBERS // 2
            self.members = self.members[:half] + (self.members[half:] + other.members)[-half:]
        else:
            gone = {id(vector) for vector, _ in other.members}
            self.members = [member for member in self.members if id(member[0]) not in gone]

    def copy(self) -> Side:
        """Give an independent copy."""
        twin = Side()
        twin.centroid, twin.norm = dict(self.centroid), self.norm
        twin.headline, twin.headline_norm = dict(self.headline), self.headline_norm
        twin.articles, twin.members, twin.trimmed = self.articles, list(self.members), self.trimmed
        return twin

    @property
    def coherence(self) -> float:
        """Mean cosine between two of its articles; -0.1 for one article."""
        n = self.articles
        return (self.norm - n) / (n * (n - 1)) if n > 1 else -0.1

    def trim(self) -> tuple[str, ...]:
        """Cut a centroid that has grown too large; give the terms that went."""
        if len(self.headline) > 2 * TERMS:
            self.trimmed = True
            self.headline = dict(heaviest(self.headline, TERMS))
            self.headline_norm = sum(x * x for x in self.headline.values())
        if len(self.centroid) <= 2 * TERMS:
            return ()
        self.trimmed = True
        kept = dict(heaviest(self.centroid, TERMS))
        gone = tuple(term for term in self.centroid if term not in kept)
        self.centroid = kept
        return gone


class Cluster:
    """One story."""

    __slots__ = (
        "ages", "anchor_norm", "anchors", "articles", "checked", "echoes", "first", "glue", "id", "last", "names", "numbers", "opened",
        "parts", "profile", "quiet", "round_ups", "sides", "texts", "touched",
    )  # fmt: skip

    def __init__(self, story: int, time: float, now: float) -> None:
        """Open a story."""
        self.id = story
        self.sides: dict[str, Side] = {}
        self.anchors: Vector = {}
        self.anchor_norm = 0.0
        self.echoes: dict[str, int] = {}
        self.numbers: dict[str, int] = {}
        self.names: dict[str, int] = {}
        self.ages: dict[str, int] = {}
        self.articles: list[int] = []
        self.glue = 0
        """Articles that are part of the sums: not copies, not round-ups that joined later."""
        self.texts = 0
        self.round_ups = 0
        self.first = self.last = time
        self.opened = self.touched = now
        self.quiet = False
        self.parts: list[Cluster] = []
        self.checked = 0
        self.profile: tuple[int, dict[str, Vector]] | None = None

    def take(self, found: Features, vector: Vector, headline: Vector, anchors: Vector) -> None:
        """Add one article to the sums."""
        side = self.sides.get(found.language)
        if side is None:
            side = self.sides[found.language] = Side()
        side.take(vector, headline)
        if self.glue == 1:
            # Until now they were the first article's own.
            self.anchors = dict(self.anchors)
        self.anchors, self.anchor_norm = added(self.anchors, self.anchor_norm, anchors)
        _count(self.numbers, found.numbers)
        _count(self.names, found.names)
        _count(self.ages, found.ages)
        if len(self.echoes) < MOST_ECHOES:
            _count(self.echoes, found.echoes)
        self.glue += 1
        self.texts += found.has_text
        self.round_ups += found.round_up

    def note(self, article: int, time: float, now: float) -> None:
        """Count an article as a member, whether or not it is part of the sums."""
        self.articles.append(article)
        self.first, self.last = min(self.first, time), max(self.last, time)
        self.touched = max(self.touched, now)

    def join(self, other: Cluster) -> None:
        """Add another story's sums and articles; it is kept as a part, so that the merge can be undone."""
        self._sum(other, 1.0)
        self.articles += other.articles
        self.first, self.last = min(self.first, other.first), max(self.last, other.last)
        self.touched = max(self.touched, other.touched)
        self.parts = [*self.parts, other][-PARTS:]

    def without(self, part: Cluster) -> Cluster:
        """Give a copy of this story as it would be without one of its parts."""
        rest = Cluster(self.id, self.first, self.opened)
        rest.sides = {language: side.copy() for language, side in self.sides.items()}
        rest.anchors, rest.anchor_norm = dict(self.anchors), self.anchor_norm
        rest.numbers, rest.names = dict(self.numbers), dict(self.names)
        rest.ages, rest.echoes = dict(self.ages), dict(self.echoes)
        rest.glue, rest.texts, rest.round_ups = self.glue, self.texts, self.round_ups
        gone = set(part.articles)
        rest.articles = [article for article in self.articles if article not in gone]
        rest.first, rest.last, rest.touched = self.first, self.last, self.touched
        rest.parts = [other for other in self.parts if other is not part]
        rest._sum(part, -1.0)
        for language in [language for language, side in rest.sides.items() if side.articles <= 0]:
            del rest.sides[language]
        return rest

    def _sum(self, other: Cluster, sign: float) -> None:
        for language, side in other.sides.items():
            if language not in self.sides:
                self.sides[language] = Side()
            self.sides[language].join(side, sign)
        if self.glue == 1:
            self.anchors = dict(self.anchors)
        self.anchor_norm = add(self.anchors, self.anchor_norm, other.anchors, sign)
        step = int(sign)
        for mine, theirs in (
            (self.numbers, other.numbers),
            (self.names, other.names),
            (self.ages, other.ages),
            (self.echoes, other.echoes),
        ):
            for item, times in theirs.items():
                mine[item] = mine.get(item, 0) + step * times
            if sign < 0:
                for item in [item for item in theirs if mine[item] <= 0]:
                    del mine[item]
        self.glue += step * other.glue
        self.texts += step * other.texts
        self.round_ups += step * other.round_ups
        self.profile = None

    def trim(self) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
        """Cut what has grown too large; give the words, per language, and the anchors that went."""
        words = {language: gone for language, side in self.sides.items() if (gone := side.trim())}
        for counts in (self.numbers, self.names, self.ages):
            if len(counts) > 6 * COUNTED:
                kept = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[: 3 * COUNTED]
                counts.clear()
                counts.update(kept)
        if len(self.anchors) <= 2 * TERMS:
            return words, ()
        kept_anchors = dict(heaviest(self.anchors, TERMS))
        gone_anchors = tuple(anchor for anchor in self.anchors if anchor not in kept_anchors)
        self.anchors = kept_anchors
        return words, gone_anchors


def _count(counts: dict[str, int], items: Iterable[str]) -> None:
    for item in items:
        counts[item] = counts.get(item, 0) + 1
