"""One article's annotations, and a story's digest: the room's findings put together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from newsgrid.annotate.agreements import agreements
from newsgrid.annotate.dates import dates
from newsgrid.annotate.figures import figures
from newsgrid.annotate.headline import choose_headline
from newsgrid.annotate.names_find import names
from newsgrid.annotate.names_merge import merge_names
from newsgrid.annotate.quotes_find import quotes
from newsgrid.annotate.quotes_link import link_quotes
from newsgrid.annotate.sections import section_codes
from newsgrid.annotate.sentencing import base_language
from newsgrid.annotate.summary import main_language, summarise, written
from newsgrid.annotate.timeline import timeline
from newsgrid.annotate.topics import classify
from newsgrid.model import (
    Annotations,
    Article,
    EditionMatch,
    Known,
    Place,
    PlaceMention,
    StoryDigest,
    StoryName,
    StoryPlace,
    Topic,
)
from newsgrid.text import script_of

SUMMARY_WORDS = 90
MOST_TEXT = 40_000
"""Characters of an article that are read: some 6,500 words. What is longer is a book or bait, and patterns must stay quick on bait."""
DEMONYM_WEIGHT = 0.3
"""A people's name ("Kyrgyz") names the country this much less than the country's name does."""
COPY_WEIGHT = 0.25
"""A further copy of one text counts this much of a telling of its own in votes."""
MANY_ORIGINS = 4
"""From so many independent tellings on, what only one of them says once needs no place in the digest."""
LARGE_TOWN = 300_000
MOST_PLACES, MOST_TOPICS, MOST_NAMES, MOST_QUOTES = 30, 14, 60, 30


def annotate(article: Article, language: str, places: Sequence[PlaceMention]) -> Annotations:
    """Give all that one article says. `language` is the text's; `places` are those found in `article.text`.

    Dates are counted from the time the article states for itself; a text without one gives its own where it can (see `dates`).
    """
    text = article.text[:MOST_TEXT]
    found = names(text, language, title=article.headline, places=places)
    dated = dates(text, language, article.published)
    section, topics = classify(
        article.headline,
        f"{article.standfirst}\n{text}" if article.standfirst else text,
        language,
        page_section=article.section,
        page_topics=article.topics,
    )
    return Annotations(
        section=section,
        topics=topics,
        names=found,
        quotes=quotes(text, language, found),
        dates=dated,
        figures=figures(text, language, dated=dated),
        places=tuple(places),
    )


def digest(
    known: Sequence[Known], *, editions: Sequence[EditionMatch] = (), languages: Sequence[str] = ()
) -> StoryDigest:
    """Draw together what a story's articles say.

    `languages` are the reader's or edition's, best first: the first in which two origins tell the story gives headline and summary;
    else the language most use. `origins` counts distinct `Known.origin`. Raises ValueError without articles.
    """
    language = _language(known, languages)
    chosen = choose_headline(known, language)
    lead = next(one for one in known if one.id == chosen)
    ordered = sorted(known, key=lambda k: (written(k), k.id))
    return StoryDigest(
        headline=lead.article.headline,
        headline_article=lead.id,
        language=lead.article.language,
        headlines=_headlines(known, lead),
        section=_section(ordered),
        standfirst=_standfirst(lead, ordered),
        summary=summarise(ordered, SUMMARY_WORDS, language),
        origins=len({one.origin for one in known}),
        topics=_topics(ordered, base_language(lead.article.language)),
        names=_names(ordered),
        places=_places(ordered),
        quotes=link_quotes([(one.id, one.article.language, one.annotations.quotes) for one in ordered])[:MOST_QUOTES],
        timeline=timeline(ordered, language=language),
        agreements=agreements(ordered),
        editions=tuple(editions),
    )


def _language(known: Sequence[Known], wanted: Sequence[str]) -> str:
    for code in wanted:
        if main_language(known, code) == base_language(code):
            return base_language(code)
    return main_language(known)


def _headlines(known: Sequence[Known], lead: Known) -> tuple[tuple[str, int], ...]:
    """Choose a headline for every language of the story, its own first, the others by code."""
    own = base_language(lead.article.language)
    others = sorted({base_language(one.article.language) for one in known} - {own})
    told = {code: [one for one in known if base_language(one.article.language) == code] for code in others}
    return ((own, lead.id), *((code, choose_headline(told[code], code)) for code in others))


def _standfirst(lead: Known, known: Sequence[Known]) -> str:
    """Give the headline article's own description, else that of another telling in its language."""
    for one in (lead, *known):
        if one.article.standfirst and base_language(one.article.language) == base_language(lead.article.language):
            return one.article.standfirst
    return ""


def _weights(known: Sequence[Known]) -> Mapping[int, float]:
    """Give each article's vote: the first of an origin counts whole, its copies little."""
    seen: Counter[int] = Counter()
    found = {}
    for one in known:
        found[one.id] = COPY_WEIGHT if seen[one.origin] else 1.0
        seen[one.origin] += 1
    return found


def _section(known: Sequence[Known]) -> str:
    weights = _weights(known)
    votes: dict[str, float] = defaultdict(float)
    for one in known:
        if one.annotations.section:
            votes[one.annotations.section] += weights[one.id]
    order = list(section_codes().values())
    return max(votes, key=lambda code: (votes[code], -order.index(code) if code in order else -99), default="")


def _topics(known: Sequence[Known], language: str) -> tuple[Topic, ...]:
    """Give a story's subjects, the most shared first: Media Topics, and keywords of the headline's language.

    A keyword of another language says again what a Media Topic or a translation of it says already; it stays only where
    two languages share the word.
    """
    weights = _weights(known)
    sums: dict[str, float] = defaultdict(float)
    labels: dict[str, str] = {}
    spoken: dict[str, set[str]] = defaultdict(set)
    for one in known:
        for topic in one.annotations.topics:
            sums[topic.key] += topic.weight * weights[one.id]
            labels.setdefault(topic.key, topic.label)
            spoken[topic.key].add(base_language(one.article.language))
    total = sum(weights.values()) or 1.0
    able = [k for k in sums if k.startswith("medtop:") or language in spoken[k] or len(spoken[k]) > 1]
    ranked = sorted(able, key=lambda key: (-sums[key], key))[:MOST_TOPICS]
    return tuple(Topic(key, labels[key], round(min(1.0, sums[key] / total), 4)) for key in ranked)


def _names(known: Sequence[Known]) -> tuple[StoryName, ...]:
    """Give a story's names, the most named first.

    In a story of many tellings a name that a single one has, in another script than most, is nearly always a name already
    there that could not be matched across the scripts.
    """
    found = merge_names([(one.id, one.annotations.names) for one in known])
    if len({one.origin for one in known}) >= MANY_ORIGINS:
        main = Counter(script_of(name.name) for name in found for _ in name.articles).most_common(1)
        found = tuple(n for n in found if len(n.articles) > 1 or script_of(n.name) == main[0][0])
    return found[:MOST_NAMES]


def _places(known: Sequence[Known]) -> tuple[StoryPlace, ...]:
    """Give a story's places, the most named first; a people's name counts less than the place's own."""
    places: dict[int, Place] = {}
    articles: dict[int, list[int]] = defaultdict(list)
    counts: Counter[int] = Counter()
    weights: dict[int, float] = defaultdict(float)
    votes = _weights(known)
    for one in known:
        for mention in one.annotations.places:
            ident = mention.place.geonameid
            places.setdefault(ident, mention.place)
            counts[ident] += 1
            weights[ident] += votes[one.id] * mention.score * (DEMONYM_WEIGHT if mention.why == "demonym" else 1.0)
            if one.id not in articles[ident]:
                articles[ident].append(one.id)
    able = places if len({one.origin for one in known}) < MANY_ORIGINS else _settled(places, articles, counts)
    ranked = sorted(able, key=lambda i: (-weights[i], -len(articles[i]), i))[:MOST_PLACES]
    return tuple(StoryPlace(places[i], tuple(articles[i]), counts[i]) for i in ranked)


def _settled(
    places: Mapping[int, Place], articles: Mapping[int, Sequence[int]], counts: Mapping[int, int]
) -> list[int]:
    """Leave out small towns that one telling of many names once: where names are misread, it looks like this."""
    return [
        i
        for i, place in places.items()
        if place.kind != "city" or place.population >= LARGE_TOWN or len(articles[i]) > 1 or counts[i] > 1
    ]
