"""A generated stream of news in invented words, for measuring how the engine does as the number of stories grows.

Words of each language follow Zipf's law (Zipf 1949, "Human Behavior and the Principle of Least Effort"). A story is born
with words, names and numbers of its own; it is told once or grows, is carried word for word by others, and is echoed in another
language with the same names and numbers. The same seed gives the same stream.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import numpy as np

from newsgrid.model import Telling

LATIN = ("ba be bi bo bra da de di dro fa fe flo ga gi gra ka ke kla la le li lo ma me mi mo na ne ni no pa pe pri ra re ri ro sa se si so sta ta te ti to tra va ve vi vo za zu").split()  # fmt: skip
CYRILLIC = (
    "ба бе бо бра да де ди дро за зе ка ке кла ла ле ли ло ма ме ми мо на не ни но па пе при ра ре ри ро са се си ста та те ти то тра ва ве ви во"
).split()
LANGUAGES = {"en": LATIN, "de": LATIN, "es": LATIN, "fr": LATIN, "pt": LATIN, "ru": CYRILLIC}
_SHARES = (0.4, 0.15, 0.15, 0.1, 0.1, 0.1)
VOCABULARY = 30_000
NAMES = 40_000
ARTICLE_WORDS = 190
SENTENCE_WORDS = 17
OWN = 0.3
"""Share of an article's words that are its story's own."""
COPIED, ECHOED = 0.08, 0.15
"""Shares of further articles that carry a text word for word, and that tell it in another language."""
MORE = 0.35
"""Share of articles that go on with a story; the others begin one."""
OPEN = 600
"""Stories that may go on: the newest, of which those that went on before are likelier to."""
START = datetime(2026, 3, 2, tzinfo=UTC)


@dataclasses.dataclass(slots=True)
class _Story:
    number: int
    language: str
    own: dict[str, list[str]]
    names: list[str]
    figures: list[str]
    last: Telling | None = None


class StoryWorld:
    """Tells articles without end."""

    def __init__(self, seed: int = 7, *, step_s: float = 12.0) -> None:
        """Invent the words; articles are `step_s` seconds apart."""
        self._rng = np.random.default_rng(seed)
        self._words = {language: self._invented(sounds, VOCABULARY) for language, sounds in LANGUAGES.items()}
        self._names = [name.capitalize() for name in self._invented(LATIN, NAMES)]
        ranks = np.arange(1, VOCABULARY + 1)
        weights = 1 / (ranks + 2.0)
        self._zipf = np.cumsum(weights / weights.sum())
        self._step = timedelta(seconds=step_s)
        self._open: list[_Story] = []
        self._stories = 0

    def _invented(self, sounds: list[str], count: int) -> list[str]:
        """Give so many different words, the frequent ones short."""
        short = [f"{one}{other}" for one in sounds for other in ("", *sounds)][:150]
        lengths = self._rng.integers(2, 6, 2 * count)
        drawn = self._rng.integers(0, len(sounds), (2 * count, 5))
        long = ("".join([sounds[i] for i in row[:length]]) for row, length in zip(drawn.tolist(), lengths, strict=True))
        return list(itertools.islice(dict.fromkeys(itertools.chain(short, long)), count))

    def articles(self) -> Iterator[tuple[Telling, int]]:
        """Give articles with the number of the story each tells, in the order of time."""
        for number in itertools.count(1):
            time = START + number * self._step
            if self._open and self._rng.random() < MORE:
                # The one drawn twice is the one further from the end: the young go on oftener than the old.
                story = self._open[max(self._rng.integers(0, len(self._open), 2))]
            else:
                story = self._born()
            yield self._told(story, number, time), story.number

    def _born(self) -> _Story:
        self._stories += 1
        language = str(self._rng.choice(list(LANGUAGES), p=_SHARES))
        names = [self._names[i] for i in self._rng.integers(0, NAMES, 6)]
        figures = [str(n) for n in self._rng.integers(11, 99_999, 3)]
        story = _Story(self._stories, language, {}, names, figures)
        self._open.append(story)
        if len(self._open) > OPEN:
            del self._open[0]
        return story

    def _told(self, story: _Story, number: int, time: datetime) -> Telling:
        chance = self._rng.random()
        publisher = f"publisher {self._rng.integers(0, 400)}"
        if story.last is not None and chance < COPIED:
            return dataclasses.replace(story.last, id=number, published=time, publisher=publisher)
        language = story.language
        if story.last is not None and chance < COPIED + ECHOED:
            language = str(self._rng.choice([other for other in LANGUAGES if other != language]))
        story.last = Telling(number, *self._text(story, language), time, language, publisher)
        return story.last

    def _text(self, story: _Story, language: str) -> tuple[str, str]:
        words, rng = self._words[language], self._rng
        if language not in story.own:
            # Words of the middle and the tail: those that nearly all use tell no story from another.
            story.own[language] = [words[i] for i in rng.integers(150, VOCABULARY, 24)]
        own = [*story.own[language], *story.names, *story.names, *story.figures]
        drawn = [words[i] for i in np.searchsorted(self._zipf, rng.random(ARTICLE_WORDS)).clip(0, VOCABULARY - 1)]
        for place in np.flatnonzero(rng.random(ARTICLE_WORDS) < OWN):
            drawn[place] = own[rng.integers(0, len(own))]
        title = [*(own[i] for i in rng.integers(0, len(own), 5)), drawn[0], drawn[1]]
        sentences = (drawn[i : i + SENTENCE_WORDS] for i in range(0, len(drawn), SENTENCE_WORDS))
        return _sentence(title), " ".join(_sentence(sentence) + "." for sentence in sentences)


def _sentence(words: list[str]) -> str:
    return " ".join([words[0].capitalize(), *words[1:]])
