from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrid.demo.tokens import TokenError, fill_tokens, write_moment

DAY = date(2026, 10, 12)  # a Monday
LANGUAGES = ("en", "af", "zu", "sw", "th", "fr", "de", "es", "pt", "ru", "ar", "zh")


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "Monday 12 October"),
        ("af", "Maandag 12 Oktober"),
        ("zu", "UMsombuluko 12 Okthoba"),
        ("sw", "Jumatatu 12 Oktoba"),
        ("th", "วันจันทร์ 12 ตุลาคม"),
        ("fr", "lundi 12 octobre"),
        ("de", "Montag 12. Oktober"),
        ("es", "lunes 12 de octubre"),
        ("pt", "segunda-feira 12 de outubro"),
        ("ru", "понедельник 12 октября"),
        ("ar", "الاثنين 12 أكتوبر"),
        ("zh", "星期一 10月12日"),
    ],
)
def test_a_day_is_written_as_the_language_writes_it(language: str, written: str) -> None:
    assert fill_tokens("{weekday} {date}", DAY, language) == written


def test_days_are_counted_from_the_day_of_the_article() -> None:
    assert fill_tokens("{weekday-1}, {weekday+2}, {date+20}", DAY, "en") == "Sunday, Wednesday, 1 November"


def test_the_first_of_a_month_is_an_ordinal_in_french() -> None:
    assert fill_tokens("le {date}", date(2026, 5, 1), "fr") == "le 1er mai"


@pytest.mark.parametrize("text", ["{weekdy}", "{date-}", "{date+100}", "a { b", "a } b", "{}", "{{date}}"])
def test_any_other_brace_is_refused(text: str) -> None:
    with pytest.raises(TokenError):
        fill_tokens(text, DAY, "en")


@given(st.text(st.characters(exclude_characters="{}")), st.sampled_from(LANGUAGES))
def test_text_without_braces_stays_as_it_is(text: str, language: str) -> None:
    assert fill_tokens(text, DAY, language) == text


@pytest.mark.parametrize(
    ("language", "printed"),
    [("en", "12 October 2026 15:05"), ("th", "12 ตุลาคม 2569 15:05 น."), ("zh", "2026年10月12日 15:05")],
)
def test_a_moment_is_printed_on_the_clock_of_the_zone(language: str, printed: str) -> None:
    moment = datetime(2026, 10, 12, 8, 5, tzinfo=UTC)
    assert write_moment(moment, ZoneInfo("Asia/Bangkok"), language) == printed
