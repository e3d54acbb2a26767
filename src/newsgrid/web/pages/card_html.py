"""Cards as HTML, written in Python: dozens of them stand on a page, and as templates they took most of its time.

Everything that came from outside goes through `escape` and stands in its own isolated element. Phrases are named before
they are used, because xgettext does not look into f-strings.
"""

from __future__ import annotations

from django.urls import get_script_prefix
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsgrid.web.pages.words import ago, language_name, signed
from newsgrid.web.usecases.cards import ArticleCard, StoryCard, Words


def story_card_html(card: StoryCard, zone: str = "UTC", level: str = "h2") -> SafeString:
    """Write a card; `level` is the heading's element."""
    root = get_script_prefix()
    parts = (
        f'<article class="card" aria-labelledby="s{card.id}">',
        f'<p class="over">{_section(card)}{ago(card.last, zone)}</p>',
        f'<{level} class="headline" id="s{card.id}" lang="{escape(card.language)}" dir="auto">'
        f'<a href="{root}story/{card.id}/">{escape(card.headline)}</a></{level}>',
        _excerpt(card),
        f'<p class="under"><span class="told">{_told(card)}</span> <span class="names">{_publishers(card, root)}</span></p>',
        f'<div class="tail">{_places(card, root)}{_why(card)}</div></article>\n',
    )
    return mark_safe("".join(parts))  # noqa: S308 - each part is escaped where it is made


def source_html(words: Words) -> SafeString:
    """Name the article that words are from, with the way to it on the same page."""
    return mark_safe(  # noqa: S308 - escaped here
        f'<cite class="source"><a href="#a{words.article}"><bdi>{escape(words.publisher)}</bdi></a></cite>'
    )


def telling_html(card: ArticleCard, zone: str = "UTC") -> SafeString:
    """Write an article's card."""
    root, agency, byline, seen = (
        get_script_prefix(),
        _("from <bdi>%(agency)s</bdi>"),
        _("By <bdi>%(names)s</bdi>"),
        _("first seen"),
    )
    parts = (
        f'<article class="telling" id="a{card.id}"><p class="over"><a class="publisher" href="{root}publisher/',
        f'{escape(card.publisher.slug)}/"><bdi>{escape(card.publisher.name)}</bdi></a>',
        f'<span class="agency">{_isolated(agency, agency=card.agency)}</span>' if card.agency else "",
        f'<span class="tongue">{escape(language_name(card.language))}</span>',
        ago(card.published, zone) if card.published else f"<span>{escape(seen)} {ago(card.first_seen, zone)}</span>",
        f'</p><h3 class="headline" lang="{escape(card.language)}" dir="auto">'
        f'<a href="{root}article/{card.id}/">{escape(card.headline)}</a></h3>',
        f'<p class="byline">{_isolated(byline, names=card.byline)}</p>' if card.byline else "",
        f'<p class="excerpt" lang="{escape(card.language)}" dir="auto">{escape(card.excerpt)}</p>'
        if card.excerpt
        else "",
        f'<p class="under">{_original(card)}{_notes(card)}</p></article>\n',
    )
    return mark_safe("".join(parts))  # noqa: S308 - each part is escaped where it is made


def _isolated(phrase: str, **values: str) -> str:
    """Fill a translated phrase, which is ours and may hold elements, with escaped values."""
    return phrase % {name: escape(value) for name, value in values.items()}


def _original(card: ArticleCard) -> str:
    unknown, read = _("The source gives no address"), _("Read at original source")
    if not card.url:
        return f"<span>{escape(unknown)}</span>"
    return (
        f'<a class="original" href="{escape(card.url)}" rel="noopener nofollow external" referrerpolicy="no-referrer">'
        f'<span>{escape(read)}</span><span class="icon i-out" aria-hidden="true"></span></a>'
    )


def _notes(card: ArticleCard) -> str:
    notes = []
    if card.paywalled:
        notes.append(("note", _("may ask for a subscription")))
    if card.corrected:
        notes.append(("note mark", _("corrected")))
    if card.version > 1:
        notes.append(("note mark", _("version %(n)s") % {"n": card.version}))
    return "".join(f' <span class="{kind}">{escape(words)}</span>' for kind, words in notes)


def _section(card: StoryCard) -> str:
    if card.section is None:
        return ""
    return f'<span class="section s-{escape(card.section.slug)}">{escape(card.section.label)}</span>'


def _excerpt(card: StoryCard) -> str:
    if not card.excerpt:
        return ""
    return (
        f'<p class="excerpt"><span lang="{escape(card.excerpt_language)}" dir="auto">{escape(card.excerpt)}</span> '
        f"<cite><bdi>{escape(card.excerpt_source)}</bdi></cite></p>"
    )


def _told(card: StoryCard) -> str:
    told = escape(ngettext("%(n)s source", "%(n)s sources", card.sources) % {"n": card.sources})
    count = len(card.languages)
    if count < 2:
        return told
    languages = escape(ngettext("%(n)s language", "%(n)s languages", count) % {"n": count})
    return f'{told}<span class="dot" aria-hidden="true"> · </span>{languages}'


def _publishers(card: StoryCard, root: str) -> str:
    names = '<span aria-hidden="true">, </span>'.join(
        f'<a href="{root}publisher/{escape(p.slug)}/"><bdi>{escape(p.name)}</bdi></a>' for p in card.publishers
    )
    count = card.more_publishers
    more = ngettext("and %(n)s more", "and %(n)s more", count) % {"n": count}
    return f"{names} {escape(more)}" if count else names


def _places(card: StoryCard, root: str) -> str:
    if not card.places:
        return ""
    links = "".join(
        f'<li><a href="{root}place/{place.id}/"><bdi>{escape(place.name)}</bdi></a></li>' for place in card.places
    )
    label = _("Places")
    return f'<ul class="chips" aria-label="{escape(label)}">{links}</ul>'


def _why(card: StoryCard) -> str:
    if not card.reasons:
        return ""
    terms = "".join(
        f'<tr><th scope="row">{escape(reason.text)}</th><td>{signed(reason.value)}</td></tr>' for reason in card.reasons
    )
    evidence = f"<p>{escape(card.evidence)}</p>" if card.evidence else ""
    question, score = _("Why is this here?"), _("Score")
    return (
        f'<details class="why"><summary>{escape(question)}</summary>{evidence}<table><tbody>{terms}</tbody>'
        f'<tfoot><tr><th scope="row">{escape(score)}</th><td>{signed(card.score)}</td></tr></tfoot></table></details>'
    )
