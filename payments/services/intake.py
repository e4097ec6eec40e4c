"""Taking in a webhook event: read what it says, let it have its effect once, forget nothing."""

import hashlib
import json
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from config import clock
from payments.razorpay_entities import (
    GatewayPayment,
    dispute_from,
    payment_from,
    refund_from,
)
from payments.services import old_front_end
from payments.services.disputing import RANK as DISPUTES
from payments.services.disputing import take_dispute
from payments.services.refund_news import take_refund
from payments.services.taking import take_payment
from payments.services.writing import Event, Source

log = logging.getLogger(__name__)
_T = TypeVar("_T")
_DISPUTE = "payment.dispute."
Envelope = dict[str, Any]


class NotAnEvent(ValueError):
    """The body is signed but is not what Razorpay documents."""


def take_in(raw: bytes, *, event_id: str) -> str:
    """Act on a signed event, and say of what kind it is. Kinds that a shop has no use for change
    nothing. Nobody but the tables is asked, so the answer is quick whatever Razorpay does. Raises
    NotAnEvent for a body that is no event, Unavailable when it should be sent again."""
    envelope = _envelope(raw)
    kind = envelope.get("event")
    if not isinstance(kind, str):
        raise NotAnEvent("The event has no name.")
    take = TAKEN.get(kind)
    if take is None:
        log.info("Event %.60r is none of ours", kind)  # whatever it holds, one line
        return kind
    name = event_id or hashlib.sha256(raw).hexdigest()[:32]  # the same bytes are the same event
    take(envelope, Source(by="Razorpay", event=Event(id=name, kind=kind, body=raw.decode())))
    return kind


def _about_payment(envelope: Envelope, source: Source) -> None:
    news = _payment(envelope)
    if old_front_end.made_it(news):
        old_front_end.take_order(news, source=source)
    else:
        take_payment(news, source=source)


def _about_refund(envelope: Envelope, source: Source) -> None:
    news = _read(envelope, "refund", refund_from)
    final = str(envelope["event"]).removeprefix("refund.")
    if final in ("processed", "failed"):
        news = replace(news, status=final)  # the payload is a snapshot and may be older
    payment = _payment(envelope)
    if old_front_end.made_it(payment):
        old_front_end.take_order(payment, source=replace(source, event=None))
    take_refund(news, payment, source=source)


def _about_dispute(envelope: Envelope, source: Source) -> None:
    payment = _payment(envelope)
    if old_front_end.made_it(payment):
        old_front_end.take_order(payment, source=replace(source, event=None))
    take_dispute(
        _read(envelope, "dispute", dispute_from),
        payment,
        standing=str(envelope["event"]).removeprefix(_DISPUTE),
        at=_made_at(envelope),
        source=source,
    )


TAKEN: dict[str, Callable[[Envelope, Source], None]] = {
    "payment.authorized": _about_payment,
    "payment.captured": _about_payment,
    "payment.failed": _about_payment,
    "order.paid": _about_payment,
    "refund.created": _about_refund,
    "refund.processed": _about_refund,
    "refund.failed": _about_refund,
    "refund.speed_changed": _about_refund,
    **{f"{_DISPUTE}{standing}": _about_dispute for standing in DISPUTES},
}


def _envelope(raw: bytes) -> Envelope:
    try:
        envelope = json.loads(raw.decode())
    except (ValueError, RecursionError) as error:
        raise NotAnEvent("The body is not JSON.") from error
    if not isinstance(envelope, dict):
        raise NotAnEvent("The body is not an event.")
    return envelope


def _payment(envelope: Envelope) -> GatewayPayment:
    return _read(envelope, "payment", payment_from)


def _read(envelope: Envelope, name: str, read: Callable[[dict[str, Any]], _T]) -> _T:
    try:
        return read(envelope["payload"][name]["entity"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NotAnEvent(f"The event carries no {name} that can be read.") from error


def _made_at(envelope: Envelope) -> datetime:
    """When Razorpay made the event, as it says; some samples carry no time at the envelope."""
    seconds = envelope.get("created_at")
    try:
        return clock.from_unix(seconds) if type(seconds) is int else clock.now()
    except (OverflowError, OSError, ValueError):
        return clock.now()
