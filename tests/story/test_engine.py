from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgrid.errors import RecordError
from newsgrid.model import Merge, Split, Telling
from newsgrid.ports import StoredTelling
from newsgrid.story import EngineSettings, Ledger, StoryEngine
from story.worlds import BRIDGE_A, BRIDGE_B, START, WORLD, stream, telling


def test_two_tellings_of_one_event_are_one_story_in_an_empty_store() -> None:
    engine = StoryEngine()
    first = engine.assign(telling(1, "Budapest closes Kessler bridge", BRIDGE_A), START)
    second = engine.assign(telling(2, "Months of detours in Budapest", BRIDGE_B, 3), START)
    assert first.story == 1
    assert second.story == 1


def test_stories_join_across_languages_and_unlike_events_stay_apart() -> None:
    ledger, _, _ = stream(StoryEngine())
    assert sorted(map(sorted, ledger.stories().values())) == [[1, 3, 5, 6], [2], [4]]


def test_a_reason_says_in_words_what_is_shared() -> None:
    _, assignments, steps = stream(StoryEngine())
    reasons = [a.reason for a in assignments] + [step.reason for step in steps]
    assert assignments[0].reason == "nothing like it in the window"
    assert any("names" in reason and ("apart" in reason or "within 2 h" in reason) for reason in reasons)


def test_a_storys_id_is_that_of_the_article_that_opened_it() -> None:
    engine = StoryEngine()
    assert engine.assign(telling(77, "Hail over Mendoza"), START).story == 77


def test_the_same_article_again_or_a_new_version_keeps_its_story() -> None:
    engine = StoryEngine()
    before = [engine.assign(one, START).story for one in WORLD]
    again = [engine.assign(dataclasses.replace(one, text="Something else entirely."), START).story for one in WORLD]
    assert again == before


def test_a_copy_goes_where_its_origin_is_whatever_its_headline() -> None:
    engine = StoryEngine()
    engine.assign(WORLD[0], START)
    copied = engine.assign(telling(9, "Unrelated words"), START, origin=1, kind="wire")
    assert (copied.story, copied.origin, copied.kind) == (1, 1, "wire")
    assert copied.reason == "same text as article 1"


def test_the_same_stream_gives_the_same_stories_steps_and_words() -> None:
    first, second = stream(StoryEngine()), stream(StoryEngine())
    assert first[0].stories() == second[0].stories()
    assert first[1:] == second[1:]


def test_the_result_does_not_hang_on_the_seed_of_the_hash() -> None:
    script = (
        "from story.worlds import *; import json;"
        "print(json.dumps(sorted(map(list, stream(StoryEngine())[0].stories().values()))))"
    )
    found = set()
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        found.add(subprocess.run([sys.executable, "-c", script], env=env, check=True, capture_output=True).stdout)
    assert len(found) == 1


def test_gaps_under_two_hours_change_nothing() -> None:
    coarse = tuple(
        dataclasses.replace(one, published=START + timedelta(minutes=number)) for number, one in enumerate(WORLD)
    )
    same = tuple(dataclasses.replace(one, published=START) for one in WORLD)
    assert stream(StoryEngine(), coarse)[0].stories() == stream(StoryEngine(), same)[0].stories()


@pytest.mark.parametrize(
    "published",
    [
        None,
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(2999, 1, 1, tzinfo=UTC),
        datetime(2026, 5, 4),
        START - timedelta(days=5),
    ],
)
def test_a_missing_broken_or_late_date_keeps_no_article_from_its_story(published: datetime | None) -> None:
    engine = StoryEngine()
    engine.assign(WORLD[0], START)
    assert engine.assign(dataclasses.replace(WORLD[2], published=published), START).story == 1


def test_an_old_pair_read_today_is_still_one_story() -> None:
    engine, today = StoryEngine(), START + timedelta(days=900)
    engine.assign(WORLD[0], today)
    assert engine.assign(WORLD[2], today).story == 1


@pytest.mark.parametrize(
    "wrong",
    [
        telling(0, "No id"),
        telling(2**53, "An id too large"),
        telling(1, "", " \n"),
        dataclasses.replace(WORLD[0], title=None),  # type: ignore[arg-type]
        dataclasses.replace(WORLD[0], id="7"),  # type: ignore[arg-type]
    ],
)
def test_bad_input_raises_a_typed_error_and_nothing_else(wrong: Telling) -> None:
    engine = StoryEngine()
    with pytest.raises(RecordError) as caught:
        engine.assign(wrong, START)
    assert caught.value.reason
    assert len(engine) == 0


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(RecordError):
        StoryEngine().assign(WORLD[0], datetime(2026, 5, 4))


def test_what_the_window_and_its_quiet_time_have_passed_is_let_go() -> None:
    engine = StoryEngine(EngineSettings(window_days=2))
    engine.assign(WORLD[0], START)
    engine.expire(START + timedelta(days=3))
    assert engine.where(1) == 1
    engine.expire(START + timedelta(days=30))
    assert engine.where(1) == 0
    assert len(engine) == 0


def test_a_slow_story_goes_on_after_its_window() -> None:
    engine = StoryEngine(EngineSettings(window_days=2))
    for one in WORLD[:4]:
        engine.assign(one, START)
    later = dataclasses.replace(WORLD[2], id=50, published=START + timedelta(days=4))
    assert engine.assign(later, START + timedelta(days=4)).story == engine.where(1)


def _stored(ledger: Ledger) -> list[StoredTelling]:
    return [StoredTelling(one, one.published or START, ledger.story(one.id), one.id, "original") for one in WORLD]


def test_a_restored_engine_puts_the_next_article_where_the_old_one_does() -> None:
    old = StoryEngine()
    ledger, _, _ = stream(old)
    new = StoryEngine()
    new.load_state(old.state())
    new.restore(_stored(ledger))
    late = telling(90, "Kessler bridge: Budapest asks who knew of the rust", BRIDGE_B[:150], 20)
    now = START + timedelta(hours=20)
    assert new.assign(late, now).story == old.assign(late, now).story == ledger.story(1)
    assert [new.where(one.id) for one in WORLD] == [ledger.story(one.id) for one in WORLD]


def test_a_state_survives_its_round_trip_and_holds_no_pickle() -> None:
    engine = StoryEngine()
    stream(engine)
    other = StoryEngine()
    other.load_state(engine.state())
    assert other.state() == engine.state()
    assert json.loads(engine.state())["version"] == 1


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"version": 99}', b"\xff\xfe", b'{"version":1,"words":3}'])
def test_a_state_that_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(RecordError):
        StoryEngine().load_state(data)


def test_a_round_up_joins_a_story_but_glues_none() -> None:
    engine = StoryEngine()
    for one in WORLD[:4]:
        engine.assign(one, START)
    engine.assign(telling(60, "Morning briefing: Kessler bridge shut; hail in Mendoza; chess open", "", 6), START)
    engine.repair(START)
    assert engine.where(1) == engine.where(3)
    assert engine.where(1) != engine.where(2) != engine.where(4)


def test_steps_of_a_repair_lead_to_where_the_engine_says() -> None:
    engine = StoryEngine()
    ledger, _, steps = stream(engine)
    assert all(isinstance(step, Merge | Split) for step in steps)
    assert all(ledger.story(one.id) == engine.where(one.id) for one in WORLD)


STRANGE = st.text(max_size=300) | st.sampled_from(
    [
        "🔥" * 50,
        "ข่าวด่วน น้ำท่วมกรุงเทพ",
        "地震 速報",
        "مباشر: زلزال",
        "1" * 3000,
        "A" * 5000,
        "\u0301" * 40,
        "x" + "." * 5000,
        "१२३ १.५",
    ]
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            STRANGE,
            STRANGE,
            st.sampled_from(["", "en", "zh", "th", "ar", "xx", "zh-Hant-TW", "§§"]),
            st.integers(-(10**5), 10**5),
        ),
        max_size=8,
    )
)
def test_nothing_is_lost_and_nothing_but_a_record_error_is_raised(rows: list[tuple[str, str, str, int]]) -> None:
    engine, ledger, taken = StoryEngine(), Ledger(), []
    for number, (title, text, language, hours) in enumerate(rows, 1):
        one = telling(number, title, text, hours, language)
        if title.strip() or text.strip():
            ledger.note(engine.assign(one, START))
            taken.append(number)
        else:
            with pytest.raises(RecordError, match="neither headline nor text"):
                engine.assign(one, START)
    ledger.follow(engine.repair(START))
    assert sorted(a for articles in ledger.stories().values() for a in articles) == taken
    assert all(story in taken for story in ledger.stories())


def test_a_megabyte_of_text_takes_no_longer_than_its_beginning() -> None:
    engine = StoryEngine()
    assert engine.assign(telling(1, "Long", "word " * 200_000), START).story == 1


@settings(max_examples=15, deadline=None)
@given(st.permutations(WORLD))
def test_the_order_of_arrival_changes_little_after_repair(order: list[Telling]) -> None:
    ledger, _, _ = stream(StoryEngine(), tuple(order))
    assert {ledger.story(2), ledger.story(4)}.isdisjoint({ledger.story(n) for n in (1, 3, 5, 6)})
    assert ledger.story(1) == ledger.story(3)
    assert len(ledger.stories()) <= 4
