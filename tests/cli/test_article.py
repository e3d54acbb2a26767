"""`newsgrid article extract` and `diff`, within this process: what is printed, and what is said of what cannot be read."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from newsgrid.cli import article
from newsgrid.cli.main import main

PROSE = (
    "Ferry crews in Saltmarsh walked out for a third day on Tuesday, leaving {} passengers to find another way across."
)
PAGE = """<html lang="en"><head><meta name="robots" content="noai"><meta name="description" content="Crews and board are far apart as the strike goes on."></head><body><article>
<h1>Ferry strike enters third day</h1><p class="standfirst">Crews and board are far apart as the strike goes on.</p><p>{}</p><h2>What they *want*</h2><p>“We will not sail short-handed,” said Dermot Quill, who speaks for the crews.</p>
<p>Talks are to resume on Wednesday in the town hall, and the mayor has offered to sit in.</p></article></body></html>"""
KEYS = "title description text authors agency dateline published modified section topics canonical image language paywalled live signals"


class Shell:
    """Runs commands and keeps what they print."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch, self.capsys = monkeypatch, capsys

    def run(self, *arguments: str, expect: Sequence[int] = (0,)) -> tuple[str, str]:
        self.monkeypatch.setattr(sys, "argv", ["newsgrid", "article", *arguments])
        self.capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        done = self.capsys.readouterr()
        assert (ended.value.code or 0) in expect, done
        return done.out, done.err

    def json(self, *arguments: str) -> Any:
        return json.loads(self.run(*arguments)[0])


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(monkeypatch, capsys)


def page(folder: Path, name: str, passengers: str) -> str:
    path = folder / name
    path.write_text(PAGE.format(PROSE.format(passengers)), "utf-8")
    return str(path)


def test_json_has_every_key(shell: Shell, tmp_path: Path) -> None:
    found = shell.json("extract", page(tmp_path, "a.html", "14,000"), "--url", "https://courier.example/a")
    assert set(KEYS.split()) <= found.keys()
    assert found["text"].split("\n\n")[1] == PROSE.format("14,000")
    assert found["canonical"] == "https://courier.example/a"


def test_person_is_shown_an_article_once_and_as_it_is(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(article, "as_json", lambda asked: False)
    out, _ = shell.run("extract", page(tmp_path, "a.html", "14,000"))
    assert out.count("far apart") == 1
    assert "What they *want*" in out
    assert "it states  noai" in out


def test_plain_text_of_another_encoding_is_read(shell: Shell, tmp_path: Path) -> None:
    text = "Экипажи паромов бастуют третий день, тысячи пассажиров остались на причале, переговоры продолжатся в среду."
    path = tmp_path / "quay.txt"
    path.write_bytes(
        f"Экипажи паромов бастуют третий день\n\n{text}\n\n{text.replace('среду', 'пятницу')}\n".encode("cp1251")
    )
    found = shell.json("extract", str(path))
    assert (found["title"], found["language"]) == ("Экипажи паромов бастуют третий день", "ru")


def test_standard_input_may_be_utf_16(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    body = PAGE.format(PROSE.format("14,000")).encode("utf-16")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(body)))
    assert shell.json("extract", "-")["title"] == "Ferry strike enters third day"


@pytest.mark.parametrize(
    ("source", "body", "says"),
    [
        ("none.html", None, "No such file"),
        ("courier.example/a", None, "write it with https://"),
        ("empty.html", b"", "page has no content"),
        ("short.txt", b"Hello", "dump has no prose"),
        ("noise.txt", bytes(range(256)) * 9, "the bytes are no text"),
        ("http://127.0.0.1:9/x", None, "private or reserved"),
    ],
)
def test_what_cannot_be_read_is_named(
    shell: Shell, tmp_path: Path, source: str, body: bytes | None, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if body is not None:
        Path(source).write_bytes(body)
    out, err = shell.run("extract", source, expect=[1])
    assert out == ""
    assert says in err
    assert source in err or source.startswith("http")


def test_silent_correction_is_told_in_words(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    versions = [page(tmp_path, name, number) for name, number in (("old.html", "14,000"), ("new.html", "40,000"))]
    (silent,) = shell.json("diff", *versions)["silent"]
    assert (silent["marks"], silent["words"]) == (["figure"], [["14,000", "40,000"]])
    monkeypatch.setattr(article, "as_json", lambda asked: False)
    out, _ = shell.run("diff", *versions)
    assert "silent correction: figure" in out
    assert "14,000 → 40,000" in out
    assert "Nothing changed" in "".join(shell.run("diff", versions[0], versions[0]))
