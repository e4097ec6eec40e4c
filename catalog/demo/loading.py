"""Putting the demo's goods on the shelves: what is missing is made, what is there is left alone."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from pynamodb.exceptions import PutError

from catalog import shelf
from catalog.demo import demo_products
from catalog.demo.product import DemoProduct, DemoVariant
from catalog.models import Product, StockChange, Variant
from config import clock
from config.dynamo import refused, transaction, write
from config.errors import Conflict, ShopError

WRITERS = 4
BATCH = 25  # products in one transaction
BY = "Demo"
IS_NEW = Product.product_id.does_not_exist()


def load_products() -> int:
    """Write the products that are not in the table, with their first stock; how many they were.
    Stock and staff's edits of those that are there stay as they are."""
    products = demo_products()
    present = _present(products)
    missing = [product for product in products if product.product_id not in present]
    if not missing:
        return 0
    batches = [missing[start : start + BATCH] for start in range(0, len(missing), BATCH)]
    with ThreadPoolExecutor(WRITERS) as crew:
        written = sum(crew.map(_write, batches))
    shelf.announce(product.product_id for product in missing)
    return written


def _present(products: Sequence[DemoProduct]) -> set[str]:
    keys = [(product.product_id, settings.DEFAULT_SELLER_ID) for product in products]
    names = ["productId", "sellerId"]
    found = Product.batch_get(keys, consistent_read=True, attributes_to_get=names)
    return {row.product_id for row in found}


def _write(products: Sequence[DemoProduct]) -> int:
    try:
        with transaction() as tx:
            for product in products:
                refusal = Conflict(f"{product.product_id} was made meanwhile")
                tx.put(_row(product), condition=IS_NEW, or_else=refusal)
    except ShopError:  # one that is there stops all, so each is written by itself
        return sum(_write_one(product) for product in products)
    return len(products)


def _write_one(product: DemoProduct) -> bool:
    try:
        write(lambda: _row(product).save(condition=IS_NEW))
    except PutError as error:
        if not refused(error):
            raise
        return False
    return True


def _row(product: DemoProduct) -> Product:
    now = clock.now()
    return Product(
        product.product_id,
        settings.DEFAULT_SELLER_ID,
        name=product.name,
        category=product.category.value,
        brand=product.brand,
        price=product.price_paise,
        original_price=product.mrp_paise,
        description=product.description,
        stock=product.stock,
        is_active=product.is_active,
        created_at=now,
        updated_at=now,
        specs=dict(product.specs),
        variants={v.sku: _variant(v) for v in product.variants} or None,
        hsn=product.hsn,
        gst_rate=product.gst_rate,
        country_of_origin=product.country_of_origin,
        manufacturer=product.manufacturer,
        importer=product.importer or None,
        net_quantity=product.net_quantity,
        weight_grams=product.weight_grams,
        size_cm=product.size_cm,
        stock_history=_first_count(product),
        version=1,
    )


def _first_count(product: DemoProduct) -> list[StockChange]:
    counts = {v.sku: v.stock for v in product.variants} or {product.product_id: product.stock}
    reason = "First count of the demo"
    return [
        StockChange(at=clock.now(), by=BY, sku=sku, change=count, reason=reason)
        for sku, count in counts.items()
        if count
    ]


def _variant(variant: DemoVariant) -> Variant:
    return Variant(
        options=dict(variant.options),
        stock=variant.stock,
        price=variant.price_paise,
        shelf=variant.shelf,
        is_active=True,
    )
