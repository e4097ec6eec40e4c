"""The six tables as plain boto3 sees them: keys, indexes, names and DynamoDB's own types.

Nothing here knows a model of ours: another program that reads these tables sees just this.
"""

import re
from collections.abc import Iterator
from typing import Any

import boto3  # type: ignore[import-untyped]

Item = dict[str, dict[str, Any]]  # attribute → {type letter: value}, as DynamoDB sends it
PREFIX = "table-tennis-"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")

# Table → its keys (hash, range), and its indexes with theirs.
KEYS: dict[str, tuple[str, ...]] = {
    "customers": ("customerId", "email"),
    "products": ("productId", "sellerId"),
    "orders": ("orderId", "customerId"),
    "payments": ("paymentId", "orderId"),
    "addresses": ("addressId",),
    "shipments": ("shipmentId", "orderId"),
}
INDEXES: dict[str, dict[str, tuple[str, ...]]] = {
    "customers": {"PhoneIndex": ("phone",)},
    "products": {"CategoryIndex": ("category", "name"), "BrandIndex": ("brand", "name")},
    "orders": {
        "CustomerOrdersIndex": ("customerId", "createdAt"),
        "StatusIndex": ("status", "createdAt"),
    },
    "payments": {"RazorpayIndex": ("razorpayOrderId",)},
    "addresses": {},
    "shipments": {"ShiprocketIndex": ("shiprocketOrderId",), "TrackingIndex": ("trackingNumber",)},
}

# Names of attributes by type. What the earlier system wrote comes first, then what we add.
NAMES: dict[str, dict[str, str]] = {
    "customers": {
        "S": "customerId email name phone createdAt updatedAt"
        " role passwordHash totpSecret disabledAt",
        "N": "totpLastStep version expiresAt",
        "M": "sessions consent signInCode invitation",
        "L": "notes cart",
        "SS": "addressIds recoveryCodes",
    },
    "products": {
        "S": "productId sellerId name category brand description image createdAt updatedAt"
        " hsn countryOfOrigin manufacturer importer netQuantity sizeCm retiredAt",
        "N": "price originalPrice stock rating reviewCount gstRate weightGrams lowLevel version",
        "BOOL": "isActive",
        "M": "specs variants imported imageWords lastEdit",
        "L": "images stockHistory",
    },
    "orders": {
        "S": "orderId customerId status customerName customerEmail customerPhone"
        " razorpayOrderId razorpayPaymentId paymentStatus createdAt updatedAt"
        " holdExpiresAt paymentMethod invoiceNumber cancelReason rememberedAt collectedAt"
        " buyerGstin buyerCompany deliveredAt erasedAt addressedAt packFrom promisedAt",
        "N": "totalAmount subtotal shippingFee codFee collected version",
        "BOOL": "feesBack",
        "M": "shippingAddress promise mails givenBack invoice creditNotes returns",
        "L": "items timeline shipmentIds attention",
        "SS": "paymentIds",
    },
    "payments": {
        "S": "paymentId orderId razorpayOrderId razorpayPaymentId razorpaySignature customerId"
        " currency status method email contact createdAt capturedAt failureReason",
        "N": "amount amountRefunded fee tax",
        "M": "refunds detail disputes explained",
    },
    "addresses": {
        "S": "addressId customerId name phone addressLine1 addressLine2 city state pincode"
        " landmark addressType createdAt updatedAt",
        "BOOL": "isDefault",
    },
    "shipments": {
        "S": "shipmentId orderId shiprocketOrderId trackingNumber courierName status"
        " estimatedDelivery actualDelivery createdAt updatedAt customerId"
        " shiprocketShipmentId reference courierId labelUrl manifestUrl trouble"
        " wantedCourierId pickupAt goodsInAt doubt returnOf",
        "N": "rate worth collected",
        "BOOL": "pickupScheduled",
        "M": "shippingAddress steps parcel contents sound",
        "L": "scans refusals",
    },
}
LINE = {
    "S": "productId sellerId sku name image hsn returnRule racket role",
    "N": "quantity price gstRate returned paidBack",
    "M": "options",
}
TIMES = (
    "createdAt",
    "updatedAt",
    "capturedAt",
    "holdExpiresAt",
    "rememberedAt",
    "collectedAt",
    "deliveredAt",
    "pickupAt",
    "goodsInAt",
)


class Tables:
    """A reader of the six tables on one engine."""

    def __init__(self, engine_url: str) -> None:
        """The keys are the engine's own: any will do."""
        self._dynamodb: Any = boto3.client(
            "dynamodb",
            endpoint_url=engine_url,
            region_name="ap-south-1",
            aws_access_key_id="tests",
            aws_secret_access_key="tests",
        )

    def close(self) -> None:
        """Let go of its connections."""
        self._dynamodb.close()

    def names(self) -> set[str]:
        """Every table that there is."""
        return set(self._dynamodb.list_tables()["TableNames"])

    def described(self, table: str) -> dict[str, Any]:
        """The table as DynamoDB describes it."""
        found: dict[str, Any] = self._dynamodb.describe_table(TableName=PREFIX + table)["Table"]
        return found

    def items(self, table: str, **wanted: str) -> list[Item]:
        """Its items without the bookkeeping, those only whose text attributes are as wanted."""
        key = KEYS[table][0]
        pages = self._dynamodb.get_paginator("scan").paginate(
            TableName=PREFIX + table, ConsistentRead=True
        )
        return [
            item
            for page in pages
            for item in page["Items"]
            if not item[key]["S"].startswith("#")
            and all(item.get(name) == {"S": value} for name, value in wanted.items())
        ]

    def found(self, table: str, index: str, value: str) -> list[Item]:
        """What an index holds under a key."""
        reply = self._dynamodb.query(
            TableName=PREFIX + table,
            IndexName=index,
            KeyConditionExpression="#k = :k",
            ExpressionAttributeNames={"#k": INDEXES[table][index][0]},
            ExpressionAttributeValues={":k": {"S": value}},
        )
        return list(reply["Items"])


def schema_troubles(tables: Tables) -> Iterator[str]:
    """Where tables, keys and indexes are not as design.md 3 has them."""
    if (names := tables.names()) != {PREFIX + table for table in KEYS}:
        yield f"tables: {sorted(names)}"
    for table, keys in KEYS.items():
        told = tables.described(table)
        indexes = told.get("GlobalSecondaryIndexes", [])
        if _keys(told) != keys:
            yield f"{table}: keys {_keys(told)}"
        if {index["IndexName"]: _keys(index) for index in indexes} != INDEXES[table]:
            yield f"{table}: indexes {[index['IndexName'] for index in indexes]}"
        if any(index["Projection"]["ProjectionType"] != "ALL" for index in indexes):
            yield f"{table}: an index does not project all"
        if any(each["AttributeType"] != "S" for each in told["AttributeDefinitions"]):
            yield f"{table}: a key is no text"
        if told.get("BillingModeSummary", {}).get("BillingMode") != "PAY_PER_REQUEST":
            yield f"{table}: not billed on demand"


def item_troubles(tables: Tables) -> Iterator[str]:
    """Where an item has a name, a type or a time that design.md 3 does not have."""
    for table in KEYS:
        types = _by_name(NAMES[table])
        for item in tables.items(table):
            yield from (f"{table}: {trouble}" for trouble in _troubles(item, types))
    for order in tables.items("orders"):
        for line in order["items"]["L"]:
            yield from (f"a line: {trouble}" for trouble in _troubles(line["M"], _by_name(LINE)))
        for moment in order["timeline"]["L"]:
            if not TIME.fullmatch(moment["M"]["at"]["S"]):
                yield f"a moment: at {moment['M']['at']}"


def _troubles(item: Item, types: dict[str, str]) -> Iterator[str]:
    for name, typed in item.items():
        (kind,) = typed
        if types.get(name) != kind:
            yield f"{name} is {kind}, not {types.get(name)}"
        if name in TIMES and not TIME.fullmatch(typed["S"]):
            yield f"{name} is {typed['S']}"


def _by_name(names: dict[str, str]) -> dict[str, str]:
    return {name: kind for kind, line in names.items() for name in line.split()}


def _keys(told: dict[str, Any]) -> tuple[str, ...]:
    in_order = sorted(told["KeySchema"], key=lambda key: str(key["KeyType"]))  # HASH, RANGE
    return tuple(key["AttributeName"] for key in in_order)
