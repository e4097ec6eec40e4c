"""What an order's flags say of each of its parcels: what stays when one parcel's share of a flag is
written anew or has been seen to. Pure: words only."""

from collections.abc import Sequence

from orders.models import Order
from shipping import telling
from shipping.arrivals import not_called_off
from shipping.models import Shipment
from shipping.rules import ShipmentStatus


def name_of(parcel: Shipment) -> str:
    """How staff read of a parcel: its AWB; before there is one, its reference."""
    return parcel.tracking_number or parcel.reference or parcel.shipment_id


def text_of(order: Order, kind: str) -> str:
    """What the order's flag of this kind says, '' where there is none."""
    return next((flag.text for flag in order.attention or [] if flag.kind == kind), "")


def still_refused(flag: str, others: Sequence[Shipment]) -> str:
    """The text of a flag about dispatches with what it says of these parcels alone: the trouble
    that each of them is in, told once (it names no parcel, for it says the same of each), and
    which of them were called off."""
    troubles = dict.fromkeys(each.trouble for each in not_called_off(others) if each.trouble)
    told = [trouble for trouble in troubles if trouble in flag]
    return "\n".join(
        [*told, *(line for line in flag.split("\n") if is_of_called_off(line, others))]
    )


def refused_too(flag: str, own: str, others: Sequence[Shipment]) -> str:
    """The text of a flag about dispatches that says `own` beside what it said of these parcels."""
    lines = [line for line in still_refused(flag, others).split("\n") if line and line != own]
    return "\n".join([*lines, own])


def without_called_off(flag: str, parcels: Sequence[Shipment]) -> str:
    """The text of a flag without the lines that ask to send the goods of these parcels again."""
    return "\n".join(line for line in flag.split("\n") if not is_of_called_off(line, parcels))


def is_of_called_off(line: str, parcels: Sequence[Shipment]) -> bool:
    """Whether it asks to send again what lay in one of these parcels, which was called off."""
    off = (each for each in parcels if each.status is ShipmentStatus.CANCELLED)
    return any(line.startswith(telling.called_off(name_of(each))) for each in off)
