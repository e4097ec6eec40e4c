"""A saved thing with every other field filled in."""

import itertools
from typing import Any

from catalog import shelf
from catalog.models import Product, Variant
from config import clock
from config.ids import new_order_id
from orders.models import Order
from orders.services.placing import Buyer, place_order

_number = itertools.count(1)
ADDRESS = {
    "addressLine1": "22, 3rd Cross, 4th Block",
    "addressLine2": "Kothrud",
    "city": "Pune",
    "state": "Maharashtra",
    "pincode": "411038",
}


def a_product(**given: Any) -> Product:
    """A product on sale; `variants={"SKU": {"stock": 3, "options": {...}}}` gives it variants."""
    n = next(_number)
    variants = {
        sku: Variant(**{"stock": 5, "options": {}} | fields)
        for sku, fields in given.pop("variants", {}).items()
    }
    fields: dict[str, Any] = {
        "name": f"Sheet {n}",
        "category": "rubbers",
        "brand": "Butterfly",
        "price": 500_00,
        "original_price": 600_00,
        "stock": sum(v.stock for v in variants.values()) if variants else 5,
        "hsn": "95064000",
        "gst_rate": "5",
        "created_at": clock.now(),
        "updated_at": clock.now(),
        "version": 1,
    }
    keys = {"product_id": f"sheet-{n}", "seller_id": "third-ball"}
    product = Product(**keys | fields | given, variants=variants or None)
    product.save()
    shelf.forget()
    return product


def a_buyer(**given: Any) -> Buyer:
    """Somebody in Pune with an e-mail address of their own."""
    n = next(_number)
    fields: dict[str, Any] = {
        "customer_id": f"buyer{n}@example.com",
        "name": "Ananya Rao",
        "phone": "+919845012345",
        "address": ADDRESS,
    }
    return Buyer(**fields | given)


def an_order(**given: Any) -> Order:
    """A placed order, `pending`: of one new product unless `wanted` says otherwise."""
    wanted = given.pop("wanted", None) or {a_product().product_id: 1}
    buyer = given.pop("buyer", None) or a_buyer()
    return place_order(order_id=given.pop("order_id", new_order_id()), buyer=buyer, wanted=wanted)


def stock_of(sku: str, product_id: str | None = None) -> int:
    """What the table says is in stock of a sku."""
    (row,) = Product.query(product_id or sku, consistent_read=True)
    return row.variants[sku].stock if row.variants else row.stock
