"""A parcel is called off before its pickup: asked for by two calls, off when Shiprocket says so."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from config import clock
from config.errors import ShopError
from orders.errors import WrongMoment
from orders.models import Order
from orders.rules import COD, PaymentStatus, Status
from orders.services.attending import settle
from orders.services.cancelling import cancel, never_left
from payments.services.cancelling import cancel_order
from shipping import queries, steps
from shipping.errors import BeingDispatched, NotCalledOff, ShipmentNotFound
from shipping.models import Shipment
from shipping.packing import PackedBox
from shipping.rules import ShipmentStatus
from shipping.services.call_off_wishes import write_wish
from shipping.services.call_off_writing import write_off
from shipping.services.calling_off import call_off_by_hand, is_asked
from shipping.services.dispatching import dispatch
from shipping.services.leases import claim
from shipping.services.resuming import resume_half_done
from shipping.shiprocket import ShiprocketDown
from shipping.staff.queries import on_the_road
from shipping.steps import Step
from tests.factories import stock_of
from tests.shipping import office as at
from tests.shipping.bench import a_packed_order, a_parcel, flags, now_of, told
from tests.shipping.office import Office
from tests.shipping.test_tracking import tell
from tests.staff import a_browser

PICKED = {
    "track_status": 1,
    "shipment_status": 42,
    "shipment_track": [{"current_status": "PICKED"}],
}
OFF = {"track_status": 1, "shipment_status": 8, "shipment_track": [{"current_status": "CANCELED"}]}
TWO = [PackedBox({0: 1}, 300, 20, 10, 5), PackedBox({0: 1}, 300, 20, 10, 5)]


def works(minutes: int = 3) -> int:
    """One pass of the worker, some minutes from now."""
    with time_machine.travel(clock.now() + timedelta(minutes=minutes)):
        return resume_half_done()


def now(parcel: Shipment) -> Shipment:
    return queries.shipment(parcel.shipment_id, parcel.order_id)


def call_off(parcel: Shipment) -> Shipment:
    return call_off_by_hand(parcel.shipment_id, by="Meera")


def test_both_calls_are_made_and_the_parcel_is_off(office: Office) -> None:
    parcel = a_parcel()
    assert call_off(parcel).status is ShipmentStatus.CANCELLED
    assert [each for each in office.calls if "cancel" in each] == ["cancel_awb", "cancel"]
    assert now_of(parcel).status is Status.SHIPPED
    assert told(parcel)[-1].startswith("Parcel called off at Shiprocket")
    assert told(parcel, customer=True)[-1].startswith("AWB ")
    assert (works(), queries.half_done()) == (0, [])


def test_while_shiprocket_has_not_answered_it_is_not_off(office: Office) -> None:
    office.answers_later = True
    parcel = call_off(a_parcel())
    assert (parcel.status, is_asked(parcel)) == (ShipmentStatus.PENDING, True)
    assert works() == 1
    assert now(parcel).status is ShipmentStatus.PENDING
    office.tracked[parcel.tracking_number or ""] = OFF
    assert works(6) == 1
    assert now(parcel).status is ShipmentStatus.CANCELLED
    assert queries.half_done() == []


def test_the_worker_does_not_ask_at_every_pass(office: Office) -> None:
    office.answers_later = True
    parcel = call_off(a_parcel())
    calls = list(office.calls)
    assert works(1) == 0
    assert office.calls == calls
    assert is_asked(now(parcel))


def test_a_parcel_that_was_picked_up_meanwhile_stays_on_its_way_and_staff_are_told(
    office: Office,
) -> None:
    office.answers_later = True
    parcel = call_off(a_parcel())
    office.tracked[parcel.tracking_number or ""] = PICKED
    works()
    assert now(parcel).status is not ShipmentStatus.CANCELLED
    assert "the courier has picked it up" in flags(parcel)["call_off"]
    assert not is_asked(now(parcel))


def test_that_it_came_too_late_stays_told_until_a_person_settles_it(office: Office) -> None:
    office.answers_later = True
    parcel = call_off(a_parcel())
    tell(parcel, 42)
    works()
    assert "ask them to refuse it" in flags(parcel)["call_off"]
    tell(parcel, 42, 18, 17)
    assert list(flags(parcel)) == ["call_off"]
    settle(parcel.order_id, "call_off", by="Meera")
    assert flags(parcel) == {}


def test_an_order_whose_parcel_is_off_is_called_for_until_its_goods_go_again(
    office: Office,
) -> None:
    parcel = call_off(a_parcel())
    assert flags(parcel)["parcel"].startswith(f"Parcel {parcel.tracking_number} is called off.")
    (listed,) = on_the_road(timezone.localdate()).parcels
    assert listed.shipment.shipment_id == parcel.shipment_id
    assert listed.act_on(timezone.localdate()) == "Dispatch again"
    dispatch(parcel.order_id, by="Meera")
    assert flags(parcel) == {}


def test_a_cancel_answers_that_the_parcel_was_called_off(office: Office) -> None:
    parcel = call_off(dispatch(cod_order().order_id, by="Meera"))
    assert list(flags(parcel)) == ["parcel"]
    cancel_order(parcel.order_id, by="Meera", reason="The customer changed their mind.")
    assert flags(parcel) == {}


def test_where_nothing_is_left_to_send_a_call_off_calls_for_nobody(office: Office) -> None:
    read = a_parcel()
    now_of(read).update(actions=[Order.payment_status.set(PaymentStatus.REFUNDED.value)])
    call_off(read)
    assert flags(read) == {}
    again = a_parcel()
    now_of(again).update(actions=[Order.lines[0]["paid_back"].set(2)])
    call_off(again)
    assert flags(again) == {}


def test_that_shiprocket_takes_our_wish_is_told_to_nobody(office: Office) -> None:
    office.answers_later = True
    parcel = call_off(a_parcel())
    tell(parcel, 16)
    assert flags(parcel) == {}
    another = a_parcel()
    tell(another, 16)
    assert "somebody asked Shiprocket for it" in flags(another)["parcel"]


def test_what_moved_since_it_was_read_is_not_written_off(office: Office) -> None:
    read = a_parcel()
    now(read).update(actions=[Shipment.status.set(ShipmentStatus.PICKED)])
    assert write_off(read, "", by="Meera").status is ShipmentStatus.PICKED
    assert "called off" not in told(read)[-1]


def test_a_courier_that_was_quicker_is_said_at_once(office: Office) -> None:
    parcel = a_parcel()
    office.tracked[parcel.tracking_number or ""] = PICKED
    with pytest.raises(NotCalledOff, match="quicker"):
        call_off(parcel)
    assert not [each for each in office.calls if "cancel" in each]


@pytest.mark.parametrize("status", [s for s in ShipmentStatus if s is not ShipmentStatus.PENDING])
def test_what_left_the_house_is_not_called_off(office: Office, status: ShipmentStatus) -> None:
    parcel = a_parcel()
    parcel.update(actions=[Shipment.status.set(status)])
    with suppress(NotCalledOff):
        assert call_off(parcel).status is ShipmentStatus.CANCELLED
    assert now(parcel).status is status
    assert not [each for each in office.calls if "cancel" in each]


def test_a_refusal_leaves_the_parcel_and_its_dispatch_as_they_were(office: Office) -> None:
    office.says["label"] = at.NO_LABEL
    parcel = a_parcel()
    office.says["cancel_awb"] = (400, {"message": "Not now"})
    with pytest.raises(NotCalledOff, match="Not now"):
        call_off(parcel)
    assert works(6) == 1
    assert now(parcel).label_url
    assert queries.half_done() == []


def test_no_answer_leaves_the_wish_to_the_worker(office: Office) -> None:
    parcel = a_parcel()
    office.before["cancel_awb"] = at.down
    with pytest.raises(ShiprocketDown):
        call_off(parcel)
    assert is_asked(now(parcel))
    assert works() == 1
    assert now(parcel).status is ShipmentStatus.CANCELLED


def test_killed_after_the_wish_the_worker_asks(office: Office) -> None:
    parcel = a_parcel()
    office.before["show"] = at.kill
    with pytest.raises(at.Killed):
        call_off(parcel)
    assert works() == 1
    assert now(parcel).status is ShipmentStatus.CANCELLED


def test_without_an_awb_the_order_there_is_cancelled(office: Office) -> None:
    order = a_packed_order()
    office.says["awb"] = at.NO_COURIER
    with suppress(ShopError):
        dispatch(order.order_id, by="Meera")
    (parcel,) = queries.live_of(now_of(order))
    assert call_off(parcel).status is ShipmentStatus.CANCELLED
    assert "cancel_awb" not in office.calls
    assert now_of(order).status is Status.PROCESSING


def test_while_a_step_is_held_nobody_calls_it_off(office: Office) -> None:
    office.says["label"] = at.NO_LABEL
    parcel = a_parcel()
    claim(parcel, Step.LABEL)
    with pytest.raises(BeingDispatched):
        call_off(now(parcel))


def test_a_step_that_was_taken_meanwhile_refuses_the_wish(office: Office) -> None:
    office.says["label"] = at.NO_LABEL
    parcel = a_parcel()
    word = steps.word(steps.Standing.REFUSED, clock.now() + timedelta(seconds=1))
    now(parcel).update(actions=[Shipment.steps[Step.LABEL].set(word)])
    with pytest.raises(BeingDispatched):
        write_wish(parcel, by="Meera")


def test_after_the_wish_no_step_is_taken_any_more(office: Office) -> None:
    office.says["label"] = at.NO_LABEL
    office.answers_later = True
    parcel = call_off(a_parcel())
    with pytest.raises(BeingDispatched):
        claim(now(parcel), Step.LABEL)


def test_a_shipment_that_is_none_is_not_found() -> None:
    for shipment_id in ("TB-NONE-1", "x", "a b", ""):
        with pytest.raises(ShipmentNotFound):
            call_off_by_hand(shipment_id, by="Meera")


def test_the_goods_go_again_in_another_parcel(office: Office) -> None:
    parcel = call_off(a_parcel())
    again = dispatch(parcel.order_id, by="Meera")
    assert again.reference == f"{parcel.order_id}-R1"
    assert again.tracking_number not in {None, parcel.tracking_number}


def cod_order() -> Order:
    order = a_packed_order(payment_status=PaymentStatus.CREATED)
    order.update(actions=[Order.payment_method.set(COD)])
    return now_of(order)


def test_an_order_whose_parcels_are_all_off_may_be_cancelled_and_its_stock_is_back(
    office: Office,
) -> None:
    order = cod_order()
    sku = order.lines[0].sku or ""
    before = stock_of(sku)
    call_off(dispatch(order.order_id, by="Meera"))
    for _ in range(2):
        ended = cancel_order(order.order_id, reason="You asked us to.", by="Imran")
        assert (ended.status, stock_of(sku)) == (Status.CANCELLED, before + 2)


def test_one_parcel_that_lives_keeps_the_order_from_being_cancelled(office: Office) -> None:
    order = cod_order()
    call_off(dispatch(order.order_id, by="Meera", boxes=TWO))
    with pytest.raises(WrongMoment):
        cancel_order(order.order_id, reason="You asked us to.", by="Imran")
    assert now_of(order).status is Status.SHIPPED


def test_a_parcel_that_waits_for_the_answer_keeps_the_order_from_being_cancelled(
    office: Office,
) -> None:
    order = cod_order()
    office.answers_later = True
    call_off(dispatch(order.order_id, by="Meera"))
    with pytest.raises(WrongMoment):
        cancel_order(order.order_id, reason="You asked us to.", by="Imran")


def test_a_parcel_begun_since_the_order_was_read_keeps_it_from_being_cancelled(
    office: Office,
) -> None:
    order = cod_order()
    call_off(dispatch(order.order_id, by="Meera"))
    read = now_of(order)
    dispatch(order.order_id, by="Meera")
    where = never_left(read)
    with pytest.raises(WrongMoment):
        cancel(read, reason="You asked.", text="Cancelled.", by="Imran", where=where)
    assert now_of(order).status is Status.SHIPPED


def test_no_other_cancel_ends_a_shipped_order(office: Office) -> None:
    order = cod_order()
    call_off(dispatch(order.order_id, by="Meera"))
    with pytest.raises(WrongMoment):
        cancel(now_of(order), reason="You asked.", text="Cancelled.", by="Imran")


@pytest.mark.server
def test_a_cancel_and_a_dispatch_at_once_are_one_or_the_other(office: Office) -> None:
    order = cod_order()
    call_off(dispatch(order.order_id, by="Meera"))
    together = threading.Barrier(2)

    def cancels() -> None:
        together.wait(10)
        with suppress(ShopError):
            cancel_order(order.order_id, reason="You asked us to.", by="Imran")

    def dispatches() -> None:
        together.wait(10)
        with suppress(ShopError):
            dispatch(order.order_id, by="Meera")

    with ThreadPoolExecutor(2) as people:
        list(people.map(lambda act: act(), [cancels, dispatches]))
    works()
    is_over = now_of(order).status is Status.CANCELLED
    alive = [each for each in office.orders.values() if each["awb"] and each["status_code"] != 5]
    assert len(alive) == (0 if is_over else 1)


def address(parcel: Shipment) -> str:
    return f"/staff/shipments/{parcel.shipment_id}/call-off/"


def test_the_page_offers_it_and_says_what_will_happen(office: Office) -> None:
    parcel, browser = a_parcel(), a_browser("packer")
    page = browser.get(f"/staff/orders/{parcel.order_id}/").content.decode()
    assert f'action="{address(parcel)}"' in page
    answer = browser.post(address(parcel), follow=True)
    assert answer.redirect_chain == [(f"/staff/orders/{parcel.order_id}/", 302)]
    assert "The parcel is called off. Dispatch the goods again" in answer.content.decode()
    assert "Dispatch again" in answer.content.decode()


def test_the_page_says_that_the_answer_is_awaited(office: Office) -> None:
    office.answers_later = True
    parcel, browser = a_parcel(), a_browser()
    page = browser.post(address(parcel), follow=True).content.decode()
    assert "has not answered yet" in page
    assert f'action="{address(parcel)}"' not in page


@pytest.mark.parametrize(("role", "status"), [("packer", 302), ("support", 403)])
def test_who_may_call_a_parcel_off(office: Office, role: str, status: int) -> None:
    parcel = a_parcel()
    assert a_browser(role).post(address(parcel)).status_code == status
    assert (now(parcel).status is ShipmentStatus.CANCELLED) == (status == 302)


def test_it_is_a_post_with_its_token_for_a_shipment_that_is_there(office: Office) -> None:
    parcel = a_parcel()
    assert a_browser().get(address(parcel)).status_code == 405
    assert a_browser(enforce_csrf_checks=True).post(address(parcel)).status_code == 403
    assert a_browser().post("/staff/shipments/TB-NONE-1/call-off/").status_code == 404
    assert now(parcel).status is ShipmentStatus.PENDING


def test_a_refusal_is_told_on_the_orders_page(office: Office) -> None:
    parcel = a_parcel()
    office.says["cancel_awb"] = (400, {"message": "Not now"})
    page = a_browser().post(address(parcel), follow=True).content.decode()
    assert "does not call the parcel off: Not now" in page
