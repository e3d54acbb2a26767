"""Between rows and values."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from newsgrid.model import Annotations as AnnotationsValue
from newsgrid.model import Article as ArticleValue
from newsgrid.model import Delivery, Edition, Entry, Feed, FeedState, Known, Place, Problem, Subscription
from newsgrid.ports import PendingEntry
from newsgrid.web.catalog import codec, models

_STATE_COLUMNS = tuple(field.name for field in dataclasses.fields(FeedState) if field.name != "problems")
_MOST_PROBLEMS = 20
_SUBSCRIPTION_COLUMNS = tuple(field.name for field in dataclasses.fields(Subscription) if field.name != "feed")


def column(text: str, chars: int | None = None) -> str:
    """Make a text fit for a column: without NUL, which PostgreSQL refuses, and without lone surrogates, which none takes."""
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")
    return text.replace("\0", "")[:chars]


def feed_value(row: models.Feed) -> Feed:
    """Give the feed a row holds."""
    return Feed(
        id=row.pk,
        url=row.url,
        title=row.title,
        site=row.site,
        publisher=row.publisher_name,
        language=row.language,
        country=row.country,
        city=row.city,
        folder=row.folder,
        paused=row.paused,
        state=FeedState(
            **{name: _state_value(getattr(row, name)) for name in _STATE_COLUMNS},
            problems=tuple(Problem(kind, detail) for kind, detail in row.problems),
        ),
    )


def _state_value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def feed_columns(feed: Feed) -> dict[str, Any]:
    """Give the columns of a feed that are not keys."""
    state = {name: getattr(feed.state, name) for name in _STATE_COLUMNS}
    state |= {name: column(value) for name, value in state.items() if isinstance(value, str)}
    state["health"] = state["health"][:80]
    return {
        "title": column(feed.title),
        "site": column(feed.site),
        "publisher_name": column(feed.publisher),
        "language": column(feed.language),
        "country": column(feed.country),
        "city": column(feed.city),
        "folder": column(feed.folder),
        "paused": feed.paused,
        "problems": [[column(p.kind), column(p.detail)] for p in feed.state.problems[:_MOST_PROBLEMS]],
        **state,
    }


def subscription_value(row: models.Subscription) -> Subscription:
    """Give the subscription a row holds."""
    return Subscription(feed=row.feed_id, **{name: getattr(row, name) for name in _SUBSCRIPTION_COLUMNS})


def subscription_row(one: Subscription) -> models.Subscription:
    """Give the row of a subscription, unsaved."""
    columns = {name: getattr(one, name) for name in _SUBSCRIPTION_COLUMNS}
    columns |= {name: column(value) for name, value in columns.items() if isinstance(value, str)}
    return models.Subscription(feed_id=one.feed, **columns)


def delivery_value(row: models.Delivery) -> Delivery:
    """Give the delivery a row holds, which must have its body still."""
    body = codec.unpack_bytes(row.body or b"")
    return Delivery(row.pk, row.subscription, row.feed_id, row.received, row.content_type, body)


def pending_value(row: models.Entry) -> PendingEntry:
    """Give the entry a row holds; its feed must have been selected with it. Its `home` is left open."""
    feed = feed_value(row.feed) if row.feed is not None else None
    return PendingEntry(row.pk, codec.unpack(Entry, row.data), feed, row.first_seen, row.attempts)


def known_value(row: models.ArticleVersion) -> Known:
    """Give the article a version's row holds; `article` must have been selected with it."""
    return Known(
        id=row.article_id,
        article=codec.unpack(ArticleValue, row.data),
        annotations=codec.unpack(AnnotationsValue, row.annotations),
        first_seen=row.article.first_seen,
        origin=row.article.origin,
        kind=row.article.kind,
    )


def place_value(row: models.Place) -> Place:
    """Give the place a row holds."""
    return Place(
        geonameid=row.geonameid,
        name=row.name,
        kind=row.kind,
        latitude=row.latitude,
        longitude=row.longitude,
        country=row.country,
        region=row.region,
        population=row.population,
    )


def place_row(place: Place) -> models.Place:
    """Give the row of a place, unsaved."""
    return models.Place(
        geonameid=place.geonameid,
        name=column(place.name),
        kind=place.kind[:16],
        latitude=place.latitude,
        longitude=place.longitude,
        country=place.country[:2],
        region=column(place.region, 20),
        population=place.population,
    )


def edition_value(row: models.Edition) -> Edition:
    """Give the edition a row holds; `place` should have been selected with it."""
    return Edition(
        slug=row.slug,
        title=row.title,
        place=place_value(row.place),
        languages=tuple(row.languages),
        timezone=row.timezone,
        keywords=tuple(row.keywords),
    )


def grades_text(grades: dict[str, float]) -> str:
    """Write grades by edition slug as `Story.grades` keeps them."""
    return json.dumps(grades, ensure_ascii=False, separators=(",", ":")) if grades else ""


def grades_value(text: str) -> dict[str, float]:
    """Read what `grades_text` wrote."""
    return json.loads(text) if text else {}
