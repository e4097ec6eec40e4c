"""One pass of the worker: it has no queue, it looks at the tables for what should be true and is
not (design.md 4). It may be killed anywhere and run twice at once."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.exceptions import PynamoDBException

from catalog.services import bulk
from config import clock
from config.errors import ShopError
from customers.services.claimed_mails import those_that_waited
from orders import queries as order_queries
from orders.models import Order
from orders.rules import REFUND_FLAG, Status
from orders.services import cancelling, mailing
from payments import queries
from payments.services import papering, people_duties, return_duties, without_order
from payments.services.checking import check_order
from payments.services.refund_sending import send_all
from payments.services.remembering import remember_buyer
from shipping.services import batching, coming_back, polling, resuming

log = logging.getLogger(__name__)
# What may fail any day. Anything else is a mistake of ours or an item that nobody foresaw: it is
# logged with its trace and must not keep the worker from all the other orders.
EXPECTED = (ShopError, PynamoDBException)
ASK_AFTER = timedelta(minutes=1)  # how long an unpaid order is left to webhook and callback


@dataclass
class Pass:
    """What one pass did, by kind; `troubles` are left for the next, `mails` could not be sent."""

    done: dict[str, int]
    troubles: int = 0
    mails: int = 0

    @property
    def changed(self) -> int:
        return sum(self.done.values())


def one_pass(*, is_thorough: bool = True, now: datetime | None = None) -> Pass:
    """Do everything that is due. One thing that fails stops no other. A thorough pass also looks
    at the orders of which there are many: those on their way and those that have ended."""
    now = now or clock.now()
    duties = [*DUTIES, *THOROUGH] if is_thorough else DUTIES
    result = Pass({name: 0 for name, _ in duties})
    for name, duty in duties:
        for act in _guarded(name, duty(now), result):
            _try(name, act, result)
    result.mails = those_that_waited()
    return result


Act = Callable[[], bool]


def _guarded(name: str, acts: Iterator[Act], result: Pass) -> Iterator[Act]:
    """The acts of a duty; a table that fails while they are looked up ends only this duty."""
    try:
        yield from acts
    except EXPECTED as error:
        log.warning("%s could not be looked at: %s", name, error)
        result.troubles += 1
    except Exception:
        log.exception("%s could not be looked at", name)
        result.troubles += 1


def _try(name: str, act: Act, result: Pass) -> None:
    try:
        result.done[name] += bool(act())
    except EXPECTED as error:
        log.warning("%s waits for the next pass: %s", name, error)
        result.troubles += 1
    except Exception:
        log.exception("%s waits for the next pass", name)
        result.troubles += 1


def _unpaid(now: datetime) -> Iterator[Act]:
    """Orders that wait for money: ask Razorpay, then end the hold if its time is over and no
    payment is alive."""
    for order in order_queries.by_status(Status.PENDING):
        if order.created_at < now - ASK_AFTER and _is_time_to_ask(
            order.order_id, _waits_since(order, now), now
        ):
            yield lambda order=order: _settle(order, now)  # type: ignore[misc]


def _settle(order: Order, now: datetime) -> bool:
    order = order_queries.order_of(order.order_id, order.customer_id)
    if order.status != Status.PENDING:
        return False
    if check_order(order, now=now):
        return order_queries.order_of(order.order_id, order.customer_id).status != Status.PENDING
    return bool(order.hold_expires_at) and cancelling.end_hold(order, now=now)


def _waits_since(order: Order, now: datetime) -> datetime:
    """When the present wait began: at the end of a hold, however long it was, it is asked again."""
    held_until = order.hold_expires_at
    return held_until if held_until and held_until <= now else order.created_at


def _is_time_to_ask(key: str, born: datetime, now: datetime) -> bool:
    """What waits long is asked for ever less often: every tenth of its age. Only this process
    remembers; a new one asks at once."""
    last = _asked.get(key)
    if last is not None and now - last < (now - born) / 10:
        return False
    if len(_asked) > 10_000:
        _asked.clear()
    _asked[key] = now
    return True


_asked: dict[str, datetime] = {}


def _unmatched(now: datetime) -> Iterator[Act]:
    """Payments whose order nobody knew: Razorpay knows the receipt."""
    for payment_id in queries.unmatched():
        yield lambda payment_id=payment_id: _match(payment_id, now)  # type: ignore[misc]


def _match(payment_id: str, now: datetime) -> bool:
    kept = queries.payment(payment_id)
    born = (kept.created_at if kept else None) or now
    return _is_time_to_ask(payment_id, born, now) and without_order.match(payment_id)


def _refunds(now: datetime) -> Iterator[Act]:
    """Refunds that are intended and were not sent."""
    for order_id in order_queries.needing_a_person():
        yield lambda order_id=order_id: _refund(order_id, now)  # type: ignore[misc]


def _refund(order_id: str, now: datetime) -> bool:
    order = order_queries.order(order_id)
    since = min((f.at for f in order.attention or [] if f.kind == REFUND_FLAG), default=None)
    if since is None or not _is_time_to_ask(f"refund/{order_id}", since, now):
        return False
    return send_all(order_id) > 0


def _buyers(now: datetime) -> Iterator[Act]:
    """Paid orders whose buyer was not written down."""
    for order in order_queries.by_status(Status.CONFIRMED):
        if order.remembered_at is None and order.mails is not None:
            yield lambda order=order: _remember(order)  # type: ignore[misc]


def _remember(order: Order) -> bool:
    present = order_queries.order_of(order.order_id, order.customer_id)
    remember_buyer(present)
    return present.remembered_at is None


def _mails(now: datetime) -> Iterator[Act]:
    """Mails that an order's state owes and that were not sent."""
    for status in mailing.WORKING:
        yield lambda status=status: mailing.send_due(status, now=now) > 0  # type: ignore[misc]


def _parcels(now: datetime) -> Iterator[Act]:
    """Dispatches that stopped half-way."""
    yield lambda: resuming.resume_half_done() > 0


def _batches(now: datetime) -> Iterator[Act]:
    """Batches that were begun and whose browser is gone."""
    yield lambda: batching.finish_begun() > 0


def _bulks(now: datetime) -> Iterator[Act]:
    """Changes of many products that were begun and whose browser is gone."""
    yield lambda: bulk.finish_begun() > 0


def _quiet_parcels(now: datetime) -> Iterator[Act]:
    """Parcels of which nothing was heard for hours."""
    yield lambda: polling.poll_quiet(now) > 0


def _ended(now: datetime) -> Iterator[Act]:
    """Shipped orders whose parcels have all come to their end, and nobody said so."""
    yield from coming_back.endings(by="Worker")


def _late_mails(now: datetime) -> Iterator[Act]:
    """The last mail of an order that has ended."""
    for status in mailing.ENDED:
        yield lambda status=status: mailing.send_due(status, now=now) > 0  # type: ignore[misc]


DUTIES: list[tuple[str, Callable[[datetime], Iterator[Act]]]] = [
    ("unmatched payments", _unmatched),
    ("unpaid orders", _unpaid),
    ("refunds", _refunds),
    ("buyers", _buyers),
    ("parcels", _parcels),
    ("batches", _batches),
    ("changes of products", _bulks),
    ("returns", return_duties.returns),
    ("credit notes", papering.credit_notes),
    ("mails", _mails),
    ("erasures", people_duties.erasures),
    ("complaints", people_duties.complaints),
]
THOROUGH: list[tuple[str, Callable[[datetime], Iterator[Act]]]] = [
    ("quiet parcels", _quiet_parcels),
    ("ended orders", _ended),
    ("bills", papering.bills),
    ("late mails", _late_mails),
    ("waiting erasures", people_duties.waiting_erasures),
    ("back in stock", people_duties.back_in_stock),
]
