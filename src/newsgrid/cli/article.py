"""`newsgrid article`: one page, extracted."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markdown import Markdown
from rich.panel import Panel
from rich.text import Text

from newsgrid import extract as extract_room
from newsgrid import language
from newsgrid.cli.house import open_store, settings
from newsgrid.cli.output import as_json, complain, out, print_json, printable, say
from newsgrid.errors import InputError, PublisherFileError
from newsgrid.model import Article
from newsgrid.pipeline.clock import utc_now
from newsgrid.pipeline.drafts import understand
from newsgrid.pipeline.saved import HTML_SUFFIXES
from newsgrid.pipeline.visiting import fetch_page
from newsgrid.text import site_host

app = typer.Typer(help="Articles: one page, extracted.", no_args_is_help=True)

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
    found = extract_room.article_diff(_article(old, url, None), _article(new, url, None))
    if as_json(json):
        print_json(found.as_dict())
        return
    for change in found.changes:
        mark = "silent correction" if change in found.silent else change.kind
        out.print(
            f"{mark}{': ' + ', '.join(change.marks) if change.marks else ''}",
            style="bold red" if change in found.silent else "bold",
        )
        if change.old:
            out.print(f"  - {change.old}", style="red", markup=False)
        if change.new:
            out.print(f"  + {change.new}", style="green", markup=False)
    if not found.changes:
        say("Nothing changed.")
    elif found.noticed:
        say("The newer version carries a notice of correction.")


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


def _article(
    source: str, url: str, published: datetime | None, *, learnt: bool = False, file: Path | None = None
) -> Article:
    if source.startswith(("http://", "https://")):
        page = asyncio.run(fetch_page(source, settings(), utc_now))
        return extract_room.extract(
            page.body,
            page.final_url,
            headers=page.headers,
            published=published,
            template=_template(page.final_url) if learnt else None,
            publisher=_publisher(page.final_url, file),
        )
    name = "" if source == "-" else Path(source).name
    try:
        body = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise InputError(f"{source} cannot be read: {error.strerror}.", item=source, reason="unreadable") from error
    head = body[:2048].lstrip().lower()
    if Path(name).suffix.lower() in HTML_SUFFIXES or b"<html" in head or head.startswith((b"<!doctype", b"<")):
        known = _template(url) if learnt else None
        return extract_room.extract(body, url, published=published, template=known, publisher=_publisher(url, file))
    text = body.decode("utf-8", "replace")
    return extract_room.extract_dump(text, url, published=published, name=name, detect=language.detect)


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
    facts = {
        "by": ", ".join(article.authors), "agency": article.agency, "publisher": article.publisher, "published": article.published,
        "section": " > ".join(article.section), "topics": ", ".join(article.topics), "language": article.language,
        "page": article.page_problem, "canonical": article.canonical, "image": article.image.url if article.image else "",
    }  # fmt: skip
    out.print(Panel(Text(printable(article.headline)), style="bold"))
    if article.standfirst:
        out.print(article.standfirst, style="italic", markup=False)
    for name, value in facts.items():
        if value:
            out.print(f"{name:>10}  {value}", markup=False, style="dim")
    for block in article.blocks:
        mark = {"subheading": "## ", "quote": "> ", "item": "- "}.get(block.kind, "")
        out.print(Markdown(mark + printable(block.text)))
        out.print()
    for caption in article.captions:
        out.print(f"[picture] {caption.text} ({caption.credit})", style="dim", markup=False)
    if not article.blocks:
        say("The page has no text.")
