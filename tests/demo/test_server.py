from __future__ import annotations

import gzip
import http.client
import socket
from collections.abc import Mapping
from contextlib import closing
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from newsgrid.demo import DemoServer, World
from newsgrid.demo.__main__ import main

FEED = "/quay-news/feed.xml"
HAFEN = "/hafenblatt/2026/02/crane-hafen.html"


def ask(
    server: DemoServer, path: str, headers: Mapping[str, str] | None = None, method: str = "GET"
) -> tuple[int, Mapping[str, str], bytes]:
    with closing(http.client.HTTPConnection(urlsplit(server.base).netloc, timeout=5)) as connection:
        connection.request(method, path, headers=dict(headers or {}))
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()


def test_every_path_that_is_named_answers(server: DemoServer) -> None:
    for path in server.site.paths():
        status, headers, body = ask(server, path)
        assert status == 200, path
        assert body, path
        assert headers["ETag"], path


@pytest.mark.parametrize(
    "path",
    ["/nobody/", "/quay-news/2026/02/none.html", "/quay-news/media/none.png", "/quay-news/feed", "/../etc/passwd"],
)
def test_a_path_that_does_not_exist_is_not_found(path: str, server: DemoServer) -> None:
    assert ask(server, path)[0] == 404


def test_a_known_etag_is_answered_with_304_and_no_body(server: DemoServer) -> None:
    tag = ask(server, FEED)[1]["ETag"]
    for sent in (tag, f'"other", W/{tag}', "*"):
        status, headers, body = ask(server, FEED, {"If-None-Match": sent})
        assert (status, body) == (304, b"")
        assert headers["ETag"] == tag
    assert ask(server, FEED, {"If-None-Match": '"other"'})[0] == 200


def test_a_known_date_is_answered_with_304(server: DemoServer) -> None:
    date = ask(server, FEED)[1]["Last-Modified"]
    assert ask(server, FEED, {"If-Modified-Since": date})[0] == 304
    assert ask(server, FEED, {"If-Modified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"})[0] == 200
    assert ask(server, FEED, {"If-Modified-Since": "soon"})[0] == 200


def test_an_unknown_etag_wins_over_a_known_date(server: DemoServer) -> None:
    date = ask(server, FEED)[1]["Last-Modified"]
    assert ask(server, FEED, {"If-None-Match": '"other"', "If-Modified-Since": date})[0] == 200


def test_text_is_compressed_for_those_who_take_it(server: DemoServer) -> None:
    plain = ask(server, FEED)[2]
    _, headers, body = ask(server, FEED, {"Accept-Encoding": "gzip, br"})
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == plain


def test_head_has_the_headers_of_get_and_no_body(server: DemoServer) -> None:
    whole = ask(server, FEED)
    status, headers, body = ask(server, FEED, method="HEAD")
    assert (status, body) == (200, b"")
    assert headers["Content-Length"] == str(len(whole[2]))


def test_advancing_publishes_the_correction_under_new_validators(server: DemoServer) -> None:
    before, feed_before = ask(server, HAFEN), ask(server, "/hafenblatt/feed.xml")
    untouched = ask(server, FEED)[1]["ETag"]
    server.advance()
    after = ask(server, HAFEN, {"If-None-Match": before[1]["ETag"]})
    assert after[0] == 200
    assert "leicht verletzt" in after[2].decode()
    assert ask(server, "/hafenblatt/feed.xml", {"If-None-Match": feed_before[1]["ETag"]})[0] == 200
    assert ask(server, FEED, {"If-None-Match": untouched})[0] == 304


def test_truth_speaks_of_addresses_that_are_served(server: DemoServer) -> None:
    truth = server.truth()
    assert len(truth) == len(server.world.tellings())
    assert all(ask(server, urlsplit(address).path)[0] == 200 for address in truth)


def test_the_front_page_and_the_list_name_every_feed(server: DemoServer) -> None:
    listed = [node.get("xmlUrl") for node in ElementTree.fromstring(ask(server, "/feeds.opml")[2]).iter("outline")]
    assert tuple(listed) == server.feed_addresses()
    assert b'rel="alternate" type="application/atom+xml"' in ask(server, "/quay-news/")[2]


def test_sitemaps_and_robots_lead_to_the_articles(server: DemoServer) -> None:
    assert f"Sitemap: {server.base}/sitemap.xml".encode() in ask(server, "/robots.txt")[2]
    assert f"{server.base}/hafenblatt/sitemap.xml".encode() in ask(server, "/sitemap.xml")[2]
    assert HAFEN.encode() in ask(server, "/hafenblatt/sitemap.xml")[2]


def test_requests_are_counted(server: DemoServer) -> None:
    before = server.requests
    ask(server, FEED)
    ask(server, "/nobody/")
    assert server.requests == before + 2


def test_the_port_is_free_again_after_stop(world: World) -> None:
    with DemoServer(world) as server:
        port = urlsplit(server.base).port
    with DemoServer(world, port=port or 0) as again:
        assert again.base == server.base
    again.stop()


def test_starting_twice_is_refused(server: DemoServer) -> None:
    with pytest.raises(RuntimeError):
        server.start()


def test_only_loopback_is_served(world: World) -> None:
    with pytest.raises(ValueError, match="loopback"):
        DemoServer(world, host="0.0.0.0")


def test_a_taken_port_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        assert main(["--port", str(taken.getsockname()[1])]) == 1
    assert capsys.readouterr().err.startswith("demo: ")
