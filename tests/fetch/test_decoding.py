from __future__ import annotations

import gzip
import tracemalloc
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from newsgrid.fetch.decoding import Body
from newsgrid.fetch.failures import Failure

MAX = 1_000_000
PACKERS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda data: bytes(brotli.compress(data, quality=5)),
    "zstd": zstandard.compress,
    "identity": bytes,
    "": bytes,
}


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def read(encoding: str, data: bytes, step: int = 1000, limit: int = MAX) -> bytes:
    body = Body(encoding, limit)
    for at in range(0, len(data), step):
        body.add(data[at : at + step])
    return body.finish()


@given(st.binary(max_size=4000), st.sampled_from(sorted(PACKERS)), st.integers(1, 300))
def test_every_coding_gives_back_what_went_in_however_it_is_cut(data: bytes, encoding: str, step: int) -> None:
    assert read(encoding, PACKERS[encoding](data), step) == data


@given(st.binary(max_size=4000), st.integers(1, 300))
def test_bare_deflate_is_read_too(data: bytes, step: int) -> None:
    assert read("deflate", raw_deflate(data), step) == data


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=4), st.sampled_from(["gzip", "zstd"]), st.integers(1, 50))
def test_streams_in_a_row_are_one_body(parts: list[bytes], encoding: str, step: int) -> None:
    assert read(encoding, b"".join(map(PACKERS[encoding], parts)), step) == b"".join(parts)


@given(st.binary(max_size=2000), st.sampled_from(["gzip", "deflate", "br", "zstd"]))
def test_any_bytes_are_read_or_refused(data: bytes, encoding: str) -> None:
    reason = ""
    try:
        read(encoding, data, 64)
    except Failure as failure:
        reason = failure.reason
    assert reason in ("", "bad-encoding", "too-large")


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_stops_at_the_limit_and_takes_no_more_memory_than_that(encoding: str) -> None:
    bomb = PACKERS[encoding](bytes(30_000_000))
    tracemalloc.start()
    with pytest.raises(Failure) as caught:
        read(encoding, bomb, 65_536, limit=5_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert caught.value.reason == "too-large"
    assert peak < 25_000_000


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_body_that_grows_too_many_times_is_refused_below_the_limit(encoding: str) -> None:
    with pytest.raises(Failure, match="200 times"):
        read(encoding, PACKERS[encoding](bytes(3_000_000)), limit=50_000_000)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_stream_that_stops_early_is_refused(encoding: str) -> None:
    packed = PACKERS[encoding](bytes(range(256)) * 20)
    with pytest.raises(Failure) as caught:
        read(encoding, packed[: len(packed) // 2])
    assert caught.value.reason == "bad-encoding"


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br,gzip", "compress", "gzip, identity, br", "x" * 500])
def test_two_codings_or_unknown_ones_are_refused(encoding: str) -> None:
    with pytest.raises(Failure) as caught:
        Body(encoding, MAX)
    assert caught.value.reason == "bad-encoding"


def test_padding_after_gzip_is_let_go() -> None:
    assert read("gzip", gzip.compress(b"news") + bytes(20)) == b"news"
    assert read("gzip", gzip.compress(b"news") + b"<!-- served -->") == b"news"


def test_nothing_at_all_is_an_empty_body_in_every_coding() -> None:
    assert all(read(encoding, b"") == b"" for encoding in PACKERS)


def test_plain_bytes_stop_at_the_limit() -> None:
    with pytest.raises(Failure) as caught:
        read("", bytes(MAX + 1))
    assert caught.value.reason == "too-large"
