"""Orders of the earlier front end: it opened Razorpay orders itself and put the cart into the
payment's notes as JSON text (design.md 4.7)."""

import json
import re
from typing import Any

from config import clock, money
from config.dynamo import persistently, transaction
from customers.errors import NotAnEmail
from customers.rules import GUEST, customer_id_of
from orders.models import Flag, Line, Moment, Order
from orders.queries import order_or_none
from orders.rules import PaymentStatus, Status
from orders.services.story import list_for_attention
from payments import queries
from payments.errors import EventSeen, PaymentSeen
from payments.models import Payment
from payments.razorpay_entities import GatewayPayment
from payments.services.opening import opened_item
from payments.services.remembering import remember_buyer
from payments.services.taking import take_payment
from payments.services.writing import Source, mark_event, mark_only, write_payment

FLAG = "old_front_end"
FLAG_TEXT = (
    "This order came from the earlier site, which names its own prices and takes no stock here."
    " Compare the amount with the goods, take the pieces out of stock by hand, then press Settled."
)
MOST_LINES = 100
MOST_PIECES = 10_000
MOST_PAISE = 10**9 * 100  # a thousand million rupees
MOST_TOLD = 8  # troubles that the flag names one by one
_PIECES = re.compile(r"[0-9]{1,5}")
# No exponent and few digits: 1e999999999 would keep the processor busy for hours.
_RUPEES = re.compile(r"(?:₹ ?)?[0-9,]{1,16}(?:\.[0-9]{1,6})?")


def made_it(news: GatewayPayment) -> bool:
    """Whether a payment carries a cart of the earlier front end in its notes."""
    return bool(news.order_id) and "cartItems" in news.notes


def take_order(news: GatewayPayment, *, source: Source) -> None:
    """Make the order, payment, customer and address from a captured payment, as the earlier system
    did, flagged for staff. A payment of an order of ours is taken as such, whatever its notes say,
    and one that is not captured changes nothing yet. Safe to repeat."""
    is_known = queries.opened(news.order_id) or order_or_none(news.order_id)
    if news.status != "captured" or is_known:
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
    except EventSeen:
        return
    except PaymentSeen:
        mark_only(source, outcome="known")
        return
    remember_buyer(order)


def _order_from(news: GatewayPayment) -> Order:
    now = clock.now()
    notes = news.notes
    troubles: list[str] = []
    email = _email(notes.get("customerEmail", "").strip() or news.email, troubles)
    text = f"{money.rupees(news.amount_paise)} received through the earlier site."
    return Order(
        news.order_id,
        email or GUEST,
        status=Status.CONFIRMED,
        payment_status=PaymentStatus.CAPTURED.value,
        lines=_lines(notes.get("cartItems", ""), troubles),
        total_amount=news.amount_paise,
        customer_name=notes.get("customerName", "")[:100],
        customer_email=email,
        customer_phone=notes.get("customerPhone", "")[:20] or news.contact,
        shipping_address=_address(notes.get("shippingAddress", "")),
        razorpay_order_id=news.order_id,
        razorpay_payment_id=news.id,
        payment_method=news.method or None,
        created_at=now,
        updated_at=now,
        timeline=[Moment(at=now, by="Razorpay", text=text)],
        attention=[Flag(kind=FLAG, text=_flag_text(troubles), at=now)],
        mails={},
        shipment_ids=[],
        version=1,
    )


def _flag_text(troubles: list[str]) -> str:
    """What to do, and each thing that could not be read."""
    told, more = troubles[:MOST_TOLD], len(troubles) - MOST_TOLD
    if more > 0:
        told.append(f"{more} more things could not be read.")
    return " ".join([FLAG_TEXT, *told])


def _email(given: str, troubles: list[str]) -> str:
    """The address as the shop keeps it, '' where a mail to it could go anywhere."""
    try:
        return customer_id_of(given)
    except NotAnEmail:
        troubles.append("There is no e-mail address that could be read, so no mail is sent.")
        return ""


def _lines(text: str, troubles: list[str]) -> list[Line]:
    """The cart as it was sent; what cannot be read is named as such and left to a person."""
    rows = _json(text)
    if not isinstance(rows, list) or not rows:
        troubles.append("The cart could not be read.")
        return [Line(name=f"Unreadable cart: {text[:200]}", quantity=1, price=0)]
    good = [row for row in rows[:MOST_LINES] if isinstance(row, dict)]
    if len(good) < len(rows):
        troubles.append(f"{len(rows) - len(good)} of {len(rows)} lines could not be read.")
    return [_line(row, troubles) for row in good]


def _line(row: dict[str, Any], troubles: list[str]) -> Line:
    name = str(row.get("name") or "Unnamed")[:200]
    quantity, price = _pieces(row.get("quantity")), _paise(row.get("price"))
    if quantity is None:
        troubles.append(f"The quantity of “{name[:60]}” could not be read and stands as 1.")
    if price is None:
        troubles.append(f"The price of “{name[:60]}” could not be read and stands as ₹0.")
    return Line(
        old_id=str(row.get("id", ""))[:100], name=name, quantity=quantity or 1, price=price or 0
    )


def _pieces(value: object) -> int | None:
    """A whole number of pieces, as a number or as its digits."""
    if not isinstance(value, int | str) or not _PIECES.fullmatch(str(value).strip()):
        return None  # `True` is an int too, but has no digits
    found = int(value)
    return found if 1 <= found <= MOST_PIECES else None


def _paise(value: object) -> int | None:
    """Rupees as a number or as text, in paise."""
    text = str(value).strip() if isinstance(value, int | float | str) else ""
    if not _RUPEES.fullmatch(text):
        return None
    try:
        found = money.paise(text)
    except ValueError:  # parts of a paisa, or commas alone
        return None
    return found if found <= MOST_PAISE else None


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
