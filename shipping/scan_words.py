"""The courier's scans as a customer reads them. The courier's own words stay inside: they name
people and their telephones (shiprocket.md 6). Pure."""

import re
from dataclasses import dataclass
from datetime import datetime

from config import clock
from shipping.models import Scan, Shipment
from shipping.rules import ShipmentStatus as S
from shipping.status_map import meaning_of

_BOOKED, _MISSED, _WAY = "Pickup booked", "The courier did not come for it", "In transit"
_BACK, _DAMAGED = "On its way back to us", "Damaged on the way"
# By Shiprocket's number of a shipment's status. What is not here is nobody's business but ours.
_WORDS: dict[int, str] = {
    1: "Courier chosen",
    3: _BOOKED,
    6: "Handed to the courier",
    7: "Delivered",
    8: "Called off",
    9: _BACK,
    10: "Back with us",
    12: "Lost on the way",
    13: _MISSED,
    14: "Back with us",
    15: "Pickup on another day",
    17: "Out for delivery",
    18: _WAY,
    19: "The courier is coming for it",
    20: _MISSED,
    21: "Could not be handed over",
    22: "Delayed",
    23: "Delivered in part",
    24: _DAMAGED,
    25: _DAMAGED,
    26: "Delivered",
    27: _BOOKED,
    38: "Reached the hub near you",
    39: "Went the wrong way, and is brought back on its way",
    41: "Close to us again",
    42: "Picked up by the courier",
    44: _DAMAGED,
    45: "Called off",
    46: _BACK,
    76: "Searched for",
    77: "Could not be handed over",
    78: "Close to us again",
} | dict.fromkeys((48, 49, 50, 51, 54, 55, 56, 57), _WAY)
_BY_STATUS: dict[S, str] = {
    S.PICKED: _WORDS[42],
    S.IN_TRANSIT: _WAY,
    S.OUT_FOR_DELIVERY: _WORDS[17],
    S.DELIVERED: _WORDS[7],
    S.UNDELIVERED: _WORDS[21],
    S.RTO_INITIATED: _BACK,
    S.RTO_DELIVERED: _WORDS[10],
    S.LOST: "Lost or damaged on the way",
}
_CODE = re.compile(r"[A-Z]{1,3}|[0-9]+", re.ASCII)
_NUMBER = re.compile(r"[0-9][0-9 -]{5,}[0-9]", re.ASCII)  # a telephone, perhaps


@dataclass(frozen=True)
class Stop:
    """One scan as a customer reads it."""

    at: datetime
    title: str
    place: str


def stops_of(parcel: Shipment) -> list[Stop]:
    """The scans that say something, newest first."""
    stops = [_stop(scan) for scan in reversed(parcel.scans or [])]
    return [stop for stop in stops if stop is not None]


def is_damaged(parcel: Shipment) -> bool:
    """Whether the courier said that the parcel came to harm, rather than that it is lost."""
    return any(scan.status_id in {"24", "25", "44"} for scan in parcel.scans or [])


def _stop(scan: Scan) -> Stop | None:
    at, title = moment_in(scan.at), _title(scan)
    return Stop(at, title, place_words(scan.location or "")) if at and title else None


def _title(scan: Scan) -> str:
    if scan.status_id and scan.status_id.isascii() and scan.status_id.isdigit():
        return _WORDS.get(int(scan.status_id), "")
    status = meaning_of(None, scan.status or "").status
    return _BY_STATUS.get(status, "") if status else ""


def place_words(location: str) -> str:
    """'Pune, Shivajinagar' of 'Pune_Shivajinagar_D (Maharashtra)': without codes and numbers."""
    core = _NUMBER.sub("", location.partition(" (")[0])
    parts = (part.strip() for part in core.split("_"))
    return ", ".join(part for part in parts if part and not _CODE.fullmatch(part))


def moment_in(text: str | None) -> datetime | None:
    """A moment as the tables write it; None for what the earlier system wrote."""
    try:
        return clock.from_text(text) if text else None
    except ValueError:
        return None
