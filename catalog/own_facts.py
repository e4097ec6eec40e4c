"""Facts of a variant that are its own where it has them, else its product's."""

from catalog.models import Product, Variant
from catalog.rules import LOW_STOCK


def low_level_of(row: Product, variant: Variant | None = None) -> int:
    """At how many pieces staff are told that it runs out: the variant's own level, else the
    product's, else the shop's."""
    own = variant.low_level if variant else None
    if own is not None:
        return own
    return LOW_STOCK if row.low_level is None else row.low_level


def mrp_of(row: Product, variant: Variant | None = None) -> int | None:
    """The MRP in paise: the variant's own, else the product's; None where there is none."""
    own = variant.original_price if variant else None
    return row.original_price if own is None else own
