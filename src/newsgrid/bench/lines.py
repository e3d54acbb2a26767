"""Which lines an extracted body has too many and which it lost, each by its kind.

A line is spurious when fewer than half of its 4-token shingles stand in the expected body, and lost when fewer than half
of its own stand in the body that was found; one of up to three tokens, when it stands there nowhere as it is. Its kind is
read off the page, apart from the extractor that is measured: off the element it stands in, its names and its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from newsgrid.text import is_spaceless

SPURIOUS = (
    "doubled headline",
    "related links",
    "promo",
    "captions or credits",
    "author box",
    "comments",
    "consent",
    "date or share line",
    "other",
)
LOST = ("standfirst", "first paragraph", "sub-heading", "list item", "short", "other")
HALF = 0.5
_SHINGLE = 4
_SHORT_TOKENS = 10
_MAX_TEXT = 2_000
"""Characters of an element that are kept: a longer one is no caption, link or heading."""
_MAX_ELEMENTS = 60_000

_TOKEN = re.compile(r"\w+")
_SPACELESS_CHAR = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]"
)
# What names of classes and ids say of all that stands in their element, in the order in which kinds are asked.
_PLACES = (
    ("comments", re.compile(r"(?:^|[\s_-])(?:user-?)?comments?(?:$|[\s_-](?!count|link|button))|disqus|kommentare|comentarios|commentaires|hozzaszol", re.I)),
    ("consent", re.compile(r"consent|cookie|gdpr|embed-privacy|opt-?in|two-?click", re.I)),
    ("captions or credits", re.compile(r"caption|credit|photographer|image-?meta|bildunter|bildtext|legende|pie-?foto", re.I)),
    ("author box", re.compile(r"author|byline|(?:^|[\s_-])bio(?:$|[\s_-])|autor|contributor|auteur", re.I)),
    ("promo", re.compile(r"newsletter|subscri|promo|donat|paywall|sign-?up|membership|(?:^|[\s_-])(?:cta|abo)(?:$|[\s_-])|whatsapp|banner|app-?download|support-?us", re.I)),
    ("related links", re.compile(r"relat|recommend|read-?(?:more|also|next)|also-?read|see-?also|most-?(?:read|popular|viewed)|trending|teaser|outbrain|taboola|more-?(?:on|from|stories|news)|up-?next|weiterlesen|mehr-?zum", re.I)),
    ("date or share line", re.compile(r"share|social|follow|time-?stamp|publish-?date|(?:^|[\s_-])date|dateline|breadcrumb|kicker", re.I)),
)  # fmt: skip
_LEADS = re.compile(
    r"standfirst|lead|lede|(?:^|[\s_-])dek(?:$|[\s_-])|deck|subtitle|sub-?head|intro|abstract|summary|excerpt|chapo|teaser|sapo|entradilla|bajada|vorspann|description|ingress|perex",
    re.I,
)
_SAYS = (
    ("consent", re.compile(r"\bcookies?\b|\bconsent\b|datenschutz|einwilligung|third[- ]party content|externe[nr]? inhalt|personenbezogen|contenus? tiers", re.I)),
    ("captions or credits", re.compile(r"\b(?:photo|photograph|picture|image|foto|bild|crédit|photographie|фото|illustration)s?(?: credits?| by)?\s?[:/©]|getty images|shutterstock|\bimago\b|\bistock\b|picture alliance|^\W{0,2}©|写真|사진", re.I)),
    ("promo", re.compile(r"newsletters?\b|\bsubscri(?:be|ption)|\babonn|\bsign up\b|\bdonat|\bour app\b|\binbox\b|whatsapp[- ]channel|\bjoin us\b|\bsupport us\b|suscr[ií]b|inscreva|inscrivez|abonnieren|\bfree trial\b|подпи[сш]|구독|登録|订阅", re.I)),
    ("related links", re.compile(r"^\W{0,3}(?:read (?:also|more|next|the)|also read|see also|related|more (?:on|from|stories)|recommended|most read|lesen sie|mehr (?:zum|dazu|lesen)|lire aussi|à lire|lee también|leia (?:também|mais)|leggi anche|les (?:også|mer)|läs (?:också|mer)|lees ook|czytaj|čtěte|читайте|baca juga|関連|관련|相关|watch|listen)\b", re.I)),
    ("author box", re.compile(r"\bis an? (?:[\w’'-]+ ){0,5}(?:reporter|correspondent|editor|writer|journalist|columnist|author|professor|contributor|producer)\b|\bfollow (?:him|her|them|me) (?:on|at)\b|^(?:by|von|por|par|di)\s\S+(?: \S+){1,5}$|\bcontributed to this\b|reporting by|ist (?:redakteur|autor|journalist|korrespondent)", re.I)),
    ("comments", re.compile(r"^(?:reply|report|like)\b|\bcomments?\s?\(\d|\d+ (?:comments|replies|kommentare)\b|log in to comment", re.I)),
    ("date or share line", re.compile(r"^(?:published|updated|posted|last updated|stand|veröffentlicht|aktualisiert|publi[ée]|publicado)\b|^\W{0,3}\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|^\d{4}-\d{2}-\d{2}|\b(?:min(?:ute)?s? read|lesezeit)|^(?:share|teilen|partager|compartir|facebook|twitter)\b|^\w+ \d{1,2}, \d{4}", re.I)),
)  # fmt: skip
_SHORT_SAYING = 400
"""Characters of a line whose words tell its kind; a longer one is judged by its place alone."""


@dataclass
class Places:
    """What a page shows where, as keys of texts."""

    marked: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind, _ in _PLACES})
    links: set[str] = field(default_factory=set)
    headings: set[str] = field(default_factory=set)
    items: set[str] = field(default_factory=set)
    leads: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    told: str = ""
    """The description, as a key."""


def places(html: str, titles: Iterable[str] = ()) -> Places:
    """Read off a page what stands where; `titles` are headlines known besides."""
    found = Places(titles={plain_words(title) for title in titles} - {""})
    root = etree.fromstring(
        html.replace("\0", "").encode("utf-8", "replace"), etree.HTMLParser(encoding="utf-8", huge_tree=True)
    )
    if root is None:
        return found
    for number, element in enumerate(root.iter(etree.Element)):
        if number >= _MAX_ELEMENTS:
            break
        _place(element, element.tag, found)
    return found


def _place(element: Any, tag: str, found: Places) -> None:
    if tag == "meta":
        if (element.get("property") or element.get("name") or "").lower() in ("description", "og:description"):
            found.told = max(found.told, plain_words(element.get("content") or ""), key=len)
        return
    if tag in ("script", "style", "body", "html", "head", "main"):
        return
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:300]
    kinds = [kind for kind, pattern in _PLACES if pattern.search(names)] if names != " " else []
    if tag == "figcaption":
        kinds.append("captions or credits")
    simple = tag in ("a", "li", "h1", "h2", "h3", "h4", "h5", "h6", "title", "b", "strong")
    lead = bool(_LEADS.search(names))
    if not (kinds or simple or lead):
        return
    text = _text(element)
    key = plain_words(text)
    if not key:
        return
    for kind in kinds:
        if len(text) <= _MAX_TEXT or kind == "comments":
            found.marked[kind].append(key)
    if tag == "a":
        found.links.add(key)
    elif tag == "li":
        found.items.add(key)
    elif tag in ("h1", "title"):
        found.titles.add(key)
    elif simple:
        found.headings.add(key)
    if lead:
        found.leads.add(key)


def spurious(found: str, expected: str, page: Places) -> list[tuple[str, str]]:
    """Give (kind, line) of each line of the body that was found and that the expected one does not hold."""
    return [(spurious_kind(line, page), line) for line in _strangers(found, expected)]


def lost(found: str, expected: str, page: Places) -> list[tuple[str, str]]:
    """Give (kind, line) of each line of the expected body that the one found does not hold."""
    lines = [line for line in expected.splitlines() if tokens(line)]
    first = next((line for line in lines[:3] if plain_words(line) not in page.leads and len(tokens(line)) > 12), "")
    return [(_lost_kind(line, lines, first, page), line) for line in _strangers(expected, found)]


def spurious_kind(line: str, page: Places) -> str:
    """Name what a line is that is no part of the body."""
    key, text = plain_words(line), line.strip()
    if key in page.titles:
        return "doubled headline"
    said = [kind for kind, pattern in _SAYS if pattern.search(text)] if len(text) <= _SHORT_SAYING else []
    for kind, _ in _PLACES:
        if any(key in place for place in page.marked[kind]):
            # "Subscribe" within what is named related, and the like: the words tell more than the place.
            return said[0] if said and said[0] in ("promo", "consent") else kind
    if said:
        return said[0]
    if key in page.links and len(key.split()) >= 3:
        return "related links"
    return "other"


def _lost_kind(line: str, lines: Sequence[str], first: str, page: Places) -> str:
    key = plain_words(line)
    if line in lines[:2] and line != first and (key in page.leads or key == page.told):
        return "standfirst"
    if line == lines[0] and key in page.leads | {page.told}:
        return "standfirst"
    if key in page.headings:
        return "sub-heading"
    if line == first:
        return "first paragraph"
    if key in page.items:
        return "list item"
    return "short" if len(tokens(line)) < _SHORT_TOKENS else "other"


def tokens(text: str) -> list[str]:
    """Cut a text into lower-case words; in scripts without spaces, into characters."""
    if is_spaceless(text):
        text = _SPACELESS_CHAR.sub(r" \g<0> ", text)
    return _TOKEN.findall(text.lower())


def _strangers(text: str, known: str) -> Iterator[str]:
    """Give the lines of a text that another does not hold."""
    words = tokens(known)
    whole = f" {' '.join(words)} "
    shingles = set(zip(*(words[i:] for i in range(_SHINGLE)), strict=False))
    for line in text.splitlines():
        own = tokens(line)
        if not own:
            continue
        if len(own) < _SHINGLE:
            if f" {' '.join(own)} " not in whole:
                yield line
            continue
        cut = [tuple(own[i : i + _SHINGLE]) for i in range(len(own) - _SHINGLE + 1)]
        if sum(shingle in shingles for shingle in cut) < HALF * len(cut):
            yield line


def plain_words(text: str) -> str:
    """Give a text's words alone, for comparing."""
    return " ".join(tokens(text))


def _text(element: Any) -> str:
    """Give an element's text, up to a length; scripts are left out."""
    parts: list[str] = []
    size = 0
    for text in element.xpath(".//text()[not(ancestor::script or ancestor::style)]"):
        parts.append(text)
        size += len(text)
        if size > _MAX_TEXT * 10:
            break
    return " ".join(parts)
