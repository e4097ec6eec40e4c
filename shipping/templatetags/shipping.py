"""Pieces of page that shipping lends to other apps' pages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template

from config import clock
from orders.models import Order
from shipping import queries
from shipping.models import Scan, Shipment
from shipping.rules import ShipmentStatus
from shipping.telling import STANDING

register = template.Library()


@dataclass(frozen=True)
class Stop:
    """One scan as a customer reads it. The courier's own words stay inside: they name people and
    their telephones (shiprocket.md 6)."""

    at: datetime
    title: str
    place: str


@register.inclusion_tag("shipping/tracking_panel.html")
def tracking_panel(order: Order) -> dict[str, Any]:
    """Courier, AWB and every scan of the order's parcel; nothing before there is an AWB."""
    parcel = queries.latest(order)
    if parcel is None or not parcel.tracking_number:
        return {"parcel": None}
    return {
        "parcel": parcel,
        "standing": STANDING[parcel.status],
        "expected_at": _moment(parcel.estimated_delivery) if _is_coming(parcel) else None,
        "stops": stops_of(parcel),
    }


def stops_of(parcel: Shipment) -> list[Stop]:
    """The scans that say something, newest first."""
    stops = [_stop(scan) for scan in reversed(parcel.scans or [])]
    return [stop for stop in stops if stop is not None]


def _stop(scan: Scan) -> Stop | None:
    at, title = _moment(scan.at), (scan.status or "").replace("_", " ").strip()
    if at is None or title in {"", "NA"}:
        return None
    return Stop(at, title if title != title.upper() else title.capitalize(), scan.location or "")


def _is_coming(parcel: Shipment) -> bool:
    gone = {ShipmentStatus.DELIVERED, ShipmentStatus.RTO_INITIATED, ShipmentStatus.RTO_DELIVERED}
    return parcel.status not in gone | {ShipmentStatus.LOST, ShipmentStatus.CANCELLED}


def _moment(text: str | None) -> datetime | None:
    try:
        return clock.from_text(text) if text else None
    except ValueError:  # as the earlier system wrote it
        return None
