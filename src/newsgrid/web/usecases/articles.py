"""Articles, as cards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from newsgrid.errors import NotFound
from newsgrid.model import Annotations
from newsgrid.model import Article as Text
from newsgrid.web.catalog.models import Article
from newsgrid.web.catalog.store import CatalogStore
from newsgrid.web.usecases.cards import ArticleCard, ArticlePage, PlaceLink, PublisherLink, TagLink, Version
from newsgrid.web.usecases.excerpts import allowance, clip, web_address
from newsgrid.web.usecases.story_cards import story_cards

MOST_NAMES = 12


def article_rows() -> QuerySet[Article]:
    """Give the articles with what their cards need, in one query."""
    return Article.objects.select_related("publisher")


def article_card(row: Article) -> ArticleCard:
    """Make an article's card; its publisher must have been read with it."""
    allowed = allowance(
        row.excerpt,
        noindex=row.noindex,
        publisher_limit=row.publisher.excerpt_chars,
        site_limit=settings.NEWSGRID.site.excerpt_chars,
    )
    return ArticleCard(
        id=row.id,
        story=row.story_id,
        headline=row.headline,
        language=row.language,
        publisher=PublisherLink(row.publisher.name, row.publisher.slug),
        agency=row.agency,
        byline=clip(row.byline, 120),
        published=row.published,
        first_seen=row.first_seen,
        dated=row.dated,
        modified=row.modified,
        excerpt=clip(row.excerpt, allowed),
        url=web_address(row.url),
        version=row.version,
        corrected=row.corrected,
        paywalled=row.paywalled,
        noindex=row.noindex,
        kind=row.kind,
        reason=row.reason,
        allowance=allowed,
    )


def article_page(article_id: int) -> ArticlePage:
    """Give what the page about an article shows. Raises NotFound."""
    row = article_rows().filter(id=article_id).first()
    if row is None:
        raise NotFound(f"There is no article {article_id}.")
    store = CatalogStore()
    known = store.article(article_id)
    text, card = known.article, article_card(row)
    return ArticlePage(
        card=card,
        story=story_cards([row.story_id])[row.story_id],
        sections=tuple(clip(word, 80) for word in text.section[:4]),
        topics=tuple(clip(word, 80) for word in text.topics[:MOST_NAMES]),
        dateline=clip(text.dateline.text, 120) if text.dateline else "",
        correction=clip(text.correction, card.allowance),
        licence=web_address(text.signals.licence),
        versions=_versions(store.versions(article_id)) if row.version > 1 else (),
        people=_names(known.annotations, "person"),
        organisations=_names(known.annotations, "organisation"),
        places=_places(known.annotations),
    )


def _versions(found: Iterable[tuple[datetime, Text]]) -> tuple[Version, ...]:
    return tuple(
        Version(number, seen, text.headline, len(text.text.split())) for number, (seen, text) in enumerate(found, 1)
    )


def _names(annotations: Annotations, kind: str) -> tuple[TagLink, ...]:
    names = [name for name in annotations.names if name.kind == kind]
    names.sort(key=lambda name: -len(name.spans))
    return tuple(TagLink(kind, name.key, name.name, len(name.spans)) for name in names[:MOST_NAMES])


def _places(annotations: Annotations) -> tuple[PlaceLink, ...]:
    found: dict[int, PlaceLink] = {}
    for mention in annotations.places:
        place = mention.place
        found.setdefault(
            place.geonameid,
            PlaceLink(place.geonameid, place.name, place.kind, place.latitude, place.longitude, place.country),
        )
    return tuple(found.values())[:MOST_NAMES]
