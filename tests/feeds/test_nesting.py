"""How deep HTML nests: seen before it is parsed, however it is hidden, and not seen where there is none."""

from __future__ import annotations

import re
import time

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgrid.feeds import parse
from newsgrid.feeds.markup import clean_html
from newsgrid.feeds.nesting import cost_of

MOST_CPU_S = 1.5
LEFT_OPEN = {
    "nothing": "",
    "a name with a quote": '</b"x>',
    "a name with a space that is none": "</b\xa0>",
    "a comment": "<!--</b>-->",
    "a declaration": "<!x </b>",
    "an instruction": "<?x </b>",
    "a style": "<style></b></style>",
    "a script that reads as a value": '<script><a x="</script><i>"></b></script>',
    "no script": "<noscript></b></noscript>",
    "another end": "</ b>",
    "a wall": "<object></b></object>",
}
"""What may look as if it closed a `<b>`, and does not."""


@pytest.mark.parametrize("hidden", LEFT_OPEN.values(), ids=LEFT_OPEN)
def test_formatting_left_open_is_costly_whatever_hides_it(hidden: str) -> None:
    fragment = "<p>" + "".join(f"<b id={n}>{hidden}" for n in range(2000)) + "</p><p>x" * 2000
    assert cost_of(fragment) is None
    start = time.process_time()
    cleaned = clean_html(fragment)
    assert time.process_time() - start < MOST_CPU_S
    assert len(cleaned) < 2 * len(fragment)


@pytest.mark.parametrize(
    "unit",
    [
        "<div>", "<div a='</div>'>", "<span><p></span></p>", "<span><div></span></div>", "<dd><li>", "<rt>", "<x-y></x>", "<ul><li></ul>", "<svg><a>",
        "<table><b></table>", "<button><p></button x='", "<DIV>", "<div\f>", "<div/>", "<td><div></td>", "<select><div></select>",
    ],
)  # fmt: skip
def test_depth_is_costly_whatever_hides_it(unit: str) -> None:
    start = time.process_time()
    clean_html(unit * 20_000)
    assert time.process_time() - start < MOST_CPU_S


@pytest.mark.parametrize(
    "attribute",
    ["a@", "a@=''", "a@=x", "a@='<'", "a@='>'", 'a@=">"', "a@=<", "a@=x<", "a@<", "<a@", "a@/", "a@='<p>'", "a@ = '>'"],
)
@pytest.mark.parametrize("before", ["<p ", "</p ", "<svg ", "<!-- <a x=' --><p ", '<title><a x="</title><p '])
def test_many_attributes_are_costly_whatever_hides_them(attribute: str, before: str) -> None:
    fragment = before + " ".join(attribute.replace("@", str(n)) for n in range(30_000)) + ">One</p>"
    start = time.process_time()
    clean_html(fragment)
    assert time.process_time() - start < MOST_CPU_S


@pytest.mark.parametrize(
    "fragment",
    [
        "<p>One<p>Two" * 2000,
        "<ul>" + "<li>One<li>Two" * 2000 + "</ul>",
        "<dl>" + "<dt>One<dd>Two" * 2000 + "</dl>",
        "<table><tr>" + "<td>1<td>2" * 2000 + "</tr></table>",
        "<a name=1>One " * 2000,
        "<div><p>One</div>" * 2000,
        "<!-- wp:paragraph --><p title='a > b'>One <b>two</b><br></p><!-- /wp:paragraph -->" * 2000,
        "<blockquote>" * 90 + "<p>One</p>" * 2000 + "</blockquote>" * 90,
        "<P>One <B>two</B></P>" * 2000,
        "a < b and c > d " * 2000,
        "<script>if (a < b) { c('<div>') }</script>" * 500 + "<p>One</p>" * 2000,
    ],
    ids=lambda fragment: fragment[:24],
)
def test_what_is_merely_long_is_not_costly(fragment: str) -> None:
    assert cost_of(fragment) is not None


def test_a_drawing_may_hide_in_capitals_what_ends_it() -> None:
    # CDATA is a comment to HTML, and text inside drawings: what is open after it reads in two ways.
    unit = "<b id=@><SVG><![CDATA[></SVG></b>]]></SVG>"
    fragment = "<p>" + "".join(unit.replace("@", str(n)) for n in range(2000)) + "</p><p>x" * 2000
    assert cost_of(fragment) is None


def test_names_are_compared_in_ascii() -> None:
    # The Kelvin sign is a small k to Unicode: <link> is void, this is not.
    assert cost_of("<link>" * 20_000) is not None
    assert cost_of("<lin\u212a>" * 20_000) is None


NAMES = st.sampled_from(
    ["b", "i", "a", "span", "div", "p", "li", "ul", "dd", "dt", "table", "td", "tr", "caption", "button", "object", "select", "option", "h1", "form", "rt", "svg", "x-y"]
)  # fmt: skip
TAGS = (
    NAMES.map("<{} id=@>".format)
    | NAMES.map("</{}>".format)
    | st.sampled_from(["x", "<br>", "<!--</b>-->", "</b'x>", '<b title="</b>">', "<style></style>", "</>", "<p/>"])
)
_OPENED = re.compile(r"<(/?)[a-z]")
OPEN_TO_ALL = nh3.Cleaner(
    tags={"b", "i", "a", "span", "div", "p", "li", "ul", "dd", "dt", "table", "td", "tr", "caption", "button", "object", "select", "option", "h1", "form", "rt", "svg", "x-y"},
    attributes={}, clean_content_tags=set(), link_rel=None,
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.lists(TAGS, min_size=1, max_size=8).map("".join), st.sampled_from(["", "<p>x", "</p><p>x", "</div>x"]))
def test_what_is_not_costly_stays_small(unit: str, tail: str) -> None:
    fragment = "".join(unit.replace("@", str(n)) for n in range(600)) + tail * 600
    if cost_of(fragment) is not None:
        cleaned = OPEN_TO_ALL.clean(fragment)
        assert cleaned.count("<") <= 100 * fragment.count("<")
        depth = deepest = 0
        for end in _OPENED.findall(cleaned):
            depth += -1 if end else 1
            deepest = max(deepest, depth)
        assert deepest < 400


def test_a_document_of_small_hurtful_fragments_is_soon_read() -> None:
    hurtful = "<p>" + "".join(f"<b id={n}>" for n in range(400)) + "</p><p>x" * 290
    items = "".join(
        f"<item><title>{n}</title><description><![CDATA[{hurtful}]]></description></item>" for n in range(200)
    )
    start = time.process_time()
    feed = parse(f"<rss><channel>{items}</channel></rss>".encode())
    assert time.process_time() - start < 2 * MOST_CPU_S
    assert len(feed.entries) == 200
    assert sum(len(entry.summary) for entry in feed.entries) < 20 * len(items)
