""" "Erase me", from the wish to the last mail. Every step may be cut off anywhere, repeated, and
done by two at once: what is done already is passed over, and the worker does what is left."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from config import clock
from customers import complaint_queries
from customers.privacy_models import Erasure
from customers.privacy_words import Traces
from customers.services import (
    complaint_erasing,
    erasing,
    erasure_mail,
    erasure_steps,
    removing,
)
from customers.services.exporting import addresses_of, known
from orders.models import Order
from orders.services import awaiting
from payments import queries
from payments.errors import StillOpen
from payments.services import privacy_orders, privacy_sweep

log = logging.getLogger(__name__)
MOST_REASONS = 5  # told at once; whoever sees to them is told the next
LOOKED_AT = 100  # orders, and payments that wait, of which a page tells: one read of each


@dataclass(frozen=True)
class FirstLook:
    """Why somebody cannot be forgotten yet, as far as a page looks. `is_all`: there is no older
    order and no payment that was left out."""

    reasons: list[str]
    is_all: bool


def first_look(customer_id: str) -> FirstLook:
    """For a page: what of the newest orders, and of the payments that wait for theirs, holds the
    erasure. As many reads for a thousand orders as for a hundred."""
    orders = [*orders_of(customer_id, most=LOOKED_AT + 1)]
    waiting = queries.unmatched()
    found = _reasons(customer_id, iter(orders[:LOOKED_AT]), waiting[:LOOKED_AT])
    is_all = max(len(orders), len(waiting)) <= LOOKED_AT
    return FirstLook([*islice(found, MOST_REASONS)], is_all)


def what_holds(customer_id: str) -> list[str]:
    """Why this person cannot be forgotten yet, the first few reasons in a sentence each; empty
    when nothing is open, of which every order is asked."""
    return [*islice(_all_reasons(customer_id), MOST_REASONS)]


def _all_reasons(customer_id: str) -> Iterator[str]:
    return _reasons(customer_id, orders_of(customer_id), queries.unmatched())


def _reasons(person: str, orders: Iterator[Order], waiting: Sequence[str]) -> Iterator[str]:
    for order, why in privacy_orders.open_among(orders):
        yield f"Order {order.order_id} {why}."
    for payment_id in privacy_orders.payments_among(waiting, person):
        yield f"Payment {payment_id} waits for one of us to find its order."
    for ticket in complaint_queries.open_tickets_of(person):
        yield f"Complaint {ticket} is not settled."


def orders_of(
    customer_id: str, *, until: datetime | None = None, most: int | None = None
) -> Iterator[Order]:
    """A person's orders, the newest first; `until` leaves out those placed later. By index."""
    for order in Order.by_customer.query(customer_id, scan_index_forward=False, limit=most):
        if until is None or order.created_at <= until:
            yield order


def ask(customer_id: str, *, by: str | None = None) -> list[str]:
    """The person wants to be forgotten: it begins now, or when what holds it (returned, a sentence
    each) is over. Asked again it is the same wish. `by`: who of us was told so. Raises
    CustomerNotFound, WorksHere."""
    wish = erasing.ask(customer_id, by=by)
    holds = [] if wish.begun_at else what_holds(customer_id)
    if not holds:
        erasing.begin(wish, now=clock.now())
    return holds


def advance(digest: str, *, now: datetime, only_begun: bool = False) -> bool:
    """Bring an erasure as far as it will go; whether anything was done. While something of the
    person is open it waits. Raises Unavailable and the like: then the next pass goes on."""
    wish = erasing.by_digest(digest)
    if wish is None:
        erasing.take_off(digest)
        return False
    if wish.begun_at is None:
        if only_begun or next(_all_reasons(wish.person or ""), None):
            return False
        erasing.begin(wish, now=now)
        wish = erasing.by_digest(digest)
    if wish is None or wish.begun_at is None:
        return False  # taken back in this moment
    return _erase(wish, wish.person or "", now)


def _erase(wish: Erasure, person: str, now: datetime) -> bool:
    until = wish.begun_at or now
    try:
        if wish.traces is None:
            erasure_steps.keep_traces(wish, _traces_of(person))
        traces = Traces(wish.traces or ())
        for order in orders_of(person, until=until):
            privacy_orders.forget(order.order_id, order.customer_id, traces)
        complaint_erasing.erase_all_of(person, raised_before=until)
        awaiting.erase_all_of(person, asked_before=until)
        removing.erase_person(person, born_before=until)
        privacy_sweep.sweep(wish, person, traces, now=now)
    except (StillOpen, erasing.Moved) as refusal:
        log.info("Erasure %s waits: %s", wish.digest, refusal)
        return False
    if not erasure_mail.is_sent(wish, now=now):
        return False
    erasure_steps.finish(wish, now=clock.now())
    log.info("Erasure %s is done", wish.digest)
    return True


def _traces_of(person: str) -> Traces:
    """All that the person is known by, gathered before the first of it is taken away."""
    traces = Traces.of(emails=[person])
    for item in known(person):
        traces |= Traces.of(phones=[item.phone or ""], names=[item.name or ""])
    for address in addresses_of(person):
        traces |= Traces.of(
            phones=[address.phone or ""],
            names=[address.name or ""],
            lines=[
                address.address_line1,
                address.address_line2 or "",
                address.landmark or "",
                address.pincode,
            ],
        )
    for order in orders_of(person):
        traces |= privacy_orders.traces_in(order)
    return traces
