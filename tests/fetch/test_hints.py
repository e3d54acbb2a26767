from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrid.fetch.hints import linked

BASE = "https://paper.example/news/feed"


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("<https://hub.example/>; rel=hub", ("https://hub.example/",)),
        ('<https://hub.example/>; rel="hub"', ("https://hub.example/",)),
        ("<https://hub.example/>;REL=HUB", ("https://hub.example/",)),
        (
            '</hub>; title="a, b; rel=no"; rel="self hub", <https://b.example/>; rel=hub',
            ("https://paper.example/hub", "https://b.example/"),
        ),
        ("<a>; rel=hub, <a>; rel=hub", ("https://paper.example/news/a",)),
        ("<a>; rel=self; rel=hub", ()),
        ("<a>; rel=hub; anchor=/other", ()),
        ("<a>; rel=hubs", ()),
        ("<a>", ()),
        ("a; rel=hub", ()),
        ("<http://[>; rel=hub, <b>; rel=hub", ("https://paper.example/news/b",)),
        ("", ()),
    ],
)
def test_links_are_read_by_their_relation(header: str, found: tuple[str, ...]) -> None:
    assert linked({"link": header}, "hub", BASE) == found


@given(st.text(alphabet='<>;,="\\ rel hub/', max_size=400))
def test_no_header_is_too_strange(header: str) -> None:
    assert all(isinstance(link, str) for link in linked({"link": header}, "hub", BASE))


@pytest.mark.parametrize("piece", ["<", '<a>"', "<a>;", '<a>;rel="', ";rel=x", " ", '"', "<a>;rel=hub,"])
def test_a_hostile_header_takes_no_time(piece: str) -> None:
    began = time.perf_counter()
    linked({"link": "<a>" + piece * (32_768 // len(piece))}, "hub", BASE)
    assert time.perf_counter() - began < 0.5
