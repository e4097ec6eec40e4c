"""The shipments table (design.md 3)."""

from django.conf import settings
from pynamodb.attributes import (
    BooleanAttribute,
    ListAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model

from config.attributes import (
    EnumAttribute,
    LooseTextAttribute,
    Part,
    PartMapAttribute,
    RupeesAttribute,
    TextMapAttribute,
    TimeAttribute,
    UnixTimeAttribute,
    optional,
)
from config.dynamo import TableMeta
from config.webhook_health import HealthMeta, WebhookHealth
from shipping.batches import Outcome
from shipping.rules import Doubt, ShipmentStatus


class Scan(Part):
    """One scan by the courier, as Shiprocket told it."""

    at = LooseTextAttribute()
    status = optional(UnicodeAttribute())
    activity = optional(UnicodeAttribute())
    location = optional(UnicodeAttribute())
    status_id = optional(LooseTextAttribute(attr_name="statusId"))


class Refusal(Part):
    """A courier, or Shiprocket itself, that said no to the parcel, in its own words."""

    at = TimeAttribute()
    courier = UnicodeAttribute()
    text = UnicodeAttribute()


class ShiprocketIndex(GlobalSecondaryIndex["Shipment"]):
    """The shipment of a Shiprocket order."""

    class Meta(TableMeta):
        index_name = "ShiprocketIndex"
        projection = AllProjection()

    shiprocket_order_id = UnicodeAttribute(hash_key=True, attr_name="shiprocketOrderId")


class TrackingIndex(GlobalSecondaryIndex["Shipment"]):
    """The shipment of an AWB."""

    class Meta(TableMeta):
        index_name = "TrackingIndex"
        projection = AllProjection()

    tracking_number = UnicodeAttribute(hash_key=True, attr_name="trackingNumber")


class Shipment(Model):
    """A parcel on its way, and what was done for it so far."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}shipments"

    shipment_id = UnicodeAttribute(hash_key=True, attr_name="shipmentId")
    order_id = UnicodeAttribute(range_key=True, attr_name="orderId")
    shiprocket_order_id = optional(LooseTextAttribute(attr_name="shiprocketOrderId"))
    tracking_number = optional(LooseTextAttribute(attr_name="trackingNumber"))
    courier_name = optional(UnicodeAttribute(attr_name="courierName"))
    status = EnumAttribute(ShipmentStatus)
    estimated_delivery = optional(UnicodeAttribute(attr_name="estimatedDelivery"))
    actual_delivery = optional(UnicodeAttribute(attr_name="actualDelivery"))
    shipping_address = optional(TextMapAttribute(attr_name="shippingAddress"))
    created_at = optional(TimeAttribute(attr_name="createdAt"))
    updated_at = optional(TimeAttribute(attr_name="updatedAt"))

    customer_id = optional(UnicodeAttribute(attr_name="customerId"))
    shiprocket_shipment_id = optional(LooseTextAttribute(attr_name="shiprocketShipmentId"))
    reference = optional(UnicodeAttribute())
    courier_id = optional(LooseTextAttribute(attr_name="courierId"))
    rate = optional(RupeesAttribute())
    label_url = optional(UnicodeAttribute(attr_name="labelUrl"))
    manifest_url = optional(UnicodeAttribute(attr_name="manifestUrl"))
    wanted_courier_id = optional(LooseTextAttribute(attr_name="wantedCourierId"))
    refusals = optional(ListAttribute(of=Refusal))
    worth = optional(RupeesAttribute())  # its share of the order; by cash, what is collected
    contents = optional(TextMapAttribute())  # place of the order's line → pieces; None: all of it
    pickup_at = optional(TimeAttribute(attr_name="pickupAt"))
    goods_in_at = optional(TimeAttribute(attr_name="goodsInAt"))
    return_of = optional(UnicodeAttribute(attr_name="returnOf"))  # it fetches this return ('R1')
    sound = optional(TextMapAttribute())  # of the contents, what went back in stock then
    is_pickup_scheduled = optional(BooleanAttribute(attr_name="pickupScheduled"))
    scans = optional(ListAttribute(of=Scan))
    steps = optional(TextMapAttribute())
    trouble = optional(UnicodeAttribute())
    doubt = optional(EnumAttribute(Doubt))
    collected = optional(RupeesAttribute())  # by a person's word, where the courier's was in doubt
    parcel = optional(TextMapAttribute())

    by_shiprocket_order = ShiprocketIndex()
    by_tracking_number = TrackingIndex()


class CourierToken(Model):
    """`#token`: Shiprocket's sign-in, shared by all processes and renewed by one."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}shipments"

    KEY = "#token"

    key = UnicodeAttribute(hash_key=True, attr_name="shipmentId")
    range = UnicodeAttribute(range_key=True, attr_name="orderId")
    token = optional(UnicodeAttribute())
    expires_at = optional(UnixTimeAttribute(attr_name="expiresAt"))
    claimed_until = optional(TimeAttribute(attr_name="claimedUntil"))
    refused_until = optional(TimeAttribute(attr_name="refusedUntil"))


class HalfDone(Model):
    """`#half-done`: the ids of the shipments whose dispatch has a step left to do."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}shipments"

    KEY = "#half-done"

    key = UnicodeAttribute(hash_key=True, attr_name="shipmentId")
    range = UnicodeAttribute(range_key=True, attr_name="orderId")
    shipment_ids = optional(UnicodeSetAttribute(attr_name="shipmentIds"))


class ReturnWork(Model):
    """`#return-parcels`: the ids of the return parcels that are not at their end: a step is left
    to do, the courier has them, or they are to be called off."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}shipments"

    KEY = "#return-parcels"

    key = UnicodeAttribute(hash_key=True, attr_name="shipmentId")
    range = UnicodeAttribute(range_key=True, attr_name="orderId")
    shipment_ids = optional(UnicodeSetAttribute(attr_name="shipmentIds"))


class BatchResult(Part):
    """What became of one order of a batch, in a sentence."""

    outcome = EnumAttribute(Outcome)
    text = UnicodeAttribute()
    at = TimeAttribute()


class Batch(Model):
    """`#batch/<id>`: orders that are dispatched at one press, and what became of each so far.
    Whoever drives it claims an order before touching it."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}shipments"

    PREFIX = "#batch/"

    key = UnicodeAttribute(hash_key=True, attr_name="shipmentId")
    range = UnicodeAttribute(range_key=True, attr_name="orderId")
    order_ids = ListAttribute(attr_name="orderIds", of=UnicodeAttribute)
    customer_ids = TextMapAttribute(attr_name="customerIds")  # order → its customer: whole keys
    by = UnicodeAttribute()
    started_at = TimeAttribute(attr_name="startedAt")
    claims = TextMapAttribute()  # order → since when somebody is at it
    results = PartMapAttribute(of=BatchResult)
    expires_at = UnixTimeAttribute(attr_name="expiresAt")

    @property
    def batch_id(self) -> str:
        return self.key.removeprefix(self.PREFIX)

    @property
    def is_over(self) -> bool:
        """Whether there is a result for each of its orders."""
        return all(order_id in self.results for order_id in self.order_ids)


class BegunBatches(Model):
    """`#batches`: the ids of the batches that are not over; the worker finishes them."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}shipments"

    KEY = "#batches"

    key = UnicodeAttribute(hash_key=True, attr_name="shipmentId")
    range = UnicodeAttribute(range_key=True, attr_name="orderId")
    batch_ids = optional(UnicodeSetAttribute(attr_name="batchIds"))


class ShiprocketHealth(WebhookHealth):
    """`#webhook/shiprocket`: how Shiprocket's tracking webhook is doing."""

    class Meta(HealthMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}shipments"

    key = UnicodeAttribute(hash_key=True, attr_name="shipmentId")
    range = UnicodeAttribute(range_key=True, attr_name="orderId")
