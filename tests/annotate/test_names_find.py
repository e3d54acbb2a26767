from __future__ import annotations

import itertools
import pickle
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgrid.annotate.names_find import names
from newsgrid.model import Name, Place, PlaceMention, Span

LANGUAGES = ("en", "fr", "de", "es", "pt", "ru", "ar", "zh", "th", "af", "zu", "sw")


def by_name(found: tuple[Name, ...]) -> dict[str, Name]:
    return {name.name: name for name in found}


def people(text: str, language: str, **rest: object) -> set[str]:
    return {n.name for n in names(text, language, **rest) if n.kind == "person"}  # type: ignore[arg-type]


def organisations(text: str, language: str) -> set[str]:
    return {n.name for n in names(text, language) if n.kind == "organisation"}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Norwegian Prime Minister Astrid Hellebust met her Zambian counterpart Chola Mwansabombwe on Tuesday.", {"Astrid Hellebust", "Chola Mwansabombwe"}),
        ("en", "Dr. Imelda Quist, a biologist, said the lake was clean. Quist has studied it for years.", {"Imelda Quist"}),
        ("en", "The race was won by Ludovic van der Straeten, 31, from Ghent.", {"Ludovic van der Straeten"}),
        ("fr", "Le ministre de l’Intérieur Armand Tissandier a rencontré la maire de Brest, Solène Kervadec.", {"Armand Tissandier", "Solène Kervadec"}),
        ("de", "Bürgermeisterin Hannelore Zwicknagl sagte, die Brücke bleibe gesperrt. Der Verkehrsdezernent Ulf Brandhorst widersprach.", {"Hannelore Zwicknagl", "Ulf Brandhorst"}),
        ("es", "La ministra de Sanidad, Remedios Altuna, y el presidente ruso Fiódor Glazunov hablaron ayer.", {"Remedios Altuna", "Fiódor Glazunov"}),
        ("pt", "O presidente da câmara, Tomé Vilarinho, explicou o plano. Vilarinho falou aos jornalistas.", {"Tomé Vilarinho"}),
        ("ru", "Президент Аркадий Свиридов встретился с министром Глебом Осокиным. Свиридов сказал, что доволен.", {"Аркадий Свиридов", "Глебом Осокиным"}),
        ("ar", "قال وزير الخارجية المصري سامح العطار إن المحادثات مستمرة. وقالت رئيسة اللجنة نادين شهاب: «نعم».", {"سامح العطار", "نادين شهاب"}),
        ("zh", "市长诺姆萨·德拉米尼表示，工程已经完成。外交部发言人陈立群说，双方保持沟通。", {"诺姆萨·德拉米尼", "陈立群"}),
        ("th", "นายสมบัติ ใจงาม กล่าวว่า โครงการเสร็จแล้ว ส่วนนางสาวมาลี แก้วใส ไม่เห็นด้วย", {"สมบัติ ใจงาม", "มาลี แก้วใส"}),
        ("af", "Adjunkminister Hester Koekemoer het gesê die dam is vol. Koekemoer het Vrydag daar gekuier.", {"Hester Koekemoer"}),
        ("zu", "UMongameli uSipho Zwane uthe umsebenzi uphelile, kusho noNomathemba Cele.", {"Sipho Zwane", "Nomathemba Cele"}),
        ("sw", "Rais Baraka Mwakyusa alisema jana. Waziri wa Afya Neema Lukumay aliongeza kuwa chanjo ipo.", {"Baraka Mwakyusa", "Neema Lukumay"}),
        ("ja", "ハンナ・リンドストレム首相は13日、田中氏と会談した。", {"ハンナ・リンドストレム"}),
        ("ko", "한소라 장관은 회의에서 말했다.", {"한소라"}),
    ],
)  # fmt: skip
def test_people_are_found_by_their_offices_and_verbs(language: str, text: str, expected: set[str]) -> None:
    assert expected <= people(text, language)


@pytest.mark.parametrize(
    ("language", "text", "key"),
    [
        ("en", "Judges of the International Criminal Court met.", "org:icc"),
        ("en", "It is a member of the ICC.", "org:icc"),
        ("fr", "La CPI a ouvert une enquête.", "org:icc"),
        ("ru", "Решение принял МУС в среду.", "org:icc"),
        ("es", "La Corte Penal Internacional abrió el caso.", "org:icc"),
        ("zh", "国际刑事法院发布了声明。", "org:icc"),
        ("ar", "رحبت المحكمة الجنائية الدولية بالقرار.", "org:icc"),
        ("th", "ศาลอาญาระหว่างประเทศออกแถลงการณ์", "org:icc"),
        ("de", "Die Vereinten Nationen warnten am Montag.", "org:un"),
        ("pt", "A ONU pediu calma.", "org:un"),
        ("af", "Die VN het gewaarsku.", "org:un"),
        ("sw", "Umoja wa Mataifa umetoa onyo.", "org:un"),
        ("en", "A Nato-style alliance was named, then a Brics summit.", "org:brics"),
        ("en", "A Nato-style alliance was named, then a Brics summit.", "org:nato"),
        ("de", "Der BRICS-Gipfel endete am Freitag.", "org:brics"),
        ("en", "Leaders of the G20 agreed.", "org:g20"),
        ("en", "The Collective Security Treaty Organisation met.", "org:csto"),
    ],
)
def test_well_known_bodies_have_one_key_in_every_language(language: str, text: str, key: str) -> None:
    assert key in {n.key for n in names(text, language)}


def test_an_acronym_that_means_something_else_in_this_language_is_not_that_body() -> None:
    assert "org:icc" not in {n.key for n in names("Consumer prices rose, and the CPI came in at 3 percent.", "en")}


@pytest.mark.parametrize(
    ("language", "text", "name", "acronym"),
    [
        ("en", "The Harbour Workers Alliance (HWA) called a strike. The HWA has 900 members.", "Harbour Workers Alliance", "HWA"),
        ("en", "A report by the League of Unpaid Gardeners (LUG) said so. LUG was founded in May.", "League of Unpaid Gardeners", "LUG"),
        ("fr", "L'Agence du métro de Valmont (AMV) annonce un retard. L'AMV s'excuse.", "Agence du métro de Valmont", "AMV"),
        ("pt", "A Agência do Porto de Vilar (APV) abriu um inquérito. A APV não comentou.", "Agência do Porto de Vilar", "APV"),
        ("af", "Die Kaapse Water-agentskap (KWA) sê nee. Die KWA wag.", "Kaapse Water-agentskap", "KWA"),
    ],
)  # fmt: skip
def test_an_acronym_is_joined_to_what_it_stands_for(language: str, text: str, name: str, acronym: str) -> None:
    found = by_name(names(text, language))
    assert acronym in found[name].aliases
    assert len(found[name].spans) == 3


def test_a_family_name_alone_joins_the_full_name_of_the_document() -> None:
    text = "Mayor Ottilie Brandvold opened the bridge. Brandvold’s critics stayed away. “It holds,” Brandvold said."
    found = by_name(names(text, "en"))
    assert len(found["Ottilie Brandvold"].spans) == 3
    assert found["Ottilie Brandvold"].aliases == ("Brandvold",)


def test_a_misspelt_family_name_joins_the_full_name_of_the_document() -> None:
    text = "President Davit Petrosyan arrived. President Petrosian left on Friday."
    found = by_name(names(text, "en"))
    assert set(found) == {"Davit Petrosyan"}
    assert found["Davit Petrosyan"].aliases == ("Petrosian",)


def test_a_shared_family_name_is_not_given_to_the_wrong_person() -> None:
    text = "Anna Kessler and Bruno Hartwig spoke. Later Hartwig left, and Anna stayed."
    found = by_name(names(text, "en"))
    assert len(found["Bruno Hartwig"].spans) == 2
    assert len(found["Anna Kessler"].spans) == 2


def test_two_people_of_one_family_name_stay_two() -> None:
    assert people("Minister Peter Novak and his critic Magdalena Novak argued, Peter Novak said.", "en") == {
        "Peter Novak",
        "Magdalena Novak",
    }


def test_a_fuller_form_in_the_title_names_the_person_but_gives_no_span() -> None:
    text = "Okonjo-Bell said on Monday that the museum would open. President Okonjo-Bell smiled."
    found = names(text, "en", title="President Ifeoma Okonjo-Bell opens museum")
    assert [n.name for n in found if n.kind == "person"] == ["Ifeoma Okonjo-Bell"]
    assert all(text[s.start : s.end] == "Okonjo-Bell" for s in found[0].spans)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "In March the Kyrgyz capital was quiet. On Thursday, South Africa and New Zealand played. Rain fell in North Macedonia."),
        ("en", "However the Rome Statute holds. The Paris Agreement too. The Danube River rose near Vienna."),
        ("de", "Die Regierung und der Bundestag haben am Montag ein Gesetz beschlossen. Millionen Euro Strafe drohen. Ende Mai beginnt der Sommer."),
        ("fr", "En Afrique du Sud, le printemps commence. Lundi, il a plu à New York."),
    ],
)  # fmt: skip
def test_months_countries_treaties_and_nouns_are_no_people(language: str, text: str) -> None:
    assert people(text, language) == set()


def test_a_known_place_is_no_person() -> None:
    place = Place(1, "Kanto Marsh", "city", 1.0, 2.0)
    text = "Kanto Marsh saw rain."
    mention = PlaceMention("Kanto Marsh", Span(0, 11), place)
    assert people(text, "en", places=(mention,)) == set()


def test_a_person_called_like_a_place_is_a_person_with_an_office_before_the_name() -> None:
    place = Place(1, "Kant", "city", 1.0, 2.0)
    text = "Professor Immo Kant teaches in Kant. Professor Kant is 61."
    mentions = (PlaceMention("Kant", Span(31, 35), place),)
    assert "Immo Kant" in people(text, "en", places=mentions)


def test_noun_class_prefixes_are_left_out_of_the_span() -> None:
    text = "Kusho uThoko Mabuza eGoli."
    found = by_name(names(text, "zu"))
    assert text[found["Thoko Mabuza"].spans[0].start :].startswith("Thoko")


def test_an_event_is_an_event() -> None:
    assert {n.name for n in names("The Harvest Moon Festival opens today.", "en") if n.kind == "event"} == {
        "Harvest Moon Festival"
    }


def test_a_quoted_title_is_no_person() -> None:
    assert "Silent Harbour" not in people("He wrote “Silent Harbour” in a year.", "en")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("en", "President Davit Petrosyan spoke."), ("ru", "Президент Давит Петросян выступил.")),
        (("en", "Minister Sergey Malinov spoke."), ("fr", "Le ministre Sergueï Malinov a parlé.")),
        (("en", "President Ruslan Dzhaparidze spoke."), ("de", "Präsident Ruslan Djaparidze sprach.")),
    ],
)
def test_a_person_has_one_key_across_spellings_and_scripts(one: tuple[str, str], other: tuple[str, str]) -> None:
    (left,), (right,) = names(one[1], one[0]), names(other[1], other[0])
    assert left.key == right.key


def test_names_come_most_often_named_first_and_pickle() -> None:
    found = names("Mayor Ada Lindqvist met Minister Per Holm. Lindqvist smiled.", "en")
    assert [n.name for n in found] == ["Ada Lindqvist", "Per Holm"]
    assert pickle.loads(pickle.dumps(found)) == found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\n", "A" * 50_000, "Aa " * 20_000, "(" * 20_000, "（ICC" * 3_000, "ÀB-" * 10_000, "د" * 20_000, "小" * 20_000, "นาย" * 8_000, "·" * 20_000, "\u202e\u0000\ud7ff"],
)  # fmt: skip
def test_hostile_text_takes_bounded_time(language: str, text: str) -> None:
    begin = time.process_time()
    names(text, language)
    assert time.process_time() - begin < 4


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="AaBbÇçДдЖж(), .-’“”\n·小說ณาพ نامu", max_size=300), st.sampled_from(LANGUAGES))
def test_spans_lie_in_the_text_in_order_and_do_not_overlap(text: str, language: str) -> None:
    for name in names(text, language):
        assert name.spans
        ends = [(s.start, s.end) for s in name.spans]
        assert ends == sorted(ends)
        assert all(0 <= a < b <= len(text) for a, b in ends)
        assert all(x[1] <= y[0] for x, y in itertools.pairwise(ends))
        assert text[ends[0][0] : ends[0][1]] in (name.name, *name.aliases)
