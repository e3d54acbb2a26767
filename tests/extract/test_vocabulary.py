"""Words of a text, whatever way they are found."""

from __future__ import annotations

import re
import sys

import pytest

from newsgrid.extract.vocabulary import tokens

SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def test_every_character_of_scripts_with_spaces_is_cut_as_a_pattern_cuts_it() -> None:
    for code in range(sys.maxunicode + 1):
        if not SPACELESS.match(chr(code)):
            text = f"Die{chr(code)}B_9 x"
            assert tokens(text) == re.findall(r"\w+", text.lower()), hex(code)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("—…", []),
        ("“Don’t” – ÉLAN vital", ["don", "t", "élan", "vital"]),
        ("Ministři řekli: ne.", ["ministři", "řekli", "ne"]),
        ("ΟΔΟΣ 5", ["οδος", "5"]),
        ("東京 2026", ["東", "京", "2026"]),
    ],
)
def test_words_are_small_and_without_marks(text: str, words: list[str]) -> None:
    assert tokens(text) == words
