"""From a page to the feeds it offers; nothing is fetched here."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin, urlsplit

from lxml import etree

from newsgrid.feeds.hfeed import has_entries
from newsgrid.feeds.sites import by_host, by_path, by_software
from newsgrid.text import canonical_address, squeeze

MAX_PAGE = 3_000_000
"""Bytes of a page that are searched."""
MAX_LINKS = 20_000
MAX_CANDIDATES = 100

_KINDS = {
    "application/rss+xml": "rss", "application/atom+xml": "atom", "application/feed+json": "json", "application/json": "json", "application/rdf+xml": "rss",
    "application/rss": "rss", "application/atom": "atom", "text/rss": "rss", "text/rss+xml": "rss", "text/atom+xml": "atom", "application/x-rss+xml": "rss",
    "text/xml": "rss", "application/xml": "rss", "text/json": "json",
}  # fmt: skip
_VAGUE = frozenset(["application/json", "text/json", "text/xml", "application/xml"])
"""Types of many things: believed where the address looks like a feed's as well."""
_COMMENTS = re.compile(r"comment|kommentar|commentaire|comentario|коммент|評論|评论|コメント|replies", re.IGNORECASE)
_LOOKS_LIKE = re.compile(
    r"(?:/(?:feeds?|rss|atom)(?:[./?]|$)|\.(?:rss|atom|rdf)(?:\?|$)|/(?:feed|rss|atom|index|rss2|[a-z-]{1,20}rss)\.(?:xml|json)(?:\?|$)|[?&](?:feed=rss2?|format=(?:feed|rss)|outputType=xml|alt=rss)\b)",
    re.IGNORECASE,
)
_COMMON = (
    "/feed", "/rss", "/feed.xml", "/rss.xml", "/atom.xml", "/index.xml", "/feed/", "/feeds", "/rss/news", "/news/rss", "/feed.json", "/?feed=rss2",
)  # fmt: skip
_NEWS_SITEMAP = re.compile(r"news|aktuell|noticias|actualit", re.IGNORECASE)


@dataclasses.dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may be a feed."""

    url: str
    title: str = ""
    kind: str = ""
    """`rss`, `atom`, `json`, `hfeed`, `sitemap`; empty when unknown."""
    score: float = 0.0
    """From 11 down what known hosts have, 10 what the page declares, 8 and 7 what its address or software tell, 5 what is
    linked, below 1.5 a guess; six less for comments."""
    why: str = ""
    full_text: bool | None = None
    """Whether its entries hold whole texts; None when that is not known before it is asked."""


def discover(html: bytes, url: str, sitemaps: Iterable[str] = ()) -> tuple[Candidate, ...]:
    """Give the feeds a page offers, best first: those it declares, patterns of known sites and software, links that look
    like feeds, the page itself where it holds an h-feed, sitemaps that robots.txt names (`sitemaps`), common places.

    Comment feeds come after all others of their sort. Ties in the order of the page.
    """
    page = html[:MAX_PAGE].decode("utf-8", "replace")
    found: dict[str, Candidate] = {}
    for candidate in (
        *_patterns(url, page),
        *_in_page(html, url),
        *_itself(url, page),
        *_sitemaps(sitemaps),
        *_guessed(url),
    ):
        key = canonical_address(candidate.url)
        if key and (key not in found or candidate.score > found[key].score):
            found[key] = candidate
    return tuple(sorted(found.values(), key=lambda c: -c.score)[:MAX_CANDIDATES])


def _patterns(url: str, page: str) -> Iterator[Candidate]:
    for sites, score in ((by_host, 11.0), (by_path, 8.0), (by_software, 7.0)):
        for number, (address, kind, why, full_text) in enumerate(sites(url, page)):
            yield Candidate(address, "", kind, score - 0.1 * number, why, full_text)


def _in_page(html: bytes, url: str) -> list[Candidate]:
    parser = etree.HTMLParser(recover=True, no_network=True, remove_comments=True, huge_tree=False)
    try:
        root = etree.fromstring(html[:MAX_PAGE], parser) if html.strip() else None
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        return []
    base = next((_joined(url, b.get("href", "")) for b in root.iter("base") if b.get("href")), url)
    found = []
    for element in root.iter("link", "a"):
        candidate = _declared(element, base) or (_linked(element, base, url) if element.tag == "a" else None)
        if candidate is not None:
            found.append(candidate)
            if len(found) == MAX_LINKS:
                break
    return found


def _declared(element: etree._Element, base: str) -> Candidate | None:
    rel, kind = (element.get("rel") or "").lower().split(), (element.get("type") or "").lower().split(";")[0].strip()
    href = _address(element, base)
    is_feed = "feed" in rel and element.tag == "link"
    if not href or not (is_feed or ("alternate" in rel and kind in _KINDS)):
        return None
    if kind in _VAGUE and not _LOOKS_LIKE.search(href) and not is_feed:
        return None
    title = squeeze(element.get("title") or "")
    score = 10.0 - (6.0 if _COMMENTS.search(f"{title} {href}") else 0.0) + (0.5 if _KINDS.get(kind) == "atom" else 0.0)
    return Candidate(
        href, title, _KINDS.get(kind, "hfeed" if kind in ("", "text/html") else ""), score, "declared by the page"
    )


def _linked(element: etree._Element, base: str, url: str) -> Candidate | None:
    stated = squeeze(element.get("href") or "")
    kind = _KINDS.get((element.get("type") or "").lower().split(";")[0].strip(), "")
    if not stated or not (kind or stated.startswith("feed:") or _LOOKS_LIKE.search(stated)):
        return None
    href = _address(element, base)
    title = squeeze("".join(str(piece) for piece in element.itertext()))[:80]
    is_elsewhere = urlsplit(href).hostname != urlsplit(url).hostname
    score = 5.0 - (3.0 if _COMMENTS.search(f"{title} {href}") else 0.0) - (1.0 if is_elsewhere else 0.0)
    return Candidate(href, title, kind, score, "linked from the page")


def _address(element: etree._Element, base: str) -> str:
    href = squeeze(element.get("href") or "")
    if href.lower().startswith("feed:"):
        href = href[5:] if href[5:].lower().startswith("http") else "https:" + href[5:]
    return _joined(base, href) if href else ""


def _itself(url: str, page: str) -> list[Candidate]:
    if not has_entries(page):
        return []
    return [Candidate(url, "", "hfeed", 6.0, "the page holds an h-feed", "e-content" in page)]


def _sitemaps(addresses: Iterable[str]) -> list[Candidate]:
    """Give the sitemaps that seem to be of news: others list pages without saying what is new."""
    return [
        Candidate(address, "", "sitemap", 3.0, "a news sitemap that robots.txt names", False)
        for address in addresses
        if _NEWS_SITEMAP.search(urlsplit(address).path)
    ]


def _guessed(url: str) -> list[Candidate]:
    return [Candidate(_joined(url, path), "", "", 1.0 - 0.05 * i, "a common place") for i, path in enumerate(_COMMON)]


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return ""
