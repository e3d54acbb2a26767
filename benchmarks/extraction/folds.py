"""Score the whole of extraction on sites that its model never saw.

    python benchmarks/extraction/folds.py CORPORA --cache FOLDER [--forms "as is,poorer,old"] [--worst N] [--no-peer]

Five models are trained, each without the pages of a fifth of the registered domains, and every page is then extracted
with the model that saw no page of its domain. Models are kept in the cache's folder, under a fingerprint of all that they
are learnt from: a second run with the same features and pages only extracts. Prints body precision, recall and F1 by form
of the page, by source and by language, for the same pages trafilatura's where it is installed, and the kinds of spurious
and lost lines of the pages as they are. Needs LightGBM and some ten minutes the first time.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import train_blocks
from forms import FORMS

from newsgrid.bench.extract import corpus_files, page_f1, report
from newsgrid.bench.extractors import extractor
from newsgrid.bench.lines import places
from newsgrid.errors import PageError
from newsgrid.extract import extract
from newsgrid.extract import page as page_module
from newsgrid.extract.trees import Trees, build

_LEARNT_FROM = ("extract/outline.py", "extract/features.py", "extract/marks.py", "extract/vocabulary.py", "extract/headline.py")  # fmt: skip


def fold_models(corpora: Path, cache: Path, rounds: int) -> list[Trees]:
    """Give the five models, trained where the cache has none for today's features, pages and training."""
    cache.mkdir(parents=True, exist_ok=True)
    paths = [cache / f"fold-{number}-{_fingerprint(corpora, rounds)}.json" for number in range(train_blocks.FOLDS)]
    if missing := [number for number, path in enumerate(paths) if not path.exists()]:
        items = train_blocks.samples(corpora)
        for number in missing:
            others = [item for item in items if train_blocks.fold(item.domain) != number]
            model = train_blocks.as_json(train_blocks.ensemble(others, rounds), others)
            paths[number].write_text(json.dumps(model), encoding="utf-8")
            print(f"trained fold {number}", file=sys.stderr, flush=True)
    return [build(json.loads(path.read_text(encoding="utf-8"))) for path in paths]


def _fingerprint(corpora: Path, rounds: int) -> str:
    digest = hashlib.sha256(str(rounds).encode())
    package = Path(page_module.__file__).parents[1]
    here = Path(__file__).parent
    for path in (*(package / name for name in _LEARNT_FROM), here / "train_blocks.py", here / "forms.py"):
        digest.update(path.read_bytes())
    for path in corpus_files(corpora):
        digest.update(f"{path.name} {path.stat().st_size}".encode())
    return digest.hexdigest()[:12]


def ours(models: list[Trees], page: dict[str, Any], html: str) -> dict[str, Any]:
    """Extract with the model that saw no page of the page's domain."""
    # The model is no argument: outside of this measure a page is read with the shipped one. A publisher file would be
    # knowledge of the site.
    page_module.load_trees = lambda: models[train_blocks.fold(train_blocks.domain_of(page))]
    page_module.find = lambda url: None
    try:
        return extract(html, page["url"] or "").as_dict()
    except PageError as error:
        return {"error": error.reason}


def show(name: str, form: str, found: dict[str, Any], *, lines: bool) -> None:
    """Print the body's figures by source and by language, and the shares of pages with spurious and lost lines."""
    print(f"\n{name}, {form}", flush=True)
    for group in ("sources", "languages"):
        for key, value in sorted(found[group].items(), key=lambda item: -item[1]["pages"]):
            print(f"  {key:12} {value['pages']:4} pages  F1 {value['body_f1']:.4f}  precision {value['body_precision']:.4f}  recall {value['body_recall']:.4f}")  # fmt: skip
    for kind in ("spurious", "lost") if lines else ():
        for source, shares in found[kind].items():
            print(f"  {kind}, % of pages of {source}:", ", ".join(f"{what} {share}" for what, share in shares.items()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--cache", type=Path, required=True, help="folder for the fold models")
    parser.add_argument("--forms", default=",".join(FORMS), help="forms of the pages, with commas")
    parser.add_argument("--rounds", type=int, default=train_blocks.ROUNDS)
    parser.add_argument("--worst", type=int, default=0, help="print so many of the pages with the lowest score")
    parser.add_argument("--no-peer", action="store_true", help="leave trafilatura out")
    options = parser.parse_args()
    pages = list(train_blocks.pages(options.corpora))
    models = fold_models(options.corpora, options.cache, options.rounds)
    peer = None if options.no_peer else extractor("trafilatura")
    shown = {page["id"]: places(page["html"], [page["expected"].get("title") or ""]) for page in pages}
    for form in options.forms.split(","):
        htmls = {page["id"]: FORMS[form](page["html"], page["id"]) for page in pages}
        found = {page["id"]: ours(models, page, htmls[page["id"]]) for page in pages}
        show("newsgrid on unseen sites", form, report(pages, found, shown), lines=form == "as is")
        if peer is not None:
            others = {page["id"]: peer(htmls[page["id"]], page["url"] or "") for page in pages}
            show("trafilatura", form, report(pages, others, shown), lines=form == "as is")
        scored = [(page_f1(page["expected"]["body"], found[page["id"]].get("text") or "", page["language"]), page["id"]) for page in pages]  # fmt: skip
        for value, page_id in sorted(scored)[: options.worst]:
            print(f"    {value:.3f} {page_id}")


if __name__ == "__main__":
    main()
