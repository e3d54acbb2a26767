"""Who said it: verbs of saying and their subjects around a quoted stretch, pronouns, speakers carried over."""

from __future__ import annotations

import dataclasses
import functools
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence

from newsgrid.annotate.names_words import Words, is_cased, quick_fold, word_set, words_for
from newsgrid.annotate.quotes_marks import Stretch
from newsgrid.model import Name
from newsgrid.text import SPACELESS

REACH = 320
"""Code points on either side of a quote that are read for its attribution."""
_WORD = re.compile(r"[^\W_]+(?:[’'ʼ·.][^\W\d_]+)*")
_STOP = re.compile(r"[.!?…。！？؟]{1,40}[\"”»’)]{0,8}(?=\s|$|[\u3000-\u9fff])|\n|[;；]")
_BREAK = re.compile(r"[,،，:：(–—]")
_SIGNED = re.compile(r"\s?[—–―]\s?")
_INITIAL = re.compile(r"(?:^|[\s(.])[^\W\d_]$")
_UNCASED_CHUNK = re.compile(r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7a3\u0e00-\u0e7f·・]+(?: [\u0e00-\u0e7f]+)?")
_ZH_PHRASE_END = re.compile(r"[在对對向于於就]")
PHRASE_MAX = 30
"""Characters of the longest noun phrase that is taken for a speaker in a script without spaces."""
_VERB_FIRST = frozenset({"ar", "zu", "xh", "ss", "nr"})
_PRO_DROP = frozenset({"sw", "zu", "xh", "es", "pt", "it", "ar", "tr", "st", "tn"})
_CONTRACTED = word_set(
    "al del ao aos do da dos das no na nos nas au aux beim zum zur am im vom ins alla allo agli nel nella"
)
_CONTRACTING = frozenset({"es", "pt", "fr", "de", "it"})
_INDEFINITE = word_set("a an un une ein eine einer uma um una uno n 'n een en ett et some any another")
_RELATIVE = word_set("who which that that's qui que der die das который которая que quien die wat")


@dataclasses.dataclass(frozen=True, slots=True)
class Attribution:
    """Who is said to have said it."""

    speaker: str
    start: int
    end: int
    verb: str = ""
    calls: bool = False
    """The verb brings single words (`called it "illegal"`)."""
    near: bool = True
    """The verb stands in the quote's own sentence."""
    carried: bool = False
    """Taken over from a quote before."""
    person: str = ""
    """Key of the speaker among the article's names."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    folded: str


class Speakers:
    """The attributions of one article's quotes."""

    def __init__(self, text: str, language: str, names: Sequence[Name], stretches: Sequence[Stretch]) -> None:
        self.text = text
        self.words: Words = words_for(language)
        self.stretches = stretches
        self.cased = is_cased(text)
        self.fold = str if self.words.language in SPACELESS else quick_fold
        self.mentions = sorted((s.start, s.end, n) for n in names for s in n.spans if n.kind != "event")
        self.starts = [m[0] for m in self.mentions]
        self.people = {n.key: n for _, _, n in self.mentions if n.kind == "person"}
        self.said_verbs = re.compile("|".join(sorted(map(re.escape, self.words.says), key=len, reverse=True)) or "(?!)")

    # The way of one quote
    def attribute(self, index: int, before: Sequence[Attribution | None]) -> Attribution | None:
        """Give the attribution of the quote at `index`, knowing those before it; None when nothing tells."""
        stretch = self.stretches[index]
        paragraph = self.text.rfind("\n", 0, stretch.open) + 1
        previous = self.stretches[index - 1] if index and self.stretches[index - 1].open >= paragraph else None
        after = self._after(index)
        lead = self._lead(stretch, previous, paragraph)
        found: Attribution | None = None
        if self._speaks_after(stretch, after):
            found = self._from_after(after)
        if found is None:
            found = self._signed(stretch, after)
        if found is None:
            found = self._from_before(lead, stretch)
        if found is None and not self._speaks_after(stretch, after):
            found = self._from_partial(after, stretch)
        if found is not None:
            return self._resolved(found, index, before)
        return self._carried(index, before, previous, paragraph)

    def fill_back(self, found: list[Attribution | None]) -> None:
        """Give a quote without attribution the one of the next quote when only white space divides them."""
        for index in range(len(found) - 2, -1, -1):
            ours, theirs = self.stretches[index], self.stretches[index + 1]
            later = found[index + 1]
            gap = self.text[ours.close : theirs.open]
            if found[index] is None and later is not None and "\n" not in gap and len(gap) < 3:
                found[index] = dataclasses.replace(later, carried=True)

    # Surroundings
    def _after(self, index: int) -> tuple[int, int]:
        """Give the rest of the sentence behind a quote, up to the next quote."""
        begin = self.stretches[index].close
        stop = min(len(self.text), begin + REACH)
        if index + 1 < len(self.stretches):
            stop = min(stop, self.stretches[index + 1].open)
        return begin, self._sentence_stop(begin, stop)

    def _sentence_stop(self, begin: int, stop: int) -> int:
        for match in _STOP.finditer(self.text, begin, stop):
            if not self._abbreviated(match.start()) and match.start() > begin:
                return match.start()
        return stop

    def _abbreviated(self, at: int) -> bool:
        if self.text[at] != ".":
            return False
        word = re.split(r"[\s(\"“«]", self.text[max(0, at - 12) : at])[-1]
        return (
            quick_fold(word) in self.words.titles
            or bool(_INITIAL.search(self.text[max(0, at - 3) : at]))
            or quick_fold(word) in {"jr", "sr", "calif", "u.s", "no"}
        )

    def _lead(self, stretch: Stretch, previous: Stretch | None, paragraph: int) -> tuple[int, int]:
        """Give the part of the quote's own sentence that stands before it, behind the quote before."""
        begin = max(paragraph, stretch.open - REACH, previous.close if previous else 0)
        last = begin
        for match in _STOP.finditer(self.text, begin, stretch.open):
            if not self._abbreviated(match.start()):
                last = match.end()
        return last, stretch.open

    def _speaks_after(self, stretch: Stretch, after: tuple[int, int]) -> bool:
        """Say whether the words behind a quote can be its attribution rather than a new sentence."""
        if not stretch.closed or after[1] <= after[0]:
            return False
        ends = (self.text[stretch.start : stretch.end].rstrip("'’”»\" ") or " ")[-1]
        rest = self.text[after[0] : after[1]]
        opening = rest.lstrip()
        if not opening:
            return False
        if opening[0] in ",،，–—-" or ends in ",،，!?！？…—–-":
            return True
        if not self.cased:
            return ends in "。.!?！？" or not _WORD.match(opening) or self._is_verb_near(opening)
        return ends in ".…" and opening[0].islower()

    def _is_verb_near(self, opening: str) -> bool:
        return bool(self.said_verbs.search(self.fold(opening[:60])))

    def _cut(self, begin: int, stop: int) -> list[_Word]:
        if self.words.language in SPACELESS:
            return self._cut_spaceless(begin, stop)
        return [self._word(match) for match in _WORD.finditer(self.text, begin, stop)]

    def _word(self, match: re.Match[str]) -> _Word:
        return _Word(match.start(), match.end(), match.group(), self.fold(match.group()))

    def _cut_spaceless(self, begin: int, stop: int) -> list[_Word]:
        """Cut a stretch without spaces at verbs of saying and pronouns, so that what is between can be a subject."""
        pattern = self._pattern()
        found: list[_Word] = []
        last = begin
        for match in pattern.finditer(self.text, begin, stop):
            self._add_chunk(found, last, match.start())
            found.append(self._word(match))
            last = match.end()
        self._add_chunk(found, last, stop)
        return found

    def _pattern(self) -> re.Pattern[str]:
        marks = self.words.says | self.words.he | self.words.she | self.words.they
        return re.compile("|".join(re.escape(w) for w in sorted(marks, key=len, reverse=True)))

    def _add_chunk(self, found: list[_Word], begin: int, stop: int) -> None:
        found.extend(self._word(match) for match in _UNCASED_CHUNK.finditer(self.text, begin, stop))

    def _verb_at(self, words: Sequence[_Word], kinds: tuple[str, ...] = ("says",)) -> list[int]:
        return [
            i
            for i, w in enumerate(words)
            if any(self.words.has(k, w.folded) or self._has_prefixed(k, w) for k in kinds)
        ]

    def _has_prefixed(self, kind: str, word: _Word) -> bool:
        return self.words.language == "ar" and word.folded[:1] in "وف" and self.words.has(kind, word.folded[1:])

    # Patterns
    def _from_after(self, after: tuple[int, int]) -> Attribution | None:
        """Read `..., " X said` and `..., " said X`."""
        words = self._cut(*after)[:28]
        for at in self._verb_at(words):
            if self._divided(words, at, after):
                return None
            verb = words[at]
            ahead = [w for w in words[:at] if w.folded not in self.words.aux and w.folded not in {"t", "se", "s"}]
            subject = None
            if ahead:
                subject = self._subject(ahead[0].start, verb.start, last=True)
            if subject is None and at + 1 < len(words):
                subject = self._behind(words, at, after[1])
            if subject is None and self.words.language in _PRO_DROP:
                subject = Attribution("", verb.end, verb.end)
            if subject is not None:
                return dataclasses.replace(subject, verb=verb.text)
        return self._by_position(words, after)

    def _behind(self, words: Sequence[_Word], at: int, stop: int) -> Attribution | None:
        """Read the subject behind a verb; of `said the mayor, X` take X."""
        begin = words[at + 1].start
        end = self._clause_stop(words, at + 1, stop)
        subject = self._subject(begin, end, last=True)
        named = self._mention_covering(subject.start) if subject is not None and subject.person else None
        if subject is None or (named and named[2].kind == "person") or self.text[end : end + 1] not in {",", "،", "，"}:
            return subject
        index = bisect_left(self.starts, end)
        if (
            index < len(self.mentions)
            and self.mentions[index][0] <= end + 2
            and self.mentions[index][2].kind == "person"
        ):
            return self._named(self.mentions[index])
        return subject

    def _by_position(self, words: Sequence[_Word], after: tuple[int, int]) -> Attribution | None:
        """Take `", sighs X"` by its shape, whatever the verb: a comma, one to three small words, a person."""
        if not self.cased or not words:
            return None
        index = bisect_left(self.starts, words[0].start)
        if index >= len(self.mentions) or self.mentions[index][2].kind != "person":
            return None
        between = [w for w in words if w.end <= self.mentions[index][0]]
        gap = self.text[words[0].start : self.mentions[index][0]]
        if not 1 <= len(between) <= 3 or _BREAK.search(gap) or any(w.text[0].isupper() for w in between):
            return None
        if (
            any(
                w.folded in self.words.starts and w.folded not in self.words.dets and len(w.folded) > 2 for w in between
            )
            or between[0].folded in self.words.dets
        ):
            return None
        return dataclasses.replace(
            self._named(self.mentions[index]), verb=between[-1].text if len(between) < 3 else between[0].text
        )

    def _signed(self, stretch: Stretch, after: tuple[int, int]) -> Attribution | None:
        """Read a quote signed behind a dash: `"..." — X`."""
        dash = _SIGNED.match(self.text, stretch.close)
        if dash is None or dash.end() >= after[1]:
            return None
        found = self._mentions_in(dash.end(), min(after[1], dash.end() + 40))
        return self._named(found[0]) if found and found[0][0] == dash.end() else None

    def _divided(self, words: Sequence[_Word], at: int, after: tuple[int, int]) -> bool:
        """Say whether too much stands between the quote and the verb for it to belong to the quote."""
        return at > 22 or ":" in self.text[after[0] : words[at].start]

    def _clause_stop(self, words: Sequence[_Word], at: int, stop: int) -> int:
        """Give where the noun phrase that begins at `at` ends: at a comma, or a small word that opens a new phrase."""
        cut = _BREAK.search(self.text, words[at].start, stop)
        end = cut.start() if cut else stop
        for number, word in enumerate(words[at : at + 12]):
            if word.start >= end:
                break
            small = word.text[0].islower() or not self.cased
            opens = word.folded in self.words.starts or word.folded in self.words.locs
            kept = word.folded in self.words.dets or word.folded in self.words.joins or self._is_pronoun(word)
            if number and small and opens and not kept:
                return word.start
        return end

    def _is_pronoun(self, word: _Word) -> bool:
        return word.folded in self.words.he or word.folded in self.words.she or word.folded in self.words.they

    def _from_before(self, lead: tuple[int, int], stretch: Stretch) -> Attribution | None:
        """Read `X said: "..."`, `said X: "..."`, `X called it "..."`."""
        words = self._cut(*lead)
        ends = self.text[lead[0] : lead[1]].rstrip()[-1:]
        verbs = self._verb_at(words, ("says", "calls"))
        for at in reversed(verbs):
            if len(words) - at > 22:
                break
            subject = self._around(words, at, lead)
            if subject is not None:
                calls = self.words.has("calls", words[at].folded) and not self.words.has("says", words[at].folded)
                return dataclasses.replace(subject, verb=words[at].text, calls=calls or len(words) - at < 5)
        if words and ends and ends in ":：":
            return self._subject(lead[0], lead[1], last=False)
        return None

    def _around(self, words: Sequence[_Word], at: int, lead: tuple[int, int]) -> Attribution | None:
        """Find the subject of the verb at `at` in a lead: just before it, else behind it, else at the sentence's head."""
        verb = words[at]
        behind_first = self.words.language in _VERB_FIRST
        behind = None
        if at + 1 < len(words):
            behind = self._subject(
                words[at + 1].start, self._clause_stop(words, at + 1, lead[1]), last=True, nouns=behind_first
            )
            if (
                behind is not None
                and not behind_first
                and self.words.language not in {"es", "pt", "fr", "it", "de", "nl", "ru", "af"}
            ):
                behind = None
        if behind_first and behind is not None:
            return behind
        ahead = self._subject_before(words, at, lead)
        if ahead is not None:
            return ahead
        if behind is None and at == 0 and self.words.language in _PRO_DROP:
            return Attribution("", verb.end, verb.end)
        if (
            behind is None
            and at + 1 < len(words)
            and verb.folded
            in {
                "according",
                "selon",
                "laut",
                "segun",
                "segundo",
                "volgens",
                "secondo",
                "zufolge",
                "kulingana",
                "enligt",
                "ifolge",
                "wedlug",
                "menurut",
                "словам",
            }
        ):
            behind = self._subject(words[at + 1].start, self._clause_stop(words, at + 1, lead[1]), last=True)
        return behind

    def _subject_before(self, words: Sequence[_Word], at: int, lead: tuple[int, int]) -> Attribution | None:
        verb = words[at]
        begin = lead[0]
        joined = " ".join(w.text for w in words[:at])
        if not joined:
            return None
        near = at - 1
        while near >= 0 and (words[near].folded in self.words.aux or words[near].folded in self.words.calendar):
            near -= 2 if near and words[near - 1].folded in {"on", "in", "le", "am", "el", "na", "op"} else 1
        if near >= 0:
            word = words[near]
            if self._is_pronoun(word) and word.folded not in _RELATIVE:
                return Attribution(word.text, word.start, word.end)
            mention = self._mention_covering(word.start)
            if mention is not None:
                return self._named(mention)
            if self.cased and word.text[0].isupper() and word.folded not in self.words.starts:
                return self._capitals_ending(words, near)
        chunk = max((m.end() for m in _BREAK.finditer(self.text, begin, verb.start)), default=begin)
        inner = [w for w in words[:at] if w.start >= chunk and w.folded not in self.words.aux]
        if not inner:
            earlier = [i for i in self._verb_at(words[:at]) if i]
            if earlier and (found := self._subject_before(words, earlier[-1], lead)) is not None:
                return found
        if not inner or inner[0].folded in _RELATIVE:
            return self._sentence_subject(words[:at], begin, verb.start)
        return self._subject(chunk, verb.start, last=True) or self._sentence_subject(words[:at], begin, verb.start)

    def _capitals_ending(self, words: Sequence[_Word], last: int) -> Attribution:
        """Make a speaker of the run of capitalised words that ends with this one: `Moscow` in `Moscow considers`."""
        first = last
        while (
            first and words[first - 1].text[0].isupper() and self.text[words[first - 1].end : words[first].start] == " "
        ):
            if words[first - 1].folded in self.words.starts:
                break
            first -= 1
        return Attribution(self.text[words[first].start : words[last].end], words[first].start, words[last].end)

    def _sentence_subject(self, words: Sequence[_Word], begin: int, stop: int) -> Attribution | None:
        """Give the subject of a clause whose verb stands far behind: what opens it, else the first name in it."""
        if not words:
            return None
        head = words[0]
        if self._is_pronoun(head) and head.folded not in _RELATIVE:
            return Attribution(head.text, head.start, head.end)
        found = self._mentions_in(begin, stop)
        if self.cased and head.text[0].isupper() and head.folded not in self.words.starts:
            last = 0
            while (
                last + 1 < len(words)
                and words[last + 1].text[0].isupper()
                and self.text[words[last].end : words[last + 1].start] == " "
            ):
                last += 1
            if not found or found[0][0] > words[last].end:
                return self._capitals_ending(words, last)
        return self._named(found[0]) if found else None

    def _from_partial(self, after: tuple[int, int], stretch: Stretch) -> Attribution | None:
        """Read `It was "a disgrace", X said` when the quote ends without a comma of its own."""
        words = self._cut(*after)[:14]
        for at in self._verb_at(words):
            gap = self.text[after[0] : words[at].start]
            if "," not in gap and "،" not in gap:
                continue
            subject = self._subject(after[0], words[at].start, last=True, nouns=False)
            if subject is None and at + 1 < len(words):
                subject = self._subject(
                    words[at + 1].start, self._clause_stop(words, at + 1, after[1]), last=True, nouns=False
                )
            if subject is not None:
                return dataclasses.replace(subject, verb=words[at].text)
        return None

    # Subjects
    def _mentions_in(self, begin: int, stop: int) -> list[tuple[int, int, Name]]:
        left = bisect_left(self.starts, begin)
        return [m for m in self.mentions[left : bisect_left(self.starts, stop)] if m[1] <= stop + 1]

    def _mention_covering(self, at: int) -> tuple[int, int, Name] | None:
        index = bisect_right(self.starts, at) - 1
        if index >= 0 and self.mentions[index][0] <= at < self.mentions[index][1]:
            return self.mentions[index]
        return None

    def _named(self, mention: tuple[int, int, Name]) -> Attribution:
        start, end, name = mention
        return Attribution(name.name, start, end, person=name.key)

    def _subject(self, begin: int, stop: int, *, last: bool, nouns: bool = True) -> Attribution | None:
        """Find who stands in a stretch: a name, else a pronoun, else the noun phrase as it is."""
        cut = _BREAK.search(self.text, begin + 1, stop)
        head = cut.start() if cut else stop
        found = self._mentions_in(begin, head) or self._mentions_in(begin, stop)
        if found:
            people = [m for m in found if m[2].kind == "person"]
            return self._named((people or found)[-1 if last else 0])
        words = self._cut(begin, head)
        pronouns = [w for w in words if self._is_pronoun(w)]
        if pronouns and (len(words) <= 4 or words[0] is pronouns[0]):
            return Attribution(pronouns[0].text, pronouns[0].start, pronouns[0].end)
        words = [w for w in words if w.folded not in self.words.aux]
        if not words or not nouns or len(words) > 9:
            return None
        first = words[0].folded
        if (
            (first in _CONTRACTED and self.words.language in _CONTRACTING)
            or first in self.words.locs
            or (first in self.words.starts and first not in self.words.dets and words[0].text[0].islower())
        ):
            return None
        return self._phrase(words)

    def _phrase(self, words: Sequence[_Word]) -> Attribution | None:
        """Make a speaker of a noun phrase: capitals in it, or an office, or a phrase with its article."""
        start, end = words[0].start, words[-1].end
        phrase = self.text[start:end]
        if not self.cased and self.words.language in SPACELESS:
            phrase = _ZH_PHRASE_END.split(phrase)[0]
            end = start + len(phrase)
            if not phrase or len(phrase) > PHRASE_MAX:
                return None
        if all(w.folded in self.words.starts and w.folded not in self.words.dets for w in words):
            return None
        holder = self._holder(words)
        if holder is not None:
            return Attribution(holder.name, start, end, person=holder.key)
        return Attribution(phrase.strip(), start, end)

    def _holder(self, words: Sequence[_Word]) -> Name | None:
        """Find the one person whom `the Russian president` means; None when that is not clear.

        The office and every other word of the phrase must stand beside one person's name, and only one's. Else, for a
        phrase with the definite article, it is the person named twice as often as any other, if no office of his is known.
        """
        folded = [w.folded for w in words]
        dets = [w for w in folded if w in self.words.dets]
        if any(w in _INDEFINITE for w in dets):
            return None
        own = {w for w in folded if w not in self.words.dets and w not in self.words.joins}
        if not any(self.words.has("roles", w) for w in own):
            return None
        able = [key for key, beside in self.beside.items() if own <= beside]
        if len(able) == 1:
            return self.people[able[0]]
        if able or not dets:
            return None
        return self._dominant(words[0].start)

    def _dominant(self, at: int) -> Name | None:
        """Give the person without a known office who is named before `at` at least twice and twice as often as any such."""
        counts = Counter(m[2].key for m in self.mentions if m[0] < at and m[2].kind == "person")
        free = [(n, key) for key, n in counts.most_common() if not self._has_office(key)]
        if not free or free[0][0] < 2 or (len(free) > 1 and free[0][0] < 2 * free[1][0]):
            return None
        return self.people[free[0][1]]

    def _has_office(self, key: str) -> bool:
        return any(self.words.has("roles", w) for w in self.beside.get(key, ()))

    @functools.cached_property
    def beside(self) -> dict[str, set[str]]:
        """Give, by person, the words that stand just before the name, or behind it after a comma."""
        beside: dict[str, set[str]] = defaultdict(set)
        for start, end, name in self.mentions:
            if name.kind != "person":
                continue
            near = [*_WORD.finditer(self.text, max(0, start - 50), start)][-4:]
            for match in near:
                if not _BREAK.search(self.text, match.end(), start) and not _STOP.search(self.text, match.end(), start):
                    beside[name.key].add(self.fold(match.group()))
            if self.text[end : end + 1] == ",":
                stop = self._clause_end(end + 1, end + 60)
                beside[name.key].update(quick_fold(m.group()) for m in _WORD.finditer(self.text, end + 1, stop))
        return beside

    def _clause_end(self, begin: int, stop: int) -> int:
        match = _BREAK.search(self.text, begin, stop) or _STOP.search(self.text, begin, stop)
        return match.start() if match else min(stop, len(self.text))

    # Pronouns and carrying over
    def _resolved(self, said: Attribution, index: int, before: Sequence[Attribution | None]) -> Attribution:
        """Put the name for a pronoun."""
        if said.person or (
            said.speaker and not self._is_pronoun(_Word(said.start, said.end, said.speaker, self.fold(said.speaker)))
        ):
            return said
        meant = self._antecedent(said.start, index, before)
        if meant is None:
            return dataclasses.replace(said, speaker="")
        return dataclasses.replace(said, speaker=meant.speaker, person=meant.person)

    def _antecedent(self, at: int, index: int, before: Sequence[Attribution | None]) -> Attribution | None:
        """Find whom a pronoun means: the last speaker, unless another person has been the subject since."""
        last = next((a for a in reversed(before) if a is not None and a.speaker), None)
        mention = self._subject_mention(at)
        if last is None:
            return mention
        if mention is None or last.end >= mention.start or mention.person == last.person:
            return last
        return mention

    def _subject_mention(self, at: int) -> Attribution | None:
        """Find the last person before `at`, outside quotes, who comes first in his sentence; else the last person."""
        fallback: Attribution | None = None
        place = bisect_left(self.starts, at) - 1
        steps = 0
        while place >= 0 and steps < 24:
            start, end, name = self.mentions[place]
            place -= 1
            steps += 1
            if name.kind != "person" or self._inside_quote(start):
                continue
            fallback = fallback or self._named((start, end, name))
            earlier = self.mentions[place] if place >= 0 else None
            between = self.text[earlier[1] : start] if earlier else "."
            if earlier is None or earlier[2].kind != "person" or _STOP.search(between):
                return self._named((start, end, name))
        return fallback

    def _inside_quote(self, at: int) -> bool:
        index = bisect_right([s.open for s in self.stretches], at) - 1
        return index >= 0 and self.stretches[index].open <= at < self.stretches[index].close

    def _carried(
        self, index: int, before: Sequence[Attribution | None], previous: Stretch | None, paragraph: int
    ) -> Attribution | None:
        """Take the speaker over: from the sentence before in this paragraph, or from the quote before."""
        stretch = self.stretches[index]
        last = before[-1] if before else None
        words = self.text[stretch.start : stretch.end]
        if self.cased and next((c for c in words if c.isalpha()), "a").islower() and (previous is None or last is None):
            return None
        if previous is not None and last is not None:
            between = self.text[previous.close : stretch.open]
            if not self._new_subject(previous.close, stretch.open) or len(between) < 3:
                return dataclasses.replace(last, carried=True, near=False, calls=False)
        lead = self._sentence_before(stretch, paragraph)
        if lead is not None:
            return self._resolved(lead, index, before)
        if previous is None and last is not None and self._follows_directly(index):
            return dataclasses.replace(last, carried=True, near=False, calls=False)
        return None

    def _new_subject(self, begin: int, stop: int) -> bool:
        """Say whether between two quotes a sentence of its own names a person behind the first one's attribution."""
        end = self._sentence_stop(begin, stop)
        return any(m[2].kind == "person" for m in self._mentions_in(min(end + 1, stop), stop))

    def _sentence_before(self, stretch: Stretch, paragraph: int) -> Attribution | None:
        """Read `X disagreed. "..."`: the first person, or the pronoun, of the sentence just before."""
        begin = max(paragraph, stretch.open - REACH)
        ends = [m.end() for m in _STOP.finditer(self.text, begin, stretch.open) if not self._abbreviated(m.start())]
        if not ends or self.text[ends[-1] : stretch.open].strip():
            return None
        start = ends[-2] if len(ends) > 1 else begin
        if any(s.open < ends[-1] <= s.close for s in self.stretches):
            return None
        people = [m for m in self._mentions_in(start, ends[-1]) if m[2].kind == "person"]
        words = self._cut(start, ends[-1])
        if words and self._is_pronoun(words[0]) and words[0].folded not in _RELATIVE:
            return Attribution(words[0].text, words[0].start, words[0].end, near=False)
        if people and len(self._cut(start, people[0][0])) < 5:
            return dataclasses.replace(self._named(people[0]), near=False)
        return None

    def _follows_directly(self, index: int) -> bool:
        """Say whether the quote before ends the paragraph before: left open, or with at most its attribution behind."""
        earlier, ours = self.stretches[index - 1], self.stretches[index]
        between = self.text[earlier.close : ours.open]
        if not earlier.closed:
            return True
        return between.count("\n") <= 2 and len(between.strip()) < 140 and not between.rstrip().endswith((":", "："))
