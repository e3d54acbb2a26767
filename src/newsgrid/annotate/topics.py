"""Topics: page keywords and the words of the text as IPTC Media Topics, with their names in several languages.

The table `data/mediatopics.tsv` is drawn from IPTC Media Topics, release 2019-04-06 (https://iptc.org, CC BY 4.0), by
`python -m newsgrid.annotate.topics SOURCE TARGET`, where SOURCE holds one concept a line as JSON.
"""

from __future__ import annotations

import dataclasses
import functools
import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path

from newsgrid.annotate.sections import decide, section_codes, section_label, section_of_page_word, section_scores
from newsgrid.annotate.sentencing import base_language
from newsgrid.model import Topic
from newsgrid.text import SPACELESS, fold, squeeze, stem, words

LANGUAGES = ("en", "fr", "de", "es", "ar", "pt", "zh")
"""Columns of the table after key and top concept."""
_SOURCE_LANGUAGES = {"en": "en-GB", "fr": "fr", "de": "de", "es": "es", "ar": "ar", "pt": "pt-PT", "zh": "zh-Hans"}
MOST_TOPICS = 12
MOST_FROM_TEXT = 5
TIMES = 2
"""How often a lower topic's name must stand in the text, or once in the headline."""
_SAYS_NOTHING = frozenset(
    [
        "world",
        "general",
        "news",
        "local",
        "home",
        "top",
        "stories",
        "latest",
        "africa",
        "europe",
        "asia",
        "americas",
        "middle",
        "east",
        "international",
        "national",
        "opinion",
        "analysis",
        "breaking",
        "monde",
        "actualites",
        "welt",
        "nachrichten",
        "panorama",
        "mundo",
        "noticias",
        "internacional",
        "mundo",
        "noticias",
        "мир",
        "новости",
        "العالم",
        "أخبار",
        "国际",
        "新闻",
        "ต่างประเทศ",
        "ข่าว",
        "nuus",
        "wereld",
        "dunia",
        "habari",
        "izindaba",
        "umhlaba",
        "kimataifa",
        "afrique",
        "afrika",
        "要闻",
        "国内",
        "本地",
        "ข่าวด่วน",
        "в",
        "мире",
        "general",
        "news",
        "world",
        "news",
        "top",
        "stories",
        "latest",
        "news",
        "uncategorized",
        "featured",
        "video",
        "videos",
        "photos",
    ]
)


@dataclasses.dataclass(frozen=True, slots=True)
class _Concept:
    key: str
    top: str
    labels: Mapping[str, str]


@functools.cache
def _concepts() -> dict[str, _Concept]:
    rows = resources.files("newsgrid.annotate").joinpath("data/mediatopics.tsv").read_text("utf-8").splitlines()
    found = {}
    for row in rows:
        if row.startswith("#"):
            continue
        key, top, *labels = row.split("\t")
        found[key] = _Concept(key, top, dict(zip(LANGUAGES, labels, strict=True)))
    return found


@functools.cache
def _by_label() -> dict[str, str]:
    """Folded label, in any language, plural endings of English off -> key; the broadest concept wins."""
    found: dict[str, str] = {}
    for concept in sorted(_concepts().values(), key=lambda c: c.key):
        for label in concept.labels.values():
            for form in _forms(label):
                found.setdefault(form, concept.key)
    return found


def _forms(label: str) -> tuple[str, ...]:
    plain = fold(label).strip()
    return (plain, plain.removesuffix("s")) if len(plain) > 4 else (plain,)


@functools.cache
def _in_text(language: str) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """First stem -> (further stems, key) of the lower topics whose names can be looked for in a text."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for concept in _concepts().values():
        label = concept.labels.get(language, "")
        cut = [stem(w, language) for w in words(label, language)]
        if concept.key == concept.top or not cut or len(cut) > 3 or (len(cut) == 1 and len(label) < 4):
            continue
        found[cut[0]].append((tuple(cut[1:]), concept.key))
    return {k: tuple(v) for k, v in found.items()}


def topic_label(key: str, label: str, language: str) -> str:
    """Give a topic's name in a language of the interface: a Media Topic's own there, else its English; any other as it stands."""
    concept = _concepts().get(key)
    if concept is None:
        return label
    base = base_language(language)
    if key == concept.top:
        return section_label(key, base)
    return concept.labels.get(base) or concept.labels["en"] or label


def section_of_topic(key: str) -> str:
    """Give the top concept over a Media Topic; empty for other keys."""
    concept = _concepts().get(key)
    return concept.top if concept else ""


def classify(
    title: str,
    text: str,
    language: str,
    *,
    page_section: Sequence[str] = (),
    page_topics: Sequence[str] = (),
    allowed: Sequence[str] = (),
) -> tuple[str, tuple[Topic, ...]]:
    """Give a text's section (key of a top IPTC Media Topic; empty when unsure) and its topics, heaviest first.

    Topics are the page's keywords, as Media Topics where a name matches and folded keywords otherwise, and the lower Media Topics
    most named in the text. `allowed` limits the section to these keys and then always answers among them if any word speaks.
    """
    scores = section_scores(title, text, language)
    section = decide(scores, page_section, page_topics, allowed)
    found: dict[str, Topic] = {}
    for rank, word in enumerate(page_topics[:40]):
        topic = _of_keyword(word, max(0.5, 1.0 - 0.04 * rank))
        if topic is not None:
            found.setdefault(topic.key, topic)
    for topic in _from_text(title, text, base_language(language), section):
        found.setdefault(topic.key, topic)
    ranked = sorted(found.values(), key=lambda t: -t.weight)
    return section, tuple(ranked[:MOST_TOPICS])


def _of_keyword(word: str, weight: float) -> Topic | None:
    label = squeeze(word)[:80]
    plain = fold(label)
    if len(plain) < 2 or plain in _SAYS_NOTHING:
        return None
    key = section_of_page_word(plain) or _by_label().get(plain) or _by_label().get(plain.removesuffix("s"))
    if key:
        concept = _concepts().get(key)
        return Topic(key, concept.labels["en"] if concept else label, weight)
    return Topic(plain, label, weight)


def _from_text(title: str, text: str, language: str, section: str) -> list[Topic]:
    if language not in LANGUAGES:
        return []
    table = _in_text(language)
    named = _tally(title, language, table)
    tally = _tally(text[:6000], language, table)
    for key, count in named.items():
        tally[key] = tally.get(key, 0) + TIMES * count
    found = []
    for key, count in tally.items():
        if count >= TIMES:
            concept = _concepts()[key]
            near = 1.2 if concept.top == section else 0.8
            found.append(Topic(key, concept.labels["en"], min(0.95, near * (0.3 + 0.1 * count))))
    found.sort(key=lambda t: (-t.weight, t.key))
    return found[:MOST_FROM_TEXT]


def _tally(text: str, language: str, table: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]) -> dict[str, int]:
    tally: dict[str, int] = {}
    cut = words(text, language)
    stems = cut if language in SPACELESS else [stem(w, language) for w in cut]
    for i, one in enumerate(stems):
        best: tuple[int, str] | None = None
        for rest, key in table.get(one, ()):
            if tuple(stems[i + 1 : i + 1 + len(rest)]) == rest and (best is None or len(rest) > best[0]):
                best = (len(rest), key)
        if best:
            tally[best[1]] = tally.get(best[1], 0) + 1
    return tally


def build_table(source: Path, target: Path) -> int:
    """Draw the table from IPTC's concepts (one JSON object a line, `.gz` or not) and give how many rows it has."""
    raw = gzip.decompress(source.read_bytes()) if source.suffix == ".gz" else source.read_bytes()
    rows = {row["qcode"]: row for row in map(json.loads, raw.splitlines()) if not row.get("retired")}
    tops = set(section_codes().values())
    out = [
        "# IPTC Media Topics, release 2019-04-06, https://iptc.org, CC BY 4.0. key, top concept, "
        + ", ".join(LANGUAGES)
    ]
    for key in sorted(rows):
        top = _top_of(key, rows, tops)
        labels = [
            str(rows[key]["label"].get(_SOURCE_LANGUAGES[code]) or "").replace("\t", " ").replace("\xa0", " ").strip()
            for code in LANGUAGES
        ]
        if top and labels[0]:
            out.append("\t".join((key, top, *labels)))
    target.write_text("\n".join(out) + "\n", "utf-8")
    return len(out) - 1


def _top_of(key: str, rows: Mapping[str, Mapping[str, Sequence[str]]], tops: set[str]) -> str:
    seen = set()
    while key not in tops:
        if key in seen or key not in rows or not rows[key]["broader"]:
            return ""
        seen.add(key)
        key = "medtop:" + rows[key]["broader"][0].removeprefix("medtop:").rsplit("/", 1)[-1]
    return key


if __name__ == "__main__":
    print(build_table(Path(sys.argv[1]), Path(sys.argv[2])))
