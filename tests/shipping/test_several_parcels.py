"""An order in more than one parcel: each piece goes once, whatever is called off or redone."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from config import clock
from orders.models import Order
from orders.rules import Status
from shipping import queries, steps
from shipping.errors import BadBoxes, BeingDispatched, NotDispatched, OrderMovedOn
from shipping.goods_back import came_back
from shipping.models import Shipment
from shipping.packing import PackedBox, pieces_in, to_send
from shipping.rules import ShipmentStatus
from shipping.services import handing_over, leases
from shipping.services.beginning import begin
from shipping.services.dispatching import dispatch
from shipping.services.resuming import resume_half_done
from shipping.shiprocket import ShiprocketDown
from tests import parcel_invariants
from tests.factories import a_buyer, an_order
from tests.shipping import office as at
from tests.shipping.bench import a_packed_order, flags, now_of, told
from tests.shipping.office import NO_COURIER, NO_WALLET, Killed, Office
from tests.shipping.test_tracking import tell
from tests.snapshot import as_they_are

TWO = ({0: 1}, {0: 1})


def a_box(contents: dict[int, int] | None, **given: int) -> PackedBox:
    return PackedBox(
        contents, **{"grams": 300, "length_cm": 20, "breadth_cm": 10, "height_cm": 5} | given
    )


def boxes(*contents: dict[int, int]) -> list[PackedBox]:
    return [a_box(each) for each in contents]


def live(order: Order) -> list[Shipment]:
    return queries.live_of(now_of(order))


def units(office: Office) -> list[int]:
    """Pieces in the parcels that Shiprocket heard of, one after the other."""
    return [sum(item["units"] for item in sent["order_items"]) for sent in office.sent]


def is_gone_once(order: Order, office: Office) -> bool:
    """Whether every live parcel has its own AWB, and nothing is left to do."""
    numbers = [each.tracking_number for each in live(order)]
    fresh = now_of(order)
    held = sum(sum(pieces_in(fresh, each).values()) for each in live(order))
    return (
        None not in numbers
        and held == sum(to_send(fresh).values())
        and len(set(numbers)) == len(numbers)
        and now_of(order).status is Status.SHIPPED
        and all(steps.all_done(each.steps) for each in live(order))
        and [*parcel_invariants.here(as_they_are())] == []
    )


def call_off(parcel: Shipment) -> None:
    """As the courier does it."""
    parcel.update(actions=[Shipment.status.set(ShipmentStatus.CANCELLED)])


def test_two_boxes_are_two_parcels_with_their_own_names_and_awbs(office: Office) -> None:
    order = a_packed_order()
    first = dispatch(order.order_id, by="Meera", boxes=boxes(*TWO))
    assert [each.shipment_id for each in live(order)] == [f"{order.order_id}-{n}" for n in (1, 2)]
    assert list(office.orders) == [order.order_id, f"{order.order_id}-R1"]
    assert units(office) == [1, 1]
    assert is_gone_once(order, office)
    assert first.tracking_number == office.awbs[0]
    assert "Parcel 2 of 2: AWB" in told(order, customer=True)[-1]


def test_the_weight_and_size_of_the_bench_are_told(office: Office) -> None:
    order = a_packed_order()
    box = a_box(None, grams=430, length_cm=22, breadth_cm=28, height_cm=6)
    parcel = dispatch(order.order_id, by="Meera", boxes=[box])
    (sent,) = office.sent
    assert (sent["weight"], sent["length"], sent["breadth"], sent["height"]) == (0.43, 28, 22, 6)
    assert parcel.contents == {"0": "2"}


def test_the_shares_of_two_parcels_add_up_to_the_order(office: Office) -> None:
    order = a_packed_order()
    dispatch(order.order_id, by="Meera", boxes=boxes(*TWO))
    assert sum(each["sub_total"] + each["shipping_charges"] for each in office.sent) == 1079
    assert [each["shipping_charges"] for each in office.sent] == [79, 0]
    assert sum(each.worth or 0 for each in live(order)) == order.total_amount


@pytest.mark.parametrize("wrong", [({0: 1},), ({0: 2}, {0: 1}), ({0: 2}, {})])
def test_boxes_that_are_not_the_order_begin_nothing(
    office: Office, wrong: tuple[dict[int, int], ...]
) -> None:
    order = a_packed_order()
    with pytest.raises(BadBoxes):
        dispatch(order.order_id, by="Meera", boxes=boxes(*wrong))
    assert (live(order), office.calls, queries.half_done()) == ([], [], [])


def test_a_second_press_goes_on_and_makes_nothing_new(office: Office) -> None:
    order = a_packed_order()
    dispatch(order.order_id, by="Meera", boxes=boxes(*TWO))
    calls = list(office.calls)
    dispatch(order.order_id, by="Imran", boxes=boxes(*TWO))
    with pytest.raises(BadBoxes, match="call them off first"):
        dispatch(order.order_id, by="Imran", boxes=boxes({0: 2}))
    assert office.calls == calls


@pytest.mark.server
def test_two_people_with_other_boxes_send_each_piece_once(office: Office) -> None:
    order = a_packed_order()
    together = threading.Barrier(4)

    def presses(n: int) -> None:
        together.wait(10)
        with suppress(BeingDispatched, BadBoxes):  # the other was quicker
            packed = boxes(*TWO) if n % 2 else boxes({0: 2})
            dispatch(order.order_id, by=f"Packer {n}", boxes=packed)

    with ThreadPoolExecutor(4) as people:
        list(people.map(presses, range(4)))
    with time_machine.travel(clock.now() + timedelta(minutes=3)):
        resume_half_done()
    assert is_gone_once(order, office)
    alive = [each for each in office.orders.values() if each["awb"]]
    assert len(alive) == len(live(order))


def test_the_pieces_of_a_parcel_that_was_called_off_go_again_and_no_others(office: Office) -> None:
    order = a_packed_order()
    dispatch(order.order_id, by="Meera", boxes=boxes(*TWO))
    first, second = live(order)
    call_off(first)
    again = dispatch(order.order_id, by="Meera")
    assert [each.shipment_id for each in live(order)] == [second.shipment_id, f"{order.order_id}-3"]
    assert live(order)[1].contents == {"0": "1"}
    assert again.shipment_id == f"{order.order_id}-3"
    assert (units(office), office.sent[-1]["shipping_charges"]) == ([1, 1, 1], 79)
    assert is_gone_once(order, office)


def test_what_is_packed_anew_must_be_just_what_is_left(office: Office) -> None:
    order = a_packed_order()
    dispatch(order.order_id, by="Meera", boxes=boxes(*TWO))
    call_off(live(order)[0])
    with pytest.raises(BadBoxes, match="2 × "):  # noqa: RUF001
        dispatch(order.order_id, by="Meera", boxes=boxes({0: 2}))
    dispatch(order.order_id, by="Meera", boxes=[a_box(None)])
    assert is_gone_once(order, office)


def test_where_one_parcel_is_refused_the_other_goes(office: Office) -> None:
    order = a_packed_order()
    office.says["create"] = (422, {"message": "Too heavy"})
    with pytest.raises(NotDispatched, match="Too heavy"):
        dispatch(order.order_id, by="Meera", boxes=boxes(*TWO))
    assert [bool(each.tracking_number) for each in live(order)] == [False, True]
    assert now_of(order).status is Status.SHIPPED
    dispatch(order.order_id, by="Meera")
    assert (is_gone_once(order, office), flags(order)) == (True, {})


def test_the_parcels_of_one_press_are_begun_together(office: Office) -> None:
    order = a_packed_order()
    office.before["create"] = at.kill
    with pytest.raises(Killed):
        dispatch(order.order_id, by="Meera", boxes=boxes(*TWO))
    assert len(live(order)) == 2
    with time_machine.travel(clock.now() + timedelta(minutes=3)):
        assert resume_half_done() == 2
    assert is_gone_once(order, office)


def test_of_two_who_read_the_same_order_one_begins(office: Office) -> None:
    read = [now_of(order) for order in [a_packed_order()] * 2]
    (first,) = begin(read[0], by="Meera")
    with pytest.raises(BeingDispatched):
        begin(read[1], by="Imran", boxes=boxes(*TWO))
    assert live(read[0])[0].attribute_values == first.attribute_values


def test_an_awb_for_a_parcel_that_was_called_off_meanwhile_is_called_off_too(
    office: Office,
) -> None:
    order = a_packed_order()
    office.after["awb"] = lambda: call_off(live(order)[0])
    with pytest.raises(NotDispatched, match="called off meanwhile"):
        dispatch(order.order_id, by="Meera")
    assert office.orders[order.order_id]["status"] == "CANCELED"
    assert (live(order), now_of(order).status) == ([], Status.PROCESSING)


def test_a_refused_parcel_may_be_packed_anew_before_shiprocket_knows_it(office: Office) -> None:
    order = a_packed_order()
    office.says["create"] = (422, {"message": "Bad address"})
    with pytest.raises(NotDispatched):
        dispatch(order.order_id, by="Meera")
    dispatch(order.order_id, by="Meera", boxes=boxes(*TWO))
    assert [each.contents for each in live(order)] == [{"0": "1"}, {"0": "1"}]
    assert is_gone_once(order, office)
    assert units(office) == [1, 1]


def refused_by_all(office: Office, order: Order, packed: list[PackedBox]) -> None:
    """Registered at Shiprocket, and no AWB."""
    office.says["awb"] = NO_COURIER
    with pytest.raises(NotDispatched):
        dispatch(order.order_id, by="Meera", boxes=packed)


def test_what_no_courier_took_is_packed_anew_and_called_off_as_it_was(office: Office) -> None:
    order = a_packed_order()
    refused_by_all(office, order, [a_box(None, grams=380)])
    heavier = [a_box({0: 1}, grams=5000), a_box({0: 1})]
    dispatch(order.order_id, by="Meera", boxes=heavier)
    assert [sent["weight"] for sent in office.sent] == [0.38, 5.0, 0.3]
    assert office.orders[order.order_id]["status"] == "CANCELED"
    assert (units(office), len(office.awbs)) == ([2, 1, 1], 2)
    assert is_gone_once(order, office)


def test_a_parcel_that_shiprocket_does_not_call_off_is_not_packed_anew(office: Office) -> None:
    order = a_packed_order()
    refused_by_all(office, order, [a_box(None)])
    office.says["cancel"] = (422, {"message": "It cannot be cancelled"})
    with pytest.raises(NotDispatched, match="does not call the parcel off"):
        dispatch(order.order_id, by="Meera", boxes=boxes(*TWO))
    assert ([each.contents for each in live(order)], office.awbs) == ([{"0": "2"}], [])
    dispatch(order.order_id, by="Meera")
    assert is_gone_once(order, office)


def test_while_the_old_parcel_is_not_off_yet_no_other_is_made(office: Office) -> None:
    order = a_packed_order()
    refused_by_all(office, order, [a_box(None)])
    office.says["cancel"] = (204, {})
    with pytest.raises(NotDispatched, match="press dispatch again in a minute"):
        dispatch(order.order_id, by="Meera", boxes=boxes(*TWO))
    assert len(office.orders) == 1
    dispatch(order.order_id, by="Meera", boxes=boxes(*TWO))
    assert is_gone_once(order, office)


def test_what_a_courier_may_have_is_not_packed_anew(office: Office) -> None:
    order = a_packed_order()
    office.after["awb"] = at.down
    with suppress(ShiprocketDown):
        dispatch(order.order_id, by="Meera", boxes=[a_box(None)])
    with pytest.raises(BadBoxes, match="call them off first"):
        dispatch(order.order_id, by="Meera", boxes=boxes(*TWO))
    dispatch(order.order_id, by="Meera", boxes=[a_box(None)])
    assert (len(office.awbs), is_gone_once(order, office)) == (1, True)


def test_only_what_no_courier_has_is_packed_anew(office: Office) -> None:
    order = a_packed_order()
    with suppress(NotDispatched):
        office.says["awb"] = NO_COURIER
        dispatch(order.order_id, by="Meera", boxes=boxes(*TWO))
    with pytest.raises(BadBoxes):
        dispatch(order.order_id, by="Meera", boxes=[a_box({0: 2})])
    assert "cancel" not in office.calls
    dispatch(order.order_id, by="Meera", boxes=[a_box({0: 1}, grams=900)])
    assert [sent["weight"] for sent in office.sent] == [0.3, 0.3, 0.9]
    assert len(office.awbs) == 2
    assert is_gone_once(order, office)


def test_the_same_boxes_again_are_not_packed_anew(office: Office) -> None:
    order = a_packed_order()
    office.says["create"] = (422, {"message": "Bad address"})
    with pytest.raises(NotDispatched):
        dispatch(order.order_id, by="Meera", boxes=[a_box(None)])
    dispatch(order.order_id, by="Meera", boxes=[a_box(None)])
    assert len(now_of(order).shipment_ids or ()) == 1


def test_a_piece_that_was_given_back_since_is_not_sent(office: Office) -> None:
    order = a_packed_order()
    office.before["create"] = at.kill
    with pytest.raises(Killed):
        dispatch(order.order_id, by="Meera", boxes=boxes(*TWO))
    order.update(actions=[Order.lines[0]["paid_back"].set(1)])
    with time_machine.travel(clock.now() + timedelta(minutes=3)):
        resume_half_done()
    first, second = queries.of_order(now_of(order))
    assert (units(office), bool(first.tracking_number)) == ([1], True)
    assert second.status is ShipmentStatus.CANCELLED


def test_an_order_of_which_all_came_back_has_nothing_to_send(office: Office) -> None:
    order = a_packed_order()
    order.update(actions=[Order.lines[0]["paid_back"].set(2)])
    with pytest.raises(BadBoxes, match="Nothing is left to send"):
        dispatch(order.order_id, by="Meera")


def test_parcels_of_different_goods_hold_what_was_put_in(office: Office) -> None:
    product = a_packed_order().lines[0].product_id or ""
    order = an_order(buyer=a_buyer(), wanted={product: 1, a_packed_order().lines[0].sku or "": 1})
    order.update(
        actions=[Order.status.set(Status.PROCESSING), Order.payment_status.set("captured")]
    )
    dispatch(order.order_id, by="Meera", boxes=boxes({1: 1}, {0: 1}))
    skus = [[item["sku"] for item in sent["order_items"]] for sent in office.sent]
    assert skus == [[order.lines[1].sku], [order.lines[0].sku]]


def give_back(order: Order) -> None:
    """One piece is refunded and in stock again."""
    order.update(actions=[Order.lines[0]["paid_back"].set(1), Order.lines[0]["returned"].set(1)])


def test_a_piece_given_back_after_it_was_registered_gets_no_awb(office: Office) -> None:
    order = a_packed_order()
    office.always["awb"] = NO_WALLET
    with suppress(NotDispatched):
        dispatch(order.order_id, by="Meera", boxes=boxes(*TWO))
    del office.always["awb"]
    give_back(order)
    dispatch(order.order_id, by="Meera")
    assert (len(office.awbs), is_gone_once(order, office)) == (1, True)
    assert [each["status_code"] for each in office.orders.values()] == [3, 5]


def test_a_parcel_that_shiprocket_knows_with_more_in_it_is_made_anew(office: Office) -> None:
    order = a_packed_order()
    refused_by_all(office, order, [a_box(None)])
    give_back(order)
    dispatch(order.order_id, by="Meera")
    assert (units(office), len(office.awbs)) == ([2, 1], 1)
    assert office.orders[order.order_id]["status"] == "CANCELED"
    assert is_gone_once(order, office)


def test_a_piece_given_back_at_the_last_moment_stops_the_awb(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = a_packed_order()

    def claimed_too_late(*args: Any, **given: Any) -> Any:
        monkeypatch.setattr(handing_over, "claim", leases.claim)
        give_back(order)
        return leases.claim(*args, **given)

    monkeypatch.setattr(handing_over, "claim", claimed_too_late)
    with pytest.raises(OrderMovedOn):
        dispatch(order.order_id, by="Meera")
    assert office.awbs == []
    dispatch(order.order_id, by="Meera")
    assert (units(office), len(office.awbs)) == ([2, 1], 1)


def test_only_what_travelled_can_come_back(office: Office) -> None:
    order = a_packed_order()
    order.update(actions=[Order.lines[0]["paid_back"].set(1)])
    parcel = dispatch(order.order_id, by="Meera")
    assert (units(office), parcel.contents) == ([1], {"0": "1"})
    tell(parcel, 42, 9, 10)
    assert [each.pieces for each in came_back(now_of(order), parcel)] == [1]
