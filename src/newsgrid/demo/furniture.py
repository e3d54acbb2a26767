"""The words around an article: navigation, cookie notice, share bar, promotions, footer, in each language of the world."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from newsgrid.errors import WorldError

_FILE = Path(__file__).with_name("furniture.toml")


@dataclass(frozen=True, slots=True)
class Furniture:
    """The fixed words of a page in one language. Words with `{placeholders}` are filled with `str.format`."""

    nav: tuple[str, ...]
    home: str
    menu: str
    search: str
    login: str
    subscribe: str
    byline: str
    published: str
    updated: str
    share: str
    copy_link: str
    print: str
    email: str
    cookies: str
    accept: str
    reject: str
    most_read: str
    related: str
    read_also: str
    newsletter_title: str
    newsletter_text: str
    email_field: str
    signup: str
    advertisement: str
    photo: str
    topics: str
    author_box: str
    more_by: str
    comments: str
    comment_login: str
    rights: str
    footer_links: tuple[str, ...]
    correction: str
    source: str
    minutes: str
    app_promo: str
    follow_topic: str
    file_picture: str


@cache
def load_furniture() -> Mapping[str, Furniture]:
    """Read the words of every language, by its code. Raises `WorldError` for a language that misses or adds a key."""
    names = {field.name for field in fields(Furniture)}
    words = {}
    for language, table in tomllib.loads(_FILE.read_text(encoding="utf-8")).items():
        if wrong := names.symmetric_difference(table):
            raise WorldError(f"{_FILE.name}: {language}: {sorted(wrong)[0]}: is missing or unknown")
        values: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in table.items()}
        words[language] = Furniture(**values)
    return words
