"""Quality floors on a sample of the development pages. A floor is lowered only by an explicit act.

The shipped classifier has seen these pages: the floors guard against breakage. What to expect of unseen sites is what
`benchmarks/extraction/train_blocks.py --check` prints (folds by domain).
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newsgrid.bench.extract import run

CORPORA = os.environ.get("NEWSGRID_CORPORA", "")
FLOORS = {
    ("fundus", "body_f1"): 0.965, ("scrapinghub", "body_f1"): 0.955, ("naeb", "body_f1"): 0.945, ("fundus", "minute"): 0.93, ("fundus", "title"): 0.74, ("fundus", "authors"): 0.78,
    ("fundus", "topics"): 0.80, ("fundus", "image"): 0.72, ("naeb", "title"): 0.90, ("naeb", "authors"): 0.82,
}  # fmt: skip


@pytest.mark.skipif(
    not (Path(CORPORA) / "extraction").is_dir() or not CORPORA,
    reason="NEWSGRID_CORPORA names no folder with extraction/",
)
def test_fields_stay_above_their_floors() -> None:
    sources = run(CORPORA, sample=5, peer=False)["newsgrid"]["sources"]
    below = {key: sources[key[0]][key[1]] for key, floor in FLOORS.items() if sources[key[0]][key[1]] < floor}
    assert below == {}
