"""One statement in several wordings: the same words translated twice, cut differently, or told in another language.

Within a language the wordings must share their content words. Across languages a speaker, numbers, names and words that
sound alike must agree; where a speaker has one statement in either language, its shape (length, clauses, negation,
question) decides. What is not linked comes back alone: a statement told apart is better than two thrown together.
"""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from newsgrid.annotate.names_keys import same_person
from newsgrid.annotate.names_words import primary, word_set, words_for
from newsgrid.model import Claim, LinkedQuote, Quote
from newsgrid.text import fold, is_spaceless, skeleton, squeeze, stem, words

QUOTES_MAX = 400
"""Quotes of one story that are compared; the rest comes back alone. Bounds the quadratic comparison."""
SAME_LANGUAGE = 0.55
"""Share of content (Dice) from which two wordings of one speaker are one statement; `tests/annotate/test_quotes_link.py`."""
UNNAMED = 0.8
"""The same where a speaker is unknown."""
ACROSS = 0.5
"""The same across languages, of the points `_across` gives."""
PARTIAL_MIN = 18.0
"""Length, in characters of English, below which words are not compared across languages: their shape tells too little."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_CLAUSE = re.compile(r"[,;:—–،؛，；：、…]")
_END = re.compile(r"[.!?…。！？؟]+")
_NEGATIONS = {
    "en": "not no never none nothing nobody neither nor cannot without",
    "fr": "ne n pas jamais rien personne aucun aucune sans",
    "de": "nicht kein keine keinen keiner keinem nie niemals nichts niemand ohne",
    "es": "no nunca jamás nada nadie ningún ninguna ninguno sin",
    "pt": "não nunca nada ninguém nenhum nenhuma sem",
    "it": "non mai niente nessuno nessuna senza",
    "nl": "niet geen nooit niets niemand zonder",
    "af": "nie nooit niks niemand sonder geen",
    "ru": "не нет ни никогда ничего никто без",
    "uk": "не ні ніколи нічого ніхто без",
    "pl": "nie nigdy nic nikt bez",
    "sv": "inte ingen inget aldrig utan",
    "da": "ikke ingen intet aldrig uden",
    "nb": "ikke ingen ingenting aldri uten",
    "fi": "ei en emme ette eivät et älä",
    "tr": "değil yok hiç asla",
    "id": "tidak bukan jangan tanpa tak",
    "sw": "si hapana bila hakuna sio siyo wala",
    "zu": "akekho ayikho akukho hhayi cha angeke ngaphandle",
    "ar": "لا لم لن ليس ليست بلا دون غير",
}
_NEGATION_SETS = {language: frozenset(fold(w) for w in text.split()) for language, text in _NEGATIONS.items()}
_NEGATIVE_SIGNS = re.compile(r"n['’]t\b|[不没沒未无無别]|ไม่|มิ(?:ได้)|ない|ません|않|못")
# How many characters a language needs to say the same, against English.
_DENSITY = {
    "zh": 0.32,
    "ja": 0.5,
    "ko": 0.55,
    "ar": 0.82,
    "he": 0.8,
    "th": 0.85,
    "de": 1.1,
    "fr": 1.1,
    "es": 1.07,
    "fi": 1.05,
    "zu": 1.05,
    "sw": 1.0,
    "ru": 1.02,
}


@dataclasses.dataclass(frozen=True, slots=True)
class _Said:
    """A quote with what comparing needs."""

    article: int
    language: str
    quote: Quote
    content: frozenset[str]
    sounds: frozenset[str]
    numbers: frozenset[str]
    negative: bool
    asks: bool
    clauses: int
    size: float
    """Length in characters of English."""


def link_quotes(per_article: Sequence[tuple[int, str, Sequence[Quote]]]) -> tuple[LinkedQuote, ...]:
    """Give each statement once, with its wordings, from (article id, language, quotes) of a story's articles.

    Of every wording the fullest stands first; statements told by most articles come first, then the order of the articles.
    Two quotes of one article are never linked. Quotes that stand alone come back with one wording.
    """
    said = [_said(article, language, quote) for article, language, found in per_article for quote in found]
    parents = list(range(len(said)))
    compared = range(min(len(said), QUOTES_MAX))
    _join(said, parents, _ranked(said, compared, _same_language))
    _join(said, parents, _ranked(said, compared, lambda a, b: _across(a, b, said, parents)))
    groups: dict[int, list[_Said]] = defaultdict(list)
    for index in range(len(said)):
        groups[_root(parents, index)].append(said[index])
    linked = [_linked(group) for group in groups.values()]
    return tuple(sorted(linked, key=lambda q: -len({w.article for w in q.wordings})))


def _said(article: int, language: str, quote: Quote) -> _Said:
    text = quote.text
    folded = [fold(w) for w in words(text)]
    negative = any(w in _NEGATION_SETS.get(primary(language), ()) for w in folded) or bool(
        _NEGATIVE_SIGNS.search(text.lower())
    )
    content = _content(text, language)
    return _Said(
        article=article,
        language=primary(language),
        quote=quote,
        content=content,
        sounds=frozenset(
            s for s in (skeleton(w, 6) for w in folded if len(w) > 4 and not is_spaceless(w)) if len(s) > 2
        ),
        numbers=_numbers(text, folded, primary(language)),
        negative=negative,
        asks="?" in text[-3:] or "？" in text[-3:] or "؟" in text[-3:],
        clauses=len(_CLAUSE.findall(text[:-1])) + len(_END.findall(text[:-1])),
        size=len(squeeze(text)) / _DENSITY.get(primary(language), 1.0),
    )


_UNITS = ["2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "20", "30", "40", "50", "60", "100"]
_NUMBER_WORDS = {
    "en": "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty hundred",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze vingt trente quarante cinquante soixante cent",
    "de": "zwei drei vier funf sechs sieben acht neun zehn elf zwolf zwanzig dreissig vierzig funfzig sechzig hundert",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce veinte treinta cuarenta cincuenta sesenta cien",
    "pt": "dois tres quatro cinco seis sete oito nove dez onze doze vinte trinta quarenta cinquenta sessenta cem",
    "it": "due tre quattro cinque sei sette otto nove dieci undici dodici venti trenta quaranta cinquanta sessanta cento",
    "nl": "twee drie vier vijf zes zeven acht negen tien elf twaalf twintig dertig veertig vijftig zestig honderd",
    "af": "twee drie vier vyf ses sewe agt nege tien elf twaalf twintig dertig veertig vyftig sestig honderd",
    "ru": "два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать двадцать тридцать сорок пятьдесят шестьдесят сто",
    "sw": "mbili tatu nne tano sita saba nane tisa kumi - - ishirini thelathini arobaini hamsini sitini mia",
    "ar": "اثنان ثلاثة اربعة خمسة ستة سبعة ثمانية تسعة عشرة - - عشرون ثلاثون اربعون خمسون ستون مئة",
}  # fmt: skip
_NUMBER_TABLES = {
    language: {fold(word): unit for word, unit in zip(text.split(), _UNITS, strict=True) if word != "-"}
    for language, text in _NUMBER_WORDS.items()
}
_HAN_TENS = re.compile(r"([二三四五六]?)十")
_HAN_DIGITS = dict(zip("二三四五六", "23456", strict=True))


def _numbers(text: str, folded: Sequence[str], language: str) -> frozenset[str]:
    """Give the numbers of a quote, in figures or in words: `forty` and `quarante` are one."""
    found = {n.replace(",", ".") for n in _NUMBER.findall(text)}
    table = _NUMBER_TABLES.get(language, {})
    found.update(table[w] for w in folded if w in table)
    if language == "zh":
        found.update(_HAN_DIGITS.get(m.group(1), "1") + "0" for m in _HAN_TENS.finditer(text))
    return frozenset(found)


def _content(text: str, language: str) -> frozenset[str]:
    """Give the stems of the words that carry meaning; of scripts without spaces, character pairs."""
    table = words_for(language)
    small = table.starts | table.dets | table.joins | table.aux | table.he | table.she | table.they | _SMALL
    kept = (w for w in words(text, language) if fold(w) not in small and (len(w) > 1 or is_spaceless(w)))
    return frozenset(stem(w[:40], primary(language)) for w in kept)


_SMALL = word_set(
    "me him us them mine ours own am been being having doing done get gets got getting go goes going went gone just really thing things way lot let lets s t re ve ll d m don didn doesn isn wasn won wouldn couldn aren weren "
    "moi toi lui eux etre avoir fait faire va vais suis es est sommes etes sont mich dich uns euch bin bist sind war sein haben wird werden werde"
)


# Comparing
def _same_speaker(left: Quote, right: Quote) -> bool | None:
    """Say whether two quotes have one speaker; None when one has none, or only a description."""
    if not left.speaker or not right.speaker:
        return None
    if fold(left.speaker) == fold(right.speaker) or same_person(left.speaker, right.speaker):
        return True
    if _is_description(left.speaker) or _is_description(right.speaker):
        return None
    return False


def _is_description(speaker: str) -> bool:
    """Say whether a speaker is given by no name (`the president`, `a spokesman`)."""
    first = next((c for c in speaker if c.isalpha()), "")
    parts = speaker.split()
    return first.islower() or bool(parts and (parts[-1][:1].islower() or parts[0].lower() in _ARTICLES))


_ARTICLES = word_set("the a an le la les der die das el os o il")


def _dice(left: frozenset[str], right: frozenset[str]) -> float:
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


def _contained(left: frozenset[str], right: frozenset[str]) -> float:
    """Give how much of the shorter wording the longer has, for quotes cut differently."""
    shorter, longer = sorted((left, right), key=len)
    return len(shorter & longer) / len(shorter) if len(shorter) >= 4 else 0.0


def _same_language(left: _Said, right: _Said) -> float:
    """Score two quotes of one language; 0 when they are not one statement."""
    if left.language != right.language or left.article == right.article:
        return 0.0
    speaker = _same_speaker(left.quote, right.quote)
    if speaker is False:
        return 0.0
    score = _dice(left.content, right.content)
    within = _contained(left.content, right.content)
    if within >= 0.9:
        score = max(score, within - 0.05)
    if left.numbers and right.numbers and not left.numbers & right.numbers:
        return 0.0
    if left.negative != right.negative and within < 0.95:
        return 0.0
    if left.asks != right.asks:
        score -= 0.15
    shared = len(left.content & right.content)
    if shared < 2 or (shared < 3 and score < 0.75):
        return 0.0
    return score if score >= (SAME_LANGUAGE if speaker else UNNAMED) else 0.0


def _across(left: _Said, right: _Said, said: Sequence[_Said], parents: list[int]) -> float:
    """Score two quotes of different languages; 0 when they are not one statement."""
    if left.language == right.language or left.article == right.article or not _same_speaker(left.quote, right.quote):
        return 0.0
    if (
        (left.negative != right.negative and not _hides_negation(left, right))
        or left.asks != right.asks
        or min(left.size, right.size) < PARTIAL_MIN
    ):
        return 0.0
    if left.numbers and right.numbers and not left.numbers & right.numbers:
        return 0.0
    closeness = min(left.size, right.size) / max(left.size, right.size)
    if closeness < 0.5:
        return 0.0
    points = 0.25 * closeness
    points += 0.4 * min(1, len(left.numbers & right.numbers))
    alike = left.sounds & right.sounds
    points += 0.2 * min(3, len(alike))
    if abs(left.clauses - right.clauses) <= 1:
        points += 0.1
    if _only_statement(left, said, parents):
        points += 0.3
    return points if points >= ACROSS else 0.0


def _hides_negation(left: _Said, right: _Said) -> bool:
    """Say whether one of the languages puts its negation inside the verb, where no word shows it."""
    return bool(
        {left.language, right.language} & {"sw", "zu", "xh", "st", "tn", "tr", "ha", "yo", "fi"}
        or {left.language, right.language} - _NEGATION_SETS.keys() - {"zh", "th", "ja", "ko"}
    )


def _only_statement(one: _Said, said: Sequence[_Said], parents: list[int]) -> bool:
    """Say whether this speaker has made but one statement in the story, in whatever language."""
    roots: dict[str, set[int]] = defaultdict(set)
    for index, other in enumerate(said[:QUOTES_MAX]):
        if other.size >= PARTIAL_MIN and _same_speaker(one.quote, other.quote):
            roots[other.language].add(_root(parents, index))
    return all(len(found) == 1 for found in roots.values())


# Joining
def _ranked(
    said: Sequence[_Said], indices: range, score: Callable[[_Said, _Said], float]
) -> list[tuple[float, int, int]]:
    pairs = [(score(said[i], said[j]), i, j) for i in indices for j in indices if i < j]
    return sorted((p for p in pairs if p[0] > 0), key=lambda p: (-p[0], p[1], p[2]))


def _join(said: Sequence[_Said], parents: list[int], pairs: Sequence[tuple[float, int, int]]) -> None:
    """Join pairs, best first, never bringing two quotes of one article together."""
    articles: dict[int, set[int]] = defaultdict(set)
    for index, one in enumerate(said):
        articles[_root(parents, index)].add(one.article)
    for _, i, j in pairs:
        a, b = _root(parents, i), _root(parents, j)
        if a == b or articles[a] & articles[b]:
            continue
        parents[b] = a
        articles[a] |= articles[b]


def _root(parents: list[int], index: int) -> int:
    while parents[index] != index:
        parents[index] = parents[parents[index]]
        index = parents[index]
    return index


def _linked(group: Sequence[_Said]) -> LinkedQuote:
    ordered = sorted(group, key=lambda s: -s.size)
    named = [s.quote.speaker for s in ordered if s.quote.speaker]
    speaker = max(named, key=lambda n: (not _is_description(n), named.count(n), len(n)), default="")
    return LinkedQuote(speaker, tuple(Claim(s.article, s.language, s.quote.text) for s in ordered))
