"""Invented stories for the tests of this room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from newsgrid.annotate import annotate
from newsgrid.model import Article, Block, Caption, Known

NOON = datetime(2024, 5, 14, 12, 0, tzinfo=UTC)


def known(
    ident: int,
    headline: str,
    paragraphs: Sequence[str],
    *,
    hours: float = 0,
    language: str = "en",
    origin: int = 0,
    caption: str = "",
    standfirst: str = "",
    section: tuple[str, ...] = (),
    topics: tuple[str, ...] = (),
) -> Known:
    """Make an annotated article, published so many hours after noon; `origin` is its own id unless given."""
    when = NOON + timedelta(hours=hours)
    article = Article(
        headline=headline,
        blocks=tuple(Block("paragraph", text) for text in paragraphs),
        standfirst=standfirst,
        captions=(Caption(caption),) if caption else (),
        language=language,
        published=when,
        section=section,
        topics=topics,
    )
    return Known(ident, article, annotate(article, language, ()), when, origin or ident)


DAM = (
    known(
        1,
        "Dam wall at Korrelfontein cracks, 3,400 people moved",
        (
            "Engineers opened both sluices of the Korrelfontein dam on Tuesday after a crack appeared in its western wall.",
            "Some 3,400 people were evacuated from the valley during the morning, the district council said. He also thanked the drivers.",
            "Twelve people were injured when a bus slid off the wet road near the bridge. But it was raining hard.",
            "What would you have done? Read more about dams here. “We heard the wall groan like an old ship,” said Nomsa Veldhuis, a farmer below the dam.",
        ),
        hours=0,
        caption="Nomsa Veldhuis looks at the wall of the Korrelfontein dam on Tuesday.",
    ),
    known(
        2,
        "Thousands leave valley below cracked Korrelfontein dam",
        (
            "Thousands of villagers left the valley below the Korrelfontein dam on Tuesday when engineers found a crack in the western wall.",
            "The district council counted 3,400 people evacuated and 14 people injured in a bus accident on the wet road.",
            "The water level has fallen by 60 centimetres since both sluices were opened at dawn, the water ministry said.",
            "Nomsa Veldhuis looks at the wall of the Korrelfontein dam on Tuesday afternoon.",
        ),
        hours=3,
    ),
    known(
        3,
        "Korrelfontein : 3 400 habitants évacués sous le barrage fissuré",
        (
            "Quelque 3 400 habitants ont été évacués mardi de la vallée située sous le barrage de Korrelfontein, dont le mur ouest s'est fissuré.",
            "Douze personnes ont été blessées dans l'accident d'un car sur la route mouillée, selon le conseil du district.",
        ),
        hours=5,
        language="fr",
    ),
)
