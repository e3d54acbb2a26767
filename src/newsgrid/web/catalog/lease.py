"""The lease: one writer of articles and stories at a time."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

from django.db import connections

from newsgrid.errors import StoreBusy

LOCK_FILE = "writer.lock"
LOCK_NUMBER = 0x6E657773
"""The advisory lock's number on PostgreSQL; any constant of our own."""


@contextlib.contextmanager
def lease(data_dir: Path, *, using: str = "default") -> Iterator[None]:
    """Be the one writer of articles and stories. Raises StoreBusy at once when another process is.

    A process that dies, even by kill -9, lets go: the lock is the system's (flock) on SQLite, the session's on PostgreSQL.
    """
    held = _file_lease(data_dir) if connections[using].vendor == "sqlite" else _session_lease(using)
    with held:
        yield


@contextlib.contextmanager
def _file_lease(data_dir: Path) -> Iterator[None]:
    with (data_dir / LOCK_FILE).open("w") as file:
        try:
            _lock(file.fileno())
        except OSError as error:
            raise StoreBusy(f"Another newsgrid process is working on {data_dir}.") from error
        yield


@contextlib.contextmanager
def _session_lease(using: str) -> Iterator[None]:
    # A connection of its own: the default one may be closed and opened again, and would lose the lock.
    connection = connections.create_connection(using)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK_NUMBER])
            if not cursor.fetchone()[0]:
                raise StoreBusy("Another newsgrid process is working on this database.")
        yield
    finally:
        connection.close()


def _lock(handle: int) -> None:
    """Lock a file for this process alone. Raises OSError when another has it."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
