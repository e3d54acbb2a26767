"""`newsgrid bench extract` on a small corpus: every figure is there, and a peer that is missing is named."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest

from newsgrid.bench import extractors
from newsgrid.bench.extract import read_pages, run

PARAGRAPHS = [f"The ferry number {n} stayed at the quay all day, and its crew went home at noon." for n in range(6)]
BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
HTML = f"<html><head><title>Ferry strike</title></head><body><article><h1>Ferry strike enters third day</h1>{BODY}</article></body></html>"


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    (tmp_path / "extraction").mkdir()
    with lzma.open(tmp_path / "extraction" / "fundus.jsonl.xz", "wt", encoding="utf-8") as lines:
        for n in range(4):
            expected = {"body": "\n\n".join([*PARAGRAPHS, "One line that no page shows."]), "title": "Ferry strike enters third day"}  # fmt: skip
            row = {"id": f"p{n}", "source": "fundus", "url": f"https://post.example/{n}", "language": "en", "expected": expected, "html": HTML}  # fmt: skip
            lines.write(json.dumps(row) + "\n")
    return tmp_path


def test_figures_are_all_there(corpora: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extractors, "_library", lambda name: None)
    found = run(corpora, memory=True)
    ours = found["newsgrid"]
    assert set(found) == {"newsgrid", "ratios", "missing"}
    assert found["missing"] == ["trafilatura: not installed", "newspaper4k: not installed"]
    assert ours["sources"]["fundus"] == ours["languages"]["en"]
    assert ours["sources"]["fundus"]["pages"] == 4
    assert ours["sources"]["fundus"]["body_precision"] == 1.0
    assert 0.8 < ours["sources"]["fundus"]["body_recall"] < 1.0
    assert ours["sources"]["fundus"]["title"] == 1.0
    assert ours["lost"]["all"]["short"] == 100.0
    assert sum(ours["spurious"]["all"].values()) == 4  # the pages, and no line too many
    assert 20 < ours["peak_mb"] < 1000
    assert ours["pages_per_cpu_s"] > 0


def test_sample_takes_every_so_many_th_page(corpora: Path) -> None:
    assert run(corpora, sample=3, peer=False)["newsgrid"]["sources"]["fundus"]["pages"] == 2


def test_source_that_is_not_there_has_no_pages(corpora: Path) -> None:
    assert read_pages(corpora, "naeb") == []
