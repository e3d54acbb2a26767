"""Stores: where newsgrid keeps what it knows.

`MemoryStore` keeps it in memory. `rules` and `moves` say what every store decides in the same way; the catalogue
(`newsgrid.web.catalog.store.CatalogStore`) follows them too.
"""

from newsgrid.stores.memory import MemoryStore

__all__ = ["MemoryStore"]
