"""Forms of names: case endings, prefixes, possessives, back to what the gazetteer has.

Every form is only a guess that is looked up: a wrong one names nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from newsgrid.place.keys import fold_word, join_words
from newsgrid.place.tokens import ELIDED, Token, name_starts

_GENITIVES = frozenset({"de", "af", "nl", "sv", "da", "no", "nb"})
"""Languages that put an s to a name: `Berlins Regierung`."""
_ARABIC_PREFIXES = ("وال", "بال", "لل", "فال", "وب", "ول", "و", "ب", "ل", "ف", "ك")
_RUSSIAN = (
    ("иями", ("ия",)), ("ского", ("ское", "ский")), ("ском", ("ское", "ский", "ск")), ("скому", ("ское", "ский")), ("ской", ("ская",)), ("скую", ("ская",)),
    ("ого", ("ое", "ый")), ("ому", ("ое", "ый")), ("ей", ("я",)), ("ией", ("ия",)), ("ии", ("ия", "ий")), ("ию", ("ия",)), ("ой", ("а", "ая")), ("ую", ("ая",)),
    ("ом", ("", "о")), ("ем", ("ь", "е", "й")), ("ью", ("ь",)), ("ах", ("ы", "и", "а")), ("ях", ("и", "я")), ("ов", ("ы",)), ("ам", ("ы", "а")),
    ("е", ("", "а", "о", "я", "ь")), ("у", ("", "а", "о")), ("ы", ("а",)), ("и", ("ь", "я", "а")), ("ю", ("ь", "я", "й")), ("а", ("", "о")), ("я", ("ь", "й", "е")),
)  # fmt: skip


def variants(first: Token, last: Token, words: list[str], language: str) -> Iterator[tuple[int, int, str]]:
    """Give (start, end, key) of the forms of the dictionary that an inflected form may come from."""
    word = last.folded
    head = words[:-1]
    letter = word[:1]
    if "\u0400" <= letter <= "\u04ff" and len(word) > 3:
        for key in _russian(head, word):
            yield first.start, last.end, key
    elif "\u0600" <= letter <= "\u06ff" and first.folded:
        for prefix in _ARABIC_PREFIXES:
            if first.folded.startswith(prefix) and len(first.folded) - len(prefix) >= 3:
                bare = first.folded[len(prefix) :]
                for form in (bare, "ال" + bare) if prefix.endswith("ل") and len(prefix) > 1 else (bare,):
                    kept = len(prefix) - (2 if form.startswith("ال") and prefix.endswith("ال") else 0)
                    yield first.start + kept, last.end, join_words([form, *words[1:]])
    elif letter.isascii():
        yield from _latin_variants(first, last, words, language)


def _russian(head: list[str], word: str) -> Iterator[str]:
    for ending, endings in _RUSSIAN:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            for other in endings:
                last = word[: len(word) - len(ending)] + other
                yield join_words([*head, last])
                if head:
                    yield from (join_words([*changed, last]) for changed in _russian_heads(head))


def _russian_heads(head: list[str]) -> Iterator[list[str]]:
    """Give the heads of a name of two words in the nominative: `Южной Африке`, `Нагорного Карабаха`."""
    word = head[-1]
    for ending, others in (
        ("ой", ("ая",)),
        ("ую", ("ая",)),
        ("ей", ("яя",)),
        ("ого", ("ый", "ое", "ий")),
        ("ом", ("ый", "ое", "ий")),
        ("ему", ("ее", "ий")),
        ("ем", ("ее", "ий")),
        ("их", ("ие",)),
        ("ых", ("ые",)),
    ):
        if word.endswith(ending):
            for other in others:
                yield [*head[:-1], word[: len(word) - len(ending)] + other]


def _latin_variants(first: Token, last: Token, words: list[str], language: str) -> Iterator[tuple[int, int, str]]:
    elided = ELIDED.match(first.text)
    head = elided.end() if elided else 0 if first.text[0].isupper() else name_starts(first.text)
    if head:
        # isiZulu and its kin put a prefix before a name (eMoscow, ase-Ukraine), French and others an article (d'Ukraine).
        rest = fold_word(first.text[head:])
        yield first.start + head, last.end, join_words([rest, *words[1:]])
        if not elided:
            # Of a name that has a prefix itself only the last letter is left: zaseGoli, kwaTheku.
            for letter in "ei":
                yield first.start + head, last.end, join_words([letter + rest, *words[1:]])
    for mark in "'’":
        before, found, after = last.text.partition(mark)
        if found and len(before) > 2 and 0 < len(after) <= 6:
            yield first.start, last.end - len(after) - 1, join_words([*words[:-1], fold_word(before)])
    if language[:2] in _GENITIVES and words[-1].endswith("s") and len(words[-1]) > 4:
        yield first.start, last.end - 1, join_words([*words[:-1], words[-1][:-1]])


def may_change(token: Token, language: str) -> bool:
    """Say whether a word may be a name in a form that the gazetteer does not have as such."""
    letter = token.folded[:1]
    if letter >= "\u0400":
        return letter <= "\u06ff" and len(token.folded) > 3
    text = token.text
    return "'" in text or "’" in text or not text[:1].isupper() or (text.endswith("s") and language[:2] in _GENITIVES)
