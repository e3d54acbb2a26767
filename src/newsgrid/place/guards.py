"""Telling names of places from names of people, works and things that are written the same."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from newsgrid.place.scan import Match, Token
from newsgrid.place.words import Words, common_words, words

EMBEDDED = 0.5
DEMONYM = 0.4
METONYM = 0.7
BIG_CITY = 300_000
KNOWN_CITY = 100_000
"""In scripts without capitals smaller towns need a word beside them that says they are places."""


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    """What the words around a match say of it."""

    keep: bool
    why: str = ""
    weight: float = 1.0
    hint: str = ""


_DROP = Verdict(False)


def judge(text: str, cut: Sequence[Token], matches: Sequence[Match], language: str) -> list[Verdict]:
    """Give a verdict for each match, in order."""
    reader = _Reader(text, cut, matches, language)
    verdicts = [reader.verdict(match) for match in matches]
    return reader.consistent(verdicts)


class _Reader:
    def __init__(self, text: str, cut: Sequence[Token], matches: Sequence[Match], language: str) -> None:
        self.text, self.cut, self.matches, self.language = text, cut, matches, language
        self.lists: Words = words()
        self.common = common_words(language)
        self.lower = {token.folded for token in cut if not token.capital}
        self.people: set[str] = set()
        letters = [t for t in cut if t.cased and len(t.text) > 1]
        self.shouted = bool(letters) and sum(t.text.isupper() for t in letters) > 0.7 * len(letters)

    def left(self, match: Match) -> Token | None:
        """Give the word before, when only a space or hyphen lies between."""
        return self._neighbour(match.first - 1, match.first)

    def right(self, match: Match) -> Token | None:
        """Give the word after, likewise."""
        return self._neighbour(match.last + 1, match.last, after=True)

    def _neighbour(self, number: int, beside: int, *, after: bool = False) -> Token | None:
        if not 0 <= number < len(self.cut):
            return None
        near, other = self.cut[beside], self.cut[number]
        gap = self.text[near.end : other.start] if after else self.text[other.end : near.start]
        if gap in (" ", "\u00a0", "-", "’s ", "'s "):
            return other
        return other if gap == ". " and not after and (other.folded in self.lists.titles or len(other.text) == 1) else None

    def before(self, match: Match) -> Token | None:
        """Give the word before, when no sentence ends between."""
        if match.first == 0:
            return None
        gap = self.text[self.cut[match.first - 1].end : match.start]
        return self.cut[match.first - 1] if not any(c in ".!?\n" for c in gap) and len(gap) < 4 else None

    def starts_sentence(self, match: Match) -> bool:
        """Say whether a match opens a sentence, where any word has a capital."""
        if match.first == 0:
            return True
        gap = self.text[self.cut[match.first - 1].end : match.start]
        return any(c in ".!?\n:“\"" for c in gap)

    def verdict(self, match: Match) -> Verdict:
        token = self.cut[match.first] if self.cut else None
        if token is None:
            return _DROP
        if match.kind == "demonym":
            return Verdict(True, "demonym", DEMONYM)
        if match.kind == "abbreviation":
            return self._title_of_work(match) or Verdict(True)
        if not token.cased:
            return self._caseless(match)
        return self._cased(match, token)

    def _caseless(self, match: Match) -> Verdict:
        best = match.entries[0]
        if best.kind in ("country", "region") or (best.kind == "area" and len(match.key) > 3):
            return Verdict(True)
        length = match.end - match.start
        script = self.text[match.start]
        need = 4 if script < "\u1200" else 2
        if "\u0e00" <= script <= "\u0e7f":
            need = 5
        named = self.text[max(0, match.start - 6) : match.start].rstrip()
        after = self.text[match.end : match.end + 1]
        if named.endswith(("เมือง", "จังหวัด", "กรุง", "อำเภอ", "مدينة", "بلدة", "قرية")) or after in ("市", "县", "省", "镇", "区"):
            return Verdict(length >= 2)
        if self.text[match.start : match.end] in self.common or match.key in self.common:
            return _DROP
        return Verdict(length >= need and best.population >= KNOWN_CITY)

    def _cased(self, match: Match, token: Token) -> Verdict:
        best = match.entries[0]
        single = match.first == match.last
        written = self.text[match.start : match.end]
        if written.isupper() and len(written) <= 4 and not self.shouted and not self._dateline(match):
            return _DROP
        if single and match.key in self.lists.never and best.kind != "country" and not self._told_city(match):
            return _DROP
        work = self._title_of_work(match)
        if work is not None:
            return work
        person = self._person(match, single)
        if person:
            self.people.add(match.key)
            return _DROP
        weak = single and (match.key in self.common or (match.key in self.lower and best.population < BIG_CITY))
        if weak and best.kind != "country" and not self._strong(match):
            return _DROP
        right = self.right(match)
        if right is not None and right.capital and right.folded not in self.lists.says:
            return self._before_capital(match, right, single)
        left = self.left(match)
        if left is not None and left.capital and left.cased and not self._plain_left(left, match):
            return self._after_capital(match, left, single)
        if single and best.population < 20_000 and self.starts_sentence(match) and not self._strong(match) and best.kind == "city" and not self._elsewhere(match):
            return _DROP
        return self._metonym(match) or Verdict(True, hint=self._hint(match))

    def _elsewhere(self, match: Match) -> bool:
        return any(m.key == match.key and m is not match and self._strong(m) for m in self.matches)

    def _dateline(self, match: Match) -> bool:
        after = self.text[match.end : match.end + 40]
        begins = match.start == 0 or self.text[match.start - 1] == "\n" or self.starts_sentence(match)
        return begins and any(mark in after for mark in ("—", "–", "--", " - ", "("))

    def _told_city(self, match: Match) -> bool:
        """Say whether the words around call it a town: `city of X`, `X, Kyrgyzstan`, `X city`."""
        before = self.before(match)
        if before is not None and before.folded in ("of", "von", "de", "van"):
            word = self.cut[match.first - 2] if match.first >= 2 else None
            if word is not None and word.folded in self.lists.city_words:
                return True
        if before is not None and before.folded in self.lists.city_words and not before.capital:
            return True
        return self._comma_place(match)

    def _comma_place(self, match: Match) -> bool:
        for other in self.matches:
            if 0 < other.start - match.end <= 2 and self.text[match.end : other.start] in (", ", ","):
                inner, outer = match.entries, other.entries
                return any(o.kind in ("country", "region") and (i.country == o.country if o.kind == "country" else i.region == o.region) for o in outer for i in inner if i.index != o.index)
        return False

    def _strong(self, match: Match) -> bool:
        before = self.before(match)
        if self._told_city(match) or self._dateline(match):
            return True
        return before is not None and before.folded in self.lists.strong_locatives and not self.text[before.end : match.start].strip()

    def _title_of_work(self, match: Match) -> Verdict | None:
        right = self.right(match)
        if right is not None and right.capital | (right.folded in ("accords", "agreement", "agreements", "protocol", "syndrome", "process", "pact")) and right.folded in self.lists.works:
            return _DROP
        if right is not None and right.capital and match.last + 2 < len(self.cut) and self.cut[match.last + 2].folded in self.lists.works and self.cut[match.last + 2].capital:
            return _DROP
        before = self.before(match)
        if before is not None and before.folded == "of" and match.first >= 2 and self.cut[match.first - 2].capital and self.cut[match.first - 2].folded in self.lists.before_works:
            return _DROP
        return None

    def _person(self, match: Match, single: bool) -> bool:
        best = match.entries[0]
        left = self.left(match)
        if left is not None and left.capital and left.cased:
            name = left.folded
            if name in self.lists.titles and best.kind in ("city", "area"):
                return not (left.folded in ("mayor", "sheriff", "president") and False)
            if len(left.text.rstrip(".")) == 1 and left.text.isupper() and single and best.kind == "city":
                return True
            if name in self.lists.given and single and best.kind in ("city", "area", "region") and not self.starts_sentence_token(match.first - 1, name):
                return True
            if name in self.lists.given and single and best.kind in ("city", "area", "region"):
                return True
        right = self.right(match)
        if single and right is not None and right.capital and right.cased and match.key in self.lists.given:
            known = right.folded in self.lists.heads or right.folded in self.lists.kinds or right.folded in self.lists.streets or right.folded in self.lists.institutions
            return not known and best.kind != "country"
        return False

    def starts_sentence_token(self, number: int, name: str) -> bool:
        """Say whether a token opens a sentence."""
        if number <= 0:
            return True
        gap = self.text[self.cut[number - 1].end : self.cut[number].start]
        return any(c in ".!?\n" for c in gap)

    def _plain_left(self, left: Token, match: Match) -> bool:
        """Say whether a capital word before is none of the name: a sentence's first word, a direction, a preposition."""
        if left.folded in self.lists.locatives or left.folded in self.lists.directions or left.folded in self.common or left.folded in self.lists.never:
            return True
        if any(m.kind == "demonym" and m.last == match.first - 1 for m in self.matches):
            return True
        return left.text[0].isdigit() or self.starts_sentence_token(match.first - 1, left.folded) and left.folded in self.lower

    def _before_capital(self, match: Match, right: Token, single: bool) -> Verdict:
        best = match.entries[0]
        lists = self.lists
        if self.text[match.end : right.start].strip(" \u00a0"):
            return Verdict(True)
        for number in range(match.last + 1, min(match.last + 5, len(self.cut))):
            word = self.cut[number]
            if not word.capital and word.folded not in ("of", "for", "and", "the"):
                break
            if word.folded in lists.heads or word.folded in lists.institutions:
                return Verdict(True, "embedded", EMBEDDED)
        if right.folded in lists.kinds or right.folded in lists.streets:
            return _DROP
        if best.kind in ("country", "region") or best.population >= BIG_CITY:
            return Verdict(True, "embedded", EMBEDDED)
        if right.folded in lists.never or any(m.first == match.last + 1 for m in self.matches):
            return Verdict(True)
        return Verdict(False) if single else Verdict(True, "embedded", EMBEDDED)

    def _after_capital(self, match: Match, left: Token, single: bool) -> Verdict:
        best = match.entries[0]
        if self.starts_sentence_token(match.first - 1, left.folded) and best.kind == "country":
            return Verdict(True)
        if left.folded in self.lists.titles or left.folded in self.lists.heads:
            return Verdict(True, "embedded", EMBEDDED)
        if best.kind in ("country", "region") or best.population >= 1_000_000:
            return Verdict(True, "embedded", EMBEDDED)
        if any(m.last == match.first - 1 for m in self.matches):
            return Verdict(True)
        return _DROP if single else Verdict(True, "embedded", EMBEDDED)

    def _metonym(self, match: Match) -> Verdict | None:
        from newsgrid.place.gazetteer import gazetteer

        capitals = gazetteer().capitals
        if match.entries[0].kind != "city" or not any(capitals.get(e.country) == e.index for e in match.entries):
            return None
        before, right = self.before(match), self._next(match)
        if before is not None and before.folded in self.lists.locatives:
            return None
        if right is not None and right.folded in self.lists.says:
            return Verdict(True, "metonym", METONYM)
        return None

    def _next(self, match: Match) -> Token | None:
        if match.last + 1 >= len(self.cut):
            return None
        gap = self.text[match.end : self.cut[match.last + 1].start]
        if gap.strip(" "):
            return None
        word = self.cut[match.last + 1]
        if word.folded in ("has", "had", "have", "also", "on", "will", "would") and match.last + 2 < len(self.cut):
            return self.cut[match.last + 2]
        return word

    def _hint(self, match: Match) -> str:
        before = self.before(match)
        if before is not None and before.folded in ("of", "von", "de", "van") and match.first >= 2:
            word = self.cut[match.first - 2].folded
            if word in self.lists.city_words and word not in ("port", "capital"):
                return "city"
            if word in ("state", "province", "region"):
                return "region"
        return "city" if self._dateline(match) and match.start < 60 else ""

    def consistent(self, verdicts: list[Verdict]) -> list[Verdict]:
        """Drop a name everywhere once it is known to be a person's, unless the words beside it say otherwise."""
        found = []
        for match, verdict in zip(self.matches, verdicts, strict=True):
            if verdict.keep and match.key in self.people and match.kind == "name" and match.entries[0].kind in ("city", "area") and not self._strong(match):
                found.append(_DROP)
            else:
                found.append(verdict)
        return found
