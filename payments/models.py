"""The payments table (design.md 3)."""

from datetime import datetime

from django.conf import settings
from pynamodb.attributes import BooleanAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model

from config.attributes import (
    IntAttribute,
    LooseTextAttribute,
    Part,
    PartMapAttribute,
    TextMapAttribute,
    TimeAttribute,
    UnixTimeAttribute,
    optional,
)
from config.dynamo import TableMeta
from config.webhook_health import HealthMeta, WebhookHealth
from payments.refund_rules import left_paise


class Refund(Part):
    """Money on its way back, in paise. Written as an intent with its key before Razorpay is
    called; `status` is one of refund_rules.RefundStatus."""

    amount = IntAttribute()
    key = UnicodeAttribute()
    status = UnicodeAttribute()
    by = UnicodeAttribute()
    reason = UnicodeAttribute()
    at = TimeAttribute()
    gateway_id = optional(UnicodeAttribute(attr_name="gatewayId"))
    pieces = optional(TextMapAttribute())  # position of the order's line → how many of it
    has_delivery = optional(BooleanAttribute(attr_name="delivery"))
    why_not = optional(UnicodeAttribute(attr_name="whyNot"))


class Dispute(Part):
    """The bank asks for money back on behalf of its customer; `amount` in paise. `standing` is
    the last word of the event that told it, `at` when that event was made; `raised_at` is when the
    first one was, under which the dispute is listed."""

    amount = IntAttribute()
    standing = UnicodeAttribute()
    reason = optional(UnicodeAttribute())
    phase = optional(UnicodeAttribute())
    respond_by = optional(TimeAttribute(attr_name="respondBy"))
    raised_at = optional(TimeAttribute(attr_name="raisedAt"))
    at = TimeAttribute()

    @property
    def began(self) -> datetime:
        """When we first heard of it."""
        return self.raised_at or self.at


class RazorpayIndex(GlobalSecondaryIndex["Payment"]):
    """All that was tried on one Razorpay order."""

    class Meta(TableMeta):
        index_name = "RazorpayIndex"
        projection = AllProjection()

    razorpay_order_id = UnicodeAttribute(hash_key=True, attr_name="razorpayOrderId")


class Payment(Model):
    """A payment at Razorpay; `amount` and everything else here is in paise. When a Razorpay order
    is opened one item is written under the Razorpay order id itself, status `created`."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}payments"

    payment_id = UnicodeAttribute(hash_key=True, attr_name="paymentId")
    order_id = UnicodeAttribute(range_key=True, attr_name="orderId")
    razorpay_order_id = optional(UnicodeAttribute(attr_name="razorpayOrderId"))
    razorpay_payment_id = optional(UnicodeAttribute(attr_name="razorpayPaymentId"))
    razorpay_signature = optional(UnicodeAttribute(attr_name="razorpaySignature"))
    customer_id = optional(UnicodeAttribute(attr_name="customerId"))
    amount = IntAttribute()
    currency = UnicodeAttribute(default="INR")
    status = UnicodeAttribute()
    method = optional(UnicodeAttribute())
    email = optional(UnicodeAttribute())
    contact = optional(LooseTextAttribute())
    created_at = optional(TimeAttribute(attr_name="createdAt"))
    captured_at = optional(TimeAttribute(attr_name="capturedAt"))
    failure_reason = optional(UnicodeAttribute(attr_name="failureReason"))

    refunds = optional(PartMapAttribute(Refund))
    amount_refunded = optional(IntAttribute(attr_name="amountRefunded"))
    disputes = optional(PartMapAttribute(Dispute))
    explained = optional(TextMapAttribute())  # by, at, why: a person has said that it is right
    fee = optional(IntAttribute())
    tax = optional(IntAttribute())
    detail = optional(TextMapAttribute())

    by_razorpay_order = RazorpayIndex()

    @property
    def left_paise(self) -> int:
        """What of it can still be given back."""
        return left_paise(self.amount, self.refunds or {}, self.disputes or {})


class EventMark(Model):
    """`#event/<id>`: this event had its effect. Written in the same transaction as the effect,
    with the raw body, and kept sixty days: Razorpay repeats for one, people replay for longer."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}payments"

    key = UnicodeAttribute(hash_key=True, attr_name="paymentId")
    range = UnicodeAttribute(range_key=True, attr_name="orderId")
    kind = UnicodeAttribute()
    outcome = UnicodeAttribute()
    body = UnicodeAttribute()
    received_at = TimeAttribute(attr_name="receivedAt")
    expires_at = UnixTimeAttribute(attr_name="expiresAt")


class Unmatched(Model):
    """`#unmatched`: the ids of payments whose order is not known (yet)."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}payments"

    KEY = "#unmatched"

    key = UnicodeAttribute(hash_key=True, attr_name="paymentId")
    range = UnicodeAttribute(range_key=True, attr_name="orderId")
    payment_ids = optional(UnicodeSetAttribute(attr_name="paymentIds"))


class ReconcileBook(Model):
    """`#reconcile`: the last result of a reconcile, who wants another, and who is at it. `result`
    is the report as JSON, cut to fit; `open_since` is the day of the oldest that is open, which
    no result of other days can make forgotten."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}payments"

    KEY = "#reconcile"

    key = UnicodeAttribute(hash_key=True, attr_name="paymentId")
    range = UnicodeAttribute(range_key=True, attr_name="orderId")
    result = optional(UnicodeAttribute())
    open_since = optional(TimeAttribute(attr_name="openSince"))
    wanted_by = optional(UnicodeAttribute(attr_name="wantedBy"))
    wanted_at = optional(TimeAttribute(attr_name="wantedAt"))
    wants_mends = optional(BooleanAttribute(attr_name="wantsMends"))
    daily_on = optional(UnicodeAttribute(attr_name="dailyOn"))  # the last Indian day it was done
    lease_until = optional(TimeAttribute(attr_name="leaseUntil"))
    progress = optional(UnicodeAttribute())
    trouble = optional(UnicodeAttribute())
    retry_at = optional(TimeAttribute(attr_name="retryAt"))


class WorkerMark(Model):
    """`#worker`: when the worker's last pass ended and how much it left for the next one, when the
    last ended that left nothing, and what the process has done since it was started, by duty."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}payments"

    KEY = "#worker"

    key = UnicodeAttribute(hash_key=True, attr_name="paymentId")
    range = UnicodeAttribute(range_key=True, attr_name="orderId")
    at = TimeAttribute()
    left = IntAttribute()
    good_at = optional(TimeAttribute(attr_name="goodAt"))
    mails = optional(IntAttribute())  # that it could not send
    did = optional(TextMapAttribute())


class RazorpayHealth(WebhookHealth):
    """`#webhook/razorpay`: how Razorpay's webhook is doing."""

    class Meta(HealthMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}payments"

    key = UnicodeAttribute(hash_key=True, attr_name="paymentId")
    range = UnicodeAttribute(range_key=True, attr_name="orderId")
