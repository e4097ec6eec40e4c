"""What Razorpay tells us, in our words: its orders, payments and refunds, read by name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from payments.razorpay_fields import (
    detail,
    entity_in,
    moment,
    needed_text,
    notes,
    text,
    vendor_id,
    whole,
    whole_or,
)

_T = TypeVar("_T")


@dataclass(frozen=True)
class GatewayOrder:
    """An order opened at Razorpay; amounts in paise, `receipt` is our order id ('' if none)."""

    id: str
    receipt: str
    amount_paise: int
    amount_paid_paise: int
    currency: str
    status: str
    created_at: datetime


@dataclass(frozen=True)
class GatewayPayment:
    """One attempt to pay; amounts in paise, '' where Razorpay says nothing. The fee includes its
    GST (`tax_paise`); both are None until the money is captured."""

    id: str
    order_id: str
    amount_paise: int
    currency: str
    status: str
    method: str
    email: str
    contact: str
    fee_paise: int | None
    tax_paise: int | None
    amount_refunded_paise: int
    error_description: str
    error_reason: str
    notes: dict[str, str]
    created_at: datetime
    detail: dict[str, str]


@dataclass(frozen=True)
class GatewayRefund:
    """Money on its way back to the shopper, in paise; `receipt` is our own name for it."""

    id: str
    payment_id: str
    amount_paise: int
    status: str
    receipt: str
    created_at: datetime


@dataclass(frozen=True)
class GatewayDispute:
    """A chargeback or the like, in paise; '' and None where Razorpay says nothing."""

    id: str
    payment_id: str
    amount_paise: int
    reason: str
    phase: str
    respond_by: datetime | None


def order_from(entity: dict[str, Any]) -> GatewayOrder:
    """Read Razorpay's order entity; ValueError if an id, amount or time is not what it must be."""
    return GatewayOrder(
        id=vendor_id(entity, "id"),
        receipt=text(entity, "receipt"),
        amount_paise=whole(entity, "amount"),
        amount_paid_paise=whole_or(entity, "amount_paid", 0),
        currency=needed_text(entity, "currency"),
        status=needed_text(entity, "status"),
        created_at=moment(entity, "created_at"),
    )


def payment_from(entity: dict[str, Any]) -> GatewayPayment:
    """Read Razorpay's payment entity, of an answer or of a webhook; ValueError as `order_from`."""
    return GatewayPayment(
        id=vendor_id(entity, "id"),
        order_id=vendor_id(entity, "order_id") if entity.get("order_id") else "",
        amount_paise=whole(entity, "amount"),
        currency=needed_text(entity, "currency"),
        status=needed_text(entity, "status"),
        method=text(entity, "method"),
        email=text(entity, "email"),
        contact=text(entity, "contact"),
        fee_paise=whole_or(entity, "fee", None),
        tax_paise=whole_or(entity, "tax", None),
        amount_refunded_paise=whole_or(entity, "amount_refunded", 0),
        error_description=text(entity, "error_description"),
        error_reason=text(entity, "error_reason"),
        notes=notes(entity),
        created_at=moment(entity, "created_at"),
        detail=detail(entity),
    )


def refund_from(entity: dict[str, Any]) -> GatewayRefund:
    """Read Razorpay's refund entity, of an answer or of a webhook; ValueError as `order_from`."""
    return GatewayRefund(
        id=vendor_id(entity, "id"),
        payment_id=vendor_id(entity, "payment_id"),
        amount_paise=whole(entity, "amount"),
        status=needed_text(entity, "status"),
        receipt=text(entity, "receipt"),
        created_at=moment(entity, "created_at"),
    )


def dispute_from(entity: dict[str, Any]) -> GatewayDispute:
    """Read Razorpay's dispute entity of a webhook; ValueError as `order_from`."""
    return GatewayDispute(
        id=vendor_id(entity, "id"),
        payment_id=vendor_id(entity, "payment_id"),
        amount_paise=whole(entity, "amount"),
        reason=text(entity, "reason_code"),
        phase=text(entity, "phase"),
        respond_by=moment(entity, "respond_by") if entity.get("respond_by") else None,
    )


@dataclass(frozen=True)
class Unreadable:
    """An entry of a list that is not as documented: its id as far as there is one, and what is
    wrong with it."""

    id: str
    why: str


def readable_in(
    collection: dict[str, Any], read: Callable[[dict[str, Any]], _T]
) -> list[_T | Unreadable]:
    """Read every entity of a list answer that can be read; the others are named, so that one of
    them does not hide all. ValueError if it is no list."""

    def try_to(item: dict[str, Any]) -> _T | Unreadable:
        try:
            return read(item)
        except (ValueError, TypeError, AttributeError) as error:
            return Unreadable(str(item.get("id") or "no id")[:40], str(error)[:200])

    return items_of(collection, try_to)


def items_of(collection: dict[str, Any], read: Callable[[dict[str, Any]], _T]) -> list[_T]:
    """Read every entity of a list answer; ValueError if it is no list."""
    items = collection.get("items")
    if not isinstance(items, list):
        raise ValueError("a collection without items")
    return [read(entity_in(item)) for item in items]
