"""The mails of an order, lent to the staff's page of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template

from config.templatetags.staff import may
from orders.links import tracking_url
from orders.models import Order
from orders.services.mailing import AGAIN, first_of, is_over, is_sent, name_of, noted_at, subject_of
from orders.services.mailing import SUBJECTS as KNOWN

register = template.Library()


@dataclass(frozen=True)
class Mail:
    """One mail that went to the customer, or is on its way out."""

    kind: str
    subject: str
    words: str
    at: datetime | None
    may_go_again: bool


@register.inclusion_tag("orders/staff/mails.html", takes_context=True)
def order_mails(context: dict[str, Any], order: Order) -> dict[str, Any]:
    """What the customer was mailed, the newest first, each with the way to send it once more; of
    whoever has no e-mail, the link to be sent by hand."""
    has_none = order.mails is not None and not order.customer_email
    noted = {k: v for k, v in (order.mails or {}).items() if name_of(k) in KNOWN}
    mails = [_mail(order, kind, text) for kind, text in noted.items()]
    mails.sort(key=lambda mail: noted_at(order, mail.kind), reverse=True)
    return {
        "link": tracking_url(order.order_id) if has_none and may(context, "orders.edit") else "",
        "mails": [] if has_none else mails,
        "order": order,
        "may_send": may(context, "orders.edit"),
        "csrf_token": context.get("csrf_token"),
    }


def _mail(order: Order, kind: str, noted: str) -> Mail:
    is_out, is_first = is_sent(noted), AGAIN not in kind
    words = ("sent" if is_first else "sent again") if is_out else "waits for the mail server since"
    if not is_out and is_over(order, kind):
        words = "not needed any more, waited since"
    return Mail(
        kind=first_of(kind),
        subject=subject_of(order, kind),
        words=words,
        at=noted_at(order, kind),
        may_go_again=is_out
        and is_first
        and not is_over(order, kind)
        and bool(order.customer_email),
    )
