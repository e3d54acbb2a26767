"""Page to article: headline, body, byline, agency, dates, section, topics, image, licence signals; from HTML or plain text."""

from newsgrid.extract.dump import extract_dump
from newsgrid.extract.page import extract

__all__ = ["extract", "extract_dump"]
