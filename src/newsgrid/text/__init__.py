"""What every room needs to know of text: words, sentences, names across scripts, addresses."""

from newsgrid.text.addresses import canonical_address, registrable_host, site_host
from newsgrid.text.entities import unescape
from newsgrid.text.names import fold, romanise, same_name, skeleton
from newsgrid.text.sentences import sentences
from newsgrid.text.words import SPACELESS, clip, is_spaceless, script_of, shingles, squeeze, stem, words

__all__ = [
    "SPACELESS",
    "canonical_address",
    "clip",
    "fold",
    "is_spaceless",
    "registrable_host",
    "romanise",
    "same_name",
    "script_of",
    "sentences",
    "shingles",
    "site_host",
    "skeleton",
    "squeeze",
    "stem",
    "unescape",
    "words",
]
