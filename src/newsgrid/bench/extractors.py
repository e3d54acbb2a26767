"""The extractors that are measured: ours, and the peers that are installed."""

from __future__ import annotations

import importlib
import importlib.metadata
import logging
from collections.abc import Callable
from typing import Any

import newsgrid
from newsgrid import extract as extraction
from newsgrid.errors import PageError

Extractor = Callable[[str, str], dict[str, Any]]
"""Gives of a page's HTML and address: `text`, `title`, `date`, `authors`, `people`, `topics`, `image`."""

OURS = "newsgrid"
PEERS = ("trafilatura", "newspaper4k")


def extractor(name: str) -> Extractor | None:
    """Give an extractor by its name; None when it is not installed. Raises KeyError for a name that is none of them."""
    return {OURS: lambda: _newsgrid, "trafilatura": _trafilatura, "newspaper4k": _newspaper4k}[name]()


def version(name: str) -> str:
    """Give the version of an extractor that is installed."""
    return newsgrid.__version__ if name == OURS else importlib.metadata.version(name)


def _newsgrid(html: str, url: str) -> dict[str, Any]:
    try:
        return extraction.extract(html, url).as_dict()
    except PageError as error:
        return {"error": error.reason}


def _trafilatura() -> Extractor | None:
    library = _library("trafilatura")

    def extract(html: str, url: str) -> dict[str, Any]:
        got = library.bare_extraction(html, url=url or None, include_comments=False, with_metadata=True)
        if got is None:
            return {}
        authors = [name.strip() for name in (got.author or "").split(";") if name.strip()]
        return {"text": got.text, "title": got.title, "date": got.date, "image": got.image, "topics": list(got.tags or ())} | _signed(authors)  # fmt: skip

    return extract if library is not None else None


def _newspaper4k() -> Extractor | None:
    library = _library("newspaper")

    def extract(html: str, url: str) -> dict[str, Any]:
        article = library.Article(url or "https://example.org/", fetch_images=False)
        try:
            article.download(input_html=html)
            article.parse()
        except Exception as error:
            # Whatever a peer raises on a page counts as nothing found there; the run goes on.
            return {"error": repr(error)}
        moment = article.publish_date
        return {
            "text": article.text, "title": article.title, "date": moment.isoformat() if moment else None, "image": article.top_image or None,
            "topics": sorted(article.tags or ()),
        } | _signed(list(article.authors or ()))  # fmt: skip

    return extract if library is not None else None


def _signed(authors: list[str]) -> dict[str, Any]:
    return {"authors": authors, "people": authors}


def _library(name: str) -> Any:
    try:
        library = importlib.import_module(name)
    except ImportError:
        return None
    logging.getLogger(name).setLevel(logging.CRITICAL)  # peers log what they do not find
    return library
