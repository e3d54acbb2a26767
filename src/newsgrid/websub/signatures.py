"""Whether a delivery is the hub's: X-Hub-Signature (WebSub, 7.1)."""

from __future__ import annotations

import hmac
import re

METHODS = ("sha512", "sha384", "sha256", "sha1")
"""The methods that the Recommendation names, the strongest first."""
_MAX_CHARS = 4_096
_PART = re.compile(r"\s*([A-Za-z0-9]{1,10})=([0-9A-Fa-f]{1,128})\s*\Z")


def is_signed(secret: str, body: bytes, header: str) -> bool:
    """Whether the header holds the body's HMAC (RFC 2104) under this secret, compared in constant time.

    Of several signatures, separated by commas, the one of the strongest method counts and the others do not.
    """
    given: dict[str, str] = {}
    for part in header[:_MAX_CHARS].split(","):
        found = _PART.match(part)
        if found:
            given.setdefault(found.group(1).lower(), found.group(2).lower())
    method = next((method for method in METHODS if method in given), "")
    if not method:
        return False
    return hmac.compare_digest(hmac.new(secret.encode("ascii"), body, method).hexdigest(), given[method])
