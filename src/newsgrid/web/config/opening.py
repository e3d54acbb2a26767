"""Opening the store that the settings name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrid.settings import Settings
from newsgrid.web.config import migrate, setup

if TYPE_CHECKING:
    from newsgrid.web.catalog.store import CatalogStore


def open_store(settings: Settings) -> CatalogStore:
    """Bring Django up with these settings and open the store: made at first use, brought to the newest tables."""
    setup(settings)
    migrate()
    from newsgrid.web.catalog.store import CatalogStore

    return CatalogStore()
