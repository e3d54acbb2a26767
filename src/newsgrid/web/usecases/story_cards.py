"""Story cards: many stories, few queries."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from django.conf import settings

from newsgrid.web.catalog.models import Article, Story, StoryPlace
from newsgrid.web.usecases.cards import PlaceLink, PublisherLink, StoryCard
from newsgrid.web.usecases.excerpts import allowance, clip
from newsgrid.web.usecases.sections import section_link

NAMED_PUBLISHERS = 3
NAMED_PLACES = 3


@dataclasses.dataclass(slots=True)
class _Told:
    """What the articles of one story give its card."""

    publishers: dict[str, PublisherLink] = dataclasses.field(default_factory=dict)
    excerpt: str = ""
    source: str = ""
    language: str = ""
    rank: int = 9


def story_cards(ids: Sequence[int]) -> dict[int, StoryCard]:
    """Give the cards of stories that live, by id. Three queries, whatever the number."""
    if not ids:
        return {}
    stories = list(Story.objects.filter(id__in=ids, redirect_to__isnull=True).defer("digest"))
    told = _told({story.id: story for story in stories})
    places = _places([story.id for story in stories])
    return {story.id: _card(story, told.get(story.id, _Told()), places.get(story.id, ())) for story in stories}


def cards_in_order(ids: Iterable[int]) -> tuple[StoryCard, ...]:
    """Give cards in the order of the ids, each once; ids without a living story are left out."""
    wanted = list(dict.fromkeys(ids))
    cards = story_cards(wanted)
    return tuple(cards[story] for story in wanted if story in cards)


def _card(story: Story, told: _Told, places: Sequence[PlaceLink]) -> StoryCard:
    publishers = tuple(told.publishers.values())[:NAMED_PUBLISHERS]
    return StoryCard(
        id=story.id,
        headline=story.headline,
        language=story.language,
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


def _told(stories: Mapping[int, Story]) -> dict[int, _Told]:
    """Read who tells each story, and choose the words shown: those of the article that gave the headline.

    An article's own words stand under its own headline alone, so that nothing is misattributed; where the headline
    article forbids excerpts, those of an original in the headline's language are taken.
    """
    rows = (
        Article.objects.filter(story_id__in=list(stories))
        .order_by("story_id", "dated")
        .values_list(
            "story_id", "headline", "language", "excerpt", "noindex", "kind",
            "publisher__name", "publisher__slug", "publisher__excerpt_chars",
        )
    )  # fmt: skip
    site_limit = settings.NEWSGRID.site.excerpt_chars
    told: dict[int, _Told] = {}
    for story_id, headline, language, excerpt, noindex, kind, name, slug, limit in rows:
        mine = told.setdefault(story_id, _Told())
        mine.publishers.setdefault(slug, PublisherLink(name, slug))
        story = stories[story_id]
        rank = 0 if headline == story.headline else 1 if language == story.language and kind == "original" else 9
        if rank < mine.rank and excerpt:
            allowed = allowance(excerpt, noindex=noindex, publisher_limit=limit, site_limit=site_limit)
            if allowed:
                mine.excerpt, mine.source, mine.language, mine.rank = clip(excerpt, allowed), name, language, rank
    return told


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
