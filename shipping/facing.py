"""A parcel as its customer reads it, on the tracking page and in mails: the same words. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from config.templatetags.shop import moment
from orders.models import Order
from orders.rules import PaymentStatus
from orders.templatetags.orders import masked_phone
from shipping.arrivals import number_of, pieces_in
from shipping.expecting import COMING, Arrival, arrival_of, day_words
from shipping.models import Shipment
from shipping.parcels import box_from
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
_TROUBLE = (S.LOST, S.RTO_DELIVERED, S.RTO_INITIATED, S.UNDELIVERED)  # the worst first


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
        return bool(self.note) and not self.arrives

    @property
    def is_coming(self) -> bool:
        """Whether it is on its way to the customer."""
        return self.status in COMING or self.status is S.UNDELIVERED

    @property
    def is_trouble(self) -> bool:
        """Whether it does not go its way."""
        return self.status in _TROUBLE


def view_of(order: Order, parcel: Shipment, parcels: Sequence[Shipment], today: date) -> View:
    """A parcel, one of these of its order, as of a day in India."""
    number, in_all = number_of(order, parcel, parcels)
    inside = pieces_in(order, parcel) if in_all > 1 else {}
    return View(
        status=parcel.status,
        title=f"Parcel {number} of {in_all}" if in_all > 1 else "",
        standing=_standing(parcel),
        arrival=arrival_of(order, parcel, today),
        next=_next(order, parcel),
        courier=parcel.courier_name or "",
        awb=parcel.tracking_number or "",
        box=_box(parcel),
        contents=[(order.lines[place].name, n) for place, n in inside.items() if n],
        stops=stops_of(parcel),
    )


def heading_of(views: Sequence[View]) -> str:
    """What stands on top of the page of these parcels."""
    if len(views) == 1:
        return views[0].line
    worst = [view for status in _TROUBLE for view in views if view.status is status]
    if worst:
        return f"{worst[0].title}: {worst[0].standing[0].lower()}{worst[0].standing[1:]}"
    there = sum(view.status is S.DELIVERED for view in views)
    if there == len(views):
        return "Delivered"
    if there:
        return f"{there} of {len(views)} parcels delivered"
    return f"{len(views)} parcels: {min(views, key=lambda view: [*S].index(view.status)).line}"


def _standing(parcel: Shipment) -> str:
    if parcel.status is S.DELIVERED and (at := moment_in(parcel.actual_delivery)):
        return f"Delivered on {day_words(timezone.localtime(at).date())}"
    if parcel.status is S.LOST and is_damaged(parcel):
        return "Damaged on the way"
    return _STANDING[parcel.status]


def _next(order: Order, parcel: Shipment) -> str:
    booked = parcel.pickup_at
    return _NEXT.get(parcel.status, "").format(
        when=f" on {day_words(timezone.localtime(booked).date())}" if booked else "",
        phone=masked_phone(order.customer_phone),
        checked="We have checked the goods in." if parcel.goods_in_at else "We check the goods.",
        money=_money_words(order),
    )


def _money_words(order: Order) -> str:
    if order.payment_status == PaymentStatus.REFUNDED:
        return "Your money is on its way back; banks take 5 to 7 working days."
    if order.is_cod:
        return "You have paid nothing, and nothing is left to pay."
    return "We write to you about what you prefer: that we send it again, or your money back."


def _box(parcel: Shipment) -> str:
    try:
        grams = box_from(parcel.parcel or {}).grams
    except (KeyError, ValueError):  # the earlier system kept no measures
        return "1 box"
    return f"1 box, {grams} g" if grams < 1000 else f"1 box, {grams / 1000:.1f} kg"


def step_times(parcels: Sequence[Shipment], views: Sequence[View]) -> tuple[str, str]:
    """What stands under 'On the way' and 'Delivered' on the line of steps."""
    picked = [view.stops[-1].at for view in views if view.stops and view.status is not S.PENDING]
    there = [at for parcel in parcels if (at := moment_in(parcel.actual_delivery))]
    if len(there) == len(parcels):
        return moment(min(picked)) if picked else "", moment(max(there))
    days = [view.arrival.last for view in views if view.arrival.last]
    by = f"by {max(days).day} {max(days):%b}" if len(days) == len(views) else ""
    return moment(min(picked)) if picked else "", by
