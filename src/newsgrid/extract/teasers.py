"""Pages that lead to articles and are none: a site's home, a section, a tag, an author's page, the results of a search.

What tells them: the pieces that look like text each follow the headline of another page, linked. In an article paragraph follows
paragraph, and the links to other articles stand together, beside or below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from newsgrid.extract import jsonld
from newsgrid.extract.declared import Declared, element_text
from newsgrid.extract.outline import Outline
from newsgrid.extract.vocabulary import tokens, word_set
from newsgrid.model import Block
from newsgrid.text import canonical_address, registrable_host

LIST_TYPES = word_set("CollectionPage ItemList SearchResultsPage ProfilePage")
_HEADLINE_WORDS = 4
_LINKED = 0.8
_OPENING = 24
_MOST_LINKS = 600
_FEWEST = 6
"""Links to other articles from which a page may be a list of them."""
_MANY = 10
_BROKEN = 0.6
"""Share of the pieces of the body that follow another page's headline, from which they are teasers."""
_BROKEN_ALL = 0.95
"""The same on a page whose address is an article's: "ten things to know today" is one."""
_LONG_BODY = 150
"""A body of more words is an article's, whatever the page's address says, unless it is broken by headlines."""
_LISTS = word_set(
    """tag tags topic topics category categories kategorie kategorien thema themen author authors autor autoren auteur auteurs search suche recherche buscar busca ricerca
    etiqueta etiquetas tema temas rubrik rubrique rubriques sujet section sections sezione sezioni seccion archive archives archiv archivo label rubrica rubriek onderwerp emne
    etiket kategori kategoria temat tagi stichwort schlagwort keyword keywords"""
)
_ROOT = re.compile(r"/?+(?:index\.\w{2,5}+|home/?+|[a-z]{2}(?:-[a-z]{2})?+/?+)?+", re.IGNORECASE)
_ARTICLE_SLUG = re.compile(r"\d{4,}|(?:-[^-/]++){4,}")


def is_list(page: Declared, cut: Outline, blocks: Sequence[Block], *, declared: bool) -> bool:
    """Say whether a page is a list of links to articles.

    `blocks` is what was taken for its body; `declared`, that the page calls itself an article.
    """
    words = sum(len(tokens(block.text)) for block in blocks)
    root = is_root(page.url) and not (declared and words > _LONG_BODY)
    if declared and not root:
        return False
    others, openings = _others(page)
    if others < _FEWEST:
        return False
    if root:
        return True
    least = _BROKEN_ALL if _ARTICLE_SLUG.search(urlsplit(page.url).path.rpartition("/")[2]) else _BROKEN
    if len(blocks) >= 3 and broken_share(cut, blocks, openings) >= least:
        return True
    told = _says_list(page) or _is_list_address(page.url)
    return words <= _LONG_BODY and (not blocks or (told and others >= _MANY))


def is_root(url: str) -> bool:
    """Say whether an address is a site's front page."""
    parts = urlsplit(url)
    return bool(parts.hostname) and bool(_ROOT.fullmatch(parts.path)) and not parts.query


def broken_share(cut: Outline, blocks: Sequence[Block], openings: set[str]) -> float:
    """Give the share of the body's pieces that are linked, open with a link, or follow a linked headline that is no part of the body.

    `openings` are those of the links' texts.
    """
    if not blocks:
        return 0.0
    wanted = {block.text for block in blocks}
    broken, linked_before = 0, False
    seen: set[str] = set()
    for piece in cut.pieces:
        is_headline = piece.linked >= _LINKED and len(tokens(piece.text)) >= _HEADLINE_WORDS
        if piece.text in wanted and piece.text not in seen:
            seen.add(piece.text)
            broken += linked_before or is_headline or piece.text[:_OPENING] in openings
            linked_before = False
        elif is_headline:
            linked_before = True
    return broken / len(blocks)


def _others(page: Declared) -> tuple[int, set[str]]:
    """Count the other pages of the site that are linked with words enough for a headline; give how these begin."""
    site, own = registrable_host(page.url), canonical_address(page.url)
    found: set[str] = set()
    openings: set[str] = set()
    for anchor in page.anchors[:_MOST_LINKS]:
        text = element_text(anchor, 300)
        if len(tokens(text)) < _HEADLINE_WORDS:
            continue
        address = canonical_address(page.address(anchor.get("href") or ""))
        if not address or address == own or (site and registrable_host(address) != site):
            continue
        if not _ROOT.fullmatch(urlsplit(address).path):
            found.add(address)
            openings.add(text[:_OPENING])
    return len(found), openings


def _says_list(page: Declared) -> bool:
    return any(jsonld.types(node) & LIST_TYPES for node in page.nodes)


def _is_list_address(url: str) -> bool:
    parts = [part for part in urlsplit(url).path.lower().split("/") if part]
    if not parts or len(parts) > 4 or _ARTICLE_SLUG.search(parts[-1]):
        return False
    return any(part in _LISTS for part in parts[:-1]) or parts[-1] in _LISTS
