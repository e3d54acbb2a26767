"""News agencies: known by name, and known by the way the press credits them.

An agency supplies copy to publishers; it is neither the byline nor the publisher. The list holds the world's agencies by
their short name; patterns find those that are on no list.
"""

from __future__ import annotations

import dataclasses
import functools
import re

from newsgrid.extract.datelines import languages_for, latin_languages, written_dates
from newsgrid.model import Dateline
from newsgrid.text import fold, script_of, squeeze

_KNOWN = """
AFP: Agence France-Presse; Agence France Presse; France-Presse; Франс Пресс; وكالة فرانس برس; فرانس برس; أ ف ب; 法新社; เอเอฟพี; एएफपी; এএফপি; ایاف‌پی; خبرگزاری فرانسه; AFP通信; AFPBB; AFP-Agentur; AFP Relaxnews
AP: Associated Press; The Associated Press; Ассошиэйтед Пресс; أسوشيتد برس; 美联社; 美聯社; เอพี; एपी; এপি; آسوشیتدپرس; AP通信; AP News; А. П.
Reuters: Thomson Reuters; Рейтер; رويترز; 路透社; 路透; รอยเตอร์; रॉयटर्स; रॉयटर; রয়টার্স; رویترز; ロイター; ロイター通信; 로이터; Ройтерс; Reuters News; Reuters Agency
dpa: Deutsche Presse-Agentur; Deutsche Presseagentur; dpa international; DPA-Infocom; Deutsche Presse-Agentur GmbH; dpa/lby; د ب أ; وكالة الأنباء الألمانية; 德新社
epd: Evangelischer Pressedienst
KNA: Katholische Nachrichten-Agentur
SID: Sport-Informations-Dienst
APA: Austria Presse Agentur; Austria Press Agency; APA-OTS
Keystone-SDA: SDA; Schweizerische Depeschenagentur; ATS; Keystone-ATS; Agence télégraphique suisse; Keystone-SDA-ATS
ANSA: Agenzia ANSA; Agenzia Nazionale Stampa Associata
AGI: Agenzia Giornalistica Italia
Adnkronos: Agenzia Adnkronos
EFE: Agencia EFE; EFE News; Agence EFE
Europa Press
Lusa: Agência Lusa; LUSA
Agência Brasil
Estadão Conteúdo
ANP: Algemeen Nederlands Persbureau
Belga: Agence Belga; Persbureau Belga; BELGA
NTB: Norsk Telegrambyrå
TT: Tidningarnas Telegrambyrå; TT Nyhetsbyrån
Ritzau: Ritzaus Bureau; RITZAU
STT: Suomen Tietotoimisto
BNS: Baltic News Service
LETA
PAP: Polska Agencja Prasowa
ČTK: CTK; Czech News Agency; Česká tisková kancelář
TASR: Tlačová agentúra Slovenskej republiky
SITA
MTI: Magyar Távirati Iroda
Agerpres
Mediafax
BTA: Bulgarian Telegraph Agency; БТА; Българска телеграфна агенция
Hina: HINA; Hrvatska izvještajna novinska agencija
Tanjug: Танјуг; TANJUG
FoNet
STA: Slovenska tiskovna agencija
ANA-MPA: Athens-Macedonian News Agency; ΑΠΕ-ΜΠΕ; ΑΠΕ
Anadolu: Anadolu Agency; Anadolu Ajansi; وكالة الأناضول; الأناضول; Anadolu Ajansı; AA; Agence Anadolu
DHA: Demirören Haber Ajansı
İHA: IHA; İhlas Haber Ajansı
TASS: ТАСС; ITAR-TASS; ИТАР-ТАСС; ИТАР ТАСС; تاس; 塔斯社
RIA Novosti: РИА Новости; RIA; RIA Nowosti
Interfax: Интерфакс
Ukrinform: Укринформ; Укрінформ
UNIAN: УНИАН; УНІАН
BelTA: БелТА
Kazinform: Казинформ
Xinhua: Xinhua News Agency; 新华社; 新華社; Синьхуа; شينخوا; Agence Xinhua
CNS: China News Service; 中新社; 中国新闻社
CNA: Central News Agency; 中央社
Kyodo: Kyodo News; 共同通信; 共同通信社; 共同社; 共同
Jiji: Jiji Press; 時事通信; 時事通信社; 時事
Yonhap: Yonhap News Agency; 연합뉴스; 韩联社; 聯合ニュース
Newsis: 뉴시스
KCNA: Korean Central News Agency; 조선중앙통신; 朝中社
PTI: Press Trust of India; पीटीआई; पीटीआइ; प्रेस ट्रस्ट; भाषा; PTI Bhasha; পিটিআই
ANI: Asian News International; एएनआई; ANI News
IANS: Indo-Asian News Service; आईएएनएस; IANSlive
UNI: United News of India; वार्ता; यूनीवार्ता
APP: Associated Press of Pakistan
BSS: Bangladesh Sangbad Sangstha; বাসস
Antara: ANTARA News; LKBN Antara
Bernama
TNA: Thai News Agency; สำนักข่าวไทย
VNA: Vietnam News Agency; TTXVN; Thông tấn xã Việt Nam
PNA: Philippine News Agency
AAP: Australian Associated Press
SPA: Saudi Press Agency; واس; وكالة الأنباء السعودية
MENA: Middle East News Agency; أ ش أ; وكالة أنباء الشرق الأوسط
WAM: Emirates News Agency; وام; وكالة أنباء الإمارات
QNA: Qatar News Agency; قنا
KUNA: Kuwait News Agency; كونا
Petra: Jordan News Agency; بترا
NNA: National News Agency; الوكالة الوطنية للإعلام
SANA: Syrian Arab News Agency; سانا
WAFA: Palestine News & Information Agency; وفا
IRNA: Islamic Republic News Agency; ایرنا; إرنا
ISNA: ایسنا
Fars: Fars News Agency; فارس
APS: Algérie Presse Service; وكالة الأنباء الجزائرية
MAP: Maghreb Arabe Presse; Maghreb Arab Press; وكالة المغرب العربي للأنباء
TAP: Tunis Afrique Presse; وات
PANA: Panapress; PanaPress
APA News: Agence de Presse Africaine
APO Group: African Press Organization; APO
SAPA: South African Press Association
SAnews: South African Government News Agency
African News Agency: ANA
NAN: News Agency of Nigeria
GNA: Ghana News Agency
KNA Kenya: Kenya News Agency
ENA: Ethiopian News Agency
Angop: ANGOP
PA Media: Press Association; PA; Press Association Ireland; PA News Agency; PA Wire
CP: The Canadian Press; Canadian Press; La Presse Canadienne; Presse canadienne
UPI: United Press International
Bloomberg: Bloomberg News
Dow Jones: Dow Jones Newswires
CNS (Catholic): Catholic News Service
Télam: Telam; TÉLAM; Agencia Télam
Notimex: NOTIMEX
Prensa Latina
Andina: Agencia Andina
ABI: Agencia Boliviana de Información
Noticias Argentinas: Agencia Noticias Argentinas
Colprensa
Servimedia
Colpisa
Inforpress
AIM: Agência de Informação de Moçambique
STP-Press
CMC: Caribbean Media Corporation
LaPresse
Askanews
Italpress
Adnkronos Salute
dpa-AFX: AFX; dpa-AFX Analyser
AWP: awp Finanznachrichten
IMAGO: IMAGO Images
Moldpres: MOLDPRES
Fena: FENA
Srna: SRNA
MIA: МИА; Македонска информативна агенција; Медиумска информативна агенција
Kosovapress: KosovaPress
ATA: Agjencia Telegrafike Shqiptare
Interfax-Ukraine: Интерфакс-Украина; Інтерфакс-Україна
Regnum: ИА Регнум; REGNUM
Rosbalt: Росбалт
Armenpress: Арменпресс; Արմենպրես
Azertac: AZƏRTAC; AZERTAC; АЗЕРТАДЖ
InterPressNews: IPN
AKIpress
UzA: ЎзА
Montsame: МОНЦАМЭ
Khovar: Ховар
Mehr: Mehr News Agency; مهر; خبرگزاری مهر
Tasnim: Tasnim News Agency; تسنیم; تسنيم
ONA: Oman News Agency; العمانية; وكالة الأنباء العمانية
BNA: Bahrain News Agency; بنا; وكالة أنباء البحرين
INA: Iraqi News Agency; واع; وكالة الأنباء العراقية
SABA: Saba News Agency; سبأ
LANA: Libyan News Agency; وال
SUNA: Sudan News Agency; سونا
Ma'an: Maan News Agency; وكالة معا
Sputnik: Спутник; سبوتنيك; Sputnik News
AMI: Agence Mauritanienne d'Information; الوكالة الموريتانية للأنباء
AIP: Agence Ivoirienne de Presse
AIB: Agence d'Information du Burkina
AMAP: Agence Malienne de Presse
ATOP: Agence Togolaise de Presse
ABP: Agence Bénin Presse; Agence Burundaise de Presse
AGP: Agence Gabonaise de Presse; Agence Guinéenne de Presse
ACP: Agence Congolaise de Presse
ACI: Agence Congolaise d'Information
Agence Ecofin
NAMPA: Namibia Press Agency; Nampa
BOPA: Botswana Press Agency
New Ziana: ZIANA
ZANIS: Zambia News and Information Services
SONNA: Somali National News Agency
Rwanda News Agency: RNA
UNB: United News of Bangladesh; ইউএনবি
RSS Nepal: Rastriya Samachar Samiti; राससे
Bakhtar: Bakhtar News Agency
Pajhwok: Pajhwok Afghan News
KPL: Lao News Agency
AKP: Agence Kampuchea Presse
MNA: Myanma News Agency
Hindusthan Samachar: हिन्दुस्थान समाचार
NZPA: New Zealand Press Association
NZME
Sopa: SOPA Images
"""

# A name the press gives to an agency, in the languages that put the word first or last.
_AGENCY_WORD = re.compile(
    r"(?:\b(?:press|news|wire|telegraph\w*|information)\s(?:agency|service|association|trust)\b|\b(?:presse?|nachrichten|depeschen)-?\s?(?:agentur|agence)\b|\b\w{2,20}-presse\b$"
    r"|\bagence\b|\bagencia\b|\bagência\b|\bagenzia\b|\bagentur\b|\bpersbureau\b|\bnyhetsbyrå\w*|\btelegrambyrå\w*|\btietotoimisto\b|\bagencja\b|\btisková\b|\bajansı\b|\bagentschap\b"
    r"|агентств|информагентств|агенци|وكالة|خبرگزاری|通讯社|通訊社|通信社|新闻社|통신사|สำนักข่าว|समाचार एजेंसी|\bnuusagentskap\b|\bkantor berita\b|\bshirika la habari\b)",
    re.IGNORECASE,
)
_WORDS_TOO = (
    "AIM",
    "MIA",
    "ATA",
    "IPN",
    "UZA",
    "ONA",
    "BNA",
    "INA",
    "SABA",
    "LANA",
    "SUNA",
    "AMI",
    "AIP",
    "AIB",
    "AMAP",
    "ATOP",
    "ABP",
    "AGP",
    "ACP",
    "ACI",
    "RNA",
    "AKP",
    "MNA",
    "SOPA",
    "FENA",
    "SRNA",
    "AWP",
    "AFX",
)
"""Short names that in small letters are words or given names."""
# "Reuters Staff", "AFP News", "Theo TTXVN"
_FURNISHED = re.compile(
    r"^(?:theo|via)\s|\s(?:staff|news|wire|reports?|reporters?|correspondents?|editors?|feed|agency)$", re.IGNORECASE
)
_STATE = re.compile(r"(?:[A-Z]\.){2,4}|[A-Z][a-z]{1,4}\.")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ſ]")
# For squeezed text; white space beside a separator is stripped afterwards (a pattern that takes it in is quadratic).
_JOINED = re.compile(r"[/,;|+()（）\[\]、，]|\s(?:&|and|und|et|y|e|i|og|och|en|with|avec|mit|con|и|و)\s", re.IGNORECASE)
_FROM = re.compile(
    r"^[(（\[]?(?:con información de(?: la)?|con informaciones de|com informações d[aeo]s?|avec(?: l')?|mit material von|unter verwendung von material von|mit inhalten von|with (?:additional )?(?:inputs?|reporting|material) (?:from|by)|inputs? from|with agency|dengan informasi dari"
    r"|с использованием материалов|по материалам|за матеріалами|na podstawie|opr\. na podst\.|s využitím|theo|kaynak|source|sources|quelle|quellen|fuente|fonte|bron|källa|kilde|lähde|źródło|zdroj|источник|джерело|المصدر|منبع|ที่มา|来源|來源|출처|sumber|kaynak|bron|umthombo|chanzo|with|avec|mit|con|via|from|nach|material from|с использованием)"
    r"(?:\s{0,3}[:：—–-]\s*|\s+)(.{2,80}?)[)）\]]?$",
    re.IGNORECASE,
)
_CREDITED = re.compile(r"^[—–\-(（【\[/\s]{1,4}([^()（）【】\[\]/]{2,60}?)[)）】\]/\s]{0,3}\.?$")
# "BERLIN (dpa) -", "Paris, 12 octobre (AFP) —", "12 октября. /ТАСС/.", "SEOUL, Oct 12 (Yonhap) --"
_DATELINE = re.compile(
    r"^(?P<place>[^\s(（/:.!?«“\"][^(（/:!?«“\"\n]{1,60}?)?[\s,.]{0,3}[(（/](?P<agency>[^()（）/\d\n]{2,60})[)）/][\s.]{0,2}(?:[—–−:-]{1,2}|\.)?\s*"
)
_PLAIN_DATELINE = re.compile(r"^(?P<place>[^\W\d_][^(（/:!?«“\"\n—–]{1,60}?)\s?(?:—|–|--|\s-)\s")
_FULL_STOP_DATELINE = re.compile(r"^(?P<place>[^\W\d_][^(（/:!?«“\"\n—–.]{1,50}?)\.\s")
# "(서울=연합뉴스) 김서연 기자 = ", "[서울=뉴시스]김서연 기자 = "
_KOREAN_DATELINE = re.compile(
    r"^[\[(（]\s?(?P<place>[가-힣·]{2,12})\s?=\s?(?P<agency>[^\]()（）=\s]{2,12})\s?[\])）]\s{0,2}(?:(?P<who>[가-힣·, ]{2,40}?)\s?(?:기자|특파원)\s{0,2}=?\s{0,2})?"
)
_REPORTERS = re.compile(r"[（(]\s?(?P<who>(?:记者|記者)[^（）()]{2,40})[）)]")
_CJK_DATELINE = re.compile(
    r"^[（(]?\s?(?:(?P<agency>[^\s（）()，。\d]{1,9}?[社网網报報]|[A-Za-z]{2,8})[）)]?\s?)?(?P<place>[\u4e00-\u9fff]{2,8}?)(?P<date>\d{1,2}月\d{1,2}日)(?:电|電|讯|訊|消息)[\s，,）)]*(?:[（(][^（）()]{1,40}[）)])?\s*"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Opening:
    """A dateline read off the start of a text."""

    dateline: Dateline | None
    agency: str
    length: int
    """Characters that it takes."""
    reporters: str = ""
    """Who reports, as the dateline says it."""


def known_agency(name: str) -> str:
    """Give the short name of a known agency; empty for any other name. Case matters for short names only ("ap", "map")."""
    name = squeeze(name).strip(" .,;:()[]/—–-|")
    exact = _by_exact_name().get(name)
    if exact:
        return exact
    return (
        _by_long_name().get(fold(name).replace("-", " "), "")
        if len(name) > 4
        else _by_upper_name().get(name.upper(), "")
        if name.isupper() or name.islower()
        else ""
    )


@functools.lru_cache(maxsize=4_000)
def agency_in(name: str) -> str:
    """Give the agency a name stands for: a known one's short name, or a name that says it is an agency; else empty."""
    name = squeeze(name).strip(" .,;:()[]/—–-|")
    if not 1 < len(name) < 70:
        return ""
    bare = _FURNISHED.sub("", name)
    return (
        known_agency(name)
        or (known_agency(bare) if bare != name else "")
        or (name if _AGENCY_WORD.search(name) and len(name.split()) <= 6 else "")
    )


def agencies_of(credit: str) -> list[str]:
    """Give the agencies of a credit that may join several names ("Le Figaro et AFP", "dpa/Reuters"), in order."""
    whole = agency_in(credit)
    if whole:
        return [whole]
    joined = [known_agency(part) for part in credit.strip().split("-")[:3]]
    if len(joined) > 1 and all(joined):
        return list(dict.fromkeys(joined))  # "TT-AFP"
    parts = [agency_in(part) for part in _JOINED.split(squeeze(credit))[:8]]
    return list(dict.fromkeys(part for part in parts if part))


def credited_agency(line: str) -> str:
    """Read the agency out of a closing credit line: "Source: X", "— AFP", "(dpa)", "Le Figaro et AFP"; else empty."""
    line = squeeze(line)
    if not 1 < len(line) <= 90:
        return ""
    if match := _FROM.match(line):
        said = match.group(1).strip(" .")
        listed = agencies_of(said)
        return listed[0] if listed else ""
    if match := _CREDITED.match(line):
        listed = agencies_of(match.group(1))
        inside = match.group(1).strip()
        if (
            not listed
            and len(inside) <= 6
            and inside.isalpha()
            and (inside.isupper() or inside.islower())
            and line[0] in "(（[/"
        ):
            return inside
        return listed[0] if listed else ""
    listed = agencies_of(line) if len(line.split()) <= 6 else []
    return listed[0] if listed else ""


def read_opening(text: str, language: str = "") -> Opening:
    """Read the dateline that opens a text, and the agency in it.

    A place in brackets' company with an agency's short name before a dash is one whoever the agency is; a dateline
    without an agency must be short and be set off by a dash, with capitals or a date.
    """
    head = text[:160]
    if match := _CJK_DATELINE.match(head):
        agency = known_agency(match.group("agency") or "") or (match.group("agency") or "")
        agency = "" if agency.startswith(("本报", "本網", "本网")) else agency
        reporters = _REPORTERS.search(match.group()) or _REPORTERS.match(head[match.end() :])
        return Opening(
            Dateline(squeeze(match.group()), match.group("place"), match.group("date")), agency, match.end(), reporters.group("who") if reporters else "",
        )  # fmt: skip
    if match := _KOREAN_DATELINE.match(head):
        dateline = Dateline(squeeze(match.group()), match.group("place"), "")
        return Opening(dateline, known_agency(match.group("agency")), match.end(), match.group("who") or "")
    if (match := _DATELINE.match(head)) and (agency := _bracketed(match.group("agency"), match.group())):
        place, day = _place_and_day(head[: match.start("agency") - 1], language)
        if place or day or known_agency(agency):
            return Opening(Dateline(_unstopped(match.group()), place, day), agency, match.end())
    match = _PLAIN_DATELINE.match(head) or _FULL_STOP_DATELINE.match(head)
    if match:
        said = match.group("place")
        place, day = _place_and_day(said, language)
        shouted = place.isupper() and len(place) > 2 and len(place.split()) <= 4
        if place and (day or shouted) and len(said.split()) <= 7:
            return Opening(Dateline(_unstopped(match.group()), place, day), "", match.end())
    return Opening(None, "", 0)


def _bracketed(said: str, whole: str) -> str:
    """Give the agency named in a dateline's brackets: known, or one short word before a dash."""
    listed = agencies_of(said)
    if listed:
        return listed[0]
    word = said.strip()
    dashed = whole.rstrip()[-1:] in "—–−-:" or "/" in whole
    short = (
        len(word.split()) == 1
        and 2 <= len(word) <= 10
        and (word.isupper() or word.islower() or _LATIN_WORD.search(word) is None)
    )
    return word if dashed and short and word.isalpha() else ""


def _place_and_day(said: str, language: str) -> tuple[str, str]:
    """Part "PARIS, 12 octobre" into place and day."""
    said = _unstopped(said).lstrip(" ,.-–—")
    dated = any(char.isdigit() for char in said)
    languages = languages_for(language, script_of(said)) if language or script_of(said) != "Latn" else latin_languages()
    days = written_dates(said, languages) if dated else []
    if not days:
        return (said if said and not any(char.isdigit() for char in said) and len(said.split()) <= 6 else ""), ""
    first, last = days[0].start, days[0].end
    place = _unstopped(said[:first])
    return place, said[first:last]


def _unstopped(said: str) -> str:
    """Take dashes and the full stop off the end of a dateline or place; a state's abbreviation keeps its own ("S.D.", "Mich.")."""
    said = squeeze(said).rstrip(" :,-—–")
    before, comma, state = said.rpartition(",")
    return said if comma and before and _STATE.fullmatch(state.strip()) else said.rstrip(" .:,-—–")


@functools.cache
def _names() -> tuple[tuple[str, str], ...]:
    pairs = []
    for line in _KNOWN.strip().splitlines():
        short, _, others = line.partition(":")
        pairs += [(name.strip(), short.strip()) for name in (short, *others.split(";")) if name.strip()]
    return tuple(pairs)


@functools.cache
def _by_exact_name() -> dict[str, str]:
    return dict(_names())


@functools.cache
def _by_upper_name() -> dict[str, str]:
    # Two and three letters in lower case are words as often as agencies; the German press writes dpa, epd, sda, sid.
    return {
        name.upper(): short
        for name, short in _names()
        if len(name) <= 4
        and name.upper()
        not in ("MAP", "TAP", "PA", "CP", "ANA", "AA", "UNI", "SITA", "ENA", "ABI", "PETRA", *_WORDS_TOO)
    }


@functools.cache
def _by_long_name() -> dict[str, str]:
    return {fold(name).replace("-", " "): short for name, short in _names() if len(name) > 4}
