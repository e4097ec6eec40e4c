"""What the stand-ins know, asked in the words of the model."""

from datetime import datetime
from typing import Any

from shipping.sandbox.ledger import LEDGER

Entity = dict[str, Any]


def opened_for(order_id: str) -> str | None:
    """The Razorpay order that has this receipt."""
    known = LEDGER.get("receipts", order_id)
    return None if known is None else str(known["order_id"])


def receipt_of(payment_id: str) -> str:
    """The order of ours that a payment is for."""
    payment = LEDGER.get("payments", payment_id) or {}
    order = LEDGER.get("orders", payment["order_id"]) or {}
    return str(order["entity"]["receipt"])


def orders() -> list[Entity]:
    """Every order, with its attempts."""
    return LEDGER.find("orders")


def order(razorpay_order_id: str) -> Entity:
    """The order as it stands."""
    entity: Entity = (LEDGER.get("orders", razorpay_order_id) or {})["entity"]
    return entity


def payment(payment_id: str) -> Entity:
    """The payment as it stands."""
    return LEDGER.get("payments", payment_id) or {}


def payments() -> list[Entity]:
    """Every attempt on every order."""
    return LEDGER.find("payments")


def payments_of(order_id: str) -> list[Entity]:
    """Every attempt on an order, oldest first."""
    order = LEDGER.get("orders", opened_for(order_id) or "") or {"payments": []}
    return [payment(each) for each in order["payments"]]


def refunds() -> list[Entity]:
    """Every refund."""
    return LEDGER.find("refunds")


def refunds_of(payment_id: str) -> list[Entity]:
    """The refunds of a payment, newest first, as Razorpay lists them."""
    return LEDGER.find("refunds", lambda each: each["payment_id"] == payment_id)[::-1]


def is_alive(attempt: Entity, now: datetime) -> bool:
    """Whether money is there or may still come by this attempt."""
    if attempt["status"] == "created":
        return bool(attempt["created_at"] > now.timestamp() - 15 * 60)
    return attempt["status"] in {"authorized", "captured"}


def parcel_of(order_id: str) -> Entity | None:
    """The parcel of an order at Shiprocket, if one was made."""
    found = LEDGER.find("parcels", lambda each: each["reference"] == order_id and each["awb"])
    return found[-1] if found else None


def parcels() -> list[Entity]:
    """Every parcel that has an AWB and has not arrived."""
    return LEDGER.find("parcels", lambda each: each["awb"] and each["shipment_status_id"] != 7)


def open_disputes() -> list[Entity]:
    """Every dispute that has not come to its end."""
    return LEDGER.find("disputes", lambda each: each["status"] in {"open", "under_review"})
