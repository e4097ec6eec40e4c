"""What Razorpay tells us, in our words: its orders, payments and refunds, read by name."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from config import clock

_T = TypeVar("_T")
_ID = re.compile(r"[A-Za-z0-9_]{1,64}", re.ASCII)
MOST_PAISE = 10**15  # more than all of India's money moves in a day; DynamoDB takes 38 digits
LONGEST_TEXT = 500  # signs; what is told on an order must fit into its item sixty times


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
        id=_id(entity, "id"),
        receipt=_text(entity, "receipt"),
        amount_paise=_whole(entity, "amount"),
        amount_paid_paise=_whole_or(entity, "amount_paid", 0),
        currency=_needed_text(entity, "currency"),
        status=_needed_text(entity, "status"),
        created_at=_moment(entity, "created_at"),
    )


def payment_from(entity: dict[str, Any]) -> GatewayPayment:
    """Read Razorpay's payment entity, of an answer or of a webhook; ValueError as `order_from`."""
    return GatewayPayment(
        id=_id(entity, "id"),
        order_id=_id(entity, "order_id") if entity.get("order_id") else "",
        amount_paise=_whole(entity, "amount"),
        currency=_needed_text(entity, "currency"),
        status=_needed_text(entity, "status"),
        method=_text(entity, "method"),
        email=_text(entity, "email"),
        contact=_text(entity, "contact"),
        fee_paise=_whole_or(entity, "fee", None),
        tax_paise=_whole_or(entity, "tax", None),
        amount_refunded_paise=_whole_or(entity, "amount_refunded", 0),
        error_description=_text(entity, "error_description"),
        error_reason=_text(entity, "error_reason"),
        notes=_notes(entity),
        created_at=_moment(entity, "created_at"),
        detail=_detail(entity),
    )


def refund_from(entity: dict[str, Any]) -> GatewayRefund:
    """Read Razorpay's refund entity, of an answer or of a webhook; ValueError as `order_from`."""
    return GatewayRefund(
        id=_id(entity, "id"),
        payment_id=_id(entity, "payment_id"),
        amount_paise=_whole(entity, "amount"),
        status=_needed_text(entity, "status"),
        receipt=_text(entity, "receipt"),
        created_at=_moment(entity, "created_at"),
    )


def dispute_from(entity: dict[str, Any]) -> GatewayDispute:
    """Read Razorpay's dispute entity of a webhook; ValueError as `order_from`."""
    return GatewayDispute(
        id=_id(entity, "id"),
        payment_id=_id(entity, "payment_id"),
        amount_paise=_whole(entity, "amount"),
        reason=_text(entity, "reason_code"),
        phase=_text(entity, "phase"),
        respond_by=_moment(entity, "respond_by") if entity.get("respond_by") else None,
    )


def items_of(collection: dict[str, Any], read: Callable[[dict[str, Any]], _T]) -> list[_T]:
    """Read every entity of a list answer; ValueError if it is no list."""
    items = collection.get("items")
    if not isinstance(items, list):
        raise ValueError("a collection without items")
    return [read(_map(item)) for item in items]


def _map(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"an entity was expected, not {value!r}")
    return value


def _text(entity: dict[str, Any], name: str) -> str:
    value = _map(entity).get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"{name} is {value!r}, not text")
    return _clean(value[:LONGEST_TEXT])


def _clean(text: str) -> str:
    """Half characters ("\\ud800") are legal in JSON and nowhere else."""
    return text.encode("utf-8", "replace").decode()


def _id(entity: dict[str, Any], name: str) -> str:
    value = _needed_text(entity, name)
    if not _ID.fullmatch(value):
        raise ValueError(f"{name} is {value[:80]!r}, which is no id")
    return value


def _needed_text(entity: dict[str, Any], name: str) -> str:
    value = _text(entity, name)
    if not value:
        raise ValueError(f"{name} is missing")
    return value


def _whole(entity: dict[str, Any], name: str) -> int:
    value = _map(entity).get(name)
    if type(value) is not int or not 0 <= value <= MOST_PAISE:
        raise ValueError(f"{name} is {value!r}, not a whole number of paise")
    return value


def _whole_or(entity: dict[str, Any], name: str, missing: _T) -> int | _T:
    return missing if entity.get(name) in (None, "") else _whole(entity, name)


def _moment(entity: dict[str, Any], name: str) -> datetime:
    seconds = _whole(entity, name)
    try:
        return clock.from_unix(seconds)
    except (OverflowError, OSError) as error:
        raise ValueError(f"{name} is {seconds}, which is no time") from error


def _notes(entity: dict[str, Any]) -> dict[str, str]:
    notes = entity.get("notes") or {}  # [] when empty, as PHP writes an empty map
    if not isinstance(notes, dict):
        raise ValueError(f"notes are {notes!r}, not a map")
    return {
        _clean(key): _clean(value) if isinstance(value, str) else json.dumps(value)
        for key, value in notes.items()
    }


def _detail(entity: dict[str, Any]) -> dict[str, str]:
    """How it was paid, for people to read. Oddities in it never cost us the payment."""
    card, upi, bank_words = (_inner(entity, name) for name in ("card", "upi", "acquirer_data"))
    found = {
        "last4": card.get("last4"),
        "network": card.get("network"),
        "issuer": card.get("issuer"),
        "type": card.get("type"),
        "bank": entity.get("bank"),
        "wallet": entity.get("wallet"),
        "vpa": entity.get("vpa") or upi.get("vpa"),
        "reference": bank_words.get("rrn") or bank_words.get("bank_transaction_id"),
    }
    return {name: _clean(str(value)) for name, value in found.items() if value}


def _inner(entity: dict[str, Any], name: str) -> dict[str, Any]:
    value = entity.get(name)
    return value if isinstance(value, dict) else {}
