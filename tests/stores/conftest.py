"""One store after another: in memory, the catalogue on the default database, the catalogue on PostgreSQL."""

from __future__ import annotations

import pytest
from store_kinds import CATALOGUES, make_store

from newsgrid.ports import Store


@pytest.fixture(params=["memory", *CATALOGUES])
def store(request: pytest.FixtureRequest) -> Store:
    """Give each store, empty; its clock stands at NOW."""
    return make_store(request.param)
