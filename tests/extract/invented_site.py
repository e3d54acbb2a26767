"""A publisher that does not exist, as a server would give it: articles between the furniture that its templates repeat."""

from __future__ import annotations

import dataclasses
import random

_PLACES = (
    "Quillhaven Marrow Dunmere Osterby Fenwick Larchford Tarnmouth Brackwater Holm Saltby Ironbridge Velsen".split()
)
_WHO = (
    "the harbour board",
    "the county court",
    "a parents' group",
    "the water company",
    "the museum",
    "the bus drivers",
    "the ski club",
    "the bakers' guild",
)
_DID = (
    "put off its vote on {} until the spring",
    "asked for {} more places by next winter",
    "closed the road to {} after the storm",
    "found {} old letters under the floor",
    "sold the mill near {} to a farmer",
    "raised the fare to {} by a tenth",
)
_WHY = (
    "because the money from the capital came late",
    "although nobody had expected it a week ago",
    "after a long evening in the town hall",
    "which pleased some of those who had waited outside",
    "and said that more would follow before the summer",
    "while the mayor kept silent about the costs",
)

AUTHORS = {
    "Ottoline Varga": "Ottoline Varga has reported on the coast for twenty years and keeps two donkeys, who do not read her column.",
    "Benedikt Oduya": "Benedikt Oduya writes about courts and trains. He came to the paper from a lighthouse, where it was quieter.",
    "Sunniva Parrish": "Sunniva Parrish covers schools, and was a teacher of mathematics until the day she was not.",
}
PROMO = "Every Friday our editors choose five stories for a slow weekend with tea, and send them to those who asked for them."
FOLLOW = "The Estuary Lantern is on all the usual channels, and on the harbour wall when the wind allows it."
DISCLAIMER = (
    "The Estuary Lantern is owned by its readers, takes no money from the harbour, and answers to a council of twelve."
)
FURNITURE = (*AUTHORS.values(), PROMO, FOLLOW, DISCLAIMER)


@dataclasses.dataclass(frozen=True, slots=True)
class SitePage:
    """A page as served, and what its writer wrote."""

    url: str
    title: str
    html: str
    body: tuple[str, ...]


def site(pages: int, redesign_at: int = 10**6, seed: int = 1) -> list[SitePage]:
    """Give the site's pages in order; from number `redesign_at` on it looks different."""
    chance = random.Random(seed)
    return [_page(number, chance, new=number >= redesign_at) for number in range(pages)]


def sentence(chance: random.Random) -> str:
    """Give a sentence that is hardly said twice."""
    day, place, other = chance.randrange(2, 29), chance.choice(_PLACES), chance.choice(_PLACES)
    words = f"{chance.choice(_WHO)} of {place} {chance.choice(_DID).format(other)}, {chance.choice(_WHY)}"
    return f"On the {day}th {words}; {chance.choice(_WHO)} of {chance.choice(_PLACES)} had {chance.choice(_DID).format(place)}."


def _page(number: int, chance: random.Random, *, new: bool) -> SitePage:
    body = tuple(
        " ".join(sentence(chance) for _ in range(chance.randrange(1, 4))) for _ in range(chance.randrange(4, 10))
    )
    place = chance.choice(_PLACES)
    title = f"{place}: {chance.choice(_WHO)} {chance.choice(_DID).format(number + 100)}"
    author = chance.choice(list(AUTHORS))
    url = f"https://lantern.example/news/{number}-{place.lower()}"
    article = (_new_layout if new else _old_layout)(title, author, body)
    html = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} - The Estuary Lantern</title>'
        f'<link rel="canonical" href="{url}"></head><body><nav><a href="/">Front</a> <a href="/sea">Sea</a></nav>{article}'
        "<footer><p>Printed on the quay.</p></footer></body></html>"
    )
    return SitePage(url, title, html, body)


def _old_layout(title: str, author: str, body: tuple[str, ...]) -> str:
    texts = [f"<p>{text}</p>" for text in body]
    texts.insert(len(texts) // 2, f"<p>{PROMO}</p>")
    return f'<div class="c1"><h1>{title}</h1><div class="c2">{"".join(texts)}<p>{AUTHORS[author]}</p><p>{FOLLOW}</p><p>{DISCLAIMER}</p></div></div>'


def _new_layout(title: str, author: str, body: tuple[str, ...]) -> str:
    texts = "".join(f'<div class="k9"><p>{text}</p></div>' for text in body)
    return f'<main><h1>{title}</h1><section class="k2"><p>{DISCLAIMER}</p>{texts}<p>{AUTHORS[author]}</p><p>{PROMO}</p></section></main>'
