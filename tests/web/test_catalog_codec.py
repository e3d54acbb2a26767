"""Values survive the way to JSON and back."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsgrid.model import Annotations, Article, Edition, Entry, FeedState, Signals, StoryDigest
from newsgrid.ports import StoryRow
from newsgrid.web.catalog import codec

SIMPLE: dict[object, st.SearchStrategy[Any]] = {
    str: st.text(max_size=6),
    int: st.integers(-(2**53), 2**53),
    float: st.floats(allow_nan=False),
    bool: st.booleans(),
    datetime: st.datetimes(timezones=st.just(UTC)),
}


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Give any value of a kind, nested ones included."""
    if kind in SIMPLE:
        return SIMPLE[kind]
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        fields = {field.name: values(hints[field.name]) for field in dataclasses.fields(kind)}
        return st.builds(kind, **fields)
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple and arguments[-1] is Ellipsis:
        return st.lists(values(arguments[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*map(values, arguments))
    if origin is types.UnionType:
        return st.none() | values(arguments[0])
    assert origin is Mapping
    return st.dictionaries(st.text(max_size=6), values(arguments[1]), max_size=2)


@pytest.mark.parametrize("kind", [Entry, Article, Annotations, StoryDigest, FeedState, Edition, StoryRow])
def test_every_value_comes_back_as_it_was(kind: type) -> None:
    @given(values(kind))
    @settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def comes_back(value: object) -> None:
        assert codec.unpack(kind, codec.pack(value)) == value

    comes_back()


@given(st.text(st.characters(), max_size=30))
def test_every_text_comes_back_lone_surrogates_included(text: str) -> None:
    entry = Entry(guid=text + "\ud800\0", identity="", link="")
    assert codec.unpack(Entry, codec.pack(entry)) == entry


def test_values_may_lose_and_gain_fields() -> None:
    raw = codec.unpack_raw(codec.pack(Signals(noindex=True)))
    raw["forgotten"] = [1, 2]
    del raw["tdm_policy"]
    assert codec.decode(Signals, raw) == Signals(noindex=True)


def test_what_is_no_value_is_refused() -> None:
    with pytest.raises(TypeError):
        codec.pack(object())
    with pytest.raises(TypeError):
        codec.decode(set, [])
