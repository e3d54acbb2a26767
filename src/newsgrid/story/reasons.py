"""Why two things were taken for one story, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from newsgrid.story.compare import ARTICLE_FEATURES, STORY_FEATURES

_ARTICLE = {name: position for position, name in enumerate(ARTICLE_FEATURES)}
_STORY = {name: position for position, name in enumerate(STORY_FEATURES)}


def article_reason(row: Sequence[float], names: int, places: int, gap_h: float) -> str:
    """Say why an article joined a story of its own language."""
    parts = []
    if row[_ARTICLE["best_headline"]] >= 0.6:
        parts.append("nearly the same headline")
    elif row[_ARTICLE["cosine"]] >= 0.3 or row[_ARTICLE["covered"]] >= 0.6:
        parts.append("much the same words")
    else:
        parts.append("words in common")
    return ", ".join(parts + _shared(names, places, int(row[_ARTICLE["numbers_shared"]])) + [gap_in_words(gap_h)])


def story_reason(row: Sequence[float], names: int, places: int, gap_h: float) -> str:
    """Say why two stories, or an article and a story, were taken for one."""
    parts = []
    if row[_STORY["common_language"]] and max(row[_STORY["cosine"]], row[_STORY["best_pair"]]) >= 0.25:
        parts.append("much the same words")
    elif row[_STORY["lexicon_covered"]] >= 0.4:
        parts.append("headlines that translate each other")
    echoes = int(row[_STORY["echoes"]])
    parts += _shared(max(names, echoes), places, int(row[_STORY["numbers_shared"]]))
    if row[_STORY["days"]] > 0:
        parts.append("same day named")
    return ", ".join([*parts, gap_in_words(gap_h)]) if parts else f"alike in all, {gap_in_words(gap_h)}"


def shared_names_and_places(left: Mapping[str, float], right: Mapping[str, float]) -> tuple[int, int]:
    """Count the name and the place anchors that two sets of anchors share."""
    names = sum(anchor[0] == "~" and anchor in right for anchor in left)
    places = sum(anchor[0] == "@" and anchor in right for anchor in left)
    return names, places


def _shared(names: int, places: int, numbers: int) -> list[str]:
    parts = []
    for count, one, many in ((names, "name", "names"), (places, "place", "places"), (numbers, "number", "numbers")):
        if count == 1:
            parts.append(f"same {one}")
        elif count > 1:
            parts.append(f"same {count} {many}")
    return parts


def gap_in_words(hours: float) -> str:
    """Say a gap of time: "within 2 h", "4 h apart", "3 days apart"."""
    if hours <= 2:
        return "within 2 h"
    return f"{hours:.0f} h apart" if hours < 48 else f"{hours / 24:.0f} days apart"
