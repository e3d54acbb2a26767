"""Build the bundled catalogue of news feeds: addresses and names of publishers, no text of theirs.

    PYTHONPATH=src python benchmarks/catalogue/build.py CORPORA/catalogue/feeds.jsonl.gz

Reads the list of feeds that the corpora hold (its README names the public lists it was gathered from) and what was written down by
hand (`facts/`), and writes src/newsgrid/feeds/data/catalogue.jsonl.xz:

- a publisher is a registered domain, and has one feed; one for each language where it publishes in many;
- feeds about a subject (by the list's category or by the words of the address), feeds of one section, of persons, authorities,
  lobbies, shops and machines that gather others' news are left out, inactive ones as well;
- country: by hand, else by the domain, else as most lists say; language and name likewise, lists that state them feed by feed first;
- city: by hand, else as a list states it, else found by the list's maker in the publisher's own name;
- of a country the best are kept, the more the more people live there: after how many lists know them and how plainly the address
  is that of the main feed. Outlets for one subject are kept where `facts/subjects.txt` names them.
"""

from __future__ import annotations

import collections
import dataclasses
import json
import lzma
import math
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from facts import Facts, by_hand, city, read_facts
from rows import Row, by_host, read_rows

from newsgrid.model import Place
from newsgrid.place.gazetteer import gazetteer
from newsgrid.text import canonical_address, fold, registrable_host, site_host

TARGET = Path(__file__).parents[2] / "src" / "newsgrid" / "feeds" / "data" / "catalogue.jsonl.xz"
AT_LEAST = 12
PER_ROOT_MILLION = 8.0
"""A country has room for AT_LEAST publishers and this many for the root of its inhabitants in millions (South Africa 75, Estonia 21)."""
PER_MANY = 14
"""Most languages of one publisher."""
LOOSE = frozenset(
    "ai am bz cc cd cm co fm gg im io la ly me ms mu nu pw sc sh so st tk to tv vc ws su eu asia tl ag ac ax cx dj gd gs lc ps pm re sx tf nf mg".split()
)
"""Country codes that are sold to the whole world: they say nothing of a country by themselves."""
TONGUES = {
    code: code for code in "en fr de es pt it ru tr ar fa hu el pl ro sw ha vi km bn hi id ja ko my lo am".split()
}
TONGUES |= {
    "eng": "en",
    "fre": "fr",
    "rus": "ru",
    "ukr": "uk",
    "tur": "tr",
    "br": "pt",
    "rum": "ro",
    "english": "en",
    "khmer": "km",
    "burmese": "my",
    "amharic": "am",
}
OFFICIAL = re.compile(r"(?:^|\.)(?:gov|gob|gouv|mil|edu|ac|go|govt|gc|admin|europa|int|gv)(?:\.[a-z]{2})?$")
HOBBIES = re.compile(
    r"podcast|crypto|bitcoin|coindesk|blockchain|forex|casino|poker|betting|porn|recipe|cooking|vegan|coffee|pizza|fashion|beauty|wedding|"
    r"football|soccer|futbol|fussball|calcio|cricket|tennis|basket|hockey|rugby|formula1|motogp|cycling|fotbal|fodbold|nogomet|gaming|nintendo|"
    r"coupon|realestate|insurance|ministr|ministeri|parliament|riigikogu|bundesregierung|embassy|universit|hochschule|museum|diocese|wetter|weather"
)
ENGLISH = re.compile(r"\b(?:en|eng|english)\b|^https?://(?:english|en)\.")


def main() -> None:
    """Build, and say what came of it."""
    facts = read_facts()
    hosts = by_host(read_rows(Path(sys.argv[1]), facts.platforms))
    listed = {address_key(row.url) for rows in hosts.values() for row in rows}
    taken = _in_order([*_general(hosts, facts), *_special(hosts, facts)], _local(hosts), listed)
    lines = [json.dumps(dataclasses.astuple(fact), ensure_ascii=False, separators=(",", ":")) for fact in taken]
    TARGET.write_bytes(lzma.compress("\n".join(lines).encode() + b"\n", preset=9 | lzma.PRESET_EXTREME))
    countries, languages = {fact.country for fact in taken} - {""}, {fact.language for fact in taken} - {""}
    cities = {fact.geonameid for fact in taken} - {0}
    print(
        f"{len(taken)} feeds, {len(countries)} countries, {len(languages)} languages, {len(cities)} cities, {TARGET.stat().st_size} bytes"
    )
    for what, known in (("cities", facts.homes), ("countries", facts.countries), ("languages", facts.languages)):
        print(f"facts without use in {what}: {len(set(known) - set(hosts))}", file=sys.stderr)


@dataclasses.dataclass(frozen=True, slots=True)
class Fact:
    """A row of the catalogue, in its order."""

    name: str
    url: str
    site: str
    country: str
    city: str
    geonameid: int
    point: tuple[float, float] | None
    language: str
    category: str
    lists: int
    verified: bool = False

    @property
    def outlet(self) -> tuple[str, str, str]:
        """What two feeds of one outlet share: the host, the language, and what it tells of."""
        return registrable_host(self.url), self.language, "local" if self.category == "local" else ""


def _local(hosts: dict[str, list[Row]]) -> list[Fact]:
    found: list[Fact] = []
    for name, url, site, country, home, language, category in by_hand():
        where = city(home, country) if home else None
        lists = _lists(hosts.get(registrable_host(url), ()))
        found.append(_fact(name, url, site, country, where, language, category, lists))
    return found


def _general(hosts: dict[str, list[Row]], facts: Facts) -> list[Fact]:
    """Give general news: each country's best publishers."""
    ranked: dict[str, list[tuple[float, str, list[Fact]]]] = collections.defaultdict(list)
    for host, rows in hosts.items():
        fit = [r for r in rows if r.is_general and not r.is_special and not r.status.startswith("inactive")]
        if not fit or host in facts.refused or host in facts.subjects or OFFICIAL.search(host) or HOBBIES.search(host):
            continue
        country = _country(host, rows, facts)
        if country:
            best, feeds = _feeds_of(host, country, rows, fit, facts)
            ranked[country].append((-best, host, feeds))
    found: list[Fact] = []
    for country, publishers in sorted(ranked.items()):
        for _, _, feeds in sorted(publishers, key=lambda p: p[:2])[: _room(country)]:
            found += feeds
    return found


def _feeds_of(host: str, country: str, rows: list[Row], fit: list[Row], facts: Facts) -> tuple[float, list[Fact]]:
    """Give how much a publisher is wanted, and its main feed; a feed for each language where it has many."""
    best = max(fit, key=lambda row: (_plain(row), row.url))
    worth = _plain(best) + 0.8 * _lists(rows) + 0.5 * math.log2(len(rows)) + 3.0 * (host in facts.homes)
    spoken = _language(host, rows, facts)
    chosen = {(_addressed(best) if host in facts.many else "") or spoken: best}
    if host in facts.many:
        chosen |= {tongue: row for row in sorted(fit, key=_plain) if (tongue := _addressed(row))}
    found = []
    for language, row in sorted(chosen.items(), key=lambda item: (item[0] != spoken, item[0]))[:PER_MANY]:
        where, is_local = _home(host, country, row, facts)
        category = "local" if is_local or (row.is_local and where) else facts.many.get(host, "national")
        address = facts.feeds.get(host, "") if row is best else ""
        address = address or _main_feed(row.url)
        site = row.site or f"https://{host}/"
        home = (country, where, language, category, _lists(rows))
        found.append(_fact(_name(host, rows, facts), address, site, *home))
    return worth, found


def _addressed(row: Row) -> str:
    """Give the language that an address states (`fr.example.org`, `/fr/`, `rss-fr-all`, `_fre.rss`); empty when it states none."""
    parts = urlsplit(row.url)
    labels = [
        site_host(row.url).split(".")[0],
        parts.path.strip("/").split("/")[0],
        *re.findall(r"rss-([a-z]{2,3})-", row.url),
    ]
    labels += re.findall(r"_([a-z]{3})\.rss", row.url)
    return next((TONGUES[label] for label in labels if label in TONGUES), "")


def _special(hosts: dict[str, list[Row]], facts: Facts) -> list[Fact]:
    """Give the main feeds of the outlets for one subject."""
    found: list[Fact] = []
    for host, subject in sorted(facts.subjects.items()):
        rows = [r for r in hosts.get(host, ()) if r.kind == "rss" and not r.status.startswith("inactive")]
        if rows:
            best = max(rows, key=lambda row: (_plain(row), row.url))
            where, _ = _home(host, _country(host, rows, facts), best, facts)
            home = (_country(host, rows, facts), where, _language(host, rows, facts) or "en", subject, _lists(rows))
            url = facts.feeds.get(host, best.url)
            found.append(_fact(_name(host, rows, facts), url, best.site or f"https://{host}/", *home))
    return found


def _plain(row: Row) -> float:
    """How plainly a feed is its publisher's main one, and how many lists know it."""
    return (
        2.0 * min(4, len(row.sources))
        + (2.5 if row.status.startswith("active") else 0.0)
        - 1.5 * len(row.extra)
        - 3.0 * (row.kind != "rss")
        - 0.5 * row.url.startswith("http://")
        - 0.01 * max(0, len(row.url) - 50)
        + 0.7 * bool(row.name)
        + 1.0 * bool(row.categories)
    )


def _main_feed(url: str) -> str:
    """Give the whole site's feed for one that WordPress makes of a search or a category: they differ in nothing else."""
    parts = urlsplit(url)
    if re.fullmatch(r".*/(?:search|category|tag|region|countries)/.+/feed(?:/rss2|/atom)?/?", parts.path) or (
        "s=" in parts.query and "feed=rss2" in parts.query
    ):
        return f"{parts.scheme}://{parts.netloc}/feed/"
    return url


def _country(host: str, rows: list[Row], facts: Facts) -> str:
    if host in facts.homes:
        return facts.homes[host].place.country
    if host in facts.countries:
        return facts.countries[host]
    ending = host.rsplit(".", 1)[-1]
    if len(ending) == 2 and ending not in LOOSE:
        return {"uk": "GB"}.get(ending, ending.upper())
    votes = _votes((row.country, row) for row in rows)
    return votes[0][0] if votes and (len(votes) == 1 or votes[0][1] >= 3 * votes[1][1]) else ""


def _language(host: str, rows: list[Row], facts: Facts) -> str:
    if host in facts.languages:
        return facts.languages[host]
    votes = _votes((row.language, row) for row in rows)
    if not votes:
        return ""
    if votes[0][0] != "en" and max(r.weight for r in rows) <= 1 and all(ENGLISH.search(r.url) for r in rows):
        return "en"
    return votes[0][0]


def _name(host: str, rows: list[Row], facts: Facts) -> str:
    """Give an outlet's name; its host where no list has one that can be its own."""
    if host in facts.names:
        return facts.names[host]
    votes = [name for name, _ in _votes((row.name, row) for row in rows) if _may_be_of(name, host)]
    return votes[0] if votes else host


def _may_be_of(name: str, host: str) -> bool:
    """Whether a name shares a word with the host (or its first letters), so that it is the outlet's and not its owner's."""
    label = re.sub(r"\W", "", fold(host.rsplit(".", 1)[0]))
    words = re.findall(r"\w+", fold(name))
    if not re.search(r"[a-z]", fold(name)):
        return True
    return (
        any(len(w) >= 4 and w in label for w in words)
        or "".join(w[0] for w in words) in label
        or "".join(words) in label
        or label in "".join(words)
    )


def _votes(said: Iterable[tuple[str, Row]]) -> list[tuple[str, float]]:
    """Count what rows say, by weight; the most said first, ties by name."""
    votes: collections.Counter[str] = collections.Counter()
    for value, row in said:
        if value:
            votes[value] += row.weight  # type: ignore[assignment]
    return sorted(votes.items(), key=lambda item: (-item[1], item[0]))


def _home(host: str, country: str, row: Row, facts: Facts) -> tuple[Place | None, bool]:
    if host in facts.homes:
        return facts.homes[host].place, facts.homes[host].is_local
    if row.city and row.city_why in ("list", "name", "host"):
        try:
            return city(row.city, country), row.is_local
        except SystemExit:
            return None, False
    return None, False


def _room(country: str) -> int:
    table = gazetteer()
    row = table.country_rows.get(country)
    millions = table.entry(row).population / 1e6 if row is not None else 0.0
    return int(AT_LEAST + PER_ROOT_MILLION * math.sqrt(millions))


def _lists(rows: Iterable[Row]) -> int:
    """Count the lists that know a publisher."""
    return len({source for row in rows for source in row.sources})


def _fact(
    name: str, url: str, site: str, country: str, where: Place | None, language: str, category: str, lists: int
) -> Fact:
    at = (
        (where.name, where.geonameid, (round(where.latitude, 2), round(where.longitude, 2))) if where else ("", 0, None)
    )
    return Fact(name, url, site, country, *at, language, category, lists)


def _in_order(listed: list[Fact], written: list[Fact], known: set[str]) -> list[Fact]:
    """Give every address once, by country and name, with whether a list knows it.

    What was written by hand gives way to a list's feed of the same outlet.
    """
    outlets = {fact.outlet for fact in listed}
    addresses = {address_key(fact.url) for fact in listed}
    once: dict[str, Fact] = {}
    for fact in written:
        key = address_key(fact.url)
        if key in addresses or fact.category == "local" or fact.outlet not in outlets:
            once[key] = fact
    for fact in listed:
        once.setdefault(address_key(fact.url), fact)
    facts = (dataclasses.replace(fact, verified=key in known) for key, fact in once.items())
    return sorted(facts, key=lambda fact: (fact.country, fold(fact.name), fact.url))


def address_key(url: str) -> str:
    """Addresses that differ in scheme, `www.` or a last slash are one."""
    return canonical_address(url).partition("://")[2].removeprefix("www.").rstrip("/")


if __name__ == "__main__":
    main()
