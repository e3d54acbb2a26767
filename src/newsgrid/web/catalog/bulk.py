"""Writing many rows in one round trip.

Django's `bulk_create` and `bulk_update` build one large statement each time, of which most of their time goes; one small
statement run for each row is many times cheaper on SQLite and pipelined on PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import AutoField, Field, Model


def insert_rows(rows: Iterable[Model], *, using: str, ignore_conflicts: bool = False, with_ids: bool = False) -> None:
    """Insert rows of one model as they are. The database numbers those of a model that leaves it to it, unless `with_ids`."""
    rows = list(rows)
    if not rows:
        return
    connection, meta = connections[using], rows[0]._meta
    fields = [field for field in meta.concrete_fields if with_ids or not isinstance(field, AutoField)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    values = ", ".join(["%s"] * len(fields))
    ending = " ON CONFLICT DO NOTHING" if ignore_conflicts else ""
    statement = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({values}){ending}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, [_values(row, fields, connection) for row in rows])


def update_rows(rows: Iterable[Model], columns: Sequence[str], *, using: str) -> None:
    """Write these columns of rows of one model."""
    rows = list(rows)
    if not rows:
        return
    connection, meta = connections[using], rows[0]._meta
    named = {field.name: field for field in meta.concrete_fields}
    fields = [named[name] for name in columns]
    quote = connection.ops.quote_name
    assignments = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    statement = f"UPDATE {quote(meta.db_table)} SET {assignments} WHERE {quote(str(meta.pk.column))} = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, [_values(row, [*fields, meta.pk], connection) for row in rows])


def _values(row: Model, fields: Sequence[Field[Any, Any]], connection: BaseDatabaseWrapper) -> list[Any]:
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
