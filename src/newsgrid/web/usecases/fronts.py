"""An edition's front: computed from story rows, kept until what it shows changes or its ages are stale."""

from __future__ import annotations

import dataclasses
import threading
from collections import Counter, OrderedDict
from collections.abc import Sequence
from datetime import datetime

from newsgrid.errors import NotFound
from newsgrid.model import Front, Position
from newsgrid.rank import make_front
from newsgrid.web.catalog.models import StoryEdition
from newsgrid.web.usecases.cards import EditionCard, FrontPage, LanguageChoice, StoryCard
from newsgrid.web.usecases.editions import all_editions
from newsgrid.web.usecases.excerpts import clip
from newsgrid.web.usecases.reasons import reason_line, role_words
from newsgrid.web.usecases.sections import section_key, section_link, section_tabs
from newsgrid.web.usecases.story_cards import story_cards
from newsgrid.web.usecases.story_rows import forget_rows, recent_rows

PAGE_SIZE = 30
FRONT_SIZE = 150
"""Stories of a front, over all its pages."""
KEPT_S = 60
"""Seconds a front stands when nothing new comes: by then its ages have moved."""
MOST_LANGUAGES = 16


@dataclasses.dataclass(frozen=True, slots=True)
class _Ranked:
    """A front with what its controls show."""

    front: Front
    sections: Counter[str]
    languages: Counter[str]
    newest: datetime | None


_kept: OrderedDict[tuple[object, ...], _Ranked] = OrderedDict()
_lock = threading.Lock()


def front_page(
    slug: str, *, now: datetime, section: str = "", languages: Sequence[str] = (), number: int = 1
) -> FrontPage:
    """Give one page of a front: of an edition, or of the world when the slug is empty.

    `section` is a section's slug; `languages`, when given, leave only stories told in one of them. At most eight queries.
    Raises NotFound for an edition, section or page that is not there.
    """
    editions = all_editions()
    edition = next((e for e in editions if e.slug == slug), None)
    key = section_key(section)
    if (slug and edition is None) or (section and not key):
        raise NotFound(f"There is no front {slug}/{section}.")
    ranked = _ranked(edition, editions, key, tuple(sorted(set(languages))), now)
    start = (number - 1) * PAGE_SIZE
    positions = ranked.front.positions[start : start + PAGE_SIZE]
    if number > 1 and not positions:
        raise NotFound(f"There is no page {number} of this front.")
    cards = _cards(positions, edition, languages or (edition.languages if edition else ()))
    lead = cards[0] if cards and number == 1 else None
    return FrontPage(
        edition=edition,
        editions=editions,
        section=section_link(key),
        sections=section_tabs(ranked.sections),
        languages=_choices(ranked.languages, languages),
        chosen=tuple(languages),
        lead=lead,
        cards=cards[1:] if lead else cards,
        number=number,
        older=len(ranked.front.positions) > start + PAGE_SIZE,
        total=len(ranked.front.positions),
        made=ranked.front.made,
        newest=ranked.newest,
    )


def forget_fronts() -> None:
    """Forget what was computed."""
    with _lock:
        _kept.clear()
    forget_rows()


def _ranked(
    edition: EditionCard | None,
    editions: Sequence[EditionCard],
    section: str,
    languages: tuple[str, ...],
    now: datetime,
) -> _Ranked:
    version = edition.version if edition else sum(e.version for e in editions)
    key = (edition.slug if edition else "", version, section, languages)
    with _lock:
        found = _kept.get(key)
        if found and abs((now - found.front.made).total_seconds()) < KEPT_S:
            _kept.move_to_end(key)
            return found
    made = _rank(edition, section, languages, now)
    with _lock:
        _kept[key] = made
        while len(_kept) > 256:
            _kept.popitem(last=False)
    return made


def _rank(edition: EditionCard | None, section: str, languages: tuple[str, ...], now: datetime) -> _Ranked:
    rows = recent_rows()
    chosen = [
        row
        for row in rows
        if (not section or row.section == section) and (not languages or set(languages) & set(row.languages))
    ]
    front = make_front(
        chosen,
        edition=edition.slug if edition else "",
        now=now,
        languages=languages or (edition.languages if edition else ()),
        limit=FRONT_SIZE,
    )
    return _Ranked(
        front=front,
        sections=Counter(row.section for row in rows if row.section),
        languages=Counter(tag for row in rows for tag in row.languages),
        newest=rows[0].last if rows else None,
    )


def _cards(
    positions: Sequence[Position], edition: EditionCard | None, languages: Sequence[str]
) -> tuple[StoryCard, ...]:
    cards = story_cards([position.story for position in positions], languages)
    evidence = _evidence(list(cards), edition)
    city = edition.city if edition else ""
    return tuple(
        dataclasses.replace(
            cards[position.story],
            reasons=tuple(reason_line(reason, city) for reason in position.reasons),
            score=position.score,
            evidence=evidence.get(position.story, ""),
        )
        for position in positions
        if position.story in cards
    )


def _evidence(ids: Sequence[int], edition: EditionCard | None) -> dict[int, str]:
    if edition is None:
        return {}
    rows = StoryEdition.objects.filter(story_id__in=ids, edition_id=edition.slug)
    return {
        story: role_words(role, edition.city, clip(place, 80))
        for story, role, place in rows.values_list("story_id", "role", "place_name")
    }


def _choices(counts: Counter[str], chosen: Sequence[str]) -> tuple[LanguageChoice, ...]:
    offered = [tag for tag, _count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_LANGUAGES]]
    offered += [tag for tag in chosen if tag not in offered]
    return tuple(LanguageChoice(tag, counts[tag], tag in chosen) for tag in offered)
