"""The boxes by which a shopper agrees to something beyond the order, lent to the checkout."""

from typing import Any

from django import template

from config.shopper import shopper_of
from customers.services.consent import standings_of

register = template.Library()


@register.inclusion_tag("customers/consent_boxes.html", takes_context=True)
def consent_boxes(context: dict[str, Any]) -> dict[str, Any]:
    """A box for each purpose that the shopper has not agreed to, ticked only where this very form
    was sent with it ticked. None for a guest, who could agree in anybody's name."""
    request = context["request"]
    shopper, sent = shopper_of(request), request.POST.getlist("consent")
    known = standings_of(shopper.customer_id) if shopper else []
    open_ones = [each.purpose for each in known if not each.is_given]
    return {"boxes": [(purpose, purpose.key in sent) for purpose in open_ones]}
