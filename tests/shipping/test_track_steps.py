"""The line of steps on the tracking page never says another thing than the heading over it."""

import re

import pytest

from orders.models import Order
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from tests.shipping.bench import a_parcel, now_of
from tests.shipping.office import Office
from tests.shipping.test_goods_in import count
from tests.shipping.test_track_page import expect, heading, page, promise
from tests.shipping.test_tracking import tell
from tests.shipping.test_tracking_parcels import two_parcels

_STEP = re.compile(r'<li( class="done"| aria-current="step")?> <b>(.*?)</b>')
_STATES = {' class="done"': "done", ' aria-current="step"': "now", "": "later"}


def steps(order: Order | Shipment) -> dict[str, str]:
    """Title and state of the steps from 'Being packed' on."""
    line = page(order).partition('class="line-track"')[2].partition("</ol>")[0]
    return {title: _STATES[mark] for mark, title in _STEP.findall(line)[2:]}


def test_a_parcel_that_waits_for_its_courier_is_packed_and_not_on_the_way(office: Office) -> None:
    parcel = a_parcel()
    assert heading(parcel) == "Packed, waiting for the courier"
    assert steps(parcel) == {"Packed": "now", "On the way": "later", "Delivered": "later"}


@pytest.mark.parametrize("ids", [(42,), (42, 17), (42, 17, 21)])
def test_a_parcel_that_was_picked_up_is_on_the_way(office: Office, ids: tuple[int, ...]) -> None:
    parcel = a_parcel()
    tell(parcel, *ids)
    assert steps(parcel) == {"Being packed": "done", "On the way": "now", "Delivered": "later"}


def test_one_that_is_delayed_before_we_heard_of_its_pickup_is_on_the_way(office: Office) -> None:
    parcel = a_parcel()
    tell(parcel, 42, 22)
    assert heading(parcel) == "Delayed on its way"
    assert steps(parcel)["On the way"] == "now"


def test_a_parcel_that_is_there_is_ticked_to_the_end(office: Office) -> None:
    parcel = a_parcel()
    tell(parcel, 42, 7)
    assert set(steps(parcel).values()) == {"done"}
    assert "Delivered" in steps(parcel)


@pytest.mark.parametrize(
    ("ids", "end"),
    [
        ((42, 9), "On its way back to us"),
        ((42, 9, 10), "Back with us"),
        ((42, 12), "Lost on the way"),
        ((42, 25), "Damaged on the way"),
    ],
)
def test_what_does_not_arrive_has_no_delivered_ahead(
    office: Office, ids: tuple[int, ...], end: str
) -> None:
    parcel = a_parcel()
    promise(tell(parcel, *ids), 3)
    assert heading(parcel) == end
    assert steps(parcel) == {"Being packed": "done", "On the way": "done", end: "now"}


def test_an_order_that_ended_in_part_is_not_ticked_as_delivered(office: Office) -> None:
    first, second = two_parcels()
    tell(first, 42, 7)
    tell(second, 42, 9, 10)
    assert heading(first) == "Parcel 2 of 2: back with us"
    ended = {"Being packed": "done", "On the way": "done", "Delivered in part": "done"}
    assert steps(first) == ended
    assert count(second, sound=1)
    assert now_of(first).status == "delivered"
    assert steps(first) == ended
    for words in ("We have checked the goods in.", "within 7 days"):
        assert words in page(first)


def test_while_one_comes_and_one_goes_back_a_part_is_hoped_for(office: Office) -> None:
    first, second = two_parcels()
    expect(tell(first, 42), 3)
    tell(second, 42, 9)
    assert steps(first)["On the way"] == "now"
    assert steps(first)["Delivered in part"] == "later"
    assert ">by " in page(first)


def test_several_parcels_are_where_the_nearest_is(office: Office) -> None:
    first, second = two_parcels()
    assert heading(first) == "2 parcels: packed, waiting for the courier"
    tell(second, 42, 17)
    assert heading(first) == "Parcel 2 of 2: out for delivery"
    assert steps(first)["On the way"] == "now"


def test_several_parcels_arrive_with_the_last(office: Office) -> None:
    pair = two_parcels()
    days = [expect(tell(parcel, 42), n) for parcel, n in zip(pair, (4, 3), strict=True)]
    assert heading(pair[0]) == f"2 parcels: on the way, arriving {days[0]}"


def test_one_of_several_that_is_late_stands_in_the_heading(office: Office) -> None:
    first, second = two_parcels()
    tell(first, 42)
    expect(tell(second, 42), -1)
    assert heading(first) == "Parcel 2 of 2: on the way, but late"


def test_a_parcel_that_was_called_off_is_sent_again(office: Office) -> None:
    parcel = a_parcel()
    expect(tell(parcel, 8), 3)
    said = page(parcel)
    assert heading(parcel) == "We are sending it again"
    assert steps(parcel) == {"Being packed": "now", "On the way": "later", "Delivered": "later"}
    assert "the new AWB will stand here" in said
    for untrue in ("before coming", "at the door", "Arrives"):
        assert untrue not in said


def test_one_that_was_called_off_beside_others_is_said(office: Office) -> None:
    first, second = two_parcels()
    tell(second, 8)
    tell(first, 42)
    assert heading(first) == "On the way"
    assert "We are sending its goods again" in page(first)
    tell(first, 42, 7)
    assert heading(first) == "Delivered in part, and we are sending the rest again"
    assert steps(first)["Delivered"] == "later"


def test_what_goes_in_another_parcel_is_not_called_off(office: Office) -> None:
    first, second = two_parcels()
    tell(second, 8)
    tell(first, 42)
    first.update(actions=[Shipment.contents.set({"0": "2"})])
    assert "again" not in page(first)


def test_what_was_only_packed_otherwise_is_not_sent_again(office: Office) -> None:
    first, second = two_parcels()
    bare = [Shipment.status.set(ShipmentStatus.CANCELLED), Shipment.tracking_number.remove()]
    second.update(actions=[*bare])
    tell(first, 42)
    assert "again" not in page(first)


def test_a_delivered_order_with_everything_there_says_what_to_do(office: Office) -> None:
    first, second = two_parcels()
    tell(first, 42, 7)
    tell(second, 42, 7)
    assert heading(first) == "Delivered"
    assert "within 7 days" in page(first)
