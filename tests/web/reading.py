"""Reading pages as a browser does, for tests: what they load, link and say."""

from __future__ import annotations

import dataclasses
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "img", "br", "hr"}
LOADS = {
    ("img", "src"),
    ("script", "src"),
    ("iframe", "src"),
    ("source", "src"),
    ("video", "src"),
    ("audio", "src"),
    ("img", "srcset"),
    ("object", "data"),
    ("embed", "src"),
    ("image", "href"),
}


@dataclasses.dataclass
class Page(HTMLParser):
    """A page, read; `errors` has what does not nest."""

    html: str

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.errors: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self.feed(self.html)
        self.close()
        self.errors += self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.errors.append(f"</{tag}> within {self.open}")

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        """Give the attributes of every element of a kind."""
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def words(self) -> str:
        """Give the text of the page on one line."""
        return " ".join("".join(self.text).split())

    @property
    def loads(self) -> list[str]:
        """Give the addresses the browser would fetch by itself."""
        found = [attributes[name] for tag, name in LOADS for attributes in self.all(tag) if name in attributes]
        sheets = (
            "stylesheet",
            "icon",
            "preload",
            "modulepreload",
            "prefetch",
            "preconnect",
            "dns-prefetch",
            "manifest",
        )
        return found + [link["href"] for link in self.all("link") if set(link.get("rel", "").split()) & set(sheets)]
