"""The headline and the standfirst, out of what the page shows and what it declares."""

from __future__ import annotations

import re

from newsgrid.extract import jsonld
from newsgrid.extract.declared import Declared, plain_key
from newsgrid.extract.outline import Outline
from newsgrid.extract.vocabulary import word_set
from newsgrid.text import is_spaceless, registrable_host, squeeze

# Both are for squeezed text, in which white space is single spaces.
_SEPARATED = re.compile(r"\s[|·•—–»«:/-]{1,3}\s|[|ㅣᅵ｜»_：]|\s[-–—]$")
# Titles of the East Asian press end with the section before the site's name.
_SECTION_TAIL = re.compile(
    r"(?<=\S\S\S\S)\s?[-_|]\s?(?:정치|사회|경제|국제|문화|스포츠|연예|오피니언|전국|지역|산업|时政|社会|财经|国际|国内|体育|娱乐|科技|军事|新闻|要闻|政治|經濟|社會|國際|生活|スポーツ|経済|国際|政治・国際|地域)$"
)
_TAIL_MARKS = frozenset("|·•—–-")
_LIKE = 0.5
"""Share of the shorter text's words that an h1 must have in common with a declared title to be the same headline."""
_MAX_HEADLINE = 300
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_LOGO_WORDS = word_set("logo home homepage startseite inicio accueil news online")


def site_name(page: Declared) -> tuple[str, str]:
    """Give the publisher's name and what gave it."""
    name, source = page.meta(
        "og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "publisher", "twitter:app:name:iphone"
    )
    publisher = jsonld.text_of(page.node(page.article.get("publisher"))) if page.article else ""
    if publisher and not publisher.startswith("http") and f" {plain_key(publisher)}" not in f" {plain_key(name)}":
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
    head, _, tail = page.document_title.rpartition(" ")
    for _ in range(8):
        head, _, mark = head.rpartition(" ")
        if mark in _TAIL_MARKS:
            break
        tail = f"{mark} {tail}"
    else:
        return ""
    shown = {plain_key(text) for text in page.h1s}
    return tail if len(head) >= 8 and 2 <= len(tail) <= 50 and plain_key(head) in shown else ""


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


def headline(page: Declared, site: str, declared: list[tuple[str, str]]) -> tuple[str, str]:
    """Choose the headline: the h1 that a declared title confirms, else an alike h1, else what is declared.

    The h1 is what a reader sees. JSON-LD and Open Graph often carry a title made for search engines or for sharing; no rule
    that prefers one of them was right more often over many sites. `declared` is what `declared_titles` gives.
    """
    keys = [plain_key(text) for text, _ in declared]
    for shown in page.h1s:
        key = plain_key(shown)
        if key and any(
            key == other or (len(key) > _telling_length(key) and (key in other or other in key)) for other in keys
        ):
            agreed = _agreed(declared)
            if key != plain_key(agreed) and key in plain_key(agreed):
                return agreed[:_MAX_HEADLINE], "json-ld, open graph and title agree"
            return _without_kicker(_shown(shown, site, page), declared), "h1"
    for shown in page.h1s:
        if _alike(shown, keys):
            return _shown(shown, site, page), "h1"
    if len(page.h1s) == 1 and 15 < len(page.h1s[0]) < 250 and not _is_logo(page.h1s[0], site):
        return _shown(page.h1s[0], site, page), "h1"
    for text, source in declared:
        if text:
            return text[:_MAX_HEADLINE], source
    return (page.h1s[0][:_MAX_HEADLINE], "h1") if page.h1s else ("", "")


def _telling_length(key: str) -> int:
    """Give how long a title must be for its being part of another to say something; a character is a word in some scripts."""
    return 6 if is_spaceless(key) else 15


def headline_place(cut: Outline, title: str) -> int | None:
    """Give the index of the piece that shows the headline; None when none does.

    An h1 comes first, then any other heading: tickers and lists of the latest say the same text.
    """
    key = plain_key(title)
    if not key:
        return None
    found: int | None = None
    for index, piece in enumerate(cut.pieces):
        if abs(len(piece.text) - len(title)) > 40 or plain_key(piece.text) != key:
            continue
        if cut.tag[piece.container] == "h1":
            return index
        if found is None or (
            cut.tag[piece.container] in _HEADINGS and cut.tag[cut.pieces[found].container] not in _HEADINGS
        ):
            found = index
    return found if found is not None else _first_heading(cut)


def _first_heading(cut: Outline) -> int | None:
    return next((index for index, piece in enumerate(cut.pieces) if cut.tag[piece.container] == "h1"), None)


def declared_titles(page: Declared, site: str) -> list[tuple[str, str]]:
    """Give the titles a page declares, site name stripped, with what gave them; best first."""
    listed = [
        (jsonld.text_of(page.article.get("headline") or page.article.get("name")), "json-ld headline"),
        *[
            (page.meta(name)[0], f"meta {name}")
            for name in ("og:title", "twitter:title", "dc.title", "dcterms.title", "title", "headline")
        ],
        *(_marked_up(page) if not page.articles else ()),
        (page.document_title, "title"),
    ]
    return [
        (text, source)
        for raw, source in listed
        if raw and (text := without_site(raw, site, page.url)) and plain_key(text) != plain_key(site)
    ]


def _marked_up(page: Declared) -> list[tuple[str, str]]:
    """Give the headline that microdata and the one that an h-entry mark."""
    return [
        *[(value, "microdata headline") for name, value in page.itemprops() if name == "headline"][:1],
        *[(value, "h-entry p-name") for name, value in page.microformats() if "p-name" in name.split()][:1],
    ]


def description(page: Declared) -> tuple[str, str]:
    """Give the longest of the page's own descriptions, and what gave it."""
    listed = [
        (page.meta(name)[0], f"meta {name}")
        for name in ("description", "og:description", "twitter:description", "dc.description", "dcterms.description", "dcterms.abstract")
    ]  # fmt: skip
    listed.append((jsonld.text_of(page.article.get("description")), "json-ld description"))
    text, source = max(listed, key=lambda pair: len(pair[0]))
    return (text, source) if text else ("", "")


def _agreed(declared: list[tuple[str, str]]) -> str:
    """Give the title that JSON-LD, Open Graph and the document's title agree on; empty when they do not."""
    said = {source: text for text, source in declared}
    three = [said.get(source, "") for source in ("json-ld headline", "meta og:title", "title")]
    return three[0] if len({plain_key(text) for text in three}) == 1 else ""


def _is_logo(shown: str, site: str) -> bool:
    """Say whether an h1 says nothing but the site's name, as a logo does."""
    return set(plain_key(shown).split()) <= set(plain_key(site).split()) | _LOGO_WORDS


def _without_kicker(shown: str, declared: list[tuple[str, str]]) -> str:
    """Take off a kicker that stands in the h1 before the headline, where JSON-LD or Open Graph declare the rest."""
    key = plain_key(shown)
    for text, source in declared:
        if source == "title":
            continue  # the document's title is often the headline made shorter
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
    if not title.isascii() and (tail := _SECTION_TAIL.search(title)):
        return title[: tail.start()].strip()
    prefix, colon, rest = title.partition(": ")
    if (
        colon
        and len(rest) >= 8
        and len(prefix.split()) <= 4
        and any(len(name) > 5 and _is_almost(_joined(prefix), name) for name in names)
    ):
        return rest.strip()  # "Old Quay Times: Ferry strike"
    cuts = list(_SEPARATED.finditer(title))
    if not cuts:
        return title
    first, last = cuts[0], cuts[-1]
    if len(title[: last.start()]) >= 8 and _is_name(title[last.end() :], names):
        return title[: last.start()].strip()
    if len(title[first.end() :]) >= 8 and _is_name(title[: first.start()], names):
        return title[first.end() :].strip()
    return title


def _is_almost(key: str, name: str) -> bool:
    """Say whether a piece is mostly a site's name ("The Old Quay Times"); a series that bears it says more than that."""
    return name in key and len(name) * 2 >= len(key)


def _is_name(piece: str, names: list[str]) -> bool:
    key = _joined(piece)
    if not key:
        return not piece.strip()
    return len(piece) <= 60 and any(key == name or (len(key) > 3 and (key in name or name in key)) for name in names)


def _joined(text: str) -> str:
    return plain_key(text).replace(" ", "")
