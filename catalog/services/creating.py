"""A new product: from nothing, or with another's facts as a start. It is not on sale until somebody
says so, and has no stock until somebody counts it in."""

import logging
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from catalog import queries, shelf
from catalog.errors import ProductIdTaken, ProductNotFound
from catalog.importing.keys import make_key
from catalog.importing.trade import hsn_and_rate
from catalog.models import Product, Variant
from catalog.rules import Category
from catalog.services import adding_variants
from config import clock
from config.dynamo import persistently, transaction

log = logging.getLogger(__name__)
COPIED = (
    *("description", "specs", "hsn", "gst_rate", "country_of_origin", "manufacturer"),
    *("importer", "net_quantity", "weight_grams", "size_cm", "low_level"),
)


@dataclass(frozen=True)
class Beginning:
    """What must be said of a product before it can be kept; prices in paise. Without a product id
    it gets one of its category, brand and name. `form` is the same for a second press."""

    name: str
    brand: str
    category: Category
    price: int
    original_price: int | None
    product_id: str
    form: str


def create_product(beginning: Beginning, *, like: str = "", by: str) -> Product:
    """Keep a new product, hidden and without stock; the one that there is if this very form was
    sent before. With `like` it begins with the facts of that product: all but its pictures, its
    stock and its shelves.

    Raises ProductIdTaken, ProductNotFound for `like`, SkuTaken.
    """
    facts = {"name": beginning.name, "brand": beginning.brand}
    product_id = beginning.product_id or make_key(beginning.category, facts, None)
    pattern = queries.product(like) if like else None
    if (found := _made_by(beginning.form, product_id)) is not None:
        return found
    row = _row(product_id, beginning, pattern, by)
    try:
        persistently(lambda: _put(row))
    except ProductIdTaken:
        if (found := _made_by(beginning.form, product_id)) is not None:
            return found
        raise
    log.info("%s created %s", by, product_id)
    shelf.announce({product_id})
    return row


def _made_by(form: str, product_id: str) -> Product | None:
    """The product that this form has made. Raises ProductIdTaken where another is in its place."""
    try:
        found = queries.product(product_id)
    except ProductNotFound:
        if queries.skus_in_use([product_id]):
            raise ProductIdTaken(product_id) from None
        return None
    if (found.last_edit or {}).get("form") != form:
        raise ProductIdTaken(product_id)
    return found


def _put(row: Product) -> None:
    with transaction() as tx:
        is_new = Product.product_id.does_not_exist()
        tx.put(row, condition=is_new, or_else=ProductIdTaken(row.product_id))
        adding_variants.claim(tx, {row.product_id, *(row.variants or {})})


def _row(product_id: str, beginning: Beginning, pattern: Product | None, by: str) -> Product:
    now = clock.now()
    hsn, rate = hsn_and_rate(beginning.category, beginning.price)
    copied: dict[str, Any] = {"hsn": hsn or None, "gst_rate": rate or None}
    if pattern is not None:
        copied = {name: getattr(pattern, name) for name in COPIED}
    return Product(
        product_id,
        settings.DEFAULT_SELLER_ID,
        name=beginning.name,
        brand=beginning.brand,
        category=beginning.category.value,
        price=beginning.price,
        original_price=beginning.original_price,
        is_active=False,
        stock=0,
        stock_history=[],
        variants=_variants_like(product_id, pattern) or None,
        created_at=now,
        updated_at=now,
        version=1,
        last_edit={"by": by, "version": "1", "form": beginning.form},
        **copied,
    )


def _variants_like(product_id: str, pattern: Product | None) -> dict[str, Variant]:
    """The choices of the other product under skus of their own."""
    present = (pattern.variants or {}) if pattern is not None else {}
    alike = [variant for variant in present.values() if variant.options]
    skus = adding_variants.skus_for(product_id, [variant.options or {} for variant in alike])
    return {
        sku: Variant(
            options=dict(variant.options or {}),
            stock=0,
            price=variant.price,
            original_price=variant.original_price,
            low_level=variant.low_level,
        )
        for sku, variant in zip(skus, alike, strict=True)
    }
