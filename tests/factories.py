"""A saved thing with every other field filled in."""

import itertools
import json
from typing import Any

from django.conf import settings

from catalog import shelf
from catalog.models import Product, Variant
from config import clock
from config.ids import new_order_id
from orders.models import Order
from orders.services.drafting import Buyer
from orders.services.placing import place_order
from payments.razorpay_entities import GatewayOrder, GatewayPayment, payment_from
from payments.services.opening import write_opened
from payments.signatures import webhook_signature

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
    order_id = given.pop("order_id", new_order_id())
    return place_order(order_id=order_id, buyer=buyer, wanted=wanted).order


def stock_of(sku: str, product_id: str | None = None) -> int:
    """What the table says is in stock of a sku."""
    (row,) = Product.query(product_id or sku, consistent_read=True)
    return row.variants[sku].stock if row.variants else row.stock


def an_opened_order(**given: Any) -> Order:
    """A placed order that was opened at Razorpay, as `opening` writes it."""
    order = an_order(**given)
    order.razorpay_order_id = write_opened(order, a_gateway_order(order))
    return order


def a_gateway_order(order: Order, **given: Any) -> GatewayOrder:
    """What Razorpay answers when it opens this order."""
    fields: dict[str, Any] = {
        "id": f"order_{next(_number):014d}",
        "receipt": order.order_id,
        "amount_paise": order.total_amount,
        "amount_paid_paise": 0,
        "currency": "INR",
        "status": "created",
        "created_at": clock.now(),
    }
    return GatewayOrder(**fields | given)


def a_payment_entity(order: Order, **given: Any) -> dict[str, Any]:
    """A captured UPI payment of this order as Razorpay writes it, in paise."""
    fields: dict[str, Any] = {
        "id": f"pay_{next(_number):014d}",
        "entity": "payment",
        "amount": order.total_amount,
        "currency": "INR",
        "status": "captured",
        "order_id": order.razorpay_order_id,
        "method": "upi",
        "email": order.customer_email,
        "contact": order.customer_phone,
        "vpa": "ananya@okbank",
        "fee": 236,
        "tax": 36,
        "amount_refunded": 0,
        "notes": [],
        "error_description": None,
        "error_reason": None,
        "created_at": 1_795_000_000,
    }
    return fields | given


def news_of(order: Order, **given: Any) -> GatewayPayment:
    """The same, read."""
    return payment_from(a_payment_entity(order, **given))


def an_event(kind: str, entity: dict[str, Any], **payload: Any) -> bytes:
    """A webhook's raw body."""
    contains = {"payment": {"entity": entity}} | payload
    envelope = {
        "entity": "event",
        "account_id": "acc_BFQ7uQEaa7j2z7",
        "event": kind,
        "contains": list(contains),
        "payload": contains,
        "created_at": 1_795_000_001,
    }
    return json.dumps(envelope).encode()


def signed(raw: bytes, event_id: str | None = None) -> dict[str, str]:
    """The headers that Razorpay sends with this body."""
    secret = settings.RAZORPAY_WEBHOOK_SECRETS[0]
    return {
        "X-Razorpay-Signature": webhook_signature(secret, raw),
        "x-razorpay-event-id": event_id or f"evt{next(_number)}",
    }
