"""A parcel is called off at Shiprocket: because its order has ended, or because staff want it back
before it was picked up. Once there is an AWB, Shiprocket takes the wish (two calls) and answers
later, so a parcel is cancelled only when its status says so (failures.md E18)."""

import logging
from enum import Enum, auto

from config import clock
from shipping import queries, steps
from shipping.errors import BeingDispatched, NotCalledOff
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from shipping.services import call_off_wishes as wishes
from shipping.services import call_off_writing as writing
from shipping.shiprocket import ShiprocketDown, ShiprocketRefused
from shipping.shiprocket_entities import OrderDetails
from shipping.status_map import meaning_of
from shipping.steps import LEASE, Standing, Step
from shipping.tokens import client

log = logging.getLogger(__name__)
WORKER = "Worker"
TO_BE_MADE_ANEW = (
    "Pieces of it were given back: call it off in its panel, then press dispatch to send the rest."
)


class Answer(Enum):
    """What Shiprocket says of a parcel that was to be called off."""

    OFF = auto()
    ON_ITS_WAY = auto()  # the courier was quicker
    NOT_YET = auto()


def call_off(shipment: Shipment, *, by: str, awb: str = "") -> None:
    """Call off the parcel of an order that has ended (`awb` if we know better than the table).
    While Shiprocket does not answer the worker comes back to it; where it refuses, a person is
    told to do it there. Never raises for Shiprocket's sake."""
    awb = awb or shipment.tracking_number or ""
    try:
        details = _details(shipment)
        awb = (details.awb_code if details else "") or awb
        _ask(details, awb)
        answer = _answer(details, awb)
    except ShiprocketDown:
        log.warning("Parcel %s is not called off yet", shipment.shipment_id)
        return
    except ShiprocketRefused as no:
        writing.write_for_a_person(shipment, awb, no.reason, by=by)
        return
    if answer is Answer.OFF:
        writing.write_off(shipment, awb, by=by)
    elif answer is Answer.ON_ITS_WAY:
        writing.write_for_a_person(shipment, awb, "the courier has it already", by=by)
    else:
        wishes.write_asked(shipment, awb, by=by)


def call_off_by_hand(shipment_id: str, *, by: str) -> Shipment:
    """Ask Shiprocket to call off a parcel that waits for its pickup; the parcel as it is then:
    cancelled, or waiting for the answer, which the worker asks for.

    Raises ShipmentNotFound; NotCalledOff (it was picked up, or Shiprocket refuses);
    BeingDispatched while a step of its dispatch is held; ShiprocketDown (the worker goes on).
    """
    shipment = queries.by_id(shipment_id)
    if shipment.return_of is not None:
        raise NotCalledOff("This parcel fetches a return: see to it on the return's page.")
    return call_off_as_read(shipment, by=by)


def call_off_as_read(shipment: Shipment, *, by: str, anew: bool = False) -> Shipment:
    """The same for a parcel that was just read. `anew`: another is made of what is still to be sent
    of it, by the worker if nobody else does. BeingDispatched too if a step was taken since."""
    if shipment.status is ShipmentStatus.CANCELLED:
        return shipment
    if shipment.status is not ShipmentStatus.PENDING:
        raise NotCalledOff("The courier has picked this parcel up: it cannot be called off.")
    if shipment.steps is None:
        raise NotCalledOff(
            "The earlier system made this parcel: call it off in Shiprocket's panel."
        )
    if not is_asked(shipment):
        if steps.is_anybody_at_it(shipment.steps, clock.now()):
            raise BeingDispatched(shipment.order_id)
        shipment = wishes.write_wish(shipment, by=by, anew=anew)
    elif anew and not steps.wants_anew(shipment.steps):
        shipment = wishes.wish_anew(shipment)
    return _go_on(shipment, by=by)


def follow_up(shipment: Shipment) -> bool:
    """For the worker: hear whether a parcel is off by now, and ask again if not. Whether it was
    looked at: two minutes pass between two looks."""
    asked_at = steps.state_of(shipment.steps, Step.CALL_OFF).at
    if asked_at is not None and clock.now() - asked_at < LEASE:
        return False
    try:
        _go_on(shipment, by=WORKER)
    except NotCalledOff as no:
        log.info("Parcel %s: %s", shipment.shipment_id, no)
    return True


def is_asked(shipment: Shipment) -> bool:
    """Whether it is to be called off and nobody knows yet whether it is."""
    return steps.state_of(shipment.steps, Step.CALL_OFF).standing is Standing.DOING


def _go_on(shipment: Shipment, *, by: str) -> Shipment:
    """Look first: the wish may have been granted, or come too late."""
    if shipment.status is not ShipmentStatus.PENDING:
        return writing.write_too_late(shipment, by=by)
    details = _details(shipment)
    awb = shipment.tracking_number or (details.awb_code if details else "")
    answer = _answer(details, awb)
    if answer is Answer.NOT_YET:
        try:
            _ask(details, awb)
        except ShiprocketRefused as no:
            text = f"Shiprocket does not call the parcel off: {no.reason}."
            if steps.wants_anew(shipment.steps):
                text = f"{text} {TO_BE_MADE_ANEW}"
            writing.write_refusal(shipment, text, by=by)
            raise NotCalledOff(text) from no
        answer = _answer(details, awb)
    if answer is Answer.OFF:
        return writing.write_off(shipment, awb, by=by)
    if answer is Answer.ON_ITS_WAY:
        writing.write_too_late(shipment, by=by)
        raise NotCalledOff("The courier was quicker: the parcel is on its way.")
    return wishes.write_asked(shipment, awb, by=by)


def _ask(details: OrderDetails | None, awb: str) -> None:
    """Both calls: the AWB is called off, then the order, or else it would wait for another AWB."""
    if details is None or details.is_off:
        return
    if awb:
        client().cancel_awb(awb)
    try:
        client().cancel_order(details.order_id)
    except ShiprocketRefused as no:
        if not awb:
            raise
        log.info("The order of AWB %s is not cancelled with it: %s", awb, no.reason)


def _answer(details: OrderDetails | None, awb: str) -> Answer:
    """What the courier's status says; before its first scan, Shiprocket's own."""
    if details is None:
        return Answer.OFF
    if awb and (answer := _answer_of_the_courier(awb)):
        return answer
    return Answer.OFF if client().order_details(details.order_id).is_off else Answer.NOT_YET


def _answer_of_the_courier(awb: str) -> Answer | None:
    try:
        news = client().track(awb)
    except ShiprocketRefused:
        return None
    status = meaning_of(news.status_id, news.label).status if news.status_id else None
    if status is ShipmentStatus.CANCELLED:
        return Answer.OFF
    if status is None or status is ShipmentStatus.PENDING:
        return None
    return Answer.ON_ITS_WAY


def _details(shipment: Shipment) -> OrderDetails | None:
    """What Shiprocket has of the parcel; None where it never heard of it."""
    if shipment.shiprocket_order_id:
        return client().order_details(int(shipment.shiprocket_order_id))
    if steps.state_of(shipment.steps, Step.PARCEL).may_have_happened():
        return client().order_by_reference(shipment.reference or shipment.order_id)
    return None
