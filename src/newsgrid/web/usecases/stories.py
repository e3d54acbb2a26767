"""The story page: all that is known of a story, each piece with the article it is from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from newsgrid.errors import NotFound
from newsgrid.model import Agreement, LinkedQuote, StoryDigest
from newsgrid.web.catalog.keys import tag_key
from newsgrid.web.catalog.models import Story, StoryEdition
from newsgrid.web.catalog.store import CatalogStore
from newsgrid.web.usecases.articles import article_card, article_rows
from newsgrid.web.usecases.cards import (
    ArticleCard,
    EditionEvidence,
    MatterCard,
    OriginGroup,
    PlaceLink,
    QuoteCard,
    StoryPage,
    TagLink,
    Words,
)
from newsgrid.web.usecases.editions import edition_card
from newsgrid.web.usecases.excerpts import clip
from newsgrid.web.usecases.matters import matter_words, topic_words
from newsgrid.web.usecases.reasons import role_words
from newsgrid.web.usecases.sections import section_link

MOST_ARTICLES = 60
"""On one page; of stories told by more, the rest stand on further pages."""
MOST_NAMES = 24
MOST_LINES = 24
MOST_QUOTES = 12
MOST_MATTERS = 12
MOST_WORDINGS = 6


def living_story(story_id: int) -> int:
    """Give the id of the story, or of the one it was merged into. Raises NotFound. One query."""
    row = Story.objects.filter(id=story_id).values_list("redirect_to_id", flat=True).first()
    if row is None and not Story.objects.filter(id=story_id).exists():
        raise NotFound(f"There is no story {story_id}.")
    return row or story_id


def story_page(story_id: int, number: int = 1) -> StoryPage:
    """Give a story's page, with one page of its articles. At most five queries.

    Raises NotFound for a story that is not there or was merged away, and for a page past the last one.
    """
    story = Story.objects.filter(id=story_id, redirect_to__isnull=True).defer("digest").first()
    if story is None:
        raise NotFound(f"There is no story {story_id}.")
    told = article_rows().filter(story_id=story_id)
    start = (number - 1) * MOST_ARTICLES
    rows = list(told.order_by("dated", "id")[start : start + MOST_ARTICLES])
    if number > 1 and not rows:
        raise NotFound(f"There is no page {number} of story {story_id}.")
    articles = [article_card(row) for row in rows]
    origins = {row.id: row.origin for row in rows}
    digest = _digest(story)
    beyond = _named(digest) - origins.keys() if story.articles_count > len(rows) else set()
    said = _Said([*articles, *(article_card(row) for row in (told.filter(id__in=beyond) if beyond else ()))])
    editions = _editions(story_id, said)
    claims = [_matter(agreement, said) for agreement in digest.agreements[: MOST_MATTERS * 2]]
    matters = [matter for matter in claims if len(matter.claims) > 1][:MOST_MATTERS]
    return StoryPage(
        id=story.id,
        headline=story.headline,
        language=story.language,
        section=section_link(story.section),
        first=story.first,
        last=story.last,
        languages=tuple(story.languages.split()),
        sources=story.publishers_count,
        article_count=story.articles_count,
        origin_count=story.origins_count,
        summary=_summary(digest, said),
        description=_description(digest, story, articles),
        origins=_origins(articles, origins),
        number=number,
        more_articles=max(0, story.articles_count - start - len(articles)),
        timeline=_timeline(digest, said),
        agree=tuple(matter for matter in matters if matter.agreed),
        differ=tuple(matter for matter in matters if not matter.agreed),
        quotes=_quotes(digest.quotes, said),
        people=_names(digest, "person"),
        organisations=_names(digest, "organisation"),
        events=_names(digest, "event"),
        places=_places(digest),
        topics=tuple(
            TagLink("topic", tag_key(topic.key), topic_words(topic.key, topic.label))
            for topic in digest.topics[:MOST_NAMES]
        ),
        editions=editions,
        corrected=tuple(card for card in articles if card.corrected),
        updated=tuple(card for card in articles if card.version > 1),
        timezone=editions[0].edition.timezone if editions else "UTC",
        noindex=bool(articles) and all(card.noindex for card in articles),
        version=story.digest_version,
    )


class _Said:
    """Words of the story's articles, cut to what each allows; articles that allow none say nothing."""

    def __init__(self, articles: Iterable[ArticleCard]) -> None:
        self._articles: Mapping[int, ArticleCard] = {card.id: card for card in articles}

    def words(self, text: str, article: int, *, language: str = "", value: str = "", when: str = "") -> Words | None:
        card = self._articles.get(article)
        if card is None or not card.allowance:
            return None
        shown = clip(text, card.allowance)
        return Words(shown, language or card.language, card.id, card.publisher.name, card.url, value, when)


def _digest(story: Story) -> StoryDigest:
    try:
        return CatalogStore().story_digest(story.id)
    except NotFound:
        return StoryDigest(headline=story.headline, headline_article=0, language=story.language)


def _named(digest: StoryDigest) -> set[int]:
    """Give the articles whose words the digest has."""
    found = {digest.headline_article, *(match.article_id for match in digest.editions)}
    found |= {line.article for line in digest.summary} | {line.article for line in digest.timeline}
    found |= {claim.article for agreement in digest.agreements for claim in agreement.claims}
    return found | {claim.article for quote in digest.quotes for claim in quote.wordings}


def _summary(digest: StoryDigest, said: _Said) -> tuple[Words, ...]:
    return _kept(said.words(line.text, line.article) for line in digest.summary[:8])


def _description(digest: StoryDigest, story: Story, articles: Sequence[ArticleCard]) -> Words | None:
    """Give the publisher's own description, while there is no summary: of the headline's article, else of the first that has one."""
    ordered = sorted(articles, key=lambda card: (card.id != digest.headline_article, card.language != story.language))
    card = next((card for card in ordered if card.excerpt), None)
    return Words(card.excerpt, card.language, card.id, card.publisher.name, card.url) if card else None


def _origins(articles: Sequence[ArticleCard], origins: Mapping[int, int]) -> tuple[OriginGroup, ...]:
    """Group by whose words they are; the most carried first, then the earliest."""
    groups: dict[int, list[ArticleCard]] = {}
    for card in articles:
        groups.setdefault(origins[card.id], []).append(card)
    made = [_origin(origin, cards) for origin, cards in groups.items()]
    return tuple(sorted(made, key=lambda group: (-group.publishers, group.articles[0].dated)))


def _origin(origin: int, cards: Sequence[ArticleCard]) -> OriginGroup:
    agencies = Counter(card.agency for card in cards if card.agency)
    agency = agencies.most_common(1)[0][0] if agencies else ""
    first = sorted(cards, key=lambda card: (card.id != origin, card.dated))
    return OriginGroup(origin, agency, len({card.publisher.slug for card in cards}), tuple(first))


def _timeline(digest: StoryDigest, said: _Said) -> tuple[Words, ...]:
    lines = sorted(digest.timeline, key=lambda item: item.when)[-MOST_LINES:]
    return _kept(said.words(item.text, item.article, when=item.when) for item in lines)


def _matter(agreement: Agreement, said: _Said) -> MatterCard:
    claims = _kept(said.words(claim.text, claim.article, value=clip(claim.value, 80)) for claim in agreement.claims)
    return MatterCard(matter_words(clip(agreement.matter, 80)), agreement.agreed, claims[:MOST_WORDINGS])


def _quotes(quotes: Sequence[LinkedQuote], said: _Said) -> tuple[QuoteCard, ...]:
    made = (
        QuoteCard(
            clip(quote.speaker, 120), _kept(said.words(w.text, w.article, language=w.value) for w in quote.wordings)
        )
        for quote in quotes
    )
    shown = [QuoteCard(card.speaker, card.wordings[:MOST_WORDINGS]) for card in made if card.wordings]
    return tuple(shown[:MOST_QUOTES])


def _names(digest: StoryDigest, kind: str) -> tuple[TagLink, ...]:
    names = (name for name in digest.names if name.kind == kind)
    links = [TagLink(kind, tag_key(name.key), clip(name.name, 120), len(name.articles)) for name in names]
    return tuple(sorted(links, key=lambda link: -link.count)[:MOST_NAMES])


def _places(digest: StoryDigest) -> tuple[PlaceLink, ...]:
    found = (
        PlaceLink(
            p.place.geonameid, p.place.name, p.place.kind, p.place.latitude, p.place.longitude, p.place.country, p.count
        )
        for p in digest.places
    )
    return tuple(sorted(found, key=lambda link: -link.count)[:MOST_NAMES])


def _editions(story_id: int, said: _Said) -> tuple[EditionEvidence, ...]:
    rows = StoryEdition.objects.filter(story_id=story_id).select_related("edition__place").order_by("-grade")
    made = []
    for row in rows:
        edition = edition_card(row.edition)
        why = role_words(row.role, edition.city, clip(row.place_name, 80))
        # A publisher's evidence is its name, which the words before it already give.
        evidence = said.words(row.evidence, row.article) if row.evidence and row.role != "publisher" else None
        made.append(EditionEvidence(edition, why, evidence, row.grade))
    return tuple(made)


def _kept(words: Iterable[Words | None]) -> tuple[Words, ...]:
    return tuple(word for word in words if word is not None)
