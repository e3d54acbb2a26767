"""Choosing what each name of a text means: one sense per document, containment, nearness, country votes, inhabitants.

Every name gets a score for each of its candidates. Some terms speak of the candidate alone (what it is, how many live
there, whether the publisher is at home near it), some of what the text's other names may mean: candidates in the country,
the region and the neighbourhood that many names have a candidate in gain. The second kind is settled in a few rounds, in each of
which names vote with the shares that their candidates had in the round before.
"""

from __future__ import annotations

import dataclasses
import functools
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from newsgrid.model import Place
from newsgrid.place.gazetteer import BARE, MAIN, Entry, Gazetteer, gazetteer
from newsgrid.place.lookup import distance_km
from newsgrid.place.scan import Match

MAX_CANDIDATES = 40
"""Most important first: no name of the news means the forty-first Santa Maria without saying where."""
NEAR_KM = 100.0
ROUNDS = 3
SETTLED = 0.995
"""A name whose likeliest candidate has such a share by itself votes but is not asked again."""
_CELL_DEGREES = 1.2


@dataclasses.dataclass(frozen=True, slots=True)
class Weights:
    """What each term adds at most.

    Tuned on geo_dev (LGL, TR-News, GeoWebNews, GeoVirus) by coordinate search; run `newsgrid bench place` before changing one.
    """

    country: float = 2.6
    region: float = 1.5
    area: float = 0.3
    main: float = 0.8
    bare: float = -2.5
    population: float = 0.55
    """Per factor of ten."""
    capital: float = 1.2
    hinted: float = 1.5
    """The words around say which kind it is."""
    namesake: float = -2.5
    """A region called after its town: the bare name is the town's."""
    contained: float = 3.0
    """A name right after, past a comma, holds this one: `Paris, Texas`."""
    container: float = 2.0
    """It stands after a comma and holds the one before."""
    kindred: float = 1.2
    """It stands in a list beside one of its kind: `California, Texas and New York`."""
    votes_country: float = 1.6
    votes_region: float = 1.8
    votes_near: float = 1.6
    home_country: float = 1.0
    home_region: float = 0.8
    home_near: float = 2.5


WEIGHTS = Weights()
_NOTABLE = 6.5
"""Seas and parts of the world have no inhabitants of their own: they count as known as a place of ten to this."""


@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    """What a name means here."""

    entry: Entry
    score: float
    """In (0, 1]: the share of the best candidate among all."""
    why: str


@dataclasses.dataclass(frozen=True, slots=True)
class Context:
    """What the text around the names tells: by number of the match."""

    follows: Mapping[int, int] = dataclasses.field(default_factory=dict)
    """Which match stands right after which, past a comma or words that say it lies there."""
    beside: Mapping[int, tuple[int, ...]] = dataclasses.field(default_factory=dict)
    """Which stand next to it in a list."""
    hints: Mapping[int, str] = dataclasses.field(default_factory=dict)
    """Which kind (`city`, `region`) the words around ask for."""
    home: Place | None = None


def choose(matches: Sequence[Match], context: Context, weights: Weights = WEIGHTS) -> list[Choice]:
    """Choose an entry for each match, in order.

    Matches of one key get one entry (one sense per document), but a name that holds the one before it (`Albany, New York`) is
    chosen apart, and one with its container right after it means what lies there.
    """
    if not matches:
        return []
    election = _Election(matches, context, weights)
    for _ in range(ROUNDS):
        election.round()
    return election.choices()


class _Group:
    """The matches of one key."""

    def __init__(self, members: list[int], entries: tuple[Entry, ...]) -> None:
        self.members = members
        self.entries = entries[:MAX_CANDIDATES]
        self.base: list[float] = []
        self.scores: list[float] = []
        self.shares: list[float] = []
        self.why: list[str] = [""] * len(self.entries)
        self.weight = math.sqrt(len(members))

    def settle(self, scores: list[float]) -> None:
        top = max(scores)
        parts = [math.exp(score - top) for score in scores]
        total = sum(parts)
        self.scores, self.shares = scores, [part / total for part in parts]

    def best(self) -> int:
        return self.scores.index(max(self.scores))


class _Election:
    def __init__(self, matches: Sequence[Match], context: Context, weights: Weights) -> None:
        self.table: Gazetteer = gazetteer()
        self.matches, self.context, self.weights = matches, context, weights
        self.capitals = set(self.table.capitals.values())
        self.holding = set(context.follows.values())
        self.groups = self._grouped()
        self.group_of = {i: group for group in self.groups for i in group.members}
        for group in self.groups:
            group.base = [self._alone(group, entry) for entry in group.entries]
            self._prune(group)
            group.settle(list(group.base))

    def _prune(self, group: _Group) -> None:
        """Drop candidates that no vote can bring to the top, which changes nothing but the time it takes."""
        if any(i in self.context.follows or i in self.context.beside or i in self.holding for i in group.members):
            return
        floor = max(group.base) - self.weights.votes_country - self.weights.votes_region - self.weights.votes_near
        if min(group.base) < floor:
            kept = [n for n, score in enumerate(group.base) if score >= floor]
            group.entries = tuple(group.entries[n] for n in kept)
            group.base = [group.base[n] for n in kept]
            group.why = [""] * len(kept)

    def _grouped(self) -> list[_Group]:
        members: dict[tuple[str, bool], list[int]] = defaultdict(list)
        for i, match in enumerate(self.matches):
            holds_regions = i in self.holding and any(e.kind in ("region", "country") for e in match.entries)
            members[match.key, holds_regions].append(i)
        return [_Group(group, self.matches[group[0]].entries) for group in members.values()]

    def _alone(self, group: _Group, entry: Entry) -> float:
        w = self.weights
        kind = {"country": w.country, "region": w.region, "area": w.area, "city": 0.0}[entry.kind]
        standing = w.main if entry.standing == MAIN else w.bare if entry.standing == BARE else 0.0
        known = math.log10(entry.population + 100)
        if entry.kind == "area" and not entry.district:
            known = max(known, _NOTABLE)
        score = kind + standing + w.population * known
        if entry.index in self.capitals:
            score += w.capital
        hints = {self.context.hints[i] for i in group.members if i in self.context.hints}
        if entry.kind in hints:
            score += w.hinted
        if entry.kind in ("region", "area") and self._namesake(group.entries, entry) and "region" not in hints:
            score += w.namesake
        return score + self._at_home(entry)

    def _namesake(self, entries: tuple[Entry, ...], region: Entry) -> bool:
        """Say whether a region is called after a town of its own, which is what the bare name then means (Moscow, Osh)."""
        if region.country in ("CA", "US") and (region.kind == "area" or self.table.name(region.index) != "New York"):
            return False
        return any(
            e.kind == "city" and e.country == region.country and e.population * 12 > region.population for e in entries
        )

    def _at_home(self, entry: Entry) -> float:
        home, w = self.context.home, self.weights
        if home is None or entry.country != home.country:
            return 0.0
        score = w.home_country
        region = self.table.regions[entry.region]
        if home.region and region == f"{home.country}.{home.region}":
            score += w.home_region
        if entry.kind in ("city", "area") and home.kind != "country":
            score += w.home_near * math.exp(-distance_km(home, entry) / NEAR_KM)
        return score

    def round(self) -> None:
        """Let every name vote, then score every candidate anew."""
        countries: dict[str, float] = defaultdict(float)
        regions: dict[int, float] = defaultdict(float)
        cells: dict[tuple[int, int], float] = defaultdict(float)
        for group in self.groups:
            for entry, share in zip(group.entries, group.shares, strict=True):
                vote = group.weight * share
                if vote < 0.01:
                    continue
                countries[entry.country] += vote
                if entry.region:
                    regions[entry.region] += vote
                if entry.kind in ("city", "area"):
                    for cell, part in _around(entry):
                        cells[cell] += vote * part
        countries.pop("", None)
        total = sum(countries.values()) or 1.0
        for group in self.groups:
            if max(group.shares) < SETTLED:
                self._rescore(group, countries, total, regions, cells)

    def _rescore(
        self,
        group: _Group,
        countries: Mapping[str, float],
        total: float,
        regions: Mapping[int, float],
        cells: Mapping[tuple[int, int], float],
    ) -> None:
        w = self.weights
        mine_country: dict[str, float] = defaultdict(float)
        mine_region: dict[int, float] = defaultdict(float)
        mine_cell: dict[tuple[int, int], float] = defaultdict(float)
        for entry, share in zip(group.entries, group.shares, strict=True):
            vote = group.weight * share
            if vote >= 0.01:
                mine_country[entry.country] += vote
                mine_region[entry.region] += vote
                if entry.kind in ("city", "area"):
                    for cell, part in _around(entry):
                        mine_cell[cell] += vote * part
        scores = []
        for n, entry in enumerate(group.entries):
            cell = _cell(entry)
            near = max(0.0, cells.get(cell, 0.0) - mine_cell.get(cell, 0.0)) if entry.kind in ("city", "area") else 0.0
            terms = (
                (
                    "country",
                    w.votes_country
                    * max(0.0, countries.get(entry.country, 0.0) - mine_country.get(entry.country, 0.0))
                    / total,
                ),
                (
                    "region",
                    w.votes_region
                    * _saturate(max(0.0, regions.get(entry.region, 0.0) - mine_region.get(entry.region, 0.0)))
                    if entry.region
                    else 0.0,
                ),
                ("nearness", w.votes_near * _saturate(near)),
                ("containment", self._beside(group, entry)),
            )
            best = max(terms, key=lambda term: term[1])
            group.why[n] = best[0] if best[1] > 0.5 else ""
            scores.append(group.base[n] + sum(value for _, value in terms))
        group.settle(scores)

    def _beside(self, group: _Group, entry: Entry) -> float:
        """Score what the names right beside tell."""
        w, score = self.weights, 0.0
        for i in group.members:
            after = self.context.follows.get(i)
            if after is not None and any(holds(holder, entry) for holder in self.matches[after].entries):
                score = max(score, w.contained)
            if i in self.holding and entry.kind in ("region", "country"):
                before = next(b for b, a in self.context.follows.items() if a == i)
                if any(holds(entry, inner) for inner in self.matches[before].entries):
                    score = max(score, w.container)
            for other in self.context.beside.get(i, ()):
                near = self.group_of[other]
                kin = near.entries[near.best()]
                if (
                    near is not group
                    and kin.kind == entry.kind
                    and kin.kind in ("region", "country")
                    and (kin.kind == "country" or kin.country == entry.country)
                ):
                    score = max(score, w.kindred)
        return score

    def choices(self) -> list[Choice]:
        """Give the choice for each match."""
        found = []
        for i in range(len(self.matches)):
            group = self.group_of[i]
            best = group.best()
            why = group.why[best] or ("only" if len(group.entries) == 1 else "prominence")
            plain = Choice(group.entries[best], round(max(0.05, group.shares[best]), 3), why)
            found.append(self._inside(i, group) or plain)
        return found

    def _inside(self, i: int, group: _Group) -> Choice | None:
        """A name with its container right after it means what lies there, whatever it means elsewhere in the text."""
        after = self.context.follows.get(i)
        if after is None:
            return None
        outer = self.group_of[after]
        holder = outer.entries[outer.best()]
        if holder.kind == "city":
            return None
        inside = [n for n, e in enumerate(group.entries) if holds(holder, e)]
        if not inside:
            return None
        return Choice(group.entries[max(inside, key=lambda n: group.scores[n])], 0.95, "containment")


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


@functools.lru_cache(maxsize=65_536)
def _cell(entry: Entry) -> tuple[int, int]:
    return int(entry.latitude // _CELL_DEGREES), int(entry.longitude // _CELL_DEGREES)


@functools.lru_cache(maxsize=65_536)
def _around(entry: Entry) -> list[tuple[tuple[int, int], float]]:
    """Give the cell of an entry and those beside it, with what part of its vote reaches them."""
    row, column = _cell(entry)
    return [((row + r, column + c), 1.0 if r == c == 0 else 0.6) for r in (-1, 0, 1) for c in (-1, 0, 1)]


def _saturate(value: float) -> float:
    return value / (value + 1.0)
