"""Who signs: people, apart from agencies, publishers and desks."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence
from typing import Any

from newsgrid.extract import jsonld
from newsgrid.extract.agencies import agency_in
from newsgrid.extract.bylines import (
    LEAD,
    MAX_AUTHORS,
    byline_agencies,
    byline_names,
    collective_names,
    is_institution,
    signed,
    sort_names,
)
from newsgrid.extract.declared import Declared, element_text, plain_key
from newsgrid.extract.marks import BIT
from newsgrid.extract.markup import Element
from newsgrid.extract.outline import LANDMARKS, Outline
from newsgrid.extract.surroundings import is_beside
from newsgrid.extract.vocabulary import word_set

_BY_INSIDE = re.compile(r"\s(?:[Bb]y|[Vv]on|[Pp]ar|[Pp]or|deur|[Oo]leh|door)\s(?=[A-ZÀ-Þ][^\s]{1,30}\s[A-ZÀ-Þ])")
_PHOTO = re.compile(r"^\W{0,3}(?:photo|foto|image|picture|bild|illustration|video|graphic|credit|фото)", re.IGNORECASE)
_REVERSED = frozenset({"dc.creator", "dcterms.creator", "citation_author"})
"""Metadata of libraries, which write "Roe, Jane"."""
_METAS = (
    "author",
    "article:author",
    "og:article:author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "byline",
    "parsely-author",
    "sailthru.author",
    "cxenseparse:author",
    "article:author_name",
    "citation_author",
)
_LINKED = re.compile(
    r"/(?:authors?|autor(?:es|en|i)?|auteurs?|profile|profil|by|journalists?|staff|redaktion|columnists?|writers?|reporters?|penulis|yazar(?:lar)?|contributors?|skribent|autoren)/",
    re.IGNORECASE,
)
_HEADINGS = frozenset({"h1", "h2", "h3"})
_NEAR_BYLINE = 16
"""Pieces after the headline among which the printed byline is looked for."""
_CLOSE_BYLINE = 8
"""The same where authors are declared."""
_NEAR_LINKS = 60
"""Links after the headline among which the byline's is looked for."""
_SIGNS = word_set("author authors byline bylines autor autoren writer reporter contributor skribent journalist")
_CAPTIONED = (1 << LANDMARKS.index("figcaption")) | (1 << LANDMARKS.index("figure"))


@dataclasses.dataclass(frozen=True, slots=True)
class Credits:
    """Who is credited."""

    authors: tuple[str, ...] = ()
    """People."""
    agency: str = ""
    author_source: str = ""
    agency_source: str = ""
    byline: tuple[str, ...] = ()
    """All who sign, as they are named, in order: people and agencies; where neither does, the organisation that the page
    declares as the author (docs/decisions/0006)."""
    byline_source: str = ""


def credits_of(page: Declared, cut: Outline, title: str, site: str, place: int | None) -> Credits:
    """Tell authors and agency: JSON-LD first, then meta tags, microdata, microformats, then bylines on the page.

    `place` is the index of the headline's piece.
    """
    agency = agency_source = collective_source = ""
    collective: tuple[str, ...] = ()
    for names, source in _candidates(page, cut, title, place):
        if not names:
            continue
        people, found = sort_names(names, site, page.url)
        if found and not agency:
            agency, agency_source = found, source
        if people:
            printed = _printed(cut, place, _CLOSE_BYLINE) if place is not None else []
            named, supplier = sort_names(printed, site, page.url) if printed else ((), "")
            if supplier and not agency:
                agency, agency_source = supplier, "byline"
            # Publishing systems often declare the first author alone: a printed byline that names all and more is believed.
            is_more = len(named) > len(people) and set(map(plain_key, people)) < set(map(plain_key, named))
            said, people = (printed, named) if is_more else (names, people)
            byline = signed(said, people)
            return Credits(people, agency, source, agency_source, byline, source)
        if not collective and source != _SUPPLIER:
            collective, collective_source = collective_names(names, site, page.url), source
    if not collective:
        collective, collective_source = _declared_bodies(page), "json-ld author"
    return Credits((), agency, "", agency_source, collective, collective_source if collective else "")


def _declared_bodies(page: Declared) -> tuple[str, ...]:
    """Give the organisations that JSON-LD declares as authors, by their type; an account of the publisher's that is
    typed as a person is none."""
    author = [page.node(item) for item in jsonld.items(page.article.get("author"))[:20]] if page.article else []
    return tuple(dict.fromkeys(name[:120] for name, is_body in _node_names(author) if is_body))[:MAX_AUTHORS]


_SUPPLIER = "json-ld sourceOrganization"


def _candidates(page: Declared, cut: Outline, title: str, place: int | None) -> Iterable[tuple[list[str], str]]:
    node = page.article
    author = [page.node(item) for item in jsonld.items(node.get("author"))[:20]] if node else []
    yield [name for name, is_body in _node_names(author) if not is_body or agency_in(name)], "json-ld author"
    if node:
        yield [name for name, is_body in _node_names(node.get("creator")) if not is_body], "json-ld creator"
    for name in _METAS:
        yield _turned(page.metas.get(name, []), name), f"meta {name}"
    if not node:
        yield [v for k, v in page.itemprops() if k == "author"], "microdata author"
    yield [v for k, v in page.microformats() if "p-author" in k], "h-entry author"
    yield _linked(page, title), "byline link"
    yield _printed(cut, place or 0), "byline"
    supplier = _node_names(node.get("sourceOrganization")) if node else []
    yield [f"({name})" for name, is_body in supplier if is_body], _SUPPLIER


def _turned(names: Sequence[str], meta: str) -> list[str]:
    """Turn "Roe, Jane" round, where the metadata is of a kind that writes so."""
    if meta not in _REVERSED:
        return list(names)
    turned = []
    for name in names:
        last, comma, first = name.partition(",")
        is_one = comma and "," not in first and len(last.split()) == 1 and 1 <= len(first.split()) <= 2
        turned.append(f"{first.strip()} {last.strip()}" if is_one else name)
    return turned


def _node_names(value: Any) -> list[tuple[str, bool]]:
    """Give the names of a node's authors, each with whether it is said to be an organisation's."""
    names = []
    for item in jsonld.items(value)[:20]:
        is_body = isinstance(item, dict) and any("Organization" in kind for kind in jsonld.types(item))
        listed = item.get("name") if isinstance(item, dict) else None
        texts = [jsonld.text_of(name) for name in listed] if isinstance(listed, list) else [jsonld.text_of(item)]
        names += [(text, is_body) for text in texts if text]
    return names


def _linked(page: Declared, title: str) -> list[str]:
    """Read the links of the byline: rel=author, or to an author's page, in the first block after the headline that has one."""
    found: dict[str, None] = {}
    block: Element | None = None
    after = page.anchors_after(title)
    for link in after[:_NEAR_LINKS] if len(after) < len(page.anchors) else after:
        rel, href = (link.get("rel") or "").lower(), link.get("href") or ""
        if not ("author" in rel.split() or _LINKED.search(href[:400])):
            continue
        if block is not None and not _lies_in(link, block):
            break
        if not is_beside(link, page.headed) and (names := byline_names(element_text(link, 120))):
            found |= dict.fromkeys(names)
            block = block if block is not None else _block(link)
    return list(found)[:4]


def _block(link: Element) -> Element:
    """Give the element that holds a byline's links: two above the link."""
    node = link
    for _ in range(2):
        parent = node.getparent()
        if parent is None or parent.tag in ("body", "article", "main"):
            break
        node = parent
    return node


def _lies_in(element: Element, block: Element) -> bool:
    node = element
    for _ in range(5):
        if node is None:
            return False
        if node is block:
            return True
        node = node.getparent()
    return False


def _printed(cut: Outline, at: int, near: int = _NEAR_BYLINE) -> list[str]:
    """Read the byline in the first pieces after the headline: a short piece that says "by" or whose element is named so."""
    asides = BIT["related"] | BIT["teaser"] | BIT["thread"]
    says_by = False
    for index in range(max(0, at - 4), min(len(cut.pieces), at + near)):
        piece = cut.pieces[index]
        marks = cut.near[piece.container]
        if (
            len(piece.text) > 120
            or cut.tag[piece.container] == "h1"
            or marks & asides
            or cut.landmarks[piece.container] & _CAPTIONED
        ):
            continue
        if _PHOTO.match(piece.text):
            continue
        label = LEAD.match(piece.text)
        # An article's header is named like the site's ("article-header"): there a byline must say that it is one.
        if marks & BIT["nav"] and not (label and index > at):
            continue
        # Titles are "Hit By An Object", sentences "built by Jane Roe".
        is_prose = piece.text[-1:] in ".!?" or cut.tag[piece.container] in _HEADINGS
        inner = None if is_prose else _BY_INSIDE.search(piece.text)
        text = piece.text[inner.start() :] if inner else piece.text
        if label or inner or says_by or marks & BIT["author"]:
            names = [*byline_names(text), *byline_agencies(text)]
            if not names and label and len(text) < 80 and is_institution(text):
                names = [text]
            if names:
                return names
        says_by = label is not None and label.end() >= len(piece.text) - 1
    return []
