"""A small invented newsroom that fills a store through its port, for tests of pages."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from newsgrid.model import (
    Agreement,
    Annotations,
    Article,
    Assignment,
    Block,
    Claim,
    Edition,
    EditionMatch,
    Entry,
    LinkedQuote,
    Name,
    Place,
    PlaceMention,
    Span,
    StoryDigest,
    StoryName,
    StoryPlace,
    SummarySentence,
    TimelineItem,
    Topic,
)
from newsgrid.ports import MadeArticle
from newsgrid.web.catalog.store import CatalogStore

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
JOHANNESBURG = Place(993800, "Johannesburg", "city", -26.20227, 28.04363, "ZA", "06", 2026469)
NAIROBI = Place(184745, "Nairobi", "city", -1.28333, 36.81667, "KE", "05", 2750547)
SOUTH_AFRICA = Place(953987, "South Africa", "country", -29.0, 24.0, "ZA")
PLACES = {"Johannesburg": JOHANNESBURG, "Nairobi": NAIROBI, "South Africa": SOUTH_AFRICA}


@dataclasses.dataclass(frozen=True)
class Told:
    """An article as a test tells it."""

    id: int
    story: int
    article: Article


class Newsroom:
    """Tells stories: articles go in as the pipeline would put them in, digests as it would make them."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now
        self.store = CatalogStore(clock=lambda: now)
        self.told: dict[int, list[Told]] = {}
        self._number = 0

    def edition(self, slug: str = "johannesburg", place: Place = JOHANNESBURG, **more: Any) -> Edition:
        """Open a grid."""
        more.setdefault("title", f"The {place.name} Grid")
        more.setdefault("timezone", "Africa/Johannesburg")
        edition = Edition(slug=slug, place=place, **more)
        self.store.add_edition(edition)
        return edition

    def tell(
        self,
        headline: str,
        *,
        publisher: str = "The Jozi Ledger",
        language: str = "en",
        story: int = 0,
        origin: int = 0,
        hours_ago: float = 2.0,
        url: str | None = None,
        section: str = "medtop:11000000",
        text: str = "",
        **more: Any,
    ) -> Told:
        """Put in one article; without `story` it opens one."""
        self._number += 1
        address = f"https://news.example/{self._number}" if url is None else url
        seen = self.now - timedelta(hours=hours_ago)
        entry = Entry(
            guid="", identity=f"page-{self._number}", link=f"https://news.example/{self._number}", title=headline
        )
        pending = self.store.add_entry(entry, seen)
        more.setdefault("published", seen)
        article = Article(
            headline=headline,
            blocks=(Block("paragraph", text or f"{headline}. Nobody was hurt, the council said. More is expected."),),
            publisher=publisher,
            language=language,
            url=address,
            canonical=address,
            **more,
        )
        story = story or pending.id
        assignment = Assignment(pending.id, story, origin or pending.id, "wire" if origin else "original", "same event")
        annotations = Annotations(
            section=section,
            names=(Name("amina dlamini", "Amina Dlamini", "person", (Span(0, 3),)),),
            places=(PlaceMention("Johannesburg", Span(0, 3), JOHANNESBURG),),
        )
        made = MadeArticle(pending.id, article, annotations, seen, assignment, text_hash=headline + article.text)
        self.store.save_articles([made])
        told = Told(pending.id, story, article)
        self.told.setdefault(story, []).append(told)
        return told

    def digest(
        self,
        story: int,
        *,
        editions: Sequence[EditionMatch] | None = None,
        places: Sequence[str] = ("Johannesburg", "South Africa"),
        **more: Any,
    ) -> StoryDigest:
        """Describe a story from what was told, as fully as the model allows."""
        articles = self.told[story]
        first = articles[0]
        origins = len({a.id for a in articles if a.article.agency == ""}) or 1
        if editions is None:
            editions = (
                EditionMatch(
                    "johannesburg", "named", 0.7, "The council of Johannesburg met at noon.", first.id, "Johannesburg"
                ),
            )
        values: dict[str, Any] = {
            "headline": first.article.headline,
            "headline_article": first.id,
            "language": first.article.language,
            "section": "medtop:11000000",
            "standfirst": first.article.standfirst,
            "origins": origins,
            "topics": (Topic("medtop:20000574", "election"), Topic("water supply", "water supply")),
            "names": (
                StoryName("amina dlamini", "Amina Dlamini", "person", tuple(a.id for a in articles)),
                StoryName("johannesburg waterworks", "Johannesburg Waterworks", "organisation", (first.id,)),
            ),
            "places": tuple(StoryPlace(PLACES[name], (first.id,), 3) for name in places),
            "timeline": (TimelineItem("2026-03-03", "The main burst below the reservoir.", first.id),),
            "editions": tuple(editions),
        }
        if len(articles) > 1:
            other = articles[1]
            values |= {
                "summary": (
                    SummarySentence("The main burst at dawn.", first.id, 0),
                    SummarySentence("Repairs will take two days.", other.id, 0),
                ),
                "quotes": (
                    LinkedQuote(
                        "Amina Dlamini",
                        (
                            Claim(first.id, first.article.language, "You cannot sew a patch on wet paper"),
                            Claim(other.id, other.article.language, "Nobody sews patches on wet paper"),
                        ),
                    ),
                ),
                "agreements": (
                    Agreement("households", False, (Claim(first.id, "18,000", "about 18,000 households"), Claim(other.id, "22,000", "22,000 homes"))),
                    Agreement("date", True, (Claim(first.id, "2026-03-03", "on Tuesday"), Claim(other.id, "2026-03-03", "on 3 March"))),
                ),
            }  # fmt: skip
        digest = StoryDigest(**{**values, **more})
        self.store.save_digests({story: digest})
        return digest

    def small_world(self, stories: int = 6) -> list[int]:
        """Tell a few whole stories in four languages, wire copies among them; give their ids, the newest first."""
        made = []
        for number in range(stories):
            sections = ("medtop:11000000", "medtop:15000000", "medtop:06000000", "medtop:07000000")
            hours = 1.0 + number * 3
            section = sections[number % 4]
            opening = self.tell(
                f"Water returns to ward {number} after eight dry days",
                hours_ago=hours,
                section=section,
                standfirst=f"Brown at first, then clear: water came back to ward {number} on Tuesday.",
                authors=("Pieter Nkuna",),
            )
            self.tell(
                f"Water is terug in wyk {number}", publisher="Hoogland-blad", language="af", story=opening.id,
                hours_ago=hours + 1, section=section,
            )  # fmt: skip
            wire = self.tell(
                f"Taps run again, ward {number}", publisher="eGoli Evening", agency="SNA", story=opening.id,
                hours_ago=hours + 2, section=section,
            )  # fmt: skip
            self.tell(
                f"Taps run again in ward {number}", publisher="Cape Lantern", agency="SNA", story=opening.id,
                origin=wire.id, hours_ago=hours + 2, section=section,
            )  # fmt: skip
            self.digest(opening.id, section=section)
            made.append(opening.id)
        return made
