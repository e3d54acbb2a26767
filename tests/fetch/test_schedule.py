from __future__ import annotations

import dataclasses
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrid.errors import FeedError, FetchError
from newsgrid.fetch import Answer, Hop, schedule
from newsgrid.model import Entry, Feed, FeedState, Page, ParsedFeed, Problem
from newsgrid.settings import FetchSettings

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
HOUR = 3600
DAY = 86400
SETTINGS = FetchSettings()
URL = "https://news.example.org/feed"


def answer(*hops: Hop, status: int = 200, **headers: str) -> Answer:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(Page(URL, hops[-1].location if hops else URL, status, names, b"", NOW), hops)


def parsed(*titles: str, ttl_s: int | None = None, **more: Any) -> ParsedFeed:
    entries = tuple(Entry(guid=title, identity=title, link="https://x.org/" + title, title=title) for title in titles)
    return ParsedFeed(
        "rss20", title="A feed", link="https://x.org/", language="en", entries=entries, ttl_s=ttl_s, **more
    )


def succeed(feed: Feed, *hops: Hop, at: datetime = NOW, doc: ParsedFeed | None = None, **headers: str) -> Feed:
    return schedule.after_success(feed, answer(*hops, **headers), doc or parsed("a"), at, SETTINGS, random.Random(1))


def unchanged(feed: Feed, *hops: Hop, at: datetime = NOW, **headers: str) -> Feed:
    return schedule.after_unchanged(feed, answer(*hops, status=304, **headers), at, SETTINGS, random.Random(1))


def fail(feed: Feed, reason: str, at: datetime = NOW, url: str = URL, **more: Any) -> Feed:
    error = FetchError("It failed.", url=url, reason=reason, **more)
    return schedule.after_failure(feed, error, at, SETTINGS, random.Random(1))


def wait_s(feed: Feed, at: datetime = NOW) -> float:
    assert feed.state.next_check is not None
    return (feed.state.next_check - at).total_seconds()


NEW = Feed(1, URL)
READ = succeed(NEW, etag='"1"', last_modified="Mon, 02 Mar 2026 07:00:00 GMT")


def test_a_feed_with_validators_is_visited_again_in_an_hour() -> None:
    assert HOUR <= wait_s(READ) <= 1.1 * HOUR
    assert READ.state.health == "ok"
    assert READ.state.checked == READ.state.changed == READ.state.unconditional == NOW


def test_a_feed_without_validators_is_visited_again_in_a_day() -> None:
    assert DAY <= wait_s(succeed(NEW)) <= 1.1 * DAY


def test_the_feed_says_what_it_is_where_the_operator_did_not() -> None:
    assert (READ.title, READ.site, READ.language) == ("A feed", "https://x.org/", "en")
    assert succeed(dataclasses.replace(NEW, title="Mine")).title == "Mine"


def test_validators_are_sent_back_byte_for_byte() -> None:
    odd = succeed(NEW, etag='W/"a  b,c"', last_modified="yesterday at noon")
    assert schedule.request_headers(odd, NOW) == {
        "If-None-Match": 'W/"a  b,c"',
        "If-Modified-Since": "yesterday at noon",
    }


def test_a_first_visit_sends_no_validators() -> None:
    assert schedule.request_headers(NEW, NOW) == {}


@pytest.mark.parametrize("etag", ['"\udce9"', '"a\tb"', '"' + "x" * 5000 + '"'])
def test_a_validator_that_cannot_be_sent_back_exactly_is_not_kept(etag: str) -> None:
    assert succeed(NEW, etag=etag).state.etag == ""


def test_both_validators_are_replaced_by_every_full_answer_and_never_made_up() -> None:
    again = succeed(READ, etag='"2"')
    assert (again.state.etag, again.state.last_modified) == ('"2"', "")
    assert schedule.request_headers(succeed(READ), NOW) == {}


def test_a_304_leaves_the_validators_alone() -> None:
    again = unchanged(READ, etag='"other"', last_modified="other")
    assert (again.state.etag, again.state.last_modified) == (READ.state.etag, READ.state.last_modified)


def test_once_a_week_a_full_answer_is_asked_for() -> None:
    feed, at = READ, NOW
    asked = 0
    for _ in range(30):
        at += timedelta(hours=12)
        if schedule.request_headers(feed, at):
            feed = unchanged(feed, at=at)
        else:
            asked += 1
            feed = succeed(feed, at=at, etag='"1"')
    assert asked == 2


def test_a_quiet_feed_is_visited_less_and_less_and_a_busy_one_more() -> None:
    waits, feed, at = [], READ, NOW
    for _ in range(12):
        at += timedelta(seconds=wait_s(feed, at))
        feed = unchanged(feed, at=at)
        waits.append(feed.state.interval_s)
    assert waits == sorted(waits)
    assert waits[-1] == SETTINGS.max_interval_s
    for n in range(6):
        feed = succeed(feed, at=at, doc=parsed(str(n)), etag='"1"')
    assert feed.state.interval_s == SETTINGS.min_interval_s


def test_a_full_answer_with_nothing_new_counts_as_quiet() -> None:
    again = succeed(READ, at=NOW + timedelta(hours=2), etag='"2"')
    assert again.state.changed == NOW
    assert again.state.interval_s > READ.state.interval_s


def test_ids_and_dates_that_change_with_every_request_are_nothing_new() -> None:
    entry = Entry(guid="1", identity="1", link="https://x.org/1", title="One")
    churned = dataclasses.replace(entry, guid="1?r=2", identity="1?r=2")
    first, second = (ParsedFeed("rss20", entries=(one,)) for one in (entry, churned))
    assert schedule.content_hash(first) == schedule.content_hash(dataclasses.replace(second, updated=NOW))
    edited = dataclasses.replace(first, entries=(dataclasses.replace(entry, title="Two"),))
    assert schedule.content_hash(first) != schedule.content_hash(edited)


@pytest.mark.parametrize(
    ("headers", "least"),
    [
        ({"cache_control": "public, max-age=7200"}, 7200),
        ({"cache_control": 'MAX-AGE="7200"'}, 7200),
        ({"cache_control": "s-maxage=7200"}, HOUR),
        ({"cache_control": "no-cache, max-age=7200"}, HOUR),
        ({"cache_control": "max-age=7200", "age": "3000"}, 4200),
        ({"cache_control": "max-age=99999999"}, DAY),
        ({"date": "Mon, 02 Mar 2026 08:00:00 GMT", "expires": "Mon, 02 Mar 2026 11:00:00 GMT"}, 3 * HOUR),
        ({"date": "Mon, 02 Mar 2026 08:00:00 GMT", "expires": "0"}, HOUR),
        ({"cache_control": "max-age=60"}, HOUR),
        ({"expires": "Mon, 02 Mar 2026 11:00:00 GMT"}, 3 * HOUR),
        ({"expires": "Mon, 02 Mar 2026 11:00:00 GMT" + " " * 9999}, HOUR),
    ],
)
def test_what_the_server_says_of_freshness_is_obeyed(headers: dict[str, str], least: float) -> None:
    assert least <= wait_s(succeed(NEW, etag='"1"', **headers)) <= 1.1 * least


def test_the_ttl_of_the_feed_is_obeyed() -> None:
    assert 2 * HOUR <= wait_s(succeed(NEW, etag='"1"', doc=parsed("a", ttl_s=2 * HOUR))) <= 2.2 * HOUR


def test_a_304_obeys_what_the_document_and_the_server_asked_for_before() -> None:
    feed = succeed(NEW, etag='"1"', cache_control="max-age=7200", doc=parsed("a", ttl_s=3 * HOUR))
    again = unchanged(feed)
    assert 3 * HOUR <= wait_s(again) <= 3.3 * HOUR
    longer = unchanged(again, cache_control="max-age=18000")
    assert 5 * HOUR <= wait_s(longer) <= 5.5 * HOUR
    assert 5 * HOUR <= wait_s(unchanged(longer)) <= 5.5 * HOUR
    assert 3 * HOUR <= wait_s(unchanged(longer, cache_control="no-cache")) <= 3.8 * HOUR


def test_a_full_answer_that_asks_for_nothing_any_more_is_obeyed_too() -> None:
    feed = succeed(NEW, etag='"1"', cache_control="max-age=72000", doc=parsed("a", ttl_s=72000))
    assert wait_s(succeed(feed, etag='"2"', doc=parsed("b"))) <= 1.1 * HOUR


def next_check(feed: Feed) -> datetime:
    assert feed.state.next_check is not None
    return feed.state.next_check


# NOW is a Monday, eight o'clock.
ALL_BUT_TEN = tuple(hour for hour in range(24) if hour != 10)


def test_hours_to_be_skipped_are_skipped_also_after_a_304_and_after_failures() -> None:
    feed = succeed(NEW, etag='"1"', doc=parsed("a", skip_hours=(9, 10, 11)))
    assert (next_check(feed).hour, next_check(feed).minute // 10) == (12, 0)
    for later in (unchanged(feed), fail(feed, "timeout"), fail(feed, "rate-limited", retry_after_s=2.0 * HOUR)):
        assert (next_check(later).day, next_check(later).hour) == (NOW.day, 12)


def test_days_to_be_skipped_are_skipped() -> None:
    feed = succeed(NEW, etag='"1"', doc=parsed("a", skip_days=(0, 1, 3)))
    assert (next_check(feed).weekday(), next_check(feed).hour) == (2, 0)


def test_the_one_hour_of_the_week_that_is_left_is_found() -> None:
    feed = succeed(NEW, etag='"1"', doc=parsed("a", skip_hours=ALL_BUT_TEN, skip_days=(0, 1, 2, 3, 4, 5)))
    assert (next_check(feed).weekday(), next_check(feed).hour) == (6, 10)


@pytest.mark.parametrize("skipped", [{"skip_hours": tuple(range(24))}, {"skip_days": tuple(range(7))}])
def test_who_skips_everything_skips_nothing(skipped: dict[str, Any]) -> None:
    assert wait_s(succeed(NEW, etag='"1"', doc=parsed("a", **skipped))) <= 1.1 * HOUR


def test_who_skips_an_hour_comes_back_in_it_no_more_once_the_document_says_so() -> None:
    feed = succeed(NEW, etag='"1"', doc=parsed("a", skip_hours=(9,)))
    assert wait_s(succeed(feed, etag='"2"', doc=parsed("b"))) <= 1.1 * HOUR


def test_feeds_that_skip_the_same_hours_do_not_all_come_in_the_second_they_end() -> None:
    rng = random.Random(3)
    doc = parsed("a", skip_hours=ALL_BUT_TEN)
    times = {
        next_check(schedule.after_success(NEW, answer(etag="1"), doc, NOW, SETTINGS, rng)).minute for _ in range(30)
    }
    assert len(times) > 3


@given(st.sets(st.integers(-3, 30)), st.sets(st.integers(-3, 9)), st.integers(0, 7 * 24 * 60), st.integers(0, 99))
def test_no_visit_is_ever_planned_for_a_time_to_be_skipped(
    hours: set[int], days: set[int], ahead: int, seed: int
) -> None:
    at = NOW + timedelta(minutes=ahead)
    doc = parsed("a", skip_hours=tuple(hours), skip_days=tuple(days))
    feed = schedule.after_success(NEW, answer(etag="1"), doc, at, SETTINGS, random.Random(seed))
    assert not schedule.is_skipped(feed.state, next_check(feed))
    assert timedelta(hours=1) <= next_check(feed) - at <= timedelta(days=7, hours=3)


def test_visits_do_not_march_in_step() -> None:
    rng = random.Random(3)
    waits = {wait_s(schedule.after_success(NEW, answer(etag="1"), parsed(), NOW, SETTINGS, rng)) for _ in range(20)}
    assert len(waits) == 20


@pytest.mark.parametrize(
    "reason",
    [
        "not-found",
        "server-error",
        "timeout",
        "tls",
        "dns",
        "refused",
        "interrupted",
        "forbidden",
        "unavailable",
        "rate-limited",
    ],
)
def test_failures_are_met_with_longer_and_longer_waits_never_shorter_than_the_normal_one(reason: str) -> None:
    feed, waits = READ, []
    for count in range(1, 30):
        feed = fail(feed, reason, status=500)
        waits.append(wait_s(feed))
        assert feed.state.failures == count
        assert feed.state.health == reason
        assert feed.state.message == "It failed."
    assert waits[0] >= READ.state.interval_s
    assert waits[3] >= 8 * HOUR
    assert max(waits) <= 7.7 * DAY
    assert feed.state.etag == READ.state.etag


def test_a_failing_feed_without_validators_waits_a_day_at_least() -> None:
    assert wait_s(fail(succeed(NEW), "timeout")) >= DAY


def test_a_success_forgets_the_failures() -> None:
    again = unchanged(fail(READ, "timeout"))
    assert (again.state.failures, again.state.health, again.state.message) == (0, "ok", "")


@pytest.mark.parametrize("reason", ["rate-limited", "unavailable", "forbidden"])
def test_the_wait_that_was_asked_for_is_kept(reason: str) -> None:
    assert wait_s(fail(READ, reason, status=429, retry_after_s=5 * HOUR)) >= 5 * HOUR
    assert HOUR <= wait_s(fail(READ, reason, status=429, retry_after_s=10)) <= 1.1 * HOUR
    assert wait_s(fail(READ, reason, status=429, retry_after_s=1e12)) <= 7.7 * DAY


def test_a_visit_put_off_for_the_hosts_sake_is_no_failure_of_the_feed() -> None:
    put_off = fail(READ, "rate-limited", retry_after_s=300.0)
    assert 300 <= wait_s(put_off) <= 330
    assert (put_off.state.failures, put_off.state.checked) == (0, NOW)
    assert put_off.state.health == "rate-limited"


def test_a_feed_that_is_gone_is_never_visited_again() -> None:
    gone = fail(READ, "gone", status=410)
    assert gone.state.health == "gone"
    assert wait_s(gone) > 10_000 * DAY


def test_a_document_that_is_no_feed_is_a_failure_with_its_reason() -> None:
    error = FeedError("It is a\nlogin page.", item=URL, reason="html")
    feed = schedule.after_failure(READ, error, NOW, SETTINGS, random.Random(1))
    assert (feed.state.health, feed.state.message) == ("html", "It is a login page.")
    assert feed.state.etag == READ.state.etag


MOVED = "https://new.example.net/feed"


@pytest.mark.parametrize("status", [301, 308])
def test_a_permanent_move_is_kept_after_a_week_of_agreement(status: int) -> None:
    feed, at, old_asked = READ, NOW, 0
    while feed.url == URL:
        asked = schedule.address(feed, at)
        old_asked += asked == URL
        assert asked in (URL, MOVED)
        feed = succeed(feed, *([Hop(URL, status, MOVED)] if asked == URL else []), at=at, etag='"1"')
        at += timedelta(hours=10)
    assert (feed.url, feed.state.moved_to, feed.state.moved_since) == (MOVED, "", None)
    assert old_asked == 2
    assert timedelta(days=7) <= at - NOW <= timedelta(days=8)


def test_a_move_may_be_agreed_to_by_304s() -> None:
    feed = succeed(READ, Hop(URL, 301, MOVED), etag='"1"')
    feed = unchanged(feed, at=NOW + timedelta(days=3))
    feed = unchanged(feed, Hop(URL, 301, MOVED), at=NOW + timedelta(days=7))
    assert feed.url == MOVED


def test_a_move_that_is_taken_back_is_forgotten() -> None:
    feed = succeed(READ, Hop(URL, 301, MOVED), etag='"1"')
    feed = succeed(feed, at=NOW + timedelta(days=7), etag='"1"')
    assert (feed.url, feed.state.moved_to) == (URL, "")


def test_a_move_to_somewhere_else_begins_anew() -> None:
    feed = succeed(READ, Hop(URL, 301, MOVED), etag='"1"')
    later = NOW + timedelta(days=7)
    feed = succeed(feed, Hop(URL, 301, "https://third.org/"), at=later, etag='"1"')
    assert (feed.url, feed.state.moved_to, feed.state.moved_since) == (URL, "https://third.org/", later)


@pytest.mark.parametrize("reason", ["not-found", "gone", "dns"])
def test_a_new_address_that_fails_is_dropped_and_the_old_one_asked_again(reason: str) -> None:
    feed = fail(succeed(READ, Hop(URL, 301, MOVED), etag='"1"'), reason, url=MOVED)
    assert schedule.address(feed, NOW) == URL
    assert feed.state.health != "gone"
    assert wait_s(feed) < 2 * DAY


def test_a_new_address_that_gives_no_feed_is_dropped() -> None:
    moving = succeed(READ, Hop(URL, 301, MOVED), etag='"1"')
    feed = schedule.after_failure(
        moving, FeedError("No feed.", item=MOVED, reason="html"), NOW, SETTINGS, random.Random(1)
    )
    assert schedule.address(feed, NOW) == URL


@pytest.mark.parametrize("reason", ["not-found", "gone", "dns", "timeout", "server-error"])
def test_a_feed_whose_old_address_goes_silent_is_read_at_the_new_one(reason: str) -> None:
    moving = succeed(READ, Hop(URL, 301, MOVED), etag='"1"')
    week = NOW + timedelta(days=7)
    assert schedule.address(moving, week) == URL
    feed = fail(moving, reason, url=URL, at=week)
    assert schedule.address(feed, week) == MOVED
    assert (feed.url, feed.state.health) == (URL, "not-found" if reason == "gone" else reason)
    assert wait_s(feed, week) < 2 * DAY
    again = succeed(feed, at=week + timedelta(days=1), etag='"2"')
    assert (again.state.health, again.state.failures, again.state.moved_to) == ("ok", 0, MOVED)
    # The old one is asked again, and may agree yet.
    later = week + timedelta(days=7)
    assert schedule.address(again, later) == URL
    assert succeed(again, Hop(URL, 301, MOVED), at=later, etag='"2"').url == MOVED


def test_an_old_address_that_shows_a_page_instead_leaves_the_move_standing() -> None:
    moving = succeed(READ, Hop(URL, 301, MOVED), etag='"1"')
    week = NOW + timedelta(days=7)
    error = FeedError("No feed.", item=URL, reason="html")
    feed = schedule.after_failure(moving, error, week, SETTINGS, random.Random(1))
    assert schedule.address(feed, week) == MOVED


def test_a_new_address_that_is_slow_once_is_not_given_up() -> None:
    feed = fail(succeed(READ, Hop(URL, 301, MOVED), etag='"1"'), "timeout", url=MOVED)
    assert schedule.address(feed, NOW) == MOVED


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_temporary_redirect_is_never_kept(status: int) -> None:
    feed = succeed(READ, Hop(URL, status, MOVED), Hop(MOVED, 301, "https://third.org/"), etag='"1"')
    assert (feed.url, feed.state.moved_to) == (URL, "")


def test_of_a_chain_only_the_permanent_beginning_is_kept() -> None:
    feed = succeed(READ, Hop(URL, 301, MOVED), Hop(MOVED, 302, "https://today.org/"), etag='"1"')
    assert feed.state.moved_to == MOVED


def test_https_of_the_same_host_is_kept_at_once_and_http_never() -> None:
    plain = Feed(1, "http://news.example.org/feed?x=1")
    assert (
        succeed(plain, Hop(plain.url, 301, "https://news.example.org/feed?x=1")).url
        == "https://news.example.org/feed?x=1"
    )
    assert succeed(plain, Hop(plain.url, 301, "https://other.example.org/feed?x=1")).url == plain.url
    assert succeed(plain, Hop(plain.url, 301, "https://news.example.org/else")).url == plain.url
    assert succeed(plain, Hop(plain.url, 302, "https://news.example.org/feed?x=1")).url == plain.url
    assert succeed(READ, Hop(URL, 301, URL.replace("https", "http"))).url == URL


events = st.lists(
    st.one_of(
        st.just(("ok", "")),
        st.just(("same", "")),
        st.tuples(st.just("fail"), st.sampled_from(["timeout", "server-error", "forbidden", "dns", "not-found"])),
    ),
    max_size=25,
)


@given(events, st.booleans(), st.integers(0, 2**32))
def test_no_history_leads_to_a_visit_too_soon_or_none_at_all(
    history: list[tuple[str, str]], has_validators: bool, seed: int
) -> None:
    rng, feed, at = random.Random(seed), NEW, NOW
    least = HOUR if has_validators else DAY
    for kind, reason in history:
        was_read = feed.state.unconditional is not None
        if kind == "ok":
            headers = {"etag": '"1"'} if has_validators else {}
            feed = schedule.after_success(feed, answer(**headers), parsed(str(rng.random())), at, SETTINGS, rng)
        elif kind == "same" and was_read:
            feed = schedule.after_unchanged(feed, answer(status=304), at, SETTINGS, rng)
        else:
            error = FetchError("x", url=URL, reason=reason or "timeout")
            feed = schedule.after_failure(feed, error, at, SETTINGS, rng)
        gap = wait_s(feed, at)
        assert (least if feed.state.unconditional else HOUR) <= gap <= 7.7 * DAY
        at += timedelta(seconds=gap)


def test_the_state_of_a_feed_that_never_answered_still_says_when_to_try_again() -> None:
    feed = fail(NEW, "timeout")
    assert HOUR <= wait_s(feed) <= 1.1 * HOUR
    assert feed.state == FeedState(
        checked=NOW,
        next_check=feed.state.next_check,
        failures=1,
        failing_since=NOW,
        health="timeout",
        message="It failed.",
    )


def test_a_feed_is_failing_since_its_first_failure_and_until_it_answers() -> None:
    twice = fail(fail(NEW, "timeout"), "dns", at=NOW + timedelta(hours=5))
    assert (twice.state.failures, twice.state.failing_since) == (2, NOW)
    well = succeed(twice, at=NOW + timedelta(hours=9))
    assert (well.state.failures, well.state.failing_since) == (0, None)


def test_what_was_wrong_with_the_last_document_is_kept_until_the_next() -> None:
    ill = dataclasses.replace(parsed(), problems=(Problem("ill-formed", "line 3"),))
    feed = succeed(NEW, doc=ill)
    assert feed.state.problems == ill.problems
    assert fail(feed, "timeout").state.problems == ill.problems
    assert succeed(feed).state.problems == ()


HUB = "https://hub.example.org/"


def offering(*hubs: str, self_link: str = URL) -> ParsedFeed:
    return dataclasses.replace(parsed("a"), hubs=hubs, self_link=self_link)


@pytest.mark.parametrize(
    ("link", "document", "hubs", "topic"),
    [
        ("", offering(HUB, "https://hub2.example.org/"), (HUB, "https://hub2.example.org/"), URL),
        (
            f"<{HUB}>; rel=hub, </feed.xml>; rel=self",
            offering("https://no.example/"),
            (HUB,),
            "https://news.example.org/feed.xml",
        ),
        (f"<{HUB}>; rel=hub", offering(), (HUB,), URL),
        (f"<{HUB}>; rel=hub", offering(self_link=""), (), ""),
        ("", offering(HUB, self_link="urn:uuid:1"), (), ""),
        ("", offering("mailto:hub@example.org", HUB), (HUB,), URL),
        ("", offering("https://x.org/" + "y" * 3000), (), ""),
        ("", offering(), (), ""),
        (
            ", ".join(f"<https://h{n}.example/>; rel=hub" for n in range(9)),
            offering(),
            tuple(f"https://h{n}.example/" for n in range(5)),
            URL,
        ),
    ],
)
def test_hubs_are_taken_from_headers_then_from_the_document(
    link: str, document: ParsedFeed, hubs: tuple[str, ...], topic: str
) -> None:
    found = succeed(NEW, doc=document, link=link)
    assert (found.state.hubs, found.state.topic) == (hubs, topic)


def test_an_offer_stands_until_the_next_full_answer() -> None:
    offered = succeed(NEW, doc=offering(HUB), etag='"1"')
    assert unchanged(offered).state.hubs == fail(offered, "timeout").state.hubs == (HUB,)
    assert succeed(offered).state.hubs == ()


def pushed(until: timedelta | None, **headers: str) -> Feed:
    feed = dataclasses.replace(READ, state=dataclasses.replace(READ.state, pushed_until=until and NOW + until))
    return succeed(feed, doc=parsed("b"), etag='"2"', **headers)


def test_a_feed_whose_hub_delivers_is_visited_once_a_day() -> None:
    assert DAY <= wait_s(pushed(timedelta(days=9))) <= 1.1 * DAY
    assert HOUR <= wait_s(pushed(None)) <= 1.1 * HOUR
    assert pushed(timedelta(days=9)).state.interval_s == HOUR


def test_no_visit_is_put_off_past_the_lease() -> None:
    assert 7 * HOUR <= wait_s(pushed(timedelta(hours=7))) <= 7.7 * HOUR
    assert HOUR <= wait_s(pushed(timedelta(seconds=-1))) <= 1.1 * HOUR


def test_what_a_hub_put_off_is_due_when_it_would_have_been() -> None:
    feed, later = pushed(timedelta(days=9)), NOW + timedelta(hours=5)
    lost = schedule.relying(feed, None, later)
    assert (lost.state.pushed_until, lost.state.next_check) == (None, later)
    assert schedule.relying(feed, None, NOW).state.next_check == NOW + timedelta(seconds=HOUR)
    assert schedule.relying(lost, None, later) is lost


def test_a_hub_that_is_lost_does_not_make_us_forget_what_the_feed_asks_for() -> None:
    feed = pushed(timedelta(days=9), cache_control="max-age=7200")
    lost = schedule.relying(feed, None, NOW)
    assert lost.state.next_check == NOW + timedelta(seconds=2 * HOUR)


def test_a_hub_that_is_lost_hurries_no_feed_that_fails() -> None:
    failing = fail(pushed(timedelta(days=9)), "timeout")
    assert schedule.relying(failing, None, NOW + timedelta(days=1)).state.next_check == failing.state.next_check


def test_relying_on_a_hub_changes_no_visit_that_is_planned() -> None:
    relying = schedule.relying(READ, NOW + timedelta(days=9), NOW)
    assert relying.state.pushed_until == NOW + timedelta(days=9)
    assert relying.state.next_check == READ.state.next_check


def test_a_delivery_is_no_visit() -> None:
    later = NOW + timedelta(minutes=5)
    found = schedule.after_delivery(READ, parsed("c"), later)
    assert found == dataclasses.replace(READ, state=dataclasses.replace(READ.state, changed=later))
