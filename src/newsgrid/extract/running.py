"""What leaks into running text: related headlines, captions with their credits. Cut out of paragraphs by shape alone.

A page flattened to text glues a related headline or a caption to the next sentence. Three shapes betray them: the same
run of words twice in a row; a headline's opening (a quotation and a colon, a colon without the small words of prose)
that runs without a stop into a word that begins sentences elsewhere; a credit's label after a sentence.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from newsgrid.extract.agencies import agencies_of
from newsgrid.extract.vocabulary import word_set
from newsgrid.model import Caption
from newsgrid.text import fold, sentences, squeeze

_TWICE_WORDS = 5
"""Fewest words of a run that stands twice in a row to be a leaked line."""
_HEADLINE_WORDS = range(5, 22)
_NEEDED = 5
"""Tuned on invented dumps in six languages (tests/extract/test_dump.py): re-run them before changing it."""
_WORD = re.compile(r"\S+")
_EDGE = "\"'“”‘’«»„()[]—–-,;:.!?…"
_QUOTE_COLON = re.compile(r"^[\"'“‘«„][^\"'”’»“]{2,80}[\"'”’»“]\s?[:–—]\s")
_CREDIT = re.compile(
    r"(?P<open>[(\[（]?)\s{0,2}\b(?:(?:file|archive|handout|stock)\s)?(?:photo(?:graph)?(?:\scredit)?|picture|image(?:\scredit)?|credits?|foto|fotografía|fotograf(?:ia|ie)?|bild|crédit(?:\sphoto)?|crédito|imagen|immagine|фото|ภาพ(?:ถ่าย)?|เครดิตภาพ|(?:ال)?صورة|تصوير|图片?|圖片|写真|사진|gambar|fot)"
    r"(?:\s{0,2}[:：/]|\sby\b)\s{0,2}",
    re.IGNORECASE,
)
_SOURCES = frozenset(
    {
        "getty",
        "getty images",
        "shutterstock",
        "imago",
        "istock",
        "keystone",
        "alamy",
        "picture alliance",
        "zuma",
        "nurphoto",
        "epa-efe",
        "epa",
        "handout",
        "pool",
        "facebook",
        "instagram",
        "twitter",
        "x",
        "telegram",
        "youtube",
        "wikimedia",
        "wikimedia commons",
        "nasa",
        "supplied",
        "courtesy",
        "archive",
        "archiv",
    }
)
_JOINERS = frozenset(
    {
        "via",
        "by",
        "de",
        "del",
        "der",
        "von",
        "van",
        "du",
        "la",
        "le",
        "di",
        "da",
        "dos",
        "al",
        "el",
        "bin",
        "für",
        "pour",
        "for",
        "of",
        "and",
        "und",
        "et",
        "y",
        "/",
        "&",
        "courtesy",
        "through",
        "จาก",
    }
)
_SMALL = word_set(
    """the a an is are was were has have had been be will would of der die das den dem ein eine ist sind war wurde hat haben wird le la les un une des est sont était a ont été sera
    el los las una es son era fue ha han será o os as um uma é são foi tem il lo gli uno è sono ha de het een zijn werd и не был была было были есть"""
)
_FIRST_WORDS = word_set(
    "the this that these in on at he she it they but and after when while as der das dies diese im am er doch aber nach als le la les il elle ce cette dans mais après el los las en esta este pero tras o os as em no na mas"
)
_NO_END = word_set(
    """the a an and or but that which who when if because should would could will can may might must as in on of to for from with by at than then about into over under after before while is are was were be been have has had do does
    did not no its his her their our your my this these der die das den dem des und oder aber dass wenn weil als in im am an auf aus bei mit nach von vor zu zum zur für ist sind war hat le la les un une des du de et ou mais que qui
    dans sur pour par avec sans à au aux el los las una y o pero que en con por para sin del al il lo gli e di da nel per o os as e um uma com sem não"""
)
_STOPS = ',.;:–—-!?…‘’“”"»)]'
_MAX_TOKENS = 3_000


@dataclasses.dataclass(frozen=True, slots=True)
class Cleaned:
    """A paragraph without what leaked into it."""

    text: str
    captions: tuple[Caption, ...] = ()
    leaked: tuple[str, ...] = ()


def clean_running(paragraphs: Sequence[str], language: str = "") -> list[Cleaned]:
    """Clean each paragraph, with what all of them tell about how sentences begin. Linear in their length."""
    openers = _openers(paragraphs, language)
    pairs = _pairs(paragraphs)
    cleaned = []
    for paragraph in paragraphs:
        text, captions = _take_captions(paragraph, language)
        text, twice = _drop_twice(text)
        text, glued = _drop_glued(text, openers, pairs, language)
        cleaned.append(Cleaned(text, tuple(captions), tuple(twice + glued)))
    return cleaned


def _openers(paragraphs: Iterable[str], language: str) -> Counter[str]:
    """Count the words that begin sentences."""
    found: Counter[str] = Counter()
    for paragraph in paragraphs:
        for start, end in sentences(paragraph, language):
            if word := _bare(paragraph[start:end].split(None, 1)[0]):
                found[word] += 1
    return found


def _pairs(paragraphs: Iterable[str]) -> Counter[tuple[str, str]]:
    """Count neighbouring capitalised words: a pair said twice is a name, not a seam."""
    found: Counter[tuple[str, str]] = Counter()
    for paragraph in paragraphs:
        for left, right in pairwise(paragraph.split()):
            if left[:1].isupper() and right[:1].isupper():
                found[_bare(left), _bare(right)] += 1
    return found


def _bare(word: str) -> str:
    return word.strip(_EDGE)


def _drop_twice(text: str) -> tuple[str, list[str]]:
    """Cut out a run of five words or more that stands twice in a row: both times, or once when it ends as a sentence."""
    matches = list(_WORD.finditer(text))[:_MAX_TOKENS]
    keys = [fold(match.group()) for match in matches]
    first: dict[tuple[str, ...], int] = {}
    index, cuts, leaked = 0, [], []
    while index + _TWICE_WORDS <= len(keys):
        gram = tuple(keys[index : index + _TWICE_WORDS])
        start = first.get(gram)
        size = index - start if start is not None else 0
        if start is not None and size >= _TWICE_WORDS and keys[start:index] == keys[index : index + size]:
            while keys[index : index + size] == keys[start : start + size]:
                index += size
            end = matches[start + size - 1].end()
            if text[end - 1] in ".!?…。؟":
                cuts.append((end, matches[index - 1].end()))  # whole sentences: they are said once
            else:
                cuts.append((matches[start].start(), matches[index - 1].end()))
                leaked.append(text[matches[start].start() : end])
            first.clear()
            continue
        first[gram] = index
        index += 1
    return _without(text, cuts), leaked


def _drop_glued(
    text: str, openers: Counter[str], pairs: Counter[tuple[str, str]], language: str
) -> tuple[str, list[str]]:
    """Cut out headlines that run into the next sentence without a stop."""
    cuts, leaked = [], []
    for start, end in sentences(text, language):
        size = _glued(text[start:end], openers, pairs)
        if size:
            cuts.append((start, start + size))
            leaked.append(text[start : start + size].strip())
    return _without(text, cuts), leaked


def _glued(sentence: str, openers: Counter[str], pairs: Counter[tuple[str, str]]) -> int:
    """Give how many characters at the start of a sentence are a headline glued to it; 0 when none are."""
    matches = list(_WORD.finditer(sentence))[: _HEADLINE_WORDS.stop + 1]
    best = (0, 0)
    quoted = _QUOTE_COLON.match(sentence)
    for index in range(_HEADLINE_WORDS.start, len(matches) - 2):
        word, before, after = matches[index].group(), matches[index - 1].group(), matches[index + 1].group()
        head = sentence[: matches[index].start()].rstrip()
        if not _may_part(before, word, after) or pairs[_bare(before), _bare(word)] > 1 or _is_open(head):
            continue
        if quoted and matches[index].start() <= quoted.end():
            continue
        opener = word.casefold() in _FIRST_WORDS
        if not (quoted or ": " in head or opener):
            continue
        begins = openers[_bare(word)]
        score = 2 * bool(quoted) + 2 * opener + _headline_shape(head) + (min(begins, 2) or -1)
        # Two names side by side, or a figure before a name: prose seldom goes on so.
        score += before[:1].isupper() or not before[:1].isalpha()
        if score > best[0]:
            best = (score, matches[index].start())
    return best[1] if best[0] >= _NEEDED else 0


def _may_part(before: str, word: str, after: str) -> bool:
    """Say whether a headline can end and a sentence begin here: a capital after a word that is no stop and no small word."""
    if not word[:1].isupper() or word in ("I", "I’m", "I'm", "I’ve", "I've") or not after[:1].islower():
        return False
    return before[-1:] not in _STOPS and before.casefold() not in _NO_END


def _is_open(head: str) -> bool:
    """Say whether a quotation that begins in a text does not end in it."""
    if "„" in head:
        return head.count("„") > head.count("“") + head.count("”")
    return head.count("“") > head.count("”") or head.count("«") > head.count("»") or head.count('"') % 2 == 1


def _headline_shape(head: str) -> int:
    """Score a text as a headline: a colon inside, and none of the small words that prose cannot do without."""
    said = {fold(_bare(word)) for word in head.split()}
    return (": " in head) + (not said & _SMALL)


def _take_captions(text: str, language: str) -> tuple[str, list[Caption]]:
    """Cut out each credit with the sentence before it, which is the caption it belongs to."""
    captions, cuts = [], []
    spans = sentences(text, language)
    taken = 0
    for match in _CREDIT.finditer(text):
        if match.start() < taken:
            continue
        end, who = _credit_end(text, match)
        if not who:
            continue
        start = match.start()
        own = next(((a, b) for a, b in spans if a <= start < b), (start, end))
        said = text[own[0] : start].strip(" ([|–—-")
        if len(said.split()) < 3:
            before = [span for span in spans if taken <= span[0] and span[1] <= own[0] + 1 and span[0] < own[0]]
            own = (before[-1][0], own[1]) if before else own
            said = text[own[0] : start].strip(" ([|–—-")
        captions.append(Caption(squeeze(said), who))
        cuts.append((own[0], end))
        taken = end
    return _without(text, cuts), captions


def _credit_end(text: str, match: re.Match[str]) -> tuple[int, str]:
    """Find where a credit that follows a label ends, and give it. Nothing when what follows is no credit."""
    if match.group("open"):
        close = re.search(r"[)\]）]", text[match.end() : match.end() + 120])
        if close:
            return match.end() + close.end(), squeeze(text[match.end() : match.end() + close.start()])
    words = list(_WORD.finditer(text, match.end()))[:10]
    best = 0
    for count in range(1, min(8, len(words)) + 1):
        said = text[words[0].start() : words[count - 1].end()]
        if _is_source(said):
            best = count
        if said[-1] in ".;)" and len(said.split()[-1]) > 2:
            break
    if not best:
        best = _run_of_names(words)
    if not best:
        return match.end(), ""
    end = words[best - 1].end()
    return end, squeeze(text[words[0].start() : end]).strip(" .;,)")


def _is_source(said: str) -> bool:
    """Say whether a credit may end here: its last part names an agency or a picture service."""
    last = said.strip(" .;,)")
    tail = re.split(r"\s?/\s?|\s(?:via|by|für|for|pour)\s|^(?:via|by)\s", last)[-1]
    return bool(fold(tail) in _SOURCES or (agencies_of(tail) and len(tail.split()) <= 3))


def _run_of_names(words: Sequence[re.Match[str]]) -> int:
    """Count the capitalised words of a name that ends the text or stands before a sentence; else 0."""
    run = 0
    for match in words:
        word = match.group()
        if word[:1].islower() and word.casefold() not in _JOINERS:
            break
        run += 1
        if word[-1] in ".;)" and len(word) > 2:
            return run
    if run == len(words):
        return run if run <= 6 else 0
    # The last capital begins the next sentence.
    return run - 1 if 3 <= run <= 6 else 0


def _without(text: str, cuts: Sequence[tuple[int, int]]) -> str:
    if not cuts:
        return text
    parts, at = [], 0
    for start, end in cuts:
        parts.append(text[at:start])
        at = end
    parts.append(text[at:])
    return squeeze(" ".join(parts))
