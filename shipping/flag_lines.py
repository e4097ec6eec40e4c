"""What an order's flags say of each of its parcels: what stays when one parcel's share of a flag is
written anew or has been seen to. Pure: words only."""

from collections.abc import Sequence

from orders.models import Order
from shipping import telling
from shipping.models import Shipment


def name_of(parcel: Shipment) -> str:
    """How staff read of a parcel: its AWB; before there is one, its reference."""
    return parcel.tracking_number or parcel.reference or parcel.shipment_id


def text_of(order: Order, kind: str) -> str:
    """What the order's flag of this kind says, '' where there is none."""
    return next((flag.text for flag in order.attention or [] if flag.kind == kind), "")


def still_refused(flag: str, others: Sequence[Shipment]) -> str:
    """The text of a flag about dispatches with what it says of these parcels alone: the trouble
    that each of them is in, told once. It names no parcel, for it says the same of each."""
    troubles = dict.fromkeys(each.trouble for each in others if each.trouble)
    return "\n".join(trouble for trouble in troubles if trouble in flag)


def refused_too(flag: str, own: str, others: Sequence[Shipment]) -> str:
    """The text of a flag about dispatches that says `own` beside what it said of these parcels."""
    lines = [line for line in still_refused(flag, others).split("\n") if line and line != own]
    return "\n".join([*lines, own])


def still_in_trouble(flag: str, others: Sequence[Shipment]) -> str:
    """The text of a flag about parcels on their way with what it says of these alone."""
    names = [name_of(each) for each in others]
    lines = (line for line in flag.split("\n") if line)
    return "\n".join(line for line in lines if any(telling.is_about(line, name) for name in names))
