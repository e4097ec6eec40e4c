"""Pieces of the staff pages about parcels, lent to the order's page."""

from datetime import datetime
from typing import Any

from django import template

from config import clock
from config.staff import StaffMember
from orders.models import Order
from orders.staff.words import Look
from shipping import queries
from shipping.models import Scan, Shipment
from shipping.parcels import Box, charged_grams
from shipping.rules import ShipmentStatus
from shipping.services import warehouse
from shipping.services.wallet import wallet
from shipping.staff.panel import choice_for, views_of, what_waits
from shipping.staff.words import LOOKS, STANDINGS
from shipping.steps import Standing, State, way_of

NOT_DISPATCHED = Look("Not dispatched", "clock", "bg-secondary-lt")

DISPATCH_FORM = "dispatch"

register = template.Library()


@register.filter
def shipment_look(shipment: Shipment) -> Look:
    """The badge of a parcel's state; before there is an AWB no courier knows of it."""
    if shipment.status is ShipmentStatus.PENDING and not shipment.tracking_number:
        return NOT_DISPATCHED
    return LOOKS[shipment.status]


@register.filter
def event_words(event: str) -> str:
    """The event behind a line of the story: 'tracking out for delivery, 2 times so far', 'webhook
    payment.captured, event RkT5hVw2LmX0Pd'; what else there is stays as it is."""
    if event.startswith("tracking "):
        what, _, times = event.replace("_", " ").partition(", time ")
        return f"{what}, {times} times so far" if times else what
    kind, _, name = event.partition(" ")
    return f"webhook {kind}, event {name}" if "." in kind and name else event


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
    """The five steps of the dispatch, each as it stands."""
    return way_of(shipment.steps)


@register.filter
def web_address(text: str | None) -> str:
    """The address of a label if it is one that a browser may open, else ''."""
    return text if text and text.startswith(("https://", "http://")) else ""


@register.filter
def box_words(box: Box | None) -> str:
    """'640 g, 32 × 24 × 8 cm, charged as 1.5 kg'."""  # noqa: RUF002
    if box is None:
        return ""
    sides = " × ".join(map(str, (box.length_cm, box.breadth_cm, box.height_cm)))  # noqa: RUF001
    return f"{box.grams} g, {sides} cm, charged as {charged_grams(box) / 1000:g} kg"


@register.inclusion_tag("shipping/staff/panel.html", takes_context=True)
def shipment_panel(context: dict[str, Any], order: Order) -> dict[str, Any]:
    """The order's parcels, how far each has come, and the choice of a courier for what is not with
    one yet."""
    member: StaffMember | None = getattr(context.get("request"), "staff", None)
    may_dispatch = bool(member and member.may("shipments.dispatch"))
    parcels = queries.of_order(order)
    return {
        "order": order,
        "form_id": DISPATCH_FORM,
        "parcels": views_of(order, parcels),
        "choice": choice_for(order, parcels) if may_dispatch else None,
        "may_dispatch": may_dispatch,
        "said": {flag.text for flag in order.attention or []},  # on top of the page already
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag
def dispatch_form(order: Order) -> str:
    """The id of the form in which the order's next dispatch is chosen, '' where there is none."""
    return DISPATCH_FORM if what_waits(order, queries.of_order(order)) else ""


@register.inclusion_tag("shipping/staff/wallet.html")
def wallet_warning(waiting: int | None = None) -> dict[str, Any]:
    """That the wallet at Shiprocket is to be recharged; nothing while there is enough in it.
    `waiting`: how many orders are to be sent, if it is known."""
    return {"wallet": wallet(waiting), "more": "mb-3"}


@register.inclusion_tag("shipping/staff/account.html")
def courier_account() -> dict[str, Any]:
    """What staff must know of the account at Shiprocket: the wallet, and where parcels start."""
    return {"wallet": wallet(), "start": warehouse.state()}
