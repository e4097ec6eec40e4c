"""Writes our parcel as Shiprocket's "adhoc" order: rupees, kilograms, Indian time, ten digits."""

import re
from typing import Any
from zoneinfo import ZoneInfo

from config import money
from shipping.shiprocket_entities import ParcelItem, ParcelOrder, Place, ReturnOrder
from shipping.shiprocket_wire import ShiprocketRefused

_INDIA = ZoneInfo("Asia/Kolkata")
_INDIAN_PHONE = re.compile(r"(?:\+?91|0)?([6-9][0-9]{9})", re.ASCII)
LONGEST_REFERENCE, LONGEST_CITY = 50, 30


def as_adhoc_order(order: ParcelOrder) -> dict[str, Any]:
    """The body of `orders/create/adhoc`; ShiprocketRefused for what it could never take."""
    if not 0 < len(order.reference) <= LONGEST_REFERENCE:
        raise ShiprocketRefused(f"the reference {order.reference!r} is empty or too long")
    return {
        "order_id": order.reference,
        "order_date": order.placed_at.astimezone(_INDIA).strftime("%Y-%m-%d %H:%M"),
        "pickup_location": order.pickup_location,  # exactly as it is written there
        "billing_customer_name": _line(order.name),
        "billing_last_name": "",
        "billing_address": _line(order.address),
        "billing_address_2": _line(order.address_2),
        "billing_city": _line(order.city)[:LONGEST_CITY],
        "billing_pincode": order.pincode,
        "billing_state": _line(order.state),
        "billing_country": "India",
        "billing_email": order.email,
        "billing_phone": ten_digits(order.phone),
        "shipping_is_billing": True,
        "order_items": [_item(item) for item in order.items],
        "payment_method": "COD" if order.is_cod else "Prepaid",
        "shipping_charges": rupees(order.shipping_fee_paise),
        "transaction_charges": rupees(order.cod_fee_paise),
        "sub_total": rupees(order.sub_total_paise),
        "length": order.length_cm,
        "breadth": order.breadth_cm,
        "height": order.height_cm,
        "weight": kilograms(order.grams),
    }


def as_return_order(order: ReturnOrder) -> dict[str, Any]:
    """The body of `orders/create/return`: `pickup_*` is the customer, `shipping_*` are we.
    ShiprocketRefused for what it could never take."""
    if not 0 < len(order.reference) <= LONGEST_REFERENCE:
        raise ShiprocketRefused(f"the reference {order.reference!r} is empty or too long")
    return {
        "order_id": order.reference,
        "order_date": order.asked_at.astimezone(_INDIA).strftime("%Y-%m-%d"),
        **_place("pickup", order.fetch),
        **_place("shipping", order.bring),
        "order_items": [_item(item) for item in order.items],
        "payment_method": "Prepaid",
        "total_discount": "0",
        "sub_total": rupees(order.sub_total_paise),
        "length": order.length_cm,
        "breadth": order.breadth_cm,
        "height": order.height_cm,
        "weight": kilograms(order.grams),
    }


def _place(side: str, place: Place) -> dict[str, Any]:
    return {
        f"{side}_customer_name": _line(place.name),
        f"{side}_last_name": "",
        f"{side}_address": _line(place.address),
        f"{side}_address_2": _line(place.address_2),
        f"{side}_city": _line(place.city)[:LONGEST_CITY],
        f"{side}_state": _line(place.state),
        f"{side}_country": "India",
        f"{side}_pincode": place.pincode,
        f"{side}_email": place.email,
        f"{side}_phone": ten_digits(place.phone),
        f"{side}_isd_code": "91",
    }


def rupees(amount_paise: int) -> float | int:
    """Rupees as a JSON number. A float only here, at the last step: up to fifteen digits it is
    written exactly as the text it was read from."""
    return _number(money.plain_rupees(amount_paise))


def kilograms(grams: int) -> float | int:
    """Kilograms as a JSON number, exact as `rupees` is."""
    whole, part = divmod(grams, 1000)
    return _number(f"{whole}.{part:03d}" if part else str(whole))


def ten_digits(phone: str) -> str:
    """An Indian mobile number without country code; ShiprocketRefused for any other."""
    found = _INDIAN_PHONE.fullmatch(re.sub(r"[\s()-]", "", phone))
    if found is None:
        raise ShiprocketRefused("the phone is not an Indian mobile number")
    return found[1]


def _item(item: ParcelItem) -> dict[str, Any]:
    return {
        "name": _line(item.name),
        "sku": item.sku,
        "units": item.units,
        "selling_price": rupees(item.unit_price_paise),
        "discount": "",
        "tax": item.gst_rate,
        "hsn": item.hsn,
    }


def _line(text: str) -> str:
    """One line: a label has no place for a second."""
    return " ".join(text.split())


def _number(text: str) -> float | int:
    return float(text) if "." in text else int(text)
