"""Reads Shiprocket's answers and tracking webhooks by name, forgiving what its types forgive."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from config import money
from shipping.shiprocket_entities import (
    Awb,
    Courier,
    OrderDetails,
    Pickup,
    PickupLocation,
    Scan,
    Tracking,
)

_INDIA = ZoneInfo("Asia/Kolkata")  # it writes local times and does not say so
_TIMES = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "%d %m %Y %H:%M:%S", "%b %d, %Y", "%Y-%m-%d")


def tracking_from(body: Any, awb: str) -> Tracking:
    """Read `tracking_data` of an answer; before the first scan everything is unknown."""
    told = _map(_map(body).get("tracking_data"))
    track = _first(told.get("shipment_track"))
    if not told.get("track_status"):
        told = {}
    return Tracking(
        awb=_text(track.get("awb_code")) or awb,
        status_id=_number(told.get("shipment_status")),
        label=_text(track.get("current_status")),
        courier_name=_text(track.get("courier_name")),
        expected_at=moment(told.get("etd")) or moment(track.get("edd")),
        delivered_at=moment(track.get("delivered_date")),
        scans=_scans(told.get("shipment_track_activities"), newest_first=True),
        url=_text(told.get("track_url")),
    )


def tracking_from_webhook(body: Any) -> Tracking:
    """Read the tracking webhook; ValueError if it names no AWB, as its test calls do not."""
    told = _map(body)
    awb = _text(told.get("awb"))
    if not awb:
        raise ValueError("a tracking event without an AWB")
    status_id = _number(told.get("shipment_status_id"))
    return Tracking(
        awb=awb,
        status_id=status_id,
        label=_text(told.get("shipment_status")) or _text(told.get("current_status")),
        courier_name=_text(told.get("courier_name")),
        expected_at=moment(told.get("etd")),
        delivered_at=moment(told.get("current_timestamp")) if status_id == 7 else None,
        scans=_scans(told.get("scans"), newest_first=False),
        reference=_text(told.get("order_id")),
        is_return=_number(told.get("is_return")) == 1,
    )


def awb_from(given: dict[str, Any]) -> Awb:
    """Read `response.data` of an assignment."""
    return Awb(
        code=_text(given["awb_code"]),
        courier_id=_number(given.get("courier_company_id")) or 0,
        courier_name=_text(given.get("courier_name")),
        pickup_at=moment(given.get("pickup_scheduled_date")),
    )


def pickup_from(body: Any) -> Pickup:
    """Read the answer to a pickup request."""
    told = _map(_map(body).get("response"))
    return Pickup(
        scheduled_at=moment(told.get("pickup_scheduled_date")),
        token=_text(told.get("pickup_token_number")),
    )


def couriers_from(body: Any) -> list[Courier]:
    """Read the couriers who serve a pincode, the recommended first; none is no error."""
    given = _map(_map(body).get("data"))
    best = _number(given.get("recommended_courier_company_id"))
    offers = [_map(each) for each in given.get("available_courier_companies") or []]
    found = [_courier(each, best) for each in offers if not _number(each.get("blocked"))]
    return sorted(found, key=lambda courier: not courier.is_recommended)


def order_details_from(given: Any) -> OrderDetails:
    """Read one order of `orders` or `orders/show`; ValueError if its ids are missing."""
    order = _map(given)
    shipments = order.get("shipments")
    shipment = _first(shipments) if isinstance(shipments, list) else _map(shipments)
    order_id, shipment_id = _number(order.get("id")), _number(shipment.get("id"))
    if order_id is None or shipment_id is None:
        raise ValueError("an order without ids")
    return OrderDetails(
        order_id=order_id,
        shipment_id=shipment_id,
        reference=_text(order.get("channel_order_id")),
        status_code=_number(order.get("status_code")) or 0,
        status=_text(order.get("status")),
        awb_code=_text(shipment.get("awb")),
        courier_name=_text(shipment.get("courier")),
    )


def return_details_from(given: Any) -> OrderDetails:
    """Read one order of `orders/processing/return`, which names its shipment beside itself.
    ValueError if its ids are missing."""
    order = _map(given)
    shipment = _first(order.get("shipments"))
    named = shipment | {"id": shipment.get("id") or order.get("shipment_id")}
    return order_details_from(order | {"shipments": [named]})


def pickup_locations_from(body: Any) -> list[PickupLocation]:
    """Read the warehouses that are registered."""
    given = _map(_map(body).get("data")).get("shipping_address") or []
    return [
        PickupLocation(
            name=_text(each.get("pickup_location"), strip=False),
            city=_text(each.get("city")),
            pincode=_text(each.get("pin_code")),
            is_phone_verified=_number(each.get("phone_verified")) == 1,
            address=", ".join(filter(None, map(_text, map(each.get, ("address", "address_2"))))),
            state=_text(each.get("state")),
            phone=_text(each.get("phone")),
        )
        for each in map(_map, given)
    ]


def balance_from(body: Any) -> int:
    """Read what is in the wallet, in paise; ValueError where it does not say."""
    return money.paise(_text(_map(_map(body).get("data")).get("balance_amount")))


def moment(value: Any) -> datetime | None:
    """Read one of Shiprocket's ways to write an Indian time, as UTC; None for anything else."""
    text = _text(value)
    for pattern in _TIMES:
        try:
            read = datetime.strptime(text, pattern)  # noqa: DTZ007 - the next line says which zone
            return read.replace(tzinfo=_INDIA).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None


def _courier(offer: dict[str, Any], best: int | None) -> Courier:
    courier_id = _number(offer.get("courier_company_id")) or 0
    arrives = moment(offer.get("etd"))
    return Courier(
        id=courier_id,
        name=_text(offer.get("courier_name")),
        rate_paise=_paise(offer.get("rate")),
        days=_number(offer.get("estimated_delivery_days")),
        arrives_on=arrives.astimezone(_INDIA).date() if arrives else None,
        is_recommended=courier_id == best,
        rating=_text(offer.get("rating")),
        cod=_number(offer.get("cod")) == 1,
    )


def _scans(given: Any, *, newest_first: bool) -> tuple[Scan, ...]:
    listed = [_map(each) for each in given] if isinstance(given, list) else []
    scans = [
        Scan(
            at=moment(each.get("date")),
            status_id=_number(each.get("sr-status")),
            label=_text(each.get("sr-status-label")),
            activity=_text(each.get("activity")),
            location=_text(each.get("location")),
        )
        for each in listed
    ]
    return tuple(reversed(scans) if newest_first else scans)


def _map(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _first(value: Any) -> dict[str, Any]:
    return _map(value[0]) if isinstance(value, list) and value else {}


def _text(value: Any, *, strip: bool = True) -> str:
    if value is None or isinstance(value, bool | dict | list):
        return ""
    return str(value).strip() if strip else str(value)


def _number(value: Any) -> int | None:
    """A whole number, written as one or as text; None for '', 'NA' and the like."""
    text = _text(value)
    return int(text) if text.isascii() and text.lstrip("-").isdigit() and len(text) < 19 else None


def _paise(value: Any) -> int:
    """Rupees to paise; a third digit after the point is cut, the courier's bill is not ours."""
    whole, _, part = _text(value).partition(".")
    try:
        return money.paise(f"{whole or 0}.{part[:2] or 0}")
    except ValueError:
        return 0
