"""The catalogue: how newsgrid keeps what it knows in a database (SQLite or PostgreSQL).

`models` are the tables, `store.CatalogStore` implements the `Store` port over them, `search` is the full-text index,
`backup` copies everything out and in again. Import these only after `newsgrid.web.config.setup()`.
"""
