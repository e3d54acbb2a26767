"""Which language a text is in.

The script decides where it can (Thai, Hebrew, Georgian, ...); a naive Bayes model over byte n-grams (py3langid, after
Lui and Baldwin 2011) decides among the languages of one script; and what the publisher declares decides between
languages the model finds about as likely, which is what short headlines of close languages need (Afrikaans and Dutch,
isiZulu and isiXhosa).
"""

from __future__ import annotations

import dataclasses
import functools
import re
import threading

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from newsgrid.text import script_of, squeeze

ENOUGH_CHARS = 500
"""More text than this does not change the answer and only costs time."""

HINT_SHARE = 0.25
"""A declared language wins when the model gives it at least this share of the best language's probability.

Set by hand: at 0.25 an English wire text in an Afrikaans publisher's feed stays English."""

_ONE_LANGUAGE = {
    "Thai": "th", "Hebr": "he", "Grek": "el", "Geor": "ka", "Armn": "hy", "Hang": "ko", "Hira": "ja", "Kana": "ja", "Khmr": "km",
    "Laoo": "lo", "Mymr": "my", "Sinh": "si", "Taml": "ta", "Telu": "te", "Knda": "kn", "Mlym": "ml", "Gujr": "gu", "Guru": "pa", "Tibt": "bo",
}  # fmt: skip
_KANA = re.compile(r"[\u3040-\u30ff]")
_TAG = re.compile(r"^([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_].*)?$")
_OLD = {"iw": "he", "in": "id", "ji": "yi", "jw": "jv", "mo": "ro", "no": "nb", "cmn": "zh", "zho": "zh", "eng": "en", "fra": "fr", "deu": "de", "spa": "es",
        "por": "pt", "rus": "ru", "ara": "ar", "tha": "th", "afr": "af", "zul": "zu", "xho": "xh", "swa": "sw", "swh": "sw", "ita": "it", "nld": "nl"}  # fmt: skip
_SCRIPTS_OF = {
    "Cyrl": frozenset(["ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg", "uz"]), "Arab": frozenset(["ar", "fa", "ur", "ps", "ug", "ku", "sd", "ckb"]),
    "Deva": frozenset(["hi", "mr", "ne", "sa"]), "Beng": frozenset(["bn", "as"]), "Ethi": frozenset(["am", "ti"]), "Hani": frozenset(("zh", "ja")),
}  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Detection:
    """A language and how sure we are."""

    language: str
    """BCP 47, language part only (`en`, `zh`); empty when the text has no letters."""
    script: str
    """ISO 15924; empty when the text has no letters."""
    score: float
    """In [0, 1]."""


class _Model:
    """py3langid's model, loaded once, at first use (a third of a second)."""

    def __init__(self) -> None:
        self._identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        self._lock = threading.Lock()

    def rank(self, text: str) -> list[tuple[str, float]]:
        with self._lock:
            return [("nb" if code == "no" else str(code), float(score)) for code, score in self._identifier.rank(text)]


@functools.cache
def _model() -> _Model:
    return _Model()


def detect(text: str, hint: str = "") -> str:
    """Give the language of a text as BCP 47 (`en`, `zh`, `af`); `hint`'s when the text has no letters.

    `hint` is the language the publisher declares, any spelling of a tag; it only decides between likely languages.
    """
    return detect_with_score(text, hint).language or normalise_tag(hint)


def detect_with_score(text: str, hint: str = "") -> Detection:
    """Give the language of a text with its script and a score. Costs under a millisecond, whatever the length."""
    sample = squeeze(text[: ENOUGH_CHARS * 2])[:ENOUGH_CHARS]
    script = script_of(sample)
    if not script:
        return Detection("", "", 0.0)
    if _KANA.search(sample) and script in ("Hani", "Hira", "Kana"):
        return Detection("ja", "Jpan", 1.0)
    if script in _ONE_LANGUAGE:
        return Detection(_ONE_LANGUAGE[script], script, 1.0)
    return _by_model(sample, script, normalise_tag(hint))


def normalise_tag(tag: str) -> str:
    """Give the language part of a BCP 47 tag in lower case, old codes replaced (RFC 5646); empty when it is none."""
    match = _TAG.match(tag.strip())
    if not match:
        return ""
    code = match.group(1).lower()
    return _OLD.get(code, code)


def _by_model(sample: str, script: str, hint: str) -> Detection:
    allowed = _SCRIPTS_OF.get(script)
    ranked = [(code, score) for code, score in _model().rank(sample) if allowed is None or code in allowed]
    if not ranked:
        return Detection(hint or "und", script, 0.0)
    best, score = ranked[0]
    hinted = dict(ranked).get(hint)
    if hinted is not None and hint != best and hinted >= HINT_SHARE * score:
        return Detection(hint, script, hinted)
    if hinted is None and hint and allowed is None and script == "Latn" and score < 0.5:
        # The model does not know the declared language (Sesotho, Tswana, ...) and is not sure of any other.
        return Detection(hint, script, score)
    return Detection(best, script, score)
