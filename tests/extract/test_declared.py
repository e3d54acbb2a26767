"""What a page declares of itself, in every vocabulary the press uses, sound or broken."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from newsgrid.extract import extract
from newsgrid.extract.headline import without_site
from newsgrid.model import Article

URL = "https://www.saltmarshcourier.example/local/ferry-strike"
TITLE = "Ferry strike enters third day as talks stall"
WHEN = datetime(2024, 3, 5, 5, 30, tzinfo=UTC)
TEXT = "".join(
    f"<p>{line}</p>"
    for line in (
        "Ferry crews in Saltmarsh walked out for a third day on Tuesday, leaving some 14,000 passengers to find another way.",
        "The harbour board cut the winter roster from 46 to 38 posts last month, and the crews say that is too few in fog.",
        "Talks are to resume on Wednesday in the town hall, and the mayor has offered to sit in on them for as long as it takes.",
    )
)
NODE: dict[str, Any] = {
    "@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, "datePublished": "2024-03-05T06:30:00+01:00",
    "author": {"@type": "Person", "name": "Orla Fennimore"}, "keywords": ["Ferries", "Strikes"], "articleSection": "Local",
}  # fmt: skip


def draw(
    head: str = "", article: str = "", *, h1: str = f"<h1>{TITLE}</h1>", url: str = URL, html: str = "", after: str = ""
) -> Article:
    return extract(
        f'<!doctype html><html lang="en"{html}><head><meta charset="utf-8"><title>{TITLE} - Saltmarsh Courier</title>{head}</head><body><main><article>{h1}{article}'
        f'<div class="article-body">{TEXT}</div>{after}</article></main></body></html>',
        url,
    )


def scripts(*texts: str) -> str:
    return "".join(f'<script type="application/ld+json">{text}</script>' for text in texts)


SOUND = json.dumps(NODE)


@pytest.mark.parametrize(
    "texts",
    [
        (SOUND,),
        (json.dumps([NODE]),),
        (json.dumps({"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "x"}, NODE]}),),
        (json.dumps({"@type": "WebPage", "mainEntity": NODE}),),
        (json.dumps({"@type": "BreadcrumbList", "itemListElement": []}), SOUND, json.dumps({"@type": "Organization"})),
        (json.dumps({**NODE, "@type": ["Article", "NewsArticle"]}),),
        (json.dumps({**NODE, "@type": "http://schema.org/NewsArticle"}),),
        (json.dumps({**NODE, "headline": {"@value": TITLE, "@language": "en"}}),),
        (SOUND.replace("Ferry strike", "Ferry&#32;strike"),),
        (SOUND[:-1] + ",}",),
        (SOUND.replace("]", ",]"),),
        ("<!--\n" + SOUND + "\n-->",),
        ("<![CDATA[" + SOUND + "]]>",),
        ("//<![CDATA[\n" + SOUND + "\n//]]>",),
        ("/*<![CDATA[*/" + SOUND + "/*]]>*/",),
        ("// written by the machine\n" + SOUND,),
        ("/* written by\nthe machine */ " + SOUND,),
        (SOUND + ";",),
        (SOUND + SOUND,),
        (SOUND.replace("third day", "third\tday"),),
        ("\ufeff" + SOUND,),
        (SOUND[:-1] + ', "description": "he said "no" twice"}',),
        (SOUND[:-1] + ', "description": "cut off in the mid',),
    ],
)
def test_json_ld_is_read_in_every_form(texts: tuple[str, ...]) -> None:
    article = draw(scripts(*texts))
    assert (article.headline, article.published) == (TITLE, WHEN)


@pytest.mark.parametrize("text", ["", "{", "null", "[]", "{'@type': 'NewsArticle'}", "[" * 5_000, '{"@graph": "x"}'])
def test_json_ld_that_says_nothing_is_passed_over(text: str) -> None:
    assert draw(scripts(text)).headline == TITLE


MICRODATA = f"""<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">{TITLE}</h1>
<span itemprop="author" itemscope itemtype="https://schema.org/Person">Words by <b itemprop="name">Orla Fennimore</b>, follow her everywhere</span>
<time itemprop="datePublished" datetime="2024-03-05T06:30:00+01:00">Tuesday</time><meta itemprop="dateModified" content="2024-03-05T08:30:00+01:00">
<meta itemprop="keywords" content="Ferries, Strikes"></div>"""
RDFA = f"""<div vocab="https://schema.org/" typeof="NewsArticle"><h1 property="headline">{TITLE}</h1>
<span property="schema:author" typeof="Person"><b property="name">Orla Fennimore</b></span>
<time property="datePublished" datetime="2024-03-05T06:30:00+01:00">Tuesday</time><meta property="schema:dateModified" content="2024-03-05T08:30:00+01:00">
<span property="keywords" content="Ferries, Strikes"></span></div>"""
H_ENTRY = f"""<div class="h-entry"><h1 class="p-name">{TITLE}</h1><a class="p-author h-card" href="/orla">Orla Fennimore</a>
<time class="dt-published" datetime="2024-03-05T06:30:00+01:00">Tuesday</time><time class="dt-updated" datetime="2024-03-05T08:30:00+01:00"></time>
<a class="p-category" rel="tag" href="/tag/ferries">Ferries</a> <a class="p-category" rel="tag" href="/tag/strikes">Strikes</a></div>"""


@pytest.mark.parametrize("markup", [MICRODATA, RDFA, H_ENTRY], ids=["microdata", "rdfa", "h-entry"])
def test_vocabularies_in_the_markup_are_read(markup: str) -> None:
    article = draw(article=markup, h1="")
    assert (article.headline, article.published, article.authors) == (TITLE, WHEN, ("Orla Fennimore",))
    assert article.modified == datetime(2024, 3, 5, 7, 30, tzinfo=UTC)
    assert article.topics == ("Ferries", "Strikes")


@pytest.mark.parametrize(
    ("head", "field", "value"),
    [
        (f'<meta name="DC.title" content="{TITLE}"><meta name="DC.date.issued" content="2024-03-05T06:30:00+01:00">', "published", WHEN),
        ('<meta name="dcterms.creator" content="Orla Fennimore">', "authors", ("Orla Fennimore",)),
        ('<meta name="dcterms.created" content="2024-03-05T05:30:00Z">', "published", WHEN),
        ('<meta property="article:published_time" content="2024-03-05T06:30:00+01:00">', "published", WHEN),
        ('<meta property="og:title article:published_time" content="2024-03-05T06:30:00+01:00">', "published", WHEN),
        ('<meta property="x:y" name="article:published_time" content="2024-03-05T06:30:00+01:00">', "published", WHEN),
        ('<meta name="parsely-pub-date" content="2024-03-05T05:30:00Z">', "published", WHEN),
        ('<meta name="sailthru.date" content="1709616600">', "published", WHEN),
        ('<meta name="citation_publication_date" content="2024/03/05">', "published", datetime(2024, 3, 5, tzinfo=UTC)),
        ('<meta name="news_keywords" content="Ferries; Strikes">', "topics", ("Ferries", "Strikes")),
        ('<meta name="keywords" content="Ferries، Strikes">', "topics", ("Ferries", "Strikes")),
        ('<meta name="keywords" content="Saltmarsh Courier, Ferries, a1b2c3d4-0000-4000-8000-000000000000, saltmarsh.com">'
         '<meta property="og:site_name" content="Saltmarsh Courier">', "topics", ("Ferries",)),
        ('<meta property="article:section" content="Local">', "section", ("Local",)),
        ('<meta property="og:site_name" content="Saltmarsh Courier">', "publisher", "Saltmarsh Courier"),
        ('<meta http-equiv="content-language" content="en-GB">', "language", "en"),
        ('<link rel="canonical" href="/local/ferry-strike?utm_source=x">', "canonical", "https://www.saltmarshcourier.example/local/ferry-strike"),
        ('<link rel="canonical" href="https://www.saltmarshcourier.example/">', "canonical", "https://www.saltmarshcourier.example/local/ferry-strike"),
        ('<link rel="amphtml" href="/amp/local/ferry-strike">', "amp", "https://www.saltmarshcourier.example/amp/local/ferry-strike"),
    ],
)  # fmt: skip
def test_meta_tags_and_links_are_read(head: str, field: str, value: object) -> None:
    assert getattr(draw(head), field) == value


@pytest.mark.parametrize(
    ("stated", "more", "date"),
    [
        # Every clock of the page, the page's own clock in the answer.
        ("2024-03-05T06:30:00+01:00", "", "2024-03-05T06:30:00+01:00"),
        ("2024-03-05T05:30:00Z", "", "2024-03-05T05:30:00+00:00"),
        ("2024-03-05T05:30:00Z", '<time datetime="2024-03-05T06:30:00+01:00">Tue</time>', "2024-03-05T06:30:00+01:00"),
        ("2024-03-05T06:30:00", '<meta property="article:modified_time" content="2024-03-05T09:00:00+01:00">', "2024-03-05T06:30:00+01:00"),
        ("2024-03-05T06:30:00", '<meta property="article:published_time" content="2024-03-05T06:30:00+01:00">', "2024-03-05T06:30:00+01:00"),
        ("2024-03-05", '<meta property="article:published_time" content="2024-03-05T06:30:00+01:00">', "2024-03-05T06:30:00+01:00"),
        ("1709616600", "", "2024-03-05T05:30:00+00:00"),
        ("1709616600000", "", "2024-03-05T05:30:00+00:00"),
        ("/Date(1709616600000)/", "", "2024-03-05T05:30:00+00:00"),
        ("2024-03-05T06:30:00[Europe/Berlin]", "", "2024-03-05T06:30:00+01:00"),
        ("2024-07-05T06:30:00 Europe/Berlin", "", "2024-07-05T06:30:00+02:00"),
        ("Tue Mar 05 2024 06:30:00 GMT+0100 (Central European Standard Time)", "", "2024-03-05T06:30:00+01:00"),
        ("March 5, 2024, 6:30 PM ET", "", "2024-03-05T18:30:00-05:00"),
        ("July 5, 2024 at 6:30 p.m. ET", "", "2024-07-05T18:30:00-04:00"),
        ("Tuesday, 5 March 2024 - 06:30 GMT", "", "2024-03-05T06:30:00+00:00"),
        ("2567-03-05T06:30:00+07:00", "", "2024-03-05T06:30:00+07:00"),
    ],
)  # fmt: skip
def test_time_is_read_with_its_zone(stated: str, more: str, date: str) -> None:
    row = draw(
        scripts(json.dumps({"@type": "NewsArticle", "headline": TITLE, "datePublished": stated})) + more
    ).as_dict()
    assert row["date"] == date
    assert datetime.fromisoformat(row["published"]) == datetime.fromisoformat(date)


@pytest.mark.parametrize(
    ("url", "lang", "date"),
    [
        ("https://www.marschblatt.de/lokales/streik", "", "2024-03-05T06:30:00+01:00"),
        ("https://news.saltmarsh.co.za/local/strike", "", "2024-03-05T06:30:00+02:00"),
        ("https://www.saltmarsh.co.uk/local/strike", "", "2024-03-05T06:30:00+00:00"),
        ("https://www.marismas.es/local/huelga", "", "2024-03-05T06:30:00+01:00"),
        ("https://www.saltmarsh.com/local/strike", ' lang="pl-PL"', "2024-03-05T06:30:00+01:00"),
        ("https://www.saltmarsh.com.br/local/strike", "", "2024-03-05T06:30:00-03:00"),
        ("https://www.saltmarsh.ca/local/strike", "", "2024-03-05T06:30:00+00:00"),
        ("https://www.saltmarsh.com/local/strike", ' lang="ko"', "2024-03-05T06:30:00+09:00"),
        ("https://www.saltmarsh.io/local/strike", "", "2024-03-05T06:30:00+00:00"),
    ],
)
def test_clock_without_a_zone_is_read_in_the_publishers_country(url: str, lang: str, date: str) -> None:
    node = {"@type": "NewsArticle", "headline": TITLE, "datePublished": "2024-03-05T06:30:00"}
    html = f"<html{lang}><head>{scripts(json.dumps(node))}</head><body><h1>{TITLE}</h1>{TEXT}</body></html>"
    assert extract(html, url).as_dict()["date"] == date


@pytest.mark.parametrize(
    ("shown", "url", "published"),
    [
        ("<p>5 March 2024, 6:30 am GMT</p>", URL, datetime(2024, 3, 5, 6, 30, tzinfo=UTC)),
        ("<p>Orla Fennimore | 05.04.2025 - Updated: 06.04.2025</p>", URL, datetime(2025, 4, 5, tzinfo=UTC)),
        ("", "https://saltmarshcourier.example/2023/05/12/ferry-strike", datetime(2023, 5, 12, tzinfo=UTC)),
        ("", "https://saltmarshcourier.example/20230512/ferry-strike", datetime(2023, 5, 12, tzinfo=UTC)),
        ("", "https://saltmarshcourier.example/2023/25/12/ferry-strike", None),
    ],
)
def test_time_is_read_off_the_page_or_its_address(shown: str, url: str, published: datetime | None) -> None:
    assert draw(article=shown, url=url).published == published


def test_headline_in_a_ticker_is_not_taken_for_its_place() -> None:
    ticker = f"<h3>{TITLE}</h3><p>1 January 2001</p>"
    html = (
        f"<html lang='en'><body><div>{ticker}</div><main><h1>{TITLE}</h1><p>5 March 2024</p>{TEXT}</main></body></html>"
    )
    assert extract(html, URL).published == datetime(2024, 3, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("h1", "head", "headline"),
    [
        ("<h1>Saltmarsh Courier Logo</h1>", f'<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="Saltmarsh Courier">', TITLE),
        (f"<h1>{TITLE} | Saltmarsh Courier</h1>", f'<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="Saltmarsh Courier">', TITLE),
        (f"<h1>STRIKE {TITLE}</h1>", f'<meta property="og:title" content="{TITLE}">', TITLE),
        (f"<h1>The {TITLE}</h1>", "", f"The {TITLE}"),
        (f"<h1>{TITLE}</h1>", scripts(json.dumps({"@type": "NewsArticle", "headline": "Talks stall"})), TITLE),
    ],
)  # fmt: skip
def test_headline_is_what_a_reader_sees(h1: str, head: str, headline: str) -> None:
    assert draw(head, h1=h1).headline == headline


@pytest.mark.parametrize(
    ("head", "article", "url", "section"),
    [
        (scripts(json.dumps({"@type": "BreadcrumbList", "itemListElement": [
            {"@type": "ListItem", "position": 2, "name": "Harbour"}, {"@type": "ListItem", "position": 1, "item": {"name": "Local"}}, {"position": 3, "name": TITLE}]})),
         "", URL, ("Local", "Harbour")),
        (scripts(json.dumps(NODE)), "", URL, ("Local",)),
        ("", '<nav class="breadcrumbs"><a href="/">Home</a> &gt; <a href="/local">Local</a> &gt; <a href="/local/harbour">Harbour</a></nav>', URL, ("Local", "Harbour")),
        ("", '<ol aria-label="Breadcrumb"><li><a href="/local">Local</a></li></ol>', URL, ("Local",)),
        ("", "", "https://saltmarshcourier.example/en/local/harbour-news/2024/03/05/strike", ("local", "harbour news")),
        ("", "", "https://saltmarshcourier.example/news/strike", ()),
    ],
)  # fmt: skip
def test_section_path_runs_from_broad_to_narrow(head: str, article: str, url: str, section: tuple[str, ...]) -> None:
    assert draw(head, article, url=url).section == section


EMBEDS = """<iframe src="https://www.youtube.com/embed/abc123#t=1"></iframe>
<iframe data-src="//player.example/v/7"></iframe><iframe src="https://www.googletagmanager.com/ns.html?id=1"></iframe>
<iframe src="https://x.example/pixel" width="1" height="1"></iframe><iframe src="about:blank"></iframe>
<blockquote class="twitter-tweet"><p>Gulls!</p><a href="https://t.co/x">pic</a> <a href="https://twitter.com/courier/status/1">March 5</a></blockquote>
<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.com/p/C1/"></blockquote>
<amp-youtube data-videoid="def456"></amp-youtube><blockquote><p>A plain quotation.</p><a href="https://elsewhere.example/">x</a></blockquote>
<div class="related"><iframe src="https://player.example/other"></iframe></div>"""


def test_embeds_are_kept_apart() -> None:
    assert draw(after=EMBEDS).embeds == (
        "https://www.youtube.com/embed/abc123",
        "https://player.example/v/7",
        "https://twitter.com/courier/status/1",
        "https://www.instagram.com/p/C1/",
        "https://www.youtube.com/watch?v=def456",
    )


def test_shell_that_declares_an_article_gives_what_it_declares() -> None:
    head = f"""<meta property="og:type" content="article"><meta property="og:title" content="{TITLE}"><meta name="author" content="Orla Fennimore">
<meta property="og:description" content="Crews and harbour board are far apart as the strike goes on.">"""
    article = extract(
        f'<html><head>{head}</head><body><div id="root"></div><script src="/app.js"></script></body></html>', URL
    )
    assert (article.headline, article.authors) == (TITLE, ("Orla Fennimore",))
    assert dict(article.evidence)["body"] == "description alone"


@pytest.mark.parametrize(
    ("shown", "headline"),
    [
        ("The Old Quay: Ferry strike enters a third day", "Ferry strike enters a third day"),
        ("Old Quay Gift Guide: What to buy for a captain", "Old Quay Gift Guide: What to buy for a captain"),
    ],
)
def test_a_series_that_bears_the_sites_name_stays_in_the_headline(shown: str, headline: str) -> None:
    assert without_site(shown, "Old Quay", "https://oldquay.example/a") == headline
