"""Bytes to a tree: encoding, bounds, one parse.

The tree is lxml's plain `etree` (not `lxml.html`, whose element classes cost a tenth of the whole way).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from typing import Any

from charset_normalizer import from_bytes
from lxml import etree

from newsgrid.errors import PageError

Element = Any
"""An `etree._Element`; lxml's stubs type tags and text too widely to be of use here."""

MAX_BYTES = 8_000_000
"""Nearly three times the largest of 427 real pages."""
MAX_TAGS = 200_000
"""Opening and closing together; those pages have at most some 8,000 opening ones."""
MAX_ATTRIBUTES = 300_000
"""Of all tags together. Each takes a quarter of a kilobyte of memory."""
MAX_TAG_ATTRIBUTES = 1_000
"""Of one tag: libxml2 compares each with all before it. Pages of one framework have some 100 on their body."""
MAX_REFERENCES = 400_000
"""Ampersands: each that is none of HTML's costs an error."""

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{2,40})""", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"""charset\s{0,9}=\s{0,9}["']?([\w.:-]{2,40})""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""^\s{0,99}<\?xml[^>]{0,200}?encoding=["']([\w.:-]{2,40})""")
_LANGUAGE = re.compile(rb"""<html[^>]{0,300}?\slang\s{0,9}=\s{0,9}["']?([a-z]{2})(?![a-z])""", re.IGNORECASE)
# Of several, the first that fits: those in which almost any bytes are letters come last.
_USUAL = {
    "ko": ("cp949",), "ja": ("cp932", "euc_jp"), "zh": ("gb18030", "big5hkscs"), "th": ("cp874",), "ru": ("cp1251",), "uk": ("cp1251",), "bg": ("cp1251",),
    "ar": ("cp1256",), "fa": ("cp1256",), "he": ("cp1255",), "el": ("cp1253",), "tr": ("cp1254",), "pl": ("iso8859_2", "cp1250"), "cs": ("cp1250",),
    "sk": ("cp1250",), "hu": ("cp1250",), "ro": ("cp1250",), "hr": ("cp1250",), "vi": ("cp1258",), "lt": ("cp1257",), "lv": ("cp1257",), "et": ("cp1257",),
}  # fmt: skip
_LIKELY = [
    "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874", "koi8_r", "cp949", "cp932", "euc_jp", "gb18030", "big5", "iso8859_2",
]  # fmt: skip
_EASTERN = frozenset({"cp1250", "cp1254", "cp1257", "cp1258", "iso8859_2"})
_WESTERN = frozenset("àâäáãåæçéèêëíîïñóòôöõøœúùûüßÀÂÄÁÃÅÆÇÉÈÊËÍÎÑÓÔÖÕØÚÜ’‘“”«»–—…„¿¡·°ºª€£©\xa0")
_RARE = 0.1
"""Share of letters outside ASCII: about .06 in French, .03 in German; .1 and more in Hungarian, whose letters look western."""
_ANY_TAG = re.compile(rb"<[^<>]{0,2000}>")
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# The WHATWG Encoding Standard (4.2, names and labels) reads these labels as their supersets; so does every browser.
_SUPERSETS = {
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "iso8859-1": "cp1252",
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "shift_jis": "cp932",
    "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "tis-620": "cp874", "iso-8859-11": "cp874", "iso-8859-9": "cp1254",
    "unicode": "utf-8", "utf8": "utf-8", "utf-16": "utf-8", "utf-16le": "utf-8", "utf-16be": "utf-8", "x-user-defined": "cp1252", "big5": "big5hkscs",
    "x-mac-cyrillic": "mac-cyrillic", "macintosh": "mac-roman", "x-x-big5": "big5hkscs", "windows-874": "cp874", "iso-8859-8-i": "iso8859-8",
}  # fmt: skip
# No other encoding is the web's: Python knows some that take UTF-7's markup for text's, and some that are slow.
_CODECS = frozenset(
    """utf-8 utf-8-sig cp866 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman mac-cyrillic
    cp874 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 gb18030 big5hkscs euc_jp iso2022_jp cp932 cp949""".split()
)
_BINARY = (
    b"%PDF",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"RIFF",
    b"\x1f\x8b",
    b"OggS",
    b"ID3",
    b"\x7fELF",
    b"\x00\x00\x00",
)
_HTML_TYPES = ("html", "xml", "text/plain", "octet-stream", "unknown")
# A tag of tens of thousands of attributes takes libxml2 time quadratic in their number (30,000: 7 s). Quotes are read as
# the parser reads them (only as the start of a value) and scripts are stepped over; every part is possessive, so the scan is linear.
_TAG = re.compile(
    rb"""<(?:script\b[^>]*+>(?:[^<]++|<(?!/script))*+|[a-zA-Z](?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+)""",
    re.IGNORECASE,
)
_MOSTLY_TEXT = 50
"""One character in so many may be a control character or broken in what is text."""
_LONG_TAG = 2_000
"""Bytes of a tag that may have more attributes than it should: each takes two at least."""
_QUOTED = re.compile(rb"""=\s*+(?:"[^"]*+"|'[^']*+')""")
# What may part two attributes, and what a new one begins with.
_ATTRIBUTE = re.compile(rb"""[\s/=][^\s/=>]""")
_CONTROLS = bytes({*range(1, 9), 11, *range(14, 27), *range(28, 32)})
"""What no text holds (the MIME Sniffing Standard, 3, binary data bytes), except null bytes, which pages in UTF-16 have."""
_SNIFFED = 1_445
"""Bytes, as there."""


def parse(html: bytes | str, headers: Mapping[str, str] | None = None, url: str = "") -> Element:
    """Parse a page once, whatever is in it; elements deeper than libxml2 allows are left out.

    Raises PageError `not-html`, `too-large` or `empty`.
    """
    refuse_other_types(headers, url)
    if len(html) > MAX_BYTES:
        raise PageError(f"page of {len(html)} bytes is larger than {MAX_BYTES}", item=url, reason="too-large")
    data = _utf8(html, headers, url)
    if not data.strip():
        raise PageError("page has no content", item=url, reason="empty")
    if b"<" not in data:
        raise PageError("page has no markup", item=url, reason="not-html")
    _refuse_floods(data, url)
    return _tree(data, url)


def parse_fragment(html: str, url: str = "") -> Element:
    """Parse a piece of HTML as the body of a page of its own. Raises PageError `too-large`."""
    if len(html) > MAX_BYTES:
        raise PageError(f"fragment of {len(html)} characters is too large", item=url, reason="too-large")
    data = b"<html><body><div>" + html.replace("\x00", "").encode("utf-8", "replace") + b"</div></body></html>"
    _refuse_floods(data, url)
    return _tree(data, url)


def read_text(body: bytes, name: str = "") -> str:
    """Decode plain text of any encoding.

    Raises PageError `not-html` when the bytes are no text, naming `name`.
    """
    if body.startswith(_BINARY) and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PageError("the bytes are of a binary format", item=name, reason="not-html")
    text = _decoded(body, None).decode("utf-8", "replace").removeprefix("\ufeff")
    if len(_NOT_TEXT.findall(text)) * _MOSTLY_TEXT > len(text):
        raise PageError("the bytes are no text", item=name, reason="not-html")
    return text


def refuse_other_types(headers: Mapping[str, str] | None, url: str = "") -> None:
    """Raise PageError `not-html` when the headers say that the body is something else."""
    kind = header(headers, "content-type").lower()
    if kind and "/" in kind and not any(word in kind for word in _HTML_TYPES):
        raise PageError(f"content type is {kind[:60]}", item=url, reason="not-html")


def header(headers: Mapping[str, str] | None, name: str) -> str:
    """Give a header's value whatever the case of its name; empty when it is not there."""
    if not headers:
        return ""
    value = headers.get(name)
    if value is None:
        value = next((v for k, v in headers.items() if k.lower() == name), "")
    return value


def _tree(data: bytes, url: str) -> Element:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        root = etree.fromstring(data, parser=parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise PageError(f"page cannot be parsed: {error}"[:200], item=url, reason="not-html") from error
    if root is None:
        raise PageError("page has no elements", item=url, reason="empty")
    return root


def _refuse_floods(data: bytes, url: str) -> None:
    if len(data) > MAX_TAGS and data.count(b"<") > MAX_TAGS:
        raise PageError(f"page has more than {MAX_TAGS} tags", item=url, reason="too-large")
    if len(data) > MAX_REFERENCES and data.count(b"&") > MAX_REFERENCES:
        raise PageError(f"page has more than {MAX_REFERENCES} references", item=url, reason="too-large")
    if len(data) < _LONG_TAG:
        return
    all_ = 0
    may_flood = len(data) > 2 * MAX_ATTRIBUTES and _separators(data) > MAX_ATTRIBUTES
    for match in _TAG.finditer(data):
        size = match.end() - match.start()
        if (size > _LONG_TAG or may_flood) and match.group()[1:7].lower() != b"script":
            count = _attributes(match.group())
            all_ += count
            if count > MAX_TAG_ATTRIBUTES or all_ > MAX_ATTRIBUTES:
                raise PageError("tags have too many attributes", item=url, reason="too-large")


def _separators(data: bytes) -> int:
    """Count what may stand before an attribute, wherever it stands."""
    return len(data) - len(data.translate(None, b" \n\t\r\f/\"'"))


def _attributes(tag: bytes) -> int:
    """Count the attributes of a tag: at least as many as the parser finds."""
    return len(_ATTRIBUTE.findall(_QUOTED.sub(b" ", tag)))


def _utf8(html: bytes | str, headers: Mapping[str, str] | None, url: str) -> bytes:
    """Give the page as UTF-8 without null bytes: what the parser wants."""
    if isinstance(html, str):
        data = html.encode("utf-8", "replace")
    else:
        if html[:16].lstrip().startswith(_BINARY) and html[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            raise PageError("the bytes are of a binary format", item=url, reason="not-html")
        if _is_binary(html[:_SNIFFED]):
            raise PageError("the bytes are no text", item=url, reason="not-html")
        data = _decoded(html, headers)
    return data.replace(b"\x00", b"") if b"\x00" in data else data


def _is_binary(head: bytes) -> bool:
    """Say whether a page's beginning holds more control characters than a broken page may; those of UTF-16 are halves."""
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls * 25 > len(head) + 200 and not head.startswith((b"\xff\xfe", b"\xfe\xff")) and not _utf16(head)


def _decoded(body: bytes, headers: Mapping[str, str] | None) -> bytes:
    """Decode in the order of the WHATWG Encoding Standard: BOM, header, meta; then by trying, then by detection."""
    for bom, codec in _BOMS:
        if body.startswith(bom):
            return body.decode(codec, "replace").encode("utf-8", "replace")
    if codec := _utf16(body[:_SNIFFED]):
        return body.decode(codec, "replace").encode("utf-8", "replace")
    for name in _declared(body, headers):
        text = _try(body, name)
        if text is not None:
            return text
    if _is_utf8(body):
        return body
    if _is_mostly_utf8(body):
        return body.decode("utf-8", "replace").encode("utf-8")
    for name in _usual_encodings(body):
        if (text := _try(body, name)) is not None:
            return text
    return _try(body, _guess(_sample(body))) or body.decode("cp1252", "replace").encode("utf-8")


def _guess(sample: bytes) -> str:
    """Guess an encoding. Few letters outside ASCII, all of them common in western Europe, are just that."""
    best = from_bytes(sample, steps=3, chunk_size=512, cp_isolation=_LIKELY).best()
    if best is None:
        return "cp1252"
    if best.encoding not in _EASTERN:
        return best.encoding
    text = _ANY_TAG.sub(b"", sample)
    strange = [byte for byte in text if byte > 127]
    western = _WESTERN.issuperset(bytes(strange).decode("cp1252", "replace"))
    return "cp1252" if western and len(strange) < _RARE * len(text) else best.encoding


def _usual_encodings(body: bytes) -> tuple[str, ...]:
    """Give the encodings that pages of the stated language had before UTF-8."""
    stated = _LANGUAGE.search(body[:8192])
    return _USUAL.get(stated.group(1).lower().decode("ascii"), ()) if stated else ()


def _utf16(head: bytes) -> str:
    """Tell which UTF-16 a page without BOM is in: most of its characters are markup, of which one byte is null."""
    if head.count(0) * 4 < len(head):
        return ""
    for codec, zeros, letters in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if letters.count(0) * 20 < zeros.count(0):
            return codec
    return ""


def _declared(body: bytes, headers: Mapping[str, str] | None) -> list[str]:
    head = body[:4096]
    found = [match.group(1) for match in [_HEADER_CHARSET.search(header(headers, "content-type"))] if match]
    found += [m.group(1).decode("ascii", "replace") for m in (_CHARSET.search(head), _XML_ENCODING.search(head)) if m]
    return found


def _try(body: bytes, name: str) -> bytes | None:
    """Give the body read in this encoding as UTF-8; None when it is not in it. A few broken characters are lived with."""
    codec = _SUPERSETS.get(name.lower(), name)
    try:
        if codec.lower() in ("utf-8", "utf-8-sig"):
            return body if _is_utf8(body) else None
        if codecs.lookup(codec).name not in _CODECS:
            return None
        text = body.decode(codec, "replace")
    except (LookupError, ValueError, UnicodeError):
        return None
    # A page labelled Latin-1 that is valid UTF-8 with high bytes is UTF-8: no real Latin-1 text is, by chance.
    if codec.startswith("cp125") and not body.isascii() and _is_utf8(body):
        return body
    return text.encode("utf-8", "replace") if text.count("\ufffd") <= len(text) // 500 + 1 else None


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_mostly_utf8(body: bytes) -> bool:
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return 0 < broken * 20 < sum(char > "\x7f" for char in text[:200_000])


def _sample(body: bytes) -> bytes:
    """Take the stretch with the most high bytes: an ASCII head tells a detector nothing."""
    if len(body) <= 8192:
        return body
    starts = range(0, len(body) - 4096, max(4096, len(body) // 32))
    best = max(starts, key=lambda start: sum(byte > 127 for byte in body[start : start + 4096 : 4]))
    # From a tag on: a sample that begins in the middle of a character is in no encoding.
    best = max(best, body.find(b"<", best, best + 2048))
    return body[best : max(body.rfind(b">", best, best + 8192), best + 6144)]
