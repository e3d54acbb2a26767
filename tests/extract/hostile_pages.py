"""Pages made to hurt: one function for each kind, sizes as arguments. All words in them are invented.

`KINDS` holds every kind by name, with what may come of it: `article` (the story below, with its headline and its body),
`chinese` (the same in Chinese), `any` (an article of whatever), or the reasons of a PageError. `make(name)` builds the page.
"""

# ruff: noqa: UP031 (JSON is full of braces)

from __future__ import annotations

import dataclasses
import gzip
import json
import random
import struct
import zlib
from collections.abc import Callable, Mapping

HEADLINE = "Harbour bridge of Lowmere opens after nine years"
PARAGRAPHS = (
    "The new bridge over the harbour of Lowmere was opened on Tuesday morning, nine years after the council first voted for it and four years later than planned.",
    "More than three thousand people crossed it on foot in the first hour, many of them with children who had never known the road without its long detour.",
    "“We were told it would never stand,” said the mayor, Ines Tarrow, who cut the ribbon together with the two oldest workers of the yard that built its arches.",
    "The council says the work cost 84 million, about a fifth more than was set aside in 2019, and that the toll will stay as it is until the end of next year.",
    "Buses will use the bridge from Monday; lorries of more than twelve tonnes must go on taking the road around the bay until the second lane is finished.",
)
URL = "https://www.lowmere.example/news/2026/03/03/harbour-bridge-opens"
BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
META = (
    f'<meta property="og:title" content="{HEADLINE}"><meta property="og:type" content="article">'
    '<meta property="article:published_time" content="2026-03-03T09:30:00+01:00"><meta name="author" content="Petra Quill">'
)

ARTICLE = "article"
TOO_LARGE = "too-large"
NOT_HTML = "not-html"
EMPTY = "empty"
ANY = "any"
CHINESE_STORY = "chinese"


@dataclasses.dataclass(frozen=True)
class HostilePage:
    """What extract is given, and what may come of it."""

    html: bytes | str
    expected: frozenset[str]
    headers: Mapping[str, str] | None = None
    publisher: str = ""
    """The text of the publisher file of its site."""
    learns: bool = False
    """It is read as the pipeline does, with a template of its site."""


@dataclasses.dataclass(frozen=True)
class _Kind:
    build: Callable[[], bytes | str | tuple[bytes, Mapping[str, str]]]
    expected: frozenset[str]
    publisher: str = ""
    learns: bool = False


KINDS: dict[str, _Kind] = {}


def add(
    name: str,
    build: Callable[[], bytes | str | tuple[bytes, Mapping[str, str]]],
    *expected: str,
    publisher: str = "",
    learns: bool = False,
) -> None:
    """Add a kind under a name; without a word of what is expected, an article is."""
    if name in KINDS:
        raise ValueError(f"{name} is there twice")
    KINDS[name] = _Kind(build, frozenset(expected or (ARTICLE,)), publisher, learns)


def make(name: str) -> HostilePage:
    """Build the page of a kind."""
    kind = KINDS[name]
    built = kind.build()
    html, headers = built if isinstance(built, tuple) else (built, None)
    return HostilePage(html, kind.expected, headers, kind.publisher, kind.learns)


def page(
    inside: str | bytes = "",
    *,
    head: str | bytes = "",
    before: str | bytes = "",
    root: str | bytes = "<html lang=en>",
    body: str | bytes = "<body>",
    declaration: str | bytes = "<!doctype html>",
    text: str | bytes = BODY,
    end: str | bytes = "</article></body></html>",
) -> bytes:
    """Build the story's page with something hostile after its text, before it, in its head or in its tags."""
    parts = (
        declaration, root, "<head>", head, f"<title>{HEADLINE}</title>{META}</head>", body, before,
        f"<article><h1>{HEADLINE}</h1>", text, inside, end,
    )  # fmt: skip
    return b"".join(part.encode() if isinstance(part, str) else part for part in parts)


# --- sizes


def large(size: int) -> bytes:
    """Build a page of nothing but paragraphs, each another one."""
    text = " ".join(PARAGRAPHS[1:])
    count = size // (len(text.encode()) + 20)
    return page("".join(f"<p>{number} {text}</p>" for number in range(count)))


def one_text(size: int, unit: str = "x") -> bytes:
    """Build a page with one text without a space."""
    return page("<p>" + unit * (size // len(unit.encode())) + "</p>")


def words(size: int) -> bytes:
    """Build a page whose one paragraph is all words, no two alike."""
    return page("<p>" + " ".join(f"w{number:x}" for number in range(size // 7)) + "</p>")


# --- nesting


def nested(tag: str, depth: int, *, closed: bool = True, text: str = "", where: str = "inside") -> bytes:
    """Build a page with one element inside another, to this depth."""
    made = f"<{tag}>{text}" * depth + (f"</{tag.split(maxsplit=1)[0]}>" * depth if closed else "")
    return page(before=made) if where == "before" else page(made)


def nested_tables(depth: int) -> bytes:
    """Build tables inside the cells of tables."""
    return page("<table><tr><td>x" * depth + "</td></tr></table>" * depth)


# --- attributes


def attributes(count: int, *, valued: bool = False, tag: str = "p") -> str:
    """Give an opening tag with so many attributes."""
    return f"<{tag} " + " ".join(f'a{n:x}="1"' if valued else f"a{n:x}" for n in range(count)) + ">"


def spread_attributes(elements: int, each: int, *, valued: bool = True, value: str = "1") -> bytes:
    """Build a page whose attributes are spread over many elements."""
    some = " ".join(f"a{n:x}={value}" if valued else f"a{n:x}" for n in range(each))
    return page(f"<i {some}>x</i>" * elements)


def repeated_roots(tag: str, count: int) -> bytes:
    """Build a page that opens its root again and again, each time with another attribute: a parser merges them."""
    return page("".join(f"<{tag} a{n:x}=1>" for n in range(count)))


def long_attribute(attribute: str, size: int, tag: str = "p", unit: str = "x") -> bytes:
    """Build a page with one attribute of this size, in the head for tags that live there."""
    made = f'<{tag} {attribute}="{unit * (size // len(unit))}">'
    return page(head=made) if tag.split(maxsplit=1)[0] in ("meta", "link", "base") else page(made + "x")


# --- encodings


def encoded(codec: str, *, header: str = "", meta: str = "", bom: bytes = b"", extra: str = "é ü ñ", errors: str = "strict") -> tuple[bytes, Mapping[str, str]]:  # fmt: skip
    """Build the story in an encoding, with a header and a meta tag that say what they like."""
    said = f'<meta charset="{meta}">' if meta else ""
    text = page(f"<p>{extra}</p>", head=said).decode()
    kind = f"text/html; charset={header}" if header else "text/html"
    return bom + text.encode(codec, errors), {"Content-Type": kind}


CHINESE = "洛米尔港大桥周二上午正式通车，距离议会首次表决已有九年，比原计划晚了四年。第一个小时内就有三千多人步行过桥，其中许多人带着孩子。"


def chinese(codec: str, *, cut: int = 0, repeat: int = 12, header: str = "") -> tuple[bytes, Mapping[str, str]]:
    """Build a page in Chinese, cut in the middle of a character."""
    text = f"<!doctype html><html lang=zh><head><title>洛米尔大桥通车</title></head><body><article><h1>洛米尔大桥通车</h1>{''.join(f'<p>{n}{CHINESE}</p>' for n in range(repeat))}"
    data = text.encode(codec)
    return data[: len(data) - cut] if cut else data, {"content-type": f"text/html; charset={header}" if header else "text/html"}  # fmt: skip


def double_encoded(times: int) -> bytes:
    """Build a page whose UTF-8 was read as Latin-1 and written again, so many times."""
    text = page("<p>Il a été là : « déjà vu », où ça ?</p>").decode()
    for _ in range(times):
        text = text.encode().decode("latin-1")
    return text.encode()


# --- JSON-LD, microdata


def ld(data: str, count: int = 1) -> bytes:
    """Build a page with JSON-LD in its head."""
    return page(head=f'<script type="application/ld+json">{data}</script>' * count)


def article_node(**more: object) -> str:
    """Give the story's node as JSON."""
    return json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", "headline": HEADLINE, **more})


def nested_json(depth: int, opened: str, closed: str, core: str = "1") -> bytes:
    """Build JSON-LD nested to this depth."""
    return ld(opened * depth + core + closed * depth)


def itemref_loop(count: int) -> bytes:
    """Build items that refer to each other in a circle and to themselves."""
    return page(
        "".join(
            f'<div id="i{n}" itemscope itemprop="author" itemref="i{(n + 1) % count} i{n} i{(n * 7) % count}"><span itemprop="name" property="schema:name">N{n}</span></div>'
            for n in range(count)
        )
    )


def nested_items(depth: int) -> bytes:
    """Build items inside items, none of which has a name."""
    return page('<div itemscope itemprop="author" typeof="Person" property="author">' * depth)


# --- binary


def png() -> bytes:
    """Give a small picture of one grey."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"\x00" + b"\x7f" * 300)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 300, 1, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


def noise(size: int, seed: int = 7) -> bytes:
    """Give bytes without sense, the same every time."""
    return random.Random(seed).randbytes(size)


# --- bait: texts that patterns run long on

BAIT = (
    " ", "\u00a0", "\n", "\t ", "a", "A", "7", "-", ".", ",", "(", "((", "[", "<", "/", "“", '"', "'", "\\", "&", "&amp", "@", "م", "新", "ก", "A ", " a", "A, ", "a.", "A.", "7-", "7/",
    "7:", "(a", " - ", " | ", "<a ", '="', "Ab Cd ", " by A B", " by ", " and ", ", }", "a-1", "1x1 ", "http://", "photo: ", "Photo by A B ", "javascript ", "12:3", "2026-03-03T",
    "March 3, 2026 ", "3 mars 2026, ", "LONDON (AP) ", "LONDON, March 3 ", "(Reuters) - ", "© ", "von Ann ", "von ", "de ", "Mr. ", "U.S. ", "a@b.", "www.", "#a ", "e\u0301", "\u0301",
    "\u200b", "\u202e", "\ud7ff", "ß", "İ", "ﷺ", "①", "１", "٣", "\u2028", "·", "•", "–", "— ", "_", "%", "%2", ";", "&#", "{", "[[", "a\\", ":", "::", "?", "!", "?!", "…", "„a“ ", "«a» ",
)  # fmt: skip


def bait(unit: str, size: int) -> bytes:
    """Put one unit, repeated, in every field that a page can state."""
    said = (unit * (size // len(unit) + 1))[:size]
    quoted = said.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    text = quoted
    node = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": said, "alternativeHeadline": said, "description": said, "datePublished": said[:300], "dateModified": said,
        "dateCreated": said, "author": [{"@type": "Person", "name": said}, said], "creator": said, "publisher": {"name": said}, "sourceOrganization": said, "articleSection": [said, said],
        "keywords": said, "about": [said], "image": {"url": f"https://i.example/{said}", "creditText": said}, "inLanguage": said, "isAccessibleForFree": said, "correction": said,
        "license": said, "usageInfo": said, "copyrightNotice": said, "mainEntityOfPage": said, "articleBody": said, "hasPart": [{"isAccessibleForFree": said}],
    }  # fmt: skip
    script = json.dumps(node).replace("</", "<\\/")
    names = (
        "og:title twitter:title description og:description author article:author byl dc.creator article:published_time article:modified_time date og:image twitter:image og:image:alt "
        "og:site_name keywords news_keywords article:tag article:section parsely-section og:locale og:url robots refresh content-language article:content_tier copyright rights dc.rights tdm-policy"
    ).split()
    metas = "".join(f'<meta name="{name}" property="{name}" http-equiv="{name}" content="{quoted}">' for name in names)
    return (
        f'<!doctype html><html lang="{quoted}"><head><title>{text}</title><base href="{quoted}"><link rel="canonical amphtml license" href="{quoted}">{metas}'
        f'<script type="application/ld+json">{script}</script><script type="application/ld+json">{quoted}</script></head>'
        f'<body class="{quoted}" id="{quoted}"><article class="h-entry {quoted}"><h1>{text}</h1><p class="byline">{text}</p><p class="author">By {text}</p><a rel="author" href="/author/{quoted}">{text}</a>'
        f'<a rel="tag" href="/tag/{quoted}">{text}</a><time datetime="{quoted}" class="published {quoted}">{text}</time><p class="date">Updated {text}</p>'
        f'<figure><img src="{quoted}" srcset="{quoted}" alt="{quoted}" width="{quoted}"><figcaption>{text}</figcaption></figure><figcaption>Photo: {text}</figcaption>'
        f"<p>{text}</p><p>({text}) – {text}</p><p>LONDON, 3 March ({text}) {text}</p><p>{text} (AP) — {text}</p>{BODY}<p>Correction: {text}</p><p>Source: {text}</p><p>Read also: {text}</p>"
        f'<blockquote class="twitter-tweet" cite="{quoted}">{text}</blockquote><iframe src="https://x.example/{quoted}" style="{quoted}"></iframe><p>{text}</p><ul><li>{text}</li></ul>'
        f'<span itemprop="author" class="p-author">{text}</span><p>{text} / {text}</p><p>© {text}</p></article></body></html>'
    ).encode("utf-8", "surrogatepass")


def _add_all() -> None:
    million = 1_000_000
    # Sizes
    add("page of 50 MB", lambda: large(50_000_000), TOO_LARGE)
    add("page just below the limit", lambda: large(7_900_000), ARTICLE, TOO_LARGE)
    add("text of 20 MB without spaces", lambda: one_text(20_000_000), TOO_LARGE)
    add("text without spaces", lambda: one_text(7_900_000))
    add("capitals without spaces", lambda: one_text(7_900_000, "Aa"))
    add("digits without spaces", lambda: one_text(7_900_000, "7"))
    add("Chinese without spaces", lambda: one_text(7_900_000, "港"))
    add("Thai without spaces", lambda: one_text(7_900_000, "ก็"))
    add("Burmese without spaces", lambda: one_text(7_900_000, "မ"))
    add("text of other words", lambda: words(7_900_000))
    add("text of white space", lambda: page("<p>" + " \n" * 3_900_000 + "</p>"))
    add("only white space", lambda: b"<p>" + b" " * 7_900_000, EMPTY)
    add("only open brackets", lambda: b"<" * 7_900_000, TOO_LARGE)
    add("open brackets in a text", lambda: page("<p>" + "< " * 190_000))
    add("only closing brackets", lambda: page("<p>" + ">" * 7_000_000))
    add("sentences of one letter", lambda: page("<p>" + "A. " * 2_500_000))
    add("paragraphs of one letter", lambda: page("<p>A." * 190_000), ARTICLE, TOO_LARGE)
    add(
        "different short paragraphs",
        lambda: page("".join(f"<p>The {n} lorries of bay {n} stood." for n in range(200_000))),
        ARTICLE,
        TOO_LARGE,
    )
    add("repeated paragraphs", lambda: page(BODY * 9_000))
    add("lines", lambda: page("<br>x" * 190_000))
    add("double lines", lambda: page("<br><br>A road." * 95_000))
    # Depth
    for tag in (
        "div",
        "span",
        "b",
        "font",
        "a",
        "p",
        "ul",
        "li",
        "blockquote",
        "section",
        "article",
        "q",
        "em",
        "x-a",
        "form",
        "object",
        "svg",
        "math",
        "template",
        "select",
        "noscript",
        "h1",
        "dl><dd",
        "ruby><rt",
        "button",
        "label",
        "center",
        "nobr",
    ):
        add(f"nested {tag}", lambda tag=tag: nested(tag, 100_000), ARTICLE, TOO_LARGE)
        add(
            f"nested {tag}, never closed",
            lambda tag=tag: nested(tag, 100_000, closed=False, text="x"),
            ARTICLE,
            TOO_LARGE,
        )
        add(
            f"nested {tag} before the story",
            lambda tag=tag: nested(tag, 100_000, closed=False, where="before"),
            ARTICLE,
            TOO_LARGE,
            EMPTY,
        )
    add("a million nested", lambda: nested("div", million), TOO_LARGE)
    add("nested within the depth", lambda: page(("<div class=a>" * 240 + "x" + "</div>" * 240) * 400))
    add("nested inline within the depth", lambda: page(("<b><i>" * 120 + "x" + "</i></b>" * 120) * 400))
    add("tables nested 10,000 deep", lambda: nested_tables(10_000))
    add("tables nested 24,000 deep", lambda: nested_tables(24_000))
    add("table in wrong places", lambda: page("<table>" + "<b>x<table><p>y" * 60_000))
    add("rows without a table", lambda: page("<tr><td>x<th>" * 60_000))
    add("closing tags", lambda: page("</p></b></div></i>" * 48_000), ARTICLE, TOO_LARGE)
    add("crossed tags", lambda: page("<a><b></a>" * 60_000))
    add("crossed blocks", lambda: page("<b><p></b>" * 60_000))
    # Attributes
    add("a million attributes on one element", lambda: page(attributes(million) + "x"), TOO_LARGE)
    add(
        "a million attributes with values on one element",
        lambda: page(attributes(million, valued=True) + "x"),
        TOO_LARGE,
    )
    add("a million attributes on the body", lambda: page(body=attributes(million, tag="body")), TOO_LARGE)
    add("attributes of one name", lambda: page("<p " + "a " * million + ">x"), TOO_LARGE)
    add("attributes without a space", lambda: page("<p " + "a/" * million + ">x"), TOO_LARGE)
    add("attributes of quoted values without names", lambda: page("<p " + '""' * million + ">x"), TOO_LARGE, ARTICLE)
    add(
        "attributes of empty values",
        lambda: page("<p " + "".join(f"a{n:x}=''" for n in range(900_000)) + ">x"),
        TOO_LARGE,
        ARTICLE,
    )
    add("a million attributes on 100,000 elements", lambda: spread_attributes(100_000, 10), ARTICLE, TOO_LARGE)
    add("a million attributes on 1,000 elements", lambda: spread_attributes(1_000, 1_000), ARTICLE, TOO_LARGE)
    add(
        "attributes without values on 140,000 elements",
        lambda: spread_attributes(95_000, 12, valued=False),
        ARTICLE,
        TOO_LARGE,
    )
    add("attributes of long tags", lambda: spread_attributes(380, 5_000, valued=False), ARTICLE, TOO_LARGE)
    add("attributes of nested elements", lambda: page("<div a b c d e f g h i j k l m>x" * 95_000), ARTICLE, TOO_LARGE)
    add("repeated html tags", lambda: repeated_roots("html", 95_000), ARTICLE, TOO_LARGE)
    add("repeated body tags", lambda: repeated_roots("body", 95_000), ARTICLE, TOO_LARGE)
    add(
        "repeated html tags of many attributes",
        lambda: page(
            "<html " * 1 + "><html ".join(" ".join(f"a{n * 100 + k:x}" for k in range(100)) for n in range(2_000)) + ">"
        ),
        ARTICLE,
        TOO_LARGE,
    )
    add("an open tag", lambda: page("<p " + "x" * 5_000_000, end=""), ARTICLE, TOO_LARGE)
    add("an open quote", lambda: page('<p title="' + "x <p> " * 200_000, end=""), ARTICLE, TOO_LARGE)
    for tag, names in {
        "a": "href class id title rel", "img": "src srcset alt sizes data-src class", "time": "datetime class", "p": "class id style itemprop lang", "div": "data-testid role aria-label style class",
        "meta name=description": "content", "meta property=og:title": "content", "meta property=og:image": "content", "meta name=author": "content", "meta name=keywords": "content",
        "meta name=date": "content", "meta name=x http-equiv=refresh": "content", "meta property=article:published_time": "content", "meta content=x": "name property", "link rel=canonical": "href",
        "link href=/x": "rel", "base": "href", "iframe": "src style", "source": "srcset", "blockquote class=twitter-tweet": "cite", "span itemprop=author": "content", "input": "type value",
    }.items():  # fmt: skip
        for name in names.split():
            add(
                f"{tag} {name} of 5 MB",
                lambda tag=tag, name=name: long_attribute(name, 5_000_000, tag),
                ARTICLE,
                "meta-refresh",
            )
            add(
                f"{tag} {name} of many words",
                lambda tag=tag, name=name: long_attribute(name, 5_000_000, tag, "ab-c "),
                ARTICLE,
                "meta-refresh",
            )
    add("body class of 5 MB", lambda: page(body='<body class="' + "aB-" * 1_700_000 + '">'))
    add("html lang of 5 MB", lambda: page(root='<html lang="' + "a-" * 2_500_000 + '">'))
    add(
        "different long classes",
        lambda: page(
            "".join(f'<div class="{" ".join(f"c{n:x}w{k:x}" for k in range(60))}">x</div>' for n in range(16_000))
        ),
        ARTICLE,
        TOO_LARGE,
    )
    # Null bytes
    add("null bytes between letters", lambda: page().replace(b"o", b"o\0"))
    add("null bytes in tags", lambda: page().replace(b"<p>", b"<\0p\0>"))
    add("5 MB of null bytes", lambda: page("<p>" + "\0" * 5_000_000))
    add("only null bytes", lambda: b"\0" * 7_000_000, NOT_HTML, EMPTY)
    add("null bytes first", lambda: b"\0\0\0\0" + page(), NOT_HTML, ARTICLE)
    # Encodings
    add("header against meta", lambda: encoded("utf-8", header="iso-8859-1", meta="shift_jis"))
    add("meta against the bytes", lambda: encoded("cp1252", meta="utf-8"))
    add("header against the bytes", lambda: encoded("cp1252", header="utf-8", meta="windows-1252"))
    add("BOM against header and meta", lambda: encoded("utf-8", header="koi8-r", meta="big5", bom=b"\xef\xbb\xbf"))
    add("BOM of UTF-16 before UTF-8", lambda: encoded("utf-8", bom=b"\xff\xfe"), ARTICLE, NOT_HTML, EMPTY)
    add("UTF-16 with BOM", lambda: encoded("utf-16"))
    add("UTF-16 little without BOM", lambda: encoded("utf-16-le"))
    add("UTF-16 big without BOM", lambda: encoded("utf-16-be"))
    add("UTF-16 without BOM, declared", lambda: encoded("utf-16-le", header="utf-16le"))
    add("UTF-16 declared in UTF-8", lambda: encoded("utf-8", meta="utf-16"))
    add("UTF-32 with BOM", lambda: encoded("utf-32"), ARTICLE, NOT_HTML, EMPTY)
    add("UTF-7 declared", lambda: encoded("utf-7", header="utf-7"), ARTICLE, NOT_HTML, EMPTY)
    add(
        "UTF-7 declared, script in it",
        lambda: (b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-" + page(), {"content-type": "text/html; charset=utf-7"}),
    )
    add("an unknown encoding", lambda: encoded("utf-8", header="x-nonsense", meta="klingon"))
    for codec in (
        "base64",
        "hex",
        "rot13",
        "zlib",
        "bz2",
        "idna",
        "punycode",
        "unicode_escape",
        "raw_unicode_escape",
        "undefined",
        "mbcs",
        "utf_8_sig",
        "cp037",
        "utf-32",
        "hz",
        "iso2022_jp",
        "quopri",
        "uu",
        "oem",
        "utf-7",
    ):
        add(f"encoding {codec} declared", lambda codec=codec: encoded("utf-8", header=codec, meta=codec))
    add(
        "a large page declared as unicode_escape",
        lambda: (large(3_000_000), {"content-type": "text/html; charset=unicode_escape"}),
    )
    add(
        "a large page declared as punycode", lambda: (large(3_000_000), {"content-type": "text/html; charset=punycode"})
    )
    add("a large page declared as idna", lambda: (large(3_000_000), {"content-type": "text/html; charset=idna"}))
    add("a large page declared as utf-7", lambda: (large(3_000_000), {"content-type": "text/html; charset=utf-7"}))
    add(
        "a large page declared as iso2022_jp",
        lambda: (large(3_000_000), {"content-type": "text/html; charset=iso-2022-jp-2004"}),
    )
    add("a large page declared as big5", lambda: (large(7_900_000), {"content-type": "text/html; charset=big5hkscs"}))
    add("GB18030 cut in a character", lambda: chinese("gb18030", cut=1, header="gb2312"), CHINESE_STORY)
    add("GB18030 cut, not declared", lambda: chinese("gb18030", cut=1), CHINESE_STORY)
    add("Big5 not declared", lambda: chinese("gb18030", header="big5"), CHINESE_STORY)
    add("a large page of GB18030 not declared", lambda: chinese("gb18030", cut=1, repeat=50_000), CHINESE_STORY)
    add("double encoded", lambda: double_encoded(1))
    add("encoded four times", lambda: double_encoded(4))
    add(
        "broken UTF-8 throughout",
        lambda: page("<p>" + "é\ufffd" * 3).replace("é".encode(), b"\xc3") + b"\x80\xff" * 2_000_000,
        ARTICLE,
        EMPTY,
    )
    add("high bytes", lambda: page(b"<p>" + bytes(range(128, 256)) * 60_000))
    add("random high bytes", lambda: page(b"<p>" + bytes(b | 128 for b in noise(1_000_000)) * 7))
    add("charset bait", lambda: page(head="<meta charset" * 100_000), ARTICLE, TOO_LARGE)
    add("charset header bait", lambda: (page(), {"Content-Type": "text/html; charset=" + " " * 1_000_000}))
    add(
        "lone surrogates in a str",
        lambda: page("<p>\ud800 \udfff \ud83d</p>".encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass"),
    )
    add("lone surrogates in bytes", lambda: page("<p>\ud800 \udfff \ud83d</p>".encode("utf-8", "surrogatepass")))
    # Entities
    add("a million ampersands", lambda: page("<p>" + "&amp;" * million), TOO_LARGE)
    add("as many ampersands as may be", lambda: page("<p>" + "&amp;" * 390_000))
    add("bare ampersands", lambda: page("<p>" + "&" * 390_000))
    add("unknown entities", lambda: page("<p>" + "&zz;" * 390_000))
    add("long entity", lambda: page("<p>&" + "a" * 5_000_000 + ";"))
    add("entities of two characters", lambda: page("<p>" + "&NotEqualTilde;" * 390_000))
    add(
        "numbers beyond Unicode",
        lambda: page("<p>" + "&#x110000;&#99999999999;&#xFFFFFFFFFFFF;&#0;&#xD800;&#xDFFF;&#-1;&#x;" * 45_000),
    )
    add("a number of a million digits", lambda: page("<p>&#" + "9" * million + ";"))
    add("entities in attributes", lambda: page('<p title="' + "&amp;" * 390_000 + '">x'))
    add("entities in metadata", lambda: page(head='<meta property="og:title" content="' + "&amp;amp;" * 390_000 + '">'))
    add(
        "entities doubled often in metadata",
        lambda: page(head='<meta name="description" content="' + "&" + "amp;" * 1_900 + 'lt;">'),
    )
    add("entities in JSON-LD", lambda: ld(article_node(description="&amp;" * 390_000)))
    add(
        "numbers in JSON-LD entities",
        lambda: ld(article_node(description="&#" + "9" * 100_000 + ";", author="&#xD800; &#x110000;")),
    )
    add(
        "entity bomb",
        lambda: page(
            declaration='<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa">'
            + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
            + "]>",
            inside="<p>&m;&l;&k;",
        ),
    )
    add(
        "external entities",
        lambda: page(
            declaration='<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY % y SYSTEM "http://127.0.0.1/"> %y;]>',
            inside="<p>&x;",
        ),
    )
    add(
        "xml entity bomb",
        lambda: (
            b'<?xml version="1.0"?>'
            + page(declaration='<!DOCTYPE html [<!ENTITY a "' + "a" * 100_000 + '">]>', inside="<p>" + "&a;" * 100_000)
        ),
    )
    # Many elements
    for made in (
        "<p></p>",
        "<br>",
        "<i></i>",
        "<div></div>",
        "<a></a>",
        "<img>",
        "<li>",
        "<td></td>",
        "<input>",
        "<option>",
        "<hr/>",
        "<x-a></x-a>",
        "<h2></h2>",
        "<time></time>",
    ):
        add(f"a million {made}", lambda made=made: page(made * million), TOO_LARGE)
        add(
            f"as many {made} as may be", lambda made=made: page(made * (190_000 // made.count("<"))), ARTICLE, TOO_LARGE
        )
        add(
            f"as many {made} as may be, with text",
            lambda made=made: page((made + "x ") * (190_000 // made.count("<"))),
            ARTICLE,
            TOO_LARGE,
        )
        add(
            f"many {made} with text before",
            lambda made=made: page(before=(made + "x ") * (95_000 // made.count("<"))),
            ARTICLE,
            TOO_LARGE,
            EMPTY,
        )
    add("a million unclosed formatting elements", lambda: page("<b><i>" * 500_000), TOO_LARGE)
    add("unclosed formatting elements", lambda: page("<b><i><p>x" * 60_000), ARTICLE, TOO_LARGE)
    add(
        "different unclosed formatting elements",
        lambda: page("".join(f"<b id=b{n}><p>x" for n in range(95_000))),
        ARTICLE,
        TOO_LARGE,
    )
    add("formatting closed in a wrong order", lambda: page("<b><i><u><s><a></b></i></u></s>" * 22_000))
    # Many candidates
    add(
        "100,000 headings",
        lambda: page("".join(f"<h1>Other news of {n} places</h1>" for n in range(100_000))),
        ARTICLE,
        TOO_LARGE,
    )
    add(
        "100,000 headings before",
        lambda: page(before="".join(f"<h1>Other news of {n} places</h1>" for n in range(100_000))),
        ANY,
    )
    add(
        "100,000 times",
        lambda: page("".join(f"<time datetime='2026-03-{n % 28 + 1:02}'>March {n}</time> " for n in range(100_000))),
        ARTICLE,
        TOO_LARGE,
    )
    add("100,000 metas", lambda: page(head="".join(f"<meta name=n{n} content=c>" for n in range(100_000))))
    add(
        "100,000 metas of one name",
        lambda: page(head="<meta name=author content='Ann Roe'>" * 100_000),
        ARTICLE,
        TOO_LARGE,
    )
    add("a meta of 100,000 names", lambda: page(head="<meta property='" + "og:title " * 100_000 + "' content=x>"))
    add(
        "100,000 links in the head",
        lambda: page(head="".join(f"<link rel='r{n} s{n}' href=/h>" for n in range(100_000))),
        ARTICLE,
        TOO_LARGE,
    )
    add("100,000 JSON-LD scripts", lambda: ld('{"@type":"NewsArticle"}', 100_000), ARTICLE, TOO_LARGE)
    add("100,000 titles", lambda: page(head="<title>x</title>" * 100_000), ARTICLE, TOO_LARGE)
    add("title of 5 MB", lambda: page(head="<title>" + "a - b | " * 600_000 + "</title>"))
    add("heading of 5 MB", lambda: page(before="<h1>" + "a - b | " * 600_000 + "</h1>"), ANY)
    add(
        "10,000 long headings",
        lambda: page(before="".join(f"<h1>{n} {'long heading ' * 50}</h1>" for n in range(10_000))),
        ANY,
    )
    add("heading with 100,000 elements", lambda: page(before="<h1>" + "<b></b>" * 90_000 + "</h1>"))
    add("100,000 bases", lambda: page(head="<base href='//['><base href=x>" * 50_000))
    add("200,000 links", lambda: page("<a href='/tag/x'>A b</a>" * 200_000), TOO_LARGE)
    add(
        "links", lambda: page("".join(f"<a href='/tag/{n}'>A road {n}</a> " for n in range(95_000))), ARTICLE, TOO_LARGE
    )
    add(
        "links to authors",
        lambda: page("".join(f"<a rel=author href='/author/{n}'>Ann Roe</a> " for n in range(95_000))),
        ARTICLE,
        TOO_LARGE,
    )
    add(
        "links without a headline",
        lambda: page("", text="".join(f"<a rel=author href='/author/{n}'>a{n}</a> " for n in range(95_000))),
        ARTICLE,
        TOO_LARGE,
        EMPTY,
    )
    add(
        "nested links to authors",
        lambda: page(before="<header><a rel='author tag' href='/author/tag/x'>" * 49_000),
        ARTICLE,
        TOO_LARGE,
        EMPTY,
    )
    add(
        "links of large texts",
        lambda: page("<a href='/tag/x'>" + ("<b>x</b>" * 100 + "<a rel=author href='/author/a'>") * 1_000),
        ARTICLE,
        TOO_LARGE,
    )
    add("frames", lambda: page("<iframe src='https://x.example/a'></iframe>" * 95_000), ARTICLE, TOO_LARGE)
    add(
        "posts of many links",
        lambda: page(("<blockquote class=twitter-tweet>" * 200) + "<a href=/x>y</a>" * 95_000),
        ARTICLE,
        TOO_LARGE,
    )
    add(
        "pictures",
        lambda: page(
            "<figure><img src='/bridge.jpg' srcset='/bridge-1200.jpg 1200w'><figcaption>x</figcaption></figure>"
            * 40_000,
            head='<meta property="og:image" content="/bridge.jpg">',
        ),
        ARTICLE,
        TOO_LARGE,
    )
    add(
        "nested pictures",
        lambda: page(
            "<picture><figure><source srcset='/bridge.jpg'>" * 60_000,
            head='<meta property="og:image" content="/bridge.jpg">',
        ),
        ARTICLE,
        TOO_LARGE,
    )
    add(
        "one picture of many sources",
        lambda: page(
            "<figure><picture>"
            + "<source srcset='/bridge.jpg 1x'>" * 190_000
            + "<img src=/bridge.jpg></picture></figure>",
            head='<meta property="og:image" content="/bridge.jpg">',
        ),
        ARTICLE,
        TOO_LARGE,
    )
    add(
        "srcset of 100,000 items",
        lambda: page(
            "<figure><img src=/bridge.jpg srcset='"
            + ", ".join(f"/bridge-{n}.jpg {n}w" for n in range(100_000))
            + "'></figure>",
            head='<meta property="og:image" content="/bridge.jpg">',
        ),
    )
    add(
        "srcset of commas",
        lambda: page(
            "<img src=/b.jpg srcset='" + "," * 5_000_000 + "'>", head='<meta property="og:image" content="/b.jpg">'
        ),
    )
    add(
        "many long srcsets",
        lambda: page(
            (
                "<figure><img src=/bridge.jpg srcset='"
                + ", ".join(f"/bridge-{n}.jpg {n}w" for n in range(800))
                + "'></figure>"
            )
            * 300,
            head='<meta property="og:image" content="/bridge.jpg">',
        ),
    )
    add(
        "100,000 inputs",
        lambda: page("", text="", before="<input type=text>" * 100_000),
        EMPTY,
        TOO_LARGE,
        "shell",
        ARTICLE,
    )
    add(
        "noscripts",
        lambda: page("", text="", before="<noscript>enable x" * 100_000),
        EMPTY,
        TOO_LARGE,
        "shell",
        ARTICLE,
    )
    add("noscript bait", lambda: page("", text="", before="<noscript>" + "enable " * 100_000), EMPTY, "shell", ARTICLE)
    add("100,000 scripts", lambda: page("<script>x</script>" * 100_000), ARTICLE, TOO_LARGE)
    add(
        "captions",
        lambda: page("<figure><figcaption>Photo: Ann Roe/AP</figcaption></figure>" * 60_000),
        ARTICLE,
        TOO_LARGE,
    )
    add("definition lists", lambda: page("<dl><dt>x<dd>y" * 49_000), ARTICLE, TOO_LARGE)
    add("different tags", lambda: page("".join(f"<t{n:x}>x</t{n:x}>" for n in range(95_000))), ARTICLE, TOO_LARGE)
    add("a tag's name of 5 MB", lambda: page("<" + "x" * 5_000_000 + ">y"), ARTICLE, TOO_LARGE)
    # JSON-LD
    add("JSON-LD of 10 MB", lambda: ld(article_node(x="y" * 10_000_000)), TOO_LARGE)
    add("JSON-LD of 7 MB", lambda: ld(article_node(x="y" * 7_000_000)))
    add("JSON-LD of long body", lambda: ld(article_node(articleBody="word " * 500_000)), ANY)
    add("JSON-LD of long body in tags", lambda: ld(article_node(articleBody="<p>A road. " * 190_000)), ANY)
    add(
        "JSON-LD of many lines",
        lambda: ld(article_node(articleBody="".join(f"The road {n} was open again\n" for n in range(90_000)))),
        ANY,
    )
    add("JSON-LD of line breaks", lambda: ld(article_node(articleBody="\n" * 1_400_000)))
    add(
        "a million authors in JSON-LD",
        lambda: ld('{"@type":"NewsArticle","author":[' + '"A B",' * million + '""]}'),
        ARTICLE,
        TOO_LARGE,
    )
    add("300,000 authors in JSON-LD", lambda: ld('{"@type":"NewsArticle","author":[' + '"A B",' * 300_000 + '""]}'))
    add("empty objects in JSON-LD", lambda: ld('{"@type":"NewsArticle","author":[' + "{}," * 900_000 + "{}]}"))
    add(
        "empty objects in all JSON-LD",
        lambda: page(
            head=(
                '<script type="application/ld+json">{"@type":"NewsArticle","author":['
                + "{}," * 900_000
                + "{}]}</script>"
            )
            * 2
        ),
    )
    add("empty lists in JSON-LD", lambda: ld("[" + "[]," * 900_000 + "[]]"))
    add("JSON-LD of different keys", lambda: ld("{" + ",".join(f'"k{n:x}":{n}' for n in range(220_000)) + "}"))
    add(
        "JSON-LD graph",
        lambda: ld(
            '{"@graph":['
            + ",".join('{"@type":"NewsArticle","@id":"#%d","headline":"Other"}' % n for n in range(50_000))
            + "]}"
        ),
    )
    add(
        "JSON-LD of graphs in graphs",
        lambda: ld('{"@graph":[{"@graph":[' * 400 + '{"@type":"NewsArticle"}' + "]}]}" * 400),
    )
    add(
        "JSON-LD nodes that name each other",
        lambda: ld(
            '{"@graph":['
            + ",".join(
                '{"@type":"NewsArticle","@id":"#%d","author":{"@id":"#%d"},"image":{"@id":"#%d"}}'
                % (n, (n + 1) % 1900, (n * 7) % 1900)
                for n in range(1_900)
            )
            + "]}"
        ),
    )
    add(
        "JSON-LD of a loop of references",
        lambda: ld(
            '{"@graph":[{"@type":"NewsArticle","@id":"#a","author":{"@id":"#a"},"publisher":{"@id":"#a"},"mainEntity":{"@id":"#a"}}]}'
        ),
    )
    add("JSON-LD lists nested 100,000 deep", lambda: nested_json(100_000, "[", "]"))
    add("JSON-LD lists nested a million deep, never closed", lambda: nested_json(million, "[", ""))
    add("JSON-LD objects nested 100,000 deep", lambda: nested_json(100_000, '{"@graph":', "}"))
    add("JSON-LD authors nested 100,000 deep", lambda: nested_json(100_000, '{"author":', "}", '"x"'))
    add(
        "JSON-LD nested 900 deep",
        lambda: ld('{"@type":"NewsArticle","author":' + '{"name":[' * 400 + '"x"' + "]}" * 400 + "}"),
    )
    add(
        "60 scripts of JSON-LD nested deep",
        lambda: page(
            head='<script type="application/ld+json">'
            + '</script><script type="application/ld+json">'.join(["[" * 100_000] * 60)
            + "</script>"
        ),
    )
    add(
        "60 large scripts of JSON-LD",
        lambda: page(head=('<script type="application/ld+json">' + article_node(x="y" * 125_000) + "</script>") * 60),
    )
    add(
        "60 broken scripts of JSON-LD",
        lambda: page(
            head=(
                '<script type="application/ld+json">'
                + article_node(x="y" * 60_000, z=[{}] * 10_000)[:-1]
                + ",}</script>"
            )
            * 60
        ),
    )
    add("JSON-LD of numbers", lambda: ld(article_node(x=1).replace("1", "9" * 1_000_000)))
    add(
        "JSON-LD of a large number",
        lambda: ld(
            '{"@type":"NewsArticle","datePublished":'
            + "9" * 5_000
            + ',"author":1e999,"image":NaN,"headline":-Infinity}'
        ),
    )
    add("JSON-LD of long numbers", lambda: ld("[" + ",".join(["9" * 4_000] * 600) + "]"))
    add("JSON-LD of white space", lambda: ld(" " * 2_900_000 + "{"))
    add("JSON-LD of commas and white space", lambda: ld("{" + ", " * 1_000_000 + "}"))
    add("JSON-LD of one comma and white space", lambda: ld("{,".replace(",", "," + " " * 2_900_000)))
    add("JSON-LD of broken fields", lambda: ld('"NewsArticle" ' + '"headline": "' * 200_000))
    add("JSON-LD of backslashes", lambda: ld('"NewsArticle" "headline": "' + "\\" * 2_000_000))
    add("JSON-LD of comments", lambda: ld("<!--" * 190_000 + "{}"))
    add("JSON-LD of CDATA", lambda: ld("//<![CDATA[" + "/* ]]> */ " * 200_000))
    add(
        "JSON-LD of surrogates",
        lambda: ld(
            '{"@type":"NewsArticle","headline":"\\ud800","description":"\\udfff \\ud83d","author":"\\ud800 \\udc00x","keywords":["\\udead"],"publisher":{"name":"\\udbff"},"articleSection":"\\ud800"}'
        ),
    )
    add(
        "JSON-LD of null characters",
        lambda: ld(article_node(author="Ann\0Roe", keywords=["a\0b"], articleSection="\0")),
    )
    add(
        "JSON-LD of other types",
        lambda: ld(
            '{"@type":["NewsArticle",1,null,{}],"headline":{"a":1},"author":[1,null,[["x"]],{"name":{"name":{"name":{"name":"deep"}}}}],"image":[[[]]],"publisher":7,"datePublished":{},"keywords":{"x":[1]},"articleSection":[[]],"hasPart":7,"articleBody":{"x":1},"isAccessibleForFree":[]}'
        ),
    )
    add(
        "JSON-LD of many sections",
        lambda: ld(
            article_node(articleSection=["Section"] * 200_000, keywords=["word %d" % n for n in range(100_000)])
        ),
    )
    add("JSON-LD of long keywords", lambda: ld(article_node(keywords="a,b;" * 600_000)))
    add(
        "JSON-LD of many pictures",
        lambda: ld(article_node(image=["https://x.example/%d.jpg" % n for n in range(80_000)])),
    )
    add(
        "JSON-LD of breadcrumbs",
        lambda: ld(
            json.dumps(
                {
                    "@type": "BreadcrumbList",
                    "itemListElement": [
                        {"position": n, "name": "n", "item": {"@id": "https://x.example/", "name": "x"}}
                        for n in range(30_000)
                    ],
                }
            )
        ),
    )
    # Microdata, RDFa, microformats
    add("items that refer in circles", lambda: itemref_loop(40_000), ARTICLE, TOO_LARGE)
    add("nested items", lambda: nested_items(100_000), ARTICLE, TOO_LARGE)
    add(
        "300 items around many names",
        lambda: page("<div itemscope itemprop=author>" * 200 + "<b itemprop=name></b>" * 95_000),
        ARTICLE,
        TOO_LARGE,
    )
    add(
        "300 items around many elements",
        lambda: page("<div itemscope itemprop=author>" * 200 + "<b></b>" * 95_000),
        ARTICLE,
        TOO_LARGE,
    )
    add("items of large texts", lambda: page("<div itemprop=author>" * 200 + "x y " * 1_000_000), ANY)
    add(
        "100,000 items",
        lambda: page("<span itemprop='author schema:x' property='author'>Ann Roe</span>" * 100_000),
        ARTICLE,
        TOO_LARGE,
    )
    add(
        "entries of microformats",
        lambda: page("<div class='h-entry h-card p-author dt-published'>" * 100_000),
        ARTICLE,
        TOO_LARGE,
    )
    add(
        "entries around many elements",
        lambda: page("<div class='h-entry h-card p-author dt-published'>" * 200 + "<b></b>" * 95_000),
        ARTICLE,
        TOO_LARGE,
    )
    add("headings around many elements", lambda: page("<h1><div>" * 90 + "<b></b>" * 95_000), ARTICLE, TOO_LARGE)
    add("times around many elements", lambda: page("<time><div>" * 90 + "<b></b>" * 95_000), ARTICLE, TOO_LARGE)
    add(
        "authors' links around many elements",
        lambda: page("<div><a rel='author tag' href=/author/x><section>" * 70 + "<b></b>" * 95_000),
        ARTICLE,
        TOO_LARGE,
    )
    add(
        "articles around many links",
        lambda: page("<header><article>" * 100 + "<a rel=tag href=/tag/x>A road</a>" * 95_000),
        ARTICLE,
        TOO_LARGE,
    )
    add(
        "headers around many elements and links",
        lambda: page(
            "<header>"
            + "<b></b>" * 60_000
            + "<a rel='author' href='/author/x'>1</a><a rel=tag href=/tag/x>1</a>" * 10_000
        ),
        ARTICLE,
        TOO_LARGE,
    )
    add(
        "headers around many elements and frames",
        lambda: page(
            "<header>" + "<b></b>" * 85_000 + "<iframe src='https://x.example/%d'></iframe>" * 10_000,
            head='<meta property="og:image" content="/bridge.jpg">',
        ),
        ARTICLE,
        TOO_LARGE,
    )
    add(
        "headers around many elements and pictures",
        lambda: page(
            "<header>" + "<b></b>" * 90_000 + "<img src=/bridge.jpg>" * 10_000,
            head='<meta property="og:image" content="/bridge.jpg">',
        ),
        ARTICLE,
        TOO_LARGE,
    )
    # Only this
    add(
        "only a script",
        lambda: b"<html><head><script>" + b"var a = 1;" * 500_000 + b"</script></head></html>",
        EMPTY,
        "shell",
    )
    add("a script that never ends", lambda: page("<script>" + "if (a < b) " * 200_000), ARTICLE, TOO_LARGE)
    add(
        "a script before the story that never ends",
        lambda: page(before="<script>" + "var a = 1;" * 500_000),
        EMPTY,
        "shell",
        ARTICLE,
    )
    add(
        "a string in a script that never ends",
        lambda: page(text="", inside='<script>var a = "' + '\\"' * 1_900_000 + "</script>"),
        EMPTY,
        "shell",
        ARTICLE,
    )
    add("a script of scripts", lambda: page("<script><!--<script>" * 60_000))
    for tag in (
        "style",
        "textarea",
        "title",
        "xmp",
        "iframe",
        "noembed",
        "noframes",
        "plaintext",
        "noscript",
        "template",
        "svg",
        "select",
    ):
        add(f"<{tag}> that never ends", lambda tag=tag: page(f"<{tag}>" + "<p>A road. " * 100_000))
        add(
            f"<{tag}> before the story that never ends",
            lambda tag=tag: page(before=f"<{tag}>"),
            ARTICLE,
            EMPTY,
            "shell",
        )
    add("a comment that never ends", lambda: page("<!-- " + "<p>x -- > " * 190_000))
    add("comments that never end", lambda: page("<!--" * 190_000), ARTICLE, TOO_LARGE)
    add("comments", lambda: page("<!--x-->" * 190_000))
    add("a comment of dashes", lambda: page("<!--" + "-" * 5_000_000))
    add("CDATA that never ends", lambda: page("<![CDATA[" * 190_000))
    add("processing instructions", lambda: page("<?php " * 190_000))
    add("declarations", lambda: page("<!DOCTYPE x [" * 190_000))
    add(
        "frameset",
        lambda: (
            b"<html><head><title>x</title></head><frameset cols='50%,50%'>"
            + b"<frame src='/a.html'>" * 100_000
            + b"<noframes><p>Your browser shows no frames.</noframes></frameset></html>"
        ),
        EMPTY,
        "shell",
        TOO_LARGE,
    )
    add("frameset before the story", lambda: page(before="<frameset><frame src=x></frameset>"), ARTICLE, EMPTY)
    # Binary with a type that says HTML
    html_type = {"content-type": "text/html; charset=utf-8"}
    add("PNG", lambda: (png(), html_type), NOT_HTML)
    add("gzip", lambda: (gzip.compress(page()), html_type), NOT_HTML)
    add("PDF", lambda: (b"%PDF-1.7\n" + noise(2_000_000), html_type), NOT_HTML)
    add("ELF", lambda: (b"\x7fELF\x02\x01\x01" + bytes(9) + noise(2_000_000), html_type), NOT_HTML)
    add("JPEG", lambda: (b"\xff\xd8\xff\xe0\x00\x10JFIF" + noise(2_000_000), html_type), NOT_HTML)
    add("zip", lambda: (b"PK\x03\x04" + noise(2_000_000), html_type), NOT_HTML)
    add("WebAssembly", lambda: (b"\0asm\x01\0\0\0" + noise(2_000_000), html_type), NOT_HTML, EMPTY)
    add("zstd", lambda: (b"\x28\xb5\x2f\xfd" + noise(2_000_000), html_type), NOT_HTML, EMPTY)
    add("random bytes", lambda: (noise(7_000_000), html_type), NOT_HTML, EMPTY, TOO_LARGE)
    add("random bytes without a type", lambda: noise(7_000_000), NOT_HTML, EMPTY, TOO_LARGE)
    add("PNG in a page", lambda: page(png() + noise(1_000_000)), ARTICLE, EMPTY, NOT_HTML)
    # Characters
    add("a million combining marks", lambda: page("<p>e" + "\u0301" * million))
    add("combining marks in the headline", lambda: page(before="<h1>e" + "\u0301\u0327" * 500_000 + "</h1>"))
    add("bidi controls", lambda: page("<p>" + "\u202e\u2066x\u2069\u202c" * 300_000))
    add("control characters", lambda: page("<p>" + "A road. " * 100 + "".join(map(chr, range(1, 32))) * 50_000))
    add("zero-width characters", lambda: page("<p>" + "a\u200b\u200d\ufeff" * 300_000))
    add("emoji of many parts", lambda: page("<p>" + "👩\u200d👩\u200d👧\u200d👦" * 200_000))
    add("characters that grow", lambda: page("<p>" + "ﷺ" * million))
    add("characters that grow in lower case", lambda: page("<p>" + "İ" * million))
    # Addresses
    for name, link in {
        "script": "javascript:alert(1)", "data": "data:text/html,x", "open bracket": "http://[", "no host": "http://", "brackets": "http://[::1]:99999999/", "file": "file:///etc/", "port": "http://x:y/",
        "control": "http://a\u0001b\u00a0c/", "long": "https://x.example/" + "a/../" * 200_000, "unicode": "https://ex\u2100mple.example/", "user": "https://a:b@x.example/", "backslashes": "\\\\x.example\\",
        "dots": "../" * 200_000, "percent": "https://%zz%00.example/", "newline": "https://x.exam\nple/", "colons": "::" * 1000, "slashes": "/" * 100_000, "idna": "https://" + "ü" * 5_000 + ".example/",
        "labels": "https://" + "a." * 50_000 + "example/", "query": "https://x.example/?" + "a=1&" * 60_000, "surrogate": "https://x.example/\ud800",
    }.items():  # fmt: skip
        add(
            f"base: {name}",
            lambda link=link: page(
                '<a rel="author tag" href="x">Ann Roe</a><iframe src="y"></iframe><img src="z.jpg">',
                head=f'<base href="{link}"><link rel=canonical href="x"><meta property="og:image" content="z.jpg">'.encode(
                    "utf-8", "surrogatepass"
                ),
            ),
        )
        add(
            f"addresses: {name}",
            lambda link=link: page(
                f'<a rel="author tag" href="{link}">Ann Roe</a><iframe src="{link}"></iframe><figure><img src="{link}"></figure>'.encode(
                    "utf-8", "surrogatepass"
                ),
                head=f'<link rel="canonical amphtml license" href="{link}"><meta property="og:image" content="{link}"><meta property="og:url" content="{link}">'.encode(
                    "utf-8", "surrogatepass"
                ),
            ),
        )
    # Bait
    for index, unit in enumerate(BAIT):
        add(f"bait {index}: {unit!r}", lambda unit=unit: bait(unit, 12_000), ANY)


_add_all()
