"""How a feed is, in words for the operator: what a document is refused for, and what was wrong with one that could be read."""

from __future__ import annotations

from collections.abc import Iterable

from newsgrid.model import FeedState, Problem

REASONS = ("empty", "html", "not-a-feed", "dtd", "too-large", "too-deep", "too-many-elements")
"""Every `reason` of a FeedError of this room, each a word that is stored, counted and shown."""

PROBLEMS = {
    "ill-formed": "breaks the rules of its format and was mended",
    "encoding": "is not encoded as it says",
    "leading-junk": "begins with something else",
    "dtd": "declares entities, which are refused",
    "truncated": "breaks off in the middle of an entry",
    "too-many-entries": "has more entries than are read",
    "costly-markup": "has texts whose markup would take too long to read",
    "too-many-addresses": "has more relative addresses than are read",
    "doubled-entries": "gives entries several times",
    "no-dates": "gives no dates",
}
"""What each kind of Problem says of a document, in English."""


def operator_line(state: FeedState) -> str:
    """Say in a line what the operator should know of a feed; empty when there is nothing to say.

    What went wrong on the last visit comes alone; of a feed that is well, what was mended and noticed.
    """
    if state.message:
        return state.message
    moved = f"It has moved to {state.moved_to}, which is taken over after a week." if state.moved_to else ""
    notice = f"Noticed: {'; '.join(state.notice.splitlines())}." if state.notice else ""
    return " ".join(part for part in (_document(state.problems), moved, notice) if part)


def _document(problems: Iterable[Problem]) -> str:
    said = [
        PROBLEMS.get(problem.kind, problem.kind) + (f" ({problem.detail})" if problem.detail else "")
        for problem in problems
    ]
    return f"The document {'; it '.join(said)}." if said else ""
