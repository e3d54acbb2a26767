"""Why an address could not be fetched: one stable word for everything that can go wrong on the way."""

from __future__ import annotations

import re
import ssl
from typing import TypeVar

import aiohttp

from newsgrid.errors import FetchError

E = TypeVar("E", bound=BaseException)

REASONS = (
    "private-address",
    "bad-address",
    "dns",
    "refused",
    "tls",
    "timeout",
    "too-large",
    "bad-encoding",
    "redirect-loop",
    "too-many-redirects",
    "forbidden",
    "not-found",
    "gone",
    "rate-limited",
    "unavailable",
    "server-error",
    "bad-status",
    "robots",
    "interrupted",
)
"""Every `reason` of a FetchError, each a word that is stored, counted and shown."""

_STATUS_REASONS = {
    401: "forbidden",
    403: "forbidden",
    404: "not-found",
    410: "gone",
    429: "rate-limited",
    451: "forbidden",
    503: "unavailable",
}
_STATUS_MESSAGES = {
    "forbidden": "The server refuses us (status {status}).",
    "not-found": "There is nothing at this address (status {status}).",
    "gone": "The server says this is gone for good (status {status}).",
    "rate-limited": "The server asks us to slow down (status {status}).",
    "unavailable": "The server is not available now (status {status}).",
    "server-error": "The server failed (status {status}).",
    "bad-status": "The server gave an answer that is of no use (status {status}).",
}


class Failure(Exception):
    """A failure inside this room, before it is known which address was asked for; leaves it as a FetchError."""

    def __init__(self, reason: str, message: str, *, status: int = 0, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.reason = reason
        self.status = status
        self.retry_after_s = retry_after_s

    def at(self, url: str) -> FetchError:
        """Give the error that leaves this room."""
        return FetchError(str(self), url=url, reason=self.reason, status=self.status, retry_after_s=self.retry_after_s)


class Broken(aiohttp.ClientError):
    """The connection broke before the answer began.

    Stands in for aiohttp's own errors of that kind, which it would answer by asking a second time at once.
    """


def lightened(error: E) -> E:
    """Give an error without the frames it passed through: kept as a value, it would keep whole documents alive."""
    seen: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in seen:
        seen.append(link)
        link.__traceback__ = None
        link = link.__cause__ or link.__context__
    return error


def failure_of_status(status: int, retry_after_s: float | None = None, words: str = "") -> Failure:
    """Give the failure that an answer outside 200-299 stands for; `words` are the server's own."""
    reason = _STATUS_REASONS.get(status) or ("server-error" if status >= 500 else "bad-status")
    message = _STATUS_MESSAGES[reason].format(status=status)
    return Failure(
        reason, f"{message} It says: {words}" if words else message, status=status, retry_after_s=retry_after_s
    )


def failure_of(error: BaseException, host: str) -> Failure:
    """Give the failure that an error of the transport stands for."""
    for kinds, reason, message in _TRANSPORT:
        if isinstance(error, kinds):
            return Failure(reason, message.format(host=host, detail=_detail(error)))
    return Failure("interrupted", f"The connection to {host} broke: {_detail(error)}.")


# In order: the first kind that fits names the failure, so the narrow ones stand before the wide ones.
_TRANSPORT: tuple[tuple[tuple[type[BaseException], ...], str, str], ...] = (
    (
        (aiohttp.ClientConnectorCertificateError, aiohttp.ClientSSLError, ssl.SSLError),
        "tls",
        "No secure connection to {host}: {detail}.",
    ),
    ((aiohttp.ClientConnectorDNSError,), "dns", "The name {host} cannot be resolved: {detail}."),
    ((aiohttp.ClientConnectorError,), "refused", "No connection to {host}: {detail}."),
    ((aiohttp.InvalidURL,), "bad-address", "This is no address that can be fetched: {detail}."),
    ((TimeoutError,), "timeout", "No whole answer from {host} in time."),
    ((aiohttp.ClientPayloadError,), "interrupted", "The answer from {host} broke off{detail}."),
    ((aiohttp.ClientResponseError,), "bad-status", "What {host} answered is no HTTP: {detail}."),
)
_DETAIL_CHARS = 200
_CAME = re.compile(r"received (\d+) of (\d+) bytes")


def _detail(error: BaseException) -> str:
    if isinstance(error, aiohttp.ClientPayloadError):
        came = _CAME.search(str(error))
        return f": {came.group(1)} of {came.group(2)} bytes came" if came else ""
    if isinstance(error, aiohttp.ClientConnectorError):
        text = error.os_error.strerror or str(error.os_error)
    elif isinstance(error, aiohttp.ClientResponseError):
        text = error.message
    else:
        text = str(error)
    line = " ".join(text.split()) or type(error).__name__
    return line[:_DETAIL_CHARS].rstrip(".")
