"""An address that can be asked, taken apart once."""

from __future__ import annotations

import dataclasses
import re

from yarl import URL

from newsgrid.fetch.failures import Failure
from newsgrid.text import registrable_host

_MAX_CHARS = 8_192
_FIT = re.compile(r"(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]++|%[0-9A-Fa-f]{2})*+")
"""Only what RFC 3986, appendix A lets stand in an address, every percent sign followed by an octet."""
_WEB_PORTS = (80, 443)


@dataclasses.dataclass(frozen=True, slots=True)
class Target:
    """An http or https address."""

    url: URL
    host: str
    """In ASCII and lower case, without brackets."""
    port: int
    path: str
    """With its query, as it is sent."""

    @property
    def gate_key(self) -> str:
        """The host that is asked one thing at a time; http and https on their usual ports are one."""
        host = self.host.removesuffix(".")
        return host if self.port in _WEB_PORTS else f"{host}:{self.port}"

    @property
    def resource(self) -> tuple[str, str, int, str]:
        """What is asked for, whatever the query."""
        return (self.url.scheme, self.host, self.port, self.url.raw_path)

    def wait_key(self, own: bool) -> str:
        """The group that a Retry-After binds: the registrable domain; on the operator's own hosts the one path."""
        if own:
            return f"{self.gate_key}{self.url.raw_path}"
        return registrable_host(str(self.url)) or self.host


def read_target(text: str) -> Target:
    """Read an address; raise Failure `bad-address` for anything but a whole http(s) address. Fragments are let go."""
    try:
        if len(text) > _MAX_CHARS:
            raise ValueError("it is too long")
        return target_of(url_of(text))
    except ValueError as error:
        raise Failure("bad-address", f"This is no address that can be fetched: {error}.") from error


def url_of(text: str) -> URL:
    """Read an address, whole or relative; raise ValueError. One that is fit to be sent is not touched.

    Servers that sign their addresses tell `%2F` from `/` in a query, although they should not.
    """
    bare = text.strip()
    return URL(bare, encoded=_FIT.fullmatch(bare) is not None)


def target_of(url: URL) -> Target:
    """Take an address apart; raise Failure `bad-address` when it is no http(s) address with a host."""
    if url.scheme not in ("http", "https"):
        raise Failure("bad-address", f"Only http and https are fetched, not {url.scheme[:20] or 'a bare name'!r}.")
    host = url.raw_host
    if not host or url.port is None or not url.port:
        raise Failure("bad-address", "The address names no host.")
    clean = url.with_fragment(None)
    if host != host.lower():
        clean = clean.with_host(host.lower())
    return Target(clean, host.lower(), url.port, clean.raw_path_qs)


def host_key(text: str) -> str:
    """Give the host that an address stands in the queue of; the address itself when it cannot be read."""
    try:
        return read_target(text).gate_key
    except Failure:
        return text
