"""What would make a fragment of HTML slow to parse, known before it is parsed: depth, and attributes of one tag.

Parsing HTML costs as many steps for a tag as elements are open, opens every formatting element that was left open anew in
each paragraph, and compares each attribute with all before it: 50,000 nested `div` took 53 s, 120 kB of unclosed
`<b id=...>` became 175 MB, and 50,000 attributes took 36 s.
"""

from __future__ import annotations

import re

_MOST_OPEN, _FREE_FORMATTING, _COST_OF_FORMATTING = 100, 6, 20
"""How many elements may be open on average; each formatting element counts as twenty more when there are more than six."""
COST_OF_TAG = 40
"""What a tag costs that stands in nothing, in steps up the elements around it."""
_MOST_ATTRIBUTES = 400

# Tags and comments as HTML's tokeniser reads them (HTML, 13.2.5), so that what stands in a value or a comment is no tag;
# of the elements whose content is text, whatever it looks like (13.2.5, 13.2.6.2), the content too.
_RAW = "script|style|xmp|iframe|noembed|noframes|noscript|textarea|title|plaintext"
_ATTRIBUTE = (
    r"""[\t\n\f\r /]*+[^\t\n\f\r />][^\t\n\f\r />=]*+"""
    r"""(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+(?:"[^"]*+"|'[^']*+'|[^\t\n\f\r "'>][^\t\n\f\r >]*+)?+)?+"""
)
_TAG = re.compile(
    rf"<(?:({_RAW})(?=[\t\n\f\r />])((?:{_ATTRIBUTE})*+)(?:.*?(?=</\1[\t\n\f\r />])|.*)|(/?[a-z][^\t\n\f\r />]*+)((?:{_ATTRIBUTE})*+)|"
    r"!---?>|!--.*?(?:--!?>|\Z)|[!?/][^>]*+)",
    re.DOTALL | re.IGNORECASE | re.ASCII,
)
_ATTRIBUTES = re.compile(_ATTRIBUTE)
# Without these no tag has many attributes: a tag whose end is far, or comes after another `<`, or is not its first `>`.
_FAR_END = re.compile(rf"</?[a-zA-Z][^<>]{{0,{2 * _MOST_ATTRIBUTES}}}+(?!>)")
_END_IN_VALUE = re.compile(r"""=[\t\n\f\r ]*+(?:"[^"<>]*+>|'[^'<>]*+>)""")
# Elements in which HTML reads otherwise.
_FOREIGN = frozenset(["svg", "math"])
_CDATA = "<![CDATA["
_VOID = frozenset([
    "", "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "image", "img", "input", "keygen", "link", "meta", "param", "source", "track",
    "wbr",
])  # fmt: skip
_VOID_EVERYWHERE = frozenset(["", "br", "embed", "hr", "img", "meta"])
_FORMATTING = frozenset(
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"]
)
# Elements that end where the next of their kind begins, and those whose end tag ends a paragraph inside (13.2.6.4.7).
_ENDED_BY = {
    "p": ("p",), "li": ("li",), "dd": ("dd", "dt"), "dt": ("dd", "dt"), "option": ("option",), "td": ("td", "th"), "th": ("td", "th"), "a": ("a",),
}  # fmt: skip
_BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "button", "center", "dd", "details", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
    "form", "header", "li", "main", "menu", "nav", "ol", "pre", "section", "summary", "td", "th", "ul",
])  # fmt: skip


def may_have_many_attributes(fragment: str) -> bool:
    """Say whether a tag could have more attributes than it may; a quick look, wrong for some that have not."""
    return _FAR_END.search(fragment) is not None or _END_IN_VALUE.search(fragment) is not None


def cost_of(fragment: str) -> int | None:
    """Give what parsing a fragment may cost, in steps up the elements around a tag, some ten nanoseconds each. `O(n)`.

    None where it nests so deeply, or a tag has so many attributes, that parsing it would be slow for its length. Never
    less is taken to be open than the parser will have open: an end tag counts where it ends what was opened last, or a
    block with a paragraph left open inside. Nothing that is well nested is refused below a depth of a hundred.
    """
    names = _names(fragment)
    if names is None:
        return None
    # Drawings have an `a` of their own, which nests, and no void elements but those that end a drawing.
    ended_by, void = (_ENDED_BY, _VOID) if _FOREIGN.isdisjoint(names) else ({}, _VOID_EVERYWHERE)
    open_names: list[str] = []
    formatting = depth = copies = many_copies = 0
    for name in names:
        if name in void:
            continue
        if name[0] != "/":
            ended = ended_by.get(name)
            if ended and open_names and open_names[-1] in ended:
                formatting -= open_names.pop() == "a"
            open_names.append(name)
            formatting += name in _FORMATTING
        elif open_names:
            ended_name = name[1:]
            if open_names[-1] == ended_name:
                del open_names[-1]
                formatting -= ended_name in _FORMATTING
            elif open_names[-1] == "p" and ended_name in _BLOCKS and open_names[-2:-1] == [ended_name]:
                del open_names[-2:]
        depth += len(open_names)
        copies += formatting
        if formatting > _FREE_FORMATTING:
            many_copies += formatting
    if depth + _COST_OF_FORMATTING * many_copies > _MOST_OPEN * (len(names) + 50):
        return None
    return COST_OF_TAG * len(names) + depth + _COST_OF_FORMATTING * copies


def _names(fragment: str) -> list[str] | None:
    """Give the names of all tags in lower case, `/` before those of end tags, and nothing for comments.

    None for what reads in two ways, and where a tag has too many attributes.
    """
    names, has_raw = list[str](), _CDATA in fragment
    for raw, raw_attributes, usual, usual_attributes in _TAG.findall(fragment):
        has_raw = has_raw or bool(raw)
        name, attributes = raw or usual, raw_attributes or usual_attributes
        if len(attributes) > 2 * _MOST_ATTRIBUTES and len(_ATTRIBUTES.findall(attributes)) > _MOST_ATTRIBUTES:
            return None
        # Letters outside ASCII have no lower case to HTML.
        names.append(name.lower() if name.isascii() else name)
    return None if has_raw and not _FOREIGN.isdisjoint(names) else names
