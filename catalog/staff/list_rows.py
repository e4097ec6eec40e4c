"""A row of the staff's list of products."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from catalog.declarations import lacking
from catalog.models import Product
from catalog.pictures import picture_url
from catalog.rules import KINDS, Category
from catalog.shelf import ShelfProduct


class Keyed:
    """What a tick in the list names."""

    product_id: str
    seller_id: str

    @property
    def key(self) -> str:
        """The name of the tick."""
        return f"{self.seller_id}|{self.product_id}"


@dataclass(frozen=True)
class Hidden(Keyed):
    """A hidden product in the list; prices in paise, `dearest` equals `price` where all cost the
    same. `low` says which of it runs out, `lacks` what the law wants and nobody wrote down."""

    product_id: str
    seller_id: str
    name: str
    brand: str
    category: str
    variants: int
    price: int
    dearest: int
    original_price: int | None
    stock: int
    low: str
    lacks: list[str]
    image: str
    created_at: str
    found_by: str
    is_active = False


class OnSale(Keyed):
    """The same of a product on sale. Of thousands a page shows fifty, so each word is worked out
    when it is asked for."""

    __slots__ = ("_product",)
    is_active = True

    def __init__(self, product: ShelfProduct) -> None:
        self._product = product

    def __getattr__(self, name: str) -> Any:
        return getattr(self._product, name)

    @property
    def category(self) -> str:
        return KINDS[self._product.category].title

    @property
    def variants(self) -> int:
        return len(self._product.variants)

    @property
    def price(self) -> int:
        return min(self._prices)

    @property
    def dearest(self) -> int:
        return max(self._prices)

    @property
    def low(self) -> str:
        return _low_words(self._product)

    @property
    def lacks(self) -> list[str]:
        return lacking(self._product)

    @property
    def image(self) -> str:
        return picture_url(self._product)

    @property
    def found_by(self) -> str:
        return text_of(self._product, (variant.sku for variant in self._product.variants))

    @property
    def _prices(self) -> list[int]:
        return [variant.price for variant in self._product.variants] or [self._product.price]


Row = Hidden | OnSale


def text_of(product: ShelfProduct | Product, skus: Iterable[str]) -> str:
    """What words are looked for in."""
    return " ".join((product.brand or "", product.name or "", product.product_id, *skus)).casefold()


def _low_words(product: ShelfProduct) -> str:
    """'Red, 2.1 mm: 1 left, and 2 more' where variants run out."""
    if product.category is Category.PRE_OWNED:
        return ""
    scarce = (v for v in product.variants if v.stock <= v.low_level)
    low = sorted(scarce, key=lambda v: v.stock)
    if not low:
        return ""
    left = f"{low[0].stock} left" if low[0].stock else "sold out"
    first = f"{low[0].choice}: {left}" if low[0].choice else left
    return first if len(low) == 1 else f"{first}, and {len(low) - 1} more"
