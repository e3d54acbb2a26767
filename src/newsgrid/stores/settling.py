"""Which of a feed's entries are known already: said once, for every store.

An entry is known by its identity. But feeds give ids that change from visit to visit, one id to several entries, or links
with the number of a session: so what seems new is compared with what has just left the document, and what seems changed
with what it was. A feed on which this shows is known by something better from then on (`model.identity.POLICIES`).
"""

from __future__ import annotations

import dataclasses
import logging
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from newsgrid.model import Entry
from newsgrid.model.identity import GUID, HASH, LINK, folded_title, identities, telling_link, text_of

log = logging.getLogger(__name__)

LEAST_ROTATED = 2
"""So many entries must have come back under another id before a feed's ids are held to be of no use."""

MOST_REKEYED = 5000
"""When a feed is known by something else from now on, so many of its entries, the newest, get their new identity. No document
has more than 2,000."""

LEAST_TEXT_CHARS = 20
"""Shorter texts ("Read more") are no sign that two entries are one."""

NOTICES = {
    LINK: "its ids change or repeat: its entries are known by their links",
    HASH: "its ids and links change or repeat: its entries are known by title and date",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Kept:
    """An entry of the feed as it is stored."""

    id: int
    entry: Entry
    is_duplicate: bool = False
    """Another feed brought its page."""


class Shelf(Protocol):
    """What finding a feed's known entries needs of a store."""

    def known(self, wanted: Collection[str]) -> dict[str, int]:
        """Give the ids of the feed's entries that have these identities."""

    def changed(self, found: Mapping[int, Entry]) -> list[Kept]:
        """Give those of these stored entries whose content is another now."""

    def left(self, present: Collection[int], links: Collection[str]) -> list[Kept]:
        """Give the feed's entries that were in its last document, or have one of these links, but for those present."""

    def rekey(self, policy: str) -> None:
        """Give the feed's newest entries (`MOST_REKEYED`) the identities of a policy (`rekeyed`)."""


@dataclasses.dataclass(frozen=True, slots=True)
class Settled:
    """The entries of a document, sorted; each once."""

    policy: str
    known: Mapping[int, Entry]
    """What is stored already, by id, with its identity of now."""
    adopted: frozenset[int]
    """Those of them that were stored under another identity."""
    new: tuple[Entry, ...]


def settle(shelf: Shelf, policy: str, entries: Sequence[Entry], feed: str) -> Settled:
    """Sort the entries of a document; where the feed's identities prove of no use, rekey what is stored by better ones.

    `feed` is its address, for the log. Linear in the entries of the document and of the one before.
    """
    while True:
        settled, better = _settled(shelf, policy, entries)
        if better == policy:
            return settled
        log.warning("%s: %s", feed, NOTICES[better])
        shelf.rekey(better)
        policy = better


def rekeyed(kept: Sequence[Kept], policy: str) -> dict[int, str]:
    """Give the identities of stored entries by a policy, by id.

    Where several would have one, the oldest that is no duplicate has it; the others were stored twice, and get one that
    finds them no more.
    """
    found: dict[int, str] = {}
    taken: set[str] = set()
    ordered = sorted(kept, key=lambda one: (one.is_duplicate, one.id))
    for one, identity in zip(ordered, _by_policy([one.entry for one in ordered], policy), strict=True):
        found[one.id] = spare(one.id) if identity in taken else identity
        taken.add(identity)
    return found


def spare(entry_id: int) -> str:
    """Give an identity by which no entry of a document is found."""
    return f"entry:{entry_id}"


def _by_policy(entries: Sequence[Entry], policy: str) -> list[str]:
    # A parser has told already by what it knows an entry of a feed whose ids are sound.
    return [entry.identity for entry in entries] if policy == GUID else identities(entries, policy)


def _settled(shelf: Shelf, policy: str, entries: Sequence[Entry]) -> tuple[Settled, str]:
    """Sort the entries by a policy, and give the policy that would be better."""
    once = _once(entries, policy)
    ids = shelf.known(list(once))
    others = _others(shelf, once, ids) if policy == GUID else []
    if others:
        ids = {identity: entry_id for identity, entry_id in ids.items() if identity not in others}
        once = _once([once.pop(identity) for identity in others], LINK) | once
        ids |= shelf.known([identity for identity in once if identity not in ids])
    new = {identity: entry for identity, entry in once.items() if identity not in ids}
    pairs = _pairs(shelf, policy, once, new, set(ids.values())) if new else []
    better = _better(policy, entries, len(others), len(ids), pairs)
    known = {entry_id: once[identity] for identity, entry_id in ids.items()}
    for pair in pairs:
        known[pair.id] = new.pop(pair.identity)
    return Settled(policy, known, frozenset(pair.id for pair in pairs), tuple(new.values())), better


def _once(entries: Sequence[Entry], policy: str) -> dict[str, Entry]:
    """Give the entries by identity, the first where one is given several times."""
    once: dict[str, Entry] = {}
    for entry, identity in zip(entries, _by_policy(entries, policy), strict=True):
        if identity not in once:
            once[identity] = entry if entry.identity == identity else dataclasses.replace(entry, identity=identity)
    return once


def _others(shelf: Shelf, once: Mapping[str, Entry], ids: Mapping[str, int]) -> list[str]:
    """Give the guids under which something else is stored: nothing of it is the same, not even the link."""
    identity_of = {entry_id: identity for identity, entry_id in ids.items()}
    changed = shelf.changed({entry_id: once[identity] for identity, entry_id in ids.items()})
    return [identity_of[kept.id] for kept in changed if _is_another(kept.entry, once[identity_of[kept.id]])]


def _is_another(stored: Entry, entry: Entry) -> bool:
    before, now = _signs(stored), _signs(entry)
    return (
        "link" in before and "link" in now and not any(before.get(name) == now[name] for name in now.keys() - {"guid"})
    )


def _better(policy: str, entries: Sequence[Entry], others: int, known: int, pairs: Sequence[_Pair]) -> str:
    """Give the policy by which the feed is better known: this one, unless its identities rotate or repeat."""
    if policy == GUID:
        named = sum(bool(entry.guid) for entry in entries)
        repeated = sum(bool(entry.guid) and entry.identity != entry.guid for entry in entries)
        if (repeated > 1 and repeated * 2 >= named) or (others and others * 2 >= named):
            return LINK
    moved = [pair for pair in pairs if not pair.same_link]
    if policy == GUID and len(pairs) >= max(LEAST_ROTATED, known) and len(moved) * 2 <= len(pairs):
        return LINK
    return HASH if policy != HASH and len(moved) >= max(LEAST_ROTATED, known) else policy


@dataclasses.dataclass(frozen=True, slots=True)
class _Pair:
    """An entry that came back under another identity."""

    identity: str
    """Of now."""
    id: int
    """Of what is stored."""
    same_link: bool


def _pairs(
    shelf: Shelf, policy: str, once: Mapping[str, Entry], new: Mapping[str, Entry], present: Collection[int]
) -> list[_Pair]:
    """Give the new entries that are stored under another identity; no stored one twice."""
    links = {link for entry in new.values() if (link := telling_link(entry.link))}
    stored = {kept.id: _signs(kept.entry) for kept in shelf.left(present, links)}
    if not stored:
        return []
    signs = {identity: _signs(entry) for identity, entry in once.items()}
    told = Counter(sign for one in signs.values() for sign in one.items())
    holders: dict[tuple[str, str], list[int]] = {}
    for entry_id, one in stored.items():
        for sign in one.items():
            holders.setdefault(sign, []).append(entry_id)
    found = []
    for identity in new:
        # A sign that several give ("Read more", the date of all) leads to none of them.
        anchors = {
            holders[sign][0] for sign in signs[identity].items() if told[sign] == 1 and len(holders.get(sign, ())) == 1
        }
        for entry_id in anchors:
            likeness = _likeness(stored[entry_id], signs[identity], policy)
            if likeness:
                same_link = stored[entry_id].get("link") == signs[identity].get("link", "")
                found.append((-likeness, _Pair(identity, entry_id, same_link)))
    return _one_to_one(pair for _, pair in sorted(found, key=lambda row: row[0]))


def _likeness(stored: Mapping[str, str], entry: Mapping[str, str], policy: str) -> int:
    """Give how alike two entries are whose identities differ; 0 when they are not one.

    With one link, one more sign is enough. Without, they must be alike in two things and differ in fewer, and their dates
    must not differ: what comes every day under one title is news every day, unless links and ids are known to say nothing.
    """
    both = stored.keys() & entry.keys()
    alike = {name for name in both if stored[name] == entry[name]}
    unlike = (both & {"title", "published", "text"}) - alike
    if "link" in alike:
        return len(alike) + 1 if len(alike) > 1 else 0
    if "published" in unlike and policy != HASH:
        return 0
    return len(alike) if len(alike) > max(1, len(unlike)) else 0


def _one_to_one(pairs: Iterable[_Pair]) -> list[_Pair]:
    named: dict[str, _Pair] = {}
    taken: set[int] = set()
    for pair in pairs:
        if pair.identity not in named and pair.id not in taken:
            named[pair.identity] = pair
            taken.add(pair.id)
    return list(named.values())


def _signs(entry: Entry) -> dict[str, str]:
    """Give what may show that two entries are one: the stem of the guid, link, title, date, text; each where there is one."""
    text = text_of(entry)
    signs = {
        "guid": entry.guid.partition("#")[0].partition("?")[0],
        "link": telling_link(entry.link).partition(":")[2],
        "title": folded_title(entry),
        "published": entry.published.isoformat() if entry.published else "",
        "text": text if len(text) >= LEAST_TEXT_CHARS else "",
    }
    return {name: sign for name, sign in signs.items() if sign}
