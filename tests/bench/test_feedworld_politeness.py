"""Each counter of impoliteness counts what it says, and nothing else."""

from __future__ import annotations

import json

import pytest

from bench.feedworlds import answer, make_application
from newsgrid.bench.feedworld.application import Application
from newsgrid.bench.feedworld.replies import Request
from newsgrid.bench.feedworld.stats import IMPOLITE


@pytest.fixture
def application() -> Application:
    return make_application(retry_after=30)


def counts(application: Application) -> dict[str, int]:
    report = json.loads(answer(application, "/_world/stats").body)
    return {name: report[name] for name in IMPOLITE if report[name]}


def feed_with(application: Application, validators: str) -> int:
    application = make_application(feeds=200) if application is None else application
    return next(feed.id for feed in application.world.feeds if feed.validators == validators)


def test_a_polite_reader_leaves_every_counter_at_zero(application: Application) -> None:
    number = feed_with(application, "both")
    tag = answer(application, f"/f/{number}").headers["ETag"]
    for turn in range(1, 5):
        assert answer(application, f"/f/{number}", after_s=10.0 * turn, if_none_match=tag).status == 304
    assert counts(application) == {}


def test_asking_inside_the_wait_is_early(application: Application) -> None:
    assert answer(application, "/f/0?fault=429").headers["Retry-After"] == "30"
    answer(application, "/f/0?fault=429", after_s=29)
    assert counts(application) == {"early": 1}


def test_asking_after_the_wait_is_not_early_and_is_answered(application: Application) -> None:
    answer(application, "/f/0?fault=503-retry")
    assert answer(application, "/f/0?fault=503-retry", after_s=31).status == 200
    assert counts(application) == {}


def test_asking_early_makes_the_wait_begin_again(application: Application) -> None:
    answer(application, "/f/0?fault=429")
    answer(application, "/f/0?fault=429", after_s=20)
    answer(application, "/f/0?fault=429", after_s=40)
    assert counts(application) == {"early": 2}


def test_one_request_after_410_is_forgiven_and_the_next_is_not(application: Application) -> None:
    for turn in range(2):
        answer(application, "/f/0?fault=410", after_s=10.0 * turn)
    assert counts(application) == {}
    answer(application, "/f/0?fault=410", after_s=30)
    assert counts(application) == {"gone": 1}


@pytest.mark.parametrize("status", ["301", "308"])
def test_two_requests_after_a_move_are_forgiven_and_the_next_is_not(status: str, application: Application) -> None:
    for turn in range(3):
        answer(application, f"/f/0?fault={status}", after_s=10.0 * turn)
    assert counts(application) == {}
    answer(application, f"/f/0?fault={status}", after_s=40)
    assert counts(application) == {"moved": 1}


def test_a_temporary_redirect_is_never_moved(application: Application) -> None:
    for turn in range(6):
        answer(application, "/f/0?fault=302", after_s=10.0 * turn)
    assert counts(application) == {}


def test_coming_back_without_the_validator_is_unconditional(application: Application) -> None:
    number = feed_with(application, "both")
    answer(application, f"/f/{number}")
    answer(application, f"/f/{number}", after_s=10)
    assert counts(application) == {"unconditional": 1}


def test_an_old_validator_is_conditional_all_the_same(application: Application) -> None:
    number = feed_with(application, "both")
    answer(application, f"/f/{number}")
    assert answer(application, f"/f/{number}", after_s=10, if_none_match='"old"').status == 200
    assert counts(application) == {}


def test_a_feed_that_gives_no_validator_asks_for_none() -> None:
    application = make_application(feeds=60)
    number = feed_with(application, "none")
    for turn in range(3):
        answer(application, f"/f/{number}", after_s=10.0 * turn)
    assert counts(application) == {}


def test_two_requests_within_the_gap_are_fast(application: Application) -> None:
    number = feed_with(application, "both")
    tag = answer(application, f"/f/{number}").headers["ETag"]
    answer(application, f"/f/{number}", after_s=0.9, if_none_match=tag)
    assert counts(application) == {"fast": 1}


def test_following_a_redirect_at_once_is_not_fast(application: Application) -> None:
    location = answer(application, "/f/1?fault=301").headers["Location"]
    assert location == "/f2/1"
    assert answer(application, location, after_s=0.01).status == 200
    assert counts(application) == {}


def test_the_canary_counts_every_request(application: Application) -> None:
    answer(application, "/_world/canary?feed=3")
    answer(application, "/_world/canary")
    assert application.stats.total["canary"] == 2


def test_paths_that_robots_denies_are_counted() -> None:
    application = make_application(feeds=300, entries=1)
    denied = next(publisher for publisher in application.world.publishers if publisher.denied)
    assert f"Disallow: /a/{denied.id}/" in answer(application, "/robots.txt").body.decode()
    entry = application.world.current(application.world.feeds_of(denied.id)[0], 0)
    answer(application, entry.path)
    answer(application, "/p/0/private/x")
    assert application.stats.total["robots_denied"] == 2


def test_an_article_asked_for_twice_is_counted(application: Application) -> None:
    entry = application.world.current(0, 0)
    answer(application, entry.path)
    assert application.stats.total["article_twice"] == 0
    answer(application, entry.path)
    assert application.stats.total["article_twice"] == 1


def test_requests_in_flight_are_counted_by_publisher(application: Application) -> None:
    stats = application.stats
    for address in ("/f/1", "/a/1/1-0-x", "/f/2"):
        publisher = application.publisher_of(Request("GET", address, {}, {}))
        assert publisher is not None
        stats.enter(publisher)
    stats.leave(1)
    stats.enter(1)
    assert stats.inflight_max == {1: 2, 2: 1}


def test_a_reset_forgets_everything(application: Application) -> None:
    answer(application, "/f/0")
    answer(application, "/f/0", after_s=0.1)
    answer(application, "/_world/reset", method="POST")
    report = json.loads(answer(application, "/_world/stats").body)
    assert report["requests"] == 0
    assert report["fast"] == 0
    assert report["feeds_asked"] == 0


def test_time_and_statistics_are_changed_by_post_alone(application: Application) -> None:
    assert answer(application, "/_world/tick").status == 405
    assert answer(application, "/_world/reset").status == 405
    assert application.world.tick == 0


def test_the_report_sums_up_by_fault_class() -> None:
    application = make_application(faults=1.0, classes=("410",))
    for turn in range(4):
        answer(application, "/f/0", after_s=10.0 * turn)
    report = json.loads(answer(application, "/_world/stats?feeds=1").body)
    assert report["by_fault"] == {"410": {"feeds": 1, "n": 4, "early": 0, "gone": 2, "moved": 0, "unconditional": 0}}
    assert report["feed"]["0"]["gone"] == 2


def test_with_a_ticking_clock_a_wait_is_over_once_the_ticks_have_passed_it() -> None:
    world = make_application(retry_after=3000, tick_clock=True, tick_minutes=30).world
    assert world.clock(100.0) == 100.0
    world.tick = 2
    assert world.clock(100.0) == 3700.0
    still = make_application(retry_after=3000, tick_minutes=30).world
    still.tick = 2
    assert still.clock(100.0) == 100.0
