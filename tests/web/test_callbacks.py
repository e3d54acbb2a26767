"""What hubs may do here, and what nobody may."""

from __future__ import annotations

import dataclasses
import hmac
import io
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from newsgrid.errors import StoreBusy
from newsgrid.model import Feed, Subscription
from newsgrid.stores import rules
from newsgrid.web.callbacks.body import TooLong, read_body
from newsgrid.web.catalog.models import Delivery
from newsgrid.web.catalog.store import CatalogStore

TOPIC, SECRET, TOKEN = "https://paper.example/feed", "the key", "t0ken-of-43-characters"
BODY = "<rss><channel><title>Ü</title></channel></rss>".encode()
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub() -> Client:
    """Give a caller that has no cookie and no CSRF token, as hubs have none."""
    return Client(enforce_csrf_checks=True)


def keep(state: str = "active", **given: Any) -> CatalogStore:
    store, now = CatalogStore(), timezone.now()
    feed = store.add_feed(Feed(0, TOPIC, title="The Paper"))
    one = Subscription(TOKEN, feed.id, "https://hub.example/", TOPIC, f"https://news.example/websub/{TOKEN}/", SECRET)
    if state != "new":
        one = dataclasses.replace(one, state=state, asked=now - HOUR)
    if state in ("active", "leaving"):
        one = dataclasses.replace(one, since=now - HOUR, lease_until=now + 10 * HOUR)
    store.add_subscription(dataclasses.replace(one, **given))
    return store


def ask(hub: Client, token: str = TOKEN, **given: str) -> Any:
    asked = {"mode": "subscribe", "topic": TOPIC, "challenge": "<b>abc&", "lease_seconds": "864000"} | given
    return hub.get(f"/websub/{token}/", {f"hub.{name}": value for name, value in asked.items() if value})


def sign(body: bytes, method: str = "sha256", secret: str = SECRET) -> str:
    return f"{method}={hmac.new(secret.encode(), body, method).hexdigest()}"


def deliver(hub: Client, body: bytes = BODY, signature: str | None = None, token: str = TOKEN, **headers: str) -> Any:
    signed = {"X-Hub-Signature": sign(body) if signature is None else signature}
    sent = {name: value for name, value in (signed | headers).items() if value}
    return hub.post(f"/websub/{token}/", body, content_type="application/rss+xml; charset=utf-8", headers=sent)


class TestQuestions:
    def test_a_subscription_that_was_asked_for_is_confirmed_with_the_challenge(self, hub: Client) -> None:
        store = keep("asked")
        answer = ask(hub)
        assert (answer.status_code, answer.content) == (200, b"<b>abc&")
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert not answer.cookies
        one = store.subscription(TOKEN)
        assert one.state == "active"
        assert one.lease_until is not None
        assert abs(one.lease_until - timezone.now() - timedelta(days=10)) < HOUR

    def test_every_question_is_answered_anew(self, hub: Client) -> None:
        keep("asked")
        assert ask(hub).status_code == 200
        CatalogStore().change_subscription(TOKEN, lambda _: None)
        assert ask(hub).status_code == 404

    @pytest.mark.parametrize(
        "given",
        [
            {"topic": "https://other.example/feed"},
            {"topic": ""},
            {"challenge": ""},
            {"challenge": "x" * 5000},
            {"lease_seconds": "5"},
            {"lease_seconds": "soon"},
            {"mode": "unsubscribe"},
            {"mode": "publish"},
            {"mode": ""},
        ],
    )
    def test_what_was_not_asked_for_is_refused_and_changes_nothing(self, hub: Client, given: dict[str, str]) -> None:
        store = keep("asked")
        before = store.subscription(TOKEN)
        answer = ask(hub, **given)
        assert (answer.status_code, answer.content) == (404, b"")
        assert store.subscription(TOKEN) == before

    def test_what_was_never_sent_to_a_hub_is_not_confirmed(self, hub: Client) -> None:
        keep("new")
        assert ask(hub).status_code == 404

    def test_an_unknown_callback_is_not_found(self, hub: Client) -> None:
        keep("asked")
        assert ask(hub, token=TOKEN[:-1]).status_code == 404
        assert hub.get("/websub/").status_code == 404

    def test_an_end_that_we_want_is_confirmed_and_the_subscription_is_gone(self, hub: Client) -> None:
        store = keep("leaving")
        assert ask(hub).status_code == 404
        answer = ask(hub, mode="unsubscribe", lease_seconds="")
        assert (answer.status_code, answer.content) == (200, b"<b>abc&")
        assert store.subscriptions() == []

    def test_nobody_can_end_what_we_want(self, hub: Client) -> None:
        store = keep()
        assert ask(hub, mode="unsubscribe").status_code == 404
        assert store.subscription(TOKEN).state == "active"

    def test_a_denial_is_kept(self, hub: Client) -> None:
        store = keep()
        answer = ask(hub, mode="denied", challenge="", reason="It <b>was</b> moved")
        assert (answer.status_code, answer.content) == (200, b"")
        one = store.subscription(TOKEN)
        assert (one.state, one.message) == ("denied", "The hub denied the subscription: It <b>was</b> moved")

    @pytest.mark.parametrize("method", ["put", "delete", "head", "options", "patch"])
    def test_other_methods_are_refused(self, hub: Client, method: str) -> None:
        keep()
        assert getattr(hub, method)(f"/websub/{TOKEN}/").status_code == 405


class TestDeliveries:
    @pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
    def test_a_delivery_that_is_signed_waits_for_the_worker(self, hub: Client, method: str) -> None:
        store = keep()
        answer = deliver(hub, signature=sign(BODY, method))
        assert (answer.status_code, answer.content) == (202, b"")
        [kept] = store.deliveries()
        assert (kept.body, kept.subscription, kept.feed) == (BODY, TOKEN, store.feeds()[0].id)
        assert kept.content_type == "application/rss+xml; charset=utf-8"
        assert store.subscription(TOKEN).refused == 0

    @pytest.mark.parametrize(
        "signature", ["", "sha256=00", sign(BODY + b"x"), sign(BODY, secret="other"), "md5=00", "x" * 9000]
    )
    def test_any_other_is_answered_alike_passed_over_and_counted(self, hub: Client, signature: str) -> None:
        store = keep()
        answer = deliver(hub, signature=signature)
        assert (answer.status_code, answer.content) == (202, b"")
        assert not store.deliveries_wait()
        one = store.subscription(TOKEN)
        assert one.refused == 1
        assert "not signed" in one.message

    def test_a_weaker_signature_does_not_help_a_wrong_strong_one(self, hub: Client) -> None:
        store = keep()
        deliver(hub, signature=f"{sign(BODY, 'sha1')},{sign(b'x', 'sha256')}")
        assert not store.deliveries_wait()

    def test_a_delivery_that_is_sent_again_is_taken_once(self, hub: Client) -> None:
        store = keep()
        assert deliver(hub).status_code == deliver(hub).status_code == 202
        [kept] = store.deliveries()
        store.drop_delivery(kept.id)
        assert deliver(hub).status_code == 202
        assert not store.deliveries_wait()

    @pytest.mark.parametrize("state", ["new", "asked", "failing", "denied"])
    def test_nothing_is_taken_before_the_hub_confirmed(self, hub: Client, state: str) -> None:
        store = keep(state)
        assert deliver(hub).status_code == 404
        assert not store.deliveries_wait()

    def test_nothing_is_taken_after_the_lease(self, hub: Client) -> None:
        store = keep(lease_until=timezone.now() - HOUR)
        assert deliver(hub).status_code == 404
        assert not store.deliveries_wait()

    def test_a_subscription_that_leaves_is_gone(self, hub: Client) -> None:
        keep("leaving")
        assert deliver(hub).status_code == 410

    def test_of_a_stranger_nothing_is_read(self) -> None:
        keep()

        class Untouchable(io.BytesIO):
            def read(self, size: int | None = -1, /) -> bytes:
                raise AssertionError("the body was read")

        answer = Client().generic("POST", "/websub/unknown/", **{"wsgi.input": Untouchable(), "CONTENT_LENGTH": "5"})  # type: ignore[arg-type]
        assert answer.status_code == 404

    def test_a_body_of_more_than_django_takes_for_forms_is_read(self, hub: Client) -> None:
        store = keep()
        body = b"<rss>" + b" " * 6_000_000 + b"</rss>"
        assert deliver(hub, body).status_code == 202
        assert store.deliveries()[0].body == body

    def test_a_body_that_looks_like_a_form_is_a_body(self, hub: Client) -> None:
        store = keep()
        body = b"a=1&b=2"
        hub.post(
            f"/websub/{TOKEN}/",
            body,
            content_type="application/x-www-form-urlencoded",
            headers={"X-Hub-Signature": sign(body)},
        )
        assert store.deliveries()[0].body == body

    def test_a_huge_body_is_refused(self, hub: Client, settings: Any) -> None:
        store, site = keep(), settings.NEWSGRID
        settings.NEWSGRID = dataclasses.replace(site, fetch=dataclasses.replace(site.fetch, max_bytes=1000))
        assert deliver(hub, b"x" * 1001).status_code == 413
        assert "longer than fetch.max_bytes" in store.subscription(TOKEN).message
        assert not store.deliveries_wait()
        assert deliver(hub, b"x" * 1000).status_code == 202

    def test_a_packed_body_is_refused_with_what_is_taken(self, hub: Client) -> None:
        keep()
        answer = deliver(hub, **{"Content-Encoding": "gzip"})
        assert (answer.status_code, answer.headers["Accept-Encoding"]) == (415, "identity")

    def test_a_hub_that_sends_faster_than_is_read_comes_back_later(self, hub: Client) -> None:
        store = keep()
        for number in range(rules.MOST_WAITING):
            assert deliver(hub, b"%d" % number).status_code == 202
        answer = deliver(hub, b"one more")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
        assert len(store.deliveries()) == rules.MOST_WAITING

    def test_a_store_that_is_busy_lets_the_hub_come_again(self, hub: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        keep()

        def busy(*_: object) -> bool:
            raise StoreBusy("Another process writes.")

        monkeypatch.setattr(CatalogStore, "add_delivery", busy)
        assert deliver(hub).status_code == 503

    def test_what_is_kept_is_packed(self, hub: Client) -> None:
        keep()
        deliver(hub, b"<item/>" * 1000)
        assert len(bytes(Delivery.objects.values_list("body", flat=True)[0] or b"")) < 200


def a_request(body: bytes, length: str) -> HttpRequest:
    from django.core.handlers.wsgi import WSGIRequest

    return WSGIRequest({"REQUEST_METHOD": "POST", "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": length})


def test_a_body_in_chunks_is_read_to_its_end_and_no_further_than_allowed() -> None:
    assert read_body(a_request(b"x" * 1000, ""), 1000) == b"x" * 1000
    with pytest.raises(TooLong):
        read_body(a_request(b"x" * 1001, ""), 1000)


def test_a_body_that_breaks_off_is_an_error() -> None:
    with pytest.raises(OSError, match="broke off"):
        read_body(a_request(b"abc", "4"), 1000)
    with pytest.raises(TooLong):
        read_body(a_request(b"abc", "many"), 1000)
