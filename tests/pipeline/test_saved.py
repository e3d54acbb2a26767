"""Pages that exist already: each kind of file is read, and what is wrong with one item costs that item alone."""

from __future__ import annotations

import gzip
import io
import json
import lzma
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastwarc.warc import WarcRecord, WarcRecordType

from newsgrid.errors import InputError, NewsgridError, RecordError
from newsgrid.pipeline.saved import SavedArticle, Stated, article_of_record, entry_for, files_under, read_saved

PARAGRAPH = "The council of Lindenau voted on Tuesday to reopen the old bridge over the Warre before winter, after three years of repairs. "
PAGE = f"<html lang=en><head><title>Lindenau reopens its old bridge | Lindenau Post</title></head><body><article><h1>Lindenau reopens its old bridge</h1><p>{PARAGRAPH * 2}</p><p>{PARAGRAPH * 2}</p></article></body></html>"


def read(path: Path, stated: Stated = Stated()) -> tuple[list[SavedArticle], list[NewsgridError]]:  # noqa: B008
    errors: list[NewsgridError] = []
    return list(read_saved(path, stated, errors.append)), errors


def test_a_saved_page_is_read(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(PAGE, "utf-8")
    (saved,), errors = read(file, Stated(url="https://post.example/bridge", publisher="Lindenau Post"))
    assert errors == []
    assert saved.article.headline == "Lindenau reopens its old bridge"
    assert saved.article.publisher == "Lindenau Post"
    assert saved.entry.identity == "https://post.example/bridge"


@pytest.mark.parametrize("packed", ["", ".gz", ".xz"])
def test_lines_of_json_are_read_and_bad_ones_named(tmp_path: Path, packed: str) -> None:
    lines = [
        json.dumps(
            {
                "id": "a",
                "title": "One",
                "text": "First part.\n\nSecond part.",
                "published": "2026-03-01T10:00:00+02:00",
                "publisher": "P",
            }
        ),
        "{broken",
        "[1]",
        json.dumps({"id": "b"}),
        json.dumps({"id": "c", "title": "Three", "published": "yesterday"}),
        "",
        json.dumps({"id": "d", "title": 4}),
        json.dumps({"id": "e", "text": "Only a text, no title."}),
    ]
    data = "\n".join(lines).encode()
    file = tmp_path / f"articles.jsonl{packed}"
    file.write_bytes({"": bytes, ".gz": gzip.compress, ".xz": lzma.compress}[packed](data))
    saved, errors = read(file)
    assert [s.article.headline for s in saved] == ["One", "Only a text, no title."]
    assert saved[0].article.published == datetime(2026, 3, 1, 8, tzinfo=UTC)
    assert [b.text for b in saved[0].article.blocks] == ["First part.", "Second part."]
    assert [getattr(e, "position", 0) for e in errors] == [2, 3, 4, 5, 7]
    assert all(isinstance(e, RecordError) and e.reason for e in errors)


def test_responses_of_an_archive_are_read(tmp_path: Path) -> None:
    file = tmp_path / "crawl.warc.gz"
    with gzip.open(file, "wb") as target:
        for number, (status, kind, body) in enumerate(
            [
                ("200 OK", "text/html", PAGE),
                ("404 Not Found", "text/html", "gone"),
                ("200 OK", "image/png", "x"),
                ("200 OK", "text/html", ""),
            ]
        ):
            record = WarcRecord()
            record.init_headers()
            record.record_type = WarcRecordType.response
            record.headers["Content-Type"] = "application/http; msgtype=response"
            record.headers["WARC-Target-URI"] = f"https://post.example/{number}"
            record.set_bytes_content(
                f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body.encode())}\r\n\r\n{body}".encode()
            )
            buffer = io.BytesIO()
            record.write(buffer)
            target.write(buffer.getvalue())
    saved, errors = read(file)
    assert [s.article.headline for s in saved] == ["Lindenau reopens its old bridge"]
    assert saved[0].entry.link == "https://post.example/0"
    assert [e.item for e in errors if isinstance(e, InputError)] == ["https://post.example/3"]


def test_a_file_without_a_telling_name_is_known_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "a").write_text(PAGE, "utf-8")
    (tmp_path / "b").write_text(json.dumps({"id": 1, "title": "T", "text": PARAGRAPH}), "utf-8")
    (tmp_path / "c").write_bytes(b"\x00\x01\x02binary")
    assert read(tmp_path / "a")[0][0].article.headline == "Lindenau reopens its old bridge"
    assert read(tmp_path / "b")[0][0].article.headline == "T"
    saved, errors = read(tmp_path / "c")
    assert saved == []
    assert len(errors) == 1


def test_a_missing_or_broken_file_is_one_error(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl.gz").write_bytes(b"no gzip at all")
    assert len(read(tmp_path / "none.html")[1]) == 1
    assert len(read(tmp_path / "x.jsonl.gz")[1]) == 1


def test_folders_are_walked_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.html", "a.html", ".hidden.html"):
        (tmp_path / name).write_text("x", "utf-8")
    assert [p.name for p in files_under([tmp_path])] == ["a.html", "b.html"]


def test_the_same_text_is_the_same_entry_wherever_it_lies() -> None:
    row = {"id": "", "title": "T", "text": PARAGRAPH}
    first, second = (entry_for(article_of_record(row, 1, where)) for where in ("a.jsonl", "b.jsonl"))
    assert first.identity == second.identity
    assert first.identity.startswith("text:")


def test_records_without_an_id_are_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "two.jsonl"
    rows = [
        {"id": None, "title": "Bridge opens", "text": PARAGRAPH},
        {"id": None, "title": "Chess ends", "text": "A draw."},
    ]
    file.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    saved, errors = read(file)
    assert errors == []
    assert len({item.entry.identity for item in saved}) == 2
    assert [item.entry.guid for item in saved] == ["", ""]


@pytest.mark.parametrize("end", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_time_at_the_end_of_the_calendar_costs_its_own_line_alone(tmp_path: Path, end: str) -> None:
    file = tmp_path / "times.jsonl"
    rows = [{"title": "Bridge opens", "published": end}, {"title": "Chess ends", "text": "A draw."}]
    file.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    saved, errors = read(file)
    assert [item.article.headline for item in saved] == ["Chess ends"]
    assert [getattr(error, "reason", "") for error in errors] == ["bad-value"]


def test_a_damaged_gzip_file_is_said_to_be_unreadable(tmp_path: Path) -> None:
    data = bytearray(gzip.compress(b'{"title": "a", "text": "b"}\n' * 5000))
    data[10] = 0xFF  # of no type of block that there is
    file = tmp_path / "damaged.jsonl.gz"
    file.write_bytes(data)
    _, errors = read(file)
    assert "unreadable" in [getattr(error, "reason", "") for error in errors]
