"""Which story each article is in, after all assignments and repairs."""

from __future__ import annotations

from collections.abc import Iterable

from newsgrid.model import Assignment, Merge, Split


class Ledger:
    """Follows assignments, merges and splits in the order they came; holds one number per article."""

    def __init__(self) -> None:
        """Begin empty."""
        self._story: dict[int, int] = {}
        self._articles: dict[int, list[int]] = {}

    def note(self, assignment: Assignment) -> None:
        """Keep where an article went."""
        if assignment.article not in self._story:
            self._story[assignment.article] = assignment.story
            self._articles.setdefault(assignment.story, []).append(assignment.article)

    def follow(self, steps: Iterable[Merge | Split]) -> None:
        """Take over what repair did; steps about stories that are not known here change nothing."""
        for step in steps:
            if isinstance(step, Merge):
                self._move(self._articles.pop(step.gone, []), step.kept)
            else:
                gone = set(step.articles)
                self._articles[step.kept] = [a for a in self._articles.get(step.kept, []) if a not in gone]
                self._move([a for a in step.articles if a in self._story], step.new)

    def _move(self, articles: list[int], story: int) -> None:
        for article in articles:
            self._story[article] = story
        if articles:
            self._articles.setdefault(story, []).extend(articles)

    def story(self, article: int) -> int:
        """Give an article's story; 0 when it was never noted."""
        return self._story.get(article, 0)

    def stories(self) -> dict[int, tuple[int, ...]]:
        """Give every story with its articles, in the order they came to it."""
        return {story: tuple(articles) for story, articles in self._articles.items() if articles}
