"""Which addresses may be connected to: public ones, and the private networks the operator allows.

The check is made on numbers, after resolution and at the moment of connecting, so that no name, spelling or redirect
gets around it. Registries: IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890).
"""

from __future__ import annotations

import dataclasses
import ipaddress
import re

from newsgrid.fetch.failures import Failure

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# Written out, because what the standard library calls global changed between patch releases of Python 3.11 and 3.12.
_CLOSED_V4 = tuple(
    ipaddress.IPv4Network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
# Only 2000::/3 is given out for global unicast; inside it these are not: Teredo and its kin, documentation, 6to4.
_OPEN_V6 = ipaddress.IPv6Network("2000::/3")
_CLOSED_V6 = tuple(ipaddress.IPv6Network(text) for text in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

_DOTTED = re.compile(r"(?:0|[1-9][0-9]{0,2})(?:\.(?:0|[1-9][0-9]{0,2})){3}")
_NUMBER = re.compile(r"0[xX][0-9a-fA-F]*+|[0-9]++")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,63}+(?:\.[A-Za-z0-9_-]{1,63}+)*+\.?+")
_NAME_CHARS = 253
# A number of a host has at most 39 digits (IPv6 in decimal); longer ones are not worth reading.
_DIGITS = 40

HOW_TO_ALLOW = (
    "if it is meant to be fetched, add its network to fetch.allow_private in newsgrid.toml "
    "or to the variable NEWSGRID_FETCH_ALLOW_PRIVATE"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Guard:
    """The rule of one site: public addresses, and those in the networks that the operator allows."""

    allowed: tuple[Network, ...] = ()

    @classmethod
    def of(cls, networks: tuple[str, ...]) -> Guard:
        """Make the guard of `fetch.allow_private`."""
        return cls(tuple(ipaddress.ip_network(text) for text in networks))

    def is_own(self, address: Address) -> bool:
        """Whether the operator allowed this address by name of its network: one of his own hosts."""
        plain = unmapped(address)
        return any(plain in network for network in self.allowed if network.version == plain.version)

    def may_connect(self, address: Address) -> bool:
        """Whether a connection to this address may be opened."""
        return self.is_own(address) or is_public(address)

    def check_host(self, host: str) -> Address | None:
        """Give the address a host spells, None for a name; raise Failure for one that is refused or misspelt."""
        address = literal_address(host)
        if address is not None and not self.may_connect(address):
            raise private(host, address)
        return address


def private(host: str, address: Address) -> Failure:
    """Give the failure of a host on a network that may not be fetched from; it tells the operator what to do."""
    named = str(address) if host == str(address) else f"{host} ({address})"
    return Failure("private-address", f"{named} is on a private or reserved network; {HOW_TO_ALLOW}.")


def is_public(address: Address) -> bool:
    """Whether an address is for everyone: global unicast, by what it leads to where one address hides in another."""
    inner = unmapped(address)
    if isinstance(inner, ipaddress.IPv4Address):
        return not any(inner in network for network in _CLOSED_V4)
    if inner in _NAT64:
        return is_public(ipaddress.IPv4Address(int(inner) & 0xFFFF_FFFF))
    return inner.scope_id is None and inner in _OPEN_V6 and not any(inner in network for network in _CLOSED_V6)


def unmapped(address: Address) -> Address:
    """Give the IPv4 address inside ::ffff:0:0/96, which is what the system connects to; others as they are."""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def literal_address(host: str) -> Address | None:
    """Read a host that is a number; None when it is a name.

    Only the usual spelling is read. Others (octal, hexadecimal, decimal, shortened: 0177.0.0.1, 2130706433, 127.1) are
    what programs disagree about, and no honest feed needs them: they raise Failure, `private-address` when a private
    one hides there.
    """
    if ":" in host:
        try:
            return ipaddress.IPv6Address(host)
        except ValueError:
            raise Failure("bad-address", f"{_shown(host)} is no address of a host.") from None
    if not _NUMBER.fullmatch(host.removesuffix(".").rpartition(".")[2]):
        if len(host) > _NAME_CHARS or not _NAME.fullmatch(host):
            raise Failure("bad-address", f"{_shown(host)} is no name of a host.")
        return None
    if _DOTTED.fullmatch(host):
        try:
            return ipaddress.IPv4Address(host)
        except ValueError:
            raise Failure("bad-address", f"{_shown(host)} is no address of a host.") from None
    hidden = _decoded(host)
    if hidden is None:
        raise Failure("bad-address", f"{_shown(host)} is no address of a host.")
    if not is_public(hidden):
        raise Failure("private-address", f"{_shown(host)} is an odd spelling of {hidden}, on a private network.")
    raise Failure("bad-address", f"{_shown(host)} is an odd spelling of {hidden}; write it so.")


def _decoded(host: str) -> ipaddress.IPv4Address | None:
    """Read a number the way of inet_aton: 1-4 parts, each decimal, octal or hexadecimal, the last one taking the rest."""
    parts = host.removesuffix(".").split(".")
    if len(parts) > 4:
        return None
    numbers = [_number(part) for part in parts]
    if any(number is None for number in numbers):
        return None
    *heads, last = (number or 0 for number in numbers)
    if any(head > 255 for head in heads) or last >= 256 ** (5 - len(parts)):
        return None
    return ipaddress.IPv4Address(last + sum(head << (24 - 8 * at) for at, head in enumerate(heads)))


def _number(part: str) -> int | None:
    if not part or len(part) > _DIGITS:
        return None
    lower = part.lower()
    try:
        if lower.startswith("0x"):
            return int(lower[2:] or "0", 16)
        return int(lower, 8 if lower.startswith("0") and len(lower) > 1 else 10)
    except ValueError:
        return None


def _shown(host: str) -> str:
    return repr(host[:80])
