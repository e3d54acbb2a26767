"""The same options give the same bytes: on any day, in any order, and as they have been from the beginning."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from pathlib import Path

import pytest

from bench.feedworlds import answer, ask, make_application
from newsgrid.bench.feedworld.application import Application
from newsgrid.bench.feedworld.options import FAULTS, Options, parse_options
from newsgrid.bench.feedworld.replies import Answer, Stream

FINGERPRINTS = json.loads(Path(__file__).with_name("feedworld_fingerprints.json").read_text(encoding="utf-8"))


@pytest.fixture
def fingerprinted() -> Application:
    """The world whose answers were taken once: seed 7, 60 feeds of 8 entries."""
    return make_application(feeds=60, entries=8, page_faults=0.3, retry_after=2, bomb_mb=1)


def fingerprint(application: Application, address: str) -> list[object]:
    reply = ask(application, address)
    if isinstance(reply, Stream):
        body = "".join(line + "\n" for line in reply.lines).encode()
        return [200, "application/x-ndjson", "", hashlib.sha256(body).hexdigest()[:24]]
    assert isinstance(reply, Answer)
    packed = reply.headers.get("Content-Encoding") == "gzip"
    body = gzip.decompress(reply.body) if packed else reply.body
    location = reply.headers.get("Location", "")
    return [reply.status, reply.content_type, location, hashlib.sha256(body).hexdigest()[:24]]


def test_answers_are_as_they_have_always_been(fingerprinted: Application) -> None:
    for when, ticks in (("start", 14), ("later", 0)):
        for address, expected in FINGERPRINTS[when].items():
            assert fingerprint(fingerprinted, address) == expected, (when, address)
        answer(fingerprinted, f"/_world/tick?n={ticks}", method="POST")


def test_the_order_of_the_requests_does_not_matter(fingerprinted: Application) -> None:
    addresses = [address for address in FINGERPRINTS["later"] if "?" not in address]
    random.shuffle(addresses)
    fingerprinted.world.tick = 14
    for address in addresses:
        assert fingerprint(fingerprinted, address) == FINGERPRINTS["later"][address], address


def test_another_seed_gives_another_world() -> None:
    one, other = make_application(), make_application(seed=8)
    assert answer(one, "/f/0").body != answer(other, "/f/0").body


def test_a_tick_adds_entries_and_keeps_the_old_addresses() -> None:
    application = make_application()
    before = {entry.url for feed in application.world.feeds for entry in application.world.shown(feed.id)}
    counts = [application.world.count(feed.id) for feed in application.world.feeds]
    application.world.tick += 48
    assert sum(application.world.count(feed.id) for feed in application.world.feeds) > sum(counts)
    for url in before:
        assert application.world.find(url.split(":8700")[1]) is not None


def test_the_epoch_is_midnight_of_the_day_unless_given() -> None:
    application = make_application(epoch="")
    assert application.world.epoch_s % 86400 == 0
    assert application.world.epoch_s <= application.stats.since


@pytest.mark.parametrize(
    "options",
    [
        Options(),
        Options(port=1234, hosts=3, seed=9, epoch="2026-01-05", page_gzip=True, warm=True),
        Options(faults=0.12, classes=("hang", "500"), page_faults=0.5, latency=2.5, tick_seconds=0.1),
    ],
)
def test_options_survive_the_command_line(options: Options) -> None:
    assert parse_options(options.to_arguments()) == (options, "")


@pytest.mark.parametrize("wrong", [["--classes", "nonsense"], ["--hosts", "0"], ["--feeds", "0"], ["--epoch", "soon"]])
def test_wrong_options_are_refused(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse_options(wrong)
    assert "error" in capsys.readouterr().err


def test_all_fault_classes_are_meant_when_none_is_named() -> None:
    assert parse_options(["--classes", ""])[0].classes == FAULTS
