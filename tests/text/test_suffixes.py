"""The domain under which a host was registered, by the rules of the Public Suffix List."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrid.text import registrable_host
from newsgrid.text.suffixes import registrable_domain


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.news24.com", "news24.com"),
        ("news24.com", "news24.com"),
        ("a.b.mg.co.za", "mg.co.za"),
        ("www.bbc.co.uk", "bbc.co.uk"),
        ("feeds.abc.net.au", "abc.net.au"),
        ("www.asahi.co.jp", "asahi.co.jp"),
        ("a.b.kyoto.jp", "b.kyoto.jp"),
        ("www.globo.com.br", "globo.com.br"),
        ("x.jor.br", "x.jor.br"),
        # A host that gives names to others: each is a site of its own.
        ("one.github.io", "one.github.io"),
        ("www.one.blogspot.com", "one.blogspot.com"),
        # All names below, but for one.
        ("a.b.ck", "a.b.ck"),
        ("x.a.b.ck", "a.b.ck"),
        ("www.ck", "www.ck"),
        ("x.www.ck", "www.ck"),
        ("a.b.c.kobe.jp", "b.c.kobe.jp"),
        ("city.kobe.jp", "city.kobe.jp"),
        ("x.city.kobe.jp", "city.kobe.jp"),
        # Other letters, in both spellings.
        ("www.食狮.公司.cn", "食狮.公司.cn"),
        ("www.xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn"),
        # No rule, no dot, a suffix itself.
        ("a.b.paper.example", "paper.example"),
        ("localhost", "localhost"),
        ("co.uk", "co.uk"),
        ("", ""),
    ],
)
def test_the_registered_domain(host: str, domain: str) -> None:
    assert registrable_domain(host) == domain


def test_addresses_of_numbers_stay_whole() -> None:
    assert registrable_host("http://192.0.2.7:80/") == "192.0.2.7"
    assert registrable_host("http://[2001:db8::7]/") == "2001:db8::7"
    assert registrable_host("https://www.mg.co.za/feed") == registrable_host("https://feeds.mg.co.za/") == "mg.co.za"


@given(st.lists(st.sampled_from(["a", "co", "uk", "com", "www", "ck", "kobe", "jp", "github", "io", ""]), max_size=40))
def test_the_domain_ends_its_host_and_is_its_own(labels: list[str]) -> None:
    host = ".".join(labels)
    domain = registrable_domain(host)
    assert host.endswith(domain)
    assert registrable_domain(domain) == domain
    assert registrable_domain("news." + host) in (domain, "news." + domain)
