"""What an article says: names, places, quotes, dates, figures, topics. Offsets count code points into `Article.text`."""

from __future__ import annotations

import dataclasses

from newsgrid.model.place import Place


@dataclasses.dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text."""

    start: int
    end: int


@dataclasses.dataclass(frozen=True, slots=True)
class Name:
    """A person, organisation or event, with everywhere it stands."""

    key: str
    """Stable across articles, languages and scripts as far as we can tell (a folded skeleton of the full name)."""
    name: str
    """The fullest form in this article."""
    kind: str
    """`person`, `organisation` or `event`."""
    spans: tuple[Span, ...] = ()
    aliases: tuple[str, ...] = ()
    """Other forms in this article: surname alone, acronym, other spelling."""


@dataclasses.dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place name found in the text and the place it means."""

    name: str
    span: Span
    place: Place
    score: float = 1.0
    """How sure the choice is, in (0, 1]."""
    why: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Quote:
    """Words somebody is said to have said."""

    text: str
    """Without the quotation marks."""
    span: Span
    speaker: str = ""
    """The fullest name the article has for the speaker; empty when unknown."""
    speaker_span: Span | None = None
    verb: str = ""
    partial: bool = False
    """Words quoted inside a sentence that is not theirs."""


@dataclasses.dataclass(frozen=True, slots=True)
class DateMention:
    """A time expression and what it means."""

    text: str
    span: Span
    value: str
    """ISO 8601 date (`2023-10-12`), month (`2023-10`), year (`2023`), or interval (`2023-10-01/2023-10-10`)."""


@dataclasses.dataclass(frozen=True, slots=True)
class Figure:
    """A number that counts or measures something."""

    text: str
    span: Span
    value: float
    what: str = ""
    """What it counts: the noun (`countries`, `refugees`) or unit (`percent`, `USD`, `km`)."""
    hedge: str = ""
    """`over`, `about`, `up to`, ... as a sign: `>`, `<`, `~`; empty when exact."""


@dataclasses.dataclass(frozen=True, slots=True)
class Topic:
    """A subject: an IPTC Media Topic or a name."""

    key: str
    """`medtop:04000000`, or a folded keyword."""
    label: str
    weight: float = 1.0


@dataclasses.dataclass(frozen=True, slots=True)
class Annotations:
    """All that one article says."""

    section: str = ""
    """Key of the top IPTC Media Topic (`medtop:11000000`); empty when unsure."""
    topics: tuple[Topic, ...] = ()
    names: tuple[Name, ...] = ()
    quotes: tuple[Quote, ...] = ()
    dates: tuple[DateMention, ...] = ()
    figures: tuple[Figure, ...] = ()
    places: tuple[PlaceMention, ...] = ()
