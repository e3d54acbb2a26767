"""From a page to the feeds it offers; nothing is fetched here."""

from __future__ import annotations

import dataclasses
import re
from urllib.parse import urljoin, urlsplit

from lxml import etree

from newsgrid.text import canonical_address, squeeze

_KINDS = {
    "application/rss+xml": "rss", "application/atom+xml": "atom", "application/feed+json": "json", "application/json": "json", "application/rdf+xml": "rss",
    "text/xml": "rss", "application/xml": "rss",
}  # fmt: skip
_COMMENTS = re.compile(r"comment|kommentar|commentaire|comentario|replies", re.IGNORECASE)
_LOOKS_LIKE = re.compile(
    r"(?:/(?:feed|rss|atom)(?:[./?]|$)|\.(?:rss|atom|rdf)$|/(?:feed|rss|atom|index)\.(?:xml|json)$|[?&]feed=rss2?)",
    re.IGNORECASE,
)
_COMMON = ("/feed", "/rss", "/feed.xml", "/rss.xml", "/atom.xml", "/index.xml", "/feed/", "/feed.json", "/?feed=rss2")


@dataclasses.dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may be a feed."""

    url: str
    title: str = ""
    kind: str = ""
    """`rss`, `atom`, `json`; empty when unknown."""
    score: float = 0.0
    why: str = ""


def discover(html: bytes, url: str) -> tuple[Candidate, ...]:
    """Give the feeds a page offers, best first: links it declares, patterns of known sites, links that look like feeds, common paths.

    Comment feeds come last. Ties in the order of the page.
    """
    found: dict[str, Candidate] = {}
    for candidate in (*_known_site(url), *_in_page(html, url), *_guessed(url)):
        key = canonical_address(candidate.url)
        if key and (key not in found or candidate.score > found[key].score):
            found[key] = candidate
    return tuple(sorted(found.values(), key=lambda c: -c.score))


def _in_page(html: bytes, url: str) -> list[Candidate]:
    parser = etree.HTMLParser(recover=True, no_network=True, remove_comments=True, huge_tree=False)
    try:
        root = etree.fromstring(html[:3_000_000], parser) if html.strip() else None
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        return []
    base = next((urljoin(url, b.get("href", "")) for b in root.iter("base") if b.get("href")), url)
    found = []
    for element in root.iter("link", "a"):
        candidate = _declared(element, base) if element.tag == "link" else _linked(element, base)
        if candidate is not None:
            found.append(candidate)
    return found


def _declared(element: etree._Element, base: str) -> Candidate | None:
    rel, kind = element.get("rel", "").lower().split(), element.get("type", "").lower().split(";")[0].strip()
    href = squeeze(element.get("href", ""))
    if (
        "alternate" not in rel
        or kind not in _KINDS
        or not href
        or (kind in ("application/json", "text/xml", "application/xml") and not _LOOKS_LIKE.search(href))
    ):
        return None
    title = squeeze(element.get("title", ""))
    score = 10.0 - (6.0 if _COMMENTS.search(f"{title} {href}") else 0.0) + (0.5 if _KINDS[kind] == "atom" else 0.0)
    return Candidate(urljoin(base, href), title, _KINDS[kind], score, "declared by the page")


def _linked(element: etree._Element, base: str) -> Candidate | None:
    href = squeeze(element.get("href", ""))
    if not href or not _LOOKS_LIKE.search(href):
        return None
    title = squeeze("".join(str(piece) for piece in element.itertext()))[:80]
    score = 5.0 - (3.0 if _COMMENTS.search(f"{title} {href}") else 0.0)
    return Candidate(urljoin(base, href), title, "", score, "linked from the page")


def _known_site(url: str) -> list[Candidate]:
    parts = urlsplit(url)
    host, path = (parts.hostname or "").removeprefix("www."), [p for p in parts.path.split("/") if p]
    if host == "youtube.com" and path[:1] == ["channel"] and len(path) > 1:
        return [
            Candidate(
                f"https://www.youtube.com/feeds/videos.xml?channel_id={path[1]}", "", "atom", 12.0, "YouTube channel"
            )
        ]
    if host.endswith("reddit.com") and path[:1] == ["r"] and len(path) > 1:
        return [Candidate(f"https://www.reddit.com/r/{path[1]}/.rss", f"r/{path[1]}", "atom", 12.0, "Reddit community")]
    if path and path[0].startswith("@") and len(path) == 1:
        return [Candidate(urljoin(url, f"/{path[0]}.rss"), path[0], "rss", 8.0, "Mastodon account")]
    return []


def _guessed(url: str) -> list[Candidate]:
    return [Candidate(urljoin(url, path), "", "", 1.0 - 0.05 * i, "a common place") for i, path in enumerate(_COMMON)]
