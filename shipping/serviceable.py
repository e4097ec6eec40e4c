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


class Serviceable(Model):
    """`#serviceable/<pincode>/<grams>`: who carries a parcel of up to that weight there, in
    Shiprocket's order, as it said at `askedAt`; an empty list: nobody."""

    class Meta(QuickMeta):
        pass

    key = UnicodeAttribute(hash_key=True, attr_name="shipmentId")
    range = UnicodeAttribute(range_key=True, attr_name="orderId")
    couriers = optional(ListAttribute(of=OfferedCourier))
    asked_at = optional(TimeAttribute(attr_name="askedAt"))
    expires_at = optional(UnixTimeAttribute(attr_name="expiresAt"))


class PickupPlace(Model):
    """`#pickup/<name>`: the pincode of a pickup location, as Shiprocket said at `askedAt`."""

    class Meta(QuickMeta):
        pass

    key = UnicodeAttribute(hash_key=True, attr_name="shipmentId")
    range = UnicodeAttribute(range_key=True, attr_name="orderId")
    pincode = optional(UnicodeAttribute())
    asked_at = optional(TimeAttribute(attr_name="askedAt"))
    expires_at = optional(UnixTimeAttribute(attr_name="expiresAt"))
