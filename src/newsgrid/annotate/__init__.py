"""What an article says: names, quotes, dates, figures, topics; and what a story says, drawn from its articles."""

from newsgrid.annotate.agreements import agreements
from newsgrid.annotate.dates import dates
from newsgrid.annotate.digest import annotate, digest
from newsgrid.annotate.figures import figures
from newsgrid.annotate.headline import choose_headline
from newsgrid.annotate.names_find import names
from newsgrid.annotate.names_merge import merge_names
from newsgrid.annotate.quotes_find import quotes
from newsgrid.annotate.quotes_link import link_quotes
from newsgrid.annotate.sections import section_label
from newsgrid.annotate.summary import since, summarise
from newsgrid.annotate.timeline import timeline
from newsgrid.annotate.topics import classify, topic_label

__all__ = [
    "agreements",
    "annotate",
    "choose_headline",
    "classify",
    "dates",
    "digest",
    "figures",
    "link_quotes",
    "merge_names",
    "names",
    "quotes",
    "section_label",
    "since",
    "summarise",
    "timeline",
    "topic_label",
]
