"""List the place names that are ordinary words: those that running text writes in lower case, by language.

    NEWSGRID_CORPORA=... python benchmarks/gazetteer/common.py

Counts words in SIB-200 (FLORES sentences, CC BY-SA 4.0), UNER (CC BY-SA 4.0) and the Turku NER corpus (CC BY-SA 4.0), and keeps single words that the
gazetteer has as a name. In German, where nouns have capitals, words with a capital inside a sentence that name small towns and regions alone
and that English sentences (SIB-200 is parallel) do not have as names are kept as well, and in every language the names that would be
found in its sentences though the English ones speak of no such place. Writes src/newsgrid/place/data/common.txt.
"""

from __future__ import annotations

import collections
import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path

from newsgrid.place.gazetteer import DATA, gazetteer
from newsgrid.place.guards import judge
from newsgrid.place.keys import WORD, fold_word
from newsgrid.place.scan import scan
from newsgrid.place.tokens import tokens
from newsgrid.place.words import common_table, common_words

CODES = {
    "afr": "af", "deu": "de", "eng": "en", "fin": "fi", "fra": "fr", "ita": "it", "nld": "nl", "por": "pt", "spa": "es", "rus": "ru", "swh": "sw", "zul": "zu", "xho": "xh",
    "nob": "no", "dan": "da", "swe": "sv", "pol": "pl", "ces": "cs", "slk": "sk", "slv": "sl", "hrv": "hr", "srp": "sr", "bul": "bg", "ukr": "uk", "ron": "ro", "hun": "hu",
    "est": "et", "lit": "lt", "lvs": "lv", "ell": "el", "tur": "tr", "azj": "az", "kaz": "kk", "kir": "ky", "uzn": "uz", "tgk": "tg", "vie": "vi", "ind": "id", "zsm": "ms",
    "cat": "ca", "hau": "ha", "yor": "yo", "ibo": "ig", "som": "so", "sna": "sn", "nso": "nso", "sot": "st", "tsn": "tn", "ssw": "ss", "tso": "ts", "kin": "rw",
}  # fmt: skip
SMALL = 150_000
KNOWN, OFTEN = 500_000, 3
"""A town so large, and any region, is taken for an ordinary word only when found so often without being meant."""
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
        if (
            holders[word]
            and holders[word][0].population < SMALL
            and holders[word][0].kind in ("city", "region")
            and not names["en"][word]
        ):
            counts["de"][word] += 1
    kept = {}
    for language in sorted(counts):
        for word, count in counts[language].items():
            named = [e for e in holders[word] if not e.language]
            if len(word) > 2 and named and count > names[language][word] and (count >= 3 or named[0].population < TOP):
                kept.setdefault(language, set()).add(word)
    write(kept)
    for language, strangers in unsaid(Path(os.environ["NEWSGRID_CORPORA"]) / "enrich").items():
        kept.setdefault(language, set()).update(strangers)
    write(kept)
    print({code: len(found) for code, found in kept.items()})


def write(kept: dict[str, set[str]]) -> None:
    head = "# Place names that are ordinary words, by language. Made by benchmarks/gazetteer/common.py from SIB-200, UNER and Turku NER (CC BY-SA 4.0).\n"
    (DATA / "common.txt").write_text(
        head + "".join(f"{code}: {' '.join(sorted(kept[code]))}\n" for code in sorted(kept)), "utf-8"
    )


def unsaid(folder: Path) -> dict[str, set[str]]:
    """Give by language the names of towns and regions that are found in its sentences and not in the same ones in English."""
    common_table.cache_clear()
    common_words.cache_clear()
    said: dict[str, collections.Counter[int]] = collections.defaultdict(collections.Counter)
    names: dict[str, dict[str, tuple[int, int]]] = collections.defaultdict(dict)
    with gzip.open(folder / "topics_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            language = CODES.get(
                row["lang"][:3],
                {"arb": "ar", "zho": "zh", "tha": "th", "hin": "hi", "pes": "fa", "heb": "he", "jpn": "ja"}.get(
                    row["lang"][:3]
                ),
            )
            if row["set"] != "sib200" or language is None:
                continue
            _, matches = scan(row["text"], language)
            verdicts = judge(row["text"], tokens(row["text"]), matches, language)
            for match, verdict in zip(matches, verdicts, strict=True):
                best = match.entries[0]
                if verdict.keep and match.kind == "name":
                    for entry in match.entries:
                        said[language][entry.index] += 1
                    if best.kind != "country" and " " not in match.key:
                        known = best.kind != "city" or best.population >= KNOWN
                        least = OFTEN if known else 1 if row["text"][match.start] >= "\u0590" else 2
                        names[language][match.key] = (best.index, least)
    found: dict[str, set[str]] = {}
    for language, keys in names.items():
        found[language] = {
            key
            for key, (row, least) in keys.items()
            if language != "en" and said[language][row] >= least and not said["en"][row]
        }
    return found


if __name__ == "__main__":
    main()
