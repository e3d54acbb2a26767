from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from newsgrid.annotate import classify, section_label, topic_label
from newsgrid.annotate.sections import section_codes, section_of_page_word

CODES = section_codes()
LANGUAGES = ("en", "fr", "de", "es", "pt", "ru", "ar", "zh", "th", "af", "zu", "sw")

SPORT = {
    "en": "The striker scored twice in the final as the home team won the cup before 40,000 fans in the stadium.",
    "fr": "L'attaquant a marqué deux buts en finale et l'équipe a gagné la coupe devant ses supporters.",
    "de": "Der Stürmer schoss im Finale zwei Tore, die Mannschaft gewann den Pokal vor ihren Fans im Stadion.",
    "es": "El delantero marcó dos goles en la final y el equipo ganó la copa ante su afición en el estadio.",
    "pt": "O avançado marcou dois golos na final e a equipa venceu a taça no estádio.",
    "ru": "Нападающий забил два гола в финале, и команда выиграла кубок на глазах болельщиков.",
    "ar": "سجل المهاجم هدفين في المباراة النهائية وفاز الفريق بالكأس أمام جماهير الملعب.",
    "zh": "前锋在决赛中打入两个进球，球队在体育场球迷面前夺得冠军。",
    "th": "กองหน้ายิงประตูสองลูกในรอบชิง ทีมคว้าแชมป์ต่อหน้าแฟนบอลในสนามกีฬา",
    "af": "Die span het die wedstryd in die eindstryd gewen nadat die aanvaller twee doele in die stadion aangeteken het.",
    "zu": "Umdlali ushaye igoli kabili kowamanqamu, iqembu lanqoba indebe phambi kwabalandeli enkundleni yebhola.",
    "sw": "Mshambuliaji alifunga mabao mawili katika fainali na timu ikashinda kombe mbele ya mashabiki uwanjani.",
}
HEALTH = {
    "en": "Doctors at the hospital said the vaccine protects patients against the virus and its symptoms.",
    "fr": "Les médecins de l'hôpital disent que le vaccin protège les patients du virus et de ses symptômes.",
    "de": "Ärzte im Krankenhaus sagten, der Impfstoff schütze Patienten vor dem Virus und seinen Symptomen.",
    "es": "Los médicos del hospital dicen que la vacuna protege a los pacientes del virus y de sus síntomas.",
    "pt": "Os médicos do hospital dizem que a vacina protege os pacientes do vírus e dos sintomas.",
    "ru": "Врачи больницы сказали, что вакцина защищает пациентов от вируса и симптомов болезни.",
    "ar": "قال الأطباء في المستشفى إن اللقاح يحمي المرضى من الفيروس وأعراض المرض.",
    "zh": "医院医生说，疫苗可保护患者免受病毒感染和疾病症状。",
    "th": "แพทย์ในโรงพยาบาลกล่าวว่าวัคซีนป้องกันผู้ป่วยจากไวรัสและอาการของโรค",
    "af": "Dokters by die hospitaal sê die entstof beskerm pasiënte teen die virus en sy simptome.",
    "zu": "Odokotela esibhedlela bathi umgomo uvikela iziguli egciwaneni nasezifweni.",
    "sw": "Madaktari wa hospitali walisema chanjo inalinda wagonjwa dhidi ya virusi na dalili za ugonjwa.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_alone_decides_in_twelve_languages(language: str) -> None:
    assert classify("", SPORT[language], language)[0] == CODES["sport"]
    assert classify("", HEALTH[language], language)[0] == CODES["health"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_has_at_least_forty_words_in_every_language(language: str) -> None:
    table = tomllib.loads(resources.files("newsgrid.annotate").joinpath("data/sectionwords.toml").read_text("utf-8"))[
        language
    ]
    assert {name for name in CODES if len(set(table[name].split())) < 40} == set()


@pytest.mark.parametrize(
    ("word", "section"),
    [
        ("Sport", "sport"), ("Wirtschaft", "economy"), ("Politique", "politics"), ("Cultura", "arts"), ("Здоровье", "health"),
        ("体育", "sport"), ("رياضة", "sport"), ("การเมือง", "politics"), ("Sakenuus", "economy"), ("Ezemidlalo", "sport"),
        ("Michezo", "sport"), ("Desporto", "sport"), ("Salute", "health"), ("Milieu", "environment"),
    ],
)  # fmt: skip
def test_a_publishers_section_word_names_a_section(word: str, section: str) -> None:
    assert section_of_page_word(word) == CODES[section]


@pytest.mark.parametrize("word", ["World", "General", "News", "Monde", "Мир", "国际", "Local", "Africa", "ข่าว"])
def test_words_that_say_nothing_of_the_subject_name_none(word: str) -> None:
    assert section_of_page_word(word) == ""


def test_the_page_decides_where_it_says_something_and_the_text_where_it_does_not() -> None:
    text = (
        "The president met the prime minister at a summit; parliament votes on the treaty and the sanctions next week."
    )
    assert classify("Summit", text, "en", page_section=("World", "General"))[0] == CODES["politics"]
    assert (
        classify("Talk", "They talked for an hour and went home.", "en", page_section=("Sport",))[0] == CODES["sport"]
    )


def test_a_text_that_says_nothing_gets_no_section() -> None:
    assert classify("Yes", "They talked for an hour and then went home by bus.", "en")[0] == ""
    assert classify("", "", "en") == ("", ())


def test_an_answer_can_be_asked_for_among_some_sections_only() -> None:
    allowed = (CODES["health"], CODES["arts"])
    text = "The striker scored in the final. The doctor watched the match."
    assert classify("", text, "en", allowed=allowed)[0] == CODES["health"]


def test_page_keywords_become_media_topics_where_a_name_matches() -> None:
    _, topics = classify("", "", "en", page_topics=("Crime", "Vladimir Kosygin", "Elections", "World"))
    assert [t.key for t in topics] == [CODES["crime"], "vladimir kosygin", "medtop:20000574"] or topics[
        2
    ].key.startswith("medtop:")
    assert all(t.label != "World" for t in topics)
    assert next(t for t in topics if t.key == "vladimir kosygin").label == "Vladimir Kosygin"


def test_lower_topics_are_found_in_the_text() -> None:
    text = "The earthquake struck at noon. After the earthquake, schools closed. Rescuers and victims waited for aftershocks."
    _, topics = classify("Earthquake shakes the valley", text, "en")
    assert "earthquake" in {t.label for t in topics}


def test_labels_come_in_the_languages_of_the_interface() -> None:
    assert section_label(CODES["politics"], "en") == "Politics"
    assert section_label(CODES["politics"], "th") == "การเมือง"
    assert section_label(CODES["politics"], "ar") == "سياسة"
    assert section_label(CODES["politics"], "fr") == "Politics"
    assert section_label("medtop:99999999", "en") == ""
    assert topic_label("vladimir kosygin", "Vladimir Kosygin", "th") == "Vladimir Kosygin"
    assert topic_label("medtop:20000086", "cyber crime", "ar") == "جريمة معلوماتية"
    assert topic_label("medtop:20000086", "cyber crime", "th") == "cyber crime"


def test_every_section_is_named_in_all_three_languages() -> None:
    names = {
        (code, language): section_label(code, language) for code in CODES.values() for language in ("en", "th", "ar")
    }
    assert len(CODES) == 17
    assert all(names.values())
    assert len(set(names.values())) == 51
