"""The pages of one article made one, and another version of a page put in its place."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from newsgrid.extract.declared import plain_key
from newsgrid.extract.vocabulary import tokens
from newsgrid.model import Article, Block, Signals, Ways
from newsgrid.text import registrable_host

_REPEAT_WORDS = 6
"""A text of more words than this that stood on a page before is a repeat; at the joints, any that did is."""
_ALIKE = 0.5
_ENDS = frozenset(".!?…:;\"'”’»」』。！？؟۔।)]")
_NUMBERED = re.compile(
    r"\W{0,3}(?:page|seite|pagina|part|teil|стр|หน้า|صفحة|第)?\W{0,3}[0-9]{1,2}(?:\s?(?:/|of|von|de|из|页|頁|ページ)\s?[0-9]{1,2})?\W{0,3}$",
    re.IGNORECASE,
)


def same_story(first: Article, other: Article) -> bool:
    """Say whether two pages carry one article, by their headlines: alike but for a page's number, or none on the second."""
    left, right = _title(first.headline), _title(other.headline)
    if not left or not right or left == right:
        return True
    said, told = set(left.split()), set(right.split())
    return len(said & told) >= _ALIKE * max(len(said), len(told))


def new_blocks(pages: Sequence[Article], other: Article) -> tuple[Block, ...]:
    """Give what a further page adds to those before it: without what stood there, and what is said again at the joint."""
    seen = {_key(block.text) for page in pages for block in page.blocks} | {_key(page.headline) for page in pages}
    blocks = list(other.blocks)
    while blocks and _key(blocks[0].text) in seen:
        blocks.pop(0)
    while blocks and _key(blocks[-1].text) in seen:
        blocks.pop()
    return tuple(block for block in blocks if _key(block.text) not in seen or len(tokens(block.text)) <= _REPEAT_WORDS)


def join(pages: Sequence[Article]) -> Article:
    """Make one article of its pages, in their order: the first one's, with the text, captions and pictures of all.

    A paragraph that goes on over a joint is one. The stricter of the pages' signals holds. There must be a page at least.
    """
    first = pages[0]
    if len(pages) == 1:
        return first
    blocks = list(first.blocks)
    for number, page in enumerate(pages[1:], 1):
        added = list(new_blocks(pages[:number], page))
        if blocks and added and _goes_on(blocks[-1], added[0]):
            blocks[-1] = Block(blocks[-1].kind, f"{blocks[-1].text} {added.pop(0).text}")
        blocks += added
    kept = tuple(pair for pair in first.evidence if pair[0] not in ("page", "pages"))
    return dataclasses.replace(
        first,
        blocks=tuple(blocks),
        captions=tuple(dict.fromkeys(caption for page in pages for caption in page.captions)),
        embeds=tuple(dict.fromkeys(embed for page in pages for embed in page.embeds)),
        authors=next((page.authors for page in pages if page.authors), ()),
        byline=next((page.byline for page in pages if page.byline), ()),
        agency=next((page.agency for page in pages if page.agency), ""),
        image=next((page.image for page in pages if page.image), None),
        published=next((page.published for page in pages if page.published), None),
        correction=next((page.correction for page in pages if page.correction), ""),
        paywalled=any(page.paywalled for page in pages),
        signals=stricter([page.signals for page in pages]),
        ways=Ways(),
        evidence=(*kept, ("pages", f"{len(pages)} pages joined")),
    )


def in_place_of(page_url: str, canonical: str, other: Article, way: str, first: Article | None = None) -> Article:
    """Give another version of a page as that page's article: its text, under the page's own address.

    `way` says what it is (`amp`, `print`, `whole`); `first` is what the page itself gave, when it gave anything.
    """
    own = canonical if registrable_host(canonical) == registrable_host(page_url) else page_url
    kept = tuple(pair for pair in other.evidence if pair[0] not in ("page", "version"))
    return dataclasses.replace(
        other,
        url=page_url,
        canonical=own,
        headline=first.headline if first and first.headline else other.headline,
        image=other.image or (first.image if first else None),
        authors=other.authors or (first.authors if first else ()),
        published=other.published or (first.published if first else None),
        signals=stricter([first.signals, other.signals]) if first else other.signals,
        ways=Ways(),
        evidence=(*kept, ("version", f"{way}: {other.url}")),
    )


def stricter(signals: Sequence[Signals]) -> Signals:
    """Give signals that allow only what all of these allow."""
    limits = [one.max_snippet for one in signals if one.max_snippet is not None and one.max_snippet >= 0]
    previews = [one.image_preview for one in signals if one.image_preview]
    order = ("none", "standard", "large")
    return Signals(
        noindex=any(one.noindex for one in signals),
        nosnippet=any(one.nosnippet for one in signals),
        max_snippet=min(limits) if limits else signals[0].max_snippet,
        withheld=tuple(dict.fromkeys(text for one in signals for text in one.withheld)),
        noimageindex=any(one.noimageindex for one in signals),
        image_preview=min(previews, key=order.index) if previews else "",
        noai=any(one.noai for one in signals),
        noimageai=any(one.noimageai for one in signals),
        tdm_reserved=any(one.tdm_reserved for one in signals),
        tdm_policy=next((one.tdm_policy for one in signals if one.tdm_policy), ""),
        licence=next((one.licence for one in signals if one.licence), ""),
        rsl=next((one.rsl for one in signals if one.rsl), ""),
        rights=next((one.rights for one in signals if one.rights), ""),
    )


def _goes_on(last: Block, first: Block) -> bool:
    if last.kind != "paragraph" or first.kind != "paragraph":
        return False
    return last.text[-1:] not in _ENDS and first.text[:1].islower()


def _title(headline: str) -> str:
    return plain_key(_NUMBERED.sub("", headline[:300]) or headline)


def _key(text: str) -> str:
    return " ".join(tokens(text))
