"""The way to another address, lent to the order's page of staff."""

from typing import Any

from django import template

from config.staff import StaffMember
from orders.models import Order
from shipping.services.readdressing import why_closed

register = template.Library()


@register.inclusion_tag("shipping/staff/address_button.html", takes_context=True)
def address_button(context: dict[str, Any], order: Order) -> dict[str, Any]:
    """The way to change the order's address, and how long it is open; nothing for who may not."""
    member: StaffMember | None = getattr(context.get("request"), "staff", None)
    may_edit = bool(member and member.may("orders.edit"))
    return {"order": order, "is_open": may_edit and not why_closed(order)}
