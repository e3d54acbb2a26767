from __future__ import annotations

import time

from newsgrid.annotate.quotes_link import link_quotes
from newsgrid.model import LinkedQuote, Quote, Span


def said(text: str, speaker: str = "Ada Lindqvist", *, partial: bool = False) -> Quote:
    return Quote(text, Span(0, len(text)), speaker, partial=partial)


def linked(*articles: tuple[str, list[Quote]]) -> list[LinkedQuote]:
    return list(link_quotes([(number, language, found) for number, (language, found) in enumerate(articles, 1)]))


def sizes(found: list[LinkedQuote]) -> list[int]:
    return [len(q.wordings) for q in found]


def test_two_translations_of_one_statement_are_linked() -> None:
    found = linked(
        ("en", [said("If we sign, there will be empty factories and empty promises,")]),
        ("en", [said("When we sign it, an empty factory and an empty promise will follow,", "Lindqvist")]),
    )
    assert sizes(found) == [2]
    assert found[0].speaker == "Ada Lindqvist"


def test_the_same_words_cut_differently_are_linked() -> None:
    found = linked(
        ("en", [said("The bridge is safe and the town can sleep, whatever the engineers of the opposition claim.")]),
        ("en", [said("The bridge is safe and the town can sleep,")]),
    )
    assert sizes(found) == [2]
    assert found[0].wordings[0].article == 1


def test_different_statements_of_one_speaker_stay_apart() -> None:
    found = linked(
        ("en", [said("The bridge is safe and the town can sleep."), said("We will open a school in May.")]),
        ("en", [said("I never asked the bank for anything."), said("The school will not open before winter.")]),
    )
    assert sizes(found) == [1, 1, 1, 1]


def test_a_statement_and_its_denial_stay_apart() -> None:
    found = linked(
        ("en", [said("We will sell the harbour to the investors.")]),
        ("en", [said("We will not sell the harbour to the investors.")]),
    )
    assert sizes(found) == [1, 1]


def test_statements_with_other_numbers_stay_apart() -> None:
    found = linked(
        ("en", [said("We will build 400 flats on the old airfield.")]),
        ("en", [said("We will build 900 flats on the old airfield.")]),
    )
    assert sizes(found) == [1, 1]


def test_two_speakers_stay_apart_even_with_like_words() -> None:
    found = linked(
        ("en", [said("The harbour must open again this year.")]),
        ("en", [said("The harbour must open again this year soon.", "Per Holm")]),
    )
    assert sizes(found) == [1, 1]


def test_two_quotes_of_one_article_are_never_linked() -> None:
    found = linked(("en", [said("The bridge is safe and sound."), said("The bridge is safe and sound.")]))
    assert sizes(found) == [1, 1]


def test_the_only_statement_of_a_speaker_is_linked_across_languages() -> None:
    found = linked(
        (
            "en",
            [said("I heard the skipper shout for us to hold on, and then we were all on the floor,", "Rita Falcato")],
        ),
        ("pt", [said("Ouvi o mestre gritar para nos agarrarmos e depois fomos todos ao chão", "Rita Falcato")]),
        ("ru", [said("Я услышала, как шкипер крикнул, чтобы мы держались, и мы все упали на пол", "Рита Фалкато")]),
    )
    assert sizes(found) == [3]


def test_of_a_speaker_with_several_statements_shape_alone_links_none() -> None:
    found = linked(
        ("en", [said("Somebody strikes a pipe, three beats and a pause.", "Rita Falcato")]),
        ("en", [said("The gallery is blocked over a long stretch now.", "Rita Falcato")]),
        ("de", [said("Wir hörten sie singen, bevor wir sie sehen konnten.", "Rita Falcato")]),
    )
    assert sizes(found) == [1, 1, 1]


def test_a_number_in_words_is_the_same_number() -> None:
    found = linked(
        (
            "en",
            [said("I slept forty minutes longer this morning."), said("It was raining all that week in the hills.")],
        ),
        (
            "fr",
            [said("J’ai dormi quarante minutes de plus ce matin."), said("Je suis fatiguée, comme tout le monde ici.")],
        ),
    )
    assert sizes(found) == [2, 1, 1]


def test_a_shared_number_links_across_languages_among_several_statements() -> None:
    found = linked(
        ("en", [said("We counted 4,120 patients in nine clinics last year."), said("It was raining all that week in the hills.")]),
        ("fr", [said("Nous avons compté 4,120 patients dans neuf cliniques l’an dernier."), said("Je suis fatiguée, comme tout le monde ici ce soir.")]),
    )  # fmt: skip
    assert sizes(found)[0] == 2
    assert sorted(sizes(found)) == [1, 1, 2]
    assert "4,120" in found[0].wordings[0].value or "4,120" in found[0].wordings[0].text


def test_a_negation_across_languages_keeps_statements_apart() -> None:
    found = linked(
        ("en", [said("The harbour will be sold to the investors this year.")]),
        ("de", [said("Der Hafen wird in diesem Jahr nicht an die Investoren verkauft.")]),
    )
    assert sizes(found) == [1, 1]


def test_a_question_is_no_translation_of_a_statement() -> None:
    found = linked(
        ("en", [said("Why should I sell the harbour to my friends?")]),
        ("de", [said("Wir verkaufen den Hafen gern an unsere alten Freunde.")]),
    )
    assert sizes(found) == [1, 1]


def test_quotes_that_are_alone_come_back() -> None:
    found = linked(("en", [said("Nothing to add today.")]), ("th", []))
    assert sizes(found) == [1]
    assert found[0].wordings[0].value == "en"


def test_what_most_articles_tell_comes_first() -> None:
    found = linked(
        ("en", [said("Something only told once here."), said("The bridge is safe and sound today.")]),
        ("en", [said("The bridge is safe and sound today.")]),
    )
    assert sizes(found) == [2, 1]


def test_many_quotes_take_bounded_time() -> None:
    many = [(n, "en", [said(f"The bridge number {n} is safe {n * 7} times") for _ in range(10)]) for n in range(100)]
    begin = time.process_time()
    assert sum(len(q.wordings) for q in link_quotes(many)) == 1000
    assert time.process_time() - begin < 10
