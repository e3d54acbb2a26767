"""What servers say in headers: of time (Retry-After, Cache-Control, Expires), and what an answer belongs to (Link)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

_DATE_CHARS = 100
# Possessive, all of them: what failed once is not tried in other ways.
_SECONDS = re.compile(r"([0-9]{1,12}+)(?:\.[0-9]*+)?+")
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*+=\s*+\"?+([0-9]{1,12}+)", re.IGNORECASE)
_LINK = re.compile(r"<([^<>]*+)>((?:[^<>,\"]|\"[^\"]*+\")*+)")
"""A target and what stands behind it, up to the next comma outside quotes."""
_PARAMETER = re.compile(r";\s*+([A-Za-z]{1,20})\s*+=\s*+(?:\"([^\"]*+)\"|([^\s;,\"]++))")
_MAX_LINKS = 50


def http_date(text: str) -> datetime | None:
    """Read a date of HTTP (RFC 9110, 5.6.7); None when it is none."""
    if len(text) > _DATE_CHARS:
        return None
    try:
        found = parsedate_to_datetime(text.strip())
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def retry_after_s(headers: Mapping[str, str], now: datetime) -> float | None:
    """Give the wait that Retry-After asks for, in seconds from now, never below 0; None when it asks for none.

    A date is taken by the server's own clock where it tells the time, else by ours: two clocks may be far apart.
    """
    text = headers.get("retry-after", "")
    seconds = _seconds(text)
    if seconds is not None:
        return seconds
    until = http_date(text) if text else None
    if until is None:
        return None
    return max(0.0, (until - (http_date(headers.get("date", "")) or now)).total_seconds())


def says_fresh(headers: Mapping[str, str]) -> bool:
    """Whether the server says anything of how long its answer is fresh, be it that it is not."""
    return "cache-control" in headers or "expires" in headers


def fresh_s(headers: Mapping[str, str], now: datetime) -> float:
    """Give for how long the server calls its answer fresh, in seconds (RFC 9111, 4.2.1); 0 when it does not say.

    Expires counts from the server's own Date, from our time where it gives none.
    """
    control = headers.get("cache-control", "")
    lower = control.lower()
    if "no-cache" in lower or "no-store" in lower:
        return 0.0
    found = _MAX_AGE.search(control)
    if found:
        return max(0.0, float(found.group(1)) - _age_s(headers))
    expires = http_date(headers.get("expires", ""))
    if expires is None:
        return 0.0
    return max(0.0, (expires - (http_date(headers.get("date", "")) or now)).total_seconds())


def _age_s(headers: Mapping[str, str]) -> float:
    return _seconds(headers.get("age", "")) or 0.0


def _seconds(text: str) -> float | None:
    """Read a number of seconds; what stands after its point is let go. None when it is something else."""
    found = _SECONDS.fullmatch(text.strip())
    return float(found.group(1)) if found else None


def linked(headers: Mapping[str, str], relation: str, base: str) -> tuple[str, ...]:
    """Give the targets of Link headers (RFC 8288) with this relation, made absolute, in order, each once.

    A link about something else (`anchor`) is passed over, as is what is no link.
    """
    found: dict[str, None] = {}
    for count, match in enumerate(_LINK.finditer(headers.get("link", ""))):
        if count >= _MAX_LINKS:
            break
        parameters: dict[str, str] = {}
        for name, quoted, bare in _PARAMETER.findall(match.group(2)):
            # Of a parameter given twice the first one counts (RFC 8288, 3.3).
            parameters.setdefault(name.lower(), quoted or bare)
        if relation in parameters.get("rel", "").lower().split() and "anchor" not in parameters:
            try:
                found[urljoin(base, match.group(1).strip())] = None
            except ValueError:
                continue
    return tuple(found)
