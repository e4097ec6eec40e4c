"""Which courier takes a parcel: Shiprocket's choice, and where that one refuses, another."""

import logging

from django.conf import settings

from shipping.models import Shipment
from shipping.parcels import box_from
from shipping.shiprocket import (
    AwbAlreadyAssigned,
    Shiprocket,
    ShiprocketDown,
    ShiprocketRefused,
    WalletEmpty,
)
from shipping.shiprocket_entities import Awb, Courier
from shipping.tokens import client

log = logging.getLogger(__name__)
MOST_OTHERS = 2  # each is a call more while the step is held


def assign_another(shipment: Shipment, refused: ShiprocketRefused) -> Awb:
    """An AWB of one of the next couriers in Shiprocket's list, after its own choice refused
    (failures.md E3). Raises every refusal in one where they all do; WalletEmpty and
    AwbAlreadyAssigned at once."""
    reasons = [refused.reason]
    for other in _others(shipment)[:MOST_OTHERS]:
        try:
            return client().assign_awb(int(shipment.shiprocket_shipment_id or 0), other.id)
        except (WalletEmpty, AwbAlreadyAssigned):
            raise
        except ShiprocketRefused as no:
            reasons.append(f"{other.name}: {no.reason}")
    raise ShiprocketRefused("; ".join(dict.fromkeys(reasons))) from refused


def _others(shipment: Shipment) -> list[Courier]:
    """Who else would carry the parcel; nobody where Shiprocket cannot be asked."""
    box, courier = box_from(shipment.parcel or {}), client()
    try:
        offers = courier.couriers(
            from_pincode=_pickup_pincode(courier),
            to_pincode=(shipment.shipping_address or {}).get("pincode", ""),
            grams=box.grams,
            size_cm=(box.length_cm, box.breadth_cm, box.height_cm),
        )
    except (ShiprocketDown, ShiprocketRefused) as silence:
        log.info("No other courier for %s: %s", shipment.shipment_id, silence)
        return []
    return [offer for offer in offers if not offer.is_recommended]


def _pickup_pincode(courier: Shiprocket) -> str:
    wanted = settings.SHIPROCKET_PICKUP_LOCATION.strip()
    known = {place.name.strip(): place.pincode for place in courier.pickup_locations()}
    return known.get(wanted, "")
