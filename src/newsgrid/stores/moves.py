"""How merges and splits change a store: said once, for every store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from newsgrid.model import Merge, Split


class Shelf(Protocol):
    """What moving articles between stories needs of a store."""

    def resolve(self, story: int) -> int:
        """Give the story that has this one's articles now: itself, unless it redirects or is unknown."""

    def is_gone(self, story: int) -> bool:
        """Say whether a story redirects to another."""

    def is_empty(self, story: int) -> bool:
        """Say whether no article belongs to a story; nothing does to one that is unknown."""

    def stored(self, articles: Sequence[int]) -> list[int]:
        """Give those of these articles that exist."""

    def open(self, story: int) -> None:
        """Make a story live: make it when it is unknown, end its redirect when it has one."""

    def move_all(self, gone: int, kept: int) -> None:
        """Move all articles of one story to another."""

    def move(self, articles: Sequence[int], story: int) -> set[int]:
        """Move articles to a story; give the stories they left."""

    def redirect(self, gone: int, kept: int) -> None:
        """Let a story, and all that redirect to it, redirect to another; it loses its digest and is not stale."""


def apply_moves(shelf: Shelf, merges: Sequence[Merge], splits: Sequence[Split]) -> set[int]:
    """Merge, then split; give the stories whose articles changed. Doing it again changes nothing more.

    What would leave a story without articles is not done: nothing of a merge is when `gone` has none, nothing of a split
    when none of its articles is stored.
    """
    touched: set[int] = set()
    for merge in merges:
        kept = shelf.resolve(merge.kept)
        if merge.gone == kept or shelf.is_gone(merge.gone) or shelf.is_empty(merge.gone):
            continue
        shelf.open(kept)
        shelf.move_all(merge.gone, kept)
        shelf.redirect(merge.gone, kept)
        touched.discard(merge.gone)
        touched.add(kept)
    for split in splits:
        articles = shelf.stored(split.articles)
        if not articles:
            continue
        shelf.open(split.new)
        left = shelf.move(articles, split.new) - {split.new}
        touched |= left | {split.new}
        for story in left:
            if shelf.is_empty(story):
                shelf.redirect(story, split.new)
                touched.discard(story)
    return touched
