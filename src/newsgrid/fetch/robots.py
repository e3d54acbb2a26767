"""robots.txt: which pages a site lets us read (RFC 9309).

Our own reader rather than a library's: rules are the publisher's text matched against the publisher's address, and
patterns turned into regular expressions can be made to run for hours. Here a match costs O(pattern + address) for
each star-free piece.
"""

from __future__ import annotations

import dataclasses
import re

PRODUCT = "newsgrid"
"""Our product token (RFC 9309, 2.2.1)."""
MAX_BYTES = 512_000
"""RFC 9309, 2.5: at least 500 kibibytes are read; the rest is let go."""
MAX_CRAWL_DELAY_S = 30.0
"""Crawl-delay is no standard; it is obeyed up to this, so that nobody can stop us by asking for a year."""
_MAX_RULES = 5_000
_MAX_SITEMAPS = 50
_TOKEN_CHARS = re.compile(r"[A-Za-z_-]*")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_HEX = frozenset("0123456789abcdefABCDEF")


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """One Allow or Disallow line."""

    allow: bool
    pattern: str

    def fits(self, path: str) -> bool:
        """Whether the pattern fits a path (with its query) from its beginning; `*` is anything, a last `$` the end."""
        ends = self.pattern.endswith("$")
        head, *rest = (self.pattern[:-1] if ends else self.pattern).split("*")
        if not path.startswith(head):
            return False
        if not rest:
            return not ends or len(path) == len(head)
        at = len(head)
        last = rest.pop()
        for piece in rest:
            found = path.find(piece, at)
            if found < 0:
                return False
            at = found + len(piece)
        if ends:
            return len(path) - len(last) >= at and path.endswith(last)
        return path.find(last, at) >= 0


@dataclasses.dataclass(frozen=True, slots=True)
class Robots:
    """What one site asks of us."""

    rules: tuple[Rule, ...] = ()
    crawl_delay_s: float = 0.0
    sitemaps: tuple[str, ...] = ()
    """Addresses of sitemaps, as they are given, whoever they are given to (sitemaps.org, Specifying the Sitemap location)."""

    def allows(self, path: str) -> bool:
        """Whether we may read a path (with its query): the longest rule that fits decides, Allow where two are as long."""
        wanted = _normal(path) or "/"
        best = max(((len(rule.pattern), rule.allow) for rule in self.rules if rule.fits(wanted)), default=(0, True))
        return best[1]


EVERYTHING = Robots()
NOTHING = Robots((Rule(False, "/"),))


def read_robots(data: bytes, product: str = PRODUCT) -> Robots:
    """Read a robots.txt for us: the groups that name our token together, else those for everyone."""
    mine, everyone = _Group(), _Group()
    named: set[str] = set()
    naming = False
    sitemaps: dict[str, None] = {}
    for key, value in _lines(data):
        if key == "user-agent":
            named = (named if naming else set()) | {_product(value)}
            naming = True
            mine.named |= product.lower() in named
            continue
        if key == "sitemap":
            if len(sitemaps) < _MAX_SITEMAPS:
                sitemaps.setdefault(value)
            continue
        naming = False
        for group, label in ((mine, product.lower()), (everyone, "*")):
            if label in named:
                group.take(key, value)
    chosen = mine if mine.named else everyone
    return Robots(tuple(chosen.rules), chosen.delay_s, tuple(sitemaps))


class _Group:
    def __init__(self) -> None:
        self.named = False
        self.rules: list[Rule] = []
        self.delay_s = 0.0

    def take(self, key: str, value: str) -> None:
        if key in ("allow", "disallow"):
            # An empty Disallow forbids nothing; it only makes the group present.
            if value and len(self.rules) < _MAX_RULES:
                self.rules.append(Rule(key == "allow", _normal(value if value[0] in "/*" else "/" + value)))
        elif key == "crawl-delay":
            self.delay_s = max(self.delay_s, _seconds(value))


def _lines(data: bytes) -> list[tuple[str, str]]:
    text = data[:MAX_BYTES].decode("utf-8", "replace").removeprefix("\ufeff")
    rows = []
    for line in re.split(r"[\r\n]+", text):
        key, colon, value = line.partition("#")[0].partition(":")
        if colon:
            rows.append((key.strip().lower(), value.strip()))
    return rows


def _product(value: str) -> str:
    if value.startswith("*"):
        return "*"
    found = _TOKEN_CHARS.match(value)
    return found.group().lower() if found else ""


def _seconds(value: str) -> float:
    try:
        return max(0.0, min(float(value), MAX_CRAWL_DELAY_S))
    except ValueError:
        return 0.0


def _normal(path: str) -> str:
    """Give a path with one spelling per octet (RFC 9309, 2.2.2): unreserved ones bare, all others as %XX in capitals."""
    out: list[str] = []
    at = 0
    while at < len(path):
        char = path[at]
        if char == "%" and len(path) - at > 2 and path[at + 1] in _HEX and path[at + 2] in _HEX:
            octet = chr(int(path[at + 1 : at + 3], 16))
            out.append(octet if octet in _UNRESERVED else "%" + path[at + 1 : at + 3].upper())
            at += 3
            continue
        if "!" <= char <= "~":
            out.append(char)
        else:
            out.extend(f"%{octet:02X}" for octet in char.encode("utf-8", "replace"))
        at += 1
    return "".join(out)
