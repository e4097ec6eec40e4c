"""Which pictures of a product a page shows, and what they say to somebody who does not see them."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass

from catalog import photos
from catalog.pictures import drawing_url, goods_of, label, photos_of, picture_url, views_of
from catalog.pictures import picture as drawing
from catalog.rules import Category
from catalog.shelf import ShelfProduct, ShelfVariant

Drawing = Callable[[ShelfProduct, str, str | None], str]
LOOKED_AT = (
    *(Category.SHOES, Category.CLOTHING, Category.BAGS),
    *(Category.TABLES, Category.RACKETS),
)
ENOUGH = 3  # photographs; with fewer the drawn cut and the drawn scale stand beside them


@dataclass(frozen=True)
class Shot:
    """A picture: its address and its words, and for a photograph its sizes in two kinds."""

    url: str
    alt: str
    avif: str = ""
    webp: str = ""
    whole: str = ""  # the address of its largest size, where that is another

    @property
    def largest(self) -> str:
        """The address of the picture as large as there is."""
        return self.whole or self.url


def picture(product: ShelfProduct, sku: str | None = None) -> str:
    """The address of the picture for lists, of one variant where a sku is given."""
    return picture_url(product, sku=sku)


def portrait(product: ShelfProduct, variant: ShelfVariant | None = None) -> Shot:
    """The picture of the product's card, of one variant where one is meant."""
    sku = variant.sku if variant else None
    shown = photos_of(product, sku)
    if shown:
        return photograph(shown[0], "")
    return Shot(drawing_url(product, sku=sku), "")


def further(product: ShelfProduct, variant: ShelfVariant | None = None) -> list[Shot]:
    """The two pictures that a card shows beside its portrait, of goods that are bought by their
    looks; of others none."""
    return shots(product, variant)[1:ENOUGH] if product.category in LOOKED_AT else []


def drawn_inside(product: ShelfProduct, view: str, sku: str | None) -> str:
    """A drawn picture as an address that holds it whole: what is hidden has no other."""
    svg = drawing(goods_of(product, sku), view)
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def shots(
    product: ShelfProduct, variant: ShelfVariant | None, drawn_at: Drawing = drawing_url
) -> list[Shot]:
    """The pictures of the product page, of the variant that is chosen; the first one large."""
    sku = variant.sku if variant else None
    uploaded = [
        photograph(digest, _words(product, digest, number))
        for number, digest in enumerate(photos_of(product, sku), start=1)
    ]
    views = views_of(product.category)[1 if uploaded else 0 :]
    drawn = [
        Shot(drawn_at(product, view, sku), label(product, view, sku))
        for view in views
        if len(uploaded) < ENOUGH
    ]
    return [*uploaded, *drawn]


def photograph(digest: str, alt: str) -> Shot:
    """An uploaded picture in all its sizes."""
    return Shot(
        url=photos.url(digest, photos.IN_THE_TABLE),
        alt=alt,
        avif=photos.srcset(digest, "avif"),
        webp=photos.srcset(digest, "webp"),
        whole=photos.url(digest, photos.SIZES[-1]),
    )


def _words(product: ShelfProduct, digest: str, number: int) -> str:
    plain = f"{product.brand} {product.name}"
    return product.image_words.get(digest) or (plain if number == 1 else f"{plain}, {number}")
