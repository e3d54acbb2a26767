"""Subscription lists come in from any reader, and go out so that any can read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrid.errors import OpmlError
from newsgrid.feeds.opml import read_opml, write_opml
from newsgrid.model import Feed


def test_folders_nest_and_odd_casing_is_read() -> None:
    data = b"""<OPML version="1.1"><head/><body>
      <outline text="Africa"><outline TEXT="South"><outline Title="Ledger" XMLURL="http://ledger.example/feed" HTMLURL="http://ledger.example/"/></outline></outline>
      <outline type="rss" url="http://blog.example/rss" text="Blog"/><outline text="empty folder"/></body></OPML>"""
    found = read_opml(data)
    assert [(f.url, f.title, f.folder) for f in found] == [
        ("http://ledger.example/feed", "Ledger", "Africa / South"),
        ("http://blog.example/rss", "Blog", ""),
    ]
    assert found[0].site == "http://ledger.example/"


def test_an_address_listed_twice_is_one_subscription() -> None:
    assert (
        len(
            read_opml(
                b'<opml><body><outline xmlUrl="http://a.example/"/><outline xmlUrl="http://a.example/"/></body></opml>'
            )
        )
        == 1
    )


def test_a_bare_ampersand_does_not_cost_the_list() -> None:
    found = read_opml(
        b'<opml><body><outline text="A & B" xmlUrl="http://a.example/?x=1&y=2"/><outline text="C" xmlUrl="http://c.example/"/></body></opml>'
    )
    assert found[-1].url == "http://c.example/"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not-opml"),
        (b"<html><body/></html>", "not-opml"),
        (b'<!DOCTYPE opml [<!ENTITY a "aaaa">]><opml><body/></opml>', "dtd"),
        (b"<opml>" + b"<outline>" * 200 + b"</outline>" * 200 + b"</opml>", "too-deep"),
        (b"x" * 20_000_001, "too-large"),
    ],
)
def test_what_is_no_list_or_a_hostile_one_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(OpmlError) as caught:
        read_opml(data)
    assert caught.value.reason == reason


def test_thousands_of_feeds_are_read() -> None:
    feeds = [Feed(i, f"http://f{i}.example/feed", title=f"F {i}") for i in range(5000)]
    assert len(read_opml(write_opml(feeds, "many"))) == 5000


word = st.text(
    min_size=1,
    max_size=12,
    alphabet=st.characters(blacklist_categories=("Cs", "Cc", "Zs", "Zl", "Zp"), blacklist_characters="/\ufffe\uffff"),
)


@given(st.lists(st.tuples(word, st.lists(word, max_size=3)), max_size=12))
def test_what_is_written_is_read_again(rows: list[tuple[str, list[str]]]) -> None:
    feeds = [
        Feed(i, f"http://f{i}.example/", title=name, folder=" / ".join(path)) for i, (name, path) in enumerate(rows, 1)
    ]
    assert sorted((f.url, f.title, f.folder) for f in read_opml(write_opml(feeds, "x"))) == sorted(
        (f.url, f.title, f.folder) for f in feeds
    )


@given(st.binary(max_size=400))
def test_any_bytes_are_a_list_or_a_typed_error(data: bytes) -> None:
    try:
        read_opml(data)
    except OpmlError as error:
        assert error.reason
