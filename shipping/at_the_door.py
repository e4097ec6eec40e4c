"""What was handed over at the door and what was paid for it, order by order: for pages and mails.
Pure: no tables, no clock."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from orders.models import Line, Order
from orders.rules import Status
from shipping import cash
from shipping.arrivals import number_of
from shipping.doubt_words import doubt_of
from shipping.models import Shipment
from shipping.packing import pieces_in
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
_UNSURE_BESIDE = ("is said to be delivered", "are said to be delivered")


@dataclass(frozen=True)
class Due:
    """What is to be paid for one parcel; `title` tells it from others ('' for the only one)."""

    title: str
    paise: int


@dataclass(frozen=True)
class Cash:
    """The money of an order that is paid at the door, in paise: what is due for each parcel that
    may yet come and in all, what was collected, what was handed over without our knowing whether it
    was paid, and what nobody will pay because its goods did not arrive. `is_in_parts`: what is due
    is for several parcels that cannot be named yet."""

    dues: list[Due] = field(default_factory=list)
    due: int = 0
    collected: int = 0
    unsure: int = 0
    missed: int = 0
    is_in_parts: bool = False

    @property
    def is_untouched(self) -> bool:
        """Whether all of it is still to be collected."""
        return not (self.collected or self.unsure or self.missed)


def is_unsure(parcel: Shipment) -> bool:
    """Whether a parcel was delivered, but not for certain all of it, and nobody has said what was
    paid for it."""
    return doubt_of(parcel) is not None and parcel.collected is None


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
    missed += sum(_not_brought(order, each) for each in sure if each.status is S.DELIVERED)
    due = cash.still_due_paise(order, told)
    if not shipment_id:  # what is in no parcel just now is still to be sent
        due = max(0, order.total_amount - collected - unsure - missed)
    if order.status in _OVER:
        return Cash(collected=collected, unsure=unsure, missed=missed + due)
    dues = _dues(order, told, parcels)
    if shipment_id or _are_named(dues, told, due):
        return Cash(dues, due, collected, unsure, missed)
    parts = len(dues) + (due > sum(each.paise for each in dues))
    return Cash([Due("", due)] if due else [], due, collected, unsure, missed, parts > 1)


def _without_parcels(order: Order) -> Cash:
    total = order.total_amount
    if order.collected_at is not None:
        return Cash(collected=total if order.collected is None else order.collected)
    return Cash() if order.status in _OVER else Cash([Due("", total)], due=total)


def _is_gone(parcel: Shipment) -> bool:
    return parcel.status is not S.DELIVERED and parcel.status not in cash.ON_THE_WAY


def _not_brought(order: Order, parcel: Shipment) -> int:
    return cash.at_the_door_paise(order, parcel) - cash.brought_paise(order, parcel)


def _are_named(dues: Sequence[Due], parcels: Sequence[Shipment], due: int) -> bool:
    """Whether all that is due is for parcels that a courier has, so that each can be told apart."""
    coming = [each for each in parcels if each.status in cash.ON_THE_WAY]
    return all(each.tracking_number for each in coming) and sum(d.paise for d in dues) == due


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
    """What the delivered of these parcels held, as far as that is certain; all that was sold, where
    an order has none."""
    held = Counter[int]()
    for parcel in parcels:
        if parcel.status is S.DELIVERED and doubt_of(parcel) is None:
            held.update(pieces_in(order, parcel))
    return [
        HandedOver(line, held[place] if parcels else line.quantity)
        for place, line in enumerate(order.lines)
        if held[place] or not parcels
    ]


def beside_words(parcels: Sequence[Shipment], shipment_id: str) -> str:
    """'The other parcel is still on its way.': what has become of the parcels beside this one."""
    others = [each for each in parcels if each.shipment_id != shipment_id]
    sure = [each.status for each in others if doubt_of(each) is None]
    counts = [(sum(s in statuses for s in sure), one, many) for statuses, one, many in _BESIDE]
    counts.append((len(others) - len(sure), *_UNSURE_BESIDE))
    return " ".join(
        f"{_others(n, len(others))} {one if n == 1 else many}." for n, one, many in counts if n
    )


def _others(some: int, in_all: int) -> str:
    if some == in_all:
        return "The other parcel" if some == 1 else f"The other {some} parcels"
    return "One other parcel" if some == 1 else f"{some} other parcels"
