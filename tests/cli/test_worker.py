"""A worker ends with the server that began it, even when that one could not say so."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from e2e.house import House

# As `newsgrid serve` does, then it dies as by kill -9.
PARENT = """
import os, subprocess, sys
child = subprocess.Popen([sys.executable, "-m", "newsgrid", "worker", "--with-parent"])
print(child.pid, flush=True)
sys.stdin.readline()
os.kill(os.getpid(), 9)
"""


@pytest.fixture
def house(tmp_path: Path) -> House:
    made = House(tmp_path, "[work]\npoll_every_s = 3600\n")
    made.run("status")
    return made


@pytest.fixture
def parent(house: House) -> Iterator[subprocess.Popen[str]]:
    begun = subprocess.Popen(
        [sys.executable, "-c", PARENT],
        cwd=house.folder,
        env=house.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    yield begun
    begun.kill()
    begun.communicate()


def waited_for(pid: int, timeout_s: float) -> bool:
    """Wait for a process that is not our child to end."""
    for _ in range(int(timeout_s / 0.1)):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        state = Path(f"/proc/{pid}/stat")
        if state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.1)
    return False


def wait_until_at_work(house: House) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if house.json("status")["worker_last_round"]:
            return
        time.sleep(0.1)
    pytest.fail("the worker did not begin")


def test_a_worker_ends_when_its_server_was_killed(house: House, parent: subprocess.Popen[str]) -> None:
    assert parent.stdin is not None
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    try:
        wait_until_at_work(house)
        parent.stdin.write("\n")
        parent.stdin.flush()
        parent.wait(timeout=10)
        assert waited_for(worker, timeout_s=10)
    finally:
        if not waited_for(worker, timeout_s=0.2):
            os.kill(worker, signal.SIGKILL)
