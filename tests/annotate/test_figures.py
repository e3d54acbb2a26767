from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgrid.annotate import figures
from newsgrid.annotate.figures import read_number
from newsgrid.model import Article, Block


def read(text: str, language: str = "en") -> list[tuple[float, str, str]]:
    return [(f.value, f.what, f.hedge) for f in figures(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "value", "what", "hedge"),
    [
        ("en", "It has been ratified by 123 countries.", 123, "countries", ""),
        ("en", "We counted over 100,000 refugees there.", 100_000, "refugees", ">"),
        ("en", "They paid R5 million for it.", 5_000_000, "ZAR", ""),
        ("en", "It cost $2.5bn.", 2.5e9, "USD", ""),
        ("en", "Prices rose 3.2%.", 3.2, "percent", ""),
        ("en", "tens of thousands of commuters waited", 10_000, "commuters", "~"),
        ("fr", "Elle a coûté plus de 2,5 millions d'euros.", 2_500_000, "EUR", ">"),
        ("fr", "Au moins 41 blessés ont été soignés.", 41, "blessés", ">"),
        ("de", "Das kostet 2,5 Millionen Euro.", 2_500_000, "EUR", ""),
        ("de", "Rund 1.200 Menschen kamen.", 1200, "menschen", "~"),
        ("es", "Al menos 37 personas viajaban.", 37, "personas", ">"),
        ("pt", "O barco levava 212 passageiros.", 212, "passageiros", ""),
        ("ru", "Пострадал 41 человек.", 41, "человек", ""),
        ("ru", "около 2,5 млн рублей", 2_500_000, "RUB", "~"),
        ("ar", "وصل أكثر من ١٠٠ ألف لاجئ", 100_000, "لاجئ", ">"),
        ("ar", "ارتفع 5 في المئة", 5, "percent", ""),
        ("zh", "超过10万人参加", 100_000, "人", ">"),
        ("zh", "投资2.5亿元", 250_000_000, "CNY", ""),
        ("th", "ลดลงร้อยละ 5", 5, "percent", ""),
        ("th", "มีผู้ร่วมงานกว่า 100,000 คน", 100_000, "คน", ">"),
        ("af", "Die brug kos R2,5 miljoen.", 2_500_000, "ZAR", ""),
        ("sw", "Mji una zaidi ya watu 100,000.", 100_000, "watu", ""),
        ("sw", "Bei imepanda kwa asilimia 5.", 5, "percent", ""),
        ("zu", "Kusebenze abasebenzi abangu-19 lapho.", 19, "abasebenzi", ""),
    ],
)
def test_a_number_is_read_with_what_it_counts(language: str, text: str, value: float, what: str, hedge: str) -> None:
    assert (value, what, hedge) in read(text, language)


def test_number_words_count_when_something_is_counted() -> None:
    assert read("Seventeen miners and two dogs were below.") == [(17, "miners", ""), (2, "dogs", "")]
    assert read("Dix-sept mineurs attendent.", "fr") == [(17, "mineurs", "")]
    assert read("三名工人获救", "zh")[0][0] == 3
    assert read("بعد تسع وأربعين ساعة", "ar") == [(49, "hours", "")]


def test_a_small_round_number_may_be_hedged_to_a_crowd() -> None:
    assert read("A few 100 remain")[0][::2] == (100, "~")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "In 2019 the road was closed."),
        ("en", "The rule is in Article 5."),
        ("en", "Wanderers won 3-1."),
        ("en", "It happened at 3.20 am."),
        ("en", "A 12-year-old boy saw COVID-19 news from the G20."),
        ("en", "Petrus Molefe, 51, a driver."),
        ("en", "It opened on 12 October."),
        ("en", "the 20th anniversary"),
        ("de", "Um 3.20 Uhr am 12. Oktober."),
        ("fr", "à 7 h 22"),
        ("zh", "51岁的司机"),
        ("th", "เวลา 07.22 น. ตามมาตรา 5"),
    ],
)
def test_years_times_ages_scores_and_articles_of_law_count_nothing(language: str, text: str) -> None:
    assert read(text, language) == []


@pytest.mark.parametrize(
    ("digits", "mark", "value"),
    [("1,234", ".", 1234), ("1.234", ",", 1234), ("1.234", ".", 1.234), ("2 300", ",", 2300), ("1.234.567", ",", 1234567), ("3,5", ".", 3.5), ("1,234.5", ".", 1234.5)],
)  # fmt: skip
def test_digits_are_read_by_the_marks_of_the_language(digits: str, mark: str, value: float) -> None:
    assert read_number(digits, mark) == value


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.sampled_from(["12", "1,000", "5.5", "%", "million", "people", "over", "$", "-", "R", "人", "万", "بعد", "1 000", ".", "two"]), max_size=12),
    st.sampled_from(["en", "de", "zh", "th", "ar", "zu", "sw"]),
)  # fmt: skip
def test_spans_hold_their_text_and_do_not_overlap(pieces: list[str], language: str) -> None:
    text = " ".join(pieces)
    last = 0
    for figure in figures(text, language):
        assert text[figure.span.start : figure.span.end] == figure.text
        assert figure.span.start >= last
        last = figure.span.end


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["en", "zh", "ar", "th", "xx"]))
def test_any_text_is_survived(text: str, language: str) -> None:
    for figure in figures(text, language):
        assert figure.text


def test_bait_for_patterns_is_read_quickly() -> None:
    from newsgrid.annotate import annotate

    for bait in ("%2" * 50_000, "1," * 50_000, "a " * 50_000, "“" * 50_000):
        begun = time.process_time()
        annotate(Article("x", (Block("paragraph", bait),)), "en", ())
        assert time.process_time() - begun < 3, bait[:8]
