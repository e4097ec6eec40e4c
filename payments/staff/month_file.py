"""A month's payments and refunds as CSV for the accountant. Ids and sums only: nothing of whoever
paid."""

from collections.abc import Iterator, Sequence

from django.utils import timezone

from config.money import plain_rupees
from config.spreadsheets import csv_lines, inert
from orders.models import Order
from orders.register_months import Month
from payments.listed import Listed
from payments.models import Payment, Refund
from payments.services.month_sums import payments_in
from payments.staff.list_page import orders_of
from payments.words import HOME

TITLES = (
    *("Kind", "Date", "Time", "Payment", "Razorpay order", "Order", "Bill", "Method", "State"),
    *("Currency", "Amount", "Razorpay fee", "GST in the fee", "Refund", "By"),
)
AT_ONCE = 100


def lines_of(month: Month) -> Iterator[bytes]:
    """The file, piece by piece: what came in, then what was to go back."""
    yield csv_lines([TITLES]).encode("utf-8-sig")
    for payments, orders in _some(Listed.RECEIVED, month):
        yield _bytes(_came(payment, orders.get(payment.order_id)) for payment in payments)
    for payments, orders in _some(Listed.REFUNDS, month):
        yield _bytes(
            _went(payment, refund, orders.get(payment.order_id))
            for payment in payments
            for refund in (payment.refunds or {}).values()
            if month.begin <= refund.at < month.end
        )


def _some(listed: Listed, month: Month) -> Iterator[tuple[list[Payment], dict[str, Order]]]:
    held: list[Payment] = []
    for payment in payments_in(listed, month):
        held.append(payment)
        if len(held) == AT_ONCE:
            yield held, orders_of(held)
            held = []
    if held:
        yield held, orders_of(held)


def _bytes(rows: Iterator[Sequence[str]]) -> bytes:
    return csv_lines(rows).encode()


def _came(payment: Payment, order: Order | None) -> list[str]:
    local = timezone.localtime(payment.created_at) if payment.created_at else None
    return [
        "Payment",
        f"{local:%Y-%m-%d}" if local else "",
        f"{local:%H:%M}" if local else "",
        *_whose(payment, order),
        inert(payment.method or ""),
        inert(payment.status),
        inert(payment.currency),
        _amount(payment, payment.amount),
        "" if payment.fee is None else _amount(payment, payment.fee),
        "" if payment.tax is None else _amount(payment, payment.tax),
        "",
        "",
    ]


def _went(payment: Payment, refund: Refund, order: Order | None) -> list[str]:
    local = timezone.localtime(refund.at)
    return [
        "Refund",
        f"{local:%Y-%m-%d}",
        f"{local:%H:%M}",
        *_whose(payment, order),
        inert(payment.method or ""),
        inert(refund.status),
        inert(payment.currency),
        _amount(payment, -refund.amount),
        "",
        "",
        inert(refund.gateway_id or refund.key),
        inert(refund.by),
    ]


def _whose(payment: Payment, order: Order | None) -> list[str]:
    bill = (order.invoice_number if order else None) or ""
    ids = (payment.payment_id, payment.razorpay_order_id or "", payment.order_id, bill)
    return [inert(each) for each in ids]


def _amount(payment: Payment, amount: int) -> str:
    """Rupees; another currency in its smallest unit, for we do not know how many of them it has."""
    return plain_rupees(amount) if payment.currency == HOME else str(amount)
