"""Floors under the measured quality, on articles whose places people marked; lowered only by an explicit act."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newsgrid.bench.place import FILE, finding, fingerprint, read, resolving

FOLDER = Path(os.environ.get("NEWSGRID_CORPORA", ""))
FINGERPRINT = "d54a99d6a0259dd0"
FIND_F1 = {"lgl": 82.5, "trnews": 80.0, "gwn": 83.0, "geovirus": 87.0}
WITHIN_161_KM = {"lgl": 85.0, "trnews": 79.0, "gwn": 84.0, "geovirus": 89.5}

pytestmark = pytest.mark.skipif(
    not os.environ.get("NEWSGRID_CORPORA") or not (FOLDER / FILE).is_file(),
    reason="NEWSGRID_CORPORA names no folder with enrich/geo_dev.jsonl.gz",
)


@pytest.fixture(scope="module")
def corpus() -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = {}
    for row in read(FOLDER):
        found.setdefault(row["corpus"], []).append(row)
    return found


def test_the_corpus_is_the_one_the_floors_were_measured_on() -> None:
    assert fingerprint(read(FOLDER)) == FINGERPRINT


@pytest.mark.parametrize("name", sorted(FIND_F1))
def test_names_are_found_as_well_as_before(corpus: dict[str, list[dict[str, object]]], name: str) -> None:
    assert finding(corpus[name])["f1"] >= FIND_F1[name]


@pytest.mark.parametrize("name", sorted(WITHIN_161_KM))
def test_names_are_resolved_as_well_as_before(corpus: dict[str, list[dict[str, object]]], name: str) -> None:
    assert resolving(corpus[name])["within_161_km"] >= WITHIN_161_KM[name]
