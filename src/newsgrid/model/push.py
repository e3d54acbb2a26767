"""Subscriptions at hubs, and what hubs deliver (WebSub, W3C Recommendation of 23 January 2018)."""

from __future__ import annotations

import dataclasses
from datetime import datetime


@dataclasses.dataclass(frozen=True, slots=True)
class Subscription:
    """One subscription at a hub: what was asked for never changes, where it stands does.

    A renewal is a new one, with a callback and a secret of its own; the one before is ended when the hub has confirmed it.
    """

    id: str = dataclasses.field(repr=False)
    """Unguessable; the last part of its callback."""
    feed: int
    hub: str
    topic: str
    """What the feed calls itself (`rel=self`), verbatim."""
    callback: str = dataclasses.field(repr=False)
    """The whole address that the hub was told."""
    secret: str = dataclasses.field(repr=False)
    """The key of the signatures, ASCII."""
    state: str = "new"
    """`new`, `asked`, `active`, `failing`, `denied` or `leaving`."""
    asked: datetime | None = None
    """When the hub was asked last, to begin it or (`leaving`) to end it."""
    since: datetime | None = None
    """When the hub confirmed it first; None: it never did."""
    lease_until: datetime | None = None
    not_before: datetime | None = None
    """The hub is not asked again before; None: at once."""
    look_at: datetime | None = None
    """When the worker looks at it next; None: now."""
    failures: int = 0
    """Requests in a row that the hub refused or never confirmed."""
    message: str = ""
    """One line for the operator: what went wrong last."""
    delivered: datetime | None = None
    """When the last delivery came that could be read."""
    deliveries: int = 0
    streak: int = 0
    """Deliveries since a visit last found what the hub had not delivered."""
    misses: int = 0
    """Visits that found what the hub had not delivered."""
    refused: int = 0
    """Deliveries that were not signed rightly, or could not be read."""


@dataclasses.dataclass(frozen=True, slots=True)
class Delivery:
    """What a hub delivered, signed rightly and not read yet."""

    id: int
    subscription: str = dataclasses.field(repr=False)
    feed: int
    received: datetime
    content_type: str
    body: bytes = dataclasses.field(repr=False)
