"""What a page says of itself to machines: JSON-LD on most templates, meta tags alone on some, nothing on the barest."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsgrid.demo.views import PageView

_WITH_JSON_LD = ("broadsheet", "portal", "tabloid")
_BARE = ("minimal",)


def head_metadata(view: PageView) -> str:
    """Write the tags of the head that describe the article, after what the publisher's template offers."""
    if view.publisher.template in _BARE:
        return ""
    tags = _meta_tags(view)
    return tags + _json_ld(view) if view.publisher.template in _WITH_JSON_LD else tags


def _meta_tags(view: PageView) -> str:
    telling, publisher = view.telling, view.publisher
    named = {"description": view.description, "keywords": ", ".join(telling.topics), "author": telling.byline}
    properties = {
        "og:type": "article",
        "og:site_name": publisher.name,
        "og:title": telling.headline,
        "og:description": view.description,
        "og:url": view.link,
        "og:image": view.picture,
        "og:locale": f"{publisher.language}_{publisher.country}",
        "article:published_time": view.local(telling.published).isoformat(),
        "article:section": telling.section,
    }
    if view.text.notice:
        properties["article:modified_time"] = view.local(view.text.modified).isoformat()
    rows = [f'<meta name="{name}" content="{escape(value)}">' for name, value in named.items() if value]
    rows += [f'<meta property="{name}" content="{escape(value)}">' for name, value in properties.items() if value]
    rows += [f'<meta property="article:tag" content="{escape(topic)}">' for topic in telling.topics]
    return "\n".join([f'<link rel="canonical" href="{escape(view.link)}">', *rows]) + "\n"


def _json_ld(view: PageView) -> str:
    telling, publisher = view.telling, view.publisher
    article: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": telling.headline,
        "description": view.description,
        "datePublished": view.local(telling.published).isoformat(),
        "dateModified": view.local(view.text.modified).isoformat(),
        "author": _author(view),
        "publisher": {"@type": "NewsMediaOrganization", "name": publisher.name, "url": view.home},
        "mainEntityOfPage": {"@type": "WebPage", "@id": view.link},
        "image": [view.picture],
        "inLanguage": publisher.language,
        "isAccessibleForFree": True,
    }
    optional = {
        "articleSection": telling.section,
        "keywords": list(telling.topics),
        "dateline": telling.dateline,
        "correction": view.text.notice,
    }
    article |= {key: value for key, value in optional.items() if value}
    # "</" would end the script element early.
    written = json.dumps(article, ensure_ascii=False).replace("</", "<\\/")
    return f'<script type="application/ld+json">{written}</script>\n'


def _author(view: PageView) -> list[dict[str, str]]:
    telling = view.telling
    if telling.byline:
        return [{"@type": "Person", "name": telling.byline}]
    name = telling.agency.name if telling.agency else view.publisher.name
    return [{"@type": "Organization", "name": name}]
