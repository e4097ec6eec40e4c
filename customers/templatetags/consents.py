"""The boxes by which a guest agrees to something beyond the order, lent to the checkout."""

from typing import Any

from django import template

from config.shopper import shopper_of
from customers.consent_rules import PURPOSES

register = template.Library()


@register.inclusion_tag("customers/consent_boxes.html", takes_context=True)
def consent_boxes(context: dict[str, Any]) -> dict[str, Any]:
    """A box for each purpose, ticked only where this very form was sent with it ticked. Whoever is
    signed in settles it under their data."""
    request = context["request"]
    sent = request.POST.getlist("consent")
    purposes = () if shopper_of(request) else PURPOSES
    return {"boxes": [(purpose, purpose.key in sent) for purpose in purposes]}
