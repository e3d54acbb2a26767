"""Bytes of a feed -> entries; subscription lists; discovery; the catalogue of known feeds."""

from newsgrid.feeds.catalogue import (
    CATEGORIES,
    CatalogueFeed,
    CatalogueHit,
    languages_of,
    propose_sources,
    search_catalogue,
)
from newsgrid.feeds.discovery import Candidate, discover
from newsgrid.feeds.health import PROBLEMS, REASONS, operator_line
from newsgrid.feeds.opml import OpmlFeed, read_opml, write_opml
from newsgrid.feeds.parse import parse

__all__ = [
    "CATEGORIES",
    "PROBLEMS",
    "REASONS",
    "Candidate",
    "CatalogueFeed",
    "CatalogueHit",
    "OpmlFeed",
    "discover",
    "languages_of",
    "operator_line",
    "parse",
    "propose_sources",
    "read_opml",
    "search_catalogue",
    "write_opml",
]
