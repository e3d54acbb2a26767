"""Django as newsgrid sets it up."""

from __future__ import annotations

import dataclasses
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.checks import run_checks
from django.core.management import call_command
from django.test import Client

from newsgrid.errors import SettingsError
from newsgrid.settings import Settings, StoreSettings, load
from newsgrid.web import config
from newsgrid.web.config.database import postgres, sqlite
from newsgrid.web.config.secret import keep_secret, read_secret


def test_the_signing_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    assert read_secret(tmp_path) == ""
    key = keep_secret(tmp_path)
    assert len(key) > 50
    assert keep_secret(tmp_path) == read_secret(tmp_path) == key
    [file] = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_django_finds_nothing_wrong() -> None:
    assert run_checks() == []


@pytest.mark.django_db
def test_the_migrations_have_all_that_the_models_declare() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_sqlite_stands_in_the_data_folder_and_waits_its_turn(tmp_path: Path) -> None:
    found = sqlite(StoreSettings(data_dir=tmp_path))
    assert found["NAME"] == str(tmp_path / "newsgrid.sqlite3")
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in found["OPTIONS"]["init_command"]


def test_a_postgresql_address_is_read() -> None:
    found = postgres("postgresql://me:p%40ss@db.example:5433/news%20grid?sslmode=require&host=/run")
    assert (found["NAME"], found["USER"], found["PASSWORD"]) == ("news grid", "me", "p@ss")
    assert (found["HOST"], found["PORT"], found["OPTIONS"]["sslmode"]) == ("/run", "5433", "require")


@pytest.mark.parametrize("address", ["postgresql://host", "postgresql://host:port/name"])
def test_a_postgresql_address_that_is_wrong_says_so(address: str) -> None:
    with pytest.raises(SettingsError, match=r"store\.database"):
        postgres(address)


def test_django_is_set_up_once_with_the_same_settings(tmp_path: Path) -> None:
    config.setup(config.current())
    other = dataclasses.replace(Settings(), store=StoreSettings(data_dir=tmp_path))
    with pytest.raises(SettingsError, match="already"):
        config.configure(other)


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    outcome = _python("from newsgrid.web import config; config.setup()", tmp_path / "file" / "data")
    assert "SettingsError: The data folder" in outcome.stderr


def test_a_program_brings_django_up_with_its_own_settings(tmp_path: Path) -> None:
    code = f"""
from pathlib import Path
from newsgrid.settings import Settings, StoreSettings
from newsgrid.web import config
config.setup(Settings(store=StoreSettings(data_dir=Path({str(tmp_path / "own")!r}))))
config.migrate()
from newsgrid.web.catalog.store import CatalogStore
print(CatalogStore().counts()["articles"])
from django.db import connection
with connection.cursor() as cursor:
    print(cursor.execute("PRAGMA journal_mode").fetchone()[0], cursor.execute("PRAGMA foreign_keys").fetchone()[0])
"""
    outcome = _python(code, tmp_path / "other")
    assert outcome.stdout.split() == ["0", "wal", "1"], outcome.stderr
    assert {file.name for file in (tmp_path / "own").iterdir()} >= {"newsgrid.sqlite3", "secret_key"}
    assert not (tmp_path / "other").exists()


def test_host_names_are_those_of_the_settings(tmp_path: Path) -> None:
    code = "from django.conf import settings; print(settings.ALLOWED_HOSTS, settings.CSRF_TRUSTED_ORIGINS, settings.SESSION_COOKIE_SECURE)"
    outcome = _python(
        code, tmp_path, NEWSGRID_SITE_BASE_URL="https://news.example/", NEWSGRID_SITE_ALLOWED_HOSTS="grid.example"
    )
    assert "'news.example'" in outcome.stdout
    assert "'grid.example'" in outcome.stdout
    assert "['https://news.example'] True" in outcome.stdout


@pytest.mark.django_db
def test_every_answer_forbids_what_is_not_ours(client: Client) -> None:
    response = client.get("/admin/login/")
    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
def test_static_files_are_served_under_addresses_that_change_with_them(client: Client) -> None:
    from django.templatetags.static import static

    address = static("admin/css/base.css")
    assert "?v=" in address
    response = client.get(address)
    assert response.status_code == 200
    assert "max-age=2592000" in response.headers["Cache-Control"]
    response.close()
    assert static("no/such.css").endswith("no/such.css")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "table", ["publisher", "feed", "subscription", "entry", "article", "story", "edition", "place"]
)
def test_the_admin_lists_and_searches_each_table(admin_client: Client, table: str) -> None:
    assert admin_client.get(f"/admin/catalog/{table}/").status_code == 200
    if table != "edition":
        assert admin_client.get(f"/admin/catalog/{table}/?q=water").status_code == 200


@pytest.mark.django_db
def test_there_is_no_account_until_the_operator_makes_one() -> None:
    assert not User.objects.exists()


def test_the_settings_are_those_of_newsgrid() -> None:
    assert load() == settings.NEWSGRID


def _python(code: str, data_dir: Path, **env: str) -> subprocess.CompletedProcess[str]:
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("NEWSGRID_")}
    given = {"NEWSGRID_STORE_DATA_DIR": str(data_dir), "DJANGO_SETTINGS_MODULE": config.SETTINGS_MODULE}
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**inherited, **given, **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.django_db
def test_the_admin_shows_neither_callback_nor_secret(admin_client: Client) -> None:
    from newsgrid.model import Feed, Subscription
    from newsgrid.web.catalog.store import CatalogStore

    store = CatalogStore()
    feed = store.add_feed(Feed(0, "https://paper.example/feed"))
    store.add_subscription(
        Subscription("t0ken", feed.id, "https://hub.example/", feed.url, "https://n.example/t0ken/", "s3cret")
    )
    page = admin_client.get("/admin/catalog/subscription/").content.decode()
    assert "https://hub.example/" in page
    detail = admin_client.get("/admin/catalog/subscription/t0ken/change/").content.decode()
    assert "https://hub.example/" in detail
    for text in (page, detail):
        assert "s3cret" not in text
        assert "https://n.example/" not in text
    assert "t0ken" not in page
