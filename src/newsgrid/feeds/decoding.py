"""Bytes of a document -> text: byte order mark, then what the bytes themselves show, then what was declared."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._: -]{1,40})["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_LANGUAGE = re.compile(rb"""<(?:dc:)?language>\s*([A-Za-z]{2})\b|\bxml:lang=["']([A-Za-z]{2})\b""", re.IGNORECASE)
# Encodings a document may declare, by the name of Python's codec, and what is read in their place: what publishers call
# ISO 8859-1 is Windows-1252, and so on (WHATWG Encoding, 4.2). Any other is not believed: some codecs are no encodings of
# documents, and some are slow.
_READ_AS = {
    name: name
    for name in (
        "utf-8", "iso8859-2", "iso8859-3", "iso8859-4", "iso8859-5", "iso8859-6", "iso8859-7", "iso8859-8", "iso8859-10", "iso8859-13", "iso8859-14",
        "iso8859-15", "iso8859-16", "cp437", "cp850", "cp852", "cp866", "cp874", "cp932", "cp949", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254",
        "cp1255", "cp1256", "cp1257", "cp1258", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "gb18030", "big5hkscs", "euc_jp", "iso2022_jp",
        "iso2022_kr", "johab",
    )
} | {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030",
    "big5": "big5hkscs", "cp950": "big5hkscs", "shift_jis": "cp932", "euc_kr": "cp949",
}  # fmt: skip
# Labels that Python does not know (WHATWG Encoding, 4.2, and some of publishers' own).
_LABELS = {
    "unicode-1-1-utf-8": "utf-8", "utf8mb4": "utf-8", "x-sjis": "cp932", "windows-31j": "cp932", "x-euc-jp": "euc_jp", "ks_c_5601-1989": "cp949",
    "ksc_5601": "cp949", "windows-949": "cp949", "x-gbk": "gb18030", "gb_2312-80": "gb18030", "csgb2312": "gb18030", "cn-big5": "big5hkscs",
    "x-x-big5": "big5hkscs", "windows-874": "cp874", "dos-874": "cp874", "iso-8859-8-i": "iso8859-8", "iso-8859-6-e": "iso8859-6", "koi": "koi8-r",
    "koi8": "koi8-r", "koi8-ru": "koi8-u", "x-mac-cyrillic": "mac-cyrillic", "mac": "mac-roman", "x-mac-roman": "mac-roman", "ansi": "cp1252",
    "iso-latin-1": "cp1252",
}  # fmt: skip
_VENDOR = re.compile(r"(?:x-)?(?:cp|win|windows)[-_ ]?(?:cp[-_]?)?(125\d)")
_LIKELY = [
    "cp1252", "cp1251", "cp1250", "cp1256", "cp1253", "cp1254", "koi8_r", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr", "tis_620",
]  # fmt: skip
# What text of a language is written in when it is not Unicode.
_BY_LANGUAGE = {
    language: names
    for languages, names in (
        ("cs sk pl hu hr sl bs ro sq", ["cp1250", "iso8859_2"]), ("ru bg mk be", ["cp1251", "koi8_r", "iso8859_5"]), ("uk", ["cp1251", "koi8_u"]),
        ("sr", ["cp1251", "cp1250"]), ("el", ["cp1253"]), ("tr az", ["cp1254"]), ("he iw yi", ["cp1255"]), ("ar fa ur ps", ["cp1256"]), ("lt lv et", ["cp1257"]),
        ("vi", ["cp1258"]), ("ja", ["cp932", "euc_jp"]), ("ko", ["cp949"]), ("zh", ["gb18030", "big5"]), ("th", ["cp874"]),
        ("en fr de es pt it nl da sv no nb nn fi is ca gl eu af ga", ["cp1252"]),
    )
    for language in languages.split()
}  # fmt: skip
# The characters of Windows-1252 where Unicode has control characters (WHATWG Encoding, 4.2).
_C1 = {n: c for n in range(0x80, 0xA0) if (c := bytes([n]).decode("cp1252", "replace")) != "\ufffd"}
_C1_BYTES = re.compile(rb"\xc2[\x80-\x9f]")
_C1_CHARACTERS = re.compile("[\x80-\x9f]")
_C1_NUMBER = re.compile(r"&#(?:(1[2-5]\d)|x([89][0-9a-fA-F]));")
_TO_BYTE = {ord(character): byte for byte, character in _C1.items()}
# UTF-8 whose bytes were taken for Windows-1252 and written as UTF-8 once more: a lead byte's character, then others'.
_TAIL = "[" + re.escape("".join([*map(chr, range(0x80, 0xC0)), *_C1.values()])) + "]"
_TWICE = re.compile(f"[\xc2-\xdf]{_TAIL}|[\xe0-\xef]{_TAIL}{{2}}|[\xf0-\xf4]{_TAIL}{{3}}")
_TWICE_BYTES = re.compile(
    rb"\xc3[\x82-\xb4](?:\xc2[\x80-\xbf]|\xe2(?:\x80|\x82\xac|\x84\xa2)|\xc5[\x92\x93\xa0\xa1\xb8\xbd\xbe]|\xc6\x92|\xcb[\x86\x9c])"
)
_BRACKET = re.compile(r"[<>]")
_MANY_BYTED = frozenset(["cp932", "euc_jp", "gb18030", "big5"])
_FREQUENT = "のにはをたがでてとしれさるいなりっあ、。的一是不在了人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會，"
BROKEN = "\ufffd"
_STRANGE = re.compile(rb"[\x80-\xff]")
_LIKELY_FEED = re.compile(rb"<(?:[a-z]{1,8}:)?(?:rss|feed|rdf|urlset|sitemapindex|channel|entry)[\s>]", re.IGNORECASE)
_ASCII_TAG = re.compile(rb"<[^<>]{1,2000}>")
_OPENINGS = frozenset(b"<{[ \t\r\n")
SAMPLE_BYTES = 6000
RARE_SHARE = 0.03
"""With fewer letters outside ASCII than this share, a text is taken for Western European: Czech and Turkish have several
times as many, other scripts many times."""
BROKEN_SHARE = 0.01
"""UTF-8 with fewer broken sequences than this share of its characters is UTF-8 with an accident in it."""


def decode(data: bytes, content_type: str = "") -> tuple[str, str]:
    """Give a document's text and what was wrong with its encoding (empty when nothing was).

    Valid UTF-8 wins over any declaration: text of another encoding is almost never valid UTF-8 by chance (RFC 3629, 1).
    Single characters of Windows-1252 in UTF-8, written as bytes, as control characters or as numbers (`&#146;`), become
    what was meant, and so does text that was encoded twice.
    """
    text, trouble = _decoded(data, content_type)
    if not data.isascii():
        if _TWICE_BYTES.search(data):
            text = _encoded_once(text)
        if _C1_BYTES.search(data):
            text = _C1_CHARACTERS.sub(lambda match: _C1.get(ord(match.group()), match.group()), text)
    return _C1_NUMBER.sub(_by_number, text) if "&#" in text else text, trouble


def _by_number(match: re.Match[str]) -> str:
    number = int(match.group(1) or match.group(2), 10 if match.group(1) else 16)
    return _C1.get(number, match.group())


def _encoded_once(text: str) -> str:
    """Undo an encoding that was done twice where everything outside ASCII between two tags shows it."""
    parts, at = list[str](), 0
    while match := _TWICE.search(text, at):
        begin = max(text.rfind("<", at, match.start()), text.rfind(">", at, match.start()), at - 1) + 1
        end = bracket.start() if (bracket := _BRACKET.search(text, match.end())) else len(text)
        parts += text[at:begin], _run_encoded_once(text[begin:end])
        at = end
    return "".join(parts) + text[at:]


def _run_encoded_once(run: str) -> str:
    """Undo it in what stands between two tags; capitals alone may end in `Ã”`."""
    if run.isupper():
        return run
    try:
        return run.translate(_TO_BYTE).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return run


def _decoded(data: bytes, content_type: str) -> tuple[str, str]:
    if wide := _wide(data):
        return data.decode(wide, "replace").removeprefix("\ufeff"), ""
    is_marked = data.startswith(codecs.BOM_UTF8)
    body = data.removeprefix(codecs.BOM_UTF8)
    declared = ["utf-8"] if is_marked else _names(body, content_type)
    if b"\x1b$" in body and body.isascii():
        # All of ISO 2022 is ASCII.
        return body.decode(next((name for name in declared if name.startswith("iso2022")), "iso2022_jp"), "replace"), ""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(body, declared)
    is_lie = declared and declared[0] != "utf-8" and not body.isascii()
    return text, f"declared as {declared[0]}, but it is UTF-8" if is_lie else ""


def _wide(data: bytes) -> str:
    """Know UTF-16 and UTF-32 by their mark or by the zeros of the first character, EBCDIC by its `<?xm` (XML 1.0, appendix F)."""
    head = data[:4]
    for mark, name in _BOMS:
        # Text of single bytes under the mark of another encoding is that text.
        if data.startswith(mark) and b"\x00" in data[2:8]:
            return name
    if len(head) < 4:
        return ""
    if head[0] in _OPENINGS and head[1] == 0:
        return "utf-16-le" if head[2] else "utf-32-le"
    if head[0] == 0 and (head[1] in _OPENINGS or head[3] in _OPENINGS):
        return "utf-16-be" if head[1] else "utf-32-be"
    return "cp037" if head == b"\x4c\x6f\xa7\x94" else ""


def _not_utf8(data: bytes, declared: list[str]) -> tuple[str, str]:
    if (not declared or declared[0] in ("utf-8", "cp1252")) and (mended := _accident(data)):
        return mended
    for name in declared:
        if name != "utf-8":
            try:
                return data.decode(name), ""
            except UnicodeDecodeError:
                continue
    name = declared[0] if declared and declared[0] == "cp1252" else _guessed(data)
    return data.decode(name, "replace"), f"taken for {name}"


def _accident(data: bytes) -> tuple[str, str] | None:
    """Read UTF-8 with a few broken bytes; nothing when there are too many, or hardly anything else outside ASCII."""
    text = data.decode("utf-8", "replace")
    broken = text.count(BROKEN)
    strange = len(text) - len(text.encode("ascii", "ignore")) - broken
    is_few = 5 * broken <= strange or (broken <= BROKEN_SHARE * len(text) and broken <= 20 * strange)
    return (data.decode("utf-8", "newsgrid-single"), f"{broken} broken characters") if is_few else None


def _single(error: UnicodeError) -> tuple[str, int]:
    """Read a single broken byte as Windows-1252 where that gives a small letter or a sign; what is cut short stays broken."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    byte = error.object[error.start]
    is_single = error.end - error.start == 1 and byte not in b"\xc2\xc3\xfe\xff" and not 0xC4 <= byte <= 0xDF
    return (bytes([byte]).decode("cp1252", "replace") if is_single else BROKEN), error.end


codecs.register_error("newsgrid-single", _single)


def _guessed(data: bytes) -> str:
    """Guess an encoding from where the text leaves ASCII and the language it states; of what is no markup, nothing is guessed."""
    strange = _STRANGE.search(data)
    if strange is None or not _LIKELY_FEED.search(data[:200_000]):
        return "cp1252"
    begin = max(0, strange.start() - 200)
    sample = _ASCII_TAG.sub(b" ", data[begin : begin + SAMPLE_BYTES])
    stated = _LANGUAGE.search(data[:20_000])
    likely = _BY_LANGUAGE.get((stated.group(1) or stated.group(2)).decode("ascii").lower()) if stated else None
    if likely and (fitting := [name for name in likely if _fits(sample, name)]):
        return max(fitting, key=lambda name: _small_letters(sample, name)) if len(fitting) > 1 else fitting[0]
    if len(_STRANGE.findall(sample)) < RARE_SHARE * len(sample):
        return "cp1252"
    return _best(sample, _LIKELY) or "cp1252"


def _best(sample: bytes, names: list[str]) -> str:
    found = from_bytes(sample, cp_isolation=names).best()
    return found.encoding if found else ""


def _small_letters(sample: bytes, name: str) -> int:
    """Count the small letters outside ASCII, of which text read rightly has the most: most encodings differ in their signs and capitals.

    Among those of Chinese and Japanese, frequent characters count in their place.
    """
    text = sample.decode(name, "replace")
    if name in _MANY_BYTED:
        return text.count(BROKEN) * -100 + sum(text.count(character) for character in _FREQUENT)
    return sum(character.islower() and not character.isascii() for character in text)


def _fits(sample: bytes, name: str) -> bool:
    """Say whether a sample can be of an encoding; the sample may begin and end in the midst of a character."""
    text = sample.decode(name, "replace")
    return text[2:-2].count(BROKEN) <= len(text) // 1000


def _names(data: bytes, content_type: str) -> list[str]:
    """Give the encodings the header and the document declare, header first (RFC 7303, 3)."""
    header, inside = _CHARSET.search(content_type), _DECLARED.match(data[:400])
    labels = ([header.group(1)] if header else []) + ([inside.group(1).decode("ascii")] if inside else [])
    return [name for label in labels if (name := _named(label.strip().lower()))]


def _named(label: str) -> str:
    """Give the codec an encoding's label means; nothing for a label that is not known."""
    if label in _LABELS:
        return _LABELS[label]
    if vendor := _VENDOR.fullmatch(label):
        return f"cp{vendor.group(1)}"
    try:
        return _READ_AS.get(codecs.lookup(label).name, "")
    except (LookupError, ValueError):
        return ""
