"""`newsgrid article`: one page, extracted."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer
from rich.panel import Panel
from rich.text import Text

from newsgrid import extract as extract_room
from newsgrid import language
from newsgrid.cli.house import open_store, settings
from newsgrid.cli.output import as_json, complain, out, print_json, printable, say
from newsgrid.errors import InputError, PageError, PublisherFileError
from newsgrid.extract import ArticleDiff
from newsgrid.model import Article
from newsgrid.pipeline.clock import utc_now
from newsgrid.pipeline.drafts import understand
from newsgrid.pipeline.saved import HTML_SUFFIXES
from newsgrid.pipeline.visiting import fetch_page
from newsgrid.text import site_host, squeeze

app = typer.Typer(help="Articles: one page, extracted.", no_args_is_help=True)

_ADDRESS = re.compile(r"[\w-]+(?:\.[\w-]+)+/")
_MARKS = {"subheading": ("", "bold"), "quote": ("│ ", "italic"), "item": ("• ", "")}
"""How kinds of blocks are shown: what is put before them, and their style."""

JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON (the default when piped).")]


def instant(text: str) -> datetime | None:
    """Read an ISO 8601 time; without a zone it is UTC. Raises typer.BadParameter."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no ISO 8601 time such as 2023-10-12T14:05+02:00.") from error
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


@app.command(
    epilog="Examples: newsgrid article extract page.html --url https://news.example/a --json | curl ... | newsgrid article extract -"
)
def extract(
    source: Annotated[str, typer.Argument(help="A file, an address, or - for standard input.")] = "-",
    url: Annotated[str, typer.Option(help="The page's address.")] = "",
    published: Annotated[str, typer.Option(help="When it was published (ISO 8601), if the page does not say.")] = "",
    annotated: Annotated[
        bool, typer.Option("--annotated", help="Print names, places, quotes, dates and figures as well.")
    ] = False,
    learnt: Annotated[
        bool, typer.Option("--learnt", help="Use what the store has learnt of the page's site, as the worker does.")
    ] = False,
    file: Annotated[
        Path | None,
        typer.Option("--publisher-file", help="Try a publisher file; else that of the site, if there is one."),
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Extract the article of a page: HTML, or a plain-text dump of one."""
    article = _article(source, url, instant(published), learnt=learnt, file=file)
    annotations = None
    if annotated or not article.language:
        article, annotations = understand(article)
    if as_json(json):
        row = article.as_dict()
        if annotated:
            row["annotations"] = annotations
        print_json(row)
    else:
        _show(article)
        if annotated and annotations:
            print_json(annotations)


@app.command(epilog="Example: newsgrid article diff old.html new.html")
def diff(
    old: Annotated[str, typer.Argument(help="The older version: a file or an address.")],
    new: Annotated[str, typer.Argument(help="The newer version.")],
    url: Annotated[str, typer.Option(help="The page's address.")] = "",
    json: JsonFlag = False,
) -> None:
    """Say in words what changed between two versions of a page."""
    versions = [understand(_article(source, url, None)) for source in (old, new)]
    people = {name.name for _, notes in versions for name in notes.names if name.kind == "person"}
    found = extract_room.article_diff(versions[0][0], versions[1][0], people)
    if as_json(json):
        print_json(found.as_dict())
        return
    _show_diff(found)


@app.command()
def show(article: Annotated[int, typer.Argument(help="The article's id.")], json: JsonFlag = False) -> None:
    """Show a stored article with all that was found in it."""
    known = open_store().article(article)
    if as_json(json):
        print_json(
            {
                **known.article.as_dict(),
                "id": known.id,
                "origin": known.origin,
                "kind": known.kind,
                "annotations": known.annotations,
            }
        )
    else:
        _show(known.article)


@app.command(epilog="Example: newsgrid article versions 4711 --json")
def versions(article: Annotated[int, typer.Argument(help="The article's id.")], json: JsonFlag = False) -> None:
    """Show every version of a stored article, and what changed from one to the next; silent corrections are marked."""
    kept = open_store().versions(article)
    diffs = [extract_room.article_diff(old, new) for (_, old), (_, new) in pairwise(kept)]
    if as_json(json):
        rows = [
            {"number": number, "first_seen": seen, "headline": text.headline, "words": len(text.text.split())}
            for number, (seen, text) in enumerate(kept, 1)
        ]
        print_json(
            [{**row, **diff} for row, diff in zip(rows, [{}, *(found.as_dict() for found in diffs)], strict=True)]
        )
        return
    for number, (seen, text) in enumerate(kept, 1):
        out.print(
            f"Version {number}, first seen {seen:%Y-%m-%d %H:%M} UTC: {printable(text.headline)}",
            style="bold",
            markup=False,
        )
        if number > 1:
            _show_diff(diffs[number - 2])


def _show_diff(found: ArticleDiff) -> None:
    for change in found.changes:
        mark = "silent correction" if change in found.silent else change.kind
        out.print(
            f"{mark}{': ' + ', '.join(change.marks) if change.marks else ''}",
            style="bold red" if change in found.silent else "bold",
        )
        if change.old:
            _line(f"  - {change.old}", "red")
        if change.new:
            _line(f"  + {change.new}", "green")
        for before, after in change.words if change.kind == "reworded" else ():
            _line(f"    {before or '(nothing)'} → {after or '(nothing)'}", "dim")
    if not found.changes:
        say("Nothing changed.")
    elif found.noticed:
        say("The newer version carries a notice of correction.")


def _article(
    source: str, url: str, published: datetime | None, *, learnt: bool = False, file: Path | None = None
) -> Article:
    """Read the article of an address, a file or standard input. Raises NewsgridError, naming the source.

    With `learnt`, what the store has learnt of the site is made use of; `file` is a publisher file to try.
    """
    headers: Mapping[str, str] | None = None
    name = "standard input" if source == "-" else source
    if source.startswith(("http://", "https://")):
        page = asyncio.run(fetch_page(source, settings(), utc_now))
        body, url, headers = page.body, page.final_url, page.headers
    else:
        body = _read(source)
    try:
        if headers is not None or _is_html(body, source):
            return extract_room.extract(
                body,
                url,
                headers,
                published=published,
                template=_template(url) if learnt else None,
                publisher=_publisher(url, file),
            )
        text = extract_room.read_text(body, name)
        return extract_room.extract_dump(text, url, published=published, name=name, detect=language.detect)
    except PageError as error:
        raise PageError(f"{name}: {error}.", item=source, reason=error.reason) from error


def _read(source: str) -> bytes:
    if source == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(source).read_bytes()
    except OSError as error:
        hint = " If it is an address, write it with https://." if _ADDRESS.match(source) else ""
        raise InputError(
            f"{source} cannot be read: {error.strerror}.{hint}", item=source, reason="unreadable"
        ) from error


def _is_html(body: bytes, name: str) -> bool:
    head = body[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return Path(name).suffix.lower() in HTML_SUFFIXES or b"<html" in head or head.startswith((b"<!doctype", b"<"))


def _publisher(url: str, file: Path | None) -> extract_room.PublisherFile | None:
    """Give the publisher file that was named, else the operator's for the address; a wrong one of his is named and left aside."""
    if file is not None:
        try:
            text = file.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{file} cannot be read: {error}.", item=str(file), reason="unreadable") from error
        return extract_room.parse_publisher_file(text, str(file))
    try:
        return extract_room.find_publisher_file(url, settings().extract.publisher_files)
    except PublisherFileError as error:
        complain(error)
        return None


def _template(url: str) -> extract_room.Template | None:
    """Give what the store has learnt of an address's site."""
    host = site_host(url)
    packed = open_store().templates([host]).get(host)
    return extract_room.Template.unpack(packed) if packed else None


def _show(article: Article) -> None:
    out.print(Panel(Text(printable(article.headline)), style="bold"))
    if article.standfirst:
        _line(article.standfirst, "italic")
        out.print()
    for name, value in _facts(article).items():
        if value:
            _line(f"{name:>10}  {value}", "dim")
    out.print()
    # A lead that opens the body was just shown.
    first = bool(article.blocks) and squeeze(article.blocks[0].text) == squeeze(article.standfirst)
    for block in article.blocks[first:]:
        mark, style = _MARKS.get(block.kind, ("", ""))
        _line(mark + block.text, style)
        out.print()
    for caption in article.captions:
        _line(f"[picture] {caption.text}{f' ({caption.credit})' if caption.credit else ''}", "dim")
    if article.correction:
        _line(article.correction, "bold")
    if not article.blocks:
        say("The page has no text.")


def _facts(article: Article) -> dict[str, str]:
    names = {
        "paywalled": article.paywalled, "live": article.live, "noindex": article.signals.noindex, "nosnippet": article.signals.nosnippet, "noai": article.signals.noai,
        "text and data mining reserved": article.signals.tdm_reserved,
    }  # fmt: skip
    return {
        "by": ", ".join(article.authors), "agency": article.agency, "publisher": article.publisher, "published": _when(article.local_time), "modified": _when(article.modified),
        "dateline": article.dateline.text if article.dateline else "", "section": " > ".join(article.section), "topics": ", ".join(article.topics),
        "language": article.language, "page": article.page_problem, "canonical": article.canonical, "image": article.image.url if article.image else "",
        "it states": ", ".join(name for name, stated in names.items() if stated), "licence": article.signals.licence,
    }  # fmt: skip


def _when(moment: datetime | None) -> str:
    return moment.isoformat(" ", "minutes") if moment else ""


def _line(text: str, style: str = "") -> None:
    """Print a text as it is: nothing in it is markup, and none of its figures or addresses is coloured."""
    out.print(text, markup=False, highlight=False, style=style or None)
