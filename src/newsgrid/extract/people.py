"""Authors: people, apart from agencies, publishers and desks."""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Iterable
from typing import Any

from newsgrid.extract import jsonld
from newsgrid.extract.agencies import agencies_of, agency_in
from newsgrid.extract.declared import Declared, element_text, plain_key
from newsgrid.extract.marks import BIT, read_marks
from newsgrid.extract.outline import Outline
from newsgrid.extract.vocabulary import word_list
from newsgrid.text import registrable_host, squeeze

BY = word_list("""by von par por di af av door deur oleh od autor autorin author auteur автор oleh penulis yazan tekst text texte texto testo words story report reported written reporting foto bài tác-giả
    โดย بقلم كتب كتبت 記者 记者 文 ngu nga ngo na mwandishi fra från avtor skrevet skriven napsal kirjoittanut γράφει του της szerző de""")
_MAX_AUTHORS = 12
_LEAD = re.compile(
    r"^[\W_]*(?:(?:source|quelle|by|von|par|por|di|af|av|door|deur|oleh|od|bởi|ngu|na|mwandishi|skrevet av|skriven av|reported by|written by|reporting by|report by|story by|words by|words|text|texte?|texto|testo|autor(?:en|in|a|es)?"
    r"|authors?|auteurs?|penulis|yazan|автор(?:ы)?|автора|тексты?|szerző|tekst|von unserem korrespondenten|von unserer korrespondentin|โดย|بقلم|كتب(?:ت)?|记者|記者|文)\b[\s:：/|]{0,3}|(?:โดย|记者|記者|بقلم)\s{0,3})",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s*(?:;|\||,|/|•|·| and | und | et | y | e | & | og | och | en | ja | dan | ve | i | a | и | و(?=\s)|、|，|\band\b|\bund\b)\s*"
)
_ROLES = re.compile(
    r"\b(?:reporters?|correspondents?|editors?|writers?|redakteur(?:in)?|redaktion|korrespondent(?:in)?|journalists?|staff|contributors?|columnists?|senior|chief|producers?|freier|moderator|team|desk|news|newsroom"
    r"|r[ée]daction|redacci[oó]n|redaç[aã]o|redazione|redactie|redaktionen|toimitus|agenc\w+|webdesk|bureau|online|press|admin|administrator|media|magazine|times|post|guest|special|editorial|board|service|services"
    r"|редакция|корреспондент\w*|journaliste|envoy[ée] sp[ée]cial\w*)\b",
    re.IGNORECASE,
)
_BY_INSIDE = re.compile(r"\s(?:by|von|par|por|deur|oleh|door)\s(?=[A-ZÀ-Þ][^\s]{1,30}\s[A-ZÀ-Þ])")
_BRACKETS = re.compile(r"\s*[(\[（][^()\[\]（）]{0,80}[)\]）]\s*")
_PLACE_TAIL = re.compile(r"\s+(?:in|aus|à|en|from|at)\s+[A-ZÄÖÜ][\w-]+$")
_ADDRESS = re.compile(r"https?:|www\.|@\w|/author/|/people/|^[\w-]+\.[a-z]{2,4}$", re.IGNORECASE)
_METAS = (
    "author",
    "article:author",
    "og:article:author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "parsely-author",
    "sailthru.author",
    "cxenseparse:author",
    "article:author_name",
    "citation_author",
)
_LINKED = re.compile(
    r"/(?:authors?|autor(?:es|en|i)?|auteurs?|people|profile|profil|by|journalists?|staff|redaktion|columnists?|writers?|reporters?|penulis|yazar|team|contributors?)/",
    re.IGNORECASE,
)
_UPPER_WORD = re.compile(r"^[^\W\d_]")


@dataclasses.dataclass(frozen=True, slots=True)
class Credits:
    """Who is credited."""

    authors: tuple[str, ...] = ()
    agency: str = ""
    author_source: str = ""
    agency_source: str = ""


def credits_of(page: Declared, cut: Outline, title: str, site: str) -> Credits:
    """Tell authors and agency: JSON-LD first, then meta tags, microdata, microformats, then bylines on the page."""
    agency = agency_source = ""
    for names, source in _candidates(page, cut, title):
        people, found = sort_names(names, site, page.url)
        if found and not agency:
            agency, agency_source = found, source
        if people:
            return Credits(people[:_MAX_AUTHORS], agency, source, agency_source)
    return Credits((), agency, "", agency_source)


def sort_names(names: Iterable[str], site: str = "", url: str = "") -> tuple[tuple[str, ...], str]:
    """Part names as given into people and the first agency; names of the site, its domain or a desk are neither."""
    own = {plain_key(site).replace(" ", ""), registrable_host(url).split(".")[0].replace("-", "")} - {""}
    people: dict[str, str] = {}
    agency = ""
    for name in names:
        if found := agencies_of(_cleaned(name)):
            agency = agency or found[0]
        for index, part in enumerate(_parts(name)):
            key = plain_key(part)
            if agency_in(part) or not key:
                continue
            if _is_own(key.replace(" ", ""), own):
                if index == 0:
                    break  # "The Daily Example, Frankfurt, Germany" names nobody
                continue
            if index == 0 or _is_name(part) or not people:
                people.setdefault(key, part)
    return tuple(people.values()), agency


def byline_names(text: str) -> tuple[str, ...]:
    """Read the people of a byline line ("By A B and C D, Senior Reporter"); only what looks like names."""
    return tuple(part for part in _parts(text) if _is_name(part))[:3]


def is_person_name(text: str) -> bool:
    """Say whether a text looks like one person's name: two to five capitalised words without a role."""
    return _is_name(text)


def _is_own(joined: str, own: set[str]) -> bool:
    return joined in own or any(
        len(mine) > 5 and len(joined) > 5 and (mine in joined or joined in mine) for mine in own
    )


def _candidates(page: Declared, cut: Outline, title: str) -> Iterable[tuple[list[str], str]]:
    node = page.article
    author = [_resolved(page, item) for item in jsonld.items(node.get("author"))[:20]] if node else []
    people = _node_names(author, organisations=False)
    bodies = _node_names(author, organisations=True)
    yield people + [name for name in bodies if agency_in(name)], "json-ld author"
    if node:
        yield _node_names(node.get("creator"), organisations=False), "json-ld creator"
    for name in _METAS:
        yield page.metas.get(name, []), f"meta {name}"
    if not node:
        yield [v for k, v in page.itemprops() if k == "author"], "microdata author"
    yield [v for k, v in page.microformats() if "p-author" in k], "h-entry author"
    yield _linked(page), "byline link"
    yield _printed(cut, title), "byline"
    yield [name for name in bodies if not agency_in(name)], "json-ld author"
    yield (
        [f"({name})" for name in _node_names(node.get("sourceOrganization"), organisations=True)] if node else [],
        "json-ld sourceOrganization",
    )


def _resolved(page: Declared, item: Any) -> Any:
    """Follow an author given as the @id of another node of the page."""
    if isinstance(item, dict) and "@id" in item and not item.get("name"):
        return next((node for node in page.nodes if node.get("@id") == item["@id"] and node.get("name")), item)
    return item


def _node_names(value: Any, *, organisations: bool) -> list[str]:
    """Give the names of people (or of organisations) among a node's authors."""
    names = []
    for item in jsonld.items(value)[:20]:
        if isinstance(item, dict):
            is_body = any("Organization" in kind for kind in jsonld.types(item))
            listed = item.get("name")
            texts = [jsonld.text_of(name) for name in (listed if isinstance(listed, list) else [listed])]
        else:
            texts = [jsonld.text_of(item)]
            is_body = False
        if is_body == organisations:
            names += [text for text in texts if text]
    return names


def _linked(page: Declared) -> list[str]:
    """Read links rel=author, or to an author's page, outside asides; at most three names."""
    found: dict[str, None] = {}
    for link in page.root.iter("a"):
        rel, href = (link.get("rel") or "").lower(), link.get("href") or ""
        if ("author" in rel.split() or _LINKED.search(href[:400])) and not _aside(link):
            found |= dict.fromkeys(byline_names(element_text(link, 120)))
        if len(found) >= 3:
            break
    return list(found)[:3]


def _printed(cut: Outline, title: str) -> list[str]:
    """Read the byline near the headline: a short piece that says "by" or whose element is named so."""
    key = plain_key(title)
    at = next((i for i, piece in enumerate(cut.pieces) if key and plain_key(piece.text[:400]) == key), 0)
    asides = BIT["related"] | BIT["teaser"] | BIT["thread"] | BIT["nav"]
    says_by = False
    for piece in cut.pieces[max(0, at - 4) : at + 16]:
        marks = cut.near[piece.container]
        if len(piece.text) > 120 or marks & asides:
            continue
        label = _LEAD.match(piece.text)
        inner = _BY_INSIDE.search(piece.text)
        text = piece.text[inner.start() :] if inner else piece.text
        if label or inner or says_by or marks & BIT["author"]:
            names = list(byline_names(text)) or ([text] if agencies_of(_cleaned(text)) else [])
            if names:
                return names
        says_by = label is not None and label.end() >= len(piece.text) - 1
    return []


def _aside(element: Any) -> bool:
    """Say whether an element lies in navigation, a teaser or a comment."""
    bad = BIT["related"] | BIT["teaser"] | BIT["thread"] | BIT["nav"]
    node, steps = element, 0
    while node is not None and steps < 12:
        if node.tag in ("nav", "footer", "aside"):
            return True
        if steps < 5 and read_marks(node.get("class") or "") & bad:
            return True
        node, steps = node.getparent(), steps + 1
    return False


def _cleaned(name: str) -> str:
    name = jsonld.clean(html.unescape(name))
    return _LEAD.sub("", name).strip()


def _parts(name: str) -> list[str]:
    name = squeeze(name)
    if not name or len(name) > 400 or _ADDRESS.match(name) or ("@" in name and " " not in name):
        return []
    name = _BRACKETS.sub(" ", _cleaned(name)).strip()
    parts = []
    for piece in _SPLIT.split(name)[:24]:
        bare = _LEAD.sub("", piece.strip(" ,.-–—|•·:\"“”„'")).strip(" ,.-–—:")
        part = squeeze(_PLACE_TAIL.sub("", bare))
        if 1 < len(part) < 60 and not _ADDRESS.search(part) and _UPPER_WORD.match(part) and not _only_role(part):
            parts.append(part)
    return parts


def _only_role(part: str) -> bool:
    """Say whether a name holds a role or a desk ("Staff Reporter", "News Desk"): then it is no person's."""
    return bool(_ROLES.search(part))


def _is_name(text: str) -> bool:
    said = text.split()
    if _ROLES.search(text) or any(char.isdigit() for char in text):
        return False
    if len(said) == 1:
        return not text.isascii() and 2 <= len(text) <= 12 and not text[0].islower() and not text[0].isupper()
    capital = sum(word[:1].isupper() or not (word[:1].islower() or word[:1].isupper()) for word in said)
    return (2 <= len(said) <= 5 and capital >= len(said) - 1 and said[0][:1] != said[0][:1].lower()) or (
        2 <= len(said) <= 4 and not text.isascii() and capital == len(said)
    )
