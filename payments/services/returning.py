"""The money of a return that was checked in: given back by the payment that paid for the order,
under a key made from the return, so that twice is once; where that cannot be, a person is called
(return_by_hand)."""

import logging
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from config.errors import ShopError, Unavailable
from config.money import rupees
from orders import queries as order_queries
from orders.errors import OrderNotFound
from orders.models import Order
from orders.return_parts import Return
from orders.return_rules import ReturnStatus, as_pieces
from orders.services.answering import call_for_a_person, mark_paid
from orders.services.checking_in import Count, check_in
from orders.services.return_writing import return_of
from payments.errors import PaymentNotFound, RefundChanged
from payments.models import Refund
from payments.razorpay import RazorpayRefused
from payments.refund_rules import NOT_GIVEN, Wanted
from payments.services.refunding import give_back, left_on, payment_on
from payments.services.return_by_hand import key_of, most_by_hand, payment_of

log = logging.getLogger(__name__)
WORKER = "Worker"


def check_in_and_refund(order_id: str, number: str, count: Count, *, by: str) -> bool:
    """Write down what was found in a return's parcel, put what is sound in stock and give back what
    was promised for it. A second press changes nothing, and goes on where the first broke off.
    Whether this press checked it in. Raises what `check_in` raises."""
    has_changed = check_in(order_id, number, count, by=by)
    refund_checked(order_id, number, by=by)
    return has_changed


def refund_checked(order_id: str, number: str, *, by: str) -> bool:
    """Give back the money of a return that was checked in. True where it is on its way now; where
    it cannot be given back a person is called, and where Razorpay is silent the worker goes on."""
    order = order_queries.order(order_id)
    back = return_of(order, number)
    if back.status != ReturnStatus.CHECKED or order.is_cod:
        return False
    try:
        made = _give_back(order, number, back, by=by)
    except (RazorpayRefused, Unavailable, RefundChanged) as later:
        log.warning("The refund of %s %s waits: %s", order_id, number, later)
        return False
    except ShopError as no:
        if not _is_begun(order, number):
            _call(order, number, back, str(no), by=by)
        return False
    if made.status in NOT_GIVEN:
        _call(order, number, back, made.why_not or "Razorpay refused it.", by=by)
        return False
    said = f"Return {number}: {rupees(made.amount)} is on its way back to you."
    return mark_paid(order_id, number, key=made.key, paise=made.amount, text=said, by=by)


def left_to_refund(order_ids: Iterable[str]) -> Iterator[Callable[[], bool]]:
    """For the worker: an act for each return of these orders that was checked in and not paid."""
    for order_id in order_ids:
        try:
            order = order_queries.order(order_id)
        except OrderNotFound:
            continue
        for number, back in (order.returns or {}).items():
            if back.status == ReturnStatus.CHECKED and not (order.is_cod or back.trouble):
                yield partial(refund_checked, order_id, number, by=WORKER)


def _give_back(order: Order, number: str, back: Return, *, by: str) -> Refund:
    payment_id, key = order.razorpay_payment_id or "", key_of(order.order_id, number)
    if not payment_id:
        raise PaymentNotFound
    return give_back(
        order.order_id,
        payment_id,
        Wanted(lines=as_pieces(back.arrived), with_delivery=bool(back.has_fees)),
        key=key,
        seen_left_paise=left_on(order, payment_on(order.order_id, payment_id)),
        reason=f"Return {number} is back with us.",
        by=by,
        only_while=Order.returns[number]["status"] == ReturnStatus.CHECKED.value,
    )


def _is_begun(order: Order, number: str) -> bool:
    """Whether somebody has begun the refund meanwhile."""
    payment = payment_of(order)
    return payment is not None and key_of(order.order_id, number) in (payment.refunds or {})


def _call(order: Order, number: str, back: Return, why: str, *, by: str) -> None:
    text = (
        f"Return {number}: {rupees(back.money or 0)} could not be given back. {why} Of what was"
        f" paid {rupees(most_by_hand(order, number, payment_of(order)))} is left: pay no more than"
        " that by hand, then press Paid on the return's page."
    )
    call_for_a_person(order.order_id, number, text, by=by)
