"""Names of places in running text: which are found, where they stand and what they mean."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgrid.model import Place, PlaceMention
from newsgrid.place import find, lookup, resolve


def names(text: str, language: str = "en", **options: object) -> list[tuple[str, str, str]]:
    return [(m.name, m.place.name, m.place.country) for m in find(text, language, **options)]  # type: ignore[arg-type]


def one(text: str, name: str, language: str = "en", **options: object) -> PlaceMention:
    return next(m for m in find(text, language, **options) if m.name == name)  # type: ignore[arg-type]


def found(text: str, language: str = "en") -> set[str]:
    return {m.name for m in find(text, language)}


TEXTS = [
    ("en", "Police in Durban said commuters from Soweto reached the city of Kant, Kyrgyzstan, by noon.", {"Durban": "ZA", "Soweto": "ZA", "Kant": "KG", "Kyrgyzstan": "KG"}),
    ("af", "Die burgemeester van Kaapstad sê die dam in die Wes-Kaap is vol en Duitsland help.", {"Kaapstad": "ZA", "Wes-Kaap": "ZA", "Duitsland": "DE"}),
    ("zu", "UMengameli ufike eThekwini ngoLwesibili, wabuye waya eGoli nase-Ukraine.", {"eThekwini": "ZA", "eGoli": "ZA", "Ukraine": "UA"}),
    ("fr", "La maire de Marseille est partie pour l'Afrique du Sud, puis Bichkek.", {"Marseille": "FR", "Afrique du Sud": "ZA", "Bichkek": "KG"}),
    ("de", "Berlins Regierung schwieg, als der Zug aus Köln in München hielt.", {"Berlin": "DE", "Köln": "DE", "München": "DE"}),
    ("es", "El alcalde de Bogotá viajó a Sudáfrica y a Ciudad de México.", {"Bogotá": "CO", "Sudáfrica": "ZA", "Ciudad de México": "MX"}),
    ("pt", "O prefeito de São Paulo visitou Joanesburgo, na África do Sul, e Moscou.", {"São Paulo": "BR", "Joanesburgo": "ZA", "África do Sul": "ZA", "Moscou": "RU"}),
    ("ru", "В Бишкеке ждут гостей из Москвы; о Нагорном Карабахе и Южной Африке речи не было.", {"Бишкеке": "KG", "Москвы": "RU", "Нагорном Карабахе": "AZ", "Южной Африке": "ZA"}),
    ("ar", "وصل رئيس البلدية إلى موسكو قادما من جنوب أفريقيا ثم زار بيشكيك.", {"موسكو": "RU", "جنوب أفريقيا": "ZA", "بيشكيك": "KG"}),
    ("th", "นายกเทศมนตรีเมืองเชียงใหม่เดินทางไปแอฟริกาใต้ก่อนกลับกรุงเทพฯ", {"เชียงใหม่": "TH", "แอฟริกาใต้": "ZA", "กรุงเทพฯ": "TH"}),
    ("zh", "市长周一抵达莫斯科，随后访问南非约翰内斯堡和比什凯克。", {"莫斯科": "RU", "南非": "ZA", "约翰内斯堡": "ZA", "比什凯克": "KG"}),
    ("sw", "Meya wa Dar es Salaam aliwasili Nairobi kutoka Afrika Kusini na Urusi.", {"Dar es Salaam": "TZ", "Nairobi": "KE", "Afrika Kusini": "ZA", "Urusi": "RU"}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), TEXTS, ids=[t[0] for t in TEXTS])
def test_places_are_found_in_texts_of_many_languages(language: str, text: str, expected: dict[str, str]) -> None:
    assert {m.name: m.place.country for m in find(text, language)} == expected


@pytest.mark.parametrize(("language", "text", "expected"), TEXTS, ids=[t[0] for t in TEXTS])
def test_offsets_count_code_points_into_the_text(language: str, text: str, expected: dict[str, str]) -> None:
    padded = "😀 " + text
    for mention in find(padded, language):
        assert padded[mention.span.start : mention.span.end] == mention.name


def test_a_town_with_its_country_after_a_comma_lies_there() -> None:
    assert names("He lives in Paris, Texas.") == [("Paris", "Paris", "US"), ("Texas", "Texas", "US")]
    assert one("She moved to Perth, Scotland, in May.", "Perth").place.region == "SCT"
    assert one("A market in Birmingham, Ala., burned.", "Birmingham").place.country == "US"


def test_one_name_means_one_place_throughout_a_text() -> None:
    text = "The fair in Paris, Texas, drew crowds. People in Paris like fairs. Nothing like Paris, they say."
    assert {m.place.country for m in find(text, "en") if m.name == "Paris"} == {"US"}


def test_the_other_names_of_a_text_decide_between_places_of_one_name() -> None:
    near_boston = "Roads in Worcester, Springfield and Boston were closed; Massachusetts asked for help."
    near_cape_town = "Roads in Worcester, Paarl and Stellenbosch were closed; the Western Cape asked for help."
    assert one(near_boston, "Worcester").place.country == "US"
    assert one(near_cape_town, "Worcester").place.country == "ZA"


def test_the_headline_helps_to_choose() -> None:
    text = "The mayor of Worcester opened the dam."
    assert one(text, "Worcester", title="Western Cape dams are full, says Cape Town").place.country == "ZA"


def test_the_publishers_home_helps_to_choose() -> None:
    home = lookup("London, Ontario")[0]
    assert one("The council of London met.", "London").place.country == "GB"
    assert one("The council of London met.", "London", home=home).place.country == "CA"


@pytest.mark.parametrize(
    "text",
    [
        "Immanuel Kant never left home.",
        "Paris Hilton opened the show.",
        "Jack London wrote of the sea.",
        "Mr Worcester was late. Worcester said the bus broke down.",
        "Under the Rome Statute the court may try him.",
        "They signed the Treaty of Rome.",
        "The Camp David accords and the Geneva Conventions were read out.",
        "The West wants peace, the North wants rain, and the Commonwealth wants both.",
        "In March we were Reading a Nice book with our Mobile phones.",
        "Police asked the University for help.",
    ],
)
def test_people_treaties_and_ordinary_words_are_no_places(text: str) -> None:
    assert names(text) == []


def test_a_person_known_by_full_name_is_no_place_when_the_surname_stands_alone() -> None:
    text = "Anna Preston runs the shop. Preston opened it in 1990. Later she moved to Preston, England."
    assert [m.span.start for m in find(text, "en") if m.name == "Preston"] == [text.rindex("Preston")]


def test_a_capital_that_acts_stands_for_its_government() -> None:
    text = "Moscow said it would wait. The play opened in Moscow."
    assert [(m.name, m.why == "metonym") for m in find(text, "en")] == [("Moscow", True), ("Moscow", False)]


def test_a_word_for_a_people_gives_the_country_with_a_lower_score() -> None:
    mention = one("The Kyrgyz president met South African miners.", "Kyrgyz")
    assert (mention.place.name, mention.why) == ("Kyrgyzstan", "demonym")
    assert mention.score < one("He flew to Kyrgyzstan.", "Kyrgyzstan").score
    assert one("The Kyrgyz president met South African miners.", "South African").place.country == "ZA"
    assert one("Российские военные ушли.", "Российские", "ru").place.country == "RU"
    assert one("Le président kirghize est là.", "kirghize", "fr").place.country == "KG"


def test_a_place_in_the_name_of_an_organisation_has_a_lower_score() -> None:
    text = "The Chicago Police Department hired her. She lives in Chicago."
    inside, plain = (m for m in find(text, "en") if m.name == "Chicago")
    assert (inside.why, plain.why == "embedded") == ("embedded", False)
    assert inside.score < plain.score


def test_ordinary_words_are_towns_where_the_words_around_say_so() -> None:
    assert one("The train left the town of Reading, England, at noon.", "Reading").place.country == "GB"


def test_disputed_and_breakaway_regions_are_known() -> None:
    for name in (
        "Nagorno-Karabakh",
        "Crimea",
        "Transnistria",
        "Abkhazia",
        "Darfur",
        "Kashmir",
        "Tigray",
        "Gaza Strip",
        "Donbas",
    ):
        assert one(f"Talks about {name} went on.", name).place.kind in ("region", "area")


def test_a_street_that_is_not_listed_lies_where_the_text_plays() -> None:
    mention = one("A shop on Jorissen Street burned. Fire crews from all over Johannesburg came.", "Jorissen Street")
    assert (mention.place.name, mention.why) == ("Johannesburg", "focus")
    assert mention.score < 0.3


def test_given_names_are_resolved_in_order() -> None:
    text = "Worcester and Paarl are in the Western Cape; Zyxland is not."
    spans = [(text.index(w), text.index(w) + len(w)) for w in ("Paarl", "Worcester", "Zyxland")]
    first, second, third = resolve(text, spans, "en")
    assert first is not None
    assert second is not None
    assert (first.place.name, second.place.country) == ("Paarl", "ZA")
    assert third is None or third.why == "focus"


def test_a_span_past_the_end_gives_no_error() -> None:
    assert resolve("In Durban", [(3, 400), (50, 60), (9, 9)], "en")[1:] == (None, None)


def test_a_wrong_language_still_finds_what_is_written() -> None:
    assert "Johannesburg" in found("Johannesburg and Durban are in South Africa.", "th")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "A" * 1_000_000,
        "Durban" * 50_000,
        "莫斯科" * 20_000,
        "\u202eDurban\u202c",
        "IN DURBAN POLICE SAID ALL CAPITALS ARE LOUD",
        "<p>Durban</p> &amp; <b>Cape Town</b>",
        "\ud800 Durban",
        "D u r b a n",
        "Du\u00adrban",
        "." * 100_000,
        "St. " * 30_000,
    ],
    ids=[
        "empty",
        "space",
        "one-letter",
        "no-spaces",
        "han",
        "bidi",
        "capitals",
        "html",
        "surrogate",
        "spaced",
        "soft-hyphen",
        "points",
        "abbreviations",
    ],
)
def test_bad_input_is_borne(text: str) -> None:
    for mention in find(text, "en"):
        assert text[mention.span.start : mention.span.end] == mention.name


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["", "en", "ru", "zu", "zh", "xx-Latn"]))
def test_mentions_are_in_order_without_overlap_in_any_text(text: str, language: str) -> None:
    mentions = find(text, language)
    assert all(left.span.end <= right.span.start for left, right in itertools.pairwise(mentions))
    assert all(0 < m.score <= 1 and text[m.span.start : m.span.end] == m.name for m in mentions)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["Durban", "in", "the", "London", "Paris", ",", "Texas", ".", "Smith", "said", "U.S.", "Kant", "Street"]
        ),
        max_size=25,
    )
)
def test_the_same_text_gives_the_same_places(words: list[str]) -> None:
    text = " ".join(words)
    assert find(text, "en") == find(text, "en")


def test_a_home_that_is_a_country_is_enough() -> None:
    canada = next(p for p in lookup("Canada") if p.kind == "country")
    assert isinstance(canada, Place)
    assert one("The council of London met.", "London", home=canada).place.country in ("CA", "GB")
