"""Addresses in feeds: made absolute; those that would run something are none."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from newsgrid.text import squeeze

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]{0,30}):")
_HARMLESS = frozenset(
    ["http", "https", "mailto", "tag", "urn", "ftp", "magnet", "gopher", "news", "nntp", "acct", "at"]
)


def resolve(base: str, address: str) -> str:
    """Give an address as an absolute one, as far as `base` allows; empty for schemes that are not known to be harmless.

    Spaces inside stay as they are written: `canonical_address` and `on_web` encode them.
    """
    if address.startswith(("https://", "http://")) and " " not in address and "\n" not in address:
        return address
    address = squeeze(address)
    if not address:
        return ""
    scheme = _SCHEME.match(address)
    if scheme:
        return address if scheme.group(1).lower() in _HARMLESS else ""
    return joined(base, address)


def joined(base: str, address: str) -> str:
    """Join as RFC 3986, 5.2 says; an address that cannot be read leaves the base."""
    if not address or not base:
        return address or base
    if address.startswith(("https://", "http://")):
        return address
    try:
        return urljoin(base, address)
    except ValueError:
        return base


def on_web(base: str, address: str) -> str:
    """Give an absolute http(s) address, or nothing."""
    found = resolve(base, address).replace(" ", "%20")
    return found if found.startswith(("http://", "https://")) else ""
