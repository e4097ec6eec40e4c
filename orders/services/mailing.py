"""Mails that follow from an order's state: each kind once per order, late rather than lost.

A mail is claimed on the order, sent, then noted as sent. A claim whose sender died is taken over
after ten minutes and sent under the same Message-ID, so that mail programs show it once. What does
not follow from the order's own state (news of a parcel) is marked as owed by whoever knows."""

import logging
import smtplib
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import refused, write
from orders import queries
from orders.links import tracking_url
from orders.models import Order
from orders.rules import PaymentStatus, Status

log = logging.getLogger(__name__)
CLAIM_LIFE = timedelta(minutes=10)
_CLAIM = "sending "  # stands before the time while a mail is on its way out
_OWED = "owed "  # stands before the time at which the reason for a mail came up

# What an order in each state owes its customer, oldest duty first.
OWED: dict[Status, tuple[str, ...]] = {
    Status.CONFIRMED: ("confirmed",),
    Status.PROCESSING: ("confirmed",),
    Status.SHIPPED: ("confirmed", "shipped"),
    Status.DELIVERED: ("delivered",),
}
WORKING = (Status.CONFIRMED, Status.PROCESSING, Status.SHIPPED)
# Ended orders so old owe nothing new. Goods may take weeks to come back, and end their order then.
ENDED = dict.fromkeys((Status.DELIVERED, Status.CANCELLED), timedelta(days=30))
SUBJECTS = {
    "confirmed": "Your order {id} is confirmed",
    "shipped": "Your order {id} is on its way",
    "delivered": "Delivery of your order {id}",
    "cancelled": "Your order {id} is cancelled",
    "refund": "{money} of order {id} is on its way back",
    "out_for_delivery": "Your order {id} is out for delivery",
    "undelivered": "The courier could not hand over your order {id}",
    "coming_back": "Your order {id} is coming back to us",
    "lost": "Your order {id} was lost or damaged on its way",
    "parcel_delivered": "Delivery of a parcel of your order {id}",
}
# Not true any more after this time, so rather not sent.
FADES = {"out_for_delivery": timedelta(hours=18)}
_REFUND = "refund/"  # stands before the refund's key: each has a mail of its own


def send_due(status: Status, *, now: datetime) -> int:
    """Send what the orders of one status owe, of ended ones only the late ones (ENDED); how many
    were sent. A mail server that is down delays, and the next pass tries again."""
    since = now - ENDED[status] if status in ENDED else None
    return sum(send_owed(order, now=now) for order in queries.by_status(status, since=since))


def send_owed(order: Order, *, now: datetime) -> int:
    """Send what this order owes by its state. Orders of the earlier system owe nothing."""
    if order.mails is None or not order.customer_email:
        return 0
    kinds = owed_by(order)
    return sum(_send_once(order, kind, now=now) for kind in kinds if _is_due(order, kind, now))


def owed_by(order: Order) -> tuple[str, ...]:
    """The kinds of mail that the order's state calls for, one for each refund of it, and those that
    are marked as owed. Of an order whose money went back only the refunds are told; one that was
    to be paid at the door has no refund, so its cancel has a mail of its own."""
    refunds = tuple(_REFUND + key for key in order.given_back or {})
    if order.payment_status == PaymentStatus.REFUNDED:
        return refunds
    is_for_cash = order.is_cod and order.status is Status.CANCELLED
    by_state = ("cancelled",) if is_for_cash else OWED.get(Status(order.status), ())
    open_ones = (k for k, noted in (order.mails or {}).items() if noted.startswith((_OWED, _CLAIM)))
    return tuple(dict.fromkeys((*by_state, *refunds, *open_ones)))


def owe(kind: str, *, at: datetime) -> Action:
    """The action on the order that marks a mail as owed; goes with `as_noted`. Kinds are
    'name/what it is about', with '.2' behind it for the second of the same."""
    return Order.mails[kind].set(_OWED + clock.to_text(at))


def forgo(kind: str) -> Action:
    """The action that takes the mark off again; goes with `as_noted`."""
    return Order.mails[kind].remove()


def as_noted(order: Order, kind: str) -> Condition:
    """The condition that this mail was neither claimed nor sent since the order was read."""
    path, noted = Order.mails[kind], (order.mails or {}).get(kind)
    same: Condition = path.does_not_exist() if noted is None else path == noted
    return same


def marked_as_owed(order: Order, *, about: str) -> list[str]:
    """The kinds that are marked as owed about this parcel, and that nobody sends yet."""
    mails = (order.mails or {}).items()
    return [kind for kind, noted in mails if noted.startswith(_OWED) and _about(kind) == about]


def name_of(kind: str) -> str:
    """'lost' of 'lost/TB-…-1'."""
    return kind.partition("/")[0]


def noted_at(order: Order, kind: str) -> datetime:
    """When a mail was marked, claimed or sent."""
    noted = (order.mails or {})[kind]
    return clock.from_text(noted.removeprefix(_OWED).removeprefix(_CLAIM))


def _about(kind: str) -> str:
    return kind.partition("/")[2].partition(".")[0]


def _is_due(order: Order, kind: str, now: datetime) -> bool:
    noted = (order.mails or {}).get(kind)
    if noted is None:
        return True
    fades = FADES.get(name_of(kind))
    if fades is not None and now - noted_at(order, kind) >= fades:
        return False
    is_stale = noted_at(order, kind) < now - CLAIM_LIFE
    return noted.startswith(_OWED) or (noted.startswith(_CLAIM) and is_stale)


def _send_once(order: Order, kind: str, *, now: datetime) -> int:
    path, before = Order.mails[kind], (order.mails or {}).get(kind)
    claim = _CLAIM + clock.to_text(now)
    if not _note(order, kind, claim, condition=as_noted(order, kind)):
        return 0  # another worker has it, or the index showed an old copy
    try:
        _message(order, kind).send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        # ValueError: Django refuses a header with a line break in it.
        log.warning("Mail %s of %s waits: %s", kind, order.order_id, error)
        as_before = path.remove() if before is None else path.set(before)
        write(lambda: order.update(actions=[as_before], condition=path == claim))
        return 0
    _note(order, kind, clock.to_text(clock.now()), condition=path == claim)
    return 1


def _note(order: Order, kind: str, text: str, *, condition: Condition) -> bool:
    try:
        write(lambda: order.update(actions=[Order.mails[kind].set(text)], condition=condition))
    except UpdateError as error:
        if refused(error):
            return False
        raise
    return True


def _message(order: Order, kind: str) -> EmailMultiAlternatives:
    name, _, key = kind.partition("/")
    money = (order.given_back or {}).get(key, "")
    context = {
        "order": order,
        "money": money,
        "parcel_id": _about(kind),
        "shop_name": settings.SHOP_NAME,
        "legal_name": settings.SHOP_LEGAL_NAME,
        "shop_address": settings.SHOP_ADDRESS,
        "shop_email": settings.SHOP_EMAIL,
        "link": tracking_url(order.order_id),
    }
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    message = EmailMultiAlternatives(
        subject=SUBJECTS[name].format(id=order.order_id, money=money),
        body=render_to_string(f"email/{name}.txt", context),
        to=[order.customer_email or ""],
        headers={"Message-ID": f"<{order.order_id}.{kind.replace('/', '.')}@{domain}>"},
    )
    message.attach_alternative(render_to_string(f"email/{name}.html", context), "text/html")
    return message
