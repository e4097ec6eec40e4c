"""What the staff pages ask of the products table: by key or by index."""

from collections.abc import Iterable

from catalog.models import Product


def shelf_places(keys: Iterable[tuple[str, str]]) -> dict[str, str]:
    """sku → shelf, for all variants of these products (productId, sellerId) that have one."""
    wanted = sorted(set(keys))
    rows = Product.batch_get(wanted) if wanted else []
    return {
        sku: variant.shelf
        for row in rows
        for sku, variant in (row.variants or {}).items()
        if variant.shelf
    }
