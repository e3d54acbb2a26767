"""Lines that say when, by whom and where an article stood, and lines of topics; in any language, by their labels."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from newsgrid.extract.agencies import agencies_of, agency_in
from newsgrid.extract.bylines import byline_names, is_person_name
from newsgrid.extract.datelines import languages_for, latin_languages, relative_age, words_of, written_instant
from newsgrid.extract.vocabulary import BYLINE, DATING, tokens, word_set
from newsgrid.text import fold, is_spaceless, script_of, squeeze

_MAX_CHARS = 180
_BY = word_set(
    """by von par por di af av door deur oleh od bởi autor autorin author auteur автор penulis yazan yazar โดย بقلم كتب كتبت عن 記者 记者 ngu na från avtor od skrevet napsal
    từ theo"""
)
_IN = word_set(
    """in en dans unter em nel nella i ใน في في قسم w v в op di onder sous sob bajo under kategori rubrik rubrique sección section kategorie categoria category ressort หมวด หมวดหมู่ ประเภท القسم 栏目 分类 カテゴリ 분류"""
)
_WHEN_LABELS = (
    r"published|posted|updated|date|veröffentlicht|erschienen|stand|datum|aktualisiert|publi[ée]e?|paru|mis à jour|publicad[oa]|fecha|actualizado|atualizado|data|pubblicato|aggiornato|gepubliseer|gepubliceerd|geplaatst"
    r"|publicerad|publisert|udgivet|julkaistu|opublikowano|publikováno|опубликовано|обновлено|дата|diterbitkan|yayınlan\w*|yayın|ที่ตีพิมพ์|ตีพิมพ์|เผยแพร่|วันที่|อัปเดต|نُشر|نشر|نشرت|تاريخ(?: النشر)?|آخر تحديث|发布|发表|更新|公開|掲載|입력|게시|imechapishwa|ishicilelwe|xuất bản|đăng"
)
_PUBLISHED = re.compile(rf"^\W{{0,3}}(?:first |last |zuletzt |dernière )?(?:{_WHEN_LABELS})", re.IGNORECASE)
_PUBLISHED_INSIDE = re.compile(rf"\s[^\w\s]{{0,2}}(?=(?:{_WHEN_LABELS})\s{{0,2}}[:：])", re.IGNORECASE)
_TOPIC_LABEL = re.compile(
    r"^\W{0,3}(?:(?:related )?topics?|tags?|keywords?|subjects?|filed under|more on|themen|thema|schlag(?:worte|wörter)|stichwörter|sujets?|thèmes?|mots[- ]clés|étiquettes|temas?|etiquetas|palabras clave|assuntos|tópicos|palavras-chave|marcadores|argomenti|tag|parole chiave"
    r"|onderwerp(?:en)?|onderwerpe|trefwoorden|ämnen|emner|emneord|aiheet|tematy|tagi|témata|štítky|темы|тема|теги|теми|ключевые слова|konular|etiketler|topik|tagar|chủ đề|từ khóa|หัวข้อ|แท็ก|คำค้น(?:หา)?|ป้ายกำกับ|(?:ال)?مواضيع|(?:ال)?موضوعات|(?:ال)?وسوم|الكلمات (?:المفتاحية|الدلالية)|كلمات (?:مفتاحية|دلالية)|موضوع"
    r"|标签|关键词|關鍵字|標籤|タグ|キーワード|태그|키워드|mada|izihloko|amathegi|viungo)\s{0,2}[:：]\s{0,3}(?P<names>\S.*)$",
    re.IGNORECASE,
)
_SECTIONS = word_set(
    """world general politics business economy economics sport sports culture local national international technology tech science health opinion entertainment lifestyle travel education environment africa asia europe
    americas crime finance markets weather society
    politik wirtschaft kultur welt ausland inland wissen gesundheit regional lokales panorama meinung gesellschaft technik allgemein
    monde politique économie culture société sciences santé général international planète éducation
    mundo política economía deportes cultura sociedad ciencia salud nacional internacional opinión
    โลก การเมือง เศรษฐกิจ กีฬา ทั่วไป ต่างประเทศ عام عالم العالم سياسة اقتصاد رياضة ثقافة محليات دولي мир политика экономика спорт общество культура"""
)
_DIGIT = re.compile(r"\d")
_PART = re.compile(r"[|·•–—／]|,(?=\s)|\s-\s")
_LIST = re.compile(r"[,;،、，|·•#]")
_PATH = re.compile(r"[/>›»|,·]")
_DATE_FILLERS = word_set(
    "at on of the um à às a las los de del le den kl klo в г ن الساعة h th st nd rd time local ortszeit hrs eastern et"
)
_READING_TIME = re.compile(
    r"^\d{1,3}\s?(?:min|minutes?|minuten|minutos|мин|นาที|دقائق|دقيقة|分)\b.{0,20}$", re.IGNORECASE
)


@dataclasses.dataclass(frozen=True, slots=True)
class CreditLine:
    """What a line of credits says."""

    names: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    when: datetime | None = None
    age: timedelta | None = None
    """A relative time, when that is all it says."""


def read_credit_line(text: str, language: str) -> CreditLine | None:
    """Read a line that is nothing but credits: a date or a relative time, names after "by", a section after "in".

    None for any other line. A line of prose is never one: it is short, and each of its parts is a date, a name, a label
    or a section.
    """
    text = squeeze(text)
    if len(text) > _MAX_CHARS or len(text.split()) > 26:
        return None
    if agency := _lone_agency(text):
        return CreditLine((agency,))
    inside = _PUBLISHED_INSIDE.search(text)
    labelled = _PUBLISHED.match(text) is not None or inside is not None
    rest, names = _take(text[: inside.start()] if inside else text, _BY)
    if inside:
        names, rest = names or rest, text[inside.end() :]
    rest, section = _take(rest, _IN) if (labelled or names) else (rest, "")
    names, more = _take(names, _IN) if names and not section else (names, "")
    section = section or more
    digits = _DIGIT.search(text) is not None
    if not digits and not labelled and not names:
        return None
    languages = _languages(text, language)
    when = written_instant(rest or text, languages) if digits else None
    age = (
        relative_age(rest or text, languages)
        if when is None and (digits or labelled) and len(text.split()) <= 20
        else None
    )
    people = _names(names)
    dated = when is not None or age is not None
    if dated and not people:
        people = [
            part for part in _split(_PART, rest)[:6]
            if agency_in(part) or (is_person_name(part) and not _is_day_name(part, languages))
        ]  # fmt: skip
    if not dated and not people:
        return None
    if dated and not (labelled or people) and not _is_only_date(rest, languages):
        return None
    if people and not (dated or labelled or _starts_with_by(text)):
        return None
    return CreditLine(tuple(people), split_section(section), when.at if when else None, age)


def is_topic_line(text: str) -> bool:
    """Say whether a line is a label for topics and a list of them."""
    match = _TOPIC_LABEL.match(text)
    if match is None or len(text) > 600:
        return False
    names = _split(_LIST, match.group("names"))
    return bool(names) and all(len(name.split()) <= 7 for name in names) and text[-1] not in ".!?"


def split_topics(text: str) -> tuple[str, ...]:
    """Give the topics of a topic line, as it gives them."""
    match = _TOPIC_LABEL.match(text)
    return (
        tuple(dict.fromkeys(name for name in map(squeeze, _split(_LIST, match.group("names")))))[:40] if match else ()
    )


def split_section(text: str) -> tuple[str, ...]:
    """Part a section path; words side by side are parted when each is the name of a section by itself."""
    text = squeeze(text).strip(" .:,")
    if not text or len(text) > 60:
        return ()
    parts = _split(_PATH, text)
    if len(parts) == 1:
        words = parts[0].split()
        if 1 < len(words) <= 3 and all(word.casefold() in _SECTIONS for word in words):
            return tuple(words)
    return tuple(parts[:4]) if all(len(part.split()) <= 4 for part in parts) else ()


def _split(separator: re.Pattern[str], text: str) -> list[str]:
    """Split at a separator; parts without white space around them, none empty."""
    return [part for piece in separator.split(text) if (part := piece.strip())]


def _languages(text: str, language: str) -> tuple[str, ...]:
    """Give languages for a line of interface words, which need not be in the language of the content."""
    script = script_of("".join(char for char in text if not char.isascii())) or script_of(text)
    own = languages_for(language, script)
    return own if script not in ("", "Latn") or language else tuple(dict.fromkeys((*own, *latin_languages())))


def _take(text: str, labels: frozenset[str]) -> tuple[str, str]:
    """Part a line at the first of these label words: (before, after)."""
    words = text.split()
    for index, word in enumerate(words):
        bare = word.strip(":：.,|()").casefold()
        if (
            bare in labels
            and index + 1 < len(words)
            and (index == 0 or words[index + 1][:1].isupper() or not words[index + 1][:1].islower())
        ):
            return " ".join(words[:index]), " ".join(words[index + 1 :])
    return text, ""


def _names(text: str) -> list[str]:
    """Give the names in what follows "by": people and agencies; the part after a bar or a date is no name."""
    found: list[str] = []
    for part in _split(_PART, text)[:6]:
        if any(char.isdigit() for char in part):
            continue
        agencies = agencies_of(part)
        people = byline_names(part)
        if agencies and (agency_in(part) or not people):
            found.append(part)
        else:
            found += people
            found += [agency for agency in agencies if agency not in found]
    return list(dict.fromkeys(found))


def _lone_agency(text: str) -> str:
    """Give the agency of a line that is nothing but an agency's name."""
    return text if len(text.split()) <= 5 and agency_in(text) and not _TOPIC_LABEL.match(text) else ""


def _is_day_name(text: str, languages: Sequence[str]) -> bool:
    """Say whether a text is the name of a weekday or month ("Thứ ba"), which is written like a person's in some languages."""
    known, name = [words_of(language) for language in languages], fold(text)
    return any(name in words.weekdays or name in words.months for words in known)


def _is_only_date(text: str, languages: Sequence[str]) -> bool:
    """Say whether a line is a date, its label, a clock, a zone and a reading time, and little else."""
    known = [words_of(language) for language in languages]
    rest = " ".join(part for part in _split(_PART, text) if not _READING_TIME.match(part))
    other = [
        word for word in tokens(rest)
        if not word[0].isdigit() and word not in DATING and word not in BYLINE and word not in _DATE_FILLERS and not any(fold(word) in w.months or fold(word) in w.weekdays for w in known)
    ]  # fmt: skip
    return (len(other) <= 2 or is_spaceless(text)) and text[-1:] not in "!?"


def _starts_with_by(text: str) -> bool:
    first = text.split(maxsplit=1)[0].strip(":：").casefold()
    return first in _BY
