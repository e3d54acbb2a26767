"""What is embedded in an article: posts, videos, audio, maps, charts; as the addresses of what they show."""

from __future__ import annotations

import re
from itertools import islice

from newsgrid.extract.declared import Declared
from newsgrid.extract.markup import Element
from newsgrid.extract.surroundings import class_words, is_beside
from newsgrid.extract.vocabulary import word_set

MAX_EMBEDS = 20
_MAX_CHARS = 1_000
_MAX_LINKS = 50
_ADDRESSES = ("src", "data-src", "data-lazy-src", "data", "data-instgrm-permalink", "cite", "data-href", "data-url")
_POSTS = word_set("twitter-tweet twitter-video instagram-media tiktok-embed fb-post fb-video reddit-embed-bq reddit-card bluesky-embed mastodon-embed telegram-post truthsocial-embed wp-embedded-content imgur-embed-pub")  # fmt: skip
_POST_HOSTS = re.compile(
    r"//(?:www\.|m\.|mobile\.)?(?:twitter|x|instagram|tiktok|facebook|reddit|bsky|threads|t|truthsocial|youtube|vk|ok|weibo)\.(?:com|app|me|net|ru)/"
)
_NAMED = {
    "amp-youtube": ("data-videoid", "https://www.youtube.com/watch?v="), "lite-youtube": ("videoid", "https://www.youtube.com/watch?v="),
    "amp-twitter": ("data-tweetid", "https://twitter.com/i/status/"), "amp-instagram": ("data-shortcode", "https://www.instagram.com/p/"),
    "amp-vimeo": ("data-videoid", "https://vimeo.com/"), "amp-iframe": ("src", ""), "amp-facebook": ("data-href", ""), "amp-tiktok": ("data-src", ""),
}  # fmt: skip
_NO_CONTENT = re.compile(
    r"googletagmanager|doubleclick|adsystem|adservice|adserver|googlesyndication|//ads?[.\d]|/ads?/|taboola|outbrain|recaptcha|analytics|scorecardresearch|/plugins/(?:like|share|page)|disqus|consent|newsletter|subscri|about:blank|paywall|piano\.io|trendmd|connextra|cookie",
    re.IGNORECASE,
)
_BODY = word_set("article story post entry content body text main embed inhalt artikel contenu cuerpo noticia")
_ASIDE = word_set("share sharing widget")


def embeds_of(page: Declared, title: str) -> tuple[str, ...]:
    """Give the addresses of what the article embeds after its headline, in order, each once; never an advertisement's."""
    found: dict[str, None] = {}
    for element in page.frames_after(title):
        address = page.address(_address(element)).partition("#")[0]
        if not address or len(address) > _MAX_CHARS or _NO_CONTENT.search(address[:500]) or _is_hidden(element):
            continue
        if not is_beside(element, page.headed, _ASIDE) and _in_body(element):
            found.setdefault(address)
        if len(found) >= MAX_EMBEDS:
            break
    return tuple(found)


def _address(element: Element) -> str:
    if element.tag in _NAMED:
        attribute, start = _NAMED[element.tag]
        value = element.get(attribute) or ""
        return start + value if value else ""
    if element.tag == "blockquote" and not _POSTS & set((element.get("class") or "").lower().split()):
        return ""
    for attribute in _ADDRESSES:
        value = (element.get(attribute) or "").strip()
        if value and not value.startswith(("about:", "data:", "javascript:")):
            return value
    if element.tag == "blockquote":
        links = [link.get("href") or "" for link in islice(element.iter("a"), _MAX_LINKS)]
        return next((href for href in reversed(links) if _POST_HOSTS.search(href[:300])), links[-1] if links else "")
    return ""


def _is_hidden(element: Element) -> bool:
    """Say whether a frame is too small to be seen, as trackers' are."""
    sizes = [element.get(side) or "" for side in ("width", "height")]
    return any(size.isdigit() and int(size[:6]) <= 2 for size in sizes) or "display:none" in (
        element.get("style") or ""
    ).replace(" ", "")


def _in_body(element: Element) -> bool:
    node = element.getparent()
    for _ in range(8):
        if node is None or node.tag == "body":
            return False
        if node.tag in ("article", "main", "figure") or class_words((node.get("class") or "")[:400]) & _BODY:
            return True
        node = node.getparent()
    return False
