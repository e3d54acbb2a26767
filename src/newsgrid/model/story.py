"""Stories: which articles tell one event, and what they say together."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from newsgrid.model.article import Article
from newsgrid.model.knowledge import Annotations, Topic
from newsgrid.model.place import EditionMatch, Place


@dataclasses.dataclass(frozen=True, slots=True)
class Telling:
    """What the story engine needs to know of an article."""

    id: int
    title: str
    text: str = ""
    published: datetime | None = None
    language: str = ""
    publisher: str = ""
    agency: str = ""
    url: str = ""
    canonical: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Assignment:
    """Where an article belongs.

    A story's id is the id of the article that opened it: stable, and known without asking a store.
    """

    article: int
    story: int
    origin: int
    """The article whose words these are: itself, or the first of a group of copies."""
    kind: str = "original"
    """`original`, `copy` (near-duplicate of `origin`) or `wire` (agency copy)."""
    reason: str = ""
    """In words a person understands."""
    score: float = 0.0


@dataclasses.dataclass(frozen=True, slots=True)
class Merge:
    """Two stories were one: `gone` becomes a redirect to `kept`."""

    kept: int
    gone: int
    reason: str


@dataclasses.dataclass(frozen=True, slots=True)
class Split:
    """A story was two: `articles` leave `kept` and become `new`."""

    kept: int
    new: int
    articles: tuple[int, ...]
    reason: str


@dataclasses.dataclass(frozen=True, slots=True)
class Known:
    """One article of a story, as the story-level steps see it."""

    id: int
    article: Article
    annotations: Annotations
    first_seen: datetime
    origin: int
    kind: str = "original"


@dataclasses.dataclass(frozen=True, slots=True)
class SummarySentence:
    """A sentence of a summary, taken whole, with the article it came from."""

    text: str
    article: int
    start: int
    """Offset into that article's text."""


@dataclasses.dataclass(frozen=True, slots=True)
class TimelineItem:
    """Something that happened, or a report of it, at a time."""

    when: str
    """ISO 8601 date or instant."""
    text: str
    article: int


@dataclasses.dataclass(frozen=True, slots=True)
class Claim:
    """What one article says about a matter."""

    article: int
    value: str
    text: str
    """The words it stands in."""


@dataclasses.dataclass(frozen=True, slots=True)
class Agreement:
    """A matter that two or more independent origins speak of."""

    matter: str
    """What it is about, for example `refugees` or `date`."""
    agreed: bool
    claims: tuple[Claim, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class LinkedQuote:
    """One statement, in the wordings that articles give it."""

    speaker: str
    wordings: tuple[Claim, ...]
    """First the fullest; `value` is the language."""


@dataclasses.dataclass(frozen=True, slots=True)
class StoryName:
    """A person, organisation or event of a story."""

    key: str
    name: str
    kind: str
    articles: tuple[int, ...]
    aliases: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class StoryPlace:
    """A place of a story, with how often and where it was named."""

    place: Place
    articles: tuple[int, ...]
    count: int = 1


@dataclasses.dataclass(frozen=True, slots=True)
class StoryDigest:
    """All that is known of a story, drawn from its articles; remade whenever they change."""

    headline: str
    headline_article: int
    language: str
    """Language of the headline."""
    headlines: tuple[tuple[str, int], ...] = ()
    """(language, article) pairs: whose headline stands for the story in each language it is told in."""
    section: str = ""
    standfirst: str = ""
    """The headline article's own description, shown while there is no summary."""
    summary: tuple[SummarySentence, ...] = ()
    """Empty below two independent origins."""
    origins: int = 1
    """Independent tellings."""
    topics: tuple[Topic, ...] = ()
    names: tuple[StoryName, ...] = ()
    places: tuple[StoryPlace, ...] = ()
    quotes: tuple[LinkedQuote, ...] = ()
    timeline: tuple[TimelineItem, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    editions: tuple[EditionMatch, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Reason:
    """One term of a position's score."""

    name: str
    """`recency`, `coverage`, `edition`, `languages`, ..."""
    value: float
    """What it adds to the score; the values of a position add up to it."""
    detail: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Position:
    """A story's place on a front."""

    story: int
    score: float
    reasons: tuple[Reason, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Front:
    """The ordered stories a reader of an edition sees."""

    edition: str
    positions: tuple[Position, ...]
    made: datetime
