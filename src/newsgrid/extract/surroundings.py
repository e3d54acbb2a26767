"""Where an element stands on its page: in the article, or in something beside it.

Sites name what stands beside an article alike ("related-stories", "teaser__card"). A class is split into words; what a
class says is remembered, because a page has a few hundred different ones and most elements share them.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection

from newsgrid.extract.markup import Element
from newsgrid.extract.vocabulary import word_set

_BESIDE = word_set(
    """related relateds recommend recommended recommendation recommendations recirculation recirc teaser teasers card cards promo promos promoted newsletter sidebar nav navbar navigation
    menu submenu megamenu footer comment comments kommentare trending popular latest outbrain taboola upnext readmore weiterlesen ticker breaking carousel ad ads advert advertisement sponsored"""
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORDS = re.compile(r"[a-z]+")
_CLASS_CHARS = 400
_STEPS, _NAMED_STEPS = 14, 6
"""Ancestors that are looked at, and those near enough for their class to speak of the element."""


def is_beside(element: Element, headed: Collection[Element], words: frozenset[str] = frozenset()) -> bool:
    """Say whether an element lies in navigation, a teaser, a comment or an advertisement; or in what one of `words` names.

    A `header` is the site's own unless it lies in the article or holds the headline. `headed` are the page's elements that
    hold an h1: looking below each ancestor of each link takes time quadratic in the size of the page.
    """
    node, header = element, None
    for step in range(_STEPS):
        if node is None:
            break
        tag = node.tag
        if tag in ("nav", "footer", "aside"):
            return True
        if tag == "main" or (tag == "article" and (header is not None or node in headed)):
            return False
        if tag == "header":
            header = node
        if step < _NAMED_STEPS and tag != "body" and (names := node.get("class")):
            said = class_words(names[:_CLASS_CHARS])
            if said & _BESIDE or said & words:
                return True
        node = node.getparent()
    return header is not None and header not in headed


@functools.lru_cache(maxsize=20_000)
def class_words(names: str) -> frozenset[str]:
    """Give the lower-case words that a class attribute is made of."""
    return frozenset(_WORDS.findall(_CAMEL.sub(" ", names).lower()))
