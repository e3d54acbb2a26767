"""An element tree -> ParsedFeed: one walk over channel and items, by prefix and name, whatever the dialect."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urljoin

from lxml import etree

from newsgrid.errors import FeedError
from newsgrid.feeds.dates import read_date
from newsgrid.feeds.markup import clean_html, plain_text
from newsgrid.model import Enclosure, Entry, ParsedFeed, Problem
from newsgrid.text import squeeze

_PREFIX = {
    "http://purl.org/rss/1.0/": "",
    "http://purl.org/rss/1.0": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://channel.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://www.w3.org/2005/atom": "atom",
    "http://purl.org/atom/ns#": "atom",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/elements/1.0/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://search.yahoo.com/mrss/": "media",
    "http://search.yahoo.com/mrss": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.sitemaps.org/schemas/sitemap/0.9": "",
    "http://www.google.com/schemas/sitemap/0.84": "",
    "http://www.google.com/schemas/sitemap-news/0.9": "news",
    "http://www.google.com/schemas/sitemap-image/1.1": "image",
    "http://webns.net/mvcb/": "admin",
}
_XML = "{http://www.w3.org/XML/1998/namespace}"
_PERIOD_S = {"hourly": 3600, "daily": 86400, "weekly": 604800, "monthly": 2592000, "yearly": 31536000}
_MAIL = re.compile(r"^\s*\S+@\S+\s*\(([^)]+)\)\s*$|^\s*([^<]+?)\s*<\S+@\S+>\s*$")

Fields = dict[str, list[etree._Element]]


def read_xml_feed(root: etree._Element, text: str, url: str) -> ParsedFeed:
    """Read the tree of a feed document; `text` is the document, to see whether it was cut off. Raises FeedError."""
    prefix, name = _name(root)
    base = urljoin(url, root.get(_XML + "base", ""))
    kind = name.lower()
    if kind in ("urlset", "sitemapindex"):
        return _sitemap(root, kind, base)
    if kind not in ("rss", "feed", "rdf", "channel"):
        raise FeedError(f"The document is a <{name}>, no feed.", item=url, reason="not-a-feed")
    head = root if kind in ("feed", "channel") else next((c for c in root if _name(c)[1].lower() == "channel"), root)
    fields = _fields(head)
    items = [e for e in root.iter() if isinstance(e.tag, str) and _name(e)[1].lower() in ("item", "entry")]
    items, problems = _whole(items, text)
    link = _link(fields, base)
    language = _first(fields, "language", "dc:language") or head.get(_XML + "lang", "") or root.get(_XML + "lang", "")
    feed = ParsedFeed(
        version=_version(kind, prefix, root),
        title=_title(fields, "title", "atom:title", "dc:title"),
        link=link,
        description=plain_text(
            _first(
                fields,
                "description",
                "atom:subtitle",
                "atom:tagline",
                "subtitle",
                "tagline",
                "itunes:summary",
                "dc:description",
            )
        ),
        language=squeeze(language),
        image=_feed_image(fields, base),
        hub=next(_links(fields, "hub"), ""),
        self_link=next(_links(fields, "self"), ""),
        ttl_s=_ttl(fields),
        updated=_date(fields, "lastBuildDate", "pubDate", "atom:updated", "atom:modified", "updated", "dc:date"),
        problems=problems,
    )
    about = _authors(fields)
    return dataclasses.replace(
        feed, entries=tuple(_entry(item, link or base, base, feed.language, about) for item in items)
    )


def _whole(items: list[etree._Element], text: str) -> tuple[list[etree._Element], tuple[Problem, ...]]:
    """Drop the last item when the document breaks off inside it."""
    if not items:
        return items, ()
    name = _name(items[-1])[1]
    closed = len(re.findall(rf"</(?:[\w.-]+:)?{re.escape(name)}\s*>|<(?:[\w.-]+:)?{re.escape(name)}\b[^<>]*/>", text))
    if closed < len(items):
        return items[:closed], (Problem("truncated", f"{len(items) - closed} entries were cut off"),)
    return items, ()


def _entry(item: etree._Element, site: str, base: str, language: str, feed_authors: tuple[str, ...]) -> Entry:
    fields = _fields(item)
    base = urljoin(base, item.get(_XML + "base", ""))
    guid, is_link = _guid(fields, item)
    link = _link(fields, site if not item.get(_XML + "base") else base) or (urljoin(site, guid) if is_link else "")
    content = _html(
        fields, link or base, "content:encoded", "atom:content", "content", "xhtml:body", "body", "fullitem"
    )
    summary = _html(
        fields,
        link or base,
        "description",
        "atom:summary",
        "summary",
        "dc:description",
        "itunes:summary",
        "media:description",
    )
    raw_published = _first(
        fields,
        "pubDate",
        "atom:published",
        "atom:issued",
        "published",
        "issued",
        "dc:date",
        "dcterms:issued",
        "dcterms:created",
        "atom:created",
        "date",
    )
    raw_updated = _first(fields, "atom:updated", "atom:modified", "updated", "modified", "dcterms:modified")
    return Entry(
        guid=guid,
        identity="",
        link="",
        raw_link=link,
        title=_title(fields, "title", "atom:title", "dc:title", "media:title", "itunes:title"),
        summary=summary,
        content=content,
        published=read_date(raw_published) or read_date(raw_updated),
        updated=read_date(raw_updated),
        raw_published=raw_published or raw_updated,
        authors=_authors(fields) or feed_authors,
        categories=_categories(fields),
        enclosures=_enclosures(fields, base),
        image=_image(fields, link or base),
        language=squeeze(_first(fields, "dc:language", "language") or item.get(_XML + "lang", "") or language),
        rights=plain_text(_first(fields, "dc:rights", "atom:rights", "copyright", "media:copyright")),
    )


def _name(element: etree._Element) -> tuple[str, str]:
    """Give (prefix, local name) by what the namespace is, or by the letters where it was never declared."""
    tag = str(element.tag)
    if tag[0] == "{":
        space, _, name = tag[1:].partition("}")
        prefix = _PREFIX.get(space.lower(), space)
        return prefix, name
    prefix, _, name = tag.rpartition(":")
    return prefix.lower(), name


def _text(element: etree._Element) -> str:
    return "".join(str(piece) for piece in element.itertext())


def _fields(element: etree._Element) -> Fields:
    found: Fields = {}
    for child in element:
        prefix, name = _name(child)
        if prefix == "media" and name in ("group", "content"):
            for inner in child:
                found.setdefault(":".join(p for p in _name(inner) if p), []).append(inner)
        found.setdefault(f"{prefix}:{name}" if prefix else name, []).append(child)
    return found


def _first(fields: Fields, *names: str) -> str:
    for name in names:
        for element in fields.get(name, ()):
            text = _text(element).strip()
            if text:
                return text
    return ""


def _title(fields: Fields, *names: str) -> str:
    for name in names:
        for element in fields.get(name, ()):
            kind = element.get("type", "").lower()
            text = _text(element)
            title = (
                squeeze(text)
                if name.startswith("atom:") and kind in ("", "text", "text/plain") and "&" not in text
                else plain_text(text)
            )
            if title:
                return title
    return ""


def _html(fields: Fields, base: str, *names: str) -> str:
    """Give the first non-empty of these as sanitised HTML, whatever way it was escaped."""
    for name in names:
        for element in fields.get(name, ()):
            kind = element.get("type", "").lower()
            here = urljoin(base, element.get(_XML + "base", ""))
            if kind in ("xhtml", "application/xhtml+xml") or (len(element) and kind not in ("text", "html")):
                value = _inner(element)
            else:
                value = _text(element)
                if kind == "text" and name.startswith("atom:"):
                    value = value.replace("&", "&amp;").replace("<", "&lt;")
            cleaned = clean_html(value.strip(), here)
            if cleaned.strip():
                return cleaned
    return ""


def _inner(element: etree._Element) -> str:
    """Give the markup inside an element, without namespaces; an outer div of Atom's XHTML is no content."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            for inner in child.iter():
                if isinstance(inner.tag, str):
                    inner.tag = etree.QName(inner).localname if inner.tag[0] == "{" else inner.tag
        parts.append(etree.tostring(child, encoding="unicode", with_tail=True))
    return re.sub(r"\sxmlns(?::\w+)?=\"[^\"]*\"", "", "".join(parts))


def _guid(fields: Fields, item: etree._Element) -> tuple[str, bool]:
    for element in fields.get("guid", ()):
        text = squeeze(element.text or "")
        if text:
            is_link = element.get("isPermaLink", "true").lower() != "false" and text.startswith(("http://", "https://"))
            return text, is_link
    text = _first(fields, "atom:id", "id", "dc:identifier")
    about = next((str(v) for k, v in item.attrib.items() if str(k).endswith("about")), "")
    return squeeze(text or about), False


def _link(fields: Fields, base: str) -> str:
    alternates = [
        e
        for name in ("atom:link", "link")
        for e in fields.get(name, ())
        if e.get("href") and e.get("rel", "alternate") == "alternate"
    ]
    alternates.sort(key=lambda e: "html" not in e.get("type", "text/html"))
    for element in fields.get("link", ()):
        text = squeeze(_text(element))
        if text:
            return urljoin(base, text)
    for element in alternates:
        return urljoin(urljoin(base, element.get(_XML + "base", "")), squeeze(element.get("href", "")))
    for element in fields.get("link", ()):
        resource = next((str(v) for k, v in element.attrib.items() if str(k).endswith("resource")), "")
        if resource:
            return urljoin(base, resource)
    return ""


def _links(fields: Fields, rel: str) -> Iterator[str]:
    for name in ("atom:link", "link"):
        for element in fields.get(name, ()):
            if element.get("rel", "").lower() == rel and element.get("href"):
                yield element.get("href", "")


def _authors(fields: Fields) -> tuple[str, ...]:
    names: list[str] = []
    for key in ("atom:author", "dc:creator", "author", "itunes:author", "media:credit"):
        for element in fields.get(key, ()):
            inner = {_name(child)[1]: _text(child) for child in element if isinstance(child.tag, str)}
            text = plain_text(inner.get("name") or ("" if inner else _text(element)))
            mail = _MAIL.match(text)
            name = squeeze(mail.group(1) or mail.group(2)) if mail else text
            if name and name not in names:
                names.append(name)
        if names:
            break
    return tuple(names)


def _categories(fields: Fields) -> tuple[str, ...]:
    found: list[str] = []
    for key in ("category", "atom:category", "dc:subject", "media:keywords", "media:category"):
        for element in fields.get(key, ()):
            text = element.get("label") or element.get("term") or _text(element)
            parts = text.split(",") if key == "media:keywords" else [text]
            found.extend(p for p in map(plain_text, parts) if p and p not in found)
    return tuple(found[:40])


def _enclosures(fields: Fields, base: str) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    for key, address in (("enclosure", "url"), ("atom:link", "href"), ("link", "href"), ("media:content", "url")):
        for element in fields.get(key, ()):
            if address == "href" and element.get("rel") != "enclosure":
                continue
            url = urljoin(base, squeeze(element.get(address, "")))
            if url.startswith(("http://", "https://")):
                size = element.get("length") or element.get("fileSize") or ""
                found.setdefault(
                    url,
                    Enclosure(url, element.get("type", ""), int(size) if size.isdigit() and len(size) < 15 else None),
                )
    return tuple(found.values())


def _image(fields: Fields, base: str) -> str:
    for key in ("media:content", "enclosure"):
        for element in fields.get(key, ()):
            if element.get("medium") == "image" or element.get("type", "").startswith("image/"):
                return _address(element.get("url", ""), base)
    for key, attribute in (("media:thumbnail", "url"), ("itunes:image", "href"), ("image:image", ""), ("image", "")):
        for element in fields.get(key, ()):
            url = (
                element.get(attribute, "")
                if attribute
                else next((t.text or "" for t in element if _name(t)[1] in ("loc", "url")), "")
            )
            if url:
                return _address(url, base)
    return ""


def _feed_image(fields: Fields, base: str) -> str:
    for element in fields.get("image", ()):
        url = next((c.text or "" for c in element if _name(c)[1] == "url"), "")
        if url:
            return _address(url, base)
    return _address(_first(fields, "atom:logo", "atom:icon"), base)


def _address(url: str, base: str) -> str:
    found = urljoin(base, squeeze(url)) if url else ""
    return found if found.startswith(("http://", "https://")) else ""


def _date(fields: Fields, *names: str) -> datetime | None:
    return read_date(_first(fields, *names))


def _ttl(fields: Fields) -> int | None:
    ttl = _first(fields, "ttl")
    if ttl.isdigit() and len(ttl) < 7:
        return int(ttl) * 60
    period = _PERIOD_S.get(_first(fields, "sy:updatePeriod").lower())
    if period is None:
        return None
    often = _first(fields, "sy:updateFrequency")
    return period // max(1, int(often)) if often.isdigit() and len(often) < 6 else period


def _version(kind: str, prefix: str, root: etree._Element) -> str:
    if kind == "feed":
        return "atom03" if "purl.org/atom" in str(root.tag) or root.get("version") == "0.3" else "atom10"
    if kind == "rdf":
        return "rss10" if any("purl.org/rss/1.0" in str(c.tag) for c in root) else "rss090"
    return "rss" + (root.get("version", "2.0").replace(".", "")[:3] or "20")


def _sitemap(root: etree._Element, kind: str, base: str) -> ParsedFeed:
    """Read a news sitemap (or an index of sitemaps, whose entries are the sitemaps)."""
    entries = []
    for element in root:
        fields = _fields(element) if isinstance(element.tag, str) else {}
        link = urljoin(base, squeeze(_first(fields, "loc")))
        if not _first(fields, "loc"):
            continue
        news = _fields(fields["news:news"][0]) if fields.get("news:news") else {}
        about = _fields(news["news:publication"][0]) if news.get("news:publication") else {}
        raw = _first(news, "news:publication_date") or _first(fields, "lastmod")
        entries.append(
            Entry(
                guid="",
                identity="",
                link="",
                raw_link=link,
                title=plain_text(_first(news, "news:title")),
                published=read_date(raw),
                updated=read_date(_first(fields, "lastmod")),
                raw_published=raw,
                categories=tuple(p for p in map(plain_text, _first(news, "news:keywords").split(",")) if p),
                image=_image(fields, link),
                language=squeeze(_first(about, "news:language")),
            )
        )
    return ParsedFeed(version="sitemap" if kind == "urlset" else "sitemap-index", link="", entries=tuple(entries))
