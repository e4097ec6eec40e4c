"""Dispatch of many orders at one press. The batch stands in the table, so it does not matter who
drives it: the browser of the person, a second one, or the worker after the browser was closed. One
order that fails stops no other."""

import logging

from pynamodb.exceptions import PynamoDBException

from config import clock
from config.errors import ShopError
from orders import queries as order_queries
from orders.rules import Status
from orders.services.benching import why_left_out
from orders.services.moving import start_packing
from shipping import queries
from shipping.batches import Outcome
from shipping.models import BatchResult
from shipping.services.batch_keeping import (
    BatchNotFound,
    batch,
    begun,
    claim,
    free_order,
    strike_off,
    write_result,
)
from shipping.services.patience import dispatch_patiently
from shipping.services.repacking import is_as_packed
from shipping.shiprocket import ShiprocketDown

log = logging.getLogger(__name__)
GOES_ON = "Shiprocket does not answer. Nothing is lost: the worker goes on with it by itself."
TRY_LATER = "Shiprocket does not answer. Nothing was begun; dispatch it again later."
BROKEN = "Something broke on our side. Look at the order, then dispatch it again."
CALLED_OFF = "Its parcel was called off meanwhile. To send it again, pack it again."
SHIPPED = "It is shipped already."  # by the earlier system, which kept no parcels


def dispatch_next(batch_id: str) -> Outcome | None:
    """Dispatch the next order of the batch that nobody is at; None where there is none. An order
    that somebody was at for too long is taken over: a dispatch goes on where it stopped."""
    while True:
        present, now = batch(batch_id), clock.now()
        order_id = free_order(present, now)
        if order_id is None:
            break
        if claim(present, order_id, now):
            outcome, text = _try(order_id, by=present.by)
            result = BatchResult(outcome=outcome, text=text, at=clock.now())
            write_result(present, order_id, result, claimed_at=now)
            _end_if_over(batch_id)
            return outcome
    _end_if_over(batch_id)
    return None


def finish_begun(*, most: int = 25) -> int:
    """For the worker: go on with the batches that are not over, `most` orders at a pass. How many
    were tried. After the first that Shiprocket does not answer the rest waits."""
    tried = 0
    for batch_id in begun():
        while tried < most:
            try:
                outcome = dispatch_next(batch_id)
            except BatchNotFound:  # it was kept long enough, and never ended
                strike_off(batch_id)
                break
            if outcome is None:
                break
            tried += 1
            if outcome is Outcome.WAITS:
                return tried
    return tried


def _end_if_over(batch_id: str) -> None:
    if batch(batch_id).is_over:
        strike_off(batch_id)


def _try(order_id: str, *, by: str) -> tuple[Outcome, str]:
    try:
        return _dispatch(order_id, by=by)
    except ShiprocketDown:
        is_begun = bool(order_queries.order(order_id).shipment_ids)
        return (Outcome.WAITS, GOES_ON) if is_begun else (Outcome.NOT_SENT, TRY_LATER)
    except ShopError as refusal:
        return Outcome.NOT_SENT, str(refusal)
    except PynamoDBException as error:
        log.warning("Order %s of a batch: %s", order_id, error)
    except Exception:  # a mistake of ours: it must not stop the other orders
        log.exception("Order %s of a batch", order_id)
    return Outcome.NOT_SENT, BROKEN


def _dispatch(order_id: str, *, by: str) -> tuple[Outcome, str]:
    order = order_queries.order(order_id)
    if order.status in (Status.CONFIRMED, Status.PROCESSING) and (reason := why_left_out(order)):
        return Outcome.NOT_SENT, reason
    if order.status is Status.SHIPPED and not is_as_packed(order, queries.live_of(order), None):
        return Outcome.NOT_SENT, CALLED_OFF if order.shipment_ids else SHIPPED
    if order.status is Status.CONFIRMED:
        start_packing(order_id, by=by)
    parcel = dispatch_patiently(order_id, by=by)
    return Outcome.SENT, f"{parcel.courier_name}, AWB {parcel.tracking_number}."
