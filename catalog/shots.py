"""Which pictures of a product a page shows, and what they say to somebody who does not see them."""

from dataclasses import dataclass

from django.templatetags.static import static

from catalog.shelf import ShelfProduct, ShelfVariant


@dataclass(frozen=True)
class Shot:
    """A picture: its address and its words."""

    url: str
    alt: str


def picture(product: ShelfProduct, view: str = "face", sku: str | None = None) -> str:
    """The address of one picture of the product."""
    variant = product.variant(sku) if sku else None
    return (variant and variant.image) or product.image or static("img/lost.svg")


def shots(product: ShelfProduct, variant: ShelfVariant | None) -> list[Shot]:
    """The pictures of the product page, the first one large."""
    name = f"{product.brand} {product.name}"
    own = picture(product, sku=variant.sku if variant else None)
    urls = dict.fromkeys([own, *product.images])
    return [Shot(url, f"{name}, picture {n}") for n, url in enumerate(urls, 1)]
