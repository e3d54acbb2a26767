"""Updating many rows, each with its own values, in one round trip."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connections
from django.db.models import Model


def update_rows(rows: Iterable[Model], columns: Sequence[str], *, using: str) -> None:
    """Write these columns of rows of one model.

    Django's `bulk_update` makes one statement with a CASE for each value: for 64 stories of 13 columns it takes some 50 ms,
    this under 2.
    """
    rows = list(rows)
    if not rows:
        return
    connection, meta = connections[using], rows[0]._meta
    named = {field.name: field for field in meta.concrete_fields}
    fields = [named[name] for name in columns]
    key = meta.pk
    quote = connection.ops.quote_name
    assignments = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    statement = f"UPDATE {quote(meta.db_table)} SET {assignments} WHERE {quote(str(key.column))} = %s"  # noqa: S608
    values = [
        [field.get_db_prep_save(getattr(row, field.attname), connection) for field in (*fields, key)] for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)
