"""The values that cross the rooms' doors: frozen, picklable, checked at the door.

Times are aware and UTC. Languages are BCP 47. Places are GeoNames ids. Ids are positive integers below 2**53.
Offsets count code points into the text they are said to be offsets of; spans are half open.
"""

from newsgrid.model.article import (
    Article,
    Block,
    Caption,
    Dateline,
    Image,
    Signals,
    Ways,
)
from newsgrid.model.knowledge import (
    Annotations,
    DateMention,
    Figure,
    Name,
    PlaceMention,
    Quote,
    Span,
    Topic,
)
from newsgrid.model.place import Edition, EditionMatch, Place
from newsgrid.model.push import Delivery, Subscription
from newsgrid.model.source import Enclosure, Entry, Feed, FeedState, Page, ParsedFeed, Problem, plain
from newsgrid.model.story import (
    Agreement,
    Assignment,
    Claim,
    Front,
    Known,
    LinkedQuote,
    Merge,
    Position,
    Reason,
    Split,
    StoryDigest,
    StoryName,
    StoryPlace,
    SummarySentence,
    Telling,
    TimelineItem,
)

__all__ = [
    "Agreement",
    "Annotations",
    "Article",
    "Assignment",
    "Block",
    "Caption",
    "Claim",
    "DateMention",
    "Dateline",
    "Delivery",
    "Edition",
    "EditionMatch",
    "Enclosure",
    "Entry",
    "Feed",
    "FeedState",
    "Figure",
    "Front",
    "Image",
    "Known",
    "LinkedQuote",
    "Merge",
    "Name",
    "Page",
    "ParsedFeed",
    "Place",
    "PlaceMention",
    "Position",
    "Problem",
    "Quote",
    "Reason",
    "Signals",
    "Span",
    "Split",
    "StoryDigest",
    "StoryName",
    "StoryPlace",
    "Subscription",
    "SummarySentence",
    "Telling",
    "TimelineItem",
    "Topic",
    "Ways",
    "plain",
]
