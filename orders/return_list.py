"""The list of the orders with open returns, one item of the orders table."""

from django.conf import settings
from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute
from pynamodb.models import Model

from config.attributes import optional
from config.dynamo import TableMeta


class ReturnList(Model):
    """`#returns`: the ids of the orders with an open return, and of those whose customer has still
    to be told of one by mail."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}orders"

    KEY = "#returns"

    key = UnicodeAttribute(hash_key=True, attr_name="orderId")
    range = UnicodeAttribute(range_key=True, attr_name="customerId")
    order_ids = optional(UnicodeSetAttribute(attr_name="orderIds"))
    to_tell = optional(UnicodeSetAttribute(attr_name="toTell"))
