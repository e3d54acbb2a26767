"""The house itself: rooms, licence, locks, and that what exists is documented."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

ROOT = Path(__file__).parents[1]


def test_rooms_keep_to_their_layers() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_room_declares_its_place() -> None:
    declared = (ROOT / "pyproject.toml").read_text("utf-8")
    for path in (ROOT / "src" / "newsgrid").iterdir():
        name = path.stem
        if name.startswith(("_", ".")) or name == "py":
            continue
        assert re.search(rf'"[^"]*\b{name}\b[^"]*"', declared.split("layers = [")[1].split("]")[0]), name


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_the_lock_is_pinned_and_hashed_and_has_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    pins = re.findall(r"^[a-z0-9][\w.\-\[\]]*==\S+", text, re.MULTILINE)
    assert len(pins) > 20
    assert text.count("--hash=sha256:") >= len(pins)
    assert "://" not in text
    assert not re.search(r"^\s*-{1,2}(?!hash)\S*", text.replace("\n    --hash", " --hash"), re.MULTILINE)


def _commands(group: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if not isinstance(group, TyperGroup):
        yield path
        return
    context = typer.Context(group)
    for name in group.list_commands(context):
        yield from _commands(group.get_command(context, name), (*path, name))


def test_every_command_is_documented_and_helps_with_an_example_or_a_sentence() -> None:
    from newsgrid.cli.main import app

    text = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
    root = typer.main.get_command(app)
    commands = list(_commands(root))
    assert len(commands) > 20
    missing = [" ".join(c) for c in commands if f"`newsgrid {' '.join(c)}" not in text]
    assert not missing, f"not in docs/reference/commands.md: {missing}"


def test_docs_come_in_four_kinds_and_decisions_are_kept() -> None:
    for kind in ("tutorial", "how-to", "reference", "explanation", "decisions"):
        assert list((ROOT / "docs" / kind).glob("*.md")), kind


def test_links_between_documents_lead_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8")):
            if "://" not in target and not target.startswith("mailto:"):
                assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} -> {target}"
