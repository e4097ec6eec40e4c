"""The worker's round of papers: bills of what was sent, credit notes for what was taken back."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from config import clock
from config.dynamo import transaction
from orders.credit_rules import Wanted
from orders.models import Order
from orders.return_parts import Return
from orders.return_rules import ReturnStatus
from orders.rules import Status
from orders.services import moving, paper_dues
from orders.services.answering import mark_paid
from orders.services.invoicing import NO_RATE_FLAG, invoice_for
from orders.services.numbering import Series
from payments.services import papering
from payments.services.cancelling import cancel_order
from payments.services.papering import bills, credit_notes
from payments.services.return_by_hand import pay_by_hand
from payments.services.working import one_pass
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from tests.factories import a_product, an_opened_order
from tests.orders.bills import a_line, a_sold_order, marks
from tests.payments.test_refund_news import a_refund, captured, fresh, post, refund_event


def a_billed_sale(client: Client) -> tuple[Order, dict[str, Any]]:
    """Two sheets at ₹500 and ₹79 of delivery, paid online, with its bill."""
    order = an_opened_order(wanted={a_product(stock=9).product_id: 2})
    payment = captured(client, order)
    invoice_for(order.order_id)
    return fresh(order), payment


def news(client: Client, payment: dict[str, Any], status: str, **given: Any) -> None:
    refund = a_refund(payment, status=status, **given)
    assert post(client, refund_event(f"refund.{status}", payment, refund)) == 200


def notes(order: Order) -> dict[str, int]:
    """The sum of each credit note by its key."""
    found = (fresh(order).credit_notes or {}).items()
    return {key: sum(row.gross for row in note.rows) for key, note in found}


def settled() -> int:
    """One round of the credit notes; how many orders got one."""
    return sum(act() for act in credit_notes(clock.now()))


def test_a_refund_that_was_paid_out_has_its_note_once(client: Client) -> None:
    order, payment = a_billed_sale(client)
    news(client, payment, "processed", amount=500_00)
    assert (settled(), settled()) == (1, 0)
    assert notes(order) == {"rfnd_00000000000001": 500_00}
    assert paper_dues.due() == []


def test_money_that_is_only_on_its_way_has_none_yet(client: Client) -> None:
    order, payment = a_billed_sale(client)
    news(client, payment, "pending", amount=500_00)
    assert (settled(), notes(order)) == (0, {})
    news(client, payment, "processed", amount=500_00)
    assert (settled(), notes(order)) == (1, {"rfnd_00000000000001": 500_00})


def test_a_refund_from_before_the_bill_is_credited_with_it(client: Client) -> None:
    order = an_opened_order(wanted={a_product(stock=9).product_id: 2})
    payment = captured(client, order)
    news(client, payment, "processed", amount=500_00)
    assert settled() == 0
    invoice_for(order.order_id)
    assert (settled(), notes(order)) == (1, {"rfnd_00000000000001": 500_00})


def test_money_that_the_bank_sent_back_and_goes_again_is_credited_once(client: Client) -> None:
    order, payment = a_billed_sale(client)
    news(client, payment, "processed", amount=500_00)
    settled()
    news(client, payment, "failed", amount=500_00)
    news(client, payment, "processed", amount=500_00, id="rfnd_2")
    news(client, payment, "processed", amount=79_00, id="rfnd_3")
    settled()
    assert sum(notes(order).values()) == 579_00


def test_a_bill_whose_order_is_cancelled_is_taken_back_whole(client: Client) -> None:
    order, payment = a_billed_sale(client)
    news(client, payment, "processed", amount=100_00)
    settled()
    moving.move(fresh(order), Status.PROCESSING, by="Sneha", text="On.")
    cancel_order(order.order_id, reason="You asked us to.", by="Sneha")
    assert settled() == 1
    assert notes(order) == {"rfnd_00000000000001": 100_00, "cancelled": 979_00}
    news(client, payment, "processed", amount=979_00, id="rfnd_2")
    assert (settled(), len(marks(Series.CREDIT_NOTE)), paper_dues.due()) == (0, 2, [])


def test_an_order_that_was_cancelled_without_a_bill_owes_nothing(client: Client) -> None:
    order = an_opened_order()
    captured(client, order)
    cancel_order(order.order_id, reason="You asked us to.", by="Sneha")
    assert (settled(), notes(order), paper_dues.due()) == (0, {}, [])


def a_checked_return(payment_method: str | None) -> Order:
    """One of two sheets is back with us, and its ₹500 are to be paid."""
    order = a_sold_order(status="delivered", payment_method=payment_method, shipment_ids=[])
    invoice_for(order.order_id)
    settled()
    back = Return(
        status=ReturnStatus.CHECKED.value,
        pieces={"0": "1"},
        arrived={"0": "1"},
        reason="size",
        money=500_00,
        trouble="Razorpay refused it.",
        asked_at=clock.now(),
    )
    order.update(actions=[Order.returns.set({"R1": back})])
    return fresh(order)


@pytest.mark.parametrize("payment_method", ["cod", None])
def test_a_return_that_a_person_paid_back_has_a_note(payment_method: str | None) -> None:
    order = a_checked_return(payment_method)
    pay_by_hand(order.order_id, "R1", reference="4411223344", paise=500_00, by="Sneha")
    settled()
    assert notes(order) == {"return-R1": 500_00}
    assert paper_dues.due() == []


def test_a_return_that_razorpay_pays_back_waits_for_its_refund() -> None:
    order = a_checked_return(None)
    mark_paid(order.order_id, "R1", key="return-x-R1", paise=500_00, text="On its way.", by="Sneha")
    settled()
    assert notes(order) == {}


def listed(order: Order) -> None:
    """Put it on the list as whoever writes the return does."""
    with transaction() as tx:
        paper_dues.list_as_due(tx, order.order_id)


def billed() -> int:
    """One round of the bills; how many were made."""
    return sum(act() for act in bills(clock.now()))


def test_what_was_sent_without_a_bill_gets_one() -> None:
    shipped, delivered = a_sold_order(status="shipped"), a_sold_order(status="delivered")
    assert (billed(), billed()) == (2, 0)
    assert all(fresh(order).invoice_number for order in (shipped, delivered))


@pytest.mark.parametrize(
    "given",
    [
        {"status": "processing"},
        {"status": "shipped", "mails": None},  # the earlier system's own
        {"status": "delivered", "created_at": clock.now() - timedelta(days=90)},
    ],
)
def test_what_was_not_sent_or_long_ago_or_by_the_earlier_system_gets_none(
    given: dict[str, Any],
) -> None:
    a_sold_order(**given)
    assert billed() == 0


def test_goods_whose_rate_nobody_knows_call_a_person_and_are_left_until_then() -> None:
    order = a_sold_order(
        a_line(product_id="gone", hsn=None, gst_rate=None), status="shipped", customer_email=None
    )
    assert one_pass().troubles == 0
    assert [flag.kind for flag in fresh(order).attention or []] == [NO_RATE_FLAG]
    assert list(bills(clock.now())) == []


def a_half_delivered_order() -> Order:
    """Two sheets and ₹128 of fees for cash, in two parcels: the second came back."""
    fees: dict[str, Any] = {"shipping_fee": 79_00, "cod_fee": 49_00, "payment_method": "cod"}
    parcels = [
        ("one", ShipmentStatus.DELIVERED, 628_00),
        ("two", ShipmentStatus.RTO_DELIVERED, 500_00),
    ]
    order = a_sold_order(
        a_line(returned=1),
        status="delivered",
        shipment_ids=[name for name, _, _ in parcels],
        **fees,
    )
    for name, status, worth in parcels:
        Shipment(
            name,
            order.order_id,
            status=status,
            worth=worth,
            contents={"0": "1"},
            tracking_number=name,
            created_at=clock.now(),
        ).save()
    return order


def test_what_no_courier_collected_is_credited() -> None:
    order = a_half_delivered_order()
    invoice_for(order.order_id)
    listed(order)
    assert (settled(), notes(order)) == (1, {"not-collected": 500_00})
    [note] = (fresh(order).credit_notes or {}).values()
    assert [(row.place, row.quantity) for row in note.rows] == [(0, 1)]
    listed(order)
    assert settled() == 0


def test_what_was_not_collected_before_there_was_a_bill_is_credited_with_it() -> None:
    order = a_half_delivered_order()
    listed(order)
    assert (settled(), paper_dues.due()) == (0, [])
    invoice_for(order.order_id)
    assert (settled(), notes(order)) == (1, {"not-collected": 500_00})


def test_a_note_that_takes_nothing_back_is_not_asked_for_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order = a_half_delivered_order()
    invoice_for(order.order_id)
    monkeypatch.setattr(papering, "owed_by", lambda _: {"empty": Wanted(amount_paise=0)})
    assert (settled(), notes(order), paper_dues.due()) == (0, {}, [])
