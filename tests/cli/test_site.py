"""What sites' pages taught is listed, shown, used and forgotten from the command line."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from cli.room import Room
from newsgrid.cli import article, site
from newsgrid.extract import Template, extract_and_learn

NOTE = (
    "The Harbour Gazette belongs to its readers, takes no money from the port, and answers to a council of nine women."
)
WORDS = "quay mill boat orchard library key storm ferry mayor judge nurse baker autumn bridge tide lantern".split()


def page(number: int) -> str:
    chance = random.Random(number)
    body = "".join(
        f"<p>The {' of the '.join(chance.sample(WORDS, 7))} was seen on the {number}th, and the {' and the '.join(chance.sample(WORDS, 5))} too.</p>"
        for _ in range(6)
    )
    title = f"Of {' and '.join(chance.sample(WORDS, 3))}"
    return (
        f"<html lang=en><body><article><h1>{title}</h1><div class=t>{body}<p>{NOTE}</p></div></article></body></html>"
    )


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Room:
    found = Room(monkeypatch, capsys)
    for module in (article, site):
        monkeypatch.setattr(module, "open_store", lambda *_: found.store)
    return found


def teach(room: Room) -> None:
    template = Template()
    for number in range(6):
        lesson = extract_and_learn(page(number), f"https://www.gazette.example/{number}")[1]
        assert lesson is not None
        template = template.learn(lesson)
    room.store.save_articles([], templates={"gazette.example": template.pack()})


@pytest.mark.django_db
def test_a_site_is_listed_shown_and_forgotten(room: Room) -> None:
    assert "No page has taught" in room.run("site", "list", expect=[0, 4]).stderr or room.json("site", "list") == []
    teach(room)
    assert [row["host"] for row in room.json("site", "list")] == ["gazette.example"]
    shown = room.json("site", "template", "https://www.gazette.example/any")
    assert shown["host"] == "gazette.example"
    assert shown["pages"] == 6
    assert shown["furniture_texts"] == 1
    assert "Forgot" in room.run("site", "template", "gazette.example", "--forget").stderr
    assert "Nothing is known" in room.run("site", "template", "gazette.example", expect=[4]).stderr


def test_a_publisher_file_is_tried_and_a_wrong_one_named(room: Room, tmp_path: Path) -> None:
    source, file = tmp_path / "page.html", tmp_path / "any.toml"
    source.write_text(page(50), "utf-8")
    where = ("article", "extract", str(source), "--url", "https://www.gazette.example/50")
    file.write_text("[[layout]]\nbody = '.t p'\ndrop = 'h1'\n")
    found = room.json(*where, "--publisher-file", str(file))
    assert found["evidence"]["publisher file"] == str(file)
    file.write_text("[[layout]]\nbodi = '.t p'\n")
    assert "line 2" in room.run(*where, "--publisher-file", str(file), expect=[1]).stderr
    assert "cannot be read" in room.run(*where, "--publisher-file", str(tmp_path), expect=[1]).stderr


def test_a_wrong_file_of_the_operator_is_named_and_left_aside(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSGRID_EXTRACT_PUBLISHER_FILES", str(tmp_path))
    source, file = tmp_path / "page.html", tmp_path / "gazette.example.toml"
    source.write_text(page(50), "utf-8")
    where = ("article", "extract", str(source), "--url", "https://www.gazette.example/50")
    file.write_text("[[layout]]\nbody = '.t p'\n")
    assert room.json(*where)["evidence"]["publisher file"] == str(file)
    file.write_text("[[layout]]\nbody = '.t p'\nwhat = 1\n")
    done = room.run(*where, "--json")
    assert "gazette.example.toml, line 3" in done.stderr.replace("\n", "")
    assert '"publisher file"' not in done.stdout


@pytest.mark.django_db
def test_an_article_is_extracted_by_what_the_store_has_learnt(room: Room, tmp_path: Path) -> None:
    teach(room)
    file = tmp_path / "page.html"
    file.write_text(page(50), "utf-8")
    where = ("article", "extract", str(file), "--url", "https://www.gazette.example/50")
    plain, helped = room.json(*where), room.json(*where, "--learnt")
    assert NOTE in plain["text"]
    assert NOTE not in helped["text"]
    assert helped["evidence"]["template"].startswith("6 pages of the site: 1 repeated texts left out")
