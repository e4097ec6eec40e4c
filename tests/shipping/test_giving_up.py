"""Of an order one parcel arrived and another is lost: it ends once a person has seen to that."""

import pytest

from orders.models import Order
from orders.rules import COD, PaymentStatus, Status
from orders.services.attending import settle
from payments.services.working import one_pass
from shipping.models import Shipment
from shipping.services import closing
from shipping.services.dispatching import dispatch
from tests.orders.benches import raise_flag
from tests.shipping.bench import a_packed_order, flags, now_of, told
from tests.shipping.office import Office
from tests.shipping.test_several_parcels import TWO, boxes, live
from tests.shipping.test_tracking import tell


def in_two_parcels(**given: object) -> tuple[Order, Shipment, Shipment]:
    order = a_packed_order(**given)
    if given:
        order.update(actions=[Order.payment_method.set(COD)])
    dispatch(order.order_id, by="Meera", boxes=boxes(*TWO))
    one, two = live(order)
    return order, one, two


@pytest.mark.parametrize("is_first_lost", [True, False])
def test_an_order_that_lost_a_parcel_waits_for_a_person_and_then_ends(
    office: Office, is_first_lost: bool
) -> None:
    order, one, two = in_two_parcels()
    if is_first_lost:
        tell(two, 42, 12)
    tell(one, 7)
    tell(two, 42, 12)
    one_pass()
    assert (now_of(order).status, list(flags(order))) == (Status.SHIPPED, ["parcel"])
    settle(order.order_id, "parcel", by="Meera")
    one_pass()
    assert now_of(order).status is Status.DELIVERED
    assert told(order)[-1] == "What was to be delivered was delivered."


def test_its_cash_is_collected_when_it_ends(office: Office) -> None:
    order, one, two = in_two_parcels(payment_status=PaymentStatus.CREATED)
    tell(one, 7)
    tell(two, 42, 12)
    settle(order.order_id, "parcel", by="Meera")
    one_pass()
    assert now_of(order).collected_at is not None
    assert now_of(order).collected == one.worth


def test_a_flag_about_something_else_does_not_keep_it_open(office: Office) -> None:
    order, one, two = in_two_parcels()
    tell(two, 42, 12)
    settle(order.order_id, "parcel", by="Meera")
    raise_flag(now_of(order), "old_front_end", "Look at the payment.")
    tell(one, 7)
    assert now_of(order).status is Status.DELIVERED


def test_an_order_that_is_flagged_while_it_is_closed_stays_open(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, one, two = in_two_parcels()
    tell(one, 7)
    tell(two, 42, 12)
    settle(order.order_id, "parcel", by="Meera")
    as_ever, once = closing.taken_by_couriers, ["not yet"]

    def flagged_first(*parcels: object, **given: object) -> object:
        if once:
            once.clear()
            raise_flag(now_of(order), "parcel", f"Parcel {two.tracking_number} is lost.")
        return as_ever(*parcels, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(closing, "taken_by_couriers", flagged_first)
    assert not closing.close_if_at_its_end(now_of(order), by="Worker")
    assert (now_of(order).status, once) == (Status.SHIPPED, [])
