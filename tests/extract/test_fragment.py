"""The full text of feed entries."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsgrid.errors import PageError
from newsgrid.extract import extract_fragment
from newsgrid.model import Caption

TEXT = """<figure><img src="/a.jpg"><figcaption>The quay at dawn. Photo: Ned Harrow/Reuters</figcaption></figure>
<p><strong>SALTMARSH (Reuters) -</strong> Ferry crews walked out for a third day on Tuesday.</p><h3>What they want</h3>
<ul><li>Eight posts back.</li></ul><blockquote>“We will not sail short-handed.”</blockquote>
<p><a href="/x">Council sells old lighthouse to hotel chain</a></p><p>Talks resume on Wednesday.</p>
<p>The post <a href="/p">Ferry strike enters third day</a> appeared first on <a href="/">Saltmarsh Courier</a>.</p>"""


def test_entry_becomes_an_article_without_the_feeds_own_lines() -> None:
    when = datetime(2024, 3, 5, tzinfo=UTC)
    article = extract_fragment(
        TEXT, title="Ferry strike enters third day", url="https://a.example/p", authors=("Orla Fennimore",), published=when, categories=("Local", "Local", " "), language="en",
        publisher="Saltmarsh Courier", image="https://a.example/a.jpg",
    )  # fmt: skip
    assert [(block.kind, block.text) for block in article.blocks] == [
        ("paragraph", "SALTMARSH (Reuters) - Ferry crews walked out for a third day on Tuesday."), ("subheading", "What they want"), ("item", "Eight posts back."),
        ("quote", "“We will not sail short-handed.”"), ("paragraph", "Talks resume on Wednesday."),
    ]  # fmt: skip
    assert article.captions == (Caption("The quay at dawn.", "Ned Harrow/Reuters"),)
    assert (article.agency, article.authors, article.topics) == ("Reuters", ("Orla Fennimore",), ("Local",))
    assert article.published == when
    assert article.image is not None


def test_agency_given_as_author_is_no_person() -> None:
    article = extract_fragment("<p>Ferry crews walked out.</p>", title="x", authors=("Agence France-Presse",))
    assert (article.authors, article.agency) == ((), "AFP")


def test_entry_without_text_is_named_empty() -> None:
    with pytest.raises(PageError) as caught:
        extract_fragment('<img src="x">', title="x", url="https://a.example/p")
    assert caught.value.reason == "empty"
