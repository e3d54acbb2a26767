"""Why a story stands where it does, in words."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsgrid.model import Reason
from newsgrid.web.usecases.cards import ReasonLine
from newsgrid.web.usecases.sections import section_link


def reason_line(reason: Reason, city: str) -> ReasonLine:
    """Put one term of a score into the interface language."""
    words = _WORDS.get(reason.name)
    return ReasonLine(words(reason.detail, city) if words else reason.name, reason.value)


def role_words(role: str, city: str, place: str) -> str:
    """Say how a story concerns an edition's city."""
    named = {"city": city, "place": place or city}
    if role == "event":
        return _("It happened in %(place)s.") % named
    if role == "actor":
        return _("Somebody of %(place)s has a part in it.") % named
    if role == "named":
        return _("It names %(place)s.") % named
    if role == "region":
        return _("It concerns the region of %(city)s.") % named
    if role == "country":
        return _("It concerns the country of %(city)s.") % named
    return _("A publisher of %(city)s reports it.") % named


def _recency(detail: str, _city: str) -> str:
    hours = _number(detail)
    if hours < 1:
        return _("The newest article came within the last hour")
    if hours < 48:
        return ngettext(
            "The newest article is %(count)d hour old", "The newest article is %(count)d hours old", hours
        ) % {"count": hours}
    return ngettext(
        "The newest article is %(count)d day old", "The newest article is %(count)d days old", hours // 24
    ) % {"count": hours // 24}


def _coverage(detail: str, _city: str) -> str:
    count = _number(detail)
    return ngettext("%(count)d independent source tells it", "%(count)d independent sources tell it", count) % {
        "count": count
    }


def _publishers(detail: str, _city: str) -> str:
    count = _number(detail)
    return ngettext("%(count)d publisher carries it", "%(count)d publishers carry it", count) % {"count": count}


def _languages(detail: str, _city: str) -> str:
    count = _number(detail)
    return ngettext("It is told in %(count)d language", "It is told in %(count)d languages", count) % {"count": count}


def _edition(_detail: str, city: str) -> str:
    return _("It concerns %(city)s") % {"city": city}


def _unread(_detail: str, _city: str) -> str:
    return _("It is in none of the edition's languages")


def _variety(detail: str, _city: str) -> str:
    section = section_link(detail)
    return _("Stories of the same section stand just above: %(section)s") % {
        "section": section.label if section else detail
    }


def _number(detail: str) -> int:
    return int(detail) if detail.isdigit() else 0


_WORDS: dict[str, Callable[[str, str], str]] = {
    "recency": _recency,
    "coverage": _coverage,
    "publishers": _publishers,
    "languages": _languages,
    "edition": _edition,
    "unread-language": _unread,
    "variety": _variety,
}
