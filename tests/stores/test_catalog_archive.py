"""Backup and restore of the catalogue."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from django.contrib.auth.models import Group, User
from store_kinds import CATALOGUES, POSTGRES, make_store
from store_values import EDITION, NOW, a_delivery, a_digest, a_made, a_subscription, an_article, an_entry, keep_stories

from newsgrid.errors import InputError, StoreError
from newsgrid.model import Merge
from newsgrid.web.catalog import archive, models, search
from newsgrid.web.catalog.archive import backup, is_empty, restore
from newsgrid.web.catalog.search import search_articles
from newsgrid.web.catalog.store import CatalogStore


@pytest.fixture(params=CATALOGUES)
def using(request: pytest.FixtureRequest) -> str:
    """Give each database."""
    name: str = request.param
    return name


def fill(using: str) -> list[list[int]]:
    """Put something into every table."""
    store = make_store(using)
    assert isinstance(store, CatalogStore)
    store.add_edition(EDITION)
    stories = keep_stories(store, 3, 1, 1)
    store.save_digests({story[0]: a_digest(story[0]) for story in stories})
    store.save_repair([Merge(stories[1][0], stories[2][0], "")], [])
    store.save_articles(
        [a_made(stories[0][0], article=an_article(1, "Changed. น้ำท่วม"))], templates={"paper.example": b"\0taught\xff"}
    )
    store.save_state("words", b"\0\xff")
    store.save_host_wait("paper.example", NOW)
    subscription = a_subscription(store.feeds()[0].id)
    store.add_subscription(subscription)
    for body in (b"read", b"\0waits\xff"):
        store.add_delivery(a_delivery(subscription, body))
    store.drop_delivery(store.deliveries()[0].id)
    group = Group.objects.using(using).create(name="editors")
    User.objects.db_manager(using).create_user("ann", password="a long one").groups.add(group)
    return stories


def everything(using: str) -> dict[str, list[dict[str, object]]]:
    def whole(row: dict[str, object]) -> dict[str, object]:
        return {name: bytes(value) if isinstance(value, memoryview) else value for name, value in row.items()}

    return {
        model._meta.db_table: [whole(row) for row in model._default_manager.using(using).order_by("pk").values()]
        for model in archive._models()
    }


def rewritten(source: Path, target: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old.getmembers():
            found = old.extractfile(member)
            assert found is not None
            data = change(member.name, found.read())
            if data is not None:
                member.size = len(data)
                new.addfile(member, io.BytesIO(data))
    return target


def test_a_backup_restores_all_that_was_kept(using: str, tmp_path: Path) -> None:
    stories = fill(using)
    before, store = everything(using), make_store(using)
    assert all(before.values())
    backup(tmp_path / "all.tar", using=using)
    store.save_articles([a_made(store.add_entry(an_entry(99), NOW).id, article=an_article(99, "Later."))])
    restore(tmp_path / "all.tar", force=True, using=using)
    assert everything(using) == before
    assert [article.pk for article in search_articles("changed", using=using)] == [stories[0][0]]
    assert search_articles("later", using=using) == []


def test_after_a_restore_new_rows_get_new_ids(using: str, tmp_path: Path) -> None:
    fill(using)
    backup(tmp_path / "all.tar", using=using)
    restore(tmp_path / "all.tar", force=True, using=using)
    store = make_store(using)
    known = set(models.Entry.objects.using(using).values_list("id", flat=True))
    entry = store.add_entry(an_entry(500), NOW).id
    assert entry not in known
    store.save_articles([a_made(entry, article=an_article(5, "The bridge opened."))])
    assert [article.pk for article in search_articles("bridge", using=using)] == [entry]


@pytest.mark.parametrize("target", [POSTGRES])
def test_a_backup_of_one_database_restores_into_the_other(target: str, tmp_path: Path) -> None:
    fill("default")
    backup(tmp_path / "all.tar")
    restore(tmp_path / "all.tar", using=target)
    assert everything(target) == everything("default")
    backup(tmp_path / "back.tar", using=target)
    restore(tmp_path / "back.tar", force=True)
    assert everything("default") == everything(target)


def test_a_store_that_holds_something_is_not_overwritten(using: str, tmp_path: Path) -> None:
    assert is_empty(using=using)
    fill(using)
    assert not is_empty(using=using)
    before = everything(using)
    backup(tmp_path / "all.tar", using=using)
    with pytest.raises(StoreError, match="holds something"):
        restore(tmp_path / "all.tar", using=using)
    assert everything(using) == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda name, data: None if name == "manifest.json" else data,
        lambda name, data: None if name.startswith("catalog_story.") else data,
        lambda name, data: b"{}" if name == "manifest.json" else data,
        lambda name, data: b"no json" if name == "manifest.json" else data,
        lambda name, data: data.replace(b'"catalog_story"', b'"catalog_other"') if name == "manifest.json" else data,
        lambda name, data: data.replace(b'"migration": "0', b'"migration": "9') if name == "manifest.json" else data,
        lambda name, data: data[: len(data) // 2] if name.startswith("catalog_articleversion") else data,
        lambda name, data: data[::-1] if name.startswith("catalog_feed") else data,
        lambda name, data: b"[]" if name == "manifest.json" else data,
        lambda name, data: b"[" * 100_000 if name == "manifest.json" else data,
        lambda name, data: zstandard.compress(b"[" * 100_000) if name.startswith("catalog_feed") else data,
        lambda name, data: zstandard.compress(b"[1]") if name.startswith("catalog_feed") else data,
        lambda name, data: zstandard.compress(b'{"id": "x"}\n') if name.startswith("catalog_feed") else data,
        lambda name, data: zstandard.compress(b'{"id": 1e400}\n') if name.startswith("catalog_feed") else data,
        lambda name, data: zstandard.compress(b'{"id": 1, "url": null}\n') if name.startswith("catalog_feed") else data,
    ],
)
def test_a_damaged_or_strange_backup_is_refused_and_changes_nothing(
    tmp_path: Path, change: Callable[[str, bytes], bytes | None]
) -> None:
    fill("default")
    before = everything("default")
    backup(tmp_path / "all.tar")
    with pytest.raises(InputError):
        restore(rewritten(tmp_path / "all.tar", tmp_path / "bad.tar", change), force=True)
    assert everything("default") == before


@pytest.mark.django_db
def test_what_is_no_tar_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_bytes(b"not a tar" * 100)
    with pytest.raises(InputError):
        restore(tmp_path / "a.tar")
    with pytest.raises(InputError):
        restore(tmp_path / "missing.tar")


@pytest.mark.django_db
def test_a_backup_appears_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "all.tar").write_bytes(b"yesterday's")
    monkeypatch.setattr(archive, "_migration", lambda using: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        backup(tmp_path / "all.tar")
    assert [file.name for file in tmp_path.iterdir()] == ["all.tar"]
    assert (tmp_path / "all.tar").read_bytes() == b"yesterday's"
    with pytest.raises(StoreError):
        backup(tmp_path / "no" / "such" / "folder.tar")


@pytest.mark.django_db
def test_a_backup_has_neither_the_signing_key_nor_sessions(tmp_path: Path) -> None:
    from django.conf import settings

    fill("default")
    backup(tmp_path / "all.tar")
    with tarfile.open(tmp_path / "all.tar") as tar:
        names = set(tar.getnames())
        manifest = json.loads(tar.extractfile("manifest.json").read())  # type: ignore[union-attr]
    assert not any("session" in name or "secret" in name for name in names)
    assert {f"{table['table']}.jsonl.zst" for table in manifest["tables"]} == names - {"manifest.json"}
    assert settings.SECRET_KEY.encode() not in (tmp_path / "all.tar").read_bytes()


@pytest.mark.django_db(transaction=True)
def test_a_backup_outside_a_transaction_sees_one_moment(tmp_path: Path) -> None:
    fill("default")
    before = everything("default")
    backup(tmp_path / "all.tar")
    restore(tmp_path / "all.tar", force=True)
    assert everything("default") == before
    search.clear(using="default")


@pytest.mark.django_db
def test_a_backup_is_for_its_owner_alone(tmp_path: Path) -> None:
    backup(tmp_path / "all.tar")
    assert (tmp_path / "all.tar").stat().st_mode & 0o077 == 0
