"""Mails that follow from an order's state: each kind once per order, late rather than lost.

A mail is claimed on the order, sent, then noted as sent. A claim whose sender died is taken over
after ten minutes and sent under the same Message-ID, so that mail programs show it once."""

import logging
import smtplib
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition

from config import clock
from config.dynamo import refused, write
from orders import queries
from orders.links import tracking_url
from orders.models import Order
from orders.rules import PaymentStatus, Status

log = logging.getLogger(__name__)
CLAIM_LIFE = timedelta(minutes=10)
_CLAIM = "sending "  # stands before the time while a mail is on its way out

# What an order in each state owes its customer, oldest duty first.
OWED: dict[Status, tuple[str, ...]] = {
    Status.CONFIRMED: ("confirmed",),
    Status.PROCESSING: ("confirmed",),
    Status.SHIPPED: ("confirmed", "shipped"),
    Status.DELIVERED: ("delivered",),
}
WORKING = (Status.CONFIRMED, Status.PROCESSING, Status.SHIPPED)
ENDED = {Status.DELIVERED: timedelta(days=30), Status.CANCELLED: timedelta(days=7)}
SUBJECTS = {
    "confirmed": "Your order {id} is confirmed",
    "shipped": "Your order {id} is on its way",
    "delivered": "Your order {id} was delivered",
    "refund": "{money} of order {id} is on its way back",
}
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
    """The kinds of mail that the order's state calls for, and one for each refund of it."""
    refunds = tuple(_REFUND + key for key in order.given_back or {})
    if order.payment_status == PaymentStatus.REFUNDED:
        return refunds
    return (*OWED.get(Status(order.status), ()), *refunds)


def _is_due(order: Order, kind: str, now: datetime) -> bool:
    noted = (order.mails or {}).get(kind)
    return noted is None or (noted.startswith(_CLAIM) and _is_stale(noted, now))


def _is_stale(noted: str, now: datetime) -> bool:
    return clock.from_text(noted.removeprefix(_CLAIM)) < now - CLAIM_LIFE


def _send_once(order: Order, kind: str, *, now: datetime) -> int:
    path = Order.mails[kind]
    before = (order.mails or {}).get(kind)
    unclaimed: Condition = path.does_not_exist() if before is None else path == before
    claim = _CLAIM + clock.to_text(now)
    if not _note(order, kind, claim, condition=unclaimed):
        return 0  # another worker has it, or the index showed an old copy
    try:
        _message(order, kind).send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        # ValueError: Django refuses a header with a line break in it.
        log.warning("Mail %s of %s waits: %s", kind, order.order_id, error)
        write(lambda: order.update(actions=[path.remove()], condition=path == claim))
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
