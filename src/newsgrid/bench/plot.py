"""A line through a few points, as SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT = 640, 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 30, 20, 50


def line_plot(points: Sequence[tuple[float, float]], across: str, up: str) -> str:
    """Give an SVG picture of points with x above 0 and y of 0 or more: x on a scale of tenfolds, y from 0.

    Raises ValueError without points, or for an x that is not above 0.
    """
    if not points or min(x for x, _ in points) <= 0:
        raise ValueError("points with x above 0 are needed")
    low, high = (math.log10(f(x for x, _ in points)) for f in (min, max))
    span = high - low or 1.0
    top = max(y for _, y in points) * 1.1 or 1.0

    def place(x: float, y: float) -> tuple[float, float]:
        share = (math.log10(x) - low) / span
        return _LEFT + share * (WIDTH - _LEFT - _RIGHT), HEIGHT - _BOTTOM - y / top * (HEIGHT - _TOP - _BOTTOM)

    placed = [place(x, y) for x, y in points]
    floor = HEIGHT - _BOTTOM
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        f'<path d="M{_LEFT} {_TOP}V{floor}H{WIDTH - _RIGHT}" fill="none" stroke="#555"/>',
        f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in placed)}" fill="none" stroke="#06c" stroke-width="2"/>',
    ]
    for (x, y), (at_x, at_y) in zip(points, placed, strict=True):
        parts.append(f'<circle cx="{at_x:.1f}" cy="{at_y:.1f}" r="4" fill="#06c"/>')
        parts.append(f'<text x="{at_x:.1f}" y="{at_y - 10:.1f}" text-anchor="middle">{y:,.0f}</text>')
        parts.append(f'<text x="{at_x:.1f}" y="{floor + 18}" text-anchor="middle">{x:,.0f}</text>')
    parts.append(
        f'<text x="{(_LEFT + WIDTH - _RIGHT) / 2}" y="{HEIGHT - 10}" text-anchor="middle">{escape(across)}</text>'
    )
    middle = (_TOP + floor) / 2
    parts.append(
        f'<text x="20" y="{middle}" text-anchor="middle" transform="rotate(-90 20 {middle})">{escape(up)}</text>'
    )
    return "\n".join([*parts, "</svg>", ""])
