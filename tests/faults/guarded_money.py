"""Stories of refunds and of news from outside for tests/faults/test_controls.py. Each says whether
harm was done."""

from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from payments.razorpay import gateway
from payments.refund_rules import Wanted
from payments.sandbox.process import RunningSandbox
from payments.services import refunding
from payments.services.refund_news import take_refund
from payments.services.refunding import give_back
from payments.services.working import one_pass
from payments.services.writing import Source
from payments.signatures import payment_signature
from tests.factories import (
    a_payment_entity,
    a_product,
    an_event,
    an_opened_order,
    an_order,
    stock_of,
)
from tests.faults.controls import Died, tried
from tests.faults.guarded import now_of
from tests.faults.sales import Sale, a_sale, refunded_at

REFUND = "/razorpay/v1/payments/*/refund"
SKU = "sheet"


def a_shipped_sale(razorpay: RunningSandbox) -> Sale:
    """Two of five sheets, paid and on their way."""
    a_product(product_id=SKU, stock=5)
    sale = a_sale(razorpay, an_order(wanted={SKU: 2}))
    sale.pay()
    sale.tell()
    return sale


def press(sale: Sale, key: str = "refund-from-the-form", **wanted: Any) -> bool:
    """Somebody who saw the page when nothing had gone back yet gives a part of it back."""
    act = partial(
        give_back,
        sale.order_id,
        sale.payments[0].payment_id,
        Wanted(**wanted or {"amount_paise": 100_00}),
        key=key,
        seen_left_paise=sale.order.total_amount,
        reason="Dented.",
        by="Sneha",
    )
    return tried(act)


def two_with_one_old_page(razorpay: RunningSandbox, **wanted: Any) -> Sale:
    """Two people have read order and payment before either writes what goes back. A part of it
    went back before."""
    sale = a_shipped_sale(razorpay)
    press(sale, key="refund-number-zero", amount_paise=10_00)
    order, (payment,) = sale.order, sale.payments
    planned = refunding._plan(order, payment, Wanted(**wanted))
    now = order.created_at
    for key in ("refund-number-one", "refund-number-two"):
        refund = refunding._refund(planned, key, "Dented.", "Sneha", now)
        tried(partial(refunding._write_intent, order, payment, planned, refund, None))
    return sale


def more_goes_back_than_was_paid(razorpay: RunningSandbox) -> bool:
    sale = two_with_one_old_page(razorpay, amount_paise=900_00)
    refunds = (sale.payments[0].refunds or {}).values()
    return sum(refund.amount for refund in refunds) > sale.order.total_amount


def one_piece_comes_back_twice(razorpay: RunningSandbox) -> bool:
    two_with_one_old_page(razorpay, lines={0: 1}, back_in_stock=True)
    return stock_of(SKU) == 5  # two of one line's two, but only one was brought back


def who_saw_an_older_sum_gives_back_again(razorpay: RunningSandbox) -> bool:
    sale = a_shipped_sale(razorpay)
    press(sale)
    press(sale, key="refund-of-somebody-else")
    return len(refunded_at(razorpay)) == 2


def a_lost_answer_makes_a_second_refund(razorpay: RunningSandbox) -> bool:
    sale = a_shipped_sale(razorpay)
    razorpay.control("faults", path=REFUND, kind="drop_after", times=1)
    press(sale)
    one_pass()
    return len(refunded_at(razorpay)) == 2


def killed_after_razorpay_gave_back(
    razorpay: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> bool:
    """The process dies when Razorpay has answered; somebody opens the page anew and presses."""
    sale = a_shipped_sale(razorpay)
    with monkeypatch.context() as shot:
        shot.setattr("payments.services.refund_sending.take_refund", _dies)
        with suppress(Died):
            press(sale)
    with suppress(Died):
        press(sale, key="refund-from-a-new-page")
    one_pass()
    return len(refunded_at(razorpay)) == 2


def _dies(*_: Any, **__: Any) -> None:
    raise Died


def razorpay_first(order_id: str, payment_id: str, wanted: Wanted, key: str, *_: Any) -> None:
    """A refund without an intent: Razorpay is asked, and what it says is to be written then."""
    gateway().refund(payment_id, wanted.amount_paise or 0, key, key, {})
    _dies()


def what_the_bank_sent_back_counts_as_given(razorpay: RunningSandbox) -> bool:
    sale = a_shipped_sale(razorpay)
    press(sale)
    (made,) = razorpay.ledger()["refunds"]
    razorpay.control(f"refunds/{made['id']}/fail")
    sale.tell("refund.failed")
    old = replace(gateway().refunds_of(made["payment_id"])[0], status="pending")
    take_refund(old, source=Source(by="Razorpay"))
    return sale.payments[0].left_paise < sale.order.total_amount


def a_stranger_says_that_it_is_paid() -> bool:
    order = an_opened_order()
    raw = an_event("payment.captured", a_payment_entity(order))
    headers = {"X-Razorpay-Signature": "0" * 64}
    Client().post("/payment/webhook", raw, "application/json", headers=headers)
    return now_of(order).status == "confirmed"


def a_stranger_is_led_to_somebody_elses_order(razorpay: RunningSandbox) -> bool:
    sale = a_sale(razorpay, an_order())
    paid = sale.pay()
    forged = {name: text for name, text in paid.items() if name != "id"}
    forged["razorpay_signature"] = "0" * 64
    return Client().post("/payment/callback", forged).status_code == 303


def one_payment_pays_for_two_orders(razorpay: RunningSandbox) -> bool:
    """Signed for the pair by whoever got hold of the key; Razorpay knows what it was for."""
    mine, dear = a_sale(razorpay, an_order()), a_sale(razorpay, an_order())
    paid = mine.pay()
    mine.come_back(paid)
    signature = payment_signature(settings.RAZORPAY_KEY_SECRET, dear.opened_id, paid["id"])
    dear.come_back(paid | {"razorpay_order_id": dear.opened_id, "razorpay_signature": signature})
    return (mine.order.status, dear.order.status) == ("confirmed", "confirmed")
