from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError
from django.test import Client
from factory import Newsroom
from lxml import etree
from pytest_django import DjangoAssertNumQueries

PLACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def test_robots_lead_to_the_sitemap_and_away_from_search(client: Client, db: None) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /search/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


def test_sitemaps_list_every_front_and_story(client: Client, room: Newsroom) -> None:
    story = room.small_world(1)[0]
    parts = [e.text for e in etree.fromstring(client.get("/sitemap.xml").content).iter(PLACE)]
    found = [e.text for part in parts for e in etree.fromstring(client.get(str(part)).content).iter(PLACE)]
    assert "http://testserver/johannesburg/" in found
    assert f"http://testserver/story/{story}/" in found
    assert client.get("/sitemap-stories-2.xml").status_code == 404


def test_health_says_when_a_worker_was_last_heard_of(client: Client, room: Newsroom) -> None:
    assert json.loads(client.get("/healthz").content) == {
        "status": "ok", "database": "ok", "worker": "none", "worker_beat": None,
    }  # fmt: skip
    room.store.save_state("worker.beat", b"1")
    found = json.loads(client.get("/healthz").content)
    assert found["worker"] == "ok"
    assert (datetime.now(UTC) - datetime.fromisoformat(found["worker_beat"])).total_seconds() < 60
    from newsgrid.web.usecases.status import health

    assert health(datetime(2100, 1, 1, tzinfo=UTC)).worker == "late"


def test_health_answers_503_when_the_database_is_away(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise DatabaseError

    monkeypatch.setattr("newsgrid.web.usecases.status._last_beat", away)
    assert client.get("/healthz").status_code == 503


def test_metrics_are_prometheus_text_for_this_machine_alone(
    client: Client, room: Newsroom, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    room.small_world(1)
    with django_assert_max_num_queries(11):
        text = client.get("/metrics").content.decode()
    assert "newsgrid_articles 4\n" in text
    assert 'newsgrid_entries{state="done"} 4\n' in text
    assert "newsgrid_deliveries_waiting 0\n" in text
    sample = re.compile(r'(# (HELP|TYPE) .+|[a-z_]+(\{[a-z]+="[^"]*"\})? -?[0-9.e+]+)')
    assert [line for line in text.splitlines() if not sample.fullmatch(line)] == []
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.1").status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 404
