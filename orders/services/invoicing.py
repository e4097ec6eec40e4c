"""The bill of an order: a tax invoice with its number, made once, when it is first needed."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from pynamodb.expressions.condition import Condition, size

from config import clock
from config.dynamo import persistently, transaction
from config.money import rupees
from orders import bill_rows, queries, tax
from orders.errors import NoBill, NoRate, PaperChanged
from orders.gstin import state_in
from orders.models import Order
from orders.paper_marks import PaperMark
from orders.paper_parts import Invoice
from orders.rules import Status
from orders.services import numbering
from orders.services.numbering import PATIENCE, Series
from orders.services.paper_dues import list_as_due
from orders.services.readdressing import goes_there_as_read
from orders.services.story import attention_as_read, flagged, list_for_attention, told

NO_RATE_FLAG = "gst_rate"
BILLED = (Status.CONFIRMED, Status.PROCESSING, Status.SHIPPED, Status.DELIVERED)
_ADDRESS = ("addressLine1", "addressLine2", "landmark", "city", "state", "pincode")


def invoice_for(order_id: str, *, by: str = "Shop", patience: float = PATIENCE) -> Invoice:
    """The order's bill; it is made if there is none yet, and is the same ever after.

    Raises OrderNotFound; NoBill for an order that is not paid, or was cancelled without one;
    NoRate where nobody knows a rate (the order is flagged then); Unavailable where numbers are
    busy for longer than `patience` seconds.
    """
    order = queries.order(order_id)
    if order.invoice is not None:
        return order.invoice
    try:
        return numbering.in_turn(lambda: _issue(queries.order(order_id), by=by), patience=patience)
    except NoRate as unknown:
        _flag(order_id, str(unknown))
        raise


def seller() -> dict[str, str]:
    """Who sells, as the settings say it today."""
    return {
        "name": settings.SHOP_LEGAL_NAME,
        "shop": settings.SHOP_NAME,
        "address": settings.SHOP_ADDRESS,
        "state": state_in(settings.SHOP_GSTIN) or settings.SHOP_STATE,
        "gstin": settings.SHOP_GSTIN,
        "phone": settings.SHOP_PHONE,
        "email": settings.SHOP_EMAIL,
    }


def _issue(order: Order, *, by: str) -> Invoice:
    if order.invoice is not None:
        return order.invoice
    if order.status not in BILLED:
        raise NoBill(_why_none(order))
    now = clock.now()
    given = numbering.next_number(Series.INVOICE, now)
    invoice = _made(order, given.text, now)
    with transaction() as tx:
        numbering.give(tx, given, _mark(order, invoice))
        if order.given_back or order.status is Status.DELIVERED:
            list_as_due(tx, order.order_id)  # paid back, or not collected, before there was a bill
        text = f"Bill {invoice.number} made, of {rupees(order.total_amount)}."
        tx.update(
            order,
            actions=[
                Order.invoice.set(invoice),
                Order.invoice_number.set(invoice.number),
                Order.updated_at.set(now),
                told(order, text, by=by, at=now, is_internal=True),
            ],
            condition=Order.invoice.does_not_exist()
            & (Order.status == order.status)
            & goes_there_as_read(order)
            & _refunds_as_read(order),
            or_else=PaperChanged(),
        )
    return invoice


def _made(order: Order, number: str, now: datetime) -> Invoice:
    sold_by, bought_by = seller(), _buyer(order)
    place = tax.place_of_supply(
        delivered_to=bought_by.get("state", ""),
        buyer_gstin=order.buyer_gstin or "",
        seller_state=sold_by["state"],
    )
    is_inter_state = place != sold_by["state"]
    items = bill_rows.items_of(order, is_taxed=bool(sold_by["gstin"]))
    return Invoice(
        number=number,
        at=now,
        seller=sold_by,
        buyer=bought_by,
        place_of_supply=place,
        is_inter_state=is_inter_state,
        rows=tax.rows_of(items, is_inter_state=is_inter_state),
    )


def _buyer(order: Order) -> dict[str, str]:
    address: Mapping[str, str] = order.shipping_address or {}
    known = {key: address[key] for key in _ADDRESS if address.get(key)}
    named = {
        "name": order.customer_name or "",
        "company": order.buyer_company or "",
        "gstin": order.buyer_gstin or "",
    }
    return {**{key: text for key, text in named.items() if text}, **known}


def _mark(order: Order, invoice: Invoice) -> PaperMark:
    return PaperMark(
        numbering.mark_key(Series.INVOICE, invoice.number),
        "#",
        order_id=order.order_id,
        at=invoice.at,
        place_of_supply=invoice.place_of_supply,
        is_inter_state=invoice.is_inter_state,
        rows=invoice.rows,
        buyer_gstin=order.buyer_gstin,
        buyer_company=order.buyer_company,
    )


def _refunds_as_read(order: Order) -> Condition:
    """The condition that no refund was begun since the order was read: the bill lists the order
    where one was, and every later one lists it itself."""
    if order.given_back is None:
        none: Condition = Order.given_back.does_not_exist()
        return none
    same: Condition = size(Order.given_back) == len(order.given_back)
    return same


def _why_none(order: Order) -> str:
    if order.status is Status.CANCELLED:
        return f"Order {order.order_id} was cancelled before a bill was made, so it has none."
    return f"Order {order.order_id} is not paid yet. Its bill is made once it is."


def _flag(order_id: str, text: str) -> None:
    """Call a person, once."""

    def once() -> None:
        order = queries.order(order_id)
        if any(flag.kind == NO_RATE_FLAG for flag in order.attention or []):
            return
        with transaction() as tx:
            tx.update(
                order,
                actions=[flagged(order, NO_RATE_FLAG, text, at=clock.now())],
                condition=attention_as_read(order),
                or_else=PaperChanged(),
            )
            list_for_attention(tx, order_id)

    persistently(once)
