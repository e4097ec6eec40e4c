"""Giving money back on the staff pages: the preview, the refund, what the order page shows of it,
and who may."""

import re
from typing import Any

import pytest

from config import clock
from orders.rules import Status
from payments.models import Dispute, Payment
from payments.sandbox.process import RunningSandbox
from payments.services.cancelling import cancel_order
from payments.services.checking import check_order
from payments.services.refund_news import fetch_refunds
from payments.services.working import one_pass
from payments.services.writing import Source
from tests.factories import a_product, stock_of
from tests.invariants import assert_invariants, assert_settled
from tests.payments.desk import (
    ONE_PIECE,
    a_sold_order,
    address,
    fresh,
    given_back,
    on_order,
    previewed,
    text_of,
    the_payment,
)
from tests.staff import a_browser

SOURCE = Source(by="Razorpay")


def test_the_order_page_offers_lines_delivery_all_and_an_amount(razorpay: RunningSandbox) -> None:
    order = a_sold_order(razorpay)
    page = text_of(a_browser().get(on_order(order)))
    assert f'action="{address(order)}"' in page
    for name in ("line_0", "delivery", "everything", "amount", "stock", "reason", "words"):
        assert f'name="{name}"' in page
    assert 'max="2"' in page
    assert not re.search(r'name="stock"[^>]*checked', page)
    assert 'name="key"' not in page


def test_the_preview_says_what_it_will_do_and_does_nothing(razorpay: RunningSandbox) -> None:
    order = a_sold_order(razorpay)
    answer = a_browser().post(address(order), ONE_PIECE | {"act": "preview"})
    page, sku = text_of(answer), order.lines[0].sku
    assert answer.status_code == 200
    assert "send ₹500.00 to UPI" in page
    assert "there in 5 to 7 working days" in page
    assert f"put 1 × {sku} back in stock" in page  # noqa: RUF001
    assert "leave ₹579.00 that can still be refunded" in page
    assert "Refund ₹500.00</button>" in page
    assert 'name="line_0" value="1"' in page
    assert re.search(r'name="stock"[^>]*checked', page)
    assert (the_payment(order).refunds, stock_of(sku or "")) == (None, 3)


def test_the_shelf_is_named_where_the_goods_go_back(razorpay: RunningSandbox) -> None:
    sheet = a_product(variants={"RED-21": {"stock": 4, "shelf": "D1"}})
    order = a_sold_order(razorpay, wanted={"RED-21": 1})
    page = text_of(a_browser().post(address(order), {"line_0": "on", "stock": "on"}))
    assert "put 1 × RED-21 back on shelf D1" in page  # noqa: RUF001
    assert stock_of("RED-21", sheet.product_id) == 3


def test_the_second_press_gives_back_what_was_previewed(
    razorpay: RunningSandbox, mailoutbox: list[Any]
) -> None:
    order, browser = a_sold_order(razorpay), a_browser(name="Sneha Patil")
    answer = browser.post(address(order), previewed(browser, order, ONE_PIECE))
    assert (answer.status_code, answer["Location"]) == (302, f"{on_order(order)}#money")
    (refund,) = (the_payment(order).refunds or {}).values()
    assert (refund.by, refund.reason) == (
        "Sneha Patil",
        "It arrived damaged. The corner was bent.",
    )
    assert given_back(razorpay) == [500_00]
    sku = order.lines[0].sku or ""
    assert stock_of(sku) == 4
    page = text_of(browser.get(on_order(order)))
    assert "₹500.00 is on its way back." in page
    for said in ("Given back", "1 × " + sku, "The corner was bent.", "₹579.00"):  # noqa: RUF001
        assert said in page
    one_pass()
    assert [mail.subject for mail in mailoutbox if "way back" in mail.subject]
    assert_invariants(received={sku: 5}, ledger=razorpay.ledger())
    assert_settled()


def test_stock_stays_away_unless_it_is_ticked(razorpay: RunningSandbox) -> None:
    order, browser = a_sold_order(razorpay), a_browser()
    wanted = {"line_0": "1"}
    assert "put nothing back in stock" in text_of(browser.post(address(order), wanted))
    browser.post(address(order), previewed(browser, order, wanted))
    assert (given_back(razorpay), stock_of(order.lines[0].sku or "")) == ([500_00], 3)


@pytest.mark.parametrize(
    ("wanted", "paise"),
    [
        ({"delivery": "on"}, 79_00),
        ({"line_0": "2", "delivery": "on"}, 1079_00),
        ({"amount": "₹1,000.50"}, 1000_50),
        ({"everything": "on"}, 1079_00),
    ],
)
def test_every_way_of_choosing(
    razorpay: RunningSandbox, wanted: dict[str, str], paise: int
) -> None:
    order, browser = a_sold_order(razorpay), a_browser()
    browser.post(address(order), previewed(browser, order, wanted))
    assert given_back(razorpay) == [paise]


def test_a_double_press_and_a_press_after_back_are_one_refund(razorpay: RunningSandbox) -> None:
    order, browser = a_sold_order(razorpay), a_browser()
    sent = previewed(browser, order, {"line_0": "2", "stock": "on"})
    answers = [browser.post(address(order), sent) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert (given_back(razorpay), stock_of(order.lines[0].sku or "")) == ([1000_00], 5)


def test_a_refund_that_failed_is_shown_and_can_be_made_again(razorpay: RunningSandbox) -> None:
    order, browser = a_sold_order(razorpay), a_browser()
    browser.post(address(order), previewed(browser, order, {"line_0": "2"}))
    (made,) = razorpay.ledger()["refunds"]
    razorpay.control(f"refunds/{made['id']}/fail")
    fetch_refunds(made["payment_id"], source=SOURCE)
    page = text_of(browser.get(on_order(order)))
    assert "Failed at the bank" in page
    assert "the money is here again" in page
    assert "Left</dt><dd>₹1,079.00" in page
    browser.post(address(order), previewed(browser, order, {"line_0": "2"}))
    assert len(given_back(razorpay)) == 2


def test_a_cancelled_orders_failed_refund_goes_back_again_without_stock(
    razorpay: RunningSandbox,
) -> None:
    order, browser = a_sold_order(razorpay, to=Status.CONFIRMED), a_browser()
    cancel_order(order.order_id, reason="You asked us to.", by="Sneha")
    (made,) = razorpay.ledger()["refunds"]
    razorpay.control(f"refunds/{made['id']}/fail")
    fetch_refunds(made["payment_id"], source=SOURCE)
    page = text_of(browser.get(on_order(order)))
    assert 'name="everything"' in page
    assert 'name="stock"' not in page
    browser.post(address(order), previewed(browser, order, {"everything": "on", "stock": "on"}))
    assert given_back(razorpay) == [1079_00, 1079_00]
    assert stock_of(order.lines[0].sku or "") == 5


def test_sums_of_the_panel_add_up_over_two_payments(razorpay: RunningSandbox) -> None:
    order, browser = a_sold_order(razorpay), a_browser()
    razorpay.control("pay", order_id=order.razorpay_order_id, again=True)
    check_order(fresh(order))
    browser.post(address(order), previewed(browser, order, {"line_0": "1"}))
    page = " ".join(text_of(browser.get(on_order(order))).split())
    assert "Received in all</dt><dd>₹2,158.00</dd>" in page
    assert "Given back</dt><dd>₹1,579.00</dd>" in page
    assert 'Left</dt><dd class="fw-bold">₹579.00</dd>' in page


def test_a_dispute_is_shown_with_its_date_and_a_warning(razorpay: RunningSandbox) -> None:
    order, payment = (made := a_sold_order(razorpay)), the_payment(made)
    until = clock.from_unix(1_795_000_000)
    dispute = Dispute(
        amount=500_00, standing="created", reason="goods_not_received", respond_by=until, at=until
    )
    payment.update(actions=[Payment.disputes.set({"disp_1": dispute})])
    page = text_of(a_browser().get(on_order(order)))
    assert "₹500.00 disputed" in page
    assert "Open, answer it" in page
    assert "Goods not received" in page
    assert "Wed 18 Nov 2026" in page
    assert "it may go twice" in page


@pytest.mark.parametrize(
    ("role", "status"), [("owner", 200), ("manager", 200), ("support", 403), ("packer", 403)]
)
def test_who_may_give_money_back(razorpay: RunningSandbox, role: str, status: int) -> None:
    order, browser = a_sold_order(razorpay), a_browser(role)
    offers = "Refund, full or in part" in text_of(browser.get(on_order(order)))
    assert offers == (status == 200)
    assert browser.get(address(order)).status_code == status
    assert browser.post(address(order), ONE_PIECE).status_code == status


def test_a_refund_needs_its_token(razorpay: RunningSandbox) -> None:
    order, browser = a_sold_order(razorpay), a_browser()
    sent = previewed(browser, order, ONE_PIECE)
    assert a_browser(enforce_csrf_checks=True).post(address(order), sent).status_code == 403
    assert given_back(razorpay) == []


def test_another_orders_payment_and_none_are_not_found(razorpay: RunningSandbox) -> None:
    one, other = a_sold_order(razorpay), a_sold_order(razorpay)
    mixed = address(one).replace(one.order_id, other.order_id)
    unknown = f"/staff/payments/orders/{one.order_id}/pay_None/refund/"
    for wrong in (mixed, unknown, unknown.replace("pay_None", "%23unknown")):
        assert a_browser().get(wrong).status_code == 404
        assert a_browser().post(wrong, ONE_PIECE).status_code == 404
