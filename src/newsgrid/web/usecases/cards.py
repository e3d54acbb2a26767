"""The cards: frozen values that templates get instead of rows.

Texts of people and publishers are plain text, as they came; templates escape and isolate them. Every excerpt and every
other piece of an article's words was cut by `excerpts` before it got here.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime


@dataclasses.dataclass(frozen=True, slots=True)
class SectionLink:
    """A section of a grid."""

    key: str
    """`medtop:11000000`."""
    slug: str
    label: str
    count: int = 0
    """Stories of the front that belong to it."""


@dataclasses.dataclass(frozen=True, slots=True)
class PublisherLink:
    """An outlet, named."""

    name: str
    slug: str


@dataclasses.dataclass(frozen=True, slots=True)
class PlaceLink:
    """A place of a story."""

    id: int
    name: str
    kind: str = ""
    latitude: float = 0.0
    longitude: float = 0.0
    country: str = ""
    count: int = 1


@dataclasses.dataclass(frozen=True, slots=True)
class TagLink:
    """A topic, person, organisation or event."""

    kind: str
    key: str
    label: str
    count: int = 1


@dataclasses.dataclass(frozen=True, slots=True)
class ReasonLine:
    """One term of a story's score, in words."""

    text: str
    value: float


@dataclasses.dataclass(frozen=True, slots=True)
class StoryCard:
    """A story in a list."""

    id: int
    headline: str
    language: str
    section: SectionLink | None
    first: datetime
    last: datetime
    articles: int
    origins: int
    sources: int
    """Publishers."""
    languages: tuple[str, ...]
    excerpt: str = ""
    excerpt_source: str = ""
    excerpt_language: str = ""
    publishers: tuple[PublisherLink, ...] = ()
    more_publishers: int = 0
    places: tuple[PlaceLink, ...] = ()
    reasons: tuple[ReasonLine, ...] = ()
    score: float = 0.0
    evidence: str = ""
    """How it concerns the edition, in our words."""
    version: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class EditionCard:
    """A city's grid."""

    slug: str
    title: str
    city: str
    country: str
    timezone: str
    languages: tuple[str, ...] = ()
    version: int = 0
    place: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class LanguageChoice:
    """A language of content that a reader may choose."""

    tag: str
    count: int
    chosen: bool


@dataclasses.dataclass(frozen=True, slots=True)
class FrontPage:
    """One page of an edition's front, or of one of its sections."""

    edition: EditionCard | None
    """None for the world front."""
    editions: tuple[EditionCard, ...]
    section: SectionLink | None
    sections: tuple[SectionLink, ...]
    languages: tuple[LanguageChoice, ...]
    chosen: tuple[str, ...]
    lead: StoryCard | None
    cards: tuple[StoryCard, ...]
    number: int
    """Of the page, from 1."""
    older: bool
    total: int
    made: datetime
    newest: datetime | None = None

    @property
    def stories(self) -> tuple[StoryCard, ...]:
        """All stories of the page, in order."""
        return (self.lead, *self.cards) if self.lead else self.cards


@dataclasses.dataclass(frozen=True, slots=True)
class ArticleCard:
    """An article in a list: who says it, when, and where to read it."""

    id: int
    story: int
    headline: str
    language: str
    publisher: PublisherLink
    agency: str
    byline: str
    published: datetime | None
    first_seen: datetime
    dated: datetime
    modified: datetime | None
    excerpt: str
    url: str
    """http or https; empty when the source has no address."""
    version: int
    corrected: bool
    paywalled: bool
    noindex: bool
    kind: str
    reason: str = ""
    allowance: int = 0
    """Most characters of its words that may stand in one place."""


@dataclasses.dataclass(frozen=True, slots=True)
class OriginGroup:
    """One independent telling, with everyone who carries it."""

    id: int
    agency: str
    """Empty when the words are a publisher's own."""
    publishers: int
    articles: tuple[ArticleCard, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Words:
    """Words of an article, with the article they are from."""

    text: str
    language: str
    article: int
    publisher: str
    url: str = ""
    value: str = ""
    when: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class MatterCard:
    """A matter on which sources agree or differ."""

    matter: str
    agreed: bool
    claims: tuple[Words, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class QuoteCard:
    """One statement in its wordings."""

    speaker: str
    wordings: tuple[Words, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class EditionEvidence:
    """Why a story concerns an edition."""

    edition: EditionCard
    why: str
    evidence: Words | None
    grade: float


@dataclasses.dataclass(frozen=True, slots=True)
class StoryPage:
    """All that is shown of a story."""

    id: int
    headline: str
    language: str
    section: SectionLink | None
    first: datetime
    last: datetime
    languages: tuple[str, ...]
    sources: int
    article_count: int
    origin_count: int
    summary: tuple[Words, ...]
    description: Words | None
    origins: tuple[OriginGroup, ...]
    number: int
    """Of the page of articles, from 1."""
    more_articles: int
    """After this page."""
    timeline: tuple[Words, ...]
    agree: tuple[MatterCard, ...]
    differ: tuple[MatterCard, ...]
    quotes: tuple[QuoteCard, ...]
    people: tuple[TagLink, ...]
    organisations: tuple[TagLink, ...]
    events: tuple[TagLink, ...]
    places: tuple[PlaceLink, ...]
    topics: tuple[TagLink, ...]
    editions: tuple[EditionEvidence, ...]
    corrected: tuple[ArticleCard, ...]
    updated: tuple[ArticleCard, ...]
    timezone: str
    noindex: bool
    version: int


@dataclasses.dataclass(frozen=True, slots=True)
class Version:
    """One version of an article."""

    number: int
    first_seen: datetime
    headline: str
    words: int


@dataclasses.dataclass(frozen=True, slots=True)
class ArticlePage:
    """What the page about an article shows: its facts, a short excerpt, and where to read it."""

    card: ArticleCard
    story: StoryCard
    sections: tuple[str, ...]
    """The page's own words, from broad to narrow."""
    topics: tuple[str, ...]
    dateline: str
    correction: str
    licence: str
    versions: tuple[Version, ...]
    people: tuple[TagLink, ...]
    organisations: tuple[TagLink, ...]
    places: tuple[PlaceLink, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Fact:
    """A labelled fact of a page's head."""

    label: str
    value: str
    url: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Listing:
    """Stories that have something in common, newest first."""

    kind: str
    """`publisher`, `topic`, `place`, `person`, `organisation` or `event`."""
    title: str
    address: str
    """Path of the page, without the interface language."""
    facts: tuple[Fact, ...]
    stories: tuple[StoryCard, ...]
    number: int
    older: bool
    related: tuple[TagLink, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class SearchPage:
    """Articles that have the words asked for, newest first."""

    query: str
    language: str
    articles: tuple[ArticleCard, ...]
    languages: tuple[LanguageChoice, ...]
    older: str = ""
    """What asks for the page after this one; empty when there is none."""
