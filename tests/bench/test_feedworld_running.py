"""A world in a process of its own, asked over real sockets."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from urllib.parse import urlsplit

import pytest

from newsgrid.bench.feedworld import Feedworld, Options, running


@pytest.fixture(scope="module")
def feedworld() -> Iterator[Feedworld]:
    with running(Options(feeds=12, entries=4, epoch="2026-01-05", hosts=2)) as world:
        yield world


def connect(feedworld: Feedworld) -> socket.socket:
    return socket.create_connection(("127.0.0.1", urlsplit(feedworld.base).port or 0), timeout=1.0)


def exchange(feedworld: Feedworld, request: str) -> bytes:
    """Send bytes and read what comes until the end, a reset, or a second of silence."""
    with closing(connect(feedworld)) as client:
        client.sendall(request.encode())
        parts = []
        try:
            while part := client.recv(65536):
                parts.append(part)
        except (TimeoutError, ConnectionResetError):
            pass
        return b"".join(parts)


def get(path: str, *, connection: str = "close") -> str:
    return f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: {connection}\r\n\r\n"


def test_the_client_reads_what_the_world_knows(feedworld: Feedworld) -> None:
    feeds, truth = feedworld.feeds(), feedworld.truth()
    assert len(feeds) == feedworld.info()["feeds"] == 12
    assert sum(feed["entries"] for feed in feeds) == len(truth)
    assert {row["story"] for row in truth} == {row["story"] for row in feedworld.stories()}
    assert feedworld.text(truth[0]["url"])["title"] == truth[0]["title"]
    assert b"xmlUrl" in feedworld.opml("n=1")


def test_time_moves_when_told(feedworld: Feedworld) -> None:
    before = len(feedworld.truth())
    assert feedworld.tick(20)["entries"] == len(feedworld.truth()) > before


def test_requests_are_counted_and_forgotten(feedworld: Feedworld) -> None:
    feedworld.reset()
    assert exchange(feedworld, get("/f/1")).startswith(b"HTTP/1.1 200 OK")
    assert feedworld.stats()["feeds_asked"] == 1
    assert feedworld.stats(by_feed=True)["feed"]["1"]["n"] == 1
    feedworld.reset()
    assert feedworld.stats()["requests"] == 0


def test_publishers_are_spread_over_hosts(feedworld: Feedworld) -> None:
    hosts = {urlsplit(feed["url"]).hostname for feed in feedworld.feeds()}
    assert hosts == {"127.0.0.1", "127.0.0.2"}
    with closing(socket.create_connection(("127.0.0.2", urlsplit(feedworld.base).port or 0), timeout=1.0)) as client:
        client.sendall(get("/robots.txt").encode())
        assert client.recv(100).startswith(b"HTTP/1.1 200")


def test_two_requests_in_one_piece_are_answered_in_order(feedworld: Feedworld) -> None:
    both = exchange(feedworld, get("/robots.txt", connection="keep-alive") + get("/nothing"))
    assert both.index(b"HTTP/1.1 200") < both.index(b"HTTP/1.1 404")


def test_head_has_no_body(feedworld: Feedworld) -> None:
    head = exchange(feedworld, get("/f/1").replace("GET", "HEAD"))
    assert head.startswith(b"HTTP/1.1 200 OK")
    assert head.endswith(b"\r\n\r\n")


def test_what_is_no_request_is_refused(feedworld: Feedworld) -> None:
    assert exchange(feedworld, "nonsense\r\n\r\n").startswith(b"HTTP/1.1 400")
    assert exchange(feedworld, get("/f/1").replace("GET", "BREW")).startswith(b"HTTP/1.1 405")


def test_a_feed_is_compressed_for_those_who_accept_it(feedworld: Feedworld) -> None:
    number = next(feed["id"] for feed in feedworld.feeds() if feed["enc"])
    answer = exchange(feedworld, get(f"/f/{number}").replace("Host: x", "Host: x\r\nAccept-Encoding: gzip"))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"Content-Encoding: gzip" in head
    assert gzip.decompress(body)


def test_hang_sends_nothing_and_counts_who_gave_up(feedworld: Feedworld) -> None:
    feedworld.reset()
    assert exchange(feedworld, get("/f/0?fault=hang")) == b""
    deadline = time.monotonic() + 5
    while feedworld.stats()["aborted"] != 1:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_reset_cuts_the_connection(feedworld: Feedworld) -> None:
    with closing(connect(feedworld)) as client:
        client.sendall(get("/f/0?fault=reset").encode())
        with suppress(ConnectionResetError):
            assert client.recv(1) == b""


@pytest.mark.parametrize(("fault", "ends"), [("truncated", True), ("hang-body", False)])
def test_half_a_body_is_half_a_body(fault: str, ends: bool, feedworld: Feedworld) -> None:
    begun = time.monotonic()
    head, _, body = exchange(feedworld, get(f"/f/0?fault={fault}")).partition(b"\r\n\r\n")
    promised = int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0])
    assert len(body) == promised // 2
    assert (time.monotonic() - begun < 0.9) == ends


def test_drip_sends_a_little_at_a_time(feedworld: Feedworld) -> None:
    with closing(connect(feedworld)) as client:
        client.sendall(get("/f/0?fault=drip").encode())
        client.settimeout(2.0)
        first = client.recv(65536)
        while b"\r\n\r\n" not in first:
            first += client.recv(65536)
        time.sleep(0.6)
        assert 0 < len(client.recv(65536)) <= 128


def test_many_in_flight_are_seen(feedworld: Feedworld) -> None:
    feedworld.reset()
    clients = [connect(feedworld) for _ in range(3)]
    for client in clients:
        client.sendall(get("/f/0?fault=hang").encode())
    deadline = time.monotonic() + 5
    while feedworld.stats()["inflight_max"] != 3:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    for client in clients:
        client.close()


def test_a_process_that_cannot_listen_says_why() -> None:
    with (
        closing(socket.create_server(("127.0.0.1", 0))) as taken,
        pytest.raises(RuntimeError, match="address already in use"),
        running(Options(port=taken.getsockname()[1], feeds=1, entries=1)),
    ):
        pass


def test_the_port_is_free_again_afterwards() -> None:
    with running(Options(feeds=3, entries=1, warm=True, tick_seconds=0.05)) as world:
        port = urlsplit(world.base).port or 0
        deadline = time.monotonic() + 5
        while world.info()["tick"] == 0:
            assert time.monotonic() < deadline
            time.sleep(0.02)
    with running(Options(port=port, feeds=3, entries=1)) as again:
        assert urlsplit(again.base).port == port
