"""A return's parcel that nobody waits for any more: called off, followed, or told of."""

from typing import Any

import pytest

from orders.models import Order
from orders.return_rules import ReturnStatus
from orders.services.checking_in import Count, check_in
from payments.sandbox.process import RunningSandbox
from shipping import queries, steps
from shipping.errors import BeingDispatched
from shipping.rules import ShipmentStatus
from shipping.services import return_calls
from shipping.services.return_parcels import accept_and_fetch, accept_by_post, withdraw
from tests.returns.goods_back import (
    a_delivered_order,
    a_wish,
    asked,
    back_of,
    calls,
    fresh,
    moved,
    parcels_of,
)
from tests.returns.test_parcels import fetched, there, worked


@pytest.fixture
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two minutes are over at once."""
    monkeypatch.setattr("shipping.services.return_round.LEASE", steps.LEASE * 0)


def withdrawn(order: Order) -> None:
    withdraw(order.order_id, order.customer_id, "R1")


@pytest.mark.usefixtures("no_pause")
def test_a_call_off_that_is_refused_calls_for_a_person_and_is_asked_again(
    both: RunningSandbox,
) -> None:
    order = a_delivered_order()
    fetched(order)
    withdrawn(order)
    for call in ("orders/cancel", "orders/cancel/shipment/awbs"):
        refusal = {"message": "Not now", "status_code": 400}
        both.control("faults", kind="answer", path=f"*/{call}", status=400, body=refusal, times=2)
    worked()
    worked()
    text = calls(order)["parcel"]
    assert "Shiprocket does not call off parcel" in text
    story = [m.text for m in fresh(order).timeline or []]
    assert story.count(text) == 1
    worked()
    assert parcels_of(order)[0].status is ShipmentStatus.CANCELLED
    assert queries.return_work() == []


@pytest.mark.usefixtures("no_pause")
def test_a_parcel_that_the_courier_has_is_followed_and_not_called_off(
    both: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = a_delivered_order()
    parcel = fetched(order)
    withdrawn(order)
    both.control(f"parcels/{parcel.tracking_number}/move", status_id=42)  # no webhook came
    worked()
    assert parcels_of(order)[0].status is ShipmentStatus.PICKED
    assert there(both)[0]["status_code"] != 5
    assert "comes to us all the same" in calls(order)["parcel"]
    both.control(f"parcels/{parcel.tracking_number}/move", status_id=7)
    monkeypatch.setattr("shipping.services.return_round.QUIET", steps.LEASE * 0)
    worked()
    assert parcels_of(order)[0].status is ShipmentStatus.DELIVERED
    assert queries.return_work() == []


def test_that_it_is_off_as_we_asked_is_no_trouble(both: RunningSandbox) -> None:
    order = a_delivered_order()
    parcel = fetched(order)
    accept_by_post(order.order_id, "R1", words="", by="Sneha")
    moved(both, parcel, 8)
    assert parcels_of(order)[0].status is ShipmentStatus.CANCELLED
    assert calls(order) == {}


def test_goods_that_come_by_hand_meanwhile_get_no_awb(
    both: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = a_delivered_order()
    asked(order, a_wish())
    real = return_calls.register

    def and_meanwhile(lease: Any) -> Any:
        done = real(lease)
        check_in(order.order_id, "R1", Count({0: 1}, {0: 0}), by="Sneha")
        return done

    monkeypatch.setattr(return_calls, "register", and_meanwhile)
    with pytest.raises(BeingDispatched):
        accept_and_fetch(order.order_id, "R1", words="", by="Sneha")
    assert back_of(order).status == ReturnStatus.CHECKED
    assert [each.get("awb") for each in there(both)] in ([None], [""])
