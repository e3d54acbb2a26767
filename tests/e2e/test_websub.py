"""The program and a real hub: subscribed, delivered, killed, renewed, ended."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from e2e.house import House
from e2e.hub import Hub, Item, a_hub, wait_until
from e2e.test_serving import ask, free_port, wait_for

pytestmark = pytest.mark.slow

DAM = Item("dam", "Dam at Ostra holds after the storm", "Engineers found no crack in the dam after two days of rain.")
BUS = Item("bus", "Night buses return to Velm", "From Monday the night buses run again, the council of Velm decided.")
MILL = Item(
    "mill", "Old mill of Ostra burns down", "The mill burnt on Sunday night; nobody was hurt, the fire brigade said."
)
CHESS = Item(
    "chess", "Ines Okoro wins the Velm open", "The chess player won the open of Velm with eight points out of nine."
)
TRAM = Item("tram", "Tram line 4 closes in Velm", "Rails between the harbour and the park are renewed until October.")


@pytest.fixture
def hub() -> Iterator[Hub]:
    with a_hub() as made:
        made.items.append(DAM)
        yield made


class Site:
    """A house whose site is on a port, with a feed added and nothing running."""

    def __init__(self, folder: Path, hub: Hub) -> None:
        self.port = free_port()
        settings = (
            f"[site]\nlisten = '127.0.0.1:{self.port}'\nbase_url = 'http://127.0.0.1:{self.port}'\n"
            "[fetch]\nallow_private = ['127.0.0.0/8']\npages = 'never'\n[work]\npoll_every_s = 1\n[[edition]]\ncity = 'Johannesburg'\n"
        )
        self.house = House(folder, settings)
        self.house.run("feeds", "add", hub.topic, "--offline")

    @contextlib.contextmanager
    def running(self, *command: str) -> Iterator[subprocess.Popen[bytes]]:
        process = subprocess.Popen(
            self.house.command(*command),
            cwd=self.house.folder,
            env=self.house.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # The site is served by children of its own, which `kill` ends as well.
            start_new_session=True,
        )
        try:
            if command[0] == "serve":
                wait_for(self.port, "/healthz", process)
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(timeout=30)

    def shows(self, process: subprocess.Popen[bytes], *items: Item) -> bool:
        """Whether the front of the world has all these."""
        front = wait_for(self.port, "/world/", process).decode()
        return all(item.title in front for item in items)

    def has_read_all(self) -> bool:
        """Whether nothing that was delivered waits."""
        status, _, text = ask(self.port, "/metrics")
        return status == 200 and b"newsgrid_deliveries_waiting 0\n" in text

    def titles(self) -> list[str]:
        return sorted(story["headline"] for story in self.house.json("stories", "list", expect=[0, 4]))


def kill(*processes: subprocess.Popen[bytes]) -> None:
    """End processes and their children as a power cut would."""
    for process in processes:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=10)


def test_a_feed_is_subscribed_to_pushed_and_left_again(tmp_path: Path, hub: Hub) -> None:
    site = Site(tmp_path, hub)
    with site.running("serve") as web:
        wait_until(lambda: bool(hub.subscribers), "the subscription is verified")
        [(callback, subscriber)] = hub.subscribers.items()
        assert callback.startswith(f"http://127.0.0.1:{site.port}/websub/")
        assert len(subscriber.secret) >= 32
        visits = hub.visits
        assert hub.publish(BUS) == [202]
        began = time.monotonic()
        wait_until(lambda: site.shows(web, DAM, BUS), "the news is on the front")
        print(f"pushed and on the front after {time.monotonic() - began:.1f} s")
        assert hub.publish(MILL, chunked=True) == [202]
        wait_until(lambda: site.shows(web, MILL), "what came in chunks is read")
        assert hub.visits == visits

        forged = [hub.distribute(hub.document(CHESS), signature=s) for s in ("", "sha256=00", "sha1=" + "0" * 40)]
        assert forged == [[202]] * 3
        # The answer may be lost, as nothing of the body is read.
        assert hub.distribute(b"x" * 11_000_000) in ([413], [0])
        assert hub.distribute(hub.document()) == [202]
        assert site.titles() == sorted(item.title for item in (DAM, BUS, MILL))
        [feed] = site.house.json("feeds", "list")
        found = feed["websub"]
        assert (found["state"], found["refused"], found["delivers"]) == ("active", 4, True)
        assert feed["state"]["pushed_until"] == found["lease_until"]
        assert subscriber.secret not in json.dumps(feed)
        assert callback not in json.dumps(feed)
        site.house.run("feeds", "remove", str(feed["id"]))
        wait_until(lambda: not hub.subscribers, "the subscription is ended")
    assert hub.refused == []


@pytest.mark.parametrize("moment", ["before it is read", "before it is an article"])
def test_what_was_delivered_survives_kill_9_and_comes_once(tmp_path: Path, hub: Hub, moment: str) -> None:
    site = Site(tmp_path, hub)
    with site.running("serve") as web:
        wait_until(lambda: bool(hub.subscribers), "the subscription is verified")
        wait_until(lambda: site.shows(web, DAM), "the first visit is done")
    visits = hub.visits
    with site.running("serve", "--no-worker") as web:
        assert hub.publish(BUS) == [202]
        if moment == "before it is an article":
            with site.running("worker") as worker:
                wait_until(site.has_read_all, "the worker has read the delivery", every_s=0.01)
                kill(worker)
        kill(web)
    assert hub.publish(MILL) == [0]
    with site.running("serve") as web:
        wait_until(lambda: site.shows(web, BUS), "what was delivered before the kill is on the front")
        assert hub.publish(TRAM) == [202]
        wait_until(lambda: site.shows(web, TRAM, MILL), "the hub goes on, and brings what was missed")
    assert site.house.json("status")["counts"]["articles"] == 4
    assert hub.visits == visits
