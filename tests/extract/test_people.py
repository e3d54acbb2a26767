"""Who signs: people apart from agencies, desks and publishers, in the forms pages give them."""

from __future__ import annotations

import json

import pytest

from newsgrid.extract import extract
from newsgrid.extract.bylines import signature_names, signed, sort_names

URL = "https://www.saltmarshcourier.example/local/ferry-strike"
TEXT = "".join(
    f"<p>{line}</p>"
    for line in (
        "Ferry crews in Saltmarsh walked out for a third day on Tuesday, leaving some 14,000 passengers to find another way.",
        "The harbour board cut the winter roster from 46 to 38 posts last month, and the crews say that is too few in fog.",
        "Talks are to resume on Wednesday in the town hall, and the mayor has offered to sit in on them for as long as it takes.",
    )
)


def page(head: str = "", before: str = "", after: str = "", lang: str = "en", ahead: str = "") -> str:
    return f"""<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Ferry strike enters third day as talks stall</title>
<meta property="og:site_name" content="Saltmarsh Courier">{head}</head><body>{ahead}<main><article><h1>Ferry strike enters third day as talks stall</h1>
{before}<div class="article-body">{TEXT}</div>{after}</article></main></body></html>"""


def ld(author: object, **more: object) -> str:
    node = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry strike enters third day as talks stall", "author": author, **more}  # fmt: skip
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


@pytest.mark.parametrize(
    ("name", "people", "agency"),
    [
        ("By Orla Fennimore and Ned Harrow", ("Orla Fennimore", "Ned Harrow"), ""),
        ("Von Jördis Amsel und Kai Uhl, dpa", ("Jördis Amsel", "Kai Uhl"), "dpa"),
        ("Par Élise Vannier et AFP", ("Élise Vannier",), "AFP"),
        ("Saltmarsh Courier et AFP", (), "AFP"),
        ("Saltmarsh Courier", (), ""),
        ("Courier Staff", (), ""),
        ("Redaktion", (), ""),
        ("saltmarshcourier.example, Saltmarsh, Wessex", (), ""),
        ("Por Ana Ruiz y Luis Gil", ("Ana Ruiz", "Luis Gil"), ""),
        ("José Ortega y Gasset", ("José Ortega y Gasset",), ""),
        ("Orla Fennimore, Senior Harbour Correspondent", ("Orla Fennimore",), ""),
        ("Orla Fennimore, Chief Pilot Officer and Head of Tides", ("Orla Fennimore",), ""),
        ("Orla Fennimore (Reuters)", ("Orla Fennimore",), "Reuters"),
        ("Orla Fennimore in Saltmarsh", ("Orla Fennimore",), ""),
        ("Nell C.J.", ("Nell C.J.",), ""),
        ("J. R. Harrow Jr.", ("J. R. Harrow Jr.",), ""),
        ("Orla Fennimore.", ("Orla Fennimore",), ""),
        ("https://www.facebook.com/saltmarshcourier", (), ""),
        ("desk@saltmarshcourier.example", (), ""),
        ("Анна Рябинина, Пётр Лосев", ("Анна Рябинина", "Пётр Лосев"), ""),
        ("โดย สมชาย ใจดี", ("สมชาย ใจดี",), ""),
        ("نور الدين الحسن", ("نور الدين الحسن",), ""),
        ("김서연 기자", ("김서연",), ""),
        ("王小明 记者", ("王小明",), ""),
        ("Maria de la Cruz", ("Maria de la Cruz",), ""),
        ("New Delhi | Orla Fennimore", ("Orla Fennimore",), ""),
        ("Orla Fennimore, New York", ("Orla Fennimore",), ""),
        ("Orla Fennimore Senior Political Reporter", ("Orla Fennimore",), ""),
        ("Political Editor Orla Fennimore", ("Orla Fennimore",), ""),
        ("Foreign Affairs Correspondent", (), ""),
        ("Our Special Correspondent", (), ""),
        ("ORLA FENNIMORE and NED O’HARROW", ("Orla Fennimore", "Ned O’Harrow"), ""),
        ("Orla Fennimore @orlaf", ("Orla Fennimore",), ""),
        ("Orla Fennimore PhD", ("Orla Fennimore",), ""),
        ("Orla Fennimore | The Quay Journal", ("Orla Fennimore",), ""),
        ("Orla Fennimore Associated Press", ("Orla Fennimore",), "AP"),
        ("TT-AFP", (), "TT"),
        ("记者 王小明 通讯员 李雷", ("王小明", "李雷"), ""),
        ("新华社记者王小明", ("王小明",), "Xinhua"),
        ("文/王小明", ("王小明",), ""),
        ("【山田太郎、鈴木花子】", ("山田太郎", "鈴木花子"), ""),
        ("김서연·박준석 기자", ("김서연", "박준석"), ""),
        ("서울=김서연 특파원", ("김서연",), ""),
        ("بقلم: ليلى فهمي", ("ليلى فهمي",), ""),
        ("القاهرة - ليلى فهمي", ("ليلى فهمي",), ""),
        ("ผู้สื่อข่าว : สมชาย ใจดี", ("สมชาย ใจดี",), ""),
        ("Автор: Анна РЯБИНИНА", ("Анна Рябинина",), ""),
        ("Penulis: Budi Santoso | Editor: Siti Rahma", ("Budi Santoso",), ""),
        ("নিজস্ব প্রতিবেদক", (), ""),
    ],
)
def test_names_are_parted_into_people_and_agency(name: str, people: tuple[str, ...], agency: str) -> None:
    assert sort_names([name], "Saltmarsh Courier", URL) == (people, agency)


@pytest.mark.parametrize(
    ("author", "authors", "byline"),
    [
        ("Orla Fennimore", ("Orla Fennimore",), ("Orla Fennimore",)),
        (["Orla Fennimore", "Ned Harrow"], ("Orla Fennimore", "Ned Harrow"), ("Orla Fennimore", "Ned Harrow")),
        ({"@type": "Person", "name": "Orla Fennimore"}, ("Orla Fennimore",), ("Orla Fennimore",)),
        ({"@type": "Person", "givenName": "Orla", "familyName": "Fennimore"}, ("Orla Fennimore",), ("Orla Fennimore",)),
        ([{"@type": "Person", "name": ["Orla Fennimore", "Ned Harrow"]}], ("Orla Fennimore", "Ned Harrow"), ("Orla Fennimore", "Ned Harrow")),
        ([{"@type": "Person", "name": "Orla Fennimore"}, {"@type": "Organization", "name": "AFP"}], ("Orla Fennimore",), ("Orla Fennimore", "AFP")),
        ([{"@type": "Organization", "name": "Saltmarsh Courier"}], (), ("Saltmarsh Courier",)),
        ({"@type": "Person", "name": "Courier Newsroom"}, (), ()),
        ({"@type": "Person", "name": "dpa"}, (), ("dpa",)),
    ],
)  # fmt: skip
def test_json_ld_author_is_read_in_every_form(
    author: object, authors: tuple[str, ...], byline: tuple[str, ...]
) -> None:
    article = extract(page(ld(author)), URL)
    assert (article.authors, article.byline) == (authors, byline)


def test_json_ld_author_given_by_reference_is_followed() -> None:
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "NewsArticle", "headline": "Ferry strike enters third day as talks stall", "author": {"@id": "#p1"}},
            {"@type": "Person", "@id": "#p1", "name": "Orla Fennimore"},
        ],
    }  # fmt: skip
    assert extract(page(f'<script type="application/ld+json">{json.dumps(graph)}</script>'), URL).authors == (
        "Orla Fennimore",
    )


MENU = '<nav><a href="/author/old-hand/">Columnist Oldhand Grey</a></nav><header><a rel="author" href="/author/x/">Header Person</a></header>'
CARD = '<div class="teaser-card"><a href="/author/other/">Other Writer</a></div>'


@pytest.mark.parametrize(
    ("before", "source"),
    [
        ('<div class="byline">By <a rel="author" href="/x">Orla Fennimore</a></div>', "byline link"),
        ('<header class="article-header"><a href="/authors/orla/">Orla Fennimore</a></header>', "byline link"),
        ('<p class="vcard"><a href="/staff/orla-fennimore">Orla Fennimore</a></p>', "byline link"),
        ('<p class="author-name">Orla Fennimore</p>', "byline"),
        ("<p>By Orla Fennimore</p>", "byline"),
        ("<p>5 March 2024 | Orla Fennimore</p>", "credit line"),
        (
            '<figure><img src="/a.jpg"><figcaption>Photo by Camera Person/Getty Images</figcaption></figure><p>By Orla Fennimore</p>',
            "byline",
        ),
    ],
)
def test_byline_is_read_off_the_page_where_metadata_is_silent(before: str, source: str) -> None:
    article = extract(page(before=before, after=CARD, ahead=MENU), URL)
    assert (article.authors, dict(article.evidence).get("authors")) == (("Orla Fennimore",), source)


def test_link_to_another_authors_teaser_is_no_byline() -> None:
    assert extract(page(after=CARD, ahead=MENU), URL).authors == ()


@pytest.mark.parametrize(
    ("head", "before"),
    [
        ('<meta name="author" content="Orla Fennimore">', ""),
        ('<meta property="article:author" content="Orla Fennimore">', ""),
        ('<meta name="citation_author" content="Fennimore, Orla">', ""),
        ('<meta name="DC.creator" content="Fennimore, Orla">', ""),
        ("", '<span itemprop="author" itemscope><span itemprop="name">Orla Fennimore</span></span>'),
        ("", '<div class="h-entry"><a class="p-author h-card" href="/o">Orla Fennimore</a></div>'),
    ],
)
def test_other_vocabularies_name_the_author(head: str, before: str) -> None:
    assert extract(page(head, before), URL).authors == ("Orla Fennimore",)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Orla Fennimore", ("Orla Fennimore",)),
        ("Lê Thu Hà", ("Lê Thu Hà",)),
        ("Orla Fennimore and Ned Harrow", ("Orla Fennimore", "Ned Harrow")),
        ("The talks go on", ()),
        ("Harbour Board", ()),
        ("Subscribe now", ()),
    ],
)
def test_signature_is_nothing_but_names(line: str, names: tuple[str, ...]) -> None:
    assert signature_names(line) == names


def test_bold_line_after_the_text_signs_it() -> None:
    article = extract(page(after="<p><strong>Lê Thu Hà</strong></p>", lang="en"), URL)
    assert article.authors == ("Lê Thu Hà",)
    assert "Lê Thu Hà" not in article.text


def test_byline_keeps_order_and_says_nobody_twice() -> None:
    assert signed(["dpa, Jördis Amsel", "Jördis Amsel"], ("Jördis Amsel",)) == ("dpa", "Jördis Amsel")
