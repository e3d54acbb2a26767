"""Reading and writing rows where there are many of them, or where it is done for every feed.

Django's `bulk_create` and `bulk_update` build one large statement each time, of which most of their time goes; one small
statement run for each row is many times cheaper on SQLite and pipelined on PostgreSQL. Its query sets are put together
and compiled anew each time, half a millisecond and more for each: what every visit to a feed asks is in SQL here.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import AutoField, Field, Model

Row = TypeVar("Row", bound=Model)

_CHUNK = 5000
"""Values asked for at a time: SQLite takes some 32,000 in one query."""
_AS_THEY_ARE: tuple[tuple[type[Field[Any, Any]], type], ...] = (
    (models.CharField, str),
    (models.TextField, str),
    (models.IntegerField, int),
    (models.ForeignKey, int),
    (models.BooleanField, bool),
    (models.BinaryField, bytes),
)
"""Fields with the type whose values both databases take as they are; Django would turn each into what it is already."""


def insert_rows(rows: Iterable[Model], *, using: str, ignore_conflicts: bool = False, with_ids: bool = False) -> None:
    """Insert rows of one model as they are. The database numbers those of a model that leaves it to it, unless `with_ids`."""
    rows = list(rows)
    if not rows:
        return
    fields = [field for field in rows[0]._meta.concrete_fields if with_ids or not isinstance(field, AutoField)]
    names = [field.attname for field in fields]
    values = map(operator.attrgetter(*names), rows)
    insert_values(type(rows[0]), names, values, using=using, ignore_conflicts=ignore_conflicts)


def insert_values(
    model: type[Model],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    using: str,
    ignore_conflicts: bool = False,
) -> None:
    """Insert rows of a model that was never made an object of: values in the order of `names`, two at least (`feed_id`, not `feed`)."""
    connection, meta = connections[using], model._meta
    fields = [_by_attname(model)[name] for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    ending = " ON CONFLICT DO NOTHING" if ignore_conflicts else ""
    statement = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({places}){ending}"  # noqa: S608
    _run_for_each(statement, fields, rows, connection)


def update_rows(rows: Iterable[Model], columns: Sequence[str], *, using: str) -> None:
    """Write these columns of rows of one model."""
    rows = list(rows)
    if not rows or not columns:
        return
    connection, meta = connections[using], rows[0]._meta
    named = {field.name: field for field in meta.concrete_fields}
    fields = [*(named[name] for name in columns), meta.pk]
    quote = connection.ops.quote_name
    assignments = ", ".join(f"{quote(str(field.column))} = %s" for field in fields[:-1])
    statement = f"UPDATE {quote(meta.db_table)} SET {assignments} WHERE {quote(str(meta.pk.column))} = %s"  # noqa: S608
    values = map(operator.attrgetter(*(field.attname for field in fields)), rows)
    _run_for_each(statement, fields, values, connection)


def select_in(
    model: type[Model], names: Sequence[str], name: str, values: Iterable[int], *, also: str = "", using: str
) -> Iterator[tuple[Any, ...]]:
    """Give columns of the rows in which one column has one of these values, as the database gives them, in no order.

    For numbers, texts and bytes: nothing is converted. `also` is a condition in SQL that holds besides, of ours alone.
    """
    wanted = list(values)
    connection = connections[using]
    quote = connection.ops.quote_name
    start = f"SELECT {', '.join(map(quote, names))} FROM {quote(model._meta.db_table)} WHERE {quote(name)} IN "  # noqa: S608
    for at in range(0, len(wanted), _CHUNK):
        chunk = wanted[at : at + _CHUNK]
        places = ", ".join(["%s"] * len(chunk))
        with connection.cursor() as cursor:
            cursor.execute(f"{start}({places}){f' AND {also}' if also else ''}", chunk)
            yield from cursor.fetchall()


def lock_rows(model: type[Row], ids: Sequence[int], *, using: str) -> dict[int, Row]:
    """Give rows by id, locked until the transaction ends, those that are there."""
    connection, meta = connections[using], model._meta
    fields = list(meta.concrete_fields)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    names = [field.attname for field in fields]
    converters = _converters(model, using)
    found = {}
    for at in range(0, len(ids), _CHUNK):
        chunk = ids[at : at + _CHUNK]
        places = ", ".join(["%s"] * len(chunk))
        where = f"{quote(str(meta.pk.column))} IN ({places}) ORDER BY {quote(str(meta.pk.column))}{lock}"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {columns} FROM {quote(meta.db_table)} WHERE {where}", chunk)  # noqa: S608
            rows = cursor.fetchall()
        for values in rows:
            made = list(values)
            for index, convert in converters:
                made[index] = convert(made[index])
            row = model.from_db(using, names, made)
            found[row.pk] = row
    return found


def _run_for_each(
    statement: str, fields: Sequence[Field[Any, Any]], rows: Iterable[Sequence[Any]], connection: BaseDatabaseWrapper
) -> None:
    turns = [_turn(field, connection) for field in fields]
    values = [[turn(value) for turn, value in zip(turns, row, strict=True)] for row in rows]
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(statement, values)


def _turn(field: Field[Any, Any], connection: BaseDatabaseWrapper) -> Callable[[Any], Any]:
    """Give what makes a field's values fit for the database."""

    def as_django_does(value: Any) -> Any:
        return field.get_db_prep_save(value, connection)

    if isinstance(field, models.DateTimeField):
        # Rows that are written together have their times in common.
        return functools.cache(as_django_does)
    plain = {kind for fields, kind in _AS_THEY_ARE if isinstance(field, fields)} | {type(None)}
    return lambda value: value if type(value) in plain else as_django_does(value)


@functools.cache
def _by_attname(model: type[Model]) -> dict[str, Field[Any, Any]]:
    return {field.attname: field for field in model._meta.concrete_fields}


@functools.cache
def _converters(model: type[Model], using: str) -> list[tuple[int, Callable[[Any], Any]]]:
    """Give what turns a database's values into Python's, by the place of the field, where anything is to be turned."""
    connection = connections[using]
    found: list[tuple[int, Callable[[Any], Any]]] = []
    for index, field in enumerate(model._meta.concrete_fields):
        turns = [
            *connection.ops.get_db_converters(field.cached_col),
            *field.get_db_converters(connection),
        ]
        found += [(index, functools.partial(_converted, turn, field.cached_col, using)) for turn in turns]
    return found


def _converted(turn: Callable[..., Any], expression: Any, using: str, value: Any) -> Any:
    return turn(value, expression, connections[using])
