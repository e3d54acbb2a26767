"""The life of a subscription, told with a clock that is moved by hand."""

from __future__ import annotations

import dataclasses
import itertools
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newsgrid import websub
from newsgrid.model import Feed, FeedState, Subscription
from newsgrid.websub import Intent, Step
from newsgrid.websub import lifecycle as life

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HUB, HUB2, TOPIC, BASE = (
    "https://hub.example/",
    "https://hub2.example/",
    "https://paper.example/feed",
    "https://news.example",
)
FEED = Feed(7, TOPIC, state=FeedState(hubs=(HUB, HUB2), topic=TOPIC, health="ok"))
RNG = random.Random(1)


def a(name: str = "a", **given: Any) -> Subscription:
    fields: dict[str, Any] = {"hub": HUB, "topic": TOPIC, "callback": f"{BASE}/websub/{name}/", "secret": "s"} | given
    return Subscription(id=name, feed=7, **fields)


def active(name: str = "a", since: datetime = NOW, lease: timedelta = 10 * DAY, **given: Any) -> Subscription:
    times = {"asked": since, "since": since, "lease_until": since + lease, "not_before": since + lease * 0.75}
    return a(name, **({"state": "active"} | times | given))


def question(mode: str = "subscribe", **given: str) -> Intent:
    return Intent(**({"mode": mode, "topic": TOPIC, "challenge": "abc", "lease_s": "864000"} | given))


def planned(*kept: Subscription, feed: Feed | None = FEED, base: str = BASE, now: datetime = NOW) -> list[Step]:
    return websub.plan(feed, kept, base, now)


def changed(**state: Any) -> Feed:
    return dataclasses.replace(FEED, state=dataclasses.replace(FEED.state, **state))


class TestPlan:
    def test_a_feed_with_a_hub_begins_a_subscription_at_the_first(self) -> None:
        assert planned() == [Step("begin", hub=HUB)]

    @pytest.mark.parametrize(
        ("feed", "base"),
        [
            (None, BASE),
            (FEED, ""),
            (changed(hubs=()), BASE),
            (changed(health="gone"), BASE),
            (dataclasses.replace(FEED, paused=True), BASE),
        ],
    )
    def test_where_none_is_wanted_none_is_begun_and_one_that_is_there_is_ended(
        self, feed: Feed | None, base: str
    ) -> None:
        assert planned(feed=feed, base=base) == []
        assert planned(active(), feed=feed, base=base) == [Step("leave", "a")]
        assert planned(a(state="asked", asked=NOW), feed=feed, base=base) == [Step("drop", "a")]

    @pytest.mark.parametrize(
        "one",
        [
            {"topic": "https://paper.example/old"},
            {"hub": "https://hub3.example/"},
            {"callback": "https://old.example/websub/a/"},
        ],
    )
    def test_one_for_another_hub_topic_or_address_is_ended_and_begun_anew(self, one: dict[str, str]) -> None:
        assert planned(active(**one)) == [Step("leave", "a"), Step("begin", hub=HUB)]

    def test_an_active_one_rests_until_its_renewal(self) -> None:
        assert planned(active()) == []
        assert planned(active(), now=NOW + 7 * DAY) == []
        assert planned(active(), now=NOW + 8 * DAY) == [Step("begin", hub=HUB)]

    def test_a_renewal_is_a_second_one_and_the_first_is_ended_when_it_is_confirmed(self) -> None:
        later = NOW + 8 * DAY
        asked = a("b", state="asked", asked=later, not_before=later + HOUR)
        assert planned(active(), asked, now=later) == []
        assert planned(active(), active("b", since=later), now=later) == [Step("leave", "a")]

    def test_what_was_tried_elsewhere_is_dropped_when_one_is_active(self) -> None:
        assert planned(a("b", state="denied", not_before=NOW + DAY), active(hub=HUB2)) == [Step("drop", "b")]

    def test_a_lease_that_ended_is_dropped_and_begun_anew(self) -> None:
        assert planned(active(), now=NOW + 10 * DAY) == [Step("drop", "a"), Step("begin", hub=HUB)]

    def test_one_that_was_asked_for_waits_and_then_lapses(self) -> None:
        one = a(state="asked", asked=NOW, not_before=NOW + HOUR)
        assert planned(one) == []
        assert planned(one, now=NOW + HOUR) == [Step("lapse", "a")]

    def test_a_failing_one_is_asked_again_in_its_time(self) -> None:
        one = a(state="failing", failures=1, not_before=NOW + HOUR)
        assert planned(one) == []
        assert planned(one, now=NOW + HOUR) == [Step("ask", "a")]

    @pytest.mark.parametrize("state", [{"state": "failing", "failures": life.GIVE_UP_AFTER}, {"state": "denied"}])
    def test_the_next_hub_has_its_turn_when_one_is_given_up(self, state: dict[str, Any]) -> None:
        assert planned(a(not_before=NOW + DAY, **state)) == [Step("begin", hub=HUB2)]

    def test_when_all_are_given_up_each_is_asked_in_its_time(self) -> None:
        first = a("a", state="denied", not_before=NOW + 2 * DAY)
        second = a("b", hub=HUB2, state="failing", failures=9, not_before=NOW + DAY)
        assert planned(first, second) == []
        assert planned(first, second, now=NOW + DAY) == [Step("ask", "b")]

    def test_one_that_leaves_is_asked_to_end_a_few_times_and_then_forgotten(self) -> None:
        feed = changed(hubs=(), topic="")
        leaving = active(hub=HUB2)
        left = websub.left(leaving, NOW)
        assert left is not None
        for _ in range(life.MOST_PARTINGS):
            assert planned(left, feed=feed, now=NOW) == [Step("ask", "a")]
            left = dataclasses.replace(websub.after_answer(websub.after_asking(left, NOW)), not_before=NOW)
        assert planned(left, feed=feed, now=NOW) == [Step("drop", "a")]

    def test_the_next_look_is_the_first_time_that_matters(self) -> None:
        assert websub.next_look([], NOW) == NOW + DAY
        assert websub.next_look([active()], NOW) == NOW + 7.5 * DAY
        assert websub.next_look([active(), a("b", not_before=NOW + HOUR)], NOW) == NOW + HOUR
        assert websub.next_look([active(not_before=NOW)], NOW) == NOW + 10 * DAY


class TestAsking:
    def test_failures_are_spaced_twice_as_far_up_to_a_week(self) -> None:
        one, waits = a(state="new"), []
        for _ in range(14):
            one = websub.after_refusal(websub.after_asking(one, NOW), "No.", 0.0, NOW, random.Random(1))
            assert one.not_before is not None
            waits.append((one.not_before - NOW) / timedelta(minutes=1))
        assert (one.state, one.failures, one.message) == ("failing", 14, "No.")
        assert 10 <= waits[0] <= 11
        assert all(1.9 < later / before < 2.1 for before, later in itertools.pairwise(waits[:10]))
        assert 7 * 1440 <= waits[-1] <= 7 * 1440 * 1.1

    def test_a_hub_that_asks_for_more_time_gets_it(self) -> None:
        one = websub.after_refusal(websub.after_asking(a(), NOW), "Later.", 86_400.0, NOW, RNG)
        assert one.not_before is not None
        assert one.not_before >= NOW + DAY

    def test_what_a_hub_confirmed_before_it_answered_stands(self) -> None:
        asked = websub.after_asking(a(), NOW)
        confirmed, agreed = websub.after_intent(asked, question(), NOW)
        assert agreed
        assert confirmed is not None
        assert websub.after_refusal(confirmed, "Failed.", 0.0, NOW, RNG) == confirmed
        assert websub.after_asking(confirmed, NOW) == confirmed
        assert websub.lapsed(confirmed, NOW + DAY, RNG) == confirmed

    def test_one_that_was_not_confirmed_in_time_fails(self) -> None:
        asked = websub.after_asking(a(), NOW)
        assert websub.lapsed(asked, NOW + timedelta(minutes=1), RNG) == asked
        late = websub.lapsed(asked, NOW + HOUR, RNG)
        assert (late.state, late.failures) == ("failing", 1)
        assert "did not confirm" in late.message

    def test_a_new_one_takes_over_what_was_learnt_of_the_hub(self) -> None:
        before = active(delivered=NOW, deliveries=9, streak=3, misses=1, refused=2)
        new = websub.begun(FEED, HUB, BASE + "/", "b", "secret", NOW, before)
        assert (new.delivered, new.deliveries, new.streak, new.misses, new.refused) == (NOW, 9, 3, 1, 2)
        assert (new.callback, new.state, new.since, new.lease_until) == (f"{BASE}/websub/b/", "new", None, None)
        assert websub.begun(FEED, HUB2, BASE, "b", "secret", NOW, before).deliveries == 0

    def test_neither_secret_nor_callback_is_printed(self) -> None:
        text = repr(websub.begun(FEED, HUB, BASE, "token-1", "secret-1", NOW, None))
        assert "token-1" not in text
        assert "secret-1" not in text


class TestIntent:
    def test_what_was_asked_for_is_agreed_to(self) -> None:
        one, agreed = websub.after_intent(a(state="asked", asked=NOW, failures=2, message="x"), question(), NOW)
        assert agreed
        assert one is not None
        assert (one.state, one.since, one.lease_until, one.failures, one.message) == (
            "active",
            NOW,
            NOW + 10 * DAY,
            0,
            "",
        )
        assert (one.not_before, one.look_at) == (NOW + 7.5 * DAY, NOW)

    @pytest.mark.parametrize("state", ["asked", "failing", "denied", "active"])
    def test_a_hub_may_confirm_late_and_again(self, state: str) -> None:
        one, agreed = websub.after_intent(a(state=state, asked=NOW), question(), NOW)
        assert agreed
        assert one is not None
        assert one.state == "active"

    @pytest.mark.parametrize(
        ("one", "asked"),
        [
            (a(state="new"), question()),
            (a(state="asked", asked=NOW), question(topic=TOPIC + "/")),
            (a(state="asked", asked=NOW), question(challenge="")),
            (a(state="asked", asked=NOW), question(challenge="x" * 5000)),
            (a(state="asked", asked=NOW), question("publish")),
            (a(state="asked", asked=NOW), question("")),
            (a(state="asked", asked=NOW), question(lease_s="0")),
            (a(state="asked", asked=NOW), question(lease_s="299")),
            (a(state="asked", asked=NOW), question(lease_s="-864000")),
            (a(state="asked", asked=NOW), question(lease_s="٣٠٠٠٠")),
            (a(state="asked", asked=NOW), question(lease_s="9" * 5000)),
            (a(state="asked", asked=NOW), question("unsubscribe")),
            (active(), question("unsubscribe")),
            (active(), question("denied", topic="https://other.example/")),
            (active(state="leaving"), question()),
        ],
    )
    def test_nothing_else_is_agreed_to_and_nothing_changes(self, one: Subscription, asked: Intent) -> None:
        assert websub.after_intent(one, asked, NOW) == (one, False)

    @pytest.mark.parametrize(("lease", "days"), [("864000", 10), ("999999999999", 30), ("", 10), ("86400", 1)])
    def test_a_lease_is_kept_to_and_bounded(self, lease: str, days: float) -> None:
        one, _ = websub.after_intent(a(state="asked", asked=NOW), question(lease_s=lease), NOW)
        assert one is not None
        assert one.lease_until == NOW + days * DAY

    def test_an_end_is_agreed_to_when_we_want_it(self) -> None:
        assert websub.after_intent(active(state="leaving"), question("unsubscribe"), NOW) == (None, True)

    def test_a_denial_is_kept_with_its_reason(self) -> None:
        one, agreed = websub.after_intent(active(), question("denied", reason="Not \n public", challenge=""), NOW)
        assert agreed
        assert one is not None
        assert (one.state, one.lease_until, one.not_before) == ("denied", None, NOW + life.DENIED_WAIT)
        assert one.message == "The hub denied the subscription: Not public"
        assert not websub.is_open(one, NOW)


class TestTrust:
    def test_a_hub_that_only_confirmed_is_not_relied_upon(self) -> None:
        assert websub.relied_until([active()], NOW) is None
        assert websub.relied_until([], NOW) is None

    def test_a_hub_that_delivers_is_relied_upon_until_its_lease_ends(self) -> None:
        one = websub.after_delivery(active(), NOW)
        assert websub.relied_until([one], NOW) == NOW + 10 * DAY
        assert websub.relied_until([one, active("b", since=NOW + DAY)], NOW) == NOW + 10 * DAY
        assert websub.relied_until([one], NOW + 10 * DAY) is None
        assert websub.relied_until([dataclasses.replace(one, state="denied")], NOW) is None

    def test_after_misses_it_must_deliver_more_often_than_it_missed(self) -> None:
        one = websub.after_delivery(active(), NOW)
        for misses in (1, 2):
            one = websub.after_visit(one, NOW)
            for _ in range(misses):
                assert websub.relied_until([one], NOW) is None
                one = websub.after_delivery(one, NOW)
            assert websub.relied_until([one], NOW) is None
            one = websub.after_delivery(one, NOW)
            assert websub.relied_until([one], NOW) is not None

    def test_doubts_have_an_end(self) -> None:
        one = dataclasses.replace(active(), delivered=NOW, misses=1000, streak=life.MOST_DOUBTS + 1)
        assert websub.relied_until([one], NOW) is not None

    def test_a_visit_counts_only_when_the_one_before_was_made_after_the_hub_confirmed(self) -> None:
        one = websub.after_delivery(active(since=NOW), NOW)
        assert websub.after_visit(one, NOW - HOUR) == one
        assert websub.after_visit(one, NOW + HOUR).misses == 1
        asked = a(state="asked", asked=NOW)
        assert websub.after_visit(asked, NOW + HOUR) == asked

    def test_what_is_shown_is_the_newest_that_is_confirmed(self) -> None:
        old, new, asked = active("a"), active("b", since=NOW + DAY), a("c", state="asked", asked=NOW + 2 * DAY)
        assert websub.shown([asked, new, old]) == new
        assert websub.shown([asked]) == asked
        assert websub.shown([]) is None


def test_a_look_does_not_overrule_what_a_hub_said_meanwhile() -> None:
    seen = websub.after_asking(a(look_at=NOW), NOW)
    confirmed, _ = websub.after_intent(seen, question(), NOW)
    assert confirmed is not None
    assert websub.after_look(seen, seen, NOW + DAY).look_at == NOW + DAY
    assert websub.after_look(confirmed, seen, NOW + DAY) == confirmed


def test_refused_deliveries_are_counted() -> None:
    one = websub.after_unread(websub.after_unread(active(), "Bad."), "Worse.")
    assert (one.refused, one.message, one.state) == (2, "Worse.", "active")
