"""A delivery is the hub's only with the right signature."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrid.websub import is_signed

BODY = b"<rss/>\x00\xff"


def signed(method: str, body: bytes = BODY, secret: str = "secret") -> str:
    return f"{method}={hmac.new(secret.encode(), body, method).hexdigest()}"


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_every_method_of_the_recommendation_is_known(method: str) -> None:
    assert is_signed("secret", BODY, signed(method))
    assert is_signed("secret", BODY, signed(method).upper())
    assert not is_signed("secret", BODY + b" ", signed(method))
    assert not is_signed("other", BODY, signed(method))
    assert not is_signed("secret", BODY, signed(method)[:-2])


def test_a_known_vector() -> None:
    # RFC 4231, test case 2
    digest = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert is_signed("Jefe", b"what do ya want for nothing?", f"sha256={digest}")


@pytest.mark.parametrize(
    "header",
    [
        "",
        "sha1",
        "sha1=",
        "=00",
        "sha1=zz",
        "md5=" + hashlib.md5(BODY).hexdigest(),
        "sha1=" + hashlib.sha1(BODY).hexdigest(),
    ],
)
def test_anything_else_is_no_signature(header: str) -> None:
    assert not is_signed("secret", BODY, header)


def test_of_several_the_strongest_counts() -> None:
    right, wrong = signed("sha256"), signed("sha256", b"x")
    assert is_signed("secret", BODY, f"{signed('sha1')}, {right}")
    assert is_signed("secret", BODY, f"{right},sha1=00")
    assert not is_signed("secret", BODY, f"{signed('sha1')},{wrong}")
    assert is_signed("secret", BODY, f"md5=00,{right}")


@given(st.text(max_size=300))
def test_no_header_is_too_strange(header: str) -> None:
    assert not is_signed("secret", BODY, header)
