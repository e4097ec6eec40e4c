"""ensure_tables, on both engines: what is missing is made, what is there stays as it is."""

import time
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from botocore.exceptions import ClientError
from django.core.management import CommandError, call_command

from config import dynamo, dynamo_admin
from config.dynamo_admin import client, key_schema, live_table
from config.errors import Unavailable
from config.provisioning import Provisioning
from config.tables import Finding, Kind, Table, wanted_tables
from customers.models import Customer
from tests.conftest import TABLES

ON_BOTH = ["moto", pytest.param("server", marks=pytest.mark.server)]
ORDERS = "table-tennis-orders"
ALL_WELL = "All 6 tables are as they should be.\n"


@pytest.fixture(params=ON_BOTH)
def bare(request: pytest.FixtureRequest, tables: None) -> Iterator[None]:
    """An engine without a table; what the test protects from deletion is let go afterwards."""
    for table in TABLES:
        table.delete_table()
    yield
    for name in [table.name for table in wanted_tables()]:
        if live_table(client(), name):
            client().update_table(TableName=name, DeletionProtectionEnabled=False)


def ensured(*options: str) -> str:
    told = StringIO()
    call_command("ensure_tables", *options, stdout=told, no_color=True)
    return told.getvalue()


def checked() -> str:
    """What `--check` says of tables that are not as they should be."""
    told = StringIO()
    with pytest.raises(CommandError, match="to mend") as refusal:
        call_command("ensure_tables", "--check", stdout=told, no_color=True)
    assert refusal.value.returncode == 1
    return told.getvalue()


def refused() -> str:
    """What is said, without `--check`, of tables with which the shop cannot work."""
    told = StringIO()
    with pytest.raises(CommandError, match="whose key differs") as refusal:
        call_command("ensure_tables", stdout=told, no_color=True)
    assert refusal.value.returncode == 1
    return told.getvalue()


def orders() -> Table:
    return next(table for table in wanted_tables() if table.name == ORDERS)


def an_orders_table(**given: Any) -> None:
    """A live orders table without index, made by somebody else."""
    keys = given.pop("keys", ("orderId", "customerId"))
    indexes = given.get("GlobalSecondaryIndexes", [])
    used = {*keys, *(k["AttributeName"] for index in indexes for k in index["KeySchema"])}
    fields: dict[str, Any] = {
        "TableName": ORDERS,
        "KeySchema": key_schema(keys),
        "AttributeDefinitions": dynamo_admin.definitions(dict.fromkeys(sorted(used), "S")),
        "BillingMode": "PAY_PER_REQUEST",
    }
    client().create_table(**fields | given)


def an_index(name: str, *keys: str, carries: str = "ALL") -> dict[str, Any]:
    projection = {"ProjectionType": carries}
    return {"IndexName": name, "KeySchema": key_schema(keys), "Projection": projection}


def test_the_six_tables_are_those_of_the_design() -> None:
    keys = {t.name.removeprefix("table-tennis-"): t.keys for t in wanted_tables()}
    assert keys == {
        "products": ("productId", "sellerId"),
        "customers": ("customerId", "email"),
        "addresses": ("addressId",),
        "orders": ("orderId", "customerId"),
        "shipments": ("shipmentId", "orderId"),
        "payments": ("paymentId", "orderId"),
    }
    assert {i.name: i.keys for table in wanted_tables() for i in table.indexes} == {
        "PhoneIndex": ("phone",),
        "CategoryIndex": ("category", "name"),
        "BrandIndex": ("brand", "name"),
        "CustomerOrdersIndex": ("customerId", "createdAt"),
        "StatusIndex": ("status", "createdAt"),
        "RazorpayIndex": ("razorpayOrderId",),
        "ShiprocketIndex": ("shiprocketOrderId",),
        "TrackingIndex": ("trackingNumber",),
    }


def test_from_nothing_it_makes_everything(bare: None) -> None:
    assert "table-tennis-orders: made, with CustomerOrdersIndex, StatusIndex.\n" in ensured()
    dynamodb: Any = client()
    for table in wanted_tables():
        live = live_table(dynamodb, table.name) or {}
        assert live["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
        assert live["DeletionProtectionEnabled"]
        backups = dynamodb.describe_continuous_backups(TableName=table.name)
        recovery = backups["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
        assert recovery["PointInTimeRecoveryStatus"] == "ENABLED"
        expiry = dynamodb.describe_time_to_live(TableName=table.name)["TimeToLiveDescription"]
        assert expiry == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expiresAt"}
    assert ensured("--check") == ensured() == ALL_WELL


def test_a_check_makes_nothing(bare: None) -> None:
    assert f"{ORDERS}: the table is missing.\n" in checked()
    assert live_table(client(), ORDERS) is None
    an_orders_table()
    told = checked()
    for what in (
        "CustomerOrdersIndex is missing",
        "StatusIndex is missing",
        "deletion protection is off",
        "point-in-time recovery is off",
        "expiry (TTL) is off",
    ):
        assert f"{ORDERS}: {what}.\n" in told
    live = live_table(client(), ORDERS) or {}
    assert not live.get("GlobalSecondaryIndexes")
    assert not live["DeletionProtectionEnabled"]


def test_missing_indexes_are_added_to_a_live_table_and_find_its_items(bare: None) -> None:
    dynamodb: Any = client()
    dynamodb.create_table(
        TableName="table-tennis-customers",
        KeySchema=key_schema(("customerId", "email")),
        AttributeDefinitions=dynamo_admin.definitions({"customerId": "S", "email": "S"}),
        BillingMode="PAY_PER_REQUEST",
    )
    Customer("a@example.in", "a@example.in", phone="+919876543210").save()
    assert "table-tennis-customers: PhoneIndex added.\n" in ensured()
    [found] = Customer.by_phone.query("+919876543210")
    assert found.customer_id == "a@example.in"
    assert ensured() == ALL_WELL


def test_two_missing_indexes_of_one_table_are_both_added(bare: None) -> None:
    an_orders_table()
    told = ensured()
    assert f"{ORDERS}: CustomerOrdersIndex added.\n{ORDERS}: StatusIndex added.\n" in told
    assert ensured("--check") == ALL_WELL


def test_a_table_by_provisioned_capacity_gets_its_index_and_a_word(bare: None) -> None:
    capacity = {"ReadCapacityUnits": 3, "WriteCapacityUnits": 2}
    an_orders_table(BillingMode="PROVISIONED", ProvisionedThroughput=capacity)
    told = ensured()
    assert f"{ORDERS}: it is billed by provisioned capacity" in told
    assert f"{ORDERS}: StatusIndex added.\n" in told
    assert "What differs, above, is for a person to mend." in told
    live = live_table(client(), ORDERS) or {}
    assert live["BillingModeSummary"]["BillingMode"] == "PROVISIONED"
    assert [i["ProvisionedThroughput"]["ReadCapacityUnits"] for i in _indexes(live)] == [3, 3]


def _indexes(live: dict[str, Any]) -> list[dict[str, Any]]:
    return list(live["GlobalSecondaryIndexes"])


def test_a_table_with_another_key_is_left_alone_and_told(bare: None) -> None:
    an_orders_table(keys=("orderId",))
    sentence = f"{ORDERS}: its key is orderId; the shop needs orderId and customerId."
    assert sentence in checked()
    assert sentence in refused()
    live = live_table(client(), ORDERS) or {}
    assert not live.get("GlobalSecondaryIndexes")
    assert not live["DeletionProtectionEnabled"]


def test_a_key_of_another_type_is_told(bare: None) -> None:
    types = {"orderId": "N", "customerId": "S"}
    an_orders_table(AttributeDefinitions=dynamo_admin.definitions(types))
    sentence = f"{ORDERS}: the key attribute orderId is of type N; the shop writes type S."
    assert sentence in checked()
    assert sentence in refused()


def test_an_index_that_is_otherwise_is_told_and_stays(bare: None) -> None:
    theirs = [
        an_index("StatusIndex", "status"),
        an_index("CustomerOrdersIndex", "customerId", "createdAt", carries="KEYS_ONLY"),
        an_index("OldIndex", "customerName"),
    ]
    an_orders_table(GlobalSecondaryIndexes=theirs)
    told = ensured()
    assert f"{ORDERS}: StatusIndex is keyed by status; the shop needs status and createdAt." in told
    assert f"{ORDERS}: CustomerOrdersIndex carries KEYS_ONLY; the shop needs all" in told
    assert f"{ORDERS}: it also has OldIndex, which the shop never asks.\n" in told
    live = live_table(client(), ORDERS) or {}
    assert {index["IndexName"]: index["KeySchema"] for index in _indexes(live)} == {
        index["IndexName"]: index["KeySchema"] for index in theirs
    }


def test_items_that_expire_by_something_else_are_told(bare: None) -> None:
    an_orders_table()
    other = {"Enabled": True, "AttributeName": "ttl"}
    client().update_time_to_live(TableName=ORDERS, TimeToLiveSpecification=other)
    assert f"{ORDERS}: items expire by ttl; the shop writes expiresAt.\n" in ensured()


class Elsewhere:
    """Another engine: the real client, save for what a test lets it answer otherwise."""

    def __init__(self, **answers: Any) -> None:
        self._answers = answers
        self._real = client()

    def __getattr__(self, name: str) -> Any:
        return self._answers.get(name) or getattr(self._real, name)


def refusing(code: str) -> Any:
    def refuses(**given: Any) -> Any:
        raise ClientError({"Error": {"Code": code, "Message": code}}, "operation")

    return refuses


def of_orders(dynamodb: Any) -> list[Finding]:
    return list(Provisioning(dynamodb, mends=True).of(orders()))


def test_what_an_engine_does_not_know_is_a_note(bare: None) -> None:
    def forgets(**given: Any) -> Any:
        table = live_table(client(), ORDERS)
        if table is None:
            return refusing("ResourceNotFoundException")()
        return {"Table": {k: v for k, v in table.items() if k != "DeletionProtectionEnabled"}}

    unknown = refusing("UnknownOperationException")
    engine = Elsewhere(
        describe_table=forgets,
        describe_continuous_backups=unknown,
        describe_time_to_live=unknown,
    )
    assert [finding.kind for finding in of_orders(engine)] == [Kind.MADE, *[Kind.NOTE] * 3]
    assert [finding.kind for finding in of_orders(engine)] == [Kind.NOTE] * 3


def test_what_an_engine_forbids_is_an_error(bare: None) -> None:
    with pytest.raises(ClientError):
        of_orders(Elsewhere(describe_continuous_backups=refusing("AccessDeniedException")))


def test_it_waits_until_a_table_can_be_used_and_backed_up(
    bare: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    not_yet = [True, True, True]

    def describes(**given: Any) -> Any:
        table = live_table(client(), ORDERS)
        if table is None:
            return refusing("ResourceNotFoundException")()
        building = bool(not_yet and not_yet.pop())
        return {"Table": table | ({"TableStatus": "CREATING"} if building else {})}

    unbacked = [True, True]

    def backs_up(**given: Any) -> Any:
        if unbacked and unbacked.pop():
            refusing("ContinuousBackupsUnavailableException")()
        return client().update_continuous_backups(**given)

    engine = Elsewhere(describe_table=describes, update_continuous_backups=backs_up)
    assert [finding.kind for finding in of_orders(engine)] == [Kind.MADE]
    assert len(pauses) == 5


def test_it_does_not_wait_for_ever(bare: None, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    an_orders_table()
    building = {"Table": (live_table(client(), ORDERS) or {}) | {"TableStatus": "UPDATING"}}
    with pytest.raises(Unavailable, match="still being built"):
        dynamo_admin.until_ready(Elsewhere(describe_table=lambda **_: building), ORDERS, 60)
    assert 60 <= sum(pauses) < 70


def test_an_engine_that_is_not_there_is_a_sentence() -> None:
    dynamo.use("http://127.0.0.1:9")
    with pytest.raises(CommandError, match="DynamoDB: Could not connect"):
        ensured()
