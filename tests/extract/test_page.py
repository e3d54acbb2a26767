"""Pages to articles: fields with their evidence, what stands apart, pages that are no articles, hostile pages."""

from __future__ import annotations

import json
import pickle
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgrid.errors import PageError
from newsgrid.extract import extract
from newsgrid.model import Caption, Dateline

URL = "https://www.saltmarshcourier.example/local/2024/ferry-strike-12345"
PARAGRAPHS = (
    "SALTMARSH, 5 March (Reuters) - Ferry crews in Saltmarsh walked out for a third day on Tuesday, leaving some 14,000 passengers to find another way across the estuary.",
    "The harbour board cut the winter roster from 46 to 38 posts last month, and the crews say that is too few to sail safely in fog.",
    "“We will not sail short-handed,” said Dermot Quill, who speaks for the crews, as a crowd gathered on the quay behind him.",
    "Talks are to resume on Wednesday in the town hall, and the mayor, Agnes Tolliver, has offered to sit in on them.",
    "The board has offered to restore four posts, and says that more would raise the fare by thirty pence.",
)
HEAD = """<title>Ferry strike enters third day as talks stall | Saltmarsh Courier</title>
<meta property="og:site_name" content="Saltmarsh Courier"><meta property="og:title" content="Ferry strike enters third day as talks stall">
<meta name="description" content="Crews and harbour board are far apart as the strike goes on.">
<meta property="article:tag" content="Ferries"><meta property="article:tag" content="Strikes">
<meta property="og:image" content="https://img.saltmarshcourier.example/1200/ferry-queue-20240305.jpg">
<link rel="canonical" href="https://www.saltmarshcourier.example/local/2024/ferry-strike-12345?utm_source=x">
<link rel="amphtml" href="/amp/ferry-strike-12345">"""
LD = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Ferry strike enters third day as talks stall",
    "datePublished": "2024-03-05T06:30:00+01:00",
    "dateModified": "2024-03-05T09:00:00+01:00",
    "author": [{"@type": "Person", "name": "Orla Fennimore"}, {"@type": "Organization", "name": "Saltmarsh Courier"}],
    "articleSection": "Local",
    "publisher": {"@type": "Organization", "name": "Saltmarsh Courier"},
    "isAccessibleForFree": True,
}


def page(
    head: str = HEAD, ld: object = LD, before: str = "", middle: str = "", after: str = "", lang: str = "en-GB"
) -> str:
    script = (
        f'<script type="application/ld+json">{ld if isinstance(ld, str) else json.dumps(ld)}</script>' if ld else ""
    )
    body = "".join(f"<p>{text}</p>{middle if i == 2 else ''}" for i, text in enumerate(PARAGRAPHS))
    return f"""<!doctype html><html lang="{lang}"><head><meta charset="utf-8">{head}{script}</head><body>
<header class="site-header"><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li><li><a href="/sport">Sport</a></li></ul></nav></header>
<div class="cookie-banner"><p>We use cookies to improve your visit. You can change your choice at any time in the settings of your browser.</p></div>
<main><article><h1>Ferry strike enters third day as talks stall</h1>{before}<div class="byline">By <a rel="author" href="/author/orla">Orla Fennimore</a></div>
<figure><img src="https://img.saltmarshcourier.example/640/ferry-queue-20240305.jpg" alt="A queue"><figcaption>A queue on the quay. Photo: Ned Harrow/Reuters</figcaption></figure>
<div class="article-body">{body}</div>{after}</article></main>
<aside class="sidebar"><h3>Most read</h3><ul><li><a href="/a">Council sells old lighthouse to hotel chain after long quarrel</a></li><li><a href="/b">Five things to do on the estuary</a></li></ul></aside>
<footer><p>© 2024 Saltmarsh Courier. All rights reserved. Terms. Privacy. Contact.</p></footer></body></html>"""


def test_article_is_drawn_with_all_its_fields_and_their_evidence() -> None:
    article = extract(page(), URL)
    assert article.headline == "Ferry strike enters third day as talks stall"
    assert tuple(block.text for block in article.blocks) == PARAGRAPHS
    assert article.standfirst == "Crews and harbour board are far apart as the strike goes on."
    assert article.authors == ("Orla Fennimore",)
    assert (article.agency, article.publisher) == ("Reuters", "Saltmarsh Courier")
    assert article.dateline == Dateline("SALTMARSH, 5 March (Reuters)", "SALTMARSH", "5 March")
    assert article.published == datetime(2024, 3, 5, 5, 30, tzinfo=UTC)
    assert article.modified == datetime(2024, 3, 5, 8, 0, tzinfo=UTC)
    assert (article.section, article.topics) == (("Local",), ("Ferries", "Strikes"))
    assert article.canonical == "https://www.saltmarshcourier.example/local/2024/ferry-strike-12345"
    assert article.amp == "https://www.saltmarshcourier.example/amp/ferry-strike-12345"
    assert article.image is not None
    assert article.image.url == "https://img.saltmarshcourier.example/640/ferry-queue-20240305.jpg"
    assert article.captions == (Caption("A queue on the quay.", "Ned Harrow/Reuters"),)
    assert article.language == "en-GB"
    evidence = dict(article.evidence)
    assert evidence["headline"] == "h1"
    assert evidence["published"] == "json-ld datePublished"
    assert evidence["agency"] == "dateline"
    assert {"body", "authors", "topics", "image", "canonical", "language"} <= evidence.keys()


def test_article_pickles_and_has_a_json_form() -> None:
    article = extract(page(), URL)
    assert pickle.loads(pickle.dumps(article)) == article
    assert json.loads(json.dumps(article.as_dict()))["published"] == "2024-03-05T05:30:00+00:00"


def test_page_without_structured_data_is_read_from_what_it_shows() -> None:
    shown = page(
        head="<title>Ferry strike enters third day as talks stall</title>",
        ld=None,
        before="<p>5 March 2024, 6:30 am</p>",
    )
    article = extract(shown, "https://saltmarshcourier.example/x")
    assert article.headline == "Ferry strike enters third day as talks stall"
    assert tuple(block.text for block in article.blocks) == PARAGRAPHS
    assert article.authors == ("Orla Fennimore",)
    assert article.published == datetime(2024, 3, 5, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "broken",
    [
        json.dumps(LD)[:-1] + ",}",
        "<!-- " + json.dumps(LD) + " -->",
        "//<![CDATA[\n" + json.dumps(LD) + "\n//]]>",
        json.dumps(LD) + ";",
        json.dumps(LD).replace("third day", "third\nday"),
        json.dumps(LD)[:-1].replace('"@context"', '"description": "he said "no" twice", "@context"') + "}",
    ],
)
def test_broken_json_ld_is_mended(broken: str) -> None:
    assert extract(page(ld=broken), URL).published == datetime(2024, 3, 5, 5, 30, tzinfo=UTC)


def test_dirt_between_paragraphs_is_left_out() -> None:
    dirt = """<div class="ad-slot"><span>Advertisement</span></div><div class="related"><h4>Read also</h4><a href="/x">Council sells old lighthouse to hotel chain</a></div>
<div class="newsletter"><p>Get the most important stories in your inbox every morning.</p><button>Sign up</button></div>"""
    article = extract(
        page(middle=dirt, after='<div class="comments"><h3>Comments (3)</h3><p>Log in to comment. Be kind.</p></div>'),
        URL,
    )
    assert tuple(block.text for block in article.blocks) == PARAGRAPHS


def test_subheadings_quotes_and_items_are_told_apart() -> None:
    middle = """<h2>What the crews want</h2><p>They want eight posts back and eleven hours of rest between two shifts on the water.</p>
<blockquote><p>“A tired crew is a danger to itself and to every passenger aboard,” the crews wrote to the board on Monday.</p></blockquote>
<ul><li>Eight posts restored to the winter roster, and filled before the first of April.</li><li>A rest of eleven hours between shifts, as the law of the sea demands of them.</li></ul>"""
    kinds = [block.kind for block in extract(page(middle=middle), URL).blocks]
    assert kinds == ["paragraph"] * 3 + ["subheading", "paragraph", "quote", "item", "item"] + ["paragraph"] * 2


def test_correction_notice_is_kept_apart() -> None:
    notice = "Correction: an earlier version of this article gave the wrong number of posts. There were 46, not 64."
    article = extract(page(after=f"<p>{notice}</p>"), URL)
    assert article.correction == notice
    assert notice not in article.text


def test_signals_of_robots_data_mining_and_licence_are_recorded() -> None:
    head = (
        HEAD
        + '<meta name="robots" content="index, max-snippet:120"><meta name="tdm-reservation" content="1"><meta name="tdm-policy" content="/tdm.json"><link rel="license" href="https://creativecommons.org/licenses/by/4.0/">'
    )
    signals = extract(page(head=head), URL, {"X-Robots-Tag": "noindex, max-snippet: 80"}).signals
    assert (signals.noindex, signals.nosnippet, signals.max_snippet) == (True, False, 80)
    assert (signals.tdm_reserved, signals.tdm_policy) == (True, "https://www.saltmarshcourier.example/tdm.json")
    assert signals.licence == "https://creativecommons.org/licenses/by/4.0/"


def test_header_meant_for_another_robot_is_not_ours() -> None:
    assert not extract(page(), URL, {"x-robots-tag": "otherbot: noindex"}).signals.noindex


def test_paywall_and_live_flags_are_read() -> None:
    assert extract(page(ld={**LD, "isAccessibleForFree": "False"}), URL).paywalled
    assert extract(page(ld={**LD, "@type": "LiveBlogPosting"}), URL).live
    plain = extract(page(), URL)
    assert (plain.paywalled, plain.live) == (False, False)


def test_declared_language_is_not_believed_against_the_script() -> None:
    assert extract(page(lang="ar"), URL).language == ""
    assert extract(page(lang="ar"), URL, language="en").language == "en"
    assert extract(page(lang="en-ZA"), URL, language="en").language == "en-ZA"


def test_known_time_stands_where_the_page_states_none_and_sharpens_a_vague_one() -> None:
    known = datetime(2024, 3, 5, 4, 15, tzinfo=UTC)
    silent = page(head="<title>x</title>", ld=None)
    assert extract(silent, "https://a.example/x", published=known).published == known
    vague = page(ld={**LD, "datePublished": "2024-03-05", "dateModified": ""})
    assert extract(vague, URL, published=known).published == known
    assert extract(page(), URL, published=known).published == datetime(2024, 3, 5, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("codec", "header", "meta"),
    [
        ("cp1251", "text/html; charset=windows-1251", ""),
        ("utf-16", "", ""),
        ("cp1252", "", '<meta charset="iso-8859-1">'),
        ("utf-8", "text/html; charset=iso-8859-1", ""),
        ("shift_jis", "", '<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">'),
    ],
)
def test_encoding_is_read_from_bom_header_meta_or_the_bytes(codec: str, header: str, meta: str) -> None:
    letters = {"cp1251": "Забастовка паромов", "shift_jis": "港のフェリー"}.get(codec, "Grève à Bréhac")
    html = (
        page(head=meta + f"<title>{letters} {letters}</title>", ld=None)
        .replace('<meta charset="utf-8">', "")
        .replace("Ferry strike enters third day as talks stall", f"{letters} {letters}")
    )
    html = html.replace("“", '"').replace("”", '"').replace("©", "(c)")
    article = extract(html.encode(codec), URL, {"content-type": header} if header else None)
    assert article.headline == f"{letters} {letters}"


WALLS = {
    "soft-404": "<html><head><title>Page not found</title></head><body><h1>Page not found</h1><p>The page you asked for was moved or never was.</p><p>Try the search, or go back to the front page and look there.</p></body></html>",
    "consent-wall": "<html><head><title>Before you continue</title></head><body><h1>Before you continue</h1><p>We and our partners use cookies to store data on your device. Accept all cookies or manage your consent.</p><button>Accept</button></body></html>",
    "login": '<html><head><title>Sign in</title></head><body><h1>Sign in to read on</h1><form><input name="u"><input type="password" name="p"></form></body></html>',
    "shell": '<html><head><title>App</title><script src="/a.js"></script></head><body><div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript></body></html>',
    "empty": "<html><head><title></title></head><body></body></html>",
    "not-html": "just some words without any markup at all",
    "meta-refresh": '<html><head><meta http-equiv="refresh" content="0; url=https://other.example/story"></head><body><p>Moved.</p></body></html>',
}


@pytest.mark.parametrize("reason", WALLS)
def test_page_that_is_no_article_is_named(reason: str) -> None:
    with pytest.raises(PageError) as caught:
        extract(WALLS[reason], URL)
    assert (caught.value.reason, caught.value.item) == (reason, URL)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"%PDF-1.7 ...", "text/html"),
        (b"\x89PNG\r\n", ""),
        (b"<html></html>", "application/pdf"),
        (b"{}", "application/json"),
    ],
)
def test_other_formats_are_not_html(body: bytes, kind: str) -> None:
    with pytest.raises(PageError) as caught:
        extract(body, URL, {"Content-Type": kind} if kind else None)
    assert caught.value.reason == "not-html"


HOSTILE = {
    "deep nesting": b"<html><body>" + b"<div>" * 100_000 + b"deep",
    "a million attributes": b"<html><body><div " + b" ".join(b"a%d=1" % i for i in range(1_000_000)) + b">x</div>",
    "attributes that quote tags": b"<html><body><div "
    + b" ".join(b'a%d="<"' % i for i in range(300_000))
    + b">x</div>",
    "attributes that quote ends": b"<html><body><div "
    + b" ".join(b"a%d='>'" % i for i in range(300_000))
    + b">x</div>",
    "null bytes": b"<html><body><p>" + b"\x00a" * 500_000,
    "fifty megabytes": b"<p>" + b"a" * 50_000_000,
    "entities": b"<html><body><p>" + b"&amp;&lt;&x;" * 300_000,
    "open tags": b"<" * 2_000_000,
    "script only": b"<html><body><script>" + b"var a='<p>x</p>';" * 200_000 + b"</script></body></html>",
    "many pieces": b"<html><body>" + b"<p>some words of text here</p>" * 200_000,
    "many breaks": b"<html><body>" + b"a<br><br>" * 140_000,
    "many inline tags": b"<html><body><p>" + b"<b>x</b>" * 140_000,
    "many tags": b"<p>" * 2_500_000,
    "many links": b"<html><body>" + b"<a href=/author/x>Jane Doe</a>" * 140_000,
    "colons and dashes": ("<html><body><article><h1>x</h1><p>" + "- : | " * 200_000 + "</p></article>").encode(),
    "long class names": b"<html><body>"
    + b"".join(b"<div class='%s'><p>some words</p></div>" % (b"q%dx " % i * 40) for i in range(3_000)),
    "json-ld depth": b"<html><head><script type='application/ld+json'>"
    + b"[" * 200_000
    + b"</script></head><body><p>x</p></body></html>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_page_ends_in_bounded_time_with_an_article_or_a_typed_error(name: str) -> None:
    start = time.process_time()
    try:
        extract(HOSTILE[name], URL)
    except PageError as error:
        assert error.reason
    assert time.process_time() - start < 2.0


PIECES = [
    "<div>",
    "</div>",
    "<p>",
    "<p class='article-body'>",
    "<a href='/x'>",
    "</a>",
    "<h1>",
    "</h1>",
    "<figure>",
    "<figcaption>",
    "<br>",
    "<script>",
    "</script>",
    "<script type='application/ld+json'>",
    '{"@type":"NewsArticle","author":[',
    '"x"]}',
    "<meta property='og:title' content='",
    "'>",
    "word " * 12,
    "Photo: X/AFP",
    "BERLIN (dpa) -",
    "12.10.2023",
    "&amp;",
    "&#0;",
    "\x00",
    "ก",
    "中",
    "<table><tr>",
    "<li>",
    "<!--",
    "-->",
    "\ud800",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_markup_gives_an_article_or_a_typed_error(html: str) -> None:
    try:
        article = extract(html, URL)
    except PageError as error:
        assert error.reason in WALLS | {"too-large": ""}
    else:
        assert article.blocks
        assert json.dumps(article.as_dict())


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_an_article_or_a_typed_error(body: bytes) -> None:
    try:
        extract(body, URL)
    except PageError as error:
        assert error.reason in WALLS | {"too-large": ""}


def test_furniture_that_looks_like_prose_does_not_stand_in_the_way_of_a_short_text() -> None:
    call = "Our journalism needs your support. Please subscribe today to the Courier, and tell your friends on the coast to do the same: it is worth it, as all of our readers say."
    shown = page(middle="", after=f"<p>{call}</p>")
    for text in PARAGRAPHS[1:]:
        shown = shown.replace(f"<p>{text}</p>", "")
    assert [block.text for block in extract(shown, URL).blocks] == [PARAGRAPHS[0]]
