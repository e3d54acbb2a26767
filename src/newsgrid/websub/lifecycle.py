"""The life of a subscription: when a hub is asked, and what its words change.

state      what it means                                               what happens next
new        wanted, the hub was never asked                             it is asked
asked      the hub took the request                                    it confirms, or `failing` after VERIFY_WITHIN
active     the hub confirmed it                                        a new one is asked for at RENEW_AT of the lease
failing    the hub refused the request, or never confirmed it          asked again, each time after twice as long
denied     the hub said that it will not                               asked again after DENIED_WAIT
leaving    not wanted any more, or replaced                            the hub is asked to end it, else its lease ends

Hubs are tried in the order the feed names them: the next one when GIVE_UP_AFTER requests in a row failed, or when the hub
denied. Nothing here knows the clock, chance or the network.
"""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from newsgrid.model import Feed, Subscription

LEASE_S = 864_000
"""Ten days are asked for, what the large hubs give at most."""
MIN_LEASE_S = 300
"""A shorter lease is not agreed to: it would be asking for ever."""
MAX_LEASE_S = 30 * 86_400
"""Longer ones are renewed as if they were this long, so that no lost subscription is believed in for ever."""
RENEW_AT = 0.75
"""The share of a lease after which it is renewed: time for some failures."""
VERIFY_WITHIN = timedelta(minutes=15)
FIRST_WAIT = timedelta(minutes=10)
MAX_WAIT = timedelta(days=7)
DENIED_WAIT = timedelta(days=30)
GIVE_UP_AFTER = 4
MOST_PARTINGS = 3
"""How often a hub is asked to end a subscription before its lease is left to run out."""
MOST_DOUBTS = 4
"""Misses that count against a hub: one more delivery than so many is needed, at most, to trust it again."""
MAX_CHALLENGE_CHARS = 2_000

_JITTER = 0.1
_MESSAGE_CHARS = 300


@dataclasses.dataclass(frozen=True, slots=True)
class Intent:
    """What a hub says in a GET to the callback (WebSub, 5.2 and 5.3)."""

    mode: str
    topic: str
    challenge: str = ""
    lease_s: str = ""
    """As it came; empty when missing."""
    reason: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """Something to be done for a feed."""

    kind: str
    """`begin` at this hub, `ask`, `lapse` (it was not confirmed in time), `leave` or `drop`."""
    id: str = ""
    """The subscription's; empty for `begin`."""
    hub: str = ""


def begun(
    feed: Feed, hub: str, base: str, token: str, secret: str, now: datetime, before: Subscription | None
) -> Subscription:
    """Give a new subscription; `token` and `secret` must be unguessable, `before` is the one it will replace.

    What was learnt of how well the hub delivers goes on.
    """
    learnt = {} if before is None or (before.hub, before.topic) != (hub, feed.state.topic) else _learnt(before)
    callback = callback_address(base, token)
    made = Subscription(token, feed.id, hub, feed.state.topic, callback, secret, not_before=now, look_at=now)
    return dataclasses.replace(made, **learnt)  # type: ignore[arg-type]


def callback_address(base: str, token: str) -> str:
    """Give the address that a hub is told, under the site's public address."""
    return f"{base.rstrip('/')}/websub/{token}/"


def plan(feed: Feed | None, kept: Sequence[Subscription], base: str, now: datetime) -> list[Step]:
    """Say what is to be done for a feed now, given all its subscriptions; `feed` is None when it is not to be followed.

    `base` is the site's public address, empty when hubs cannot call us. Two steps never name one subscription.
    """
    steps: list[Step] = []
    fit: list[Subscription] = []
    for one in kept:
        if one.lease_until is not None and one.lease_until <= now:
            steps.append(Step("drop", one.id))
        elif one.state == "leaving":
            if _is_due(one, now):
                steps.append(Step("drop" if one.failures >= MOST_PARTINGS else "ask", one.id))
        elif _is_wanted(one, feed, base):
            fit.append(one)
        else:
            steps.append(_goodbye(one))
    if feed is None or not _is_followed(feed, base):
        return steps
    active = sorted((one for one in fit if one.state == "active"), key=lambda one: (one.since or now, one.id))
    tries = [one for one in fit if one.state != "active"]
    steps += [_goodbye(one) for one in active[:-1]]
    if active and not _is_due(active[-1], now):
        return steps + [_goodbye(one) for one in tries]
    return steps + _tried(feed.state.hubs, {one.hub: one for one in tries}, now)


def next_look(kept: Sequence[Subscription], now: datetime) -> datetime:
    """Say when a feed's subscriptions are to be looked at again, after `plan` was carried out."""
    times = [time for one in kept for time in (one.not_before, one.lease_until) if time is not None and time > now]
    return min(times, default=now + timedelta(days=1))


def after_look(one: Subscription, seen: Subscription, again: datetime) -> Subscription:
    """Give a subscription that was looked at; when its hub changed it meanwhile, it is looked at once more."""
    return dataclasses.replace(one, look_at=again) if one == seen else one


def after_asking(one: Subscription, now: datetime) -> Subscription:
    """Give a subscription whose hub is about to be asked: kept before it is, as hubs confirm before they answer."""
    if one.state == "active":
        # Its hub confirmed it late, in this very moment.
        return one
    state = "leaving" if one.state == "leaving" else "asked"
    return dataclasses.replace(one, state=state, asked=now, not_before=now + VERIFY_WITHIN)


def after_answer(one: Subscription) -> Subscription:
    """Give a subscription whose hub took the request. To end one counts as tried until the hub confirms it."""
    return dataclasses.replace(one, failures=one.failures + 1) if one.state == "leaving" else one


def after_refusal(one: Subscription, message: str, wait_s: float, now: datetime, rng: random.Random) -> Subscription:
    """Give a subscription whose hub refused the request, or could not be reached; `wait_s` is what it asked for, else 0."""
    if one.state not in ("asked", "leaving"):
        # It was confirmed, or denied, before the answer came.
        return one
    state = one.state if one.state == "leaving" else "failing"
    return _failed(dataclasses.replace(one, state=state), message, wait_s, now, rng)


def lapsed(one: Subscription, now: datetime, rng: random.Random) -> Subscription:
    """Give a subscription that its hub did not confirm in time."""
    if one.state != "asked" or not _is_due(one, now):
        return one
    return _failed(
        dataclasses.replace(one, state="failing"), "The hub did not confirm the subscription.", 0.0, now, rng
    )


def left(one: Subscription, now: datetime) -> Subscription | None:
    """Give a subscription that is not wanted any more; None when its hub never confirmed it and need not be told."""
    if one.lease_until is None:
        return None
    return dataclasses.replace(one, state="leaving", failures=0, not_before=now, look_at=now)


def after_intent(one: Subscription, intent: Intent, now: datetime) -> tuple[Subscription | None, bool]:
    """Give what a subscription becomes when its hub calls, None when it is over, and whether we agree (WebSub, 5.2, 5.3).

    Agreed to is only what we asked for, about the very topic. A hub may confirm late, and again while it is active.
    """
    if intent.topic != one.topic:
        return one, False
    if intent.mode == "denied":
        return (one if one.state == "leaving" else _denied(one, intent.reason, now)), True
    if not 0 < len(intent.challenge) <= MAX_CHALLENGE_CHARS:
        return one, False
    if intent.mode == "unsubscribe":
        return (None, True) if one.state == "leaving" and one.asked is not None else (one, False)
    lease_s = _lease_s(intent.lease_s)
    if intent.mode != "subscribe" or one.asked is None or one.state == "leaving" or lease_s < MIN_LEASE_S:
        return one, False
    return _confirmed(one, min(lease_s, MAX_LEASE_S), now), True


def is_open(one: Subscription, now: datetime) -> bool:
    """Whether deliveries are taken: it is confirmed, and its lease has not ended."""
    return one.state == "active" and one.lease_until is not None and one.lease_until > now


def after_delivery(one: Subscription, received: datetime) -> Subscription:
    """Give a subscription after a delivery that could be read."""
    return dataclasses.replace(one, delivered=received, deliveries=one.deliveries + 1, streak=one.streak + 1)


def after_unread(one: Subscription, message: str) -> Subscription:
    """Give a subscription after a delivery that was not signed rightly, or was no feed."""
    return dataclasses.replace(one, refused=one.refused + 1, message=_line(message))


def after_visit(one: Subscription, visited_before: datetime) -> Subscription:
    """Give a subscription after a visit to its feed that found entries its hub had not delivered.

    They count only when the visit before was made after the hub had confirmed: what it found new was published since.
    """
    if one.state != "active" or one.since is None or visited_before < one.since:
        return one
    return dataclasses.replace(
        one, misses=one.misses + 1, streak=0, message="A visit found entries that the hub had not delivered."
    )


def relied_until(kept: Sequence[Subscription], now: datetime) -> datetime | None:
    """Say until when a feed's hub may be relied upon; None: not at all.

    That a hub confirmed is no reason yet: some do and never deliver. It must have delivered, and after misses more often
    than it missed, up to MOST_DOUBTS.
    """
    return max(
        (one.lease_until for one in kept if one.lease_until and is_open(one, now) and delivers(one)), default=None
    )


def delivers(one: Subscription) -> bool:
    """Whether the hub was seen to deliver, and more often than it missed, up to MOST_DOUBTS."""
    return one.delivered is not None and one.streak > min(one.misses, MOST_DOUBTS)


def shown(kept: Sequence[Subscription]) -> Subscription | None:
    """Give the subscription that stands for a feed's: the newest that is confirmed, else the last that was asked for."""
    order = ("leaving", "new", "denied", "failing", "asked", "active")
    return max(kept, key=lambda one: (order.index(one.state), str(one.since or one.asked or ""), one.id), default=None)


def _is_due(one: Subscription, now: datetime) -> bool:
    return one.not_before is None or one.not_before <= now


def _is_followed(feed: Feed, base: str) -> bool:
    return bool(base) and not feed.paused and feed.state.health != "gone"


def _is_wanted(one: Subscription, feed: Feed | None, base: str) -> bool:
    if feed is None or not _is_followed(feed, base):
        return False
    is_offered = one.hub in feed.state.hubs and one.topic == feed.state.topic
    return is_offered and one.callback == callback_address(base, one.id)


def _goodbye(one: Subscription) -> Step:
    return Step("drop" if one.lease_until is None else "leave", one.id)


def _tried(hubs: Sequence[str], tries: dict[str, Subscription], now: datetime) -> list[Step]:
    """Go on with the first hub that is not given up; when all are, with those whose time has come."""
    for hub in hubs:
        one = tries.get(hub)
        if one is None:
            return [Step("begin", hub=hub)]
        if not _is_given_up(one):
            return [_next_try(one)] if _is_due(one, now) else []
    return [_next_try(one) for one in tries.values() if _is_due(one, now)]


def _next_try(one: Subscription) -> Step:
    return Step("lapse" if one.state == "asked" else "ask", one.id)


def _is_given_up(one: Subscription) -> bool:
    return one.state == "denied" or one.failures >= GIVE_UP_AFTER


def _failed(one: Subscription, message: str, wait_s: float, now: datetime, rng: random.Random) -> Subscription:
    doubled = FIRST_WAIT * 2 ** min(one.failures, 20)
    wait = max(min(doubled, MAX_WAIT), timedelta(seconds=min(wait_s, MAX_WAIT.total_seconds())))
    again = now + wait * (1 + _JITTER * rng.random())
    return dataclasses.replace(one, failures=one.failures + 1, message=_line(message), not_before=again, look_at=now)


def _denied(one: Subscription, reason: str, now: datetime) -> Subscription:
    message = f"The hub denied the subscription: {reason}" if reason.strip() else "The hub denied the subscription."
    return dataclasses.replace(
        one, state="denied", message=_line(message), lease_until=None, not_before=now + DENIED_WAIT, look_at=now
    )


def _confirmed(one: Subscription, lease_s: int, now: datetime) -> Subscription:
    return dataclasses.replace(
        one,
        state="active",
        since=one.since or now,
        lease_until=now + timedelta(seconds=lease_s),
        not_before=now + timedelta(seconds=lease_s * RENEW_AT),
        look_at=now,
        failures=0,
        message="",
    )


def _lease_s(text: str) -> int:
    """Read a lease, in seconds; hubs of before the Recommendation give none, and then what was asked for holds."""
    if not text:
        return LEASE_S
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else 0


def _learnt(one: Subscription) -> dict[str, object]:
    names = ("delivered", "deliveries", "streak", "misses", "refused")
    return {name: getattr(one, name) for name in names}


def _line(text: str) -> str:
    return " ".join(text.split())[:_MESSAGE_CHARS]
