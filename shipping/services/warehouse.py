"""Where parcels start. Shiprocket knows the place under an exact name, fetches nothing where the
phone is not verified, and says so only when a parcel is refused (failures.md E5, E6): so it is
looked up before, and what is wrong is said with how to mend it."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from shipping.memory import Remembered
from shipping.shiprocket import ShiprocketDown, ShiprocketRefused
from shipping.shiprocket_entities import PickupLocation, place_named
from shipping.tokens import QUICK, client

log = logging.getLogger(__name__)
GOOD_FOR = timedelta(minutes=5)
SILENT_FOR = timedelta(seconds=30)
_WHERE = "at Shiprocket under Settings, Pickup Addresses"


@dataclass(frozen=True)
class Warehouse:
    """The pickup location: its name exactly as Shiprocket wrote it, its pincode ('' while
    Shiprocket does not say), and what keeps parcels from being fetched there ('' for nothing)."""

    name: str
    pincode: str
    trouble: str


def state() -> Warehouse:
    """The warehouse that the settings name, as Shiprocket knows it. Remembered for some minutes if
    all is well; never raises: while Shiprocket is silent nothing is known to be wrong."""
    wanted = settings.SHIPROCKET_PICKUP_LOCATION
    return _known.get((settings.SHIPROCKET_BASE_URL, wanted), lambda: _asked(wanted))


def _life(found: Warehouse) -> timedelta:
    if found.trouble:
        return timedelta(0)  # whoever has mended it need not wait
    return GOOD_FOR if found.pincode else SILENT_FOR


_known: Remembered[Warehouse] = Remembered(_life)


def _asked(wanted: str) -> Warehouse:
    try:
        places = client(patience=QUICK).pickup_locations()
    except (ShiprocketDown, ShiprocketRefused) as silence:
        log.info("Shiprocket does not tell its pickup locations: %s", silence)
        return Warehouse(wanted.strip(), "", "")
    place = place_named(wanted, places)
    if place is None:
        return Warehouse(wanted.strip(), "", _unknown(wanted, places))
    return Warehouse(place.name, place.pincode, _unverified(place))


def _unknown(wanted: str, places: list[PickupLocation]) -> str:
    known = ", ".join(f"“{place.name.strip()}”" for place in places) or "none"
    return (
        f"Shiprocket knows no pickup location “{wanted.strip()}”; it knows {known}."
        f" Set SHIPROCKET_PICKUP_LOCATION to one of them, or add it {_WHERE}."
    )


def _unverified(place: PickupLocation) -> str:
    if place.is_phone_verified:
        return ""
    return (
        f"The phone of the pickup location “{place.name.strip()}” is not verified, so no courier"
        f" comes there. Verify it {_WHERE}."
    )
