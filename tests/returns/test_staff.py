"""The staff's pages of a return: who may, what is said, and nothing that breaks by odd input."""

from typing import Any

import pytest
from django.test import Client

from orders import photos
from orders.models import Order
from orders.return_rules import ReturnStatus
from payments.sandbox.process import RunningSandbox
from shipping.services.return_parcels import accept_by_post
from tests.factories import a_product
from tests.payments.desk import given_back
from tests.returns.goods_back import (
    a_delivered_order,
    a_paid_order,
    a_wish,
    asked,
    back_of,
    calls,
    fresh,
    parcels_of,
    said,
)
from tests.returns.photos import a_photo, upload
from tests.staff import a_browser

ANSWER = "/staff/shipments/returns/{}/R1/"


def page(answer: Any) -> str:
    return str(answer.content.decode())


def the_return(order: Order) -> str:
    return f"/staff/orders/{order.order_id}/returns/R1/"


def check_in(order: Order) -> str:
    return f"/staff/payments/orders/{order.order_id}/returns/R1/check-in/"


def test_the_list_shows_what_waits_for_us_first() -> None:
    waits_for_the_customer, ours = a_delivered_order(), a_delivered_order()
    for order in (waits_for_the_customer, ours):
        asked(order)
    accept_by_post(waits_for_the_customer.order_id, "R1", words="", by="Sneha")
    text = page(a_browser().get("/staff/orders/returns/"))
    assert text.index(ours.order_id[-4:]) < text.index(waits_for_the_customer.order_id[-4:])
    assert "It does not fit" in text
    assert "Returns" in page(a_browser().get("/staff/orders/"))


def test_an_empty_list_says_so() -> None:
    assert "No return is open" in page(a_browser().get("/staff/orders/returns/"))


def test_staff_see_what_was_sent_and_its_photos() -> None:

    order = a_delivered_order()
    (name,) = photos.keep(order.order_id, [upload(a_photo())])
    asked(order, a_wish(words="Too <b>fast</b>.", photos=(name,)))
    browser = a_browser("packer")
    text = page(browser.get(the_return(order)))
    assert "Too &lt;b&gt;fast&lt;/b&gt;." in text
    assert "Your role does not include this." in text
    picture = browser.get(the_return(order) + "photos/1/")
    assert (picture["Content-Type"], picture["Cache-Control"]) == ("image/webp", "no-store")
    assert Client().get(the_return(order) + "photos/1/").status_code == 302


def test_a_decline_needs_words() -> None:
    order = a_delivered_order()
    asked(order)
    browser = a_browser("support")
    browser.post(ANSWER.format(order.order_id), {"act": "decline", "words": "  "})
    assert back_of(order).status == ReturnStatus.ASKED
    browser.post(ANSWER.format(order.order_id), {"act": "decline", "words": " It was  played. "})
    assert (back_of(order).status, back_of(order).answer) == (
        ReturnStatus.DECLINED,
        "It was played.",
    )


def test_accepted_by_one_press_it_is_fetched(both: RunningSandbox) -> None:
    order = a_delivered_order()
    asked(order)
    answer = a_browser("support").post(ANSWER.format(order.order_id), {"act": "fetch"}, follow=True)
    assert "Return R1 is accepted. Xpressbees Surface fetches it." in page(answer)
    assert str(parcels_of(order)[0].tracking_number) in page(answer)


def test_where_shiprocket_refuses_the_page_says_what_to_do(both: RunningSandbox) -> None:
    order = a_delivered_order()
    asked(order)
    both.control("couriers", unserviceable=["411038"])
    browser = a_browser("support")
    answer = browser.post(ANSWER.format(order.order_id), {"act": "fetch"}, follow=True)
    assert "let the customer send it" in page(answer)
    browser.post(ANSWER.format(order.order_id) + "way/", {"way": "post"})
    assert (back_of(order).way, calls(order)) == ("post", {})


def test_where_shiprocket_is_silent_the_worker_goes_on(both: RunningSandbox) -> None:
    order = a_delivered_order()
    asked(order)
    both.control("faults", kind="drop", path="*/create/return", times=1)
    answer = a_browser().post(ANSWER.format(order.order_id), {"act": "fetch"}, follow=True)
    assert "The worker goes on by itself" in page(answer)
    assert back_of(order).status == ReturnStatus.ACCEPTED


def test_a_parcel_is_opened_on_its_page(both: RunningSandbox) -> None:
    order = a_paid_order(both)
    asked(order, a_wish(2))
    accept_by_post(order.order_id, "R1", words="", by="Sneha")
    browser = a_browser()
    assert 'value="2"' in page(browser.get(check_in(order)))
    answer = browser.post(check_in(order), {"good_0": "2", "sound_0": "1"}, follow=True)
    assert "Checked in. ₹1,079.00 is on its way back." in page(answer)
    again = browser.post(check_in(order), {"good_0": "2", "sound_0": "1"}, follow=True)
    assert "It was checked in before" in page(again)
    assert (given_back(both), fresh(order).lines[0].returned) == ([1_079_00], 1)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"good_0": "3", "sound_0": "0"},
        {"good_0": "-1", "sound_0": "0"},
        {"good_0": "1", "sound_0": "2"},
        {"good_0": "x", "sound_0": "\x00"},
        {"good_0": "0", "sound_0": "0"},
        {"good_0": "1", "sound_0": "1", "words": "x" * 301},
    ],
)
def test_a_count_that_cannot_be_is_said_on_the_form(given: dict[str, str]) -> None:
    order = a_delivered_order()
    asked(order, a_wish(2))
    accept_by_post(order.order_id, "R1", words="", by="Sneha")
    assert a_browser().post(check_in(order), given).status_code == 422
    assert back_of(order).status == ReturnStatus.ACCEPTED


def test_cash_is_written_down_as_paid_with_its_reference() -> None:
    order = a_delivered_order()
    order.update(actions=[Order.payment_method.set("cod"), Order.payment_status.set("created")])
    asked(order, a_wish(upi="ananya@okbank"))
    accept_by_post(order.order_id, "R1", words="", by="Sneha")
    browser = a_browser()
    browser.post(check_in(order), {"good_0": "1", "sound_0": "1"})
    assert "ananya@okbank" in page(browser.get(the_return(order)))
    paid = f"/staff/payments/orders/{order.order_id}/returns/R1/paid/"
    for bad in ("", "abc", "a b c d e f", "x" * 36):
        browser.post(paid, {"reference": bad, "amount": "500"})
        assert back_of(order).status == ReturnStatus.CHECKED
    for bad in ("", "x", "-1", "500.001", "500.01"):
        browser.post(paid, {"reference": "UTR123456", "amount": bad})
        assert back_of(order).status == ReturnStatus.CHECKED
    browser.post(paid, {"reference": "UTR123456", "amount": "499.50"})
    assert (back_of(order).money, "₹499.50 was paid" in said(order)) == (499_50, True)
    assert back_of(order).status == ReturnStatus.REFUNDED


def test_cash_is_paid_on_the_page_though_no_flag_says_so() -> None:
    order = a_delivered_order()
    order.update(actions=[Order.payment_method.set("cod")])
    asked(order, a_wish(upi="ananya@okbank"))
    accept_by_post(order.order_id, "R1", words="", by="Sneha")
    browser = a_browser()
    browser.post(check_in(order), {"good_0": "1", "sound_0": "1"})
    order.update(actions=[Order.returns["R1"]["trouble"].remove()])
    paid = f"/staff/payments/orders/{order.order_id}/returns/R1/paid/"
    assert f'action="{paid}"' in page(browser.get(the_return(order)))
    browser.post(paid, {"reference": "UTR123456", "amount": "500"})
    assert back_of(order).status == ReturnStatus.REFUNDED


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("packer", "/staff/shipments/returns/{}/R1/"),
        ("packer", "/staff/shipments/returns/{}/R1/way/"),
        ("packer", "/staff/payments/orders/{}/returns/R1/check-in/"),
        ("support", "/staff/payments/orders/{}/returns/R1/check-in/"),
        ("support", "/staff/payments/orders/{}/returns/R1/paid/"),
    ],
)
def test_each_act_asks_for_its_right(role: str, path: str) -> None:
    order = a_delivered_order()
    asked(order)
    given = {"act": "decline", "words": "No.", "way": "post", "good_0": "1", "sound_0": "1"}
    answer = a_browser(role).post(path.format(order.order_id), given)
    assert (answer.status_code, back_of(order).status) == (403, ReturnStatus.ASKED)


@pytest.mark.parametrize("number", ["R9", "R0", "x" * 300, "#", "..", "%00"])
def test_an_unknown_return_is_a_404(number: str) -> None:
    order, browser = a_delivered_order(), a_browser()
    asked(order)
    number = number.replace("#", "%23").replace("..", "%2E%2E")
    base = f"/staff/orders/{order.order_id}/returns/{number}/"
    assert browser.get(base).status_code == 404
    assert browser.get(f"{base}photos/1/").status_code == 404
    ways = f"/staff/shipments/returns/{order.order_id}/{number}/"
    assert browser.post(ways, {"act": "post"}).status_code == 404
    assert browser.post(f"{ways}way/", {"way": "post"}).status_code == 404


@pytest.mark.parametrize("given", [{}, {"act": "x"}, {"act": "fetch", "words": "x" * 301}])
def test_an_answer_that_is_none_changes_nothing(given: dict[str, str]) -> None:
    order = a_delivered_order()
    asked(order)
    assert a_browser().post(ANSWER.format(order.order_id), given).status_code == 302
    assert back_of(order).status == ReturnStatus.ASKED
    assert a_browser().post(ANSWER.format(order.order_id) + "way/", given).status_code == 400


def test_an_order_leads_to_its_returns() -> None:
    product = a_product(stock=3, name="A sheet")
    order = a_delivered_order(wanted={product.product_id: 1})
    asked(order)
    text = page(a_browser().get(f"/staff/orders/{order.order_id}/"))
    assert f'href="{the_return(order)}"' in text
    assert "Return R1 waits for an answer." in text
    assert "Settled" not in text


def test_of_goods_that_go_back_to_their_customer_nothing_is_called_paid() -> None:
    order = a_delivered_order()
    asked(order)
    order.update(actions=[Order.returns["R1"]["status"].set(ReturnStatus.SENT_BACK.value)])
    shown = page(a_browser("manager").get(the_return(order)))
    assert "<dt>Not paid back</dt><dd>Nothing</dd>" in shown
