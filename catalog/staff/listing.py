"""The staff's list of products: what is on sale comes from the shelf in memory, what is hidden
from the tables, by category."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalog.models import Product
from catalog.pictures import picture_url
from catalog.rules import KINDS, LOW_STOCK, Category
from catalog.shelf import ShelfProduct, ShelfVariant, shelf

HIDDEN = "hidden"


@dataclass(frozen=True)
class Wanted:
    """What the person filters by; `category` None is all of them."""

    category: Category | None = None
    words: str = ""
    is_hidden: bool = False


@dataclass(frozen=True)
class Row:
    """A product in the list; prices in paise, `dearest` equals `price` where all cost the same."""

    product_id: str
    name: str
    brand: str
    category: str
    variants: int
    price: int
    dearest: int
    original_price: int | None
    stock: int
    low: str
    image: str
    found_by: str


def rows(wanted: Wanted) -> list[Row]:
    """The products that fit, by brand and name."""
    found = _hidden(wanted.category) if wanted.is_hidden else _on_sale(wanted.category)
    words = wanted.words.casefold().split()
    fitting = (row for row in found if all(word in row.found_by for word in words))
    return sorted(fitting, key=lambda row: (row.brand.casefold(), row.name.casefold()))


def numbers_on_sale() -> list[tuple[Category, str, int]]:
    """Each category with its title and how many of its products are on sale."""
    grouped = shelf().by_category
    return [(category, kind.title, len(grouped[category])) for category, kind in KINDS.items()]


def low_on_stock() -> list[tuple[ShelfProduct, ShelfVariant]]:
    """What is on sale and nearly or wholly gone, the scarcest first. A pre-owned racket is one of
    a kind and never low."""
    low = [
        (product, variant)
        for product in shelf().products.values()
        if product.category is not Category.PRE_OWNED
        for variant in product.variants
        if variant.stock <= LOW_STOCK
    ]
    return sorted(low, key=lambda pair: (pair[1].stock, pair[0].name, pair[1].sku))


def _on_sale(category: Category | None) -> Iterator[Row]:
    kept = shelf()
    for product in kept.by_category[category] if category else kept.products.values():
        prices = [variant.price for variant in product.variants] or [product.price]
        yield Row(
            product_id=product.product_id,
            name=product.name,
            brand=product.brand,
            category=KINDS[product.category].title,
            variants=len(product.variants),
            price=min(prices),
            dearest=max(prices),
            original_price=product.original_price,
            stock=product.stock,
            low=_low_words(product),
            image=picture_url(product),
            found_by=_text(product, (variant.sku for variant in product.variants)),
        )


def _hidden(category: Category | None) -> Iterator[Row]:
    for name in [category] if category else Category:
        is_hidden = Product.is_active == False  # noqa: E712
        for row in Product.by_category.query(name.value, filter_condition=is_hidden):
            yield Row(
                product_id=row.product_id,
                name=row.name,
                brand=row.brand,
                category=KINDS[name].title,
                variants=len(row.variants or [row]),
                price=row.price,
                dearest=row.price,
                original_price=row.original_price,
                stock=row.stock,
                low="",
                image=row.image or "",
                found_by=_text(row, row.variants or ()),
            )


def _text(product: ShelfProduct | Product, skus: Iterable[str]) -> str:
    return " ".join((product.brand, product.name, product.product_id, *skus)).casefold()


def _low_words(product: ShelfProduct) -> str:
    """'Red, 2.1 mm: 1 left, and 2 more' where variants run out."""
    if product.category is Category.PRE_OWNED:
        return ""
    low = sorted((v for v in product.variants if v.stock <= LOW_STOCK), key=lambda v: v.stock)
    if not low:
        return ""
    left = f"{low[0].stock} left" if low[0].stock else "sold out"
    first = f"{low[0].choice}: {left}" if low[0].choice else left
    return first if len(low) == 1 else f"{first}, and {len(low) - 1} more"
