"""The bundled catalogue holds facts for many countries, and finds a city's publishers first."""

from __future__ import annotations

import lzma
import re
from collections import Counter
from pathlib import Path

import pytest

import newsgrid.feeds
from newsgrid.feeds.catalogue import (
    AT_HOME_KM,
    CATEGORIES,
    FEW,
    NEAR_KM,
    CatalogueFeed,
    catalogue,
    languages_of,
    propose_sources,
    search_catalogue,
)
from newsgrid.model import Place
from newsgrid.place import lookup
from newsgrid.text import canonical_address, site_host

CITIES = ["Johannesburg", "Cape Town", "Durban", "Pretoria", "Nairobi", "Lagos", "Bangkok", "Bishkek"]
TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?")


def city(query: str) -> Place:
    return next(place for place in lookup(query) if place.kind == "city")


class TestTheTable:
    """Floors: lowered only on purpose, together with the build in benchmarks/catalogue."""

    def test_it_covers_the_world(self) -> None:
        feeds = catalogue()
        assert len(feeds) >= 3200
        assert len({f.country for f in feeds if f.country}) >= 170
        assert len({f.language for f in feeds}) >= 70
        assert len({f.geonameid for f in feeds if f.geonameid}) >= 700
        assert {f.category for f in feeds} == set(CATEGORIES)
        assert sum(f.verified for f in feeds) >= 3000

    def test_it_is_small(self) -> None:
        data = Path(newsgrid.feeds.__file__).parent / "data" / "catalogue.jsonl.xz"
        assert data.stat().st_size < 120_000
        assert len(lzma.decompress(data.read_bytes())) < 2_000_000

    def test_every_address_can_be_asked_and_is_there_once(self) -> None:
        keys = [canonical_address(f.url).partition("://")[2].removeprefix("www.").rstrip("/") for f in catalogue()]
        assert all(keys)
        assert [key for key, number in Counter(keys).items() if number > 1] == []

    def test_every_row_is_whole(self) -> None:
        for feed in catalogue():
            assert feed.name
            assert feed.name == feed.name.strip()
            assert len(feed.name) <= 60, feed.name
            assert site_host(feed.site), feed
            assert TAG.fullmatch(feed.language), feed
            assert re.fullmatch(r"[A-Z]{2}", feed.country) or not feed.is_general, feed
            assert bool(feed.city) == bool(feed.geonameid) == (feed.point is not None)
            assert feed.category != "local" or feed.city, feed
            assert feed.lists >= 0
            assert feed.verified or feed.lists or feed.city, feed

    def test_every_city_is_in_the_gazetteer_under_its_id(self) -> None:
        homes = {(f.city, f.country, f.geonameid): f.point for f in catalogue() if f.geonameid}
        for (name, country, geonameid), point in homes.items():
            found = next((p for p in lookup(name, country=country) if p.geonameid == geonameid), None)
            assert found is not None, name
            assert point == (round(found.latitude, 2), round(found.longitude, 2))

    @pytest.mark.parametrize("name", CITIES)
    def test_the_cities_written_by_hand_have_sources_of_their_own(self, name: str) -> None:
        own = [f for f in catalogue() if f.geonameid == city(name).geonameid]
        assert len(own) >= 3
        assert any(f.category in ("local", "national") for f in own)


class TestSearching:
    @pytest.mark.parametrize("name", CITIES)
    def test_a_city_finds_its_own_publishers_first_then_those_near_it(self, name: str) -> None:
        found = search_catalogue(place=city(name))
        assert found[0].nearness == "city"
        nearness = [hit.nearness for hit in found]
        own = nearness.count("city")
        assert set(nearness[:own]) == {"city"}
        near = [hit for hit in found if hit.nearness == "near" and hit.feed.category == "local"]
        assert found[own : own + len(near)] == near
        assert [round(hit.distance_km or 0, -1) for hit in near] == sorted(
            round(hit.distance_km or 0, -1) for hit in near
        )

    def test_local_news_of_the_city_comes_before_that_of_the_country(self) -> None:
        kinds = [hit.feed.category for hit in search_catalogue(place=city("Johannesburg")) if hit.nearness == "city"]
        assert kinds == sorted(kinds, key=["local", "national", "world"].index)

    def test_the_better_known_come_first_where_nothing_else_tells_them_apart(self) -> None:
        national = [hit.feed for hit in search_catalogue(country="DE", category="national")]
        assert [f.lists for f in national] == sorted((f.lists for f in national), reverse=True)

    def test_a_suburb_is_at_home_and_a_neighbour_near(self) -> None:
        hits = search_catalogue(place=city("Johannesburg"))
        assert all((hit.distance_km or 0) <= AT_HOME_KM for hit in hits if hit.nearness == "city")
        near = [hit for hit in hits if hit.nearness == "near"]
        assert {"Pretoria", "Benoni"} <= {hit.feed.city for hit in near}
        assert all(0 < (hit.distance_km or 0) <= NEAR_KM for hit in near)

    @pytest.mark.parametrize(("query", "name"), [("Le Cap", "Cape Town"), ("กรุงเทพ", "Bangkok"), ("Бишкек", "Bishkek")])
    def test_a_city_is_asked_for_in_any_language_through_the_gazetteer(self, query: str, name: str) -> None:
        assert search_catalogue(place=city(query)) == search_catalogue(place=city(name))
        assert search_catalogue(place=city(query))[0].feed.city == name

    def test_a_language_restricts_by_its_main_part(self) -> None:
        found = search_catalogue(place=city("Johannesburg"), languages=("af", "zu"))
        assert {hit.feed.language for hit in found} == {"af", "zu"}
        assert {hit.feed.language for hit in search_catalogue(languages=("zh",))} >= {"zh", "zh-Hant"}

    def test_a_country_and_a_category_restrict(self) -> None:
        assert {hit.feed.country for hit in search_catalogue(country="th")} == {"TH"}
        assert {hit.feed.category for hit in search_catalogue(category="science")} == {"science"}

    def test_a_place_alone_gives_no_feeds_about_a_subject(self) -> None:
        assert all(hit.feed.is_general for hit in search_catalogue(place=city("London")))
        assert search_catalogue(place=city("London"), category="science")

    def test_words_search_names_addresses_and_cities_in_any_case(self) -> None:
        found = search_catalogue(text="GUARDIAN")
        assert found
        assert all("guardian" in (hit.feed.name + hit.feed.url).casefold() for hit in found)
        assert any(hit.feed.city == "Cape Town" for hit in search_catalogue(text="cape town"))
        assert search_catalogue(text="no such publisher anywhere") == []

    def test_the_answer_can_be_cut(self) -> None:
        assert search_catalogue(limit=7) == search_catalogue()[:7]
        assert len(search_catalogue()) == len(catalogue())


class TestProposing:
    def test_local_news_of_other_cities_is_left_out(self) -> None:
        proposed = propose_sources(city("Cape Town"), limit=200)
        assert {hit.feed.city for hit in proposed if hit.feed.category == "local"} == {"Cape Town"}

    def test_a_town_without_feeds_gets_those_of_its_country(self) -> None:
        proposed = propose_sources(city("Beaufort West"))
        assert len(proposed) == 20
        assert {hit.nearness for hit in proposed} == {"country"}
        assert {hit.feed.country for hit in proposed} == {"ZA"}

    def test_a_country_with_few_feeds_gets_the_worlds_in_its_languages(self) -> None:
        samarkand = city("Samarkand")
        own = search_catalogue(place=samarkand)
        assert len(own) < FEW
        proposed = propose_sources(samarkand)
        world = [hit for hit in proposed if hit.nearness == "world"]
        assert world
        assert {hit.feed.language for hit in world} <= set(languages_of("UZ"))
        assert len(proposed) <= max(FEW, len(own))

    def test_the_languages_asked_for_are_kept_to(self) -> None:
        proposed = propose_sources(city("Nairobi"), ("sw",))
        assert {hit.feed.language for hit in proposed} == {"sw"}

    def test_a_limit_is_kept_to(self) -> None:
        assert len(propose_sources(city("Nairobi"), limit=3)) == 3
        assert len(propose_sources(city("Samarkand"), limit=2)) == 2

    def test_an_ocean_of_a_country_has_the_world_in_english(self) -> None:
        nowhere = Place(1, "Nowhere", "city", 0.0, 0.0, "ZZ")
        assert {hit.feed.language for hit in propose_sources(nowhere)} == {"en"}


def test_languages_of_a_country_come_with_the_commonest_first() -> None:
    assert languages_of("ZA")[0] == "en"
    assert set(languages_of("ZA")) >= {"en", "af", "zu"}
    assert languages_of("ZZ") == ()


def test_a_row_says_whether_it_tells_the_news() -> None:
    general: CatalogueFeed = catalogue()[0]
    assert general.is_general == (general.category in ("local", "national", "world"))
