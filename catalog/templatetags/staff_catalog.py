"""Pieces of the staff pages about products, lent to other rooms' pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import template

from catalog.pictures import picture_url
from catalog.queries import on_shelf_by_sku
from catalog.shelf import ShelfProduct, ShelfVariant
from catalog.staff.listing import low_on_stock

register = template.Library()
FEW = 8


@register.filter
def sku_picture(sku: str | None) -> str:
    """The address of the picture of what is on sale under this sku, '' where nothing is."""
    found = on_shelf_by_sku([sku]).get(sku) if sku else None
    return picture_url(found[0], sku=sku) if found else ""


@dataclass(frozen=True)
class Low:
    """A variant that runs out, and how many of it were sold lately."""

    product: ShelfProduct
    variant: ShelfVariant
    sold: int


@register.inclusion_tag("catalog/staff/low_panel.html")
def low_stock(sold: Mapping[str, int]) -> dict[str, Any]:
    """The variants that run out first, those that sell best on top of equals; `sold` is sku →
    pieces. Asks no table."""
    found = [Low(product, variant, sold.get(variant.sku, 0)) for product, variant in low_on_stock()]
    found.sort(key=lambda low: (low.variant.stock, -low.sold))
    return {"low": found[:FEW], "in_all": len(found)}
