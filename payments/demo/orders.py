"""The orders of the demo: who bought what, and how far each has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from orders.rules import COD
from orders.services.drafting import Buyer
from payments.demo import people

# Fixed, so that a second run finds them: Crockford characters like every order id.
ID_PREFIX = "TB-DEM"


class Ending(StrEnum):
    """How far an order of the demo has come."""

    UNPAID = "unpaid"
    FAILED_ONCE = "failed once"
    AUTHORIZED = "authorized"  # the bank agreed, the money is on its way
    WRONG_AMOUNT = "wrong amount"
    CANCELLED_UNPAID = "cancelled unpaid"
    REFUNDED = "refunded"
    REVIVED = "revived"  # paid after the hold had run out
    PAID = "paid"
    PACKING = "packing"
    NO_COURIER = "no courier"  # dispatch was pressed, and nobody would carry it
    AWAITING_PICKUP = "awaiting pickup"
    IN_TRANSIT = "in transit"
    OUT_FOR_DELIVERY = "out for delivery"
    UNDELIVERED = "undelivered"
    COMING_BACK = "coming back"
    BACK_WITH_US = "back with us"
    TWO_PARCELS = "two parcels"  # on their way, each piece of the first line in a box of its own
    DELIVERED = "delivered"
    PART_REFUNDED = "part refunded"  # delivered, and one of several pieces came back


# What Shiprocket tells of a parcel, oldest first (shiprocket.md 8).
_PICKED, _TRANSIT, _OUT, _DELIVERED, _UNDELIVERED, _RTO, _BACK = 42, 18, 17, 7, 21, 9, 10
SCANS: Mapping[Ending, tuple[int, ...]] = {
    Ending.AWAITING_PICKUP: (),
    Ending.IN_TRANSIT: (_PICKED, _TRANSIT),
    Ending.OUT_FOR_DELIVERY: (_PICKED, _TRANSIT, _OUT),
    Ending.UNDELIVERED: (_PICKED, _TRANSIT, _OUT, _UNDELIVERED),
    Ending.COMING_BACK: (_PICKED, _TRANSIT, _OUT, _UNDELIVERED, _RTO),
    Ending.BACK_WITH_US: (_PICKED, _TRANSIT, _OUT, _UNDELIVERED, _RTO, _BACK),
    Ending.TWO_PARCELS: (_PICKED, _TRANSIT),
    Ending.DELIVERED: (_PICKED, _TRANSIT, _OUT, _DELIVERED),
    Ending.PART_REFUNDED: (_PICKED, _TRANSIT, _OUT, _DELIVERED),
}
PACKED = {Ending.PACKING, Ending.NO_COURIER, *SCANS}
WHY_CANCELLED: Mapping[Ending, str] = {
    Ending.CANCELLED_UNPAID: "The customer ordered the wrong handle and will order again.",
    Ending.REFUNDED: "The customer asked for it before it was packed.",
}
WHY_GIVEN_BACK = "You sent one box back unopened."


@dataclass(frozen=True)
class DemoOrder:
    """One order; `wanted` is sku → pieces, `method` as Razorpay calls it, or COD."""

    order_id: str
    buyer: Buyer
    wanted: Mapping[str, int]
    ending: Ending
    method: str

    @property
    def is_cod(self) -> bool:
        return self.method == COD


def demo_orders() -> list[DemoOrder]:
    """Every order of the demo in the order of their numbers, the same at each call."""
    return [DemoOrder(f"{ID_PREFIX}{number:07d}", *row) for number, row in enumerate(_ORDERS, 1)]


_Row = tuple[Buyer, Mapping[str, int], Ending, str]
_ORDERS: tuple[_Row, ...] = (
    (
        people.ROHAN,
        {"BUT-VIS-FL": 1, "BUT-T05-R-21": 1, "BUT-D05-B-21": 1},
        Ending.DELIVERED,
        "upi",
    ),
    (people.PRIYA, {"MIZ-WD9-UK8": 1, "DON-SOC-W-M": 2}, Ending.DELIVERED, "card"),
    (people.CLUB, {"TBL-TRN-W-144": 2, "stag-flip-scoreboard": 1}, Ending.DELIVERED, "netbanking"),
    (people.SNEHA, {"stag-three-star-racket": 2, "STG-B3S-W-3": 1}, Ending.DELIVERED, "upi"),
    (people.JOSEPH, {"TBL-SET-FL": 1}, Ending.DELIVERED, "upi"),
    (people.HARPREET, {"YAS-SWE-FL": 1, "YAS-MK5-R-20": 2}, Ending.UNDELIVERED, "upi"),
    (people.IMRAN, {"STG-CAC-UK9": 1}, Ending.COMING_BACK, "upi"),
    (
        people.ARJUN,
        {"STI-C45-FL": 1, "STI-DPM-R-21": 1, "STI-DPM-B-19": 1},
        Ending.OUT_FOR_DELIVERY,
        "card",
    ),
    (people.DEBJANI, {"BUT-TTJ-N-M": 1, "BUT-BSH-B-M": 1}, Ending.IN_TRANSIT, "upi"),
    (people.ANANYA, {"NIT-P40-W-12": 1, "tibhar-rubber-cleaner": 1}, Ending.IN_TRANSIT, "wallet"),
    (people.NIKHIL, {"TIB-MXP-R-19": 1, "TIB-MXP-R-21": 1}, Ending.AWAITING_PICKUP, "upi"),
    (
        people.ROHAN,
        {"donic-edge-tape-12-mm": 2, "butterfly-free-chack-glue": 1},
        Ending.PACKING,
        "upi",
    ),
    (people.TENZIN, {"DON-APA-FL": 1, "XIO-VEU-R-20": 2}, Ending.NO_COURIER, "upi"),
    (people.KARAN, {"BUT-TBA-FL": 1, "BUT-T80-R-21": 1, "BUT-T64-B-17": 1}, Ending.PAID, "card"),
    (people.FATIMA, {"TBL-3DP-U-M": 3}, Ending.PAID, "upi"),
    (people.VIVEK, {"gki-hybridz-racket": 1, "STG-BCV-B": 1}, Ending.PAID, "upi"),
    (people.CLUB, {"stiga-premium-clip-net-set": 2, "TBL-TRN-O-72": 3}, Ending.PAID, "netbanking"),
    (people.LAKSHMI, {"FRI-755-R-OX": 1, "VIC-CP1-R-10": 1}, Ending.REVIVED, "upi"),
    (people.PRIYA, {"butterfly-viscaria-with-tenergy-05": 1}, Ending.REFUNDED, "card"),
    (people.KARAN, {"NIT-VIO-ST": 1}, Ending.CANCELLED_UNPAID, "upi"),
    (people.SNEHA, {"STI-PAC-U-M": 2}, Ending.WRONG_AMOUNT, "upi"),
    (people.VIVEK, {"dhs-dj40": 4}, Ending.AUTHORIZED, "netbanking"),
    (people.DEBJANI, {"DHS-H3N-B-21": 1, "DHS-H3N-R-22": 1}, Ending.FAILED_ONCE, "card"),
    (people.FATIMA, {"JOO-VHO-B": 1}, Ending.UNPAID, "upi"),
    (people.ARJUN, {"NIT-P40-W-12": 3}, Ending.PART_REFUNDED, "card"),
    (people.NIKHIL, {"DHS-H3N-B-21": 1, "butterfly-free-chack-glue": 1}, Ending.PAID, COD),
    (people.LAKSHMI, {"NIT-P40-W-12": 1}, Ending.PAID, COD),
    (people.IMRAN, {"YAS-MK5-R-20": 1}, Ending.IN_TRANSIT, COD),
    (people.FATIMA, {"stag-three-star-racket": 1}, Ending.DELIVERED, COD),
    (people.ANANYA, {"DON-SOC-W-M": 1}, Ending.BACK_WITH_US, "upi"),
    (people.CLUB, {"stag-flip-scoreboard": 2}, Ending.TWO_PARCELS, "netbanking"),
)
