"""JSON-LD as pages really write it: found, mended, flattened (https://schema.org/Article and its kin)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from newsgrid.extract.vocabulary import word_set
from newsgrid.text import unescape

Node = dict[str, Any]

ARTICLE_TYPES = word_set("""Article NewsArticle ReportageNewsArticle AnalysisNewsArticle AskPublicNewsArticle BackgroundNewsArticle OpinionNewsArticle
    ReviewNewsArticle BlogPosting LiveBlogPosting Report Review SocialMediaPosting TechArticle ScholarlyArticle AdvertiserContentArticle
    SatiricalArticle Newsarticle article""")
_MAX_NODES = 2_000
_MAX_CHARS = 3_000_000
"""Of all scripts of a page together. An empty object takes three characters and twenty times as many bytes of memory."""
_MAX_BODY = 300_000
_OPEN = re.compile(r"^\s*(?:<!--|(?://|/\*)?\s{0,9}<!\[CDATA\[(?:\s{0,9}\*/)?)")
_CLOSE = re.compile(r"(?:-->|(?://|/\*)?\s{0,9}\]\]>(?:\s{0,9}\*/)?)\s{0,9};?\s*$")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_CONTROL = re.compile(r"[\x00-\x1f]+")
_FIELDS = ("headline", "datePublished", "dateModified", "description", "articleSection", "inLanguage")
_TAGS = re.compile(r"<[^<>]{1,400}>")
# Escapes in their order, so that the backslash of "\\\\ud800" is not taken for one's beginning; what is six long is mended.
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u(?:[dD][89a-fA-F][0-9a-fA-F]{2}|0000)|.)",
    re.DOTALL,
)
_DECODER = json.JSONDecoder(strict=False)


def nodes(scripts: Iterable[str]) -> list[Node]:
    """Give every object of the scripts, outer before inner, mended where they are broken."""
    found: list[Node] = []
    left = _MAX_CHARS
    for script in scripts:
        if script and len(script) <= left and len(found) < _MAX_NODES:
            left -= len(script)
            found.extend(_flat(_load(script), _MAX_NODES - len(found)))
    return found


def types(node: Node) -> set[str]:
    """Give the names of a node's types, without the schema's address."""
    kinds = node.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return {kind.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for kind in listed if isinstance(kind, str)}


def text_of(value: object) -> str:
    """Give the plain text of a value: a string, the first of a list, an object's name or @value. Entities are read."""
    for _ in range(4):
        if isinstance(value, list):
            value = value[0] if value else ""
        elif isinstance(value, dict):
            value = value.get("@value") or value.get("name") or value.get("headline") or _whole_name(value)
        else:
            break
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return clean(value) if isinstance(value, str) else ""


def _whole_name(node: Node) -> str:
    parts = [node.get("givenName"), node.get("familyName")]
    return " ".join(part for part in parts if isinstance(part, str))


def clean(text: str) -> str:
    """Read entities (once more when they were doubled), drop tags and squeeze white space."""
    if "&" in text:
        text = unescape(unescape(text))
    if "<" in text:
        text = _TAGS.sub(" ", text)
    return " ".join(text.split())


def items(value: object) -> list[Any]:
    """Give a value as a list: itself when it is one, nothing for None."""
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


def body_of(node: Node) -> str:
    """Give the articleBody with its paragraphs kept apart by line breaks; tags read as breaks."""
    body = node.get("articleBody")
    if isinstance(body, list):
        body = "\n".join(part for part in body if isinstance(part, str))
    if not isinstance(body, str):
        return ""
    body = body[:_MAX_BODY]
    text = unescape(body) if "&" in body else body
    return _TAGS.sub("\n", text) if "<" in text else text


def _load(script: str) -> object:
    text = _CLOSE.sub("", _OPEN.sub("", script.strip())).strip().rstrip(";")
    if "\\u" in text:
        text = _ESCAPE.sub(_whole_escape, text)
    for mend in (_as_is, _without_commas, _first_value):
        try:
            return mend(text)
        except (ValueError, RecursionError):
            continue
    return _fields(text)


def _whole_escape(match: re.Match[str]) -> str:
    """Put U+FFFD for half of a character beyond 16 bits, and a space for a null: neither can be written or kept."""
    escape = match.group()
    return {"0": " ", "d": "\\ufffd"}[escape[2].lower()] if len(escape) == 6 else escape


def _as_is(text: str) -> object:
    return json.loads(text, strict=False)


def _without_commas(text: str) -> object:
    return json.loads(_TRAILING_COMMA.sub(r"\1", _CONTROL.sub(" ", text)), strict=False)


def _first_value(text: str) -> object:
    return _DECODER.raw_decode(text)[0]


def _fields(text: str) -> Node:
    """Read single fields of an article object that no parser can read."""
    if not any(f'"{kind}"' in text for kind in ("NewsArticle", "Article", "BlogPosting", "ReportageNewsArticle")):
        return {}
    node: Node = {"@type": "NewsArticle"}
    for name in _FIELDS:
        match = re.search(rf'"{name}"\s{{0,9}}:\s{{0,9}}"((?:[^"\\\n]|\\.){{1,2000}})"', text)
        if match:
            node[name] = match.group(1).replace('\\"', '"').replace("\\/", "/")
    return node


def _flat(value: object, limit: int) -> Iterator[Node]:
    stack = [value]
    while stack and limit > 0:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(reversed(item[:500]))
        elif isinstance(item, dict):
            limit -= 1
            yield item
            stack.extend(
                item[key]
                for key in ("mainEntityOfPage", "mainEntity", "@graph")
                if isinstance(item.get(key), (dict, list))
            )
