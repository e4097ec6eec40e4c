"""The customers and addresses tables (design.md 3)."""

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


class Session(Part):
    """A sign-in on one device. Its key is the SHA-256 of the token in the cookie, so that the
    table alone opens no door. A shopper's session opens no staff page: `kind` keeps them apart."""

    kind = UnicodeAttribute()
    started_at = TimeAttribute(attr_name="startedAt")
    seen_at = TimeAttribute(attr_name="seenAt")
    device = optional(UnicodeAttribute())
    sure_at = optional(TimeAttribute(attr_name="sureAt"))  # of staff: the password was right then


class SignInCode(Part):
    """Six digits that were mailed and not used yet: their digest, until when they are good, and how
    many tries the browser that asked for them has had. Its key is the digest of the mark in that
    browser's cookie."""

    digest = UnicodeAttribute()
    good_until = TimeAttribute(attr_name="goodUntil")
    tries = IntAttribute()


class Invitation(Part):
    """A link that was mailed to a colleague and not followed yet: its digest alone, and the role
    that it leads to."""

    digest = UnicodeAttribute()
    role = UnicodeAttribute()
    good_until = TimeAttribute(attr_name="goodUntil")
    by = UnicodeAttribute()


class Note(Part):
    """What staff wrote about a customer, for staff."""

    at = TimeAttribute()
    by = UnicodeAttribute()
    text = UnicodeAttribute()


class KeptLine(Part):
    """A line of a cart: sku (or racket), pieces, and the price that was seen when it was added."""

    sku = UnicodeAttribute()
    quantity = IntAttribute()
    seen_paise = IntAttribute(attr_name="seenPaise")


class PhoneIndex(GlobalSecondaryIndex["Customer"]):
    """Customers by telephone number, E.164."""

    class Meta(TableMeta):
        index_name = "PhoneIndex"
        projection = AllProjection()

    phone = UnicodeAttribute(hash_key=True)


class Customer(Model):
    """A person, shopper or staff. `customerId` is the e-mail address, trimmed and lower-cased;
    both keys hold the same text."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}customers"

    customer_id = UnicodeAttribute(hash_key=True, attr_name="customerId")
    email = UnicodeAttribute(range_key=True)
    name = optional(UnicodeAttribute())
    phone = optional(LooseTextAttribute())
    created_at = optional(TimeAttribute(attr_name="createdAt"))
    updated_at = optional(TimeAttribute(attr_name="updatedAt"))

    address_ids = optional(UnicodeSetAttribute(attr_name="addressIds"))
    sessions = optional(PartMapAttribute(Session))
    sign_in_code = optional(PartMapAttribute(SignInCode, attr_name="signInCode"))
    role = optional(UnicodeAttribute())
    password_hash = optional(UnicodeAttribute(attr_name="passwordHash"))
    totp_secret = optional(UnicodeAttribute(attr_name="totpSecret"))
    totp_last_step = optional(IntAttribute(attr_name="totpLastStep"))
    recovery_codes = optional(UnicodeSetAttribute(attr_name="recoveryCodes"))  # digests
    invitation = cast("Attribute[Invitation | None]", optional(Invitation()))
    disabled_at = optional(TimeAttribute(attr_name="disabledAt"))
    notes = optional(ListAttribute(of=Note))
    consent = optional(TextMapAttribute())
    cart = optional(ListAttribute(of=KeptLine))  # as it was when they were signed in last
    version = IntAttribute(default=0)
    # Set while nobody has proved that the address is theirs: DynamoDB sweeps such an item up.
    expires_at = optional(UnixTimeAttribute(attr_name="expiresAt"))

    by_phone = PhoneIndex()


class Throttle(Model):
    """`#throttle/…`: how often something was tried in one window of time. Its end is checked in
    code; DynamoDB's TTL only sweeps up."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}customers"

    key = UnicodeAttribute(hash_key=True, attr_name="customerId")
    range = UnicodeAttribute(range_key=True, attr_name="email")
    hits = IntAttribute(default=0)
    wait_until = optional(TimeAttribute(attr_name="waitUntil"))
    expires_at = optional(UnixTimeAttribute(attr_name="expiresAt"))


class Address(Model):
    """Where a customer has things sent. `addressId` is a digest of customer and normalised
    address, so the same address twice is one item."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}addresses"

    address_id = UnicodeAttribute(hash_key=True, attr_name="addressId")
    customer_id = UnicodeAttribute(attr_name="customerId")
    name = optional(UnicodeAttribute())
    phone = optional(LooseTextAttribute())
    address_line1 = UnicodeAttribute(attr_name="addressLine1")
    address_line2 = optional(UnicodeAttribute(attr_name="addressLine2"))
    city = UnicodeAttribute()
    state = UnicodeAttribute()
    pincode = LooseTextAttribute()
    landmark = optional(UnicodeAttribute())
    address_type = optional(UnicodeAttribute(attr_name="addressType"))
    is_default = BooleanAttribute(attr_name="isDefault", default=False)
    created_at = optional(TimeAttribute(attr_name="createdAt"))
    updated_at = optional(TimeAttribute(attr_name="updatedAt"))
