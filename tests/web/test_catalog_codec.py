"""Values survive the way to JSON and back."""

from __future__ import annotations

import dataclasses
from datetime import UTC

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgrid.model import Annotations, Article, Dateline, Entry, FeedState, Place, Signals, StoryDigest
from newsgrid.ports import StoryRow
from newsgrid.web.catalog import codec

TEXT = st.text(max_size=8)
TIME = st.datetimes(timezones=st.just(UTC))
st.register_type_strategy(str, TEXT)
VALUES = st.one_of(
    *(st.from_type(kind) for kind in (Signals, Dateline, Place, FeedState)),
    st.builds(Entry, published=st.none() | TIME, updated=st.none() | TIME),
    st.builds(Article, published=st.none() | TIME, modified=st.none() | TIME),
    st.builds(Annotations),
    st.builds(StoryDigest),
)


@given(VALUES)
@settings(max_examples=60, deadline=None)
def test_every_value_comes_back_as_it_was(value: object) -> None:
    kind = type(value)
    assert codec.unpack(kind, codec.pack(value)) == value


@given(st.text(st.characters(), max_size=30))
def test_every_text_comes_back_lone_surrogates_included(text: str) -> None:
    entry = Entry(guid=text + "\ud800\0", identity="", link="")
    assert codec.unpack(Entry, codec.pack(entry)) == entry


def test_values_may_lose_and_gain_fields() -> None:
    raw = codec.encode(Signals(noindex=True))
    raw["forgotten"] = [1, 2]
    del raw["tdm_policy"]
    assert codec.decode(Signals, raw) == Signals(noindex=True)


def test_mappings_come_back() -> None:
    from datetime import datetime

    time = datetime(2026, 3, 1, tzinfo=UTC)
    row = StoryRow(1, time, time, 1, 1, 1, ("en",), "", {"johannesburg": 0.5})
    assert codec.unpack(StoryRow, codec.pack(row)) == row


def test_what_is_no_value_is_refused() -> None:
    @dataclasses.dataclass(frozen=True)
    class Odd:
        thing: object = dataclasses.field(default_factory=object)

    with pytest.raises(TypeError):
        codec.pack(Odd())
    with pytest.raises(TypeError):
        codec.decode(set, [])
