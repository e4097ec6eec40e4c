"""A piece of the staff's page of a customer: a copy of their data, and the way to be forgotten."""

from typing import Any

from django import template

from config.staff import StaffMember
from customers.models import Customer
from customers.privacy_models import Erasure

register = template.Library()


@register.inclusion_tag("payments/staff/customer_data.html", takes_context=True)
def customer_data(
    context: dict[str, Any], customer: Customer, erasure: Erasure | None
) -> dict[str, Any]:
    """Nothing for who may not, and nothing of a colleague, who is not erased here."""
    member: StaffMember = context["request"].staff
    return {
        "customer": customer,
        "wish": erasure,
        "may": member.may("customers.data") and not customer.role,
        "csrf_token": context["csrf_token"],
    }
