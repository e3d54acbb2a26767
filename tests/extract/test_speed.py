"""Reading many pages stays quick beside a peer, and takes no more memory with each."""

from __future__ import annotations

import gc
import importlib.util
import os
from pathlib import Path

import pytest

from newsgrid.bench.extract import run
from newsgrid.extract import extract

CORPORA = os.environ.get("NEWSGRID_CORPORA", "")
LEAST_RATIO = 1.3
"""Trafilatura's CPU-seconds over ours. About 1.7 was measured on a busy machine; the rest is for noise."""
STATM = Path("/proc/self/statm")
MORE_MB = 24.0


def page(number: int) -> str:
    lines = "".join(
        f'<p class="line-{number}-{at}">The ferry no. {number} left the quay at {at} o\'clock, said Ida Quell, and came back.</p>'
        for at in range(30)
    )
    links = "".join(f'<li id="box-{number}-{at}"><a href="/news/{at}">Ferry {at}</a></li>' for at in range(30))
    return f"<html><head><title>Ferry {number} sails</title></head><body><article><h1>Ferry {number} sails</h1>{lines}</article><ul>{links}</ul></body></html>"


def resident_mb() -> float:
    gc.collect()
    return int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


@pytest.mark.slow
@pytest.mark.skipif(not STATM.exists(), reason="no /proc/self/statm")
def test_memory_does_not_grow_with_the_pages_read() -> None:
    for number in range(200):
        assert extract(page(number), f"https://herald.example/{number}").blocks
    before = resident_mb()
    for number in range(200, 800):
        extract(page(number), f"https://herald.example/{number}")
    assert resident_mb() - before < MORE_MB


@pytest.mark.slow
@pytest.mark.skipif(
    not CORPORA or not (Path(CORPORA) / "extraction").is_dir(),
    reason="NEWSGRID_CORPORA names no folder with extraction/",
)
@pytest.mark.skipif(importlib.util.find_spec("trafilatura") is None, reason="trafilatura is not installed")
def test_pages_are_read_faster_than_by_trafilatura() -> None:
    assert run(CORPORA, sample=8)["ratios"]["trafilatura"] >= LEAST_RATIO
