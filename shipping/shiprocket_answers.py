"""What the promise by pincode remembers: bookkeeping items of the shipments table, each with the
time at which Shiprocket was asked."""

from django.conf import settings
from pynamodb.attributes import BooleanAttribute, ListAttribute, UnicodeAttribute
from pynamodb.models import Model

from config.attributes import (
    IntAttribute,
    Part,
    RupeesAttribute,
    TimeAttribute,
    UnixTimeAttribute,
    optional,
)
from config.dynamo import TableMeta


class QuickMeta(TableMeta):
    """A third of a second and one try: a page that promises a day must not wait for this."""

    table_name = f"{settings.DYNAMODB_TABLE_PREFIX}shipments"
    connect_timeout_seconds = 0.3  # type: ignore[assignment]  # parts of a second are fine
    read_timeout_seconds = 0.3  # type: ignore[assignment]
    max_retry_attempts = 0


class OfferedCourier(Part):
    """Somebody who goes to a pincode, as far as a promise must know."""

    id = IntAttribute()
    name = UnicodeAttribute()
    rate = RupeesAttribute()
    days = optional(IntAttribute())
    cod = BooleanAttribute()


class ShiprocketAnswer(Model):
    """What Shiprocket said at `askedAt`, for all processes. `#serviceable/<pincode>/<grams>`: the
    `couriers` who carry a parcel of up to that weight there, in Shiprocket's order; an empty list:
    nobody. `#pickup/<name>`: the `pincode` of a pickup location. One class for both, since each
    costs a process a quarter of a second at its first use."""

    class Meta(QuickMeta):
        pass

    key = UnicodeAttribute(hash_key=True, attr_name="shipmentId")
    range = UnicodeAttribute(range_key=True, attr_name="orderId")
    couriers = optional(ListAttribute(of=OfferedCourier))
    pincode = optional(UnicodeAttribute())
    asked_at = optional(TimeAttribute(attr_name="askedAt"))
    expires_at = optional(UnixTimeAttribute(attr_name="expiresAt"))
