"""Stories as pages see them: digests, and what is drawn out of them for lists. Called within the store's transaction."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from datetime import UTC, datetime

from django.db import connections
from django.db.models import F

from newsgrid.errors import NotFound
from newsgrid.model import StoryDigest
from newsgrid.ports import StoryRow
from newsgrid.stores import rules
from newsgrid.text import clip
from newsgrid.web.catalog import codec, models
from newsgrid.web.catalog.bulk import insert_rows, update_rows
from newsgrid.web.catalog.keys import tag_key
from newsgrid.web.catalog.rows import column, grades_text, grades_value, place_row

_STANDFIRST_CHARS = 500
_DIGEST_COLUMNS = (
    "headline", "headlines", "standfirst", "language", "section", "origins_count", "grades", "stale", "digest_version", "digested", "digest",
)  # fmt: skip
_ROWS = """
    SELECT id, {first}, {last}, articles_count, origins_count, publishers_count, languages, section, grades, headline
    FROM catalog_story WHERE redirect_to_id IS NULL AND "last" >= %s ORDER BY "last" DESC, id DESC
"""
# As an expression a column loses its declared type, and with it Django's converter, which takes ten times as long as ours.
_SQLITE_ROWS = _ROWS.format(first="\"first\" || '+00:00'", last="\"last\" || '+00:00'")
_POSTGRES_ROWS = _ROWS.format(first='"first"', last='"last"')


def save_digests(digests: Mapping[int, StoryDigest], versions: Mapping[int, int], now: datetime, *, using: str) -> None:
    """Keep digests and what lists need of them. `versions` has the stories' versions when they were handed out as stale."""
    found = models.Story.objects.using(using).select_for_update().filter(id__in=list(digests)).defer("digest")
    rows = {row.pk: row for row in found}
    for story in digests:
        if story not in rows:
            raise NotFound(f"There is no story {story}.")
    live = [row for row in rows.values() if row.redirect_to_id is None]
    slugs = set(models.Edition.objects.using(using).values_list("slug", flat=True))
    for row in live:
        _fill(row, digests[row.pk], slugs, now)
        row.stale = versions.get(row.pk, row.version) != row.version
    update_rows(live, _DIGEST_COLUMNS, using=using)
    _replace_lists(live, digests, slugs, using=using)


def story_rows(since: datetime, *, using: str) -> list[StoryRow]:
    """Give what ranking needs of active stories, newest first, in one query.

    Read without the ORM: fronts are made from all of some ten thousand rows, and its conversions took two thirds of the time.
    """
    connection = connections[using]
    on_sqlite = connection.vendor == "sqlite"
    time = datetime.fromisoformat if on_sqlite else _in_utc
    grades_of = functools.cache(grades_value)
    languages_of = functools.cache(_languages_value)
    with connection.cursor() as cursor:
        cursor.execute(_SQLITE_ROWS if on_sqlite else _POSTGRES_ROWS, [connection.ops.adapt_datetimefield_value(since)])
        return [
            StoryRow(
                story,
                time(first),
                time(last),
                articles,
                origins,
                publishers,
                languages_of(languages),
                section,
                grades_of(grades),
                headline,
            )
            for story, first, last, articles, origins, publishers, languages, section, grades, headline in cursor.fetchall()
        ]


def new_fronts(*, using: str) -> None:
    """Give every edition's front a new version: any front may show any story."""
    models.Edition.objects.using(using).update(version=F("version") + 1)


def _fill(row: models.Story, digest: StoryDigest, slugs: set[str], now: datetime) -> None:
    grades = {slug: match.grade for slug, match in rules.best_matches(digest.editions).items() if slug in slugs}
    row.headline, row.language = column(digest.headline), column(digest.language, 35)
    row.headlines = json.dumps(dict(digest.headlines), separators=(",", ":"))
    row.standfirst = clip(column(digest.standfirst), _STANDFIRST_CHARS)
    row.section = column(digest.section, 80)
    row.grades = grades_text(grades)
    row.digest_version += 1
    row.digested = now
    row.digest = codec.pack(digest)


def _replace_lists(
    stories: list[models.Story], digests: Mapping[int, StoryDigest], slugs: set[str], *, using: str
) -> None:
    """Replace what topic, name, place and edition pages list of these stories."""
    ids = [story.pk for story in stories]
    for kind in (models.StoryEdition, models.StoryTag, models.StoryPlace):
        kind._default_manager.using(using).filter(story_id__in=ids).delete()
    places = {named.place.geonameid: place_row(named.place) for s in ids for named in digests[s].places}
    models.Place.objects.using(using).bulk_create(
        places.values(),
        update_conflicts=True,
        unique_fields=["geonameid"],
        update_fields=["name", "kind", "latitude", "longitude", "country", "region", "population"],
    )
    for made in (
        [row for story in stories for row in _edition_rows(story, digests[story.pk], slugs)],
        [row for story in stories for row in _tag_rows(story, digests[story.pk])],
        [row for story in stories for row in _place_rows(story, digests[story.pk])],
    ):
        insert_rows(made, using=using)


def _edition_rows(story: models.Story, digest: StoryDigest, slugs: set[str]) -> list[models.StoryEdition]:
    return [
        models.StoryEdition(
            story_id=story.pk,
            edition_id=slug,
            role=match.role[:16],
            grade=match.grade,
            evidence=column(match.evidence, 2000),
            article=match.article_id,
            place_name=column(match.place),
            last=story.last,
        )
        for slug, match in rules.best_matches(digest.editions).items()
        if slug in slugs
    ]


def _tag_rows(story: models.Story, digest: StoryDigest) -> list[models.StoryTag]:
    """Give a story's topics and names, each key once: the first stands."""
    wanted = [(models.StoryTag.TOPIC, topic.key, topic.label, topic.weight) for topic in digest.topics]
    wanted += [(name.kind, name.key, name.name, float(len(name.articles))) for name in digest.names]
    rows: dict[tuple[str, str], models.StoryTag] = {}
    for kind, key, label, weight in wanted:
        kept = column(tag_key(key))
        if kept and (kind, kept) not in rows:
            rows[kind, kept] = models.StoryTag(
                story_id=story.pk, kind=kind[:16], key=kept, label=column(label), weight=weight, last=story.last
            )
    return list(rows.values())


def _place_rows(story: models.Story, digest: StoryDigest) -> list[models.StoryPlace]:
    counts: dict[int, int] = {}
    for named in digest.places:
        counts[named.place.geonameid] = counts.get(named.place.geonameid, 0) + named.count
    return [
        models.StoryPlace(story_id=story.pk, place_id=place, count=count, last=story.last)
        for place, count in counts.items()
    ]


def _in_utc(time: datetime) -> datetime:
    return time.astimezone(UTC)


def _languages_value(text: str) -> tuple[str, ...]:
    return tuple(text.split())
