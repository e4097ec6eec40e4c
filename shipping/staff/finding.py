"""Parcels for the staff's search box: by AWB and by the ids that stand on a courier's papers."""

import re
from collections.abc import Sequence

from django.urls import reverse

from config.finding import Finder, Hit
from shipping import queries
from shipping.errors import ShipmentNotFound
from shipping.models import Shipment
from shipping.staff.words import LOOKS

KIND = "Parcels"
_AWB = re.compile(r"(?=(?:[A-Za-z-]*[0-9]){6})[A-Za-z0-9-]{8,30}", re.ASCII)
_SHIPROCKET = re.compile(r"[0-9]{5,12}", re.ASCII)
_OURS = re.compile(r"TB-[0-9A-Z]{10}-(?:[1-9][0-9]?|R[1-9][0-9]?_[2-9])", re.ASCII)


def by_awb(words: str) -> Sequence[Hit]:
    """The parcel of this AWB, in the letters it was typed in or in large ones."""
    if not _AWB.fullmatch(words):
        return []
    for awb in dict.fromkeys((words, words.upper())):
        if (parcel := queries.by_awb(awb)) is not None:
            return [_hit(parcel)]
    return []


def by_shiprocket_order(words: str) -> Sequence[Hit]:
    """The parcel that Shiprocket knows by this number."""
    if not _SHIPROCKET.fullmatch(words):
        return []
    return [_hit(found) for found in Shipment.by_shiprocket_order.query(words, limit=2)]


def by_own_number(words: str) -> Sequence[Hit]:
    """The parcel `TB-…-1`."""
    if not _OURS.fullmatch(words.upper()):
        return []
    try:
        return [_hit(queries.by_id(words.upper()))]
    except ShipmentNotFound:
        return []


def _hit(parcel: Shipment) -> Hit:
    facts = (LOOKS[parcel.status].word, parcel.courier_name or "", f"order {parcel.order_id}")
    address = reverse("staff:orders:detail", args=[parcel.order_id])
    title = parcel.tracking_number or parcel.shipment_id
    return Hit(title, ", ".join(filter(None, facts)), address, KIND)


FINDERS = tuple(
    Finder("shipments.see", find) for find in (by_awb, by_shiprocket_order, by_own_number)
)
