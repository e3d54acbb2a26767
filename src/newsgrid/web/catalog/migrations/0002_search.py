"""The full-text index: FTS5 on SQLite, a tsvector column on PostgreSQL. What it holds is told in `catalog.search`."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

CREATE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE catalog_search USING fts5(words, content='', detail=none, columnsize=0, tokenize='ascii')",
    ],
    "postgresql": [
        "CREATE TABLE catalog_search (rowid bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX catalog_search_words ON catalog_search USING gin (words)",
    ],
}


def create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in CREATE[editor.connection.vendor]:
        editor.execute(statement)


def drop(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    editor.execute("DROP TABLE catalog_search")


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
