"""The bookkeeping of tax papers: the counters of their series, and an item under each number, so
that the register walks a series by key and a hole would be seen."""

from django.conf import settings
from pynamodb.attributes import BooleanAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.models import Model

from config.attributes import IntAttribute, PartListAttribute, TimeAttribute, optional
from config.dynamo import TableMeta
from orders.paper_parts import TaxRow


class PaperCounter(Model):
    """`#counter/<series>/<year>`: the last number that was given in a series of a financial
    year."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}orders"

    key = UnicodeAttribute(hash_key=True, attr_name="orderId")
    range = UnicodeAttribute(range_key=True, attr_name="customerId")
    last = IntAttribute(default=0)


class PaperMark(Model):
    """`#invoice/<number>` or `#credit-note/<number>`: what the register needs of a paper, written
    in the same transaction. Nobody's name stands here but that of a business buyer."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}orders"

    key = UnicodeAttribute(hash_key=True, attr_name="orderId")
    range = UnicodeAttribute(range_key=True, attr_name="customerId")
    order_id = UnicodeAttribute(attr_name="paperOf")
    at = TimeAttribute()
    place_of_supply = UnicodeAttribute(attr_name="placeOfSupply")
    is_inter_state = BooleanAttribute(attr_name="interState")
    rows = PartListAttribute(of=TaxRow)
    buyer_gstin = optional(UnicodeAttribute(attr_name="buyerGstin"))
    buyer_company = optional(UnicodeAttribute(attr_name="buyerCompany"))
    on_number = optional(UnicodeAttribute(attr_name="onNumber"))  # a credit note's invoice
    on_date = optional(TimeAttribute(attr_name="onDate"))


class PaperDues(Model):
    """`#papers`: the ids of the orders of which something was taken back, until somebody has seen
    that their credit notes are made."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}orders"

    KEY = "#papers"

    key = UnicodeAttribute(hash_key=True, attr_name="orderId")
    range = UnicodeAttribute(range_key=True, attr_name="customerId")
    order_ids = optional(UnicodeSetAttribute(attr_name="orderIds"))
