"""The feeds of the source lists, each judged by its address and by what the lists say of it."""

from __future__ import annotations

import collections
import dataclasses
import gzip
import html
import json
import re
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from newsgrid.text import fold, registrable_host, site_host, squeeze

WEIGHT = {
    "kovidgoyal/calibre": 3.0,
    "flairNLP/fundus": 3.0,
    "kotartemiy/newscatcher": 2.0,
    "yavuz/news-feed-list-of-countries": 2.0,
}
"""How far a list's word on language, country and name is taken: these state it for each feed. The others weigh 1.5."""
LIGHT = {"kagisearch/kite-public": 1.0}
"""It states those of the subject a feed is filed under: the language of Iran for an English agency in Tehran."""

GENERAL = frozenset(
    """
    national news local world politics top stories topstories headlines latest breaking general actualites actualite politique politica politik
    africa asia europe middle east middleeast latam caribbean macau dr congo us uk india canada israel cuba international internacional mundo
    portada home homepage frontpage inland schweiz switzerland nyheder indland danmark regionale nation south all genel gundem de fr it regional
    """.split()
)
"""Words of the lists' categories for general news."""
PLUMBING = frozenset(
    """
    feed feeds rss rss1 rss2 rss20 rss091 rss10 atom rdf xml rssfeed rssfeeds rsslist rsspage rssxml xmlrss export exports all allnews alles latest
    latestnews lasthp latesthp news newsfeed new index default main home homepage hp top topnews topstories stories headlines frontpage front portada
    startseite start root page pages content contents contentfeed arc outboundfeeds outputtype output type format service services servlet php aspx
    asp ashx jsp cfm html json cms api v1 v2 v3 public static files storage site sites www web es en fr de pt it ru ar el he uk ro sr sq mk bg tr id
    vi th ja ko zh cn hi bn sw am ky kk uz az ka hy fa ps ur nl da sv no fi et lv lt pl cs sk hu sl hr bs is mt ms km my lo si ta ne cat category
    categories section sections post posts article articles articulos noticias noticia notizie nachrichten nyheter nyheder uutiset actualites
    actualite actu actus actualitate actualidad ultimas ultimo ultimos ultime aktuelles aktuell aktualnosci wiadomosci haber haberler sondakika
    anasayfa novosti vijesti vesti zpravy spravy hirek lajme stiri berita tin tintuc nieuws generales general inicio breaking daily rss-feed
    rss-feeds newsrss channel id mode lang language locale option view task wp feedburner com content_feed ultimahora clanky uusimmat
    """.split()
)
"""Words of a feed's path that tell how it is made and not what it is about."""

SPECIAL = re.compile(
    r"""(?<![a-z])(?:
    sports?|sporty|deportes?|deportivo|esportes?|esporte|desporto|calcio|football|fussball|futbol|soccer|cricket|tennis|basket\w*|nba|nfl|nhl|mlb|golf|rugby|
    hockey|racing|formula|olymp\w*|fotbal\w*|fotboll|fodbold|jalkapallo|urheilu|sukan|gimnasia|ovacion|fleet|cubs|
    econom\w*|ekonom\w*|business\w*|finan\w*|money|market\w*|wirtschaft|boerse|borsa|bolsa|stocks?|invest\w*|dinero|negocios|affari|biznes|biz-news|penge|
    bitcoin|crypto\w*|blockchain|forex|real-?estate|property|immobili\w*|inmobil\w*|jobs?|careers?|empleo|startup\w*|entrepreneur\w*|kinh-te|culto|
    tech|technolog\w*|tecnolog\w*|teknoloji|techno\w*|digital|gadgets?|mobile|internet|computer\w*|software|gaming|games?|spiele|juegos|oyun|
    ciencia|scien\w*|wissen\w*|vitenskap|nauka|bilim|space|health\w*|salud|saude|sante|gesundheit|saglik|zdrav\w*|zdrowie|medic\w*|wellness|fitness|
    entertainment|entretenimento|entretenimiento|espectaculos?|spettacol\w*|showbi[sz]|celebrit\w*|famosos|gossip|people|magazin|magazine|zabava|
    culture|cultura|kultur\w*|arts?|musi[ck]\w*|movies?|films?|cine|cinema|books?|libros|theat\w*|tv|television|
    lifestyle|style|moda|fashion|beauty|food\w*|recipes?|recetas|cuisine|cooking|gastronomia|kitchen|wine|travel\w*|viajes|reise\w*|turismo|tourism|voyages?|
    women|woman|mujer|donna|femme\w*|kids|family|familia|parent\w*|sex|love|horoscop\w*|astrolog\w*|weather|wetter|meteo|clima|pogoda|
    opinion\w*|columnists?|columns?|coluna|kolumna|comment\w*|blogs?|bloggers|editorial\w*|debate?|meinung|kommentar\w*|mening|analys\w*|
    auto|autos|cars?|motor\w*|motori|automobil\w*|educa\w*|schools?|university|religion|faith|church|
    video\w*|photo\w*|galer\w*|gallery|podcast\w*|audio|multimedia|obituar\w*|deaths|quiz|crossword|cartoon\w*|satire|humou?r|funny|
    archive|press-?release\w*|newsletter\w*|deals|coupons?|shopping|sponsor\w*|advert\w*|events?|calendar|agenda|review\w*|rezension\w*|tag|tags|author|
    topic|topics|tema|spor|ekonomi|yasam|trend|web-stories|rumors|program|sucesos|crime|elections?|magasinet|popular|vreme
    )(?![a-z])""",
    re.VERBOSE,
)
"""Words of a path or a section's name that say the feed is about a subject, or only a part of its publisher's news."""

_FEED_HOST = re.compile(r"feeds?|rss|cdn|static|api|estaticos|proxy|services?")
_WORD = re.compile(r"[a-z0-9à-ÿ]+(?:-[a-z0-9]+)*")
_NAME_END = re.compile(r"\s*(?:\||»|–|—| - |: | rss\b| RSS\b|, ).*$")
_NO_NAME = re.compile(
    r"\b(?:news feed|headlines?|home ?page|homepage|latest|breaking|top stories|world news|rss|feed|section|all content|portada|index|"
    r"groupe?|group|sas|srl|latest news|front ?page)\b|^(?:home|all|world|news|regiony|finanse.*|front|main|start|index|\W*)$|https?:|[<>&]",
    re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A feed of the source lists."""

    url: str
    host: str
    """Registered domain of the publisher."""
    name: str
    section: str
    """What the name says after a dash."""
    site: str
    country: str
    city: str
    city_why: str
    language: str
    categories: tuple[str, ...]
    sources: tuple[str, ...]
    status: str
    kind: str

    @property
    def weight(self) -> float:
        """How far its lists' word is taken."""
        return max(WEIGHT.get(source) or LIGHT.get(source) or 1.5 for source in self.sources)

    @property
    def is_general(self) -> bool:
        """Whether a list files it under general news; one without category counts as such."""
        return not self.categories or any(set(re.findall(r"[a-z]+", c)) <= GENERAL and c for c in self.categories)

    @property
    def is_local(self) -> bool:
        """Whether a list files it under local news."""
        return "local" in self.categories

    @property
    def extra(self) -> tuple[str, ...]:
        """Give the words of its address that are no plumbing and not its publisher's name: none for a main feed."""
        parts = urlsplit(self.url)
        label = site_host(self.url).removesuffix(self.host).strip(".")
        text = fold(unquote(f"{label} {parts.path} {parts.query}")).replace(".", " ").replace("_", " ")
        own = re.sub(r"\W", "", fold(self.host.split(".")[0]))
        words = (
            w for w in _WORD.findall(text) if w not in PLUMBING and not w.replace("-", "").isdigit() and len(w) > 1
        )
        return tuple(w for w in words if re.sub(r"\W", "", w) not in own and own not in re.sub(r"\W", "", w))

    @property
    def is_special(self) -> bool:
        """Whether it is about a subject, or only a part of what its publisher tells."""
        return bool(SPECIAL.search(" ".join((*self.extra, fold(self.section)))))


def read_rows(path: Path, platforms: Collection[str]) -> list[Row]:
    """Read the list (gzip, a JSON object a line); rows whose publisher cannot be told are left out."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [row for line in file if (row := _row(json.loads(line), platforms)) is not None]


def _row(raw: dict[str, Any], platforms: Collection[str]) -> Row | None:
    url, site = raw["feed"].strip(), raw.get("site", "")
    host, site_of = registrable_host(url), registrable_host(site)
    if host in platforms:
        host = site_of
        if not host or host in platforms or host == registrable_host(url):
            return None
    elif site_of and site_of not in platforms and not _same_house(host, site_of):
        if not _FEED_HOST.search(site_host(url)):
            # Two outlets in one line of a list: nobody knows which is meant.
            return None
        site = ""
    name, _, section = squeeze(html.unescape(raw.get("name", ""))).partition(" - ")
    return Row(
        url=url,
        host=host,
        name=_clean(name),
        section=section,
        site=site,
        country=raw.get("country", "") if raw.get("country") != "AI" else "",  # a list's "AI" is no island
        city=raw.get("city", ""),
        city_why=raw.get("city_from", ""),
        language=raw.get("language", ""),
        categories=tuple(fold(c) for c in raw.get("categories") or ()),
        sources=tuple(raw["sources"]),
        status=raw.get("status", ""),
        kind=raw["kind"],
    )


def _same_house(one: str, other: str) -> bool:
    left, right = one.split(".", maxsplit=1)[0].replace("-", ""), other.split(".", maxsplit=1)[0].replace("-", "")
    return left in right or right in left


def _clean(name: str) -> str:
    """Give an outlet's name without what feeds add to it; empty for what is no name."""
    short = _NAME_END.sub("", name).strip(" -«»\"'")
    return "" if _NO_NAME.search(short) or not 2 <= len(short) <= 45 else short


def by_host(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Put the feeds of each publisher together."""
    found: dict[str, list[Row]] = collections.defaultdict(list)
    for row in rows:
        found[row.host].append(row)
    return dict(found)
