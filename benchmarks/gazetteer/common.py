"""List the place names that are ordinary words: those that running text writes in lower case, by language.

    NEWSGRID_CORPORA=... python benchmarks/gazetteer/common.py

Counts words in SIB-200 (FLORES sentences, CC BY-SA 4.0), UNER (CC BY-SA 4.0) and the Turku NER corpus (CC BY-SA 4.0), and keeps single words that the
gazetteer has as a name. In German, where nouns have capitals, words with a capital inside a sentence that name small towns alone are
kept as well. Writes src/newsgrid/place/data/common.txt.
"""

from __future__ import annotations

import collections
import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path

from newsgrid.place.gazetteer import DATA, gazetteer
from newsgrid.place.keys import WORD, fold_word

CODES = {
    "afr": "af", "deu": "de", "eng": "en", "fin": "fi", "fra": "fr", "ita": "it", "nld": "nl", "por": "pt", "spa": "es", "rus": "ru", "swh": "sw", "zul": "zu", "xho": "xh",
    "nob": "no", "dan": "da", "swe": "sv", "pol": "pl", "ces": "cs", "slk": "sk", "slv": "sl", "hrv": "hr", "srp": "sr", "bul": "bg", "ukr": "uk", "ron": "ro", "hun": "hu",
    "est": "et", "lit": "lt", "lvs": "lv", "ell": "el", "tur": "tr", "azj": "az", "kaz": "kk", "kir": "ky", "uzn": "uz", "tgk": "tg", "vie": "vi", "ind": "id", "zsm": "ms",
    "cat": "ca", "hau": "ha", "yor": "yo", "ibo": "ig", "som": "so", "sna": "sn", "nso": "nso", "sot": "st", "tsn": "tn", "ssw": "ss", "tso": "ts", "kin": "rw",
}  # fmt: skip
SMALL = 50_000
TOP = 1_000_000
"""A name of so many inhabitants stays a name unless it is a word seen often (`nice` is not, `van` is)."""


def sentences(folder: Path) -> Iterator[tuple[str, list[str]]]:
    with gzip.open(folder / "topics_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["set"] == "sib200":
                yield row["lang"][:3], WORD.findall(row["text"])
    with gzip.open(folder / "ner_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["set"] in ("uner", "turku"):
                yield row["lang"], [w for token in row["tokens"] for w in WORD.findall(token)]


def main() -> None:
    counts: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    nouns: collections.Counter[str] = collections.Counter()
    names: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for code, found in sentences(Path(os.environ["NEWSGRID_CORPORA"]) / "enrich"):
        language = CODES.get(code)
        if language is None:
            continue
        for position, word in enumerate(found):
            folded = fold_word(word)
            if word[:1].islower():
                counts[language][folded] += 1
            elif position:
                (nouns if language == "de" else names[language])[folded] += 1
    words = sorted({w for c in counts.values() for w in c} | set(nouns))
    holders = dict(zip(words, gazetteer().holders(words), strict=True))
    for word in nouns:
        if holders[word] and holders[word][0].population < SMALL and holders[word][0].kind == "city":
            counts["de"][word] += 1
    kept = {}
    for language in sorted(counts):
        for word, count in counts[language].items():
            named = [e for e in holders[word] if not e.language]
            if len(word) > 2 and named and count > names[language][word] and (count >= 3 or named[0].population < TOP):
                kept.setdefault(language, set()).add(word)
    head = "# Place names that are ordinary words, by language. Made by benchmarks/gazetteer/common.py from SIB-200, UNER and Turku NER (CC BY-SA 4.0).\n"
    (DATA / "common.txt").write_text(head + "".join(f"{code}: {' '.join(sorted(kept[code]))}\n" for code in sorted(kept)), "utf-8")
    print({code: len(found) for code, found in kept.items()})


if __name__ == "__main__":
    main()
