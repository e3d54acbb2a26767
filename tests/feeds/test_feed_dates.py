"""Dates: right ones, and the wrong ones that are common."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrid.feeds.dates import read_date

MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1)).map(lambda moment: moment.replace(microsecond=0))
OFFSETS = st.integers(-14 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-03T08:00:00Z", "2026-11-03T08:00:00"),
        ("2026-11-03T08:00:00.25+02:00", "2026-11-03T06:00:00.250000"),
        ("2026-11-03 08:00", "2026-11-03T08:00:00"),
        ("20261103T080000Z", "2026-11-03T08:00:00"),
        ("2026-11-03T8:05:9+01:00", "2026-11-03T07:05:09"),
        ("2026-11-03", "2026-11-03T00:00:00"),
        ("2026-11", "2026-11-01T00:00:00"),
        ("2026", "2026-01-01T00:00:00"),
        ("2026/11/03 08:00:00", "2026-11-03T08:00:00"),
        ("2026-11-03T24:00:00Z", "2026-11-04T00:00:00"),
        ("2026-11-03T24:00:00-05:00", "2026-11-04T05:00:00"),
        ("2026-12-31T23:59:60Z", "2026-12-31T23:59:59"),
        ("Tue, 03 Nov 2026 08:00:00 GMT", "2026-11-03T08:00:00"),
        ("Mon, 03 Nov 2026 08:00:00 +0530", "2026-11-03T02:30:00"),
        ("03 Nov 26 08:00 EST", "2026-11-03T13:00:00"),
        ("Tue,3 November 2026 08:00:00 PDT", "2026-11-03T15:00:00"),
        ("Tue, 03-Nov-2026 08:00:00 GMT", "2026-11-03T08:00:00"),
        ("Tue, 03 Nov 2026 08:00:00 GMT+2", "2026-11-03T06:00:00"),
        ("Tue, 03 Nov 2026 08:00:00 +0200 (SAST)", "2026-11-03T06:00:00"),
        ("Tue, 03 Nov 2026 8:05 PM", "2026-11-03T20:05:00"),
        ("November 3, 2026 12:05 AM", "2026-11-03T00:05:00"),
        ("Nov 3rd, 2026", "2026-11-03T00:00:00"),
        ("03.11.2026 08:00", "2026-11-03T08:00:00"),
        ("11/30/2026", "2026-11-30T00:00:00"),
        ("11/3/2026 8:00:00 PM", "2026-11-03T20:00:00"),
        ("mar., 3 nov. 2026 08:00:00 +0100", "2026-11-03T07:00:00"),
        ("Вт, 3 ноя 2026 08:00:00 +0300", "2026-11-03T05:00:00"),
        ("Di, 3 Okt 2026 08:00:00 MEZ", "2026-10-03T07:00:00"),
        ("2026年11月3日 08:30", "2026-11-03T08:30:00"),
        ("1793692800", "2026-11-03T08:00:00"),
        ("1793692800000", "2026-11-03T08:00:00"),
    ],
)
def test_a_known_format_is_read(text: str, expected: str) -> None:
    assert read_date(text) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "0000-00-00T00:00:00Z",
        "Wed, 31 Feb 2026 08:00:00 GMT",
        "1969-12-31",
        "99999999",
        "8:00",
        "Tue, 03 Nov 2026 08:00:00 +9900",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_date(text) is None


@given(MOMENTS, OFFSETS)
def test_every_moment_of_rfc_2822_and_3339_is_read_back(moment: datetime, zone: timezone) -> None:
    stated = moment.replace(tzinfo=zone)
    assert read_date(format_datetime(stated)) == stated.astimezone(UTC)
    assert read_date(stated.isoformat()) == stated.astimezone(UTC)


@given(st.text(max_size=120))
def test_any_text_is_a_date_of_utc_or_none(text: str) -> None:
    found = read_date(text)
    assert found is None or found.utcoffset() == timedelta(0)
