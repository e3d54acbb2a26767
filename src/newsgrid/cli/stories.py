"""`newsgrid stories`: what was told, by whom, and why it belongs together."""

from __future__ import annotations

import contextlib
import json as json_module
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Annotated, Any

import typer

from newsgrid import annotate, language
from newsgrid.cli.house import open_store
from newsgrid.cli.output import NOTHING, SOME_FAILED, Bars, as_json, complain, out, print_json, print_table, say
from newsgrid.errors import NewsgridError
from newsgrid.model import Known, Name, StoryDigest, plain
from newsgrid.pipeline.cluster import cluster as cluster_records
from newsgrid.pipeline.saved import read_jsonl

app = typer.Typer(help="Stories: one event, told by several articles.", no_args_is_help=True)

JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON (the default when piped).")]


@app.command("list")
def list_(limit: Annotated[int, typer.Option(min=1, max=10_000)] = 30, json: JsonFlag = False) -> None:
    """List stories, newest first."""
    store = open_store()
    found = [(story, store.story_digest(story)) for story in store.story_ids(limit)]
    if as_json(json):
        print_json([_line(story, digest) for story, digest in found])
    else:
        rows = [(n, d.headline, d.language, d.origins, ", ".join(m.edition for m in d.editions)) for n, d in found]
        print_table("Stories", ("id", "headline", "lang", "origins", "editions"), rows)


def _line(story: int, digest: StoryDigest) -> dict[str, Any]:
    return {
        "id": story,
        "headline": digest.headline,
        "language": digest.language,
        "origins": digest.origins,
        "section": digest.section,
        "editions": [match.edition for match in digest.editions],
    }


@app.command(epilog="Example: newsgrid stories show 17 --json")
def show(
    story: Annotated[int | None, typer.Argument(help="The story's id; the newest stories when missing.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 20,
    json: JsonFlag = False,
) -> None:
    """Show stories whole: summary with sources, articles, people, places, quotes, what sources share and dispute."""
    store = open_store()
    ids = [story] if story is not None else store.story_ids(limit)
    found = [(number, store.story_digest(number), store.story_articles(number)) for number in ids]
    if as_json(json):
        rows = [story_dict(number, digest, known) for number, digest, known in found]
        print_json(rows[0] if story is not None else rows)
    else:
        for number, digest, known in found:
            _show(number, digest, known)
    if not found:
        raise typer.Exit(NOTHING)


def story_dict(number: int, digest: StoryDigest, known: list[Known]) -> dict[str, Any]:
    """Give a story as JSON: its digest, and each article with all that was found in it."""
    publishers = {k.id: k.article.publisher or k.article.agency for k in known}
    row: dict[str, Any] = {"id": number, **plain(digest)}
    for sentence in row["summary"]:
        sentence["publisher"] = publishers.get(sentence["article"], "")
    row["people"] = [n.name for n in digest.names if n.kind == "person"]
    row["organisations"] = [n.name for n in digest.names if n.kind == "organisation"]
    row["articles"] = [_article_dict(k) for k in known]
    return row


def _article_dict(known: Known) -> dict[str, Any]:
    said = known.annotations
    row = {
        "id": known.id,
        "origin": known.origin,
        "kind": known.kind,
        "first_seen": known.first_seen,
        **known.article.as_dict(),
    }
    row["subject"] = said.section
    row["people"] = _names(said.names, "person")
    row["organisations"] = _names(said.names, "organisation")
    row["places"] = [
        {"name": m.name, "start": m.span.start, "end": m.span.end, "score": m.score, "why": m.why, "place": m.place.name, "geonameid": m.place.geonameid,
         "kind": m.place.kind, "country": m.place.country, "lat": m.place.latitude, "lon": m.place.longitude}
        for m in said.places
    ]  # fmt: skip
    row["quotes"], row["dates"], row["figures"] = said.quotes, said.dates, said.figures
    # What stood inside the page but belongs to other articles: told as theirs, never as this one's.
    spoken = known.article.language
    row["related"] = [{"text": line, "figures": annotate.figures(line, spoken)} for line in known.article.related]
    return row


def _names(names: tuple[Name, ...], kind: str) -> list[dict[str, Any]]:
    return [{"key": n.key, "name": n.name, "aliases": n.aliases, "spans": n.spans} for n in names if n.kind == kind]


def _show(number: int, digest: StoryDigest, known: list[Known]) -> None:
    out.rule(f"{number}")
    out.print(digest.headline, style="bold", markup=False)
    publishers = {k.id: k.article.publisher or k.article.agency or "?" for k in known}
    for sentence in digest.summary:
        out.print(f"  {sentence.text} ({publishers.get(sentence.article, '?')})", markup=False)
    if not digest.summary and digest.standfirst:
        out.print(f"  {digest.standfirst}", markup=False)
    out.print(f"{len(known)} articles, {digest.origins} independent", style="dim")
    for k in known:
        stated = k.article.published.strftime("%Y-%m-%d %H:%M") if k.article.published else "undated"
        copied = f" [{k.kind} of {k.origin}]" if k.origin != k.id else ""
        out.print(
            f"  {k.id:>6} {stated} {publishers[k.id]} ({k.article.language}): {k.article.headline}{copied}",
            markup=False,
        )
    for label, kind in (("people", "person"), ("organisations", "organisation")):
        names = ", ".join(n.name for n in digest.names if n.kind == kind)
        if names:
            out.print(f"{label}: {names}", style="dim", markup=False)
    if digest.places:
        out.print("places: " + ", ".join(p.place.name for p in digest.places), style="dim", markup=False)
    for quote in digest.quotes:
        if len(quote.wordings) > 1:
            out.print(f"{quote.speaker or '?'}: " + " / ".join(f"“{w.text}”" for w in quote.wordings), markup=False)
    for match in digest.editions:
        out.print(f"{match.edition}: {match.role} {match.grade:.2f}: {match.evidence}", style="dim", markup=False)


@app.command(epilog="Example: newsgrid stories cluster articles.jsonl -o stories.jsonl --window 14")
def cluster(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="IN.jsonl",
            help="One JSON object a line: id, title, and optionally text, published, lang, url, publisher. Also .gz and .xz.",
            exists=True,
            dir_okay=False,
        ),
    ],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Where to write; standard output when missing.")
    ] = None,
    window: Annotated[
        float, typer.Option(help="Days a story may still grow after its last article.", min=0.1, max=365)
    ] = 14.0,
) -> None:
    """Find the stories in a file of articles: writes id, story, origin, kind and reason for each.

    A bad line is reported with its number and passed over; the exit code is then 1.
    """
    bad: Counter[str] = Counter()

    def refuse(error: NewsgridError) -> None:
        bad[getattr(error, "reason", "")] += 1
        complain(error)

    with Bars() as bars, _writing(output) as target:
        records = (row for _, row in read_jsonl(source, refuse))
        found = cluster_records(
            records, window_days=window, detect=language.detect, on_error=refuse, progress=_shown(bars)
        )
        for row in found:
            target.write(json_module.dumps(plain(row), ensure_ascii=False) + "\n")
    if bad:
        say(f"{bad.total()} lines were passed over.")
        raise typer.Exit(SOME_FAILED)


def _shown(bars: Bars) -> Callable[[int, int], None]:
    def show(_: int, total: int) -> None:
        bars.stage("articles", total)
        bars.advance("articles")

    return show


@contextlib.contextmanager
def _writing(path: Path | None) -> Iterator[IO[str]]:
    """Write to standard output, or to a file that appears whole at the end or not at all."""
    if path is None:
        yield sys.stdout
        return
    draft = path.with_name(path.name + ".part")
    try:
        with draft.open("w", encoding="utf-8") as file:
            yield file
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
