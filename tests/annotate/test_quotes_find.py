from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgrid.annotate.names_find import names
from newsgrid.annotate.quotes_find import quotes
from newsgrid.model import Quote


def read(text: str, language: str = "en") -> tuple[Quote, ...]:
    return quotes(text, language, names(text, language))


def heard(text: str, language: str = "en") -> list[tuple[str, str]]:
    return [(q.text, q.speaker) for q in read(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "words", "speaker", "verb"),
    [
        ("en", "“The ferry was late again,” said harbour master Tilda Groening.", "The ferry was late again,", "Tilda Groening", "said"),
        ("en", 'Tilda Groening, who runs the port, said: "The ferry was late again."', "The ferry was late again.", "Tilda Groening", "said"),
        ("en", "‘The ferry was late again,’ Tilda Groening said, and she won’t apologise for the crew’s pace.", "The ferry was late again,", "Tilda Groening", "said"),
        ("fr", "« Le bac était encore en retard », a déclaré la maire, Solène Kervadec.", "Le bac était encore en retard", "Solène Kervadec", "déclaré"),
        ("de", "„Die Fähre kam wieder zu spät“, sagte Bürgermeisterin Hannelore Zwicknagl.", "Die Fähre kam wieder zu spät", "Hannelore Zwicknagl", "sagte"),
        ("de", "Bürgermeisterin Hannelore Zwicknagl sagte: »Die Fähre kam wieder zu spät.«", "Die Fähre kam wieder zu spät.", "Hannelore Zwicknagl", "sagte"),
        ("es", "«El barco llegó tarde otra vez», dijo la alcaldesa, Remedios Altuna.", "El barco llegó tarde otra vez", "Remedios Altuna", "dijo"),
        ("pt", "«O barco chegou tarde outra vez», disse o mestre Tomé Vilarinho.", "O barco chegou tarde outra vez", "Tomé Vilarinho", "disse"),
        ("ru", "«Паром снова опоздал», — сказала капитан Тамара Осокина.", "Паром снова опоздал", "Тамара Осокина", "сказала"),
        ("ar", "وقالت رئيسة الميناء نادين شهاب: «تأخرت العبارة مرة أخرى اليوم».", "تأخرت العبارة مرة أخرى اليوم", "نادين شهاب", "وقالت"),
        ("zh", "“渡轮今天又晚点了，我们很抱歉。”市长诺姆萨·德拉米尼说。", "渡轮今天又晚点了，我们很抱歉。", "诺姆萨·德拉米尼", "说"),
        ("zh", "市长诺姆萨·德拉米尼说：“渡轮今天又晚点了，我们很抱歉。”", "渡轮今天又晚点了，我们很抱歉。", "诺姆萨·德拉米尼", "说"),
        ("zh", "市長諾姆薩·德拉米尼說：「渡輪今天又晚點了，我們很抱歉。」", "渡輪今天又晚點了，我們很抱歉。", None, "說"),
        ("th", "นายสมบัติ ใจงาม กล่าวว่า “เรือข้ามฟากมาสายอีกแล้ววันนี้”", "เรือข้ามฟากมาสายอีกแล้ววันนี้", "สมบัติ ใจงาม", "กล่าว"),
        ("th", '"เรือข้ามฟากมาสายอีกแล้ววันนี้" นางสาวมาลี แก้วใส ชาวบ้านกล่าว', "เรือข้ามฟากมาสายอีกแล้ววันนี้", "มาลี แก้วใส", "กล่าว"),
        ("af", "„’n Veerboot is mos altyd laat,” het Hester Koekemoer, ’n kaptein, gesê.", "’n Veerboot is mos altyd laat,", "Hester Koekemoer", "gesê"),
        ("zu", "“Isikebhe sifike sekwephuzile futhi namuhla,” kusho uThoko Mabuza.", "Isikebhe sifike sekwephuzile futhi namuhla,", "Thoko Mabuza", "kusho"),
        ("sw", '"Feri ilichelewa tena leo asubuhi," alisema Rehema Lukumay, nahodha wa bandari.', "Feri ilichelewa tena leo asubuhi,", "Rehema Lukumay", "alisema"),
    ],
)  # fmt: skip
def test_a_quote_has_its_words_speaker_and_verb(
    language: str, text: str, words: str, speaker: str | None, verb: str
) -> None:
    (quote,) = read(text, language)
    assert quote.text == words
    assert quote.verb == verb
    assert not quote.partial
    if speaker is not None:
        assert quote.speaker == speaker
        assert quote.speaker_span is not None


def test_a_split_quote_has_one_speaker() -> None:
    text = "“We waited an hour,” harbour master Tilda Groening said. “Then we went home.”"
    assert heard(text) == [("We waited an hour,", "Tilda Groening"), ("Then we went home.", "Tilda Groening")]


def test_a_quote_interrupted_in_its_sentence_has_one_speaker() -> None:
    text = "“We waited,” Tilda Groening said, “and then we all went home.”"
    assert [s for _, s in heard(text)] == ["Tilda Groening", "Tilda Groening"]


def test_a_pronoun_means_the_last_speaker() -> None:
    text = "“We waited an hour,” said Captain Tilda Groening at the pier.\n\n“Nobody came at all,” she added."
    assert heard(text)[1] == ("Nobody came at all,", "Tilda Groening")
    assert read(text)[1].verb == "added"


def test_a_pronoun_means_the_subject_that_came_since() -> None:
    text = "“We waited an hour,” said Captain Tilda Groening.\n\nMinister Per Holm disagreed at once. “Nobody had to wait,” he said."
    assert heard(text)[1] == ("Nobody had to wait,", "Per Holm")


def test_a_french_inverted_pronoun_means_the_last_person() -> None:
    text = "La ministre Solène Kervadec a proposé un plan. « Un port n’a pas de frontière », a-t-elle lancé sous les applaudissements."
    assert heard(text, "fr") == [("Un port n’a pas de frontière", "Solène Kervadec")]


def test_a_quote_over_several_paragraphs_keeps_its_speaker() -> None:
    text = "Captain Tilda Groening said: “We waited an hour at the pier.\n\n“Then the fog came down on us.\n\n“So we turned back.”"
    assert [s for _, s in heard(text)] == ["Tilda Groening"] * 3


def test_a_sentence_before_a_quote_can_name_its_speaker() -> None:
    text = "Per Holm shook his head. “That is not what the report says at all.”"
    assert heard(text) == [("That is not what the report says at all.", "Per Holm")]


def test_a_description_is_a_speaker_when_there_is_no_name() -> None:
    assert heard("“The road is closed until noon,” a police spokesman said.")[0][1] == "a police spokesman"


def test_an_office_means_the_person_who_holds_it() -> None:
    text = "President Ada Lindqvist met Minister Per Holm. “We will build it,” the president said."
    assert heard(text) == [("We will build it,", "Ada Lindqvist")]


def test_an_office_of_another_country_is_not_given_to_the_wrong_person() -> None:
    text = "Chilean President Ada Lindqvist came. “We will build it here,” the Peruvian president said."
    assert heard(text)[0][1] != "Ada Lindqvist"


def test_a_city_that_speaks_is_the_speaker() -> None:
    assert heard("Per Holm left, a step Lisbon called “a grave mistake for all”.") == [
        ("a grave mistake for all", "Lisbon")
    ]


def test_a_partial_quote_is_marked() -> None:
    (quote,) = read("Per Holm said the plan was “a waste of good money”.")
    assert (quote.partial, quote.speaker) == (True, "Per Holm")


def test_a_single_word_with_a_verb_is_a_partial_quote() -> None:
    (quote,) = read("Per Holm called the plan “illegal” in June.")
    assert (quote.text, quote.partial, quote.verb) == ("illegal", True, "called")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The court tried him for “deporting” the goats."),
        ("en", "The film “The Long Way Home” opens in May."),
        ("ru", "Команда «Спартак Заречье» победила в матче."),
        ("zh", "《人民的海》今天出版，地铁“蓝线”也开通了。"),
        ("en", "The 12\" pipe and the 5' plank don't fit the boys' shed."),
    ],
)
def test_titles_names_irony_and_measures_are_no_quotes(language: str, text: str) -> None:
    assert read(text, language) == ()


def test_a_lost_closing_mark_costs_only_its_paragraph() -> None:
    text = "“We waited an hour at the pier, Tilda Groening said.\n\n“Nobody came at all,” said Per Holm."
    assert heard(text)[-1] == ("Nobody came at all,", "Per Holm")


def test_marks_of_two_styles_may_close_each_other() -> None:
    assert heard('"We waited an hour,” said Per Holm.') == [("We waited an hour,", "Per Holm")]


def test_a_quote_in_a_quote_belongs_to_the_outer_one() -> None:
    text = "“She said ‘come home’ and I came home,” said Per Holm."
    assert heard(text) == [("She said ‘come home’ and I came home,", "Per Holm")]


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="ab C.,!?:\n“”\"„«»‘’'「」 said", max_size=200))
def test_every_quote_stands_in_the_text_word_for_word(text: str) -> None:
    last = 0
    for quote in quotes(text, "en"):
        assert text[quote.span.start : quote.span.end] == quote.text
        assert quote.span.start >= last
        last = quote.span.end


@pytest.mark.parametrize(
    "text",
    ["“" * 20_000, '"' * 20_000, "« a" * 8_000, "‘a " * 8_000, "“a” said " * 4_000, '"a b c," he said. ' * 3_000, "「" * 20_000, "said " * 20_000 + "“a b c d”"],
)  # fmt: skip
def test_hostile_text_takes_bounded_time(text: str) -> None:
    begin = time.process_time()
    quotes(text, "en", names(text, "en"))
    assert time.process_time() - begin < 6
