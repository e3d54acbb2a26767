"""Names of what sources agree or differ on, and of topics, in the interface language."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

_MATTERS = {
    "date": _("date"),
    "place": _("place"),
    "number": _("number"),
    "dead": _("dead"),
    "injured": _("injured"),
    "seriously injured": _("seriously injured"),
    "hospitalised": _("in hospital"),
    "missing": _("missing"),
    "trapped": _("trapped"),
    "rescued": _("rescued"),
    "evacuated": _("evacuated"),
    "homeless": _("homeless"),
    "refugees": _("refugees"),
    "arrested": _("arrested"),
    "passengers": _("passengers"),
    "rescuers": _("rescuers"),
    "homes": _("homes"),
    "cases": _("cases"),
    "jobs": _("jobs"),
    "votes": _("votes"),
    "workers": _("workers"),
    "participants": _("participants"),
}


def matter_words(matter: str) -> str:
    """Name a matter; one without a name of ours stays in the words of the articles."""
    return str(_MATTERS.get(matter, matter))


def topic_words(key: str, label: str) -> str:
    """Name a topic: a Media Topic in the interface language, any other as it stands."""
    if not key.startswith("medtop:"):
        return label
    # Only where a Media Topic is shown: its table takes time to read.
    from newsgrid.annotate import topic_label

    return topic_label(key, label, get_language() or "en")
