"""The papers of an order, lent to the pages that show it."""

from typing import Any

from django import template

from orders.links import token_of
from orders.models import Order
from orders.papers.naming import credit_notes_of, slug_of
from orders.services.invoicing import BILLED

register = template.Library()
register.filter("paper_slug", slug_of)


@register.inclusion_tag("orders/papers/papers.html")
def order_papers(order: Order) -> dict[str, Any]:
    """The bill and the credit notes, for the customer."""
    return {"order": order, "bill": order.invoice, "notes": credit_notes_of(order)}


@register.inclusion_tag("orders/papers/by_link.html")
def bill_by_link(order: Order) -> dict[str, Any]:
    """The way to the bill from a page that whoever holds its link can read."""
    return {"bill": order.invoice, "token": token_of(order.order_id)}


@register.inclusion_tag("orders/papers/staff.html", takes_context=True)
def staff_papers(context: template.Context, order: Order) -> dict[str, Any]:
    """The same for staff, with the button that makes the bill."""
    return {
        "order": order,
        "bill": order.invoice,
        "notes": credit_notes_of(order),
        "may_make": order.status in BILLED and context["request"].staff.may("orders.pack"),
        "csrf_token": context.get("csrf_token"),
    }
