"""What the names of classes and ids say of an element: read word by word, and remembered.

Sites name their parts alike ("article-body", "relatedItems", "newsletter_box"). A name is split into words; words, and
pairs that begin with a common starter, are looked up once and cached: a page has thousands of names, a site a few hundred.
"""

from __future__ import annotations

import itertools
import re

from newsgrid.extract.vocabulary import word_set

_PATTERNS: tuple[tuple[str, str], ...] = (
    ("body", r"(article|story|post|entry|news|single|artikel)-(body|content|contents|text|main|detail|details|inhalt)|articlebody|storybody|(body|main|rich)-(text|content|copy)"
             r"|content-(body|text)|richtext|wysiwyg|prose|paragraph|cuerpo|corps|texte|fulltext"),
    ("content", r"article|story|post|entry|content|text|body|main|artikel|noticia|nota|news|berita|haber|page"),
    ("related", r"relat|recommend|readmore|read-(more|next|also)|more-(on|from|stories|news|articles)|see-also|similar|popular|trending|most-(read|viewed|popular)"
                r"|outbrain|taboola|further|weiterlesen|zum-thema|verwandt|up-next|next-(article|story|post)|prev|latest|\balso|recirc|alire|masleidas"),
    ("teaser", r"teaser|linkbox|linklist|card|list-item|listing|carousel|slider|swiper|grid|feed|playlist|tile|collection|river|ticker|shelf"),
    ("promo", r"newsletter|subscri|sign-up|signup|promo|paywall|regist|^abo$|abo-|offer|donat|banner|cta|member|piano|premium|whatsapp|telegram|push|login|inbox|marketing|upsell"),
    ("share", r"share|sharing|social|twitter|tweet|instagram|facebook|youtube|tiktok|reddit|follow|addthis|print|tools|toolbar|bookmark"),
    ("comment", r"comment|kommentar|disqus|discuss|respond|reply|replies|feedback|coment|opinions"),
    ("caption", r"caption|credit|photo|image|picture|foto|bild|figure|media|galler|galer|slideshow|video|player|legend|thumb|copyright"),
    ("author", r"author|byline|autor|^bio$|contributor|writer|signature|profile|auteur|firma|penulis|yazar"),
    ("date", r"date|^time$|timestamp|publish|updated|meta|posted|datum|fecha|tanggal"),
    ("tag", r"^tags?$|tag-|topic|keyword|breadcrumb|kicker|categor|rubri|section-(label|name)|overline|eyebrow|label|pill|chip"),
    ("legal", r"disclaimer|footer|legal|imprint|impressum|cookie|consent|privacy|gdpr|correction|about-us|contact|rights"),
    ("nav", r"^nav|menu|navigation|sidebar|side-bar|header|masthead|topbar|search|drawer|mega|skip|toc|pagination|pager|sitemap|rail|right-col|burger"),
    ("ad", r"^ads?$|ad-|-ad$|advert|sponsor|anzeige|werb|commercial|partner|affiliate|dfp|gpt|publicidad|reklam|outstream"),
    ("box", r"infobox|factbox|fact-|aside|^box|sidebar|widget|module|poll|quiz|survey|glossar|key-points|highlights|embed|insert|callout|pull-quote|pullquote"
            r"|modal|popup|overlay|tooltip|toggle|accordion|faq"),
    ("heading", r"headline|title|heading|^hed$|titulo|titre|titel|judul|baslik"),
    ("lead", r"standfirst|^lead|lede|^dek$|subhead|sub-title|subtitle|intro|abstract|excerpt|summary|synopsis|description|chapo|vorspann|untertitel|sapo|bajada|entradilla"
             r"|copete|sommario|ingress|manchet|teaser-text|perex|spot"),
    ("hidden", r"hidden|^hide|visually|sr-only|screen-reader|accessib|display-none|d-none|offscreen|noprint"),
    ("live", r"^live|liveblog|live-blog|timeline|minute-by"),
    ("thread", r"^comments?$|comment-(list|body|content|text|thread|section|item|wrapper)|comments-(area|list|section|container|wrapper)|user-comments|^replies$|^disqus|fb-comments"
               r"|^kommentare?$|^comentarios$|^commentaires$|^commenti$"),
    ("biography", r"author-(bio|box|card|info|about|description|profile)|about-(author|the)|^bio$|biograph|autorenbox|post-author"),
    ("agreement", r"consent|gdpr|cookie|opt-in|placeholder|two-click|embed-privacy|external-content"),
)  # fmt: skip

NAMES = tuple(name for name, _ in _PATTERNS)
"""The marks, in the order of their bits."""
BIT = {name: 1 << index for index, name in enumerate(NAMES)}


def _spellings(pattern: str) -> set[str]:
    """Write out what a pattern stands for, with `^` and `$` for a name's ends: a pattern is alternatives, groups and `?`."""
    found: set[str] = set()
    for alternative in re.findall(r"(?:\([^()]*\)|[^|(])+", pattern):
        choices = []
        for part, optional in re.findall(r"(\([^()]*\)|\\b|.)(\??)", alternative):
            group = ["^", "-"] if part == r"\b" else part.strip("()").split("|")
            choices.append([*group, ""] if optional else group)
        found.update(map("".join, itertools.product(*choices)))
    return found


def _by_head() -> dict[str, tuple[tuple[str, int], ...]]:
    """Give all spellings with their marks by their first three characters."""
    found: dict[str, dict[str, int]] = {}
    for index, (_, pattern) in enumerate(_PATTERNS):
        for spelling in _spellings(pattern):
            marks = found.setdefault(spelling[:3], {})
            marks[spelling] = marks.get(spelling, 0) | 1 << index
    return {head: tuple(marks.items()) for head, marks in found.items()}


# Far quicker than as many patterns: most words of a page's names carry no mark.
_SPELLINGS = _by_head()
_STARTERS = word_set("""article story post entry body rich main content single news artikel read more see most zum up next list inline sign abo skip right side pull key sub section
    text comment comments user fb sr screen display d about top fact call linkbox teaser two opt external embed author minute live video image photo""")
_WORDS = re.compile(r"[a-z]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MAX_CACHED = 60_000
_MAX_NAMES = 600
_MAX_TOKENS = 60

_words: dict[str, int] = {}
_tokens: dict[str, int] = {}
_names: dict[str, int] = {}


def read_marks(names: str) -> int:
    """Give the marks that the names in an attribute (space-separated, any case) carry, as bits."""
    found = _names.get(names)
    if found is None:
        found = _read(names)
    return found


def _read(names: str) -> int:
    found = 0
    for token in names[:_MAX_NAMES].split(None, _MAX_TOKENS)[:_MAX_TOKENS]:
        bits = _tokens.get(token)
        if bits is None:
            bits = _token(token[:60])
            if len(_tokens) > _MAX_CACHED:
                _tokens.clear()
            _tokens[token] = bits
        found |= bits
    if len(_names) > _MAX_CACHED:
        _names.clear()
    if len(names) <= _MAX_NAMES:
        _names[names] = found
    return found


def _token(token: str) -> int:
    found = 0
    before = ""
    parted = token if token.islower() else _CAMEL.sub("-", token).lower()
    for word in _WORDS.findall(parted):
        if 1 < len(word) < 18:
            bits = _words.get(word)
            found |= _word(word) if bits is None else bits
            if before in _STARTERS:
                pair = f"{before}-{word}"
                bits = _words.get(pair)
                found |= _word(pair) if bits is None else bits
        before = word
    return found


def _word(word: str) -> int:
    found = 0
    whole = f"^{word}$"
    for at in range(len(whole) - 2):
        for spelling, marks in _SPELLINGS.get(whole[at : at + 3], ()):
            if whole.startswith(spelling, at):
                found |= marks
    if len(_words) > _MAX_CACHED:
        _words.clear()
    _words[word] = found
    return found
