"""The lead image: the widest rendition that the page shows of the picture it declares."""

from __future__ import annotations

import json

import pytest

from newsgrid.extract.declared import gather
from newsgrid.extract.lead_image import lead_image
from newsgrid.extract.markup import parse
from newsgrid.model import Image

URL = "https://www.saltmarshcourier.example/local/ferry-strike"
HOST = "https://img.saltmarshcourier.example"


def lead(body: str, og: str = "", ld: object = None) -> tuple[Image | None, str]:
    head = f'<meta property="og:image" content="{og}">' if og else ""
    head += f'<script type="application/ld+json">{json.dumps(ld)}</script>' if ld else ""
    html = f"<html><head>{head}</head><body><nav><img src='{HOST}/menu-icon.png'></nav><main><h1>Ferry strike</h1>{body}</main></body></html>"
    return lead_image(gather(parse(html), URL))


@pytest.mark.parametrize(
    ("og", "markup", "expected"),
    [
        # The same file in another folder or host, and widest of a srcset.
        ("/1200/quay-20240305.jpg", '<img src="/640/quay-20240305.jpg">', "/640/quay-20240305.jpg"),
        ("/q/1200/quay-gulls-77.jpg", '<img srcset="/q/320/quay-gulls-77.jpg 320w, /q/1920/quay-gulls-77.jpg 1920w, /q/640/quay-gulls-77.jpg 640w">', "/q/1920/quay-gulls-77.jpg"),
        # Density: what the address tells, times the density.
        ("/p/wide__1300x731", '<picture><source srcset="/p/wide__360x202__mobile, /p/wide__360x202__mobile__scale_2 2x"><img src="/p/wide__1000x562__desktop"></picture>', None),
        ("/quay-image-group/wide__1300x731", '<picture><source srcset="/quay-image-group/wide__360x202__mobile, /quay-image-group/wide__360x202__mobile__scale_2 2x">'
         '<source srcset="/quay-image-group/wide__1000x562__desktop"></picture>', "/quay-image-group/wide__1000x562__desktop"),
        # A size at the end of the name; a camera's own number is no size.
        ("/uploads/IMG_0234.jpg", '<img src="/uploads/IMG_0234-585x439.jpg">', "/uploads/IMG_0234-585x439.jpg"),
        ("/uploads/IMG_0234.jpg", '<img src="/uploads/IMG_0777-585x439.jpg">', None),
        # A size at the start, and a token that all renditions share; another picture shares only the article's number.
        ("/1200x675_cms_13a842da-f8da-5ed8-87ef-65a56dd57f18-8406340.jpg",
         '<figure><img src="/808x539_cms_385958d2-7808-5aa2-8e99-3f3db9f44c6d-8406340.jpg"></figure><img src="/384x216_cms_13a842da-f8da-5ed8-87ef-65a56dd57f18-8406340.jpg">',
         "/384x216_cms_13a842da-f8da-5ed8-87ef-65a56dd57f18-8406340.jpg"),
        # Lazy loading.
        ("/a/harbour-dawn-1.jpg", '<img src="data:image/gif;base64,R0lGOD" data-src="/b/harbour-dawn-1.jpg">', "/b/harbour-dawn-1.jpg"),
        ("/a/harbour-dawn-1.jpg", '<img src="/placeholder.gif" data-srcset="/b/harbour-dawn-1.jpg 400w, /c/harbour-dawn-1.jpg 800w">', "/c/harbour-dawn-1.jpg"),
        ("/a/harbour-dawn-1.jpg", '<img src="/placeholder.gif" data-lazy-src="/b/harbour-dawn-1.jpg">', "/b/harbour-dawn-1.jpg"),
        ("/a/harbour-dawn-1.jpg", '<img data-original="/b/harbour-dawn-1.jpg">', "/b/harbour-dawn-1.jpg"),
        # A resizing service that carries the address inside its own.
        ("/o/5f3c7d9e2b1a.jpg", f'<img src="/resize?url={HOST}%2Fo%2F5f3c7d9e2b1a.jpg&amp;width=800">', f"/resize?url={HOST}%2Fo%2F5f3c7d9e2b1a.jpg&width=800"),
        # A thumbnail gives way to the picture itself; a share box and a teaser to what is declared.
        ("/17-56-1287x836.jpg", '<img src="/harbour/17-56-150x84.jpg">', None),
        ("/k/17367-563848-1287x836.jpg", '<img src="/k/17367-563848-150x84.jpg"><img src="/k/17367-563848-756x425.jpg">', "/k/17367-563848-756x425.jpg"),
        ("/o/harbour-dawn-1.jpg", '<div class="share-preview"><img src="/s/harbour-dawn-1.jpg"></div>', None),
        ("/o/harbour-dawn-1.jpg", '<div class="teaser-list"><img src="/s/harbour-dawn-1.jpg"></div>', None),
    ],
)  # fmt: skip
def test_rendition_on_the_page_is_found(og: str, markup: str, expected: str | None) -> None:
    image, source = lead(markup.replace('"/', f'"{HOST}/').replace(", /", f", {HOST}/"), HOST + og)
    assert image is not None
    assert image.url == HOST + (expected or og)
    assert source == ("page picture, as declared" if expected else "og:image or json-ld")


@pytest.mark.parametrize(
    "image",
    [
        f"{HOST}/lead-1234567.jpg",
        [f"{HOST}/lead-1234567.jpg", f"{HOST}/other.jpg"],
        {"@type": "ImageObject", "url": f"{HOST}/lead-1234567.jpg"},
        {"@type": "ImageObject", "contentUrl": f"{HOST}/lead-1234567.jpg"},
        [{"@type": "ImageObject", "url": [f"{HOST}/lead-1234567.jpg"]}],
        {"@id": "#lead"},
    ],
)
def test_json_ld_image_is_read_in_every_form(image: object) -> None:
    node = {"@type": "ImageObject", "@id": "#lead", "url": f"{HOST}/lead-1234567.jpg", "creditText": "Ned Harrow"}
    found, _ = lead("", ld={"@graph": [{"@type": "NewsArticle", "headline": "x", "image": image}, node]})
    assert found is not None
    assert found.url == f"{HOST}/lead-1234567.jpg"
    assert found.credit == ("Ned Harrow" if image == {"@id": "#lead"} else "")


def test_figure_gives_alternative_text_and_credit() -> None:
    figure = f'<figure><img src="{HOST}/s/quay-20240305.jpg" alt="A queue"><figcaption>A queue on the quay. Photo: Ned Harrow/Reuters</figcaption></figure>'
    image, _ = lead(figure, f"{HOST}/o/quay-20240305.jpg")
    assert image == Image(f"{HOST}/s/quay-20240305.jpg", "A queue", "Ned Harrow/Reuters")


def test_page_that_declares_nothing_gives_its_first_figure_of_some_size() -> None:
    small = f'<figure><img src="{HOST}/small.jpg" width="90"></figure><figure><img src="{HOST}/site-logo.jpg"></figure>'
    image, source = lead(small + f'<figure><img src="{HOST}/quay.jpg"></figure>')
    assert (image, source) == (Image(f"{HOST}/quay.jpg"), "first figure")
    assert lead("<p>No picture.</p>") == (None, "")


def test_address_that_is_none_is_not_taken() -> None:
    assert lead("", "javascript:alert(1)") == (None, "")
    assert lead('<figure><img src="javascript:alert(1)/x"></figure>')[0] is None
    image, _ = lead('<img src="ftp://x/quay-20240305.jpg">', f"{HOST}/o/quay-20240305.jpg")
    assert image is not None
    assert image.url == f"{HOST}/o/quay-20240305.jpg"
