"""Pieces of page that orders lends to other apps' pages."""

from django import template

from config.money import short_rupees
from orders import rules

register = template.Library()


@register.simple_tag
def delivery_note(price_paise: int) -> str:
    """What delivery costs if this is all that is bought."""
    fee = rules.shipping_fee(price_paise)
    if not fee:
        return "Delivery free."
    free_from = short_rupees(rules.FREE_DELIVERY_FROM_PAISE)
    return f"Delivery {short_rupees(fee)}, free from {free_from}."
