"""Each fault class answers as it says."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from html import unescape
from xml.etree import ElementTree

import pytest

from bench.feedworlds import NOW, answer, ask, make_application
from newsgrid.bench.feedworld.application import Application
from newsgrid.bench.feedworld.faults import FAULT_FUNCTIONS
from newsgrid.bench.feedworld.options import FAULTS, PAGE_FAULTS
from newsgrid.bench.feedworld.replies import Answer, Misbehaviour

NUMBER = 0


@pytest.fixture(scope="module")
def application() -> Application:
    return make_application(retry_after=30)


def parses(body: bytes) -> bool:
    try:
        ElementTree.fromstring(body)
    except (ElementTree.ParseError, ValueError, LookupError):
        return False
    return True


def items(body: bytes) -> list[ElementTree.Element]:
    return ElementTree.fromstring(body).findall("channel/item")


def unpack_fails(body: bytes) -> bool:
    try:
        gzip.decompress(body)
    except (OSError, EOFError, zlib.error):
        return True
    return False


def decodes(body: bytes, encoding: str) -> bool:
    try:
        body.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def age_days(item: ElementTree.Element) -> float:
    return (NOW - parsedate_to_datetime(item.findtext("pubDate") or "").timestamp()) / 86400


EXPECTED: dict[str, Callable[[Answer], bool]] = {
    "500": lambda a: a.status == 500,
    "503-retry": lambda a: a.status == 503 and "GMT" in a.headers["Retry-After"],
    "429": lambda a: a.status == 429 and a.headers["Retry-After"] == "30",
    "404": lambda a: a.status == 404,
    "410": lambda a: a.status == 410,
    "301": lambda a: a.status == 301 and a.headers["Location"].endswith(f"/f2/{NUMBER}"),
    "308": lambda a: a.status == 308 and a.headers["Location"].endswith(f"/f2/{NUMBER}"),
    "302": lambda a: a.status == 302 and a.headers["Location"].endswith(f"/f2/{NUMBER}"),
    "redirect-loop": lambda a: a.status == 302 and a.headers["Location"] == f"/f/{NUMBER}?r=1",
    "redirect-ssrf": lambda a: a.status == 302 and "/_world/canary" in a.headers["Location"],
    "redirect-private": lambda a: a.status == 302 and "169.254" in a.headers["Location"],
    "slow": lambda a: a.status == 200 and a.delay_s >= 2,
    "empty": lambda a: a.status == 200 and a.body == b"",
    "html-login": lambda a: a.content_type.startswith("text/html") and b"type=password" in a.body,
    "invalid-xml": lambda a: not parses(a.body) and b"<item>" in a.body,
    "undeclared-entity": lambda a: not parses(a.body) and b"&nbsp;" in a.body,
    "bad-utf8": lambda a: not decodes(a.body, "utf-8") and "utf-8" in a.content_type,
    "latin1-undeclared": lambda a: b"<?xml" not in a.body and "charset" not in a.content_type,
    "cp1251-header": lambda a: b"<?xml" not in a.body and a.content_type.endswith("windows-1251"),
    "utf16": lambda a: a.body[:2] in (b"\xff\xfe", b"\xfe\xff") and parses(a.body),
    "lying-charset": lambda a: b'encoding="UTF-8"' in a.body and decodes(a.body, "cp1252"),
    "gzip-bad": lambda a: a.headers["Content-Encoding"] == "gzip" and unpack_fails(a.body),
    "gzip-bomb": lambda a: len(a.body) < 20_000 and len(gzip.decompress(a.body)) > 2_000_000,
    "xml-bomb": lambda a: a.body.count(b"<!ENTITY") == 10 and len(a.body) < 2_000,
    "xxe": lambda a: b'SYSTEM "file:///etc/passwd"' in a.body and b"/_world/canary" in a.body,
    "huge": lambda a: 900_000 < len(a.body) < 1_100_000 and parses(a.body),
    "xss": lambda a: b"onerror=" in a.body and b"/_world/canary?x=" in a.body,
    "no-guid": lambda a: len(items(a.body)) == 4 and b"<guid" not in a.body,
    "guid-churn": lambda a: all("?r=" in (item.findtext("guid") or "") for item in items(a.body)),
    "etag-churn": lambda a: a.headers["ETag"].startswith(f'"{NUMBER}-') and a.status == 200,
    "no-dates": lambda a: len(items(a.body)) == 4 and b"<pubDate" not in a.body,
    "future-dates": lambda a: all(age_days(item) < -300 for item in items(a.body)),
    "relative-links": lambda a: all((item.findtext("link") or "").startswith("/a/") for item in items(a.body)),
    "dup-entries": lambda a: len(items(a.body)) == 8 and len({item.findtext("guid") for item in items(a.body)}) == 4,
    "long-title": lambda a: all(len(item.findtext("title") or "") > 4000 for item in items(a.body)),
}

MISBEHAVING = ("drip", "hang", "hang-body", "reset", "truncated")


def test_every_class_has_a_function_and_an_expectation() -> None:
    assert tuple(FAULT_FUNCTIONS) == FAULTS
    assert set(EXPECTED) | set(MISBEHAVING) | {"flap"} == set(FAULTS)


@pytest.mark.parametrize("fault", EXPECTED)
def test_a_fault_answers_as_it_says(fault: str) -> None:
    application = make_application(retry_after=30)
    assert EXPECTED[fault](answer(application, f"/f/{NUMBER}?fault={fault}"))


@pytest.mark.parametrize("fault", MISBEHAVING)
def test_a_fault_of_the_transport_misbehaves_as_it_says(fault: str, application: Application) -> None:
    reply = ask(application, f"/f/{NUMBER}?fault={fault}")
    assert isinstance(reply, Misbehaviour)
    assert reply.how == fault


def test_flap_fails_each_second_request() -> None:
    application = make_application()
    assert [answer(application, "/f/0?fault=flap", after_s=turn).status for turn in range(4)] == [500, 200, 500, 200]


def test_churning_values_differ_each_time() -> None:
    application = make_application()
    first, second = (answer(application, "/f/0?fault=guid-churn", after_s=turn).body for turn in (0, 10))
    assert first != second
    tags = {answer(application, "/f/0?fault=etag-churn", after_s=20 + turn).headers["ETag"] for turn in (0, 10)}
    assert len(tags) == 2


def test_the_redirect_loop_never_ends_well(application: Application) -> None:
    address, seen = "/f/0?fault=redirect-loop", set()
    for _ in range(60):
        reply = answer(application, address)
        assert reply.status == 302
        address = reply.headers["Location"] + "&fault=redirect-loop"
        seen.add(address)
    assert len(seen) == 50


@pytest.mark.parametrize(
    "address", ["/f/0?fault=nonsense", "/f/0?fault=redirect-loop&r=x", "/f/-1", "/f/999", "/f/x", "/f"]
)
def test_an_address_that_means_nothing_is_not_found(address: str, application: Application) -> None:
    assert answer(application, address).status == 404


def test_the_share_of_faults_is_as_asked() -> None:
    feeds = make_application(feeds=1000, entries=1, faults=0.12).world.feeds
    faults = [feed.fault for feed in feeds if feed.fault]
    assert 80 <= len(faults) <= 160
    assert len(set(faults)) > 30


def test_only_the_classes_that_are_named_occur() -> None:
    feeds = make_application(feeds=60, faults=1.0, classes=("hang", "500")).world.feeds
    assert {feed.fault for feed in feeds} == {"hang", "500"}


@pytest.mark.parametrize("kind", PAGE_FAULTS)
def test_article_pages_have_faults_of_each_kind(kind: str) -> None:
    application = make_application(feeds=40, page_faults=1.0)
    pages = [answer(application, application.world.current(feed, i).path) for feed in range(40) for i in range(2)]
    expected: dict[str, Callable[[Answer], bool]] = {
        "slow": lambda a: a.delay_s == 3.0,
        "consent": lambda a: b"Your privacy" in a.body,
        "paywall": lambda a: b"Subscribe now to read the whole article" in a.body,
        "soft404": lambda a: a.status == 200 and b"no longer here" in a.body,
        "refresh": lambda a: b'http-equiv="refresh"' in a.body,
    }
    found = expected.get(kind, lambda a: a.status == int(kind))
    assert sum(map(found, pages)) >= 2


def test_the_lists_of_feeds_can_be_narrowed() -> None:
    application = make_application(feeds=60, faults=0.5)
    healthy = {feed.url for feed in application.world.feeds if not feed.fault}

    def listed(query: str) -> set[str | None]:
        tree = ElementTree.fromstring(answer(application, f"/opml.xml?{query}").body)
        return {node.get("xmlUrl") for node in tree.iter("outline") if node.get("xmlUrl")}

    assert listed("healthy=1") == healthy
    assert len(listed("")) == 60
    assert len(listed("n=5")) == 5
    assert listed("class=hang") == {feed.url for feed in application.world.feeds if feed.fault == "hang"}


def test_the_true_text_of_a_page_is_on_the_page(application: Application) -> None:
    entry = application.world.current(1, 2)
    truth = json.loads(answer(application, f"/_world/text?url={entry.url}").body)
    page = answer(application, entry.path).body.decode()
    plain = unescape(re.sub(r"<[^>]+>", "\n", page))
    assert truth["title"] == entry.title
    assert all(line in plain for line in truth["text"].split("\n"))
    assert answer(application, "/_world/text?url=/a/0/0-99999-x").status == 404


def test_validators_are_offered_as_the_feed_says() -> None:
    application = make_application(feeds=200, entries=1)
    for feed in application.world.feeds:
        headers = answer(application, f"/f/{feed.id}").headers
        assert ("ETag" in headers) == (feed.validators in ("both", "etag"))
        assert ("Last-Modified" in headers) == (feed.validators in ("both", "modified"))


def test_a_date_alone_is_enough_for_304(application: Application) -> None:
    feed = next(feed for feed in application.world.feeds if feed.validators == "both")
    date = answer(application, f"/f/{feed.id}").headers["Last-Modified"]
    assert answer(application, f"/f/{feed.id}", if_modified_since=date).status == 304
    assert answer(application, f"/f/{feed.id}", if_modified_since="soon").status == 200
