"""The full text that a feed carries (sanitised HTML) to an article."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from newsgrid.errors import PageError
from newsgrid.extract import finish
from newsgrid.extract.agencies import read_opening
from newsgrid.extract.bylines import collective_names, signed, sort_names
from newsgrid.extract.declared import plain_key
from newsgrid.extract.markup import parse_fragment
from newsgrid.extract.outline import LANDMARKS, Outline, Piece, outline
from newsgrid.extract.vocabulary import tokens
from newsgrid.model import Article, Block, Caption, Image
from newsgrid.text import canonical_address

_FIGCAPTION = 1 << LANDMARKS.index("figcaption")
_QUOTE = 1 << LANDMARKS.index("blockquote")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LINKED = 0.8
_SHORT_WORDS = 25
"""A piece that is mostly a link is a link to something else up to this many words."""


def extract_fragment(
    html: str,
    *,
    title: str,
    url: str = "",
    authors: Sequence[str] = (),
    published: datetime | None = None,
    categories: Sequence[str] = (),
    language: str = "",
    publisher: str = "",
    image: str = "",
) -> Article:
    """Make an article of the full text of a feed's entry and of what the entry states.

    The fragment is the body already: only links to other articles, lines about the feed itself, captions, credits and
    promotion are taken out. Raises PageError `empty` when no text is left, `too-large` when there is too much.
    """
    cut = outline(parse_fragment(html, url))
    blocks, captions = blocks_of(cut, title)
    blocks = finish.drop_repeats(finish.drop_titles(blocks, [title]))
    correction = next((block.text for block in blocks if finish.is_correction(block.text)), "")
    blocks, closing = finish.closing_agency([block for block in blocks if block.text != correction])
    if not blocks:
        raise PageError("the entry carries no text", item=url, reason="empty")
    opening = read_opening(blocks[0].text, language)
    people, named = sort_names(authors, publisher, url)
    blocks = finish.without_author_box(blocks, people)
    found = {
        "headline": "feed entry", "body": "feed entry content", "authors": "feed entry" if people else "", "publisher": "feed" if publisher else "",
        "agency": "dateline" if opening.agency else "feed entry author" if named else "closing credit" if closing else "",
        "published": "feed entry" if published else "", "topics": "feed entry categories" if categories else "", "image": "feed entry" if image else "",
        "language": "detected by the caller" if language else "", "dateline": "opening of the body" if opening.dateline else "",
    }  # fmt: skip
    return Article(
        headline=title,
        blocks=tuple(blocks),
        captions=tuple(dict.fromkeys(captions)),
        authors=people,
        byline=signed(authors, people) if people else collective_names(authors, publisher, url),
        agency=opening.agency or named or closing,
        publisher=publisher,
        dateline=opening.dateline,
        published=published,
        topics=tuple(dict.fromkeys(name.strip() for name in categories if name.strip())),
        url=url,
        canonical=canonical_address(url),
        image=Image(image) if image else None,
        language=language,
        correction=correction,
        evidence=tuple((field, source) for field, source in found.items() if source),
    )


def blocks_of(cut: Outline, title: str) -> tuple[list[Block], list[Caption]]:
    """Make blocks and captions of a fragment that is a body already, without what leads elsewhere."""
    blocks: list[Block] = []
    captions: list[Caption] = []
    last = len(cut.pieces) - 1
    for index, piece in enumerate(cut.pieces):
        tag = cut.tag[piece.container]
        within = cut.landmarks[piece.container]
        if within & _FIGCAPTION or (
            len(piece.text) < 400 and finish.is_caption_line(piece.text) and tag not in _HEADINGS
        ):
            captions.append(finish.part_caption(piece.text))
        elif (
            finish.is_furniture(piece.text)
            or _leads_away(piece)
            or (index >= last - 1 and _names_the_feed(piece, title))
        ):
            continue
        elif tag in _HEADINGS:
            blocks.append(Block("subheading", piece.text))
        else:
            blocks.append(
                Block("quote" if within & _QUOTE else "item" if tag in ("li", "dd", "dt") else "paragraph", piece.text)
            )
    finish.drop_last_headings(blocks)
    return blocks, captions


def _leads_away(piece: Piece) -> bool:
    return piece.linked >= _LINKED and len(tokens(piece.text)) <= _SHORT_WORDS


def _names_the_feed(piece: Piece, title: str) -> bool:
    """Say whether a closing line links the article's own title ("The post X appeared first on Y")."""
    key = plain_key(title)
    return (
        bool(key)
        and piece.links > 0
        and key in plain_key(piece.text)
        and len(tokens(piece.text)) <= len(tokens(title)) + 14
    )
