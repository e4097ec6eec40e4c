"""The life of an order: forward by its table, old news harmless, a forbidden move a sentence."""

from datetime import timedelta

import pytest

from config import clock
from orders import queries, rules
from orders.errors import OrderNotFound, WrongMoment
from orders.models import Order
from orders.queries import needing_a_person
from orders.rules import NEXT, Status
from orders.services import moving, story
from orders.services.cancelling import cancel_unpaid, end_hold
from tests.factories import a_product, an_order, stock_of


def fresh(order: Order) -> Order:
    return Order.get(order.order_id, order.customer_id, consistent_read=True)


def at(status: Status) -> Order:
    order = an_order()
    order.update(actions=[Order.status.set(status)])
    return fresh(order)


@pytest.mark.parametrize("to", Status)
@pytest.mark.parametrize("present", Status)
def test_an_order_moves_only_as_the_table_says(present: Status, to: Status) -> None:
    order = at(present)
    if to in NEXT[present]:
        moving.move(order, to, by="t", text="Moved.")
        assert fresh(order).status == to
    elif rules.has_passed(present, to):
        assert moving.move(order, to, by="t", text="Moved.").status == present
        assert fresh(order).status == present
    else:
        with pytest.raises(WrongMoment):
            moving.move(order, to, by="t", text="Moved.")
        assert fresh(order).status == present


def test_a_move_is_told_once_however_often_it_is_pressed() -> None:
    order = at(Status.CONFIRMED)
    for _ in range(3):
        moving.start_packing(order.order_id, by="sneha@example.com")
    told = [line.text for line in fresh(order).timeline or []]
    assert told.count("We are packing your order.") == 1


def test_a_hold_ends_when_its_time_is_over_and_not_before() -> None:
    sku = a_product(stock=5).product_id
    order = an_order(wanted={sku: 2})
    placed = clock.now()
    assert not end_hold(order, now=placed + timedelta(minutes=14))
    assert end_hold(order, now=placed + timedelta(minutes=16))
    assert (fresh(order).status, stock_of(sku)) == ("cancelled", 5)


def test_a_hold_ends_once() -> None:
    sku = a_product(stock=5).product_id
    order = an_order(wanted={sku: 2})
    later = clock.now() + timedelta(minutes=16)
    assert [end_hold(order, now=later), end_hold(order, now=later)] == [True, False]
    assert stock_of(sku) == 5


def test_a_paid_order_is_not_given_up() -> None:
    order = at(Status.CONFIRMED)
    with pytest.raises(WrongMoment):
        cancel_unpaid(order.order_id, reason="Given up.", by="Customer")
    assert fresh(order).status == "confirmed"


def test_a_cancel_gives_back_both_variants_of_one_product() -> None:
    sheet = a_product(variants={"R": {"stock": 3}, "B": {"stock": 4}})
    order = an_order(wanted={"R": 2, "B": 1})
    cancel_unpaid(order.order_id, reason="Given up.", by="Customer")
    assert [stock_of(sku, sheet.product_id) for sku in ("R", "B")] == [3, 4]


def test_a_product_that_is_gone_stops_no_cancel_and_is_flagged() -> None:
    gone, other = a_product(stock=5), a_product(variants={"R": {"stock": 3}})
    order = an_order(wanted={gone.product_id: 1, "R": 1})
    gone.delete()
    other.update(actions=[type(other).variants["R"].remove()])
    cancel_unpaid(order.order_id, reason="Given up.", by="Customer")
    assert fresh(order).status == "cancelled"
    assert gone.product_id in (fresh(order).attention or [])[0].text
    assert needing_a_person() == [order.order_id]


def test_the_story_keeps_its_beginning_and_at_most_sixty_lines() -> None:
    order = an_order()
    for number in range(80):
        order = fresh(order)
        line = story.told(order, f"Line {number}", by="t", at=clock.now())
        order.update(actions=[line])
    told = [line.text for line in fresh(order).timeline or []]
    assert len(told) == rules.TIMELINE_LENGTH
    assert told[0].startswith("Order placed")
    assert told[-1] == "Line 79"


@pytest.mark.parametrize("order_id", ["", "#attention", "x" * 3000, "TB-0000000000"])
def test_an_id_that_can_be_no_order_is_not_found(order_id: str) -> None:
    with pytest.raises(OrderNotFound):
        queries.order(order_id)


def test_an_order_that_is_paid_is_not_ended_whatever_its_hold_says() -> None:
    order = at(Status.CONFIRMED)
    assert not end_hold(order, now=clock.now() + timedelta(minutes=16))
    assert fresh(order).status == "confirmed"
