"""Encodings: declared, marked, lied about and guessed."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrid.feeds import parse
from newsgrid.feeds.decoding import decode

RUSSIAN = "Мэрия открыла новую станцию метро на юге города, поезда пойдут в пятницу"
FRENCH = "Le café du théâtre rouvre ses portes à côté de l’hôtel où l’été s’achève"
JAPANESE = "東京都は新しい地下鉄駅を開業すると発表した。金曜日から電車が走る。"


def feed(title: str, declared: str = "") -> str:
    declaration = f' encoding="{declared}"' if declared else ""
    return f'<?xml version="1.0"{declaration}?><rss version="2.0"><channel><title>{title}</title></channel></rss>'


@pytest.mark.parametrize(
    ("data", "content_type", "title"),
    [
        (feed(FRENCH, "ISO-8859-1").encode("cp1252"), "", FRENCH),
        (feed(FRENCH, "UTF-8").encode("cp1252"), "text/xml; charset=utf-8", FRENCH),
        (feed(FRENCH).encode("cp1252"), "", FRENCH),
        (feed(FRENCH, "iso-8859-1").encode(), "", FRENCH),
        (feed(RUSSIAN).encode("cp1251"), "text/xml; charset=windows-1251", RUSSIAN),
        (feed(RUSSIAN, "koi8-r").encode("koi8-r"), "", RUSSIAN),
        (feed(RUSSIAN).encode("cp1251"), "", RUSSIAN),
        (feed(JAPANESE, "Shift_JIS").encode("shift_jis"), "", JAPANESE),
        (feed(JAPANESE, "gb2312").encode("gb18030"), "", JAPANESE),
        (feed(JAPANESE, "UTF-16").encode("utf-16"), "", JAPANESE),
        (feed(JAPANESE, "UTF-16").encode("utf-16-le"), "", JAPANESE),
        (codecs.BOM_UTF8 + feed(JAPANESE, "ascii").encode(), "", JAPANESE),
        (feed(JAPANESE, "no-such-charset").encode(), "text/xml; charset=x-also-none", JAPANESE),
        (feed("don\u0092t").encode(), "", "don’t"),
        (feed("don&#146;t &#x93;now&#x94;").encode(), "", "don’t “now”"),
    ],
)
def test_a_title_comes_out_as_it_was_meant(data: bytes, content_type: str, title: str) -> None:
    assert parse(data, "", content_type).title == title


def test_a_few_broken_bytes_leave_utf_8_utf_8_and_are_told() -> None:
    data = feed(JAPANESE).encode().replace("都".encode(), b"\xff\xfe", 1)
    found = parse(data)
    assert found.title == JAPANESE.replace("都", "\ufffd\ufffd")
    assert [problem.kind for problem in found.problems] == ["encoding"]


def test_a_wrong_declaration_is_told() -> None:
    assert parse(feed(FRENCH, "windows-1251").encode()).problems[0].kind == "encoding"


@given(st.binary(max_size=400))
def test_any_bytes_become_text(data: bytes) -> None:
    text, trouble = decode(data)
    assert isinstance(text, str)
    assert isinstance(trouble, str)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=100))
def test_utf_8_is_read_letter_for_letter(text: str) -> None:
    assert decode(b"<rss>" + text.encode())[0] == "<rss>" + text
