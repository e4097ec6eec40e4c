"""Pieces of page and of mail that shipping lends to other apps."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django import template
from django.utils import timezone

from orders.models import Order
from orders.progress import Progress, Step
from orders.rules import Status
from shipping import facing, queries
from shipping.facing import View

register = template.Library()


@dataclass(frozen=True)
class Way:
    """Where an order's goods are: the page's heading, its line of steps, and the parcels that a
    courier has, none before there is one."""

    heading: str
    steps: Sequence[Step]
    parcels: list[View]

    @property
    def is_over(self) -> bool:
        """Whether no parcel of it comes to the customer any more."""
        return not any(view.is_coming for view in self.parcels)


@register.simple_tag
def way_of(order: Order, progress: Progress) -> Way:
    """The order's way; as `progress` has it until a courier has a parcel of it."""
    parcels = [each for each in queries.live_of(order) if each.tracking_number]
    is_sent = order.status in {Status.SHIPPED, Status.DELIVERED}
    if not parcels or not is_sent:
        return Way(progress.heading, progress.steps, [])
    today = timezone.localdate()
    views = [facing.view_of(order, parcel, parcels, today) for parcel in parcels]
    times = facing.step_times(parcels, views)
    *before, sent, there = progress.steps
    steps = [*before, replace(sent, when=times[0]), replace(there, when=times[1])]
    return Way(facing.heading_of(views), steps, views)


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
