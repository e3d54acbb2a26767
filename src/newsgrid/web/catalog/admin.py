"""The operator's view of the catalogue: mostly to read; what he may set are publishers, feeds and editions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from newsgrid.web.catalog.models import Article, Edition, Entry, Feed, Place, Publisher, Story, Subscription

if TYPE_CHECKING:
    PublisherBase = admin.ModelAdmin[Publisher]
    FeedBase = admin.ModelAdmin[Feed]
    EntryBase = admin.ModelAdmin[Entry]
    ArticleBase = admin.ModelAdmin[Article]
    StoryBase = admin.ModelAdmin[Story]
    EditionBase = admin.ModelAdmin[Edition]
    SubscriptionBase = admin.ModelAdmin[Subscription]
else:
    # Django's own classes take no parameter while they run.
    PublisherBase = FeedBase = EntryBase = ArticleBase = StoryBase = EditionBase = SubscriptionBase = admin.ModelAdmin


class ReadOnly:
    """Nothing can be added, changed or deleted: newsgrid makes these rows itself."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse."""
        return False


class KeepRows:
    """Rows are made by newsgrid and stay; some of their columns are the operator's."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse."""
        return False


@admin.register(Publisher)
class PublisherAdmin(KeepRows, PublisherBase):
    """Publishers, with what may be shown of them."""

    list_display = ("name", "host", "country", "language", "feed_count", "excerpt_chars", "full_text")
    list_filter = ("full_text", "country", "language")
    search_fields = ("name", "host")
    readonly_fields = ("slug", "host")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Publisher]:
        """Count feeds in the same query."""
        return super().get_queryset(request).annotate(feeds_number=Count("feeds"))

    @admin.display(description=_("feeds"), ordering="feeds_number")
    def feed_count(self, publisher: Publisher) -> int:
        """Give how many feeds a publisher has."""
        count: int = getattr(publisher, "feeds_number", 0)
        return count


class HealthFilter(admin.SimpleListFilter):
    """Feeds by health, and those that fail."""

    title = _("health")
    parameter_name = "health"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer the words that occur."""
        words = Feed.objects.order_by("health").values_list("health", flat=True).distinct()
        return [("failing", _("failing")), *((word, word) for word in words)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Feed]) -> QuerySet[Feed]:
        """Keep those of the chosen word."""
        if self.value() == "failing":
            return queryset.filter(failures__gt=0)
        return queryset.filter(health=self.value()) if self.value() else queryset


@admin.register(Feed)
class FeedAdmin(KeepRows, FeedBase):
    """Subscriptions and how they are. They are added and removed by `newsgrid feeds`, which asks the feed first."""

    list_display = ("title_or_url", "publisher", "health", "failures", "checked", "changed", "next_check", "language")
    list_filter = (HealthFilter, "paused", "language", "country", ("removed", admin.EmptyFieldListFilter))
    search_fields = ("title", "url", "publisher_name")
    list_select_related = ("publisher",)
    date_hierarchy = "checked"
    fields = (
        "url", "title", "site", "publisher", "language", "country", "city", "folder", "paused", "health", "failures", "failing_since", "message", "notice",
        "problems", "identity", "checked", "changed", "next_check", "interval_s", "etag", "last_modified", "moved_to", "moved_since", "unconditional",
        "hubs", "topic", "pushed_until", "removed",
    )  # fmt: skip
    editable: ClassVar = {"language", "country", "city", "folder", "paused", "next_check"}

    def get_readonly_fields(self, request: HttpRequest, obj: Feed | None = None) -> list[str]:
        """Let all but a few be read only."""
        return [name for name in self.fields if name not in self.editable]

    @admin.display(description=_("feed"), ordering="title")
    def title_or_url(self, feed: Feed) -> str:
        """Give a feed's title, or its address without one."""
        return feed.title or feed.url


@admin.register(Subscription)
class SubscriptionAdmin(ReadOnly, SubscriptionBase):
    """Subscriptions at hubs (WebSub) and how they stand; neither callbacks nor secrets are shown."""

    list_display = ("feed", "hub", "state", "lease_until", "delivered", "deliveries", "misses", "refused", "message")
    list_display_links = None
    exclude = ("id", "callback", "secret")
    list_filter = ("state",)
    search_fields = ("hub", "topic", "feed__title")
    list_select_related = ("feed",)


@admin.register(Entry)
class EntryAdmin(ReadOnly, EntryBase):
    """Entries as they came, with the reasons of those that gave no article."""

    list_display = ("id", "title", "feed", "state", "attempts", "reason", "retry_at", "first_seen")
    list_filter = ("state", "reason")
    search_fields = ("title",)
    list_select_related = ("feed",)
    show_full_result_count = False
    exclude = ("data",)


@admin.register(Article)
class ArticleAdmin(ReadOnly, ArticleBase):
    """Articles, newest first."""

    list_display = ("headline", "publisher", "agency", "language", "kind", "version", "dated")
    list_filter = ("language", "kind", "corrected", "paywalled", "noindex")
    search_fields = ("headline",)
    list_select_related = ("publisher",)
    show_full_result_count = False
    ordering = ("-dated", "-id")
    raw_id_fields = ("story", "publisher", "feed")


@admin.register(Story)
class StoryAdmin(ReadOnly, StoryBase):
    """Stories, newest first."""

    list_display = (
        "headline",
        "articles_count",
        "origins_count",
        "publishers_count",
        "languages",
        "section",
        "stale",
        "last",
    )
    list_filter = ("stale", "section", "language")
    search_fields = ("headline",)
    show_full_result_count = False
    ordering = ("-last", "-id")
    exclude = ("digest",)
    raw_id_fields = ("redirect_to",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Story]:
        """Leave digests out, and stories that are gone."""
        return super().get_queryset(request).filter(redirect_to__isnull=True).defer("digest")


@admin.register(Edition)
class EditionAdmin(KeepRows, EditionBase):
    """Editions. They are added by `newsgrid edition add`, which finds the city in the gazetteer."""

    list_display = ("title", "slug", "place", "timezone", "version")
    readonly_fields = ("slug", "place", "timezone", "version")
    list_select_related = ("place",)


@admin.register(Place)
class PlaceAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Places that stories name."""

    list_display = ("name", "kind", "country", "region", "population")
    list_filter = ("kind",)
    search_fields = ("name",)
