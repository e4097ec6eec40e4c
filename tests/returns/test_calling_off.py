"""A return's parcel that nobody waits for any more: called off, followed, or told of."""

from typing import Any

import pytest

from orders.models import Order
from orders.return_rules import ReturnStatus
from orders.services.checking_in import Count, check_in
from orders.services.return_writing import write_step
from orders.services.story import unflagged
from payments.sandbox.process import RunningSandbox
from shipping import queries, steps
from shipping.errors import NotAwaited, NotDispatched
from shipping.rules import ShipmentStatus
from shipping.services import return_calls
from shipping.services.flags import PARCEL_FLAG
from shipping.services.return_parcels import (
    accept_and_fetch,
    accept_by_post,
    fetch_again,
    withdraw,
)
from shipping.services.return_strays import write_not_called_off
from tests.returns.goods_back import (
    a_delivered_order,
    a_wish,
    asked,
    back_of,
    calls,
    fresh,
    moved,
    parcels_of,
    said,
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
    parcel = fetched(order)
    withdrawn(order)
    for call in ("orders/cancel", "orders/cancel/shipment/awbs"):
        refusal = {"message": "Not now", "status_code": 400}
        both.control("faults", kind="answer", path=f"*/{call}", status=400, body=refusal, times=2)
    worked()
    worked()
    text = calls(order)["parcel"]
    assert f"Parcel {parcel.tracking_number} of return R1 is not called off" in text
    story = [m.text for m in fresh(order).timeline or []]
    assert story.count(text) == 1
    worked()
    (off,) = parcels_of(order)
    assert (off.status, off.trouble, calls(order)) == (ShipmentStatus.CANCELLED, None, {})
    assert "is called off now" in said(order)
    assert queries.return_work() == []


def refuses(both: RunningSandbox, why: str, *, times: int = 1) -> None:
    """Shiprocket does not call anything off, so often."""
    body = {"message": why, "status_code": 400}
    for call in ("orders/cancel", "orders/cancel/shipment/awbs"):
        both.control("faults", kind="answer", path=f"*/{call}", status=400, body=body, times=times)


@pytest.mark.usefixtures("no_pause")
def test_a_refusal_for_another_reason_stands_in_place_of_the_first(both: RunningSandbox) -> None:
    order = a_delivered_order()
    fetched(order)
    withdrawn(order)
    refuses(both, "Not now")
    worked()
    refuses(both, "Nor now")
    worked()
    text = calls(order)["parcel"]
    assert ("Not now" in text, "Nor now" in text) == (False, True)
    assert "\n" not in text


@pytest.mark.usefixtures("no_pause")
def test_a_refusal_that_staff_have_settled_is_not_told_again(both: RunningSandbox) -> None:
    order = a_delivered_order()
    fetched(order)
    withdrawn(order)
    refuses(both, "Not now", times=2)
    worked()
    order.update(actions=[unflagged(fresh(order), PARCEL_FLAG)])
    lines = len(fresh(order).timeline or [])
    worked()
    assert PARCEL_FLAG not in [flag.kind for flag in fresh(order).attention or []]
    assert len(fresh(order).timeline or []) == lines


@pytest.mark.usefixtures("no_pause")
def test_that_it_is_off_after_all_takes_the_flag_off(both: RunningSandbox) -> None:
    order = a_delivered_order()
    parcel = fetched(order)
    withdrawn(order)
    refuses(both, "Not now")
    worked()
    assert "is not called off" in calls(order)["parcel"]
    moved(both, parcel, 8)
    assert (parcels_of(order)[0].status, calls(order)) == (ShipmentStatus.CANCELLED, {})


def test_a_parcel_that_went_meanwhile_is_not_said_to_wait_for_its_call_off(
    both: RunningSandbox,
) -> None:
    order = a_delivered_order()
    parcel = fetched(order)
    moved(both, parcel, 42)
    write_not_called_off(parcel, "Too late", by="Worker")
    assert (calls(order), parcels_of(order)[0].trouble) == ({}, None)


def test_a_parcel_called_delivered_after_it_was_opened_is_no_stray(both: RunningSandbox) -> None:
    order = a_delivered_order()
    parcel = fetched(order)
    moved(both, parcel, 42, 18, 17)
    check_in(order.order_id, "R1", Count({0: 0}, {0: 0}, "It was played."), by="Sneha")
    moved(both, parcel, 7)
    assert (back_of(order).status, calls(order)) == (ReturnStatus.SENT_BACK, {})
    assert parcels_of(order)[0].status is ShipmentStatus.DELIVERED


@pytest.mark.parametrize("is_wished_off", [False, True])
def test_a_parcel_that_comes_after_the_goods_came_by_hand_is_told_of(
    both: RunningSandbox, is_wished_off: bool
) -> None:
    order = a_delivered_order()
    parcel = fetched(order)
    if is_wished_off:
        accept_by_post(order.order_id, "R1", words="", by="Sneha")
    check_in(order.order_id, "R1", Count({0: 1}, {0: 0}), by="Sneha")
    moved(both, parcel, 42, 7)
    assert "comes to us all the same" in calls(order)["parcel"]
    assert (back_of(order).status, back_of(order).trouble) == (ReturnStatus.CHECKED, None)


def test_a_wished_off_parcel_that_brings_the_return_is_no_stray(both: RunningSandbox) -> None:
    order = a_delivered_order()
    parcel = fetched(order)
    accept_by_post(order.order_id, "R1", words="", by="Sneha")
    moved(both, parcel, 42, 7)
    assert back_of(order).status == ReturnStatus.ARRIVED
    assert PARCEL_FLAG not in calls(order)


def test_a_parcel_that_was_wished_off_and_comes_beside_the_goods_is_told_of(
    both: RunningSandbox,
) -> None:
    order = a_delivered_order()
    parcel = fetched(order)
    accept_by_post(order.order_id, "R1", words="", by="Sneha")
    moved(both, parcel, 42)
    check_in(order.order_id, "R1", Count({0: 1}, {0: 0}), by="Sneha")
    moved(both, parcel, 7)
    assert "comes to us all the same" in calls(order)["parcel"]


def test_what_happens_to_a_parcel_after_its_return_was_opened_holds_up_no_money(
    both: RunningSandbox,
) -> None:
    order = a_delivered_order()
    parcel = fetched(order)
    moved(both, parcel, 42)
    check_in(order.order_id, "R1", Count({0: 1}, {0: 0}), by="Sneha")
    moved(both, parcel, 12)
    assert parcels_of(order)[0].status is ShipmentStatus.LOST
    assert (back_of(order).trouble, calls(order)) == (None, {})


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


def meanwhile(monkeypatch: pytest.MonkeyPatch, step: str, *acts: Any) -> None:
    """While Shiprocket is asked for this step others do that."""
    real = getattr(return_calls, step)

    def asks(lease: Any) -> Any:
        monkeypatch.setattr(return_calls, step, real)
        try:
            return real(lease)
        finally:
            for act in acts:
                act()

    monkeypatch.setattr(return_calls, step, asks)


def by_hand(order: Order) -> Any:
    """Somebody brings the goods, and they are checked in."""
    return lambda: check_in(order.order_id, "R1", Count({0: 1}, {0: 0}), by="Sneha")


def paid_in_cash() -> Order:
    """An accepted return of goods that were paid for at the door waits to be fetched."""
    order = a_delivered_order()
    order.update(actions=[Order.payment_method.set("cod")])
    asked(order, a_wish(upi="ananya@okbank"))
    return order


def fetch(order: Order) -> Any:
    return accept_and_fetch(order.order_id, "R1", words="", by="Sneha")


def test_goods_that_come_by_hand_meanwhile_get_no_awb(
    both: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = paid_in_cash()
    meanwhile(monkeypatch, "register", by_hand(order))
    with pytest.raises(NotAwaited):
        fetch(order)
    assert back_of(order).status == ReturnStatus.CHECKED
    assert [each.get("awb") for each in there(both)] in ([None], [""])


@pytest.mark.parametrize("step", ["register", "take_awb"])
@pytest.mark.parametrize("is_refused", [False, True])
def test_what_is_to_be_paid_by_hand_is_still_called_for_when_a_step_ends(
    both: RunningSandbox, monkeypatch: pytest.MonkeyPatch, step: str, is_refused: bool
) -> None:
    order = paid_in_cash()
    if is_refused:
        path = {"register": "create/return", "take_awb": "assign/awb"}[step]
        body = {"message": "No.", "status_code": 422}
        both.control("faults", kind="answer", path=f"*/{path}", status=422, body=body, times=1)
    meanwhile(monkeypatch, step, by_hand(order))
    with pytest.raises(NotDispatched if is_refused else NotAwaited):
        fetch(order)
    worked()
    assert calls(order) == {"return": back_of(order).trouble}
    assert "Pay ₹500.00 by UPI, then press Paid" in (back_of(order).trouble or "")


def by_post(order: Order) -> Any:
    """Staff let the customer send it."""
    return lambda: accept_by_post(order.order_id, "R1", words="", by="Sneha")


def by_another_parcel(order: Order) -> Any:
    """Staff have it fetched anew."""
    return lambda: fetch_again(order.order_id, "R1", by="Sneha")


def test_a_return_that_is_sent_by_post_meanwhile_gets_no_awb(
    both: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = paid_in_cash()
    meanwhile(monkeypatch, "register", by_post(order))
    with pytest.raises(NotAwaited):
        fetch(order)
    assert parcels_of(order)[0].tracking_number is None


def test_a_return_that_another_parcel_fetches_by_now_gets_no_second_awb(
    both: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = paid_in_cash()
    meanwhile(monkeypatch, "register", by_post(order), by_another_parcel(order))
    with pytest.raises(NotAwaited):
        fetch(order)
    assert [bool(each.tracking_number) for each in parcels_of(order)] == [False, True]


@pytest.mark.parametrize("is_refused", [False, True])
def test_a_step_that_ends_while_the_way_is_changed_is_told_to_nobody_else(
    both: RunningSandbox, monkeypatch: pytest.MonkeyPatch, is_refused: bool
) -> None:
    order = paid_in_cash()
    if is_refused:
        both.control("couriers", unserviceable=["411038"])
    name = "shipping.services.return_work.write_step"

    def after_the_change(*args: Any, **named: Any) -> None:
        if "fetches" in args[2].text:
            monkeypatch.setattr(name, write_step)
            by_post(order)()
        write_step(*args, **named)

    monkeypatch.setattr(name, after_the_change)
    with pytest.raises(NotDispatched if is_refused else NotAwaited):
        fetch(order)
    assert (back_of(order).trouble, calls(order)) == (None, {})
    lines = [line for line in fresh(order).timeline or [] if "fetches return" in line.text]
    assert all(line.is_internal for line in lines)
