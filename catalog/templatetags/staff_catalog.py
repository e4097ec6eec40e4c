"""Pieces of the staff pages about products, lent to other rooms' pages."""

from typing import Any

from django import template

from catalog.pictures import picture_url
from catalog.queries import on_shelf_by_sku
from catalog.staff.listing import low_on_stock

register = template.Library()
FEW = 8


@register.filter
def sku_picture(sku: str | None) -> str:
    """The address of the picture of what is on sale under this sku, '' where nothing is."""
    found = on_shelf_by_sku([sku]).get(sku) if sku else None
    return picture_url(found[0], sku=sku) if found else ""


@register.inclusion_tag("catalog/staff/low_panel.html")
def low_stock() -> dict[str, Any]:
    """The variants that run out first; asks no table."""
    low = low_on_stock()
    return {"low": low[:FEW], "in_all": len(low)}
