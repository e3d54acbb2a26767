"""What the elements of a feed are called, whatever prefix or namespace its publisher wrote."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

Fields = Mapping[str, list[etree._Element]]
"""The children of an element by name: `title`, `atom:title`, `dc:date`, in the order of the document."""

_PREFIX = {
    "http://purl.org/rss/1.0": "",
    "http://my.netscape.com/rdf/simple/0.9": "",
    "http://channel.netscape.com/rdf/simple/0.9": "",
    "http://backend.userland.com/rss": "",
    "http://backend.userland.com/rss2": "",
    "http://backend.userland.com/rss191": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://www.sitemaps.org/schemas/sitemap/0.9": "",
    "http://www.google.com/schemas/sitemap/0.84": "",
    "http://www.w3.org/2005/atom": "atom",
    "http://purl.org/atom/ns": "atom",
    "http://example.com/necho": "atom",
    "http://purl.org/echo": "atom",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns": "rdf",
    "http://purl.org/rss/1.0/modules/content": "content",
    "http://purl.org/dc/elements/1.1": "dc",
    "http://purl.org/dc/elements/1.0": "dc",
    "http://purl.org/dc/terms": "dcterms",
    "http://search.yahoo.com/mrss": "media",
    "http://video.search.yahoo.com/mrss": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://www.itunes.com/dtds/podcast-1.0": "itunes",
    "http://purl.org/rss/1.0/modules/syndication": "sy",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://webfeeds.org/rss/1.0": "webfeeds",
    "http://www.georss.org/georss": "georss",
    "http://www.opengis.net/gml": "gml",
    "http://www.w3.org/2003/01/geo/wgs84_pos": "geo",
    "http://www.google.com/schemas/sitemap-news/0.9": "news",
    "http://www.google.com/schemas/sitemap-image/1.1": "image",
    "http://www.google.com/schemas/sitemap-video/1.1": "video",
    "http://webns.net/mvcb": "admin",
    "http://podcastindex.org/namespace/1.0": "podcast",
    "https://podcastindex.org/namespace/1.0": "podcast",
    "http://purl.org/syndication/thread/1.0": "thr",
    "http://prismstandard.org/namespaces/basic/1.2": "prism",
    "http://prismstandard.org/namespaces/basic/2.0": "prism",
    "http://prismstandard.org/namespaces/basic/2.1": "prism",
    "http://prismstandard.org/namespaces/1.2/basic": "prism",
    "http://purl.org/rss/1.0/modules/prism": "prism",
}
# Elements of RSS that publishers write into Atom; Atom has none of these names.
_RSS_NAMES = frozenset([
    "guid", "pubdate", "lastbuilddate", "description", "enclosure", "comments", "language", "body", "fullitem", "encoded", "managingeditor",
    "webmaster", "publisher", "keywords", "tags", "abstract", "ttl", "skiphours", "skipdays", "image", "textinput", "date",
])  # fmt: skip
_KNOWN = frozenset(_PREFIX.values())
_ALIASES = {"atom10": "atom", "atom03": "atom", "a10": "atom", "xhtml": "xhtml", "mrss": "media"}


class Vocabulary:
    """The names of one document's elements.

    A namespace is known by its address; by its prefix where the address is none of ours or was never declared; and the
    root's own namespace is the dialect itself.
    """

    def __init__(self, root: etree._Element) -> None:
        """Learn the root's own namespace."""
        name = str(root.tag)
        self._own = name[1:].partition("}")[0] if name[0] == "{" else ""
        self._plain = "atom:" if local_name(root).lower() in ("feed", "entry") else ""
        self._keys: dict[str, str] = {}

    def key(self, element: etree._Element) -> str:
        """Give an element's name: `title`, `atom:title`, `media:content`; in lower case, since publishers vary it."""
        tag = element.tag
        found = self._keys.get(tag)
        if found is None:
            found = self._keys[tag] = self._named(element)
        return found

    def fields(self, element: etree._Element) -> dict[str, list[etree._Element]]:
        """Give the children of an element by name."""
        keys, found = self._keys, dict[str, list[etree._Element]]()
        for child in element:
            tag = child.tag
            key = keys.get(tag)
            if key is None:
                key = keys[tag] = self._named(child)
            if key in found:
                found[key].append(child)
            else:
                found[key] = [child]
        return found

    def _named(self, element: etree._Element) -> str:
        tag = str(element.tag)
        if tag[0] != "{":
            prefix, _, name = tag.rpartition(":")
            prefix = _ALIASES.get(prefix.lower(), prefix.lower())
            return _joined(prefix or self._plain.rstrip(":"), name.lower())
        space, _, name = tag[1:].partition("}")
        return _joined(self._prefix(space, element.prefix or ""), name.lower())

    def _prefix(self, space: str, written: str) -> str:
        known = _PREFIX.get(space.strip().lower().rstrip("/#"))
        if known is not None:
            return known
        if space == self._own or not written:
            return self._plain.rstrip(":")
        written = _ALIASES.get(written.lower(), written.lower())
        return written if written in _KNOWN and written else f"?{written}"


def _joined(prefix: str, name: str) -> str:
    if not prefix or (prefix == "atom" and name in _RSS_NAMES):
        return name
    return f"{prefix}:{name}"


def local_name(element: etree._Element) -> str:
    """Give an element's name without namespace or prefix."""
    tag = str(element.tag)
    return tag.rpartition("}")[2].rpartition(":")[2]
