"""Finding sources and setting up an edition, as a new user does it: piped, and at a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from e2e.house import House
from typer.testing import CliRunner

import newsgrid.feeds.catalogue as catalogue_module
from cli.terminal import talk
from newsgrid.cli.main import app
from newsgrid.demo import DemoServer, choose_today, load_world
from newsgrid.feeds import CatalogueFeed

RUNNER = CliRunner()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return House(tmp_path_factory.mktemp("sources"))


def search(*options: str, expect: int = 0) -> tuple[list[dict[str, Any]], str]:
    done = RUNNER.invoke(app, ["catalogue", "search", *options])
    assert done.exit_code == expect, done.output
    return json.loads(done.stdout or "[]"), done.stderr


class TestSearch:
    def test_a_citys_own_come_first_and_where_they_are_is_said(self) -> None:
        rows, said = search("--city", "Johannesburg", "--lang", "en", "--limit", "40", "--json")
        assert rows[0]["city"] == "Johannesburg"
        assert rows[0]["nearness"] == "city"
        assert {"name", "url", "site", "country", "city", "language", "category", "verified", "distance_km"} <= set(
            rows[0]
        )
        assert {row["language"] for row in rows} == {"en"}
        assert "at home in Johannesburg" in said
        assert "within 120 km" in said

    def test_what_was_cut_off_is_said(self) -> None:
        rows, said = search("--country", "ZA", "--limit", "2")
        assert len(rows) == 2
        assert "2 of " in said

    def test_a_town_without_sources_gets_its_country_and_is_told_so(self) -> None:
        _, said = search("--city", "Beaufort West")
        assert "none at home in Beaufort West" in said
        assert "elsewhere in South Africa" in said

    @pytest.mark.parametrize(("asked", "code"), [("Südafrika", "ZA"), ("th", "TH"), ("Кыргызстан", "KG")])
    def test_a_country_is_named_by_code_or_in_any_language(self, asked: str, code: str) -> None:
        assert {row["country"] for row in search("--country", asked)[0]} == {code}

    def test_what_is_wrong_or_not_there_has_its_exit_code_and_advice(self, house: House) -> None:
        assert "Did you mean Bishkek, KG?" in house.run("catalogue", "search", "--city", "Bishkeck", expect=[2]).stderr
        assert "Narnia" in search("--country", "Narnia", expect=2)[1]
        assert "national" in search("--category", "gossip", expect=2)[1]
        rows, said = search("--city", "Bishkek", "--lang", "th", expect=4)
        assert rows == []
        assert "ru" in said


@pytest.fixture(scope="module")
def world() -> Iterator[DemoServer]:
    with DemoServer(load_world(choose_today(datetime.now(UTC)))) as server:
        yield server


@pytest.fixture
def three(world: DemoServer, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Put three addresses of this machine in the catalogue's place: a feed, a page, nothing."""
    urls = [world.feed_addresses()[0], f"{world.base}/", f"{world.base}/not-there"]
    rows = tuple(
        CatalogueFeed(f"Paper {n}", url, url, "ZA", "", 0, None, "en", "national", 1, verified=True)
        for n, url in enumerate(urls)
    )
    monkeypatch.setattr(catalogue_module, "catalogue", lambda: rows)
    monkeypatch.setenv("NEWSGRID_FETCH_ALLOW_PRIVATE", "127.0.0.0/8")
    return urls


class TestCheck:
    def test_each_address_is_reported_and_those_that_fail_end_with_1(self, three: list[str]) -> None:
        done = RUNNER.invoke(app, ["catalogue", "check", "--json"])
        assert done.exit_code == 1
        rows = {row["url"]: row for row in json.loads(done.stdout)}
        assert list(rows) == three
        assert [rows[url]["health"] for url in three] == ["ok", "html", "not-found"]
        assert rows[three[0]]["entries"] > 0
        assert rows[three[0]]["age_days"] is not None
        assert "1 feeds" in done.stderr

    def test_an_interrupted_check_goes_on_where_it_was(self, three: list[str], tmp_path: Path) -> None:
        report = tmp_path / "checked.jsonl"
        first = RUNNER.invoke(app, ["catalogue", "check", "--limit", "2", "--report", str(report)])
        assert first.exit_code == 1
        assert len(report.read_text("utf-8").splitlines()) == 2
        with report.open("a") as file:
            file.write('{"url": "https://cut.off')  # as by kill -9
        second = RUNNER.invoke(app, ["catalogue", "check", "--report", str(report), "--json"])
        assert [row["url"] for row in json.loads(second.stdout)] == three[2:]
        assert sorted(json.loads(line)["url"] for line in report.read_text("utf-8").splitlines()) == sorted(three)
        third = RUNNER.invoke(app, ["catalogue", "check", "--report", str(report)])
        assert third.exit_code == 0
        assert "already" in third.stderr

    def test_a_file_that_is_no_report_is_left_alone(self, three: list[str], tmp_path: Path) -> None:
        other = tmp_path / "notes.txt"
        other.write_text("not ours\n")
        done = RUNNER.invoke(app, ["catalogue", "check", "--report", str(other)])
        assert done.exit_code == 1
        assert other.read_text() == "not ours\n"

    def test_nothing_to_ask_ends_with_4(self, three: list[str]) -> None:
        assert RUNNER.invoke(app, ["catalogue", "check", "no such paper"]).exit_code == 4


class TestInit:
    def test_it_asks_nothing_when_piped_and_takes_the_citys_sources(self, tmp_path: Path) -> None:
        made = House(tmp_path)
        done = made.run("init", "--city", "Bishkek", "--sources", "5", "--language", "ru")
        assert "at home in Bishkek" in done.stderr
        assert "5 feeds added" in done.stderr
        assert "site.contact" in done.stderr
        feeds = made.json("feeds", "list")
        assert {(f["country"], f["language"]) for f in feeds} == {("KG", "ru")}
        assert all(f["site"] and f["city"] == "Bishkek" for f in feeds)

    def test_a_city_with_namesakes_is_written_so_that_it_is_found_again(self, tmp_path: Path) -> None:
        made = House(tmp_path)
        done = made.run("init", "--city", "Jackson, Wyoming", "--sources", "0")
        assert 'city = "Jackson, Wyoming, US"' in (tmp_path / "newsgrid.toml").read_text("utf-8")
        assert made.json("edition", "list")[0]["place"]["region"] == "WY"
        assert "feeds added" not in done.stderr

    def test_which_namesake_was_taken_is_said(self, tmp_path: Path) -> None:
        done = House(tmp_path).run("init", "--city", "Springfield", "--sources", "0")
        assert "Springfield, Missouri, US (not Springfield" in done.stderr

    @pytest.mark.parametrize(
        ("options", "says"),
        [
            (["--city", "Bishkeck"], "Bishkek, KG"),
            (["--city", "Bishkek", "--language", "russian"], "russian"),
            ([], "--city"),
            (["--city", "Bishkek", "--opml", "bad.opml"], ""),
        ],
    )
    def test_what_is_wrong_leaves_no_half_made_folder(self, tmp_path: Path, options: list[str], says: str) -> None:
        (tmp_path / "bad.opml").write_text("this is no OPML")
        done = House(tmp_path).run("init", *options, expect=[1, 2])
        assert says in done.stderr
        assert not (tmp_path / "newsgrid.toml").exists()

    def test_an_opml_file_is_taken_as_far_as_it_is_good(self, tmp_path: Path) -> None:
        (tmp_path / "in.opml").write_text(
            '<opml version="2.0"><body><outline text="A" xmlUrl="https://a.example/feed"/>'
            '<outline text="bad" xmlUrl="ftp://b.example/"/></body></opml>'
        )
        made = House(tmp_path)
        done = made.run("init", "--city", "Bangkok", "--opml", "in.opml")
        assert "ftp://b.example/" in done.stderr
        assert [f["url"] for f in made.json("feeds", "list")] == ["https://a.example/feed"]

    def test_it_writes_the_file_that_config_names(self, tmp_path: Path) -> None:
        made = House(tmp_path)
        made.run("--config", "other.toml", "init", "--city", "Bangkok", "--sources", "0")
        assert (tmp_path / "other.toml").exists()
        assert not (tmp_path / "newsgrid.toml").exists()

    def test_at_a_terminal_it_asks_again_what_was_answered_wrong(self, tmp_path: Path) -> None:
        made = House(tmp_path)
        answers = ["Bishkeck", "Bishkek", "russian", "ru ky", "me@news.example", "y"]
        code, printed = talk(made.command("init", "--sources", "3"), answers, tmp_path, made.environment())
        assert code == 0, printed
        assert "Did you mean Bishkek, KG?" in printed
        assert "'russian' is no language tag" in printed
        text = (tmp_path / "newsgrid.toml").read_text("utf-8")
        assert 'languages = ["ru", "ky"]' in text
        assert "me@news.example" in text
        assert len(made.json("feeds", "list")) == 3

    def test_at_a_terminal_one_of_several_namesakes_is_chosen(self, tmp_path: Path) -> None:
        made = House(tmp_path)
        answers = ["99", "2", "", "", "n"]
        code, printed = talk(made.command("init", "--city", "Springfield"), answers, tmp_path, made.environment())
        assert code == 0, printed
        assert made.json("edition", "list")[0]["place"]["region"] == "MA"
        assert made.json("feeds", "list") == []


class TestEditionAdd:
    def test_piped_it_subscribes_to_nothing_unless_told(self, tmp_path: Path) -> None:
        house = House(tmp_path)
        done = house.run("edition", "add", "Kant, KG")
        assert "--sources" in done.stderr
        assert house.json("feeds", "list") == []

    def test_sources_are_added_once(self, tmp_path: Path) -> None:
        house = House(tmp_path)
        first = house.run("edition", "add", "Nairobi", "--sources", "3")
        assert "3 feeds added." in first.stderr
        second = house.run("edition", "add", "Nairobi", "--sources", "3")
        assert "3 feeds added." in second.stderr, "the next three"
        assert len({f["url"] for f in house.json("feeds", "list")}) == 6

    def test_at_a_terminal_sources_are_proposed(self, tmp_path: Path) -> None:
        made = House(tmp_path)
        code, printed = talk(
            made.command("edition", "add", "Nairobi", "--language", "sw"), ["y"], tmp_path, made.environment()
        )
        assert code == 0, printed
        assert "more in other languages of the country: en" in printed
        assert {f["language"] for f in made.json("feeds", "list")} == {"sw"}

    def test_a_wrong_language_is_refused_before_anything_is_added(self, tmp_path: Path) -> None:
        house = House(tmp_path)
        house.run("edition", "add", "Lagos", "--language", "english", expect=[2])
        assert "lagos" not in {e["slug"] for e in house.json("edition", "list")}
