"""What hubs deliver, and the subscriptions at them (WebSub): deliveries -> entries, like a visit; hubs asked, like feeds.

A delivery is kept by the site as it comes and read here, in the worker, which alone writes feeds. What `plan` says is
carried out step by step, each of them one transaction: interrupted anywhere, the next round goes on.
"""

from __future__ import annotations

import functools
import logging
import random
import secrets
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime

from newsgrid import feeds as feeds_room
from newsgrid import fetch, websub
from newsgrid.errors import FeedError, NotFound
from newsgrid.model import Delivery, Feed, Page, ParsedFeed, Subscription
from newsgrid.pipeline.meter import step
from newsgrid.pipeline.visiting import Visited
from newsgrid.ports import Store
from newsgrid.settings import Settings

log = logging.getLogger(__name__)

AT_ONCE = 10
"""Deliveries that are held in memory together: some are ten megabytes, most a few kilobytes."""
MOST_READ = 1000
"""Deliveries read in one go: a hub that never stops must not keep the feeds from being visited."""
LOOKS_AT_ONCE = 1000
"""Subscriptions that a round looks at because their time has come."""
ASKED_AT_ONCE = 20
"""Requests to one hub in a round: they are `fetch.host_delay_s` apart, and the news must not wait for them."""
TOKEN_BYTES = 32

Change = Callable[[Subscription], Subscription | None]


class Hubs:
    """The part that hubs have in one round of polling."""

    def __init__(self, store: Store, settings: Settings, now: Callable[[], datetime]) -> None:
        """Begin a round."""
        self._store = store
        self._base, _ = fetch.public_address(settings)
        self._now = now
        self._offering: set[int] = set()
        self._delivered: set[int] = set()
        self._found_new: dict[int, datetime] = {}

    async def read(self) -> int:
        """Read what hubs delivered and give how many entries were new.

        A delivery that is no feed is counted against its subscription and forgotten. One document at a time is in memory.
        """
        new, reading = 0, fetch.Reading(feeds_room.parse, fetch.PARSE_S)
        try:
            for _ in range(MOST_READ // AT_ONCE):
                for delivery in self._store.deliveries(AT_ONCE):
                    new += await self._read(delivery, reading)
                    self._store.drop_delivery(delivery.id)
        finally:
            reading.close()
        return new

    def visited(self, visit: Visited) -> None:
        """Take note of a visit that was kept."""
        if not (visit.before.state.hubs or visit.feed.state.hubs):
            return
        self._offering.add(visit.feed.id)
        if visit.new_entries and visit.before.state.checked is not None:
            self._found_new[visit.feed.id] = visit.before.state.checked

    async def keep(self, client: fetch.Client, *, everything: bool = False, rng: random.Random | None = None) -> None:
        """Subscribe, renew and unsubscribe where it is time, and rely on hubs as far as they earned it.

        With `everything`, all subscriptions are looked at, as at the start of a worker.
        """
        look = _Look(self._store, self._base, self._now, rng or random.Random())
        for feed, checked in self._found_new.items():
            # What was delivered in the same round was merely read after the visit.
            if feed not in self._delivered:
                look.missed(feed, checked)
        # Without an address of our own there is nothing to begin, and all there is to end.
        everything = everything or not self._base
        due = self._store.subscriptions() if everything else self._store.due_subscriptions(self._now(), LOOKS_AT_ONCE)
        touched = (self._offering | self._delivered) if self._base else set()
        requests = look.decide(_by_feed(self._store, {*touched, *(one.feed for one in due)}))
        async for visit in fetch.ask_hubs(requests, client):
            look.answered(visit)
        look.finish()

    async def _read(self, delivery: Delivery, reading: fetch.Reading) -> int:
        """Keep what one delivery brought and give how many entries were new."""
        try:
            feed = self._store.feed(delivery.feed)
            parsed = await self._parsed(feed, delivery, reading)
            if parsed is None:
                return 0
            with step("store"):
                after = fetch.schedule.after_delivery(feed, parsed, self._now())
                new = self._store.save_feed(after, parsed.entries, self._now(), feed)
        except NotFound:
            log.info("feed %s was removed; what a hub delivered of it is dropped", delivery.feed)
            return 0
        self._delivered.add(feed.id)
        if parsed.entries:
            _change(self._store, delivery.subscription, lambda one: websub.after_delivery(one, delivery.received))
        return new

    async def _parsed(self, feed: Feed, delivery: Delivery, reading: fetch.Reading) -> ParsedFeed | None:
        # Relative links are relative to what the feed calls itself; what the hub says in headers is not signed.
        address = feed.state.topic or feed.url
        headers = {"content-type": delivery.content_type}
        try:
            return await reading.read(Page(address, address, 200, headers, delivery.body, delivery.received))
        except FeedError as error:
            log.info("what a hub delivered of %s cannot be read: %s", feed.url, error)
            message = f"What the hub delivered cannot be read: {error}"
            _change(self._store, delivery.subscription, lambda one: websub.after_unread(one, message))
            return None


def _by_feed(store: Store, feeds: set[int]) -> dict[int, list[Subscription]]:
    """Give the subscriptions of each of these feeds, also where there are none."""
    found: dict[int, list[Subscription]] = {feed: [] for feed in sorted(feeds)}
    for one in store.subscriptions(list(found)):
        found[one.feed].append(one)
    return found


class _Look:
    """One look at the subscriptions of some feeds: what is planned for them is done."""

    def __init__(self, store: Store, base: str, now: Callable[[], datetime], rng: random.Random) -> None:
        self._store = store
        self._base = base
        self._now = now
        self._rng = rng
        self._feeds: list[int] = []
        self._kept: dict[str, Subscription] = {}
        """As they were read, or as this look left them."""
        self._asked: Counter[str] = Counter()

    def missed(self, number: int, before: datetime) -> None:
        """Count against a feed's hub that a visit found what it had not delivered; `before` is the visit before."""
        for one in self._store.subscriptions([number]):
            self._change(one.id, functools.partial(websub.after_visit, visited_before=before))

    def decide(self, looked_at: Mapping[int, list[Subscription]]) -> list[fetch.HubRequest]:
        """Do what needs no hub, and give the requests that are to be made."""
        requests = []
        for number, kept in looked_at.items():
            feed = self._feed(number)
            self._feeds.append(number)
            self._kept |= {one.id: one for one in kept}
            for planned in websub.plan(feed, kept, self._base, self._now()):
                one = self._do(planned, feed, kept)
                if one is not None and (asked := self._asking(one)):
                    requests.append(fetch.HubRequest(asked, websub.LEASE_S, feed.url if feed else one.topic))
        return requests

    def answered(self, visit: fetch.HubVisit) -> None:
        """Keep what a hub answered."""
        one, error, moment = visit.request.subscription, visit.error, self._now()
        if error is None:
            self._change(one.id, websub.after_answer)
            return
        log.info("the hub %s was asked in vain: %s", one.hub, error)
        wait_s, message = error.retry_after_s or 0.0, str(error)
        self._change(one.id, lambda kept: websub.after_refusal(kept, message, wait_s, moment, self._rng))

    def finish(self) -> None:
        """Plan the next look at each feed where nothing is left to do, and let its visits be as rare as its hub earned."""
        for number, kept in _by_feed(self._store, set(self._feeds)).items():
            feed, moment = self._feed(number), self._now()
            if feed is not None:
                self._rely(feed, websub.relied_until(kept, moment), moment)
            if websub.plan(feed, kept, self._base, moment):
                continue
            again = websub.next_look(kept, moment)
            for one in kept:
                self._change(
                    one.id, functools.partial(websub.after_look, seen=self._kept.get(one.id, one), again=again)
                )

    def _do(self, planned: websub.Step, feed: Feed | None, kept: list[Subscription]) -> Subscription | None:
        """Do one step; give the subscription when its hub is to be asked."""
        moment = self._now()
        if planned.kind == "begin" and feed is not None:
            return self._begun(feed, planned.hub, websub.shown(kept), moment)
        if planned.kind == "ask":
            return self._kept[planned.id]
        if planned.kind == "lapse":
            self._change(planned.id, lambda one: websub.lapsed(one, moment, self._rng))
        elif planned.kind == "leave":
            self._change(planned.id, lambda one: websub.left(one, moment))
        elif planned.kind == "drop":
            self._change(planned.id, lambda one: None)
        return None

    def _begun(self, feed: Feed, hub: str, before: Subscription | None, moment: datetime) -> Subscription | None:
        token, secret = secrets.token_urlsafe(TOKEN_BYTES), secrets.token_urlsafe(TOKEN_BYTES)
        made = websub.begun(feed, hub, self._base, token, secret, moment, before)
        try:
            self._store.add_subscription(made)
        except NotFound:
            return None
        self._kept[made.id] = made
        return made

    def _asking(self, one: Subscription) -> Subscription | None:
        """Keep that a hub is about to be asked; None when it was asked often enough for now, or has confirmed meanwhile."""
        host = fetch.host_key(one.hub)
        if self._asked[host] >= ASKED_AT_ONCE:
            return None
        self._asked[host] += 1
        moment = self._now()
        asked = self._change(one.id, lambda kept: websub.after_asking(kept, moment))
        return asked if asked is not None and asked.state != "active" else None

    def _rely(self, feed: Feed, until: datetime | None, moment: datetime) -> None:
        relying = fetch.schedule.relying(feed, until, moment)
        if relying == feed:
            return
        try:
            self._store.save_feed(relying, (), moment, feed)
        except NotFound:
            log.info("feed %s was removed meanwhile", feed.id)

    def _feed(self, number: int) -> Feed | None:
        try:
            return self._store.feed(number)
        except NotFound:
            return None

    def _change(self, subscription: str, change: Change) -> Subscription | None:
        changed = _change(self._store, subscription, change)
        if changed is not None:
            self._kept[subscription] = changed
        return changed


def _change(store: Store, subscription: str, change: Change) -> Subscription | None:
    """Change a subscription; None when it is gone, now or already."""
    try:
        return store.change_subscription(subscription, change)
    except NotFound:
        return None
