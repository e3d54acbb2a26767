from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrid.fetch.failures import Failure
from newsgrid.fetch.guard import Guard, is_public, literal_address, unmapped

NOBODY = Guard()
PRIVATE_V4 = [
    "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255",
    "192.0.0.8", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.1.1.1", "240.0.0.1",
    "255.255.255.255",
]  # fmt: skip
PRIVATE_V6 = [
    "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:a00:1", "64:ff9b::7f00:1", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "100::1", "fc00::1",
    "fd12::1", "fe80::1", "fec0::1", "ff02::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "4000::1",
]  # fmt: skip
PUBLIC = ["1.1.1.1", "8.8.8.8", "172.15.0.1", "172.32.0.1", "2606:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]  # fmt: skip
v4 = st.integers(0, 2**32 - 1).map(ipaddress.IPv4Address)
private_v4 = st.sampled_from(
    [ipaddress.ip_network(n) for n in ("10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16")]
).flatmap(lambda net: st.integers(int(net[0]), int(net[-1]))).map(ipaddress.IPv4Address)  # fmt: skip


def number(value: int, base: str) -> str:
    return {"hex": f"0x{value:x}", "HEX": f"0X{value:X}", "octal": f"0{value:o}", "decimal": str(value)}[base]


@st.composite
def spellings(draw: st.DrawFn) -> tuple[str, ipaddress.IPv4Address]:
    """Any way of writing a private address that inet_aton reads."""
    address = draw(private_v4)
    value = int(address)
    heads = draw(st.integers(0, 3))
    parts = [value >> (24 - 8 * at) & 255 for at in range(heads)] + [value & (1 << (32 - 8 * heads)) - 1]
    text = ".".join(number(part, draw(st.sampled_from(["hex", "HEX", "octal", "decimal"]))) for part in parts)
    return text + draw(st.sampled_from(["", "."])), address


@pytest.mark.parametrize("text", PRIVATE_V4 + PRIVATE_V6)
def test_a_reserved_address_is_refused_and_the_operator_told_how_to_allow_it(text: str) -> None:
    with pytest.raises(Failure) as caught:
        NOBODY.check_host(text)
    assert caught.value.reason == "private-address"
    assert "fetch.allow_private" in str(caught.value)
    assert "NEWSGRID_FETCH_ALLOW_PRIVATE" in str(caught.value)


@pytest.mark.parametrize("text", PUBLIC)
def test_a_public_address_is_let_through(text: str) -> None:
    assert NOBODY.check_host(text) == ipaddress.ip_address(text)


@given(spellings())
def test_no_spelling_of_a_private_address_gets_through(case: tuple[str, ipaddress.IPv4Address]) -> None:
    text, address = case
    with pytest.raises(Failure) as caught:
        NOBODY.check_host(text)
    assert caught.value.reason == "private-address"
    assert str(address) in str(caught.value)


@given(spellings())
def test_an_odd_spelling_is_refused_even_where_its_network_is_allowed(case: tuple[str, ipaddress.IPv4Address]) -> None:
    text, address = case
    if text == str(address):
        return
    with pytest.raises(Failure):
        Guard.of(("0.0.0.0/0",)).check_host(text)


@given(v4)
def test_an_address_is_judged_by_the_one_hidden_inside(address: ipaddress.IPv4Address) -> None:
    mapped = ipaddress.IPv6Address(int(address) + (0xFFFF << 32))
    nat64 = ipaddress.IPv6Address(int(address) + (0x64FF9B << 96))
    assert unmapped(mapped) == address
    assert is_public(address) == is_public(mapped) == is_public(nat64)


@given(v4)
def test_what_the_library_calls_private_is_never_public(address: ipaddress.IPv4Address) -> None:
    if address.is_private or address.is_multicast or address.is_reserved or address.is_loopback:
        assert not is_public(address)


@given(st.integers(0, 2**128 - 1).map(ipaddress.IPv6Address))
def test_what_the_library_calls_private_in_ipv6_is_never_public(address: ipaddress.IPv6Address) -> None:
    if unmapped(address).is_private or address.is_multicast or address.is_link_local or address.is_site_local:
        assert not is_public(address)


@given(st.text(max_size=40))
def test_any_text_is_a_name_a_number_or_refused(text: str) -> None:
    reason = ""
    try:
        literal_address(text)
    except Failure as failure:
        reason = failure.reason
    assert reason in ("", "bad-address", "private-address")


@pytest.mark.parametrize(
    "text", ["1.2.3", "0x", "256.1.1.1", "1.2.3.4.5", "0x100000000", "08.1.1.1", "1" * 400, "::g", "a b", "a%41", ""]
)
def test_what_is_no_host_is_refused(text: str) -> None:
    with pytest.raises(Failure):
        NOBODY.check_host(text)


def test_an_odd_spelling_of_a_public_address_is_a_bad_address_that_names_the_plain_one() -> None:
    with pytest.raises(Failure, match=r"8\.8\.8\.8") as caught:
        NOBODY.check_host("134744072")
    assert caught.value.reason == "bad-address"


def test_an_allowed_network_is_open_and_its_neighbours_are_not() -> None:
    guard = Guard.of(("10.1.0.0/16", "fd00::/8"))
    assert guard.check_host("10.1.2.3") is not None
    assert guard.check_host("::ffff:10.1.2.3") is not None
    assert guard.check_host("fd00::1") is not None
    for text in ("10.2.0.1", "fc00::1", "64:ff9b::a01:203", "fe80::1%1"):
        with pytest.raises(Failure):
            guard.check_host(text)


def test_a_name_is_left_to_the_resolver() -> None:
    assert NOBODY.check_host("news.example.org") is None
    assert NOBODY.check_host("under_score.example.org.") is None
