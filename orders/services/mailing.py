"""Mails that follow from an order's state: each kind once per order, late rather than lost.

A mail is claimed on the order, sent, then noted as sent (`customers.services.claimed_mails`). What
does not follow from the order's own state (news of a parcel) is marked as owed by whoever knows."""

from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import refused, write
from config.mail import message
from customers.services.claimed_mails import CLAIM, is_due, send_claimed
from customers.services.claimed_mails import OWED as OWED_SINCE
from orders import queries
from orders.links import pay_url, tracking_url
from orders.models import Order
from orders.rules import PaymentStatus, Status
from orders.services.drafting import TO_PAY

# What an order in each state owes its customer, oldest duty first.
OWED: dict[Status, tuple[str, ...]] = {
    Status.CONFIRMED: ("confirmed",),
    Status.PROCESSING: ("confirmed",),
    Status.SHIPPED: ("confirmed", "shipped"),
    Status.DELIVERED: ("delivered",),
}
WORKING = (Status.PENDING, Status.CONFIRMED, Status.PROCESSING, Status.SHIPPED)
# Ended orders so old owe nothing new. Goods may take weeks to come back, and end their order then.
ENDED = dict.fromkeys((Status.DELIVERED, Status.CANCELLED), timedelta(days=30))
SUBJECTS = {
    TO_PAY: "Please pay for your order {id}",
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
    "address_changed": "Your order {id} goes to another address",
    "return_asked": "You asked for a return of your order {id}",
    "return_accepted": "We take your return of order {id}",
    "return_declined": "About your return of order {id}",
    "return_checked": "We have checked your return of order {id}",
    "return_paid": "Your return of order {id} is paid back",
}
# Not true any more after this time, so rather not sent.
FADES = {"out_for_delivery": timedelta(hours=18), "address_changed": timedelta(days=3)}
AGAIN = "~"  # stands before the number of a mail that was sent once more
OF_RETURN = "return_"  # mails about a return, each with its number
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
    are marked as owed. Of an order whose money went back only the refunds and returns are told; one
    that was to be paid at the door has no refund, so its cancel has a mail of its own."""
    refunds = tuple(_REFUND + key for key in order.given_back or {})
    open_ones = [k for k, noted in (order.mails or {}).items() if not is_sent(noted)]
    if order.payment_status == PaymentStatus.REFUNDED:
        told = [kind for kind in open_ones if AGAIN in kind or kind.startswith(OF_RETURN)]
        return tuple(dict.fromkeys((*refunds, *told)))
    is_for_cash = order.is_cod and order.status is Status.CANCELLED
    by_state = ("cancelled",) if is_for_cash else OWED.get(Status(order.status), ())
    return tuple(dict.fromkeys((*by_state, *refunds, *open_ones)))


def owe(kind: str, *, at: datetime) -> Action:
    """The action on the order that marks a mail as owed; goes with `as_noted`. Kinds are
    'name/what it is about', with '.2' behind it for the second of the same."""
    return Order.mails[kind].set(OWED_SINCE + clock.to_text(at))


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
    return [kind for kind, noted in mails if noted.startswith(OWED_SINCE) and _about(kind) == about]


def send_now(order: Order, kind: str, *, now: datetime) -> bool:
    """Send one mail that is owed; whether it is out."""
    return _is_due(order, kind, now) and _send_once(order, kind, now=now)


def first_of(kind: str) -> str:
    """'lost/TB-…-1' of 'lost/TB-…-1~2', which was sent once more."""
    return kind.partition(AGAIN)[0]


def is_sent(noted: str | None) -> bool:
    """Whether what is noted of a mail says that it is out."""
    return noted is not None and not noted.startswith((OWED_SINCE, CLAIM))


def subject_of(order: Order, kind: str) -> str:
    """The subject of a mail of this kind."""
    name, _, key = first_of(kind).partition("/")
    money = (order.given_back or {}).get(key, "")
    return SUBJECTS[name].format(id=order.order_id, money=money)


def name_of(kind: str) -> str:
    """'lost' of 'lost/TB-…-1'."""
    return first_of(kind).partition("/")[0]


def noted_at(order: Order, kind: str) -> datetime:
    """When a mail was marked, claimed or sent."""
    noted = (order.mails or {})[kind]
    return clock.from_text(noted.removeprefix(OWED_SINCE).removeprefix(CLAIM))


def is_over(order: Order, kind: str) -> bool:
    """Whether what the mail says is not so any more, so that it is not sent."""
    return name_of(kind) == TO_PAY and order.status is not Status.PENDING


def _about(kind: str) -> str:
    return first_of(kind).partition("/")[2].partition(".")[0]


def _is_due(order: Order, kind: str, now: datetime) -> bool:
    noted, fades = (order.mails or {}).get(kind), FADES.get(name_of(kind))
    if noted is not None and fades is not None and now - noted_at(order, kind) >= fades:
        return False
    return is_due(noted, now) and not is_over(order, kind)


def _send_once(order: Order, kind: str, *, now: datetime) -> bool:
    """Whether this call sent it: another worker may have it, or the index showed an old copy."""
    return send_claimed(
        lambda: _message(order, kind),
        name=f"{kind} of {order.order_id}",
        seen=(order.mails or {}).get(kind),
        note=lambda text, seen: _note(order, kind, text, seen=seen),
        now=now,
    )


def _note(order: Order, kind: str, text: str | None, *, seen: str | None) -> bool:
    path = Order.mails[kind]
    action = path.remove() if text is None else path.set(text)
    as_seen = path.does_not_exist() if seen is None else path == seen
    try:
        write(lambda: order.update(actions=[action], condition=as_seen))
    except UpdateError as error:
        if refused(error):
            return False
        raise
    return True


def _message(order: Order, kind: str) -> EmailMultiAlternatives:
    money = (order.given_back or {}).get(first_of(kind).partition("/")[2], "")
    return message(
        name_of(kind),
        to=order.customer_email or "",
        subject=subject_of(order, kind),
        context={
            "order": order,
            "money": money,
            "parcel_id": _about(kind),
            "link": tracking_url(order.order_id),
            "pay_link": pay_url(order.order_id),
        },
        message_id=f"{order.order_id}.{kind.replace('/', '.').replace(AGAIN, '.again')}",
    )
