"""Words of a text in a cased script, with what their shape and neighbourhood tell."""

from __future__ import annotations

import dataclasses
import re
from functools import lru_cache

from newsgrid.annotate.names_words import WORD_MAX, Words, bodies_for, given_names, is_acronym, quick_fold
from newsgrid.text import romanise, sentences

_TOKEN = re.compile(r"[^\W_]+(?:[-’'ʼ‑·][^\W_]+)*")
_ELISION = re.compile(
    r"(?:[ldnsjcmtLDNSJCMT]|[Qq]u|[Jj]usqu|[Ll]orsqu|[Dd]ell|[Aa]ll|[Nn]ell|[Ss]ull|[Dd]all|[Uu]n|[Dd]egl)[’'ʼ](?=[^\W\d_])"
)
_ENDING = re.compile(r"[’'ʼ][^\W\d_A-Z]{1,5}$")
_ELIDING = frozenset({"fr", "it", "ca", "oc"})
# Nguni and neighbouring languages put a small prefix before a name: uMandela, eGoli, kwaZulu, neANC, u-Anna.
_PREFIXED = frozenset({"zu", "xh", "ss", "nr", "sn", "rw", "rn", "lg", "nd", "ny", "ts", "ve"})
_PREFIX = re.compile(
    r"([a-z]{1,6})-?(?=[A-ZÀ-Þ])|([A-Z][a-z]{0,3}-(?=[A-ZÀ-Þ])|U|I|O|A|E|K[aw]a?|N[ao]|L[oue]|Ng[ao]|Ku|Be|We|Ye|Se)-?(?=[A-Z][a-z’'A-Z])"
)
_PERSON_PREFIXES = frozenset(
    {"u", "no", "ka", "kuka", "ngu", "nguka", "o", "kwaka", "lika", "baka", "waka", "yika", "zika", "naku", "bo"}
)
_PLACE_PREFIXES = frozenset(
    {
        "e",
        "ase",
        "wase",
        "base",
        "kwase",
        "lase",
        "yase",
        "zase",
        "nase",
        "sase",
        "ngase",
        "kwa",
        "kwakwa",
        "mu",
        "ku",
        "pa",
        "i",
        "se",
        "ose",
        "abase",
    }
)
_ARTICLED = re.compile(r"(?:al|el|as|ash|an|ul|ibn|ez|es|at)-[^\W\d_a-z]")
_ROMAN = re.compile(r"^[IVX]+$")


@dataclasses.dataclass(slots=True)
class Token:
    """A word: where it stands and what it looks like."""

    start: int
    end: int
    text: str
    folded: str
    cap: bool
    """Begins with a capital."""
    first: bool
    """Opens a sentence, or follows an opening quotation mark or a colon."""
    sentence: int
    prefix: str = ""
    """The noun-class prefix cut off before it (isiZulu and kin), or an elided article."""
    head: bool = False
    """Capital part of a compound with a small tail: `Nato` in `Nato-style`."""


def tokens_of(text: str, language: str) -> list[Token]:
    """Cut a text into tokens, in order. Linear."""
    found: list[Token] = []
    eliding, prefixed = language in _ELIDING, language in _PREFIXED
    for number, (start, end) in enumerate(sentences(text, language)):
        first = True
        for match in _TOKEN.finditer(text, start, end):
            begin, stop = match.span()
            if stop - begin > WORD_MAX:
                first = False
                continue
            word = match.group()
            prefix = ""
            if not word.isalpha():
                begin, stop, prefix = _trimmed(text, begin, stop, eliding=eliding)
                word = text[begin:stop]
            if prefixed and not word.islower():
                prefix, begin = _class_prefix(text, begin, stop)
                word = text[begin:stop]
            cap = word[0].isupper() or ("-" in word and bool(_ARTICLED.match(word)))
            opened = first or (cap and (text[begin - 1] in '“«„"‘' or text[begin - 2 : begin] == ": "))
            token = Token(begin, stop, word, quick_fold(word), cap, opened, number, prefix)
            if cap and "-" in word:
                _split_compound(token, language)
            found.append(token)
            first = False
    return found


def _trimmed(text: str, begin: int, stop: int, *, eliding: bool) -> tuple[int, int, str]:
    """Cut an elided article off a word's head (`l'Union`) and a suffix off its end (`Putin's`, `Ankara'da`)."""
    prefix = ""
    if eliding:
        elided = _ELISION.match(text, begin, stop)
        if elided and elided.end() < stop:
            prefix, begin = elided.group(), elided.end()
    ending = _ENDING.search(text[begin:stop])
    if ending and ending.start() > 1:
        stop = begin + ending.start()
    return begin, stop, prefix


def _class_prefix(text: str, begin: int, stop: int) -> tuple[str, int]:
    match = _PREFIX.match(text, begin, stop)
    if match is None or stop - match.end() < 2:
        return "", begin
    rest = text[match.end() : stop]
    if match.group(2) and "-" not in match.group() and rest.isupper():
        return "", begin  # An acronym, not a prefixed name.
    return match.group().lower().rstrip("-"), match.end()


def _split_compound(token: Token, language: str) -> None:
    """Cut `Nato-style` and `BRICS-Gipfel` to their heads."""
    head, dash, tail = token.text.partition("-")
    if not dash or not token.cap or len(head) < 2:
        return
    # Elsewhere than in English a small tail may belong to the name (`Water-agentskap`).
    descriptive = (
        tail[0].islower() and len(tail) > 3 and (language == "en" or quick_fold(head) in bodies_for(language).forms)
    )
    if descriptive or (is_acronym(head) and not tail.isdigit()):
        token.text, token.folded = head, quick_fold(head)
        token.end = token.start + len(head)
        token.head = True


def prefix_hint(prefix: str) -> str:
    """Say what kind of name a noun-class prefix announces: `person`, `place` or nothing."""
    if prefix in _PERSON_PREFIXES:
        return "person"
    return "place" if prefix in _PLACE_PREFIXES else ""


@lru_cache(maxsize=50_000)
def is_given(word: str) -> bool:
    """Say whether a word is a known given name; parts of a double name count (`Jean-Paul`)."""
    plain = romanise(quick_fold(word)).lower().replace("'", "")
    names = given_names()
    return plain in names or ("-" in plain and plain.split("-", 1)[0] in names)


def is_roman(word: str) -> bool:
    """Say whether a word is a Roman numeral written in capitals."""
    return bool(_ROMAN.match(word))


def is_heading(sentence: list[Token], text: str) -> bool:
    """Say whether a sentence is set in headline capitals, so that its capitals tell nothing; one with a full stop is not."""
    last = sentence[-1].end
    if text[last : last + 1] == ".":
        return False
    long = [t for t in sentence if len(t.text) > 3 and t.text.isalpha()]
    capitals = sum(t.cap for t in long)
    shouted = sum(t.text.isupper() for t in long)
    return (len(long) >= 5 and capitals >= 0.8 * len(long)) or (len(long) >= 3 and shouted >= 0.7 * len(long))


def known_body(language: str, parts: list[str], words: Words) -> tuple[str, int]:
    """Give the id of the longest well-known body that these words begin with and how many words it takes; ("", 0) for none."""
    bodies = bodies_for(language)
    if parts and parts[0] in bodies.forms and is_acronym(parts[0]):
        return bodies.forms[parts[0]], 1
    if not parts or quick_fold(parts[0]) not in bodies.openers:
        return "", 0
    folded = [quick_fold(p) for p in parts[: bodies.longest]]
    for size in range(len(folded), 0, -1):
        ident = bodies.forms.get(" ".join(folded[:size]))
        if ident is not None:
            return ident, size
    return "", 0
