"""What tells an entry from the others of its feed."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Hashable, Iterable, Sequence
from urllib.parse import urlsplit

from newsgrid.model.source import Entry

GUID, LINK, HASH = "guid", "link", "hash"
POLICIES = (GUID, LINK, HASH)
"""By what the entries of a feed are known, from the best to the last resort: a feed's ids, its links, title and date."""


def identities(entries: Sequence[Entry], policy: str = GUID) -> list[str]:
    """Give the identities of the entries of one document, in their order.

    By `guid`: the guid, else as by `link`. By `link`: the canonical link, else as by `hash`. By `hash`: a hash of title and
    date, with the text where those are not enough. What the document gives to entries that differ is passed over. Linear.
    """
    guids = _shared((e.guid, (e.link, e.title)) for e in entries) if policy == GUID else set()
    links = _shared((e.link, e.title) for e in entries) if policy != HASH else set()
    found = []
    for entry in entries:
        if policy == GUID and entry.guid and entry.guid not in guids:
            found.append(entry.guid)
        elif policy != HASH and entry.link not in links and telling_link(entry.link):
            found.append(entry.link)
        else:
            found.append("")
    if "" in found:
        hashes = _hashes(entries)
        found = [identity or next_hash for identity, next_hash in zip(found, hashes, strict=True)]
    return found


def last_resort(*policies: str) -> str:
    """Give the one of these policies that relies on least."""
    return max(policies, key=POLICIES.index)


@functools.lru_cache(maxsize=4096)
def telling_link(link: str) -> str:
    """Give a link if it tells one entry from another, else an empty string.

    The front page of a site does not: feeds whose items all link there would lose all but one.
    """
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    return link if parts.path.strip("/") or parts.query else ""


def folded_title(entry: Entry) -> str:
    """Give a title as it is compared: without regard to case and spaces."""
    return " ".join(entry.title.split()).casefold()


def text_of(entry: Entry) -> str:
    """Give the texts of an entry as they are compared."""
    return f"{entry.summary}\x1f{entry.content}".strip("\x1f \n")


def _hashes(entries: Sequence[Entry]) -> list[str]:
    named = [(folded_title(e), e.published.isoformat() if e.published else "") for e in entries]
    shared = _shared(("\x1f".join(name), text_of(e)) for name, e in zip(named, entries, strict=True))
    found = []
    for name, entry in zip(named, entries, strict=True):
        told = "\x1f".join(name)
        if told in shared or not any(name):
            told += f"\x1f{text_of(entry)}"
        found.append("hash:" + hashlib.blake2b(told.encode("utf-8", "replace"), digest_size=16).hexdigest())
    return found


def _shared(pairs: Iterable[tuple[str, Hashable]]) -> set[str]:
    """Give the keys that stand for several things."""
    first: dict[str, Hashable] = {}
    return {key for key, thing in pairs if key and first.setdefault(key, thing) != thing}
