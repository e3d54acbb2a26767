"""Instants written for machines, and days written for people."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrid.extract.datelines import choose_year, relative_age, written_dates, written_instant
from newsgrid.extract.instants import parse_instant

TEN = datetime(2023, 10, 12, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2023-10-12T10:00:00Z", "2023-10-12T12:00:00+02:00", "2023-10-12T12:00:00.123+0200", "2023-10-12 12:00 +02:00", "Thu, 12 Oct 2023 10:00:00 GMT", "20231012T100000Z",
        "1697104800", "1697104800000", "2023/10/12 10:00", "12.10.2023 10:00", "12/10/2023 10:00", "Thu Oct 12 10:00:00 UTC 2023", "2023-10-12T06:00:00 EDT", "2023-10-12 10:00 AM",
    ],
)  # fmt: skip
def test_machine_forms_give_one_instant(text: str) -> None:
    found = parse_instant(text)
    assert found is not None
    assert found.at.replace(microsecond=0) == TEN


@pytest.mark.parametrize(
    "text", ["", "soon", "2023-13-45", "0000-00-00", "99999999999", "1970-01-01", None, True, "12"]
)
def test_nonsense_is_no_instant(text: object) -> None:
    assert parse_instant(text) is None


def test_month_first_is_a_choice_and_dots_are_days_first() -> None:
    assert parse_instant("3/4/2023", month_first=True) == parse_instant("2023-03-04")
    assert parse_instant("3/4/2023") == parse_instant("2023-04-03")
    assert parse_instant("3.4.2023", month_first=True) == parse_instant("2023-04-03")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("October 12, 2023, 10:00 GMT", "en"), ("12 October 2023 10:00 UTC", "en"), ("12. Oktober 2023, 10:00 GMT", "de"), ("Publié le 12 octobre 2023 à 10h00 UTC", "fr"),
        ("12 de octubre de 2023 10:00 GMT", "es"), ("12 октября 2023 10:00 UTC", "ru"), ("12 ตุลาคม 2566 10:00 UTC", "th"), ("12 أكتوبر 2023 10:00 GMT", "ar"), ("2023年10月12日 10:00 UTC", "zh"),
        ("١٢ أكتوبر ٢٠٢٣ 10:00 GMT", "ar"), ("12 Oktober 2023 10:00 UTC", "id"), ("12 października 2023 10:00 GMT", "pl"),
    ],
)  # fmt: skip
def test_days_for_people_are_read_in_many_languages(text: str, language: str) -> None:
    found = written_instant(text, (language, "en"))
    assert found is not None
    assert found.at == TEN


@pytest.mark.parametrize(
    ("text", "language", "days"),
    [
        ("2 years ago", "en", 730),
        ("vor 3 Stunden", "de", 0.125),
        ("il y a 5 jours", "fr", 5),
        ("hace 2 semanas", "es", 14),
        ("2 года назад", "ru", 730),
        ("2 ปีที่แล้ว", "th", 730),
        ("3 ชั่วโมงที่ผ่านมา", "th", 0.125),
        ("قبل 5 أيام", "ar", 5),
        ("3小时前", "zh", 0.125),
    ],
)
def test_relative_times_are_read(text: str, language: str, days: float) -> None:
    age = relative_age(f"x {text}", (language,))
    assert age is not None
    assert abs(age - timedelta(days=days)) < timedelta(days=days * 0.02 + 0.01)


def test_relative_time_in_another_sense_is_none() -> None:
    assert relative_age("2 yearlings sold", ("en",)) is None


def test_weekday_is_read_beside_the_day() -> None:
    (hit,) = written_dates("He travels on Thursday, October 12, to meet them.", ("en",))
    assert (hit.weekday, hit.day, hit.month, hit.year) == (3, 12, 10, None)
    assert choose_year(hit, date(2026, 11, 22)) == 2023
    assert choose_year(hit, date(2035, 1, 1)) == 2034
    assert choose_year(hit, date(2035, 1, 1), [2022]) == 2023


@given(st.text(max_size=120))
def test_any_text_is_read_without_an_error(text: str) -> None:
    found = parse_instant(text)
    assert found is None or found.at.tzinfo is UTC
    written_instant(text, ("en", "th"))


@given(st.datetimes(min_value=datetime(1986, 1, 1), max_value=datetime(2099, 12, 31)))
def test_iso_forms_round_trip(moment: datetime) -> None:
    stated = moment.replace(tzinfo=UTC, microsecond=0)
    found = parse_instant(stated.isoformat())
    assert found is not None
    assert found.at == stated
