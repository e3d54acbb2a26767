"""Whatever is read as a page, a feed's text or a dump gives an article or a PageError, the same each time, fit to be written."""

from __future__ import annotations

import importlib.util
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import hostile_pages
import pytest
from hostile_cases import WAYS, check
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgrid.extract import extract, extract_dump, extract_fragment
from newsgrid.model import Article

LD = json.dumps(
    {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": ["NewsArticle"], "@id": "#a", "headline": hostile_pages.HEADLINE, "datePublished": "2026-03-03T09:30:00Z", "author": [{"@type": "Person", "name": "Petra Quill"}],
                "publisher": {"@id": "#p"}, "image": {"@type": "ImageObject", "url": "/b.jpg", "creditText": "J. Orme"}, "keywords": ["bridges", "Lowmere"], "articleSection": "Local",
            },
            {"@type": "NewsMediaOrganization", "@id": "#p", "name": "Lowmere Post"},
            {"@type": "BreadcrumbList", "itemListElement": [{"position": 1, "name": "Local"}]},
        ],
    }
)  # fmt: skip
SITE = hostile_pages.page(
    head=f'<meta charset="utf-8"><base href="/news/"><link rel="canonical" href="bridge?x=1"><script type="application/ld+json">{LD}</script>',
    before='<header><nav><ul><li><a href="/">Home</a></li></ul></nav></header><div class="cookie-banner">We use cookies.</div>',
    inside='<figure><img src="/b.jpg" srcset="/b-2.jpg 2x" alt="The bridge"><figcaption>The bridge. Photo: J. Orme/AP</figcaption></figure><blockquote class="twitter-tweet"><a href="https://twitter.com/a/status/1">x</a></blockquote>'
    '<table><tr><td>84</td></tr></table><p>Correction: an earlier version named another mayor.</p><p>(dpa)</p><a rel="tag" href="/tag/bridges">bridges</a><time datetime="2026-03-03">3 March</time>',
)
PLAIN = hostile_pages.page(root="<html lang=de>", declaration="", text=hostile_pages.BODY.replace("</p>", ""))
SEEDS = (SITE, PLAIN, hostile_pages.chinese("utf-8")[0], hostile_pages.BODY.encode(), "\n".join((hostile_pages.HEADLINE, "By Petra Quill | 3 March 2026", *hostile_pages.PARAGRAPHS)).encode())  # fmt: skip

SOUP = st.sampled_from(
    [
        b"<html>", b"<head>", b"<body>", b"</body>", b"<title>", b"</title>", b"<h1>", b"</h1>", b"<p>", b"</p>", b"<div class=\"article-body\">", b"</div>", b"<article>", b"<table>", b"<td>",
        b"<b>", b"<i>", b"</b>", b"<a href=\"//[\">", b"<a rel='author tag' href='/author/tag/x'>", b"</a>", b"<script type='application/ld+json'>", b"</script>", b"<!--", b"-->", b"<![CDATA[",
        b"<meta name=author content='", b"<meta property=\"article:published_time\" content=\"", b"<meta charset=", b"utf-16", b"utf-7", b"'>", b"\">", b"<time datetime='", b"<img srcset='",
        b"<svg>", b"<template>", b"<plaintext>", b"<base href='http://['>", b"<frameset>", b"<iframe src=x>", b"<figure>", b"<figcaption>", b"Photo: ", b"<blockquote class=twitter-tweet>",
        b"&amp;", b"&#xD800;", b"&#0;", b"&#99999999999;", b"&amp;#" + b"9" * 4400 + b";", b"&lt;p&gt;", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3", b"\xed\xa0\x80", b"\xe2\x80\xae",
        b'{"@type":"NewsArticle","headline":', b'"author":', b'"datePublished":"', b'"\\ud800"', b'"\\u0000x"', b'"keywords":', b"[", b"{", b"]", b"}", b",", b'"', b"1e999", b"NaN", b"null",
        b"2026-03-03T09:30:00+99:99", b"2026-02-30", b"/Date(9999999999999)/", b"Mon, 03 Mar 0001 00:00:00 -2400", b"99999999999999", b"LONDON, 3 March (AP) - ", b"Von Anna Muster, dpa",
        b" itemprop=author ", b" itemscope ", b" class='h-entry p-author' ", b" hidden ", b"<noscript>enable javascript", b"<input type=password>", b"<meta http-equiv=refresh content='0;url=",
        *(text.encode() for text in hostile_pages.PARAGRAPHS), hostile_pages.CHINESE.encode(), "ก็ข่าวสะพาน".encode(), b"\n", b"\n\n", b" | ", "\u2028".encode(),
    ]
)  # fmt: skip
DOCUMENTS = st.lists(SOUP | st.binary(max_size=12), max_size=40).map(b"".join)


@st.composite
def mutations(draw: st.DrawFn) -> bytes:
    """Give a page as sites write them, with a few stretches cut out, doubled, moved or overwritten."""
    data = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 60)))
        what = draw(st.sampled_from(["cut", "double", "move", "insert"]))
        part = data[start:end]
        if what == "cut":
            data = data[:start] + data[end:]
        elif what == "double":
            data = data[:end] + part * draw(st.integers(1, 9)) + data[end:]
        elif what == "move":
            to = draw(st.integers(0, len(data)))
            data = data[:to] + part + data[to:]
        else:
            data = data[:start] + draw(SOUP) + data[end:]
    return data


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=60, deadline=None)
@given(data=mutations())
def test_broken_page_gives_an_article_or_a_typed_error(way: str, data: bytes) -> None:
    check(way, data)


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=60, deadline=None)
@given(data=DOCUMENTS)
def test_soup_gives_an_article_or_a_typed_error(way: str, data: bytes) -> None:
    check(way, data)


@given(st.binary(max_size=300), st.text(max_size=80))
@settings(deadline=None)
def test_any_bytes_and_headers_give_an_article_or_a_typed_error(data: bytes, header: str) -> None:
    check("headers", header.replace("\n", " ").encode("latin-1", "replace") + b"\n" + data)


@pytest.mark.parametrize("seed", SEEDS)
def test_seeds_are_articles_in_some_way(seed: bytes) -> None:
    assert any(isinstance(check(way, seed), Article) for way in WAYS)


def test_half_characters_and_nulls_of_json_are_mended() -> None:
    node = r'{"@type":"NewsArticle","headline":"The \ud83d bridge \ud83c\udf09 of \\ud800 Lowmere","author":"Ann\u0000Roe","keywords":["a\udc00"]}'
    article = extract(hostile_pages.page(text="", head=f'<script type="application/ld+json">{node}</script>', inside=hostile_pages.BODY), "")  # fmt: skip
    assert (article.authors, article.topics) == (("Ann Roe",), ("a\ufffd",))
    row = extract(f'<title>x</title><script type="application/ld+json">{node}</script><body>{hostile_pages.BODY}', "")
    assert row.headline == "The \ufffd bridge \U0001f309 of \\ud800 Lowmere"


def test_half_characters_and_nulls_of_texts_are_mended() -> None:
    lines = (
        hostile_pages.HEADLINE,
        *hostile_pages.PARAGRAPHS,
        "It was\ud800 a day\0 that nobody in the whole town of Lowmere will forget as long as he lives there.",
    )
    dump = extract_dump("\n".join(lines), "")
    fragment = extract_fragment("".join(f"<p>{line}</p>" for line in lines[1:]), title=hostile_pages.HEADLINE)
    for article in (dump, fragment):
        assert article.text.encode().count(b"\0") == 0
        assert "a day that nobody" in article.text


@pytest.mark.parametrize(
    "codec", ["cp1251", "koi8-r", "cp1252", "cp1256", "cp874", "gb18030", "big5hkscs", "cp932", "cp949", "utf-8"]
)
def test_declared_encodings_of_the_web_are_read(codec: str) -> None:
    texts = {"cp1251": "Мост открыт", "koi8-r": "Мост открыт", "cp1252": "Brücke öffnet", "cp1256": "افتتاح الجسر", "cp874": "สะพานเปิดแล้ว", "gb18030": "大桥通车", "big5hkscs": "大橋通車", "cp932": "橋が開通", "cp949": "다리 개통", "utf-8": "Мост"}  # fmt: skip
    data = hostile_pages.page(f"<p>{texts[codec]}, and all the town of Lowmere came to see it with their own eyes.</p>").decode().encode(codec, "replace")  # fmt: skip
    article = extract(data, "", headers={"content-type": f"text/html; charset={codec}"})
    assert texts[codec] in article.text


@pytest.mark.parametrize("codec", ["utf-7", "cp037", "unicode_escape", "punycode", "hex", "utf-32"])
def test_encodings_that_are_not_the_webs_are_not_believed(codec: str) -> None:
    page = hostile_pages.page(
        "<p>+ADw-b+AD4- and \\u003cb\\u003e are shown as they are written, said the clerk of Lowmere.</p>"
    )
    article = extract(page, "", headers={"content-type": f"text/html; charset={codec}"})
    assert "+ADw-b+AD4- and \\u003cb\\u003e are shown" in article.text


@pytest.mark.parametrize("text", ["Мост через гавань открыли утром", "大桥周二上午正式通车", "สะพานข้ามท่าเรือเปิดแล้ว"])
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_bom_is_read(text: str, codec: str) -> None:
    data = hostile_pages.page(f"<p>{text}, {hostile_pages.PARAGRAPHS[1]}</p>").decode().encode(codec)
    assert text in extract(data, "").text


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed")
def test_fuzzer_led_by_coverage_finds_nothing(tmp_path: Path) -> None:
    chosen = random.Random(3)
    for index, seed in enumerate(SEEDS):
        for way in range(len(WAYS)):
            (tmp_path / f"{index}-{way}").write_bytes(bytes([way]) + seed)
    (tmp_path / "noise").write_bytes(chosen.randbytes(200))
    program = Path(__file__).with_name("fuzz_pages.py")
    done = subprocess.run(
        [sys.executable, str(program), "-max_total_time=60", "-max_len=12000", "-timeout=20", f"-artifact_prefix={tmp_path}/", str(tmp_path)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:] + done.stdout[-3000:]
