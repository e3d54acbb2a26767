"""Names in scripts that tell capitals from small letters: sequences of capitals, and what speaks for each kind.

Every sequence gathers evidence from its words and neighbours (a role before it, a verb of saying after it, a preposition of
place, the head of an organisation's name). Evidence is added up over all mentions of one form in the document, because a
name that is clear once is clear everywhere.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from newsgrid.annotate.names_tokens import Token, is_given, is_heading, is_roman, known_body, prefix_hint, tokens_of
from newsgrid.annotate.names_words import Words, is_acronym, word_set, words_for
from newsgrid.model import PlaceMention
from newsgrid.text import fold

# Small words inside people's names, by no language: a name keeps its own ("de Gaulle" in a German text).
_PARTICLES = word_set(
    "de da do das dos del della delle di du des la le van von der den ter ten zu zur bin ibn bint ben al el y e af av ould o st abu san e’ d’ ul ur"
)
_SURE_PARTICLES = word_set("van von der den bin ibn bint ould ter ten")
_NO_BODY = word_set(
    "TV CEO CFO COO CTO DNA RNA GDP AI AM PM ID SUV HIV AIDS COVID USD EUR GBP ZAR GMT UTC CET EST PST BST SMS URL PDF GPS LED CV PhD VIP FAQ DIY ATM PIN RIP OK IT PR HR "
    "VAT GST IPO NGO MP MPs MPA II III IV VI VII VIII IX XI XII JR SR DJ MC CCTV MRI IVF LGBT LGBTQ US USA U.S UK UAE USSR DRC SA NY LA DC EUA EEUU США РФ СССР ОАЭ КНР ДНР ЛНР "
    "UDSSR USS VS NB PS RT WC IQ PC CD DVD SIM USB WIFI VPN API CO KG KM MW KW TWH GWH ER BREAKING VIDEO LIVE UPDATE PHOTO FOTO ТВ ВВП ДТП ЧП СМИ ИИ"
)
_ADJECTIVE = {
    "fr": re.compile(r"(?:al|ale|aux|el|elle|ique|iques|ien|ienne|iens|aire|aires|ain|aine|eme|if|ive|ais|aise|ois|oise|een|eenne|ne|nee|eur|eure|uni|unie|unies)$"),
    "es": re.compile(r"(?:al|ales|ico|ica|icos|icas|ivo|iva|ario|aria|ano|ana|eo|ea|or|ora|ense|il|iles|ar|unido|unida|unidas)$"),
    "pt": re.compile(r"(?:al|ais|ico|ica|ivo|iva|ario|aria|ano|ana|eu|eia|or|ora|ense|il|is|civil|ar|unido|unida|unidas)$"),
    "it": re.compile(r"(?:ale|ali|ico|ica|ivo|iva|ario|aria|ano|ana|eo|ea|ese|ile|are|unite|unita)$"),
    "ru": re.compile(r"(?:ный|ная|ное|ского|ской|ский|ская|ское|ного|ной)$"),
}  # fmt: skip
_WHO = word_set("who whose qui dont que quien cuyo der wie wat die который которая ambaye ambao joka")
_STREET = re.compile(r"(?<!\w)\w{3,}(?:straat|laan|weg|plein|strasse|platz|allee|gasse|brucke|gatan|katu|vej)$")
_TITLE_STOP = re.compile(r"^\. ?$")
_PLACE_HINTS = word_set(
    "north south east west northern southern eastern western central new upper lower saint san santa los las el nord sud est ouest norte sul sur oeste norden suden saudi sri costa sierra puerto"
)
_WESTERN_ADJECTIVES = word_set(
    "american british african european asian canadian australian brazilian mexican israeli palestinian iranian iraqi syrian egyptian nigerian kenyan ghanaian ethiopian somali sudanese libyan "
    "tunisian moroccan algerian saudi emirati qatari kuwaiti yemeni afghan pakistani indian bangladeshi lankan nepali chinese japanese korean vietnamese thai malaysian indonesian philippine filipino "
    "singaporean taiwanese mongolian cuban venezuelan colombian peruvian chilean argentine argentinian bolivian ecuadorian uruguayan paraguayan scottish welsh irish english swiss austrian belgian "
    "zimbabwean zambian namibian botswanan mozambican angolan congolese rwandan ugandan tanzanian malawian lesotho basotho eswatini soviet western eastern northern southern arab jewish muslim christian "
    "catholic islamic democratic republican conservative labour liberal socialist communist latin nordic baltic balkan caribbean ivorian senegalese malian cameroonian central us uk u.s new"
)
THRESHOLD = 1.1
"""Evidence below which a sequence stays unnamed; tuned on UNER (en, pt), Turku (fi) and MasakhaNER 2 (dev)."""


@dataclasses.dataclass(slots=True)
class Mention:
    """A sequence of words that may be a name."""

    start: int
    end: int
    text: str
    words: tuple[str, ...]
    """Folded."""
    scores: dict[str, float]
    body: str = ""
    """Canonical id of a well-known body."""
    expands: str = ""
    """The acronym that this name is the expansion of."""


def find_mentions(text: str, language: str, places: Sequence[PlaceMention] = ()) -> list[Mention]:
    """Give all sequences of a text with the evidence each gathered, in order."""
    return _Reader(text, language, places).read()


class _Reader:
    """One reading of one text."""

    def __init__(self, text: str, language: str, places: Sequence[PlaceMention]) -> None:
        self.text = text
        self.words: Words = words_for(language)
        self.language = (
            self.words.language if self.words.language != "en" else (language.split("-", maxsplit=1)[0] or "en")
        )
        self.tokens = tokens_of(text, self.language)
        self.lower = Counter(t.folded for t in self.tokens if not t.cap)
        self.places = {(p.span.start, p.span.end) for p in places}
        self.place_names = {fold(p.name) for p in places}
        self.german = self.language == "de"
        self.mentions: list[Mention] = []

    def read(self) -> list[Mention]:
        for sentence in _by_sentence(self.tokens):
            self._read_sentence(sentence, heading=is_heading(sentence, self.text))
        self._expand_acronyms()
        self.mentions.sort(key=lambda m: (m.start, -m.end))
        return _without_overlaps(self.mentions)

    # Sequences
    def _read_sentence(self, sentence: list[Token], *, heading: bool) -> None:
        index = 0
        while index < len(sentence):
            if not sentence[index].cap:
                index += 1
                continue
            taken = self._body_at(sentence, index)
            if not taken and self._opens(sentence, index) and (not heading or is_given(sentence[index].text)):
                end = self._sequence_end(sentence, index)
                # Among headline capitals only a short sequence that begins like a person is believed.
                if not heading or 2 <= end - index <= 3:
                    self._take(sentence, index, end)
                taken = end - index
            index += taken or 1

    def _body_at(self, sentence: list[Token], index: int) -> int:
        """Take a well-known body that begins here; give the number of its words."""
        token = sentence[index]
        parts: list[str] = []
        for other in sentence[index : index + 9]:
            if parts and self.text[sentence[index + len(parts) - 1].end : other.start] not in {
                " ",
                "\u00a0",
                "-",
                "-’",
                "’",
                "'",
            }:
                break
            parts.append(other.text)
        ident, size = known_body(self.language, parts, self.words)
        if not ident:
            return 0
        last = sentence[index + size - 1]
        follows = sentence[index + size] if index + size < len(sentence) else None
        if size == 1 and follows is not None and follows.cap and is_given(token.text) and not is_acronym(token.text):
            return 0
        self._add(
            token.start, last.end, [t.folded for t in sentence[index : index + size]], {"organisation": 5.0}, body=ident
        )
        return size

    def _opens(self, sentence: list[Token], index: int) -> bool:
        token = sentence[index]
        if not token.cap or not token.text[0].isalpha():
            return False
        if token.folded in self.words.dets or (
            token.first and self.words.has("says", token.folded) and len(token.folded) > 3
        ):
            return False
        if self._is_calendar(token) and not is_given(token.text):
            return False
        if not token.first:
            return True
        if token.folded in self.words.starts:
            return False
        return not self.lower[token.folded] or is_given(token.text) or self._triggers(token)

    def _is_calendar(self, token: Token) -> bool:
        return token.folded in self.words.calendar and token.folded not in {"mark"}

    def _triggers(self, token: Token) -> bool:
        return (
            token.folded in self.words.titles
            or self.words.has("roles", token.folded)
            or self.words.has("orgs", token.folded)
        )

    def _gap(self, left: Token, right: Token) -> str:
        return self.text[left.end : right.start]

    def _sequence_end(self, sentence: list[Token], index: int) -> int:
        """Give the index after the last word of the sequence that begins at `index`."""
        end = index + 1
        has_head = self.words.has("orgs", sentence[index].folded) or self.words.has("events", sentence[index].folded)
        while end < len(sentence):
            gap = self._gap(sentence[end - 1], sentence[end])
            previous, token = sentence[end - 1], sentence[end]
            if previous.head and gap != " ":
                break
            if gap not in {" ", "\u00a0"} and not (
                _TITLE_STOP.match(gap) and (len(previous.text) == 1 or previous.folded in self.words.titles)
            ):
                break
            if token.cap and token.text[0].isalpha():
                if token.prefix and prefix_hint(token.prefix) and not has_head:
                    break
                if self._is_calendar(token) and not is_given(previous.text):
                    break
                has_head = has_head or self.words.has("orgs", token.folded)
                end += 1
                continue
            step = self._joined(sentence, end, has_head=has_head)
            if not step:
                break
            end += step
        return end

    def _joined(self, sentence: list[Token], at: int, *, has_head: bool) -> int:
        """Say how many words from `at` on belong to the sequence although `at` is not capitalised."""
        token = sentence[at]
        if has_head and token.folded in self.words.joins:
            ahead = at + 1
            while (
                ahead < len(sentence)
                and ahead - at < 3
                and sentence[ahead].folded in self.words.joins
                and not sentence[ahead].cap
            ):
                ahead += 1
            if (
                ahead < len(sentence)
                and sentence[ahead].cap
                and self._spaced(sentence, at, ahead)
                and not self._is_person_start(sentence, ahead)
            ):
                return ahead - at + 1
        if token.folded in _PARTICLES:
            ahead = at + 1
            while (
                ahead < len(sentence)
                and ahead - at < 3
                and sentence[ahead].folded in _PARTICLES
                and not sentence[ahead].cap
            ):
                ahead += 1
            named = is_given(sentence[at - 1].text) or (
                token.folded in _SURE_PARTICLES and not (self.german and token.folded in self.words.dets)
            )
            if ahead < len(sentence) and sentence[ahead].cap and named and self._spaced(sentence, at, ahead):
                return ahead - at + 1
        adjective = _ADJECTIVE.get(self.language)
        if has_head and adjective and len(token.folded) > 3 and adjective.search(token.folded) and sentence[at - 1].cap:
            return 1
        return 0

    def _spaced(self, sentence: list[Token], first: int, last: int) -> bool:
        return all(
            self._gap(sentence[i], sentence[i + 1]) in {" ", "\u00a0", " l’", " d’"} or sentence[i + 1].prefix
            for i in range(first, last)
        )

    def _is_person_start(self, sentence: list[Token], at: int) -> bool:
        return (is_given(sentence[at].text) and at + 1 < len(sentence) and sentence[at + 1].cap) or self._is_title(
            sentence[at]
        )

    def _is_title(self, token: Token) -> bool:
        if token.folded in self.words.titles or self.words.has("roles", token.folded):
            return True
        return self.german and bool(_GERMAN_OFFICE.search(token.folded))

    # Evidence
    def _take(self, sentence: list[Token], begin: int, end: int) -> None:
        """Cut what is no name off a sequence, split it where a person begins, and weigh the rest."""
        tokens = sentence[begin:end]
        if self.german and len(tokens) > 2 and _GERMAN_TRADE.search(tokens[0].folded) and not is_given(tokens[0].text):
            self._weigh(sentence, begin + 1, end, role=True)
            return
        heads = [i for i, t in enumerate(tokens) if self.words.has("orgs", t.folded)]
        last_role = max((i for i, t in enumerate(tokens) if self._is_title(t) or self._is_nationality(t)), default=-1)
        if heads and not (0 <= max(heads) < last_role < len(tokens) - 1):
            self._weigh(sentence, begin, end, role=False)
            return
        if heads:
            role_at = next(i for i, t in enumerate(tokens) if (i > max(heads) and self._is_title(t)) or i == last_role)
            self._weigh(sentence, begin, begin + role_at, role=False)
        if last_role == len(tokens) - 1 and last_role > 0 and not heads:
            # "Carla Anyango Minister": the role stands behind, or ends a longer name; keep what is before the run of roles.
            cut = last_role
            while cut > 0 and (self._is_title(tokens[cut - 1]) or self._is_nationality(tokens[cut - 1])):
                cut -= 1
            self._split(sentence, begin, begin + cut, role=False)
            return
        self._split(sentence, begin + last_role + 1, end, role=last_role >= 0 and self._is_title(tokens[last_role]))

    def _is_nationality(self, token: Token) -> bool:
        return (token.folded in _WESTERN_ADJECTIVES and self.words.language == "en") or (
            token.folded in self.words.calendar and len(token.folded) > 3
        )

    def _split(self, sentence: list[Token], begin: int, end: int, *, role: bool) -> None:
        """Split `Exteriores Juana Ruiz` where a given name begins behind a role, then weigh."""
        if begin >= end:
            return
        if (
            not role
            and end - begin >= 3
            and not is_given(sentence[begin].text)
            and self._role_before(sentence, begin, 4, joined=True)
        ):
            for at in range(begin + 1, end - 1):
                if is_given(sentence[at].text):
                    self._weigh(sentence, at, end, role=True)
                    return
        self._weigh(sentence, begin, end, role=role)

    def _role_before(self, sentence: list[Token], begin: int, reach: int = 3, *, joined: bool = False) -> bool:
        """Say whether a role stands up to `reach` words before, in the same clause, with no preposition between.

        `joined` allows the small words of `minister of the interior`.
        """
        for back in range(1, reach + 1):
            at = begin - back
            if at < 0:
                return False
            gap = self._gap(sentence[at], sentence[at + 1]).removesuffix(sentence[at + 1].prefix)
            if gap.strip(" \u00a0").strip('“”„"«»'):
                return False
            token = sentence[at]
            if self._is_title(token):
                return True
            if joined and token.folded in self.words.joins:
                continue
            small = token.folded in self.words.joins or token.folded in self.words.locs
            if small or self.words.has("says", token.folded):
                return False
        return False

    def _weigh(self, sentence: list[Token], begin: int, end: int, *, role: bool) -> None:
        if begin >= end:
            return
        tokens = sentence[begin:end]
        folded = [t.folded for t in tokens]
        start, stop = tokens[0].start, tokens[-1].end
        scores = {"person": 0.0, "organisation": 0.0, "place": 0.0, "event": 0.0, "other": 0.0}
        self._weigh_words(tokens, folded, scores)
        self._weigh_before(sentence, begin, len(tokens), scores, role=role)
        self._weigh_after(sentence, end, len(tokens), scores)
        joined = " ".join(folded)
        if (start, stop) in self.places or joined in self.place_names:
            scores["place"] += 3.0
        if joined in self.words.countries:
            scores["place"] += 5.0
        if _fills_marks(self.text, start, stop) and len(tokens) > 1:
            scores["person"] -= 1.5
        if tokens[0].head:
            scores["other"] += 1.0
        self._add(start, stop, folded, scores)

    def _weigh_words(self, tokens: list[Token], folded: list[str], scores: dict[str, float]) -> None:
        words, size = self.words, len(tokens)
        ends = (folded[0], folded[-1])
        if size > 1:
            if any(words.has("orgs", w) for w in ends) or (size > 2 and any(words.has("orgs", w) for w in folded)):
                scores["organisation"] += 2.5
            if any(words.has("events", w) for w in ends) or (size > 2 and any(words.has("events", w) for w in folded)):
                scores["event"] += 2.2
            if any(words.has("places", w) for w in ends):
                scores["place"] += 2.5
                scores["person"] -= 1.5 if words.has("places", folded[-1]) and not is_given(tokens[-1].text) else 0.0
            if folded[-1] in words.works or (folded[0] in words.works and not is_given(tokens[0].text)):
                scores["other"] += 2.8
            if _STREET.search(folded[-1]):
                scores["place"] += 2.0
            if folded[0] in _PLACE_HINTS:
                scores["place"] += 1.0
        elif (
            words.has("orgs", folded[0])
            or words.has("events", folded[0])
            or words.has("works", folded[0])
            or words.has("places", folded[0])
        ):
            scores["other"] += 2.0
        if is_given(tokens[0].text) and size > 1:
            scores["person"] += 2.2
        elif is_given(tokens[0].text):
            scores["person"] += 0.6
        acronyms = [
            t
            for t in tokens
            if is_acronym(t.text)
            and t.text.isupper()
            and t.text.upper() not in _NO_BODY
            and not is_roman(t.text)
            and t.text[1].isalpha()
        ]
        if size == 1 and acronyms and len(tokens[0].text) > 1:
            scores["organisation"] += 1.6
            scores["person"] -= 2.0
        elif acronyms and len(acronyms) != size:
            scores["organisation"] += 0.5
        if any(self.lower[w] > 1 for w in folded) and size > 1:
            scores["person"] -= 0.8
        if size == 1 and len(tokens[0].text) > 1 and tokens[0].text.isupper():
            scores["person"] -= 2.0
        hints = {prefix_hint(t.prefix) for t in tokens[:1]}
        if "person" in hints:
            scores["person"] += 1.5
        if "place" in hints:
            scores["place"] += 1.0
        if (
            2 <= size <= 4
            and not self.german
            and all(t.text.isalpha() or "-" in t.text or "’" in t.text or "'" in t.text for t in tokens)
        ):
            scores["person"] += 0.9
        if self.german and size == 1 and not is_given(tokens[0].text):
            scores["person"] -= 0.6  # Every noun has its capital: only an office or a title makes one a name.
        if self.german and size > 1 and any(_german_noun(w) for w in folded):
            scores["person"] -= 1.5

    def _weigh_before(
        self, sentence: list[Token], begin: int, size: int, scores: dict[str, float], *, role: bool
    ) -> None:
        words = self.words
        if role:
            scores["person"] += 2.6
            return
        if begin == 0:
            return
        before = sentence[begin - 1]
        gap = self._gap(before, sentence[begin])
        if gap.strip(" \u00a0.") and gap.strip() not in {'"', "“", "„", "«"}:
            if self.words.has("says", before.folded) and "," not in gap:
                scores["person"] += 0.3
            elif (
                gap.strip() == ","
                and size > 1
                and (self._is_title(before) or self._role_before(sentence, begin - 1, 4, joined=True))
            ):
                scores["person"] += 1.0
            return
        if before.cap and size > 1 and self._is_nationality(before):
            scores["person"] += 0.8
        if before.folded in words.titles:
            scores["person"] += 2.6
        elif self._role_before(sentence, begin):
            scores["person"] += 2.0
        elif words.has("says", before.folded) and not before.cap:
            scores["person"] += 1.5
        elif (
            size > 1
            and not before.cap
            and len(before.folded) > 4
            and not self.german
            and before.folded not in words.starts
            and before.folded not in words.locs
        ):
            scores["person"] += 0.3  # "the volcanologist X Y": any trade may stand there.
        elif before.folded in words.locs:
            scores["place"] += 1.2 if size < 3 else 0.6
        elif before.folded in words.dets:
            scores["organisation"] += 0.5
            scores["person"] -= 1.0 if self.language not in {"pt", "de", "it"} else 0.3
        elif sentence[begin].prefix and fold(sentence[begin].prefix).rstrip("’'") in {"l"}:
            scores["person"] -= 1.0

    def _weigh_after(self, sentence: list[Token], end: int, size: int, scores: dict[str, float]) -> None:
        words = self.words
        at = end
        steps = 0
        while at < len(sentence) and steps < 3:
            gap = self._gap(sentence[at - 1], sentence[at]).strip()
            token = sentence[at]
            if steps == 0 and gap == "," and token.text.isdigit() and 14 <= int(token.text[:4]) <= 105:
                scores["person"] += 2.2
                return
            if steps == 0 and gap == "(" and token.text.isdigit() and len(token.text) == 2:
                scores["person"] += 1.5
                return
            if steps == 0 and gap == ",":
                self._weigh_apposition(sentence, at, size, scores)
                return
            if gap:
                return
            if words.has("says", token.folded) and not token.cap:
                scores["person"] += 1.2 if size > 1 else 0.8
                scores["organisation"] += 0.3
                return
            if token.folded not in words.aux:
                return
            at += 1
            steps += 1

    def _weigh_apposition(self, sentence: list[Token], at: int, size: int, scores: dict[str, float]) -> None:
        if sentence[at].folded in _WHO and size > 1:
            scores["person"] += 0.6
            return
        for token in sentence[at : at + 5]:
            if token.cap and not self._is_title(token) and not self._is_nationality(token):
                return
            if self._is_title(token) and token.folded not in self.words.titles:
                scores["person"] += 1.4 if size > 1 else 0.5
                return
            if token.folded in self.words.locs or self.words.has("orgs", token.folded):
                return

    # Acronyms
    def _expand_acronyms(self) -> None:
        """Find `International Water Court (IWC)`, in capitals or not, by the initials before the bracket."""
        by_end = {t.end: i for i, t in enumerate(self.tokens)}
        for match in _BRACKETED.finditer(self.text):
            acronym = match.group(1)
            end = len(self.text[: match.start()].rstrip())
            if not is_acronym(acronym) or end not in by_end:
                continue
            begin = self._expansion(acronym, by_end[end])
            if begin is None:
                begin = self._name_ending_at(end)
            if begin is None:
                begin = self._head_before(by_end[end])
            if begin is None:
                continue
            tokens = self.tokens[begin : by_end[end] + 1]
            folded = [t.folded for t in tokens]
            ident, size = known_body(self.language, [t.text for t in tokens], self.words)
            self._add(
                tokens[0].start,
                end,
                folded,
                {"organisation": 5.0},
                body=ident if size == len(tokens) else "",
                expands=acronym,
            )
            self._add(match.start(1), match.end(1), [fold(acronym)], {"organisation": 5.0}, expands=acronym)

    def _expansion(self, acronym: str, last: int) -> int | None:
        """Give the index of the first word whose initials, up to `last`, spell the acronym; joining words may be skipped."""
        letters = [fold(c) for c in acronym if c.isalpha()]
        if len(letters) < 2:
            return None
        sentence = self.tokens[last].sentence
        at, left = last, len(letters) - 1
        skipped = 0
        while at >= 0 and self.tokens[at].sentence == sentence and last - at < 10:
            initials = [part[:1] for part in self.tokens[at].folded.split("-")]
            if initials == letters[max(0, left + 1 - len(initials)) : left + 1]:
                left -= len(initials)
                if left < 0:
                    return at if self.tokens[at].cap or self.tokens[at].prefix else None
            elif self.tokens[at].folded not in self.words.joins and self.tokens[at].folded not in self.words.dets:
                skipped += 1
                if skipped > 1:
                    return None
            at -= 1
        return None

    def _head_before(self, last: int) -> int | None:
        """Give the nearest capitalised head of an organisation before a bracket: `Agence du métro de Lyon (AML)`."""
        for at in range(last, max(-1, last - 9), -1):
            token = self.tokens[at]
            if token.sentence != self.tokens[last].sentence or (
                at < last and self._gap(token, self.tokens[at + 1]).strip(" \u00a0")
            ):
                return None
            if token.cap and at < last and self.words.has("orgs", token.folded):
                return at
        return None

    def _name_ending_at(self, end: int) -> int | None:
        """Give the index of the first word of the sequence of two words and more that ends just before a bracket."""
        for mention in self.mentions:
            if mention.end == end and len(mention.words) > 1 and mention.scores.get("organisation", 0.0) >= 1.0:
                return next(i for i, t in enumerate(self.tokens) if t.start == mention.start)
        return None

    def _add(
        self, start: int, end: int, folded: list[str], scores: dict[str, float], *, body: str = "", expands: str = ""
    ) -> None:
        self.mentions.append(Mention(start, end, self.text[start:end], tuple(folded), scores, body, expands))


def _fills_marks(text: str, start: int, stop: int) -> bool:
    """Say whether a sequence fills a pair of quotation marks: the title of a work, the name of a ship."""
    return text[max(0, start - 2) : start].rstrip()[-1:] in {"“", "«", "„", '"', "‘"} and text[
        stop : stop + 2
    ].lstrip()[:1] in {"”", "»", "“", '"', "’"}


_BRACKETED = re.compile(r"[(\[]\s?([^\W\d_][\w.\-]{1,7})\s?[)\]]")
_GERMAN_OFFICE = re.compile(
    r"(?<!\w)\w{2,}-?(?:prasident|prasidentin|minister|ministerin|sprecher|sprecherin|meister|meisterin|direktor|direktorin|leiter|leiterin|chef|chefin|trainer|trainerin|anwalt|anwaltin|dezernent|dezernentin|vorsitzende|vorsitzender|forscher|forscherin|beauftragte|beauftragter|fuhrer|fuhrerin)$"
)
_GERMAN_TRADE = re.compile(
    r"(?<!\w)\w{3,}(?:in|er|ent|ist|or|eur|loge|log|schwester|pfleger|frau|mann|arzt|wirt|rat|nom)$"
)
_GERMAN_NOUN = re.compile(
    r"(?:ung|ungen|heit|keit|schaft|tion|tionen|tat|nis|tum|chen|ment|ismus|ling|ende|enden|zahl|zeit|geld|haus|werk|recht|preis|preise)$"
)


def _german_noun(word: str) -> bool:
    return bool(_GERMAN_NOUN.search(word)) and len(word) > 6


def _by_sentence(tokens: list[Token]) -> list[list[Token]]:
    rows: dict[int, list[Token]] = defaultdict(list)
    for token in tokens:
        rows[token.sentence].append(token)
    return list(rows.values())


def _without_overlaps(mentions: list[Mention]) -> list[Mention]:
    """Keep, of mentions that overlap, the expansion of an acronym, else the known body, else the longer."""
    kept: list[Mention] = []
    for mention in mentions:
        if kept and mention.start < kept[-1].end:
            if _weight(mention) > _weight(kept[-1]):
                kept[-1] = mention
            continue
        kept.append(mention)
    return kept


def _weight(mention: Mention) -> tuple[bool, bool, int]:
    return bool(mention.expands), bool(mention.body), mention.end - mention.start
