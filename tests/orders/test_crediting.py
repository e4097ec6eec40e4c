"""Credit notes: each once, under a gapless series of their own, never more than the bill."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine

from config.dynamo import transaction
from orders import queries
from orders.credit_rules import ALL, Wanted
from orders.errors import WrongMoment
from orders.models import Order
from orders.rules import Status
from orders.services import moving, paper_dues
from orders.services.crediting import credit, left_of_bill_paise
from orders.services.invoicing import invoice_for
from orders.services.numbering import Series
from tests.orders.bills import a_line, a_sold_order, marks


def a_billed_order(**given: object) -> Order:
    """Two sheets at ₹500 and a pair of shoes at ₹3,000, delivered for ₹79."""
    shoes = a_line(name="Shoes", quantity=1, price=3_000_00, hsn="64041190", gst_rate="18")
    order = a_sold_order(a_line(), shoes, shipping_fee=79_00, **given)
    invoice_for(order.order_id)
    return queries.order(order.order_id)


def fresh(order: Order) -> Order:
    return queries.order(order.order_id)


def credited(order: Order) -> int:
    notes = (fresh(order).credit_notes or {}).values()
    return sum(row.gross for note in notes for row in note.rows)


def test_the_series_is_its_own_and_short_enough() -> None:
    with time_machine.travel("2026-11-23T06:00:00Z", tick=False):
        note = credit(a_billed_order().order_id, key="r1", wanted=ALL)
    assert note is not None
    assert note.number == "TB/CN2627/00001"
    assert len("TB/CN2627/100000") <= 16


def test_the_same_key_again_is_the_same_note() -> None:
    order = a_billed_order()
    first = credit(order.order_id, key="r1", wanted=Wanted(amount_paise=500_00, pieces={0: 1}))
    again = credit(order.order_id, key="r1", wanted=ALL)
    assert first is not None
    assert again is not None
    assert first.number == again.number
    assert credited(order) == 500_00
    assert len(marks(Series.CREDIT_NOTE)) == 1


def test_the_register_finds_under_the_number_what_the_note_says() -> None:
    order = a_billed_order(buyer_gstin="29AAGCB7383J1Z4", buyer_company="Baseline Academy")
    note = credit(order.order_id, key="r1", wanted=ALL)
    assert note is not None
    [mark] = marks(Series.CREDIT_NOTE)
    assert (mark.order_id, mark.on_number) == (order.order_id, order.invoice_number)
    assert (mark.buyer_gstin, mark.is_inter_state) == ("29AAGCB7383J1Z4", True)
    assert [row.igst for row in mark.rows] == [row.igst for row in note.rows]


def test_once_all_is_taken_back_there_is_no_further_note() -> None:
    order = a_billed_order()
    credit(order.order_id, key="r1", wanted=Wanted(amount_paise=order.total_amount))
    assert credit(order.order_id, key="r2", wanted=Wanted(amount_paise=100)) is None
    assert (credited(order), left_of_bill_paise(fresh(order))) == (order.total_amount, 0)
    assert len(marks(Series.CREDIT_NOTE)) == 1


def test_what_was_never_billed_is_not_credited() -> None:
    assert credit(a_sold_order().order_id, key="r1", wanted=ALL) is None
    assert marks(Series.CREDIT_NOTE) == []


def test_customers_do_not_read_of_it_in_their_story() -> None:
    order = a_billed_order()
    credit(order.order_id, key="r1", wanted=ALL, by="Sneha Patil")
    [bill, note] = fresh(order).timeline or []
    assert (bill.text, note.text) == (
        f"Bill {order.invoice_number} made, of ₹4,079.00.",
        f"Credit note {marks(Series.CREDIT_NOTE)[0].key.split('/', 1)[1]} made, of ₹4,079.00.",
    )
    assert (bill.is_internal, note.is_internal, note.by) == (True, True, "Sneha Patil")


@pytest.mark.server
def test_forty_refunds_at_once_take_back_no_more_than_the_bill() -> None:
    orders = [a_billed_order() for _ in range(4)]
    wanted = Wanted(amount_paise=500_00)
    asked = [(order, f"r{n}") for n in range(10) for order in orders]
    with ThreadPoolExecutor(40) as crowd:
        list(
            crowd.map(
                lambda one: credit(one[0].order_id, key=one[1], wanted=wanted, patience=60), asked
            )
        )
    assert [credited(order) for order in orders] == [order.total_amount for order in orders]
    assert len(marks(Series.CREDIT_NOTE)) == 4 * 9  # eight of ₹500 and one of what was left


@pytest.mark.parametrize(
    ("status", "to", "given", "is_listed"),
    [
        ("confirmed", Status.CANCELLED, {}, True),
        ("pending", Status.CANCELLED, {}, False),
        ("shipped", Status.DELIVERED, {}, False),
        ("shipped", Status.DELIVERED, {"payment_method": "cod"}, False),
        ("shipped", Status.DELIVERED, {"payment_method": "cod", "shipment_ids": ["1", "2"]}, True),
    ],
)
def test_a_move_that_takes_something_back_is_listed_with_it(
    status: str, to: Status, given: dict[str, object], is_listed: bool
) -> None:
    order = a_sold_order(status=status, **given)
    moved(order, to)
    assert paper_dues.due() == ([order.order_id] if is_listed else [])


def test_a_delivery_for_cash_of_which_a_piece_is_missing_is_listed() -> None:
    order = a_sold_order(a_line(returned=1), status="shipped", payment_method="cod")
    moved(order, Status.DELIVERED)
    assert paper_dues.due() == [order.order_id]


def moved(order: Order, to: Status) -> None:
    with transaction() as tx:
        moving.part(tx, order, to, actions=[], or_else=WrongMoment(order.order_id, "", to))


def test_only_who_has_seen_the_latest_takes_an_order_off_the_list() -> None:
    order = a_sold_order()
    moved(order, Status.CANCELLED)
    assert paper_dues.strike_off(order) is False  # as it was before the cancel
    assert paper_dues.strike_off(fresh(order)) is True
    assert paper_dues.due() == []


def test_an_order_that_is_gone_is_forgotten() -> None:
    order = a_sold_order()
    moved(order, Status.CANCELLED)
    paper_dues.forget(order.order_id)
    assert paper_dues.due() == []
