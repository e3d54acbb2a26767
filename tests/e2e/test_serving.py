"""`newsgrid serve`: site and worker under one command, ended by one signal."""

from __future__ import annotations

import contextlib
import http.client
import json
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from e2e.house import House
from newsgrid.demo import DemoServer, choose_today, load_world


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    with contextlib.closing(connection):
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()


def wait_for(port: int, path: str, process: subprocess.Popen[bytes], seconds: float = 60) -> bytes:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended by itself"
        with contextlib.suppress(OSError, http.client.HTTPException):
            status, _, body = ask(port, path)
            if status == 200:
                return body
        time.sleep(0.2)
    raise AssertionError(f"{path} did not come within {seconds} s")


@pytest.fixture(scope="module")
def world() -> Iterator[DemoServer]:
    with DemoServer(load_world(choose_today(datetime.now(UTC)))) as server:
        yield server


@pytest.mark.slow
def test_the_worker_reads_while_the_site_serves_and_one_signal_ends_both(tmp_path: Path, world: DemoServer) -> None:
    port = free_port()
    house = House(
        tmp_path,
        f"[site]\nlisten = '127.0.0.1:{port}'\n[fetch]\nallow_private = ['127.0.0.0/8']\n[work]\npoll_every_s = 0.5\n[[edition]]\ncity = 'Johannesburg'\n",
    )
    for address in world.feed_addresses()[:2]:
        house.run("feeds", "add", address, "--offline", "--city", "Johannesburg", "--country", "ZA")
    process = house.start("serve")
    try:
        wait_for(port, "/healthz", process)
        until = time.monotonic() + 90
        while b"/story/" not in wait_for(port, "/johannesburg/", process):
            assert time.monotonic() < until, "the worker brought no story to the front"
            time.sleep(1.5)
        status, headers, front = ask(port, "/johannesburg/")
        assert status == 200
        assert "set-cookie" not in headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert ask(port, "/johannesburg/", **{"If-None-Match": headers["etag"]})[0] == 304
        health = json.loads(ask(port, "/healthz")[2])
        assert health["database"] is True or health.get("status") == "ok", health
        assert house.json("status")["worker_last_round"]
        house.run("poll", expect=[3])
        assert b"<html" in front
    finally:
        process.send_signal(signal.SIGTERM)
        code = process.wait(timeout=30)
    assert code in (0, -signal.SIGTERM)
    with pytest.raises(OSError, match="refused"):
        ask(port, "/healthz")
    house.run("poll", expect=[0])
