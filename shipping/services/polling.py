"""Parcels that nobody speaks of: the webhook may be lost, so the worker asks."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from pynamodb.exceptions import UpdateError

from config.dynamo import refused, write
from orders import queries as order_queries
from orders.rules import Status
from shipping import queries, steps
from shipping.models import Shipment
from shipping.rules import MOVING
from shipping.services.tracking import heard, still_as_heard, take_tracking
from shipping.shiprocket import ShiprocketDown, ShiprocketRefused
from shipping.steps import Step
from shipping.tokens import client

log = logging.getLogger(__name__)
QUIET = timedelta(hours=6)
SOURCE = "Worker"


def poll_quiet(now: datetime, *, quiet: timedelta = QUIET, most: int = 50) -> int:
    """Ask Shiprocket for shipped parcels without news for `quiet`, and for those whose end a
    webhook told and Shiprocket has not confirmed. How many were asked.

    Reads the shipped orders by index and their parcels by key, a hundred a call; asks for at most
    `most`, one call each, and stops at the first that Shiprocket does not answer.
    """
    asked = 0
    for parcel in islice(_due(now - quiet), most):
        try:
            _ask(parcel, now)
        except ShiprocketDown:
            break
        asked += 1
    return asked


def _due(before: datetime) -> Iterator[Shipment]:
    parcels = queries.of_orders(order_queries.by_status(Status.SHIPPED))
    return (parcel for parcel in parcels if parcel.tracking_number and _is_due(parcel, before))


def _is_due(parcel: Shipment, before: datetime) -> bool:
    if parcel.status not in MOVING:
        return False
    heard_at = steps.state_of(parcel.steps, Step.HEARD).at or parcel.updated_at or parcel.created_at
    return Step.CONFIRM in (parcel.steps or {}) or heard_at is None or heard_at < before


def _ask(parcel: Shipment, now: datetime) -> None:
    try:
        news = client().track(parcel.tracking_number or "")
    except ShiprocketRefused as refusal:
        log.warning("Shiprocket does not know parcel %s: %s", parcel.shipment_id, refusal.reason)
    else:
        take_tracking(news, source=SOURCE)
    _note(queries.shipment(parcel.shipment_id, parcel.order_id), now)


def _note(parcel: Shipment, now: datetime) -> None:
    """It was asked: not again for a while, unless there was news this moment."""

    def once() -> None:
        answered = [Shipment.steps[Step.CONFIRM].remove()] if parcel.steps else []
        parcel.update(actions=[*heard(parcel, now), *answered], condition=still_as_heard(parcel))

    try:
        write(once)
    except UpdateError as error:
        if not refused(error):
            raise
