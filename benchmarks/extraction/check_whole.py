"""Score the whole of extraction on sites the classifier has not seen, and what each part of the finishing gives.

    python benchmarks/extraction/check_whole.py CORPORA MODELS [--without PART ...] [--all]

CORPORA is the corpora folder (`extraction/` lies in it). MODELS is a folder with `fold-0.json` to `fold-4.json`, the trees
of the five folds of `train_blocks.py`; those that are not there are trained, which needs LightGBM and some minutes. They
are of one set of features: after a change to the features take another folder. Each page is extracted with the trees that
saw no page of its registered domain. Printed are body F1, precision and recall by source, and the shares of pages with
spurious and with lost lines by kind, without publisher files, with all parts and (`--all`) without each in turn, or without those named.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest import mock

from newsgrid.bench import extract as bench
from newsgrid.bench.lines import Places, places
from newsgrid.errors import PageError
from newsgrid.extract import extract, finish, page
from newsgrid.extract.trees import Trees, build
from newsgrid.text import registrable_host

FOLDS = 5
ROUNDS = 140


def _nothing(*given: Any) -> bool:
    return False


PARTS: dict[str, tuple[tuple[Any, str, Callable[..., Any]], ...]] = {
    "mending": ((page, "mend", lambda cut, kept, *given: list(kept)),),
    "calls": ((finish, "is_call", _nothing),),
    "consent": ((finish, "is_consent", _nothing),),
    "related labels": ((finish, "is_related_label", _nothing),),
    "furniture": ((finish, "is_furniture", _nothing),),
    "credit lines": ((finish, "is_credit_line", _nothing),),
    "author box": ((finish, "without_author_box", lambda blocks, authors: list(blocks)),),
    "repeats": ((finish, "drop_repeats", list),),
    "closing agency": ((finish, "closing_agency", lambda blocks: (list(blocks), "")),),
}
"""What can be left out: the names that stand for it, and what stands in their place then."""

_models: list[Trees] = []
_without: tuple[str, ...] = ()


def fold(item: dict[str, Any]) -> int:
    """Give a page's fold, as `train_blocks.fold` does: said again here because that module needs LightGBM."""
    domain = registrable_host(item["url"]) or item["id"]
    return int(hashlib.sha256(domain.encode()).hexdigest(), 16) % FOLDS


def models(corpora: Path, folder: Path) -> list[Trees]:
    """Read the trees of the folds; train those that are not there."""
    missing = [number for number in range(FOLDS) if not (folder / f"fold-{number}.json").exists()]
    if missing:
        import train_blocks

        folder.mkdir(parents=True, exist_ok=True)
        samples = train_blocks.samples(corpora)
        for number in missing:
            boosters = train_blocks.ensemble([s for s in samples if train_blocks.fold(s.domain) != number], ROUNDS)
            (folder / f"fold-{number}.json").write_text(json.dumps(train_blocks.as_json(boosters, samples)), "utf-8")
    return [build(json.loads((folder / f"fold-{number}.json").read_text("utf-8"))) for number in range(FOLDS)]


def _extract(item: dict[str, Any]) -> dict[str, Any]:
    trees = _models[item["fold"]]
    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(page, "load_trees", return_value=trees))
        # Files of selectors were written by people who saw some of these pages.
        stack.enter_context(mock.patch.object(page, "find", return_value=None))
        for part in _without:
            for module, name, instead in PARTS[part]:
                stack.enter_context(mock.patch.object(module, name, instead))
        try:
            return extract(item["html"], item["url"] or "").as_dict()
        except PageError as error:
            return {"error": error.reason}


def _places(item: dict[str, Any]) -> Places:
    return places(item["html"], [item["expected"].get("title") or ""])


def _begin(trees: list[Trees], without: tuple[str, ...]) -> None:
    global _models, _without
    _models, _without = trees, without


def rows(
    items: list[dict[str, Any]], shown: dict[str, Places], trees: list[Trees], without: tuple[str, ...]
) -> Iterator[str]:
    with multiprocessing.Pool(initializer=_begin, initargs=(trees, without)) as pool:
        found = dict(zip((item["id"] for item in items), pool.map(_extract, items, 4), strict=True))
    report = bench.report(items, found, shown)
    yield f"without {', '.join(without)}" if without else "whole"
    for source, row in report["sources"].items():
        yield f"  {source:12} body F1 {row['body_f1']:.4f} precision {row['body_precision']:.4f} recall {row['body_recall']:.4f}"
    for name in ("spurious", "lost"):
        kinds = {kind: share for kind, share in report[name]["all"].items() if kind != "pages"}
        yield f"  {name}: " + ", ".join(f"{kind} {share}" for kind, share in kinds.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("models", type=Path)
    parser.add_argument("--without", nargs="*", choices=PARTS, default=[])
    parser.add_argument("--all", action="store_true", help="leave out each part in turn as well")
    options = parser.parse_args()
    trees = models(options.corpora, options.models)
    items = [item for source in bench.SOURCES for item in bench.read_pages(options.corpora, source)]
    items = [{**item, "fold": fold(item)} for item in items if item["expected"].get("body")]
    with multiprocessing.Pool() as pool:
        shown = dict(zip((item["id"] for item in items), pool.map(_places, items, 8), strict=True))
    for without in [tuple(options.without), *((part,) for part in PARTS if options.all)]:
        print("\n".join(rows(items, shown, trees, without)), flush=True)


if __name__ == "__main__":
    main()
