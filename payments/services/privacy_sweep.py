"""Reading four tables through for what is left of a person: guest orders of the earlier system,
raw events, batches, payments of nobody. Only the worker does this, and only for an erasure; how
far it has come is kept, so that it goes on where it was cut off."""

import json
from collections.abc import Callable
from datetime import datetime

from pynamodb.models import Model

from config import clock, old_values
from config.dynamo import persistently
from config.errors import Unavailable
from config.raw_items import Item, ItemChanged, Swap, every_page, swap
from customers.models import Address
from customers.privacy_models import Erasure
from customers.privacy_words import Traces
from customers.services import erasure_steps, removing
from orders.models import Order
from orders.queries import order_or_none
from payments import queries
from payments.errors import StillOpen
from payments.models import Payment
from payments.services import forgetting as payment_part
from payments.services import privacy_orders
from shipping.models import Batch, Shipment
from shipping.services import forgetting as parcel_part


class Search:
    """Whom is looked for, and since when they are to be forgotten."""

    def __init__(self, wish: Erasure, person: str, traces: Traces) -> None:
        self.person, self.traces = person, traces
        self.until = wish.begun_at or clock.now()

    def is_named(self, item: Item, *names: str) -> bool:
        """Whether one of these attributes is the person's e-mail address."""
        return any(_text(item, name).strip().lower() == self.person for name in names)

    def is_newer(self, item: Item) -> bool:
        """Whether it came after the wish: somebody who came back is not forgotten with it. What
        has no time that can be read is of the earlier system."""
        born = old_values.moment(_text(item, "createdAt"))
        return born is not None and born > self.until


def sweep(wish: Erasure, person: str, traces: Traces, *, now: datetime) -> None:
    """Read what was not read yet, and forget what is found. Raises StillOpen, Unavailable."""
    search = Search(wish, person, traces)
    if wish.sweeping == erasure_steps.SWEPT:
        return
    names = [*_DUTIES]
    for name in names[names.index(wish.sweeping) if wish.sweeping else 0 :]:
        model, forget = _DUTIES[name]
        begin = wish.swept_to or "" if wish.sweeping == name else ""
        for items, after in every_page(model, begin):
            for item in items:
                forget(item, search)
            erasure_steps.sweep_on(wish, name, after)
    erasure_steps.end_sweep(wish, now=now)


def _order(item: Item, search: Search) -> None:
    key = _text(item, "orderId")
    if key.startswith("#") or search.is_newer(item) or "erasedAt" in item:
        return
    if search.is_named(item, "customerId", "customerEmail"):
        traces = search.traces | privacy_orders.traces_in(Order.from_raw_data(dict(item)))
        privacy_orders.forget(key, _text(item, "customerId"), traces)


def _payment(item: Item, search: Search) -> None:
    key = _text(item, "paymentId")
    if key.startswith("#event/"):
        if search.traces.are_in(_text(item, "body")):
            _forget_event(item, search)
    elif not key.startswith("#") and search.is_named(item, "customerId", "email"):
        _forget_payment(item, search)


def _forget_payment(item: Item, search: Search) -> None:
    order = order_or_none(_text(item, "orderId"))
    if order is not None and order.customer_id == search.person:
        return  # of an order that came after the wish
    if order is None and _text(item, "paymentId") in queries.unmatched():
        raise StillOpen(_text(item, "paymentId"), "is a payment that nobody could match yet")
    if _is_anothers(order) and not search.is_named(item, "customerId"):
        _put(Payment, item, {name: held for name, held in item.items() if name != "email"})
        return  # they typed the person's address at Razorpay; all else is theirs
    now_under = order.customer_id if order else None
    _put(Payment, item, payment_part.forgotten(item, search.traces, customer_id=now_under))


def _forget_event(item: Item, search: Search) -> None:
    """News of the person's own payments and of nobody's goes whole. News of another's keeps what
    is theirs: a friend paid once, or typed the person's address."""
    payment_id, opened_id = payment_part.ids_in(_text(item, "body"))
    found = queries.payment(payment_id) or queries.opened(opened_id)
    order = order_or_none(found.order_id) if found else None
    if order is not None and order.customer_id == search.person:
        return  # of an order that came after the wish
    if _is_anothers(order):
        _put(Payment, item, payment_part.event_without(item, search.traces))
    else:
        _put(Payment, item, payment_part.forgotten_event(item))


def _is_anothers(order: Order | None) -> bool:
    return order is not None and order.erased_at is None


def _address(item: Item, search: Search) -> None:
    if search.is_named(item, "customerId") and not search.is_newer(item):
        removing.erase_addresses(_text(item, "customerId"), [_text(item, "addressId")])


def _parcel(item: Item, search: Search) -> None:
    key = _text(item, "shipmentId")
    if key.startswith(Batch.PREFIX):
        _batch(item, search)
    elif not key.startswith("#") and _may_be_theirs(item, search):
        order = order_or_none(_text(item, "orderId"))
        if _is_theirs(item, order, search):
            under, now = order.customer_id if order else None, clock.now()
            after = parcel_part.forgotten(item, search.traces, customer_id=under, now=now)
            _put(Shipment, item, after)


def _may_be_theirs(item: Item, search: Search) -> bool:
    """Parcels of the earlier system name nobody and stand on no list of their order: while one
    has an address, its order must be asked."""
    if "customerId" in item:
        return search.is_named(item, "customerId")
    return bool(old_values.texts(item.get("shippingAddress", {})).keys() - {"state"})


def _is_theirs(item: Item, order: Order | None, search: Search) -> bool:
    if order is None:
        return search.is_named(item, "customerId") or search.traces.are_in(json.dumps(item))
    if "customerId" in item:
        return order.customer_id != search.person
    return order.erased_at is not None


def _batch(item: Item, search: Search) -> None:
    """A batch leads to its orders by their whole keys."""
    keys: Item = item.get("customerIds", {}).get("M", {})
    theirs = [order_id for order_id in keys if _text(keys, order_id) == search.person]
    present = {order_id: order_or_none(order_id) for order_id in theirs}
    moved = {k: o.customer_id for k, o in present.items() if o and o.customer_id != search.person}
    if moved:
        after = {"M": keys | {k: {"S": customer_id} for k, customer_id in moved.items()}}
        _put(Shipment, item, item | {"customerIds": after})


def _put(model: type[Model], before: Item, after: Item) -> None:
    """What was changed since the page was read is looked at again in the next pass."""

    def once() -> None:
        try:
            swap([Swap(model, before, after)])
        except ItemChanged as error:
            raise Unavailable(str(error)) from error

    if before != after:
        persistently(once)


def _text(item: Item, name: str) -> str:
    held = item.get(name, {})
    return str(held.get("S", held.get("N", "")))


_DUTIES: dict[str, tuple[type[Model], Callable[[Item, Search], None]]] = {
    "orders": (Order, _order),
    "payments": (Payment, _payment),
    "addresses": (Address, _address),
    "shipments": (Shipment, _parcel),
}
