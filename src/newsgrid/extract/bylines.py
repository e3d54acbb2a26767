"""Names out of the text of a byline: people, apart from agencies, outlets, desks, titles and places.

One text may name several, with all that surrounds names in print: "By Jane Roe and Joe Poe, Senior Reporters, in Paris",
"Von J. Roe, dpa", "新华社记者王小明", "김서연 기자", "القاهرة ـ ليلى فهمي".
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Sequence

from newsgrid.extract import jsonld
from newsgrid.extract.agencies import agencies_of, agency_in, known_agency
from newsgrid.extract.declared import plain_key
from newsgrid.extract.vocabulary import DATING, SHARING, word_set
from newsgrid.text import registrable_host, squeeze, unescape

MAX_AUTHORS = 12
_MAX_PARTS = 24
LEAD = re.compile(
    r"^[^\w]{0,9}(?:(?:source|quelle|by|von|par|por|di|af|av|door|deur|oleh|od|bởi|ngu|na|mwandishi|autorstwa|skrevet av|skriven av|reported by|written by|posted by|published by|postado por|publicado por|escrito por|publié par|écrit par|scritto da|pubblicato da|geschrieben von|verfasst von|ditulis oleh|diterbitkan oleh|reporting by|report by|story by|words by|compiled by|words|text und fotos?|text"
    r"|texte?|texto|testo|autor(?:en|in|a|es|as|i|ka)?(?:[/:*_]in(?:nen)?|/autor)?|autore|autori|authors?|auteurs?|writer|reporter|reporters|penulis|pewarta|wartawan|yazan|yazar|haber|автор(?:ы|и)?|автора|тексты?|подготовил[аи]?|текст подготовил[аи]?"
    r"|корреспонденты?|журналісти?|szerző|tekst|napsal[ai]?|opracowanie|oprac|skrevet|forfatter|skribent|kirjoittanut|teksti|interview|analysis|analyse|opinion|kommentar|von unserem korrespondenten|von unserer korrespondentin|reportage|redacción|redacted by"
    r"|bài|tác giả|người viết|γράφει (?:ο|η)|του|της|συντάκτης|מאת|द्वारा|लेखक|रिपोर्ट|प्रस्तुति|লেখক|লিখেছেন|نویسنده|تحریر|از|تاليف|بقلم|كتب(?:ت|ها|ه)?|إعداد|اعداد|تقرير|ترجمة|حوار|تحرير|إعداد وتحرير)(?:\b|(?<=\W))(?:\s{0,3}[:：/|–-])?\s{0,3}"
    r"|(?:คอลัมน์|โดย|เรื่อง|ผู้เขียน|ผู้สื่อข่าว|รายงาน)\s{0,3}[:：]?\s{0,3}"
    r"|(?:文字|撰文|作者|文・写真|文/写真|取材・文|聞き手|構成|執筆|文|글|글쓴이|취재|작성자?)\s{0,3}[:：・/／|=]\s{0,3}|(?:撰文|作者|执笔|執筆|聞き手)\s{0,3})",
    re.IGNORECASE,
)
"""A label that stands before names."""
# "新华社记者 王小明", "本报记者王小明", "中央社記者 …": who employs the reporter stands before the word.
_EAST_LEAD = re.compile(
    r"^(?P<outlet>[^\s,;:：]{0,8}?)(?:特约|特派|驻\S{1,6}?)?(?:记者|記者|通讯员|特派员|特派員)[:：\s]{0,3}(?=\S)"
)
_EAST_TAIL = re.compile(
    r"\s{0,2}(?:선임|인턴|수습|객원|전문|문화|경제|정치|사회)?(?:기자|특파원|논설위원|앵커|특별취재팀)\s{0,2}(?:외\s?\d{1,2}명)?$"
    r"|\s{0,2}(?:記者|记者|記者会|特派員|特派员|編集委員|論説委員|支局長|報導|报道|報道|撰文|整理|编辑|編集|摄影|攝影|发自\S{0,8}|發自\S{0,8})$"
)
_SPLIT = re.compile(
    r"[;|,/•·、，／]|\s(?:and|und|et|&|és|και|এবং|और|و|dhe)\s|\s[-–—ـ]\s|\sو(?=\s)|\band\b|\bund\b|\s[-–—ـ](?=\S)|:\s|\s(?:通讯员|通訊員|实习生|特约记者)\s?"
)
# Words of one or two letters that join names in some languages are part of a name in others ("José Ortega y Gasset"):
# they part only what is two names.
_JOINER = re.compile(r"\s(?:y|e|og|och|en|ja|dan|ve|i|a|и|і|та|va|va|na|ndi|và|kaj)\s")
_WITH = re.compile(r"\s(?:avec(?:\sl['’])?|with|mit|con|com|met|med|z|с|з|dengan)\s", re.IGNORECASE)
_ARABIC_AND = re.compile(r"\sو(?=[\u0621-\u064a]{2,}\s[\u0621-\u064a]{2,})")
_BRACKETS = re.compile(r"[(\[（【][^()\[\]（）【】]{0,80}[)\]）】]")
_HUGGED = re.compile(r"^[(\[（【]([^()\[\]（）【】]{2,60})[)\]）】]$")
_PLACE_TAIL = re.compile(r"\s(?:in|aus|à|en|from|at)\s[A-ZÄÖÜ][\w-]{0,40}(?:\s[A-ZÄÖÜ][\w.-]{0,40}){0,2}$")
_HANDLE = re.compile(r"(?:^|\s)(?:@\w{1,40}|[\w.+-]{1,60}@[\w.-]{1,60})")
_ADDRESS = re.compile(r"https?:|www\.|@\w|/author/|/people/|^[\w-]{1,60}\.[a-z]{2,4}(?:$|,)", re.IGNORECASE)
_INITIAL = re.compile(r"(?:\w\.)+|(?:jr|sr|dr)\.", re.IGNORECASE)
_NOT_IN_NAMES = frozenset('"“”„:?!…<>{}=*_')
_DIGIT = re.compile(r"\d")
# "Penulis: X | Editor: Y": who edited does not sign.
_EDITED = re.compile(
    r"(?:^|[\s|,;/(（])(?:editor|redaktur|penyunting|edited by|editing by|editing|责任编辑|責任編輯|编辑|編輯|редактор|düzenleyen|editör)\s?[:：].*$",
    re.IGNORECASE,
)
_SPACELESS = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_DEGREES = word_set("MS MD PhD RD RDN MPH JD MBA RN CPA CFA LCSW DVM DDS MSc BSc MA FRCP LLB")
_UPPER_WORD = re.compile(r"^[^\W\d_]")
_SMALL_WORDS = word_set("de da do dos das del della di du la le van von der den ter ten af av bin ibn al el y e i")
_PERSONS = re.compile(
    r"\b(?:(?:photo)?journalists?|reporters?|correspondents?|editors?(?:-in-chief)?|sub-?editors?|writers?|columnists?|producers?|photographers?|contributors?|anchors?|redakteur(?:e|in|innen)?|korrespondent(?:in|en)?|reporter(?:in|innen)|chefredakteur(?:in)?|volont[äa]r(?:in)?"
    r"|autor(?:in)?|journaliste|journalistin|envoy[ée]e? sp[ée]ciale?|correspondante?|r[ée]dact(?:eur|rice)|rédacteur en chef|reporter(?:o|a)|corresponsal|periodista|redactor(?:a)?|enviad[oa] especial|correspondente|jornalista|repórter|colunista|giornalista|inviat[oa]|corrispondente"
    r"|redacteur|verslaggever|journalist(?:en)?|dziennikarz|dziennikarka|reporterka|novinář(?:ka)?|redaktor(?:ka)?|muhabir(?:i)?|корреспондент\w{0,4}|журналист\w{0,4}|обозреватель|редактор|журналіст\w{0,4}|кореспондент\w{0,4}|kontributor|jurnalis|phóng viên|biên tập viên"
    r"|संवाददाता|पत्रकार|প্রতিনিধি|প্রতিবেদক|مراسل(?:ة)?|محرر(?:ة)?|صحفي(?:ة)?|خبرنگار|ผู้สื่อข่าว)(?!\w)",
    re.IGNORECASE,
)
"""What a person is called who writes; a name beside it is a person's."""
_DESK = re.compile(
    r"\b(?:staff|desk|web\s?desk|newsdesk|news\s?room|newsroom|team|bureau|admin(?:istrator)?|webmaster|editorial|editors?|reporters?|correspondents?|online|digital|redaktion\w{0,3}|redakcja|redakce|redakcija|r[ée]daction|redacci[oó]n|redaç[aã]o|redazione|redactie|redaktion(?:en)?|toimitus|redaksi"
    r"|szerkesztőség|ban biên tập|haber merkezi|editör|guest|press release|syndicated|contributed|user|редакция|редакція|संवाददाता|डेस्क|प्रतिनिधि|প্রতিবেদক|ডেস্ক|غرفة الأخبار|تحرير|قسم|กองบรรณาธิการ|ทีมข่าว|编辑部|編輯部|編集部|編集局|取材班|편집국|편집부|취재팀|온라인뉴스)\b",
    re.IGNORECASE,
)
"""What names a group at the publisher and nobody in it."""
_ROLES = re.compile(
    _PERSONS.pattern + "|" + _DESK.pattern
    + r"|\b(?:senior|chief|freier|moderator|news|agenc\w{1,6}|press|media|magazine|times|post|special|board|services?|officer|director|head of|president of|analyst|fellow|professor of|company|report|getty|images|newspaper|network|group|gmbh|ltd|inc|llc|tv|radio"
    r"|journal|tribune|herald|gazette|chronicle|observer|guardian|courier|daily|weekly|zeitung|nachrichten|allgemeine|anzeiger|tageblatt|courrier|diario|periódico|jornal|giornale|gazeta|dagblad|krant|газета|новости)\b",
    re.IGNORECASE,
)  # fmt: skip
_INSTITUTION = re.compile(
    r"\b(?:universit\w{1,3}|universidad\w?|universidade|universität|uniwersytet|institute?|instituto|istituto|institut|college|hospital|foundation|fundación|fondation|stiftung|society|academy|academia|laborator(?:y|ies)|ministry|ministerio|council|association|verband|organi[sz]ation"
    r"|университет|институт|министерство|جامعة|معهد|وزارة|大学|大學|研究所|대학교|연구원)\b",
    re.IGNORECASE,
)
"""What names a body that hands its own news to publishers."""
_NO_NAME = frozenset(word for word in DATING | SHARING if len(word) > 3) | word_set(
    "last first photo photos foto credit source read min minutes comments views updated follow"
)
_BEATS = word_set(
    """affairs foreign home political politics business education health sport sports crime court courts science technology tech environment climate social religion arts culture travel features economics economy city national regional
    local chief senior junior deputy assistant associate data investigations investigative defence defense diplomatic transport consumer media legal royal world europe africa asia china middle east special staff our own correspondent general principal lead
    executive managing contributing guest freelance night day news web digital"""
)
"""Words of a reporter's field or rank."""
_PLACES = word_set(
    """london paris berlin bonn hamburg munich münchen frankfurt köln cologne vienna wien zurich zürich bern geneva genève genf brussels brüssel bruxelles amsterdam rome roma milan milano madrid barcelona lisbon lisboa athens dublin edinburgh glasgow belfast cardiff manchester
    copenhagen københavn stockholm oslo helsinki warsaw warszawa prague praha budapest bucharest bucurești sofia belgrade beograd zagreb sarajevo ljubljana bratislava kyiv kiev moscow moskau minsk riga vilnius tallinn istanbul ankara tbilisi yerevan baku
    washington boston chicago houston dallas atlanta miami denver seattle philadelphia toronto ottawa montreal montréal vancouver mexico havana bogotá bogota caracas lima quito santiago brasília brasilia montevideo asunción
    cairo alexandria tunis algiers alger rabat casablanca tripoli khartoum nairobi mombasa kampala kigali dodoma lusaka harare pretoria johannesburg durban lagos abuja accra dakar abidjan bamako ouagadougou niamey luanda maputo kinshasa addis
    jerusalem ramallah gaza beirut damascus amman baghdad tehran riyadh jeddah doha dubai manama muscat sanaa kuwait
    delhi mumbai kolkata chennai bengaluru bangalore hyderabad lucknow patna jaipur bhopal pune ahmedabad guwahati chandigarh srinagar karachi lahore islamabad peshawar dhaka chittagong colombo kathmandu kabul
    beijing peking shanghai guangzhou taipei seoul busan tokyo osaka kyoto bangkok hanoi jakarta surabaya manila singapore yangon canberra sydney melbourne brisbane wellington auckland
    москва киев київ минск петербург санкт-петербург варшава берлин лондон париж вашингтон брюссель алматы астана ташкент
    القاهرة بيروت دمشق بغداد الرياض جدة دبي أبوظبي الدوحة الكويت المنامة مسقط صنعاء عدن عمان القدس غزة الخرطوم تونس الجزائر الرباط طرابلس بنغازي لندن باريس واشنطن موسكو أنقرة طهران نيويورك
    北京 上海 广州 深圳 香港 台北 東京 大阪 华盛顿 伦敦 서울 부산 대구 광주 인천 워싱턴 도쿄 베이징 दिल्ली मुंबई लखनऊ पटना जयपुर भोपाल ঢাকা কলকাতা กรุงเทพ
    germany deutschland france spain italy india pakistan china japan russia ukraine israel kenya nigeria ghana uganda tanzania egypt brazil brasil argentina méxico australia canada usa uk u.s. england scotland wales ireland"""
)
"""Cities where bylines are filed, and countries: one that stands beside a name is where, not who."""
_PLACE_STARTERS = word_set(
    "new san los santa st saint sankt the abu kuala buenos rio são cape addis hong tel port el la hồ hà"
)
_TWO_WORD_PLACES = frozenset(
    {
        "new delhi", "new york", "san francisco", "san josé", "san juan", "los angeles", "abu dhabi", "kuala lumpur", "buenos aires", "rio de janeiro", "são paulo", "sao paulo", "cape town", "addis ababa", "hong kong", "tel aviv", "port louis", "mexico city",
        "ciudad de méxico", "kuwait city", "quezon city", "ho chi minh city", "hồ chí minh", "hà nội", "phnom penh", "dar es salaam", "la paz", "st petersburg", "saudi arabia", "south africa", "sri lanka", "united states", "united kingdom", "new zealand", "las vegas",
        "salt lake city", "washington d c", "port harcourt", "port moresby", "panama city", "guatemala city", "san salvador", "the hague", "den haag", "belo horizonte", "porto alegre", "tegucigalpa", "port of spain", "санкт петербург", "нижний новгород", "नई दिल्ली", "रायपुर",
    }
)  # fmt: skip


def sort_names(names: Iterable[str], site: str = "", url: str = "") -> tuple[tuple[str, ...], str]:
    """Part names as given into people and the first agency; names of the site, its domain, a desk or a place are neither."""
    own = own_keys(site, url)
    people: dict[str, str] = {}
    agency = ""
    for name in names:
        if found := _suppliers(name):
            agency = agency or found[0]
        for index, part in enumerate(_pieces(name)):
            if agency_in(part):
                continue
            if is_own(plain_key(part), own):
                if index == 0:
                    break  # "The Daily Example, Frankfurt, Germany" names nobody
                continue
            person = _person(part)
            key = plain_key(person)
            if key and not is_own(key, own) and (_is_name(person) or (index == 0 and not _DIGIT.search(person))):
                people.setdefault(key, person)
    return tuple(people.values())[:MAX_AUTHORS], agency


def signed(names: Iterable[str], people: Sequence[str] = ()) -> tuple[str, ...]:
    """Give all who sign, in order: these people, and the agencies as they are named; without people, whoever signs."""
    found: dict[str, str] = {}
    known = {plain_key(person): person for person in people}
    for name in names:
        for part in _pieces(name):
            if agency_in(part) or not people:
                found.setdefault(plain_key(part), part)
            elif (key := plain_key(_person(part))) in known:
                found.setdefault(key, known[key])
    found.pop("", None)
    return tuple(found.values())[:MAX_AUTHORS]


def collective_names(names: Iterable[str], site: str = "", url: str = "") -> tuple[str, ...]:
    """Give the bodies that sign where no person does: agencies and other outlets; never the publisher, a desk or a place."""
    own = own_keys(site, url)
    return tuple(
        name
        for name in signed(names)
        if agency_in(name) or not (is_own(plain_key(name), own) or _DESK.search(name) or is_place(name))
    )


def byline_names(text: str) -> tuple[str, ...]:
    """Read the people of a byline line ("By A B and C D, Senior Reporter"); only what looks like names."""
    parts = itertools.takewhile(lambda part: not _INSTITUTION.search(part), _pieces(text))
    people = (_person(part) for part in parts if not agency_in(part))
    return tuple(dict.fromkeys(person for person in people if person and _is_name(person)))[:3]


def byline_agencies(text: str) -> tuple[str, ...]:
    """Read the agencies of a byline line ("By A B, AFP"), as they are named."""
    named = [part for part in _pieces(text) if agency_in(part)]
    # "By Daily Example with AFP on 5 March": what surrounds a short name in capitals need not be understood.
    shouted = [
        word
        for raw in text.split()
        if (word := raw.strip(" .,;:()[]/|–—-")).isupper() and len(word) > 2 and known_agency(word)
    ]
    return tuple(dict.fromkeys(named or _suppliers(text) or shouted))


def signature_names(text: str) -> tuple[str, ...]:
    """Give the people of a closing line that is nothing but their names ("Jane Roe", "Jane Roe and Joe Poe"); else none."""
    text = squeeze(_BRACKETS.sub(" ", text)) if len(text) <= 90 else text
    if len(text) > 60 or text[-1:] in ".!?:;…":
        return ()
    parts = [person for part in _pieces(text) if (person := _person(part))]
    said = " ".join(parts).split()
    whole = len(said) >= len(text.split()) - max(0, len(parts) - 1)
    return tuple(parts) if whole and 0 < len(parts) <= 3 and all(map(_is_signature, parts)) else ()


def is_person_name(text: str) -> bool:
    """Say whether a text looks like one person's name: two to five capitalised words without a role, and no place."""
    return _is_name(text) and not is_place(text)


def is_institution(text: str) -> bool:
    """Say whether a text names a university, a ministry or the like: they sign the news that they hand out."""
    return bool(_INSTITUTION.search(text))


def is_place(text: str) -> bool:
    """Say whether a text is nothing but a city or country that bylines are filed from."""
    key = " ".join(plain_key(text).replace("_", " ").split())
    low = text.casefold()
    return key in _PLACES or key in _TWO_WORD_PLACES or low in _PLACES or low in _TWO_WORD_PLACES


def own_keys(site: str, url: str) -> tuple[str, ...]:
    """Give the keys of the publisher's names: its name, the same without a leading "the", and its domain."""
    name, domain = plain_key(site), plain_key(registrable_host(url).split(".")[0])
    return tuple(dict.fromkeys(key for key in (name, name.removeprefix("the "), domain) if key))


def is_own(key: str, own: Sequence[str]) -> bool:
    """Say whether a name is the publisher's ("Daily Example"), its short form ("DE"), or a desk of it ("Example Arts")."""
    joined = key.replace(" ", "")
    if not joined:
        return False
    initials = "".join(word[0] for word in key.split())
    for mine in own:
        together = mine.replace(" ", "")
        if (
            joined == together
            or key.startswith(mine + " ")
            or mine.split()[0] in (key, initials if len(initials) > 1 else key)
        ):
            return True
        if len(together) > 5 and len(joined) > 5 and (together in joined or joined in together):
            return True
    return False


def cleaned(name: str) -> str:
    """Read entities and take the label ("By", "Von", "記者") off a byline."""
    return LEAD.sub("", jsonld.clean(unescape(name))).strip()


def _suppliers(name: str) -> list[str]:
    """Give the agencies of a byline, also the one that employs its reporter ("新华社记者 王小明")."""
    name = cleaned(name)
    if (lead := _EAST_LEAD.match(name)) and (agency := known_agency(lead.group("outlet"))):
        return [agency]
    found = agencies_of(name)
    return found or [agency for part in _pieces(name) if (agency := agency_in(part))]


@functools.lru_cache(maxsize=1_000)
def _pieces(name: str) -> tuple[str, ...]:
    """Part a byline into what it joins: people with their titles, agencies, outlets, places."""
    name = squeeze(name)
    if not name or len(name) > 400 or _ADDRESS.match(name) or ("@" in name and " " not in name):
        return ()
    name = _HANDLE.sub(" ", _EDITED.sub("", cleaned(name))).strip()
    if hugged := _HUGGED.match(name):
        name = hugged.group(1)
    name = _BRACKETS.sub(" ", name).strip()
    is_simplified = "记者" in name
    name = _EAST_LEAD.sub("", name)
    parts = []
    for piece in [half for whole in _SPLIT.split(name)[:_MAX_PARTS] for half in _halves(whole, spaced=is_simplified)]:
        bare = LEAD.sub("", piece.strip(" ,-–—|•·:\"“”„'=").lstrip("."))
        part = squeeze(_PLACE_TAIL.sub("", squeeze(bare.strip(" ,-–—:="))))
        part = _EAST_TAIL.sub("", _without_stop(part)).rpartition("=")[2].strip()
        if 1 < len(part) < 60 and not _ADDRESS.search(part) and _UPPER_WORD.match(part):
            parts += _apart(part)
    return tuple(parts)


def _halves(piece: str, *, spaced: bool) -> list[str]:
    """Part "Ana Ruiz y Luis Gil"; leave "José Ortega y Gasset" whole. `spaced`: Chinese names with spaces between."""
    if spaced and len(words := piece.split()) > 1 and all(2 <= len(word) <= 4 and not word.isascii() for word in words):
        return words
    for joiner in (_WITH, _JOINER, _ARABIC_AND):
        halves = joiner.split(piece)
        if joiner is _WITH and not (len(halves) == 2 and known_agency(halves[1])):
            continue
        if len(halves) > 1 and (
            joiner is _WITH or all(len(half.split()) >= 2 or known_agency(half) for half in halves)
        ):
            return halves
    return [piece]


def _apart(part: str) -> list[str]:
    """Part a name from the agency that follows it without a mark ("Jane Roe Associated Press")."""
    said = part.split()
    if agency_in(part):
        return [part]
    if "-" in part and agencies_of(part) and " " not in part:
        return part.split("-")  # "TT-AFP"
    for count in range(1, min(3, len(said) - 2) + 1):
        tail, head = " ".join(said[-count:]), " ".join(said[:-count])
        if known_agency(tail) and _is_name(head):
            return [head, tail]
    return [part]


def _person(part: str) -> str:
    """Give the person of a piece without a title or degree; empty when it names a place, a desk or an outlet."""
    part = _without_degree(part)
    if is_place(part) or part.casefold().startswith("the "):
        return ""
    if _INSTITUTION.search(part):
        return ""
    if _ROLES.search(part):
        part = _beside_title(part)
    return _calm(part)


def _beside_title(part: str) -> str:
    """Give the name before or after a title: "Jane Roe Senior Reporter", "Political Editor Jane Roe"; else empty."""
    titles = list(_PERSONS.finditer(part))
    if not titles:
        return ""
    words = part[: titles[0].start()].split()
    count = next((i for i, word in enumerate(words) if word.casefold().strip(".,") in _BEATS), len(words))
    before, after = " ".join(words[:count]), part[titles[-1].end() :].strip(" ,:.-–—")
    for name in (before, after):
        # One word beside a title is a name only where scripts put no spaces or names are single words.
        if (len(name.split()) >= 2 or _SPACELESS.search(name)) and _is_name(name) and not is_place(name):
            return name
    return ""


def _without_degree(name: str) -> str:
    said = name.split()
    while len(said) > 2 and said[-1].strip(".,") in _DEGREES:
        said.pop()
    return " ".join(said)


@functools.lru_cache(maxsize=4_000)
def _calm(name: str) -> str:
    """Write a name that stands in capitals, or whose surname does, as names are written; any other is left as it is."""
    said = name.split()
    if len(said) < 2:
        return name
    return " ".join(
        "-".join(map(_calm_word, word.split("-"))) if _is_shouted(word, whole=name.isupper()) else word for word in said
    )


def _is_shouted(word: str, *, whole: bool) -> bool:
    """Say whether a word stands in capitals only for show: initials and numerals of heirs do not."""
    return (
        word.isupper()
        and "." not in word
        and (len(word) > 2 or (whole and len(word) > 1))
        and word not in ("II", "III", "IV", "JR", "SR")
    )


def _calm_word(word: str) -> str:
    low = word.replace("İ", "i").lower()
    if low in _SMALL_WORDS - {"al", "el", "la", "le"}:
        return low
    for start in ("mc", "o'", "o’", "d'", "d’"):
        if low.startswith(start) and len(low) > len(start) + 2:
            return start.capitalize() + low[len(start) :].capitalize()
    return low[:1].upper() + low[1:]


def _is_signature(name: str) -> bool:
    said = name.split()
    return 2 <= len(said) <= 4 and is_person_name(name) and all(word[:1].isupper() for word in said)


def _without_stop(name: str) -> str:
    """Take a full stop off the end of a name, unless an initial's ("Nelson C.J.")."""
    bare = name.rstrip(". ")
    last = name.rpartition(" ")[2]
    return name if bare != name and _INITIAL.fullmatch(last) else bare


def _is_name(text: str) -> bool:
    said = text.split()
    if (
        not said
        or _ROLES.search(text)
        or _INSTITUTION.search(text)
        or any(char.isdigit() or char in _NOT_IN_NAMES for char in text)
    ):
        return False
    if len(said) == 1:
        return not text.isascii() and 2 <= len(text) <= 12 and not text[0].islower() and not text[0].isupper()
    if any(word.casefold() in _NO_NAME for word in said):
        return False
    capital = sum(word[:1].isupper() or not (word[:1].islower() or word[:1].isupper()) for word in said)
    small = sum(word in _SMALL_WORDS for word in said)
    return (
        2 <= len(said) <= 5 and capital + small >= len(said) - (not small) and said[0][:1] != said[0][:1].lower()
    ) or (2 <= len(said) <= 4 and not text.isascii() and capital == len(said))
