"""The signing key, made at first start and kept in the data folder, readable by its owner alone."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

KEY_FILE = "secret_key"


def read_secret(folder: Path) -> str:
    """Give the kept key; empty when there is none."""
    try:
        return (folder / KEY_FILE).read_text("ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        return ""


def keep_secret(folder: Path) -> str:
    """Give the kept key, made now if need be. Two processes that start at once get the same one."""
    found = read_secret(folder)
    if found:
        return found
    draft = folder / f".{KEY_FILE}.{secrets.token_hex(8)}"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, folder / KEY_FILE)
    finally:
        draft.unlink()
    return read_secret(folder)
