"""Orders of the earlier front end: it opened Razorpay orders itself and put the cart into the
payment's notes as JSON text (design.md 4.7)."""

import json
from typing import Any

from config import clock, money
from config.dynamo import persistently, transaction
from customers.errors import NotAnEmail
from customers.rules import GUEST, customer_id_of
from orders.models import Flag, Line, Moment, Order
from orders.rules import PaymentStatus, Status
from orders.services.story import list_for_attention
from payments import queries
from payments.errors import EventSeen, PaymentSeen
from payments.models import Payment
from payments.razorpay_entities import GatewayPayment
from payments.services.opening import opened_item
from payments.services.remembering import remember_buyer
from payments.services.taking import take_payment
from payments.services.writing import Source, mark_event, write_payment

FLAG = "old_front_end"
FLAG_TEXT = (
    "This order came from the earlier site, which names its own prices and takes no stock here."
    " Compare the amount with the goods, take the pieces out of stock by hand, then clear this."
)


def made_it(news: GatewayPayment) -> bool:
    """Whether a payment carries a cart of the earlier front end in its notes."""
    return bool(news.order_id) and "cartItems" in news.notes


def take_order(news: GatewayPayment, *, source: Source) -> None:
    """Make the order, payment, customer and address from a captured payment, as the earlier system
    did, flagged for staff. A payment of an order of ours is taken as such, whatever its notes say,
    and one that is not captured changes nothing yet. Safe to repeat."""
    if news.status != "captured" or queries.opened(news.order_id) is not None:
        take_payment(news, source=source)
        return
    order = _order_from(news)

    def once() -> None:
        with transaction() as tx:
            if source.event:
                mark_event(tx, source.event, outcome="old_front_end", now=order.created_at)
            tx.put(order, condition=Order.order_id.does_not_exist(), or_else=PaymentSeen())
            opened = opened_item(order, news.order_id)
            tx.put(opened, condition=Payment.payment_id.does_not_exist(), or_else=PaymentSeen())
            write_payment(
                tx,
                news,
                order_id=order.order_id,
                customer_id=order.customer_id,
                source=source,
                now=order.created_at,
            )
            list_for_attention(tx, order.order_id)

    try:
        persistently(once)
    except (EventSeen, PaymentSeen):
        return
    remember_buyer(order)


def _order_from(news: GatewayPayment) -> Order:
    now = clock.now()
    notes = news.notes
    text = f"{money.rupees(news.amount_paise)} received through the earlier site."
    return Order(
        news.order_id,
        _customer_id(notes.get("customerEmail", "") or news.email),
        status=Status.CONFIRMED,
        payment_status=PaymentStatus.CAPTURED.value,
        lines=_lines(notes.get("cartItems", "")),
        total_amount=news.amount_paise,
        customer_name=notes.get("customerName", "")[:100],
        customer_email=notes.get("customerEmail", "")[:254] or news.email,
        customer_phone=notes.get("customerPhone", "")[:20] or news.contact,
        shipping_address=_address(notes.get("shippingAddress", "")),
        razorpay_order_id=news.order_id,
        razorpay_payment_id=news.id,
        payment_method=news.method or None,
        created_at=now,
        updated_at=now,
        timeline=[Moment(at=now, by="Razorpay", text=text)],
        attention=[Flag(kind=FLAG, text=FLAG_TEXT, at=now)],
        mails={},
        shipment_ids=[],
        version=1,
    )


def _customer_id(email: str) -> str:
    try:
        return customer_id_of(email)
    except NotAnEmail:
        return GUEST


def _lines(text: str) -> list[Line]:
    """The cart as it was sent; what cannot be read is named as such and left to a person."""
    rows = _json(text)
    if not isinstance(rows, list):
        return [Line(name=f"Unreadable cart: {text[:200]}", quantity=1, price=0)]
    return [_line(row) for row in rows[:100] if isinstance(row, dict)]


def _line(row: dict[str, Any]) -> Line:
    try:
        price = money.paise(str(row.get("price", "0")))
    except ValueError:
        price = 0
    quantity = row.get("quantity")
    return Line(
        old_id=str(row.get("id", ""))[:100],
        name=str(row.get("name") or "Unnamed")[:200],
        quantity=quantity if type(quantity) is int and quantity > 0 else 1,
        price=max(0, price),
    )


def _address(text: str) -> dict[str, str]:
    found = _json(text)
    if not isinstance(found, dict):
        return {"addressLine1": text[:300]} if text else {}
    return {str(key)[:40]: str(value)[:300] for key, value in found.items() if value}


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
