"""Which pictures of a product a page shows, and what they say to somebody who does not see them."""

from dataclasses import dataclass

from catalog.pictures import label, picture_url, views_of
from catalog.shelf import ShelfProduct, ShelfVariant


@dataclass(frozen=True)
class Shot:
    """A picture: its address and its words."""

    url: str
    alt: str


def picture(product: ShelfProduct, sku: str | None = None) -> str:
    """The address of the picture for lists, of one variant where a sku is given."""
    return picture_url(product, sku=sku)


def shots(product: ShelfProduct, variant: ShelfVariant | None) -> list[Shot]:
    """The pictures of the product page, of the variant that is chosen; the first one large."""
    sku = variant.sku if variant else None
    return [
        Shot(picture_url(product, view, sku), label(product, view, sku))
        for view in views_of(product.category)
    ]
