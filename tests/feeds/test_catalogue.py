"""The bundled catalogue holds facts for many countries, and finds a city's publishers first."""

import pytest

from newsgrid.feeds.catalogue import catalogue, search_catalogue
from newsgrid.text import canonical_address


def test_it_covers_the_world() -> None:
    feeds = catalogue()
    assert len(feeds) >= 2500
    assert len({f.country for f in feeds if f.country}) >= 100
    assert len({f.language for f in feeds if f.language}) >= 40


def test_every_address_can_be_asked_and_is_there_once() -> None:
    keys = [canonical_address(f.url).partition("://")[2].removeprefix("www.").rstrip("/") for f in catalogue()]
    assert all(keys)
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    "city", ["Johannesburg", "Cape Town", "Durban", "Pretoria", "Nairobi", "Lagos", "Bangkok", "Bishkek"]
)
def test_a_city_finds_its_own_publishers_first(city: str) -> None:
    found = search_catalogue(city=city, limit=20)
    assert found[0].city == city
    own = [f.city == city for f in found]
    assert own == sorted(own, reverse=True)


def test_a_language_restricts() -> None:
    found = search_catalogue(city="Johannesburg", language="af")
    assert {f.language for f in found} <= {"af", ""}
    assert found[0].language == "af"


def test_words_search_names() -> None:
    assert all("guardian" in (f.name + f.url).casefold() for f in search_catalogue(text="guardian"))
    assert search_catalogue(text="no such publisher anywhere") == []
