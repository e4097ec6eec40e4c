"""What Shiprocket's shipment statuses mean here. Keyed by `shipment_status_id`, never by
`current_status_id`: that is another table, where the same number means another thing."""

from dataclasses import dataclass

from shipping.rules import Doubt
from shipping.rules import ShipmentStatus as S

_LABELS: dict[S | None, dict[int, str]] = {
    S.PENDING: {
        1: "AWB Assigned",
        2: "Label Generated",
        3: "Pickup Scheduled/Generated",
        4: "Pickup Queued",
        5: "Manifest Generated",
        11: "Pending",
        13: "Pickup Error",
        15: "Pickup Rescheduled",
        19: "Out For Pickup",
        20: "Pickup Exception",
        27: "Pickup Booked",
        52: "Shipment Booked",
        59: "Box Packing",
        60: "FC Allocated",
        61: "Picklist Generated",
        62: "Ready To Pack",
        63: "Packed",
        67: "FC Manifest Generated",
        68: "Processed at Warehouse",
        71: "Handover Exception",
        72: "Packed Exception",
    },
    S.PICKED: {42: "Picked Up"},
    S.IN_TRANSIT: {
        6: "Shipped",
        18: "In Transit",
        38: "Reached at Destination Hub",
        39: "Misrouted",
        48: "Reached Warehouse",
        49: "Custom Cleared",
        50: "In Flight",
        51: "Handover to Courier",
        54: "In Transit Overseas",
        55: "Connection Aligned",
        56: "Reached Overseas Warehouse",
        57: "Custom Cleared Overseas",
    },
    S.OUT_FOR_DELIVERY: {17: "Out For Delivery"},
    S.DELIVERED: {7: "Delivered", 23: "Partial_Delivered", 26: "Fulfilled"},
    S.UNDELIVERED: {21: "Undelivered", 77: "Issue Related to the Recipient"},
    S.RTO_INITIATED: {
        9: "RTO Initiated",
        40: "RTO_NDR",
        41: "RTO_OFD",
        46: "RTO In Transit",
        75: "RTO_LOCK",
        78: "Reached Back at Seller City",
    },
    S.RTO_DELIVERED: {10: "RTO Delivered", 14: "RTO Acknowledged"},
    S.LOST: {12: "Lost", 24: "Destroyed", 25: "Damaged", 44: "Disposed Off"},
    S.CANCELLED: {8: "Canceled", 45: "Cancelled Before Dispatched"},
    # News that moves nothing.
    None: {
        16: "Cancellation Requested",
        22: "Delayed",
        43: "Self Fulfilled",
        47: "QC Failed",
        76: "Untraceable",
    },
}
LABELS: dict[int, str] = {n: label for group in _LABELS.values() for n, label in group.items()}
_STATUS: dict[int, S | None] = {n: status for status, group in _LABELS.items() for n in group}
_BAD_ENDS = {S.UNDELIVERED, S.RTO_INITIATED, S.RTO_DELIVERED, S.LOST}
_DOUBTS = {23: Doubt.IN_PART, 26: Doubt.UNCONFIRMED}
_ALERT = {13, 16, 20, 22, 23, 26, 39, 43, 47, 71, 72, 76}

# In this order: "UNDELIVERED" and "RTO DELIVERED" both hold "DELIVERED".
_WORDS: tuple[tuple[str, S], ...] = (
    ("RTO DELIVERED", S.RTO_DELIVERED),
    ("RTO ACKNOWLEDGED", S.RTO_DELIVERED),
    ("RTO", S.RTO_INITIATED),
    ("REACHED BACK", S.RTO_INITIATED),
    ("UNDELIVERED", S.UNDELIVERED),
    ("OUT FOR DELIVERY", S.OUT_FOR_DELIVERY),
    ("DELIVERED", S.DELIVERED),
    ("IN TRANSIT", S.IN_TRANSIT),
    ("PICKED UP", S.PICKED),
    ("LOST", S.LOST),
    ("DAMAGED", S.LOST),
    ("DESTROYED", S.LOST),
    ("CANCELED", S.CANCELLED),
    ("CANCELLED", S.CANCELLED),
)


@dataclass(frozen=True)
class StatusMeaning:
    """Where a parcel is by this news (None: where it was), whether a person must look, and what
    makes a delivery doubtful."""

    status: S | None
    alert: bool
    doubt: Doubt | None = None


def meaning_of(shipment_status_id: int | None, label: str) -> StatusMeaning:
    """What a status means. An id we do not know moves nothing and asks for a person; the label
    counts only where there is no id."""
    if shipment_status_id is not None:
        status = _STATUS.get(shipment_status_id)
        known = shipment_status_id in _STATUS
        alert = _is_bad(status) or not known or shipment_status_id in _ALERT
        return StatusMeaning(status, alert, _DOUBTS.get(shipment_status_id))
    plain = " ".join(label.upper().replace("_", " ").replace("-", " ").split())
    found = next((status for words, status in _WORDS if words in plain), None)
    doubt = Doubt.IN_PART if found is S.DELIVERED and "PARTIAL" in plain else None
    return StatusMeaning(found, _is_bad(found) or found is None or doubt is not None, doubt)


def _is_bad(status: S | None) -> bool:
    return status in _BAD_ENDS
