"""Encodings: declared, marked, lied about and guessed."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrid.feeds import parse
from newsgrid.feeds.decoding import decode

CZECH = "Pražané dnes ráno otevřeli nový most přes řeku, žádná omezení dopravy nečekají"
TURKISH = "İstanbul'da yeni köprü açıldı, yağışlı havada trafiğe çıkanlar güçlük yaşadı"
GREEK = "Ο δήμος άνοιξε σήμερα τη νέα γέφυρα πάνω από το ποτάμι"
HEBREW = "העירייה פתחה הבוקר את הגשר החדש מעל הנהר"
KOREAN = "시는 오늘 아침 강 위에 새 다리를 열었다"
THAI = "เทศบาลเปิดสะพานใหม่ข้ามแม่น้ำเมื่อเช้านี้"
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
        (feed(CZECH, "win-1250").encode("cp1250"), "", CZECH),
        (feed(THAI, "windows-874").encode("cp874"), "", THAI),
        (feed(KOREAN, "ks_c_5601-1987").encode("cp949"), "", KOREAN),
        (feed(JAPANESE, "x-sjis").encode("cp932"), "", JAPANESE),
        (feed(JAPANESE, "ISO-2022-JP").encode("iso2022_jp"), "", JAPANESE),
        (feed(JAPANESE).encode("iso2022_jp"), "", JAPANESE),
        (feed(FRENCH, "UTF-16").encode("cp1252"), "", FRENCH),
        (feed(FRENCH, "punycode").encode("cp1252"), "", FRENCH),
        (feed(JAPANESE).encode("utf-32-be"), "", JAPANESE),
        (("\n " + feed(JAPANESE)).encode("utf-16-be"), "", JAPANESE),
        (codecs.BOM_UTF16_LE + feed(FRENCH).encode(), "", FRENCH),
        (codecs.BOM_UTF8 + feed(FRENCH).encode("cp1252"), "", FRENCH),
        (feed("plain", "ebcdic-cp-us").encode("cp037"), "", "plain"),
        (
            feed(f"{FRENCH} \u00e9{FRENCH}", "iso-8859-1").encode().replace(b" \xc3\xa9", b" \xe9"),
            "",
            f"{FRENCH} \u00e9{FRENCH}",
        ),
        (feed(FRENCH.encode().decode("latin-1")).encode(), "", FRENCH),
        (
            feed("don’t – “stop”".encode().decode("cp1252", "replace").replace("\ufffd", "\x9d")).encode(),
            "",
            "don’t – “stop”",
        ),
        (feed("«AMANHÃ»").encode(), "", "«AMANHÃ»"),
        (feed("O QUE VEM AMANHÃ”").encode(), "", "O QUE VEM AMANHÃ”"),
        (feed("don\u0092t").encode(), "", "don’t"),
        (feed("don&#146;t &#x93;now&#x94;").encode(), "", "don’t “now”"),
    ],
)
def test_a_title_comes_out_as_it_was_meant(data: bytes, content_type: str, title: str) -> None:
    assert parse(data, "", content_type).title == title


@pytest.mark.parametrize(
    ("language", "text", "encoding"),
    [
        ("cs", CZECH, "cp1250"),
        ("pl-PL", "Żółta łódź płynie dziś rzeką", "iso8859-2"),
        ("tr", TURKISH, "cp1254"),
        ("el", GREEK, "cp1253"),
        ("he", HEBREW, "cp1255"),
        ("ru", RUSSIAN, "koi8-r"),
        ("ru", RUSSIAN, "cp1251"),
        ("ja", JAPANESE, "cp932"),
        ("ja", JAPANESE, "euc_jp"),
        ("ko", KOREAN, "cp949"),
        ("zh-cn", "东京都宣布新地铁站将于周五开通", "gb18030"),
        ("zh-tw", "東京都宣布新地鐵站將於週五開通，市民可免費搭乘三天", "big5"),
        ("th", THAI, "cp874"),
        ("fr", FRENCH, "cp1252"),
    ],
)
def test_an_encoding_that_is_not_declared_is_guessed_by_the_language(language: str, text: str, encoding: str) -> None:
    data = feed(text).replace("<channel>", f"<channel><language>{language}</language>").encode(encoding)
    assert parse(data).title == text


def test_a_single_byte_of_latin_1_in_utf_8_is_read() -> None:
    data = feed(f"{JAPANESE} caf# {JAPANESE}").encode().replace(b"#", b"\xe9")
    assert parse(data).title == f"{JAPANESE} café {JAPANESE}"


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


# Without the letters that begin what looks encoded twice.
LETTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="".join(map(chr, range(0xC2, 0xF5))))


@given(st.text(LETTERS, max_size=100))
def test_utf_8_is_read_letter_for_letter(text: str) -> None:
    assert decode(b"<rss>" + text.encode())[0] == "<rss>" + text
