"""A few invented events, each told more than once, for the tests of the story engine."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

from newsgrid.model import Assignment, Merge, Split, Telling
from newsgrid.story import Ledger, StoryEngine

START = datetime(2026, 5, 4, 6, 0, tzinfo=UTC)


def telling(number: int, title: str, text: str = "", hours: float = 0.0, language: str = "en", **more: str) -> Telling:
    return Telling(number, title, text, START + timedelta(hours=hours), language, **more)


BRIDGE_A = (
    "Inspectors shut the Kessler bridge in Budapest on Monday after finding 14 broken cables. Mayor Ilona Vargha said "
    "traffic would be sent over the Arpad crossing until October. The engineer Tibor Halmos had warned of rust in a "
    "report of 88 pages two years ago. Some 61,200 cars use the bridge each day."
)
BRIDGE_B = (
    "Drivers in Budapest face months of detours. Fourteen cables of the Kessler bridge have snapped, Ilona Vargha, the "
    "mayor, told reporters, and the span stays closed until October. Tibor Halmos, whose 88 page report had "
    "described the rust, called it a wonder that nobody among the 61,200 motorists a day was hurt."
)
BRIDGE_DE = (
    "Die Kessler-Brücke in Budapest ist seit Montag gesperrt, weil 14 Seile gerissen sind. Bürgermeisterin Ilona Vargha "
    "rechnet mit Umleitungen bis Oktober. Der Ingenieur Tibor Halmos hatte in einem Bericht von 88 Seiten vor Rost "
    "gewarnt. Täglich fahren 61.200 Autos über die Brücke."
)
BRIDGE_RU = (
    "В Будапеште закрыт мост Кесслер: лопнули 14 тросов. Мэр Илона Варга сообщила, что движение пустят в объезд до "
    "октября. Инженер Тибор Халмош предупреждал о ржавчине в докладе на 88 страницах. Каждый день по мосту проезжают "
    "61 200 машин."
)
VINES = (
    "Growers around Mendoza lost a fifth of their grapes when hail fell for eleven minutes on Sunday night. Rosario Quiroga, "
    "who leads the cooperative of Valle Hondo, put the damage at 37 million pesos and asked for cheap loans. The "
    "weather office had warned of a storm but not of stones as large as eggs."
)
CHESS = (
    "A librarian of nineteen from Tromso won the northern chess open with a bishop sacrifice in the last round. Sigrun "
    "Aaby had begun the week as number 46 of the seeding list. The prize of 9,500 euros will pay for a year of study, "
    "she said, and for new shelves."
)
WORLD = (
    telling(1, "Budapest closes Kessler bridge over broken cables", BRIDGE_A, 0, publisher="a"),
    telling(2, "Hail takes a fifth of Mendoza grapes", VINES, 1, publisher="a"),
    telling(3, "Months of detours: Kessler bridge in Budapest shut", BRIDGE_B, 3, publisher="b"),
    telling(4, "Librarian wins northern chess open", CHESS, 5, publisher="c"),
    telling(5, "Gerissene Seile: Kessler-Brücke in Budapest gesperrt", BRIDGE_DE, 6, "de", publisher="d"),
    telling(6, "В Будапеште закрыли мост Кесслер", BRIDGE_RU, 8, "ru", publisher="e"),
)


def stream(
    engine: StoryEngine, tellings: tuple[Telling, ...] = WORLD
) -> tuple[Ledger, list[Assignment], list[Merge | Split]]:
    """Let articles come in order and repair once at the end."""
    ledger, assignments = Ledger(), []
    now = START
    for one in tellings:
        now = max(now, one.published or now)
        assignments.append(engine.assign(one, now))
        ledger.note(assignments[-1])
    steps = [*engine.repair(now), *engine.repair(now)]
    ledger.follow(steps)
    return ledger, assignments, steps


def headline_only(one: Telling) -> Telling:
    return dataclasses.replace(one, text="")
