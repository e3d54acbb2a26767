"""Ill-formed XML, mended where publishers break it most: entities, characters, stray `<`, tags left open."""

from __future__ import annotations

import html.entities
import re
from collections.abc import Mapping

MAX_DEPTH = 250
"""Elements within one another; libxml2 itself stops at 256."""
MAX_REFERENCES = 200_000
"""References that are resolved in a document; those after stay as they are written."""
MAX_EXPANSION = 1_000_000
"""Characters that a document's own entities may stand for in all."""

_CDATA = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z))", re.DOTALL)
_BARE = re.compile(r"&(?![A-Za-z_#])|&(?=#(?![\dxX]))")
_AMPERSAND = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos);|#\d{1,7};|#x[0-9a-fA-F]{1,6};)(?:#[xX]([0-9a-fA-F]{1,6});?|#(\d{1,7})|([A-Za-z_][\w.-]{0,60});)?"
)
_UNKNOWN = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);|#\d{1,7};|#x[0-9a-fA-F]{1,6};)")
# Halves of a character beyond U+FFFF, numbered one by one.
_HALVES = re.compile(
    r"&#(?:x([dD][89aAbB][0-9a-fA-F]{2})|(5[56]\d{3}));&#(?:x([dD][c-fC-F][0-9a-fA-F]{2})|(5[67]\d{3}));"
)
# Numbers of no character of XML (1.0, 2.2), which the lenient parser would let through.
_FORBIDDEN = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|5529[6-9]|55[3-9]\d\d|56\d{3}|57[0-2]\d\d|573[0-3]\d|5734[0-3]|6553[45]|11141(?:1[2-9]|[2-9]\d)"
    r"|1114[2-9]\d\d|111[5-9]\d{3}|11[2-9]\d{4}|1[2-9]\d{5}|[2-9]\d{6})"
    r"|x0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|[dD][89a-fA-F][0-9a-fA-F]{2}|[fF]{3}[eEfF]|1[1-9a-fA-F][0-9a-fA-F]{4}|[2-9a-fA-F][0-9a-fA-F]{5}));"
)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_STRAY = re.compile(r"<(?![a-zA-Z_/!?])|<(?=/[^a-zA-Z_])")
_TOKEN = re.compile(
    r"""<!--|<!\[CDATA\[|<\?|<(/?)([A-Za-z_][\w:.-]*+)((?:[^<>"']|"[^"<]*+"|'[^'<]*+')*+)>""",
)
_ENDS = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>"}
_LEAVES = frozenset(
    [
        "title",
        "link",
        "guid",
        "pubDate",
        "id",
        "updated",
        "published",
        "comments",
        "ttl",
        "language",
        "dc:date",
        "dc:creator",
        "category",
    ]
)
_FIELDS = frozenset(["description", "content:encoded", "summary", "content", "author", "enclosure", "source"])
_VOID = frozenset(["br", "img", "hr", "input", "meta", "wbr", "col", "area", "embed", "param"])


def mend(text: str, entities: Mapping[str, str]) -> str:
    """Escape bare ampersands and stray `<`, resolve HTML's entities and the given ones, drop what XML cannot hold.

    Linear; the given entities may stand for at most MAX_EXPANSION characters together, what is over is dropped.
    """
    left, many = MAX_EXPANSION, text.count("&") > MAX_REFERENCES

    def resolved(match: re.Match[str]) -> str:
        nonlocal left
        in_hex, in_decimal, name = match.groups()
        if in_hex or in_decimal:
            return _character(int(in_hex, 16) if in_hex else int(in_decimal))
        if name in entities:
            value = entities[name]
            left -= len(value)
            return _escaped(value) if left >= 0 else ""
        if name and name + ";" in html.entities.html5:
            return _escaped(html.entities.html5[name + ";"])
        return "&amp;" + (name + ";" if name else "")

    pieces = _CDATA.split(_NOT_XML.sub("", text))
    for i in range(0, len(pieces), 2):
        piece = pieces[i]
        if "&" in piece:
            piece = _HALVES.sub(_joined, _BARE.sub("&amp;", piece))
            piece = _AMPERSAND.sub(resolved, piece, MAX_REFERENCES if many else 0)
            piece = _FORBIDDEN.sub("", _UNKNOWN.sub("&amp;", piece) if many else piece)
        pieces[i] = _STRAY.sub("&lt;", piece) if "<" in piece else piece
    return "".join(pieces)


def has_unknown(text: str) -> bool:
    """Say whether a text refers to entities that XML does not know by itself."""
    return any(_UNKNOWN.search(piece) for piece in _CDATA.split(text)[::2])


def balance(text: str) -> str:
    """Close the tags that were left open, drop closing ones that were never opened. Raises ValueError beyond MAX_DEPTH.

    An end tag closes what was opened inside; what never holds another field (a title, a link) is closed by the next, and
    an item by the next item. `O(n * MAX_DEPTH)`.
    """
    parts: list[str] = []
    open_names: list[str] = []
    done = at = 0
    while match := _TOKEN.search(text, at):
        closing, name, rest = match.groups()
        if name is None:
            end = text.find(_ENDS[match.group()], match.end())
            if end < 0:
                break
            at = end
            continue
        parts.append(text[done : match.start()])
        at = done = match.end()
        parts.extend(
            _closed(match.group(), name, open_names) if closing else _opened(match.group(), name, rest, open_names)
        )
        if len(open_names) > MAX_DEPTH:
            raise ValueError(name)
    parts.append(text[done:])
    if name := _unfinished(text, done):
        parts.append(name)
    parts.extend(f"</{name}>" for name in reversed(open_names))
    return "".join(parts)


def _unfinished(text: str, at: int) -> str:
    """Give the end of a CDATA section or comment that the document breaks off in."""
    match = _TOKEN.search(text, at)
    return _ENDS.get(match.group(), "") if match else ""


def _closed(tag: str, name: str, open_names: list[str]) -> list[str]:
    if name not in open_names:
        return []
    parts = []
    while (inner := open_names.pop()) != name:
        parts.append(f"</{inner}>")
    return [*parts, tag]


def _opened(tag: str, name: str, rest: str, open_names: list[str]) -> list[str]:
    parts = []
    while open_names and _ends(open_names, name):
        parts.append(f"</{open_names.pop()}>")
    if rest.endswith("/"):
        return [*parts, tag]
    if name.lower() in _VOID:
        return [*parts, f"<{name}{rest}/>"]
    open_names.append(name)
    return [*parts, tag]


def _ends(open_names: list[str], name: str) -> bool:
    """Say whether the innermost open element cannot hold one of this name."""
    if name in ("item", "entry"):
        return name in open_names
    return open_names[-1] in _LEAVES and (name in _LEAVES or name in _FIELDS)


def _joined(match: re.Match[str]) -> str:
    high_hex, high, low_hex, low = match.groups()
    first, second = int(high_hex, 16) if high_hex else int(high), int(low_hex, 16) if low_hex else int(low)
    if not (0xD800 <= first < 0xDC00 <= second < 0xE000):
        return ""
    return chr(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))


def _character(number: int) -> str:
    return f"&#{number};" if _is_xml(number) else ""


def _is_xml(number: int) -> bool:
    """XML 1.0, 2.2."""
    return (
        number in (9, 10, 13) or 0x20 <= number <= 0xD7FF or 0xE000 <= number <= 0xFFFD or 0x10000 <= number <= 0x10FFFF
    )


def _escaped(text: str) -> str:
    return _NOT_XML.sub("", text).replace("&", "&amp;").replace("<", "&lt;")
