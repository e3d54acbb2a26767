"""The sections of a grid: the top IPTC Media Topics, with short names and a place in addresses."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from newsgrid.web.usecases.cards import SectionLink

# (key, slug, short name), in the order of the tabs.
_SECTIONS = (
    ("11000000", "politics", _("Politics")),
    ("16000000", "conflict", _("Conflict")),
    ("04000000", "business", _("Business")),
    ("02000000", "justice", _("Crime and justice")),
    ("03000000", "disasters", _("Disasters")),
    ("14000000", "society", _("Society")),
    ("09000000", "labour", _("Labour")),
    ("07000000", "health", _("Health")),
    ("05000000", "education", _("Education")),
    ("13000000", "science", _("Science")),
    ("06000000", "environment", _("Environment")),
    ("17000000", "weather", _("Weather")),
    ("01000000", "culture", _("Culture")),
    ("15000000", "sport", _("Sport")),
    ("10000000", "lifestyle", _("Lifestyle")),
    ("12000000", "religion", _("Religion")),
    ("08000000", "people", _("Human interest")),
)
_BY_KEY = {f"medtop:{number}": (slug, name) for number, slug, name in _SECTIONS}
_BY_SLUG = {slug: f"medtop:{number}" for number, slug, _name in _SECTIONS}


def section_link(key: str, count: int = 0) -> SectionLink | None:
    """Give the section of a key in the interface language; None for a key that is no section."""
    found = _BY_KEY.get(key)
    return SectionLink(key, found[0], str(found[1]), count) if found else None


def section_key(slug: str) -> str:
    """Give the key of a section's slug; empty when there is none."""
    return _BY_SLUG.get(slug, "")


def section_tabs(counts: Mapping[str, int]) -> tuple[SectionLink, ...]:
    """Give the sections that have stories, in the order of the tabs."""
    links = (section_link(key, counts[key]) for key in _BY_KEY if counts.get(key))
    return tuple(link for link in links if link)
