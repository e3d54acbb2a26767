"""Bytes of a document -> text: byte order mark, then what the bytes themselves show, then what was declared."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_LIKELY = [
    "cp1252",
    "cp1251",
    "cp1250",
    "cp1256",
    "cp1253",
    "cp1254",
    "koi8_r",
    "gb18030",
    "big5",
    "shift_jis",
    "euc_jp",
    "euc_kr",
    "tis_620",
]
# What publishers call ISO 8859-1 is Windows-1252 (WHATWG Encoding, 4.2).
_MEANT = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-11": "tis_620",
}
# The characters of Windows-1252 where Unicode has control characters (WHATWG Encoding, 4.2).
_C1 = {n: c for n in range(0x80, 0xA0) if (c := bytes([n]).decode("cp1252", "replace")) != "\ufffd"}
_C1_BYTES = re.compile(rb"\xc2[\x80-\x9f]")
_C1_CHARACTERS = re.compile("[\x80-\x9f]")
_C1_NUMBER = re.compile(r"&#(?:(1[2-5]\d)|x([89][0-9a-fA-F]));")
BROKEN = "\ufffd"
_STRANGE = re.compile(rb"[\x80-\xff]")
_LIKELY_FEED = re.compile(rb"<(?:[a-z]{1,8}:)?(?:rss|feed|rdf|urlset|sitemapindex|channel|entry)[\s>]", re.IGNORECASE)
_ASCII_TAG = re.compile(rb"<[^<>]{1,2000}>")
SAMPLE_BYTES = 6000
RARE_SHARE = 0.03
"""With fewer letters outside ASCII than this share, a text is taken for Western European: Czech and Turkish have several
times as many, other scripts many times."""
BROKEN_SHARE = 0.01
"""UTF-8 with fewer broken sequences than this share of its characters is UTF-8 with an accident in it."""


def decode(data: bytes, content_type: str = "") -> tuple[str, str]:
    """Give a document's text and what was wrong with its encoding (empty when nothing was).

    Valid UTF-8 wins over any declaration: text of another encoding is almost never valid UTF-8 by chance (RFC 3629, 1).
    Control characters that are Windows-1252's characters by mistake, written or numbered (`&#146;`), become what was meant.
    """
    text, trouble = _decoded(data, content_type)
    if _C1_BYTES.search(data):
        text = _C1_CHARACTERS.sub(lambda match: _C1.get(ord(match.group()), match.group()), text)
    return _C1_NUMBER.sub(_by_number, text), trouble


def _by_number(match: re.Match[str]) -> str:
    number = int(match.group(1) or match.group(2), 10 if match.group(1) else 16)
    return _C1.get(number, match.group())


def _decoded(data: bytes, content_type: str) -> tuple[str, str]:
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace"), ""
    if wide := _without_mark(data):
        return data.decode(wide, "replace"), ""
    declared = _names(data, content_type)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(data, declared)
    is_lie = declared and declared[0] != "utf-8" and not data.isascii()
    return text, f"declared as {declared[0]}, but it is UTF-8" if is_lie else ""


def _not_utf8(data: bytes, declared: list[str]) -> tuple[str, str]:
    if (not declared or declared[0] == "utf-8") and (mended := _accident(data)):
        return mended, f"{mended.count(BROKEN)} broken characters"
    for name in declared:
        if name != "utf-8":
            try:
                return data.decode(name), ""
            except (UnicodeDecodeError, LookupError):
                continue
    name = _guessed(data)
    return data.decode(name, "replace"), f"taken for {name}"


def _accident(data: bytes) -> str:
    """Give the text of UTF-8 with a few broken bytes; nothing when there are too many, or hardly anything else outside ASCII."""
    text = data.decode("utf-8", "replace")
    broken = text.count(BROKEN)
    strange = len(text) - len(text.encode("ascii", "ignore")) - broken
    is_few = 5 * broken <= strange or (broken <= BROKEN_SHARE * len(text) and broken <= 20 * strange)
    return text if broken and is_few else ""


def _guessed(data: bytes) -> str:
    """Guess an encoding from where the text leaves ASCII; of what is no markup, nothing is guessed."""
    strange = _STRANGE.search(data)
    if strange is None or not _LIKELY_FEED.search(data[:200_000]):
        return "cp1252"
    begin = max(0, strange.start() - 200)
    sample = _ASCII_TAG.sub(b" ", data[begin : begin + SAMPLE_BYTES])
    found = from_bytes(sample, cp_isolation=_LIKELY).best()
    if found is None or len(_STRANGE.findall(sample)) < RARE_SHARE * len(sample):
        return "cp1252"
    return found.encoding


def _without_mark(data: bytes) -> str:
    """Know UTF-16 without a byte order mark by the zeros of its first angle bracket (XML 1.0, appendix F)."""
    head = data[:4]
    return {
        b"<\x00?\x00": "utf-16-le",
        b"\x00<\x00?": "utf-16-be",
        b"<\x00r\x00": "utf-16-le",
        b"\x00<\x00r": "utf-16-be",
    }.get(head, "")


def _names(data: bytes, content_type: str) -> list[str]:
    """Give the encodings the header and the document declare, header first (RFC 7303, 3)."""
    found = []
    header = _CHARSET.search(content_type)
    if header:
        found.append(header.group(1))
    inside = _DECLARED.match(data[:400])
    if inside:
        found.append(inside.group(1).decode("ascii"))
    names = []
    for name in found:
        try:
            normal = codecs.lookup(name).name
        except LookupError:
            continue
        names.append(_MEANT.get(normal, normal))
    return names
