"""What ranking needs of the newest stories, kept between requests: only rows that changed are read again."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import timedelta

from django.db.models import QuerySet

from newsgrid.ports import StoryRow
from newsgrid.web.catalog.models import Story
from newsgrid.web.catalog.rows import grades_value

WINDOW = timedelta(days=7)
"""Before the newest story; an older one has lost more by its age than coverage ever gives back."""
MOST_ROWS = 2000
_AT_ONCE = 500
"""Rows asked for by id; of more, all are read."""

_Key = tuple[int, int, int]
"""Story, its version, its digest's version: a row with the same key is the same."""
_kept: dict[_Key, StoryRow] = {}
_lock = threading.Lock()


def recent_rows() -> list[StoryRow]:
    """Give the stories of the last days before the newest one, newest first, at most MOST_ROWS. Two queries.

    The window ends at the newest story and not now, so that an archive has a front too.
    """
    living = Story.objects.filter(redirect_to__isnull=True).order_by("-last", "-id")
    keys = list(living.values_list("id", "version", "digest_version")[:MOST_ROWS])
    with _lock:
        known = {key: _kept[key] for key in keys if key in _kept}
    missing = [key[0] for key in keys if key not in known]
    if missing:
        known |= _read(living[:MOST_ROWS] if len(missing) > _AT_ONCE else living.filter(id__in=missing))
        with _lock:
            _kept.clear()
            _kept.update(known)
    # A story that changed between the two queries has another key now and waits for the next look.
    return _window([known[key] for key in keys if key in known])


def forget_rows() -> None:
    """Forget what was read."""
    with _lock:
        _kept.clear()


def _window(rows: Sequence[StoryRow]) -> list[StoryRow]:
    return [row for row in rows if row.last >= rows[0].last - WINDOW]


def _read(stories: QuerySet[Story]) -> dict[_Key, StoryRow]:
    fields = (
        "id", "version", "digest_version", "first", "last", "articles_count", "origins_count", "publishers_count",
        "languages", "section", "grades", "headline",
    )  # fmt: skip
    return {
        (story, version, digest): StoryRow(
            story,
            first,
            last,
            articles,
            origins,
            publishers,
            tuple(languages.split()),
            section,
            grades_value(grades),
            headline,
        )
        for story, version, digest, first, last, articles, origins, publishers, languages, section, grades, headline in (
            stories.values_list(*fields)
        )
    }
