"""Bylines, datelines and agency lines as the press of each language and each kind of paper prints them."""

from __future__ import annotations

from datetime import tzinfo

from newsgrid.demo.furniture import Furniture
from newsgrid.demo.tokens import name_day
from newsgrid.demo.values import Publisher, Telling


def opening(telling: Telling, publisher: Publisher, zone: tzinfo) -> str:
    """Write what stands before the first sentence: a dateline with its agency, or nothing.

    A text that begins with its dateline already gets no second one.
    """
    if not telling.dateline or telling.before.paragraphs[0].casefold().startswith(telling.dateline.casefold()):
        return ""
    agency = telling.agency.id if telling.agency else ""
    day = name_day(telling.published.astimezone(zone).date(), publisher.language)
    if publisher.language == "zh":
        return f"{agency or '本报'}{telling.dateline}{day}电 "
    if publisher.template == "minimal":
        return f"{telling.dateline}, {day}. /{agency}/. " if agency else f"{telling.dateline}, {day}. "
    if publisher.template == "broadsheet" and publisher.language == "en":
        return f"{telling.dateline}, {day} ({agency}) — " if agency else f"{telling.dateline} — "
    if publisher.template == "tabloid":
        return f"{telling.dateline}. "
    return f"{telling.dateline} ({agency}) – " if agency else f"{telling.dateline} – "


def closing(telling: Telling, publisher: Publisher, words: Furniture) -> str:
    """Write the line after the last paragraph that names the agency when the opening did not; or nothing."""
    agency = telling.agency
    if agency is None:
        return ""
    named_before = telling.dateline and publisher.template != "tabloid"
    if publisher.template in ("portal", "tabloid"):
        return words.source.format(agency=agency.name)
    if named_before:
        return ""
    return f"— {agency.id}" if publisher.template == "broadsheet" else f"({agency.id})"


def signature(telling: Telling, publisher: Publisher, words: Furniture) -> str:
    """Write the byline as printed: the person, else the agency, else nothing."""
    if telling.byline:
        name = telling.byline.upper() if publisher.template == "tabloid" else telling.byline
        return words.byline.format(name=name)
    return telling.agency.name if telling.agency else ""
