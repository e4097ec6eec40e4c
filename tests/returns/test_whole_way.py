"""A return from the wish to the money against the stand-ins: fetched, arrived, checked in, paid."""

from django.core import mail

from orders.return_rules import ReturnStatus
from orders.services.checking_in import Count
from payments.sandbox.process import RunningSandbox
from payments.services.returning import check_in_and_refund
from payments.services.working import one_pass
from shipping.services.return_parcels import accept_and_fetch
from tests.factories import stock_of
from tests.invariants import assert_invariants, assert_settled
from tests.payments.desk import given_back, the_payment
from tests.returns.goods_back import (
    a_paid_order,
    asked,
    back_of,
    calls,
    fresh,
    listed,
    moved,
)

ALL = Count(good={0: 1}, sound={0: 1})


def subjects() -> list[str]:
    return [str(message.subject) for message in mail.outbox]


def test_a_return_goes_from_the_wish_to_the_money(both: RunningSandbox) -> None:
    order = a_paid_order(both)
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
