"""Opening the store that the settings name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrid.settings import Settings
from newsgrid.web.config import migrate, setup

if TYPE_CHECKING:
    from newsgrid.web.catalog.store import CatalogStore


def open_store(settings: Settings) -> CatalogStore:
    """Bring Django up with these settings and open the store: made at first use, brought to the newest tables.

    Raises SettingsError for a data folder, StoreError for a database that cannot be used.
    """
    setup(settings)
    from django.db import DatabaseError

    from newsgrid.web.catalog.guard import as_store_error

    try:
        migrate()
    except DatabaseError as error:
        raise as_store_error(error) from error
    from newsgrid.web.catalog.store import CatalogStore

    return CatalogStore()
