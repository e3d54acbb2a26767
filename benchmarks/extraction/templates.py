"""What a site's other pages help: bodies with and without the template learnt from them, by leave-one-out.

    python benchmarks/extraction/templates.py CORPORA [--others N] [--models FOLDER] [--show]

For every page of a site (a host) that has N others or more in the corpora, a template is learnt from the others, and the
page is read without it and with it. The corpora hold two to six pages of a site, often years and a redesign apart, where
an operator's store holds the last 32: with `--others 1` the least numbers of pages are lowered, to show what the texts
and places say that two pages have in common. With `--models` the classifier is one that saw no page of the registered
domain: FOLDER holds `fold-0*.json` ... `fold-4*.json`, as `folds.py` makes them.

Printed as JSON: pages, precision, recall and F1 (the measure of `newsgrid bench extract`) before and after, lines that are
in the found body but not in the expected one before and after, pages that got better and worse.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from newsgrid.bench.extract import SOURCES, body_scores, page_f1, read_pages
from newsgrid.errors import PageError
from newsgrid.extract import Template, extract_and_learn, template, trees
from newsgrid.extract import page as page_module
from newsgrid.extract.vocabulary import tokens
from newsgrid.text import registrable_host, site_host

FOLDS = 5
Page = dict[str, Any]


def sites(corpora: Path) -> dict[str, list[Page]]:
    found: dict[str, list[Page]] = defaultdict(list)
    for source in SOURCES:
        for page in read_pages(corpora, source):
            host = site_host(page["url"] or "")
            if host and host != "example.org" and page["expected"].get("body"):
                found[host].append(page)
    return found


def use_model_of(page: Page, folds: list[trees.Trees]) -> None:
    """Let the extractor read by the model that has not seen the page's domain."""
    if folds:
        domain = registrable_host(page["url"]) or page["id"]
        model = folds[int(hashlib.sha256(domain.encode()).hexdigest(), 16) % FOLDS]
        page_module.load_trees = lambda: model  # type: ignore[assignment]


def read(page: Page, known: Template) -> tuple[str, template.Lesson | None]:
    try:
        article, lesson = extract_and_learn(page["html"], page["url"], template=known)
    except PageError:
        return "", None
    return article.text, lesson


def spurious(expected: str, found: str) -> int:
    """Count the found lines that are not part of the expected text."""
    wanted = f" {' '.join(tokens(expected))} "
    return sum(f" {' '.join(tokens(line))} " not in wanted for line in found.split("\n\n") if line)


def measure(corpora: Path, others: int, folds: list[trees.Trees], *, show: bool) -> dict[str, Any]:
    rows: list[tuple[str, str, str, str]] = []
    lines = {"before": 0, "after": 0}
    better = worse = 0
    for pages in sites(corpora).values():
        if len(pages) <= others:
            continue
        use_model_of(pages[0], folds)
        plain = [read(page, Template()) for page in pages]
        for number, page in enumerate(pages):
            known = Template()
            for at, (_, lesson) in enumerate(plain):
                known = known.learn(lesson) if lesson and at != number else known
            expected, language = page["expected"]["body"], page["language"]
            before, after = plain[number][0], read(page, known)[0]
            for name, body in (("before", before), ("after", after)):
                rows.append((name, expected, body, language))
                lines[name] += spurious(expected, body)
            was, now = (page_f1(expected, body, language) for body in (before, after))
            better += now > was
            worse += now < was
            if show and before != after:
                print(f"{page['id']} {was:.4f} -> {now:.4f}")
                for sign, one, two in (("-", before, after), ("+", after, before)):
                    for line in one.split("\n\n"):
                        if line not in two.split("\n\n"):
                            print(f"  {sign} {line[:150]}")
    report = body_scores(rows)
    return {"pages": len(rows) // 2, **report, "spurious_lines": lines, "better": better, "worse": worse}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--others", type=int, default=2, help="other pages of the site that there must be")
    parser.add_argument("--models", type=Path, help="folder of the folds' models")
    parser.add_argument("--show", action="store_true", help="print what changed")
    options = parser.parse_args()
    folds = []
    if options.models:
        for number in range(FOLDS):
            path = next(iter(sorted(options.models.glob(f"fold-{number}*.json"))))
            folds.append(trees.build(json.loads(path.read_text("utf-8"))))
    if options.others < template.LEAST_OTHERS:
        template.LEAST_OTHERS, template.SEEN_ON = options.others, options.others + 1
        template._PLACE_PAGES = template._PLACE_PAGES_FOR = options.others
        template._LEAST_SPAN = options.others + 3
    print(json.dumps(measure(options.corpora, options.others, folds, show=options.show)))


if __name__ == "__main__":
    main()
