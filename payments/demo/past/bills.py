"""The tax invoices of past orders, numbered in the order in which they were made."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from orders import bill_rows, tax
from orders.models import Order
from orders.paper_marks import PaperCounter, PaperMark
from orders.paper_parts import Invoice
from orders.services.invoicing import seller
from orders.services.numbering import Series, mark_key, number_text, year_of


def bill_all(sent: Iterable[tuple[Order, datetime]]) -> list[PaperMark]:
    """Put a bill on each of these orders, which were sent at these moments; the items that stand
    under the numbers."""
    given: Counter[str] = Counter()
    marks = []
    for order, at in sorted(sent, key=lambda each: (each[1], each[0].order_id)):
        year = year_of(at)
        given[year] += 1
        order.invoice = _invoice(order, number_text(Series.INVOICE, year, given[year]), at)
        order.invoice_number = order.invoice.number
        marks.append(_mark(order, order.invoice))
    return marks


def counters(marks: Iterable[PaperMark]) -> list[PaperCounter]:
    """The counters of the series once these numbers are given."""
    given = Counter(year_of(mark.at) for mark in marks)
    return [
        PaperCounter(f"#counter/{Series.INVOICE}/{year}", "#", last=last)
        for year, last in given.items()
    ]


def _invoice(order: Order, number: str, at: datetime) -> Invoice:
    sold_by, address = seller(), order.shipping_address or {}
    place = tax.place_of_supply(
        delivered_to=address["state"], buyer_gstin="", seller_state=sold_by["state"]
    )
    is_inter_state = place != sold_by["state"]
    items = bill_rows.items_of(order, is_taxed=bool(sold_by["gstin"]))
    return Invoice(
        number=number,
        at=at,
        seller=sold_by,
        buyer={"name": order.customer_name or "", **address},
        place_of_supply=place,
        is_inter_state=is_inter_state,
        rows=tax.rows_of(items, is_inter_state=is_inter_state),
    )


def _mark(order: Order, invoice: Invoice) -> PaperMark:
    return PaperMark(
        mark_key(Series.INVOICE, invoice.number),
        "#",
        order_id=order.order_id,
        at=invoice.at,
        place_of_supply=invoice.place_of_supply,
        is_inter_state=invoice.is_inter_state,
        rows=invoice.rows,
    )
