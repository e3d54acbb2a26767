"""The gazetteer asked by name and by point, and names to show."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from newsgrid.errors import NewsgridError
from newsgrid.model import Place
from newsgrid.place import country_name, distance_km, full_name, lookup, name_in, nearest, suggest, timezone_of
from newsgrid.place.gazetteer import OWN_IDS, Gazetteer, gazetteer
from newsgrid.place.keys import key_of

JOHANNESBURG = 993800


@pytest.mark.parametrize(
    "query",
    [
        "Johannesburg",
        "johannesburg",
        "Johannesburg, ZA",
        "Johannesburg, South Africa",
        "Johannesburg, Gauteng",
        "约翰内斯堡",
        "โจฮันเนสเบิร์ก",
        "Йоханнесбург",
        "جوهانسبرغ",
        "eGoli",
        "Joburg",
    ],
)
def test_a_city_is_found_in_any_script_and_with_what_holds_it(query: str) -> None:
    assert lookup(query)[0].geonameid == JOHANNESBURG


def test_a_country_limits_the_answer() -> None:
    assert {p.country for p in lookup("Worcester", country="ZA")} == {"ZA"}
    assert lookup("Johannesburg, Brazil") == []


@pytest.mark.parametrize("query", ["", " , ", "qqzzxx", "x" * 10_000, "12345"])
def test_what_names_nothing_gives_nothing(query: str) -> None:
    assert lookup(query) == []


def test_the_likeliest_comes_first() -> None:
    assert (lookup("Paris")[0].country, lookup("Georgia")[0].kind, lookup("Kant", country="KG")[0].name) == (
        "FR",
        "country",
        "Kant",
    )


def test_the_nearest_town_is_found() -> None:
    place = nearest(-26.2041, 28.0473)
    assert place is not None
    assert place.country == "ZA"
    assert distance_km(place, lookup("Johannesburg")[0]) < 25
    assert nearest(float("nan"), 0) is None
    assert nearest(91, 0) is None


def test_time_zones_are_known() -> None:
    assert timezone_of(lookup("Johannesburg")[0]) == "Africa/Johannesburg"
    assert timezone_of(lookup("Bishkek")[0]) == "Asia/Bishkek"
    assert timezone_of(Place(1, "Nowhere", "area", 0, 0)) == ""


def test_names_are_shown_in_the_interface_language() -> None:
    place = lookup("Johannesburg")[0]
    assert name_in(place, "th").startswith("โจฮัน")
    assert name_in(place, "ar-ZA").startswith("جوهانس")
    assert name_in(place, "qq") == "Johannesburg"
    assert (country_name("ZA", "de"), country_name("za", "ar"), country_name("QQ", "en")) == (
        "Südafrika",
        "جنوب أفريقيا",
        "",
    )
    assert name_in(lookup("South Africa")[0], "fr") == "Afrique du Sud"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("São  Paulo", "sao paulo"),
        ("St. Petersburg", "saint petersburg"),
        ("N'Djamena", "ndjamena"),
        ("Nagorno-Karabakh", "nagorno karabakh"),
        ("Орёл", "орел"),
        ("123", ""),
        ("", ""),
    ],
)
def test_keys_fold_case_accents_and_points(name: str, key: str) -> None:
    assert key_of(name) == key


def test_ids_of_our_own_are_apart_from_those_of_geonames() -> None:
    table = gazetteer()
    ids = table._entries["id"]
    assert len(set(ids.tolist())) == len(ids)
    assert ids[ids < OWN_IDS].max() < 50_000_000
    assert ids.max() < 2**53


def test_every_row_is_found_by_its_id() -> None:
    table = gazetteer()
    for row in range(0, len(table), 9973):
        assert table.row_of(table.entry(row).id) == row
    assert table.row_of(999_999_999) is None


def test_it_opens_in_under_a_second() -> None:
    begun = time.perf_counter()
    Gazetteer().holders(["johannesburg"])
    assert time.perf_counter() - begun < 1.0


def test_missing_files_are_said(tmp_path: Path) -> None:
    with pytest.raises(NewsgridError, match="cannot be read"):
        Gazetteer(tmp_path)


@pytest.mark.parametrize(
    ("query", "region"), [("Jackson, Wyoming", "WY"), ("Barton, Vermont", "VT"), ("Springfield, Illinois, US", "IL")]
)
def test_a_region_limits_before_a_town_of_its_name(query: str, region: str) -> None:
    assert {place.region for place in lookup(query)} == {region}


@pytest.mark.parametrize(
    ("wrong", "right"), [("Bishkeck", "Bishkek"), ("Niarobi", "Nairobi"), ("Cape Twon", "Cape Town")]
)
def test_one_wrong_letter_is_forgiven_when_asked_for(wrong: str, right: str) -> None:
    assert lookup(wrong) == []
    assert suggest(wrong)[0].name == right


def test_suggestions_keep_to_what_was_said_after_the_comma() -> None:
    assert {place.region for place in suggest("Sprngfield, Illinois")} == {"IL"}
    assert suggest("Bishkeck, ZA") == []


@pytest.mark.parametrize("query", ["", "abc", "Qqxyzville", "x" * 5000, ",,,"])
def test_what_is_near_no_name_has_no_suggestion(query: str) -> None:
    assert suggest(query) == []


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Johannesburg", "Johannesburg, ZA"),
        ("Jackson, Wyoming", "Jackson, Wyoming, US"),
        ("Cambridge, Massachusetts", "Cambridge, Massachusetts, US"),
        ("กรุงเทพ", "Bangkok, TH"),
    ],
)
def test_a_full_name_leads_back_to_its_city(query: str, name: str) -> None:
    place = next(place for place in lookup(query) if place.kind == "city")
    assert full_name(place) == name
    assert next(p for p in lookup(name) if p.kind == "city").geonameid == place.geonameid
