"""The kinds of stores there are to test, and what each needs."""

from __future__ import annotations

import os

import pytest
from django.conf import settings
from store_values import NOW

from newsgrid.ports import Store
from newsgrid.stores import MemoryStore


def _why_no_postgres() -> str:
    if not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return "the default database is PostgreSQL already"
    return "" if os.environ.get("NEWSGRID_TEST_POSTGRES") else "NEWSGRID_TEST_POSTGRES names no PostgreSQL server"


POSTGRES = pytest.param(
    "postgres",
    marks=[
        pytest.mark.django_db(databases=["default", "postgres"]),
        pytest.mark.skipif(bool(_why_no_postgres()), reason=_why_no_postgres()),
    ],
)
CATALOGUES = [pytest.param("default", marks=pytest.mark.django_db), POSTGRES]


def make_store(name: str) -> Store:
    """Give an empty store: `memory`, or the catalogue on the database of that name."""
    if name == "memory":
        return MemoryStore(clock=lambda: NOW)
    from newsgrid.web.catalog.store import CatalogStore

    return CatalogStore(using=name, clock=lambda: NOW)
