"""What templates may call."""

from __future__ import annotations

from django import template

from newsgrid.web.pages import words
from newsgrid.web.pages.card_html import source_html, story_card_html, telling_html

register = template.Library()

register.filter("stamp", words.stamp)
register.filter("long_day", words.long_day)
register.filter("when", words.when)
register.filter("language_name", words.language_name)
register.filter("language_list", words.language_list)
register.filter("country_name", words.country_name)
register.filter("listed", words.listed)
register.simple_tag(words.ago, name="ago")
register.simple_tag(story_card_html, name="story_card")
register.simple_tag(source_html, name="source")
register.simple_tag(telling_html, name="telling")
