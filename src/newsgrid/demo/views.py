"""What an article page of the demo world is made from, whatever its template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from newsgrid.demo.feeds import excerpt
from newsgrid.demo.furniture import Furniture, load_furniture
from newsgrid.demo.press import closing, opening, signature
from newsgrid.demo.tokens import write_moment
from newsgrid.demo.values import Publisher, Telling, Text, World

_OTHERS = 5
_RIGHT_TO_LEFT = ("ar",)


@dataclass(frozen=True, slots=True)
class PageView:
    """One article at one revision of the world, with its publisher, its words and the headlines around it."""

    base: str
    publisher: Publisher
    words: Furniture
    telling: Telling
    revision: int
    others: tuple[Telling, ...]

    @property
    def text(self) -> Text:
        """The text as it stands at this revision."""
        return self.telling.text(self.revision)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs as printed, the first one with its dateline."""
        first, *rest = self.text.paragraphs
        return (opening(self.telling, self.publisher, self.zone) + first, *rest)

    @property
    def agency_line(self) -> str:
        """The line after the text that names the agency, or nothing."""
        return closing(self.telling, self.publisher, self.words)

    @property
    def byline(self) -> str:
        """Who signs, as printed, or nothing."""
        return signature(self.telling, self.publisher, self.words)

    @property
    def description(self) -> str:
        """The short description of the article."""
        return excerpt(self.telling, self.revision)

    @property
    def section(self) -> str:
        """The page's own section, else its first entry of the navigation."""
        return self.telling.section or self.words.nav[0]

    @property
    def home(self) -> str:
        """The publisher's front page."""
        return f"{self.base}/{self.publisher.id}/"

    @property
    def link(self) -> str:
        """The canonical address."""
        return self.base + self.telling.path

    @property
    def picture(self) -> str:
        """The address of the picture."""
        return f"{self.home}media/{self.telling.story}.png"

    @property
    def zone(self) -> ZoneInfo:
        """The publisher's clock."""
        return ZoneInfo(self.publisher.timezone)

    @property
    def direction(self) -> str:
        """The way the language is written, as HTML's `dir` has it."""
        return "rtl" if self.publisher.language in _RIGHT_TO_LEFT else "ltr"

    def local(self, moment: datetime) -> datetime:
        """Put a moment on the publisher's clock."""
        return moment.astimezone(self.zone)

    def printed(self, moment: datetime) -> str:
        """Write a moment as the page prints it."""
        return write_moment(moment, self.zone, self.publisher.language)


def view_article(world: World, telling: Telling, base: str, revision: int) -> PageView:
    """Gather what the page of an article shows. The headlines around it belong to other stories of its publisher."""
    publisher = world.publisher(telling.publisher)
    if publisher is None:
        raise ValueError(f"no publisher {telling.publisher!r} in this world")
    told = [other for other in world.told_by(publisher.id) if other.story != telling.story]
    # Start after this article's own time, so that not every page shows the same five headlines.
    later = sum(other.published > telling.published for other in told)
    others = tuple((told[later:] + told[:later])[:_OTHERS])
    return PageView(base, publisher, load_furniture()[publisher.language], telling, revision, others)
