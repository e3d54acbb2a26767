"""HTML and plain text of feeds: nothing active gets through, nothing said is lost."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrid.feeds.markup import MAX_TITLE, clean_html, plain_text

BASE = "https://news.example/a/b.html"


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("plain", "plain"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("caf&eacute; &amp; &lt;b&gt;", "café &amp; &lt;b&gt;"),
        ("<p>one<p>two", "<p>one</p><p>two</p>"),
        ('<p style="x" onclick="y()">a</p>', "<p>a</p>"),
        ("a<script>b</script>c", "ac"),
        ("a<style>b{}</style>c<iframe src='//x'></iframe>d", "acd"),
        ("a<iframe src=x /> still here", "a still here"),
        ("a<object data=x>inside</object>b", "ainsideb"),
        ('<a href="javascript:x()">a</a>', '<a rel="noopener noreferrer nofollow">a</a>'),
        ('<a href=" jAvascript&#58;x()">a</a>', '<a rel="noopener noreferrer nofollow">a</a>'),
        ('<img src="data:text/html,x" alt="i">', '<img alt="i">'),
        ('<img src="../i.jpg" alt="a > b">', '<img src="https://news.example/i.jpg" alt="a &gt; b">'),
        ('<a href="?p=1&amp;q=2">x</a>', '<a href="https://news.example/a/b.html?p=1&amp;q=2" rel="noopener noreferrer nofollow">x</a>'),
        ('<b>x</b> &lt;a href="y"&gt;', '<b>x</b> &lt;a href="y"&gt;'),
        ('x<img src="https://t.example/p.gif" width="1" height="1">', "x"),
        ('x<img src="https://pixel.wp.com/b.gif?host=z">', "x"),
        ("<form><input name=q></form>", ""),
        ("a <svg><title>Map</title><script>x()</script><style>y{}</style><text>N</text><path/></svg> b", "a MapN b"),
        ("a <svg><title>Map</title><path/>", "a "),
        ("<p>if <math><mi>a</mi><mo>&lt;</mo><mi>b</mi><annotation>a \\lt b</annotation></math></p>", "<p>if a&lt;b</p>"),
        ("<title>Page</title>x", "x"),
        (" <!DOCTYPE ", " &lt;!DOCTYPE "),
        ("<![CDATA[<p>Wrapped twice</p>]]>", "<p>Wrapped twice</p>"),
        ("<!-- note -->x<!-- open", "x"),
    ],
)  # fmt: skip
def test_html_is_sanitised(fragment: str, expected: str) -> None:
    assert clean_html(fragment, BASE) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("A &amp; B", "A & B"),
        ("A &amp;amp; B", "A & B"),
        ("<b>A</b>nna  met\nBo", "Anna met Bo"),
        ("One<br>two", "One two"),
        ("Vector<String> is 1 < 2", "Vector<String> is 1 < 2"),
        ("Title<script>alert('x')</script> end", "Title end"),
        ("Title<script>never closed", "Title"),
        ("safe<!--", "safe"),
        ("&lt;i&gt;Ship&lt;/i&gt; sails", "Ship sails"),
        ("AT&T", "AT&T"),
        ('<img alt="cat<br/>dog" src="x.jpg"/>Pets', "Pets"),
        ('<img src="x.jpg" alt="A cat &amp; a dog">', "A cat & a dog"),
        ("<![CDATA[Wrapped twice]]>", "Wrapped twice"),
        ("สะพาน\u200bใหม่\u200b", "สะพาน\u200bใหม่\u200b"),
        ("\u200b \ufeff", ""),
        ("What a <!DOCTYPE is for", "What a <!DOCTYPE is for"),
    ],
)
def test_a_title_is_plain_text(value: str, expected: str) -> None:
    assert plain_text(value) == expected


def test_a_text_too_costly_to_parse_keeps_its_words() -> None:
    deep = "<div>" * 20_000 + "<p>A <b>vac</b>uum<i>.</i><p>One &amp; two"
    assert clean_html(deep) == "A vacuum. One &amp; two"


def test_a_long_title_is_cut_at_a_word() -> None:
    found = plain_text("word " * 5000)
    assert len(found) <= MAX_TITLE
    assert found.endswith("word…")


@pytest.mark.parametrize(
    "fragment",
    [
        "<div>" * 100_000,
        "".join(f"<b id={i}>" for i in range(500)) + "<p>x" * 50_000,
        "<p " + " ".join(f"a{i}" for i in range(100_000)) + ">x</p>",
        "&nbsp;" * 160_000 + "<p>",
        "x &amp; y " * 100_000 + "<p>",
        "<table><tr><td>" * 60_000,
        "<" * 900_000,
        "<a href=" * 100_000,
        "<script" * 100_000,
    ],
    ids=lambda fragment: fragment[:12],
)
def test_no_fragment_takes_long(fragment: str) -> None:
    start = time.process_time()
    clean_html(fragment, BASE)
    plain_text(fragment)
    assert time.process_time() - start < 1.5


PIECES = st.sampled_from(
    ["<p>", "</p>", "<b>", "</b>", "<a href='x'>", "</a>", "<script>", "</script>", "<!--", "-->", "<svg onload=x>", "<style>", "</style>", "&lt;",
     "&#60;script&#62;", "\"'", "<math><mtext>", "<img src=x onerror=y>", "</title>", "<![CDATA[", "]]>", "text"]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=8), max_size=30).map("".join))
def test_what_is_sanitised_holds_nothing_active_and_stays_as_it_is(fragment: str) -> None:
    once = clean_html(fragment, BASE)
    low = once.lower()
    assert not any(mark in low for mark in ("<script", "<style", "<svg", "<iframe", "<form", "<math", "<title"))
    assert clean_html(once, BASE).replace("&nbsp;", "\xa0") == once.replace("&nbsp;", "\xa0")
