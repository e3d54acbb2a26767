"""A plain-text dump of a page to an article.

A dump has lost its markup: menus, promotion, the headline said twice, a teaser written by a machine, related headlines
and captions stand among the paragraphs, in any language. Lines are judged by shape and by what the rest of the dump
says; no rule knows a page.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import pairwise

from newsgrid.errors import PageError
from newsgrid.extract import finish
from newsgrid.extract.agencies import agency_in, read_opening
from newsgrid.extract.bylines import sort_names
from newsgrid.extract.credit_lines import CreditLine, is_topic_line, read_credit_line, split_topics
from newsgrid.extract.datelines import WrittenDate, choose_year, languages_for, utc_day, written_dates
from newsgrid.extract.declared import plain_key
from newsgrid.extract.furniture import heads_comments
from newsgrid.extract.running import Cleaned, clean_running
from newsgrid.extract.vocabulary import tokens
from newsgrid.model import Article, Block, Caption
from newsgrid.text import canonical_address, is_spaceless, script_of, squeeze

MAX_CHARS = 2_000_000
_MAX_LINES = 5_000
_PROSE_WORDS = 14
_SUBHEADING_WORDS = 9
_HEADLINE_WORDS = range(3, 31)
_ENDS = '.!?…。！？؟।။"”»’」』)'
_BULLET = re.compile(r"^(?:[-*•‣◦▪●–]|\d{1,2}[.)])\s+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_MARK = re.compile(r"[^\w\s-]")
_SITE_TAIL = re.compile(r"^(.{12,300}?)\s[|–—-]\s([^|–—]{2,40})$")
_RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright)\s{0,3}(?:\d{4}(?:\s?[-–]\s?\d{4})?)?\s{0,3}([^\d|.,©]{2,50}?)(?:[.,|]|\s+(?:all rights|alle rechte|tous droits|todos los)|$)",
    re.IGNORECASE,
)
_SCRIPT_LANGUAGE = {
    "Thai": "th",
    "Hang": "ko",
    "Hebr": "he",
    "Grek": "el",
    "Geor": "ka",
    "Armn": "hy",
    "Khmr": "km",
    "Mymr": "my",
    "Laoo": "lo",
    "Taml": "ta",
    "Telu": "te",
}
_HEAD_START = 0.3
_AFTER_TEASER = 0.65
"""Share of the prose that must follow a repeated title for what stands before it to be a teaser."""
_BEFORE_COMMENTS = 2
"""Lines of prose after which a heading of comments ends the article."""
_ALIKE = 0.6
"""Share of words two titles must have in common to be the same headline worded twice."""


@dataclasses.dataclass(slots=True)
class Line:
    """A line of the dump."""

    text: str
    words: list[str]
    prose: bool


def extract_dump(
    text: str,
    url: str = "",
    *,
    published: datetime | None = None,
    name: str = "",
    detect: Callable[[str], str] | None = None,
    now: datetime | None = None,
) -> Article:
    """Draw the article from a plain-text dump of a page.

    `name` says where it came from, for errors. `detect` tells the language of a text (BCP 47); without it, only scripts
    that write one language are told apart. `published` wins over all the dump says. Else the line of credits gives the
    time; else the first day with a weekday in the text gives it, in the nearest year at or before `now` (default: the
    clock) in which that day fell on that weekday; when the text names a year, a fitting year that is that one or the
    next is taken first; a relative time ("2 years ago") must agree within a year. Raises PageError `empty` when no
    prose is found, `too-large` over 2 million characters. Linear in the length of the dump.
    """
    item = url or name
    if len(text) > MAX_CHARS:
        raise PageError(f"dump of {len(text)} characters is larger than {MAX_CHARS}", item=item, reason="too-large")
    if not text.isascii() or "\0" in text:
        text = text.encode("utf-8", "replace").decode().replace("\0", "")  # lone surrogates can be kept nowhere
    lines = _lines(text)
    prose = [line.text for line in lines if line.prose]
    if not prose:
        raise PageError("dump has no prose", item=item, reason="empty")
    sample = "\n".join(sorted(prose, key=len, reverse=True)[:8])
    script = script_of(sample)
    language = detect(sample) if detect is not None else _SCRIPT_LANGUAGE.get(script, "")
    title, at = _headline(lines, script)
    credits_, topics = _credits(lines, title, language)
    body = _body_lines(lines, title, at, script, language)
    blocks, captions, leaked = _blocks(body, title, language)
    if not blocks:
        raise PageError("dump has no body", item=item, reason="empty")
    blocks, closing = finish.closing_agency(blocks)
    opening = read_opening(blocks[0].text if blocks else "", language)
    authors, named = sort_names(credits_.names)
    blocks = finish.without_author_box(blocks, authors)
    agency = opening.agency or named or closing
    moment, source = _published(published, credits_, blocks, language, now or datetime.now(UTC))
    correction = next((block.text for block in blocks if finish.is_correction(block.text)), "")
    found = {
        "headline": "line before the prose", "body": "lines of the dump", "authors": "credit line" if authors else "", "agency": _agency_source(opening.agency, named, closing),
        "dateline": "opening of the body" if opening.dateline else "", "published": source, "section": "credit line" if credits_.section else "",
        "topics": "topic line" if topics else "", "language": ("detected by the caller" if detect else "script of the text") if language else "",
    }  # fmt: skip
    return Article(
        headline=title,
        blocks=tuple(block for block in blocks if block.text != correction),
        captions=captions,
        related=tuple(dict.fromkeys(leaked)),
        authors=authors,
        agency=agency,
        publisher=_publisher(lines, title),
        dateline=opening.dateline,
        published=moment,
        section=credits_.section,
        topics=topics,
        url=url,
        canonical=canonical_address(url),
        language=language,
        correction=correction,
        evidence=tuple((field, given) for field, given in found.items() if given),
    )


def _agency_source(opening: str, named: str, closing: str) -> str:
    return "dateline" if opening else "credit line" if named else "closing credit" if closing else ""


def _lines(text: str) -> list[Line]:
    """Cut a dump into lines; lines wrapped at a fixed width are joined to paragraphs first."""
    text = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    found = []
    for paragraph in re.split(r"\n\s*\n", text):
        rows = [squeeze(row) for row in paragraph.split("\n") if squeeze(row)]
        for row in [" ".join(rows)] if _is_wrapped(rows) else rows:
            words = tokens(row)
            if words:
                found.append(Line(row, words, _is_prose(row, words)))
            if len(found) >= _MAX_LINES:
                return found
    return found


def _is_wrapped(rows: Sequence[str]) -> bool:
    """Say whether rows are one paragraph broken at a width: nearly equal long rows that end without a stop."""
    if len(rows) < 3:
        return False
    inner = rows[:-1]
    lengths = [len(row) for row in inner]
    even = min(lengths) * 10 >= max(lengths) * 7 and 50 <= max(lengths) <= 130
    return even and sum(row[-1] not in ".!?。" for row in inner) * 10 >= len(inner) * 6


def _is_prose(text: str, words: Sequence[str]) -> bool:
    if is_spaceless(text):
        return len(text) >= 90 or (len(text) >= 30 and text[-1] in _ENDS)
    if len(words) < 8:
        return False
    stops = sum(text.count(stop) for stop in ".!?。؟।…")
    return (len(words) >= _PROSE_WORDS and (text[-1] in _ENDS or stops > 1 or len(words) >= 40)) or (
        text[-1] in ".!?؟।…”»" and len(words) >= 8
    )


def _headline(lines: Sequence[Line], script: str) -> tuple[str, int]:
    """Choose the headline among the lines up to the first long prose, and say where the body begins.

    A title shares its words with the prose. One that is said again, in the same or nearly the same words, is more likely;
    the wording said most often stands, the first of equals. A line that only repeats the start of another without its
    punctuation is an address made of words.
    """
    first = next(i for i, line in enumerate(lines) if line.prose)
    body_words = {word for line in lines if line.prose for word in line.words}
    candidates = [i for i, line in enumerate(lines) if _can_be_title(line, script)]
    before = [i for i in candidates if i < first] or [i for i in candidates if i < _last_head(lines, first)]
    scored = [(i, score) for i in before if (score := _title_score(lines, i, candidates, body_words)) > 0]
    if not scored:
        return _title_from_prose(lines[first].text), first - 1
    # Titles stand above decks: the first likely line has a head start.
    best = max(scored, key=lambda pair: (pair[1] + _HEAD_START * (pair[0] == scored[0][0]), -pair[0]))[0]
    chosen = _fullest(lines, best, candidates)
    same = [i for i in candidates if _alike(lines[i].words, lines[chosen].words)]
    at = _body_start(lines, same, first)
    return _without_site(lines[chosen].text), at


def _last_head(lines: Sequence[Line], first: int) -> int:
    """Give where titles may still stand: up to the second long paragraph after the first prose, at most."""
    seen = 0
    for index in range(first, len(lines)):
        if lines[index].prose:
            seen += 1
            if seen == 3:
                return index
    return len(lines)


def _can_be_title(line: Line, script: str) -> bool:
    if line.prose or len(line.words) not in _range(line) or line.text[-1] in ".;,:" or _BULLET.match(line.text):
        return False
    if script_of(line.text) not in (script, "") or finish.is_furniture(line.text) or is_topic_line(line.text):
        return False
    return read_credit_line(line.text, "") is None


def _range(line: Line) -> range:
    return range(5, 120) if is_spaceless(line.text) else _HEADLINE_WORDS


def _title_score(lines: Sequence[Line], index: int, candidates: Sequence[int], body: set[str]) -> float:
    words = lines[index].words
    known = [word for word in words if len(word) > 3 or is_spaceless(word)]
    shared = sum(word in body for word in known) / max(1, len(known))
    again = sum(_alike(lines[other].words, words) for other in candidates if other != index)
    length = min(len(words), 10) / 10
    if shared < 0.34 and not again:
        return 0.0
    return shared + 0.5 * length + 0.6 * min(again, 3)


def _fullest(lines: Sequence[Line], best: int, candidates: Sequence[int]) -> int:
    """Of a title's wordings take the one said most often, then the first; never an address made of words."""
    same = [i for i in candidates if _alike(lines[i].words, lines[best].words)]
    whole = [i for i in same if not any(_is_slug_of(lines[i], lines[j]) for j in same if j != i)] or same
    counts = {i: sum(lines[i].words == lines[j].words for j in whole) for i in whole}
    return max(whole, key=lambda i: (counts[i], -i))


def _is_slug_of(slug: Line, title: Line) -> bool:
    """Say whether a line is the start of a title with its punctuation lost."""
    mine, theirs = "".join(slug.words), "".join(title.words)
    bare = not _MARK.search(slug.text)
    return bare and theirs.startswith(mine) and (mine != theirs or bool(_MARK.search(title.text)))


def _alike(left: Sequence[str], right: Sequence[str]) -> bool:
    """Say whether two titles are one: most words of the shorter in common, and of about one length."""
    ours, theirs = set(left), set(right)
    if min(len(ours), len(theirs)) < 3:
        return ours == theirs
    shorter, longer = sorted(("".join(left), "".join(right)), key=len)
    if longer.startswith(shorter) and len(shorter) * 2 >= len(longer):
        return True
    return len(ours & theirs) >= _ALIKE * max(len(ours), len(theirs))


def _body_start(lines: Sequence[Line], same: Sequence[int], first: int) -> int:
    """Give the line of the title after which the body begins: the last one that prose follows.

    Prose between two wordings of the title is a teaser, when it is the smaller part by far.
    """
    total = sum(len(line.text) for line in lines if line.prose)
    for index in sorted(same, reverse=True):
        after = sum(len(line.text) for line in lines[index:] if line.prose)
        if index < first or after >= _AFTER_TEASER * total:
            return index
    return min(same)


def _title_from_prose(text: str) -> str:
    """Without a title, the first sentence stands for it."""
    head = re.split(r"(?<=[.!?。؟।])\s", text, maxsplit=1)[0]
    return squeeze(head)[:200].rstrip(" .")


def _without_site(title: str) -> str:
    match = _SITE_TAIL.match(title)
    if match and len(match.group(2).split()) <= 4 and match.group(2)[:1].isupper() and len(match.group(1).split()) >= 4:
        return match.group(1).strip()
    return title


def _publisher(lines: Sequence[Line], title: str) -> str:
    """Read the publisher off a title's tail or a line of rights; empty when nothing says it."""
    key = plain_key(title)
    for line in lines:
        match = _SITE_TAIL.match(line.text)
        if match and not line.prose and plain_key(match.group(1)) == key:
            return match.group(2).strip()
    for line in reversed(lines):
        if not line.prose and (match := _RIGHTS.search(line.text)):
            return squeeze(match.group(1)).strip(" -–—")
    return ""


def _credits(lines: Sequence[Line], title: str, language: str) -> tuple[CreditLine, tuple[str, ...]]:
    """Join what the lines of credits say; and read the line of topics."""
    names: list[str] = []
    section: tuple[str, ...] = ()
    when = None
    age = None
    topics: tuple[str, ...] = ()
    prose_seen = 0
    for line in lines:
        if is_topic_line(line.text):
            topics = topics or split_topics(line.text)
            continue
        prose_seen += line.prose
        if line.prose or plain_key(line.text) == plain_key(title):
            continue
        credit = read_credit_line(line.text, language)
        if credit is None:
            continue
        if prose_seen <= 3 or not names or all(map(agency_in, credit.names)):
            names += [name for name in credit.names if name not in names]
        section = section or credit.section
        when, age = when or credit.when, age or credit.age
    return CreditLine(tuple(names), section, when, age), topics


def _body_lines(lines: Sequence[Line], title: str, at: int, script: str, language: str) -> list[Line]:
    """Give the lines of the body: after the title's last place, without furniture, credits, other scripts and titles."""
    kept: list[Line] = []
    title_words = tokens(title)
    for line in lines[at + 1 :]:
        if heads_comments(line.text) and sum(before.prose for before in kept) >= _BEFORE_COMMENTS:
            break
        if line.prose:
            if finish.is_furniture(line.text) or (finish.is_related_label(line.text) and len(line.words) < 30):
                continue
            kept.append(line)
            continue
        other = script_of(line.text) not in (script, "")
        if other or is_topic_line(line.text) or finish.is_furniture(line.text) or _alike(line.words, title_words):
            continue
        if (
            read_credit_line(line.text, language) is None
            or _BULLET.match(line.text)
            or finish.is_caption_line(line.text)
        ):
            kept.append(line)
    return _trimmed(kept)


def _trimmed(lines: list[Line]) -> list[Line]:
    """Cut what stands before the first and after the last prose, a caption or a credit excepted."""
    prose = [i for i, line in enumerate(lines) if line.prose]
    if not prose:
        return []
    head = [line for line in lines[: prose[0]] if finish.is_caption_line(line.text)]
    tail: list[Line] = []
    for line in lines[prose[-1] + 1 :]:
        if (
            finish.is_caption_line(line.text)
            or _BULLET.match(line.text)
            or (finish.closing_agency([Block("paragraph", line.text)])[1] and not tail)
        ):
            tail.append(line)
        else:
            break
    return head + lines[prose[0] : prose[-1] + 1] + tail


def _blocks(lines: Sequence[Line], title: str, language: str) -> tuple[list[Block], tuple[Caption, ...], list[str]]:
    """Make blocks: prose cleaned of what leaked into it, short lines read as subheadings, items or captions."""
    prose = [line.text for line in lines if line.prose]
    cleaned = dict(zip(prose, clean_running(prose, language), strict=True))
    words = {word for line in lines if line.prose for word in line.words}
    repeated = {line.text for line, after in pairwise(lines) if line.text == after.text}
    blocks: list[Block] = []
    captions: list[Caption] = []
    leaked: list[str] = []
    for line in lines:
        if line.prose:
            _add_prose(line, cleaned[line.text], blocks, captions, leaked)
        elif finish.is_caption_line(line.text):
            captions.append(finish.part_caption(line.text))
        elif _BULLET.match(line.text):
            blocks.append(Block("item", _BULLET.sub("", line.text)))
        elif finish.closing_agency([Block("paragraph", line.text)])[1] or (
            line.text not in repeated and _is_short_paragraph(line)
        ):
            blocks.append(Block("paragraph", line.text))
        elif line.text not in repeated and _is_subheading(line, words):
            blocks.append(Block("subheading", line.text))
        else:
            leaked.append(line.text)
    blocks = finish.drop_repeats(finish.drop_titles(blocks, [title]))
    finish.drop_last_headings(blocks)
    return blocks, tuple(dict.fromkeys(captions)), list(dict.fromkeys(leaked))


def _add_prose(line: Line, cleaned: Cleaned, blocks: list[Block], captions: list[Caption], leaked: list[str]) -> None:
    captions += cleaned.captions
    leaked += cleaned.leaked
    if not cleaned.text:
        return
    if len(line.words) < 60 and finish.is_caption_line(cleaned.text) and not cleaned.captions:
        captions.append(finish.part_caption(cleaned.text))
    elif _BULLET.match(cleaned.text):
        blocks.append(Block("item", _BULLET.sub("", cleaned.text)))
    else:
        blocks.append(Block("paragraph", cleaned.text))


def _is_short_paragraph(line: Line) -> bool:
    """Say whether a short line is a sentence of its own, or announces a list."""
    return line.text[-1] in ".!…。।۔”»」" or (line.text[-1] in ":：" and len(line.words) >= 5)


def _is_subheading(line: Line, body: set[str]) -> bool:
    """Say whether a short line between paragraphs is a subheading rather than another article's headline."""
    known = [word for word in line.words if len(word) > 3]
    shared = sum(word in body for word in known) / max(1, len(known))
    if is_spaceless(line.text):
        return len(line.text) <= 40
    return len(line.words) < _SUBHEADING_WORDS or (shared >= 0.75 and len(line.words) <= 14)


def _published(
    stated: datetime | None, credits_: CreditLine, blocks: Sequence[Block], language: str, now: datetime
) -> tuple[datetime | None, str]:
    if stated is not None:
        return stated, "the caller"
    if credits_.when is not None and credits_.when <= now:
        return credits_.when, "credit line"
    text = "\n".join(block.text for block in blocks)
    languages = languages_for(language, script_of(text[:2000]))
    hits = [hit for hit in written_dates(text[:6000], languages) if hit.weekday is not None]
    named = {int(year) for year in _YEAR.findall(text)}
    for hit in hits:
        year = hit.year or choose_year(hit, now.date(), named)
        moment = _day(hit, year)
        if moment is not None and moment <= now and _agrees(moment, credits_, now):
            return moment, "weekday and day in the text"
    return None, ""


def _day(hit: WrittenDate, year: int | None) -> datetime | None:
    if year is None:
        return None
    try:
        return utc_day(datetime(year, hit.month, hit.day, tzinfo=UTC).date())
    except ValueError:
        return None


def _agrees(moment: datetime, credits_: CreditLine, now: datetime) -> bool:
    """Say whether a day fits a relative time, counted back from some day up to now: it cannot be younger than that."""
    if credits_.age is None:
        return True
    return now - moment >= credits_.age / 2
