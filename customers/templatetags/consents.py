"""The boxes by which a shopper agrees to something beyond the order, lent to the checkout."""

from typing import Any

from django import template

from config.shopper import shopper_of
from customers.consent_rules import PURPOSES

register = template.Library()


@register.inclusion_tag("customers/consent_boxes.html", takes_context=True)
def consent_boxes(context: dict[str, Any]) -> dict[str, Any]:
    """A box for each purpose that the shopper has not agreed to, ticked only where this very form
    was sent with it ticked. None for a guest, who could agree in anybody's name."""
    request = context["request"]
    shopper, sent = shopper_of(request), request.POST.getlist("consent")
    open_ones = [each for each in PURPOSES if shopper and each.key not in shopper.agreed_to]
    return {"boxes": [(purpose, purpose.key in sent) for purpose in open_ones]}
