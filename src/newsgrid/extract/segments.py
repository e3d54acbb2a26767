"""Which parts of a page are the article: whole parts that the block classifier took and that are something else.

The classifier judges piece by piece, and prose is prose: of a second article below the first, or of a thread of readers'
comments, it takes what reads like news. These are told by where they stand, not by how they read. A part is dropped as a
whole, only after the article has begun, and only when enough of the article stands before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from newsgrid.extract.declared import plain_key
from newsgrid.extract.marks import BIT
from newsgrid.extract.outline import Outline

_BEGUN = 20
"""Words of the article that must stand before a thread of comments for it to be dropped."""
_WHOLE = 60
"""Words that an article must have before another one is told from it, and that the other one must have."""
_THREAD = BIT["thread"]


def article_only(cut: Outline, words: Sequence[Sequence[str]], kept: Sequence[int], title_at: int) -> list[int]:
    """Give the chosen pieces without those of comments and of other articles, in order.

    `words` are each piece's, `title_at` the piece that shows the headline (-1: none). Linear in the size of the page.
    """
    kept = _without_threads(cut, words, kept, title_at)
    kept = _without_other_tags(cut, words, kept, title_at)
    return _without_other_headlines(cut, words, kept, title_at)


def _without_threads(cut: Outline, words: Sequence[Sequence[str]], kept: Sequence[int], title_at: int) -> list[int]:
    """Drop what stands in containers named for comments, unless the headline or the start of the text stands there too."""
    threads = {index for index in kept if cut.within[cut.pieces[index].container] & _THREAD}
    rest = [index for index in kept if index not in threads]
    if not threads or not rest or _count(words, rest) < _BEGUN:
        return list(kept)
    outside = set(_line(cut, cut.pieces[rest[0]].container))
    if title_at >= 0:
        outside.update(_line(cut, cut.pieces[title_at].container))
    return [
        i for i in kept if i not in threads or i < rest[0] or not _named_apart(cut, cut.pieces[i].container, outside)
    ]


def _named_apart(cut: Outline, container: int, outside: set[int]) -> bool:
    """Say whether the name of a thread is on the way from the container up to where the article's start hangs."""
    while container not in outside:
        if cut.own[container] & _THREAD:
            return True
        container = cut.parent[container]
    return False


def _without_other_tags(cut: Outline, words: Sequence[Sequence[str]], kept: Sequence[int], title_at: int) -> list[int]:
    """Drop what stands in other `article` elements after the one of the headline, when that one holds an article."""
    if title_at < 0:
        return list(kept)
    own = next((node for node in _line(cut, cut.pieces[title_at].container) if cut.tag[node] == "article"), 0)
    if not own:
        return list(kept)
    inside = [index for index in kept if own in _line(cut, cut.pieces[index].container)]
    if _count(words, inside) < _WHOLE:
        return list(kept)
    mine = set(inside)
    return [
        index for index in kept
        if index in mine or index < inside[0] or not any(cut.tag[node] == "article" for node in _line(cut, cut.pieces[index].container))
    ]  # fmt: skip


def _without_other_headlines(
    cut: Outline, words: Sequence[Sequence[str]], kept: Sequence[int], title_at: int
) -> list[int]:
    """Drop what stands under another h1 in a part of the page of its own, as where the next article follows the first."""
    if title_at < 0 or not kept:
        return list(kept)
    title = plain_key(cut.pieces[title_at].text)
    dropped: set[int] = set()
    for place in range(max(title_at, kept[0]) + 1, kept[-1]):
        container = cut.pieces[place].container
        if cut.tag[container] != "h1" or plain_key(cut.pieces[place].text) == title:
            continue
        before = [index for index in kept if title_at < index < place and index not in dropped]
        if not before or _count(words, before) < _WHOLE:
            continue
        outside = set(_line(cut, cut.pieces[before[0]].container)) | set(_line(cut, cut.pieces[before[-1]].container))
        unit = container
        while cut.parent[unit] not in outside:
            unit = cut.parent[unit]
        under = [index for index in kept if index > place and unit in _line(cut, cut.pieces[index].container)]
        if _count(words, under) >= _WHOLE:
            dropped.update(under)
    return [index for index in kept if index not in dropped]


def _line(cut: Outline, container: int) -> list[int]:
    """Give a container and its ancestors, the body last."""
    found = [container]
    while container:
        container = cut.parent[container]
        found.append(container)
    return found


def _count(words: Sequence[Sequence[str]], pieces: Iterable[int]) -> int:
    return sum(len(words[index]) for index in pieces)
