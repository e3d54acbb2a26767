"""Which editions a story concerns, and that the evidence is what decides."""

from __future__ import annotations

import dataclasses
import itertools
from datetime import UTC, datetime

import pytest

from newsgrid.model import Annotations, Article, Block, Dateline, Edition, EditionMatch, Known
from newsgrid.place import editions_for, find, lookup
from newsgrid.place.editions import RANGES, ROLES

SEEN = datetime(2026, 3, 1, tzinfo=UTC)


def edition(city: str, country: str = "", keywords: tuple[str, ...] = ()) -> Edition:
    place = next(p for p in lookup(city, country=country) if p.kind == "city")
    return Edition(city.lower().replace(" ", "-"), f"The {city} Grid", place, keywords=keywords)


JOZI, CAPE, DURBAN = edition("Johannesburg"), edition("Cape Town"), edition("Durban")
MOSCOW, BISHKEK, PARIS = edition("Moscow", "RU"), edition("Bishkek"), edition("Paris", "FR")


def known(
    number: int,
    headline: str,
    *paragraphs: str,
    publisher: str = "The Daily Lamp",
    language: str = "en",
    dateline: str = "",
) -> Known:
    article = Article(
        headline, tuple(Block("paragraph", p) for p in paragraphs), publisher=publisher, language=language,
        dateline=Dateline(dateline, dateline) if dateline else None,
    )  # fmt: skip
    return Known(number, article, Annotations(places=find(article.text, language, title=headline)), SEEN, number)


def match(item: Known | list[Known], place: Edition, **options: object) -> EditionMatch | None:
    articles = item if isinstance(item, list) else [item]
    return next(iter(editions_for(articles, [place], **options)), None)  # type: ignore[arg-type]


def role(item: Known | list[Known], place: Edition, **options: object) -> str:
    found = match(item, place, **options)
    return found.role if found else ""


FLOOD = known(
    7,
    "Flood closes three roads",
    "Three roads in Johannesburg were closed on Monday after heavy rain.",
    "Pumps ran all night.",
)
SUMMIT = known(
    8,
    "Leaders meet in Kyrgyzstan",
    "Leaders of four states met on Tuesday for talks about trade.",
    "The talks were held behind closed doors.",
    "Ministers had breakfast early.",
    "They were greeted in the capital Bishkek by a band.",
    "Moscow said it was content.",
    "One of them spoke about his absence from Johannesburg.",
)


def test_where_it_happens_is_the_strongest_role() -> None:
    found = match(FLOOD, JOZI)
    assert found is not None
    assert (found.role, found.article_id, found.place) == ("event", 7, "Johannesburg")
    assert found.evidence == "Three roads in Johannesburg were closed on Monday after heavy rain."


def test_event_comes_before_actor_before_named() -> None:
    found = editions_for([SUMMIT], [JOZI, MOSCOW, BISHKEK, PARIS])
    assert [(m.edition, m.role) for m in found] == [
        ("bishkek", "event"),
        ("moscow", "actor"),
        ("johannesburg", "named"),
    ]
    assert found[0].grade > found[1].grade > found[2].grade > 0
    assert "absence from Johannesburg" in found[2].evidence


def test_evidence_is_verbatim() -> None:
    for found in editions_for([SUMMIT, FLOOD], [JOZI, MOSCOW, BISHKEK]):
        article = {8: SUMMIT, 7: FLOOD}[found.article_id].article
        assert found.evidence in article.text or found.evidence == article.headline


@pytest.mark.parametrize("place", [JOZI, MOSCOW, BISHKEK], ids=lambda e: e.slug)
def test_taking_the_evidence_away_changes_the_decision(place: Edition) -> None:
    before = match(SUMMIT, place)
    assert before is not None
    blocks = [b.text for b in SUMMIT.article.blocks if before.evidence not in b.text]
    headline = "Leaders meet" if before.evidence == SUMMIT.article.headline else SUMMIT.article.headline
    after = match(known(8, headline, *blocks), place)
    assert after is None or after.grade < before.grade


def test_a_suburb_counts_as_the_city() -> None:
    item = known(1, "Market burns", "A market in Soweto burned down on Sunday.")
    assert role(item, JOZI) == "event"
    assert role(item, CAPE) == "country"


def test_the_region_counts_more_than_the_country() -> None:
    item = known(1, "Dams fill up", "Dams in Gauteng are full, says the minister.")
    jozi, cape = match(item, JOZI), match(item, CAPE)
    assert jozi is not None
    assert cape is not None
    assert (jozi.role, cape.role) == ("region", "country")
    assert jozi.grade > cape.grade


def test_what_concerns_nothing_of_an_edition_gives_none() -> None:
    assert match(FLOOD, PARIS) is None
    assert match(known(1, "Cats sleep a lot", "Cats sleep sixteen hours a day."), JOZI) is None


def test_the_home_of_the_publisher_is_the_weakest_reason() -> None:
    item = known(1, "Cats sleep a lot", "Cats sleep sixteen hours a day.", publisher="Jozi Lamp")
    found = match(item, JOZI, homes={"Jozi Lamp": JOZI.place})
    assert found is not None
    assert (found.role, found.evidence) == ("publisher", "Jozi Lamp")
    assert match(item, DURBAN, homes={"Jozi Lamp": JOZI.place}) is None


def test_a_dateline_places_the_event() -> None:
    item = known(
        1, "Miners go back to work", "Miners went back to work on Friday, their union said.", dateline="JOHANNESBURG"
    )
    assert role(item, JOZI) == "event"


def test_the_operators_keywords_count() -> None:
    item = known(1, "Bridge reopens", "The bridge on Jorissen Street is open again.")
    assert role(item, JOZI) == ""
    assert role(item, edition("Johannesburg", keywords=("Jorissen Street",))) == "event"
    assert role(item, edition("Johannesburg", keywords=("Joris", " "))) == ""


def test_a_street_taken_to_lie_in_a_city_is_no_evidence_for_it() -> None:
    item = known(
        1,
        "Bridge reopens",
        "The bridge is open.",
        "It is near Fox Street.",
        "Engineers left.",
        "They had come from Durban.",
    )
    found = match(item, DURBAN)
    assert found is not None
    assert found.place == "Durban"


def test_more_articles_make_a_match_surer() -> None:
    one = match(SUMMIT, JOZI)
    again = match([SUMMIT, dataclasses.replace(SUMMIT, id=9)], JOZI)
    assert one is not None
    assert again is not None
    assert again.grade > one.grade


def test_other_languages_give_matches_as_well() -> None:
    russian = known(1, "Пожар на рынке", "Пожар на рынке в Бишкеке потушили утром.", language="ru")
    thai = known(2, "ไฟไหม้ตลาด", "เกิดเหตุไฟไหม้ตลาดในกรุงเทพฯ เมื่อวันจันทร์", language="th")
    assert role(russian, BISHKEK) == "event"
    assert role(thai, edition("Bangkok")) == "event"


def test_roles_grade_in_their_order() -> None:
    assert [RANGES[r] for r in ROLES] == sorted(RANGES.values(), key=lambda r: -r[0])
    assert all(low < high for low, high in RANGES.values())
    assert all(RANGES[weak][1] <= RANGES[strong][0] for strong, weak in itertools.pairwise(ROLES))


def test_no_articles_and_no_editions_give_nothing() -> None:
    assert editions_for([], [JOZI]) == ()
    assert editions_for([FLOOD], []) == ()
