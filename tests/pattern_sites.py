"""Lists the patterns that rooms really use: run as a program, with rooms' names as arguments, it prints them as JSON.

In a process of its own, `re` is made to tell each pattern it is given and where; then the rooms' modules are imported, and
texts and a page read in many languages, so that patterns built late are seen as well. A row is `[file, line, pattern, flags]`;
a pattern of bytes stands as `["latin-1"]` beside its text.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import pkgutil
import re
import sys
from types import FrameType
from typing import Any

LANGUAGES = (
    "en de fr es pt it nl sv no da fi pl cs sk hu ro ru uk bg tr ar fa he hi bn zh ja ko th vi id ms sw af zu xh el hr sr"
).split()  # fmt: skip
TEXT = (
    "The bridge in Lowmere opened on Monday, 3 March 2026. “We won it,” said Mayor Ines Tarrow of 84 million for 30 people. "
    "„Sie steht“, sagte Ines Tarrow am Montag. 市长张三说：“大桥通车了。”共30人。伊内斯·塔罗说，伊内斯·塔罗来了。 นายกกล่าวว่า “เปิดแล้ว” 30 คน وقال العمدة: «افتتح الجسر» يوم الاثنين."
)
UNCASED = {
    "zh": "市长张三说：“大桥通车了。”伊内斯·塔罗说，伊内斯·塔罗来了。",
    "ja": "張三市長は「橋が開通した」と述べた。イネス・タロウ氏とイネス・タロウ氏。",
    "ko": "장삼 시장은 “다리가 열렸다”고 말했다.",
    "th": "นายสมชาย ใจดี นายกกล่าวว่า เปิดแล้ว",
    "ar": "وقال العمدة يوسف طارق: افتتح الجسر يوم الاثنين.",
    "fa": "شهردار یوسف طارق گفت پل باز شد.",
    "he": "ראש העיר יוסף טארק אמר שהגשר נפתח.",
}
"""Texts whose letters have no case are read in a way of their own."""
PAGE = (
    '<html><head><title>Bridge of Lowmere opens</title><script type=\'application/ld+json\'>{"@type": "NewsArticle", "headline": "Bridge",}{</script></head>'
    f"<body><h1>Bridge of Lowmere opens</h1><p class=byline>By Ann Roe</p><p>Please verify you are a human.</p>{f'<p>{TEXT}</p>' * 4}<script>{'x' * 900}</script></body></html>"
)

rows: set[tuple[str, int, str, bool, int]] = set()


def main(rooms: list[str]) -> None:
    """Watch `re`, import the rooms, read, and print."""
    compile_ = re._compile  # type: ignore[attr-defined]

    def watched(pattern: Any, flags: int) -> re.Pattern[Any]:
        compiled: re.Pattern[Any] = compile_(pattern, flags)
        _note(compiled, sys._getframe(2), tuple(f"newsgrid/{room}/" for room in rooms))
        return compiled

    re._compile = watched  # type: ignore[attr-defined]
    for room in rooms:
        package = importlib.import_module(f"newsgrid.{room}")
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(info.name)
    _read()
    json.dump(sorted(rows), sys.stdout)


def _note(pattern: re.Pattern[Any], frame: FrameType, wanted: tuple[str, ...]) -> None:
    path = frame.f_code.co_filename.replace("\\", "/")
    for room in wanted:
        if room in path:
            text = pattern.pattern
            is_bytes = isinstance(text, bytes)
            said = text.decode("latin-1") if is_bytes else text
            # Flags as `re.compile` takes them: it finds those within the pattern, and that of str, by itself.
            flags = pattern.flags & (re.IGNORECASE | re.MULTILINE | re.DOTALL | re.VERBOSE | re.ASCII)
            rows.add((room.split("/")[1] + "/" + path.partition(room)[2], frame.f_lineno, said, is_bytes, int(flags)))


def _read() -> None:
    from newsgrid import annotate
    from newsgrid.errors import PageError
    from newsgrid.extract import extract, extract_dump
    from newsgrid.model import Article, Block

    url = "https://www.lowmere.example/news/bridge-opens"
    for language in LANGUAGES:
        article = Article("Bridge of Lowmere opens", (Block("paragraph", TEXT),), language=language)
        annotate.annotate(article, language, ())
        annotate.names(UNCASED.get(language, TEXT), language)
        with contextlib.suppress(PageError):
            extract(PAGE.replace("<html>", f"<html lang={language}>"), url)
    # Asked only when figures of a story are compared.
    importlib.import_module("newsgrid.annotate.agreements")._matters()
    extract_dump(f"Bridge opens\n\nBy Ann Roe\n\n{TEXT}\n\n{TEXT}", url)


if __name__ == "__main__":
    main(sys.argv[1:])
