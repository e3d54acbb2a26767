"""The headline and the standfirst, out of what the page shows and what it declares."""

from __future__ import annotations

import re

from newsgrid.extract import jsonld
from newsgrid.extract.declared import Declared, plain_key
from newsgrid.text import registrable_host, squeeze

_SEPARATED = re.compile(r"\s+[|·•—–»«:/-]+\s+|\s*[|»]\s*|\s+[-–—]\s*$")
_TITLE_TAIL = re.compile(r"^(.{8,}?)\s+[|·•—–-]\s+([^|·•—–]{2,50})$")
_LIKE = 0.5
"""Share of the shorter text's words that an h1 must have in common with a declared title to be the same headline."""
_MAX_HEADLINE = 300


def site_name(page: Declared) -> tuple[str, str]:
    """Give the publisher's name and what gave it."""
    name, source = page.meta(
        "og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "publisher", "twitter:app:name:iphone"
    )
    publisher = jsonld.text_of(page.article.get("publisher")) if page.article else ""
    if publisher and not publisher.startswith("http"):
        return publisher, "json-ld publisher"
    if name:
        return name, f"meta {source}"
    for node in page.nodes:
        if jsonld.types(node) & {"NewsMediaOrganization", "Organization", "WebSite"} and (
            said := jsonld.text_of(node.get("name"))
        ):
            return said, "json-ld organisation"
    return _site_in_title(page), "title"


def _site_in_title(page: Declared) -> str:
    """Read the site's name off the document's title, when the rest of it is an h1 of the page."""
    match = _TITLE_TAIL.match(page.document_title)
    shown = {plain_key(text) for text in page.h1s}
    return match.group(2).strip() if match and plain_key(match.group(1)) in shown else ""


def without_site(title: str, site: str, url: str = "") -> str:
    """Strip the site's name from either end of a title, when a separator sets it off."""
    title = squeeze(title)
    names = [key for key in (_joined(site), _joined(registrable_host(url).split(".")[0])) if len(key) > 2]
    for _ in range(3):
        cut = _strip_once(title, names)
        if cut == title:
            break
        title = cut
    return title


def headline(page: Declared, site: str) -> tuple[str, str]:
    """Choose the headline: the h1 that a declared title confirms, else an alike h1, else what is declared."""
    declared = declared_titles(page, site)
    keys = [plain_key(text) for text, _ in declared]
    for shown in page.h1s:
        key = plain_key(shown)
        if key and any(key == other or (len(key) > 15 and (key in other or other in key)) for other in keys):
            return _without_kicker(_shown(shown, site, page), declared), "h1"
    for shown in page.h1s:
        if _alike(shown, keys):
            return _shown(shown, site, page), "h1"
    if len(page.h1s) == 1 and 15 < len(page.h1s[0]) < 250 and plain_key(page.h1s[0]) != plain_key(site):
        return _shown(page.h1s[0], site, page), "h1"
    for text, source in declared:
        if text:
            return text[:_MAX_HEADLINE], source
    return (page.h1s[0][:_MAX_HEADLINE], "h1") if page.h1s else ("", "")


def declared_titles(page: Declared, site: str) -> list[tuple[str, str]]:
    """Give the titles a page declares, site name stripped, with what gave them; best first."""
    listed = [
        (jsonld.text_of(page.article.get("headline") or page.article.get("name")), "json-ld headline"),
        *[
            (page.meta(name)[0], f"meta {name}")
            for name in ("og:title", "twitter:title", "dc.title", "dcterms.title", "title", "headline")
        ],
        *[
            (value, "microdata headline")
            for name, value in (page.itemprops() if not page.articles else ())
            if name == "headline"
        ][:1],
        (page.document_title, "title"),
    ]
    return [
        (text, source)
        for raw, source in listed
        if (text := without_site(raw, site, page.url)) and plain_key(text) != plain_key(site)
    ]


def description(page: Declared) -> tuple[str, str]:
    """Give the longest of the page's own descriptions, and what gave it."""
    listed = [
        (page.meta(name)[0], f"meta {name}")
        for name in ("description", "og:description", "twitter:description", "dc.description")
    ]
    listed.append((jsonld.text_of(page.article.get("description")), "json-ld description"))
    text, source = max(listed, key=lambda pair: len(pair[0]))
    return (text, source) if text else ("", "")


def _without_kicker(shown: str, declared: list[tuple[str, str]]) -> str:
    """Take off a kicker that stands in the h1 before the headline, where a declared title is the rest."""
    key = plain_key(shown)
    for text, _ in declared:
        other = plain_key(text)
        extra = key.removesuffix(other).split() if other and key != other and key.endswith(" " + other) else []
        if 0 < len(extra) <= 4 and len(other) > 15 and shown.endswith(text):
            return text[:_MAX_HEADLINE]
    return shown


def _shown(text: str, site: str, page: Declared) -> str:
    return (without_site(text, site, page.url) or text)[:_MAX_HEADLINE]


def _alike(shown: str, keys: list[str]) -> bool:
    said = set(plain_key(shown).split())
    if len(said) <= 2:
        return False
    return any((other := set(key.split())) and len(said & other) / min(len(said), len(other)) >= _LIKE for key in keys)


def _strip_once(title: str, names: list[str]) -> str:
    cuts = list(_SEPARATED.finditer(title))
    if not cuts:
        return title
    first, last = cuts[0], cuts[-1]
    if len(title[: last.start()]) >= 8 and _is_name(title[last.end() :], names):
        return title[: last.start()].strip()
    if len(title[first.end() :]) >= 8 and _is_name(title[: first.start()], names):
        return title[first.end() :].strip()
    return title


def _is_name(piece: str, names: list[str]) -> bool:
    key = _joined(piece)
    if not key:
        return not piece.strip()
    return len(piece) <= 60 and any(key == name or (len(key) > 3 and (key in name or name in key)) for name in names)


def _joined(text: str) -> str:
    return plain_key(text).replace(" ", "")
