"""Backup and restore: all that is kept, in one file that any database takes.

The file is a tar of `manifest.json` (format, time, the last migration, rows of each table) and, for each table, one
`TABLE.jsonl.zst`: a row a line, columns by name, bytes in base64. It is read from the database in one snapshot, so it is
whole while newsgrid runs. Kept are the catalogue and the accounts; left out are what is made anew (the search index,
sessions, Django's own lists) and the signing key: whoever finds a backup cannot sign as the site, and after a restore into
a new folder readers sign in again. Both ways are all or nothing.
"""

from __future__ import annotations

import base64
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import zstandard
from django.apps import apps
from django.core.management.color import no_style
from django.db import DataError, IntegrityError, connections, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from newsgrid.errors import InputError, StoreError
from newsgrid.model import Annotations, Article
from newsgrid.web.catalog import codec, search
from newsgrid.web.catalog.bulk import insert_rows
from newsgrid.web.catalog.models import ArticleVersion
from newsgrid.web.catalog.search import article_words

FORMAT = 1
_APP = "catalog"
_LEFT_OUT = frozenset({"sessions", "contenttypes", "admin", "messages", "staticfiles"})
_LEFT_OUT_TABLES = frozenset({"auth_permission", "auth_group_permissions", "auth_user_user_permissions"})
"""They name permissions by ids that differ from one database to the next; Django makes them anew."""
_BATCH = 500
_MOST_LINE_BYTES = 256 * 1024 * 1024


def backup(target: Path, *, using: str = "default") -> None:
    """Write everything into a file, which appears only when it is whole. Raises StoreError when it cannot be written."""
    folder = target.absolute().parent
    try:
        with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=folder) as room:
            draft = Path(room, "draft")
            # It has the accounts: for its owner alone, as the data folder is.
            with open(draft, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
                with _snapshot(using), tarfile.open(fileobj=file, mode="w") as tar:
                    _write(tar, using)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
        _settle(folder)
    except OSError as error:
        raise StoreError(f"The backup {target} could not be written: {error}.") from error


def restore(source: Path, *, force: bool = False, using: str = "default") -> None:
    """Fill the store from a backup, in one transaction.

    Raises InputError for a file that is no backup, or one of a newer newsgrid; StoreError when the store holds something
    already and `force` is not given. With `force`, what it holds is replaced.
    """
    try:
        with tarfile.open(source, mode="r:") as tar:
            manifest = _manifest(tar, source)
            with transaction.atomic(using=using):
                _make_room(force, using)
                for table in manifest["tables"]:
                    _read_table(tar, table, source, using)
                _index(using)
                _reset_sequences(using)
    except (tarfile.TarError, zstandard.ZstdError, OSError, EOFError) as error:
        raise InputError(
            f"{source} cannot be read as a backup: {error}.", item=str(source), reason="unreadable"
        ) from error
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
        DataError,
        IntegrityError,
    ) as error:
        # Its rows are another's words: what does not fit the tables is the file's fault, and nothing of it stays.
        raise InputError(f"{source} is damaged: {error!r}.", item=str(source), reason="damaged") from error


def is_empty(*, using: str = "default") -> bool:
    """Say whether the store holds no feed, entry, edition or account."""
    return not any(model._default_manager.using(using).exists() for model in _models() if _counts_as_content(model))


def _counts_as_content(model: type[models.Model]) -> bool:
    return model._meta.label in {"catalog.Feed", "catalog.Entry", "catalog.Edition", "auth.User"}


def _models() -> list[type[models.Model]]:
    """Give what is kept, each after what it refers to."""
    wanted = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and model._meta.app_label not in _LEFT_OUT
        and model._meta.db_table not in _LEFT_OUT_TABLES
    ]
    ordered: list[type[models.Model]] = []

    def visit(model: type[models.Model]) -> None:
        if model in ordered or model not in wanted:
            return
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model not in (model, "self"):
                visit(field.related_model)
        ordered.append(model)

    for model in wanted:
        visit(model)
    return ordered


@contextmanager
def _snapshot(using: str) -> Iterator[None]:
    """See the database as it is now, however long reading takes; nobody is kept from writing."""
    connection = connections[using]
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        # Not `atomic`: that would begin IMMEDIATE and hold the write lock.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(using=using):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def _write(tar: tarfile.TarFile, using: str) -> None:
    tables = []
    for model in _models():
        with tempfile.TemporaryFile() as file:
            rows = _write_rows(model, file, using)
            tables.append({"table": model._meta.db_table, "rows": rows})
            _add(tar, f"{model._meta.db_table}.jsonl.zst", file)
    manifest = {
        "format": FORMAT,
        "made": datetime.now(UTC).isoformat(),
        "migration": _migration(using),
        "tables": tables,
    }
    _add(tar, "manifest.json", io.BytesIO(json.dumps(manifest, indent=1).encode()))


def _add(tar: tarfile.TarFile, name: str, file: IO[bytes]) -> None:
    info = tarfile.TarInfo(name)
    info.size = file.seek(0, os.SEEK_END)
    info.mode = 0o600
    file.seek(0)
    tar.addfile(info, file)


def _write_rows(model: type[models.Model], file: IO[bytes], using: str) -> int:
    fields = model._meta.concrete_fields
    turns = [_to_json(field) for field in fields]
    names = [field.attname for field in fields]
    rows = 0
    with zstandard.ZstdCompressor(level=6).stream_writer(file, closefd=False) as stream:
        found = model._default_manager.using(using).order_by("pk").values_list(*names)
        for values in found.iterator(chunk_size=_BATCH):
            row = {
                name: turn(value) for name, turn, value in zip(names, turns, values, strict=True) if value is not None
            }
            stream.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
            rows += 1
    return rows


def _to_json(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    if isinstance(field, models.BinaryField):
        return lambda value: base64.b64encode(bytes(value)).decode("ascii")
    if isinstance(field, models.DateTimeField):
        return lambda value: value.isoformat()
    return lambda value: value


def _from_json(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    if isinstance(field, models.BinaryField):
        return base64.b64decode
    if isinstance(field, models.DateTimeField):
        return datetime.fromisoformat
    return lambda value: value


def _migration(using: str) -> str:
    applied = MigrationRecorder(connections[using]).applied_migrations()
    return max((name for app, name in applied if app == _APP), default="")


def _manifest(tar: tarfile.TarFile, source: Path) -> dict[str, Any]:
    """Read the manifest and refuse what cannot be restored."""
    from django.db.migrations.loader import MigrationLoader

    try:
        manifest: dict[str, Any] = json.loads(_member(tar, "manifest.json", source).read(1_000_000))
    except ValueError as error:
        raise InputError(f"{source} is no backup of newsgrid.", item=str(source), reason="no-backup") from error
    known = {name for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations if app == _APP}
    if manifest.get("format") != FORMAT or manifest.get("migration") not in known:
        raise InputError(
            f"{source} was made by another version of newsgrid ({manifest.get('migration')}): restore it with that version, "
            "then upgrade.",
            item=str(source),
            reason="other-version",
        )
    return manifest


def _make_room(force: bool, using: str) -> None:
    if not force and not is_empty(using=using):
        raise StoreError("The store holds something already; restore into an empty one, or say --force to replace it.")
    for model in reversed(_models()):
        # Rows that the database made by itself (an empty store has none) go too: ids must be free.
        model._default_manager.using(using).all()._raw_delete(using)
    search.clear(using=using)


def _read_table(tar: tarfile.TarFile, table: dict[str, Any], source: Path, using: str) -> None:
    model = next((model for model in _models() if model._meta.db_table == table["table"]), None)
    if model is None:
        raise InputError(f"{source} has a table that is not known here.", item=str(source), reason="no-backup")
    member = _member(tar, f"{table['table']}.jsonl.zst", source)
    turns = {field.attname: _from_json(field) for field in model._meta.concrete_fields}
    batch: list[models.Model] = []
    rows = 0
    try:
        for line in _lines(member):
            batch.append(model(**{name: turns[name](value) for name, value in json.loads(line).items()}))
            rows += 1
            if len(batch) >= _BATCH:
                insert_rows(batch, using=using, with_ids=True)
                batch.clear()
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"{source}: row {rows + 1} of {table['table']} is damaged.", item=str(source), reason="damaged"
        ) from error
    insert_rows(batch, using=using, with_ids=True)
    if rows != table["rows"]:
        raise InputError(
            f"{source}: {table['table']} has {rows} rows of {table['rows']}.", item=str(source), reason="damaged"
        )


def _member(tar: tarfile.TarFile, name: str, source: Path) -> IO[bytes]:
    found = tar.extractfile(name) if name in tar.getnames() else None
    if found is None:
        raise InputError(f"{source} is no backup of newsgrid: it has no {name}.", item=str(source), reason="no-backup")
    return found


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    with zstandard.ZstdDecompressor().stream_reader(file) as stream:
        reader = io.BufferedReader(stream)
        while line := reader.readline(_MOST_LINE_BYTES):
            yield line


def _index(using: str) -> None:
    """Make the search index anew."""
    versions = ArticleVersion.objects.using(using).order_by("pk").values_list("pk", "data", "annotations")
    batch: list[tuple[int, str]] = []
    for key, data, said in versions.iterator(chunk_size=_BATCH):
        names = codec.unpack(Annotations, said).names
        batch.append((key, article_words(codec.unpack(Article, data), (name.name for name in names))))
        if len(batch) >= _BATCH:
            search.add_versions(batch, using=using)
            batch.clear()
    search.add_versions(batch, using=using)


def _reset_sequences(using: str) -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)


def _settle(folder: Path) -> None:
    """Make the new name last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
