"""Invented pages of the usual publishing systems and countries, each beside what must be read off it.

`systems/NAME.html` is the page; `systems/NAME.json` its address (`url`) and the fields that are checked: `published` and
`modified` are instants, `published_day` the day by the page's clock; `place` the dateline's; the rest are the article's own.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newsgrid.extract import extract
from newsgrid.model import Article

PAGES = Path(__file__).parent / "systems"


def told(article: Article) -> dict[str, Any]:
    """Give an article's fields as the expectations name them."""
    row = article.as_dict()
    signals = ("licence", "max_snippet", "image_preview", "tdm_reserved")
    times = {"published": article.published, "modified": article.modified}
    return {
        **{key: row[key] for key in ("title", "people", "authors", "agency", "publisher", "section", "topics", "language", "canonical", "paywalled")},
        **{key: getattr(article.signals, key) for key in signals},
        **{key: at.replace(second=0, microsecond=0).isoformat() if at else None for key, at in times.items()},
        "published_day": (row["date"] or "")[:10],
        "published_clock": (row["date"] or "")[:16],
        "image": article.image.url if article.image else None,
        "place": article.dateline.place if article.dateline else "",
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(path.stem for path in PAGES.glob("*.html")))
def test_metadata_is_read_off_the_page(name: str) -> None:
    wanted = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))
    found = told(extract((PAGES / f"{name}.html").read_text(encoding="utf-8"), wanted.pop("url")))
    assert {key: found[key] for key in wanted} == wanted
