"""The web server and its worker under one command."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from newsgrid.cli.output import say
from newsgrid.settings import Settings

PARENT_EVERY_S = 1.0
ORPHAN_END_S = 20.0
"""How long an orphan may take to end its round."""
RESTART_WAITS_S = (1.0, 5.0, 30.0)
"""Waits before a worker that died is started again; the last one repeats."""


def use_listen(listen: str) -> None:
    """Let this process and its children listen there."""
    os.environ["NEWSGRID_SITE_LISTEN"] = listen


def serve(found: Settings, *, with_worker: bool, ready: Callable[[], None] = lambda: None) -> None:
    """Serve the site until a signal ends it; a worker runs beside it and is started again when it dies."""
    host, _, port = found.site.listen.rpartition(":")
    say(f"newsgrid is at http://{_shown(host)}:{port}/  (Ctrl-C ends it)", style="bold")
    ready()
    server = Granian(
        target="newsgrid.web.config.wsgi:application",
        address=host.strip("[]"),
        port=int(port),
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        log_level=LogLevels.warning,
        websockets=False,
        respawn_failed_workers=True,
    )
    worker = _Worker() if with_worker else None
    try:
        server.serve()
    finally:
        if worker:
            worker.stop()


def end_with_parent(parent: int, end: Callable[[], None]) -> None:
    """Wait until this process has another parent, then call `end`; again after ORPHAN_END_S.

    A server that was killed cannot end its worker: left alone, that one would poll for ever and keep the next one out.
    """
    while os.getppid() == parent:
        time.sleep(PARENT_EVERY_S)
    end()
    time.sleep(ORPHAN_END_S)
    end()


def _shown(host: str) -> str:
    return "localhost" if host in ("0.0.0.0", "::", "[::]", "") else host  # noqa: S104


class _Worker:
    """Keeps `newsgrid worker` running in a process of its own."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process = self._start()
        self._watcher = threading.Thread(target=self._watch, name="worker-watch", daemon=True)
        self._watcher.start()

    def stop(self) -> None:
        """End the worker: asked first, killed when it does not listen. What it had stored stays."""
        self._stopping.set()
        self._process.terminate()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "newsgrid", "worker", "--with-parent"])

    def _watch(self) -> None:
        deaths = 0
        while not self._stopping.is_set():
            code = self._process.wait()
            if self._stopping.is_set():
                return
            wait_s = RESTART_WAITS_S[min(deaths, len(RESTART_WAITS_S) - 1)]
            say(f"The worker ended (code {code}); it starts again in {wait_s:g} s.", style="yellow")
            deaths += 1
            if not self._stopping.wait(wait_s):
                self._process = self._start()
