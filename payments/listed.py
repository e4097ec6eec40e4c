"""The staff's lists of payments. The table has no index by time, so each payment, refund and
dispute is entered under its month in the transaction that writes it: an item of its own each, so
that no two writers meet. Pure but for the models."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model

from config import clock
from config.attributes import IntAttribute, TimeAttribute, optional
from config.dynamo import TableMeta
from orders.register_months import Month, month_of

TABLE = f"{settings.DYNAMODB_TABLE_PREFIX}payments"


class Listed(StrEnum):
    """The lists. What was tried twice may stand in two of them."""

    ALL = "all"
    RECEIVED = "received"
    FAILED = "failed"
    REFUNDS = "refunds"
    DISPUTES = "disputes"


class ListEntry(Model):
    """`#list/<list>/<month>`, by time: a payment that belongs there."""

    class Meta(TableMeta):
        table_name = TABLE

    key = UnicodeAttribute(hash_key=True, attr_name="paymentId")
    place = UnicodeAttribute(range_key=True, attr_name="orderId")  # the time, and whose it is
    payment = UnicodeAttribute()
    order = UnicodeAttribute()
    method = optional(UnicodeAttribute())  # of the payment, so that a list can be narrowed to it

    @property
    def part(self) -> str:
        """Which refund or dispute of the payment it is; '' for the payment itself."""
        return "/".join(self.place.split("/")[2:])


class MonthSums(Model):
    """`#sums/<month>`: what a month came to, in paise of rupees, and when it was added up."""

    class Meta(TableMeta):
        table_name = TABLE

    PREFIX = "#sums/"

    key = UnicodeAttribute(hash_key=True, attr_name="paymentId")
    range = UnicodeAttribute(range_key=True, attr_name="orderId")
    payments = IntAttribute()
    received = IntAttribute()
    fees = IntAttribute()
    fee_tax = IntAttribute(attr_name="feeTax")
    refunds = IntAttribute(attr_name="refundCount")  # `refunds` is a payment's, and a map
    given_back = IntAttribute(attr_name="givenBack")
    at = TimeAttribute()


def key_of(listed: Listed, month: Month) -> str:
    """Under which key a list of a month stands."""
    return f"#list/{listed}/{month.text}"


@dataclass(frozen=True)
class Whose:
    """The payment that an entry is of, by its keys, and how it was paid."""

    payment_id: str
    order_id: str
    method: str | None


def entry_of(listed: Listed, at: datetime, whose: Whose, *, part: str = "") -> ListEntry:
    """The entry of what happened at this moment; `part`: the refund or dispute of the payment.
    The same thing has the same entry, whoever enters it and how often."""
    place = f"{clock.to_text(at)}/{whose.payment_id}" + (f"/{part}" if part else "")
    return ListEntry(
        key_of(listed, month_of(at)),
        place,
        payment=whose.payment_id,
        order=whose.order_id,
        method=whose.method or None,
    )
