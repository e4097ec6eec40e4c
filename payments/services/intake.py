"""Taking in a webhook event: read what it says, let it have its effect once, forget nothing."""

import hashlib
import json
import logging
from typing import Any

from payments.razorpay_entities import GatewayPayment, payment_from
from payments.services import old_front_end
from payments.services.taking import take_payment
from payments.services.writing import Event, Source

log = logging.getLogger(__name__)
ABOUT_PAYMENTS = frozenset(
    {"payment.authorized", "payment.captured", "payment.failed", "order.paid"}
)


class NotAnEvent(ValueError):
    """The body is signed but is not what Razorpay documents."""


def take_in(raw: bytes, *, event_id: str) -> None:
    """Act on a signed event. Kinds that a shop has no use for change nothing. Raises NotAnEvent
    for a body that is no event, Unavailable when it should be sent again."""
    envelope = _envelope(raw)
    kind = envelope.get("event")
    if not isinstance(kind, str):
        raise NotAnEvent("The event has no name.")
    if kind not in ABOUT_PAYMENTS:
        log.info("Event %s is none of ours", kind)
        return
    news = _payment_in(envelope)
    event = Event(id=event_id or _name(kind, news), kind=kind, body=raw.decode())
    source = Source(by="Razorpay", event=event)
    if old_front_end.made_it(news):
        old_front_end.take_order(news, source=source)
    else:
        take_payment(news, source=source)


def _envelope(raw: bytes) -> dict[str, Any]:
    try:
        envelope = json.loads(raw.decode())
    except (ValueError, RecursionError) as error:
        raise NotAnEvent("The body is not JSON.") from error
    if not isinstance(envelope, dict):
        raise NotAnEvent("The body is not an event.")
    return envelope


def _payment_in(envelope: dict[str, Any]) -> GatewayPayment:
    try:
        return payment_from(envelope["payload"]["payment"]["entity"])
    except (KeyError, TypeError, ValueError) as error:
        raise NotAnEvent("The event carries no payment.") from error


def _name(kind: str, news: GatewayPayment) -> str:
    """An event without Razorpay's id is known by what it says."""
    said = f"{kind}/{news.id}/{news.status}"
    return hashlib.sha256(said.encode()).hexdigest()[:32]
