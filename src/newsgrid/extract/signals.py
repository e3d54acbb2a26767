"""What a page allows and forbids: robots (meta and header), snippets, text and data mining, licences.

Robots: https://www.rfc-editor.org/rfc/rfc9309 for files, the X-Robots-Tag and robots meta as search engines document
them. TDM: the TDM Reservation Protocol (W3C community group final report, 2024), `tdm-reservation` and `tdm-policy`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from newsgrid.extract import jsonld
from newsgrid.extract.declared import Declared
from newsgrid.extract.markup import header
from newsgrid.extract.vocabulary import word_set
from newsgrid.model import Signals

_ROBOTS = ("robots", "googlebot", "googlebot-news", "newsgrid")
_MAX_SNIPPET = re.compile(r"max-snippet\s{0,3}[:=]\s{0,3}(-?\d{1,6})")
_AGENT = re.compile(r"^\s{0,9}([\w-]{2,40})\s{0,3}:\s{0,3}(?!-?\d)")
_DIRECTIVES = word_set(
    "noindex nofollow none nosnippet noarchive index follow all noimageindex unavailable_after max-snippet max-image-preview max-video-preview notranslate noai noimageai"
)


def signals_of(page: Declared, headers: Mapping[str, str] | None = None) -> Signals:
    """Collect the page's signals; the stricter of two wins."""
    said = [value.lower() for name in _ROBOTS for value in page.metas.get(name, ())]
    said += _header_directives(header(headers, "x-robots-tag"))
    words = {word.strip() for value in said for word in re.split(r"[,;\s]+", value)}
    snippets = [int(number) for value in said for number in _MAX_SNIPPET.findall(value)]
    limits = [number for number in snippets if number >= 0]
    reserved = page.meta("tdm-reservation")[0] or header(headers, "tdm-reservation")
    return Signals(
        noindex=bool(words & {"noindex", "none"}),
        nosnippet="nosnippet" in words or 0 in limits,
        max_snippet=min(limits) if limits else None,
        tdm_reserved=reserved.strip() == "1" or bool(words & {"noai"}),
        tdm_policy=page.address(page.meta("tdm-policy")[0] or header(headers, "tdm-policy")),
        licence=_licence(page),
    )


def _header_directives(value: str) -> list[str]:
    """Read X-Robots-Tag; directives meant for another agent are not ours."""
    found = []
    for part in value.lower().split("\n"):
        agent = _AGENT.match(part)
        if agent and agent.group(1) not in _DIRECTIVES:
            if agent.group(1) in _ROBOTS:
                found.append(part[agent.end() :])
        else:
            found.append(part)
    return found


def _licence(page: Declared) -> str:
    stated = [
        page.links.get("license", ""), page.meta("dcterms.license", "dc.rights.license", "cc:license", "license")[0],
        jsonld.text_of(page.article.get("license")) if page.article and not isinstance(page.article.get("license"), dict) else "",
        *[str(page.article["license"].get("@id") or page.article["license"].get("url") or "") for _ in (0,) if isinstance(page.article.get("license"), dict)],
    ]  # fmt: skip
    for value in stated:
        if value and (address := page.address(value)):
            return address
    for link in page.root.iter("a"):
        href = link.get("href") or ""
        if (
            "creativecommons.org/licenses/" in href
            or "creativecommons.org/publicdomain/" in href
            or "license" in (link.get("rel") or "").lower().split()
        ):
            return page.address(href)
    return ""
