"""Page to article: headline, body, byline, agency, dates, section, topics, image, licence signals; from HTML or plain text."""

from newsgrid.extract.bylines import sort_names
from newsgrid.extract.changes import ArticleDiff, Change, article_diff
from newsgrid.extract.dump import extract_dump
from newsgrid.extract.fragment import extract_fragment
from newsgrid.extract.joining import in_place_of, join, new_blocks, same_story
from newsgrid.extract.markup import read_text
from newsgrid.extract.page import extract, extract_and_learn
from newsgrid.extract.publishers import PublisherFile
from newsgrid.extract.publishers import find as find_publisher_file
from newsgrid.extract.publishers import parse as parse_publisher_file
from newsgrid.extract.template import Lesson, Template
from newsgrid.extract.ways import ways_on

__all__ = [
    "ArticleDiff",
    "Change",
    "Lesson",
    "PublisherFile",
    "Template",
    "article_diff",
    "extract",
    "extract_and_learn",
    "extract_dump",
    "extract_fragment",
    "find_publisher_file",
    "in_place_of",
    "join",
    "new_blocks",
    "parse_publisher_file",
    "read_text",
    "same_story",
    "sort_names",
    "ways_on",
]
