"""The tables, column by column; each index names the query it is for.

Texts from outside are unbounded, so they are TextFields, and what must be unique or found by them is a 64-bit hash
(`keys.hash64`) in a column `key`: an index entry of any database is smaller than a hostile address can be.
Values kept whole (entries, articles, annotations, digests) are compressed JSON (`codec.pack`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for a time that is about to be known."""


class Publisher(models.Model):
    """An outlet. Made from what a feed or an ingested page says; its settings are the operator's."""

    name = models.TextField(_("name"), help_text=_("As it calls itself; else the host of its site."))
    key = models.CharField(max_length=200, unique=True, editable=False)
    """The name folded and cut: one publisher for all spellings that differ by case and accents."""
    slug = models.SlugField(max_length=80, unique=True)
    """Its place in addresses; never changes."""
    host = models.TextField(_("host"), blank=True, default="")
    """Of its site, without `www.`; empty when unknown."""
    site = models.TextField(_("site"), blank=True, default="")
    language = models.CharField(_("language"), max_length=35, blank=True, default="")
    country = models.CharField(_("country"), max_length=2, blank=True, default="")
    city = models.TextField(_("city"), blank=True, default="")
    excerpt_chars = models.PositiveSmallIntegerField(
        _("longest excerpt"),
        null=True,
        blank=True,
        help_text=_("Characters of an article shown; empty for the site's setting, 0 for none."),
    )
    full_text = models.BooleanField(
        _("full text allowed"),
        default=False,
        help_text=_("The operator has a licence to show whole articles of this publisher."),
    )

    class Meta:
        """Listed by name."""

        ordering: ClassVar = ["name"]
        verbose_name = _("publisher")
        verbose_name_plural = _("publishers")

    def __str__(self) -> str:
        return self.name


class Feed(models.Model):
    """A subscription and our relation to it (`model.Feed` and `model.FeedState`)."""

    url = models.TextField(_("address"))
    key = models.BigIntegerField(unique=True, editable=False)
    """hash64 of `url`: for add_feed."""
    title = models.TextField(_("title"), blank=True, default="")
    site = models.TextField(_("site"), blank=True, default="")
    site_key = models.BigIntegerField(default=0, editable=False)
    """hash64 of the registrable host of `site` (else of `url`): feeds of one site share it."""
    publisher_name = models.TextField(blank=True, default="")
    """`model.Feed.publisher` as stated; empty when only the host is known."""
    publisher = models.ForeignKey(Publisher, on_delete=models.PROTECT, related_name="feeds")
    language = models.TextField(_("language"), blank=True, default="")
    country = models.TextField(_("country"), blank=True, default="")
    city = models.TextField(_("city"), blank=True, default="")
    folder = models.TextField(_("folder"), blank=True, default="")
    etag = models.TextField(blank=True, default="")
    last_modified = models.TextField(blank=True, default="")
    checked = models.DateTimeField(_("last checked"), null=True, blank=True)
    changed = models.DateTimeField(_("last changed"), null=True, blank=True)
    next_check = models.DateTimeField(_("next check"), null=True, blank=True)
    """None: due now."""
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    health = models.CharField(_("health"), max_length=80, default="new")
    """`new`, `ok`, `gone`, or the reason of the last error."""
    message = models.TextField(_("message"), blank=True, default="")
    moved_to = models.TextField(blank=True, default="")
    moved_since = models.DateTimeField(null=True, blank=True)
    unconditional = models.DateTimeField(null=True, blank=True)
    interval_s = models.BigIntegerField(_("interval in seconds"), default=0)
    body_hash = models.TextField(blank=True, default="")
    hubs = models.JSONField(_("hubs"), default=list, blank=True)
    """Addresses of the hubs (WebSub) it offers, in its order."""
    topic = models.TextField(blank=True, default="")
    """What it calls itself."""
    pushed_until = models.DateTimeField(_("pushed until"), null=True, blank=True)
    """Until when a hub that was seen to deliver is relied upon."""
    problems = models.JSONField(_("problems"), default=list, blank=True)
    """[kind, detail] of what was wrong with the last document that could be read."""
    paused = models.BooleanField(_("paused"), default=False, help_text=_("It is asked no more until this is undone."))
    ttl_s = models.BigIntegerField(default=0)
    fresh_s = models.BigIntegerField(default=0)
    skip_hours = models.JSONField(default=list, blank=True)
    """Hours, UTC, in which it asks not to be visited."""
    skip_days = models.JSONField(default=list, blank=True)
    """Days likewise, Monday is 0."""
    identity = models.CharField(_("entries known by"), max_length=8, default="guid")
    """`guid`, `link` or `hash`: what the keys of its entries are made from."""
    notice = models.TextField(_("notice"), blank=True, default="")
    """What was noticed of it and done about it."""
    shown = models.TextField(blank=True, default="", editable=False)
    """Keys of the entries in the last document that had any (`entries.pack_keys`): what left it is told by the next one."""
    removed = models.DateTimeField(null=True, blank=True)
    """When the subscription was stopped; the row stays, because its entries and articles do."""

    class Meta:
        """Listed by id."""

        ordering: ClassVar = ["id"]
        verbose_name = _("feed")
        verbose_name_plural = _("feeds")
        indexes: ClassVar = [
            # due_feeds: the longest due first
            models.Index(fields=["next_check"], name="feed_due"),
        ]

    def __str__(self) -> str:
        return self.title or self.url


class Subscription(models.Model):
    """A subscription at a hub (`model.Subscription`)."""

    id = models.CharField(max_length=64, primary_key=True)
    """Unguessable: who knows it is taken for the hub, as far as the signature allows."""
    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="subscriptions")
    hub = models.TextField(_("hub"))
    topic = models.TextField(_("topic"))
    callback = models.TextField()
    secret = models.CharField(max_length=200)
    state = models.CharField(_("state"), max_length=16, default="new")
    """`new`, `asked`, `active`, `failing`, `denied` or `leaving`."""
    asked = models.DateTimeField(_("last asked"), null=True)
    since = models.DateTimeField(_("confirmed"), null=True)
    lease_until = models.DateTimeField(_("active until"), null=True)
    not_before = models.DateTimeField(null=True)
    """The hub is not asked again before."""
    look_at = models.DateTimeField(null=True)
    """When the worker looks at it next; None: now."""
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    message = models.TextField(_("message"), default="")
    delivered = models.DateTimeField(_("last delivery"), null=True)
    deliveries = models.PositiveIntegerField(_("deliveries"), default=0)
    streak = models.PositiveIntegerField(default=0)
    """Deliveries since a visit last found what the hub had not delivered."""
    misses = models.PositiveIntegerField(_("missed"), default=0)
    """Visits that found what the hub had not delivered."""
    refused = models.PositiveIntegerField(_("refused"), default=0)
    """Deliveries that were not signed rightly, or could not be read."""

    class Meta:
        """Listed by feed."""

        ordering: ClassVar = ["feed_id", "id"]
        verbose_name = _("subscription at a hub")
        verbose_name_plural = _("subscriptions at hubs")
        indexes: ClassVar = [
            # due_subscriptions: the longest due first
            models.Index(fields=["look_at"], name="subscription_due"),
        ]

    def __str__(self) -> str:
        return self.hub


class Delivery(models.Model):
    """What a hub delivered. Once read its row stays without the content, so that the same one is known when it comes again."""

    subscription = models.CharField(max_length=64)
    """Its subscription's id; no foreign key, because what waits outlives it."""
    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    key = models.CharField(max_length=32)
    """Hash of the body."""
    received = models.DateTimeField()
    content_type = models.TextField(default="")
    body = models.BinaryField(null=True)
    """Compressed by Zstandard; None once it was read."""

    class Meta:
        """Each once."""

        constraints: ClassVar = [
            # add_delivery, drop_delivery: those of one subscription
            models.UniqueConstraint(fields=["subscription", "key"], name="delivery_once"),
        ]
        indexes: ClassVar = [
            # deliveries, deliveries_wait: oldest first
            models.Index(fields=["id"], name="delivery_waiting", condition=Q(body__isnull=False)),
        ]


class Entry(models.Model):
    """An item as it came in a feed, or a page that was ingested; its article, if any, has the same id."""

    PENDING, DONE, FAILED, DUPLICATE = "p", "d", "f", "x"
    STATES: ClassVar = [
        (PENDING, _("pending")),
        (DONE, _("done")),
        (FAILED, _("failed")),
        (DUPLICATE, _("duplicate")),
    ]

    feed = models.ForeignKey(Feed, null=True, on_delete=models.PROTECT, related_name="entries", db_index=False)
    """None for an ingested page."""
    key = models.BigIntegerField(editable=False)
    """hash64 of `model.Entry.identity`."""
    site_key = models.BigIntegerField(default=0, editable=False)
    """Its feed's `site_key` when it came: for finding duplicates across feeds of one site."""
    link_key = models.BigIntegerField(default=0, editable=False)
    """hash64 of the canonical link; 0 when there is none that tells one entry from another."""
    state = models.CharField(_("state"), max_length=1, choices=STATES, default=PENDING)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    retry_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    """Pending entries: not before then; None: now."""
    reason = models.CharField(_("reason"), max_length=80, blank=True, default="")
    """Of the last failure, a stable word."""
    message = models.TextField(_("message"), blank=True, default="")
    first_seen = models.DateTimeField(_("first seen"))
    changed = models.DateTimeField(_("last changed"))
    """When this content was first seen."""
    title = models.TextField(_("title"), blank=True, default="")
    content_hash = models.BigIntegerField(default=0, editable=False)
    """hash64 of title, texts and `updated`: a different one is a new version."""
    data = models.BinaryField()
    """`model.Entry`, packed."""

    class Meta:
        """Listed by id."""

        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        constraints: ClassVar = [
            # save_feed and add_entry: every entry once
            models.UniqueConstraint(fields=["feed", "key"], name="entry_once", condition=Q(feed__isnull=False)),
            models.UniqueConstraint(fields=["key"], name="page_once", condition=Q(feed__isnull=True)),
        ]
        indexes: ClassVar = [
            # pending_entries, pending_count: oldest first; counts, admin lists
            models.Index(fields=["state", "id"], name="entry_state"),
            # save_feed: the same link from another feed of the site
            models.Index(fields=["link_key", "site_key"], name="entry_link", condition=~Q(link_key=0)),
        ]

    def __str__(self) -> str:
        return self.title or str(self.pk)


class Place(models.Model):
    """An entry of the gazetteer that some story or edition names (`model.Place`)."""

    geonameid = models.BigIntegerField(primary_key=True)
    name = models.TextField(_("name"))
    kind = models.CharField(_("kind"), max_length=16)
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    country = models.CharField(_("country"), max_length=2, blank=True, default="")
    region = models.CharField(max_length=20, blank=True, default="")
    population = models.BigIntegerField(_("population"), default=0)

    class Meta:
        """Listed by name."""

        ordering: ClassVar = ["name"]
        verbose_name = _("place")
        verbose_name_plural = _("places")

    def __str__(self) -> str:
        return self.name


class Edition(models.Model):
    """One city's grid (`model.Edition`)."""

    slug = models.CharField(_("place in addresses"), max_length=80, primary_key=True)
    title = models.TextField(_("title"))
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="editions")
    languages = models.JSONField(_("languages"), default=list, blank=True)
    timezone = models.CharField(_("time zone"), max_length=64, default="UTC")
    keywords = models.JSONField(_("keywords"), default=list, blank=True)
    version = models.BigIntegerField(default=1, editable=False)
    """Of its front: grows whenever what a front may show has changed. Caches are keyed by it."""

    class Meta:
        """Listed by slug."""

        ordering: ClassVar = ["slug"]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")

    def __str__(self) -> str:
        return self.title


class Story(models.Model):
    """Articles that tell one event. Its id is that of the article that opened it."""

    id = models.BigIntegerField(primary_key=True)
    redirect_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="formerly", db_index=False
    )
    """The story that has its articles since a merge; always one step. None: it lives."""
    headline = models.TextField(_("headline"), blank=True, default="")
    """The digest's; before there is one, that of the first article stored."""
    standfirst = models.TextField(blank=True, default="")
    """One or two sentences for cards: the digest's `standfirst`, at most 500 characters."""
    language = models.CharField(_("language"), max_length=35, blank=True, default="")
    """Of the headline."""
    headlines = models.TextField(blank=True, default="")
    """JSON: the article whose headline stands for the story, by language; the digest's `headlines`."""
    section = models.CharField(_("section"), max_length=80, blank=True, default="")
    """Key of an IPTC Media Topic; empty when unsure."""
    image = models.TextField(blank=True, default="")
    """Address of the newest article's lead image, among those that have one."""
    first = models.DateTimeField(_("first article"))
    last = models.DateTimeField(_("newest article"))
    """The earliest and latest `Article.dated`."""
    seen = models.DateTimeField()
    """The latest `Article.first_seen`."""
    articles_count = models.PositiveIntegerField(_("articles"), default=0)
    origins_count = models.PositiveIntegerField(_("origins"), default=0)
    """Independent tellings."""
    publishers_count = models.PositiveIntegerField(_("publishers"), default=0)
    languages = models.TextField(_("languages"), blank=True, default="")
    """Of its articles, most frequent first, separated by spaces."""
    grades = models.TextField(blank=True, default="")
    """JSON: grade by slug of its editions. StoryEdition again, so that story_rows reads one table."""
    stale = models.BooleanField(_("stale"), default=True)
    """Its digest is older than its articles."""
    version = models.BigIntegerField(default=1)
    """Grows whenever its articles change."""
    digest_version = models.BigIntegerField(default=0)
    """Grows with every digest saved: for the validators of pages and feeds."""
    digested = models.DateTimeField(null=True, blank=True)
    """When the digest was saved."""
    digest = models.BinaryField(null=True)
    """`model.StoryDigest`, packed; None before the first. Last, so that lists never read it: `defer("digest")`."""

    class Meta:
        """Listed newest first."""

        verbose_name = _("story")
        verbose_name_plural = _("stories")
        indexes: ClassVar = [
            # story_rows, story_ids: newest first
            models.Index(fields=["-last", "-id"], name="story_last", condition=Q(redirect_to__isnull=True)),
            # merges: those that redirect to one (a plain index would tempt SQLite to find the living ones by it)
            models.Index(fields=["redirect_to"], name="story_redirect", condition=Q(redirect_to__isnull=False)),
            # stale_stories: newest first (a story that is gone is never stale)
            models.Index(fields=["-last", "-id"], name="story_stale", condition=Q(stale=True)),
            # add_edition: those seen in the last days
            models.Index(fields=["seen"], name="story_seen", condition=Q(redirect_to__isnull=True)),
            # section fronts
            models.Index(fields=["section", "-last"], name="story_section", condition=Q(redirect_to__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.headline or str(self.pk)


class Article(models.Model):
    """The newest version of an article: the columns that lists need. The whole is in its ArticleVersion."""

    id = models.BigIntegerField(primary_key=True)
    """Its entry's."""
    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="articles", db_index=False)
    origin = models.BigIntegerField()
    """The article whose words these are; itself, when they are its own."""
    kind = models.CharField(_("kind"), max_length=16, default="original")
    """`original`, `copy` or `wire`."""
    reason = models.TextField(blank=True, default="")
    """Why it belongs to its story."""
    score = models.FloatField(default=0.0)
    feed = models.ForeignKey(Feed, null=True, blank=True, on_delete=models.PROTECT, related_name="articles")
    publisher = models.ForeignKey(Publisher, on_delete=models.PROTECT, related_name="articles", db_index=False)
    headline = models.TextField(_("headline"))
    standfirst = models.TextField(blank=True, default="")
    excerpt = models.TextField(blank=True, default="")
    """The standfirst, else the opening, cut to what the page allows and to 250 characters at most."""
    url = models.TextField(_("address"), blank=True, default="")
    """To read it at the source: the canonical address, else where it was read."""
    language = models.CharField(_("language"), max_length=35, blank=True, default="")
    agency = models.TextField(_("agency"), blank=True, default="")
    byline = models.TextField(_("byline"), blank=True, default="")
    """Authors, joined by commas."""
    section = models.CharField(_("section"), max_length=80, blank=True, default="")
    image = models.TextField(blank=True, default="")
    image_alt = models.TextField(blank=True, default="")
    paywalled = models.BooleanField(default=False)
    corrected = models.BooleanField(default=False)
    """The page has a correction notice."""
    noindex = models.BooleanField(default=False)
    """The page asks not to be indexed: our page about it asks the same."""
    published = models.DateTimeField(_("published"), null=True, blank=True)
    """As stated."""
    modified = models.DateTimeField(_("modified"), null=True, blank=True)
    first_seen = models.DateTimeField(_("first seen"))
    dated = models.DateTimeField(_("dated"))
    """What it sorts by: `published`, but never after `first_seen`, which also stands where nothing was stated."""
    version = models.PositiveIntegerField(_("version"), default=1)
    """Number of the newest ArticleVersion, from 1."""
    text_hash = models.CharField(max_length=64, default="")

    class Meta:
        """Listed newest first."""

        verbose_name = _("article")
        verbose_name_plural = _("articles")
        indexes: ClassVar = [
            # story_articles, counting a story again
            models.Index(fields=["story", "dated"], name="article_story"),
            # publisher pages: newest first
            models.Index(fields=["publisher", "-dated"], name="article_publisher"),
            # the newest articles; search
            models.Index(fields=["-dated", "-id"], name="article_dated"),
        ]

    def __str__(self) -> str:
        return self.headline


class ArticleVersion(models.Model):
    """One version of an article, whole. A changed page makes a new one; none is ever changed back."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField(_("number"))
    first_seen = models.DateTimeField(_("first seen"))
    text_hash = models.CharField(max_length=64, default="")
    data = models.BinaryField()
    """`model.Article`, packed."""
    annotations = models.BinaryField()
    """`model.Annotations`, packed."""

    class Meta:
        """One of each number."""

        verbose_name = _("version of an article")
        verbose_name_plural = _("versions of articles")
        constraints: ClassVar = [
            # versions, article, story_articles
            models.UniqueConstraint(fields=["article", "number"], name="version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} v{self.number}"


class StoryEdition(models.Model):
    """Why, and how much, a story concerns an edition: its strongest `model.EditionMatch`."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="editions", db_index=False)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="matches", db_index=False)
    role = models.CharField(_("role"), max_length=16)
    grade = models.FloatField(_("grade"))
    evidence = models.TextField(_("evidence"), blank=True, default="")
    article = models.BigIntegerField(default=0)
    """The article with the evidence; 0 when none is named."""
    place_name = models.TextField(blank=True, default="")
    """As found."""
    last = models.DateTimeField()
    """The story's, again: so that pages by edition sort by an index."""

    class Meta:
        """One for each story and edition."""

        verbose_name = _("edition of a story")
        verbose_name_plural = _("editions of stories")
        constraints: ClassVar = [
            # story page; save_digests
            models.UniqueConstraint(fields=["story", "edition"], name="match_once"),
        ]
        indexes: ClassVar = [
            # feeds and lists of an edition: newest first
            models.Index(fields=["edition", "-last"], name="match_edition"),
        ]


class StoryTag(models.Model):
    """A topic, person, organisation or event of a story: for topic and name pages."""

    TOPIC, PERSON, ORGANISATION, EVENT = "topic", "person", "organisation", "event"

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="tags", db_index=False)
    kind = models.CharField(_("kind"), max_length=16)
    """`topic`, `person`, `organisation` or `event`."""
    key = models.CharField(_("key"), max_length=200)
    """The topic's or name's key, cut by `keys.tag_key`."""
    label = models.TextField(_("label"))
    """As this story has it."""
    weight = models.FloatField(default=1.0)
    """Of a topic, its weight; of a name, how many articles have it."""
    last = models.DateTimeField()
    """The story's, again."""

    class Meta:
        """One for each story, kind and key."""

        verbose_name = _("topic or name of a story")
        verbose_name_plural = _("topics and names of stories")
        constraints: ClassVar = [
            # save_digests; related topics of a story
            models.UniqueConstraint(fields=["story", "kind", "key"], name="tag_once"),
        ]
        indexes: ClassVar = [
            # topic and name pages: newest first
            models.Index(fields=["kind", "key", "-last"], name="tag_key"),
        ]


class StoryPlace(models.Model):
    """A place that a story names: for place pages."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="places", db_index=False)
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="stories", db_index=False)
    count = models.PositiveIntegerField(default=1)
    """How often it is named."""
    last = models.DateTimeField()
    """The story's, again."""

    class Meta:
        """One for each story and place."""

        verbose_name = _("place of a story")
        verbose_name_plural = _("places of stories")
        constraints: ClassVar = [
            # save_digests; the places of a story
            models.UniqueConstraint(fields=["story", "place"], name="place_once"),
        ]
        indexes: ClassVar = [
            # place pages: newest first
            models.Index(fields=["place", "-last"], name="place_last"),
        ]


class HostWait(models.Model):
    """Until when a host group asked to be left alone."""

    host = models.CharField(max_length=255, primary_key=True)
    until = models.DateTimeField()


class SiteTemplate(models.Model):
    """What the pages of a site taught of it (`extract.Template`, packed): hashes of texts and places, no text."""

    host = models.CharField(max_length=255, primary_key=True)
    """Of the pages, without `www.`."""
    saved = models.DateTimeField()
    data = models.BinaryField()

    class Meta:
        """One of each host."""

        indexes: ClassVar = [
            # save_articles: those that were silent longest are forgotten; taught_sites
            models.Index(fields=["-saved", "host"], name="template_saved"),
        ]


class State(models.Model):
    """A piece of learned state (document frequencies, a lexicon)."""

    key = models.CharField(max_length=200, primary_key=True)
    saved = models.DateTimeField()
    data = models.BinaryField()
