"""A page to an article: the order of the steps, and what is decided between them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise

import numpy as np

from newsgrid.errors import PageError
from newsgrid.extract import finish, jsonld, kinds, markup
from newsgrid.extract.agencies import Opening, agency_in, credited_agency, read_opening
from newsgrid.extract.bylines import collective_names, signature_names, signed, sort_names
from newsgrid.extract.carried import carried_body
from newsgrid.extract.credit_lines import read_credit_line
from newsgrid.extract.declared import Declared, gather, plain_key
from newsgrid.extract.embeds import embeds_of
from newsgrid.extract.features import Context, Matrix, look
from newsgrid.extract.fragment import blocks_of
from newsgrid.extract.headline import declared_titles, description, headline, headline_place, site_name
from newsgrid.extract.lead_image import lead_image
from newsgrid.extract.marks import BIT
from newsgrid.extract.mending import mend
from newsgrid.extract.outline import LANDMARKS, Outline, outline
from newsgrid.extract.people import Credits, credits_of
from newsgrid.extract.publishers import PublisherFile, find
from newsgrid.extract.publishers.guide import Guide, guide
from newsgrid.extract.segments import article_only
from newsgrid.extract.signals import signals_of
from newsgrid.extract.subjects import section_of, topics_of
from newsgrid.extract.template import Lesson, Template, read
from newsgrid.extract.tongue import page_language
from newsgrid.extract.trees import load_trees
from newsgrid.extract.vocabulary import tokens
from newsgrid.extract.ways import ways_of
from newsgrid.extract.when import dates_of, stated_instant
from newsgrid.model import Article, Block, Caption
from newsgrid.text import canonical_address

KEEP = 0.5
"""Probability from which a piece is body; other thresholds were no better on the development pages."""
_SECOND_CHANCE = 0.2
_LITTLE = 150
"""Characters of body under which the second chance is taken."""
_DECLARED_BODY = 400
_FIGCAPTION = 1 << LANDMARKS.index("figcaption")
_FIGURE = 1 << LANDMARKS.index("figure")
_QUOTE = 1 << LANDMARKS.index("blockquote")
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_ITEMS = frozenset({"li", "dd", "dt"})
_MAX_CAPTIONS = 40


@dataclasses.dataclass(slots=True)
class Body:
    """The body as it was found on the page, and what stands apart from it."""

    blocks: list[Block]
    captions: tuple[Caption, ...] = ()
    standfirst: str = ""
    correction: str = ""
    source: str = ""
    live: bool = False
    lesson: Lesson | None = None
    """What the page teaches of its site, where that was asked for."""
    template: str = ""
    """What the site's template changed."""


def extract(
    html: bytes | str,
    url: str = "",
    headers: Mapping[str, str] | None = None,
    *,
    published: datetime | None = None,
    language: str = "",
    template: Template | None = None,
    publisher: PublisherFile | None = None,
) -> Article:
    """Draw the article from a page, with evidence for each field.

    `headers` are the HTTP answer's. `published` is what else is known of the time (a feed's date): it stands where the page
    states none. `language` is the caller's detection of the text's language; without it the page's declaration counts,
    as far as it fits the script of the text. `template` is what other pages of the site taught, `publisher` the
    operator's publisher file, where it shall stand for the one that may ship with newsgrid. Raises PageError with the
    reason `not-html`, `too-large` or one of `kinds.REASONS`; where such a page calls itself an article and describes it, the
    description stands for the text, and the evidence of `page` names the reason. One parse, linear in the size of the page.
    """
    return _draw(html, url, headers, published, language, template, publisher)[0]


def extract_and_learn(
    html: bytes | str,
    url: str = "",
    headers: Mapping[str, str] | None = None,
    *,
    published: datetime | None = None,
    language: str = "",
    template: Template | None = None,
    publisher: PublisherFile | None = None,
) -> tuple[Article, Lesson | None]:
    """Draw the article as `extract` does, and give what the page teaches of its site; None when it shows no text.

    The lesson is for `Template.learn`, and the same whichever template was given.
    """
    return _draw(html, url, headers, published, language, template or Template(), publisher)


def _draw(
    html: bytes | str,
    url: str,
    headers: Mapping[str, str] | None,
    published: datetime | None,
    language: str,
    template: Template | None,
    publisher: PublisherFile | None,
) -> tuple[Article, Lesson | None]:
    root = markup.parse(html, headers, url)
    publisher = publisher or find(url)
    guided = guide(root, publisher) if publisher else None
    page = gather(root, url)
    site, site_source = site_name(page)
    declared = declared_titles(page, site)
    title, title_source = headline(page, site, declared)
    told, told_source = description(page)
    cut = outline(root)
    body, shown = _body(page, cut, title, told, {title, *page.h1s, *(text for text, _ in declared)}, template, guided)
    instead = kinds.refuse_non_articles(page, cut, title, body.blocks, shown)
    if instead or not body.blocks:
        body = _from_description(page, body, told)
    text_sample = " ".join(block.text for block in body.blocks[:8])[:1500]
    tongue, tongue_source = page_language(page, f"{title} {text_sample}", language)
    place = headline_place(cut, title)
    credits_ = credits_of(page, cut, title, site, place)
    if not credits_.authors and not credits_.agency:
        credits_ = _credit_lines(cut, place, tongue, site, url) or credits_
    if guided:
        credits_ = _guided_credits(guided, credits_, site, url)
    blocks, agency = finish.closing_agency(_without_credit_lines(body.blocks, tongue))
    if not credits_.authors and (names := sort_names(_signature(cut, blocks), site, url)[0]):
        credits_ = dataclasses.replace(
            credits_, authors=names, author_source="signature", byline_source="signature",
            byline=(*names, *(name for name in credits_.byline if agency_in(name))),
        )  # fmt: skip
        blocks = blocks[:-1] if signature_names(blocks[-1].text) else blocks
    blocks = finish.without_author_box(blocks, credits_.authors) or body.blocks
    opening = _opening(blocks, tongue)
    if not credits_.authors and opening.reporters and (names := sort_names([opening.reporters], site, url)[0]):
        credits_ = dataclasses.replace(
            credits_, authors=names, author_source="dateline", byline_source="dateline",
            byline=(*names, *(name for name in credits_.byline if agency_in(name))),
        )  # fmt: skip
    agency = agency or _credited_after(cut, blocks)
    dates = dates_of(page, cut, place, tongue, published)
    if guided and guided.date and (at := stated_instant(page, guided.date, tongue)):
        dates = dataclasses.replace(dates, published=at, published_source=guided.evidence)
    section, section_source = section_of(page)
    topics, topics_source = topics_of(page, section, title, (site, *credits_.authors))
    image, image_source = lead_image(page)
    canonical, canonical_source = _canonical(page)
    agency, agency_source = _agency(credits_, opening.agency, agency)
    standfirst, standfirst_source = (body.standfirst, "lead on the page") if body.standfirst else (told, told_source)
    if guided and guided.standfirst:
        standfirst, standfirst_source = guided.standfirst, guided.evidence
    correction = jsonld.text_of(page.article.get("correction")) if page.article else ""
    embeds = embeds_of(page, title)
    amp = page.address(page.links.get("amphtml", ""))
    paywalled, paywalled_source = kinds.is_paywalled(page)
    live, live_source = kinds.is_live(page, body.live)
    signals, given = signals_of(page, headers, has_parts=_holds(html, "data-nosnippet"))
    found = {
        "headline": title_source, "standfirst": standfirst_source, "body": body.source, "authors": credits_.author_source, "byline": credits_.byline_source, "agency": agency_source,
        "publisher": site_source, "dateline": "opening of the body" if opening.dateline else "", "published": dates.published_source,
        "modified": dates.modified_source, "section": section_source, "topics": topics_source, "canonical": canonical_source, "image": image_source,
        "language": tongue_source, "correction": "json-ld correction" if correction else "notice on the page" if body.correction else "",
        "captions": "captions near the body" if body.captions else "", "embeds": "frames and posts after the headline" if embeds else "",
        "page": instead, "amp": "link amphtml" if amp else "", "paywalled": paywalled_source, "live": live_source,
        "template": body.template, "publisher file": guided.name if guided else "", **given,
    }  # fmt: skip
    article = Article(
        headline=title,
        blocks=tuple(blocks),
        standfirst=standfirst,
        captions=body.captions,
        embeds=embeds,
        authors=credits_.authors,
        byline=credits_.byline,
        agency=agency,
        publisher=site,
        dateline=opening.dateline,
        published=dates.published,
        offset_min=dates.offset_min,
        modified=dates.modified,
        section=section,
        topics=topics,
        url=url,
        canonical=canonical,
        amp=amp,
        image=image,
        language=tongue,
        paywalled=paywalled,
        live=live,
        correction=correction or body.correction,
        signals=signals,
        ways=ways_of(page),
        evidence=tuple((field, source) for field, source in found.items() if source),
    )
    return article, None if instead else body.lesson


def _holds(html: bytes | str, name: str) -> bool:
    return name in html if isinstance(html, str) else name.encode() in html


def _body(
    page: Declared,
    cut: Outline,
    title: str,
    told: str,
    titles: set[str],
    template: Template | None,
    guided: Guide | None,
) -> tuple[Body, list[str]]:
    """Choose the pieces of the body, none of the titles among them; give it with all words that the page shows."""
    declared = jsonld.body_of(page.article) if page.article else ""
    sight = look(cut, Context(title, page.h1s, told, declared))
    shown = [word for words in sight.words for word in words]
    if not cut.pieces:
        return _declared_body(declared, _carried_body(page, Body([]), title, told)), shown
    chance = load_trees().probability(sight.rows)
    reading = verdict = None
    if template is not None:
        reading = read(_canonical(page)[0], title, cut, chance)
        verdict = template.judge(reading)
        chance = verdict.chance
    chosen = guided.chosen(cut, chance) if guided else None
    if chosen is not None:
        chance = chosen.astype(np.float32)
    kept = _pick(cut, chance, KEEP, titles)
    if _size(cut, kept) < _LITTLE:
        more = _pick(cut, chance, _SECOND_CHANCE, titles)
        kept = more if _size(cut, more) > _size(cut, kept) else kept
    kept = mend(cut, article_only(cut, sight.words, kept, sight.title_at), chance, title, titles)
    body = _assemble(cut, kept, chance, told)
    if guided and chosen is not None:
        body = dataclasses.replace(body, source=guided.evidence)
    size = sum(len(block.text) for block in body.blocks)
    # Boxes that a publisher file drops stand in the declared body: what is left of the page is not judged by its length.
    if len(declared) > _DECLARED_BODY and size * 2 < len(declared) and (guided is None or size < _LITTLE):
        body = _declared_body(declared, body)
    elif size < _LITTLE:
        body = _carried_body(page, body, title, told)
    if reading and verdict:
        used = verdict.evidence if chosen is None else ""
        body = dataclasses.replace(body, lesson=reading.lesson, template=used)
    return body, shown


def _pick(cut: Outline, chance: Matrix, threshold: float, titles: set[str]) -> list[int]:
    """Give the pieces at or above the threshold that are no title said again."""
    keys = {plain_key(title) for title in titles} - {""}
    return [int(i) for i in np.flatnonzero(chance >= threshold) if plain_key(cut.pieces[i].text) not in keys]


def _size(cut: Outline, kept: Sequence[int]) -> int:
    """Count the characters of the chosen pieces that will not go as furniture, up to where there is enough of them."""
    size = 0
    for index in kept:
        if size >= _LITTLE * 10:
            break
        text = cut.pieces[index].text
        size += 0 if finish.is_furniture(text) else len(text)
    return size


def _assemble(cut: Outline, kept: Sequence[int], chance: Matrix, told: str) -> Body:
    """Make blocks of the chosen pieces; set captions, the lead and a correction notice apart."""
    blocks: list[Block] = []
    captions: list[Caption] = []
    correction = standfirst = ""
    for index in kept:
        piece = cut.pieces[index]
        if finish.is_credit_line(piece.text) or (_is_caption(cut, index) and not _is_quote_figure(cut, index)):
            captions.append(finish.part_caption(piece.text))
        elif finish.is_correction(piece.text):
            correction = correction or piece.text
        elif not finish.is_furniture(piece.text):
            if not blocks and not standfirst and _is_lead(cut, index, told):
                standfirst = piece.text
            blocks.append(Block(_kind(cut, index), piece.text))
    captions += _captions_between(cut, kept, chance)
    blocks = finish.drop_repeats(blocks)
    finish.drop_last_headings(blocks)
    if standfirst and len(blocks) == 1:
        standfirst = ""
    return Body(
        blocks, tuple(dict.fromkeys(captions))[:_MAX_CAPTIONS], standfirst, correction or _notice(cut, kept),
        "block classifier", _is_live(cut, kept),
    )  # fmt: skip


def _kind(cut: Outline, index: int) -> str:
    piece = cut.pieces[index]
    tag = cut.tag[piece.container]
    if tag in _HEADINGS or (piece.bold > 0.95 and len(piece.text) < 90 and piece.text[-1] not in '.!?…。"”»:;,'):
        return "subheading"
    if cut.landmarks[piece.container] & _QUOTE:
        return "quote"
    return "item" if tag in _ITEMS or cut.tag[cut.parent[piece.container]] in _ITEMS else "paragraph"


def _is_caption(cut: Outline, index: int) -> bool:
    container = cut.pieces[index].container
    return bool(cut.landmarks[container] & _FIGCAPTION) or bool(
        cut.own[container] & BIT["caption"]
        and len(cut.pieces[index].text) < 300
        and not cut.own[container] & BIT["body"]
    )


def _is_quote_figure(cut: Outline, index: int) -> bool:
    """A pull quote is often marked up as a figure: its text is no caption."""
    container = cut.pieces[index].container
    return bool(cut.landmarks[container] & _QUOTE)


def _captions_between(cut: Outline, kept: Sequence[int], chance: Matrix) -> list[Caption]:
    """Read captions among the pieces left out: those in a figure's caption, between the headline's place and the end."""
    if not kept:
        return []
    chosen = set(kept)
    found = []
    for index in range(max(0, kept[0] - 12), min(len(cut.pieces), kept[-1] + 3)):
        piece = cut.pieces[index]
        near = cut.near[piece.container]
        if (
            index in chosen
            or not 8 <= len(piece.text) <= 600
            or piece.linked > 0.6
            or near & (BIT["related"] | BIT["teaser"] | BIT["promo"] | BIT["nav"])
        ):
            continue
        marked = cut.landmarks[piece.container] & _FIGCAPTION or (
            near & BIT["caption"] and (piece.images or cut.landmarks[piece.container] & _FIGURE)
        )
        if marked and not finish.is_furniture(piece.text):
            found.append(finish.part_caption(piece.text))
    return _joined(found)


def _joined(found: list[Caption]) -> list[Caption]:
    """Join a caption with the credit that stands in an element of its own after it."""
    joined: list[Caption] = []
    for caption in found:
        if joined and not caption.text and caption.credit and not joined[-1].credit:
            joined[-1] = Caption(joined[-1].text, caption.credit)
        else:
            joined.append(caption)
    return [caption for caption in joined if caption.text or caption.credit]


def _is_lead(cut: Outline, index: int, told: str) -> bool:
    """Say whether the first piece of the body is the standfirst: named so, a heading, or the description itself."""
    piece = cut.pieces[index]
    if len(piece.text) > 600 or len(piece.text) < 30:
        return False
    own = cut.own[piece.container] | cut.own[cut.parent[piece.container]]
    if own & BIT["lead"] or cut.tag[piece.container] in _HEADINGS:
        return True
    return len(told) > 40 and plain_key(piece.text) == plain_key(told)


def _notice(cut: Outline, kept: Sequence[int]) -> str:
    """Read a correction notice near the body, where the classifier left it out."""
    if not kept:
        return ""
    for index in range(max(0, kept[0] - 8), min(len(cut.pieces), kept[-1] + 12)):
        text = cut.pieces[index].text
        if cut.pieces[index].linked < 0.5 and len(tokens(text)) >= 5 and finish.is_correction(text):
            return text
        own = cut.own[cut.pieces[index].container] | cut.own[cut.parent[cut.pieces[index].container]]
        if own & BIT["legal"] and index + 1 < len(cut.pieces) and len(text) < 30 and finish.is_correction(text + ":"):
            return f"{text.rstrip(':')}: {cut.pieces[index + 1].text}"[:900]
    return ""


def _is_live(cut: Outline, kept: Sequence[int]) -> bool:
    """Many time stamps inside a body that calls itself live."""
    if len(kept) < 8:
        return False
    live = sum(bool(cut.within[cut.pieces[i].container] & BIT["live"]) for i in kept)
    stamps = sum(1 for a, b in pairwise(kept) for piece in cut.pieces[a:b] if piece.stamps)
    return live * 2 > len(kept) and stamps >= 5


def _declared_body(declared: str, body: Body) -> Body:
    """Take the body from JSON-LD, when the page shows less than half of it."""
    lines = [" ".join(line.split()) for line in re.split(r"\n+", declared)]
    blocks = finish.drop_repeats(Block("paragraph", line) for line in lines if line)
    blocks = [block for block in blocks if not finish.is_furniture(block.text)]
    return dataclasses.replace(body, blocks=blocks, source="json-ld articleBody") if blocks else body


def _carried_body(page: Declared, body: Body, title: str, told: str) -> Body:
    """Take the body from the data for the page's scripts, when the page itself shows next to nothing and states no wall."""
    markup_ = "" if kinds.is_paywalled(page)[0] else carried_body(page.root, title, told)
    if not markup_:
        return body
    try:
        blocks, captions = blocks_of(outline(markup.parse_fragment(markup_, page.url)), title)
    except PageError:
        return body
    blocks = finish.drop_repeats(finish.drop_titles(blocks, [title]))
    if sum(len(block.text) for block in blocks) < 2 * _LITTLE:
        return body
    return dataclasses.replace(
        body, blocks=blocks, captions=tuple(dict.fromkeys(captions)), source="data of the page's scripts"
    )


def _from_description(page: Declared, body: Body, told: str) -> Body:
    """Let the description, or captions that tell a story, stand for a body that is not there. Raises PageError `empty`."""
    if kinds.tells_in_pictures(page):
        captions = [finish.part_caption(text) for text in dict.fromkeys(kinds.captions_of(page))]
        blocks = [Block("paragraph", text) for text in (told, *(caption.text for caption in captions)) if text]
        return dataclasses.replace(body, blocks=blocks, captions=tuple(captions)[:_MAX_CAPTIONS], source="captions")
    if len(tokens(told)) < kinds.TOLD:
        raise PageError("page has no article text", item=page.url, reason="empty")
    return dataclasses.replace(body, blocks=[Block("paragraph", told)], source="description alone")


def _canonical(page: Declared) -> tuple[str, str]:
    """Give the canonical address; a canonical link that points to a front page is not believed."""
    for value, source in ((page.links.get("canonical", ""), "link canonical"), (page.meta("og:url")[0], "meta og:url")):
        address = canonical_address(page.address(value)) if value else ""
        if address and not (
            address.count("/") <= 3 and address.endswith("/") and canonical_address(page.url).count("/") > 3
        ):
            return address, source
    return canonical_address(page.url), "address"


def _credit_lines(cut: Outline, place: int | None, language: str, site: str, url: str) -> Credits | None:
    """Read names off the lines of credits under the headline ("20 November 2026, 08:20 | Jane Roe")."""
    for piece in cut.pieces[place + 1 : place + 6] if place is not None else ():
        if piece.linked > 0.9 and agency_in(piece.text):
            continue  # a link to the topic, not a credit
        credit = read_credit_line(piece.text, language or "en")
        if credit is not None and credit.names:
            authors, agency = sort_names(credit.names, site, url)
            byline = signed(credit.names, authors) if authors else collective_names(credit.names, site, url)
            return Credits(
                authors, agency, "credit line" if authors else "", "credit line" if agency else "",
                byline, "credit line" if byline else "",
            )  # fmt: skip
    return None


def _end(cut: Outline, blocks: Sequence[Block]) -> int | None:
    """Give the index of the piece that closes the text."""
    last = blocks[-1].text if blocks else ""
    return next((index for index in range(len(cut.pieces) - 1, -1, -1) if cut.pieces[index].text == last), None)


def _credited_after(cut: Outline, blocks: Sequence[Block]) -> str:
    """Read the agency of a credit line that follows the text ("(NAN)", "Con información de EFE")."""
    end = _end(cut, blocks)
    after = cut.pieces[end + 1] if end is not None and end + 1 < len(cut.pieces) else None
    if (
        after is None
        or len(after.text) > 60
        or after.linked > 0.9
        or cut.near[after.container] & (BIT["related"] | BIT["teaser"] | BIT["tag"])
    ):
        return ""
    return credited_agency(after.text)


def _guided_credits(guided: Guide, found: Credits, site: str, url: str) -> Credits:
    """Let the names that a publisher file points to stand for those that were found otherwise."""
    authors, agency = sort_names(guided.authors, site, url)
    if not authors and not agency:
        return found
    source = guided.evidence
    return Credits(
        authors, agency or found.agency, source if authors else "", source if agency else found.agency_source,
        signed(guided.authors, authors), source,
    )  # fmt: skip


def _signature(cut: Outline, blocks: Sequence[Block]) -> tuple[str, ...]:
    """Read the names that sign the text at its end: its last line, or a bold or slanted one that follows."""
    if len(blocks) < 3:
        return ()
    if names := signature_names(blocks[-1].text):
        return names
    end = _end(cut, blocks)
    if end is None or end + 1 >= len(cut.pieces):
        return ()
    after = cut.pieces[end + 1]
    asides = BIT["related"] | BIT["teaser"] | BIT["tag"] | BIT["nav"] | BIT["thread"] | BIT["legal"]
    stands_out = max(after.bold, after.italic) > 0.9 or not cut.near[after.container] & asides
    if after.linked >= 0.5 or not stands_out or after.text.isupper():
        return ()
    return signature_names(after.text)


def _without_credit_lines(blocks: Sequence[Block], language: str) -> list[Block]:
    """Drop lines of nothing but names and dates that stand around the text."""
    edge = {*range(6), *range(len(blocks) - 3, len(blocks))}
    kept = []
    for index, block in enumerate(blocks):
        may_be = index in edge and len(block.text) <= 150 and block.kind != "subheading"
        if not may_be or read_credit_line(block.text, language or "en") is None:
            kept.append(block)
    return kept or list(blocks)


def _opening(blocks: Sequence[Block], language: str) -> Opening:
    """Read the dateline off the first paragraph, or off the second when a standfirst comes first."""
    opening = Opening(None, "", 0)
    for block in [block for block in blocks if block.kind == "paragraph"][:2]:
        opening = read_opening(block.text, language)
        if opening.dateline is not None:
            break
    return opening


def _agency(credits_: Credits, opening: str, closing: str) -> tuple[str, str]:
    for agency, source in (
        (opening, "dateline"),
        (credits_.agency, credits_.agency_source),
        (closing, "closing credit"),
    ):
        if agency:
            return agency, source
    return "", ""
