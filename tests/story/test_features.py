from __future__ import annotations

import pytest

from newsgrid.story.features import features
from newsgrid.story.names import echoes, name_anchor, rough
from newsgrid.story.numbers import amount
from newsgrid.story.places import place_of
from story.worlds import telling


@pytest.mark.parametrize(
    ("written", "following", "language", "plain"),
    [
        ("61,200", "", "en", "61200"),
        ("61.200", "", "de", "61200"),
        ("61 200", "", "ru", "61200"),
        ("4.2", "billion", "en", "4200000000"),
        ("4,2", "Milliarden", "de", "4200000000"),
        ("4,2", "млрд", "ru", "4200000000"),
        ("42", "亿美元", "zh", "4200000000"),
        ("37", "millones", "es", "37000000"),
        ("0014", "", "en", "14"),
        ("٣٧", "", "ar", "37"),
    ],
)
def test_a_number_is_the_same_however_it_is_written(written: str, following: str, language: str, plain: str) -> None:
    assert amount(written, following, language) == plain


@pytest.mark.parametrize(
    ("word", "language", "code"),
    [
        ("Kyrgyzstan", "en", "KG"),
        ("Kyrgyz", "en", "KG"),
        ("französische", "de", "FR"),
        ("Германии", "ru", "DE"),
        ("بالسودان", "ar", "SD"),
        ("Ukrainian", "en", "UA"),
        ("bridge", "en", ""),
    ],
)
def test_a_place_is_known_by_its_name_and_what_is_formed_from_it(word: str, language: str, code: str) -> None:
    assert place_of(word, language) == code


@pytest.mark.parametrize(
    ("latin", "other", "language"),
    [
        ("Landaluce", "Ландалусе", "ru"),
        ("Mabizela", "مابيزيلا", "ar"),
        ("Vargha", "Варгу", "ru"),
        ("Mabizela", "uMabizela", "zu"),
    ],
)
def test_a_name_has_one_skeleton_in_any_script(latin: str, other: str, language: str) -> None:
    assert name_anchor(latin, "en") == name_anchor(other, language)


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [("Landaluce", "伊克尔·兰达卢塞在加时赛头球破门。", "zh"), ("Landaluce", "นายอิเคร์ ลันดาลูเซ กล่าวว่า", "th")],
)
def test_a_text_without_spaces_echoes_the_names_it_holds(name: str, text: str, language: str) -> None:
    assert any(
        rough(name_anchor(name, "en")).startswith(echo) or echo in rough(name_anchor(name, "en"))
        for echo in echoes(text, language)
    )


def test_a_day_is_an_anchor_in_every_order_of_writing() -> None:
    days = [
        features(telling(1, "Vote", "The vote is on October 12 at noon.", language="en"), 0.0),
        features(telling(1, "Wahl", "Die Wahl ist am 12. Oktober.", language="de"), 0.0),
        features(telling(1, "投票", "投票将于10月12日举行。", language="zh"), 0.0),
    ]
    assert all("%10-12" in found.anchors for found in days)


@pytest.mark.parametrize(
    "title", ["Live updates: fire in the old port", "News briefing, Monday", "Vote fails; hail hits; chess ends"]
)
def test_round_ups_are_known_by_their_headlines(title: str) -> None:
    assert features(telling(1, title), 0.0).round_up


def test_the_sites_name_is_cut_from_a_headline() -> None:
    assert "gazett" not in features(telling(1, "Hail takes a fifth of the grapes - The Gazette"), 0.0).headline
