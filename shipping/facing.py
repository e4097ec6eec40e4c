"""A parcel as its customer reads it, on the tracking page and in mails: the same words. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from orders.models import Order
from orders.templatetags.orders import masked_phone
from shipping.arrivals import number_of
from shipping.door_money import words_for_lost
from shipping.doubt_words import doubt_of, words_for
from shipping.expecting import COMING, Arrival, arrival_of, day_words
from shipping.hitches import hitch_of
from shipping.models import Shipment
from shipping.packing import pieces_in
from shipping.parcels import box_from
from shipping.rules import Doubt
from shipping.rules import ShipmentStatus as S
from shipping.scan_words import Stop, is_damaged, moment_in, stops_of

_STANDING: dict[S, str] = {
    S.PENDING: "Packed, waiting for the courier",
    S.PICKED: "On the way",
    S.IN_TRANSIT: "On the way",
    S.OUT_FOR_DELIVERY: "Out for delivery",
    S.DELIVERED: "Delivered",
    S.UNDELIVERED: "The courier could not hand it over",
    S.RTO_INITIATED: "On its way back to us",
    S.RTO_DELIVERED: "Back with us",
    S.LOST: "Lost on the way",
    S.CANCELLED: "Called off",
}
_NEXT: dict[S, str] = {
    S.PENDING: "The courier fetches it from our warehouse in Pune{when}.",
    S.PICKED: "The courier calls {phone} before coming.",
    S.IN_TRANSIT: "The courier calls {phone} before coming.",
    S.OUT_FOR_DELIVERY: "Somebody should be there to take it. The courier calls {phone}.",
    S.UNDELIVERED: "The courier tries again on the next working day. If the address or the time"
    " does not suit you, call us or write to us today.",
    S.RTO_INITIATED: "It could not be handed over. {money}",
    S.RTO_DELIVERED: "{checked} {money}",
    S.LOST: "We are sorry. We claim it from the courier. {money}",
}
_GONE = (S.LOST, S.RTO_DELIVERED, S.RTO_INITIATED)
_TROUBLE = (*_GONE, S.UNDELIVERED)  # the worst first
AGAIN = "We are sending it again"
AGAIN_IN_PART = "Delivered in part, and we are sending the rest again"


@dataclass(frozen=True)
class View:
    """One parcel. `title` tells it from others ('' for the only one); `contents` (name, pieces)
    only where the order has several."""

    status: S
    title: str
    standing: str
    arrival: Arrival
    next: str
    courier: str
    awb: str
    box: str
    contents: list[tuple[str, int]] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    is_held_up: bool = False
    doubt: Doubt | None = None

    @property
    def line(self) -> str:
        """'On the way, arriving Saturday 28 November'."""
        if self.is_late:
            return f"{self.standing}, but late"
        return f"{self.standing}, arriving {self.arrives}" if self.arrives else self.standing

    @property
    def arrives(self) -> str:
        """The day, or days, on which it comes; '' where nobody can say."""
        return self.arrival.words

    @property
    def note(self) -> str:
        """What is not as it was promised."""
        return self.arrival.note

    @property
    def is_late(self) -> bool:
        """Whether its day is over and it is not there."""
        return self.arrival.is_late

    @property
    def is_coming(self) -> bool:
        """Whether it is on its way to the customer."""
        return self.status in COMING or self.status is S.UNDELIVERED

    @property
    def is_gone(self) -> bool:
        """Whether it does not reach the customer any more."""
        return self.status in _GONE

    @property
    def is_trouble(self) -> bool:
        """Whether it does not go its way."""
        return self.status in _TROUBLE or self.is_held_up or self.doubt is not None


def view_of(order: Order, parcel: Shipment, parcels: Sequence[Shipment], today: date) -> View:
    """A parcel, one of these of its order, as of a day in India."""
    number, in_all = number_of(order, parcel, parcels)
    inside = pieces_in(order, parcel) if in_all > 1 else {}
    return View(
        status=parcel.status,
        title=f"Parcel {number} of {in_all}" if in_all > 1 else "",
        standing=_standing(parcel),
        arrival=arrival_of(order, parcel, today),
        next=_next(order, parcel, parcels),
        courier=parcel.courier_name or "",
        awb=parcel.tracking_number or "",
        box=_box(parcel),
        contents=[(order.lines[place].name, n) for place, n in inside.items() if n],
        stops=stops_of(parcel),
        is_held_up=hitch_of(parcel) is not None,
        doubt=doubt_of(parcel),
    )


def heading_of(views: Sequence[View], *, is_again: bool = False) -> str:
    """What stands on top of the page of these parcels. `is_again`: goods of one that was called off
    are sent again."""
    there = sum(view.status is S.DELIVERED for view in views)
    if is_again and there == len(views):
        return AGAIN_IN_PART if there else AGAIN
    if len(views) == 1:
        return views[0].line
    worst = [view for status in _TROUBLE for view in views if view.status is status]
    odd = worst or [view for view in views if view.is_held_up or view.is_late]
    if odd:
        return _one_of(odd[0])
    doubtful = [view for view in views if view.doubt]
    if doubtful and there == len(views):
        return _one_of(doubtful[0])
    if there:
        return "Delivered" if there == len(views) else f"{there} of {len(views)} parcels delivered"
    return _heading_of_coming(views)


def heading_of_one(view: View) -> str:
    """The same of one parcel, told from the others where there are any."""
    return _one_of(view) if view.title else view.line


def _heading_of_coming(views: Sequence[View]) -> str:
    """Of several parcels of which none arrived: all at once, else the one that is nearest."""
    if len({view.standing for view in views}) > 1:
        return _one_of(max(views, key=lambda view: [*S].index(view.status)))
    last = max(views, key=lambda view: view.arrival.last or date.min)
    return f"{len(views)} parcels: {_small(last.line)}"


def _one_of(view: View) -> str:
    return f"{view.title}: {_small(view.line)}"


def _small(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def _standing(parcel: Shipment) -> str:
    doubt = doubt_of(parcel)
    word = words_for(doubt).standing if doubt else _STANDING[parcel.status]
    if parcel.status is S.DELIVERED and (at := moment_in(parcel.actual_delivery)):
        return f"{word} on {day_words(timezone.localtime(at).date())}"
    if parcel.status is S.LOST and is_damaged(parcel):
        return "Damaged on the way"
    if hitch := hitch_of(parcel):
        return hitch.standing
    return word


def _next(order: Order, parcel: Shipment, parcels: Sequence[Shipment]) -> str:
    if hitch := hitch_of(parcel):
        return hitch.next
    if doubt := doubt_of(parcel):
        return words_for(doubt).next
    booked = parcel.pickup_at
    return _NEXT.get(parcel.status, "").format(
        when=f" on {day_words(timezone.localtime(booked).date())}" if booked else "",
        phone=masked_phone(order.customer_phone),
        checked="We have checked the goods in." if parcel.goods_in_at else "We check the goods.",
        money=words_for_lost(order, parcels),
    )


def _box(parcel: Shipment) -> str:
    try:
        grams = box_from(parcel.parcel or {}).grams
    except (KeyError, ValueError):  # the earlier system kept no measures
        return "1 box"
    return f"1 box, {grams} g" if grams < 1000 else f"1 box, {grams / 1000:.1f} kg"
