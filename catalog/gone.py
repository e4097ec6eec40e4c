"""Products that were on sale once: search engines are told that they are gone for good, people what
there is instead. What has never been in the shop is none of anybody's business: a plain 404."""

from dataclasses import dataclass

from catalog import queries
from catalog.errors import ProductNotFound
from catalog.models import Product
from catalog.rules import Category
from catalog.shelf import Shelf, ShelfProduct

MOST = 4


@dataclass(frozen=True)
class Past:
    """A product that was sold here, as far as its last page needs it; its price in paise."""

    name: str
    category: Category
    price: int


def once_on_sale(product_id: str) -> Past:
    """The product that was taken out of the shop. ProductNotFound for every other. One read."""
    row = queries.product(product_id)
    if row.is_active or row.category not in list(Category) or not _was_public(row):
        raise ProductNotFound
    name = " ".join(part for part in (row.brand, row.name) if part)
    return Past(name, Category(row.category), row.price)


def instead(shelf: Shelf, past: Past) -> list[ShelfProduct]:
    """Up to four of the same kind that are in stock, nearest in price first."""
    others = [other for other in shelf.by_category[past.category] if other.stock]
    return sorted(others, key=lambda other: (abs(other.price - past.price), other.name))[:MOST]


def _was_public(row: Product) -> bool:
    """The earlier system, which kept no version, had no drafts."""
    return row.retired_at is not None or not row.version
