"""A return from the wish to the money against the stand-ins: fetched, arrived, checked in, paid."""

from collections.abc import Iterator

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from orders.models import Order
from orders.return_rules import ReturnStatus
from orders.services.answering import Count
from payments.razorpay import gateway
from payments.sandbox.process import RunningSandbox
from payments.services.returning import check_in_and_refund
from payments.services.working import one_pass
from shipping.models import Shipment
from shipping.services.return_parcels import accept_and_fetch
from tests.factories import stock_of
from tests.invariants import assert_invariants, assert_settled
from tests.payments.desk import a_sold_order, given_back, the_payment
from tests.returns.goods_back import asked, back_of, calls, fresh, listed

WORD = {"x-api-key": "tests-courier-token"}
SENT = "2026-11-23T10:00:00.000Z"
ALL = Count(good={0: 1}, sound={0: 1})


@pytest.fixture
def both(sandbox: RunningSandbox, settings: Settings) -> Iterator[RunningSandbox]:
    """Both stand-ins, with the shop's own clients talking to them."""
    settings.RAZORPAY_BASE_URL = sandbox.razorpay_url
    settings.SHIPROCKET_BASE_URL = sandbox.shiprocket_url
    gateway.cache_clear()
    yield sandbox
    gateway.cache_clear()


def moved(sandbox: RunningSandbox, parcel: Shipment, *status_ids: int) -> None:
    """The courier's news, and its webhooks at our door."""
    for status_id in status_ids:
        sandbox.control(f"parcels/{parcel.tracking_number}/move", status_id=status_id)
    events = [e for e in sandbox.ledger()["events"] if e["vendor"] == "shiprocket"]
    for each in events:
        told = Client().post(
            each["path"], each["body"], content_type="application/json", headers=WORD
        )
        assert told.status_code == 200


def subjects() -> list[str]:
    return [str(message.subject) for message in mail.outbox]


def as_delivered(order: Order) -> Order:
    order.update(actions=[Order.mails.set({"confirmed": SENT, "delivered": SENT})])
    return fresh(order)


def test_a_return_goes_from_the_wish_to_the_money(both: RunningSandbox) -> None:
    order = as_delivered(a_sold_order(both))
    sku = order.lines[0].sku or ""
    number = asked(order)
    parcel = accept_and_fetch(order.order_id, number, words="Of course.", by="Sneha")
    assert (parcel.return_of, bool(parcel.tracking_number)) == ("R1", True)
    assert parcel.pickup_at is not None
    moved(both, parcel, 42, 18)
    assert back_of(order).status == ReturnStatus.COMING
    moved(both, parcel, 17, 7)
    assert back_of(order).status == ReturnStatus.ARRIVED
    assert calls(order) == {"return": "Return R1 is with us. Open the parcel and check it in."}
    before = stock_of(sku)
    assert check_in_and_refund(order.order_id, number, ALL, by="Sneha")
    assert (given_back(both), stock_of(sku)) == ([500_00], before + 1)
    assert back_of(order).status == ReturnStatus.REFUNDED
    assert (fresh(order).lines[0].returned, fresh(order).lines[0].paid_back) == (1, 1)
    assert (calls(order), listed()[0]) == ({}, set())
    one_pass()
    assert_settled()
    assert listed() == (set(), set())
    assert_invariants(ledger=both.ledger())
    mine = [subject for subject in subjects() if "eturn" in subject]
    assert len(mine) == len(set(mine)) == 2
    assert the_payment(order).left_paise == 579_00
