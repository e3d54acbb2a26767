"""The front without profiling: what an anonymous visitor of an edition gets.

A story's score is a sum of named terms, so that its reasons add up to it exactly. After that the order is made greedily
(maximal marginal relevance, Carbonell and Goldstein 1998): a story loses a little for every story of its section that
already stands directly above it, and that loss is a reason like any other.
"""

from __future__ import annotations

import dataclasses
import heapq
import math
from collections.abc import Sequence
from datetime import datetime

from newsgrid.model import Front, Position, Reason
from newsgrid.ports import StoryRow


@dataclasses.dataclass(frozen=True, slots=True)
class Weights:
    """What each term is worth. Set by hand on fronts of the demo world and of feedworld, looked at by eye."""

    coverage: float = 1.6
    """Times ln(independent origins)."""
    publishers: float = 0.4
    """Times ln(publishers)."""
    languages: float = 0.25
    """Per language beside the first, at most four."""
    recency: float = 1.0
    """Lost for each half-life since the last article."""
    half_life_h: float = 16.0
    edition: float = 3.2
    """Times the grade with which the story concerns the edition."""
    unread_language: float = -1.5
    """When no article is in one of the languages asked for."""
    variety: float = -0.35
    """Per story of the same section among the three above."""


def make_front(
    rows: Sequence[StoryRow],
    *,
    edition: str,
    now: datetime,
    languages: Sequence[str] = (),
    limit: int = 100,
    weights: Weights | None = None,
) -> Front:
    """Order stories for an edition, best first; ties go to the newer story, then to the higher id.

    `edition` is a slug, empty for the world front. Stories whose last article lies in the future count as of now. At most
    `limit` positions; the reasons' values of each add up to its score. O(n log n + limit^2).
    """
    weights = weights or Weights()
    wanted = frozenset(languages)
    terms = [(_terms(row, edition, now, wanted, weights), row) for row in rows]
    best = heapq.nlargest(limit * 2, terms, key=lambda item: (sum(item[0]), item[1].last, item[1].id))
    scored = [(row, _reasons(row, values, edition, now)) for values, row in best]
    return Front(edition, tuple(_with_variety(scored, limit, weights)), now)


_NAMES = ("recency", "coverage", "publishers", "languages", "edition", "unread-language")


def _terms(
    row: StoryRow, edition: str, now: datetime, languages: frozenset[str], weights: Weights
) -> tuple[float, ...]:
    """Give the value of each term of `_NAMES`; plain numbers, because every story of the window is scored."""
    unread = bool(languages) and languages.isdisjoint(row.languages)
    return (
        -weights.recency * _age_h(row, now) / weights.half_life_h,
        weights.coverage * math.log(max(1, row.origins)),
        weights.publishers * math.log(max(1, row.publishers)),
        weights.languages * max(0, min(4, len(row.languages) - 1)),
        weights.edition * row.editions.get(edition, 0.0) if edition else 0.0,
        weights.unread_language if unread else 0.0,
    )


def _age_h(row: StoryRow, now: datetime) -> float:
    return max(0.0, (now - row.last).total_seconds() / 3600)


def _reasons(row: StoryRow, values: Sequence[float], edition: str, now: datetime) -> tuple[Reason, ...]:
    """Name the terms that are not nothing, with what each stands on."""
    details = (
        f"{_age_h(row, now):.0f}",
        str(row.origins),
        str(row.publishers),
        str(len(row.languages)),
        f"{row.editions.get(edition, 0.0):.2f}",
        ", ".join(row.languages),
    )
    return tuple(Reason(*item) for item in zip(_NAMES, values, details, strict=True) if item[1])


def _total(reasons: Sequence[Reason]) -> float:
    return sum(reason.value for reason in reasons)


def _with_variety(scored: list[tuple[StoryRow, tuple[Reason, ...]]], limit: int, weights: Weights) -> list[Position]:
    positions: list[Position] = []
    above: list[str] = []
    left = list(scored)
    while left and len(positions) < limit:
        # Only the next twelve can win: variety costs less than the distance to the thirteenth almost always.
        best = max(
            range(min(12, len(left))), key=lambda i: (_total(left[i][1]) + _loss(left[i][0], above, weights), -i)
        )
        row, reasons = left.pop(best)
        loss = _loss(row, above, weights)
        if loss:
            reasons = (*reasons, Reason("variety", loss, row.section))
        positions.append(Position(row.id, _total(reasons), reasons))
        above = [*above[-2:], row.section]
    return positions


def _loss(row: StoryRow, above: Sequence[str], weights: Weights) -> float:
    return weights.variety * sum(section == row.section for section in above) if row.section else 0.0
