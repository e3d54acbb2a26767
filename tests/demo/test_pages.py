from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from typing import get_args

import pytest
from lxml import html

from newsgrid.demo import World
from newsgrid.demo.furniture import load_furniture
from newsgrid.demo.templates import render_article
from newsgrid.demo.values import TemplateName
from newsgrid.demo.views import PageView, view_article

BASE = "http://127.0.0.1:1"
TEMPLATES: tuple[TemplateName, ...] = get_args(TemplateName)


def view_of(world: World, path: str, *, revision: int = 0, **changes: object) -> PageView:
    found = world.at(path)
    assert found is not None
    view = view_article(world, found[1], BASE, revision)
    return replace(view, publisher=replace(view.publisher, **changes))  # type: ignore[arg-type]


GAZETTE = "/mole-gazette/2026/02/crane-gazette.html"
QUAY = "/quay-news/2026/02/crane-quay.html"
HAFEN = "/hafenblatt/2026/02/crane-hafen.html"


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_shows_the_whole_article_escaped(template: TemplateName, world: World) -> None:
    page = render_article(view_of(world, GAZETTE, template=template))
    text = html.fromstring(page).text_content()
    assert "Crane falls into dock on Wednesday" in text
    assert "The arm of 40 metres broke & sank <at once> before 27 February." in text
    assert "Divers will look for it." in text
    assert "The dock after the fall" in text
    assert "I. Vane/HPA" in text
    assert "ada quill" in text.lower()
    assert "<at once>" not in page


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_shows_headlines_of_other_stories(template: TemplateName, world: World) -> None:
    text = html.fromstring(render_article(view_of(world, GAZETTE, template=template))).text_content()
    assert "Choir of dockers takes the prize" in text


@pytest.mark.parametrize("template", [name for name in TEMPLATES if name != "minimal"])
def test_templates_surround_the_text_with_furniture(template: TemplateName, world: World) -> None:
    words = load_furniture()["en"]
    text = html.fromstring(render_article(view_of(world, GAZETTE, template=template))).text_content()
    for word in (words.cookies, words.share, words.newsletter_text, words.rights, words.topics):
        assert word in text


@pytest.mark.parametrize("template", ["broadsheet", "portal", "tabloid"])
def test_most_templates_carry_json_ld(template: TemplateName, world: World) -> None:
    page = render_article(view_of(world, GAZETTE, template=template))
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found is not None
    article = json.loads(found.group(1))
    assert article["@type"] == "NewsArticle"
    assert article["author"] == [{"@type": "Person", "name": "Ada Quill"}]
    assert article["datePublished"] == "2026-02-25T08:15:00+00:00"
    assert article["mainEntityOfPage"]["@id"] == BASE + GAZETTE


def test_the_blog_has_meta_tags_alone(world: World) -> None:
    page = render_article(view_of(world, GAZETTE, template="blog"))
    assert "ld+json" not in page
    assert f'<link rel="canonical" href="{BASE}{GAZETTE}">' in page
    assert '<meta property="og:title" content="Crane falls into dock on Wednesday">' in page


def test_the_minimal_page_says_nothing_to_machines(world: World) -> None:
    page = render_article(view_of(world, GAZETTE, template="minimal"))
    assert "ld+json" not in page
    assert "og:" not in page
    assert "canonical" not in page


def test_a_headline_cannot_close_the_script_of_json_ld(world: World) -> None:
    view = view_of(world, GAZETTE)
    view = replace(view, telling=replace(view.telling, headline="</script><b>x"))
    assert render_article(view).count("</script>") == 2


@pytest.mark.parametrize(
    ("template", "opening"),
    [
        ("broadsheet", "LONDON, 25 February (HPA) — A crane"),
        ("portal", "LONDON (HPA) – A crane"),
        ("blog", "LONDON (HPA) – A crane"),
        ("tabloid", "LONDON. A crane"),
        ("minimal", "LONDON, 25 February. /HPA/. A crane"),
    ],
)
def test_each_kind_of_paper_prints_its_dateline(template: TemplateName, opening: str, world: World) -> None:
    assert view_of(world, GAZETTE, template=template).paragraphs[0].startswith(opening)


def test_a_text_that_begins_with_its_dateline_gets_no_second_one(world: World) -> None:
    view = view_of(world, GAZETTE)
    text = replace(view.telling.before, paragraphs=("London (HPA) - A crane fell.",))
    view = replace(view, telling=replace(view.telling, before=text))
    assert view.paragraphs == ("London (HPA) - A crane fell.",)


def test_wire_copy_names_its_agency_in_the_signature_and_below(world: World) -> None:
    view = view_of(world, QUAY)
    assert view.byline == "Harbour Press Agency"
    assert view.agency_line == "Source: Harbour Press Agency"


def test_an_agency_without_a_dateline_stands_after_the_text(world: World) -> None:
    view = view_of(world, GAZETTE)
    assert replace(view, telling=replace(view.telling, dateline="")).agency_line == "— HPA"


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_correction_shows_its_notice_and_the_new_text(template: TemplateName, world: World) -> None:
    old, new = (
        unescape(render_article(view_of(world, HAFEN, revision=revision, template=template))) for revision in (0, 1)
    )
    assert "Verletzt wurde niemand." in old
    assert "Korrektur" not in html.fromstring(old).xpath("string(//h1/..)")
    assert "Verletzt wurde niemand." not in new
    assert "Eine Person wurde leicht verletzt." in new
    assert "In einer früheren Fassung" in new


def test_arabic_pages_run_from_right_to_left(world: World) -> None:
    view = view_of(world, GAZETTE, language="ar")
    assert '<html lang="ar" dir="rtl" ' in render_article(replace(view, words=load_furniture()["ar"]))
