"""Telling names of places from names of people, works and things that are written the same."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence

from newsgrid.place.gazetteer import BARE, Entry, gazetteer
from newsgrid.place.scan import Match
from newsgrid.place.tokens import Token
from newsgrid.place.words import Words, common_words, words
from newsgrid.text import romanise

# Shares of a name's score that are left when it stands for something beside the place.
EMBEDDED, DEMONYM, METONYM = 0.5, 0.4, 0.7
BIG_TOWN = 300_000
"""A town so large is meant even where a smaller one's name would be taken for a person's or an ordinary word."""
FAMOUS_TOWN = 1_000_000
"""The same where the text has somebody of that name in full."""
CASELESS_TOWN = 100_000
"""In scripts without capitals smaller towns need a word beside them that says they are places."""
INFLECTED_TOWN = 500_000
"""The same of a word that is a town's name only past a prefix (`بموسكو`)."""
SMALL_TOWN = 5_000
"""Inside a longer name, and at the head of a sentence, a smaller town is not believed without a second sign."""
_ENGLISH = frozenset({"US", "GB", "CA", "AU", "NZ", "IE"})
_ENDS = frozenset('.!?\n:;“”"•|')


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    """What the words around a match say of it."""

    keep: bool
    why: str = ""
    weight: float = 1.0
    hint: str = ""


_DROP = Verdict(False)
_KEEP = Verdict(True)
_EMBEDDED = Verdict(True, "embedded", EMBEDDED)


def judge(text: str, cut: Sequence[Token], matches: Sequence[Match], language: str) -> list[Verdict]:
    """Give a verdict for each match, in order."""
    if not matches:
        return []
    court = _Court(text, cut, matches, language)
    return court.consistent([court.verdict(number) for number in range(len(matches))])


def _best(match: Match) -> Entry:
    """Give the most important entry that has the name itself, not as a county's bare name."""
    return next((e for e in match.entries if e.standing != BARE), match.entries[0])


def _capital(word: Token) -> bool:
    """Say whether a word is written with a capital at its head (not inside: `ngoLwesibili`)."""
    return word.cased and word.text[0].isupper()


class _Court:
    """What is known of a text while its matches are judged."""

    def __init__(self, text: str, cut: Sequence[Token], matches: Sequence[Match], language: str) -> None:
        self.text, self.cut, self.matches = text, cut, matches
        self.lists: Words = words()
        self.common = common_words(language)
        self.lower = {token.folded for token in cut if not token.capital}
        self.first_at = {match.first: number for number, match in enumerate(matches)}
        self.last_at = {match.last: number for number, match in enumerate(matches)}
        self.seen = Counter(match.key for match in matches)
        self.people: set[str] = set()
        self.sure: set[str] = {m.key for m in matches if m.kind == "name" and self.strong(m)}
        named = Counter(m.entries[0].country for m in matches if m.kind == "name" and m.entries[0].kind == "country")
        self.scene = {country for country, count in named.items() if count > 1 and country not in _ENGLISH}
        letters = [t for t in cut if t.cased and len(t.text) > 1]
        self.shouted = bool(letters) and sum(t.text.isupper() for t in letters) > 0.7 * len(letters)

    # What stands beside

    def left(self, match: Match) -> Token | None:
        """Give the word right before a match, when only a space, hyphen or initial's point lies between."""
        if match.first == 0:
            return None
        word = self.cut[match.first - 1]
        gap = self.text[word.end : match.start]
        if gap in (" ", "\u00a0", "-", "’s ", "'s ", " “", ' "', "” ", '" '):
            return word
        return word if gap == ". " and (word.folded in self.lists.titles or len(word.text) == 1) else None

    def right(self, match: Match) -> Token | None:
        """Give the word right after a match, when only a space or hyphen lies between."""
        if match.last + 1 >= len(self.cut):
            return None
        word = self.cut[match.last + 1]
        return word if self.text[match.end : word.start] in (" ", "\u00a0", "-") else None

    def before(self, match: Match) -> Token | None:
        """Give the word before a match in the same sentence."""
        if match.first == 0:
            return None
        word = self.cut[match.first - 1]
        gap = self.text[word.end : match.start]
        return word if len(gap) < 4 and not _ENDS & set(gap) else None

    def opens(self, number: int) -> bool:
        """Say whether a token opens a sentence, where any word has a capital."""
        return number <= 0 or bool(_ENDS & set(self.text[self.cut[number - 1].end : self.cut[number].start]))

    def dateline(self, match: Match) -> bool:
        """Say whether a match opens a text or paragraph as the place it was filed from."""
        if not self.opens(match.first):
            return False
        after = self.text[match.end : match.end + 40]
        return (
            any(mark in after for mark in ("—", "–", " -- ", " - ", "(AP)", "(AFP)", "(Reuters)"))
            and not self.text[match.start : match.end].islower()
        )

    def told_town(self, match: Match) -> bool:
        """Say whether the words around call it a place: `city of X`, `X, Kyrgyzstan`, `the town X`."""
        before = self.before(match)
        if before is not None:
            if (
                before.folded in ("of", "von", "de", "van", "da", "do")
                and match.first >= 2
                and self.cut[match.first - 2].folded in self.lists.city_words
            ):
                return True
            if before.folded in self.lists.city_words and not before.capital:
                return True
        return self._inside_next(match)

    def _inside_next(self, match: Match) -> bool:
        number = self._next_match(match)
        if number is None or self.text[match.end : self.matches[number].start] not in (", ", ",", " ("):
            return False
        outer = [e for e in self.matches[number].entries if e.kind in ("country", "region")]
        return any(
            inner.index != o.index
            and (inner.country == o.country if o.kind == "country" else inner.region == o.region and inner.region > 0)
            for o in outer
            for inner in match.entries
        )

    def _next_match(self, match: Match) -> int | None:
        return self.first_at.get(match.last + 1)

    def strong(self, match: Match) -> bool:
        """Say whether the words around make it a place for sure."""
        if self.told_town(match) or self.dateline(match):
            return True
        before = self.before(match)
        return (
            before is not None
            and before.folded in self.lists.strong_locatives
            and not self.text[before.end : match.start].strip()
        )

    # Verdicts

    def verdict(self, number: int) -> Verdict:
        """Judge one match by itself."""
        match = self.matches[number]
        if not self.cut:
            return _DROP
        if match.kind == "demonym":
            return Verdict(True, "demonym", DEMONYM)
        if match.kind == "abbreviation":
            return _DROP if self._work(match) else _KEEP
        if not self.cut[match.first].cased or self.text[match.start] >= "\u0600":
            return self._caseless(match)
        return self._cased(match)

    def _caseless(self, match: Match) -> Verdict:
        best = _best(match)
        if best.kind in ("country", "region") or (best.kind == "area" and len(match.key) > 3):
            return _KEEP
        script = self.text[match.start]
        need = 5 if "\u0e00" <= script <= "\u0e7f" else 4 if script < "\u1200" else 2
        head, tail = self.text[max(0, match.start - 6) : match.start].rstrip(), self.text[match.end : match.end + 1]
        if head.endswith(("เมือง", "จังหวัด", "กรุง", "อำเภอ", "مدينة", "بلدة", "قرية")) or tail in (
            "市",
            "县",
            "省",
            "镇",
            "区",
        ):
            return _KEEP
        if match.key in self.common:
            return _DROP
        least = INFLECTED_TOWN if match.inflected else CASELESS_TOWN
        return _KEEP if match.end - match.start >= need and best.population >= least else _DROP

    def _cased(self, match: Match) -> Verdict:
        best, written = _best(match), self.text[match.start : match.end]
        single = match.first == match.last
        if written.isupper() and len(written) <= 4 and not self.shouted and not self.dateline(match):
            return _DROP
        if len(match.key) < 3:
            return _DROP
        if match.key in self.lists.never and not (self.told_town(match) and best.population > SMALL_TOWN):
            return _DROP
        if self._work(match) or (all(e.standing == BARE for e in match.entries) and not self._district(match)):
            return _DROP
        if self._person(match, single):
            self.people.add(match.key)
            return _DROP
        if single and best.kind != "country" and self._word(match) and not self.strong(match):
            return _DROP
        return self._inside_name(match, single) or self._open(match, single)

    def _word(self, match: Match) -> bool:
        """Say whether a name is an ordinary word of the language, or one this text writes small."""
        return match.key in self.common or (match.key in self.lower and _best(match).population < BIG_TOWN)

    def _district(self, match: Match) -> bool:
        """Say whether a county is meant by its bare name: `Clarke and Oconee counties`, or the text has it in full."""
        if any(
            m.key.startswith(match.key + " ") and m.entries[0].kind == "area" and m.entries[0].district
            for m in self.matches
        ):
            return True
        ahead = [t.folded for t in self.cut[match.last + 1 : match.last + 9]]
        return any(w in ("counties", "parishes") for w in ahead) and not _ENDS & set(
            self.text[match.end : self.cut[min(match.last + 8, len(self.cut) - 1)].start].replace(",", "")
        )

    def _work(self, match: Match) -> bool:
        """Say whether a place is only part of the name of a treaty and the like: `Rome Statute`, `Treaty of Rome`."""
        for number in (match.last + 1, match.last + 2):
            if number >= len(self.cut) or self.text[self.cut[number - 1].end : self.cut[number].start] not in (
                " ",
                "-",
                "\u00a0",
            ):
                break
            word = self.cut[number]
            if word.folded in self.lists.works and (word.capital or word.folded in self.lists.small_works):
                return True
            if not word.capital:
                break
        before = self.before(match)
        if before is None or before.folded not in ("of", "de", "von", "van") or match.first < 2:
            return False
        head = self.cut[match.first - 2]
        return head.capital and head.folded in self.lists.before_works

    def _person(self, match: Match, single: bool) -> bool:
        best, lists = _best(match), self.lists
        if best.kind == "country" and not self._given(match.key):
            return False
        left, right = self.left(match), self.right(match)
        if left is not None and _capital(left) and self._names_person(left, match, single):
            return True
        if (
            single
            and right is not None
            and _capital(right)
            and self._given(match.key)
            and not self._inside_beside(match)
        ):
            known = (
                right.folded in lists.heads
                or right.folded in lists.kinds
                or right.folded in lists.streets
                or right.folded in lists.institutions
            )
            return not known and (best.kind != "country" or not self.strong(match))
        if left is not None and left.folded in self.people and self.text[left.end : match.start] == "-":
            return True
        if (
            single
            and best.kind in ("city", "area")
            and (match.key in lists.surnames or self._given(match.key))
            and match.key not in self.sure
        ):
            return best.population < BIG_TOWN and not self._at_scene(match)
        return (
            single
            and best.kind == "city"
            and best.population < BIG_TOWN
            and match.key not in self.sure
            and self._speaks(match)
        )

    def _given(self, word: str) -> bool:
        """Say whether a folded word is a given name, whatever its script."""
        return word in self.lists.given or (not word.isascii() and romanise(word).lower() in self.lists.given)

    def _inside_beside(self, match: Match) -> bool:
        """Say whether the name right after, with no comma, is of a country or region: `Austin Texas`."""
        number = self._next_match(match)
        return number is not None and _best(self.matches[number]).kind in ("country", "region")

    def _at_scene(self, match: Match) -> bool:
        """Say whether a town lies in a country the text speaks of, where English family names name no towns."""
        return any(e.kind == "city" and e.country in self.scene for e in match.entries)

    def _names_person(self, left: Token, match: Match, single: bool) -> bool:
        lists = self.lists
        if left.folded in lists.titles:
            return _best(match).kind != "country" and not (
                left.folded in ("mayor", "sheriff") and match.key in self.sure
            )
        if not single:
            return self._given(left.folded) and _best(match).population < BIG_TOWN
        initial = (
            len(left.text.rstrip(".")) == 1 and left.folded not in lists.locatives and left.folded not in lists.openers
        )
        return initial or self._given(left.folded)

    def _speaks(self, match: Match) -> bool:
        """Say whether somebody of that name says something: no town under a government does."""
        right = self.right(match)
        return right is not None and right.folded in self.lists.speaks

    def _inside_name(self, match: Match, single: bool) -> Verdict | None:
        """Judge a match that has a capitalised word right beside it; None when it stands free."""
        right = self.right(match)
        if (
            right is not None
            and _capital(right)
            and right.folded not in self.lists.says
            and not right.text[0].isdigit()
        ):
            return self._before_capital(match, right, single)
        left = self.left(match)
        if left is not None and _capital(left) and not self._plain_left(left, match):
            return self._after_capital(match, left, single)
        return None

    def _plain_left(self, left: Token, match: Match) -> bool:
        """Say whether a capital word before is none of the name: a sentence's first word, a demonym, a direction."""
        lists = self.lists
        if match.first - 1 in self.last_at or left.folded in lists.directions or left.folded in lists.locatives:
            return True
        if self.opens(match.first - 1) and (
            left.folded in self.lower
            or left.folded in lists.openers
            or left.folded in self.common
            or left.folded in lists.never
        ):
            return True
        return (
            left.text[-2:] in ("'s", "’s")
            or self.text[left.end : match.start].startswith(("'s", "’s"))
            or left.text.isdigit()
        )

    def _before_capital(self, match: Match, right: Token, single: bool) -> Verdict:
        best, lists = _best(match), self.lists
        free_left = self._free_left(match)
        trusted = (
            best.kind != "city" or best.population >= SMALL_TOWN or match.key in self.sure or self.seen[match.key] > 1
        )
        for number in range(match.last + 1, min(match.last + 6, len(self.cut))):
            word = self.cut[number]
            if self.text[self.cut[number - 1].end : word.start] not in (" ", "-", " & ", "'s ", "’s ") or not (
                word.capital or word.folded in ("of", "for", "and", "the")
            ):
                break
            if word.folded in lists.media:
                return _DROP if best.kind == "city" else _EMBEDDED
            if word.folded in lists.heads or word.folded in lists.institutions:
                return _EMBEDDED if trusted and free_left else _DROP
        if right.folded in lists.kinds or right.folded in lists.streets:
            return _DROP
        if self._next_match(match) is not None and (
            not single or best.kind != "city" or self._inside_beside(match) or match.key in self.sure
        ):
            return _KEEP if free_left else _DROP
        if best.kind in ("country", "region") or best.population >= BIG_TOWN:
            return _EMBEDDED if free_left else _DROP
        if right.folded in lists.never and free_left:
            return _KEEP
        if single:
            self.people.add(match.key)
            return _DROP
        return _EMBEDDED if free_left else _DROP

    def _free_left(self, match: Match) -> bool:
        left = self.left(match)
        return left is None or not _capital(left) or self._plain_left(left, match)

    def _after_capital(self, match: Match, left: Token, single: bool) -> Verdict:
        best = _best(match)
        if self.opens(match.first - 1) and (best.kind == "country" or best.population >= BIG_TOWN):
            return _KEEP
        if left.folded in self.lists.heads or left.folded in self.lists.openers:
            return _EMBEDDED
        if best.kind in ("country", "region") or best.population >= FAMOUS_TOWN:
            return _EMBEDDED
        if single:
            self.people.add(match.key)
            return _DROP
        return _EMBEDDED

    def _open(self, match: Match, single: bool) -> Verdict:
        """Judge a match that stands free of other names."""
        best = _best(match)
        if (
            single
            and best.kind == "city"
            and best.population < SMALL_TOWN
            and self.opens(match.first)
            and match.key not in self.sure
            and not self._of_people(match)
        ):
            return _DROP
        return self._metonym(match) or Verdict(True, hint=self._hint(match))

    def _of_people(self, match: Match) -> bool:
        right = self.right(match)
        return right is not None and (right.folded in self.lists.heads or right.folded in self.lists.city_words)

    def _metonym(self, match: Match) -> Verdict | None:
        capitals = gazetteer().capitals
        if not any(e.kind == "city" and capitals.get(e.country) == e.index for e in match.entries):
            return None
        before, verb = self.before(match), self._verb(match)
        if before is not None and before.folded in self.lists.locatives:
            return None
        return Verdict(True, "metonym", METONYM) if verb is not None and verb.folded in self.lists.says else None

    def _verb(self, match: Match) -> Token | None:
        number = match.last + 1
        while number < len(self.cut) and number <= match.last + 2:
            word = self.cut[number]
            if self.text[self.cut[number - 1].end : word.start] != " ":
                return None
            if word.folded not in ("has", "had", "have", "also", "will", "would", "on", "hat", "a", "ha"):
                return word
            number += 1
        return None

    def _hint(self, match: Match) -> str:
        before = self.before(match)
        if before is not None and before.folded in ("of", "von", "de", "van") and match.first >= 2:
            word = self.cut[match.first - 2].folded
            if word in self.lists.city_words and word not in ("port", "capital"):
                return "city"
            if word in ("state", "province", "region"):
                return "region"
        right = self.right(match)
        if right is not None and right.folded in ("state", "province", "region"):
            return "region"
        return "city" if match.start < 60 and self.dateline(match) else ""

    def consistent(self, verdicts: list[Verdict]) -> list[Verdict]:
        """Drop a name everywhere once it is known to be a person's, unless the words beside it say otherwise."""
        found = []
        for match, verdict in zip(self.matches, verdicts, strict=True):
            town = match.kind == "name" and _best(match).kind in ("city", "area")
            doubted = verdict.keep and town and match.key in self.people and _best(match).population < FAMOUS_TOWN
            found.append(_DROP if doubted and not self.strong(match) else verdict)
        return found
