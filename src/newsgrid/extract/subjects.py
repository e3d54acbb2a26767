"""Section path and topics, in the page's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from newsgrid.extract import jsonld
from newsgrid.extract.declared import Declared, element_text, plain_key
from newsgrid.extract.markup import Element
from newsgrid.extract.surroundings import class_words, is_beside
from newsgrid.extract.vocabulary import word_set
from newsgrid.text import squeeze, unescape

_PREFIXED = re.compile(r"^(?:NLP Entity Tokens|Tags?|Topics?|Keywords?|Subject): (.{1,80})$")
_JUNK = re.compile(
    r"^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{4,30}|[A-Z]{3,6}:[A-Z-]{1,30}|[A-Z][\w ]{2,20}: \S.{0,60}|[\w-]{1,40}\.(?:com|de|net|org|ch|at|co\.\w\w)|https?:.*|\d{5,})$"
)
_CODE = re.compile(r"^[A-Z0-9:-]{2,12}$")
_TAG_LINK = re.compile(
    r"/(?:tags?|topics?|thema|themen|schlagworte?|sujets?|temas?|etiquetas?|argomenti|tema|temat|keywords?|dossier|emner?|onderwerp|тег|теги|tagi|hashtag)/[^/?#]{1,120}/?(?:[?#].*)?$",
    re.IGNORECASE,
)
_SECTION_METAS = (
    "article:section",
    "og:article:section",
    "parsely-section",
    "sailthru.section",
    "section",
    "cxenseparse:section",
    "dcterms.subject",
    "dc.subject.section",
)
_HOME = word_set(
    "home startseite inicio accueil домой главная início hem hjem forside etusivu anasayfa beranda หน้าแรก الرئيسية 首页 ホーム 홈 tuis ekhaya nyumbani news nachrichten"
)
_TRAIL = word_set("breadcrumb breadcrumbs crumbs brotkrumen ariane")
_BEFORE_TITLE, _AFTER_TITLE = 40, 40
"""Links around the first h1 among which a breadcrumb is looked for."""
_FOLDER = re.compile(r"[a-z][a-z-]{2,24}")
_NO_SECTION = word_set(
    "news story stories article articles artikel nachrichten noticias actualites content contents post posts blog blogs index html amp web site home archive archives opinions nyheter berita"
)
MAX_TOPICS = 40


def topics_of(
    page: Declared, section: Iterable[str], title: str = "", apart: Iterable[str] = ()
) -> tuple[tuple[str, ...], str]:
    """Give the topics and what gave them: the first declared list that is clean, else the page's own topic links.

    Names in `apart` (the publisher's, the authors') are no topics.
    """
    paths = {plain_key(name) for name in section} | {"article", "news"}
    names_apart = {plain_key(name) for name in apart}
    fallback: tuple[tuple[str, ...], str] | None = None
    listed = [(_split(values), source) for values, source in _lists(page)]
    for index, (names, source) in enumerate(listed):
        clean = [name for raw in names if (name := _cleaned(raw)) and plain_key(name) not in names_apart]
        if not clean or (len(clean) > 6 and sum(bool(_CODE.match(name)) for name in clean) > 0.6 * len(clean)):
            continue
        alone = len(clean) == 1 and any(len(other) >= 3 for other, _ in listed[index + 1 :])
        phrase = len(clean) == 1 and len(clean[0].split()) > 4
        if alone or phrase or all(plain_key(name) in paths for name in clean):
            fallback = fallback or (_unique(clean), source)
            continue
        return _unique(clean), source
    linked = _linked(page, title)
    if linked:
        return linked, "topic links"
    return fallback or ((), "")


def section_of(page: Declared) -> tuple[tuple[str, ...], str]:
    """Give the section path from broad to narrow, and what gave it: a breadcrumb, JSON-LD, meta, at last the address."""
    trail = _breadcrumb(page)
    if trail:
        return trail, "json-ld BreadcrumbList"
    said = [jsonld.text_of(item) for item in jsonld.items(page.article.get("articleSection"))] if page.article else []
    names = [part.strip() for text in said for part in re.split(r">|›|»|/| - ", text) if part.strip()][:4]
    if names:
        return _unique(names), "json-ld articleSection"
    text, source = page.meta(*_SECTION_METAS)
    if text and len(text) < 60 and not _JUNK.match(text):
        return _unique([part.strip() for part in re.split(r"[>›»,]", text)[:4]]), f"meta {source}"
    if trail := _printed_trail(page):
        return trail, "breadcrumb on the page"
    trail = _in_address(page.url)
    return trail, "address" if trail else ""


def _printed_trail(page: Declared) -> tuple[str, ...]:
    """Read the links of a breadcrumb on the page."""
    names: list[str] = []
    place = page.h1_places[0][0] if page.h1_places else 0
    for link in page.anchors[max(0, place - _BEFORE_TITLE) : place + _AFTER_TITLE]:
        if not _in_breadcrumb(link):
            if names:
                break
            continue
        name = element_text(link, 60).strip(" >›»/")
        if 1 < len(name) < 50 and plain_key(name) not in _HOME:
            names.append(name)
    shown = {plain_key(text) for text in page.h1s}
    return _unique(name for name in names if plain_key(name) not in shown)[:4] if len(names) <= 8 else ()


def _in_breadcrumb(link: Element) -> bool:
    node = link
    for _ in range(4):
        if node is None:
            return False
        if (
            class_words((node.get("class") or "")[:400]) & _TRAIL
            or "breadcrumb" in (node.get("aria-label") or "").lower()
        ):
            return True
        node = node.getparent()
    return False


def _in_address(url: str) -> tuple[str, ...]:
    """Read sections off an address's folders: words before the first number, the last part aside."""
    folders = url.partition("://")[2].partition("?")[0].split("/")[1:-1]
    names: list[str] = []
    for folder in folders[:4]:
        if len(folder) == 2:
            continue  # a country or a language
        if not _FOLDER.fullmatch(folder) or folder.count("-") > 2:
            break
        if folder not in _NO_SECTION:
            names.append(folder.replace("-", " "))
    return tuple(names[:3])


def _breadcrumb(page: Declared) -> tuple[str, ...]:
    for node in page.nodes:
        if "BreadcrumbList" not in jsonld.types(node) and not isinstance(node.get("breadcrumb"), dict):
            continue
        listed = node if "BreadcrumbList" in jsonld.types(node) else node["breadcrumb"]
        steps = [item for item in jsonld.items(listed.get("itemListElement"))[:9] if isinstance(item, dict)]
        steps.sort(key=_position)
        names = [jsonld.text_of(item.get("name")) or jsonld.text_of(item.get("item")) for item in steps]
        shown = {plain_key(text) for text in page.h1s} | {plain_key(jsonld.text_of(page.article.get("headline")))}
        kept = [
            name
            for name in names
            if name
            and not name.startswith("http")
            and len(name) < 50
            and plain_key(name) not in shown
            and plain_key(name) not in _HOME
        ]
        site = plain_key(page.meta("og:site_name")[0])
        kept = [name for name in kept if plain_key(name) != site]
        if kept:
            return _unique(kept[:4])
    return ()


def _position(item: dict[str, Any]) -> int:
    try:
        return int(item.get("position") or 0)
    except (TypeError, ValueError):
        return 0


def _lists(page: Declared) -> Iterable[tuple[list[Any], str]]:
    yield list(page.metas.get("article:tag", ())) or list(page.metas.get("og:article:tag", ())), "meta article:tag"
    yield list(page.metas.get("news_keywords", ()))[:1], "meta news_keywords"
    yield (
        next((listed for node in _same_article(page) if (listed := jsonld.items(node.get("keywords")))), []),
        "json-ld keywords",
    )
    yield list(page.metas.get("keywords", ()))[:1], "meta keywords"
    yield [v for k, v in page.itemprops() if k == "keywords"] if not page.article else [], "microdata keywords"


def _same_article(page: Declared) -> list[jsonld.Node]:
    """Give the nodes of the article: the first, and those with its headline or none."""
    headline = jsonld.text_of(page.article.get("headline"))
    return [node for node in page.articles if jsonld.text_of(node.get("headline")) in ("", headline)]


def _split(values: list[Any]) -> list[str]:
    names: list[str] = []
    for value in values[:200]:
        said = (value.get("name") or value.get("termCode") or "") if isinstance(value, dict) else value
        if isinstance(said, list):
            names += _split([item for item in said if isinstance(item, str)])
            continue
        text = unescape(str(said)[:8000])[:4000]
        separator = next((mark for mark in (",", ";", "|", "،", "、", "，") if mark in text), None)
        names += text.split(separator) if separator else [text]
    return names


def _cleaned(name: str) -> str:
    name = squeeze(jsonld.clean(name)).strip("#\"' ")
    if match := _PREFIXED.match(name):
        name = match.group(1)
    return "" if not name or len(name) > 80 or _JUNK.match(name) else name


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(plain_key(name) or name, squeeze(name))
    return tuple(name for name in kept.values() if name)[:MAX_TOPICS]


def _linked(page: Declared, title: str) -> tuple[str, ...]:
    """Read links to topic pages after the headline, outside navigation and teasers; between 1 and 15, else they are a menu."""
    found: dict[str, str] = {}
    for link in page.anchors_after(title):
        href = link.get("href") or ""
        named = "tag" in (link.get("rel") or "").lower().split() or _TAG_LINK.search(href[:400])
        if not named or is_beside(link, page.headed):
            continue
        name = element_text(link, 80).strip("#, ")
        if 1 < len(name) < 40:
            found.setdefault(plain_key(name), name)
        if len(found) > 15:
            return ()
    return tuple(found.values())
