"""Text and HTML values of a feed: sanitised once, here."""

from __future__ import annotations

import html
import re

import nh3

from newsgrid.text import squeeze

TAGS = {
    "a", "abbr", "b", "blockquote", "br", "cite", "code", "dd", "del", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6",
    "hr", "i", "img", "ins", "kbd", "li", "ol", "p", "pre", "q", "s", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title", "hreflang"},
    "img": {"src", "alt", "title", "width", "height"},
    "*": {"lang", "dir"},
}
_DROPPED_WHOLE = {
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "noscript",
    "template",
    "svg",
    "math",
    "form",
    "select",
    "textarea",
}
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
_MARKUP = re.compile(r"<[a-zA-Z/!]|&(?:#\d|#x|[a-zA-Z]{2,})")
_RAW_TEXT = re.compile(r"<(script|style)\b.{0,100000}?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL)


def clean_html(fragment: str, base: str = "") -> str:
    """Sanitise HTML: known harmless elements alone, http(s) and mailto addresses alone, relative ones resolved on `base`."""
    if not _MARKUP.search(fragment):
        return html.escape(fragment, quote=False) if "<" in fragment or "&" in fragment else fragment
    return nh3.clean(
        fragment,
        tags=TAGS,
        attributes=_ATTRIBUTES,
        clean_content_tags=_DROPPED_WHOLE,
        url_schemes={"http", "https", "mailto"},
        url_relative=("rewrite_with_base", base) if base.startswith("http") else "deny",
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )


def plain_text(value: str) -> str:
    """Give a title or name as plain text: tags out, entities resolved (twice where they were escaped twice), spaces folded."""
    text = value
    for _ in range(2):
        if "<" in text:
            text = _TAG.sub(" ", _RAW_TEXT.sub(" ", text)) if _TAG.search(text) else text
        if "&" not in text:
            break
        text = html.unescape(text)
    return squeeze(text)
