"""How many of an article's words may be shown, and cutting to that."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from newsgrid.text import clip as cut_at_word

LONGEST = 250
"""Characters of an article that stand in one place, whatever a setting says (product rule 3)."""

_SPACE = re.compile(r"[\s\x00-\x1f\x7f]+")


def clip(text: str, limit: int = LONGEST) -> str:
    """Give the text on one line, at most `limit` characters with the ellipsis, cut between words where it can be."""
    limit = min(limit, LONGEST)
    flat = _SPACE.sub(" ", text[: 4 * LONGEST]).strip()
    if limit <= 0:
        return ""
    return cut_at_word(flat, limit)


def allowance(excerpt: str, *, noindex: bool, publisher_limit: int | None, site_limit: int) -> int:
    """Give the most characters of an article that may stand in one place; 0: none.

    `excerpt` is the stored one, which was cut to what the page allows: none means the page allows none, and one that
    was cut tells by its length what is allowed.
    """
    if noindex or not excerpt:
        return 0
    limit = min(LONGEST, site_limit, LONGEST if publisher_limit is None else publisher_limit)
    return min(limit, len(excerpt)) if excerpt.endswith("…") else limit


def web_address(url: str) -> str:
    """Give an http or https address, or nothing: no other scheme ever becomes a link."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else ""
