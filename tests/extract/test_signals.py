"""What a page allows and forbids, and that each sign is told apart from its neighbours."""

from __future__ import annotations

import json

import pytest

from newsgrid.extract import extract
from newsgrid.model import Article, Signals

URL = "https://www.saltmarshcourier.example/local/ferry-strike"
TEXT = "".join(
    f"<p>{line}</p>"
    for line in (
        "Ferry crews in Saltmarsh walked out for a third day on Tuesday, leaving some 14,000 passengers to find another way.",
        "The harbour board cut the winter roster from 46 to 38 posts last month, and the crews say that is too few in fog.",
    )
)
CC = "https://creativecommons.org/licenses/by/4.0/"


def draw(head: str = "", body: str = "", headers: dict[str, str] | None = None, node: object = None) -> Article:
    script = f'<script type="application/ld+json">{json.dumps(node)}</script>' if node else ""
    html = f"<html lang='en'><head>{head}{script}</head><body><article><h1>Ferry strike enters third day</h1>{TEXT}{body}</article></body></html>"
    return extract(html, URL, headers)


@pytest.mark.parametrize(
    ("head", "headers", "expected"),
    [
        ("", {}, Signals()),
        ('<meta name="robots" content="noindex, nofollow">', {}, Signals(noindex=True)),
        ('<meta name="robots" content="none">', {}, Signals(noindex=True)),
        ('<meta name="ROBOTS" content="NOSNIPPET">', {}, Signals(nosnippet=True)),
        ('<meta name="robots" content="max-snippet:120, max-image-preview:large">', {}, Signals(max_snippet=120, image_preview="large")),
        ('<meta name="robots" content="max-snippet:-1">', {}, Signals()),
        ('<meta name="robots" content="max-snippet:0">', {}, Signals(max_snippet=0, nosnippet=True)),
        ('<meta name="robots" content="max-snippet:120">', {"X-Robots-Tag": "max-snippet: 80"}, Signals(max_snippet=80)),
        ('<meta name="robots" content="max-image-preview:large">', {"x-robots-tag": "max-image-preview: none"}, Signals(image_preview="none")),
        ('<meta name="robots" content="noimageindex">', {}, Signals(noimageindex=True)),
        ('<meta name="robots" content="noai">', {}, Signals(noai=True, noimageai=True, tdm_reserved=True)),
        ('<meta name="robots" content="noimageai">', {}, Signals(noimageai=True)),
        ("", {"x-robots-tag": "otherbot: noindex"}, Signals()),
        ("", {"x-robots-tag": "newsgrid: noindex"}, Signals(noindex=True)),
        ("", {"x-robots-tag": "googlebot: max-snippet: 40"}, Signals(max_snippet=40)),
        ('<meta name="tdm-reservation" content="1">', {}, Signals(tdm_reserved=True)),
        ('<meta name="tdm-reservation" content="0">', {}, Signals()),
        ('<meta name="tdm-policy" content="/tdm.json">', {"TDM-Reservation": "1"}, Signals(tdm_reserved=True, tdm_policy="https://www.saltmarshcourier.example/tdm.json")),
        ("", {"tdm-policy": "https://policy.example/1"}, Signals(tdm_policy="https://policy.example/1")),
        ('<link rel="license" type="application/rsl+xml" href="/rsl.xml">', {}, Signals(rsl="https://www.saltmarshcourier.example/rsl.xml")),
        ('<script type="application/rsl+xml"><rsl xmlns="https://rslstandard.org/rsl"></rsl></script>', {}, Signals(rsl=URL)),
        ("", {"Link": '</style.css>; rel="preload", </rsl.xml>; rel="license"; type="application/rsl+xml"'}, Signals(rsl="https://www.saltmarshcourier.example/rsl.xml")),
        (f'<link rel="license" href="{CC}">', {}, Signals(licence=CC)),
        ("", {"link": f"<{CC}>; rel=license"}, Signals(licence=CC)),
        (f'<meta name="dcterms.license" content="{CC}">', {}, Signals(licence=CC)),
        ('<meta name="dcterms.rights" content="© Saltmarsh Courier">', {}, Signals(rights="© Saltmarsh Courier")),
        ('<meta name="license" content="All rights reserved">', {}, Signals()),
    ],
)  # fmt: skip
def test_robots_mining_and_licence_signs_are_read(head: str, headers: dict[str, str], expected: Signals) -> None:
    assert draw(head, headers=headers).signals == expected


@pytest.mark.parametrize(
    ("body", "licence"),
    [
        (f'<p>Text: <a rel="license" href="{CC}">CC BY</a></p>', CC),
        (f'<p>Free to share under <a href="{CC}">Creative Commons</a>.</p>', CC),
        (f'<figure><img src="/a.jpg"><figcaption>Ned Harrow, <a href="{CC}">CC BY</a></figcaption></figure>', ""),
        (f'<div class="photo-credit"><a href="{CC}">CC BY</a></div>', ""),
        (f'<p><a href="{CC}">one</a> <a href="https://creativecommons.org/licenses/by-nc/4.0/">other</a></p>', ""),
        ('<p>About <a href="https://creativecommons.org/about/">Creative Commons</a></p>', ""),
    ],
)
def test_licence_of_a_picture_is_not_the_articles(body: str, licence: str) -> None:
    assert draw(body=body).signals.licence == licence


@pytest.mark.parametrize(
    ("more", "licence", "rights"),
    [
        ({"license": CC}, CC, ""),
        ({"license": {"@type": "CreativeWork", "url": CC}}, CC, ""),
        ({"license": [CC]}, CC, ""),
        ({"license": "All rights reserved"}, "", "All rights reserved"),
        ({"copyrightNotice": "Saltmarsh Courier, 2024"}, "", "Saltmarsh Courier, 2024"),
        ({"copyrightHolder": {"@type": "Organization", "name": "Saltmarsh Courier"}, "copyrightYear": 2024}, "", "© 2024 Saltmarsh Courier"),
    ],
)  # fmt: skip
def test_json_ld_licence_and_rights_are_told_apart(more: dict[str, object], licence: str, rights: str) -> None:
    signals = draw(node={"@type": "NewsArticle", "headline": "Ferry strike enters third day", **more}).signals
    assert (signals.licence, signals.rights) == (licence, rights)


def test_part_that_may_not_be_shown_in_a_snippet_is_kept() -> None:
    signals = draw(body="<p data-nosnippet>The crews' private numbers are listed here.</p>").signals
    assert signals.withheld == ("The crews' private numbers are listed here.",)
    assert signals.withholds("So: The crews' private numbers are listed here. And more.")
    assert signals.withholds("private numbers")
    assert not signals.withholds("Ferry crews walked out.")


@pytest.mark.parametrize(
    ("more", "head", "paywalled", "source"),
    [
        ({"isAccessibleForFree": False}, "", True, "json-ld isAccessibleForFree"),
        ({"isAccessibleForFree": "http://schema.org/False"}, "", True, "json-ld isAccessibleForFree"),
        ({"isAccessibleForFree": True}, "", False, None),
        ({"hasPart": {"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".premium"}}, "", True, "json-ld isAccessibleForFree of a part"),
        ({"hasPart": [{"@type": "WebPageElement", "isAccessibleForFree": True}]}, "", False, None),
        ({"hasPart": [{"@type": "NewsArticle", "isAccessibleForFree": False}]}, "", False, None),
        ({}, '<meta property="article:content_tier" content="locked">', True, "meta article:content_tier"),
        ({}, '<meta property="article:content_tier" content="free">', False, None),
    ],
)  # fmt: skip
def test_wall_is_told_by_what_the_page_states(
    more: dict[str, object], head: str, paywalled: bool, source: str | None
) -> None:
    article = draw(head, node={"@type": "NewsArticle", "headline": "Ferry strike enters third day", **more})
    assert (article.paywalled, dict(article.evidence).get("paywalled")) == (paywalled, source)


def test_every_sign_names_what_gave_it() -> None:
    head = f'<meta name="robots" content="max-snippet:80"><meta name="tdm-reservation" content="1"><link rel="license" href="{CC}">'
    evidence = dict(draw(head, node={"@type": "LiveBlogPosting", "headline": "Ferry strike enters third day"}).evidence)
    assert (evidence["robots"], evidence["tdm"]) == ("robots meta", "tdm-reservation")
    assert (evidence["licence"], evidence["live"]) == ("license link", "json-ld LiveBlogPosting")
