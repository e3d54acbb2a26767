"""Settings: where they come from, and what a wrong one says."""

from pathlib import Path

import pytest

from newsgrid.errors import SettingsError
from newsgrid.settings import Settings, describe, load

DOCS = Path(__file__).parents[1] / "docs" / "reference" / "settings.md"


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "newsgrid.toml"
    file.write_text(text, "utf-8")
    return file


def test_without_file_and_variables_the_defaults_stand() -> None:
    assert load(env={}) == Settings()


def test_a_variable_wins_over_the_file(tmp_path: Path) -> None:
    file = written(tmp_path, "[fetch]\nmax_bytes = 5000\nallow_private = ['10.0.0.0/8']\n")
    found = load(file, env={"NEWSGRID_FETCH_MAX_BYTES": "7000"})
    assert found.fetch.max_bytes == 7000
    assert found.fetch.allow_private == ("10.0.0.0/8",)


def test_folders_of_the_file_are_taken_from_its_own_folder(tmp_path: Path) -> None:
    assert load(written(tmp_path, "[store]\ndata_dir = 'kept'\n"), env={}).store.data_dir == tmp_path / "kept"


def test_a_list_in_a_variable_is_separated_by_commas() -> None:
    assert load(env={"NEWSGRID_FETCH_ALLOW_PRIVATE": "127.0.0.0/8, 10.0.0.0/8"}).fetch.allow_private == (
        "127.0.0.0/8",
        "10.0.0.0/8",
    )


def test_an_edition_is_one_table(tmp_path: Path) -> None:
    found = load(written(tmp_path, "[[edition]]\ncity = 'Johannesburg'\nlanguages = ['en', 'zu']\n"), env={})
    assert found.editions[0].city == "Johannesburg"
    assert found.editions[0].languages == ("en", "zu")


@pytest.mark.parametrize(
    ("text", "variables", "words"),
    [
        ("[fetch]\nmax_bytes = 'many'\n", {}, ["fetch.max_bytes", "newsgrid.toml", "a whole number"]),
        ("[fetch]\nmax_bytes = 3\n", {}, ["fetch.max_bytes", "from 1000"]),
        ("[fetch]\nspeed = 3\n", {}, ["fetch.speed", "max_bytes"]),
        ("[fetsch]\n", {}, ["[fetsch]", "store"]),
        ("", {"NEWSGRID_SITE_DEBUG": "perhaps"}, ["NEWSGRID_SITE_DEBUG", "true or false"]),
        ("", {"NEWSGRID_SITE_LISTEN": "8080"}, ["NEWSGRID_SITE_LISTEN", "host:port"]),
        ("", {"NEWSGRID_FETCH_ALLOW_PRIVATE": "all"}, ["NEWSGRID_FETCH_ALLOW_PRIVATE", "networks"]),
        ("[[edition]]\nslug = 'x'\n", {}, ["city"]),
        ("[[edition]]\ncity = 'X'\nsize = 3\n", {}, ["size"]),
        ("not toml", {}, ["cannot be read"]),
    ],
)
def test_a_wrong_value_says_what_where_and_what_is_allowed(
    tmp_path: Path, text: str, variables: dict[str, str], words: list[str]
) -> None:
    with pytest.raises(SettingsError) as caught:
        load(written(tmp_path, text), env=variables)
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no settings file"):
        load(tmp_path / "none.toml", env={})


@pytest.mark.parametrize("row", describe(), ids=lambda row: row[0])
def test_every_setting_is_documented(row: tuple[str, str, str, str]) -> None:
    text = DOCS.read_text("utf-8")
    key, variable, default, _ = row
    assert f"`{key}`" in text
    assert variable in text
    assert default in text
