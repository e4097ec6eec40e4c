"""Pieces of the staff pages about parcels, lent to the order's page."""

from datetime import datetime
from typing import Any

from django import template

from config import clock
from orders.models import Order
from orders.staff.words import Look
from shipping import queries
from shipping.models import Scan, Shipment
from shipping.rules import ShipmentStatus
from shipping.staff.words import LOOKS, STANDINGS
from shipping.steps import Standing, State, way_of

NOT_DISPATCHED = Look("Not dispatched", "clock", "bg-secondary-lt")

register = template.Library()


@register.filter
def shipment_look(shipment: Shipment) -> Look:
    """The badge of a parcel's state; before there is an AWB no courier knows of it."""
    if shipment.status is ShipmentStatus.PENDING and not shipment.tracking_number:
        return NOT_DISPATCHED
    return LOOKS[shipment.status]


@register.filter
def event_words(event: str) -> str:
    """The event behind a line of the story: 'tracking out for delivery'; ids stay as they are."""
    return event.replace("_", " ") if event.startswith("tracking ") else event


@register.filter
def standing_look(standing: Standing) -> Look:
    """The word, icon and colour of a step of a dispatch."""
    return STANDINGS[standing]


@register.filter
def last_scan(shipment: Shipment) -> Scan | None:
    """The courier's latest news."""
    return shipment.scans[-1] if shipment.scans else None


@register.filter
def scan_time(scan: Scan) -> datetime | None:
    """When the courier scanned the parcel, None where it did not say."""
    try:
        return clock.from_text(scan.at)
    except ValueError:
        return None


@register.filter
def newest_first(scans: list[Scan] | None) -> list[Scan]:
    """A parcel's scans, the latest on top."""
    return list(reversed(scans or []))


@register.filter
def way(shipment: Shipment) -> list[State]:
    """The four steps of the dispatch, each as it stands."""
    return way_of(shipment.steps)


@register.filter
def web_address(text: str | None) -> str:
    """The address of a label if it is one that a browser may open, else ''."""
    return text if text and text.startswith(("https://", "http://")) else ""


@register.inclusion_tag("shipping/staff/panel.html")
def shipment_panel(order: Order) -> dict[str, Any]:
    """The order's parcels: how far the dispatch came, the label, and the courier's scans."""
    said = {flag.text for flag in order.attention or []}  # on top of the page already
    return {"order": order, "shipments": queries.of_order(order), "said": said}
