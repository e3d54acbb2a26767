"""Pages that are no articles, recognised and named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import Any

from lxml import etree

from newsgrid.errors import PageError
from newsgrid.extract import jsonld, teasers, walls
from newsgrid.extract.declared import Declared, element_text
from newsgrid.extract.outline import Outline
from newsgrid.extract.vocabulary import tokens, word_set
from newsgrid.model import Block

REASONS: dict[str, str] = {
    "bot-check": "page checks whether the reader is a robot",
    "region-block": "page is not shown in this part of the world",
    "soft-404": "page says that it was not found",
    "moved": "page says that it moved",
    "meta-refresh": "page sends the reader on",
    "consent-wall": "page asks for consent instead of showing an article",
    "paywall": "page shows nothing of the article to who does not pay",
    "login": "page asks the reader to log in",
    "listing": "page is a list of articles",
    "viewer": "page only shows a document of another format",
    "media": "page has pictures or films and no text",
    "shell": "page is built by scripts and has no text of its own",
    "empty": "page has no article text",
}
"""What a page is that is no article, in a word and in a sentence."""

_CONSENT = word_set("""cookie cookies consent einwilligung zustimmen zustimmung akzeptieren datenschutz accept agree privacy partners partner personalised personalized tracking accepter consentement consentir refuser aceptar consentimiento
    aceitar accetta consenso toestemming akkoord samtycke samtykke godkänn souhlas zgoda согласие принять файлы vendors purposes gdpr preferences einstellungen paramétrer données datos dati gegevens""")
_REFRESH = re.compile(
    r"^\s{0,9}(\d{1,5})?(?:\.\d{1,9})?\s{0,9}[;,]\s{0,9}(?:url\s{0,9}=\s{0,9})?[\"']?([^\"']{1,2000})", re.IGNORECASE
)
_ROOTS = frozenset({"root", "app", "__next", "__nuxt", "app-root", "react-root", "main-app", "svelte"})
_PAID_TIERS = frozenset({"locked", "metered", "paid", "premium"})
_SHORT = 60
"""Words under which a page is looked at with suspicion."""
_LITTLE = 20
"""Words of its own under which a page that calls itself an article has no text."""
_REST = 40
"""The same for a page that does not."""
TOLD = 8
"""Words that a description must have to stand for the text."""
_PICTURE_WORDS = 40
"""Words of captions from which pictures tell a story."""
_FEW = 150
"""Words, or pieces, of a page that has little to show."""
_MUCH = 0.25
"""Share of a page's words from which what a wall says is the page."""
_CHECKS = (
    "/cdn-cgi/challenge-platform/", "captcha-delivery.com", "_incapsula_resource", "/_sec/cp_challenge", "awswaf.com", "px-captcha",
    "/recaptcha/", "hcaptcha.com", "challenges.cloudflare.com", "perfdrive.com", "geetest.com",
)  # fmt: skip
"""What the scripts and frames of bot checks are called."""
_DOCUMENTS: Any = etree.XPath(
    "//iframe[@src]/@src | //embed[@src]/@src | //object[@data]/@data | //embed/@type | //object/@type | //iframe/@data-src"
)
_IS_DOCUMENT = re.compile(
    r"\.pdf(?:$|[?#&])|application/pdf|/pdfjs/|viewer\.html\?file=|docs\.google\.com/(?:viewer|gview)|issuu\.com/|scribd\.com/embeds|view\.officeapps\.live\.com",
    re.IGNORECASE,
)
_FILMS: Any = etree.XPath(
    "boolean(//video | //audio | //iframe[contains(@src, 'player') or contains(@src, 'embed') or contains(@src, 'video')] | //*[self::amp-video or self::lite-youtube or self::amp-youtube])"
)
_MEDIA_TYPES = word_set("VideoObject ImageGallery AudioObject MediaGallery PodcastEpisode VideoGallery")


def refuse_non_articles(
    page: Declared, cut: Outline, headline: str, blocks: Sequence[Block], words: Sequence[str]
) -> str:
    """Raise PageError when the page is no article; its reason is one of REASONS.

    `blocks` is what was taken for the body, `words` are all words the page shows.
    A page that calls itself an article and has no text of its own, but a description, gives the reason back instead:
    the description stands for its text. Else that is empty.
    """
    body_words = sum(len(tokens(block.text)) for block in blocks)
    declared = _is_declared(page)
    if (target := refresh_target(page)) is not None and body_words < _SHORT:
        raise PageError(f"page sends the reader on to {target}", item=page.url, reason="meta-refresh")
    reason = _kind(page, cut, headline, blocks, words, body_words, declared)
    if not reason:
        return ""
    told = declared and len(tokens(page.meta("og:description", "description")[0])) >= TOLD
    if told and reason in ("paywall", "shell", "empty", "media", "viewer"):
        return reason
    raise PageError(REASONS[reason], item=page.url, reason=reason)


def _is_declared(page: Declared) -> bool:
    """Say whether a page calls itself an article."""
    said = bool(page.article.get("headline") or page.article.get("articleBody"))
    return said or page.meta("og:type")[0].lower() == "article"


def _kind(
    page: Declared,
    cut: Outline,
    headline: str,
    blocks: Sequence[Block],
    words: Sequence[str],
    body_words: int,
    declared: bool,
) -> str:
    """Say what a page is instead of an article; empty for an article."""
    named = _named(page, headline)
    if named == "soft-404" and not page.article and body_words < 4 * _SHORT:
        return named
    if body_words <= 4 * _SHORT and (wall := _wall(page, cut, blocks, words, named, declared)):
        return wall
    if teasers.is_list(page, cut, blocks, declared=declared):
        return "listing"
    if body_words >= _LITTLE or tells_in_pictures(page):
        return ""
    if any(_IS_DOCUMENT.search(value[:2000]) for value in _DOCUMENTS(page.root)[:50]):
        return "viewer"
    if not body_words and _has_films(page):
        return "media"
    if _is_shell(page, len(words)):
        return "shell"
    if body_words:
        return ""
    return "media" if len(page.pictures) >= 3 else "empty"


def _named(page: Declared, headline: str) -> str:
    """Give the kind of wall that the page's titles name; empty when one of them is a headline."""
    shown = [text for text in (*page.h1s[:2], page.document_title, headline) if text]
    return next((kind for text in shown if (kind := walls.wall_named_by(text))), "")


def _wall(
    page: Declared, cut: Outline, blocks: Sequence[Block], words: Sequence[str], named: str, declared: bool
) -> str:
    """Give the kind of wall that stands in the article's place; empty where there is text beside what a wall says."""
    found = [walls.wall_in(block.text) for block in blocks]
    rest = sum(len(tokens(block.text)) for block, kind in zip(blocks, found, strict=True) if not kind)
    if rest >= (_LITTLE if declared else _REST):
        return ""
    said = {*found, named} - {""}
    if rest < _LITTLE:
        said |= _said_beside(cut, len(words))
        if len(words) < 2_000 and _dense_consent(words):
            said.add("consent-wall")
        if len(words) < _FEW and _checks(page):
            said.add("bot-check")
        elif len(words) < 2 * _FEW and "paywall" not in said and _asks_password(page):
            said.add("login")
    return next((kind for kind in walls.KINDS if kind in said), "")


def _said_beside(cut: Outline, page_words: int) -> set[str]:
    """Give the kinds of wall that make up much of what a page shows outside its body: short lines, buttons, a dialogue."""
    sizes: dict[str, int] = {}
    for piece in cut.pieces[:_FEW]:
        if kind := walls.wall_in(piece.text):
            sizes[kind] = sizes.get(kind, 0) + len(tokens(piece.text))
    return {kind for kind, size in sizes.items() if size >= _MUCH * page_words}


def tells_in_pictures(page: Declared) -> bool:
    """Say whether the captions of a page's pictures tell a story by themselves."""
    return sum(len(tokens(text)) for text in set(captions_of(page))) >= _PICTURE_WORDS


def captions_of(page: Declared) -> list[str]:
    """Give the texts of the page's captions, in order, the first 150."""
    texts = (element_text(caption, 600) for caption in islice(page.root.iter("figcaption"), _FEW))
    return [text for text in texts if text]


def _checks(page: Declared) -> bool:
    """Say whether scripts or frames of a bot check are on the page."""
    for element in page.root.iter("script", "iframe", "form"):
        source = f"{element.get('src') or ''} {element.get('action') or ''} {(element.text or '')[:4000]}".lower()
        if any(name in source for name in _CHECKS):
            return True
    return False


def _has_films(page: Declared) -> bool:
    if any(jsonld.types(node) & _MEDIA_TYPES for node in page.nodes) or page.meta("og:type")[0].startswith("video"):
        return True
    return bool(_FILMS(page.root))


def refresh_target(page: Declared) -> str | None:
    """Give where a page sends the browser on to within ten seconds; None when it does not."""
    for value in page.metas.get("refresh", ()):
        match = _REFRESH.match(value)
        if match and int(match.group(1) or 0) <= 10:
            target = page.address(match.group(2))
            if target and target.rstrip("/") != page.url.rstrip("/"):
                return target
    return None


def _dense_consent(words: Sequence[str]) -> bool:
    hits = sum(word in _CONSENT for word in words)
    return hits >= 4 and hits * 12 >= len(words)


def _asks_password(page: Declared) -> bool:
    return any((field.get("type") or "").lower() == "password" for field in page.root.iter("input"))


def _is_shell(page: Declared, page_words: int) -> bool:
    if page_words > 120:
        return False
    for element in page.root.iter("noscript"):
        if walls.wall_in("".join(element.itertext())[:2000]) == "shell":
            return True
    scripts = sum(1 for element in page.root.iter("script") if element.get("src") or (element.text or "").strip())
    rooted = any(
        (element.get("id") or "") in _ROOTS or element.tag.endswith("-root")
        for element in page.root.iter("div", "app-root", "main")
    )
    return scripts > 0 and (rooted or page_words < 15)


def is_live(page: Declared, marks_near_body: bool) -> tuple[bool, str]:
    """Say whether the page is a live blog, and what says so."""
    if any("LiveBlogPosting" in jsonld.types(node) for node in page.nodes):
        return True, "json-ld LiveBlogPosting"
    return marks_near_body, "time stamps in a live body" if marks_near_body else ""


def is_paywalled(page: Declared) -> tuple[bool, str]:
    """Say whether the page states that its text is not free for all, or a part of it, and what says so.

    schema.org isAccessibleForFree of the article and of its parts (hasPart), else article:content_tier.
    """
    for node in page.articles:
        if _is_not_free(node):
            return True, "json-ld isAccessibleForFree"
        for part in jsonld.items(node.get("hasPart"))[:50]:
            if isinstance(part, dict) and _is_not_free(part) and "Article" not in str(part.get("@type")):
                return True, "json-ld isAccessibleForFree of a part"
    tier, name = page.meta("article:content_tier", "og:article:content_tier")
    return (True, f"meta {name}") if tier.lower() in _PAID_TIERS else (False, "")


def _is_not_free(node: jsonld.Node) -> bool:
    free = node.get("isAccessibleForFree")
    return free is False or (isinstance(free, str) and free.strip().lower().rsplit("/", 1)[-1] in ("false", "no", "0"))
