"""The staff's list of products: what is on sale comes from the shelf in memory, what is hidden
from the tables, by category."""

from collections.abc import Callable, Iterator

from catalog.declarations import lacking
from catalog.models import Product
from catalog.rules import KINDS, Category
from catalog.shelf import ShelfProduct, ShelfVariant, shelf
from catalog.staff.list_rows import Hidden, OnSale, Row, text_of
from catalog.staff.wanted import Sort, State, Wanted

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
    fits = _conditions(wanted)
    found = [row for row in _found(wanted) if all(fit(row) for fit in fits)]
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
        yield from map(OnSale, kept.by_category[category] if category else kept.products.values())
    if wanted.state in (State.HIDDEN, State.ALL):
        yield from _hidden(wanted.category)


def _conditions(wanted: Wanted) -> list[Callable[[Row], bool]]:
    words = wanted.words.casefold().split()
    fits: list[Callable[[Row], bool]] = []
    if wanted.brand:
        fits.append(lambda row: row.brand == wanted.brand)
    if words:
        fits.append(lambda row: all(word in row.found_by for word in words))
    if is_so := _FITS.get(wanted.state):
        fits.append(is_so)
    return fits


def _hidden(category: Category | None) -> Iterator[Row]:
    for name in [category] if category else Category:
        is_hidden = Product.is_active == False  # noqa: E712
        for row in Product.by_category.query(name.value, filter_condition=is_hidden):
            prices = [v.price or row.price for v in (row.variants or {}).values()] or [row.price]
            yield Hidden(
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
                created_at=row.created_at.isoformat() if row.created_at else "",
                found_by=text_of(row, row.variants or ()),
            )
