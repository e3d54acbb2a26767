"""What an operator does with feeds: sees which fail and since when, changes, pauses, asks again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from e2e.house import House

from cli.room import Room
from cli.terminal import talk
from newsgrid.demo import DemoServer, choose_today, load_world

# Answers are stored from an event loop, by a connection of its own: what a test wrote must be committed.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def world() -> Iterator[DemoServer]:
    with DemoServer(load_world(choose_today(datetime.now(UTC)))) as server:
        yield server


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Room:
    return Room(monkeypatch, capsys)


@pytest.fixture
def house(room: Room, world: DemoServer) -> Room:
    """Three feeds that were asked: one well, one that is no feed, one that is not there."""
    room.run("feeds", "add", world.feed_addresses()[0], "--city", "Johannesburg", "--country", "za")
    for name, url in (("Page", f"{world.base}/"), ("Missing", f"{world.base}/not-there")):
        room.run("feeds", "add", url, "--offline", "--publisher", name)
    room.run("feeds", "check", *numbers(room)[1:], expect=[1])
    return room


def numbers(room: Room) -> list[str]:
    """Give the ids of the feeds, in the order they were added."""
    return [str(feed.id) for feed in room.store.feeds()]


def ids(house: Room, *options: str) -> list[str]:
    return [str(feed["id"]) for feed in house.json("feeds", "list", *options)]


def test_problems_come_first_and_alone_when_asked_for(house: Room) -> None:
    well, *bad = numbers(house)
    assert ids(house)[-1] == well
    assert sorted(ids(house, "--problems")) == sorted(ids(house, "--failing")) == sorted(bad)


def test_a_feed_that_fails_is_told_whole(house: Room) -> None:
    told = house.json("feeds", "show", numbers(house)[2])
    assert told["condition"] == "failing"
    assert told["state"]["health"] == "not-found"
    assert told["state"]["failing_since"]
    assert "failed once" in told["next_visit_because"]
    assert told["recent"] == []


def test_a_feed_that_is_well_is_told_with_what_became_of_its_entries(house: Room) -> None:
    told = house.json("feeds", "show", numbers(house)[0], "--entries", "2")
    assert told["condition"] == "well"
    assert told["entries"]["pending"] > 2
    assert [line["state"] for line in told["recent"]] == ["pending", "pending"]
    assert all(line["title"] and line["link"] for line in told["recent"])


def test_status_sums_up(house: Room) -> None:
    found = house.json("status")
    assert found["feeds"] == {"failing": 2, "well": 1}
    assert [str(feed["id"]) for feed in found["failing_longest"]] == ids(house, "--failing")


def test_adding_what_is_there_already_says_which_feed_it_is(house: Room, world: DemoServer) -> None:
    address = world.feed_addresses()[0]
    first = f"feed {numbers(house)[0]}"
    assert first in house.run("feeds", "add", address, expect=[1]).stderr
    assert first in house.run("feeds", "add", address + "/", "--offline", expect=[1]).stderr


class TestEditing:
    def test_an_edit_changes_what_is_named_and_says_so(self, house: Room) -> None:
        first = numbers(house)[0]
        done = house.run("feeds", "edit", first, "--folder", "Papers", "--city", "Soweto", "--language", "en")
        assert "folder is 'Papers'" in done.stderr
        feed = house.json("feeds", "show", first)
        assert (feed["folder"], feed["city"], feed["country"]) == ("Papers", "Soweto", "ZA")
        house.run("feeds", "edit", first, "--folder", "")
        assert house.json("feeds", "show", first)["folder"] == ""
        assert "already" in house.run("feeds", "edit", first, "--folder", "").stderr

    def test_a_new_address_is_asked_anew(self, house: Room, world: DemoServer) -> None:
        last = numbers(house)[2]
        done = house.run("feeds", "edit", last, "--url", world.feed_addresses()[1])
        assert f"feeds check {last}" in done.stderr
        assert house.json("feeds", "show", last)["condition"] == "new"
        assert house.json("feeds", "check", last)[0]["state"]["health"] == "ok"

    def test_an_address_of_another_feed_is_refused(self, house: Room, world: DemoServer) -> None:
        done = house.run("feeds", "edit", numbers(house)[1], "--url", world.feed_addresses()[0], expect=[1])
        assert "Another feed" in done.stderr

    @pytest.mark.parametrize(
        "options", [["--language", "english"], ["--country", "Narnia"], ["--url", "not an address"], []]
    )
    def test_what_is_wrong_changes_nothing(self, room: Room, options: list[str]) -> None:
        room.run("feeds", "add", "https://a.example/feed", "--offline")
        before = room.store.feeds()
        room.run("feeds", "edit", numbers(room)[0], *options, expect=[2])
        assert room.store.feeds() == before

    def test_a_feed_that_is_not_there_is_said(self, room: Room) -> None:
        for command in ("show", "check", "pause", "resume", "remove"):
            assert "There is no feed 99." in room.run("feeds", command, "99", expect=[1]).stderr
        assert "There is no feed 99." in room.run("feeds", "edit", "99", "--title", "x", expect=[1]).stderr


def test_a_paused_feed_is_left_alone_until_it_is_resumed(room: Room, world: DemoServer) -> None:
    room.run("feeds", "add", world.feed_addresses()[0], "--offline")
    [feed] = numbers(room)
    assert "is paused" in room.run("feeds", "pause", feed).stderr
    assert "already" in room.run("feeds", "pause", feed).stderr
    assert room.json("feeds", "check") == []
    assert room.json("feeds", "list")[0]["state"]["checked"] is None
    room.run("feeds", "resume", feed)
    assert room.json("feeds", "check")[0]["state"]["health"] == "ok"


def test_a_paused_feed_is_asked_when_it_is_named(room: Room, world: DemoServer) -> None:
    room.run("feeds", "add", world.feed_addresses()[0], "--offline")
    [feed] = numbers(room)
    room.run("feeds", "pause", feed)
    assert room.json("feeds", "check", feed)[0]["state"]["health"] == "ok"
    assert room.json("feeds", "list")[0]["paused"] is True


def test_failing_feeds_are_asked_again_all_at_once(house: Room) -> None:
    asked = house.json("feeds", "check", "--failing", expect=[1])
    assert [str(feed["id"]) for feed in asked] == numbers(house)[1:]
    assert min(feed["state"]["failures"] for feed in asked) == 2


def test_several_subscriptions_end_at_once(house: Room) -> None:
    first, *others = numbers(house)
    done = house.run("feeds", "remove", *others, "99", expect=[1])
    assert f"Removed feed {others[0]}." in done.stderr
    assert numbers(house) == [first]


class TestImporting:
    def test_duplicates_are_reported_and_what_is_bad_left_out(self, room: Room, tmp_path: Path) -> None:
        room.run("feeds", "add", "https://a.example/feed", "--offline", "--publisher", "The A Paper")
        opml = tmp_path / "in.opml"
        opml.write_text(
            """<opml version="2.0"><body><outline text="Papers"><outline text="B" xmlUrl="https://b.example/rss"/></outline>
            <outline text="A" xmlUrl="http://www.a.example/feed/"/><outline text="B again" xmlUrl="http://b.example/rss"/>
            <outline text="C" xmlUrl="https://c.example/rss"/><outline text="bad" xmlUrl="javascript:alert(1)"/></body></opml>"""
        )
        done = room.run("feeds", "import", str(opml), "--folder", "Imported", expect=[1])
        assert f"is feed {numbers(room)[0]}, The A Paper" in done.stderr
        assert "in the file as https://b.example/rss as well" in done.stderr
        assert "'javascript:alert(1)' is no http(s) address" in done.stderr
        assert "2 feeds added, 2 were there already, 1 refused." in done.stderr
        assert {(feed.url, feed.folder) for feed in room.store.feeds()} == {
            ("https://a.example/feed", ""),
            ("https://b.example/rss", "Papers"),
            ("https://c.example/rss", "Imported"),
        }
        assert "0 feeds added, 4 were there already" in room.run("feeds", "import", str(opml), expect=[1]).stderr

    def test_thousands_come_in_at_once_and_go_out_again(self, room: Room, tmp_path: Path) -> None:
        outlines = "".join(f'<outline text="F{n}" xmlUrl="https://f{n}.example/feed"/>' for n in range(3000))
        (tmp_path / "in.opml").write_text(f'<opml version="2.0"><body>{outlines}</body></opml>')
        assert "3000 feeds added" in room.run("feeds", "import", str(tmp_path / "in.opml")).stderr
        assert room.run("feeds", "export").stdout.count("xmlUrl=") == 3000

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "no XML",
            "<html/>",
            '<!DOCTYPE x [<!ENTITY a "b">]><opml><body>&a;</body></opml>',
            "<opml>" + "<outline>" * 2000 + "</opml>",
        ],
    )
    def test_what_is_no_list_is_refused_in_one_line(self, room: Room, tmp_path: Path, text: str) -> None:
        (tmp_path / "bad.opml").write_text(text)
        done = room.run("feeds", "import", str(tmp_path / "bad.opml"), expect=[1])
        assert done.stderr.startswith("error: ")
        assert len(done.stderr.strip().splitlines()) == 1

    def test_a_list_that_cannot_be_written_is_said(self, room: Room) -> None:
        assert "cannot be written" in room.run("feeds", "export", "/nowhere/out.opml", expect=[1]).stderr


@pytest.mark.django_db(databases=[])
def test_in_a_terminal_feeds_are_tables(tmp_path: Path, world: DemoServer) -> None:
    made = House(tmp_path, '[fetch]\nallow_private = ["127.0.0.0/8"]\n')
    made.run("feeds", "add", world.feed_addresses()[0], "--city", "Johannesburg", "--country", "ZA")
    made.run("feeds", "add", f"{world.base}/not-there", "--offline", "--publisher", "Missing")
    for asked, words in (
        (["feeds", "check", "2"], "not-found"),
        (["feeds", "list"], f"{datetime.now(UTC):%Y-}"),
        (["feeds", "show", "1"], "at home in        Johannesburg, ZA"),
        (["feeds", "show", "1"], "Newest entries"),
        (["status"], "Failing longest"),
    ):
        code, printed = talk(made.command(*asked), [], tmp_path, made.environment())
        assert code == (asked[1:2] == ["check"])
        assert words in printed


def test_a_saved_feed_is_printed_in_the_documented_form(room: Room, tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_text(
        """<rss version='2.0'><channel><title>T</title><language>en</language><item><title>One</title><link>/1</link><guid>g1</guid>
        <description>Short.</description><category>Water</category><author>jo@a.example (Jo Mason)</author>
        <enclosure url="/a.mp3" type="audio/mpeg" length="7"/>
        <pubDate>Tue, 03 Mar 2026 10:00:00 +0200</pubDate></item></channel></rss>""",
        "utf-8",
    )
    found: dict[str, Any] = json.loads(room.run("feed", "parse", str(file), "--url", "https://a.example/feed").stdout)
    assert {"feed", "entries", "problems"} <= set(found)
    [entry] = found["entries"]
    assert {
        "id", "title", "link", "published", "updated", "summary", "content", "authors", "categories", "enclosures", "language",
    } <= set(entry)  # fmt: skip
    assert (entry["id"], entry["link"], entry["published"]) == (
        "g1",
        "https://a.example/1",
        "2026-03-03T08:00:00+00:00",
    )
    assert entry["categories"] == ["Water"]
    assert entry["enclosures"][0]["url"] == "https://a.example/a.mp3"
    (tmp_path / "bad.xml").write_text("<html><body>Log in</body></html>")
    done = room.run("feed", "parse", str(tmp_path / "bad.xml"), expect=[1])
    assert len(done.stderr.strip().splitlines()) == 1
