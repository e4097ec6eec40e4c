"""The way to another address, lent to the order's page in the account."""

from typing import Any

from django import template

from orders.models import Order
from orders.rules import Status
from shipping.services.readdressing import why_closed

register = template.Library()


@register.inclusion_tag("shipping/address_offer.html")
def address_offer(order: Order) -> dict[str, Any]:
    """For its customer: the way to another address, and until when it is open."""
    is_working = order.status in (Status.PENDING, Status.CONFIRMED, Status.PROCESSING)
    return {"order": order, "is_open": is_working and not why_closed(order)}
