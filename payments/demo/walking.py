"""Bringing an order of the demo as far as it should come, by the shop's own services. Every step
may be taken again, so a run that was killed is simply run again."""

from contextlib import suppress
from datetime import timedelta

from config import clock
from orders import queries as order_queries
from orders.models import Order
from orders.services.cancelling import end_hold
from orders.services.drafting import Terms
from orders.services.moving import start_packing
from orders.services.placing import place_order
from payments.demo.orders import (
    PACKED,
    SCANS,
    WHY_CANCELLED,
    WHY_GIVEN_BACK,
    DemoOrder,
    Ending,
)
from payments.demo.people import MANAGER, PACKER
from payments.demo.stand_in import StandIn
from payments.razorpay import gateway
from payments.refund_rules import Wanted
from payments.services.cancelling import cancel_order
from payments.services.checking import check_callback, check_order
from payments.services.opening import open_payment, write_opened
from payments.services.refunding import give_back, payment_on
from shipping import queries
from shipping.errors import NotDispatched
from shipping.packing import PackedBox
from shipping.promises import estimate_for
from shipping.services.dispatching import dispatch
from shipping.services.measuring import expected_box
from shipping.services.tracking import take_tracking
from shipping.tokens import client

OUTCOMES = {Ending.FAILED_ONCE: "failure", Ending.AUTHORIZED: "authorize"}
NOT_TRIED = {Ending.UNPAID, Ending.CANCELLED_UNPAID}
LESS_PAISE = 100_00


def bring_about(demo: DemoOrder, sandbox: StandIn) -> None:
    """Have the order in the tables as `demo` says; what is done already is not done again. Raises
    the ShopError of the step that could not be taken."""
    placed = place_order(
        order_id=demo.order_id, buyer=demo.buyer, wanted=demo.wanted, terms=_terms(demo)
    )
    if not demo.is_cod:
        _have_paid(placed.order, demo, sandbox)
    if reason := WHY_CANCELLED.get(demo.ending):
        cancel_order(demo.order_id, reason=reason, by=MANAGER)
    if demo.ending in PACKED:
        start_packing(demo.order_id, by=PACKER)
    if demo.ending is Ending.NO_COURIER:
        with suppress(NotDispatched):  # which is what is wanted
            dispatch(demo.order_id, by=PACKER)
    if demo.ending in SCANS:
        _send(demo, sandbox)
    if demo.ending is Ending.PART_REFUNDED:
        _take_back_one(_now(placed.order))


def _terms(demo: DemoOrder) -> Terms:
    """What the checkout would have promised."""
    promise = estimate_for(demo.buyer.address["pincode"], now=clock.now())
    return Terms(is_cod=demo.is_cod, promise=promise.as_text())


def _have_paid(order: Order, demo: DemoOrder, sandbox: StandIn) -> None:
    razorpay_order_id = _open(order, demo.ending)
    if demo.ending is Ending.REVIVED:
        _let_hold_run_out(order)
    if demo.ending not in NOT_TRIED:
        _pay(_now(order), razorpay_order_id, demo, sandbox)


def _now(order: Order) -> Order:
    return order_queries.order_of(order.order_id, order.customer_id)


def _open(order: Order, ending: Ending) -> str:
    if ending is not Ending.WRONG_AMOUNT:
        return open_payment(order)
    less = order.total_amount - LESS_PAISE
    opened = gateway().open_order(order.order_id, less, {"orderId": order.order_id})
    return write_opened(order, opened)


def _let_hold_run_out(order: Order) -> None:
    if order.hold_expires_at is not None:  # paid orders are held for ever
        end_hold(order, now=order.hold_expires_at + timedelta(seconds=1))


def _pay(order: Order, razorpay_order_id: str, demo: DemoOrder, sandbox: StandIn) -> None:
    """One attempt, told by the browser where it succeeded and asked for where it failed."""
    if gateway().payments_of(razorpay_order_id):
        check_order(order)
        return
    response = sandbox.pay(
        razorpay_order_id,
        outcome=OUTCOMES.get(demo.ending, "success"),
        method=demo.method,
        email=demo.buyer.customer_id,
        contact=demo.buyer.phone,
        notes={"orderId": order.order_id},
    )
    if response is None:
        check_order(order)
        return
    check_callback(
        razorpay_order_id=razorpay_order_id,
        payment_id=response["razorpay_payment_id"],
        signature=response["razorpay_signature"],
    )


def _send(demo: DemoOrder, sandbox: StandIn) -> None:
    order = order_queries.order_of(demo.order_id, demo.buyer.customer_id)
    boxes = _boxes(order) if demo.ending is Ending.TWO_PARCELS else None
    dispatch(demo.order_id, by=PACKER, boxes=boxes)
    for parcel in queries.live_of(_now(order)):
        awb = parcel.tracking_number or ""
        known = {scan.status_id for scan in parcel.scans or []}
        for status_id in SCANS[demo.ending]:
            if str(status_id) not in known:
                sandbox.move(awb, status_id)
                take_tracking(client().track(awb), source="Shiprocket")


def _boxes(order: Order) -> list[PackedBox]:
    """A box for each piece of the first line."""
    box = expected_box(order, {0: 1})
    one = PackedBox({0: 1}, box.grams, box.length_cm, box.breadth_cm, box.height_cm)
    return [one] * order.lines[0].quantity


def _take_back_one(order: Order) -> None:
    """One piece of the first line is in stock again and paid back, under a key of its own."""
    payment_id = order.razorpay_payment_id or ""
    give_back(
        order.order_id,
        payment_id,
        Wanted(lines={0: 1}, back_in_stock=True),
        key=f"demo-{order.order_id}",
        seen_left_paise=payment_on(order.order_id, payment_id).left_paise,
        reason=WHY_GIVEN_BACK,
        by=MANAGER,
    )
