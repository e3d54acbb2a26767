"""Story cards: many stories, few queries."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.conf import settings

from newsgrid.web.catalog.models import Article, Story, StoryPlace
from newsgrid.web.usecases.cards import PlaceLink, PublisherLink, StoryCard
from newsgrid.web.usecases.excerpts import allowance, clip
from newsgrid.web.usecases.sections import section_link

NAMED_PUBLISHERS = 3
NAMED_PLACES = 3


_NOT_RANKED = 1000


@dataclasses.dataclass(slots=True)
class _Told:
    """What the articles of one story give its card."""

    publishers: dict[str, PublisherLink] = dataclasses.field(default_factory=dict)
    headline: str = ""
    """Empty: the story's."""
    headline_language: str = ""
    excerpt: str = ""
    source: str = ""
    language: str = ""
    rank: int = _NOT_RANKED


def story_cards(ids: Sequence[int], languages: Sequence[str] = ()) -> dict[int, StoryCard]:
    """Give the cards of stories that live, by id. Three queries, whatever the number.

    With `languages`, most wanted first, a story whose headline is in none of them is shown under that of an article which
    is in one, if it has such an article.
    """
    if not ids:
        return {}
    stories = list(Story.objects.filter(id__in=ids, redirect_to__isnull=True).defer("digest"))
    told = _told({story.id: story for story in stories}, [_base(tag) for tag in languages])
    places = _places([story.id for story in stories])
    return {story.id: _card(story, told.get(story.id, _Told()), places.get(story.id, ())) for story in stories}


def cards_in_order(ids: Iterable[int]) -> tuple[StoryCard, ...]:
    """Give cards in the order of the ids, each once; ids without a living story are left out."""
    wanted = list(dict.fromkeys(ids))
    cards = story_cards(wanted)
    return tuple(cards[story] for story in wanted if story in cards)


def _card(story: Story, told: _Told, places: Sequence[PlaceLink]) -> StoryCard:
    publishers = tuple(told.publishers.values())
    return StoryCard(
        id=story.id,
        headline=told.headline or story.headline,
        language=told.headline_language or story.language,
        section=section_link(story.section),
        first=story.first,
        last=story.last,
        articles=story.articles_count,
        origins=story.origins_count,
        sources=story.publishers_count,
        languages=tuple(story.languages.split()),
        excerpt=told.excerpt,
        excerpt_source=told.source,
        excerpt_language=told.language,
        publishers=publishers,
        more_publishers=max(0, story.publishers_count - len(publishers)),
        places=tuple(places),
        version=story.digest_version,
    )


def _told(stories: Mapping[int, Story], languages: Sequence[str]) -> dict[int, _Told]:
    """Read who tells each story, and choose the article whose words are shown.

    An article's own words stand under its own headline alone, so that nothing is misattributed: the excerpt is that of
    the article whose headline is shown; where it forbids excerpts, that of an original in the same language.
    """
    rows = (
        Article.objects.filter(story_id__in=list(stories))
        .order_by("story_id", "dated")
        .values_list(
            "story_id", "headline", "language", "excerpt", "noindex", "kind",
            "publisher__name", "publisher__slug", "publisher__excerpt_chars", "pk",
        )
    )  # fmt: skip
    told: dict[int, _Told] = {}
    for story_id, group in groupby(rows, key=itemgetter(0)):
        articles = list(group)
        told[story_id] = _choose(stories[story_id], articles, languages)
        told[story_id].publishers = _first_publishers(articles)
    return told


def _first_publishers(articles: Sequence[tuple[Any, ...]]) -> dict[str, PublisherLink]:
    named: dict[str, PublisherLink] = {}
    for row in articles:
        if row[7] not in named:
            named[row[7]] = PublisherLink(row[6], row[7])
            if len(named) == NAMED_PUBLISHERS:
                break
    return named


def _choose(story: Story, articles: Sequence[tuple[Any, ...]], languages: Sequence[str]) -> _Told:
    mine = _Told()
    if languages and _base(story.language) not in languages:
        wanted = [row for row in articles if _base(row[2]) in languages]
        if wanted:
            # The digest's choice in that language; before there is one the newest original, because news are overtaken.
            chosen = set(json.loads(story.headlines).values()) if story.headlines else set()
            first = min(
                reversed(wanted),
                key=lambda row: (languages.index(_base(row[2])), row[9] not in chosen, row[5] != "original"),
            )
            mine.headline, mine.headline_language = first[1], first[2]
    headline, language = mine.headline or story.headline, mine.headline_language or story.language
    site_limit = settings.NEWSGRID.site.excerpt_chars
    for _story, title, tongue, excerpt, noindex, kind, name, _slug, limit, _pk in articles:
        rank = 0 if title == headline else 1 if tongue == language and kind == "original" else _NOT_RANKED
        if rank < mine.rank and excerpt:
            allowed = allowance(excerpt, noindex=noindex, publisher_limit=limit, site_limit=site_limit)
            if allowed:
                mine.excerpt, mine.source, mine.language, mine.rank = clip(excerpt, allowed), name, tongue, rank
                if rank == 0:
                    break
    return mine


def _base(tag: str) -> str:
    return tag.split("-", 1)[0].lower()


def _places(ids: Sequence[int]) -> dict[int, list[PlaceLink]]:
    rows = (
        StoryPlace.objects.filter(story_id__in=ids)
        .exclude(place__kind="country")
        .order_by("story_id", "-count", "place_id")
        .values_list("story_id", "place_id", "place__name", "place__kind")
    )
    places: dict[int, list[PlaceLink]] = {}
    for story_id, place_id, name, kind in rows.iterator(chunk_size=2000):
        mine = places.setdefault(story_id, [])
        if len(mine) < NAMED_PLACES:
            mine.append(PlaceLink(place_id, name, kind))
    return places
