"""What a page allows and forbids: robots (meta and header), snippets, text and data mining, licences.

Robots: RFC 9309 is for files; the X-Robots-Tag header, the robots meta tag and `data-nosnippet` are as the search engines
document them. TDM: the TDM Reservation Protocol (W3C community group final report, 2024), `tdm-reservation` and
`tdm-policy`. RSL: Really Simple Licensing 1.0, a `license` link of type `application/rsl+xml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from lxml import etree

from newsgrid.extract import jsonld
from newsgrid.extract.declared import Declared, element_text
from newsgrid.extract.markup import Element, header
from newsgrid.extract.surroundings import class_words
from newsgrid.extract.vocabulary import word_set
from newsgrid.model import Signals
from newsgrid.text import squeeze

_ROBOTS = ("robots", "googlebot", "googlebot-news", "newsgrid")
_MAX_SNIPPET = re.compile(r"max-snippet\s{0,3}[:=]\s{0,3}(-?\d{1,6})")
_IMAGE_PREVIEW = re.compile(r"max-image-preview\s{0,3}[:=]\s{0,3}(none|standard|large)")
_AGENT = re.compile(r"^\s{0,9}([\w-]{2,40})\s{0,3}:\s{0,3}(?!-?\d)")
_DIRECTIVES = word_set(
    "noindex nofollow none nosnippet noarchive index follow all noimageindex unavailable_after max-snippet max-image-preview max-video-preview notranslate noai noimageai"
)
_PREVIEWS = ("none", "standard", "large")
_RSL = "application/rsl+xml"
_MAX_WITHHELD, _MAX_WITHHELD_CHARS = 20, 1_000
_LINK = re.compile(
    r"<([^<>]{1,2000})>((?:\s{0,3};\s{0,3}[\w*-]{1,30}\s{0,3}=\s{0,3}(?:\"[^\"]{0,300}\"|[^\s\",;<>]{1,300}))*)"
)
_PICTURED = word_set("caption credit photo image figure gallery media bild foto attribution thumbnail")
_PARTS: Any = etree.XPath("//*[@data-nosnippet]")


def signals_of(
    page: Declared, headers: Mapping[str, str] | None = None, *, has_parts: bool = False
) -> tuple[Signals, dict[str, str]]:
    """Collect the page's signals, the stricter of two, and what gave each that is set.

    `has_parts` says that the page's source holds the attribute `data-nosnippet`, which is looked for only then.
    """
    said = [value.lower() for name in _ROBOTS for value in page.metas.get(name, ())]
    told = _header_directives(header(headers, "x-robots-tag"))
    words = _words([*said, *told])
    numbers = [int(number) for value in (*said, *told) for number in _MAX_SNIPPET.findall(value)]
    limits = [number for number in numbers if number >= 0]
    previews = [_PREVIEWS.index(name) for value in (*said, *told) for name in _IMAGE_PREVIEW.findall(value)]
    reserved = page.meta("tdm-reservation")[0] or header(headers, "tdm-reservation").strip()
    policy = page.meta("tdm-policy")[0] or header(headers, "tdm-policy")
    links = _licence_links(page, headers)
    licence, licence_source = _licence(page, links)
    rights, rights_source = _rights(page)
    signals = Signals(
        noindex=bool(words & {"noindex", "none"}),
        nosnippet="nosnippet" in words or 0 in limits,
        max_snippet=min(limits) if limits else None,
        withheld=_withheld(page.root) if has_parts else (),
        noimageindex="noimageindex" in words,
        image_preview=_PREVIEWS[min(previews)] if previews else "",
        noai="noai" in words,
        noimageai=bool(words & {"noai", "noimageai"}),
        tdm_reserved=reserved == "1" or "noai" in words,
        tdm_policy=page.address(policy),
        licence=licence,
        rsl=_rsl(page, links),
        rights=rights,
    )
    robots = "robots meta" if _words(said) & _DIRECTIVES else "x-robots-tag"
    given = {
        "robots": robots if words & _DIRECTIVES or numbers or previews else "",
        "withheld": "data-nosnippet" if signals.withheld else "", "licence": licence_source, "rights": rights_source,
        "tdm": "tdm-reservation" if reserved == "1" else "robots noai" if signals.noai else "", "rsl": "license link" if signals.rsl else "",
    }  # fmt: skip
    return signals, {name: source for name, source in given.items() if source}


def _words(values: Iterable[str]) -> set[str]:
    """Give the names of the directives; never their values ("none" is one of both)."""
    return {word for value in values for part in re.split(r"[,;]", value) for word in part.partition(":")[0].split()}


def _header_directives(value: str) -> list[str]:
    """Read X-Robots-Tag; directives meant for another agent are not ours."""
    found = []
    for part in value.lower().split("\n") if value else ():
        agent = _AGENT.match(part)
        if agent and agent.group(1) not in _DIRECTIVES:
            if agent.group(1) in _ROBOTS:
                found.append(part[agent.end() :])
        else:
            found.append(part)
    return found


def _withheld(root: Element) -> tuple[str, ...]:
    """Give the texts of the parts that may not be shown in a snippet."""
    found = [element_text(part, _MAX_WITHHELD_CHARS)[:_MAX_WITHHELD_CHARS] for part in _PARTS(root)[:_MAX_WITHHELD]]
    return tuple(dict.fromkeys(text for text in found if text))


def _licence_links(page: Declared, headers: Mapping[str, str] | None) -> list[tuple[str, str]]:
    """Give the `license` links of the page and of its HTTP answer (RFC 8288) as (address, media type)."""
    links = list(page.licence_links)
    for match in _LINK.finditer(header(headers, "link")[:8_000]):
        parts = (part.partition("=") for part in match.group(2).split(";"))
        parameters = {name.strip().lower(): value.strip().strip('"') for name, _, value in parts}
        if "license" in parameters.get("rel", "").lower().split():
            links.append((match.group(1), parameters.get("type", "").lower()))
    return links


def _rsl(page: Declared, links: list[tuple[str, str]]) -> str:
    """Give the address of the page's terms in Really Simple Licensing; the page's own where they stand in it."""
    address = next((page.address(href) for href, kind in links if kind == _RSL), "")
    return address or (page.url if page.has_rsl else "")


def _licence(page: Declared, links: list[tuple[str, str]]) -> tuple[str, str]:
    """Give the address of the licence the article stands under; a licence of a picture in it is not the article's."""
    for href, kind in links:
        if kind != _RSL and (address := page.address(href)):
            return address, "license link"
    text, name = page.meta("dcterms.license", "dc.rights.license", "cc:license", "license")
    if address := _web_address(text):
        return address, f"meta {name}"
    for item in jsonld.items(page.article.get("license")) if page.article else ():
        said = (item.get("url") or item.get("@id")) if isinstance(item, dict) else item
        if address := _web_address(said):
            return address, "json-ld license"
    found: dict[str, str] = {}
    for link in page.anchors:
        href = link.get("href") or ""
        named = "license" in (link.get("rel") or "").lower().split()
        if (named or "creativecommons.org/" in href) and not _is_pictured(link):
            address = page.address(href)
            if named or "/licenses/" in address or "/publicdomain/" in address:
                found.setdefault(address, "license link" if named else "creative commons link")
    by_name = [address for address, source in found.items() if source == "license link"]
    # Two different ones name two different works, and nothing says which is the article.
    chosen = by_name[:1] or (list(found) if len(found) == 1 else [])
    return (chosen[0], found[chosen[0]]) if chosen and chosen[0] else ("", "")


def _web_address(value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    return text if text.startswith(("http://", "https://")) and len(text) < 2_000 and " " not in text else ""


def _is_pictured(link: Element) -> bool:
    """Say whether a link stands under a picture."""
    node = link
    for _ in range(6):
        if node is None:
            return False
        if node.tag in ("figure", "figcaption") or class_words((node.get("class") or "")[:400]) & _PICTURED:
            return True
        node = node.getparent()
    return False


def _rights(page: Declared) -> tuple[str, str]:
    """Give what the page says of its rights in words: a notice, else who holds them and since when."""
    node = page.article
    if node:
        if notice := jsonld.text_of(node.get("copyrightNotice")):
            return notice[:300], "json-ld copyrightNotice"
        if holder := jsonld.text_of(page.node(next(iter(jsonld.items(node.get("copyrightHolder"))), None))):
            year = jsonld.text_of(node.get("copyrightYear"))
            return squeeze(f"© {year} {holder}")[:300], "json-ld copyrightHolder"
        said = node.get("license")
        if isinstance(said, str) and not _web_address(said) and (text := jsonld.clean(said)):
            return text[:300], "json-ld license"
    text, name = page.meta("dcterms.rights", "dc.rights", "copyright", "rights", "article:copyright")
    return (text[:300], f"meta {name}") if text else ("", "")
