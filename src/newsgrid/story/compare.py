"""The two questions as rows of numbers: does this article belong to that story; are these two stories one?

A row holds similarities, gaps and counts alone, never a word. -0.1 stands for "cannot be known".
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import NamedTuple

from newsgrid.story.cluster import Cluster
from newsgrid.story.features import Features
from newsgrid.story.vectors import Vector, cosine, dot, heaviest, part

LEAST_GAP = 2.0
"""Hours: nothing may hang on a finer gap, because published times are coarse or wrong."""
UNKNOWN = -0.1

ARTICLE_FEATURES = (
    "cosine", "headline_cosine", "best_member", "mean_member", "best_headline", "covered", "best_ratio", "numbers_shared", "numbers_missing",
    "names", "ages", "gap", "age", "size", "coherence", "headline_terms", "has_text", "rank", "margin", "rarity", "other_languages",
    "anchors", "seen",
)  # fmt: skip

STORY_FEATURES = (
    "common_language", "cosine", "headline_cosine", "mean_pair", "best_pair", "coherence_low", "coherence_high", "anchors", "anchor_overlap",
    "anchors_shared", "lexicon", "lexicon_covered", "gap", "size_low", "size_high", "numbers", "names", "ages", "texts", "languages",
    "names_shared", "places_shared", "skeletons", "places", "numbers_cosine", "days", "cognates", "skeletons_covered", "skeletons_least", "skeletons_shared",
    "numbers_shared", "echoes", "exclusive_anchors", "exclusive_words", "anchors_covered", "round_ups", "words_rival", "anchors_rival", "lexicon_rival", "rank", "seen",
)  # fmt: skip


class Drawn(NamedTuple):
    """An article as it is compared."""

    found: Features
    vector: Vector
    headline: Vector
    anchors: Vector
    rarity: float
    seen: float
    """Logarithm of the documents counted so far in its language, up to 500."""


def article_row(drawn: Drawn, story: Cluster, rank: int, margin: float) -> list[float]:
    """Give the row of ARTICLE_FEATURES for an article and a story that has its language."""
    found, vector, headline = drawn.found, drawn.vector, drawn.headline
    side = story.sides[found.language]
    best = mean = best_headline = covered = 0.0
    common = part(vector, side.centroid)
    # A member's words stand in the centroid, unless that was cut: what is in neither need not be asked for again.
    near, near_headline = (vector, headline) if side.trimmed else (common, part(headline, side.headline))
    for member, member_headline in side.members:
        close = dot(near, member)
        mean += close
        best = max(best, close)
        best_headline = max(best_headline, dot(near_headline, member_headline))
    cos = cosine(dot(common, side.centroid), 1.0, side.norm)
    for weight in common.values():
        covered += weight
    total = sum(vector.values())
    shared = sum(number in story.numbers for number in found.numbers)
    gap = max(found.time - story.last, story.first - found.time, LEAST_GAP)
    return [
        cos,
        cosine(dot(headline, side.headline), 1.0, side.headline_norm),
        best,
        mean / len(side.members) if side.members else 0.0,
        best_headline,
        covered / total if total else 0.0,
        best / (cos + 0.05),
        min(shared, 6),
        min(len(found.numbers) - shared, 12),
        _support(found.names, story.names, story.glue),
        _support(found.ages, story.ages, story.glue),
        math.log(gap),
        math.log(max(abs(found.time - story.first), LEAST_GAP)),
        math.log(side.articles),
        side.coherence,
        min(len(headline), 30),
        float(found.has_text),
        rank,
        margin,
        drawn.rarity,
        math.log(max(story.glue, 1)) - math.log(side.articles),
        cosine(dot(drawn.anchors, story.anchors), 1.0, story.anchor_norm) if story.anchors else UNKNOWN,
        drawn.seen,
    ]


class Rank(NamedTuple):
    """How a candidate compares with its best rival, by each way it was found (1: as good as the rival; 0: not found so)."""

    words: float = 0.0
    anchors: float = 0.0
    lexicon: float = 0.0
    place: int = 20


def story_row(
    left: Cluster, right: Cluster, rank: Rank, lexicon: tuple[float, float], exclusive: tuple[int, int], seen: float
) -> list[float]:
    """Give the row of STORY_FEATURES for two stories; the same whichever is named first, but for the rank."""
    if left.glue > right.glue:
        left, right = right, left
    words = _words(left, right)
    low, high = sorted((_coherence(left), _coherence(right)))
    overlap, shared, places = _anchor_overlap(left, right)
    ours, theirs = _profile(left), _profile(right)
    kinds = {kind: dot(ours[kind], theirs[kind]) if ours[kind] and theirs[kind] else -0.2 for kind in _KEPT}
    bones = ours["~"], theirs["~"]
    covered = _covered(*bones)
    gap = max(LEAST_GAP, max(left.first, right.first) - min(left.last, right.last))
    return [
        float(words is not None),
        *(words or (UNKNOWN,) * 4),
        low,
        high,
        cosine(dot(left.anchors, right.anchors), left.anchor_norm, right.anchor_norm),
        overlap,
        min(shared, 10),
        lexicon[0],
        lexicon[1],
        math.log(gap),
        math.log(max(left.glue, 1)),
        math.log(max(right.glue, 1)),
        _agreement(left.numbers, right.numbers, left.glue, right.glue),
        _agreement(left.names, right.names, left.glue, right.glue),
        _agreement(left.ages, right.ages, left.glue, right.glue),
        float(left.texts > 0) + float(right.texts > 0),
        len(left.sides.keys() | right.sides.keys()),
        min(sum(name in right.names for name in left.names), 5),
        min(places, 4),
        kinds["~"],
        kinds["@"],
        kinds["#"],
        kinds["%"],
        kinds["^"],
        max(covered),
        min(covered),
        min(sum(bone in bones[1] for bone in bones[0]), 8),
        min(sum(number in right.numbers for number in left.numbers), 6),
        min(echoed(left, right) + echoed(right, left), 5) if left.echoes or right.echoes else 0,
        min(exclusive[0], 8),
        min(exclusive[1], 12),
        shared / max(5, min(_anchor_count(left), _anchor_count(right))),
        float(left.round_ups * 2 > left.glue) + float(right.round_ups * 2 > right.glue),
        min(rank.words, 4.0),
        min(rank.anchors, 4.0),
        min(rank.lexicon, 4.0),
        rank.place,
        seen,
    ]


def _words(left: Cluster, right: Cluster) -> tuple[float, float, float, float] | None:
    """Give centroid, headline, mean and best-member cosine over the languages both have, weighted by articles."""
    total = cos = headline = mean = 0.0
    best = UNKNOWN
    for language, ours in left.sides.items():
        theirs = right.sides.get(language)
        if theirs is None:
            continue
        weight = math.sqrt(ours.articles * theirs.articles)
        inner = dot(ours.centroid, theirs.centroid)
        total += weight
        cos += weight * cosine(inner, ours.norm, theirs.norm)
        headline += weight * cosine(dot(ours.headline, theirs.headline), ours.headline_norm, theirs.headline_norm)
        mean += weight * inner / (ours.articles * theirs.articles)
        for mine, _ in ours.members[:6]:
            near = mine if theirs.trimmed else part(mine, theirs.centroid)
            for other, _ in theirs.members[:6]:
                best = max(best, dot(near, other))
    return (cos / total, headline / total, mean / total, best) if total else None


def _coherence(story: Cluster) -> float:
    several = [(side.coherence, side.articles) for side in story.sides.values() if side.articles > 1]
    total = sum(articles for _, articles in several)
    return sum(c * articles for c, articles in several) / total if total else UNKNOWN


def _anchor_overlap(left: Cluster, right: Cluster) -> tuple[float, int, int]:
    """Give the anchor weight both have, and how many anchors (cognates aside) and places they share."""
    overlap, shared, places = 0.0, 0, 0
    small, large = (left, right) if len(left.anchors) <= len(right.anchors) else (right, left)
    for anchor, weight in small.anchors.items():
        other = large.anchors.get(anchor)
        if other is not None:
            overlap += min(weight / max(small.glue, 1), other / max(large.glue, 1))
            shared += anchor[0] != "^"
            places += anchor[0] == "@"
    return overlap, shared, places


_KEPT = {"~": 14, "@": 5, "#": 6, "%": 4, "^": 14}


def _profile(story: Cluster) -> dict[str, Vector]:
    """Give a story's heaviest anchors by kind, each kind of unit length; kept until the story has grown by a tenth."""
    known = story.profile
    if known is not None and (known[0] == story.glue or (story.glue > 20 and known[0] > 0.9 * story.glue)):
        return known[1]
    kinds: dict[str, Vector] = {kind: {} for kind in _KEPT}
    for anchor, weight in story.anchors.items():
        if weight > 0:
            kinds[anchor[0]][anchor] = weight
    found: dict[str, Vector] = {}
    for kind, vector in kinds.items():
        top = heaviest(vector, _KEPT[kind])
        norm = math.sqrt(sum(weight * weight for _, weight in top)) or 1.0
        found[kind] = {anchor: weight / norm for anchor, weight in top}
    story.profile = (story.glue, found)
    return found


def _covered(ours: Vector, theirs: Vector) -> tuple[float, float]:
    """Give the share of each side's name weight that the other has."""
    if not ours or not theirs:
        return -0.2, -0.2
    mine = sum(weight for name, weight in ours.items() if name in theirs) / sum(ours.values())
    other = sum(weight for name, weight in theirs.items() if name in ours) / sum(theirs.values())
    return mine, other


def _anchor_count(story: Cluster) -> int:
    return sum(map(len, _profile(story).values())) - len(_profile(story)["^"])


def echoed(names: Cluster, text: Cluster) -> int:
    """Count the names of one story that may stand in the spaceless text of the other."""
    if not text.echoes:
        return 0
    from newsgrid.story.names import rough

    spelled = {rough(anchor[1:]) for anchor in _profile(names)["~"]}
    return sum(len(bones) >= 3 and bones[:5] in text.echoes for bones in spelled)


def _support(items: Collection[str], counts: Mapping[str, int], size: int) -> float:
    """Give the share of the story's articles that have the best shared item; -1 without items, -2 when the story has none."""
    if not items:
        return -1.0
    if not counts:
        return -2.0
    return max(counts.get(item, 0) for item in items) / max(size, 1)


def _agreement(ours: Mapping[str, int], theirs: Mapping[str, int], our_size: int, their_size: int) -> float:
    if not ours or not theirs:
        return -1.0
    return max(
        (
            min(times / max(our_size, 1), theirs[item] / max(their_size, 1))
            for item, times in ours.items()
            if item in theirs
        ),
        default=0.0,
    )
