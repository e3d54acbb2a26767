"""Text and HTML values of a feed: sanitised once, here."""

from __future__ import annotations

import html
import re
from typing import Any

import nh3

from newsgrid.feeds.addresses import on_web
from newsgrid.text import unescape

TAGS = {
    "a", "abbr", "audio", "b", "big", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details", "div", "dl", "dt", "em", "figcaption",
    "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "picture", "pre", "q", "rp", "rt", "ruby",
    "s", "samp", "small", "source", "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr",
    "tt", "u", "ul", "var", "video",
}  # fmt: skip
"""What an entry may hold; of any other element the text alone is kept."""
MAX_TITLE = 1000
"""Characters of a title or a name; the rest is cut."""
MAX_FRAGMENT = 1_000_000
"""Characters of an entry's text; the rest is cut."""

_ATTRIBUTES = {
    "a": {"href", "title", "hreflang"},
    "img": {"src", "alt", "title", "width", "height"},
    "audio": {"src", "controls"},
    "video": {"src", "controls", "width", "height"},
    "source": {"src", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "time": {"datetime"},
    "*": {"lang", "dir"},
}
_DROPPED_WHOLE = {
    "script", "style", "iframe", "embed", "noembed", "noframes", "noscript", "template", "select", "textarea", "head", "title", "xmp", "plaintext", "svg", "math",
}  # fmt: skip
_POLICY: dict[str, Any] = {
    "tags": TAGS,
    "attributes": _ATTRIBUTES,
    "clean_content_tags": _DROPPED_WHOLE,
    "url_schemes": {"http", "https", "mailto"},
    "link_rel": "noopener noreferrer nofollow",
    "strip_comments": True,
}
_CLEANER = nh3.Cleaner(url_relative="pass_through", **_POLICY)
# Start tags as the sanitiser writes them: in lower case, every value in double quotes, quotes in values escaped.
_REFERRING = re.compile(r'<(?:a|img|audio|video|source)(?: [a-z]+="[^"]*+")++>')
_ADDRESS = re.compile(r' (href|src)="(?!https?://|mailto:)([^"]*)"')
_MARKUP = re.compile(r"<[a-zA-Z/!?]|&(?:#\d|#x|[a-zA-Z]{2,})")
_IFRAME = re.compile(r"</?iframe\b[^<>]*>", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.DOTALL)
_DRAWN = re.compile(r"<(?:svg|(math))[\s>]", re.IGNORECASE)
_DRAWN_END = {False: re.compile(r"</svg\s*>", re.IGNORECASE), True: re.compile(r"</math\s*>", re.IGNORECASE)}
_DRAWN_SILENT = re.compile(r"<(script|style|metadata|annotation-xml|annotation)\b", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]*>")
_TAG_NAME = re.compile(r"<(/?[a-z][a-z0-9]{0,20})")
# Elements that never hold, or that HTML closes by itself.
_FLAT = frozenset([
    "area", "base", "br", "col", "colgroup", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p", "param", "rp", "rt", "source",
    "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
])  # fmt: skip
_FORMATTING = frozenset(
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"]
)
_FREE_CHARS = 3000
# The sanitiser adds characters that were written as references one by one, at a cost that grows with the text before.
_FREE_REFERENCES, _MANY_REFERENCES = 1000, 10_000
_NUMBERED = re.compile(r"&#(?:\d{2,7}|[xX][0-9a-fA-F]{2,6});")
# A start tag as HTML's tokeniser reads it; it compares each attribute with all before it.
_MANY = re.compile(
    r"""<[a-zA-Z][^\s/>]*+(?:[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+){150}"""
)
_FORMATTING_NAME = re.compile(rf"<(/?(?:{'|'.join(sorted(_FORMATTING))}))[\s/>]")
_FREE_TAGS, _FREE_FORMATTING, _FREE_DEPTH, _FREE_UNCLOSED = 50, 6, 200, 10
_COST_OF_TAG, _COST_OF_FORMATTING = 100, 20
"""How much nesting a fragment may have on average. Parsing HTML costs as many steps for a tag as elements are open, and
copies every formatting element that was left open into each paragraph: 50,000 nested `div` took 53 s."""
_IMAGE = re.compile(r"<img [^>]{0,4000}>")
_COUNTER_SIGNS = (
    'th="1',
    'th="0',
    'ht="1',
    'ht="0',
    "feedburner",
    "doubleclick",
    "pixel.wp",
    "stats.wordpress",
    "feedsportal",
    "google-analytics",
)
_TINY = re.compile(r'\s(?:width|height)="[01](?:px)?"')
_COUNTERS = re.compile(
    r'src="https?://(?:feeds\.feedburner\.com/~r/|[a-z0-9.-]{0,60}\.doubleclick\.net/|pixel\.wp\.com/|stats\.wordpress\.com/|rss\.feedsportal\.com/|da\.feedsportal\.com/|[a-z.]{0,20}google-analytics\.com/)',
    re.IGNORECASE,
)
_NAMES = (
    "a|abbr|acronym|address|applet|area|article|aside|audio|b|base|bdo|big|blink|blockquote|body|br|button|center|cite|code|dd|del|dfn|div|dl|dt|em|embed|"
    "figure|font|footer|form|frame|frameset|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|li|link|map|mark|meta|nav|nobr|noscript|object|ol|p|"
    "animate|animatemotion|animatetransform|foreignobject|math|mglyph|mtext|param|picture|pre|q|s|samp|script|section|select|small|source|span|strike|strong|style|sub|sup|svg|table|tbody|td|textarea|tfoot|th|thead|time|title|tr|tt|u|ul|var|video|wbr"
)
_ELEMENT = re.compile(rf"</?(?:{_NAMES})(?=[\s/>])[^<>]*>|<!--[^<>]*>?|<[!?][^<>]*>", re.IGNORECASE)
_INLINE = re.compile(r"</?(?:i|b|em|strong|sub|sup|u|span|font)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ALTERNATIVE = re.compile(r"""<img\s[^<>]{0,4000}?\balt=(["'])([^"'<>]{1,1000})\1""", re.IGNORECASE)
_SILENT = re.compile(r"<(script|style)\b", re.IGNORECASE)


def clean_html(fragment: str, base: str = "") -> str:
    """Sanitise HTML: known harmless elements alone, http(s) and mailto addresses alone, relative ones resolved on `base`.

    Images of one pixel and those of known counting services are dropped; of drawings and formulas the words are kept.
    Without a `base`, relative addresses stay as they are. A fragment nested so deeply that parsing it would cost too
    much comes back as its text.
    """
    if "<" not in fragment and "&" not in fragment:
        return fragment
    if "<" not in fragment or not _MARKUP.search(fragment):
        return html.escape(unescape(fragment[:MAX_FRAGMENT]), quote=False)
    fragment = fragment[:MAX_FRAGMENT]
    if fragment.count("&#") > _FREE_REFERENCES:
        fragment = _NUMBERED.sub(_character, fragment)
    if (
        _is_costly(fragment)
        or (len(fragment) > _FREE_CHARS and _MANY.search(fragment))
        or fragment.count("&") > _MANY_REFERENCES
    ):
        return html.escape(plain_text(fragment, len(fragment)), quote=False)
    if "<iframe" in fragment:
        # What follows an <iframe/> that was never closed would be its content to HTML.
        fragment = _IFRAME.sub("", fragment)
    if "<!" in fragment:
        fragment = _declarations_apart(fragment)
    if "<svg" in fragment or "<math" in fragment:
        fragment = _words_of_drawings(fragment)
    cleaned = _CLEANER.clean(fragment)
    if '="' in cleaned and base.startswith(("http://", "https://")) and _has_relative(cleaned):
        cleaned = _REFERRING.sub(lambda tag: _ADDRESS.sub(lambda match: _resolved(match, base), tag.group()), cleaned)
    if "<img " in cleaned and any(map(cleaned.__contains__, _COUNTER_SIGNS)):
        cleaned = _IMAGE.sub(_unless_counter, cleaned)
    return cleaned


def _declarations_apart(fragment: str) -> str:
    """Make text of what HTML would take for a declaration and lose: CDATA wrapped twice, a `<!` that is never closed."""
    if "<![CDATA[" in fragment:
        fragment = _CDATA.sub(r"\1", fragment)
    last = fragment.rfind("<!")
    if last >= 0 and fragment.find(">", last) < 0 and not fragment.startswith("<!--", last):
        fragment = f"{fragment[:last]}&lt;{fragment[last + 1 :]}"
    return fragment


def _words_of_drawings(fragment: str) -> str:
    """Put the words of drawings (SVG) and formulas (MathML) in their place; one that is never closed is left to the sanitiser."""
    parts, at = [], 0
    while (start := _DRAWN.search(fragment, at)) and (
        end := _DRAWN_END[bool(start.group(1))].search(fragment, start.end())
    ):
        parts.append(fragment[at : start.start()])
        parts.append(_ANY_TAG.sub("", _without(fragment[start.start() : end.start()], _DRAWN_SILENT)))
        at = end.end()
    return "".join(parts) + fragment[at:]


def _has_relative(cleaned: str) -> bool:
    links, pictures = cleaned.count(' href="'), cleaned.count(' src="')
    return links > cleaned.count(' href="http') + cleaned.count(' href="mailto:') or pictures > cleaned.count(
        ' src="http'
    )


def _resolved(match: re.Match[str], base: str) -> str:
    name, address = match.groups()
    found = on_web(base, unescape(address))
    return f' {name}="{html.escape(found)}"' if found else ""


def _character(match: re.Match[str]) -> str:
    """Write a numbered character as itself, unless it would be markup."""
    text = unescape(match.group())
    return match.group() if text in "<>&\"'" else text


def _is_costly(fragment: str) -> bool:
    """Say whether nesting would make parsing slow; most fragments are acquitted by their formatting elements alone."""
    tags = fragment.count("<")
    if tags <= _FREE_TAGS:
        return False
    low = fragment.lower()
    if tags - low.count("</") > _FREE_DEPTH:
        return _is_deep(low)
    open_tags = dict.fromkeys(_FORMATTING, 0)
    unclosed = 0
    for name in _FORMATTING_NAME.findall(low):
        if name[0] != "/":
            open_tags[name] += 1
            unclosed += 1
            if unclosed > _FREE_UNCLOSED:
                return _is_deep(low)
        elif open_tags[name[1:]]:
            open_tags[name[1:]] -= 1
            unclosed -= 1
    return False


def _is_deep(low: str) -> bool:
    open_tags: dict[str, int] = {}
    depth = formatting = cost = 0
    names = _TAG_NAME.findall(low)
    for name in names:
        cost += depth
        if formatting > _FREE_FORMATTING:
            cost += _COST_OF_FORMATTING * formatting
        if name[0] != "/":
            if name not in _FLAT:
                open_tags[name] = open_tags.get(name, 0) + 1
                depth += 1
                formatting += name in _FORMATTING
        elif open_tags.get(name[1:]):
            open_tags[name[1:]] -= 1
            depth -= 1
            formatting -= name[1:] in _FORMATTING
    return cost > _COST_OF_TAG * (len(names) + 50)


def _unless_counter(match: re.Match[str]) -> str:
    image = match.group()
    return "" if _TINY.search(image) or _COUNTERS.search(image) else image


def plain_text(value: str, limit: int = MAX_TITLE) -> str:
    """Give a title or name as plain text: HTML's elements out, entities resolved (twice where escaped twice), spaces folded.

    What looks like a tag and is none of HTML's (`Vector<String>`) is text; of a picture alone its alternative text. At most `limit` characters, cut at a word's end.
    """
    if "<" not in value and "&" not in value:
        return shortened(folded(value), limit)
    text = value[: 40 * limit]
    if "<" in text:
        if "<![CDATA[" in text:
            text = _CDATA.sub(r"\1", text)
        # Words on both sides of a block stay two words, those on both sides of `<b>` one.
        text = _ELEMENT.sub(" ", _INLINE.sub("", _without(text, _SILENT)))
        if "<" in text:
            # What held another tag in an attribute.
            text = _ELEMENT.sub(" ", text)
    if "&" in text:
        text = unescape(text)
        if "&" in text:
            text = unescape(text)
        if "<" in text:
            text = _INLINE.sub("", text)
    found = shortened(folded(text), limit)
    if not found and (picture := _ALTERNATIVE.search(value, 0, 40 * limit)):
        return plain_text(picture.group(2), limit)
    return found


def folded(text: str) -> str:
    """Fold white space. A zero-width space is no space: Thai and Khmer mark with it where a line may break."""
    text = " ".join(text.split())
    return text if text.isascii() or text.strip("\u200b\ufeff ") else ""


def shortened(text: str, limit: int = MAX_TITLE) -> str:
    """Cut a text at a word's end."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    space = head.rfind(" ", limit // 2)
    return (head[:space] if space > 0 else head) + "…"


def _without(text: str, silent: re.Pattern[str]) -> str:
    """Leave out elements of these names with all that is in them, the first 50."""
    parts, at = [], 0
    while match := silent.search(text, at):
        parts.append(text[at : match.start()])
        end = text.lower().find(f"</{match.group(1).lower()}", match.end()) if len(parts) < 50 else -1
        if end < 0:
            return "".join(parts)
        at = end
    parts.append(text[at:])
    return "".join(parts)
