from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotate.stories import DAM, NOON, known
from newsgrid.annotate import since, summarise
from newsgrid.annotate.sentencing import Sentence, stands_alone, word_count


def test_every_sentence_stands_word_for_word_in_the_article_it_names() -> None:
    texts = {one.id: one.article.text for one in DAM}
    summary = summarise(DAM)
    assert len(summary) >= 3
    for sentence in summary:
        assert texts[sentence.article][sentence.start :].startswith(sentence.text)


def test_two_articles_are_heard_in_one_language() -> None:
    assert {s.article for s in summarise(DAM)} == {1, 2}


def test_one_origin_alone_is_not_summarised() -> None:
    copies = [known(i, DAM[0].article.headline, DAM[0].article.text.split("\n\n"), origin=1) for i in (1, 2, 3)]
    assert summarise(copies) == ()
    assert summarise(()) == ()


def test_no_teaser_question_caption_or_leaning_sentence_is_used() -> None:
    said = " ".join(s.text for s in summarise(DAM, words=300))
    for unfit in ("He also", "But it", "What would", "Read more", "looks at the wall"):
        assert unfit not in said


def test_the_preferred_language_is_used_when_two_origins_tell_it() -> None:
    french = known(
        4,
        "Le barrage tient",
        ("Le barrage de Korrelfontein a tenu toute la nuit, a indiqué le ministère de l'Eau mercredi matin.",),
        hours=20,
        language="fr",
    )
    assert {s.article for s in summarise((*DAM, french), language="fr")} <= {3, 4}
    assert {s.article for s in summarise(DAM, language="fr")} == {1, 2}


def test_a_sentence_copied_twice_into_itself_is_refused() -> None:
    text = "River gauge reader to retire after forty years of service: report River gauge reader to retire after forty years of service: report The wall held."
    assert not stands_alone(Sentence(text, 0, 3, word_count(text, "en")), "en")


@pytest.mark.parametrize(
    ("language", "fit", "unfit"),
    [
        (
            "en",
            "The council closed the bridge on Monday after the flood.",
            "They closed the bridge on Monday after the flood.",
        ),
        (
            "fr",
            "Le conseil a fermé le pont lundi après la crue.",
            "Cependant, le pont a été fermé lundi après la crue.",
        ),
        (
            "de",
            "Der Rat sperrte die Brücke am Montag nach der Flut.",
            "Dabei sperrte der Rat die Brücke am Montag nach der Flut.",
        ),
        (
            "es",
            "El consejo cerró el puente el lunes tras la crecida.",
            "Además, el puente fue cerrado el lunes tras la crecida.",
        ),
        (
            "pt",
            "O conselho fechou a ponte na segunda após a cheia.",
            "No entanto, a ponte foi fechada na segunda após a cheia.",
        ),
        (
            "ru",
            "Совет закрыл мост в понедельник после сильного паводка.",
            "Однако мост закрыли в понедельник после сильного паводка.",
        ),
        ("ar", "أغلق المجلس الجسر يوم الاثنين بعد الفيضان الكبير.", "لكن الجسر أغلق يوم الاثنين بعد الفيضان الكبير."),
        ("zh", "市议会周一在洪水过后关闭了河上的老桥。", "但是市议会周一在洪水过后关闭了河上的老桥。"),
        (
            "af",
            "Die raad het die brug Maandag ná die vloed gesluit.",
            "Hulle het die brug Maandag ná die vloed gesluit.",
        ),
        (
            "sw",
            "Baraza lilifunga daraja Jumatatu baada ya mafuriko makubwa.",
            "Hata hivyo, baraza lilifunga daraja Jumatatu baada ya mafuriko.",
        ),
    ],
)
def test_a_sentence_that_leans_on_another_is_told_from_one_that_stands(language: str, fit: str, unfit: str) -> None:
    assert stands_alone(Sentence(fit, 0, 0, word_count(fit, language)), language)
    assert not stands_alone(Sentence(unfit, 0, 0, word_count(unfit, language)), language)


def test_what_is_new_since_a_time_has_facts_no_earlier_article_had() -> None:
    new = since(DAM, NOON + timedelta(hours=1))
    assert [s.article for s in new] == [2] * len(new)
    assert any("60 centimetres" in s.text for s in new)
    assert since(DAM, NOON - timedelta(hours=1)) == ()
    assert since(DAM, NOON + timedelta(days=2)) == ()


def test_a_summary_keeps_near_the_length_asked_for() -> None:
    assert sum(len(s.text.split()) for s in summarise(DAM, words=60)) <= 100


def test_the_opening_is_the_first_sentence_of_a_telling_not_yet_overtaken() -> None:
    later = known(
        5,
        "Korrelfontein wall holds, villagers go home",
        (
            "Villagers went home below the Korrelfontein dam on Wednesday after the western wall held through the night.",
            "The district council said the 3,400 people evacuated from the valley had slept in two school halls.",
        ),
        hours=26,
    )
    assert summarise((*DAM, later))[0].article == 5


def test_no_article_gives_more_than_its_share() -> None:
    counts = Counter(s.article for s in summarise(DAM, words=90))
    assert max(counts.values()) <= 3


def test_words_to_the_reader_and_fragments_after_a_quotation_are_left_out() -> None:
    for text in (
        "Hold on to your wallet, the council has raised the rates again.",
        "In recent months he has avoided the large meetings of the council.",
    ):
        assert not stands_alone(Sentence(text, 0, 0, word_count(text, "en")), "en")
    tail = "Putilov said in the hall on Monday, looking at the wall."
    assert not stands_alone(Sentence(tail, 9, 1, word_count(tail, "en"), after_quote=True), "en")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.text(max_size=80), max_size=4), max_size=4))
def test_whatever_the_articles_hold_a_summary_quotes_them(pages: list[list[str]]) -> None:
    story = [known(i + 1, "A headline of some words", page) for i, page in enumerate(pages)]
    texts = {one.id: one.article.text for one in story}
    for sentence in summarise(story):
        assert texts[sentence.article][sentence.start :].startswith(sentence.text)
