"""A parcel that was called off and goes all the same: its goods do not go a second time unseen."""

from contextlib import suppress

import pytest
from django.utils import timezone

from orders.models import Order
from orders.rules import WENT_ANYWAY_FLAG
from orders.services.attending import settle
from shipping.errors import HeldBack, NotDispatched
from shipping.models import Shipment
from shipping.services.coming_back import end_if_nothing_is_left
from shipping.services.dispatching import dispatch
from shipping.services.resuming import resume_half_done
from shipping.shiprocket import ShiprocketDown
from shipping.staff.queries import on_the_road
from tests.shipping import office as at
from tests.shipping.bench import a_packed_order, a_parcel, flags, now_of
from tests.shipping.office import NO_COURIER, Office
from tests.shipping.test_calling_off import call_off
from tests.shipping.test_several_parcels import TWO, boxes, live
from tests.shipping.test_tracking import tell

HOLDS = WENT_ANYWAY_FLAG


def a_called_off_parcel() -> Shipment:
    return call_off(a_parcel())


def came(parcel: Shipment) -> None:
    """The courier says that it was handed over."""
    tell(parcel, 7)


@pytest.mark.parametrize("status", [7, 42])
def test_while_it_is_not_settled_its_goods_do_not_go_again(office: Office, status: int) -> None:
    parcel = a_called_off_parcel()
    tell(parcel, status)
    assert list(flags(parcel)) == [HOLDS]
    with pytest.raises(HeldBack, match=parcel.tracking_number or "none"):
        dispatch(parcel.order_id, by="Meera")
    assert len(office.awbs) == 1
    settle(parcel.order_id, HOLDS, by="Meera")
    assert dispatch(parcel.order_id, by="Meera").tracking_number == office.awbs[1]


def test_it_holds_back_a_parcel_that_was_begun_before(office: Office) -> None:
    parcel = a_called_off_parcel()
    office.says["awb"] = NO_COURIER
    with suppress(NotDispatched):
        dispatch(parcel.order_id, by="Meera")
    tell(parcel, 7)
    with pytest.raises(HeldBack):
        dispatch(parcel.order_id, by="Meera")
    assert len(office.awbs) == 1


def test_that_it_came_stays_told_when_its_goods_got_another_courier(office: Office) -> None:
    parcel = a_called_off_parcel()
    office.after["awb"] = lambda: came(parcel)
    dispatch(parcel.order_id, by="Meera")
    assert len(office.awbs) == 2
    assert "the customer has it" in flags(parcel)[HOLDS]


def test_what_is_said_of_another_parcel_stays_beside_it(office: Office) -> None:
    order = a_packed_order()
    dispatch(order.order_id, by="Meera", boxes=boxes(*TWO))
    one, two = live(order)
    tell(two, 42, 12)
    call_off(one)
    tell(one, 7)
    assert f"Parcel {two.tracking_number} is lost" in flags(order)["parcel"]
    assert "\n" not in flags(order)["parcel"]
    assert flags(order)[HOLDS].startswith(f"Parcel {one.tracking_number} was called off")


def test_what_was_called_off_is_called_for_while_other_goods_go(office: Office) -> None:
    order = a_packed_order()
    office.after["awb"] = lambda: office.before.update(awb=at.down)
    with suppress(ShiprocketDown):
        dispatch(order.order_id, by="Meera", boxes=boxes(*TWO))
    one, two = live(order)
    assert (bool(one.tracking_number), two.tracking_number) == (True, None)
    call_off(one)
    assert resume_half_done() == 1
    assert live(order)[0].tracking_number == office.awbs[1]
    assert flags(order)["parcel"].startswith(f"Parcel {one.tracking_number} is called off.")
    dispatch(order.order_id, by="Meera")
    assert flags(order) == {}


def test_an_order_whose_parcel_came_all_the_same_is_not_ended_by_itself(office: Office) -> None:
    order = a_packed_order()
    first = dispatch(order.order_id, by="Meera")
    call_off(first)
    second = dispatch(order.order_id, by="Meera")
    tell(first, 7)
    tell(second, 42, 12)
    settle(order.order_id, "parcel", by="Meera")
    now_of(order).update(actions=[Order.payment_status.set("refunded")])
    assert not end_if_nothing_is_left(now_of(order), by="Worker")


def test_what_was_called_off_is_called_for_while_its_new_parcel_has_no_courier(
    office: Office,
) -> None:
    order = a_packed_order()
    office.after["awb"] = lambda: office.before.update(awb=at.down)
    with suppress(ShiprocketDown):
        dispatch(order.order_id, by="Meera", boxes=boxes(*TWO))
    call_off(live(order)[0])
    office.after["awb"] = lambda: office.says.update(awb=NO_COURIER)
    with suppress(NotDispatched):
        dispatch(order.order_id, by="Meera")
    assert [bool(each.tracking_number) for each in live(order)] == [True, False]
    assert "is called off" in flags(order)["parcel"]
    dispatch(order.order_id, by="Meera")
    assert flags(order) == {}


def test_on_the_list_of_shipments_it_is_no_parcel_to_send_again(office: Office) -> None:
    parcel, today = a_called_off_parcel(), timezone.localdate()
    assert on_the_road(today).parcels[0].act_on(today) == "Dispatch again"
    tell(parcel, 7)
    (listed,) = on_the_road(today).parcels
    assert listed.act_on(today) == "See what to do"
