"""A column or a review never gives a story its headline while a report does."""

from datetime import UTC, datetime

import pytest

from newsgrid.annotate import choose_headline, digest
from newsgrid.annotate.headline import is_personal
from newsgrid.model import Annotations, Article, Block, Known, Quote, Span

NOW = datetime(2026, 3, 12, 12, tzinfo=UTC)
REPORT = "The new tram line in Lindenau opened on Tuesday with 14 stations, and 20,000 people rode it on its first day, the mayor said. "
COLUMN = "I rode the new tram line in Lindenau on its first day, and I liked it. My seat was warm, my coffee stayed in its cup, and I saw all 14 stations. "


def known(number: int, headline: str, text: str, language: str = "en", quotes: tuple[Quote, ...] = ()) -> Known:
    article = Article(headline, (Block("paragraph", text),), language=language, published=NOW, publisher=str(number))
    return Known(number, article, Annotations(quotes=quotes), NOW, number)


def test_a_report_stands_for_the_story_before_a_column() -> None:
    assert (
        choose_headline(
            [
                known(1, "A grumbler rides Lindenau's new tram line and smiles", COLUMN * 2),
                known(2, "Lindenau opens its new tram line with 14 stations", REPORT * 2),
            ]
        )
        == 2
    )


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (COLUMN, "en"),
        ("Ich fuhr mit der neuen Bahn, und ich war froh. Mein Kaffee blieb heiß.", "de"),
        ("Je suis monté, et je le dis : mon café est resté chaud, moi aussi.", "fr"),
    ],
)
def test_the_first_person_is_heard(text: str, language: str) -> None:
    assert is_personal(known(1, "x", text, language))


def test_what_others_say_in_quotes_is_no_first_person() -> None:
    said = "“I know my town, I love it and I ride my tram,” said Clara Voss. "
    text = REPORT + said
    quote = Quote(said[1:46], Span(len(REPORT), len(REPORT) + 48), "Clara Voss")
    assert not is_personal(known(1, "x", text, quotes=(quote,)))
    assert not is_personal(known(1, "x", REPORT))


def test_each_language_of_a_story_has_its_headline() -> None:
    told = [
        known(1, "Lindenau opens its new tram line with 14 stations", REPORT * 2),
        known(2, "Lindenau eröffnet Straßenbahn mit 14 Haltestellen", "Die Bahn fährt. " * 9, "de"),
    ]
    found = digest(told)
    assert dict(found.headlines) == {"en": 1, "de": 2}
    assert found.headlines[0] == (found.language, found.headline_article)
