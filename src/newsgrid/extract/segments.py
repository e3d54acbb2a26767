"""Which parts of a page are the article: whole parts that the block classifier took and that are something else.

The classifier judges piece by piece, and prose is prose: of a second article below the first, or of a thread of readers'
comments, it takes what reads like news. These are told by where they stand, not by how they read. A part is dropped as a
whole, only after the article has begun, and only when enough of the article stands before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate

from newsgrid.extract.declared import plain_key
from newsgrid.extract.furniture import heads_comments
from newsgrid.extract.marks import BIT
from newsgrid.extract.outline import Outline
from newsgrid.extract.vocabulary import word_set

_BEGUN = 20
"""Words of the article that must stand before a thread of comments for it to be dropped."""
_WHOLE = 60
"""Words that an article must have before another one is told from it, and that the other one must have."""
_LINE = 14
"""Words of a line that names who commented when."""
_THREAD = BIT["thread"]
_CONSENT = word_set("""cookie cookies gdpr ccpa opt consent consents vendors iab einwilligung einwilligungen datenschutz datenschutzerklärung consentement traceurs consentimiento consentimento
    consenso toestemming samtycke samtykke suostumus souhlas zgoda согласие çerez çerezler คุกกี้ คุกกี""")
_HITS, _DENSE = 8, 50
"""Words of consent that a dialogue has at least, and one word in how many is one. A report on cookies is the article, whose part
is never asked."""
_SHARE = 0.1
"""Of what was chosen, what must be left for a dialogue to be dropped."""


def article_only(cut: Outline, words: Sequence[Sequence[str]], kept: Sequence[int], title_at: int) -> list[int]:
    """Give the chosen pieces without those of comments and of other articles, in order.

    `words` are each piece's, `title_at` the piece that shows the headline (-1: none). Linear in the size of the page.
    """
    kept = _without_threads(cut, words, kept, title_at)
    kept = _without_headed_thread(cut, words, kept)
    kept = _without_other_tags(cut, words, kept, title_at)
    kept = _without_other_headlines(cut, words, kept, title_at)
    return _without_consent(cut, words, kept, title_at)


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


def _without_headed_thread(cut: Outline, words: Sequence[Sequence[str]], kept: Sequence[int]) -> list[int]:
    """Drop what follows a heading of comments, where a line of a date and a time stands among it: for bare pages."""
    if not kept:
        return []
    # The author of the last comment may stand below it.
    end = min(len(words), kept[-1] + 4)
    dated = next((index for index in range(end - 1, kept[0], -1) if _is_dated_line(cut, words, index)), -1)
    begun = 0
    chosen = set(kept)
    for place in range(kept[0], min(dated, kept[-1])):
        if begun >= _BEGUN and heads_comments(cut.pieces[place].text):
            return [index for index in kept if index < place]
        begun += len(words[place]) if place in chosen else 0
    return list(kept)


def _is_dated_line(cut: Outline, words: Sequence[Sequence[str]], index: int) -> bool:
    said = words[index]
    return len(said) <= _LINE and (cut.pieces[index].stamps > 0 or sum(map(str.isdigit, said)) >= 2)


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
    last = _last_pieces(cut)
    mine = set(kept)
    so_far = [0, *accumulate(len(said) if index in mine else 0 for index, said in enumerate(words))]
    first = latest = dropped_to = -1
    size = 0
    left: list[int] = [index for index in kept if index <= title_at]
    for place in range(title_at + 1, kept[-1] + 1):
        is_dropped = place <= dropped_to
        container = cut.pieces[place].container
        if size >= _WHOLE and cut.tag[container] == "h1" and plain_key(cut.pieces[place].text) != title:
            unit = container
            while not any(_holds(cut, cut.parent[unit], cut.pieces[index].container) for index in (first, latest)):
                unit = cut.parent[unit]
            if so_far[last[unit] + 1] - so_far[place + 1] >= _WHOLE:
                dropped_to = max(dropped_to, last[unit])
        if place in mine and not is_dropped:
            left.append(place)
            first, latest = (place if first < 0 else first), place
            size += len(words[place])
    return left


def _last_pieces(cut: Outline) -> list[int]:
    """Give, for each container, the last piece that lies within it; -1 where none does."""
    last = [-1] * len(cut.parent)
    for index, piece in enumerate(cut.pieces):
        last[piece.container] = index
    for container in range(len(last) - 1, 0, -1):
        last[cut.parent[container]] = max(last[cut.parent[container]], last[container])
    return last


def _holds(cut: Outline, container: int, other: int) -> bool:
    """Say whether a container is another or one of its ancestors."""
    return container <= other < cut.ends[container]


def _without_consent(cut: Outline, words: Sequence[Sequence[str]], kept: Sequence[int], title_at: int) -> list[int]:
    """Drop what stands in a part of the page of its own that speaks of cookies and consent all through: a dialogue."""
    asked = any(not _CONSENT.isdisjoint(words[index]) for index in kept)
    if not asked or (title_at >= 0 and not _CONSENT.isdisjoint(words[title_at])):
        return list(kept)
    start = next((index for index in kept if index > title_at), kept[0])
    outside = set(_line(cut, cut.pieces[start].container))
    outside.update(_line(cut, cut.pieces[max(title_at, 0)].container))
    # The part of each container: the highest of its ancestors off the article's lines, -1 for these themselves.
    part = [-1] * len(cut.parent)
    for container in range(1, len(part)):
        above = part[cut.parent[container]]
        part[container] = -1 if container in outside else container if above < 0 else above
    units: dict[int, list[int]] = {}
    for index, piece in enumerate(cut.pieces):
        if part[piece.container] >= 0:
            units.setdefault(part[piece.container], []).append(index)
    dialogues = {unit for unit, pieces in units.items() if _is_dialogue(words, pieces)}
    dropped = {index for unit in dialogues for index in units[unit]}
    rest = [index for index in kept if index not in dropped]
    return rest if _count(words, rest) >= max(_WHOLE, _SHARE * _count(words, kept)) else list(kept)


def _is_dialogue(words: Sequence[Sequence[str]], pieces: Sequence[int]) -> bool:
    said = [word for index in pieces for word in words[index]]
    hits = sum(word in _CONSENT for word in said)
    return hits >= _HITS and hits * _DENSE >= len(said)


def _line(cut: Outline, container: int) -> list[int]:
    """Give a container and its ancestors, the body last."""
    found = [container]
    while container:
        container = cut.parent[container]
        found.append(container)
    return found


def _count(words: Sequence[Sequence[str]], pieces: Iterable[int]) -> int:
    return sum(len(words[index]) for index in pieces)
