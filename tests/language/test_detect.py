"""What language a text is in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrid.language import detect, detect_with_score, normalise_tag

SAMPLES = {
    "en": "The city council voted on Tuesday to repair the old bridge before winter.",
    "af": "Die stadsraad het Dinsdag besluit om die ou brug voor die winter te herstel, en inwoners is bly daaroor.",
    "zu": "Umkhandlu wedolobha uvote ngoLwesibili ukuthi kulungiswe ibhuloho elidala ngaphambi kobusika.",
    "sw": "Baraza la jiji lilipiga kura Jumanne kukarabati daraja la zamani kabla ya majira ya baridi.",
    "fr": "Le conseil municipal a voté mardi la réparation du vieux pont avant l'hiver.",
    "de": "Der Stadtrat stimmte am Dienstag dafür, die alte Brücke vor dem Winter zu reparieren.",
    "es": "El ayuntamiento votó el martes reparar el viejo puente antes del invierno.",
    "pt": "A câmara municipal decidiu na terça-feira reparar a ponte velha antes do inverno, disse o presidente.",
    "ru": "Городской совет во вторник проголосовал за ремонт старого моста до зимы.",
    "ar": "صوت مجلس المدينة يوم الثلاثاء على إصلاح الجسر القديم قبل الشتاء.",
    "th": "สภาเมืองลงมติเมื่อวันอังคารให้ซ่อมสะพานเก่าก่อนฤดูหนาว",
    "zh": "市议会周二投票决定在冬季之前修复旧桥。",
    "ja": "市議会は火曜日、冬までに古い橋を修理することを決めた。",
    "ko": "시의회는 화요일 겨울 전에 낡은 다리를 수리하기로 의결했다.",
}


@pytest.mark.parametrize("language", sorted(SAMPLES))
def test_a_sentence_is_known_by_its_language(language: str) -> None:
    assert detect(SAMPLES[language]) == language


def test_a_declared_language_decides_between_close_ones() -> None:
    assert detect("Brug word herstel", hint="af-ZA") == "af"


def test_a_declared_language_does_not_win_over_plain_evidence() -> None:
    assert detect(SAMPLES["en"], hint="th") == "en"
    assert detect(SAMPLES["de"], hint="af") == "de"


def test_a_text_without_letters_has_the_declared_language() -> None:
    assert detect("2-1 (3:4)", hint="pt-BR") == "pt"
    assert detect("🙂 !!") == ""


def test_an_article_counts_more_than_a_few_interface_words() -> None:
    assert detect(SAMPLES["en"] * 3 + " ที่ตีพิมพ์ : หัวข้อ") == "en"


@pytest.mark.parametrize(
    ("tag", "language"), [("en-GB", "en"), ("iw", "he"), ("zh_Hant_TW", "zh"), ("", ""), ("x", ""), ("no", "nb")]
)
def test_tags_are_normalised(tag: str, language: str) -> None:
    assert normalise_tag(tag) == language


@given(st.text(max_size=300), st.text(max_size=8))
def test_any_text_gets_an_answer(text: str, hint: str) -> None:
    found = detect_with_score(text, hint)
    assert 0.0 <= found.score <= 1.0 + 1e-6
