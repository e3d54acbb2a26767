"""Where a text plays: the town that most of its names lie near."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from newsgrid.model import Place
from newsgrid.place.choose import Choice
from newsgrid.place.gazetteer import gazetteer
from newsgrid.place.lookup import distance_km
from newsgrid.place.scan import Match

AROUND_KM = 60.0
MAX_PLACES = 200


def focus_of(matches: Sequence[Match], chosen: Sequence[Choice], home: Place | None = None) -> Choice | None:
    """Give the place most names are or lie near: a town before a region before a country; None when nothing is named.

    Without a town or region in the text, the publisher's own `home`.
    """
    counts: dict[int, int] = {}
    choices: dict[int, Choice] = {}
    for match, choice in zip(matches, chosen, strict=False):
        if match.kind != "demonym":
            counts[choice.entry.index] = counts.get(choice.entry.index, 0) + 1
            choices.setdefault(choice.entry.index, choice)
    for kinds in (("city",), ("area",), ("region",)):
        rows = [row for row in counts if choices[row].entry.kind in kinds][:MAX_PLACES]
        if rows:
            return choices[max(rows, key=lambda row: (_gathered(row, rows, counts, choices), -row))]
    if home is not None:
        row = gazetteer().row_of(home.geonameid)
        if row is not None:
            return Choice(gazetteer().entry(row), 0.5, "home")
    rows = list(counts)
    return choices[max(rows, key=lambda row: (counts[row], -row))] if rows else None


def _gathered(row: int, rows: Iterable[int], counts: dict[int, int], choices: dict[int, Choice]) -> float:
    entry = choices[row].entry
    near = sum(counts[other] for other in rows if other != row and distance_km(entry, choices[other].entry) < AROUND_KM)
    return counts[row] + 0.5 * near
