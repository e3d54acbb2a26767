"""The order of a front, and that it explains itself."""

import math
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from newsgrid.ports import StoryRow
from newsgrid.rank import make_front

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def row(
    story: int,
    *,
    hours: float = 1,
    origins: int = 1,
    section: str = "",
    editions: dict[str, float] | None = None,
    languages: tuple[str, ...] = ("en",),
) -> StoryRow:
    last = NOW - timedelta(hours=hours)
    return StoryRow(story, last, last, origins, origins, origins, languages, section, editions or {})


def order(rows: list[StoryRow], **options: object) -> list[int]:
    return [p.story for p in make_front(rows, edition="jozi", now=NOW, **options).positions]  # type: ignore[arg-type]


def test_a_story_of_the_city_stands_above_one_of_elsewhere() -> None:
    assert order([row(1), row(2, editions={"jozi": 0.9})]) == [2, 1]


def test_a_story_told_independently_by_many_stands_above_a_single_one() -> None:
    assert order([row(1), row(2, origins=6)]) == [2, 1]


def test_news_grow_old() -> None:
    assert order([row(1, hours=60, origins=3), row(2, hours=1, origins=3)]) == [2, 1]


def test_a_story_in_no_asked_language_goes_down_but_stays() -> None:
    assert order([row(1, languages=("th",), origins=2), row(2, languages=("en",))], languages=["en"]) == [2, 1]


def test_sections_alternate_when_scores_are_close() -> None:
    rows = [row(1, hours=1, section="sport"), row(2, hours=1.1, section="sport"), row(3, hours=1.2, section="politics")]
    assert order(rows) == [1, 3, 2]


def test_a_time_in_the_future_brings_nothing() -> None:
    future = make_front([row(1, hours=-50)], edition="", now=NOW).positions[0]
    assert future.score == 0


rows_strategy = st.lists(
    st.builds(
        row,
        st.integers(1, 2**53 - 1),
        hours=st.floats(-100, 5000),
        origins=st.integers(1, 400),
        section=st.sampled_from(["", "sport", "politics"]),
        editions=st.dictionaries(st.just("jozi"), st.floats(0.01, 1)),
        languages=st.sampled_from([("en",), ("en", "th"), ("ar",)]),
    ),
    unique_by=lambda r: r.id,
    max_size=40,
)


@given(rows_strategy, st.integers(1, 30))
def test_reasons_add_up_and_no_story_is_lost_or_doubled(rows: list[StoryRow], limit: int) -> None:
    front = make_front(rows, edition="jozi", now=NOW, languages=["en"], limit=limit)
    assert len(front.positions) == min(limit, len(rows))
    assert len({p.story for p in front.positions}) == len(front.positions)
    for position in front.positions:
        assert math.isclose(position.score, sum(r.value for r in position.reasons), abs_tol=1e-9)


@given(rows_strategy)
def test_the_order_does_not_depend_on_the_order_of_the_rows(rows: list[StoryRow]) -> None:
    assert order(rows) == order(list(reversed(rows)))
