"""From where parcels are sent: the pincode of the pickup location that the settings name.
Shiprocket is asked once a day; what it said stands in the table for all processes."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from pynamodb.exceptions import PynamoDBException

from config import clock
from config.errors import Conflict, ShopError
from shipping.shiprocket import Shiprocket
from shipping.shiprocket_answers import ShiprocketAnswer
from shipping.shiprocket_entities import place_named

log = logging.getLogger(__name__)
FRESH = timedelta(days=1)
KEPT = timedelta(days=30)  # for when Shiprocket cannot be asked
_told: dict[str, tuple[str, datetime]] = {}  # name → pincode, and when it was asked for


class UnknownPickupPlace(Conflict):
    """Shiprocket does not know the pickup location of the settings (failures.md E5)."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(
            f"Shiprocket has no pickup location “{name}”. It has: {', '.join(known) or 'none'}."
            " Name one of them in SHIPROCKET_PICKUP_LOCATION."
        )


def pickup_pincode(courier: Shiprocket) -> str:
    """The pincode of our pickup location; `courier` is asked where what we know is older than a
    day, and where it does not answer that must do. Raises what the courier raises only if nothing
    is known; UnknownPickupPlace."""
    name, now = settings.SHIPROCKET_PICKUP_LOCATION.strip(), clock.now()
    told = _told.get(name)
    if told is None or now - told[1] > FRESH:
        told = _kept(name) or told
    if told is None or now - told[1] > FRESH:
        try:
            told = (_asked(courier, name), now)
        except ShopError as silence:
            if told is None or isinstance(silence, UnknownPickupPlace):
                raise
            return told[0]
        _keep(name, *told)
    _told[name] = told
    return told[0]


def forget() -> None:
    """As in a new process."""
    _told.clear()


def _asked(courier: Shiprocket, name: str) -> str:
    places = courier.pickup_locations()
    found = place_named(name, places)
    if found is None or not found.pincode:
        raise UnknownPickupPlace(name, sorted(each.name.strip() for each in places))
    return found.pincode


def _kept(name: str) -> tuple[str, datetime] | None:
    try:
        found = ShiprocketAnswer.get(_key(name), "#")
    except ShiprocketAnswer.DoesNotExist:
        return None
    except PynamoDBException:
        log.warning("The pincode of %s could not be read", name, exc_info=True)
        return None
    return (found.pincode, found.asked_at) if found.pincode and found.asked_at else None


def _keep(name: str, pincode: str, asked_at: datetime) -> None:
    try:
        ShiprocketAnswer(_key(name), "#").update(
            [
                ShiprocketAnswer.pincode.set(pincode),
                ShiprocketAnswer.asked_at.set(asked_at),
                ShiprocketAnswer.expires_at.set(asked_at + KEPT),
            ]
        )
    except PynamoDBException:  # the next process asks again
        log.warning("The pincode of %s could not be kept", name, exc_info=True)


def _key(name: str) -> str:
    return f"#pickup/{name}"
