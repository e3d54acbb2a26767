"""Subscriptions at hubs and what hubs delivered, as the store keeps them. Each function is called within its transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db.models import F, Q, QuerySet

from newsgrid.errors import NotFound, StoreBusy
from newsgrid.model import Delivery, Subscription
from newsgrid.stores import rules
from newsgrid.web.catalog import codec, models
from newsgrid.web.catalog.rows import column, delivery_value, subscription_row, subscription_value

_CHUNK = 5000
"""Keys asked for at a time: SQLite takes some 32,000 in one query."""


def add_subscription(one: Subscription, *, using: str) -> None:
    """Keep a subscription."""
    subscription_row(one).save(using=using, force_insert=True)


def subscription(subscription_id: str, *, using: str) -> Subscription:
    """Give one subscription. Raises NotFound."""
    return subscription_value(_row(models.Subscription.objects.using(using), subscription_id))


def subscriptions(feeds: Sequence[int] | None, *, using: str) -> list[Subscription]:
    """Give the subscriptions of these feeds, of all when None, by feed and id."""
    rows = models.Subscription.objects.using(using).order_by("feed_id", "id")
    if feeds is None:
        return [subscription_value(row) for row in rows]
    wanted = sorted(set(feeds))
    return [
        subscription_value(row)
        for start in range(0, len(wanted), _CHUNK)
        for row in rows.filter(feed_id__in=wanted[start : start + _CHUNK])
    ]


def due_subscriptions(now: datetime, limit: int, *, using: str) -> list[Subscription]:
    """Give due subscriptions, those without a time first, then longest due first."""
    due = models.Subscription.objects.using(using).filter(Q(look_at__isnull=True) | Q(look_at__lte=now))
    return [subscription_value(row) for row in due.order_by(F("look_at").asc(nulls_first=True), "id")[:limit]]


def change_subscription(
    subscription_id: str, change: Callable[[Subscription], Subscription | None], *, using: str
) -> Subscription | None:
    """Change a subscription; one that is dropped takes the memory of its deliveries along. Raises NotFound."""
    row = _row(models.Subscription.objects.using(using).select_for_update(), subscription_id)
    kept = subscription_value(row)
    changed = change(kept)
    if changed is None:
        row.delete(using=using)
        models.Delivery.objects.using(using).filter(subscription=subscription_id, body__isnull=True).delete()
    elif changed != kept:
        subscription_row(changed).save(using=using, force_update=True)
    return changed


def nudge(feed_id: int, *, using: str) -> None:
    """Make a feed's subscriptions due."""
    models.Subscription.objects.using(using).filter(feed_id=feed_id).update(look_at=None)


def waiting(*, using: str) -> QuerySet[models.Delivery]:
    """Give the deliveries that were not read yet."""
    return models.Delivery.objects.using(using).filter(body__isnull=False)


def deliveries(limit: int, *, using: str) -> list[Delivery]:
    """Give waiting deliveries, oldest first."""
    return [delivery_value(row) for row in waiting(using=using).order_by("id")[:limit]]


def add_delivery(delivery: Delivery, *, using: str) -> bool:
    """Keep a delivery, unless it is known. Raises NotFound, and StoreBusy when too many wait."""
    # Held, so that the same delivery coming twice at once is counted once.
    _row(models.Subscription.objects.using(using).select_for_update(), delivery.subscription)
    own = models.Delivery.objects.using(using).filter(subscription=delivery.subscription)
    key = rules.delivery_key(delivery.body)
    if own.filter(key=key).exists():
        return False
    if own.filter(body__isnull=False).count() >= rules.MOST_WAITING:
        raise StoreBusy("Too many deliveries of this subscription wait to be read.")
    models.Delivery(
        subscription=delivery.subscription,
        feed_id=delivery.feed,
        key=key,
        received=delivery.received,
        content_type=column(delivery.content_type, 500),
        body=codec.pack_bytes(delivery.body),
    ).save(using=using)
    return True


def drop_delivery(delivery_id: int, *, using: str) -> None:
    """Forget a delivery's content, and the oldest that are remembered; all of it, when its subscription is gone."""
    rows = models.Delivery.objects.using(using)
    owner = rows.filter(id=delivery_id).values_list("subscription", flat=True).first()
    if owner is None:
        return
    if not models.Subscription.objects.using(using).filter(id=owner).exists():
        rows.filter(id=delivery_id).delete()
        return
    rows.filter(id=delivery_id).update(body=None)
    read = rows.filter(subscription=owner, body__isnull=True).order_by("-id")
    oldest = read.values_list("id", flat=True)[rules.DELIVERIES_REMEMBERED - 1 : rules.DELIVERIES_REMEMBERED].first()
    if oldest is not None:
        read.filter(id__lt=oldest).delete()


def _row(rows: QuerySet[models.Subscription], subscription_id: str) -> models.Subscription:
    row = rows.filter(id=subscription_id).first()
    if row is None:
        raise NotFound("There is no such subscription at a hub.")
    return row
