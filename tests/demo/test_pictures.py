from __future__ import annotations

import struct
import zlib

from newsgrid.demo.pictures import HEIGHT, WIDTH, draw_picture


def chunks_of(png: bytes) -> dict[bytes, bytes]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    found, at = {}, 8
    while at < len(png):
        size = struct.unpack(">I", png[at : at + 4])[0]
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        assert struct.unpack(">I", png[at + 8 + size : at + 12 + size])[0] == zlib.crc32(kind + data)
        found[kind] = data
        at += 12 + size
    return found


def test_a_picture_is_a_whole_png_of_the_stated_size() -> None:
    chunks = chunks_of(draw_picture("crane-falls"))
    assert struct.unpack(">II", chunks[b"IHDR"][:8]) == (WIDTH, HEIGHT)
    pixels = zlib.decompress(chunks[b"IDAT"])
    assert len(pixels) == HEIGHT * (WIDTH + 1)
    assert max(pixels) < len(chunks[b"PLTE"]) // 3


def test_equal_stories_have_equal_pictures_and_others_do_not() -> None:
    assert draw_picture("crane-falls") == draw_picture.__wrapped__("crane-falls")
    assert draw_picture("crane-falls") != draw_picture("choir-prize")
