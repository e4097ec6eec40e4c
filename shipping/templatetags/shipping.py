"""Pieces of page and of mail that shipping lends to other apps."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import template
from django.utils import timezone

from orders.models import Order
from orders.progress import Progress, Step, heading_at, progress_of
from orders.rules import Status
from shipping import facing, queries
from shipping.arrivals import not_called_off
from shipping.facing import View
from shipping.models import Shipment
from shipping.packing import uncovered
from shipping.rules import ShipmentStatus
from shipping.step_line import steps_of

register = template.Library()
SENT = frozenset({Status.SHIPPED, Status.DELIVERED})


@dataclass(frozen=True)
class Way:
    """Where an order's goods are: the page's heading, its line of steps, and the parcels that a
    courier has, none before there is one. `is_again`: one was called off and its goods are sent
    again; `is_told_by_parcel`: each has its own word, until all of them are with the customer."""

    heading: str
    steps: Sequence[Step]
    parcels: list[View]
    is_again: bool = False
    is_told_by_parcel: bool = False


@dataclass(frozen=True)
class OnItsWay:
    """One order of a list, and its way."""

    order: Order
    way: Way


@register.simple_tag
def way_of(order: Order, progress: Progress) -> Way:
    """The order's way; as `progress` has it until a courier has a parcel of it."""
    return _way(order, progress, queries.of_order(order) if order.status in SENT else [])


@register.simple_tag
def ways_of(orders: Sequence[Order]) -> list[OnItsWay]:
    """Each of these orders and its way, in the words of its own page; one read for all parcels."""
    every = list(queries.of_orders(order for order in orders if order.status in SENT))
    return [
        OnItsWay(order, _way(order, progress_of(order), queries.in_turn(order, every)))
        for order in orders
    ]


def _way(order: Order, progress: Progress, every: Sequence[Shipment]) -> Way:
    parcels = [each for each in not_called_off(every) if each.tracking_number]
    is_again = order.status is Status.SHIPPED and _goes_again(order, every, parcels)
    if not (parcels or is_again):
        return Way(progress.heading, progress.steps, [])
    views = [facing.view_of(order, each, parcels, timezone.localdate()) for each in parcels]
    return Way(
        facing.heading_of(views, is_again=is_again),
        steps_of(progress.steps, parcels, views, is_again=is_again),
        views,
        is_again,
        order.status is Status.SHIPPED or any(view.is_gone or view.doubt for view in views),
    )


def _goes_again(order: Order, every: Sequence[Shipment], parcels: Sequence[Shipment]) -> bool:
    """Whether goods of a parcel that was called off have no courier yet. One that never had a
    courier was only packed otherwise."""
    off = (each for each in every if each.status is ShipmentStatus.CANCELLED)
    is_called_off = any(each.tracking_number for each in off)
    return is_called_off and (not parcels or bool(uncovered(order, parcels)))


@register.simple_tag
def heading_of_mail(order: Order, status: str, shipment_id: str = "") -> str:
    """What stands on top of a mail of this state, or about this parcel: the words that the
    tracking page has for it. An order that has moved on since is told as it was."""
    told = Status(status or order.status)
    for parcel in parcels_of(order, shipment_id) if shipment_id else ():
        return facing.heading_of_one(parcel)
    if order.status is told:
        return way_of(order, progress_of(order)).heading
    return heading_at(order, told)


@register.simple_tag
def parcels_of(order: Order, shipment_id: str = "") -> list[View]:
    """The parcels of an order that a courier has, for a mail; that one alone where it is named."""
    parcels = [each for each in queries.live_of(order) if each.tracking_number]
    today = timezone.localdate()
    return [
        facing.view_of(order, parcel, parcels, today)
        for parcel in parcels
        if shipment_id in {"", parcel.shipment_id}
    ]
