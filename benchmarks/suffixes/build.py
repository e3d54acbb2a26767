"""Bundle the public suffix list: the names under which domains are registered.

    python benchmarks/suffixes/build.py public_suffix_list.dat

Reads the list as publicsuffix.org gives it and writes src/newsgrid/text/data/public_suffixes.txt: its licence and version, then one
rule a line; a rule in other letters than ASCII is there in both spellings.
"""

from __future__ import annotations

import sys
from pathlib import Path

TARGET = Path(__file__).parents[2] / "src" / "newsgrid" / "text" / "data" / "public_suffixes.txt"
HEAD = """\
// This Source Code Form is subject to the terms of the Mozilla Public License, v. 2.0. If a copy of the MPL was not
// distributed with this file, You can obtain one at https://mozilla.org/MPL/2.0/.
// The rules of the Public Suffix List, https://publicsuffix.org/list/, without its comments.
"""


def build(text: str) -> str:
    """Give the bundled form of a list."""
    version = [line for line in text.splitlines() if line.startswith(("// VERSION:", "// COMMIT:"))]
    rules: set[str] = set()
    for line in text.splitlines():
        rule = line.strip()
        if rule and not rule.startswith("//"):
            rules |= {rule.lower(), _ascii(rule.lower())}
    return HEAD + "\n".join([*version, *sorted(rules)]) + "\n"


def _ascii(rule: str) -> str:
    mark = "!" if rule.startswith("!") else ""
    labels = rule.removeprefix("!").split(".")
    return mark + ".".join(label if label.isascii() else label.encode("idna").decode("ascii") for label in labels)


if __name__ == "__main__":
    TARGET.write_text(build(Path(sys.argv[1]).read_text("utf-8")), "utf-8")
