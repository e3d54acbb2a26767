from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgrid.annotate import dates

THURSDAY = datetime(2023, 10, 12, 9, 0, tzinfo=UTC)


def values(text: str, language: str = "en", reference: datetime | None = THURSDAY) -> list[str]:
    return [mention.value for mention in dates(text, language, reference)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The council met on Thursday, October 12, to vote."),
        ("fr", "Le conseil s'est réuni jeudi 12 octobre pour voter."),
        ("de", "Der Rat trat am Donnerstag, 12. Oktober, zusammen."),
        ("es", "El consejo se reunió el jueves 12 de octubre."),
        ("pt", "O conselho reuniu-se na quinta-feira, 12 de outubro."),
        ("ru", "Совет собрался в четверг, 12 октября."),
        ("ar", "اجتمع المجلس يوم الخميس 12 أكتوبر للتصويت"),
        ("zh", "市议会10月12日举行会议。"),
        ("th", "สภาประชุมเมื่อวันพฤหัสบดีที่ 12 ตุลาคม 2566"),
        ("af", "Die raad het Donderdag, 12 Oktober, vergader."),
        ("sw", "Baraza lilikutana Alhamisi, Oktoba 12, 2023."),
        ("zu", "Umkhandlu uhlangane ngoLwesine, ngomhlaka 12 Okthoba."),
        ("it", "Il consiglio si è riunito giovedì 12 ottobre."),
        ("nl", "De raad kwam donderdag 12 oktober bijeen."),
        ("vi", "Hội đồng họp ngày 12 tháng 10 năm 2023."),
        ("ja", "議会は10月12日木曜日に開かれた。"),
        ("tr", "Meclis 12 Ekim 2023'te toplandı."),
    ],
)
def test_a_full_date_is_read_in_many_languages(language: str, text: str) -> None:
    assert values(text, language) == ["2023-10-12"]


@pytest.mark.parametrize(
    ("language", "ago", "last", "coming"),
    [
        ("en", "two years ago", "last month", "next week"),
        ("fr", "il y a deux ans", "le mois dernier", "la semaine prochaine"),
        ("de", "vor zwei Jahren", "im vergangenen Monat", "nächste Woche"),
        ("es", "hace dos años", "el mes pasado", "la próxima semana"),
        ("pt", "há dois anos", "no mês passado", "na próxima semana"),
        ("ru", "два года назад", "в прошлом месяце", "на следующей неделе"),
        ("ar", "قبل عامين", "الشهر الماضي", "الأسبوع المقبل"),
        ("zh", "2年前", "上个月", "下周"),
        ("th", "2 ปีที่แล้ว", "เดือนที่แล้ว", "สัปดาห์หน้า"),
        ("af", "twee jaar gelede", "verlede maand", "volgende week"),
        ("sw", "miaka miwili iliyopita", "mwezi uliopita", "wiki ijayo"),
        ("zu", "eminyakeni emibili edlule", "ngenyanga edlule", "ngesonto elizayo"),
    ],
)
def test_relative_expressions_are_counted_from_the_article(language: str, ago: str, last: str, coming: str) -> None:
    assert values(ago, language) == ["2021"]
    assert values(last, language) == ["2023-09"]
    assert values(coming, language) == ["2023-10-16/2023-10-22"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "in early October"), ("fr", "début octobre"), ("de", "Anfang Oktober"), ("es", "a principios de octubre"),
        ("pt", "no início de outubro"), ("ru", "в начале октября"), ("ar", "في أوائل أكتوبر"), ("zh", "10月初"),
        ("th", "ต้นเดือนตุลาคม"), ("af", "vroeg in Oktober"), ("sw", "mwanzoni mwa Oktoba"),
    ],
)  # fmt: skip
def test_the_early_part_of_a_month_is_an_interval(language: str, text: str) -> None:
    assert values(text, language) == ["2023-10-01/2023-10-10"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "from October 16th to 18th"), ("en", "October 16-18"), ("fr", "du 16 au 18 octobre"), ("de", "vom 16. bis 18. Oktober"),
        ("es", "del 16 al 18 de octubre"), ("ru", "с 16 по 18 октября"), ("zh", "10月16日至18日"), ("af", "van 16 tot 18 Oktober"),
    ],
)  # fmt: skip
def test_a_range_of_days_is_an_interval(language: str, text: str) -> None:
    assert values(text, language) == ["2023-10-16/2023-10-18"]


def test_a_weekday_alone_is_the_nearest_at_or_before_the_article() -> None:
    assert values("He arrived on Thursday.") == ["2023-10-12"]
    assert values("The roof fell in on Friday, killing two.") == ["2023-10-06"]


def test_a_weekday_after_a_verb_of_the_future_lies_ahead() -> None:
    assert values("She will then take part on Friday in a summit.") == ["2023-10-13"]
    assert values("Er wird am Freitag erwartet.", "de") == ["2023-10-13"]
    assert values("The minister said on Tuesday that she will resign.") == ["2023-10-10"]


def test_words_of_next_and_last_move_a_weekday() -> None:
    assert values("next Monday") == ["2023-10-16"]
    assert values("last Thursday") == ["2023-10-05"]
    assert values("vendredi prochain", "fr") == ["2023-10-13"]
    assert values("上周五", "zh") == ["2023-10-06"]


def test_a_month_alone_is_the_last_that_has_begun() -> None:
    assert values("The bridge closed in August.") == ["2023-08"]
    assert values("The bridge closed in December.") == ["2022-12"]
    assert values("The bridge will reopen in December.") == ["2023-12"]


def test_days_before_an_event_count_from_the_day_last_named() -> None:
    assert values("The summit opens on October 20. He fell ill two days before.") == ["2023-10-20", "2023-10-18"]


def test_the_year_follows_from_weekday_and_day_when_the_article_has_no_date() -> None:
    text = "He landed on Thursday, October 12. The war began in February 2022. On Friday he leaves."
    assert values(text, reference=None) == ["2023-10-12", "2022-02", "2023-10-06"]


def test_without_any_anchor_relative_words_are_left_out() -> None:
    assert values("Yesterday, last month and on Friday it rained. It snowed in March 2021.", reference=None) == [
        "2021-03"
    ]


def test_words_that_only_look_like_dates_are_left_alone() -> None:
    assert values("You may march in the sun, and he sat there for a second.") == []
    assert values("They won 3-1, rode 2000 metres and paid $1998.") == []
    assert values("Der Stollen brach um 3.20 Uhr am Morgen.", "de") == []


def test_numeric_dates_follow_the_order_of_the_language() -> None:
    assert values("on 10/12/2023") == ["2023-10-12"]
    assert values("le 10/12/2023", "fr") == ["2023-12-10"]
    assert values("2023-10-12", "th") == ["2023-10-12"]
    assert values("١٢ أكتوبر ٢٠٢٣", "ar") == ["2023-10-12"]


def test_lengths_of_time_come_only_when_asked_for() -> None:
    assert values("It took two years.") == []
    assert [m.value for m in dates("It took two years.", "en", THURSDAY, durations=True)] == ["P2Y"]


def test_an_unknown_language_is_read_as_english_rather_than_failing() -> None:
    assert values("on October 12, 2023", "qx") == ["2023-10-12"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["Thursday", "Oct", "12", "2023", "to", "-", ",", "next", "week", "ago", "31", "Feb", "早", "月", "3", "日", "/", "\n"]), max_size=14),
    st.sampled_from(["en", "zh", "de", "th", "ar"]),
)  # fmt: skip
def test_spans_hold_their_text_in_order_whatever_is_thrown_together(pieces: list[str], language: str) -> None:
    text = " ".join(pieces)
    last = 0
    for mention in dates(text, language, THURSDAY):
        assert text[mention.span.start : mention.span.end] == mention.text
        assert mention.span.start >= last
        last = mention.span.end


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["en", "zh", "tr", "ar", "th", "xx"]))
def test_any_text_is_survived(text: str, language: str) -> None:
    for mention in dates(text, language, THURSDAY):
        assert text[mention.span.start : mention.span.end] == mention.text
