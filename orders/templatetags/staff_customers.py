"""Pieces of the staff's pages of customers: their orders."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse

from customers import queries
from customers.errors import CustomerNotFound
from orders.models import Order
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


@register.simple_tag
def customer_page(order: Order) -> str:
    """Where the page of the order's customer is; '' for whoever has none: a guest, somebody who
    never paid, somebody who was erased."""
    if "@" not in order.customer_id:
        return ""
    try:
        queries.customer(order.customer_id)
    except CustomerNotFound:
        return ""
    return reverse("staff:customers:customers:customer", args=[order.customer_id])
