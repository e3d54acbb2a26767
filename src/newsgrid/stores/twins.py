"""One page that several feeds link to: said once, for every store.

A page is one article. A publisher's feeds share entries, and aggregators link to everybody's: the first to come makes the
article, and the others are kept as duplicates. But nobody speaks for a publisher's page before the publisher does: its own
entry takes the place of one from elsewhere, as long as all that is known of the page is what that one said.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Sequence

from newsgrid.model import Feed
from newsgrid.stores.rules import standing

PENDING, DONE = "pending", "done"


@dataclasses.dataclass(frozen=True, slots=True)
class Twin:
    """An entry of another feed that has the same link, and is an article or waits to become one."""

    id: int
    feed: Feed
    state: str
    """`pending` or `done`."""
    same_site: bool
    """Its feed is of the site of the one that brings the link now."""


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    """What is to become of an entry."""

    is_duplicate: bool = False
    replaces: int | None = None
    """The entry whose place it takes; that one becomes a duplicate."""


def judge(feed: Feed, link: str, times: int, twins: Sequence[Twin], is_from_feed: Callable[[int], bool]) -> Verdict:
    """Say what becomes of a new entry of a feed, whose document gives this link to so many new entries.

    `is_from_feed` says of an article whether its page was never read. A link that a feed gives to several entries tells
    nothing of them to feeds of other sites.
    """
    rank = standing(feed, link)
    if any(twin.same_site and standing(twin.feed, link) >= rank for twin in twins):
        return Verdict(is_duplicate=True)
    if times > 1:
        return Verdict()
    given = Counter(twin.feed.id for twin in twins)
    holder = min((twin for twin in twins if given[twin.feed.id] == 1), key=lambda twin: twin.id, default=None)
    if holder is None:
        return Verdict()
    if rank > standing(holder.feed, link) and (holder.state == PENDING or is_from_feed(holder.id)):
        return Verdict(replaces=holder.id)
    return Verdict(is_duplicate=True)
