"""Calm pictures for stories without one of our own: a grid of quarter rounds, the same for the same story at all times."""

from __future__ import annotations

import hashlib

COLUMNS, ROWS, CELL = 12, 4, 40
_HUES = {
    "politics": 205, "conflict": 8, "business": 152, "justice": 262, "disasters": 22, "society": 186, "labour": 34,
    "health": 168, "education": 226, "science": 214, "environment": 128, "weather": 198, "culture": 318, "sport": 96,
    "lifestyle": 338, "religion": 46, "people": 288,
}  # fmt: skip
# A quarter round in each corner of a cell of side 1, a half square, and a dot.
_SHAPES = (
    "M0 0h{c}a{c} {c} 0 0 1-{c} {c}z",
    "M{c} 0v{c}a{c} {c} 0 0 1-{c}-{c}z",
    "M{c} {c}h-{c}a{c} {c} 0 0 1 {c}-{c}z",
    "M0 {c}v-{c}a{c} {c} 0 0 1 {c} {c}z",
    "M0 {h}h{c}v{h}h-{c}z",
    "M{q} {h}a{q} {q} 0 1 0 {h} 0a{q} {q} 0 1 0-{h} 0z",
)


def draw_pattern(story: int, section: str) -> str:
    """Draw the story's pattern as SVG, in the section's colour; see-through, so that it suits light and dark."""
    hue = _HUES.get(section, 200)
    noise = hashlib.shake_128(f"{story}".encode()).digest(COLUMNS * ROWS * 2)
    cells = "".join(_cell(index, noise[2 * index], noise[2 * index + 1], hue) for index in range(COLUMNS * ROWS))
    width, height = COLUMNS * CELL, ROWS * CELL
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'preserveAspectRatio="xMidYMid slice">{cells}</svg>'
    )


def _cell(index: int, shape: int, tone: int, hue: int) -> str:
    left, top = index % COLUMNS * CELL, index // COLUMNS * CELL
    if tone < 56:
        return ""
    path = _SHAPES[shape % len(_SHAPES)].format(c=CELL, h=CELL // 2, q=CELL // 4)
    shifted = (hue + (tone % 5 - 2) * 12) % 360
    opacity = 0.16 + tone % 7 * 0.07
    return (
        f'<path transform="translate({left} {top})" d="{path}" fill="hsl({shifted},38%,52%)" '
        f'fill-opacity="{opacity:.2f}"/>'
    )
