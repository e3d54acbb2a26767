"""Floors on the development corpora; small samples, so that they are quick."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newsgrid.bench.stories import bcubed, cross_pairs, pretty, read, run

CORPORA = os.environ.get("NEWSGRID_CORPORA", "")
needs_corpora = pytest.mark.skipif(not CORPORA, reason="NEWSGRID_CORPORA names no folder of corpora")


def test_bcubed_of_a_known_case_is_what_its_definition_gives() -> None:
    precision, recall, f1 = bcubed("aabb", "xxxy")
    assert precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert recall == pytest.approx((1 + 1 + 0.5 + 0.5) / 4)
    assert f1 == pytest.approx(2 * precision * recall / (precision + recall))


def test_only_pairs_in_different_languages_count_across_languages() -> None:
    assert cross_pairs("aab", "xyy", ["en", "de", "de"]) == 0.0
    assert cross_pairs("aab", "xxy", ["en", "de", "de"]) == 1.0


@needs_corpora
def test_the_engine_keeps_its_floors_and_beats_the_single_pass() -> None:
    found = run(Path(CORPORA), limit=900)
    floors = {"og2021": 0.6, "gunviolence_en": 0.88, "uci_news_en": 0.75}
    for name, floor in floors.items():
        assert found[name]["newsgrid"]["f1"] >= floor, pretty(found)
        assert found[name]["newsgrid"]["f1"] > found[name]["tf-idf single pass"]["f1"], pretty(found)


@needs_corpora
def test_a_corpus_reads_in_the_order_of_time() -> None:
    times = [telling.published for telling, _ in read(Path(CORPORA), "og2021", 50)]
    assert times == sorted(times)
