"""Choosing what each name of a text means: one sense per document, containment, nearness, country votes, inhabitants.

Every name gets for each of its candidates a score made of terms; the terms that speak of other names are taken from their
likeliest candidates, twice over, so that names that settle help those that do not.
"""

from __future__ import annotations

import dataclasses
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from newsgrid.model import Place
from newsgrid.place.gazetteer import Entry, Gazetteer, gazetteer
from newsgrid.place.lookup import distance_km
from newsgrid.place.scan import Match

# Weights of the terms, tuned by hand on geo_dev (LGL, TR-News, GeoWebNews, GeoVirus); re-run `newsgrid bench place` when changing one.
KIND = {"country": 2.6, "region": 1.5, "city": 0.0, "area": 0.3}
MAIN_NAME = 0.8
POPULATION = 0.55
"""Per factor of ten."""
CONTAINED = 3.0
"""A name right after, past a comma, that holds this one: `Paris, Texas`."""
COUNTRY_VOTE = 1.6
REGION_VOTE = 1.8
NEAR = 1.6
NEAR_KM = 150.0
HOME_COUNTRY = 1.0
HOME_NEAR = 2.2
ROUNDS = 2


@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    """What a name means here."""

    entry: Entry
    score: float
    """In (0, 1]: the share of the best candidate among all."""
    why: str


def choose(
    matches: Sequence[Match], follows: Mapping[int, int] | None = None, home: Place | None = None, hints: Mapping[int, str] | None = None
) -> list[Choice]:
    """Choose an entry for each match.

    `follows` says by number which match stands right after which past a comma; `hints` by number which kind the words around
    ask for (`city`, `region`). Matches of one key get one entry, unless a comma says otherwise.
    """
    table = gazetteer()
    groups = _groups(matches, follows or {})
    scorer = _Scorer(table, matches, groups, follows or {}, home, hints or {})
    for _ in range(ROUNDS):
        scorer.round()
    chosen = scorer.result()
    return [chosen[i] for i in range(len(matches))]


def _groups(matches: Sequence[Match], follows: Mapping[int, int]) -> list[list[int]]:
    """Give matches by key: what one sense per document holds for."""
    found: dict[str, list[int]] = defaultdict(list)
    for i, match in enumerate(matches):
        found[match.key].append(i)
    return list(found.values())


class _Scorer:
    def __init__(
        self, table: Gazetteer, matches: Sequence[Match], groups: list[list[int]], follows: Mapping[int, int], home: Place | None, hints: Mapping[int, str]
    ) -> None:
        self.table, self.matches, self.groups, self.follows, self.home, self.hints = table, matches, groups, follows, home, hints
        self.base = [[self._alone(group, entry) for entry in matches[group[0]].entries] for group in groups]
        self.scores = [list(row) for row in self.base]
        self.why = [[""] * len(row) for row in self.base]
        self.group_of = {i: g for g, group in enumerate(groups) for i in group}

    def _alone(self, group: list[int], entry: Entry) -> float:
        match = self.matches[group[0]]
        score = KIND[entry.kind] + (MAIN_NAME if entry.main else 0.0) + POPULATION * math.log10(entry.population + 100)
        hinted = {self.hints[i] for i in group if i in self.hints}
        if hinted:
            score += 1.5 if entry.kind in hinted else 0.0
        if entry.kind in ("region", "area") and self._namesake(match.entries, entry):
            score -= 2.5
        if self.home is not None:
            score += HOME_COUNTRY if entry.country == self.home.country else 0.0
            if entry.kind in ("city", "area"):
                score += HOME_NEAR * math.exp(-distance_km(self.home, entry) / NEAR_KM)
        return score

    def _namesake(self, entries: tuple[Entry, ...], region: Entry) -> bool:
        """Say whether a region is called after a town of its own, which is what the bare name then means (Moscow, Osh)."""
        if region.country in ("CA", "US") and self.table.name(region.index) != "New York":
            return False
        return any(e.kind == "city" and e.country == region.country and e.population * 12 > region.population for e in entries)

    def best(self, g: int) -> Entry:
        """Give the likeliest entry of a group now."""
        row = self.scores[g]
        return self.matches[self.groups[g][0]].entries[row.index(max(row))]

    def round(self) -> None:
        """Score all candidates anew, with the help of the others' likeliest."""
        leaders = [self.best(g) for g in range(len(self.groups))]
        sure = [self._sureness(g) for g in range(len(self.groups))]
        countries, regions = self._votes(leaders, sure)
        total = sum(countries.values()) or 1.0
        new: list[list[float]] = []
        for g, group in enumerate(self.groups):
            entries = self.matches[group[0]].entries
            if len(entries) == 1:
                new.append(list(self.base[g]))
                continue
            others = [(leaders[o], sure[o] * math.sqrt(len(self.groups[o]))) for o in range(len(self.groups)) if o != g]
            row = []
            for n, entry in enumerate(entries):
                own_country = countries[entry.country] - (len(group) ** 0.5 * sure[g] if leaders[g].country == entry.country else 0.0)
                own_region = regions[entry.region] - (len(group) ** 0.5 * sure[g] if entry.region and leaders[g].region == entry.region else 0.0)
                terms = {
                    "country": COUNTRY_VOTE * max(0.0, own_country) / total,
                    "region": REGION_VOTE * _saturate(max(0.0, own_region)) if entry.region else 0.0,
                    "nearness": NEAR * self._nearness(entry, others),
                    "containment": self._contained(group, entry, leaders),
                }
                row.append(self.base[g][n] + sum(terms.values()))
                top = max(terms, key=lambda k: terms[k])
                self.why[g][n] = top if terms[top] > 0.5 else ""
            new.append(row)
        self.scores = new

    def _votes(self, leaders: list[Entry], sure: list[float]) -> tuple[dict[str, float], dict[int, float]]:
        countries: dict[str, float] = defaultdict(float)
        regions: dict[int, float] = defaultdict(float)
        for g, leader in enumerate(leaders):
            weight = len(self.groups[g]) ** 0.5 * sure[g]
            if leader.country:
                countries[leader.country] += weight
            if leader.region:
                regions[leader.region] += weight
        return countries, regions

    def _sureness(self, g: int) -> float:
        row = self.scores[g]
        if len(row) == 1:
            return 1.0
        top = max(row)
        return 1.0 / sum(math.exp(min(0.0, score - top)) for score in row)

    def _nearness(self, entry: Entry, others: Sequence[tuple[Entry, float]]) -> float:
        if entry.kind == "country":
            return 0.0
        total = 0.0
        for other, weight in others:
            if other.kind in ("city", "area") and abs(other.latitude - entry.latitude) < 5:
                total += weight * math.exp(-distance_km(entry, other) / NEAR_KM)
        return _saturate(total)

    def _contained(self, group: list[int], entry: Entry, leaders: list[Entry]) -> float:
        for i in group:
            after = self.follows.get(i)
            if after is None:
                continue
            for holder in self.matches[after].entries:
                if holds(holder, entry):
                    return CONTAINED
        return 0.0

    def result(self) -> dict[int, Choice]:
        """Give the choice for each match."""
        found: dict[int, Choice] = {}
        for g, group in enumerate(self.groups):
            entry = self.best(g)
            row = self.scores[g]
            why = self.why[g][row.index(max(row))]
            choice = Choice(entry, round(max(0.05, min(1.0, self._sureness(g))), 3), why or ("only" if len(row) == 1 else "prominence"))
            for i in group:
                found[i] = self._beside_comma(i) or choice
        return found

    def _beside_comma(self, i: int) -> Choice | None:
        """A name with its container right after it means what lies there, whatever it means elsewhere in the text."""
        after = self.follows.get(i)
        if after is None:
            return None
        holders = [h for h in self.matches[after].entries if h.kind != "city"]
        inside = [e for e in self.matches[i].entries if any(holds(h, e) for h in holders)]
        if not inside:
            return None
        g = self.group_of[i]
        entries = self.matches[self.groups[g][0]].entries
        best = max(inside, key=lambda e: self.scores[g][entries.index(e)] if e in entries else 0.0)
        return Choice(best, 0.95, "containment")


def holds(outer: Entry, inner: Entry) -> bool:
    """Say whether a country, region or district is one that the other place lies in."""
    if outer.index == inner.index:
        return False
    if outer.kind == "country":
        return inner.country == outer.country and inner.kind != "country"
    if outer.kind == "region":
        return bool(outer.region) and inner.region == outer.region and inner.kind in ("city", "area")
    if outer.kind == "area":
        return bool(outer.district) and inner.district == outer.district and inner.kind == "city"
    return False


def _saturate(value: float) -> float:
    return value / (value + 1.0)
