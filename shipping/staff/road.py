"""A parcel as the list of shipments shows it: where it is listed, and what to do about it. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from orders.arrival import last_day
from orders.models import Order
from orders.rules import WENT_ANYWAY_FLAG
from shipping import telling
from shipping.expecting import expected_day
from shipping.flag_lines import name_of, text_of
from shipping.models import Shipment
from shipping.rules import MOVING, is_trouble
from shipping.rules import ShipmentStatus as S
from shipping.services.flags import PARCEL_FLAG


class List(StrEnum):
    """The lists, in the order of their tabs."""

    TROUBLE = "trouble"
    LATE = "late"
    PICKUP = "pickup"
    WAY = "way"
    OUT = "out"


TITLES: dict[List, str] = {
    List.TROUBLE: "Trouble",
    List.LATE: "Late",
    List.PICKUP: "Waits for pickup",
    List.WAY: "On the way",
    List.OUT: "Out for delivery",
}
HEADS: dict[List, str] = {
    **TITLES,
    List.TROUBLE: "Trouble, a person has to act",
    List.LATE: "Late, but moving",
}
_ACTS: dict[S, str] = {
    S.UNDELIVERED: "Call, then try again",
    S.RTO_INITIATED: "Ask the customer",
    S.LOST: "Claim and refund",
    S.CANCELLED: "Dispatch again",
}
CHECK_IN = "Check goods in"


@dataclass(frozen=True)
class Parcel:
    """A parcel with its order."""

    order: Order
    shipment: Shipment

    @property
    def is_on_the_road(self) -> bool:
        """Whether it is not yet where it belongs, or somebody has still to see to it."""
        status = self.shipment.status
        if status in MOVING or (status is S.RTO_DELIVERED and not self.shipment.goods_in_at):
            return True
        return status is not S.DELIVERED and self._is_flagged

    @property
    def needs_a_person(self) -> bool:
        """Whether the courier is in trouble, or we are with the courier."""
        return bool(self.shipment.trouble) or is_trouble(self.shipment.status)

    @property
    def promised(self) -> date | None:
        """The last day that its customer was promised; else the day the courier thinks of."""
        return last_day(self.order.promise) or self.expected

    @property
    def expected(self) -> date | None:
        """The day the courier thinks of, in Indian time."""
        return expected_day(self.shipment)

    def list_on(self, today: date) -> List:
        """The one list that it stands on."""
        if self.needs_a_person:
            return List.TROUBLE
        if any(day < today for day in (self.promised, self.expected) if day):
            return List.LATE
        if self.shipment.status is S.PENDING:
            return List.PICKUP
        return List.OUT if self.shipment.status is S.OUT_FOR_DELIVERY else List.WAY

    @property
    def can_be_checked_in(self) -> bool:
        """Whether its goods are here and nobody has looked at them."""
        return self.shipment.status is S.RTO_DELIVERED and not self.shipment.goods_in_at

    def act_on(self, today: date) -> str:
        """The next act in a few words, '' where there is nothing to do but wait."""
        if self.can_be_checked_in:
            return CHECK_IN
        if self.shipment.status is S.RTO_DELIVERED:
            return "Refund, then settle"
        if self._is_told_by(WENT_ANYWAY_FLAG):
            return "See what to do"
        if act := _ACTS.get(self.shipment.status):
            return act
        where = self.list_on(today)
        if where is List.TROUBLE:
            return "See what to do"
        return "Tell customer" if where is List.LATE else ""

    @property
    def _is_flagged(self) -> bool:
        return self._is_told_by(PARCEL_FLAG) or self._is_told_by(WENT_ANYWAY_FLAG)

    def _is_told_by(self, kind: str) -> bool:
        name, text = name_of(self.shipment), text_of(self.order, kind)
        return any(telling.is_about(line, name) for line in text.split("\n"))
