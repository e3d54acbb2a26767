"""Which database, and how it is opened."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from newsgrid.errors import SettingsError
from newsgrid.settings import StoreSettings

SQLITE_FILE = "newsgrid.sqlite3"
BUSY_TIMEOUT_S = 20

# WAL lets pages be read while the worker writes. NORMAL loses no consistency and, after a killed process, no commit;
# only a power cut may take back the last ones, and then the feeds are simply asked again.
_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY; "
    "PRAGMA mmap_size=268435456; PRAGMA cache_size=-32000; PRAGMA journal_size_limit=67108864;"
)


def database(store: StoreSettings) -> dict[str, Any]:
    """Give Django's description of the database. Raises SettingsError for an address that cannot be read."""
    return postgres(store.database) if store.database else sqlite(store)


def sqlite(store: StoreSettings) -> dict[str, Any]:
    """Describe the SQLite file in the data folder."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(store.data_dir.absolute() / SQLITE_FILE),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": BUSY_TIMEOUT_S, "init_command": _PRAGMAS},
    }


def postgres(address: str) -> dict[str, Any]:
    """Describe a PostgreSQL database given as `postgresql://user:password@host:port/name?option=value`."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise SettingsError(f"store.database is no address that can be read: {error}.") from error
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise SettingsError("store.database names no database; write postgresql://user:password@host/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": "10", **options},
    }
