"""What a hub's call changes: it is kept, and the worker does the rest."""

from __future__ import annotations

import functools
from datetime import datetime

from newsgrid import websub
from newsgrid.errors import NotFound
from newsgrid.model import Delivery, Subscription
from newsgrid.web.catalog.store import CatalogStore

OPEN, GONE, UNKNOWN = "open", "gone", "unknown"
WRONG_SIGNATURE = "A delivery was not signed as it should be, and was passed over."
TOO_LONG = "A delivery was longer than fetch.max_bytes, and was refused."


def confirm(token: str, intent: websub.Intent, now: datetime) -> bool:
    """Keep what a hub says of a subscription, and say whether we agree. Raises NotFound for one that is not there."""
    agreed = False

    def change(one: Subscription) -> Subscription | None:
        nonlocal agreed
        changed, agreed = websub.after_intent(one, intent, now)
        return changed

    CatalogStore().change_subscription(token, change)
    return agreed


def standing(token: str, now: datetime) -> str:
    """Say whether deliveries are taken here: `open`, `gone` (it is to end), or `unknown`."""
    try:
        one = CatalogStore().subscription(token)
    except NotFound:
        return UNKNOWN
    if websub.is_open(one, now):
        return OPEN
    return GONE if one.state == "leaving" else UNKNOWN


def count_refused(token: str, message: str) -> None:
    """Keep for the operator that a delivery was not taken, and why. Raises NotFound."""
    CatalogStore().change_subscription(token, functools.partial(websub.after_unread, message=message))


def receive(token: str, signature: str, content_type: str, body: bytes, now: datetime) -> bool:
    """Keep a delivery for the worker; False when it is not signed rightly (counted) or is known already.

    Raises NotFound when the subscription has ended meanwhile, StoreBusy when too much waits.
    """
    store = CatalogStore()
    one = store.subscription(token)
    if not websub.is_signed(one.secret, body, signature):
        count_refused(token, WRONG_SIGNATURE)
        return False
    return store.add_delivery(Delivery(0, token, one.feed, now, content_type, body))
