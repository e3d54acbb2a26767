"""Web addresses: the canonical form, the host, the registrable domain."""

from __future__ import annotations

import functools
import re
from urllib.parse import quote, urlsplit

from newsgrid.text.suffixes import registrable_domain

_TRACKING = frozenset(
    [
        "fbclid",
        "gclid",
        "dclid",
        "gbraid",
        "wbraid",
        "msclkid",
        "yclid",
        "mc_cid",
        "mc_eid",
        "igshid",
        "ref_src",
        "cmpid",
        "ncid",
        "ocid",
        "sr_share",
        "spref",
        "xtor",
        "at_medium",
        "at_campaign",
        "at_custom1",
        "at_custom2",
        "at_custom3",
        "at_custom4",
        "smid",
        "smtyp",
        "partner",
        "rss",
        "traffic_source",
        "wt_mc",
        "wt.mc",
        "__twitter_impression",
        "feedname",
        "ito",
        "cvid",
    ]
)
_SESSIONS = frozenset(["phpsessid", "jsessionid", "oscsid", "zenid", "cfid", "cftoken"])
"""Numbers of a visit, put into links by servers for who keeps no cookies. `sid` is not among them: many sites call an article so."""
_PATH_SESSION = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)
_SAFE = "/%:@!$&'()*+,;=~-._"
_PLAIN_PATH = re.compile(r"[A-Za-z0-9/%:@!$&'()*+,;=~._-]*", re.ASCII)
_DEFAULT_PORT = {"http": 80, "https": 443}
# An address in which nothing but the query can need a change: groups of all before it, and of the query.
_USUAL = re.compile(
    r"(https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+/[A-Za-z0-9/%:@!$&'()*+,=~._-]*)(?:\?([!-\"$-~]*))?(?:#[!-~]*)?", re.ASCII
)


def canonical_address(url: str) -> str:
    """Give an address without fragment, tracking and session parameters and default port, host in lower case (RFC 3986, 6.2.2).

    An address that is not http(s) or cannot be read comes back empty.
    """
    usual = _USUAL.fullmatch(url)
    if usual:
        head, query = usual.groups()
        return head + _kept_query(query) if query else head
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORT or not host:
        return ""
    netloc = f"[{host}]" if ":" in host else host
    if port and port != _DEFAULT_PORT[scheme]:
        netloc += f":{port}"
    path = parts.path or "/"
    if ";" in path:
        path = _PATH_SESSION.sub("", path)
    if not _PLAIN_PATH.fullmatch(path):
        path = quote(path, safe=_SAFE)
    return f"{scheme}://{netloc}{path}" + _kept_query(parts.query)


def _kept_query(query: str) -> str:
    """Give a query without tracking and session parameters, the others letter for letter: servers tell `?123` from `?123=`."""
    if not query:
        return ""
    kept = [part for part in query.split("&") if part and not _is_tracking(part.partition("=")[0].lower())]
    text = "&".join(kept)
    return ("?" + (text if text.isascii() and " " not in text else quote(text, safe=_SAFE + "?"))) if kept else ""


def _is_tracking(name: str) -> bool:
    return name in _TRACKING or name in _SESSIONS or name.startswith(("utm_", "aspsessionid"))


@functools.lru_cache(maxsize=20_000)
def site_host(url: str) -> str:
    """Give an address's host without `www.`; empty when there is none."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
    return host.removeprefix("www.")


def registrable_host(url: str) -> str:
    """Give the domain under which a host was registered (example.co.za for news.example.co.za); addresses of numbers stay whole."""
    host = site_host(url)
    if ":" in host or host.rpartition(".")[2].isdigit():
        return host
    return registrable_domain(host)
