"""How well an article's metadata is read: headline, time, who signs, topics, lead image.

Names and topics: sets of normalised strings, hits and misses counted over all pages (micro F1). Times: the same instant to the
minute; where the annotation has no zone, the same reading of the publisher's own clock. Image: the file's name equals
that of one of the annotated renditions.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from lxml import etree

from newsgrid.text import registrable_host

UNDATED = frozenset({"naeb"})
"""Sources whose expected dates are not to be trusted (one in six is wrong, says their README)."""
_HEADLINE = re.compile(r'"headline"\s{0,9}:\s{0,9}("(?:[^"\\\n]|\\.){1,1000}")')
_TITLE_MARKS = re.compile(r"\s[|·•—–»«:-]{1,3}\s|\|")

Page = dict[str, Any]
Found = dict[str, Any]
Pair = tuple[Page, Found]


def half_of(url: str) -> str:
    """Give the half a page's site falls into, so that one can be kept unseen when rules are written; the present ones saw both."""
    return "ab"[hashlib.sha256(registrable_host(url).encode()).digest()[0] % 2]


def metadata_scores(pairs: Sequence[Pair]) -> dict[str, float]:
    """Score what was found on pages: `title` (as annotated), `title_own` (any that the page itself gives), `minute`,
    `authors` (all who sign), `people` (the people among them), `topics`, `image`. What no page annotates is left out.
    """
    shares: dict[str, list[bool]] = {
        "title": [_key(wanted) == _key(got.get("title")) for wanted, got in _annotated(pairs, "title")],
        "title_own": [_is_own(page, got) for page, got in pairs],
        "minute": [
            same_minute(wanted, got.get("date"))
            for page, got in pairs
            if page["source"] not in UNDATED and (wanted := page["expected"].get("date_published"))
        ],
        "image": [
            _same_image(wanted, got.get("image"))
            for wanted, got in _annotated(pairs, "images")
            if any(image.get("is_cover") for image in wanted)
        ],
    }
    scored = {name: round(sum(hits) / len(hits), 4) for name, hits in shares.items() if hits}
    for name, field in (("authors", "authors"), ("people", "authors"), ("topics", "topics")):
        wanted_and_got = [
            (page["expected"][field], got.get(name) or [])
            for page, got in pairs
            if page["expected"].get(field) or (field == "authors" and field in page["expected"])
        ]
        if wanted_and_got:
            scored[name] = round(_sets_f1(wanted_and_got), 4)
    return scored


def metadata_by(pairs: Sequence[Pair], group: Callable[[Page], str], *, least: int = 3) -> dict[str, dict[str, float]]:
    """Score groups of pages apart, the largest first; those of fewer than `least` pages are left out."""
    grouped: dict[str, list[Pair]] = {}
    for page, got in pairs:
        grouped.setdefault(group(page), []).append((page, got))
    ordered = sorted(grouped.items(), key=lambda item: (-len(item[1]), item[0]))
    return {name: {"pages": len(own), **metadata_scores(own)} for name, own in ordered if len(own) >= least}


def same_minute(expected: str, found: str | None) -> bool:
    """Say whether two times are one to the minute; without a zone on either side, as the clock shows them."""
    if not found:
        return False
    try:
        left, right = datetime.fromisoformat(expected), datetime.fromisoformat(found)
    except ValueError:
        return False
    if left.tzinfo is None or right.tzinfo is None:
        left, right = left.replace(tzinfo=None), right.replace(tzinfo=None)
    return abs((left - right).total_seconds()) < 60


def own_titles(html: str) -> set[str]:
    """Give the titles a page gives itself, normalised: h1, JSON-LD headline, og:title, the document's title and its parts.

    Read apart from the extractor that is measured.
    """
    root = etree.fromstring(html.replace("\0", "").encode("utf-8", "replace"), etree.HTMLParser(encoding="utf-8"))
    if root is None:
        return set()
    found = ["".join(map(str, element.itertext())) for element in root.iter("h1")]
    found += [
        element.get("content") or ""
        for element in root.iter("meta")
        if (element.get("property") or element.get("name") or "").lower() == "og:title"
    ]
    for element in root.iter("title"):
        whole = element.text or ""
        found += [whole, *(_TITLE_MARKS.split(whole))]
        found += [whole[: mark.start()] for mark in _TITLE_MARKS.finditer(whole)]
        found += [whole[mark.end() :] for mark in _TITLE_MARKS.finditer(whole)]
    for element in root.iter("script"):
        if "ld+json" in (element.get("type") or ""):
            found += _headlines(element.text or "")
    return {_key(" ".join(text.split())) for text in found} - {""}


def _headlines(script: str) -> Iterable[str]:
    for match in _HEADLINE.finditer(script):
        try:
            yield str(json.loads(match.group(1), strict=False))
        except ValueError:
            continue


def _annotated(pairs: Sequence[Pair], field: str) -> list[tuple[Any, Found]]:
    return [(wanted, got) for page, got in pairs if (wanted := page["expected"].get(field))]


def _is_own(page: Page, got: Found) -> bool:
    title = _key(got.get("title"))
    return bool(title) and (title == _key(page["expected"].get("title")) or title in own_titles(page["html"]))


def _sets_f1(pairs: Sequence[tuple[list[str], list[str]]]) -> float:
    hit = extra = missed = 0
    for expected, got in pairs:
        wanted, found = {_key(x) for x in expected if _key(x)}, {_key(x) for x in got if _key(x)}
        hit, extra, missed = hit + len(wanted & found), extra + len(found - wanted), missed + len(wanted - found)
    return 2 * hit / (2 * hit + extra + missed) if hit else 0.0


def _same_image(images: list[dict[str, Any]], got: Any) -> bool:
    address = got.get("url") if isinstance(got, dict) else got
    return bool(address) and _image_key(str(address)) in {_image_key(url) for image in images for url in image["urls"]}


def _image_key(url: str) -> str:
    name = url.split("?", maxsplit=1)[0].rstrip("/").rsplit("/", 1)[-1].lower()
    return re.sub(r"\.(jpe?g|png|webp|gif|avif)$", "", name)


def _key(text: str | None) -> str:
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text or "").lower()).strip()
