"""What the pages of sites taught of them, as the store keeps it. Each function is called within the store's transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models.functions import Length

from newsgrid.ports import TaughtSite
from newsgrid.stores import rules
from newsgrid.web.catalog import models
from newsgrid.web.catalog.rows import column

_MOST_HOST = 255
_CHUNK = 500


def templates(hosts: Collection[str], *, using: str) -> dict[str, bytes]:
    """Give what was learnt of these sites."""
    wanted = sorted({host for host in hosts if len(host) <= _MOST_HOST and "\0" not in host})
    rows = models.SiteTemplate.objects.using(using)
    return {
        host: bytes(data)
        for start in range(0, len(wanted), _CHUNK)
        for host, data in rows.filter(host__in=wanted[start : start + _CHUNK]).values_list("host", "data")
    }


def taught_sites(limit: int, *, using: str) -> list[TaughtSite]:
    """Give sites, the last taught first."""
    rows = models.SiteTemplate.objects.using(using).order_by("-saved", "host")
    return [TaughtSite(*row) for row in rows.annotate(size=Length("data")).values_list("host", "saved", "size")[:limit]]


def save_templates(templates: Mapping[str, bytes], now: datetime, *, using: str) -> None:
    """Keep what was learnt and forget the oldest: three queries for any batch."""
    kept = {column(host, _MOST_HOST): data for host, data in templates.items()}
    rows = models.SiteTemplate.objects.using(using)
    rows.bulk_create(
        [models.SiteTemplate(host=host, saved=now, data=data) for host, data in sorted(kept.items())],
        update_conflicts=True,
        unique_fields=["host"],
        update_fields=["saved", "data"],
        batch_size=_CHUNK // 3,
    )
    rows.filter(saved__lt=now - rules.TEMPLATE_KEPT).delete()
    if surplus := list(rows.order_by("-saved", "host").values_list("host", flat=True)[rules.MOST_TEMPLATES :][:_CHUNK]):
        rows.filter(host__in=surplus).delete()


def forget_site(host: str, *, using: str) -> bool:
    """Forget what was learnt of a site."""
    return models.SiteTemplate.objects.using(using).filter(host=host).delete()[0] > 0
