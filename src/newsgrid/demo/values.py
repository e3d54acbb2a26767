"""The values of the demo world: publishers, stories and their tellings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

TemplateName = Literal["broadsheet", "portal", "blog", "tabloid", "minimal"]
FeedFormat = Literal["rss", "rdf", "atom", "json"]
Kind = Literal["original", "wire copy", "update", "correction"]


@dataclass(frozen=True, slots=True)
class Agency:
    """A supplier of wire copy. `id` is what a dateline prints, for example "SNA"."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Publisher:
    """An invented outlet: how it speaks, where it sits, how its pages are built and what its feed carries."""

    id: str
    name: str
    language: str
    country: str
    city: str
    timezone: str
    tagline: str
    template: TemplateName
    feed: FeedFormat
    full_text: bool


@dataclass(frozen=True, slots=True)
class Text:
    """What an article says at one revision of the world.

    `modified` is UTC and equals the time of publication until the article is corrected; `notice` is then not empty.
    """

    paragraphs: tuple[str, ...]
    modified: datetime
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """One article of the world: one publisher telling one story, its tokens replaced.

    `path` is where every server of the world serves it. `published` is UTC. `before` and `after` differ for a
    corrected article alone. `copy_of` and `update_of` name other tellings by their id.
    """

    id: str
    publisher: str
    story: str
    kind: Kind
    path: str
    published: datetime
    headline: str
    standfirst: str
    byline: str
    agency: Agency | None
    dateline: str
    section: str
    topics: tuple[str, ...]
    caption: str
    credit: str
    copy_of: str
    update_of: str
    before: Text
    after: Text

    def text(self, revision: int) -> Text:
        """Give the text served at that revision of the world: 0 before corrections, 1 or more after them."""
        return self.after if revision > 0 else self.before


@dataclass(frozen=True, slots=True)
class WorldStory:
    """One event and all articles that tell it, by time and then id. `section` is an IPTC top Media Topic."""

    slug: str
    section: str
    city: str
    note: str
    tellings: tuple[Telling, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """What an article of the world is, for tests to compare with. `city` is where the story happens."""

    story: str
    kind: Kind
    publisher: str
    language: str
    city: str


@dataclass(frozen=True, slots=True)
class World:
    """The whole demo world as it is dated from `today`, its tenth and last day."""

    today: date
    publishers: tuple[Publisher, ...]
    stories: tuple[WorldStory, ...]
    _by_path: Mapping[str, tuple[WorldStory, Telling]] = field(init=False, repr=False, compare=False)
    _by_publisher: Mapping[str, tuple[Telling, ...]] = field(init=False, repr=False, compare=False)
    _publishers: Mapping[str, Publisher] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_path = {telling.path: (story, telling) for story in self.stories for telling in story.tellings}
        newest_first = sorted(self.tellings(), key=lambda telling: (telling.published, telling.id), reverse=True)
        by_publisher = {
            publisher.id: tuple(telling for telling in newest_first if telling.publisher == publisher.id)
            for publisher in self.publishers
        }
        publishers = {publisher.id: publisher for publisher in self.publishers}
        object.__setattr__(self, "_by_path", by_path)
        object.__setattr__(self, "_by_publisher", by_publisher)
        object.__setattr__(self, "_publishers", publishers)

    def tellings(self) -> tuple[Telling, ...]:
        """Give every article of the world, story by story."""
        return tuple(telling for story in self.stories for telling in story.tellings)

    def publisher(self, publisher_id: str) -> Publisher | None:
        """Find a publisher by its id."""
        return self._publishers.get(publisher_id)

    def told_by(self, publisher_id: str) -> tuple[Telling, ...]:
        """Give the articles of a publisher, newest first; none for one that does not exist."""
        return self._by_publisher.get(publisher_id, ())

    def at(self, path: str) -> tuple[WorldStory, Telling] | None:
        """Find the article served at a path, with its story."""
        return self._by_path.get(path)

    def newest(self) -> datetime | None:
        """Give the time of the last article, or none for an empty world."""
        return max((telling.published for telling in self.tellings()), default=None)

    def truth(self, base: str = "") -> dict[str, Truth]:
        """Say for the address of each article what it is; `base` is what a server puts before the path."""
        return {
            base + telling.path: Truth(
                story.slug, telling.kind, telling.publisher, self._publishers[telling.publisher].language, story.city
            )
            for story in self.stories
            for telling in story.tellings
        }
