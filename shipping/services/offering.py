"""Who would carry a box, for how much and by when. What Shiprocket offers is remembered for some
minutes: the page that shows it and the dispatch that follows ask once."""

import logging
from dataclasses import dataclass
from datetime import date, timedelta

from orders.models import Order
from shipping.memory import Remembered
from shipping.parcels import Box
from shipping.services import warehouse
from shipping.shiprocket import ShiprocketDown, ShiprocketRefused
from shipping.shiprocket_entities import Courier
from shipping.tokens import QUICK, client

log = logging.getLogger(__name__)
GOOD_FOR = timedelta(minutes=10)
SILENT_FOR = timedelta(seconds=20)


@dataclass(frozen=True)
class Offer:
    """A courier for a box: the price in paise, the days it takes and the day it arrives (None: not
    said), its rating of five ('' if not said), and whether it collects cash."""

    courier_id: int
    name: str
    rate_paise: int
    days: int | None
    arrives: date | None
    rating: str
    is_recommended: bool
    cod: bool


def offers_for(order: Order, box: Box) -> list[Offer]:
    """Who would carry this box to the order's address, Shiprocket's recommended first; for cash on
    delivery only those who collect it. Empty where nobody goes, and while Shiprocket is silent."""
    return offers_to((order.shipping_address or {}).get("pincode", ""), box, is_cod=order.is_cod)


def offers_to(pincode: str, box: Box, *, is_cod: bool) -> list[Offer]:
    """The same by pincode."""
    start = warehouse.state().pincode
    if not start or not pincode:
        return []
    key = (start, pincode, box, is_cod)
    return _known.get(key, lambda: _asked(start, pincode, box, is_cod=is_cod))


def _life(found: list[Offer]) -> timedelta:
    return GOOD_FOR if found else SILENT_FOR


_known: Remembered[list[Offer]] = Remembered(_life)


def _asked(start: str, pincode: str, box: Box, *, is_cod: bool) -> list[Offer]:
    try:
        found = client(patience=QUICK).couriers(
            from_pincode=start,
            to_pincode=pincode,
            grams=box.grams,
            size_cm=(box.length_cm, box.breadth_cm, box.height_cm),
            is_cod=is_cod,
        )
    except (ShiprocketDown, ShiprocketRefused) as silence:
        log.info("No couriers are offered to %s: %s", pincode, silence)
        return []
    return [_offer(each) for each in found if each.cod or not is_cod]


def _offer(courier: Courier) -> Offer:
    return Offer(
        courier_id=courier.id,
        name=courier.name,
        rate_paise=courier.rate_paise,
        days=courier.days,
        arrives=courier.arrives_on,
        rating=courier.rating,
        is_recommended=courier.is_recommended,
        cod=courier.cod,
    )
