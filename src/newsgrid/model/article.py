"""An article: the clean text of a page, with what the page says of itself."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta, timezone
from typing import Any

from newsgrid.model.source import plain


@dataclasses.dataclass(frozen=True, slots=True)
class Block:
    """One piece of the body."""

    kind: str
    """`paragraph`, `subheading`, `quote` or `item` (of a list)."""
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class Caption:
    """What stands under a picture: kept apart from the body, not lost."""

    text: str
    credit: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Image:
    """The lead image."""

    url: str
    alt: str = ""
    credit: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Dateline:
    """Where and when a report was filed, as it opens the text: `JOHANNESBURG, 12 October (AFP) -`."""

    text: str
    place: str = ""
    date: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Signals:
    """What the page allows and forbids us."""

    noindex: bool = False
    nosnippet: bool = False
    max_snippet: int | None = None
    """Characters; None when the page does not say."""
    withheld: tuple[str, ...] = ()
    """Texts of the page that may not be shown in a snippet (`data-nosnippet`)."""
    noimageindex: bool = False
    image_preview: str = ""
    """How large a picture may be shown: `none`, `standard` or `large`; empty when the page does not say."""
    noai: bool = False
    noimageai: bool = False
    tdm_reserved: bool = False
    """Text and data mining is reserved (TDM Reservation Protocol, or robots `noai`)."""
    tdm_policy: str = ""
    licence: str = ""
    """Address of the licence the article stands under (Creative Commons and the like)."""
    rsl: str = ""
    """Address of its terms in Really Simple Licensing."""
    rights: str = ""
    """What the page says of its rights, in words."""

    def withholds(self, text: str) -> bool:
        """Say whether a text holds, or lies in, one that may not be shown in a snippet."""
        return any(part in text or text in part for part in self.withheld)


@dataclasses.dataclass(frozen=True, slots=True)
class Ways:
    """Where else an article can be read, all on its own site; empty where the page names no such place."""

    next: str = ""
    """The page after this one, of an article that is cut into pages."""
    whole: str = ""
    """The whole of it on one page."""
    amp: str = ""
    print: str = ""
    moved: str = ""
    """Where a page that moved says it is now."""
    number: int = 0
    """The number of this page, before `next`; 0 when its address carries none, as a first page's."""


@dataclasses.dataclass(frozen=True, slots=True)
class Article:
    """One version of an article; a changed page makes a new value.

    `published` and `modified` are what the page states, in UTC. `publisher` is the outlet, `agency` who supplied the
    copy, `authors` people. `topics` and `section` are the page's own words.
    """

    headline: str
    blocks: tuple[Block, ...]
    standfirst: str = ""
    captions: tuple[Caption, ...] = ()
    embeds: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    """Headlines of other articles that stood inside the text: kept apart, no part of the body, each once."""
    authors: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    """All who sign, in order and as the page names them: people and agencies; where neither does, another outlet or the
    organisation that the page declares as the author. A desk ("Staff reporter") is none. See docs/decisions/0006."""
    agency: str = ""
    """Its usual short name (`AFP`, `Reuters`), else the name the page gives; empty when the copy is the publisher's own."""
    publisher: str = ""
    dateline: Dateline | None = None
    published: datetime | None = None
    offset_min: int | None = None
    """Minutes that the page's own clock was ahead of UTC when it was published; None when the page does not tell."""
    modified: datetime | None = None
    section: tuple[str, ...] = ()
    """From broad to narrow."""
    topics: tuple[str, ...] = ()
    url: str = ""
    """Where it was read."""
    canonical: str = ""
    """Where the page says it belongs; else the cleaned `url`."""
    amp: str = ""
    image: Image | None = None
    language: str = ""
    paywalled: bool = False
    live: bool = False
    correction: str = ""
    """The page's own correction notice, when it has one."""
    signals: Signals = Signals()
    ways: Ways = Ways()
    evidence: tuple[tuple[str, str], ...] = ()
    """(field, what gave it) pairs, for example ("published", "json-ld datePublished")."""

    @property
    def text(self) -> str:
        """The body: blocks joined by blank lines. Annotation offsets count into this."""
        return "\n\n".join(block.text for block in self.blocks)

    @property
    def page_problem(self) -> str:
        """Why its page gave no text: a stable word, the reason of a PageError or FetchError; empty when it did, or was not asked."""
        return next((source for field, source in self.evidence if field == "page"), "")

    @property
    def local_time(self) -> datetime | None:
        """The time of publication by the page's own clock, as far as it is known; the same instant as `published`."""
        if self.published is None or self.offset_min is None:
            return self.published
        return self.published.astimezone(timezone(timedelta(minutes=self.offset_min)))

    def as_dict(self) -> dict[str, Any]:
        """Give the JSON form that `newsgrid article extract --json` prints: `published` in UTC, `date` by the page's own clock;
        `authors` is all who sign (`byline`, else our `authors`), `people` the people among them."""
        row: dict[str, Any] = plain(self)
        row["people"] = row["authors"]
        row["authors"] = row.pop("byline") or row["people"]
        row["date"] = plain(self.local_time)
        row["title"] = row.pop("headline")
        row["description"] = row.pop("standfirst")
        row["text"] = self.text
        row["section"] = list(self.section)
        row["dateline"] = plain(self.dateline)
        row["evidence"] = dict(self.evidence)
        return row
