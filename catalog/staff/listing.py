"""The staff's list of products: what is on sale comes from the shelf in memory, what is hidden
from the tables, by category."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from catalog.declarations import lacking
from catalog.models import Product
from catalog.pictures import picture_url
from catalog.rules import KINDS, Category
from catalog.shelf import ShelfProduct, ShelfVariant, shelf
from catalog.staff.wanted import Sort, State, Wanted


@dataclass(frozen=True)
class Row:
    """A product in the list; prices in paise, `dearest` equals `price` where all cost the same.
    `low` says which of it runs out, `lacks` what the law wants and nobody has written down."""

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
    is_active: bool
    created_at: str
    found_by: str

    @property
    def key(self) -> str:
        """How a tick in the list names it."""
        return f"{self.seller_id}|{self.product_id}"


_FITS: dict[State, Callable[[Row], bool]] = {
    State.LOW: lambda row: bool(row.low),
    State.SOLD_OUT: lambda row: row.stock <= 0,
    State.LACKS: lambda row: bool(row.lacks),
}
_ORDERS: dict[Sort, Callable[[Row], int]] = {
    Sort.PRICE_UP: lambda row: row.price,
    Sort.PRICE_DOWN: lambda row: -row.dearest,
    Sort.STOCK: lambda row: row.stock,
}


def rows(wanted: Wanted) -> list[Row]:
    """The products that fit, in the order that is wanted; else by brand and name."""
    found = [row for row in _found(wanted) if _fits(row, wanted)]
    found.sort(key=lambda row: (row.brand.casefold(), row.name.casefold()))
    if wanted.sort is Sort.NEWEST:
        found.sort(key=lambda row: row.created_at, reverse=True)
    elif wanted.sort in _ORDERS:
        found.sort(key=_ORDERS[wanted.sort])
    return found


def numbers_on_sale() -> list[tuple[Category, str, int]]:
    """Each category with its title and how many of its products are on sale."""
    grouped = shelf().by_category
    return [(category, kind.title, len(grouped[category])) for category, kind in KINDS.items()]


def brands() -> list[str]:
    """The brands of what is on sale."""
    return sorted({product.brand for product in shelf().products.values()}, key=str.casefold)


def low_on_stock() -> list[tuple[ShelfProduct, ShelfVariant]]:
    """What is on sale and at its low level or below, the scarcest first. A pre-owned racket is one
    of a kind and never low."""
    low = [
        (product, variant)
        for product in shelf().products.values()
        if product.category is not Category.PRE_OWNED
        for variant in product.variants
        if variant.stock <= variant.low_level
    ]
    return sorted(low, key=lambda pair: (pair[1].stock, pair[0].name, pair[1].sku))


def _found(wanted: Wanted) -> Iterator[Row]:
    if wanted.state is not State.HIDDEN:
        kept = shelf()
        category = wanted.category
        yield from map(_on_sale, kept.by_category[category] if category else kept.products.values())
    if wanted.state in (State.HIDDEN, State.ALL):
        yield from _hidden(wanted.category)


def _fits(row: Row, wanted: Wanted) -> bool:
    is_so = _FITS.get(wanted.state)
    has_brand = not wanted.brand or row.brand == wanted.brand
    words = wanted.words.casefold().split()
    return (
        has_brand and all(word in row.found_by for word in words) and (is_so is None or is_so(row))
    )


def _on_sale(product: ShelfProduct) -> Row:
    prices = [variant.price for variant in product.variants] or [product.price]
    return Row(
        product_id=product.product_id,
        seller_id=product.seller_id,
        name=product.name,
        brand=product.brand,
        category=KINDS[product.category].title,
        variants=len(product.variants),
        price=min(prices),
        dearest=max(prices),
        original_price=product.original_price,
        stock=product.stock,
        low=_low_words(product),
        lacks=lacking(product),
        image=picture_url(product),
        is_active=True,
        created_at=product.created_at,
        found_by=_text(product, (variant.sku for variant in product.variants)),
    )


def _hidden(category: Category | None) -> Iterator[Row]:
    for name in [category] if category else Category:
        is_hidden = Product.is_active == False  # noqa: E712
        for row in Product.by_category.query(name.value, filter_condition=is_hidden):
            prices = [v.price or row.price for v in (row.variants or {}).values()] or [row.price]
            yield Row(
                product_id=row.product_id,
                seller_id=row.seller_id,
                name=row.name or "",
                brand=row.brand or "",
                category=KINDS[name].title,
                variants=len(row.variants or [row]),
                price=min(prices),
                dearest=max(prices),
                original_price=row.original_price,
                stock=row.stock,
                low="",
                lacks=lacking(row),
                image=row.image or "",
                is_active=False,
                created_at=row.created_at.isoformat() if row.created_at else "",
                found_by=_text(row, row.variants or ()),
            )


def _text(product: ShelfProduct | Product, skus: Iterable[str]) -> str:
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
