"""Quality floors on the development pages. A floor is lowered only by an explicit act.

The shipped classifier has seen these pages: the floors guard against breakage. What to expect of unseen sites is what
`benchmarks/extraction/folds.py` prints (folds by domain).
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newsgrid.bench.extract import run

CORPORA = os.environ.get("NEWSGRID_CORPORA", "")
FLOORS = {("fundus", "body_f1"): 0.982, ("scrapinghub", "body_f1"): 0.971, ("naeb", "body_f1"): 0.966}
# Pages with such a line, in per cent of all.
SPURIOUS = {
    "doubled headline": 0.5, "related links": 3.0, "promo": 2.0, "captions or credits": 2.0, "author box": 1.5, "comments": 1.0, "consent": 1.0, "date or share line": 1.0,
}  # fmt: skip
LOST = {"standfirst": 5.0, "first paragraph": 2.5, "sub-heading": 10.0, "list item": 4.0}
# The rules of metadata were written looking at half a of the sites; half b says what to expect of others.
HALVES = {
    "fundus/a": {"title": 0.77, "title_own": 0.97, "minute": 0.95, "authors": 0.90, "people": 0.86, "topics": 0.89, "image": 0.92},
    "fundus/b": {"title": 0.80, "title_own": 0.97, "minute": 0.96, "authors": 0.91, "people": 0.86, "topics": 0.83, "image": 0.88},
    "naeb/a": {"title": 0.93, "title_own": 0.98, "authors": 0.89, "people": 0.89},
    "naeb/b": {"title": 0.95, "title_own": 0.98, "authors": 0.92, "people": 0.90},
    "scrapinghub/a": {"title_own": 0.98},
    "scrapinghub/b": {"title_own": 0.98},
}  # fmt: skip


@pytest.mark.skipif(
    not (Path(CORPORA) / "extraction").is_dir() or not CORPORA,
    reason="NEWSGRID_CORPORA names no folder with extraction/",
)
def test_fields_stay_above_their_floors() -> None:
    report = run(CORPORA, peer=False)["newsgrid"]
    sources, halves = report["sources"], report["halves"]
    below = {key: sources[key[0]][key[1]] for key, floor in FLOORS.items() if sources[key[0]][key[1]] < floor}
    for name, floors in HALVES.items():
        below |= {(name, field): halves[name][field] for field, floor in floors.items() if halves[name][field] < floor}
    above = {
        (group, kind): report[group]["all"][kind]
        for group, ceilings in (("spurious", SPURIOUS), ("lost", LOST))
        for kind, ceiling in ceilings.items()
        if report[group]["all"][kind] > ceiling
    }
    assert (below, above) == ({}, {})
