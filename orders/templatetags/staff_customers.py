"""Pieces of the staff's pages of customers: their orders."""

from typing import Any

from django import template
from django.http import HttpRequest

from orders.staff.customer_queries import latest, page_of_customer, worth_of

register = template.Library()


@register.inclusion_tag("orders/staff/customer_orders.html", takes_context=True)
def customer_orders(context: dict[str, Any], customer_id: str) -> dict[str, Any]:
    """A customer's orders, a page at a time, and what they come to so far."""
    request: HttpRequest = context["request"]
    after = request.GET.get("after", "") if request.method != "POST" else ""
    return {
        "found": page_of_customer(customer_id, after),
        "worth": worth_of(customer_id),
        "after": after,
    }


@register.inclusion_tag("orders/staff/customers_latest.html")
def latest_customers() -> dict[str, Any]:
    """Who ordered lately, with their latest order."""
    return {"orders": latest()}
