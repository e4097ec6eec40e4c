"""Goods for the staff's search box: by sku, by product id, and by the words of what is on sale."""

import re
from collections.abc import Sequence

from django.urls import reverse

from catalog import queries
from catalog.errors import ProductNotFound
from catalog.search import index_of, matching
from catalog.shelf import ShelfProduct, ShelfVariant, shelf
from config.finding import Finder, Hit
from config.money import short_rupees

KIND = "Products"
MOST = 8  # the list of products shows them all
_ID = re.compile(r"[\w.-]{2,60}", re.ASCII)


def by_sku(words: str) -> Sequence[Hit]:
    """The product of this sku, from memory; one that is hidden by its own id, from the table."""
    by_sku = shelf().by_sku
    for sku in (words, words.upper()):
        if sku in by_sku:
            return [_of_variant(*by_sku[sku])]
    if not _ID.fullmatch(words):
        return []
    try:
        found = queries.product(words)
    except ProductNotFound:
        return []
    facts = (found.product_id, found.brand, "" if found.is_active else "hidden")
    address = reverse("staff:catalog:detail", args=[found.product_id])
    return [Hit(found.name, ", ".join(filter(None, facts)), address, KIND)]


def by_words(words: str) -> Sequence[Hit]:
    """What is on sale under these words, the likeliest first: from memory."""
    return [_of_product(product) for product in matching(index_of(shelf()), words)[:MOST]]


def _of_variant(product: ShelfProduct, variant: ShelfVariant) -> Hit:
    named = ", ".join(filter(None, (product.name, variant.choice)))
    facts = (variant.sku, short_rupees(variant.price), f"{variant.stock} in stock")
    address = reverse("staff:catalog:detail", args=[product.product_id])
    return Hit(named, ", ".join(facts), address, KIND)


def _of_product(product: ShelfProduct) -> Hit:
    facts = (product.brand, short_rupees(product.price), f"{product.stock} in stock")
    address = reverse("staff:catalog:detail", args=[product.product_id])
    return Hit(product.name, ", ".join(filter(None, facts)), address, KIND)


FINDERS = (Finder("products.see", by_sku),)
LAST = (Finder("products.see", by_words),)
