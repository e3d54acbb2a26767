from __future__ import annotations

import ast
import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

import newsgrid.web

WEB = Path(newsgrid.web.__file__).parent
LANGUAGES = ("ar", "th")
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2)}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")

type_of_key = str | tuple[str, ...]


def used() -> set[type_of_key]:
    found: set[type_of_key] = set()
    for file in sorted(WEB.rglob("*.py")):
        found |= _called(file.read_text("utf-8"))
    for file in sorted((WEB / "templates").rglob("*.html")):
        found |= _extracted(templatize(file.read_text("utf-8")).encode())
    return found


def _called(source: str) -> set[type_of_key]:
    """Find the calls in the syntax tree, so that one within an f-string, which xgettext passes over, is found missing."""
    calls = [
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    found: set[type_of_key] = set()
    for call in calls:
        texts = [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if call.func.id in KEYWORDS and texts:  # type: ignore[attr-defined]
            found.add(texts[0] if KEYWORDS[call.func.id] is None else tuple(texts[:2]))  # type: ignore[attr-defined]
    return found


def _extracted(source: bytes) -> set[type_of_key]:
    rows = extract("python", io.BytesIO(source), keywords=KEYWORDS, options={"encoding": "utf-8"})  # type: ignore[arg-type]
    return {tuple(key) if isinstance(key, (tuple, list)) else key for _line, key, _comments, _context in rows if key}


def catalog(language: str) -> Catalog:
    return read_po(io.BytesIO((WEB / f"locale/{language}/LC_MESSAGES/django.po").read_bytes()), abort_invalid=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_translated_and_none_is_left_over(language: str) -> None:
    translated = {message.id for message in catalog(language) if message.id and all(_forms(message.string))}
    assert sorted(map(str, used() - translated)) == []
    assert sorted(map(str, translated - used())) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_those_of_the_english_string(language: str) -> None:
    for message in catalog(language):
        forms = _forms(message.string)
        wanted = set(PLACEHOLDER.findall(_forms(message.id)[-1]))
        for number, form in enumerate(forms):
            found = set(PLACEHOLDER.findall(form))
            # One and two are words of their own in Arabic: there, and only there, the number may be left out.
            spoken = len(forms) == 6 and number in (1, 2)
            assert found == wanted or (spoken and found == wanted - {"n", "count"}), (message.id, form)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_brings_elements_the_english_has_not(language: str) -> None:
    for message in catalog(language):
        if not message.id:
            continue
        wanted = set(re.findall(r"<[^>]*>", _forms(message.id)[0]))
        assert all(set(re.findall(r"<[^>]*>", form)) == wanted for form in _forms(message.string)), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_that_of_the_source(language: str) -> None:
    compiled = read_mo(io.BytesIO((WEB / f"locale/{language}/LC_MESSAGES/django.mo").read_bytes()))
    assert _texts(compiled) == _texts(catalog(language))


def _texts(found: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {tuple(_forms(message.id)): tuple(_forms(message.string)) for message in found if message.id}


def _forms(text: type_of_key | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)
