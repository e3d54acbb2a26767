"""Rounds of a worker with a publisher and a hub on loopback, and a clock that is moved by hand."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest
from fetch.loopback import LOOPBACK, Asked, Clock, Loopback, answer, loopback

from newsgrid import websub
from newsgrid.engines import LoopEngine
from newsgrid.model import Delivery, Feed, Subscription
from newsgrid.pipeline import pushing
from newsgrid.pipeline.newsroom import Newsroom
from newsgrid.pipeline.polling import PollReport, poll
from newsgrid.settings import FetchSettings, Settings, SiteSettings
from newsgrid.stores import MemoryStore

BASE = "http://127.0.0.1:1"
SETTINGS = Settings(
    site=SiteSettings(base_url=BASE), fetch=FetchSettings(allow_private=LOOPBACK, timeout_s=5, pages="never")
)
STORIES = {
    "dam": (
        "Dam at Ostra holds after the storm",
        "Engineers at Ostra found no crack in the dam after two days of rain.",
    ),
    "bus": ("Night buses return to Velm", "From Monday the night buses of Velm run again, the city council decided."),
    "chess": ("Ines Okoro wins the Velm open", "The chess player Ines Okoro won the open of Velm with eight points."),
    "fire": (
        "Fire in the old mill of Ostra",
        "The old mill of Ostra burnt on Sunday night; nobody was hurt in the fire.",
    ),
}


class Room:
    """A worker's round after round, over a store in memory, and the outside world as it sees it."""

    def __init__(self, world: Loopback, **settings: Any) -> None:
        self.world = world
        self.clock = Clock()
        self.settings = SETTINGS
        self.store = MemoryStore(clock=self.clock)
        self.newsroom = Newsroom(self.store, self.settings, LoopEngine(), self.clock)
        self.forms: list[dict[str, str]] = []
        self.answer = answer(202)
        self.hubs = ("/hub",)
        world.says["/hub"] = world.says["/hub2"] = self._asked
        self.publish("dam")
        self.feed_id = self.store.add_feed(Feed(0, world.url("/feed"), language="en", publisher="The Velm Post")).id

    @property
    def feed(self) -> Feed:
        return self.store.feed(self.feed_id)

    @property
    def only(self) -> Subscription:
        [one] = self.store.subscriptions()
        return one

    def document(self, *names: str) -> bytes:
        hubs = "".join(f'<atom:link rel="hub" href="{self.world.url(hub)}"/>' for hub in self.hubs)
        items = "".join(
            f"<item><guid>{n}</guid><title>{STORIES[n][0]}</title><description>{STORIES[n][1]}</description></item>"
            for n in names
        )
        link = f'<atom:link rel="self" href="{self.world.url("/feed")}"/>'
        head = '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Post</title>'
        return f"{head}{hubs}{link}{items}</channel></rss>".encode()

    def publish(self, *names: str) -> None:
        self.world.says["/feed"] = answer(200, self.document(*names), ETag='"' + "".join(names) + '"')

    async def round(self, **more: Any) -> PollReport:
        return await poll(
            self.store, self.newsroom, self.settings, self.clock, **({"subscribe": True, "finish": False} | more)
        )

    def confirm(self, mode: str = "subscribe", lease_s: str = "864000", number: int = -1) -> bool:
        """Be the hub that answers a request, as the site would take it."""
        form, agreed = self.forms[number], False
        token = form["hub.callback"].rstrip("/").rpartition("/")[2]

        def change(one: Subscription) -> Subscription | None:
            nonlocal agreed
            changed, agreed = websub.after_intent(
                one, websub.Intent(mode, form["hub.topic"], "challenge", lease_s), self.clock()
            )
            return changed

        self.store.change_subscription(token, change)
        return agreed

    def deliver(self, *names: str, body: bytes = b"") -> None:
        """Be the hub that delivers, signature checked already."""
        one = next(one for one in self.store.subscriptions() if one.state == "active")
        delivery = Delivery(0, one.id, one.feed, self.clock(), "text/xml", body or self.document(*names))
        assert self.store.add_delivery(delivery)

    def next_visit(self) -> timedelta:
        assert self.feed.state.next_check is not None
        return self.feed.state.next_check - self.clock()

    def titles(self) -> set[str]:
        return {known.article.headline for s in self.store.story_ids() for known in self.store.story_articles(s)}

    async def _asked(self, asked: Asked, writer: asyncio.StreamWriter) -> bytes:
        self.forms.append(dict(parse_qsl(asked.body.decode("ascii"))) | {"path": asked.path})
        return self.answer


def told(story: Callable[[Room], Awaitable[None]]) -> None:
    async def run() -> None:
        async with loopback() as world:
            await story(Room(world))

    asyncio.run(run())


async def subscribed(room: Room, *delivered: str) -> None:
    """Let the hub confirm, and deliver."""
    await room.round()
    assert room.confirm()
    if delivered:
        room.clock.move(minutes=5)
        room.deliver(*delivered)
    await room.round()


def test_a_feed_that_offers_a_hub_is_subscribed_to_once() -> None:
    async def story(room: Room) -> None:
        await room.round()
        await room.round()
        [form] = room.forms
        assert (form["hub.mode"], form["hub.topic"]) == ("subscribe", room.world.url("/feed"))
        assert form["hub.callback"] == room.only.callback == f"{BASE}/websub/{room.only.id}/"
        assert len(room.only.id) > 40
        assert form["hub.secret"] == room.only.secret != room.only.id
        assert room.only.state == "asked"

    told(story)


def test_a_hub_that_only_confirmed_changes_no_visit() -> None:
    async def story(room: Room) -> None:
        await subscribed(room)
        assert room.only.state == "active"
        assert room.feed.state.pushed_until is None
        assert room.next_visit() < timedelta(hours=2)

    told(story)


def test_what_is_delivered_becomes_articles_and_visits_become_rare() -> None:
    async def story(room: Room) -> None:
        await subscribed(room, "dam", "bus")
        assert room.titles() == {STORIES["dam"][0], STORIES["bus"][0]}
        assert (room.only.deliveries, room.only.misses) == (1, 0)
        assert room.feed.state.pushed_until == room.only.lease_until
        room.publish("dam", "bus")
        room.clock.move(hours=2)
        assert (await room.round()).new_entries == 0
        assert timedelta(hours=24) <= room.next_visit() <= timedelta(hours=27)

    told(story)


def test_a_round_tells_what_was_pushed() -> None:
    async def story(room: Room) -> None:
        await subscribed(room)
        room.deliver("dam", "bus", "fire")
        report = await room.round()
        assert (report.feeds, report.new_entries, report.pushed, report.articles) == (0, 2, 2, 2)

    told(story)


def test_a_delivery_that_is_read_twice_makes_nothing_twice() -> None:
    async def story(room: Room) -> None:
        await subscribed(room)
        room.deliver("dam", "bus")
        kept = room.store.drop_delivery

        def killed(_: int) -> None:
            raise KeyboardInterrupt

        room.store.drop_delivery = killed  # type: ignore[method-assign]
        with pytest.raises(KeyboardInterrupt):
            await room.round()
        room.store.drop_delivery = kept  # type: ignore[method-assign]
        await room.round()
        assert room.store.counts()["articles"] == 2
        assert not room.store.deliveries_wait()

    told(story)


def test_a_delivery_that_is_no_feed_is_counted_and_forgotten() -> None:
    async def story(room: Room) -> None:
        await subscribed(room)
        room.deliver(body=b"<html><body>A ping</body></html>")
        await room.round()
        assert not room.store.deliveries_wait()
        assert (room.only.deliveries, room.only.refused) == (0, 1)
        assert "cannot be read" in room.only.message
        assert room.feed.state.pushed_until is None

    told(story)


def test_an_empty_feed_is_no_sign_that_the_hub_delivers() -> None:
    async def story(room: Room) -> None:
        await subscribed(room)
        room.deliver(body=room.document())
        await room.round()
        assert not room.store.deliveries_wait()
        assert (room.only.deliveries, room.only.refused) == (0, 0)
        assert room.feed.state.pushed_until is None

    told(story)


def test_a_hub_that_never_stops_does_not_keep_the_feeds_from_being_visited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pushing, "MOST_READ", 20)

    async def story(room: Room) -> None:
        await subscribed(room)
        room.clock.move(hours=2)
        for number in range(45):
            room.deliver(body=room.document("dam", "fire").replace(b"Post", b"Post %d" % number))
        assert (await room.round()).feeds == 1
        assert len(room.store.deliveries(100)) == 5

    told(story)


def test_a_visit_that_finds_what_was_not_delivered_ends_the_reliance() -> None:
    async def story(room: Room) -> None:
        await subscribed(room, "dam", "bus")
        room.publish("dam", "bus")
        room.clock.move(hours=2)
        await room.round()
        room.clock.move(hours=30)
        room.publish("dam", "bus", "fire")
        await room.round()
        assert room.titles() >= {STORIES["fire"][0]}
        assert (room.only.misses, room.only.streak) == (1, 0)
        assert room.feed.state.pushed_until is None
        assert room.next_visit() <= timedelta(hours=2)
        room.clock.move(minutes=1)
        room.deliver("fire", "chess")
        await room.round()
        assert room.feed.state.pushed_until is None
        room.deliver("fire")
        await room.round()
        assert room.feed.state.pushed_until == room.only.lease_until

    told(story)


def test_what_was_published_before_the_hub_confirmed_is_no_miss() -> None:
    async def story(room: Room) -> None:
        await room.round()
        room.publish("dam", "bus")
        room.clock.move(hours=1)
        room.confirm()
        room.deliver("chess")
        await room.round()
        room.clock.move(hours=1)
        assert (await room.round()).new_entries == 1
        assert room.only.misses == 0
        assert room.feed.state.pushed_until is not None

    told(story)


def test_what_is_delivered_while_the_feed_is_visited_is_no_miss() -> None:
    async def story(room: Room) -> None:
        await subscribed(room, "dam")
        room.clock.move(hours=2)
        await room.round()
        room.clock.move(hours=30)
        body = room.document("dam", "fire")

        async def visit(asked: Asked, writer: asyncio.StreamWriter) -> bytes:
            room.deliver("fire")
            return answer(200, body)

        room.world.says["/feed"] = visit
        assert (await room.round()).new_entries == 1
        assert room.only.misses == 0
        assert room.feed.state.pushed_until is not None

    told(story)


def test_a_lease_is_renewed_with_another_callback_and_the_first_one_ended() -> None:
    async def story(room: Room) -> None:
        await subscribed(room, "dam")
        first = room.only
        room.clock.move(days=8)
        await room.round()
        assert [form["hub.mode"] for form in room.forms] == ["subscribe", "subscribe"]
        assert room.forms[0]["hub.callback"] != room.forms[1]["hub.callback"]
        assert room.forms[0]["hub.secret"] != room.forms[1]["hub.secret"]
        assert room.feed.state.pushed_until == first.lease_until
        room.confirm()
        await room.round()
        await room.round()
        assert [form["hub.mode"] for form in room.forms] == ["subscribe", "subscribe", "unsubscribe"]
        assert room.forms[2]["hub.callback"] == first.callback
        assert room.confirm("unsubscribe")
        await room.round()
        assert room.only.callback == room.forms[1]["hub.callback"]
        assert room.only.deliveries == 1
        assert room.feed.state.pushed_until == room.only.lease_until
        assert len(room.forms) == 3

    told(story)


def test_a_renewal_that_fails_leaves_the_lease_and_then_polls() -> None:
    async def story(room: Room) -> None:
        await subscribed(room, "dam")
        room.answer = answer(500)
        for _ in range(12):
            room.clock.move(hours=20)
            await room.round()
        assert [one.state for one in room.store.subscriptions()] == ["failing"]
        assert room.feed.state.pushed_until is None
        assert room.next_visit() <= timedelta(hours=30)
        asked = len(room.forms)
        assert 4 <= asked <= 14
        room.answer = answer(202)
        for _ in range(8):
            room.clock.move(days=1)
            await room.round()
            if room.only.state == "asked":
                break
        assert room.confirm()
        await room.round()
        assert room.only.state == "active"

    told(story)


def test_a_hub_that_never_confirms_is_asked_less_and_less() -> None:
    async def story(room: Room) -> None:
        for _ in range(24 * 4):
            await room.round()
            room.clock.move(minutes=15)
        assert 4 <= len(room.forms) <= 8
        assert room.only.failures >= 4
        assert {form["hub.callback"] for form in room.forms} == {room.only.callback}

    told(story)


def test_the_next_hub_is_asked_when_the_first_is_given_up() -> None:
    async def story(room: Room) -> None:
        room.hubs = ("/hub", "/hub2")
        room.publish("dam")
        room.answer = answer(400)
        for _ in range(16):
            await room.round()
            room.clock.move(minutes=15)
            if room.forms[-1]["path"] == "/hub2":
                break
        assert [form["path"] for form in room.forms] == ["/hub"] * 4 + ["/hub2"]
        room.clock.move(minutes=15)
        room.answer = answer(202)
        await room.round()
        room.confirm()
        await room.round()
        assert room.only.hub == room.world.url("/hub2")

    told(story)


def test_a_denial_ends_the_reliance() -> None:
    async def story(room: Room) -> None:
        await subscribed(room, "dam")
        room.clock.move(hours=2)
        await room.round()
        assert room.next_visit() > timedelta(hours=23)
        room.confirm("denied")
        room.clock.move(hours=2)
        await room.round()
        assert room.only.state == "denied"
        assert room.feed.state.pushed_until is None
        assert room.next_visit() <= timedelta(0)
        room.clock.move(days=7)
        await room.round()
        assert len(room.forms) == 1

    told(story)


def test_a_hub_that_is_offered_no_more_is_told() -> None:
    async def story(room: Room) -> None:
        await subscribed(room, "dam")
        room.hubs = ()
        room.publish("dam", "bus")
        room.clock.move(days=1)
        await room.round()
        assert room.feed.state.hubs == ()
        await room.round()
        assert room.forms[-1]["hub.mode"] == "unsubscribe"
        assert room.confirm("unsubscribe")
        assert room.store.subscriptions() == []
        await room.round()
        assert room.feed.state.pushed_until is None

    told(story)


def test_a_feed_that_is_removed_is_unsubscribed() -> None:
    async def story(room: Room) -> None:
        await subscribed(room, "dam")
        room.deliver("dam", "bus")
        room.store.remove_feed(room.feed_id)
        await room.round()
        await room.round()
        assert not room.store.deliveries_wait()
        assert room.forms[-1]["hub.mode"] == "unsubscribe"
        assert room.confirm("unsubscribe")
        assert room.store.subscriptions() == []

    told(story)


def test_a_hub_that_will_not_end_it_is_forgotten() -> None:
    async def story(room: Room) -> None:
        await subscribed(room, "dam")
        room.store.remove_feed(room.feed_id)
        for _ in range(12):
            await room.round()
            room.clock.move(hours=1)
        assert room.store.subscriptions() == []
        assert [form["hub.mode"] for form in room.forms] == ["subscribe"] + ["unsubscribe"] * 3

    told(story)


def test_a_paused_feed_is_unsubscribed_and_subscribed_again() -> None:
    async def story(room: Room) -> None:
        await subscribed(room, "dam")
        room.store.edit_feed(dataclasses.replace(room.feed, paused=True))
        await room.round()
        await room.round()
        assert room.forms[-1]["hub.mode"] == "unsubscribe"
        room.confirm("unsubscribe")
        room.store.edit_feed(dataclasses.replace(room.feed, paused=False))
        room.clock.move(days=2)
        await room.round()
        assert room.only.state == "asked"

    told(story)


@pytest.mark.parametrize(
    "settings",
    [
        dataclasses.replace(SETTINGS, site=SiteSettings()),
        dataclasses.replace(SETTINGS, fetch=dataclasses.replace(SETTINGS.fetch, websub=False)),
    ],
    ids=["no address", "off"],
)
def test_without_an_address_nothing_is_begun_and_all_is_ended(settings: Settings) -> None:
    async def story(room: Room) -> None:
        room.settings = settings
        await room.round()
        assert room.forms == []
        room.settings = SETTINGS
        room.clock.move(days=1)
        await subscribed(room, "dam")
        room.settings = settings
        await room.round()
        await room.round()
        assert room.forms[-1]["hub.mode"] == "unsubscribe"
        assert room.feed.state.pushed_until is None

    told(story)


def test_a_new_address_of_the_site_is_told_at_the_start() -> None:
    async def story(room: Room) -> None:
        await subscribed(room, "dam")
        room.settings = dataclasses.replace(SETTINGS, site=SiteSettings(base_url="http://127.0.0.1:2/news/"))
        await room.round()
        assert len(room.forms) == 1
        await room.round(everything=True)
        assert room.forms[1]["hub.callback"].startswith("http://127.0.0.1:2/news/websub/")
        assert sorted(one.state for one in room.store.subscriptions()) == ["asked", "leaving"]

    told(story)


def test_who_does_not_serve_the_site_asks_no_hub_and_reads_what_waits() -> None:
    async def story(room: Room) -> None:
        await subscribed(room)
        room.clock.move(days=8)
        room.deliver("fire")
        report = await room.round(subscribe=False)
        assert report.pushed == 1
        assert len(room.forms) == 1

    told(story)


def test_one_hub_is_asked_so_many_things_in_a_round(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pushing, "ASKED_AT_ONCE", 3)

    async def story(room: Room) -> None:
        for number in range(7):
            path = f"/f{number}"
            document = room.document("dam").replace(b"/feed", path.encode())
            room.world.says[path] = answer(200, document, ETag='"1"')
            room.store.add_feed(Feed(0, room.world.url(path)))
        counts = []
        for _ in range(5):
            await room.round()
            counts.append(len(room.forms))
        assert counts == [3, 6, 8, 8, 8]

    told(story)
