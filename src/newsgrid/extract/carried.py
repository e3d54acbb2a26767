"""The text of a page that scripts build: read from the data that such a page carries for them.

Frameworks that draw pages in the reader's browser send the article inside a script, as a string of JSON with markup
(sometimes JSON within JSON). Nothing is run: strings are cut out and decoded, and the longest that reads like prose about
the headline is the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from newsgrid.extract.markup import Element
from newsgrid.extract.vocabulary import tokens

_MAX_SCRIPTS = 4_000_000
"""Characters of scripts that are read."""
_MAX_CANDIDATES = 40
_LEAST = 600
"""Characters from which a string is worth decoding, and (without markup) a third of what a text must have."""
# A string of JSON or of JavaScript. One that never ends is taken as well (and is no JSON): else each escaped quote in it would
# be tried as the beginning of another, which takes time quadratic in its length.
_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*+)"?')
_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,2000}>")
_SLOT = re.compile(r"[$#%\[{]{2,3}[A-Z_-]{2,40}[$#%\]}]{2,3}")
"""A place that the page's scripts fill, as with an advertisement."""
_PROSE = re.compile(r"[.!?。！？।؟]")
_DATA = re.compile(r"""["']\s{0,3}:\s{0,3}["'{\[]""")
"""What JSON has and prose has not."""
_CODE = re.compile(r"[{}=;\\]|https?:|function\b|\bvar\b")
_NO_CODE = 0.02
"""Signs of code for each character of text, above which a string is not prose."""


def carried_body(root: Element, title: str, told: str) -> str:
    """Give the markup of the article's text that the page's scripts hold; empty when none does. Linear in their size."""
    about = {word for word in tokens(f"{title} {told}") if len(word) > 2 or word > "\u0e00"}
    best, most = "", 0
    for text in _strings(root):
        size = _prose(text, about)
        if size > most:
            best, most = text, size
    best = _SLOT.sub(" ", best)
    if "<" in best:
        return best
    return "".join(f"<p>{line}</p>" for line in best.split("\n") if line.strip())


def _strings(root: Element) -> Iterator[str]:
    """Give the long strings of all scripts, decoded, the longest of each first."""
    read = 0
    for script in root.iter("script"):
        code = script.text or ""
        if len(code) < _LEAST or script.get("type") == "application/ld+json":
            continue
        read += len(code)
        if read > _MAX_SCRIPTS:
            return
        for text in _decoded(code):
            yield text
            if text.lstrip()[:1] in "{[" or '":"' in text or '": "' in text:
                yield from _decoded(text)


def _decoded(code: str) -> list[str]:
    found = sorted((match.group(0) for match in _STRING.finditer(code) if len(match.group(0)) >= _LEAST), key=len)
    texts = []
    for literal in found[: -_MAX_CANDIDATES - 1 : -1]:
        try:
            text = json.loads(literal, strict=False)
        except ValueError:
            continue
        texts.append(text)
    return texts


def _prose(text: str, about: set[str]) -> int:
    """Give the characters of prose in a string; 0 when it is code, data, or speaks of something else."""
    bare = _TAG.sub(" ", text)
    if len(bare) < _LEAST / 3 or bare.lstrip()[:1] in "{[<":
        return 0
    if len(_DATA.findall(bare)) >= 2:
        return 0
    if len(_CODE.findall(bare)) > len(bare) * _NO_CODE or len(_PROSE.findall(bare)) < 3:
        return 0
    shared = about.intersection(tokens(bare))
    return len(bare) if len(shared) * 3 >= len(about) and len(shared) >= 2 else 0
