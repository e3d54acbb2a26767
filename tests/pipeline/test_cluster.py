from __future__ import annotations

from typing import Any

import pytest

from newsgrid.errors import RecordError
from newsgrid.pipeline.cluster import cluster

QUAKE_A = (
    "A quake of magnitude 5.9 shook the Ostrava valley at dawn, cracking 340 houses in Lomnice. Governor Petra Slavik asked "
    "people to sleep outdoors. The seismologist Jan Kolar expects weaker shocks for a week."
)
QUAKE_B = (
    "People in Lomnice spent the night in gardens after the ground shook with magnitude 5.9. Some 340 houses have cracks, "
    "said Petra Slavik, governor of the Ostrava valley, while Jan Kolar, a seismologist, spoke of a week of weaker shocks."
)


def record(identifier: object, title: str, **more: object) -> dict[str, object]:
    return {"id": identifier, "title": title, "published": "2026-05-04T08:00:00Z", "lang": "en", **more}


RECORDS: list[Any] = [
    record("late", "Lomnice sleeps in its gardens after quake", text=QUAKE_B, published="2026-05-04T20:00:00+02:00"),
    record("first", "Quake cracks 340 houses in Lomnice", text=QUAKE_A),
    record(
        "other",
        "Old cinema reopens as a school of dance",
        text="The Lux will have four halls and a café, its owner says.",
    ),
    record("copy", "Houses cracked", text=QUAKE_A, publisher="another"),
]


def test_records_come_out_in_time_order_with_their_stories() -> None:
    rows = {row.id: row for row in cluster(RECORDS)}
    assert list(rows)[-1] == "late"
    assert rows["late"].story == rows["first"].story == rows["copy"].story == "first"
    assert rows["other"].story == "other"
    assert (rows["copy"].origin, rows["copy"].kind) == ("first", "copy")
    assert rows["late"].position == 1


def test_a_bad_record_is_reported_with_its_position_and_the_others_go_on() -> None:
    errors: list[RecordError] = []
    bad: list[Any] = [
        {"title": "no id"},
        7,
        record("x", ""),
        record("y", "Time", published="yesterday"),
        record("z", "T", text=3),
    ]
    unread = RecordError("no JSON", reason="no-json", position=6)
    rows = list(cluster([*bad, unread, *RECORDS], on_error=errors.append))
    assert [error.position for error in errors] == [1, 2, 3, 4, 5, 6]
    assert [error.reason for error in errors] == ["no-id", "no-object", "empty", "bad-time", "bad-field", "no-json"]
    assert len(rows) == len(RECORDS)


def test_without_a_handler_a_bad_record_is_raised() -> None:
    with pytest.raises(RecordError):
        list(cluster([{"title": "no id"}]))


def test_a_missing_language_is_asked_for() -> None:
    rows = list(
        cluster([{"id": 1, "title": "Ein Titel"}], detect=lambda text: "de" if text.startswith("Ein") else "en")
    )
    assert rows[0].language == "de"


def test_dates_that_cannot_be_do_not_carry_the_stream_with_them() -> None:
    strange = [
        record("never", "Quake in Lomnice: what is known", text=QUAKE_B, published="1970-01-01T00:00:00Z"),
        record("far", "Lomnice houses cracked by quake", text=QUAKE_B + " More soon.", published="2999-01-01"),
    ]
    rows = {row.id: row for row in cluster([*RECORDS, *strange])}
    assert rows["never"].story == rows["far"].story == rows["first"].story


def test_a_second_version_of_a_record_gives_one_row() -> None:
    rows = list(cluster([*RECORDS, RECORDS[1]]))
    assert sorted(row.id for row in rows) == ["copy", "first", "late", "other"]


def test_progress_is_told_to_the_end() -> None:
    seen: list[tuple[int, int]] = []
    list(cluster(RECORDS, progress=lambda done, total: seen.append((done, total))))
    assert seen[-1] == (4, 4)
