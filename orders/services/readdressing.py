"""An order goes elsewhere than it was placed for: the order's part of the write. The verb is with
`shipping`, which knows whether a courier has it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pynamodb.expressions.condition import Condition, size
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import Transaction
from config.errors import ShopError
from orders import tax
from orders.arrival import arrival_words
from orders.errors import BilledElsewhere
from orders.models import Order
from orders.services import mailing
from orders.services.story import told

MAIL = "address_changed"


@dataclass(frozen=True)
class Receiver:
    """Who takes the parcel, and where; the address has the keys of the addresses table, the phone
    is E.164."""

    name: str
    phone: str
    address: Mapping[str, str]


def mark_of(order: Order) -> str:
    """Which of the order's addresses this is: another one after each change."""
    return clock.to_text(order.addressed_at) if order.addressed_at else ""


def is_there_already(order: Order, to: Receiver) -> bool:
    """Whether the order goes just there."""
    present = (order.customer_name, order.customer_phone, order.shipping_address)
    return present == (to.name, to.phone, dict(to.address))


def goes_there_as_read(order: Order) -> Condition:
    """The condition that the order's address was not changed since it was read. Whoever makes a
    parcel or a bill of it goes by that address."""
    path, seen = Order.addressed_at, order.addressed_at
    same: Condition = path.does_not_exist() if seen is None else path == seen
    return same


def check_bill(order: Order, to: Receiver) -> None:
    """BilledElsewhere where the bill is made and its tax is another State's."""
    if order.invoice is None:
        return
    place = tax.place_of_supply(
        delivered_to=to.address.get("state", ""),
        buyer_gstin=order.buyer_gstin or "",
        seller_state=order.invoice.seller.get("state", ""),
    )
    if place != order.invoice.place_of_supply:
        raise BilledElsewhere(order.invoice.number, order.invoice.place_of_supply)


def part(
    tx: Transaction,
    order: Order,
    to: Receiver,
    *,
    promise: Mapping[str, str] | None,
    by: str,
    at: datetime,
    or_else: ShopError,
) -> str:
    """Add to the caller's transaction: the order goes to this door; at another pincode by this
    promise, which counts from `at`. Refused if it is not as it was read: its state, its parcels,
    its bill, its address. The mail that tells the customer is owed from then on; its kind, '' for
    an order that has no mails."""
    kind = _mail_of(order)
    is_elsewhere = to.address.get("pincode") != (order.shipping_address or {}).get("pincode")
    anew = dict(promise) if promise and is_elsewhere else None
    actions: list[Action] = [
        Order.shipping_address.set(dict(to.address)),
        Order.customer_name.set(to.name),
        Order.customer_phone.set(to.phone),
        Order.addressed_at.set(at),
        Order.updated_at.set(at),
        told(order, _text(order, anew), by=by, at=at),
    ]
    if anew:
        actions += [Order.promise.set(anew), Order.promised_at.set(at)]
    if kind:
        actions.append(mailing.owe(kind, at=at))
    condition = _as_read(order) & mailing.as_noted(order, kind) if kind else _as_read(order)
    tx.update(order, actions=actions, condition=condition, or_else=or_else)
    return kind


def _mail_of(order: Order) -> str:
    """The kind of the mail about this change: each has its own number."""
    if order.mails is None or not order.customer_email:
        return ""
    earlier = [kind for kind in order.mails if mailing.name_of(kind) == MAIL]
    return f"{MAIL}/{len(earlier) + 1}"


def _text(order: Order, promise: Mapping[str, str] | None) -> str:
    """Without the address: the story outlives it, and whoever holds the link reads it."""
    days = arrival_words(promise)
    if not days or dict(promise or {}) == (order.promise or {}):
        return "The address was changed."
    return f"The address was changed. It arrives {days}."


def _as_read(order: Order) -> Condition:
    parcels, bill = Order.shipment_ids, Order.invoice
    begun = parcels.does_not_exist() | (size(parcels) == 0)
    if order.shipment_ids:
        begun = size(parcels) == len(order.shipment_ids)
    billed = bill.does_not_exist() if order.invoice is None else bill.exists()
    is_there = (Order.status == order.status) & goes_there_as_read(order)
    same: Condition = is_there & begun & billed
    return same
