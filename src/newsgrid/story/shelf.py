"""The shelf of active stories: what finds them again, and what lets them go."""

from __future__ import annotations

import heapq
import math
from collections import deque
from collections.abc import Iterable

from newsgrid.story.cluster import Cluster
from newsgrid.story.compare import Drawn, Rank
from newsgrid.story.index import Postings
from newsgrid.story.lexicon import Lexicon
from newsgrid.story.names import rough
from newsgrid.story.vectors import cosine, dot, heaviest

QUERY = 40
BY_WORDS, BY_ANCHORS, BY_LEXICON = 6, 7, 5
LEAST_NEAR = 0.04
"""Cosine below which a story is no candidate."""
LEAST_NEAR_TEXT = 0.08
"""The same for a story with texts: on gunviolence_en no pair below it was one, and they were half of all."""
QUIET_WINDOWS = 9
"""A story past its window is kept this many windows more, reachable through its heaviest words and anchors alone: a quarter
of the steps inside one incident of gunviolence_en are longer than 14 days."""
QUIET_TERMS = 14
MOST_QUIET = 20_000


class Shelf:
    """Active and quiet stories with their postings."""

    def __init__(self, window_h: float) -> None:
        """Begin empty; `window_h` is in hours."""
        self.window = window_h
        self.stories: dict[int, Cluster] = {}
        self.words: dict[str, Postings] = {}
        self.anchors = Postings()
        self.echoes = Postings()
        self._queue: deque[tuple[float, int]] = deque()
        self._quiet: deque[int] = deque()

    # Keeping
    def open(self, story: Cluster) -> None:
        """Put a new story on the shelf."""
        self.stories[story.id] = story

    def post(self, story: Cluster, drawn: Drawn | None = None) -> None:
        """Refresh the postings of an article's terms, or of all of a story's terms."""
        for language, side in story.sides.items():
            if drawn is None or language == drawn.found.language:
                postings = self.words.setdefault(language, Postings())
                terms: Iterable[str] = side.centroid if drawn is None else drawn.vector
                postings.put(story.id, side.centroid, terms)
        self.anchors.put(story.id, story.anchors, story.anchors if drawn is None else drawn.anchors)
        echoes = story.echoes.keys() if drawn is None else story.echoes.keys() & drawn.found.echoes
        if echoes:
            self.echoes.put(story.id, dict.fromkeys(echoes, 1.0), echoes)
        if story.quiet:
            story.quiet = False
            self.post(story)
        gone_words, gone_anchors = story.trim()
        for language, terms in gone_words.items():
            self.words[language].drop(story.id, terms)
        self.anchors.drop(story.id, gone_anchors)

    def touch(self, story: Cluster) -> None:
        """Remember that a story was touched, for its time to go."""
        self._queue.append((story.touched, story.id))

    def remove(self, story: Cluster) -> None:
        """Take a story off the shelf."""
        self._unpost(story)
        del self.stories[story.id]

    def _unpost(self, story: Cluster) -> None:
        for language, side in story.sides.items():
            if language in self.words:
                self.words[language].drop(story.id, side.centroid)
        self.anchors.drop(story.id, story.anchors)
        self.echoes.drop(story.id, story.echoes)

    def expire(self, now: float) -> list[Cluster]:
        """Quieten the stories whose window has passed and take off those that are past that too; give these."""
        gone: list[Cluster] = []
        while self._queue and self._queue[0][0] < now - self.window:
            _, identifier = self._queue.popleft()
            story = self.stories.get(identifier)
            if story is not None and not story.quiet and story.touched < now - self.window:
                self._quieten(story)
        while self._quiet:
            story = self.stories.get(self._quiet[0])
            if story is not None and story.quiet:
                if story.touched >= now - self.window * (1 + QUIET_WINDOWS) and len(self._quiet) <= MOST_QUIET:
                    break
                self.remove(story)
                gone.append(story)
            self._quiet.popleft()
        return gone

    def _quieten(self, story: Cluster) -> None:
        self._unpost(story)
        story.quiet = True
        story.parts = []
        for language, side in story.sides.items():
            side.members = side.members[:2]
            top = dict(heaviest(side.centroid, QUIET_TERMS))
            self.words.setdefault(language, Postings()).put(story.id, top, top)
        strong = {anchor: weight for anchor, weight in story.anchors.items() if anchor[0] in "~#"}
        top = dict(heaviest(strong, QUIET_TERMS))
        self.anchors.put(story.id, top, top)
        self._quiet.append(story.id)

    # Finding
    def near_article(self, drawn: Drawn, limit: int) -> list[tuple[float, Cluster]]:
        """Give the stories nearest to an article by its own language's words, with their cosines, nearest first."""
        language = drawn.found.language
        postings = self.words.get(language)
        scores: dict[int, float] = {}
        if postings is not None:
            postings.score(heaviest(drawn.vector, QUERY), scores)
        stories = self.stories

        def near(identifier: int, score: float) -> tuple[float, int]:
            return cosine(score, 1.0, stories[identifier].sides[language].norm), identifier

        if len(scores) > _FEW:
            # A story is at least as long as one article, so that its cosine is at most its score: who has less than the
            # cosine of `limit` others need not be looked at.
            sample = heapq.nlargest(
                limit, (near(i, scores[i]) for i in heapq.nlargest(2 * limit, scores, key=scores.__getitem__))
            )
            scores = _at_least(scores, sample[-1][0])
        best = heapq.nlargest(limit, (near(identifier, score) for identifier, score in scores.items()))
        return [(score, stories[identifier]) for score, identifier in best]

    def near_story(self, story: Cluster, lexicon: Lexicon) -> dict[int, Rank]:
        """Give the stories that may be one with a story, found by words, by anchors and names, and through the lexicon."""
        least = LEAST_NEAR_TEXT if story.texts else LEAST_NEAR
        by_words: dict[int, float] = {}
        for language, side in story.sides.items():
            postings = self.words.get(language)
            if postings is not None:
                scores: dict[int, float] = {}
                postings.score(heaviest(side.centroid, 25), scores)
                if len(story.sides) == 1:
                    scores = _at_least(scores, least * math.sqrt(side.norm))
                for identifier, score in scores.items():
                    near = cosine(score, side.norm, self.stories[identifier].sides[language].norm)
                    by_words[identifier] = by_words.get(identifier, 0.0) + near
        by_anchors: dict[int, float] = {}
        self.anchors.score(heaviest(story.anchors, 30), by_anchors)
        if not len(self.echoes):
            by_anchors = _at_least(by_anchors, least * math.sqrt(story.anchor_norm))
        for identifier, score in by_anchors.items():
            by_anchors[identifier] = cosine(score, story.anchor_norm, self.stories[identifier].anchor_norm)
        self._echoed(story, by_anchors)
        found: dict[int, Rank] = {}
        _rank(found, by_words, BY_WORDS, story.id, "words", least)
        _rank(found, by_anchors, BY_ANCHORS, story.id, "anchors", least)
        if len(lexicon):
            _rank(found, self._by_lexicon(story, lexicon), BY_LEXICON, story.id, "lexicon", least)
        return found

    def exclusive(self, left: Cluster, right: Cluster) -> tuple[int, int]:
        """Count the anchors, and the words of a common language, that two stories share with one other story at most."""
        held = self.anchors.held_by
        small, large = (left, right) if len(left.anchors) <= len(right.anchors) else (right, left)
        anchors = sum(a in large.anchors and a[0] != "^" and held(a) <= 3 for a in small.anchors)
        words = 0
        for language, ours in left.sides.items():
            theirs = right.sides.get(language)
            if theirs is not None:
                lists = self.words[language].held_by
                few, many = (ours.centroid, theirs.centroid)
                if len(few) > len(many):
                    few, many = many, few
                words = max(words, sum(w in many and lists(w) <= 3 for w in few))
        return anchors, words

    def _echoed(self, story: Cluster, scores: dict[int, float]) -> None:
        """Add to the scores what spaceless texts echo of names: each name counts a tenth, as a shared rare anchor would."""
        if not len(self.echoes):
            return
        names = {rough(a[1:])[:5] for a, _ in heaviest(story.anchors, 30) if a[0] == "~"}
        self.echoes.score(((name, 0.1) for name in sorted(names) if len(name) >= 3), scores)

    def _by_lexicon(self, story: Cluster, lexicon: Lexicon) -> dict[int, float]:
        scores: dict[int, float] = {}
        for language, side in story.sides.items():
            for word, weight in heaviest(side.headline, 8):
                for other, translation, confidence in lexicon.of(language, word):
                    postings = self.words.get(other)
                    if postings is not None:
                        found: dict[int, float] = {}
                        postings.score([(translation, weight * confidence)], found)
                        for identifier, score in found.items():
                            norm = self.stories[identifier].sides[other].norm
                            scores[identifier] = scores.get(identifier, 0.0) + cosine(score, 1.0, norm)
        return scores


_FEW = 30
_MARGIN = 0.999
"""For lengths that rounding left a little under one."""


def _at_least(scores: dict[int, float], least: float) -> dict[int, float]:
    """Leave out the scores so low that the cosine cannot be `least`, whatever the story's length."""
    least *= _MARGIN
    return {identifier: score for identifier, score in scores.items() if score >= least}


def _rank(found: dict[int, Rank], scores: dict[int, float], limit: int, own: int, way: str, least: float) -> None:
    scores.pop(own, None)
    best = heapq.nlargest(limit, ((score, identifier) for identifier, score in scores.items() if score >= least))
    for place, (score, identifier) in enumerate(best):
        rival = best[1][0] if place == 0 and len(best) > 1 else score / 2 if place == 0 else best[0][0]
        known = found.get(identifier, Rank())
        ratio = score / rival if rival > 0 else 0.0
        found[identifier] = known._replace(**{way: ratio}, place=min(known.place, place))


def lexicon_similarity(left: Cluster, right: Cluster, lexicon: Lexicon) -> tuple[float, float]:
    """Give how alike two stories' headlines are through the lexicon: cosine, and share of the words' weight covered."""
    best = covered = 0.0
    for language, side in left.sides.items():
        words = heaviest(side.headline, 12)
        for other, theirs in right.sides.items():
            if other == language or not lexicon.knows(language, other):
                continue
            translated: dict[str, float] = {}
            found = total = 0.0
            for word, weight in words:
                total += weight
                options = [(t, c) for o, t, c in lexicon.of(language, word) if o == other and t in theirs.headline]
                if options:
                    translation, confidence = max(options, key=lambda o: (theirs.headline[o[0]] * o[1], o[0]))
                    translated[translation] = translated.get(translation, 0.0) + weight * confidence
                    found += weight
            if translated:
                best = max(best, cosine(dot(translated, theirs.headline), side.headline_norm, theirs.headline_norm))
                covered = max(covered, found / total)
    return best, covered
