"""The command line as its users meet it: help with examples, JSON when piped, exit codes as documented."""

from __future__ import annotations

import contextlib
import fcntl
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from e2e.house import House
from typer.testing import CliRunner

from newsgrid.cli.main import app

RUNNER = CliRunner()


def commands(group: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    children = getattr(group, "commands", None)
    if not children:
        yield path, group
        return
    for name, child in children.items():
        yield from commands(child, (*path, name))


ALL = list(commands(typer.main.get_command(app)))


@pytest.mark.parametrize("path", [path for path, _ in ALL], ids=" ".join)
def test_every_command_helps(path: tuple[str, ...]) -> None:
    done = RUNNER.invoke(app, [*path, "--help"])
    assert done.exit_code == 0
    assert "Usage" in done.output


@pytest.mark.parametrize(("path", "command"), ALL, ids=[" ".join(p) for p, _ in ALL])
def test_every_option_says_what_it_is_for(path: tuple[str, ...], command: object) -> None:
    assert getattr(command, "help", "")
    plain = {"--help", "--json", "--limit", "--seed", "--feeds", "--entries", "--faults"}
    for option in getattr(command, "params", []):
        names = set(getattr(option, "opts", []))
        assert names & plain or getattr(option, "help", ""), (path, names)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return House(tmp_path_factory.mktemp("cli"), "[[edition]]\ncity = 'Johannesburg'\nlanguages = ['en', 'zu']\n")


def test_the_settings_files_editions_are_there(house: House) -> None:
    edition = next(e for e in house.json("edition", "list") if e["slug"] == "johannesburg")
    assert edition["title"] == "The Johannesburg Grid"
    assert edition["place"]["country"] == "ZA"


def test_an_edition_is_added_by_a_citys_name(house: House) -> None:
    house.run("edition", "add", "Nairobi, KE", "--language", "sw")
    assert {e["slug"] for e in house.json("edition", "list")} >= {"johannesburg", "nairobi"}


def test_a_city_nobody_knows_is_refused_with_a_reason(house: House) -> None:
    done = house.run("edition", "add", "Qqxyzville", expect=[2])
    assert "Qqxyzville" in done.stderr


def test_a_wrong_setting_ends_with_2_and_says_what_is_allowed(tmp_path: Path) -> None:
    done = House(tmp_path, "[work]\nbatch = 0\n").run("status", expect=[2])
    assert "work.batch" in done.stderr
    assert "from 1" in done.stderr


def test_feeds_come_in_and_go_out_as_opml(house: House, tmp_path: Path) -> None:
    opml = tmp_path / "in.opml"
    opml.write_text(
        '<opml version="2.0"><body><outline text="News"><outline text="A" xmlUrl="https://a.example/feed"/></outline><outline text="bad" xmlUrl="ftp://b.example/"/></body></opml>',
        "utf-8",
    )
    house.run("feeds", "import", str(opml), expect=[1])
    listed = house.json("feeds", "list")
    assert [(f["url"], f["title"], f["folder"], f["state"]["health"]) for f in listed] == [
        ("https://a.example/feed", "A", "News", "new")
    ]
    assert "https://a.example/feed" in house.run("feeds", "export").stdout
    house.run("feeds", "remove", str(listed[0]["id"]))
    assert house.json("feeds", "list") == []
    house.run("feeds", "remove", "999", expect=[1])


def test_adding_what_is_no_address_is_wrong_usage(house: House) -> None:
    house.run("feeds", "add", "not an address", expect=[2])


def test_a_private_address_is_refused_with_advice(house: House) -> None:
    done = house.run("feeds", "add", "http://127.0.0.1:9/feed", expect=[1])
    assert "allow_private" in done.stderr


def test_a_saved_feed_is_read(house: House, tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_text(
        "<rss version='2.0'><channel><title>T</title><item><title>One</title><link>/1</link><pubDate>Tue, 03 Mar 2026 10:00:00 +0200</pubDate></item></channel></rss>",
        "utf-8",
    )
    found = house.json("feed", "parse", str(file), "--url", "https://a.example/feed")
    assert found["feed"]["title"] == "T"
    assert found["entries"][0]["link"] == "https://a.example/1"
    assert found["entries"][0]["published"] == "2026-03-03T08:00:00+00:00"


def test_a_file_that_is_no_feed_is_said_in_one_line(house: House, tmp_path: Path) -> None:
    for name, data, reason in (
        ("page.html", b"<!doctype html><title>Log in</title>", "html"),
        ("bomb.xml", b"<rss>" + b"<a>" * 5000, "too-deep"),
        ("long.xml", b" " * 10_000_001, "too-large"),
        ("none.xml", b"", "empty"),
    ):
        file = tmp_path / name
        file.write_bytes(data)
        done = house.run("feed", "parse", str(file), expect=[1])
        assert done.stdout == ""
        assert [line for line in done.stderr.splitlines() if line] == [done.stderr.strip()]
        assert done.stderr.startswith(f"error: {name}: ")
        assert done.stderr.strip().endswith(f"({reason})")


def test_the_catalogue_is_searched(house: House) -> None:
    assert house.json("catalogue", "search", "--city", "Johannesburg", "--lang", "af")[0]["language"] == "af"
    house.run("catalogue", "search", "no such publisher", expect=[4])


def test_init_sets_up_a_folder_and_does_not_overwrite_one(tmp_path: Path) -> None:
    made = House(tmp_path)
    made.run("init", "--city", "Bangkok", "--language", "th", "--sources", "5", "--contact", "me@news.example", "--yes")
    assert [e["slug"] for e in made.json("edition", "list")] == ["bangkok"]
    assert 1 <= len(made.json("feeds", "list")) <= 5
    assert "me@news.example" in (tmp_path / "newsgrid.toml").read_text("utf-8")
    made.run("init", "--city", "Bangkok", "--yes", expect=[2])


ROWS = [
    {
        "id": "1",
        "title": "River floods Lindenau, hundreds leave homes",
        "text": "The river Warre burst its banks in Lindenau and 340 people left their homes, mayor Clara Voss said. The Altmarkt bridge is closed.",
        "published": "2026-03-12T06:00:00Z",
        "publisher": "A",
    },
    {
        "id": "2",
        "title": "Lindenau flood: 340 residents leave homes",
        "text": "Some 340 residents of Lindenau left home after the Warre flooded, mayor Clara Voss reported. The bridge at Altmarkt remains closed.",
        "published": "2026-03-12T08:00:00Z",
        "publisher": "B",
    },
    {
        "id": "3",
        "title": "Port Amsel wins the chess league again",
        "text": "Port Amsel won the chess league for the third time after a draw against Hollfeld, chairman Piet Lammers said.",
        "published": "2026-03-12T09:00:00Z",
        "publisher": "B",
    },
]


def test_a_file_of_articles_is_clustered_and_bad_lines_named(house: House, tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join([json.dumps(ROWS[0]), "{broken", *map(json.dumps, ROWS[1:])]) + "\n", "utf-8")
    done = house.run("stories", "cluster", str(source), "-o", str(target), expect=[1])
    assert "line 2" in done.stderr
    rows = {r["id"]: r for r in map(json.loads, target.read_text("utf-8").splitlines())}
    assert rows["1"]["story"] == rows["2"]["story"] != rows["3"]["story"]
    assert all(r["reason"] and r["origin"] for r in rows.values())


def test_articles_are_ingested_shown_backed_up_and_restored(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    first, second = House(tmp_path / "one", "[[edition]]\ncity = 'Johannesburg'\n"), House(tmp_path / "two")
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join(map(json.dumps, ROWS)), "utf-8")
    assert first.json("ingest", str(source))["articles"] == 3
    stories = first.json("stories", "list")
    assert len(stories) == 2
    shown = first.json("stories", "show", str(stories[0]["id"]))
    assert shown["id"] == stories[0]["id"]
    article = shown["articles"][0]
    assert first.json("article", "show", str(article["id"]))["title"] == article["title"]
    first.run("backup", str(tmp_path / "kept.tar"))
    second.run("restore", str(tmp_path / "kept.tar"))
    assert second.json("stories", "list") == stories
    second.run("restore", str(tmp_path / "kept.tar"), expect=[1])
    second.run("restore", str(tmp_path / "kept.tar"), "--force")
    assert second.json("status")["counts"]["articles"] == 3


def test_what_is_not_there_is_said(house: House) -> None:
    house.run("stories", "show", "12345", expect=[1])
    house.run("article", "show", "12345", expect=[1])
    house.run("restore", "none.tar", expect=[1])


def test_an_article_is_extracted_and_versions_compared(house: House, tmp_path: Path) -> None:
    text = "The council of Lindenau voted on Tuesday to reopen the old bridge over the Warre, the mayor Clara Voss said in the town hall. "
    page = "<html lang=en><body><article><h1>Lindenau reopens its old bridge</h1><p>{0}It cost {1} million euros.</p><p>{0}</p></article></body></html>"
    old, new = tmp_path / "old.html", tmp_path / "new.html"
    old.write_text(page.format(text, "3.2"), "utf-8")
    new.write_text(page.format(text, "4.1"), "utf-8")
    article = house.json("article", "extract", str(old), "--annotated")
    assert article["title"] == "Lindenau reopens its old bridge"
    assert article["language"] == "en"
    assert any(n["name"] == "Clara Voss" for n in article["annotations"]["names"])
    found = house.json("article", "diff", str(old), str(new))
    assert any("figure" in c["marks"] for c in found["silent"])


def test_versions_of_a_stored_article_are_shown_with_their_silent_corrections(tmp_path: Path) -> None:
    house = House(tmp_path)
    text = "The council of Lindenau voted on Tuesday to reopen the old bridge over the Warre. It cost {} million euros."
    for cost in ("3.2", "4.1"):
        row = {"title": "Lindenau reopens its bridge", "text": text.format(cost), "url": "https://post.example/bridge"}
        (tmp_path / "in.jsonl").write_text(json.dumps(row), "utf-8")
        house.run("ingest", str(tmp_path / "in.jsonl"))
    [story] = house.json("stories", "list")
    first, second = house.json("article", "versions", str(story["id"]))
    assert (first["number"], second["number"], "changes" in first) == (1, 2, False)
    assert [change["marks"] for change in second["silent"]] == [["figure"]]
    house.run("article", "versions", "12345", expect=[1])


@contextlib.contextmanager
def lease_held(house: House) -> Iterator[None]:
    """Hold a house's lease from outside, as another newsgrid process would."""
    if house.database:
        import psycopg

        from newsgrid.web.catalog.lease import LOCK_NUMBER

        with psycopg.connect(house.database) as connection:
            connection.execute("SELECT pg_advisory_lock(%s)", [LOCK_NUMBER])
            yield
        return
    with (house.folder / "data" / "writer.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def test_a_second_newsroom_is_kept_out(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.run("status")
    with lease_held(house):
        done = house.run("poll", expect=[3])
    assert "Another newsgrid process" in done.stderr


def test_reading_one_feed_opens_no_house(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_text(
        "<rss version='2.0'><channel><title>Rooftop</title><item><title>Bees</title></item></channel></rss>"
    )
    code = (
        "import sys; from newsgrid.cli.main import main; sys.argv = ['newsgrid', 'feed', 'parse', sys.argv[1]]\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'django', 'aiohttp', 'numpy'}), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=True)
    assert '"Bees"' in done.stdout
    assert done.stderr.strip() == "[]"
