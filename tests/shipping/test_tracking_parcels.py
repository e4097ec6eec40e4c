"""An order of several parcels: each goes its own way, and the last one there closes the order."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from config import clock
from orders.models import Order
from orders.rules import COD, Status
from orders.services.story import flagged
from payments.services.working import one_pass
from shipping import queries
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from shipping.services import closing
from shipping.services.tracking import take_tracking
from tests.shipping.bench import a_parcel, flags, now_of, told
from tests.shipping.office import Office
from tests.shipping.test_tracking import as_it_is, news, tell

S = ShipmentStatus


def two_parcels(**given: str) -> tuple[Shipment, Shipment]:
    """An order of two pieces, each in a box of its own with its own AWB."""
    first = a_parcel()
    first.update(actions=[Shipment.contents.set({"0": "1"})])
    second = Shipment(
        f"{first.order_id}-2",
        first.order_id,
        customer_id=first.customer_id,
        reference=f"{first.order_id}-R1",
        status=S.PENDING,
        tracking_number=f"{first.tracking_number}2",
        contents={"0": given.get("second", "1")},
        steps={},
        scans=[],
    )
    second.save()
    both = (Order.shipment_ids | []).append([second.shipment_id])
    now_of(first).update(actions=[Order.shipment_ids.set(both)])
    return as_it_is(first), second


def test_the_last_of_two_parcels_closes_the_order(office: Office) -> None:
    first, second = two_parcels()
    tell(first, 42, 18, 17, 7)
    assert now_of(first).status is Status.SHIPPED
    tell(second, 42, 7)
    assert now_of(first).status is Status.DELIVERED
    ends = ["Parcel 1 of 2 was delivered.", "Parcel 2 of 2 was delivered."]
    assert told(first, customer=True)[-2:] == ends


def test_no_event_of_two_parcels_has_the_same_name(office: Office) -> None:
    for parcel in two_parcels():
        for n in range(1, 7):
            tell(parcel, *(42, 17, 21, 17, 21, 7)[:n])
    events = [line.event for line in now_of(parcel).timeline or [] if line.event]
    assert len(events) == len(set(events)) == 12


def test_a_piece_that_is_in_no_parcel_keeps_the_order_open(office: Office) -> None:
    first, second = two_parcels(second="0")
    tell(first, 7)
    tell(second, 7)
    assert now_of(first).status is Status.SHIPPED


def test_a_parcel_that_was_called_off_holds_nothing(office: Office) -> None:
    first, second = two_parcels()
    tell(first, 7)
    tell(second, 8)
    assert (as_it_is(second).status, now_of(first).status) == (S.CANCELLED, Status.SHIPPED)


def test_what_a_crash_left_open_is_closed_by_the_worker(office: Office) -> None:
    first, second = two_parcels()
    for parcel in (first, second):
        parcel.update(actions=[Shipment.status.set(S.DELIVERED)])
    assert [one_pass().done["ended orders"] for _ in range(2)] == [1, 0]
    assert now_of(first).status is Status.DELIVERED
    assert told(first)[-1] == "All parcels were delivered."


def test_an_order_that_got_another_parcel_meanwhile_is_not_closed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two_parcels()
    tell(first, 7)
    read = queries.of_order

    def then_a_third_is_begun(order: Order) -> list[Shipment]:
        found = read(order)
        if len(order.shipment_ids or ()) == 2:
            third = f"{first.order_id}-3"
            Shipment(third, first.order_id, status=S.PENDING, contents={"0": "1"}).save()
            with_it = (Order.shipment_ids | []).append([third])
            now_of(first).update(actions=[Order.shipment_ids.set(with_it)])
        return found

    monkeypatch.setattr(queries, "of_order", then_a_third_is_begun)
    tell(second, 7)
    assert (as_it_is(second).status, now_of(first).status) == (S.DELIVERED, Status.SHIPPED)


@pytest.mark.server
def test_two_parcels_that_arrive_at_once_close_the_order_once(office: Office) -> None:
    pair, together = two_parcels(), threading.Barrier(2)

    def arrives(parcel: Shipment) -> None:
        together.wait(10)
        take_tracking(news(parcel, 42, 7), source="Shiprocket")

    with ThreadPoolExecutor(2) as couriers:
        list(couriers.map(arrives, pair))
    assert now_of(pair[0]).status is Status.DELIVERED
    assert len([text for text in told(pair[0]) if text.endswith("was delivered.")]) == 2


def test_the_second_of_two_blind_arrivals_sees_both(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two_parcels()
    # As if each had been read before the other was written.
    monkeypatch.setattr("shipping.services.order_news.is_at_its_end", lambda *_, **__: False)
    tell(first, 7)
    assert now_of(first).status is Status.SHIPPED
    tell(second, 7)
    assert now_of(first).status is Status.DELIVERED


def test_money_at_the_door_is_collected_with_the_last_parcel(office: Office) -> None:
    first, second = two_parcels()
    now_of(first).update(actions=[Order.payment_method.set(COD)])
    tell(first, 7)
    assert now_of(first).collected_at is None
    tell(second, 7)
    assert now_of(first).collected_at is not None
    assert "collected by the courier" in told(first, customer=True)[-1]


def test_a_single_parcel_paid_at_the_door_is_collected_when_the_courier_says(
    office: Office,
) -> None:
    parcel = a_parcel()
    now_of(parcel).update(actions=[Order.payment_method.set(COD)])
    tell(parcel, 42, 7)
    order = now_of(parcel)
    assert clock.to_text(order.collected_at or clock.now()) == as_it_is(parcel).actual_delivery


def test_an_order_that_was_paid_before_collects_nothing(office: Office) -> None:
    parcel = a_parcel()
    tell(parcel, 42, 7)
    assert (now_of(parcel).collected_at, told(parcel)[-1]) == (None, "Delivered.")


def test_two_parcels_in_trouble_are_both_on_the_flag_until_each_is_well(office: Office) -> None:
    first, second = two_parcels()
    tell(first, 42, 21)
    tell(second, 42, 12)
    said = flags(first)["parcel"]
    assert "was not delivered" in said
    assert "is lost" in said
    tell(first, 42, 21, 17)
    assert flags(first)["parcel"] == as_it_is(second).trouble


def test_a_parcel_that_moves_on_leaves_the_other_ones_dispatch_in_need(office: Office) -> None:
    first, _ = two_parcels()
    now_of(first).update(actions=[flagged(now_of(first), "dispatch", "No label.", at=clock.now())])
    tell(first, 42)
    assert [flag.kind for flag in now_of(first).attention or []] == ["dispatch"]


def test_closing_twice_is_once(office: Office) -> None:
    first, second = two_parcels()
    tell(first, 7)
    tell(second, 7)
    assert not closing.close_if_at_its_end(now_of(first), by="Worker")
