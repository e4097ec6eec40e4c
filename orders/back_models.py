"""Who wants to know when something is back in stock: bookkeeping items of the orders table
(design.md 3). All go by TTL when nobody waits any more."""

from datetime import timedelta

from django.conf import settings
from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute
from pynamodb.models import Model

from config.attributes import IntAttribute, TimeAttribute, UnixTimeAttribute, optional
from config.dynamo import TableMeta
from customers.digests import digest_of_person

KEPT = timedelta(days=90)  # how long somebody waits before their address is forgotten


class BackWish(Model):
    """`#back/<sku>`, under it the digest of an e-mail address: its person is told once when the
    sku is back, and then it is deleted. `mail` is 'sending <time>' while that mail is going out."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}orders"

    PREFIX = "#back/"

    key = UnicodeAttribute(hash_key=True, attr_name="orderId")
    digest = UnicodeAttribute(range_key=True, attr_name="customerId")
    person = UnicodeAttribute()  # the e-mail address, trimmed and lower-cased
    asked_at = TimeAttribute(attr_name="askedAt")
    mail = optional(UnicodeAttribute())
    expires_at = UnixTimeAttribute(attr_name="expiresAt")

    @property
    def sku(self) -> str:
        return self.key.removeprefix(self.PREFIX)


class BackAsked(Model):
    """`#back/<sku>`, under it `#`: where the stock of this sku is read, and a number that grows
    with each wish, so that nobody takes the sku off the list past a wish that has just come."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}orders"

    RANGE = "#"

    key = UnicodeAttribute(hash_key=True, attr_name="orderId")
    range = UnicodeAttribute(range_key=True, attr_name="customerId")
    product_id = UnicodeAttribute(attr_name="productId")
    seller_id = UnicodeAttribute(attr_name="sellerId")
    wishes = IntAttribute(default=0)
    expires_at = UnixTimeAttribute(attr_name="expiresAt")

    @property
    def sku(self) -> str:
        return self.key.removeprefix(BackWish.PREFIX)


class BackList(Model):
    """`#back-skus`: the skus that somebody waits for. `#back-of/<digest of the e-mail>`: those that
    one person waits for, so that all of it is found when the person goes."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}orders"

    SKUS = "#back-skus"
    RANGE = "#"

    key = UnicodeAttribute(hash_key=True, attr_name="orderId")
    range = UnicodeAttribute(range_key=True, attr_name="customerId")
    skus = optional(UnicodeSetAttribute())
    expires_at = optional(UnixTimeAttribute(attr_name="expiresAt"))

    @classmethod
    def of(cls, digest: str) -> "BackList":
        """The list of one person."""
        return cls(f"#back-of/{digest}", cls.RANGE)

    @classmethod
    def all(cls) -> "BackList":
        """The list that the worker reads."""
        return cls(cls.SKUS, cls.RANGE)


def wish_of(sku: str, digest: str) -> BackWish:
    """The wish of one person for one sku, not read."""
    return BackWish(f"{BackWish.PREFIX}{sku}", digest)


def digest_of(person: str) -> str:
    """Under what a person's wishes are kept."""
    return digest_of_person(f"back in stock {person}")
