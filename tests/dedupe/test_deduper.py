from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgrid.dedupe import Deduper
from newsgrid.errors import RecordError
from newsgrid.model import Telling
from newsgrid.ports import StoredTelling

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BODY = (
    "Engineers reopened the mountain tunnel between Varn and Oltera on Tuesday, six weeks after a fire in a lorry. "
    "The fans have been replaced and the walls washed, the road office said. Drivers may go no faster than sixty. "
    "A second tube, planned since the accident of 2009, is to be dug from next spring. "
    "Shopkeepers in Oltera said that they had lost a third of their trade while the valley was cut off. "
)
OTHER = (
    "Traffic is moving again below the Varn pass. The tunnel, shut since a lorry burnt out in it in March, took its first "
    "cars at six this morning, and a queue of holiday makers cheered. New fans hang from a ceiling scrubbed white. "
    "Nobody may drive faster than sixty, and cameras see to it; the road office wants a twin tube and hopes to begin soon."
)


def telling(number: int, title: str = "Tunnel open again", text: str = BODY, **more: str) -> Telling:
    return Telling(id=number, title=title, text=text, published=NOW, language="en", **more)


def test_the_first_of_a_text_is_an_original() -> None:
    assert Deduper().add(telling(1), NOW) == (1, "original")


def test_the_same_text_under_another_headline_is_a_copy() -> None:
    deduper = Deduper()
    deduper.add(telling(1, publisher="a"), NOW)
    assert deduper.add(telling(2, title="Six weeks on, cars roll", publisher="b"), NOW) == (1, "copy")


def test_a_cut_text_is_a_copy() -> None:
    deduper = Deduper()
    deduper.add(telling(1), NOW)
    assert deduper.add(telling(2, text=BODY[: len(BODY) // 2]), NOW)[0] == 1


def test_the_same_event_in_other_words_is_no_copy() -> None:
    deduper = Deduper()
    deduper.add(telling(1), NOW)
    assert deduper.add(telling(2, text=OTHER), NOW) == (2, "original")


def test_agency_copy_is_wire_and_so_is_what_others_carry_of_it() -> None:
    deduper = Deduper()
    assert deduper.add(telling(1, agency="KNA", publisher="a"), NOW) == (1, "wire")
    assert deduper.add(telling(2, publisher="b"), NOW) == (1, "wire")


def test_a_declared_canonical_address_names_the_origin() -> None:
    deduper = Deduper()
    deduper.add(telling(1, url="https://a.example/tunnel"), NOW)
    mirrored = telling(2, text="Read more.", url="https://b.example/7", canonical="https://a.example/tunnel")
    assert deduper.add(mirrored, NOW) == (1, "copy")


@pytest.mark.parametrize(
    ("headline", "copies"),
    [
        ("Stocks fall", False),
        ("Storm latest", False),
        ("Ferry to the outer islands stops for the winter, company says", True),
    ],
)
def test_equal_headlines_without_text_are_copies_only_when_long(headline: str, copies: bool) -> None:
    deduper = Deduper()
    deduper.add(telling(1, title=headline, text="", publisher="a"), NOW)
    origin, _ = deduper.add(telling(2, title=headline, text="", publisher="b"), NOW)
    assert (origin == 1) is copies


def test_the_same_article_again_gets_the_same_answer() -> None:
    deduper = Deduper()
    deduper.add(telling(1), NOW)
    first = deduper.add(telling(2), NOW)
    assert deduper.add(dataclasses.replace(telling(2), text=OTHER), NOW) == first


def test_what_the_window_has_passed_is_forgotten() -> None:
    deduper = Deduper(window_days=3)
    deduper.add(telling(1), NOW)
    later = NOW + timedelta(days=4)
    assert deduper.add(telling(2), later) == (2, "original")
    assert len(deduper) == 1


def test_stored_articles_rebuild_it() -> None:
    stored = [
        StoredTelling(telling(1, agency="KNA", publisher="a"), NOW, story=1, origin=1, kind="wire"),
        StoredTelling(telling(2), NOW, story=1, origin=1, kind="wire"),
    ]
    deduper = Deduper()
    deduper.rebuild(stored)
    assert deduper.add(telling(3, publisher="b"), NOW) == (1, "wire")
    assert deduper.add(telling(2), NOW) == (1, "wire")


def test_a_text_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(RecordError):
        Deduper().add(dataclasses.replace(telling(1), text=None), NOW)  # type: ignore[arg-type]


@settings(max_examples=40)
@given(st.lists(st.text(max_size=400), max_size=12))
def test_any_text_gets_an_origin_that_came_before_it(texts: list[str]) -> None:
    deduper = Deduper()
    for number, text in enumerate(texts, 1):
        origin, kind = deduper.add(telling(number, title=text[:40], text=text), NOW)
        assert 1 <= origin <= number
        assert (kind == "original") == (origin == number)
