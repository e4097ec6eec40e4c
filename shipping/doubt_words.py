"""What its customer reads of a parcel that was delivered, but not for certain all of it. Pure."""

from dataclasses import dataclass

from shipping.models import Shipment
from shipping.rules import Doubt, ShipmentStatus

_LOOK = "Look through what is with you; if something is missing, call us or write to us."


@dataclass(frozen=True)
class DoubtWords:
    """How it stands (before the day), what happens next, and the line of the order's story."""

    standing: str
    next: str
    told: str


_WORDS = {
    Doubt.IN_PART: DoubtWords(
        "Delivered in part",
        f"The courier says that not all of it was handed over. {_LOOK}",
        "{It} was delivered in part, says the courier.",
    ),
    Doubt.UNCONFIRMED: DoubtWords(
        "Said to be delivered",
        "The courier does not say for certain that it is with you. If it is not, or not whole,"
        " call us or write to us.",
        "The courier counts {it} as delivered.",
    ),
}


def words_for(doubt: Doubt) -> DoubtWords:
    """The words for this doubt."""
    return _WORDS[doubt]


def doubt_of(parcel: Shipment) -> Doubt | None:
    """Why nobody knows whether all of a delivered parcel is with its customer."""
    return parcel.doubt if parcel.status is ShipmentStatus.DELIVERED else None
