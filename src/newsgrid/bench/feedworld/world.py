"""The world itself: who publishes, what happens, and which entries exist at a tick.

Everything is drawn from the seed by name ("feed 12", "story 5"), never in the order it is asked for, so that any part
can be made alone and is always the same. Nothing moves but the tick.
"""

from __future__ import annotations

import bisect
import math
import random
import re
import time
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate

from newsgrid.bench.feedworld.dice import dice_for, draw, draw_share, pick, shuffle
from newsgrid.bench.feedworld.options import Options
from newsgrid.bench.feedworld.values import Entry, Feed, Kind, Name, Publisher, Story
from newsgrid.bench.feedworld.words import load_words

_FIRST_SINGLE = 10_000_000  # ids from here on are stories that one entry alone tells
_SINGLES_PER_FEED = 100_000
_FEEDS_PER_PUBLISHER = 3
_STORY_SHARE = 0.62  # stories born for each three entries, so that cluster sizes come out heavy-tailed
_SINGLE_SHARE = 0.30
_STORY_WINDOW_H = 30
_UPDATE_AFTER_H = 14
_EDITED_NEWEST = 4  # only that many newest entries of a feed are ever edited
_EDIT_TICKS = 6
_SLUG_CHARS = 60
_ARTICLE_PATH = re.compile(r"/a/(\d{1,9})/(\d{1,9})-(\d{1,9})(?:-[^/]*)?$")
_OWN_SLUGS = ("ru", "zh")  # titles in these letters give no slug


class World:
    """All feeds and entries as they are at `tick`. Not safe to use from several threads."""

    def __init__(self, options: Options, *, port: int, epoch_s: int) -> None:
        """Make the world that these options describe; `port` stands in its addresses, tick 0 is at `epoch_s`."""
        self.options = options
        self.port = port
        self.epoch_s = epoch_s
        self.tick = 0
        self.words = load_words()
        self.languages = {language.code: language for language in self.words.languages}
        self._stories_per_hour = max(0.2, options.feeds * options.entries * _STORY_SHARE / 3.0 / (options.days * 24))
        publishers = max(1, options.feeds // _FEEDS_PER_PUBLISHER)
        self.publishers = tuple(self._make_publisher(number) for number in range(publishers))
        self.feeds = tuple(self._make_feed(number) for number in range(options.feeds))
        self.story = lru_cache(maxsize=60_000)(self._make_story)
        self.entry = lru_cache(maxsize=200_000)(self._make_entry)
        self._names = lru_cache(maxsize=60_000)(self._make_names)

    # -- time: entry i of a feed. The first `entries` are there at tick 0, later ones come with ticks.

    def clock(self, now: float) -> float:
        """Say what the world's clock shows `now`, both in seconds since 1970."""
        return now + self.tick * self.options.tick_minutes * 60 if self.options.tick_clock else now

    def count(self, feed: int) -> int:
        """Say how many entries the feed has had so far."""
        phase = draw_share(self.options.seed, "ph", feed)
        return self.options.entries + int(self.tick * self._entries_per_tick(feed) + phase)

    def published(self, feed: int, index: int) -> int:
        """Say when an entry was or will be published, in seconds since 1970."""
        options = self.options
        phase = draw_share(options.seed, "ph", feed)
        jitter = draw_share(options.seed, "w", feed, index)
        if index >= options.entries:
            tick = math.ceil((index - options.entries + 1 - phase) / self._entries_per_tick(feed))
            return int(self.epoch_s + tick * options.tick_minutes * 60 - 60 * 20 * jitter)
        hours = self.feeds[feed].hours_between
        return int(self.epoch_s - (options.entries - index - phase + 0.5 * jitter) * hours * 3600)

    def version(self, feed: int) -> tuple[int, int]:
        """Give a value that changes when the feed's bytes change: entries so far, rounds of edits so far."""
        edits = self.tick // _EDIT_TICKS if draw_share(self.options.seed, "ed", feed) < 0.3 else 0
        return self.count(feed), edits

    def modified(self, feed: int) -> float:
        """Say when the feed's bytes last changed, in seconds since 1970."""
        count, edits = self.version(feed)
        times = [self.epoch_s - 3600.0, float(self.published(feed, count - 1))]
        if edits:
            times.append(self.epoch_s + edits * _EDIT_TICKS * self.options.tick_minutes * 60)
        return max(times)

    def current(self, feed: int, index: int) -> Entry:
        """Give an entry as it stands now, edited or not."""
        return self.entry(feed, index, self._edit_of(feed, index))

    def shown(self, feed: int) -> list[Entry]:
        """Give the entries that the feed shows now, newest first."""
        count = self.count(feed)
        oldest = max(0, count - self.options.entries)
        return [self.current(feed, index) for index in range(count - 1, oldest - 1, -1)]

    def find(self, path: str) -> Entry | None:
        """Find the entry of an article's path, as it stands now. The slug at its end does not matter."""
        match = _ARTICLE_PATH.match(path)
        if match is None:
            return None
        publisher, feed, index = (int(part) for part in match.groups())
        known = feed < len(self.feeds) and self.feeds[feed].publisher == publisher and index < self.count(feed)
        return self.current(feed, index) if known else None

    def feeds_of(self, publisher: int) -> range:
        """Give the numbers of a publisher's feeds."""
        return range(publisher, self.options.feeds, len(self.publishers))

    def facts(self, story: Story, language: str, when: float, extra: int = 0) -> dict[str, object]:
        """Give what the sentences of a story quote in one language; each `extra` moves its figures on."""
        facts = dict(self._names(story.id, language))
        facts["n"] = story.n + extra * (story.n // 7 + 13)
        facts["m"] = story.m + 3 * extra
        facts["w"] = self.languages[language].weekdays[time.gmtime(when).tm_wday]
        return facts

    def _entries_per_tick(self, feed: int) -> float:
        return self.options.tick_minutes / 60.0 / self.feeds[feed].hours_between

    def _edit_of(self, feed: int, index: int) -> int:
        count, edits = self.version(feed)
        newest = index >= count - _EDITED_NEWEST
        return 1 if edits and newest and draw(self.options.seed, "e", feed, index, edits) % 4 == 0 else 0

    # -- making. The order in which the dice are thrown is part of the format: the same options give the same bytes.

    def _make_name(self, dice: random.Random, length: int) -> Name:
        return tuple(pick(dice.random, self.words.syllables) for _ in range(length))

    def _make_publisher(self, number: int) -> Publisher:
        dice = dice_for(self.options.seed, "pub", number)
        bounds = list(accumulate(self.words.language_shares))
        language = self.words.languages[bisect.bisect(bounds, dice.randrange(bounds[-1]))]
        syllables = self._make_name(dice, dice.choice((2, 3)))
        name = dice.choice(language.papers).replace("{N}", language.spell(syllables))
        city = dice.randrange(len(self.words.cities))
        template = dice.randrange(5)
        denied = dice.random() < 0.03
        authors = tuple(language.full_name(self._make_name(dice, 2), self._make_name(dice, 2), "") for _ in range(6))
        return Publisher(
            id=number,
            language=language.code,
            name=name,
            slug="".join(syllable[0] for syllable in syllables) + str(number),
            city=city,
            template=template,
            base=f"http://127.0.0.{1 + number % self.options.hosts}:{self.port}",
            denied=denied,
            authors=authors,
        )

    def _make_feed(self, number: int) -> Feed:
        options = self.options
        dice = dice_for(options.seed, "feed", number)
        publisher = self.publishers[number % len(self.publishers)]
        faulty = dice.random() < options.faults and options.classes
        fault = options.classes[draw(options.seed, "fc", number) % len(options.classes)] if faulty else ""
        hours_between = min(options.days * 24 / options.entries, math.exp(dice.gauss(0.3, 1.1)))
        # A publisher's first feed carries everything, its others one section each.
        section = dice.choice(self.words.sections) if number >= len(self.publishers) else "all"
        return Feed(
            id=number,
            publisher=publisher.id,
            language=publisher.language,
            section=section,
            format=dice.choices(("rss", "atom", "rdf", "json"), (60, 25, 5, 10))[0],
            full_text=dice.random() < 0.35,
            fault=fault,
            hours_between=hours_between,
            validators=dice.choices(("both", "etag", "modified", "none"), (70, 12, 12, 6))[0],
            latency_s=options.latency * math.exp(dice.gauss(0, 0.7)) / 1000.0,
            slow_s=2 + 6 * dice.random(),
            compressed=dice.random() < 0.9,
            url=f"{publisher.base}/f/{number}",
        )

    def _make_story(self, number: int) -> Story:
        dice = dice_for(self.options.seed, "story", number)
        kind, section = self.words.event_types[dice.randrange(len(self.words.event_types))]
        people = tuple((self._make_name(dice, 2), self._make_name(dice, dice.choice((2, 3)))) for _ in range(2))
        organisations = tuple((self._make_name(dice, dice.choice((2, 3))), dice.randrange(4)) for _ in range(2))
        district = self._make_name(dice, dice.choice((2, 3)))
        k = dice.randrange(2, 9) if kind == "match" else dice.randrange(3, 60)
        return Story(
            id=number,
            type=kind,
            section=section,
            people=people,
            organisations=organisations,
            district=district,
            k=k,
            # Keyword arguments are evaluated in this order.
            city=dice.randrange(len(self.words.cities)),
            n=dice.randrange(120, 9900),
            m=dice.randrange(4, 90),
            j=dice.randrange(0, max(1, k)) if kind == "match" else 0,
            themes=tuple(dice.sample(range(len(self.words.themes)), 6)),
            popularity=1.0 / (0.02 + dice.random()),
            agency=dice.randrange(len(self.words.agencies)),
            birth_h=number / self._stories_per_hour,
        )

    def _make_names(self, number: int, code: str) -> dict[str, object]:
        """Make the words of a story in one language that never change."""
        story, language = self.story(number), self.languages[code]
        leading, second = (language.full_name(given, family, "·") for given, family in story.people)
        organisation, other = (
            language.organisations[form].replace("{N}", language.spell(name)) for name, form in story.organisations
        )
        themes = [self.words.themes[theme][language.place] for theme in story.themes]
        return {
            "P": leading,
            "Q": second,
            "O": organisation,
            "U": other,
            "C": self.words.cities[story.city][language.place],
            "D": language.spell(story.district),
            "k": story.k,
            "j": story.j,
            "a": themes[0],
            "b": themes[1],
            "c": themes[2],
        }

    def _make_entry(self, feed: int, index: int, edit: int = 0) -> Entry:
        home, publisher = self.feeds[feed], self.publishers[self.feeds[feed].publisher]
        published = self.published(feed, index)
        dice = dice_for(self.options.seed, "entry", feed, index)
        kind, story = self._choose_story(home, publisher, index, published, dice)
        extra = edit + (1 + index % 3 if kind == "update" else 0)
        # The agency's text is the same for all who carry it: it is told by the story's dice, not by the entry's.
        told_by = dice_for(self.options.seed, "wire", story.id, home.language) if kind == "wire" else dice
        born = self.epoch_s + (story.birth_h - self.options.days * 24) * 3600
        facts = self.facts(story, home.language, published if kind in ("update", "single") else born, extra)
        title, paragraphs = self._tell(story, home.language, facts, told_by)
        if kind == "wire" and dice.random() < 0.4:
            title = dice.choice(self.languages[home.language].events[story.type].headlines).format_map(facts)
        if kind == "wire" and dice.random() < 0.5:
            paragraphs = paragraphs[: max(4, len(paragraphs) - dice.randrange(1, 4))]
        path = f"/a/{publisher.id}/{feed}-{index}-{self._slug(home, index, title)}"
        author = self.words.agencies[story.agency] if kind == "wire" else dice.choice(publisher.authors)
        if edit:
            path = self.entry(feed, index).path  # an edit must not move the address
        place = self.languages[home.language].place
        return Entry(
            feed=feed,
            index=index,
            publisher=publisher.id,
            language=home.language,
            story=story.id,
            kind=kind,
            section=story.section,
            city=self.words.cities[story.city][0],
            type=story.type,
            published=published,
            edited=bool(edit),
            title=title,
            paragraphs=tuple(paragraphs),
            path=path,
            url=publisher.base + path,
            guid=f"tag:{publisher.slug},2026:{feed}-{index}" if feed % 3 else publisher.base + path,
            author=author,
            tags=tuple(self.words.themes[theme][place] for theme in story.themes[:3]),
            image=f"{publisher.base}/img/{feed}-{index}.png",
        )

    def _slug(self, feed: Feed, index: int, title: str) -> str:
        if feed.language in _OWN_SLUGS:
            return f"{draw(feed.id, index) % 16**8:x}"
        return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:_SLUG_CHARS] or "x"

    def _choose_story(
        self, feed: Feed, publisher: Publisher, index: int, published: int, dice: random.Random
    ) -> tuple[Kind, Story]:
        """Choose what an entry tells: a recent story, popular ones and near ones first, or one of its own."""
        hour = (published - self.epoch_s) / 3600.0 + self.options.days * 24
        if dice.random() > _SINGLE_SHARE:
            chosen = self._choose_shared(feed, publisher, hour, dice)
            if chosen is not None:
                age_h = hour - chosen.id / self._stories_per_hour
                return self._choose_kind(age_h, dice.random()), chosen
        story = self.story(_FIRST_SINGLE + feed.id * _SINGLES_PER_FEED + index)
        if feed.section != "all":
            types = [kind for kind, section in self.words.event_types if section == feed.section]
            if types:
                story = replace(story, type=dice.choice(types), section=feed.section)
        return "single", story

    def _choose_shared(self, feed: Feed, publisher: Publisher, hour: float, dice: random.Random) -> Story | None:
        newest, oldest = hour * self._stories_per_hour, (hour - _STORY_WINDOW_H) * self._stories_per_hour
        best: tuple[float, Story] | None = None
        for _ in range(4):
            number = int(oldest + (newest - oldest) * dice.random())
            if number < 0:
                continue
            story = self.story(number)
            near = (4 if story.section == feed.section else 1) * (3 if story.city == publisher.city else 1)
            score = story.popularity * near * (0.3 + dice.random())
            if best is None or score > best[0]:
                best = (score, story)
        return None if best is None else best[1]

    @staticmethod
    def _choose_kind(age_h: float, chance: float) -> Kind:
        if age_h > _UPDATE_AFTER_H and chance < 0.5:
            return "update"
        if chance < 0.36:
            return "wire"
        return "paraphrase" if chance < 0.9 else "original"

    def _tell(self, story: Story, code: str, facts: dict[str, object], dice: random.Random) -> tuple[str, list[str]]:
        """Write headline and paragraphs: a lead, the event's facts, then remarks that fit anything."""
        chance, language = dice.random, self.languages[code]
        event = language.events[story.type]
        title = pick(chance, event.headlines).format_map(facts)
        themes = [self.words.themes[theme][language.place] for theme in story.themes]
        body = shuffle(chance, event.facts)
        remarks_from = len(body)
        body += shuffle(chance, language.remarks)[: 7 + int(chance() * (len(language.remarks) - 6))]
        paragraphs: list[list[str]] = []
        sentences = [pick(chance, event.leads).format_map(facts)]
        for number, sentence in enumerate(body):
            if number >= remarks_from and "{" in sentence:
                first = int(chance() * 6)
                second, third = (first + 1 + int(chance() * 2)) % 6, (first + 3 + int(chance() * 3)) % 6
                facts["a"], facts["b"], facts["c"] = themes[first], themes[second], themes[third]
            sentences.append(sentence.format_map(facts))
            if len(sentences) >= 1 + int(chance() * 3):
                paragraphs.append(sentences)
                sentences = []
        if sentences:
            paragraphs.append(sentences)
        return title, [language.join(block) for block in paragraphs]
