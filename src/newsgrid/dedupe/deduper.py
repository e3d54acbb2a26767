"""Find the article whose words an article carries, among all of a window."""

from __future__ import annotations

import dataclasses
from collections import Counter, deque
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from newsgrid.dedupe.sketch import Sketch, alike, sketch
from newsgrid.errors import RecordError
from newsgrid.model import Telling
from newsgrid.ports import StoredTelling
from newsgrid.text import is_spaceless, words

# Chosen on edited copies made of gunviolence_en texts against articles of one incident, with feedworld's paraphrases and
# the demo world's copies in view: run benchmarks/stories/copies.py before changing them.
LEAST_WORDS = 25
"""A text shorter than this says too little: then only the headline is compared."""
HEADLINE_WORDS = 7
"""Equal headlines without text are copies from so many words on: "Stocks fall" is anybody's."""
CONTAINED = 0.82
"""A cut or lengthened copy: so much of the shorter text's shingles stands in the longer one."""
LEAST_RESEMBLANCE = 0.05
"""Share of all their shingles that both must have even then: a paragraph quoted in a long article makes no copy."""
RESEMBLANCE = 0.48
"""A copy with words changed (a tenth of them: 0.6 in the middle, 0.49 at the twentieth) has so much of all shingles in common."""
MOST_ARTICLES = 300_000


@dataclasses.dataclass(slots=True)
class _Group:
    """Articles that carry one text; known by the first that came."""

    origin: int
    agency: bool
    publishers: set[str]


_INDEXED = 24
"""Hashes of a text that find it again: its smallest ones, of which two copies share many even when one is cut."""
_LEAST_COMMON = 2
_MOST_LISTED = 60
"""A hash in more texts than this is boilerplate and finds none."""
_CANDIDATES = 8


class Deduper:
    """Keeps the texts of a window and says of each new one whether it was there before.

    One thread. Costs do not grow with the number of texts: lists are capped. About 4 kB per article.
    """

    def __init__(self, window_days: float = 14.0) -> None:
        """Begin empty; texts are remembered for `window_days`."""
        self._window = timedelta(days=window_days)
        self._groups: dict[int, _Group] = {}
        """By article."""
        self._kinds: dict[int, str] = {}
        self._sketches: dict[int, Sketch] = {}
        self._lists: dict[int, list[int] | int] = {}
        """By hash; most hashes are one text's, and a list for each would be half of all the memory."""
        self._keys: dict[str, int] = {}
        """Address, or headline of an article without text, to article."""
        self._own_keys: dict[int, tuple[str, ...]] = {}
        self._clock = datetime.min.replace(tzinfo=UTC)
        self._queue: deque[tuple[datetime, int]] = deque()

    def __len__(self) -> int:
        """Give how many articles are remembered."""
        return len(self._groups)

    def add(self, telling: Telling, now: datetime | None = None) -> tuple[int, str]:
        """Give (origin, kind) of an article: itself and `original`, or the first that carried its text and `copy` or `wire`.

        `wire` is agency copy: an agency is stated, by this article or by another publisher's of its group. An origin
        never changes, whatever comes later. The same article again gets the same answer. `now` moves the window on; without
        it only the number of articles bounds what is kept.
        Raises RecordError for an article whose headline or text is no text.
        """
        if not isinstance(telling.title, str) or not isinstance(telling.text, str):
            raise RecordError(
                f"article {telling.id!r}: headline and text must be text", item=str(telling.id), reason="bad-text"
            )
        if now is not None:
            self.expire(now)
        known = self._groups.get(telling.id)
        if known is not None:
            return known.origin, self._kinds[telling.id]
        found = sketch(telling.text)
        keys = self._keys_of(telling, found)
        twin = self._declared(telling) or self._same_key(keys) or self._near(found)
        group = self._groups[twin] if twin else _Group(telling.id, False, set())
        return self._keep(telling, found, keys, group, now)

    def rebuild(self, placed: Iterable[StoredTelling]) -> None:
        """Take up stored articles with the origins and kinds they have, in the order they were stored."""
        for row in placed:
            found = sketch(row.telling.text)
            group = self._groups.get(row.origin) or _Group(row.origin, False, set())
            self._keep(row.telling, found, self._keys_of(row.telling, found), group, row.first_seen, row.kind)

    def expire(self, now: datetime) -> None:
        """Forget the articles whose window has passed."""
        before = now - self._window
        while self._queue and self._queue[0][0] < before:
            self._forget(self._queue.popleft()[1])

    def _keep(
        self,
        telling: Telling,
        found: Sketch,
        keys: tuple[str, ...],
        group: _Group,
        now: datetime | None,
        kind: str = "",
    ) -> tuple[int, str]:
        group.agency = group.agency or bool(telling.agency)
        group.publishers.add(telling.publisher)
        if not kind:
            wire = bool(telling.agency) or (group.agency and len(group.publishers) > 1)
            kind = "wire" if wire else "original" if group.origin == telling.id else "copy"
        self._groups[telling.id] = group
        self._kinds[telling.id] = kind
        if found.words >= LEAST_WORDS:
            self._sketches[telling.id] = found
            for value in found.hashes[:_INDEXED].tolist():
                listed = self._lists.setdefault(value, telling.id)
                if isinstance(listed, list):
                    if len(listed) <= _MOST_LISTED:
                        listed.append(telling.id)
                elif listed != telling.id:
                    self._lists[value] = [listed, telling.id]
        for key in keys:
            self._keys.setdefault(key, telling.id)
        self._own_keys[telling.id] = keys
        self._clock = max(now or self._clock, self._clock)
        self._queue.append((self._clock, telling.id))
        if len(self._queue) > MOST_ARTICLES:
            self._forget(self._queue.popleft()[1])
        return group.origin, kind

    def _keys_of(self, telling: Telling, found: Sketch) -> tuple[str, ...]:
        keys = [f"address {address}" for address in dict.fromkeys((telling.canonical, telling.url)) if address]
        if found.words < LEAST_WORDS:
            headline = words(telling.title)
            least = HEADLINE_WORDS * (2 if is_spaceless(telling.title) else 1)
            if len(headline) >= least:
                keys.append("headline " + " ".join([*headline, "|", *words(telling.text[:400])]))
        return tuple(keys)

    def _declared(self, telling: Telling) -> int:
        """Give the article an article itself names as the one it is a copy of."""
        if not telling.canonical or telling.canonical == telling.url:
            return 0
        return self._keys.get(f"address {telling.canonical}", 0)

    def _same_key(self, keys: tuple[str, ...]) -> int:
        # Two articles at one address are versions or mirrors; two equal long headlines without text are one telling.
        return next((self._keys[key] for key in keys if key in self._keys), 0)

    def _near(self, found: Sketch) -> int:
        """Give the remembered article most like a text, if it is a copy at all; of equal ones the earliest that came."""
        if found.words < LEAST_WORDS:
            return 0
        votes: Counter[int] = Counter()
        for value in found.hashes[:_INDEXED].tolist():
            listed = self._lists.get(value)
            if isinstance(listed, list):
                if len(listed) <= _MOST_LISTED:
                    votes.update(listed)
            elif listed is not None:
                votes[listed] += 1
        best, score = 0, 0.0
        for article, common in votes.most_common(_CANDIDATES):
            if common < _LEAST_COMMON:
                break
            resemblance, contained = alike(found, self._sketches[article])
            if resemblance >= RESEMBLANCE or (contained >= CONTAINED and resemblance >= LEAST_RESEMBLANCE):
                closeness = resemblance + contained
                if closeness > score:
                    best, score = article, closeness
        return best

    def _forget(self, article: int) -> None:
        self._groups.pop(article, None)
        self._kinds.pop(article, None)
        gone = self._sketches.pop(article, None)
        if gone is not None:
            for value in gone.hashes[:_INDEXED].tolist():
                listed = self._lists.get(value)
                if isinstance(listed, list):
                    if article in listed:
                        listed.remove(article)
                    if not listed:
                        del self._lists[value]
                elif listed == article:
                    del self._lists[value]
        for key in self._own_keys.pop(article, ()):
            if self._keys.get(key) == article:
                del self._keys[key]
