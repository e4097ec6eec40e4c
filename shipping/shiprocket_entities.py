"""What we tell Shiprocket and what it tells us, in our words: paise, grams, UTC."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from config.errors import Conflict


@dataclass(frozen=True)
class ParcelItem:
    """One line in the box; the price per unit includes GST, the rate is text as in '18'."""

    name: str
    sku: str
    units: int
    unit_price_paise: int
    hsn: str
    gst_rate: str


@dataclass(frozen=True)
class ParcelOrder:
    """All that Shiprocket must know to carry a parcel. `reference` is ours (an order id, with a
    suffix after a cancelled try); `pickup_location` is the warehouse's exact name there; `phone`
    is E.164."""

    reference: str
    placed_at: datetime
    pickup_location: str
    name: str
    address: str
    address_2: str
    city: str
    state: str
    pincode: str
    email: str
    phone: str
    items: tuple[ParcelItem, ...]
    sub_total_paise: int
    grams: int
    length_cm: int
    breadth_cm: int
    height_cm: int
    shipping_fee_paise: int = 0
    is_cod: bool = False
    cod_fee_paise: int = 0

    @property
    def collect_paise(self) -> int:
        """What the courier collects at the door."""
        fees = self.shipping_fee_paise + self.cod_fee_paise
        return self.sub_total_paise + fees if self.is_cod else 0


@dataclass(frozen=True)
class Place:
    """Where a parcel is fetched or brought: a name, an address and an Indian phone."""

    name: str
    address: str
    city: str
    state: str
    pincode: str
    phone: str
    address_2: str = ""
    email: str = ""


@dataclass(frozen=True)
class ReturnOrder:
    """All that Shiprocket must know to fetch a parcel from a customer and bring it to us."""

    reference: str
    asked_at: datetime
    fetch: Place
    bring: Place
    items: tuple[ParcelItem, ...]
    sub_total_paise: int
    grams: int
    length_cm: int
    breadth_cm: int
    height_cm: int


@dataclass(frozen=True)
class Parcel:
    """What Shiprocket made of our order: its order and shipment ids."""

    order_id: int
    shipment_id: int


@dataclass(frozen=True)
class Awb:
    """The number on the label, and who carries the parcel."""

    code: str
    courier_id: int
    courier_name: str
    pickup_at: datetime | None


@dataclass(frozen=True)
class Pickup:
    """When the courier comes, and the name of the visit; both may be unknown."""

    scheduled_at: datetime | None
    token: str


@dataclass(frozen=True)
class Courier:
    """Somebody who would carry a parcel: price in paise, time in days (None: not said), rating of
    five ('' if not said), and whether they collect cash at the door."""

    id: int
    name: str
    rate_paise: int
    days: int | None
    arrives_on: date | None
    is_recommended: bool
    rating: str = ""
    cod: bool = True


@dataclass(frozen=True)
class Scan:
    """One scan on the way; `status_id` is None where the courier's word has no meaning there."""

    at: datetime | None
    status_id: int | None
    label: str
    activity: str
    location: str


@dataclass(frozen=True)
class Tracking:
    """Where a parcel is, with its scans, oldest first. `status_id` is of the shipment table, None
    before the first news. `reference` and `is_return` are told by the webhook only."""

    awb: str
    status_id: int | None
    label: str
    courier_name: str
    expected_at: datetime | None
    delivered_at: datetime | None
    scans: tuple[Scan, ...]
    url: str = ""
    reference: str = ""
    is_return: bool = False


@dataclass(frozen=True)
class OrderDetails:
    """An order as Shiprocket keeps it: its status (order table) and its AWB ('' before one)."""

    order_id: int
    shipment_id: int
    reference: str
    status_code: int
    status: str
    awb_code: str
    courier_name: str

    @property
    def is_cancelled(self) -> bool:
        """Whether it is of no more use: a new parcel needs a new reference."""
        return is_cancelled(self.status_code)

    @property
    def is_off(self) -> bool:
        """Whether the cancelling has come to its end; that it was requested is not enough."""
        return self.status_code in _OFF


@dataclass(frozen=True)
class PickupLocation:
    """A warehouse as Shiprocket knows it; without a verified phone nothing is collected there."""

    name: str
    city: str
    pincode: str
    is_phone_verified: bool
    address: str = ""
    state: str = ""
    phone: str = ""


def place_named(name: str, places: Iterable[PickupLocation]) -> PickupLocation | None:
    """The pickup location of this name, blanks and small letters aside: people type it twice."""
    return next((each for each in places if _plain(each.name) == _plain(name)), None)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


NEW = 1  # of the order table
_OFF = frozenset({5, 54})
_CANCELLED = _OFF | {18}  # cancelled, or about to be


def is_cancelled(status_code: int) -> bool:
    """Whether a status of the order table says that the order was called off."""
    return status_code in _CANCELLED


class ParcelNotNew(Conflict):
    """Shiprocket had this reference already and returned its old record: adopt `parcel`, or, if
    it `is_cancelled`, create one under another reference."""

    def __init__(self, parcel: Parcel, status_code: int, status: str, awb_code: str) -> None:
        super().__init__(f"The courier service has this order already, as {status or 'known'}.")
        self.parcel, self.status, self.awb_code = parcel, status, awb_code
        self.is_cancelled = is_cancelled(status_code)
