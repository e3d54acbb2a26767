"""Addresses of static files that change when the file does."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class HashedAssets(StaticFilesStorage):
    """Static files straight from the packages, each under an address with a hash of its content (`site.css?v=1a2b...`)."""

    def url(self, name: str | None, force: bool = False) -> str:
        """Give a file's address."""
        address = super().url(name)
        version = (_version_now if settings.DEBUG else _version)(name or "")
        return f"{address}?v={version}" if version else address


def _version_now(name: str) -> str:
    found = finders.find(name)
    path = Path(found) if isinstance(found, str) else None
    if path is None or not path.is_file():
        return ""
    return hashlib.blake2b(path.read_bytes(), digest_size=6).hexdigest()


_version = functools.lru_cache(maxsize=1024)(_version_now)
