"""The parcel that fetches a return: one AWB whatever breaks, called off when nobody wants it, and
never taken for a parcel of the order's own."""

from typing import Any

import pytest
from django.test import Client

from orders.models import Order
from orders.return_errors import ReturnMovedOn
from orders.return_rules import ReturnStatus, Way
from payments.sandbox.process import RunningSandbox
from payments.services import working
from payments.services.working import one_pass
from shipping import queries, steps
from shipping.errors import NotAwaited, NotCalledOff, NotDispatched, ShipmentNotFound
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from shipping.services import return_calls, return_parcels, return_round
from shipping.services.calling_off import call_off_by_hand
from shipping.services.return_parcels import (
    accept_and_fetch,
    accept_by_post,
    fetch_again,
    withdraw,
)
from shipping.shiprocket import ShiprocketDown
from shipping.staff.queries import parcel_by_id
from tests.invariants import assert_invariants
from tests.returns.goods_back import (
    WORD,
    a_delivered_order,
    a_paid_order,
    a_wish,
    asked,
    back_of,
    calls,
    fresh,
    moved,
    parcels_of,
    said,
)

CALLS = ("create/return", "assign/awb", "generate/pickup")


class Killed(BaseException):
    """`kill -9`: nothing of ours runs after it."""


def fetched(order: Order, **wish: Any) -> Shipment:
    """A return that is accepted, and the parcel that fetches it."""
    number = asked(order, a_wish(**wish))
    return accept_and_fetch(order.order_id, number, words="", by="Sneha")


def worked() -> None:
    """A worker that was just started, and what was unsure or held before is let go."""
    working._asked.clear()
    one_pass()


def there(both: RunningSandbox) -> list[dict[str, Any]]:
    return [each for each in both.ledger().get("parcels", []) if each.get("is_return")]


def test_shiprocket_hears_who_gives_it_and_where_it_is_brought(both: RunningSandbox) -> None:
    order = a_delivered_order()
    parcel = fetched(order)
    (known,) = there(both)
    told = known["order"]
    assert (told["order_id"], parcel.reference) == (f"{order.order_id}-RET1",) * 2
    assert (told["pickup_customer_name"], told["pickup_pincode"]) == ("Ananya Rao", "411038")
    assert (told["shipping_pincode"], told["shipping_address"]) == (
        "411005",
        "Plot 12, Shivajinagar",
    )
    assert [(i["units"], i["selling_price"]) for i in told["order_items"]] == [(1, 500)]
    assert told["payment_method"] == "Prepaid"


def test_it_is_none_of_the_orders_own_parcels(both: RunningSandbox) -> None:
    order = a_paid_order(both)
    parcel = fetched(order)
    assert fresh(order).shipment_ids == []
    assert queries.of_order(fresh(order)) == []
    with pytest.raises(ShipmentNotFound):
        parcel_by_id(parcel.shipment_id)
    with pytest.raises(NotCalledOff):
        call_off_by_hand(parcel.shipment_id, by="Sneha")
    assert_invariants(ledger=both.ledger(), is_under_way=True)


def test_twice_accepted_is_one_parcel(both: RunningSandbox) -> None:
    order = a_delivered_order()
    first = fetched(order)
    again = accept_and_fetch(order.order_id, "R1", words="", by="Meera")
    assert (again.shipment_id, again.tracking_number) == (first.shipment_id, first.tracking_number)
    assert (len(there(both)), len(parcels_of(order))) == (1, 1)
    accepted = [m for m in fresh(order).timeline or [] if "is accepted" in m.text]
    assert len(accepted) == 1


@pytest.mark.parametrize("kind", ["drop", "drop_after", "500", "html"])
@pytest.mark.parametrize("call", CALLS)
def test_whatever_breaks_on_the_wire_there_is_one_awb(
    both: RunningSandbox, call: str, kind: str
) -> None:
    order = a_delivered_order()
    asked(order)
    both.control("faults", kind=kind, path=f"*/{call}", times=1)
    with pytest.raises(ShiprocketDown):
        accept_and_fetch(order.order_id, "R1", words="", by="Sneha")
    worked()
    (parcel,), (known,) = parcels_of(order), there(both)
    assert (parcel.tracking_number, bool(parcel.is_pickup_scheduled)) == (known["awb"], True)
    assert calls(order) == {}


def test_an_awb_of_which_nobody_heard_is_looked_up_and_not_asked_for_again(
    both: RunningSandbox,
) -> None:
    order = a_delivered_order()
    asked(order)
    both.control("faults", kind="drop_after", path="*/assign/awb", times=1)
    with pytest.raises(ShiprocketDown):
        accept_and_fetch(order.order_id, "R1", words="", by="Sneha")
    error = {"awb_assign_status": 0, "response": {"data": {"awb_assign_error": "Oops"}}}
    both.control("faults", kind="answer", path="*/assign/awb", body=error, times=1)
    worked()
    assert (parcels_of(order)[0].tracking_number, calls(order)) == (there(both)[0]["awb"], {})


@pytest.mark.parametrize("step", ["register", "take_awb", "book_pickup"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_whoever_dies_at_a_step_is_followed_by_the_worker(
    both: RunningSandbox, monkeypatch: pytest.MonkeyPatch, step: str, when: str
) -> None:
    order = a_delivered_order()
    asked(order)
    real = getattr(return_calls, step)

    def dies(lease: Any) -> Any:
        if when == "after":
            real(lease)
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(return_calls, step, dies)
        with pytest.raises(Killed):
            accept_and_fetch(order.order_id, "R1", words="", by="Sneha")
    worked()
    assert parcels_of(order)[0].pickup_at is None  # the dead one's claim still stands
    monkeypatch.setattr("shipping.steps.LEASE", steps.LEASE * 0)
    worked()
    (parcel,), (known,) = parcels_of(order), there(both)
    assert (parcel.tracking_number, bool(parcel.is_pickup_scheduled)) == (known["awb"], True)


def test_a_death_before_the_first_step_is_followed_too(
    both: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = a_delivered_order()
    asked(order)
    with monkeypatch.context() as dying:
        dying.setattr(return_parcels, "carry_on", _dies)
        with pytest.raises(Killed):
            accept_and_fetch(order.order_id, "R1", words="", by="Sneha")
    worked()
    assert parcels_of(order)[0].tracking_number == there(both)[0]["awb"]


def _dies(*_: object, **__: object) -> None:
    raise Killed


def test_where_no_courier_goes_staff_let_the_customer_send_it(both: RunningSandbox) -> None:
    order = a_delivered_order()
    asked(order)
    both.control("couriers", unserviceable=["411038"])
    with pytest.raises(NotDispatched, match="let the customer send it"):
        accept_and_fetch(order.order_id, "R1", words="", by="Sneha")
    assert "No courier fetches return R1" in calls(order)["return"]
    worked()
    assert len(there(both)) == 1  # a refusal waits for a person
    accept_by_post(order.order_id, "R1", words="", by="Sneha")
    back = back_of(order)
    assert (back.way, back.status, calls(order)) == (Way.POST, ReturnStatus.ACCEPTED, {})
    assert (fresh(order).mails or {})["return_accepted/R1.2"].startswith("owed ")
    worked()
    assert parcels_of(order)[0].status is ShipmentStatus.CANCELLED
    assert there(both)[0]["status"] == "CANCELED"


def test_a_refusal_that_is_mended_goes_on_with_the_same_parcel(both: RunningSandbox) -> None:
    order = a_delivered_order()
    asked(order)
    both.control("wallet", balance_paise=0)
    with pytest.raises(NotDispatched):
        accept_and_fetch(order.order_id, "R1", words="", by="Sneha")
    both.control("wallet", balance_paise=5_000_00)
    parcel = fetch_again(order.order_id, "R1", by="Sneha")
    assert (parcel.shipment_id, calls(order)) == (f"{order.order_id}-R1", {})
    assert len(there(both)) == 1


def test_what_was_called_off_is_fetched_by_another_parcel(both: RunningSandbox) -> None:
    order = a_delivered_order()
    parcel = fetched(order)
    moved(both, parcel, 8)
    assert "pickup of return R1 was called off" in calls(order)["return"]
    second = fetch_again(order.order_id, "R1", by="Sneha")
    assert (second.shipment_id, second.reference) == (
        f"{order.order_id}-R1_2",
        f"{order.order_id}-RET1-2",
    )
    assert (calls(order), back_of(order).shipment_id) == ({}, second.shipment_id)
    assert queries.return_parcel_ids(fresh(order)) == [parcel.shipment_id, second.shipment_id]
    moved(both, second, 42)
    assert back_of(order).status == ReturnStatus.COMING


def test_a_withdrawn_return_calls_its_parcel_off(both: RunningSandbox) -> None:
    order = a_delivered_order()
    fetched(order)
    for _ in range(2):
        withdraw(order.order_id, order.customer_id, "R1")
    worked()
    assert parcels_of(order)[0].status is ShipmentStatus.CANCELLED
    assert there(both)[0]["status_code"] == 5
    assert queries.return_work() == []
    assert asked(order) == "R2"


def test_once_the_courier_has_it_it_is_not_withdrawn(both: RunningSandbox) -> None:
    order = a_delivered_order()
    moved(both, fetched(order), 42)
    with pytest.raises(ReturnMovedOn):
        withdraw(order.order_id, order.customer_id, "R1")
    assert back_of(order).status == ReturnStatus.COMING


def test_a_withdrawal_while_the_awb_is_asked_for_ends_without_a_parcel(
    both: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = a_delivered_order()
    asked(order)
    real = return_calls.take_awb

    def and_meanwhile(lease: Any) -> Any:
        done = real(lease)
        withdraw(order.order_id, order.customer_id, "R1")
        return done

    with monkeypatch.context() as between:
        between.setattr(return_calls, "take_awb", and_meanwhile)
        with pytest.raises(NotAwaited, match="Return R1 does not wait"):
            accept_and_fetch(order.order_id, "R1", words="", by="Sneha")
    worked()
    assert back_of(order).status == ReturnStatus.WITHDRAWN
    assert parcels_of(order)[0].status is ShipmentStatus.CANCELLED
    assert there(both)[0]["status_code"] == 5


def test_news_comes_forward_only_and_once(both: RunningSandbox) -> None:
    order = a_delivered_order()
    parcel = fetched(order)
    moved(both, parcel, 42, 18, 7)
    lines = len(fresh(order).timeline or [])
    moved(both, parcel)
    moved(both, parcel)
    assert back_of(order).status == ReturnStatus.ARRIVED
    assert len(fresh(order).timeline or []) == lines
    assert said(order) == "Return R1 has arrived at our warehouse."
    assert fresh(order).status == "delivered"


def test_a_lost_parcel_calls_for_a_person(both: RunningSandbox) -> None:
    order = a_delivered_order()
    parcel = fetched(order)
    moved(both, parcel, 42, 12)
    assert "lost or damaged return R1" in calls(order)["return"]
    assert back_of(order).status == ReturnStatus.COMING
    assert queries.return_work() == []


def test_a_parcel_that_nobody_speaks_of_is_asked_for(
    both: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = a_delivered_order()
    parcel = fetched(order)
    both.control(f"parcels/{parcel.tracking_number}/move", status_id=42)
    worked()
    assert back_of(order).status == ReturnStatus.ACCEPTED
    monkeypatch.setattr(return_round, "QUIET", return_round.QUIET * 0)
    worked()
    assert back_of(order).status == ReturnStatus.COMING


def test_an_end_is_believed_when_shiprocket_says_it_too(both: RunningSandbox) -> None:
    order = a_delivered_order()
    parcel = fetched(order)
    forged = {
        "awb": parcel.tracking_number,
        "shipment_status_id": 7,
        "shipment_status": "DELIVERED",
        "is_return": 1,
        "order_id": parcel.reference,
    }
    answer = Client().post(
        "/shipping/tracking/webhook", forged, content_type="application/json", headers=WORD
    )
    assert answer.status_code == 200
    assert back_of(order).status == ReturnStatus.ACCEPTED
