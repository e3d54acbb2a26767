"""`newsgrid bench fetch`: what is measured is the program and nothing else, and each figure is there."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from newsgrid.bench.feedworld import Options, running
from newsgrid.bench.fetch import readers
from newsgrid.bench.fetch.cost import measure
from newsgrid.bench.fetch.run import faulty, politeness, run

BURN = """
import time
held = bytearray(80_000_000)
while time.process_time() < 0.4: pass
print("done")
"""
REST = "import time; time.sleep(0.4)"
LOUD = "import sys; sys.exit('the disk is full')"


def python(code: str) -> list[str]:
    return [sys.executable, "-I", "-S", "-c", code]


def test_a_program_that_works_is_told_from_one_that_rests() -> None:
    burnt, rested = (measure(python(code), os.environ, timeout_s=30) for code in (BURN, REST))
    assert 0.4 <= burnt.cpu_s < 2
    assert burnt.output == "done\n"
    assert rested.cpu_s < 0.3
    assert rested.wall_s >= 0.4


def test_memory_is_the_programs_own_and_not_that_of_who_measures() -> None:
    held = bytearray(os.urandom(1024)) * 200_000
    burnt, rested = (measure(python(code), os.environ, timeout_s=30) for code in (BURN, REST))
    assert len(held) > 2e8
    assert rested.peak_mb < 60
    assert 80 < burnt.peak_mb < 160


def test_a_program_that_fails_or_takes_too_long_is_an_error_with_what_it_said() -> None:
    with pytest.raises(RuntimeError, match="the disk is full"):
        measure(python(LOUD), os.environ, timeout_s=30)
    with pytest.raises(RuntimeError, match="failed"):
        measure(python("import time; time.sleep(60)"), os.environ, timeout_s=0.5)


def test_a_world_is_read_whole_and_then_not_again() -> None:
    told: list[str] = []
    found = run(feeds=9, entries=3, ticks=0, faults=0.0, seed=7, with_peers=False, say=told.append)
    (ours,) = found["readers"]
    assert ours["entries"] == 27
    assert ours["first"]["s200"] == 9
    assert ours["again"]["s304"] >= 7
    assert ours["again"]["s200"] + ours["again"]["s304"] == 9
    assert 0 < ours["again"]["cpu_s"] < 30
    assert ours["first"]["peak_mb"] > 20
    assert found["ratios"] == {}
    assert "ticks" not in found
    assert told


def test_a_ticking_world_is_asked_at_each_tick_and_nobody_minds(tmp_path: Path) -> None:
    options = faulty(Options(feeds=6, entries=3, epoch="2026-01-05"), 0.0)
    with running(options) as world:
        found = politeness(world, tmp_path, 2)
    assert [poll["feeds"] for poll in found["polls"]] == [6, 6, 6]
    assert found["asked"] == 18
    assert found["health"] == {"ok": 6}
    assert set(found["violations"].values()) == {0}
    assert len(found["violations"]) == 7


def test_peers_that_are_not_there_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "path", [])
    found, missing = readers.peers(tmp_path, tmp_path / "urls")
    assert found == []
    assert [line.partition(":")[0] for line in missing] == ["FreshRSS", "lemon24/reader", "newsboat"]
