"""What search engines may know of."""

from __future__ import annotations

from datetime import datetime

from newsgrid.web.catalog.models import Story

PART_SIZE = 10_000
MOST_PARTS = 100


def sitemap_parts() -> int:
    """Give how many parts the stories fill; at least one."""
    stories = Story.objects.filter(redirect_to__isnull=True, articles_count__gt=0).count()
    return max(1, min(MOST_PARTS, -(-stories // PART_SIZE)))


def sitemap_stories(part: int) -> list[tuple[int, datetime]]:
    """Give (story, last change) of a part, counted from 1, oldest first, so that full parts never change their stories."""
    rows = Story.objects.filter(redirect_to__isnull=True, articles_count__gt=0).order_by("id")
    return list(rows.values_list("id", "last")[(part - 1) * PART_SIZE : part * PART_SIZE])
