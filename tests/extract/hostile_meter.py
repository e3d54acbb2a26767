"""Measures what reading one document costs, in a process of its own: run as a program, it answers one line for each line.

A request names a kind of `hostile_pages` (JSON: `{"kind": ...}`). Each is read in a fork of a process that has read a page
before, so that neither start-up nor another document counts. The answer holds the seconds of processor time, the bytes of
memory over what the process had with the document in hand, and what came of it.
"""

from __future__ import annotations

import gc
import json
import os
import pickle
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

CPU_LIMIT_S = 20
_KILOBYTE = 1 if sys.platform == "darwin" else 1024


def main() -> None:
    """Answer requests until the input ends."""
    import hostile_pages
    import hostile_parts  # noqa: F401  (adds its kinds)

    from newsgrid.extract import extract, extract_dump, extract_fragment

    warm = hostile_pages.page()
    extract(warm, hostile_pages.URL)
    extract_fragment(hostile_pages.BODY, title="x")
    extract_dump("\n".join(hostile_pages.PARAGRAPHS))
    gc.freeze()
    for line in sys.stdin:
        request = json.loads(line)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            status = 1
            try:
                answer = measure(request["kind"], request.get("way", "page"))
                with os.fdopen(writing, "w") as out:
                    json.dump(answer, out)
                status = 0
            finally:
                os._exit(status)
        os.close(writing)
        with os.fdopen(reading) as answers:
            said = answers.read()
        _, status = os.waitpid(child, 0)
        print(said or json.dumps({"killed": status}), flush=True)


def measure(kind: str, way: str) -> dict[str, Any]:
    """Read one page and tell what it cost."""
    import hostile_pages
    import hostile_parts

    from newsgrid.errors import PageError
    from newsgrid.extract import extract, extract_and_learn, extract_dump, extract_fragment, parse_publisher_file

    resource.setrlimit(resource.RLIMIT_CPU, (CPU_LIMIT_S, CPU_LIMIT_S + 1))
    made = _built_apart(kind)
    publisher = parse_publisher_file(made.publisher, "x/lowmere.example") if made.publisher else None
    site = hostile_parts.full_template() if made.learns else None
    if way != "page":
        text = made.html if isinstance(made.html, str) else made.html.decode("utf-8", "replace")
    _forget_peak()
    before = _peak_bytes()
    start = time.process_time()
    try:
        if way == "page" and site is not None:
            article, lesson = extract_and_learn(made.html, hostile_pages.URL, headers=made.headers, template=site)
            if lesson is not None:
                site.learn(lesson).pack()
        elif way == "page":
            article = extract(made.html, hostile_pages.URL, headers=made.headers, publisher=publisher)
        elif way == "fragment":
            article = extract_fragment(text, title=hostile_pages.HEADLINE, url=hostile_pages.URL)
        else:
            article = extract_dump(text, hostile_pages.URL)
        outcome = "article"
    except PageError as error:
        outcome, article = error.reason, None
    except Exception as error:  # what the test is to tell
        outcome, article = f"{type(error).__name__}: {error}"[:300], None
    spent = time.process_time() - start
    memory = _peak_bytes() - before
    found: dict[str, Any] = {"cpu_s": spent, "memory": memory, "outcome": outcome, "expected": sorted(made.expected)}
    if article is not None:
        row = article.as_dict()
        found |= {
            "headline": article.headline[:300],
            "text": article.text[:3_000],
            "size": len(json.dumps(row).encode()),
        }
        json.dumps(row, ensure_ascii=False).encode()  # raises where a surrogate is left
    return found


def _built_apart(kind: str) -> Any:
    """Build a page in a process of its own: what building leaves behind would hide what reading takes."""
    import hostile_pages

    with tempfile.TemporaryFile() as file:
        child = os.fork()
        if child == 0:
            try:
                pickle.dump(hostile_pages.make(kind), file)
                file.flush()
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        file.seek(0)
        return pickle.load(file)


def _forget_peak() -> None:
    """Take the present size for the peak, where the system can (Linux); the memory that built the page does not count."""
    gc.collect()
    path = Path("/proc/self/clear_refs")
    if path.exists():
        path.write_text("5")


def _peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KILOBYTE


if __name__ == "__main__":
    main()
