"""Agencies and datelines, known and unknown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrid.extract.agencies import agencies_of, agency_in, credited_agency, read_opening
from newsgrid.model import Dateline


@pytest.mark.parametrize(
    ("name", "agency"),
    [
        ("Agence France-Presse", "AFP"), ("AFP", "AFP"), ("Associated Press", "AP"), ("The Associated Press", "AP"), ("dpa", "dpa"), ("DPA", "dpa"), ("Deutsche Presse-Agentur", "dpa"),
        ("新华社", "Xinhua"), ("ТАСС", "TASS"), ("وكالة فرانس برس", "AFP"), ("สำนักข่าวไทย", "TNA"), ("연합뉴스", "Yonhap"), ("Meridian Press Agency", "Meridian Press Agency"),
        ("Ostkreis-Presse", "Ostkreis-Presse"), ("Agencia Costera de Noticias", "Agencia Costera de Noticias"), ("สำนักข่าวริมโขง", "สำนักข่าวริมโขง"),
        ("एएफपी", "AFP"), ("রয়টার্স", "Reuters"), ("رویترز", "Reuters"), ("共同通信社", "Kyodo"), ("БТА", "BTA"), ("ИТАР-ТАСС", "TASS"), ("وكالة الأناضول", "Anadolu"), ("د ب أ", "dpa"),
        ("भाषा", "PTI"), ("বাসস", "BSS"), ("Reuters Staff", "Reuters"), ("AFP News", "AFP"), ("Theo TTXVN", "VNA"), ("Agência de Informação de Moçambique", "AIM"), ("الوكالة الوطنية للإعلام", "NNA"),
        ("Petra Novak", ""), ("Hina Khan", ""), ("mia", ""), ("ona", ""), ("Mara News", ""),
        ("Maria Lopez", ""), ("Detroit Free Press", ""), ("map", ""), ("Ana", ""), ("VnExpress", ""), ("", ""),
    ],
)  # fmt: skip
def test_name_is_told_to_be_an_agency_or_not(name: str, agency: str) -> None:
    assert agency_in(name) == agency


@pytest.mark.parametrize(
    ("credit", "agencies"),
    [
        ("Le Figaro et AFP", ["AFP"]),
        ("AFP, Reuters", ["AFP", "Reuters"]),
        ("Jane Doe and John Roe", []),
        ("dpa/Reuters", ["dpa", "Reuters"]),
        ("TT-AFP", ["TT", "AFP"]),
        ("Le Littoral avec AFP et Reuters", ["AFP", "Reuters"]),
        ("(TTXVN/Vietnam+)", ["VNA"]),
    ],
)
def test_joined_credits_give_every_agency(credit: str, agencies: list[str]) -> None:
    assert agencies_of(credit) == agencies


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("Source: AFP", "AFP"),
        ("Quelle: dpa", "dpa"),
        ("(okp)", "okp"),
        ("— Reuters", "Reuters"),
        ("Source: the mayor", ""),
        ("The town said so.", ""),
        ("المصدر: وكالة فرانس برس", "AFP"),
        ("来源：新华社", "Xinhua"),
    ],
)
def test_closing_credit_names_its_agency(line: str, agency: str) -> None:
    assert credited_agency(line) == agency


@pytest.mark.parametrize(
    ("text", "dateline", "agency"),
    [
        ("PARIS, 12 octobre (AFP) - Le maire a dit", Dateline("PARIS, 12 octobre (AFP)", "PARIS", "12 octobre"), "AFP"),
        ("Berlin (dpa) - Der Bürgermeister", Dateline("Berlin (dpa)", "Berlin", ""), "dpa"),
        ("SALTMARSH (XYZ) — Crews walked out", Dateline("SALTMARSH (XYZ)", "SALTMARSH", ""), "XYZ"),
        (
            "МОСКВА, 12 октября. /ТАСС/. Мэр города",
            Dateline("МОСКВА, 12 октября. /ТАСС/", "МОСКВА", "12 октября"),
            "TASS",
        ),
        ("GULL FALLS, S.D. (AP) — A ferry", Dateline("GULL FALLS, S.D. (AP)", "GULL FALLS, S.D.", ""), "AP"),
        ("ST. GULL, Mich. (AP) — A ferry", Dateline("ST. GULL, Mich. (AP)", "ST. GULL, Mich.", ""), "AP"),
        ("TERN CITY, D.C. — The ferry", Dateline("TERN CITY, D.C.", "TERN CITY, D.C.", ""), ""),
        ("新华社北京10月12日电 国家", Dateline("新华社北京10月12日电", "北京", "10月12日"), "Xinhua"),
        (
            "JOHANNESBURG, October 12 — The council",
            Dateline("JOHANNESBURG, October 12", "JOHANNESBURG", "October 12"),
            "",
        ),
        ("The council (which met on Monday) - said", None, ""),
        ("Yesterday – all my troubles", None, ""),
        ("", None, ""),
    ],
)
def test_opening_is_read(text: str, dateline: Dateline | None, agency: str) -> None:
    opening = read_opening(text, "")
    assert (opening.dateline, opening.agency) == (dateline, agency)
    assert text[: opening.length] == "" or text.startswith(text[: opening.length])


@given(st.text(max_size=300))
def test_opening_never_takes_more_than_there_is(text: str) -> None:
    assert 0 <= read_opening(text, "en").length <= len(text)
