"""The money of a return that was checked in: given back by the payment that paid for the order,
under a key made from the return, so that twice is once; by hand where there is no such payment."""

import hashlib
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
from payments.errors import PaymentNotFound
from payments.models import Refund
from payments.razorpay import RazorpayRefused
from payments.refund_rules import NOT_GIVEN, Wanted
from payments.services.refunding import give_back, payment_on, preview

log = logging.getLogger(__name__)
WORKER = "Worker"
MOST_KEY = 40  # signs that Razorpay takes


def key_of(order_id: str, number: str) -> str:
    """The key of a return's refund: the same return is the same refund."""
    key = f"return-{order_id}-{number}"
    if len(key) <= MOST_KEY and key.replace("-", "").replace("_", "").isalnum():
        return key
    return f"return-{hashlib.sha256(order_id.encode()).hexdigest()[:24]}-{number}"


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
    except (RazorpayRefused, Unavailable) as later:
        log.warning("The refund of %s %s waits: %s", order_id, number, later)
        return False
    except ShopError as no:
        call_for_a_person(order_id, number, _by_hand(number, back, str(no)), by=by)
        return False
    if made.status in NOT_GIVEN:
        text = _by_hand(number, back, made.why_not or "Razorpay refused it.")
        call_for_a_person(order_id, number, text, by=by)
        return False
    said = f"Return {number}: {rupees(made.amount)} is on its way back to you."
    return mark_paid(order_id, number, key=made.key, text=said, by=by)


def pay_by_hand(order_id: str, number: str, *, reference: str, by: str) -> bool:
    """Write down that a checked return was paid by UPI or otherwise, under the bank's reference.
    False where it was written before. Raises OrderNotFound, ReturnNotFound, ReturnMovedOn."""
    order = order_queries.order(order_id)
    back = return_of(order, number)
    said = f"Return {number}: {rupees(back.money or 0)} was paid to you, reference {reference}."
    return mark_paid(order_id, number, key=f"hand-{reference}", text=said, by=by)


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
    wanted = Wanted(lines=as_pieces(back.arrived), with_delivery=bool(back.has_fees))
    payment = payment_on(order.order_id, payment_id)
    is_new = key not in (payment.refunds or {})
    seen = preview(order.order_id, payment_id, wanted).left_before_paise if is_new else 0
    return give_back(
        order.order_id,
        payment_id,
        wanted,
        key=key,
        seen_left_paise=seen,
        reason=f"Return {number} is back with us.",
        by=by,
    )


def _by_hand(number: str, back: Return, why: str) -> str:
    return (
        f"Return {number}: {rupees(back.money or 0)} could not be given back. {why} See to it by"
        " hand, then press Paid on the return's page."
    )
