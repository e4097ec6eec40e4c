"""Pieces of page about the parcels that fetch returns, lent to the returns' pages."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.template import Context

from config.staff import StaffMember
from orders.models import Order
from orders.return_rules import ReturnStatus, Way
from shipping.models import Shipment
from shipping.services.return_parcels import is_alive, parcel_of
from shipping.services.return_work import states_of
from shipping.steps import Standing

register = template.Library()


@dataclass(frozen=True)
class Fetching:
    """A return's parcel as pages show it: is somebody still to come, and when."""

    shipment: Shipment
    is_to_come: bool


@register.inclusion_tag("shipping/return_parcel.html")
def return_parcel(order: Order, number: str) -> dict[str, Any]:
    """Who fetches a return and when, for its customer; nothing where nobody does."""
    back = (order.returns or {}).get(number)
    shipment = parcel_of(order, back) if back and back.way == Way.COURIER else None
    if back is None or shipment is None or not is_alive(shipment):
        return {}
    is_to_come = back.status == ReturnStatus.ACCEPTED
    return {"each": Fetching(shipment, is_to_come)}


@register.inclusion_tag("shipping/staff/return_parcel.html", takes_context=True)
def return_parcel_panel(context: Context, order: Order, number: str) -> dict[str, Any]:
    """The steps of a return's parcel and what can be done about it, for staff."""
    request = context["request"]
    member: StaffMember | None = getattr(request, "staff", None)
    back = (order.returns or {})[number]
    shipment = parcel_of(order, back)
    is_accepted = back.status == ReturnStatus.ACCEPTED
    is_done = shipment is not None and _is_booked(shipment) and back.way == Way.COURIER
    may = bool(member and member.may("orders.returns"))
    return {
        "order": order,
        "number": number,
        "back": back,
        "shipment": shipment,
        "steps": states_of(shipment) if shipment else [],
        "is_waiting": is_accepted,
        "may_fetch": may and is_accepted and not is_done,
        "may_send": may and is_accepted and back.way == Way.COURIER,
        "csrf_token": context.get("csrf_token"),
    }


def _is_booked(shipment: Shipment) -> bool:
    """Whether the courier is to come, and nothing is left to press."""
    return is_alive(shipment) and all(s.standing is Standing.DONE for s in states_of(shipment))
