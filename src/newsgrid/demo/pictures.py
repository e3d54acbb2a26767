"""A calm abstract picture for each story, made from its slug: a sky, a sun and three hills."""

from __future__ import annotations

import colorsys
import hashlib
import struct
import zlib
from collections.abc import Iterator
from functools import lru_cache
from math import sqrt

WIDTH, HEIGHT = 960, 540
_SKY_SHADES = 64
_SUN, _FIRST_HILL = 64, 65
_HILLS = 3


@lru_cache(maxsize=256)
def draw_picture(seed: str) -> bytes:
    """Draw a PNG of 960 by 540 pixels with a palette; equal seeds give equal bytes. Takes a few milliseconds."""
    dice = hashlib.blake2b(seed.encode(), digest_size=16).digest()
    rows = b"".join(b"\0" + row for row in _rows(dice))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"PLTE", _palette(dice)), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _rows(dice: bytes) -> Iterator[bytes]:
    sun_x, sun_y, radius = WIDTH * (40 + dice[0] % 176) // 256, HEIGHT * (50 + dice[1] % 60) // 256, 34 + dice[2] % 40
    for y in range(HEIGHT):
        row = bytearray([y * _SKY_SHADES // HEIGHT]) * WIDTH
        _paint(row, sun_x, radius * radius - (y - sun_y) ** 2, _SUN)
        for hill in range(_HILLS):
            top = HEIGHT * (110 + 40 * hill + dice[3 + hill] % 36) // 256
            centre, width = WIDTH * dice[6 + hill] // 256, 900 + 12 * dice[9 + hill]
            _paint(row, centre, (y - top) * width, _FIRST_HILL + hill)
        yield bytes(row)


def _paint(row: bytearray, centre: int, square: int, colour: int) -> None:
    """Colour the pixels within sqrt(square) of the centre; nothing for a negative square."""
    if square <= 0:
        return
    half = int(sqrt(square))
    start, end = max(0, centre - half), min(WIDTH, centre + half)
    if end > start:
        row[start:end] = bytes([colour]) * (end - start)


def _palette(dice: bytes) -> bytes:
    hue = dice[12] / 256
    sky = [
        _rgb(hue, 0.18 + 0.22 * shade / _SKY_SHADES, 0.95 - 0.12 * shade / _SKY_SHADES) for shade in range(_SKY_SHADES)
    ]
    hills = [
        _rgb(hue + 0.08 * dice[13] / 256 + 0.05 * hill, 0.35 + 0.08 * hill, 0.68 - 0.16 * hill)
        for hill in range(_HILLS)
    ]
    return b"".join([*sky, _rgb(0.12, 0.25, 1.0), *hills])


def _rgb(hue: float, saturation: float, value: float) -> bytes:
    return bytes(round(255 * part) for part in colorsys.hsv_to_rgb(hue % 1, saturation, value))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
