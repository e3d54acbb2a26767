"""Running a world in a process of its own, and asking it what it knows."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from newsgrid.bench.feedworld.options import Options

_POLL_S = 0.02
_STOP_S = 5.0
_ASK_S = 120.0


@dataclass(frozen=True, slots=True)
class Feedworld:
    """A running world. Rows are as `control` describes them."""

    base: str

    def stats(self, *, by_feed: bool = False) -> dict[str, Any]:
        """Give the counters since the last reset; with `by_feed`, "feed" holds a row for each feed asked."""
        return dict(self._json("stats?feeds=1" if by_feed else "stats"))

    def info(self) -> dict[str, Any]:
        """Give options and counts."""
        return dict(self._json("info"))

    def feeds(self) -> list[dict[str, Any]]:
        """Give a row for each feed."""
        return list(self._json("feeds"))

    def truth(self) -> list[dict[str, Any]]:
        """Give a row for each entry that exists now."""
        return self._lines("truth")

    def stories(self) -> list[dict[str, Any]]:
        """Give a row for each story that is told now."""
        return self._lines("stories")

    def text(self, url: str) -> dict[str, Any]:
        """Give the true text of an article; `LookupError` for an address that is none."""
        return dict(self._json(f"text?url={quote(url, safe='')}"))

    def tick(self, count: int = 1) -> dict[str, Any]:
        """Move the world's time on."""
        return dict(self._json(f"tick?n={count}", "POST"))

    def reset(self) -> None:
        """Clear the statistics."""
        self._json("reset", "POST")

    def opml(self, query: str = "") -> bytes:
        """Give the subscription list, for example of `healthy=1`, `n=50` or `class=hang,500`."""
        return self.ask(f"/opml.xml?{query}")

    def ask(self, path: str, method: str = "GET") -> bytes:
        """Ask for a path; `LookupError` unless the answer is 200."""
        connection = http.client.HTTPConnection(urlsplit(self.base).netloc, timeout=_ASK_S)
        try:
            connection.request(method, path)
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.status != 200:
            raise LookupError(f"{method} {path}: {answer.status}")
        return body

    def _json(self, what: str, method: str = "GET") -> Any:
        return json.loads(self.ask(f"/_world/{what}", method))

    def _lines(self, what: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.ask(f"/_world/{what}").splitlines()]


@contextmanager
def running(options: Options, *, timeout_s: float = 60.0) -> Iterator[Feedworld]:
    """Run a world in a process of its own while the block lasts. `Options.port` 0 takes a free port.

    Raises `RuntimeError`, with what the process said, when it does not listen within `timeout_s`.
    """
    with tempfile.TemporaryDirectory(prefix="feedworld-") as folder:
        ready, said = Path(folder, "ready"), Path(folder, "said")
        command = [
            sys.executable,
            "-m",
            "newsgrid.bench.feedworld",
            *options.to_arguments(),
            "--ready-file",
            str(ready),
        ]
        with said.open("wb") as output:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        try:
            yield Feedworld(_wait(process, ready, said, timeout_s))
        finally:
            _stop(process)


def _wait(process: subprocess.Popen[bytes], ready: Path, said: Path, timeout_s: float) -> str:
    deadline = time.monotonic() + timeout_s
    while process.poll() is None and time.monotonic() < deadline:
        if ready.exists():
            return ready.read_text(encoding="utf-8").strip()
        time.sleep(_POLL_S)
    raise RuntimeError(f"feedworld does not listen: {said.read_text(encoding='utf-8', errors='replace')[-2000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
