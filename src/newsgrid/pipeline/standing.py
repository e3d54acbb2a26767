"""Whether a stored version of an article stands when its page is read again and gives less."""

from __future__ import annotations

from newsgrid.model import Article


def stands(stored: Article, made: Article) -> bool:
    """Say whether the stored version stays the newest, because what was made now is what a wall left of it.

    A page that was read once and later is missing, a wall or a shell has not changed its text: we no longer see it. Nor has
    one that asks for payment by now and shows its beginning alone.
    """
    if is_from_feed(stored):
        return False
    if made.page_problem and (is_from_feed(made) or ("body", "description alone") in made.evidence):
        return len(made.text) < len(stored.text)
    return made.paywalled and len(made.text) * 2 < len(stored.text)


def is_from_feed(article: Article) -> bool:
    """Say whether an article was made from what its feed says, its page never having been read."""
    return ("headline", "feed entry") in article.evidence or ("body", "feed entry content") in article.evidence
