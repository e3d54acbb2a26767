"""The language of an article: what the caller detected, else what the page declares, checked against the script."""

from __future__ import annotations

import re

from newsgrid.extract import jsonld
from newsgrid.extract.declared import Declared
from newsgrid.extract.vocabulary import word_set
from newsgrid.text import script_of

_TAG = re.compile(r"^([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?\b")
_LATIN = word_set("""en de fr es it pt nl sv no nb nn da fi pl cs sk sl hr hu ro sq lt lv et is ga cy eu ca gl mt tr az uz id ms tl fil vi af zu xh st tn ts ss nr ve nso sw rw so ha yo ig om sn ny mg lb
    eo la bs ku jv su ceb kl fo se rm ht wo ff qu gn""")
_SCRIPTS = {
    "Cyrl": "ru uk bg sr mk be kk ky mn tg uz", "Arab": "ar fa ur ps ku ckb sd ug dv", "Hani": "zh ja ko yue", "Hira": "ja", "Kana": "ja", "Hang": "ko", "Thai": "th", "Grek": "el",
    "Hebr": "he yi", "Deva": "hi mr ne sa", "Beng": "bn as", "Taml": "ta", "Telu": "te", "Mymr": "my", "Geor": "ka", "Armn": "hy", "Khmr": "km", "Laoo": "lo", "Gujr": "gu",
    "Guru": "pa", "Knda": "kn", "Mlym": "ml", "Sinh": "si", "Ethi": "am ti", "Tibt": "bo dz",
}  # fmt: skip
_FROM_SCRIPT = {
    script: codes.split()[0]
    for script, codes in _SCRIPTS.items()
    if len(codes.split()) == 1 or script in ("Hang", "Hebr")
}
_OLD = {"iw": "he", "in": "id", "ji": "yi"}


def page_language(page: Declared, text: str, detected: str = "") -> tuple[str, str]:
    """Give the BCP 47 language and what gave it; empty when nothing fits the text."""
    script = script_of(text)
    declared = [
        (page.language, "html lang"), (jsonld.text_of(page.article.get("inLanguage")) if page.article else "", "json-ld inLanguage"),
        (page.meta("og:locale")[0], "meta og:locale"), (page.meta("content-language", "language", "dc.language", "dcterms.language")[0], "meta language"),
    ]  # fmt: skip
    if detected:
        same = next(
            (
                (tag, s)
                for raw, s in declared
                if (tag := normal_tag(raw)) and tag.split("-")[0] == detected.split("-", maxsplit=1)[0]
            ),
            None,
        )
        return same or (detected, "detected by the caller")
    for raw, source in declared:
        tag = normal_tag(raw)
        if tag and fits_script(tag, script):
            return tag, source
    return (_FROM_SCRIPT[script], "script of the text") if script in _FROM_SCRIPT else ("", "")


def normal_tag(raw: str) -> str:
    """Give a language tag in its usual form (BCP 47, 2.1.1); empty when it is none."""
    match = _TAG.match(raw.strip())
    if match is None:
        return ""
    language = match.group(1).lower()
    parts = [_OLD.get(language, language)]
    if match.group(2):
        parts.append(match.group(2).title())
    if match.group(3):
        parts.append(match.group(3).upper())
    return "-".join(parts)


def fits_script(tag: str, script: str) -> bool:
    """Say whether texts of a language are written in this script; unknown ones fit."""
    language = tag.split("-", maxsplit=1)[0]
    if not script:
        return True
    if script == "Latn":
        return (
            language in _LATIN
            or all(language not in codes.split() for codes in _SCRIPTS.values())
            or language in ("sr", "uz", "kk", "ku")
        )
    known = _SCRIPTS.get(script)
    return (
        known is None
        or language in known.split()
        or (language not in _LATIN and all(language not in codes.split() for codes in _SCRIPTS.values()))
    )
