"""References of HTML to characters."""

from __future__ import annotations

import html
import re

_LONG_NUMBER = re.compile(r"&#\d{20,}+;?")


def unescape(text: str) -> str:
    """Read HTML's references (`&amp;`, `&#233;`); numbers that are no character's become U+FFFD.

    `html.unescape` raises ValueError for a number of more than 4,300 digits, which Python refuses to read.
    """
    try:
        return html.unescape(text)
    except ValueError:
        return html.unescape(_LONG_NUMBER.sub("\ufffd", text))
