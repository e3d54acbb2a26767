"""The command line within this process, on the test database: for what needs no process of its own."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any, NamedTuple

import pytest

from newsgrid.cli import feeds, run
from newsgrid.cli.main import main
from newsgrid.settings import FetchSettings, Settings
from newsgrid.web.catalog.store import CatalogStore

OPEN = Settings(fetch=FetchSettings(allow_private=("127.0.0.0/8",), timeout_s=10))


class Done(NamedTuple):
    """What a command printed."""

    stdout: str
    stderr: str


class Room:
    """Runs commands about feeds as `newsgrid` does; the store is the test database's."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        self.store = CatalogStore()
        for module in (feeds, run):
            monkeypatch.setattr(module, "open_store", lambda *_: self.store)
            monkeypatch.setattr(module, "settings", lambda: OPEN)
        # Answers are stored from the event loop, as `newsgrid.web.config` allows.
        monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

    def run(self, *arguments: str, expect: Sequence[int] = (0,)) -> Done:
        self._monkeypatch.setattr(sys, "argv", ["newsgrid", *arguments])
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        done = Done(*self._capsys.readouterr())
        assert (ended.value.code or 0) in expect, done
        return done

    def json(self, *arguments: str, expect: Sequence[int] = (0,)) -> Any:
        return json.loads(self.run(*arguments, "--json", expect=expect).stdout)
