"""What holds up a parcel that is on its way to the customer: the courier says that it is delayed,
or cannot find it. Such news moves nothing, so it is read from what was told last. Pure."""

from dataclasses import dataclass

from shipping import telling
from shipping.models import Shipment
from shipping.rules import ShipmentStatus as S
from shipping.status_map import LABELS


@dataclass(frozen=True)
class Hitch:
    """How its customer reads it, and what happens next."""

    standing: str
    next: str


_HITCHES = {
    22: Hitch(
        "Delayed on its way",
        "The courier says that it is delayed. We ask when it comes, and write to you.",
    ),
    76: Hitch(
        "Searched for by the courier",
        "The courier cannot find it just now. We see to it, and write to you.",
    ),
}
_ON_ITS_WAY = frozenset({S.PENDING, S.PICKED, S.IN_TRANSIT, S.OUT_FOR_DELIVERY})


def hitch_of(parcel: Shipment) -> Hitch | None:
    """What holds a parcel up that comes to the customer; None where nothing does. The last scan
    says so, or the trouble that staff were told of, which is taken off once it is well again."""
    if parcel.status not in _ON_ITS_WAY:
        return None
    last = parcel.scans[-1].status_id if parcel.scans else None
    for number, hitch in _HITCHES.items():
        told = telling.trouble(None, parcel.tracking_number or "", LABELS[number], number)
        if last == str(number) or parcel.trouble == told:
            return hitch
    return None
