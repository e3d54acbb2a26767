"""What becomes of a feed of each fault class of feedworld: what the operator reads, and what of its entries is kept.

The one place where this is written down for the tests; docs/reference/feed-health.md says the same by word of health.
"""

from __future__ import annotations

import dataclasses

TIMEOUT_S = 1.5
"""What the tests give a request; feedworld's slow feeds take longer."""
MAX_BYTES = 1_000_000

ENCODINGS = ("bad-utf8", "latin1-undeclared", "cp1251-header", "utf16", "lying-charset")
"""What is wrong with the encoding shows only where there are letters outside ASCII: these are tried on
feeds in `ACCENTED` languages."""
ACCENTED = ("de", "es", "fr")

ALL, NONE = "all", "none"
MARKED = "all, their titles with what was put into them"
CUT = "all, their titles cut"
BARE = "the one there is, without a title"


@dataclasses.dataclass(frozen=True, slots=True)
class View:
    """A fault as the operator meets it."""

    health: str
    line: str = ""
    """What `newsgrid feeds list` says beside it; `{base}` and `{host}` are the world's, `{id}` is the feed's number, `{bytes}`
    the length of its document and `{half}` half of that."""
    entries: str = NONE
    later: str = ""
    """The health after the second visit, a day later, where it is another."""
    later_line: str = ""
    """The line then, where the health is the same and the line is not; `{day}` is the day of the visit."""

    @property
    def kept_later(self) -> str:
        """What is kept after the second visit."""
        return ALL if self.later == "ok" else self.entries


_REFUSED_REDIRECT = (
    "The answer redirects to {host}/_world/canary on a private network; only addresses you subscribe to yourself are "
    "fetched from there (fetch.allow_private, NEWSGRID_FETCH_ALLOW_PRIVATE)."
)
_PRIVATE = (
    "{address} is on a private or reserved network; if it is meant to be fetched, add its network to fetch.allow_private "
    "in newsgrid.toml or to the variable NEWSGRID_FETCH_ALLOW_PRIVATE."
)
_LATE = View("timeout", f"No whole answer from 127.0.0.1 within {TIMEOUT_S:g} seconds.")
_MOVED = View("ok", "It has moved to {base}/f2/{id}, which is taken over after a week.", ALL)
_LARGE = View("too-large", f"The answer is larger than {MAX_BYTES} bytes.")
_GUESSED = View("ok", "The document is not encoded as it says (taken for cp1252).", ALL)
_WELL = View("ok", "", ALL)
_ENTITIES = "The document declares entities, which are refused (only entities of plain text were read); it breaks the rules of its format and was mended (Entity '{entity}' not defined, line 1, column {column})"

VIEWS = {
    "500": View("server-error", "The server failed (status 500)."),
    "503-retry": View("unavailable", "The server is not available now (status 503).", later="ok"),
    "429": View("rate-limited", "The server asks us to slow down (status 429).", later="ok"),
    "404": View("not-found", "There is nothing at this address (status 404)."),
    "410": View("gone", "The server says this is gone for good (status 410)."),
    "301": _MOVED,
    "308": _MOVED,
    "302": _WELL,
    "redirect-loop": View("redirect-loop", "127.0.0.1 redirects in a circle."),
    "redirect-ssrf": View("private-address", _REFUSED_REDIRECT),
    "slow": _LATE,
    "drip": _LATE,
    "hang": _LATE,
    "hang-body": _LATE,
    "reset": View("interrupted", "The connection to 127.0.0.1 broke: Server disconnected."),
    "truncated": View("interrupted", "The answer from 127.0.0.1 broke off: {half} of {bytes} bytes came."),
    "empty": View("empty", "The answer is empty."),
    "html-login": View("html", "The answer is a web page, no feed."),
    "invalid-xml": View("ok", "The document breaks the rules of its format and was mended (EntityRef: expecting ';', line 3, column 12).", MARKED),
    "undeclared-entity": View("ok", "The document breaks the rules of its format and was mended (Entity 'nbsp' not defined, line 3, column 14).", MARKED),
    "bad-utf8": View("ok", "The document is not encoded as it says (15 broken characters).", ALL),
    "latin1-undeclared": _GUESSED,
    "cp1251-header": _WELL,
    "utf16": _WELL,
    "lying-charset": _GUESSED,
    "gzip-bad": View("bad-encoding", "The compressed answer is damaged."),
    "gzip-bomb": _LARGE,
    "xml-bomb": View("ok", _ENTITIES.format(entity="a9", column=40) + ".", NONE),
    "xxe": View("ok", _ENTITIES.format(entity="x", column=63) + "; it gives no dates.", BARE),
    "huge": _LARGE,
    "xss": View("ok", "", MARKED),
    "no-guid": _WELL,
    "guid-churn": View("ok", "", ALL, later_line="Noticed: {day}: its ids change or repeat: its entries are known by their links."),
    "etag-churn": _WELL,
    "no-dates": View("ok", "The document gives no dates.", ALL),
    "future-dates": _WELL,
    "relative-links": _WELL,
    "dup-entries": View("ok", "The document gives entries several times (4).", ALL),
    "long-title": View("ok", "", CUT),
    "flap": View("server-error", "The server failed (status 500).", later="ok"),
}  # fmt: skip
"""By fault class; `redirect-private` has several views, below."""

PRIVATE_VIEWS = (
    View("private-address", _PRIVATE.format(address="169.254.169.254")),
    View("private-address", _PRIVATE.format(address="::1")),
    View("private-address", _PRIVATE.format(address="0.0.0.0")),
    View("private-address", "'2130706433' is an odd spelling of 127.0.0.1, on a private network."),
    View("bad-address", "Only http and https are fetched, not 'file'."),
    View("bad-address", "Only http and https are fetched, not 'gopher'."),
)
"""`redirect-private` leads to one of six places, by the feed's number."""


def view_of(fault: str, number: int) -> View:
    """Give what becomes of the feed of this number with this fault; "" is a feed without one."""
    if not fault:
        return _WELL
    return PRIVATE_VIEWS[number % len(PRIVATE_VIEWS)] if fault == "redirect-private" else VIEWS[fault]
