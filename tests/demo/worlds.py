"""Small worlds for tests, written to a folder the way the real one is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

TODAY = date(2026, 3, 4)  # a Wednesday

PUBLISHERS = """
[[agency]]
id = "HPA"
name = "Harbour Press Agency"

[[publisher]]
id = "mole-gazette"
name = "The Mole Gazette"
language = "en"
country = "GB"
city = "London"
timezone = "Europe/London"
tagline = "News from the end of the mole"
template = "broadsheet"
feed = "rss"
full_text = false

[[publisher]]
id = "quay-news"
name = "Quay News"
language = "en"
country = "ZA"
city = "Cape Town"
timezone = "Africa/Johannesburg"
tagline = "What the tide brought in"
template = "portal"
feed = "atom"
full_text = true

[[publisher]]
id = "hafenblatt"
name = "Hafenblatt"
language = "de"
country = "DE"
city = "Berlin"
timezone = "Europe/Berlin"
tagline = "Neues vom Kai"
template = "tabloid"
feed = "json"
full_text = true
"""

CRANE = '''
slug = "crane-falls"
section = "disaster, accident and emergency incident"
city = "London"
note = "a wire copy and a correction"

[[article]]
id = "crane-gazette"
publisher = "mole-gazette"
at = "d3 08:15"
headline = "Crane falls into dock on {weekday}"
standfirst = "Nobody was hurt"
byline = "Ada Quill"
agency = "HPA"
dateline = "LONDON"
section = "Local"
topics = ["docks", "cranes"]
caption = "The dock after the fall"
credit = "I. Vane/HPA"
body = """A crane fell into the east dock on {weekday}, the harbour board said.

The arm of 40 metres broke & sank <at once> before {date+2}.

Divers will look for it.
"""

[[article]]
id = "crane-quay"
publisher = "quay-news"
at = "d4 06:00"
headline = "London dock loses a crane"
copy_of = "crane-gazette"
cut = 2

[[article]]
id = "crane-hafen"
publisher = "hafenblatt"
at = "d4 07:00"
headline = "Kran stürzt ins Hafenbecken"
body = """Ein Kran ist am {weekday-1} in London umgestürzt.

Verletzt wurde niemand.
"""
correction = "In einer früheren Fassung hieß es, niemand sei verletzt worden."
body_after = """Ein Kran ist am {weekday-1} in London umgestürzt.

Eine Person wurde leicht verletzt.
"""
'''

CHOIR = '''
slug = "choir-prize"
section = "arts, culture, entertainment and media"
city = "Cape Town"
note = "an update"

[[article]]
id = "choir-quay"
publisher = "quay-news"
at = "d5 10:00"
headline = "Dockers' choir reaches final"
body = """The dockers' choir of Cape Town will sing in the final on {date+1}."""

[[article]]
id = "choir-quay-won"
publisher = "quay-news"
at = "d6 21:30"
headline = "Dockers' choir wins"
update_of = "choir-quay"
body = """The dockers' choir of Cape Town won the prize on {date}."""

[[article]]
id = "choir-gazette"
publisher = "mole-gazette"
at = "d7 05:30"
headline = "Choir of dockers takes the prize"
body = """A choir of dockers from Cape Town has won."""
'''


def write_world(folder: Path, *, publishers: str = PUBLISHERS, crane: str = CRANE, choir: str = CHOIR) -> Path:
    """Write a world of three publishers and two stories and give its folder."""
    (folder / "stories").mkdir()
    (folder / "publishers.toml").write_text(publishers, encoding="utf-8")
    (folder / "stories" / "crane-falls.toml").write_text(crane, encoding="utf-8")
    (folder / "stories" / "choir-prize.toml").write_text(choir, encoding="utf-8")
    return folder
