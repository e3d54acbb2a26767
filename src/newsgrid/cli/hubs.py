"""How the subscriptions at hubs (WebSub) stand, for a person and for a program; never their secrets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from newsgrid import websub
from newsgrid.model import Subscription, plain

_TOLD = (
    "hub", "topic", "state", "since", "lease_until", "not_before", "failures", "message", "delivered", "deliveries",
    "misses", "refused",
)  # fmt: skip


def by_feed(kept: Iterable[Subscription]) -> dict[int, list[Subscription]]:
    """Give each feed's subscriptions."""
    found: dict[int, list[Subscription]] = {}
    for one in kept:
        found.setdefault(one.feed, []).append(one)
    return found


def facts(kept: Sequence[Subscription]) -> dict[str, Any] | None:
    """Give what JSON says of a feed's subscriptions: the one that counts; None when there is none."""
    one = websub.shown(kept)
    return None if one is None else {name: plain(getattr(one, name)) for name in _TOLD} | {"delivers": _delivers(one)}


def words(kept: Sequence[Subscription]) -> str:
    """Say it in a few words; empty when there is none."""
    one = websub.shown(kept)
    if one is None:
        return ""
    if one.state != "active" or one.lease_until is None:
        return f"{one.state}: {one.message}" if one.message else one.state
    last = f"last delivery {_time(one.delivered)}" if one.delivered else "no delivery yet"
    health = "" if _delivers(one) or not one.misses else f", missed {one.misses}"
    refused = f", {one.refused} refused" if one.refused else ""
    return f"active until {_time(one.lease_until)}, {last}{health}{refused}"


def by_state(kept: Iterable[Subscription]) -> dict[str, int]:
    """Count subscriptions: those that are active by whether they deliver."""
    found: dict[str, int] = {}
    for one in kept:
        word = one.state if one.state != "active" else "active, delivers" if websub.delivers(one) else "active"
        found[word] = found.get(word, 0) + 1
    return found


def _delivers(one: Subscription) -> bool:
    return one.state == "active" and websub.delivers(one)


def _time(moment: datetime) -> str:
    return moment.strftime("%d %b %H:%M")
