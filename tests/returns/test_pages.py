"""The shopper's pages of a return: choose, look over, send; nobody else's, and no 5xx."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast
from zipfile import ZipFile

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from config import clock
from config.errors import ShopError
from orders import photos
from orders.models import Order
from orders.return_errors import AskedMeanwhile, NotReturnable
from orders.return_rules import ReturnStatus
from payments.services.data_copy import copy_of
from tests.customers.shoppers import signed_in
from tests.factories import a_buyer, a_product
from tests.returns.goods_back import a_delivered_order, a_wish, asked, back_of, fresh
from tests.returns.photos import a_photo, upload

ME = "ananya@example.in"
ONE_PIECE = {"line_0": "1", "reason": "fits_not"}
FAULTY = {"line_0": "1", "reason": "faulty"}


@pytest.fixture
def browser() -> Client:
    """Ananya's, signed in."""
    client = Client()
    signed_in(client, ME)
    return client


def my_order(**given: Any) -> Order:
    return a_delivered_order(buyer=a_buyer(customer_id=ME), **given)


def address(order: Order, end: str = "return") -> str:
    return f"/account/orders/{order.order_id}/{end}"


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def sent(browser: Client, order: Order, given: dict[str, Any], **more: Any) -> Any:
    return browser.post(address(order), {"number": "R1"} | given | more)


def test_what_may_be_returned_is_offered_with_its_rule(browser: Client) -> None:
    racket = a_product(stock=3, category="rackets", name="Glued bat")
    sheet = a_product(stock=3, name="A sheet")
    order = my_order(wanted={racket.product_id: 1, sheet.product_id: 2})
    page = text_of(browser.get(address(order)))
    assert "Returned only if faulty, wrong or late" in page
    assert "7 days to return, unused" in page
    assert "up to 2" in page
    assert "It came later than promised" not in page


def test_the_preview_says_what_comes_back_when_and_how(browser: Client) -> None:
    order = my_order()
    page = text_of(browser.get(address(order), {"line_0": "2", "reason": "changed_mind"}))
    for words in ("₹1,000.00", "₹79.00", "₹1,079.00", "5 to 7 working days", "that paid"):
        assert words in page
    assert fresh(order).returns is None


def test_a_return_is_asked_with_words(browser: Client) -> None:
    order = my_order()
    answer = sent(browser, order, ONE_PIECE, words=" Too  fast. ")
    assert (answer.status_code, answer["Location"]) == (302, address(order, "returns/R1"))
    back = back_of(order)
    assert (back.words, back.money, back.photos) == ("Too fast.", 500_00, None)
    assert "Asked for; we look at it" in text_of(browser.get(answer["Location"]))


def test_photos_are_kept_and_shown_to_their_owner_alone(browser: Client) -> None:
    order = my_order()
    sent(browser, order, FAULTY, photos=[upload(a_photo()), upload(a_photo("PNG"), "b.png")])
    assert len(back_of(order).photos or []) == 2
    picture = browser.get(address(order, "returns/R1/photos/2"))
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/webp")
    assert picture["X-Content-Type-Options"] == "nosniff"
    assert picture["Cache-Control"] == "no-store"
    stranger = Client()
    signed_in(stranger, "other@example.in")
    assert stranger.get(address(order, "returns/R1/photos/1")).status_code == 404
    guest = Client().get(address(order, "returns/R1/photos/1"))
    assert (guest.status_code, guest["Location"].split("?")[0]) == (302, "/account/sign-in")
    assert browser.get(address(order, "returns/R1/photos/3")).status_code == 404
    assert browser.get(address(order, "returns/R1/photos/0")).status_code == 404


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"line_0": "3", "reason": "fits_not"},
        {"line_0": "-1", "reason": "fits_not"},
        {"line_0": "1e9", "reason": "fits_not"},
        {"line_0": "1", "reason": "because"},
        {"line_0": "1", "reason": "too_late"},
        {"line_0": "1"},
        {"line_7": "1", "reason": "fits_not"},
        FAULTY,
        ONE_PIECE | {"words": "x" * 501},
        ONE_PIECE | {"number": "R7"},
        ONE_PIECE | {"number": ""},
        ONE_PIECE | {"number": "\x00'\"$"},
    ],
)
def test_what_cannot_be_is_said_on_the_page(browser: Client, given: dict[str, str]) -> None:
    order = my_order()
    answer = sent(browser, order, given)
    assert answer.status_code == 422, answer.headers
    assert fresh(order).returns is None


@pytest.mark.parametrize("given", [{"line_0": "3", "reason": "x"}, {"reason": ""}, {"x": "\x00"}])
def test_an_odd_choice_is_asked_again(browser: Client, given: dict[str, str]) -> None:
    assert browser.get(address(my_order()), given).status_code == 422


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"></svg>'


@pytest.mark.parametrize(
    "files",
    [
        lambda: [upload(SVG, "a.svg", "image/svg+xml")],
        lambda: [upload(SVG, "a.jpg")],
        lambda: [upload(b"", "a.jpg")],
        lambda: [upload(a_photo(size=(20, 20)))] * 5,
        lambda: [upload(a_photo(), "a.jpg"), upload(b"<?php", "a.php.jpg")],
    ],
    ids=["svg", "svg as jpg", "empty", "five", "one bad of two"],
)
def test_files_that_are_no_photos_are_refused_and_none_is_kept(
    browser: Client, files: Callable[[], list[Any]]
) -> None:
    order, before = my_order(), _kept()
    answer = sent(browser, order, FAULTY, photos=files())
    assert (answer.status_code, fresh(order).returns) == (422, None)
    assert "id_photos" in text_of(answer)
    assert _kept() == before


def _kept() -> list[str]:
    """The photos in the storage, which all tests of a process share."""
    if not default_storage.exists("returns"):
        return []
    folders, _ = default_storage.listdir("returns")
    return [name for each in folders for name in default_storage.listdir(f"returns/{each}")[1]]


def test_a_second_press_shows_the_first_return(browser: Client) -> None:
    order = my_order()
    answers = [sent(browser, order, FAULTY, photos=[upload(a_photo())]) for _ in range(2)]
    assert [answer["Location"] for answer in answers] == [address(order, "returns/R1")] * 2
    assert list(fresh(order).returns or {}) == ["R1"]
    (name,) = back_of(order).photos or []
    assert default_storage.exists(str(name))


@pytest.mark.parametrize("end", ["return", "returns/R1", "returns/R1/photos/1"])
def test_a_strangers_order_is_no_order(browser: Client, end: str) -> None:
    order = a_delivered_order()
    asked(order, a_wish(photos=("x",)))
    assert browser.get(address(order, end)).status_code == 404
    assert sent(browser, order, ONE_PIECE, number="R2").status_code == 404
    assert list(fresh(order).returns or {}) == ["R1"]


@pytest.mark.parametrize("order_id", ["TB-NOSUCHORDR", "#returns", "x" * 3000, "%00", "..%2F.."])
def test_an_unknown_order_is_a_404(browser: Client, order_id: str) -> None:
    for end in ("return", "returns/R1", "returns/R1/photos/1"):
        assert browser.get(f"/account/orders/{order_id}/{end}").status_code == 404


def test_a_guest_is_led_to_the_sign_in() -> None:
    answer = Client().get(address(my_order()))
    assert answer["Location"].startswith("/account/sign-in?next=")


def test_a_large_body_is_taken_here_and_from_the_signed_in_alone(browser: Client) -> None:
    order = my_order()
    large = a_photo("PNG", size=(3000, 2000)) + b"\0" * 200_000
    assert sent(browser, order, FAULTY, photos=[upload(large)]).status_code == 302
    guest = sent(Client(), order, FAULTY, photos=[upload(large)])
    assert (guest.status_code, guest["Location"]) == (302, "/account/sign-in")
    elsewhere = browser.post("/cart/add", {"sku": "x", "photos": upload(large)})
    assert elsewhere.status_code == 413


def test_a_strangers_large_body_is_not_read() -> None:
    class Unread:
        def read(self, *_: int) -> bytes:
            raise AssertionError("somebody reads it")

        readline = read

    answer = Client(enforce_csrf_checks=True).generic(
        "POST",
        address(my_order()),
        CONTENT_LENGTH="9000000",
        CONTENT_TYPE="multipart/form-data; boundary=x",
        **cast("Any", {"wsgi.input": Unread()}),
    )
    assert answer.status_code == 302


def test_more_than_four_photos_can_be_are_refused_unread(browser: Client) -> None:
    answer = browser.generic("POST", address(my_order()), CONTENT_LENGTH="99000000")
    assert answer.status_code == 413
    assert "up to 4 photos of 8 MB" in text_of(answer)


def test_tries_without_end_are_stopped(browser: Client) -> None:
    order = my_order()
    answers = [sent(browser, order, {}).status_code for _ in range(13)]
    assert answers == [422] * 12 + [429]


def test_cash_that_was_paid_needs_a_upi_address(browser: Client) -> None:
    order = my_order()
    order.update(actions=[Order.payment_method.set("cod"), Order.payment_status.set("created")])
    assert "UPI" in text_of(browser.get(address(order), ONE_PIECE))
    for bad in ("", "ananya", "@okbank", "a b@okbank", "x" * 200 + "@y"):
        assert sent(browser, order, ONE_PIECE, upi=bad).status_code == 422
    assert sent(browser, order, ONE_PIECE, upi=" ananya@okbank ").status_code == 302
    assert back_of(order).upi == "ananya@okbank"


def test_an_order_shows_its_returns_and_the_way_to_ask(browser: Client) -> None:
    order = my_order()
    asked(order)
    page = text_of(browser.get(f"/account/orders/{order.order_id}"))
    assert "R1: Asked for; we look at it" in page
    assert f'href="{address(order)}"' in page


def test_days_that_are_over_are_said(browser: Client) -> None:
    order = my_order(at=clock.from_text("2026-01-01T00:00:00.000Z"))
    page = text_of(browser.get(address(order)))
    assert "Nothing can be returned here now" in page
    assert address(order) not in text_of(browser.get(f"/account/orders/{order.order_id}"))


def test_the_goods_may_be_kept_after_all(browser: Client) -> None:
    order = my_order()
    asked(order)
    browser.post(f"/shipping/returns/{order.order_id}/R1/withdrawal")
    assert back_of(order).status == ReturnStatus.WITHDRAWN
    stranger = Client()
    signed_in(stranger, "other@example.in")
    asked(order)
    answer = stranger.post(f"/shipping/returns/{order.order_id}/R2/withdrawal")
    assert (answer.status_code, back_of(order, "R2").status) == (404, ReturnStatus.ASKED)


@pytest.mark.parametrize("refusal", [NotReturnable("No."), AskedMeanwhile("R1")])
def test_a_refusal_leaves_the_photo_of_another_window(
    browser: Client, monkeypatch: pytest.MonkeyPatch, refusal: ShopError
) -> None:
    order = my_order()
    (kept,) = photos.keep(order.order_id, [upload(a_photo())])  # by a window that writes next

    def refuses(*_: object, **__: object) -> None:
        raise refusal

    monkeypatch.setattr("orders.return_views.ask_back", refuses)
    sent(browser, order, FAULTY, photos=[upload(a_photo())])
    assert photos.read(kept) is not None


def test_photos_of_an_order_that_is_erased_meanwhile_are_forgotten(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = my_order()
    real = photos.keep

    def after_the_erasure(*args: Any, **named: Any) -> tuple[str, ...]:
        kept = real(*args, **named)
        order.delete()
        return kept

    monkeypatch.setattr("orders.return_views.photos.keep", after_the_erasure)
    answer = sent(browser, order, FAULTY, photos=[upload(a_photo())])
    assert (answer.status_code, photos.of_order(order.order_id)) == (404, [])


def test_the_copy_of_my_data_has_the_photo_of_a_refused_try(browser: Client) -> None:
    order = my_order()
    (kept,) = photos.keep(order.order_id, [upload(a_photo())])
    with copy_of(ME) as file, ZipFile(file) as packed:
        assert packed.read(f"pictures/{Path(kept).name}") == photos.read(kept)


def test_a_photo_that_a_return_names_is_in_my_copy_once(browser: Client) -> None:
    order = my_order()
    sent(browser, order, FAULTY, photos=[upload(a_photo())])
    with copy_of(ME) as file, ZipFile(file) as packed:
        assert len([name for name in packed.namelist() if name.startswith("pictures/")]) == 1


def test_no_mail_is_promised_for_an_order_of_the_earlier_system(browser: Client) -> None:
    order = my_order()
    order.update(actions=[Order.mails.remove()])
    answer = sent(browser, order, ONE_PIECE)
    page = text_of(browser.get(answer["Location"]))
    assert "We answer within one working day, here." in page
    assert "by mail" not in page
    assert (fresh(order).mails, back_of(order).status) == (None, "asked")


def test_the_choice_says_before_that_faults_need_a_photo(browser: Client) -> None:
    assert "needs a photo" in text_of(browser.get(address(my_order())))
