"""Text and HTML values of a feed: sanitised once, here."""

from __future__ import annotations

import html
import re
from typing import Any

import nh3

from newsgrid.feeds.addresses import on_web
from newsgrid.feeds.nesting import COST_OF_TAG, cost_of, may_have_many_attributes
from newsgrid.model import Problem
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
_RELATIVE = re.compile(
    r'''(<(?:a|img|audio|video|source)(?: (?!href=|src=)[a-z]+="[^"]*+")*+) (href|src)="(?!https?:|mailto:)([^"]*+)"'''
)
_MARKUP = re.compile(r"<[a-zA-Z/!?]|&(?:#\d|#x|[a-zA-Z]{2,})")
_IFRAME = re.compile(r"</?iframe\b[^<>]*>", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.DOTALL)
_DRAWN = re.compile(r"<(?:svg|(math))[\s>]", re.IGNORECASE)
_DRAWN_END = {False: re.compile(r"</svg\s*>", re.IGNORECASE), True: re.compile(r"</math\s*>", re.IGNORECASE)}
_DRAWN_SILENT = re.compile(r"<(script|style|metadata|annotation-xml|annotation)\b", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]*>")
_TAG = re.compile(r"</?[a-zA-Z!?][^<>]*>")
_PECULIAR = re.compile(r"<(?:!|iframe|svg|math)")
_FREE_WORK, _FREE_TAGS, _COST_OF_ELEMENT = 50_000_000, 1000, 20
"""How much a document may have free: characters that are copied if each tag opens all before it anew, an element for as
many as take that long; and at most so many tags in a fragment. Half a second's work at the worst, in 50 MB."""
_MOST_WORK = 12_000_000
"""How much parsing the other fragments of a document may cost, by `cost_of`: 300,000 tags of usual markup."""
_MOST_RELATIVE = 40_000
"""Relative addresses in a document; those beyond are left out."""
_FREE_CHARS, _FREE_OF_ATTRIBUTES = 3000, 800
# The sanitiser adds characters that were written as references one by one, at a cost that grows with the text before.
_FREE_REFERENCES, _MANY_REFERENCES = 1000, 10_000
_NUMBERED = re.compile(r"&#(?:\d{2,7}|[xX][0-9a-fA-F]{2,6});")
# Images of one pixel, and of services that count readers.
_COUNTER = re.compile(
    r"""<img(?: [a-z]+="[^"]*+")*? (?:(?:width|height)="[01](?:px)?"|src="https?://(?i:feeds\.feedburner\.com/~r/|[a-z0-9.-]{0,60}\.doubleclick\.net/"""
    r"""|pixel\.wp\.com/|stats\.wordpress\.com/|(?:rss|da)\.feedsportal\.com/|[a-z.]{0,20}google-analytics\.com/)[^"]*+")(?: [a-z]+="[^"]*+")*+>"""
)
_NAMES = (
    "a|abbr|acronym|address|applet|area|article|aside|audio|b|base|bdo|big|blink|blockquote|body|br|button|center|cite|code|dd|del|dfn|div|dl|dt|em|embed|"
    "figure|font|footer|form|frame|frameset|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|li|link|map|mark|meta|nav|nobr|noscript|object|ol|p|"
    "animate|animatemotion|animatetransform|foreignobject|math|mglyph|mtext|param|picture|pre|q|s|samp|script|section|select|small|source|span|strike|strong|style|sub|sup|svg|table|tbody|td|textarea|tfoot|th|thead|time|title|tr|tt|u|ul|var|video|wbr"
)


def _by_first_letter(names: str) -> str:
    """Write a pattern of one of these names so that few are tried where none stands."""
    ends: dict[str, list[str]] = {}
    for name in names.split("|"):
        ends.setdefault(name[0], []).append(name[1:])
    return "|".join(f"[{first}{first.upper()}](?i:{'|'.join(rest)})" for first, rest in ends.items())


# A name is tried only where its tag has an end: many `<` that have none are soon passed over.
_ELEMENT = re.compile(
    rf"<(?:(?=[a-zA-Z/][^<>]*+>)/?+(?:{_by_first_letter(_NAMES)})(?=[\s/>])[^<>]*+>|!--[^<>]*+>?|[!?][^<>]*+>)"
)
_INLINE = re.compile(
    rf"<(?=[a-zA-Z/][^<>]*+>)/?+(?:{_by_first_letter('i|b|em|strong|sub|sup|u|span|font')})(?:\s[^<>]*+)?/?>"
)
_ALTERNATIVE = re.compile(r"""<img\s[^<>]{0,4000}?\balt=(["'])([^"'<>]{1,1000})\1""", re.IGNORECASE)
_SILENT = re.compile(r"<(script|style)\b", re.IGNORECASE)


class Sanitiser:
    """Sanitises the fragments of one document, as far as they are not too much work together.

    Before a fragment is parsed it is looked at for what would make that slow, which takes a third as long as parsing it.
    So a document has some fragments free: as many as could not take half a second if they were made to hurt.
    """

    def __init__(self) -> None:
        """Begin a document."""
        self._free_work, self._work_left = _FREE_WORK, _MOST_WORK
        self._relative_left = _MOST_RELATIVE
        self._unparsed = 0

    def clean(self, fragment: str, base: str = "") -> str:
        """Sanitise HTML: known harmless elements alone, http(s) and mailto addresses alone, relative ones resolved on `base`.

        Images of one pixel and those of known counting services are dropped; of drawings and formulas the words are kept.
        Without a `base`, relative addresses stay as they are. A fragment that is too costly to parse, for itself or
        after those before it, comes back as its text.
        """
        if "<" not in fragment:
            return html.escape(unescape(fragment[:MAX_FRAGMENT]), quote=False) if "&" in fragment else fragment
        if not _MARKUP.search(fragment):
            return html.escape(unescape(fragment[:MAX_FRAGMENT]), quote=False)
        if len(fragment) > _FREE_CHARS:
            fragment = fragment[:MAX_FRAGMENT]
            if fragment.count("&#") > _FREE_REFERENCES:
                fragment = _NUMBERED.sub(_character, fragment)
        if _PECULIAR.search(fragment):
            fragment = _without_peculiarities(fragment)
        if self._is_costly(fragment):
            self._unparsed += 1
            return _words_of(fragment)
        cleaned = _CLEANER.clean(fragment)
        if '="' in cleaned:
            if base.startswith(("http://", "https://")):
                cleaned = _RELATIVE.sub(lambda tag: self._resolved(tag, base), cleaned)
            if "<img " in cleaned:
                cleaned = _COUNTER.sub("", cleaned)
        return cleaned

    def problems(self) -> tuple[Problem, ...]:
        """Say what of the fragments so far was not kept as it was meant."""
        found = []
        if self._unparsed:
            found.append(Problem("costly-markup", f"{self._unparsed}, only their words are kept"))
        if self._relative_left < 0:
            found.append(Problem("too-many-addresses", f"the first {_MOST_RELATIVE} are kept"))
        return tuple(found)

    def _is_costly(self, fragment: str) -> bool:
        """Say whether the parser would take long."""
        is_long, tags = len(fragment) > _FREE_CHARS, fragment.count("<")
        # Each of the tags could open everything before it anew.
        work = tags * (len(fragment) + _COST_OF_ELEMENT * tags)
        is_free = (
            tags <= _FREE_TAGS
            and work <= self._free_work
            and not (len(fragment) > _FREE_OF_ATTRIBUTES and may_have_many_attributes(fragment))
        )
        if is_free:
            self._free_work -= work
        elif not self._is_affordable(fragment, tags):
            return True
        return is_long and fragment.count("&") > _MANY_REFERENCES

    def _is_affordable(self, fragment: str, tags: int) -> bool:
        """Say whether there is work left for a fragment, and take it; the look itself is work."""
        look = COST_OF_TAG * tags
        if look > self._work_left:
            return False
        cost = cost_of(fragment)
        if cost is None or cost > self._work_left:
            self._work_left -= look
            return False
        self._work_left -= cost
        return True

    def _resolved(self, tag: re.Match[str], base: str) -> str:
        start, name, address = tag.groups()
        self._relative_left -= 1
        found = on_web(base, unescape(address)) if self._relative_left >= 0 else ""
        return f'{start} {name}="{html.escape(found)}"' if found else start


def clean_html(fragment: str, base: str = "") -> str:
    """Sanitise one fragment, as `Sanitiser.clean` does."""
    return Sanitiser().clean(fragment, base)


def _words_of(fragment: str) -> str:
    """Give the words of HTML that is not parsed, as HTML."""
    return html.escape(folded(unescape(_TAG.sub(" ", _INLINE.sub("", _without(fragment, _SILENT))))), quote=False)


def _without_peculiarities(fragment: str) -> str:
    """Take out or replace what HTML would read otherwise than it was meant."""
    # What follows an <iframe/> that was never closed would be its content to HTML.
    fragment = _IFRAME.sub("", fragment)
    if "<!" in fragment:
        fragment = _declarations_apart(fragment)
    if "<svg" in fragment or "<math" in fragment:
        fragment = _words_of_drawings(fragment)
    return fragment


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


def _character(match: re.Match[str]) -> str:
    """Write a numbered character as itself, unless it would be markup."""
    text = unescape(match.group())
    return match.group() if text in "<>&\"'" else text


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
        text, elements = _ELEMENT.subn(" ", _INLINE.sub("", _without(text, _SILENT)))
        if elements and "<" in text:
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
        end = re.compile(f"</{match.group(1)}", re.IGNORECASE | re.ASCII).search(text, match.end())
        if end is None or len(parts) == 50:
            return "".join(parts)
        at = end.start()
    parts.append(text[at:])
    return "".join(parts)
