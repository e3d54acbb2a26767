"""Running the program as a person would: in a process of its own, in a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

CORPORA = os.environ.get("NEWSGRID_CORPORA", "")
SEEDS = Path(CORPORA).parent / "seeds" if CORPORA else None


def own_database() -> str:
    """Make a database for one house when the suite runs on PostgreSQL (NEWSGRID_E2E_POSTGRES names the server), else none: SQLite."""
    server = os.environ.get("NEWSGRID_E2E_POSTGRES", "")
    if not server:
        return ""
    import psycopg

    name = f"newsgrid_house_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return urlsplit(server)._replace(path=f"/{name}").geturl()


class House:
    """A folder with settings in it, and the command line."""

    def __init__(self, folder: Path, settings: str = "") -> None:
        self.folder = folder
        self.database = own_database()
        if settings:
            (folder / "newsgrid.toml").write_text(settings, "utf-8")

    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("NEWSGRID_") and k != "DJANGO_SETTINGS_MODULE"}
        if self.database:
            kept["NEWSGRID_STORE_DATABASE"] = self.database
        return kept

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "newsgrid", *arguments]

    def run(
        self, *arguments: str, expect: Sequence[int] = (0,), timeout_s: float = 300
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            self.command(*arguments),
            cwd=self.folder,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )
        assert done.returncode in expect, (
            f"newsgrid {' '.join(arguments)}: exit {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        )
        return done

    def json(self, *arguments: str, expect: Sequence[int] = (0,), timeout_s: float = 300) -> Any:
        return json.loads(self.run(*arguments, "--json", expect=expect, timeout_s=timeout_s).stdout)

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self.command(*arguments),
            cwd=self.folder,
            env=self.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
