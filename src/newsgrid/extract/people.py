"""Who signs: people, apart from agencies, publishers and desks."""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Iterable, Sequence
from typing import Any

from newsgrid.extract import jsonld
from newsgrid.extract.agencies import agencies_of, agency_in
from newsgrid.extract.declared import Declared, element_text, plain_key
from newsgrid.extract.marks import BIT
from newsgrid.extract.markup import Element
from newsgrid.extract.outline import LANDMARKS, Outline
from newsgrid.extract.surroundings import is_beside
from newsgrid.extract.vocabulary import word_list, word_set
from newsgrid.text import registrable_host, squeeze

BY = word_list("""by von par por di af av door deur oleh od autor autorin author auteur автор oleh penulis yazan tekst text texte texto testo words story report reported written reporting foto bài tác-giả
    โดย بقلم كتب كتبت 記者 记者 文 ngu nga ngo na mwandishi fra från avtor skrevet skriven napsal kirjoittanut γράφει του της szerző de""")
_MAX_AUTHORS = 12
_MAX_PARTS = 24
_LEAD = re.compile(
    r"^[^\w]{0,9}(?:(?:source|quelle|by|von|par|por|di|af|av|door|deur|oleh|od|bởi|ngu|na|mwandishi|skrevet av|skriven av|reported by|written by|reporting by|report by|story by|words by|words|text|texte?|texto|testo|autor(?:en|in|a|es)?"
    r"|authors?|auteurs?|penulis|yazan|автор(?:ы)?|автора|тексты?|szerző|tekst|von unserem korrespondenten|von unserer korrespondentin|interview|analysis|analyse|opinion|kommentar|คอลัมน์|โดย|بقلم|كتب(?:ت)?|记者|記者|文)\b[\s:：/|]{0,3}|(?:โดย|记者|記者|بقلم)\s{0,3})",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"[;|,/•·、，]|\s(?:and|und|et|&)\s|\sو(?=\s)|\band\b|\bund\b")
# Words of one or two letters that join names in some languages are part of a name in others ("José Ortega y Gasset"):
# they part only what is two names.
_JOINER = re.compile(r"\s(?:y|e|og|och|en|ja|dan|ve|i|a|и|і|va|na|ndi|og|kaj)\s")
_ROLES = re.compile(
    r"\b(?:reporters?|correspondents?|editors?|writers?|redakteur(?:in)?|redaktion|korrespondent(?:in)?|journalists?|staff|contributors?|columnists?|senior|chief|producers?|freier|moderator|team|desk|news|newsroom|photographers?"
    r"|r[ée]daction|redacci[oó]n|redaç[aã]o|redazione|redactie|redaktionen|toimitus|agenc\w+|webdesk|bureau|online|press|admin|administrator|media|magazine|times|post|guest|special|editorial|board|service|services|officer|director"
    r"|head of|president of|analyst|fellow|professor of|company|report|digital|getty|images|newspaper|network|group|gmbh|ltd|inc|llc|tv|radio"
    r"|редакция|корреспондент\w*|journaliste|envoy[ée] sp[ée]cial\w*)\b",
    re.IGNORECASE,
)
_EAST_ROLE = re.compile(r"\s?(?:기자|특파원|記者|记者|특별취재팀)$")
_BY_INSIDE = re.compile(r"\s(?:by|von|par|por|deur|oleh|door)\s(?=[A-ZÀ-Þ][^\s]{1,30}\s[A-ZÀ-Þ])")
_BRACKETS = re.compile(r"[(\[（][^()\[\]（）]{0,80}[)\]）]")
_PLACE_TAIL = re.compile(r"\s(?:in|aus|à|en|from|at)\s[A-ZÄÖÜ][\w-]{0,40}$")
_ADDRESS = re.compile(r"https?:|www\.|@\w|/author/|/people/|^[\w-]{1,60}\.[a-z]{2,4}(?:$|,)", re.IGNORECASE)
_INITIAL = re.compile(r"(?:\w\.)+|(?:jr|sr|dr)\.", re.IGNORECASE)
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
_NEAR_LINKS = 60
"""Links after the headline among which the byline's is looked for."""
_SIGNS = word_set("author authors byline bylines autor autoren writer reporter contributor skribent journalist")
_CAPTIONED = (1 << LANDMARKS.index("figcaption")) | (1 << LANDMARKS.index("figure"))
_UPPER_WORD = re.compile(r"^[^\W\d_]")
_SMALL_WORDS = word_set("de da do dos das del della di du la le van von der den ter ten af av bin ibn al el y e i")


@dataclasses.dataclass(frozen=True, slots=True)
class Credits:
    """Who is credited."""

    authors: tuple[str, ...] = ()
    """People."""
    agency: str = ""
    author_source: str = ""
    agency_source: str = ""
    byline: tuple[str, ...] = ()
    """All who sign, as they are named, in order: people and agencies; a desk or the publisher where no person does."""
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
            byline = signed(names, people)
            return Credits(people[:_MAX_AUTHORS], agency, source, agency_source, byline, source)
        if not collective and source != _SUPPLIER:
            collective, collective_source = signed(names), source
    return Credits((), agency, "", agency_source, collective, collective_source if collective else "")


def sort_names(names: Iterable[str], site: str = "", url: str = "") -> tuple[tuple[str, ...], str]:
    """Part names as given into people and the first agency; names of the site, its domain or a desk are neither."""
    own = tuple({plain_key(site), plain_key(registrable_host(url).split(".")[0])} - {""})
    people: dict[str, str] = {}
    agency = ""
    for name in names:
        if found := agencies_of(_cleaned(name)):
            agency = agency or found[0]
        for index, part in enumerate(_parts(name)):
            key = plain_key(part)
            if agency_in(part) or not key:
                continue
            if _is_own(key, own):
                if index == 0:
                    break  # "The Daily Example, Frankfurt, Germany" names nobody
                continue
            if index == 0 or _is_name(part) or not people:
                people.setdefault(key, part)
    return tuple(people.values()), agency


def signed(names: Iterable[str], people: Sequence[str] = ()) -> tuple[str, ...]:
    """Give all who sign, in order and as they are named: these people and the agencies; without people, whoever signs."""
    found: dict[str, str] = {}
    known = {plain_key(person) for person in people}
    for name in names:
        for part in _parts(name, roles=True):
            key = plain_key(part)
            if key and (not people or key in known or agency_in(part)):
                found.setdefault(key, part)
    return tuple(found.values())[:_MAX_AUTHORS]


def byline_names(text: str) -> tuple[str, ...]:
    """Read the people of a byline line ("By A B and C D, Senior Reporter"); only what looks like names."""
    return tuple(part for part in _parts(text) if _is_name(part))[:3]


def signature_names(text: str) -> tuple[str, ...]:
    """Give the people of a closing line that is nothing but their names ("Jane Roe", "Jane Roe and Joe Poe"); else none."""
    if len(text) > 60 or text[-1:] in ".!?:;…":
        return ()
    parts = _parts(text)
    said = " ".join(parts).split()
    whole = len(said) >= len(text.split()) - max(0, len(parts) - 1)
    return tuple(parts) if whole and 0 < len(parts) <= 3 and all(map(_is_signature, parts)) else ()


def _is_signature(name: str) -> bool:
    said = name.split()
    return 2 <= len(said) <= 4 and _is_name(name) and all(word[:1].isupper() for word in said)


def is_person_name(text: str) -> bool:
    """Say whether a text looks like one person's name: two to five capitalised words without a role."""
    return _is_name(text)


def _is_own(key: str, own: Sequence[str]) -> bool:
    """Say whether a name is the publisher's ("Daily Example"), or a desk of it ("Example Arts")."""
    joined = key.replace(" ", "")
    for mine in own:
        together = mine.replace(" ", "")
        if joined == together or key.startswith(mine + " "):
            return True
        if len(together) > 5 and len(joined) > 5 and (together in joined or joined in together):
            return True
    return False


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
    yield [name for name, is_body in _node_names(author) if is_body and not agency_in(name)], "json-ld author"
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
        if not is_beside(link) and (names := byline_names(element_text(link, 120))):
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


def _printed(cut: Outline, at: int) -> list[str]:
    """Read the byline near the headline: a short piece that says "by" or whose element is named so."""
    asides = BIT["related"] | BIT["teaser"] | BIT["thread"] | BIT["nav"]
    says_by = False
    for piece in cut.pieces[max(0, at - 4) : at + 16]:
        marks = cut.near[piece.container]
        if len(piece.text) > 120 or marks & asides or cut.landmarks[piece.container] & _CAPTIONED:
            continue
        if _PHOTO.match(piece.text):
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


def _cleaned(name: str) -> str:
    name = jsonld.clean(html.unescape(name))
    return _LEAD.sub("", name).strip()


def _parts(name: str, *, roles: bool = False) -> list[str]:
    """Part a byline into the names it joins; what holds a role or a desk ("Senior Reporter") only on request."""
    name = squeeze(name)
    if not name or len(name) > 400 or _ADDRESS.match(name) or ("@" in name and " " not in name):
        return []
    name = _BRACKETS.sub(" ", _cleaned(name)).strip()
    parts = []
    for piece in [half for whole in _SPLIT.split(name)[:_MAX_PARTS] for half in _halves(whole)]:
        bare = _LEAD.sub("", piece.strip(" ,-–—|•·:\"“”„'").lstrip("."))
        part = squeeze(_PLACE_TAIL.sub("", squeeze(bare.strip(" ,-–—:"))))
        part = _EAST_ROLE.sub("", _without_stop(part))
        usable = 1 < len(part) < 60 and not _ADDRESS.search(part) and _UPPER_WORD.match(part)
        if usable and (roles or not _ROLES.search(part)):
            parts.append(part)
    return parts


def _halves(piece: str) -> list[str]:
    """Part "Ana Ruiz y Luis Gil"; leave "José Ortega y Gasset" whole."""
    halves = _JOINER.split(piece)
    return halves if len(halves) > 1 and all(len(half.split()) >= 2 for half in halves) else [piece]


def _without_stop(name: str) -> str:
    """Take a full stop off the end of a name, unless an initial's ("Nelson C.J.")."""
    bare = name.rstrip(". ")
    last = name.rpartition(" ")[2]
    return name if bare != name and _INITIAL.fullmatch(last) else bare


def _is_name(text: str) -> bool:
    said = text.split()
    if _ROLES.search(text) or any(char.isdigit() for char in text):
        return False
    if len(said) == 1:
        return not text.isascii() and 2 <= len(text) <= 12 and not text[0].islower() and not text[0].isupper()
    capital = sum(word[:1].isupper() or not (word[:1].islower() or word[:1].isupper()) for word in said)
    small = sum(word in _SMALL_WORDS for word in said)
    return (
        2 <= len(said) <= 5 and capital + small >= len(said) - (not small) and said[0][:1] != said[0][:1].lower()
    ) or (2 <= len(said) <= 4 and not text.isascii() and capital == len(said))
