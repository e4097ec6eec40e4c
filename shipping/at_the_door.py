"""What was handed over at the door and what was paid for it, order by order: for pages and mails.
Pure: no tables, no clock."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from orders.models import Line, Order
from orders.rules import Status
from shipping import cash, telling
from shipping.arrivals import number_of, pieces_in
from shipping.models import Shipment
from shipping.rules import ShipmentStatus as S

_OVER = frozenset({Status.DELIVERED, Status.CANCELLED})
# What has become of the parcels beside one, in the order in which it is told: of one, of several.
_BESIDE: tuple[tuple[frozenset[S], str, str], ...] = (
    (frozenset({S.DELIVERED}), "was delivered too", "were delivered too"),
    (cash.ON_THE_WAY, "is still on its way", "are still on their way"),
    (frozenset({S.RTO_INITIATED}), "is coming back to us", "are coming back to us"),
    (frozenset({S.RTO_DELIVERED}), "is back with us", "are back with us"),
    (frozenset({S.LOST}), "was lost or damaged", "were lost or damaged"),
)


@dataclass(frozen=True)
class Due:
    """What is to be paid for one parcel; `title` tells it from others ('' for the only one)."""

    title: str
    paise: int


@dataclass(frozen=True)
class Cash:
    """The money of an order that is paid at the door, in paise: what is due for each parcel that
    may yet come and in all, what was collected, what was handed over without our knowing whether it
    was paid, and what nobody will pay because its goods did not arrive."""

    dues: list[Due] = field(default_factory=list)
    due: int = 0
    collected: int = 0
    unsure: int = 0
    missed: int = 0

    @property
    def is_untouched(self) -> bool:
        """Whether all of it is still to be collected."""
        return not (self.collected or self.unsure or self.missed)


def is_unsure(parcel: Shipment) -> bool:
    """Whether a parcel was delivered, but not for certain all of it: nobody knows what was paid."""
    return parcel.status is S.DELIVERED and telling.is_half_delivered(parcel.trouble)


def cash_of(order: Order, parcels: Sequence[Shipment], shipment_id: str = "") -> Cash:
    """The cash of an order with these parcels that count, or that of the one that is named."""
    if not order.is_cod:
        return Cash()
    if not parcels:
        return _without_parcels(order)
    told = [each for each in parcels if shipment_id in {"", each.shipment_id}]
    sure = [each for each in told if not is_unsure(each)]
    collected = cash.collected_paise(order, sure)
    unsure = cash.collected_paise(order, told) - collected
    missed = sum(cash.at_the_door_paise(order, each) for each in told if _is_gone(each))
    due = cash.still_due_paise(order, told)
    if not shipment_id:  # what is in no parcel just now is still to be sent
        due = max(0, order.total_amount - collected - unsure - missed)
    if order.status in _OVER:
        return Cash(collected=collected, unsure=unsure, missed=missed + due)
    return Cash(_dues(order, told, parcels), due, collected, unsure, missed)


def _without_parcels(order: Order) -> Cash:
    total = order.total_amount
    if order.collected_at is not None:
        return Cash(collected=total)
    return Cash() if order.status in _OVER else Cash([Due("", total)], due=total)


def _is_gone(parcel: Shipment) -> bool:
    return parcel.status is not S.DELIVERED and parcel.status not in cash.ON_THE_WAY


def _dues(order: Order, told: Sequence[Shipment], parcels: Sequence[Shipment]) -> list[Due]:
    with_courier = [each for each in parcels if each.tracking_number]
    return [
        Due(_title(order, each, with_courier), cash.at_the_door_paise(order, each))
        for each in told
        if each.status in cash.ON_THE_WAY
    ]


def _title(order: Order, parcel: Shipment, parcels: Sequence[Shipment]) -> str:
    if parcel not in parcels or len(parcels) == 1:
        return ""
    number, in_all = number_of(order, parcel, parcels)
    return f"Parcel {number} of {in_all}"


@dataclass(frozen=True)
class HandedOver:
    """A line of the order and how many pieces of it were handed over."""

    line: Line
    pieces: int


def handed_over(order: Order, parcels: Sequence[Shipment]) -> list[HandedOver]:
    """What the delivered of these parcels held; all that was sold, where an order has none."""
    held = Counter[int]()
    for parcel in parcels:
        if parcel.status is S.DELIVERED:
            held.update(pieces_in(order, parcel))
    return [
        HandedOver(line, held[place] if parcels else line.quantity)
        for place, line in enumerate(order.lines)
        if held[place] or not parcels
    ]


def beside_words(parcels: Sequence[Shipment], shipment_id: str) -> str:
    """'The other parcel is still on its way.': what has become of the parcels beside this one."""
    others = [each.status for each in parcels if each.shipment_id != shipment_id]
    counts = [(sum(s in statuses for s in others), one, many) for statuses, one, many in _BESIDE]
    return " ".join(
        f"{_others(n, len(others))} {one if n == 1 else many}." for n, one, many in counts if n
    )


def _others(some: int, in_all: int) -> str:
    if some == in_all:
        return "The other parcel" if some == 1 else f"The other {some} parcels"
    return "One other parcel" if some == 1 else f"{some} other parcels"
