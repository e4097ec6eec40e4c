"""The orders table (design.md 3)."""

from typing import cast

from django.conf import settings
from pynamodb.attributes import (
    Attribute,
    BooleanAttribute,
    ListAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model

from config.attributes import (
    EnumAttribute,
    IntAttribute,
    LooseTextAttribute,
    Part,
    PartListAttribute,
    PartMapAttribute,
    PlainPartListAttribute,
    RupeesAttribute,
    TextMapAttribute,
    TimeAttribute,
    UnixTimeAttribute,
    optional,
)
from config.dynamo import TableMeta
from orders.line_parts import Line
from orders.paper_parts import CreditNote, Invoice
from orders.return_parts import Return
from orders.rules import COD, Status

__all__ = ["Line"]  # named here by those who ask for an order


class Moment(Part):
    """One thing that happened to an order, in plain words."""

    at = TimeAttribute()
    text = UnicodeAttribute()
    by = UnicodeAttribute()
    event = optional(UnicodeAttribute())
    is_internal = BooleanAttribute(attr_name="internal", default=False)


class Flag(Part):
    """Why an order needs a person, and what that person should do."""

    kind = UnicodeAttribute()
    text = UnicodeAttribute()
    at = TimeAttribute()


class CustomerOrdersIndex(GlobalSecondaryIndex["Order"]):
    """A customer's orders in the order they were placed."""

    class Meta(TableMeta):
        index_name = "CustomerOrdersIndex"
        projection = AllProjection()

    customer_id = UnicodeAttribute(hash_key=True, attr_name="customerId")
    created_at = TimeAttribute(range_key=True, attr_name="createdAt")


class StatusIndex(GlobalSecondaryIndex["Order"]):
    """The orders of one status in the order they were placed."""

    class Meta(TableMeta):
        index_name = "StatusIndex"
        projection = AllProjection()

    status = EnumAttribute(Status, hash_key=True)
    created_at = TimeAttribute(range_key=True, attr_name="createdAt")


class Order(Model):
    """An order, its lines and its story."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}orders"

    order_id = UnicodeAttribute(hash_key=True, attr_name="orderId")
    customer_id = UnicodeAttribute(range_key=True, attr_name="customerId")
    status = EnumAttribute(Status)
    lines = PartListAttribute(attr_name="items", of=Line)
    total_amount = RupeesAttribute(attr_name="totalAmount")
    customer_name = optional(UnicodeAttribute(attr_name="customerName"))
    customer_email = optional(UnicodeAttribute(attr_name="customerEmail"))
    customer_phone = optional(LooseTextAttribute(attr_name="customerPhone"))
    shipping_address = optional(TextMapAttribute(attr_name="shippingAddress"))
    addressed_at = optional(TimeAttribute(attr_name="addressedAt"))  # when that was changed last
    razorpay_order_id = optional(UnicodeAttribute(attr_name="razorpayOrderId"))
    razorpay_payment_id = optional(UnicodeAttribute(attr_name="razorpayPaymentId"))
    payment_status = optional(UnicodeAttribute(attr_name="paymentStatus"))
    created_at = TimeAttribute(attr_name="createdAt")
    updated_at = optional(TimeAttribute(attr_name="updatedAt"))

    subtotal = optional(RupeesAttribute())
    shipping_fee = optional(RupeesAttribute(attr_name="shippingFee"))
    hold_expires_at = optional(TimeAttribute(attr_name="holdExpiresAt"))
    payment_method = optional(UnicodeAttribute(attr_name="paymentMethod"))
    cod_fee = optional(RupeesAttribute(attr_name="codFee"))
    collected = optional(RupeesAttribute())  # at the door, in all; absent while nobody knows it
    collected_at = optional(TimeAttribute(attr_name="collectedAt"))
    promise = optional(TextMapAttribute())
    promised_at = optional(TimeAttribute(attr_name="promisedAt"))  # if for another address since
    pack_from = optional(TimeAttribute(attr_name="packFrom"))  # when it was paid, if that was late
    timeline = optional(PlainPartListAttribute(of=Moment))
    shipment_ids = optional(ListAttribute(attr_name="shipmentIds", of=UnicodeAttribute))
    mails = optional(TextMapAttribute())
    given_back = optional(TextMapAttribute(attr_name="givenBack"))
    fees_back = optional(BooleanAttribute(attr_name="feesBack"))  # a refund has them, or is to
    payment_ids = optional(UnicodeSetAttribute(attr_name="paymentIds"))
    attention = optional(PlainPartListAttribute(of=Flag))
    remembered_at = optional(TimeAttribute(attr_name="rememberedAt"))
    cancel_reason = optional(UnicodeAttribute(attr_name="cancelReason"))
    buyer_gstin = optional(UnicodeAttribute(attr_name="buyerGstin"))
    buyer_company = optional(UnicodeAttribute(attr_name="buyerCompany"))
    invoice_number = optional(UnicodeAttribute(attr_name="invoiceNumber"))
    invoice = cast("Attribute[Invoice | None]", optional(Invoice()))
    credit_notes = optional(PartMapAttribute(CreditNote, attr_name="creditNotes"))
    returns = optional(PartMapAttribute(Return))
    delivered_at = optional(TimeAttribute(attr_name="deliveredAt"))  # when we heard of it
    erased_at = optional(TimeAttribute(attr_name="erasedAt"))
    version = IntAttribute(default=0)

    @property
    def is_cod(self) -> bool:
        """Whether the courier collects the money at the door (cash on delivery)."""
        return self.payment_method == COD

    by_customer = CustomerOrdersIndex()
    by_status = StatusIndex()


class PlacedMark(Model):
    """`#placed/<orderId>`: the order id is taken, whoever the customer is. The table's own key
    holds the customer too, so it would let the same order id in twice."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}orders"

    key = UnicodeAttribute(hash_key=True, attr_name="orderId")
    range = UnicodeAttribute(range_key=True, attr_name="customerId")
    expires_at = UnixTimeAttribute(attr_name="expiresAt")


class AttentionList(Model):
    """`#attention`: the ids of the orders that need a person."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}orders"

    KEY = "#attention"

    key = UnicodeAttribute(hash_key=True, attr_name="orderId")
    range = UnicodeAttribute(range_key=True, attr_name="customerId")
    order_ids = optional(UnicodeSetAttribute(attr_name="orderIds"))
