"""Razorpay's books beside ours: a line for every payment and refund there, and one for everything
here that Razorpay does not have."""

from collections.abc import Callable, Iterator

from payments.razorpay import RazorpayRefused, gateway
from payments.razorpay_entities import GatewayPayment, GatewayRefund
from payments.reconcile.books import Line, Sums
from payments.reconcile.facts import Judged, Mend, OrderHere, Standing, for_a_person
from payments.reconcile.progress import Tick, silent
from payments.reconcile.refund_rules import judge_refund
from payments.reconcile.rules import judge_payment, judge_unreceived
from payments.rules import RECEIVED
from payments.services.reconcile_absent import absent_orders, absent_payments, absent_refunds
from payments.services.reconcile_facts_of import (
    case_of,
    order_for,
    order_here,
    payment_here,
    refund_there,
)
from payments.services.reconcile_reading import Books, order_name


def judge_books(books: Books, *, tick: Tick = silent) -> list[Line]:
    """A line for everything. What is not the same is read again by its key before it is said: the
    index may lag, and a scan may see half of a write. Raises RazorpayDown."""
    lines = [*_of_their_lists(books, tick), *absent_payments(books, tick=tick)]
    missing = [line for line in lines if line.standing is Standing.OPEN and not line.in_books]
    lines += absent_orders(books, without={line.order_id for line in missing}, tick=tick)
    sent = {line.payment_id for line in lines if line.judged.mend is Mend.SEND}
    gone = {line.payment_id for line in missing if line.kind == "payment"}
    return [*lines, *absent_refunds(books, sent=sent, gone=gone), *_unreadable(books)]


def _unreadable(books: Books) -> Iterator[Line]:
    for kind, entry in books.unreadable:
        why = f"Razorpay lists a {kind} that does not read as documented: {entry.why}."
        todo = "Look at it in Razorpay's dashboard, and tell whoever looks after this program."
        judged = for_a_person("unreadable", why, todo)
        yield Line(kind=kind, about=entry.id, judged=judged, in_books=False)


def _of_their_lists(books: Books, tick: Tick) -> Iterator[Line]:
    total = len(books.payments_there) + len(books.refunds_there)
    for count, payment in enumerate(books.payments_there.values(), 1):
        yield from _payment(books, payment)
        tick("comparing", count, total)
    for count, refund in enumerate(books.refunds_there.values(), len(books.payments_there) + 1):
        yield _refund(books, refund)
        tick("comparing", count, total)


def sums_of(books: Books) -> Sums:
    """Razorpay's own sums of the period, in paise; other currencies count with nothing."""
    received = [p for p in books.payments_there.values() if p.status in RECEIVED]
    given = [each for each in books.refunds_there.values() if refund_there(each).is_given]
    return Sums(
        payments=len(received),
        received_paise=sum(_rupees(payment) for payment in received),
        refunds=len(given),
        given_paise=sum(_given(books, refund) for refund in given),
    )


def _rupees(there: GatewayPayment) -> int:
    return there.amount_paise if there.currency == "INR" else 0


def _given(books: Books, there: GatewayRefund) -> int:
    return refund_there(there).given_paise if books.currency_of(there) == "INR" else 0


def _payment(books: Books, there: GatewayPayment) -> Iterator[Line]:
    is_received = there.status in RECEIVED

    def judge() -> Judged | None:
        case = case_of(books, there)
        return judge_payment(case) if is_received else judge_unreceived(case)

    judged = _judge_twice(judge, lambda: _read_anew(books, there))
    if judged is not None:
        order = order_for(books, there)
        yield Line(
            kind="payment",
            about=there.id,
            judged=judged,
            payment_id=there.id,
            order_id=order.order_id if order else "",
            amount_paise=there.amount_paise,
            received_paise=_rupees(there) if is_received else 0,
            in_books=is_received,
            currency=there.currency,
            at=there.created_at,
        )


def _read_anew(books: Books, there: GatewayPayment) -> None:
    order = order_for(books, there)
    books.look_again(there.id, order.order_id if order else "")


def _judge_twice(judge: Callable[[], Judged | None], again: Callable[[], None]) -> Judged | None:
    judged = judge()
    if judged is None or judged.standing is Standing.MATCHED:
        return judged
    again()
    return judge()


def _refund(books: Books, there: GatewayRefund) -> Line:
    def judge() -> Judged:
        row = books.payments_here.get(there.payment_id)
        here = payment_here(row) if row else None
        return judge_refund(refund_there(there), here, _order_of(books, there))

    judged = _judge_twice(judge, lambda: books.look_again(there.payment_id, ""))
    row, order = books.payments_here.get(there.payment_id), _order_of(books, there)
    return Line(
        kind="refund",
        about=there.id,
        judged=judged or judge(),
        payment_id=there.payment_id,
        order_id=order.order_id if order else order_name(row),
        amount_paise=there.amount_paise,
        given_paise=_given(books, there),
        in_books=refund_there(there).is_given,
        currency=books.currency_of(there),
        at=there.created_at,
    )


def _order_of(books: Books, there: GatewayRefund) -> OrderHere | None:
    """The order of a refund's payment, which may have been paid before the period."""
    row = books.payments_here.get(there.payment_id)
    if row is not None:
        return order_here(books.order(row.order_id))
    if there.payment_id not in books.paid_before:
        books.paid_before[there.payment_id] = books.payments_there.get(
            there.payment_id
        ) or _fetched(there.payment_id)
    payment = books.paid_before[there.payment_id]
    return order_here(order_for(books, payment)) if payment else None


def _fetched(payment_id: str) -> GatewayPayment | None:
    try:
        return gateway().payment(payment_id)
    except RazorpayRefused:
        return None
