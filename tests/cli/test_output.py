"""What publishers wrote is shown at the terminal and never obeyed by it."""

from __future__ import annotations

import json

import pytest
from rich.text import Text

from newsgrid.cli import output

HOSTILE = "[/red] [bold]x \x1b]0;owned\x07 \x9b31m \u202egnp.\ud800"
OBEYED = ("\x1b", "\x07", "\x9b", "\u202e", "\ud800")


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


def test_a_hostile_title_stands_in_a_table_and_does_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    output.print_table(HOSTILE, ("title", "health"), [(HOSTILE, Text("ok", style="green"))], note=HOSTILE)
    shown = capsys.readouterr().out
    assert shown.count("[/red] [bold]x") == 3
    assert not [sign for sign in OBEYED if sign in shown]


def test_a_hostile_title_in_a_message_does_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    output.say(HOSTILE)
    output.complain(HOSTILE)
    shown = capsys.readouterr().err
    assert shown.count("[/red] [bold]x") == 2
    assert not [sign for sign in OBEYED if sign in shown]


def test_json_has_every_character_and_no_command(capsys: pytest.CaptureFixture[str]) -> None:
    output.print_json({"title": HOSTILE})
    output.print_rows([{"title": HOSTILE}])
    shown = capsys.readouterr().out
    whole, _, row = shown.rpartition("\n{")
    assert json.loads(whole) == json.loads("{" + row) == {"title": HOSTILE}
    assert not [sign for sign in ("\x1b", "\x07", "\x9b", "\ud800") if sign in shown]
