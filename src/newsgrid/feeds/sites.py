"""Where well-known sites keep their feeds: told from a page's address, and from what its page says of the software."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import quote, urlencode, urljoin, urlsplit

Found = tuple[str, str, str, bool | None]
"""Address, kind (`rss`, `atom`, `json`; empty when unknown), why, and whether its entries hold whole texts where that is known."""
Path = list[str]

_CHANNEL = re.compile(
    r'"(?:channelId|externalId|externalChannelId)"\s*:\s*"(UC[\w-]{22})"|itemprop="(?:identifier|channelId)" content="(UC[\w-]{22})"'
)
_NAME = re.compile(r"[\w.~-]{1,100}")


def by_host(url: str, page: str) -> Iterator[Found]:
    """Give the feeds of a site that is known by its host, the best first."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower().removeprefix("www.").removeprefix("m.")
    except ValueError:
        return
    for suffix, feeds_of in _HOSTS.items():
        if host == suffix or host.endswith("." + suffix) or (suffix == "blogspot.com" and ".blogspot." in host):
            yield from feeds_of(host, _path(url), dict(_pairs(parts.query)), page)
            return


def by_path(url: str, page: str) -> Iterator[Found]:
    """Give the feeds of an account or a topic of the fediverse, which has no hosts of its own."""
    path = _path(url)
    if path and (handle := path[0]).startswith("@") and _NAME.fullmatch(handle[1:]):
        yield urljoin(url, f"/{handle}.rss"), "rss", "Mastodon account", True
    if len(path) == 2 and path[0] == "users" and _NAME.fullmatch(path[1]):
        yield urljoin(url, f"/users/{path[1]}.rss"), "rss", "Mastodon account", True
    if len(path) == 2 and path[0] == "tags" and "mastodon" in page:
        yield urljoin(url, f"/tags/{path[1]}.rss"), "rss", "Mastodon topic", True


def by_software(url: str, page: str) -> Iterator[Found]:
    """Give where the software that made a page keeps its feeds."""
    low = page[:300_000].lower()
    for sign, paths, why in _SOFTWARE:
        if sign in low:
            for path in paths:
                base = url if url.endswith("/") or not path.startswith("./") else url + "/"
                yield urljoin(base, path), "rss", why, None
            return


def _path(url: str) -> Path:
    try:
        return [part for part in urlsplit(url).path.split("/") if part]
    except ValueError:
        return []


def _pairs(query: str) -> Iterator[tuple[str, str]]:
    for part in query.split("&"):
        key, _, value = part.partition("=")
        yield key, value


def _youtube(host: str, path: Path, query: dict[str, str], page: str) -> Iterator[Found]:
    def videos(**stated: str) -> Found:
        return f"https://www.youtube.com/feeds/videos.xml?{urlencode(stated)}", "atom", "YouTube", False

    if path[:1] == ["playlist"] and query.get("list"):
        yield videos(playlist_id=query["list"])
    if path[:1] == ["channel"] and len(path) > 1:
        yield videos(channel_id=path[1])
    elif match := _CHANNEL.search(page):
        yield videos(channel_id=match.group(1) or match.group(2))
    elif path[:1] == ["user"] and len(path) > 1:
        yield videos(user=path[1])


def _reddit(host: str, path: Path, query: dict[str, str], page: str) -> Iterator[Found]:
    if len(path) >= 2 and path[0] in ("r", "user", "u", "domain"):
        # Of a community's orders the usual one: the others show the same entries again and again.
        whole = path[:4] if path[2:3] in (["m"], ["comments"]) else path[:2]
        yield f"https://www.reddit.com/{'/'.join(whole)}/.rss", "atom", "Reddit", None
    elif not path:
        yield "https://www.reddit.com/.rss", "atom", "Reddit", None


def _medium(host: str, path: Path, query: dict[str, str], page: str) -> Iterator[Found]:
    if host != "medium.com":
        yield f"https://{host}/feed", "rss", "Medium", True
    elif path[:1] == ["tag"] and len(path) > 1:
        yield f"https://medium.com/feed/tag/{quote(path[1])}", "rss", "Medium topic", False
    elif path:
        yield f"https://medium.com/feed/{quote(path[0], safe='@')}", "rss", "Medium", True


def _substack(host: str, path: Path, query: dict[str, str], page: str) -> Iterator[Found]:
    if host != "substack.com":
        yield f"https://{host}/feed", "rss", "Substack", True
    elif path and path[0].startswith("@") and _NAME.fullmatch(path[0][1:]):
        yield f"https://{path[0][1:]}.substack.com/feed", "rss", "Substack", True


def _blogspot(host: str, path: Path, query: dict[str, str], page: str) -> Iterator[Found]:
    if path[:2] == ["search", "label"] and len(path) > 2:
        yield f"https://{host}/feeds/posts/default/-/{quote(path[2])}", "atom", "Blogger, of one label", None
    yield f"https://{host}/feeds/posts/default", "atom", "Blogger", None


def _github(host: str, path: Path, query: dict[str, str], page: str) -> Iterator[Found]:
    if len(path) >= 2 and all(map(_NAME.fullmatch, path[:2])):
        place = f"https://github.com/{path[0]}/{path[1]}"
        kinds = ("commits", "releases", "tags") if path[2:3] == ["commits"] else ("releases", "tags", "commits")
        for kind in kinds:
            yield f"{place}/{kind}.atom", "atom", f"{kind} on GitHub", kind == "releases"
    elif len(path) == 1 and _NAME.fullmatch(path[0]):
        yield f"https://github.com/{path[0]}.atom", "atom", "GitHub", False


def _gitlab(host: str, path: Path, query: dict[str, str], page: str) -> Iterator[Found]:
    place = path[: path.index("-")] if "-" in path else path
    if len(place) >= 2:
        yield f"https://gitlab.com/{'/'.join(place)}/-/tags?format=atom", "atom", "tags on GitLab", False


def _tumblr(host: str, path: Path, query: dict[str, str], page: str) -> Iterator[Found]:
    name = host if host != "tumblr.com" else f"{path[0]}.tumblr.com" if path and _NAME.fullmatch(path[0]) else ""
    if path[:1] == ["tagged"] and len(path) > 1 and name:
        yield f"https://{name}/tagged/{path[1]}/rss", "rss", "Tumblr, of one tag", True
    if name:
        yield f"https://{name}/rss", "rss", "Tumblr", True


def _wordpress(host: str, path: Path, query: dict[str, str], page: str) -> Iterator[Found]:
    if path[:1] in (["category"], ["tag"], ["author"]) and len(path) > 1:
        yield f"https://{host}/{path[0]}/{path[1]}/feed/", "rss", f"WordPress, of one {path[0]}", None
    yield f"https://{host}/feed/", "rss", "WordPress", None


def _vimeo(host: str, path: Path, query: dict[str, str], page: str) -> Iterator[Found]:
    if path[:1] in (["channels"], ["groups"]) and len(path) > 1:
        yield f"https://vimeo.com/{path[0]}/{path[1]}/videos/rss", "rss", "Vimeo", False
    elif path and not path[0].isdigit():
        yield f"https://vimeo.com/{path[0]}/videos/rss", "rss", "Vimeo", False


def _bluesky(host: str, path: Path, query: dict[str, str], page: str) -> Iterator[Found]:
    if path[:1] == ["profile"] and len(path) > 1:
        yield f"https://bsky.app/profile/{path[1]}/rss", "rss", "Bluesky account", True


def _google_news(host: str, path: Path, query: dict[str, str], page: str) -> Iterator[Found]:
    kept = urlencode(
        {key: value for key, value in query.items() if key in ("hl", "gl", "ceid", "q") and value}, safe="%:+"
    )
    place = "/".join(path) if path[:1] in (["topics"], ["search"], ["topstories"]) else ""
    yield (
        f"https://news.google.com/rss{'/' + place if place else ''}{'?' + kept if kept else ''}",
        "rss",
        "Google News",
        False,
    )


_HOSTS: dict[str, Callable[[str, Path, dict[str, str], str], Iterator[Found]]] = {
    "youtube.com": _youtube, "reddit.com": _reddit, "medium.com": _medium, "substack.com": _substack, "blogspot.com": _blogspot, "github.com": _github,
    "gitlab.com": _gitlab, "tumblr.com": _tumblr, "wordpress.com": _wordpress, "vimeo.com": _vimeo, "bsky.app": _bluesky, "news.google.com": _google_news,
}  # fmt: skip
_SOFTWARE = (
    ("/wp-content/", ("./feed/", "/feed/", "/?feed=rss2"), "WordPress"),
    ("/wp-includes/", ("./feed/", "/feed/", "/?feed=rss2"), "WordPress"),
    ('content="ghost', ("/rss/",), "Ghost"),
    ('content="hugo', ("./index.xml", "/index.xml"), "Hugo"),
    ('content="jekyll', ("/feed.xml", "/atom.xml"), "Jekyll"),
    ('content="drupal', ("/rss.xml",), "Drupal"),
    ('content="joomla', ("?format=feed&type=rss",), "Joomla"),
    ('content="discourse', ("/latest.rss",), "Discourse"),
    ('content="blogger', ("/feeds/posts/default",), "Blogger"),
    ("static1.squarespace.com", ("?format=rss",), "Squarespace"),
    ("static.wixstatic.com", ("/blog-feed.xml",), "Wix"),
    ("/pf/resources/", ("/arc/outboundfeeds/rss/?outputType=xml",), "Arc"),
    ("tncms", ("/search/?f=rss&t=article&l=50&s=start_time&sd=desc",), "BLOX"),
)
"""What a page of some software holds, and its feeds from the page (`./`), the site or its address."""
